"""The value of an indicator row: its value, sign and unit columns as one text, or one part a region (K19, K21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.characters.fold import tidy
from extractor.forms.band import Band
from extractor.forms.slices import Slice
from extractor.model.filing import Label, Target
from extractor.values.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.values.unit import UnitIndex


def target_of(
    slice_: Slice,
    band: Band,
    row: int,
    texts: Mapping[str, str],
    labels: Mapping[str, Label | None],
    *,
    named: bool,
    year: int | None,
    units: UnitIndex,
) -> Target:
    """The target of one row.

    Args:
        texts: by role the cells of the row; `labels`: its three levels; `named`: it has a name of its own.
        year: the form's, for dates without one. units: the measures known to the rule books.
    """
    level3, level2 = labels["level3"], labels["level2"]
    name = level3.raw if level3 else None
    second = (level2.canonical or level2.raw) if level2 else None
    if band.regions:
        return _regional(slice_, band, row, name, second, year, units)
    if not named and not texts.get("target"):
        return Target("")
    return parse_target(
        texts.get("target", ""),
        sign=texts.get("operator"),
        unit=texts.get("unit"),
        label=name,
        year=year,
        level2=second,
        units=units,
    )


def _regional(
    slice_: Slice, band: Band, row: int, name: str | None, level2: str | None, year: int | None, units: UnitIndex
) -> Target:
    """K19: one part per region column, the cells joined by "；"."""
    parts: list[Target] = []
    for head in band.regions:
        cell = slice_.owner(row, head.col)
        part = parse_target(tidy(cell.text) if cell else "", label=name, year=year, level2=level2, units=units)
        parts.append(
            Target(
                part.raw,
                part.kind,
                part.operator,
                part.value,
                part.low,
                part.high,
                part.unit,
                part.date,
                part.approximate,
                part.parts,
                head.region,
            )
        )
    joint = "/" if band.regions[0].role == "grade" else "；"
    raw = joint.join(p.raw for p in parts)
    return Target(raw if raw.strip(joint) else "", "compound" if raw.strip(joint) else "empty", parts=parts)
