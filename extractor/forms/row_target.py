"""The value of an indicator row: its value, sign and unit columns as one text, or one part a region (K19, K21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from extractor.characters.fold import tidy
from extractor.forms.band import Band
from extractor.forms.slices import Slice
from extractor.model.filing import Label, Target
from extractor.values.target import parse_target
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
        row: of the grid, from 0.
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
    return joint_target(texts, name=name, level2=second, year=year, units=units)


def joint_target(
    texts: Mapping[str, str], *, name: str | None, level2: str | None, year: int | None, units: UnitIndex
) -> Target:
    """One target of the cells of its value, sign and unit, by role (K21).

    Args:
        texts: the cells' by role: `target`, `operator`, `unit`; a missing one = no such column.
        name, level2: the indicator's 三级指标 and 二级指标.
    """
    sign, unit = texts.get("operator"), texts.get("unit")
    return parse_target(
        texts.get("target", ""), sign=sign, unit=unit, label=name, year=year, level2=level2, units=units
    )


def _regional(
    slice_: Slice, band: Band, row: int, name: str | None, level2: str | None, year: int | None, units: UnitIndex
) -> Target:
    """K19: one part per region column, the cells joined by "；"."""
    texts = [((c := slice_.owner(row, head.col)) and c.text or "", head.region) for head in band.regions]
    joint = "/" if band.regions[0].role == "grade" else "；"
    return joined_target(texts, joint, name=name, level2=level2, year=year, units=units)


def joined_target(
    texts: Iterable[tuple[str, str | None]],
    joint: str,
    *,
    name: str | None,
    level2: str | None,
    year: int | None,
    units: UnitIndex,
) -> Target:
    """One target of several cells, a part each, named by its place.

    Args:
        texts: (cell, name of the place) in their order; `joint` stands between them in the raw text.
        name, level2: of the indicator; year: the form's; units: the measures known to the rule books.
    """
    parts = [
        replace(parse_target(tidy(text), label=name, year=year, level2=level2, units=units), region=region)
        for text, region in texts
    ]
    raw = joint.join(part.raw for part in parts)
    return Target(raw if raw.strip(joint) else "", "compound" if raw.strip(joint) else "empty", parts=parts)
