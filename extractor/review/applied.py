"""Decisions brought to bear on the stored sources: document, findings, score, queue and counts, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from extractor.model.finding import Finding
from extractor.review.settle import STATES, Decision, Settled, settle
from extractor.review.source import Kept, load_source
from extractor.rulebook import Rules
from extractor.store import schema
from extractor.store.parcel import Parcel, columns, pack, unpack
from extractor.store.rows import plain_value

_T, _QUEUE, _TALLY = schema.correction, schema.queue, schema.tally
_CORRECTED = ("form", "amount", "execution", "indicator")
_CELL = ("fiscal_year", "unit", "kind", "code", "severity", "state")


@dataclass(slots=True)
class Change:
    """What decisions changed in one source."""

    sha256: str
    closed: list[Finding] = field(default_factory=list)
    opened: list[Finding] = field(default_factory=list)
    score: tuple[int | None, int | None] = (None, None)
    """Before and after."""
    verdict: tuple[str | None, str | None] = (None, None)
    checked: bool = True
    """False where the forms could not be checked again (read by an older program)."""


def decisions_on(connection: sa.Connection, sha: str, keys: Sequence[str]) -> list[Decision]:
    """What holds of a source: its own decisions and those made on other versions and copies of its filings."""
    about = sa.or_(_T.c.sha256 == sha, _T.c.form_key.in_(sorted(set(keys))))
    held = sa.select(_T).where(about, _T.c.undone_by.is_(None), _T.c.action.in_(("value", *STATES)))
    rows = list(connection.execute(held.order_by(_T.c.id)))
    # What was decided on this very file goes before what was decided on another of its versions.
    rows.sort(key=lambda row: (row.sha256 == sha, row.id))
    return [
        Decision(
            row.id, row.sha256, row.form_key, row.pointer, row.action, row.old, row.new, row.finding, row.subject or ""
        )
        for row in rows
    ]


def apply_decisions(connection: sa.Connection, rules: Rules, sources: Iterable[str]) -> list[Change]:
    """Settle sources anew and write what came of it; in one order, so that two who do it wait for each other."""
    changes = []
    for sha in sorted(sources):
        kept = load_source(connection, sha, lock=True)
        if kept is not None:
            changes.append(_applied(connection, rules, kept))
    return changes


def _applied(connection: sa.Connection, rules: Rules, kept: Kept) -> Change:
    before, quality = {f.id: f for f in kept.document.findings}, kept.document.quality
    keys = [form.form_key for form in kept.document.forms if form.form_key]
    decisions = decisions_on(connection, kept.sha256, keys)
    settled = settle(kept.document, kept.facts, kept.sha256, decisions, rules)
    after = {f.id: f for f in settled.document.findings}
    _write(connection, kept, settled, max((d.id for d in decisions), default=0))
    _write_queue(connection, kept.sha256, settled, decisions)
    now = settled.document.quality
    return Change(
        kept.sha256,
        [finding for key, finding in before.items() if key not in after],
        [finding for key, finding in after.items() if key not in before],
        (quality.score, now.score),
        (quality.verdict, now.verdict),
        kept.facts is not None,
    )


def _write(connection: sa.Connection, kept: Kept, settled: Settled, newest: int) -> None:
    from extractor.flat.printed import dumps

    parcel = unpack(pack(dumps(settled.document), kept.facts))
    source = schema.source
    told = {name: parcel.source[name] for name in ("score", "verdict", "errors", "warnings", "infos")}
    connection.execute(
        source.update().where(source.c.sha256 == kept.sha256).values(**told, document=parcel.packed, settled=newest)
    )
    for name in ("finding", "rule_outcome"):
        _replace(connection, name, kept.sha256, parcel)
    for name in _CORRECTED:
        _put_beside(connection, name, parcel)


def _replace(connection: sa.Connection, name: str, sha: str, parcel: Parcel) -> None:
    from extractor.store.load import insert_rows

    table = schema.metadata.tables[name]
    connection.execute(table.delete().where(table.c.sha256 == sha))
    if rows := parcel.rows.get(name):
        insert_rows(connection, name, rows)


def _put_beside(connection: sa.Connection, name: str, parcel: Parcel) -> None:
    """The values put right, beside the read ones; and the budget that is reckoned with them."""
    table = schema.metadata.tables[name]
    wanted = ["corrected", *(["budget_yuan"] if name == "form" else [])]
    keys = [column.name for column in table.primary_key]
    names = columns(name)
    rows = [dict(zip(names, row)) for row in parcel.rows.get(name, [])]
    where = sa.and_(*(table.c[key] == sa.bindparam(f"key_{key}") for key in keys))
    values: dict[str, Any] = {n: sa.bindparam(f"to_{n}", type_=table.c[n].type) for n in wanted}
    values["corrected"] = _as_json(connection, "to_corrected")
    changes = [{f"key_{k}": row[k] for k in keys} | {f"to_{n}": row[n] for n in wanted} for row in rows]
    if changes:
        connection.execute(table.update().where(where).values(values), changes)


def _as_json(connection: sa.Connection, name: str) -> Any:
    """A JSON text as the column takes it: JSONB is cast, a text stays one."""
    text = sa.bindparam(name, type_=sa.Text())
    return text if connection.dialect.name == "sqlite" else sa.cast(text, JSONB)


def _write_queue(connection: sa.Connection, sha: str, settled: Settled, decisions: Sequence[Decision]) -> None:
    """The source's rows of the queue, and the counts by what they changed."""
    known = connection.execute(sa.select(_QUEUE).where(_QUEUE.c.sha256 == sha)).mappings().all()
    before = {str(row["finding"]): dict(row) for row in known}
    heads = _heads(connection, sha)
    actions = {d.id: d.action for d in decisions}
    rows = []
    for position, finding in enumerate(settled.document.findings):
        state, by = settled.states.get(finding.id, ("open", None))
        rows.append(_queued(sha, position, finding, heads, state=state, correction=by, told=None))
    for finding, by in settled.closed:
        state = STATES.get(actions.get(by, ""), "corrected")
        place = before.get(finding.id, {}).get("position", len(rows))
        rows.append(_queued(sha, place, finding, heads, state=state, correction=by, told=asdict(finding)))
    rows += _sampled(before.values(), settled, decisions)
    once = {row["finding"]: row for row in reversed(rows)}
    connection.execute(_QUEUE.delete().where(_QUEUE.c.sha256 == sha))
    if once:
        connection.execute(_QUEUE.insert(), _encoded(connection, list(once.values())))
    count(connection, before.values(), once.values())


def _sampled(before: Iterable[dict[str, Any]], settled: Settled, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Sampled cells stay in the queue, each with what was decided about it."""
    last = {d.finding: d for d in decisions if d.finding and d.id in settled.applied}
    rows = []
    for row in before:
        if row["code"] == "sample":
            made = last.get(row["finding"])
            state = STATES.get(made.action, "corrected") if made is not None else "open"
            rows.append(row | {"state": state, "correction": made.id if made is not None else None})
    return rows


def _queued(
    sha: str, position: int, finding: Finding, heads: dict[int | None, dict[str, Any]], **state: Any
) -> dict[str, Any]:
    head = heads.get(finding.form, heads[None])
    return {
        "sha256": sha, "finding": finding.id, "position": position, "form_index": finding.form, "rule": finding.rule,
        "code": finding.code, "severity": finding.severity, "field": finding.field, **head, **state,
    }  # fmt: skip


def _heads(connection: sa.Connection, sha: str) -> dict[int | None, dict[str, Any]]:
    """What the queue knows of each form; under None of the source as a whole: as `refresh` does."""
    form, source = schema.form, schema.source
    heads: dict[int | None, dict[str, Any]] = {}
    wanted = sa.select(form.c.form_index, form.c.kind, form.c.unit, form.c.fiscal_year, form.c.in_force)
    for row in connection.execute(wanted.where(form.c.sha256 == sha).order_by(form.c.form_index)):
        heads[row.form_index] = {
            "kind": row.kind or "", "unit": row.unit or "", "fiscal_year": row.fiscal_year or 0,
            "in_force": row.in_force,
        }  # fmt: skip
    in_force = bool(connection.execute(sa.select(source.c.in_force).where(source.c.sha256 == sha)).scalar())
    first = next((head for head in heads.values() if head["in_force"]), {"unit": "", "fiscal_year": 0})
    heads[None] = {"kind": "", "unit": first["unit"], "fiscal_year": first["fiscal_year"], "in_force": in_force}
    return heads


def _encoded(connection: sa.Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if connection.dialect.name != "sqlite":
        return rows
    return [row | {"told": plain_value(row["told"])} for row in rows]


def count(connection: sa.Connection, before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]]) -> None:
    """Bring the counts up to what changed; cells in one order, so that two who count wait for each other."""
    moved: Counter[tuple[Any, ...]] = Counter(_cell(row) for row in after if row["in_force"])
    moved.subtract(_cell(row) for row in before if row["in_force"])
    for cell, by in sorted(moved.items()):
        if not by:
            continue
        keys = dict(zip(_CELL, cell))
        here = sa.and_(*(_TALLY.c[name] == value for name, value in keys.items()))
        changed = connection.execute(_TALLY.update().where(here).values(findings=_TALLY.c.findings + by))
        if not changed.rowcount:
            connection.execute(_TALLY.insert().values(**keys, findings=by))
    connection.execute(_TALLY.delete().where(_TALLY.c.findings <= 0)) if moved else None


def _cell(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _CELL)


def outstanding(connection: sa.Connection) -> list[str]:
    """Sources that decisions bear on and that were read (again) since, or decided about by way of another version."""
    source, form = schema.source, schema.form
    held = _T.c.undone_by.is_(None) & _T.c.action.in_(("value", *STATES))
    own = sa.select(_T.c.sha256, sa.func.max(_T.c.id).label("newest")).where(held).group_by(_T.c.sha256)
    kin = (
        sa.select(form.c.sha256, sa.func.max(_T.c.id).label("newest"))
        .join(_T, _T.c.form_key == form.c.form_key)
        .where(held)
        .group_by(form.c.sha256)
    )
    both = sa.union_all(own, kin).subquery()
    behind = source.c.settled.is_(None) | (source.c.settled < both.c.newest)
    wanted = sa.select(source.c.sha256).join(both, both.c.sha256 == source.c.sha256).where(behind).distinct()
    return [row[0] for row in connection.execute(wanted.order_by(source.c.sha256))]
