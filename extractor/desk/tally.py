"""What the database holds of a year, unit by unit: counted once, kept until something changes.

A file counts for every unit that has a form in it, and once in the year's total. Findings count where their form
stands; those of a whole file go with the file's first form of the year, as in the year's report. What was waived counts
no more.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from extractor.desk.desk import Desk
from extractor.review.settle import READING_RIGHT
from extractor.store import schema
from extractor.store.units import load_book

NO_YEAR = 0
"""Forms that name no year: a year of its own in the switch."""
UNNAMED = "（单位未识别）"
VERDICTS = ("通过", "修改后通过", "退回", "未能审核")
_SECONDS = 60.0
"""After so long a tally is counted anew even if nothing seems to have changed: another program may be loading."""
_OWNER = "coalesce(f.unit, f.department, f.filer, f.implementer, '')"
_YEAR = "coalesce(f.fiscal_year, 0) = :year AND f.in_force"
_FILES = sa.text(f"""
    SELECT unit, verdict, count(*) AS files, sum(forms) AS forms, sum(targets) AS targets, sum(score) AS score,
      count(score) AS scored, sum(coverage) AS coverage, sum(measured) AS measured, min(least) AS least
    FROM (SELECT {_OWNER} AS unit, f.sha256, count(*) AS forms, sum(f.coverage) AS coverage,
        count(f.coverage) AS measured, min(f.coverage) AS least,
        sum(CASE WHEN f.kind LIKE '%!_target' ESCAPE '!' THEN 1 ELSE 0 END) AS targets
      FROM form f WHERE {_YEAR} GROUP BY 1, 2) AS filed
    JOIN source s ON s.sha256 = filed.sha256 GROUP BY 1, 2""")  # noqa: S608
_FINDINGS = sa.text("""
    SELECT unit, severity, sum(findings) AS findings FROM tally
    WHERE fiscal_year = :year AND code <> 'sample' AND state NOT IN ('waived', 'corrected')
      AND NOT (state = 'confirmed' AND code IN :right) GROUP BY 1, 2""").bindparams(
    sa.bindparam("right", sorted(READING_RIGHT), expanding=True)
)
"""The queue's own counts: what was waived or put right counts no more, nor a doubt of ours that a person settled."""
_VERDICTS = sa.text(f"""
    SELECT s.verdict, count(*) AS files FROM source s
    WHERE s.in_force AND s.sha256 IN (SELECT f.sha256 FROM form f WHERE {_YEAR}) GROUP BY 1""")  # noqa: S608
_APART = sa.text("""
    SELECT sum(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed,
      sum(CASE WHEN verdict = '没有绩效表' THEN 1 ELSE 0 END) AS without_form
    FROM source WHERE in_force AND (status = 'failed' OR verdict = '没有绩效表')""")


@dataclass(slots=True)
class UnitTally:
    """One unit's filings of the year."""

    unit: str
    files: int = 0
    forms: int = 0
    targets: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    """Files by verdict."""
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    score: int | None = None
    """Mean of its files', rounded; None where none has one."""
    coverage: float | None = None
    """Mean share of value-like text of its forms that found a place."""
    least: float | None = None
    """The same of the form that was read worst."""

    @property
    def name(self) -> str:
        """As shown."""
        return self.unit or UNNAMED

    @property
    def worst(self) -> str:
        """The verdict that asks most of the clerk."""
        order = ("未能审核", "退回", "修改后通过", "通过")
        return next((verdict for verdict in order if self.verdicts[verdict]), "")


@dataclass(slots=True)
class YearTally:
    """A year."""

    year: int
    units: list[UnitTally]
    verdicts: dict[str, int]
    """Files by verdict, each file once."""
    failed: int
    """Files of no year: they could not be read."""
    without_form: int
    """Files of no year: read, and no form in them."""
    missing: list[str] | None
    """Departments of the register without a target form; None = no register."""
    registered: int
    broken: bool
    """The last reading did not come to its end: what it read is counted only when it is gone on with."""

    @property
    def files(self) -> int:
        """How many sources the year has."""
        return sum(self.verdicts.values())

    @property
    def forms(self) -> int:
        """How many forms the year has."""
        return sum(unit.forms for unit in self.units)


class Tallies:
    """The tallies of a desk, by year."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Any, float, YearTally]] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Nothing to end."""

    def of(self, desk: Desk, year: int) -> YearTally:
        """The tally of a year, counted now or still good."""
        with self._lock, desk.database.read() as connection:
            key = (desk.version, desk.rules_dir, desk.departments, *_state(connection))
            kept = self._kept.get(year)
            if kept is not None and kept[0] == key and time.monotonic() - kept[1] < _SECONDS:
                return kept[2]
            made = _count(connection, desk, year)
            self._kept[year] = (key, time.monotonic(), made)
            return made


def tally(desk: Desk, year: int) -> YearTally:
    """The tally of a year."""
    kept = desk.parts.setdefault("tallies", Tallies())
    assert isinstance(kept, Tallies)
    return kept.of(desk, year)


def years(desk: Desk) -> list[int]:
    """Years that forms in force are for, the latest first; `NO_YEAR` last where a form names none."""
    form = schema.form
    with desk.database.read() as connection:
        found = {row[0] for row in connection.execute(sa.select(form.c.fiscal_year).where(form.c.in_force).distinct())}
    return sorted((int(year) for year in found if year is not None), reverse=True) + (
        [NO_YEAR] if None in found else []
    )


def default_year(found: Sequence[int]) -> int:
    """The latest, None's year only where there is no other."""
    return found[0] if found else NO_YEAR


def _state(connection: sa.Connection) -> tuple[Any, ...]:
    """What changes when filings are read in or decided on."""
    run, correction = schema.run, schema.correction
    last = sa.select(run.c.id, run.c.finished_at).order_by(run.c.id.desc()).limit(1)
    row = connection.execute(last).first()
    decided = connection.execute(sa.select(sa.func.max(correction.c.id))).scalar()
    return (*(row or (None, None)), decided)


def _count(connection: sa.Connection, desk: Desk, year: int) -> YearTally:
    units: dict[str, UnitTally] = {}
    scores: dict[str, list[float]] = {}
    read: dict[str, list[float]] = {}
    wanted = {"year": year}
    for row in connection.execute(_FILES, wanted):
        unit = units.setdefault(row.unit, UnitTally(row.unit))
        unit.files += row.files
        unit.forms += int(row.forms)
        unit.targets += int(row.targets)
        unit.verdicts[row.verdict or ""] += row.files
        _add(scores.setdefault(row.unit, [0.0, 0]), row.score, row.scored)
        _add(read.setdefault(row.unit, [0.0, 0]), row.coverage, row.measured)
        if row.least is not None:
            unit.least = row.least if unit.least is None else min(unit.least, row.least)
    for row in connection.execute(_FINDINGS, wanted):
        unit = units.setdefault(row.unit, UnitTally(row.unit))
        setattr(unit, f"{row.severity}s", int(row.findings))
    for name, unit in units.items():
        total, count = scores.get(name, (0, 0))
        unit.score = round(total / count) if count else None
        share, measured = read.get(name, (0.0, 0))
        unit.coverage = share / measured if measured else None
    found = {row.verdict or "": row.files for row in connection.execute(_VERDICTS, wanted)}
    verdicts = {**{verdict: found.pop(verdict, 0) for verdict in VERDICTS}, **found}
    apart = connection.execute(_APART).one()
    names = [entry.name for entry in load_book(desk.departments, desk.rules_dir).departments]
    filed = {name for name, unit in units.items() if unit.targets}
    return YearTally(
        year,
        list(units.values()),
        verdicts,
        int(apart.failed or 0),
        int(apart.without_form or 0),
        sorted(set(names) - filed) if names else None,
        len(set(names)),
        _broken(connection),
    )


def _broken(connection: sa.Connection) -> bool:
    run = schema.run
    last = connection.execute(sa.select(run.c.finished_at).order_by(run.c.id.desc()).limit(1)).first()
    return last is not None and last.finished_at is None


def _add(into: list[Any], total: Any, count: Any) -> None:
    # Sums are Decimal on PostgreSQL.
    into[0] += float(total or 0)
    into[1] += int(count)
