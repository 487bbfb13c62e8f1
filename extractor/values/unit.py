"""Units of targets and amounts: recognising them, and one spelling for each.

`normalise_unit("元每人每月")` -> Unit("元/人·月", family "money", per=True). The words stand in `rules/units.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.values.number import fold_value

MONEY_YUAN = {"元": 0, "角": -1, "千元": 3, "万元": 4, "百万元": 6, "千万元": 7, "亿元": 8, "万亿元": 12, "万": 4, "亿": 8}
"""Power of ten from a money unit to 元."""

_NO_UNIT = frozenset({"", "无", "-", "—", "——", "/", "\\", "*", "**", "无单位", "空"})
_PER = re.compile(r"[/·*×.]*每+个?|[/·*×.]+|/")
_NEEDS_JOINING = re.compile(r"[每*×]|/.*\.")
_SCALES = ("万亿", "万", "亿")
_BRACKET_END = re.compile(r"[\[(]((?:[≥≤<>=]*)(?:\*+|×+|[xX_]{2,})?(?:单位:)?)([^()\[\]]{1,12})[)\]]\Z")
_STAR_END = re.compile(r"([≥≤<>=]{1,2}\*+)([^()*]{1,12})\Z")
_LIKE_A_UNIT = re.compile(r"(?=.*(?:[^\W\d_]|[%‰°℃]))[^\d\[\];]+(?:/1?0{1,4}[^\d\[\];]+)?\Z")
MAX_UNIT = 20


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in its usual spelling. `family` is a key of the unit book, None where the word is unknown; `per` for a/b."""

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
    ) -> None:
        self._synonyms = {fold_value(k): v for k, v in synonyms.items()}
        self._family: dict[str, str] = {}
        for key, words in families.items():
            for word in words:
                self._family.setdefault(fold_value(word), key)
        self._nouns = frozenset(fold_value(n) for n in nouns)
        self.lookup = lru_cache(maxsize=8192)(self._lookup)
        self.split_prefix = lru_cache(maxsize=16384)(self._split_prefix)
        self.of_label = lru_cache(maxsize=16384)(self._of_label)

    def _lookup(self, folded: str) -> Unit | None:
        """The unit a folded text is, whole; None where it is no unit of the book."""
        if not folded or len(folded) > MAX_UNIT:
            return None
        text = self._synonyms.get(folded, folded)
        family = self._family.get(text)
        if family is not None:
            return Unit(text, family)
        if "/" in folded or "每" in folded:
            return self._compound(folded)
        for scale in _SCALES:
            if text.startswith(scale) and len(text) > len(scale):
                inner = self._family.get(text[len(scale) :])
                if inner is not None and inner not in ("share", "money"):
                    return Unit(text, inner)
        return None

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
            if unit is not None:
                return unit, folded[end:]
        return None

    def normalise(self, raw: str) -> Unit | None:
        """A unit cell's unit: known ones in their usual spelling, unknown ones as printed, None for blank, 无, "-", "/"."""
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

    def is_noun(self, word: str) -> bool:
        """Whether a word counts things only behind a number (3个村), and alone is just a word."""
        return word in self._nouns


@lru_cache(maxsize=1)
def shipped_units() -> UnitIndex:
    """The index of the shipped unit book; parsers use it where no other is given."""
    from extractor.rulebook import load_yaml, shipped_dir
    from extractor.values.book import UnitBook

    return load_yaml(shipped_dir() / "units.yaml", UnitBook).index


def normalise_unit(raw: str, units: UnitIndex | None = None) -> Unit | None:
    """One spelling for a unit; None for blank, 无, "-" and "/". See `UnitIndex.normalise`."""
    return (units or shipped_units()).normalise(raw)
