"""A re-filed document supersedes its earlier version and keeps it.

A source is superseded when, at the same path of the same folder, other bytes lie now and its own lie nowhere in this
run. A form is superseded by one of another source with the same unit, kind, project and year: the later 填报日期
wins; without two dates, one that lies in the folder now wins over one that no longer does. Two of one run that
neither rule tells apart stay both, and are named for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from extractor.store import schema

Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class _Form:
    id: str
    sha256: str
    date: str
    present: bool


def supersede(connection: sa.Connection, present: Mapping[tuple[str, str], str]) -> list[list[str]]:
    """Mark what is superseded.

    Args:
        present: (root, path) → sha256 of everything this run found.

    Returns:
        groups of form ids that look like the same form twice and could not be told apart.
    """
    here = set(present.values())
    _sources(connection, present, here)
    return _forms(connection, here)


def named(connection: sa.Connection, groups: list[list[str]]) -> list[list[str]]:
    """The same groups as a clerk knows the forms: file, number of the form in it."""
    form, name = schema.form, schema.source_name
    wanted = {identity for group in groups for identity in group}
    shown: dict[str, str] = {}
    columns = (form.c.id, form.c.form_index, sa.func.min(name.c.path))
    joined = sa.select(*columns).join(name, name.c.sha256 == form.c.sha256).group_by(form.c.id, form.c.form_index)
    for identity, index, path in connection.execute(joined):
        if identity in wanted:
            shown[identity] = f"{path} 第{index + 1}表"
    return [[shown.get(identity, identity) for identity in group] for group in groups]


def _sources(connection: sa.Connection, present: Mapping[tuple[str, str], str], here: set[str]) -> None:
    table, names = schema.source, schema.source_name
    changes = []
    for row in connection.execute(sa.select(names.c.sha256, names.c.root, names.c.path)):
        current = present.get((row.root, row.path))
        if current is not None and current != row.sha256 and row.sha256 not in here:
            changes.append({"old": row.sha256, "new": current})
    if changes:
        changes.sort(key=lambda change: (change["old"], change["new"]))
        statement = table.update().where(table.c.sha256 == sa.bindparam("old")).values(superseded_by=sa.bindparam("new"))
        connection.execute(statement, changes)
    # What is found again is in force again.
    again = [
        {"sha": row.sha256}
        for row in connection.execute(sa.select(table.c.sha256).where(table.c.superseded_by.is_not(None)))
        if row.sha256 in here
    ]
    if again:
        connection.execute(table.update().where(table.c.sha256 == sa.bindparam("sha")).values(superseded_by=None), again)


def _forms(connection: sa.Connection, here: set[str]) -> list[list[str]]:
    table, source = schema.form, schema.source
    groups: dict[Key, list[_Form]] = defaultdict(list)
    columns = [table.c[name] for name in ("id", "sha256", "unit", "kind", "project_name", "fiscal_year", "filing_date")]
    current = sa.select(*columns, table.c.superseded_by).join(source, source.c.sha256 == table.c.sha256)
    before: dict[str, str | None] = {}
    for row in connection.execute(current.where(source.c.superseded_by.is_(None))):
        before[row.id] = row.superseded_by
        if row.unit is None or row.fiscal_year is None or row.kind == "unknown":
            continue
        project = "".join((row.project_name or "").split())
        if not row.kind.startswith("department") and not project:
            continue
        key = (row.unit, row.kind, "" if row.kind.startswith("department") else project, row.fiscal_year)
        groups[key].append(_Form(row.id, row.sha256, row.filing_date or "", row.sha256 in here))
    after: dict[str, str | None] = dict.fromkeys(before)
    doubtful = []
    for key in sorted(groups):
        forms = groups[key]
        if len({form.sha256 for form in forms}) > 1:
            doubtful += _settle(forms, after)
    changes = [{"form": form, "by": by} for form, by in sorted(after.items()) if before[form] != by]
    if changes:
        connection.execute(
            table.update().where(table.c.id == sa.bindparam("form")).values(superseded_by=sa.bindparam("by")), changes
        )
    return doubtful


def _settle(forms: list[_Form], after: dict[str, str | None]) -> list[list[str]]:
    """Mark the older of several forms of one key; what cannot be told apart comes back."""
    dated = all(form.date for form in forms)
    best = max((form.date, form.present) if dated else ("", form.present) for form in forms)
    newest = sorted(f.id for f in forms if ((f.date, f.present) if dated else ("", f.present)) == best)
    if len(newest) > 1:
        # The same form twice in one source is that source's affair.
        return [newest] if len({form.sha256 for form in forms if form.id in newest}) > 1 else []
    for form in forms:
        if form.id != newest[0]:
            after[form.id] = newest[0]
    return []
