"""A reading of a value in one line, for tests to compare: "number >= about 3 个", "range between 3..5 人"."""

from __future__ import annotations

from typing import Any

from extractor.values.reading import Context, Reading
from extractor.values.shipped import shipped_units


def said(reading: Reading | None) -> str:
    """What a reading says; "none" where there is none."""
    if reading is None:
        return "none"
    span = f"{reading.low}..{reading.high}" if (reading.low, reading.high) != (None, None) else None
    about = "about" if reading.approximate else None
    fields = (reading.kind, reading.operator, about, reading.value, span, reading.unit, reading.date)
    return " ".join([*(each for each in fields if each is not None), *(f"<{said(part)}>" for part in reading.parts)])


def row(**given: Any) -> Context:
    """The row around a value, with the shipped units."""
    return Context(shipped_units(), **given)
