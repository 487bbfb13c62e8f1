"""What a text says of itself, wherever it stands: a figure, a sentence, a note, a hint, page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import CellRole
from extractor.forms.slice import Free
from extractor.values.looks import FIGURE, has_figure
from extractor.words.grammar import Grammar
from extractor.words.inline import pairs_of, strip_currency
from extractor.words.vocabulary import Vocabulary

NUMBERED = re.compile(r"^[\((（]?[\d一二三四五六七八九十①-⑩]+[\))）、.．]")
SENTENCE = re.compile(r"[。；;]|,.*,")
BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
LONGEST_QUOTE = 20
"""So many characters of a text a message quotes."""
MOST_NUMBERED = 10
"""So many rows a message numbers."""
CAPTION = 30
"""So many characters a caption may have."""
PLAIN = re.compile(r"[^\d。；;,，]*")
"""A label's words: no digit and no stop."""


def numbered(rows: Sequence[int]) -> str:
    """Rows by their numbers from 1, the first ten of many: 1、2、3."""
    return "、".join(str(n + 1) for n in rows[:MOST_NUMBERED]) + ("等" if rows[MOST_NUMBERED:] else "")


def quoted(text: str) -> str:
    """The beginning of a text as a message quotes it."""
    return f"“{squeeze(text)[:LONGEST_QUOTE]}”"


def says_something(text: str) -> bool:
    """The text is what a value is like (a figure, a sentence), no caption and no label."""
    bare = BRACKET.sub("", _YEAR.sub("", fold_text(text)))
    return has_figure(bare) or SENTENCE.search(bare) is not None or "," in bare


def bare_label(text: str) -> str:
    """A label as a form keeps it: white space and the colon off."""
    return squeeze(text).rstrip("：:")


def without_unit(text: str) -> str:
    """资金安排（单位：万元） is a caption as 资金安排 is."""
    return fold_text(strip_currency(text)) or fold_text(text)


def by_words(text: str, grammar: Grammar) -> CellRole | None:
    """The role a text has by its own words; None where they give none."""
    folded = fold_text(text)
    if not any(ch.isalnum() for ch in folded):
        return None if FIGURE.search(folded) else "decoration"  # ≥ and % are parts of a value
    asides = grammar.asides
    if asides.is_note(folded):
        return "note"
    hint = BRACKET.fullmatch(folded) is not None or asides.holds_hint(folded)
    if hint and not has_figure(folded) or asides.only_seal(folded):
        return "hint"
    return "decoration" if asides.is_furniture(folded) else None


def notes_among(lines: Sequence[Free], words: Vocabulary) -> list[Free]:
    """Lines that are notes: one that begins so, the numbered ones that follow it, and what the
    page's width broke off.
    """
    found: list[Free] = []
    inside = False
    for free in lines:
        folded = fold_text(free.text)
        goes_on = inside and (NUMBERED.match(folded) is not None or not pairs_of(free.text, words))
        inside = words.grammar.asides.is_note(folded) or goes_on
        if inside:
            found.append(free)
    return found
