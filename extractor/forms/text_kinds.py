"""What a text says of itself, wherever it stands: a figure, a sentence, a note, a hint, page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text
from extractor.forms.account import CellRole
from extractor.words.inline import pairs_of, strip_currency

if TYPE_CHECKING:
    from extractor.forms.slice import Free
    from extractor.words.vocabulary import Vocabulary

FIGURE = re.compile(r"\d|[%％≥≤<>=]")
NOTE = re.compile(r"^[（(]?(?:注|备注|说明|填[表报写]说明|编制说明|备注说明)\d*[:.、]|^注[一二三四五六七八九十\d]")
NUMBERED = re.compile(r"^[\((（]?[\d一二三四五六七八九十①-⑩]+[\))）、.．]")
_HINT = re.compile(r"^[（(][^（）()]*[）)]$|字以内|请在此|请简要|请填写|此处填写")
_SEAL = re.compile(r"盖章|公章|签章|签字|签名|[年月日（）()\s:]")
_FURNITURE = re.compile(
    r"^(?:第?\d+页(?:[,/]?共?\d+页)?|附[件表录]?[\d一二三四五六七八九十]*(?:[-－—]\d+)*:?|(?:公开|预算"
    r"|绩效)?\d*表[\d一二三四五六七八九十]*(?:[-－—]\d+)*|续表)$"
)
SENTENCE = re.compile(r"[。；;]|,.*,")
BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_YEAR = re.compile(r"(?:19|20)\d\d年度?")
CAPTION = 30
"""So many characters a caption may have."""
_ENUMERATED = re.compile(r"(?<![\d.])\d{1,2}[、.．)）](?=[^\d\s])")


def has_figure(text: str) -> bool:
    """The text holds a number, per cent or sign, numbering (1、…) apart."""
    return FIGURE.search(_ENUMERATED.sub("", fold_text(text))) is not None


def says_something(text: str) -> bool:
    """The text is what a value is like (a figure, a sentence), no caption and no label."""
    bare = BRACKET.sub("", _YEAR.sub("", fold_text(text)))
    return has_figure(bare) or SENTENCE.search(bare) is not None or "," in bare


def without_unit(text: str) -> str:
    """资金安排（单位：万元） is a caption as 资金安排 is."""
    return fold_text(strip_currency(text)) or fold_text(text)


def by_words(text: str) -> CellRole | None:
    """The role a text has by its own words; None where they give none."""
    folded = fold_text(text)
    if not any(ch.isalnum() for ch in folded):
        return None if FIGURE.search(folded) else "decoration"  # ≥ and % are parts of a value
    if NOTE.match(folded):
        return "note"
    if _HINT.search(folded) and not has_figure(folded) or not _SEAL.sub("", folded):
        return "hint"
    return "decoration" if _FURNITURE.match(folded) else None


def notes_among(lines: Sequence[Free], words: Vocabulary) -> list[Free]:
    """Lines that are notes: one that begins so, the numbered ones that follow it, and what the
    page's width broke off.
    """
    found: list[Free] = []
    inside = False
    for free in lines:
        folded = fold_text(free.text)
        inside = bool(NOTE.match(folded)) or inside and (bool(NUMBERED.match(folded)) or not pairs_of(free.text, words))
        if inside:
            found.append(free)
    return found
