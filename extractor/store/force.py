"""What is in force: which sources still lie in the folder, and which copy of each filing counts.

The state follows from the paths' present contents, the documents and the choices by hand alone: whatever was added,
changed, reverted, deleted or renamed before, in whatever order, does not show.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from extractor.store import schema
from extractor.store.filings import Filing, Member, Standing, settle
from extractor.store.parcel import document_of

_KEPT = 16
_UNREAD = 1_000
"""Doubts that a reading ended as 未能审核 counts for: any other copy is surer."""
_DOUBTS = (
    "SELECT sha256, form_index, count(*) AS doubts FROM finding WHERE code = 'low-ocr-confidence'"
    " GROUP BY sha256, form_index"
)


def note_places(
    connection: sa.Connection, present: Mapping[tuple[str, str], str | None], pruned: Collection[str] = ()
) -> None:
    """Note which content lies at which path now.

    Args:
        present: (root, path) → sha256 of everything this run found; None where its bytes could not be had.
        pruned: names of the folders in which what was not found is no longer present.
    """
    names = schema.source_name
    changes = []
    for row in connection.execute(sa.select(names.c.sha256, names.c.root, names.c.path, names.c.present)):
        current = present.get((row.root, row.path))
        gone = row.root in pruned and (row.root, row.path) not in present
        here = current == row.sha256 if current is not None else bool(row.present) and not gone
        if here != bool(row.present):
            changes.append({"sha": row.sha256, "root_": row.root, "path_": row.path, "here": here})
    if changes:
        where = (names.c.sha256 == sa.bindparam("sha")) & (names.c.root == sa.bindparam("root_"))
        statement = (
            names.update().where(where & (names.c.path == sa.bindparam("path_"))).values(present=sa.bindparam("here"))
        )
        connection.execute(statement, changes)


def settle_force(connection: sa.Connection, originals: Collection[str] = ()) -> list[Filing]:
    """Give every form its role and every source and form its `in_force`.

    Args:
        originals: paths (below the folder) that `filings.yaml` names 正本.

    Returns:
        The filings that came more than once, by key.
    """
    names, source, form = schema.source_name, schema.source, schema.form
    here = {row[0] for row in connection.execute(sa.select(names.c.sha256).where(names.c.present).distinct())}
    members = _members(connection, here)
    filings = settle(members, _Loader(connection).form, _choices(connection, originals))
    standing = {identity: told for filing in filings for identity, told in filing.standing.items()}
    force = {
        key: m.id for m in members if (key := m.key) is not None and standing.get(m.id, Standing()).role == "original"
    }
    _write_forms(connection, form, here, standing, force)
    _write_sources(connection, source, here)
    return filings


def _members(connection: sa.Connection, here: Collection[str]) -> list[Member]:
    doubts = {(row.sha256, row.form_index): row.doubts for row in connection.execute(sa.text(_DOUBTS))}
    form, source = schema.form, schema.source
    columns = [
        form.c[n]
        for n in (
            "id",
            "sha256",
            "form_index",
            "unit",
            "kind",
            "project_name",
            "fiscal_year",
            "months",
            "filing_date",
            "content_hash",
            "department",
            "filer",
            "implementer",
        )
    ]
    found = sa.select(*columns, source.c.format, source.c.ocr_pages, source.c.verdict).join(
        source, source.c.sha256 == form.c.sha256
    )
    return [
        Member(
            row.id, row.sha256, row.form_index, row.unit or row.department or row.filer or row.implementer or "",
            row.kind, row.project_name or "", row.fiscal_year,
            row.months or "", str(row.filing_date or ""), row.ocr_pages > 0,
            doubts.get((row.sha256, row.form_index), 0) + (_UNREAD if row.verdict == "未能审核" else 0),
            row.format or "", row.content_hash,
        )
        for row in connection.execute(found) if row.sha256 in here
    ]  # fmt: skip


@dataclass(slots=True)
class _Loader:
    """Documents of the forms that must be compared, the last few kept."""

    connection: sa.Connection
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def form(self, member: Member) -> dict[str, Any]:
        if member.sha256 not in self.kept:
            if len(self.kept) >= _KEPT:
                self.kept.clear()
            wanted = sa.select(schema.source.c.document).where(schema.source.c.sha256 == member.sha256)
            self.kept[member.sha256] = document_of(self.connection.execute(wanted).scalar_one())["forms"]
        return self.kept[member.sha256][member.index]


def _choices(connection: sa.Connection, originals: Collection[str]) -> dict[str, str]:
    """form_key → source named 正本: by `filings.yaml`, and by the last decision of the desk, which wins."""
    form, names, made = schema.form, schema.source_name, schema.correction
    chosen: dict[str, str] = {}
    if originals:
        listed = sa.select(form.c.form_key, form.c.sha256).join(names, names.c.sha256 == form.c.sha256)
        listed = listed.where(names.c.path.in_(sorted(originals)), names.c.present, form.c.form_key.is_not(None))
        chosen.update(
            (row.form_key, row.sha256) for row in connection.execute(listed.order_by(form.c.form_key, form.c.sha256))
        )
    decided = sa.select(made.c.form_key, made.c.sha256).where(made.c.action == "original", made.c.undone_by.is_(None))
    chosen.update((row.form_key, row.sha256) for row in connection.execute(decided.order_by(made.c.id)))
    return chosen


def _write_forms(
    connection: sa.Connection,
    form: sa.Table,
    here: Collection[str],
    standing: Mapping[str, Standing],
    force: Mapping[str, str],
) -> None:
    columns = ("id", "sha256", "form_key", "role", "copy_of", "superseded_by", "in_force")
    changes = []
    for row in connection.execute(sa.select(*(form.c[name] for name in columns))):
        if row.sha256 in here:
            told = standing.get(row.id, Standing())
        else:  # its file was replaced, forgotten or has left the folder
            told = Standing("old", force.get(row.form_key) if row.form_key else None)
        copy_of = told.of if told.role == "copy" else None
        by = told.of if told.role == "old" else None
        after = (told.role, copy_of, by, told.role == "original")
        if after != (row.role, row.copy_of, row.superseded_by, bool(row.in_force)):
            changes.append(
                {"form": row.id, "role": after[0], "copy_of": after[1], "superseded_by": after[2], "in_force": after[3]}
            )
    if changes:
        connection.execute(form.update().where(form.c.id == sa.bindparam("form")), changes)


def _write_sources(connection: sa.Connection, source: sa.Table, here: Collection[str]) -> None:
    form, names = schema.form, schema.source_name
    forms: dict[str, list[bool]] = {}
    for row in connection.execute(sa.select(form.c.sha256, form.c.in_force)):
        forms.setdefault(row.sha256, []).append(bool(row.in_force))
    by_path = {
        (row.root, row.path): row.sha256
        for row in connection.execute(sa.select(names.c.sha256, names.c.root, names.c.path).where(names.c.present))
    }
    later: dict[str, str] = {}
    for lain in connection.execute(
        sa.select(names.c.sha256, names.c.root, names.c.path).order_by(names.c.root, names.c.path)
    ):
        if lain.sha256 not in here and (lain.root, lain.path) in by_path:
            later.setdefault(lain.sha256, by_path[lain.root, lain.path])
    changes = []
    for known in connection.execute(sa.select(source.c.sha256, source.c.superseded_by, source.c.in_force)):
        held = forms.get(known.sha256, [])
        after = (later.get(known.sha256), known.sha256 in here and (not held or any(held)))
        if after != (known.superseded_by, bool(known.in_force)):
            changes.append({"sha": known.sha256, "superseded_by": after[0], "in_force": after[1]})
    if changes:
        connection.execute(source.update().where(source.c.sha256 == sa.bindparam("sha")), changes)


def named(connection: sa.Connection, filings: list[Filing]) -> list[list[str]]:
    """Each filing that came more than once as a clerk knows it: the 正本 first, then its copies and older versions."""
    names = schema.source_name
    listed = sa.select(names.c.sha256, sa.func.min(names.c.path)).where(names.c.present).group_by(names.c.sha256)
    path = {row[0]: row[1] for row in connection.execute(listed)}
    words = {"original": "正本", "copy": "副本", "old": "旧版"}
    order = list(words)
    groups = []
    for filing in filings:
        members = sorted(
            filing.members, key=lambda m: (order.index(filing.standing[m.id].role), path.get(m.sha256, ""), m.index)
        )
        groups.append(
            [
                f"{path.get(m.sha256, m.sha256)} 第{m.index + 1}张表（{words[filing.standing[m.id].role]}）"
                for m in members
            ]
        )
    return sorted(groups)
