"""The first page of a report on several files: one line a filing, a subtotal a unit, the worst first.

What could not be judged stands above all: nobody has looked at it yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.report import words
from extractor.report.model import UNNAMED, Report, SourceReport, rank, unit_of


@dataclass(frozen=True, slots=True)
class Line:
    """One file."""

    at: int
    """Position in `Report.sources` (the anchor of its section)."""
    path: str
    unit: str
    kinds: str
    verdict: str
    score: int | None
    errors: int
    warnings: int
    infos: int
    read: int | None
    """Per cent of the value-like text of its worst read form that found a place; None without a form."""
    worst: str
    """Its worst finding, "" where there is none but infos."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's subtotal."""

    unit: str
    files: int
    unjudged: int
    """Files that were not read, or not read whole."""
    errors: int
    warnings: int
    infos: int
    verdict: str
    """The worst of its files'."""


def lines_of(report: Report) -> list[Line]:
    """One line a file, the worst first."""
    order = sorted(range(len(report.sources)), key=lambda at: rank(report.sources[at]))
    return [_line(at, report.sources[at]) for at in order]


def _line(at: int, source: SourceReport) -> Line:
    counts = source.counts
    kinds = "，".join(f"{kind} {n}" for kind, n in source.kinds.items())
    worst = source.entries[0] if source.entries and source.entries[0].finding.severity != "info" else None
    said = source.source.failure.cause if source.source.status == "failed" and source.source.failure else ""
    read = min((form.reading.coverage for form in source.forms), default=None)
    return Line(
        at, source.source.path, unit_of(source), kinds, verdict_of(source), source.score, counts["error"],
        counts["warning"],
        counts["info"], None if read is None else int(read * 100),
        said or (f"{worst.title}：{worst.finding.message}" if worst else ""),
    )  # fmt: skip


def verdict_of(source: SourceReport) -> str:
    """The verdict in words; 未能读取 where there was nothing to judge."""
    return words.NO_VERDICT if source.source.status == "failed" else source.verdict


def units_of(report: Report) -> list[UnitLine]:
    """A subtotal a unit, the unit with the worst file first."""
    groups: dict[str, list[SourceReport]] = {}
    for source in sorted(report.sources, key=rank):
        groups.setdefault(unit_of(source), []).append(source)
    return [_unit(unit, sources) for unit, sources in groups.items()]


def _unit(unit: str, sources: Sequence[SourceReport]) -> UnitLine:
    counts = {s: sum(source.counts[s] for source in sources) for s in words.SEVERITY}
    unjudged = sum(source.unjudged or source.source.status == "failed" for source in sources)
    return UnitLine(
        unit, len(sources), unjudged, counts["error"], counts["warning"], counts["info"], verdict_of(sources[0])
    )


def by_unit(report: Report) -> dict[str, Report]:
    """A report of its own for each unit (`-o DIR/`), in the order of the overview."""
    groups: dict[str, list[SourceReport]] = {}
    for source in report.sources:
        groups.setdefault(unit_of(source), []).append(source)
    return {
        unit: Report(sources, report.program_version, report.rules_version, report.explain)
        for unit, sources in groups.items()
    }


__all__ = ["UNNAMED", "Line", "UnitLine", "by_unit", "lines_of", "units_of", "verdict_of"]
