"""The queue: which findings are still to be looked at, filtered, counted and paged; and one finding with all about it.

Counts come from `tally`, the next finding from one index: both stay quick with a hundred thousand sources.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from extractor.model.codes import TITLES
from extractor.report.words import KIND, SEVERITY
from extractor.review.source import load_source
from extractor.store import schema

STATE: dict[str, str] = {
    "open": "待核", "confirmed": "属实", "corrected": "已改正", "waived": "豁免", "asked": "请单位说明",
}  # fmt: skip
CODE: dict[str, str] = {**TITLES, "sample": "抽查"}
FACETS = ("severity", "code", "unit", "kind", "state")
PAGE = 50
_SHOWN_UNITS = 200
"""Units listed in the facet, those with the most findings; the others are found by searching."""
_Q, _TALLY, _FINDING = schema.queue, schema.tally, schema.finding


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is wanted; an empty tuple means all."""

    severity: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    state: tuple[str, ...] = ("open",)
    year: int | None = None
    text: str = ""
    """Searched in units, projects, file names, messages and what is printed."""


@dataclass(frozen=True, slots=True)
class Key:
    """A finding's place in the order of the queue: by unit, file and position in the file."""

    unit: str
    sha256: str
    position: int
    finding: str


@dataclass(frozen=True, slots=True)
class Count:
    """One choice of a facet."""

    value: str
    label: str
    findings: int


def facets(connection: sa.Connection, wanted: Filter) -> dict[str, list[Count]]:
    """Facet → its choices with how many findings each would show, the other filters in force.

    Choices in the order of the words (级别, 表类, 状态), or the most findings first (代码, 单位).
    """
    found = {}
    for facet in FACETS:
        counted = _searched(facet, wanted) if wanted.text.strip() else _tallied(facet, wanted)
        counts = {str(row[0]): int(row[1]) for row in connection.execute(counted)}
        found[facet] = _choices(facet, counts, getattr(wanted, facet))
    return found


def years(connection: sa.Connection) -> list[tuple[int, int]]:
    """Years in the queue, the latest first, each with its findings (0 = no year can be told)."""
    counted = sa.select(_TALLY.c.fiscal_year, sa.func.sum(_TALLY.c.findings)).group_by(_TALLY.c.fiscal_year)
    return [(int(row[0]), int(row[1])) for row in connection.execute(counted.order_by(_TALLY.c.fiscal_year.desc()))]


def _choices(facet: str, counts: dict[str, int], chosen: tuple[str, ...]) -> list[Count]:
    words = {"severity": SEVERITY, "kind": KIND, "state": STATE, "code": CODE}.get(facet, {})
    for value in chosen:
        counts.setdefault(value, 0)
    by_number = sorted(counts, key=lambda value: (-counts[value], value))
    order = [v for v in words if v in counts] if facet in ("severity", "kind", "state") else by_number[:_SHOWN_UNITS]
    order += [value for value in by_number if value not in order and (facet != "unit" or value in chosen)]
    blank = "（未归表）" if facet == "kind" else "（未知单位）"
    return [Count(value, words.get(value, value) or blank, counts[value]) for value in order]


def _tallied(facet: str, wanted: Filter) -> sa.Select[Any]:
    column = _TALLY.c[facet]
    counted = sa.select(column, sa.func.sum(_TALLY.c.findings)).where(*_filters(_TALLY, wanted, facet))
    return counted.group_by(column)


def _searched(facet: str, wanted: Filter) -> sa.Select[Any]:
    column = _Q.c[facet]
    where = (*_filters(_Q, wanted, facet), _Q.c.in_force, _matching(wanted.text))
    return sa.select(column, sa.func.count()).where(*where).group_by(column)


def _filters(table: sa.Table, wanted: Filter, but: str = "") -> list[sa.ColumnElement[bool]]:
    found = [
        table.c[name].in_(values) if len(values) > 1 else table.c[name] == values[0]
        for name in FACETS
        if name != but and (values := getattr(wanted, name))
    ]
    if wanted.year is not None:
        found.append(table.c.fiscal_year == wanted.year)
    return found


def _matching(text: str) -> sa.ColumnElement[bool]:
    form, names = schema.form, schema.source_name
    like = "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"

    def holds(*columns: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        return sa.or_(*(column.ilike(like, escape="\\") for column in columns))

    of_forms = sa.select(sa.literal(1)).where(
        form.c.sha256 == _Q.c.sha256,
        form.c.form_index == _Q.c.form_index,
        holds(form.c.project_name, form.c.title, form.c.department, form.c.filer),
    )
    of_names = sa.select(names.c.sha256).where(holds(names.c.path))
    of_findings = sa.select(sa.literal(1)).where(
        _FINDING.c.sha256 == _Q.c.sha256,
        _FINDING.c.id == _Q.c.finding,
        holds(_FINDING.c.message, _FINDING.c.observed),
    )
    return sa.or_(holds(_Q.c.unit), _Q.c.sha256.in_(of_names), of_forms.exists(), of_findings.exists())


def page(
    connection: sa.Connection, wanted: Filter, after: Key | None = None, limit: int = PAGE, *, back: bool = False
) -> list[dict[str, Any]]:
    """Findings in the order of the queue.

    Args:
        after: those that follow this one; None = from the beginning. With `back`, those before it.
        limit: findings at the most.

    Returns:
        One mapping a finding: the columns of `queue`, `message`, `observed`, `project_name`, `title`, `path` and
        the Chinese words (`severity_word`, `code_word`, `kind_word`, `state_word`).
    """
    key = (_Q.c.unit, _Q.c.sha256, _Q.c.position, _Q.c.finding)
    where = [_Q.c.in_force.is_(sa.true()) if connection.dialect.name != "sqlite" else _Q.c.in_force == sa.true()]
    where += _filters(_Q, wanted)
    if wanted.text.strip():
        where.append(_matching(wanted.text))
    if after is not None:
        at = sa.tuple_(*(sa.literal(v) for v in (after.unit, after.sha256, after.position, after.finding)))
        where.append(sa.tuple_(*key) < at if back else sa.tuple_(*key) > at)
    found = sa.select(*(_Q.c[n] for n in ("sha256", "finding"))).where(*where)
    order = [column.desc() for column in key] if back else list(key)
    keys = [(r.sha256, r.finding) for r in connection.execute(found.order_by(*order).limit(limit))]
    rows = {(row["sha256"], row["finding"]): row for row in _rows(connection, keys)}
    listed = [rows[k] for k in keys if k in rows]
    return listed[::-1] if back else listed


def _rows(connection: sa.Connection, keys: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    if not keys:
        return []
    form, names, told = schema.form, schema.source_name, schema.correction
    path = sa.select(sa.func.min(names.c.path)).where(names.c.sha256 == _Q.c.sha256, names.c.present).scalar_subquery()
    wanted = (
        sa.select(
            _Q, _FINDING.c.message, _FINDING.c.observed, form.c.project_name, form.c.title, path.label("path"),
            told.c.who, told.c.reason,
        )
        .select_from(_Q)
        .outerjoin(_FINDING, sa.and_(_FINDING.c.sha256 == _Q.c.sha256, _FINDING.c.id == _Q.c.finding))
        .outerjoin(form, sa.and_(form.c.sha256 == _Q.c.sha256, form.c.form_index == _Q.c.form_index))
        .outerjoin(told, told.c.id == _Q.c.correction)
        # Two lists and not one of pairs: SQLite finds the rows by the key's first column, pairs it would look for one
        # by one.
        .where(_Q.c.sha256.in_(sorted({sha for sha, _ in keys})), _Q.c.finding.in_([finding for _, finding in keys]))
    )  # fmt: skip
    return [_shown(dict(row)) for row in connection.execute(wanted).mappings()]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    told = told_of(row.pop("told"))
    row["message"] = row["message"] or told.get("message") or ""
    row["observed"] = row["observed"] if row["observed"] is not None else told.get("observed")
    return row | {
        "severity_word": SEVERITY.get(row["severity"], row["severity"]),
        "code_word": CODE.get(row["code"], row["code"]),
        "kind_word": KIND.get(row["kind"], ""),
        "state_word": STATE[row["state"]],
    }


def told_of(value: Any) -> dict[str, Any]:
    """`queue.told` as a mapping: a text on SQLite, JSON on PostgreSQL."""
    if value is None:
        return {}
    return dict(json.loads(value)) if isinstance(value, str) else dict(value)


def key_of(row: dict[str, Any]) -> Key:
    """A row's place in the order."""
    return Key(row["unit"], row["sha256"], row["position"], row["finding"])


def row_of(connection: sa.Connection, sha: str, finding: str) -> dict[str, Any] | None:
    """One row of the queue as `page` gives it; None where there is no such finding."""
    found = _rows(connection, [(sha, finding)])
    return found[0] if found else None


def finding_of(connection: sa.Connection, sha: str, finding: str) -> dict[str, Any] | None:
    """The finding itself (FINDING of the contract): of the document, or as it was before it was closed."""
    row = connection.execute(sa.select(_Q.c.told).where(_Q.c.sha256 == sha, _Q.c.finding == finding)).first()
    if row is not None and row.told is not None:
        return told_of(row.told)
    kept = load_source(connection, sha)
    if kept is None:
        return None
    return next((f for f in kept.document.model_dump(mode="json")["findings"] if f["id"] == finding), None)


def total(connection: sa.Connection, wanted: Filter) -> int:
    """How many findings the filter shows."""
    if wanted.text.strip():
        counted = sa.select(sa.func.count()).where(*_filters(_Q, wanted), _Q.c.in_force, _matching(wanted.text))
    else:
        counted = sa.select(sa.func.coalesce(sa.func.sum(_TALLY.c.findings), 0)).where(*_filters(_TALLY, wanted))
    return int(connection.execute(counted).scalar_one())


__all__ = [
    "CODE", "Count", "FACETS", "Filter", "Key", "STATE", "facets", "finding_of", "key_of", "page", "row_of", "told_of",
    "total",
    "years",
]  # fmt: skip
