"""Units of targets and amounts: recognising them, and one spelling for each.

`normalise_unit("元每人每月")` -> Unit("元/人·月", family "money", per=True). The words stand in `rules/units.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.values.number import fold_value

MONEY_YUAN = {
    "元": 0,
    "角": -1,
    "千元": 3,
    "万元": 4,
    "百万元": 6,
    "千万元": 7,
    "亿元": 8,
    "万亿元": 12,
    "万": 4,
    "亿": 8,
}
"""Power of ten from a money unit to 元."""

_NO_UNIT = frozenset({"", "无", "-", "—", "——", "/", "\\", "*", "**", "无单位", "空"})
_PER = re.compile(r"[/·*×.]*每+个?|[/·*×.]+")
_HAS_PER = re.compile(r"[/每]")
_PRODUCT = re.compile(r"[^\W\d_]+(?:[·*×][^\W\d_]+)+\Z")
_NEEDS_JOINING = re.compile(r"[每*×]|/.*\.")
_PART_BRACKET = re.compile(r"(?<=/)\(([^()]+)\)\Z")
"""The brackets of 元/(人·月)."""
_SCALES = ("万亿", "万", "亿")
_BRACKET_END = re.compile(r"[\[(]((?:[≥≤<>=]*)(?:\*+|×+|[xX_]{2,})?(?:单位:)?)([^()\[\]]{1,12})[)\]]\Z")
_STAR_END = re.compile(r"([≥≤<>=]{1,2}\*+)([^()*]{1,12})\Z")
_LIKE_A_UNIT = re.compile(r"(?=.*(?:[^\W\d_]|[%‰°℃]))[^\d\[\];]+(?:/1?0{1,4}[^\d\[\];]+)?\Z")
_BEGINS_WITH_TIMES = re.compile(r"次(?:[干要级生氯品新年日月]|中心)")
"""Words that begin with 次: 3条次干道 are three 条, not 条次."""
_MULTIPLE = re.compile(r"^[十百千万亿0-9]+")
MAX_UNIT = 20
MAX_PART = 8


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its usual spelling. `family` is a key of the unit book, None where the word is
    unknown; `per` for a/b.
    """

    text: str
    family: str | None = None
    per: bool = False

    @property
    def kind(self) -> str | None:
        """The family, "money per" for 元/亩 and its like."""
        return "money per" if self.per and self.family == "money" else self.family


class UnitIndex:
    """The unit book as look-up tables. Every method is pure; look-ups are cached."""

    def __init__(
        self,
        synonyms: dict[str, str],
        families: dict[str, list[str]],
        nouns: list[str],
        compounds: Sequence[tuple[str, Sequence[str], Sequence[str]]] = (),
        countable: Sequence[str] = (),
        not_units: Sequence[str] = (),
        usual: Sequence[str] = (),
    ) -> None:
        self._synonyms = {fold_value(k): v for k, v in synonyms.items()}
        self._family: dict[str, str] = {}
        for key, words in families.items():
            for word in words:
                self._family.setdefault(fold_value(word), key)
        listed = dict.fromkeys((*map(fold_value, usual), *self._family, *self._synonyms))
        self.meant = (
            *listed,
            *(f"{scale}{word}" for word in listed for scale in ("万", "亿") if word[0] not in "万亿"),
        )
        """What a misspelt unit may have been meant for: the units the book names one by one, the usual ones first."""
        for key, heads, tails in compounds:
            for head in heads:
                for tail in tails:
                    self._family.setdefault(fold_value(head + tail), key)
        self._nouns = frozenset(fold_value(n) for n in nouns)
        self._countable = self._nouns | {fold_value(word) for word in countable}
        self._not_units = _NO_UNIT | {fold_value(word) for word in not_units}
        self.lookup = lru_cache(maxsize=8192)(self._lookup)  # mutants: no
        self.split_prefix = lru_cache(maxsize=16384)(self._split_prefix)  # mutants: no
        self.of_label = lru_cache(maxsize=16384)(self._of_label)  # mutants: no

    def _lookup(self, folded: str) -> Unit | None:
        """The unit a folded text is, whole; None where it is no unit of the book."""
        if len(folded) > MAX_UNIT:
            return None
        text = self._synonyms.get(folded, folded)
        family = self._family.get(text)
        if family is not None:
            return Unit(text, family)
        if _HAS_PER.search(folded):
            return self._compound(_PART_BRACKET.sub(r"\1", folded))
        if _PRODUCT.match(folded):
            return self._product(folded)
        for scale in _SCALES:
            if text.startswith(scale):
                inner = self._family.get(text[len(scale) :])
                if inner is not None and inner not in ("share", "money"):
                    return Unit(text, inner)
        return None

    def _product(self, folded: str) -> Unit | None:
        """人·天, kW·h, 车*公里: every factor is a unit; as printed, but for the sign between."""
        factors = [self._lookup(piece) for piece in _PER.split(folded)]
        first = factors[0]
        if first is None or None in factors:
            return None
        return Unit(_PER.sub("·", folded), first.family)

    def _compound(self, folded: str) -> Unit | None:
        """元/人·月 and its spellings (元每人每月, 元/人*月, 元/人.每天); a form with plain "/" keeps its slashes."""
        pieces = _PER.split(folded)
        if len(pieces) < 2 or not all(pieces[1:]) or folded[0] == "每":
            return None
        units = [self._lookup(piece) if piece else None for piece in pieces]
        if any(u is None and p for u, p in zip(units, pieces)):
            return None
        joined = f"{pieces[0]}/{'·'.join(pieces[1:])}" if _NEEDS_JOINING.search(folded) else folded
        return Unit(joined, units[0].family if units[0] else "money", per=True)

    def _split_prefix(self, folded: str) -> tuple[Unit, str] | None:
        """Longest unit at the start of a folded text, and what follows it: "人以上" -> (人, "以上")."""
        for end in range(min(len(folded), MAX_UNIT), 0, -1):
            unit = self.lookup(folded[:end])
            if unit is not None and not (folded[end - 1] == "次" and _BEGINS_WITH_TIMES.match(folded, end - 1)):
                return unit, folded[end:]
        return None

    def normalise(self, raw: str) -> Unit | None:
        """A unit cell's unit: known ones in their usual spelling, unknown ones as printed, None for blank, 无, "-",
        "/".
        """
        folded = fold_value(raw)
        if folded in _NO_UNIT:
            return None
        known = self.lookup(folded)
        if known is not None:
            return known
        if len(folded) > MAX_UNIT or not _LIKE_A_UNIT.match(folded):
            return None
        return Unit(folded)

    def _of_label(self, label: str) -> str | None:
        """The unit that stands in the bracket of an indicator's name ((人), (≥**%)), at its end only; else None."""
        folded = fold_value(label).rstrip(":")
        while True:
            match = _BRACKET_END.search(folded) or _STAR_END.search(folded)
            if match is None:
                return "%" if folded.endswith("%") and not folded[-2:-1].isdigit() else None
            unit = self.lookup(match[2])
            if unit is not None and (match[1] or match[2] not in self._nouns):
                return unit.text
            if folded[match.start()] not in "([":
                return None
            folded = folded[: match.start()]

    def family_of(self, unit: str) -> str | None:
        """Family key of a unit in its usual spelling; "money per" for 元/亩; None where the book does not know it."""
        known = self.lookup(fold_value(unit))
        return known.kind if known else None

    def known(self, printed: str) -> bool:
        """Whether a unit cell holds nothing but units: one of the book, one made of its parts, or 每人每月 without a
        sum.
        """
        folded = fold_value(printed)
        return (
            folded in self._not_units or self.lookup(folded) is not None or all(map(self.known_part, parts_of(folded)))
        )

    def known_part(self, part: str) -> bool:
        """Whether a part between the signs is a unit or a noun that can be counted; 百 and 万
        before it do not matter.
        """
        part = _MULTIPLE.sub("", part)
        return not part or part in self._countable or self.lookup(part) is not None

    def side_by_side(self, part: str) -> bool:
        """Whether a part is two known ones without a sign between (吨公里, 个村), not one twice."""
        return any(
            self.known_part(part[:cut]) and self.known_part(part[cut:]) and part[:cut] != part[cut:]
            for cut in range(1, min(len(part), MAX_PART))
        )

    def is_noun(self, word: str) -> bool:
        """Whether a word counts things only behind a number (3个村), and alone is just a word."""
        return word in self._nouns


def parts_of(folded: str) -> list[str]:
    """The parts of a per-unit or product, brackets and signs left out: "元/人.每天" -> ["元", "人", "天"]."""
    return [piece for piece in _PER.split(folded.replace("(", "/").replace(")", "")) if piece]
