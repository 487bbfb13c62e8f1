"""Layouts drawn as text, and what is read from them, one line a fact: `python -m tests.make.layouts` rewrites the
expectations; read the diff before you commit it.

    NAME.sketch     the layout as drawn
    NAME.expected   what it holds: `summary`
    NAME.told       what every cell was taken for, what is in doubt, what the rules say: `told`
    changed/        layouts with one thing or two changed (a column gone, a row put in, another word, a form below),
                    each for ways through forms/ and quality/ that the others do not run: both in one file
    ../values/told.txt  what single texts are read as, kept anew with the layouts
    drawn, drawn.told   a thousand forms drawn by chance, each kept as one line: tests/make/drawn.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.model.document import Note, Place
from extractor.model.filing import Indicator, Label, Target
from extractor.quality.engine import review
from extractor.rulebook import Rules, load_rules
from tests.make.sketch import draw

FOLDER = Path(__file__).resolve().parents[1] / "layouts"
_WEIGHTS = re.compile(r"（\d\.\d+）|，相差 \d+(?:\.\d+)?")
"""How near a wording is and by how much a role leads: with each wording of the rule books both move a little."""
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


def changed() -> list[str]:
    return sorted(f"changed/{path.stem}" for path in (FOLDER / "changed").glob("*.sketch"))


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


def told(found: list[Reading], notes: Sequence[Note] = ()) -> str:
    """What every cell of the forms was taken for, row by row, then the doubts and the findings.

    Args:
        notes: what was told of the document beside the forms.
    """
    rules = load_rules()
    findings, checks, quality = review(found, list(notes), source_sha="0" * 64, rules=rules)
    lines = [line for reading in found for line in _told(reading)]
    for f in findings:
        lines.append(_spaced("finding", f.rule, f.code, f.severity, f.confidence, f.field, _at(f.at)))
        lines.append(_spaced("   ", f.message, f"[{f.observed}]", f.expected and f"-> {f.expected}", f.spans or None))
    untold: dict[str, list[str]] = {}
    for c in checks:
        if c.outcome == "cannot-tell":
            untold.setdefault(_spaced(c.form, c.why), []).append(c.rule)
        elif c.outcome == "passed" and c.figures:
            lines.append(_spaced("passed", c.rule, c.form, c.why))
    lines += [f"cannot-tell {why}: {' '.join(which)}" for why, which in untold.items()]
    return "\n".join([*lines, _spaced("quality", quality.score, quality.verdict)]) + "\n"


def _told(reading: Reading) -> Iterator[str]:
    form = reading.form
    yield _spaced("==", form.kind, _at(form.at), form.reading.coverage, form.reading.confidence)
    rows: dict[str, list[str]] = {}
    for entry in reading.dump():
        at = entry["at"]
        where = f"{at['table']}/{at['row']}" if "row" in at else f"line {at.get('line')}"
        why = "" if "why" not in entry else f" ({_WEIGHTS.sub('', entry['why'])})"
        rows.setdefault(where, []).append(f"{_spaced(entry['role'], *entry['pointers'])}{why}")
    yield from (f"{where}: {' | '.join(cells)}" for where, cells in rows.items())
    for number, row in enumerate(form.indicators):
        levels = [f"{name.method}/{name.code}/{name.score}" if name else "-" for name in _levels(row)]
        yield _spaced(f"indicator {number}", _at(row.at), *levels, *_target(row.target))
    yield from (_spaced("amount", code, a.unit, a.yuan, _at(a.at)) for code, a in form.amounts.items())
    yield _spaced("places", *(f"{pointer}={_at(at)}" for pointer, at in sorted(form.places.items())))
    yield _spaced("unmapped", *(_at(entry.at) for entry in form.unmapped))
    yield _spaced("columns", *(f"{c.role}={_at(c.at)}" for c in reading.columns))
    yield from (_spaced("total", t.what, t.label, t.raw, _at(t.at)) for t in reading.totals)
    yield from (_spaced("printed", p.field, p.label, "blank" if p.blank else None, p.kind) for p in reading.printed)
    for d in reading.doubts:
        yield _spaced("doubt", d.code, "grave" if d.grave else None, d.part, d.pointer, _at(d.at))
        yield _spaced("   ", d.why, d.runner_up, f"[{d.observed}]", d.expected)


def _levels(row: Indicator) -> list[Label | None]:
    return [row.level1, row.level2, row.level3]


def _target(target: Target) -> Iterator[object]:
    yield from (target.operator, target.value, target.low, target.high, target.unit, target.date)
    for part in target.parts:
        yield f"<{_spaced(part.kind, *_target(part))}>"


def _at(at: Place) -> str:
    return f"{at['row']},{at['col']}" if "col" in at else f"line{at.get('line', '')}"


def _spaced(*parts: object) -> str:
    return " ".join(" ".join(str(part).split("\n")) for part in parts if part is not None)


if __name__ == "__main__":
    for name in names():
        found = readings(name)
        (FOLDER / f"{name}.expected").write_text(summary(found), "utf-8")
        (FOLDER / f"{name}.told").write_text(told(found), "utf-8")
        print(name)
    for name in changed():
        found = readings(name)
        (FOLDER / f"{name}.told").write_text(summary(found) + told(found), "utf-8")
    from tests.make import drawn  # it reads this module
    from tests.values import told as values

    values.rewrite()
    for line in drawn.rewrite():
        print(line)
