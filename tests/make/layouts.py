"""Layouts drawn as text, and what is read from them, one line a fact: `python -m tests.make.layouts` rewrites the
expectations; read the diff before you commit it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.model.filing import Label
from extractor.rulebook import Rules, load_rules
from tests.make.sketch import draw

FOLDER = Path(__file__).resolve().parents[1] / "layouts"
_FIELDS = (
    "title",
    "fiscal_year",
    "filer",
    "department",
    "implementer",
    "project_name",
    "project_code",
    "department_code",
    "currency_unit",
)


@cache
def known_gaps(part: str) -> frozenset[tuple[str, str]]:
    """(layout, format or change) that `tests/layouts/known-gaps.yaml` lists under `part`."""
    listed = yaml.safe_load((FOLDER / "known-gaps.yaml").read_text("utf-8"))
    return frozenset((name, how) for name, how in listed[part])


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.sketch"))


def readings(name: str, rules: Rules | None = None) -> list[Reading]:
    return read_forms(draw((FOLDER / f"{name}.sketch").read_text("utf-8")), rules or load_rules(), "0" * 64)


def summary(found: list[Reading]) -> str:
    return "\n".join(line for reading in found for line in _lines(reading)) + "\n"


def _lines(reading: Reading) -> Iterator[str]:
    form = reading.form
    yield f"== {form.kind} {form.regime.id if form.regime else '-'}"
    for name in _FIELDS:
        if (value := getattr(form, name)) is not None:
            yield f"{name}: {value}"
    for code, amount in form.amounts.items():
        yield f"amount {code}: {amount.value} {amount.unit or ''} [{amount.raw}]"
    for entry in form.execution:
        yield "execution " + " | ".join(str(getattr(entry, key)) for key in entry.__slots__)
    for group in (form.texts, form.signoff):
        for key in group.__slots__:
            if (value := getattr(group, key)) is not None:
                yield f"{key}: {value!r}"
    if form.period is not None:
        yield f"period: {form.period.raw} {form.period.start} {form.period.end}"
    for row in form.indicators:
        cells = [_raw(row.level1), _raw(row.level2), _raw(row.level3), row.target.raw, row.target.kind]
        further = [
            f"{k}={v}"
            for k in ("standard", "weight", "actual", "achieved_score", "deviation_reason", "note")
            if (v := getattr(row, k)) is not None
        ]
        parts = [f"{p.region}:{p.raw}" for p in row.target.parts if p.region]
        yield f"{row.scope[0]} " + " | ".join([*cells, *further, *parts])
    for entry in form.unmapped:
        yield f"unmapped {entry.label}: {entry.text!r}"


def _raw(label: Label | None) -> str:
    return "-" if label is None else label.raw


if __name__ == "__main__":
    for name in names():
        (FOLDER / f"{name}.expected").write_text(summary(readings(name)), "utf-8")
        print(name)
