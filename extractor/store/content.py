"""What a form says, without how it is set: the values that two copies of one filing must share.

Values of the JSON document by pointer, folded: width, white space, dashes and trailing zeros do not tell a Word file
from its scan. Titles, places and codes are not compared; what a cell leaves blank is absent.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_NAMES = ("filer", "department", "implementer", "project_name")
_ROW = ("weight", "actual", "achieved_score", "deviation_reason", "standard", "note")
_EXECUTION = ("initial", "adjusted", "executed", "rate", "weight", "score")
_SIGNOFF = ("preparer", "phone", "filing_date", "responsible_person")
_DASHES = re.compile(r"[-‐‑–—―－_~～]+")
_MARKS = str.maketrans("≧≦⩾⩽﹥﹤“”‘’。；：（），", "≥≤≥≤><\"\"''.;:(),")
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")


def fold(value: object) -> str:
    """A value for comparing."""
    text = unicodedata.normalize("NFKC", str(value).translate(_MARKS))
    text = _DASHES.sub("-", "".join(text.split())).rstrip(".;,")
    if _NUMBER.fullmatch(text):
        number = Decimal(text.replace(",", "")).normalize()
        return f"{number:f}"
    return text


def content_of(form: dict[str, Any]) -> dict[str, str]:
    """Pointer below the form → folded value, of all that the form fills in."""
    return {pointer: folded for pointer, value in _values(form) if value not in (None, "") and (folded := fold(value))}


def content_hash(form: dict[str, Any]) -> str:
    """The same for two forms that fill in the same (16 hexadecimal digits)."""
    lines = "\n".join(f"{pointer}\t{value}" for pointer, value in sorted(content_of(form).items()))
    return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:16]


def _values(form: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield from ((f"/{name}", form[name]) for name in _NAMES)
    yield from ((f"/amounts/{code}", amount["yuan"] or amount["value"]) for code, amount in form["amounts"].items())
    yield from ((f"/texts/{name}", text) for name, text in form["texts"].items())
    yield from ((f"/signoff/{name}", form["signoff"].get(name)) for name in _SIGNOFF)
    for number, entry in enumerate(form["execution"]):
        yield from ((f"/execution/{number}/{name}", entry[name]) for name in _EXECUTION)
    for number, row in enumerate(form["indicators"]):
        at = f"/indicators/{number}"
        yield f"{at}/level3", (row["level3"] or {}).get("raw")
        yield f"{at}/target", row["target"]["raw"]
        yield from ((f"{at}/{name}", row[name]) for name in _ROW)


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that two copies do not share; "" where one of them leaves it blank."""

    pointer: str
    one: str
    other: str


def doubted(form: dict[str, Any]) -> frozenset[str]:
    """Pointers whose value was recognised with little confidence: they neither agree nor differ."""
    return frozenset(form.get("ocr") or ())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two copies held against each other, value by value."""

    compared: int
    differences: tuple[Difference, ...]

    @property
    def likeness(self) -> float:
        """Share of equal values, 0..1; 0 where nothing could be compared."""
        return 1 - len(self.differences) / self.compared if self.compared else 0.0


def compare(one: dict[str, Any], other: dict[str, Any]) -> Comparison:
    """Hold the values of two forms (JSON) against each other; doubtful ones are left out."""
    ours, theirs = content_of(one), content_of(other)
    skipped = doubted(one) | doubted(other)
    pointers = [p for p in (*ours, *(p for p in theirs if p not in ours)) if p not in skipped]
    found = tuple(
        Difference(p, ours.get(p, ""), theirs.get(p, "")) for p in pointers if ours.get(p, "") != theirs.get(p, "")
    )
    return Comparison(len(pointers), found)
