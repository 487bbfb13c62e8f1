"""Fixed words of a column: 绩效标准 kinds, signs, levels of quality, units; and percent signs that slipped.

`check_word("基木标准", STANDARDS)` says what was meant; a word far from all of the vocabulary is left alone.
`check_unit("元/入", units)` looks at the parts of a unit one by one, so that no list of whole units is needed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.characters.fold import fold_key, fold_text
from extractor.matching.matcher import Match
from extractor.matching.mending import mend
from extractor.matching.plausible import Edit
from extractor.matching.typo import COST, align, compare
from extractor.values.number import fold_value
from extractor.values.unit import UnitIndex, parts_of

STANDARDS = ("基本标准", "计划标准", "历史标准", "行业标准", "预算支出标准", "其他标准", "国家标准", "地方标准")
OPERATORS = ("大于等于", "小于等于", "大于", "小于", "等于", "定性", "不低于", "不高于", "不超过", "不少于")
_SHORTEST = 3
_MARGIN = 0.3
"""How much dearer the next word must be."""
SHORT = 2
"""A unit so short is one edit from many a word: 元/炉 may be no slip of 元/户."""
KEPT = 4096  # mutants: no
"""Answers kept: a column says the same few standards and units in all filings."""
_HAN_ONLY = re.compile(r"[\u3400-\u9fff]+\Z")
_SLIPPED_PERCENT = re.compile(r"(?<![\d.])(\d{1,2})%(\d)(?!\d)")


@lru_cache(maxsize=KEPT)
def check_word(text: str, vocabulary: tuple[str, ...]) -> Match:
    """What a fixed word is taken for: itself (exact), a slip of exactly one word (fuzzy, `typo`), or nothing (none).

    Words of one or two characters must stand as they are; two words equally near: nothing.
    """
    key = fold_key(text)
    words = {fold_key(word): word for word in vocabulary}
    if key in words:
        return Match(text, words[key], score=1.0, method="exact")
    if len(key) < _SHORTEST:
        return Match(text)
    near: list[tuple[float, str, tuple[Edit, ...]]] = []
    for wanted, word in words.items():
        if len(wanted) >= _SHORTEST:
            comparison = compare(key, wanted, frozenset(), lax=True)
            if comparison.slip and len(comparison.edits) == 1:
                near.append((comparison.cost, word, comparison.edits))
    cost, word, edits = min(near, default=(0.0, "", ()), key=lambda item: item[0])
    if not word or any(other - cost < _MARGIN for other, name, _ in near if name != word):
        return Match(text)
    expected, spans = mend(text, edits, word)
    score = round(1 - cost / len(word), 4)
    return Match(text, word, score=score, method="fuzzy", typo=True, expected=expected, spans=spans)


@lru_cache(maxsize=KEPT)
def check_unit(text: str, units: UnitIndex) -> Match:
    """What a unit cell is taken for: units (exact), units with a slip in one part (fuzzy, `typo`), or nothing (none).

    A part is held against the units that the book lists. It is right where it is a unit, a noun that is counted or
    such words side by side; an unknown word that is like no unit, or like two, is left alone. Of a part of one or two
    characters nobody can be sure (`sure`): true units stand in no list and one edit from a listed one.
    """
    if units.known(text):
        return Match(text, text, score=1.0, method="exact")
    folded = fold_value(text)
    odd = [part for part in parts_of(folded) if not units.known_part(part)]
    if len(odd) != 1 or folded.count(odd[0]) != 1 or not _HAN_ONLY.match(odd[0]):
        return Match(text)
    right = _unit_meant(odd[0], units, alone=odd[0] == folded)
    if right is None:
        return Match(text)
    at = folded.index(odd[0])
    if len(folded) != len(text):
        expected, spans = folded.replace(odd[0], right), ((0, len(text)),)
    else:
        expected, spans = text[:at] + right + text[at + len(odd[0]) :], ((at, at + len(odd[0])),)
    cost = sum(COST[edit.kind] for edit in align(odd[0], right))
    return Match(
        text,
        expected,
        score=round(1 - cost / len(folded), 4),
        method="fuzzy",
        typo=True,
        expected=expected,
        spans=spans,
        sure=len(right) > SHORT,
    )


def _unit_meant(part: str, units: UnitIndex, alone: bool) -> str | None:
    """The unit that an odd part is a slip of: the cheapest, of equal ones the first of the book; None where none is
    near.
    """
    found: list[tuple[float, int, str]] = []
    reads = units.side_by_side(part)
    for rank, unit in enumerate(units.meant):
        if abs(len(unit) - len(part)) > 1 or not _HAN_ONLY.match(unit):
            continue
        edits = align(part, unit)
        if len(edits) != 1 or not _unit_slip(edits[0], part, unit, alone):
            continue
        if reads and edits[0].kind not in ("doubled", "swapped"):
            continue
        found.append((COST[edits[0].kind], rank, unit))
    return min(found)[2] if found else None


def _unit_slip(edit: Edit, part: str, unit: str, alone: bool) -> bool:
    if edit.kind in ("same-sound", "like-shape"):
        return len(unit) > 1 or edit.kind == "like-shape" or not alone
    if edit.kind == "lost":
        return len(unit) > 2
    if edit.kind == "inserted":
        return len(unit) > 1 and 0 < edit.at < len(part) - 1
    return edit.kind in ("doubled", "swapped") or (edit.kind == "near-sound" and len(unit) > 1)


def slipped_percents(text: str) -> list[tuple[int, int, str, str]]:
    """(start, end, observed, expected) where a digit stands behind its percent sign: "9%0" → "90%".

    Only where the mended number is at most 100, and `text` has the usual width of one character each.
    """
    if len(fold_text(text)) != len("".join(text.split())):
        return []
    found = []
    for hit in _SLIPPED_PERCENT.finditer(text):
        number = hit.group(1) + hit.group(2)
        if 0 < int(number) <= 100:
            found.append((hit.start(), hit.end(), hit.group(), f"{number}%"))
    return found
