"""Layouts taught by one corrected filing: where they hold, and what they say of a column.

A taught layout (`only_here` in `rules/forms/*.yaml`) holds for a document that prints nearly all of its anchors. There
its wordings and columns are a prior that outweighs evidence; everywhere else they say nothing.
"""

from __future__ import annotations

from functools import lru_cache

from extractor.characters.fold import fold_label, fold_text
from extractor.model.document import Document, Grid
from extractor.words.book import FormBook
from extractor.words.rules import Rules
from extractor.words.vocabulary import Vocabulary

HOLDS = 0.9
"""Share of the anchors a document must print."""
LONGEST_ANCHOR = 60


def in_force(document: Document, rules: Rules) -> Rules:
    """The rule books with the taught layouts that hold for the document; `rules` itself where none does."""
    books = [book for book in rules.forms if book.only_here]
    if not books or rules.base is not None:
        return rules
    printed = printed_texts(document)
    holding = [book for book in books if holds(book, printed)]
    if not holding:
        return rules
    holding.sort(key=lambda book: (-len(book.anchors), book.id))
    key = tuple(book.id for book in holding)
    known: dict[tuple[str, ...], Rules] = rules.__dict__.setdefault("_teachings", {})
    if key not in known:
        known[key] = rules.teaching(holding)
    return known[key]


def holds(book: FormBook, printed: frozenset[str]) -> bool:
    """Whether a document that prints these texts is of the layout."""
    anchors = _anchors(tuple(book.anchors))
    return bool(anchors) and len(anchors & printed) >= HOLDS * len(anchors)


def printed_texts(document: Document) -> frozenset[str]:
    """What stands in the cells, and before colons in cells and lines, folded as labels are."""
    found: set[str] = set()
    for item in document.items:
        texts = [cell.text for cell in item.cells] if isinstance(item, Grid) else [item.text]
        for text in texts:
            if 0 < len(text) <= LONGEST_ANCHOR:
                found.add(fold_label(text))
            if len(text) <= 400:
                found.update(
                    fold_label(piece.split()[-1]) for piece in text.replace("：", ":").split(":")[:-1] if piece.strip()
                )
    return frozenset(found)


@lru_cache(maxsize=512)
def _anchors(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_label(word) for word in words)


def taught_role(path: tuple[str, ...], at: int, words: Vocabulary) -> str | None:
    """The role that a taught layout gives to column number `at` under these heads; None where it says nothing."""
    folded = [fold_text(text) for text in path]
    for column in words.columns:
        if [fold_text(text) for text in column.head] == folded and column.at in (None, at):
            return "other" if column.role.startswith("other") else column.role
    return None
