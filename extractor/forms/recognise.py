"""Which kind of form and which known layout a block is: title, anchors and facts, scored, with the runner-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.characters.fold import fold_label, fold_text
from extractor.forms.taught import HOLDS
from extractor.forms.text_kinds import BRACKET
from extractor.model.filing import FormKind, Layout, LayoutRunnerUp
from extractor.words.book import FormBook

TITLE_WEIGHT, ANCHOR_WEIGHT = 0.4, 0.6
KNOWN = 0.6
"""Score from which a block counts as a known layout."""


MOST_FOLDED = 1024  # mutants: no


@dataclass(frozen=True, slots=True)
class Recognition:
    """What kind of form it is, and which known layout, if any."""

    kind: FormKind
    layout: Layout | None


def recognise(generic: FormKind, title: str | None, labels: Iterable[str], books: Sequence[FormBook]) -> Recognition:
    """The kind and the layout.

    Args:
        generic: the kind by title words and facts (`titles.kind_of`); a layout only overrules it where that is
            `unknown`, or where the layout's own title pattern and most of its anchors agree on another kind.
        title: the form's, as printed; None where it has none.
        labels: every label the block prints.
    """
    if not books:
        return Recognition(generic, None)
    present = frozenset(fold_label(label) for label in labels)
    scored = sorted(((_score(book, title, present), book.id, book) for book in books), key=lambda s: (-s[0], s[1]))
    best, _, book = scored[0]
    if best < KNOWN:
        return Recognition(generic, None)
    second = scored[1] if len(scored) > 1 and scored[1][0] > 0 else None
    layout = Layout(
        book.id, book.name, round(best, 2), LayoutRunnerUp(second[1], round(second[0], 2)) if second else None
    )
    return Recognition(book.kind if generic == "unknown" else generic, layout)


def _score(book: FormBook, title: str | None, present: frozenset[str]) -> float:
    _, anchors, titles = _marks_of(book)
    share = len(anchors & present) / len(anchors) if anchors else 0.0
    if book.only_here and anchors:
        return share if share >= HOLDS else 0.0
    named = title is not None and _is_named(titles, title)
    if not anchors:
        return TITLE_WEIGHT if named else 0.0
    return TITLE_WEIGHT * named + ANCHOR_WEIGHT * share


_folded: dict[int, tuple[FormBook, frozenset[str], tuple[str, ...]]] = {}
"""By identity of the book, which is kept with them: anchors and titles are asked for at every form of a batch."""


def _marks_of(book: FormBook) -> tuple[FormBook, frozenset[str], tuple[str, ...]]:
    known = _folded.get(id(book))
    if known is None or known[0] is not book:
        if len(_folded) >= MOST_FOLDED:
            _folded.clear()
        known = _folded[id(book)] = (book, frozenset(fold_label(word) for word in book.anchors), tuple(book.titles))
    return known


@lru_cache(maxsize=4096)
def _is_named(patterns: tuple[str, ...], title: str) -> bool:
    whole = fold_text(title)
    bare = BRACKET.sub("", whole)
    return any(re.search(pattern, whole) or re.search(pattern, bare) for pattern in patterns)
