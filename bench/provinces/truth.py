"""A form beside what a person reads in it.

The rows of a truth are lines of cells between bars: 一级, 二级, 三级, the value as written (`a ~ b`: either, a later
`-`
being nothing), what the value means, then the form's further columns in the order it names. A level left empty is the
one above, `-` is none.

What a value means: `>= 12 个` · `12 个` · `12 -` (no unit anywhere) · `range 10 20 %` · `date 2024-12` · `text` ·
`empty` ·
`compound` · `ratio 1 3` · `period`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bench.provinces.sheet import Block, draw

Json = dict[str, Any]
_SIGNS = (">=", "<=", "=", ">", "<")


@dataclass(frozen=True, slots=True)
class Reading:
    """One form of a filing as a person reads it; `columns` are the keys of the rows' further cells."""

    head: Json
    rows: str
    columns: tuple[str, ...] = ()

    def truth(self) -> Json:
        return {**self.head, "indicators": list(self._indicators())}

    def _indicators(self) -> list[Json]:
        found: list[Json] = []
        levels = ["", "", ""]
        for line in self.rows.strip().split("\n"):
            first, second, name, raw, meaning, *more = (p.strip() for p in line.split("|"))
            levels = [first or levels[0], second or levels[1], name]
            if len(more) != len(self.columns):
                raise ValueError(f"此行应有 {len(self.columns)} 个附加列：{line}")
            first_raw, *others = (r.strip() for r in raw.split(" ~ "))
            raws = [first_raw, *("" if r == "-" else r for r in others)]
            row: Json = dict(zip(("level1", "level2", "level3"), ("" if v == "-" else v for v in levels)))
            row |= {"target_raw": raws[0], "target": _meaning(meaning)}
            row |= {"target_raw_alt": raws[1:]} if raws[1:] else {}
            found.append(row | dict(zip(self.columns, more)))
        return found


@dataclass(frozen=True, slots=True)
class Form:
    """A filing: its drawing, and what stands in it. `due` are codes of findings that the unit has earned."""

    name: str
    place: str
    drawing: str
    readings: tuple[Reading, ...]
    sums: tuple[tuple[str, ...], ...] = ()
    """Amount codes whose first is the sum of the rest."""
    points: str = ""
    """What the weights of all rows and of the first line of `execution` add up to."""
    due: frozenset[str] = field(default_factory=frozenset)

    def blocks(self) -> list[Block]:
        return draw(self.drawing)

    def truth(self) -> Json:
        return {"forms": [r.truth() for r in self.readings]}


def _meaning(text: str) -> Json:
    parts = text.split()
    if parts[0] in ("text", "empty", "compound", "period"):
        return {"kind": parts[0]}
    if parts[0] == "date":
        return {"kind": "date", "date": parts[1]}
    if parts[0] in ("range", "ratio"):
        keys = zip(("kind", "low", "high", "unit"), parts)
        return dict(keys)
    found = {"kind": "number"}
    if parts[0] in _SIGNS:
        found["operator"] = parts.pop(0)
    found["value"] = parts[0]
    if parts[1:]:
        found["unit"] = "" if parts[1] == "-" else parts[1]
    return found
