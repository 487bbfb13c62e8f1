"""Load one document: one transaction a source, old or new, never half. Loading the same bytes twice changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from extractor.store import schema
from extractor.store.database import Database
from extractor.store.parcel import Parcel, columns, pack, unpack
from extractor.store.rows import CHILDREN


def now() -> str:
    """This moment, as the database writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def load(
    database: Database, payload: bytes, root: str, path: str, *, with_ocr: bool = True, facts: bytes | None = None
) -> str:
    """Load a document and the name it came under; see `load_parcel`.

    Args:
        payload: the document as JSON (`jixiao extract`).
        root, path, with_ocr: as in `load_parcel`.
        facts: what the rules looked at besides (`quality/facts.py`); without them no correction is checked again.
    """
    return load_parcel(database, unpack(pack(payload, facts)), root, path, with_ocr=with_ocr)


def load_parcel(database: Database, parcel: Parcel, root: str, path: str, *, with_ocr: bool = True) -> str:
    """Load a document that is ready for it.

    Args:
        root: name of the folder given to the program.
        path: the source's path below it.
        with_ocr: whether images were recognised when it was read.

    Returns:
        the source's key (sha256, or `path-…` where it has no content).

    Raises:
        StoreError: the database refused; nothing of this source was changed.
    """

    def work(connection: sa.Connection) -> str:
        key = _put(connection, parcel, with_ocr)
        _name(connection, key, root, path)
        return key

    return database.transact(work)


def _put(connection: sa.Connection, parcel: Parcel, with_ocr: bool) -> str:
    row = parcel.source | {"with_ocr": with_ocr, "document": parcel.packed, "facts": parcel.facts, "settled": None}
    row["loaded_at"] = now()
    key = str(row["sha256"])
    known = connection.execute(_KNOWN, {"key": key}).first()
    if known is not None and tuple(known[:4]) == (
        row["program_version"],
        row["rules_version"],
        with_ocr,
        parcel.packed,
    ):
        # Another name of the same bytes: keep the first by code point, so that the order of loading does not show.
        if row["name"] < known.name:
            connection.execute(_SOURCE.update().where(_SOURCE.c.sha256 == key).values(name=row["name"]))
        return key
    if known is not None:
        row["name"] = min(row["name"], known.name)
    _upsert(connection, row)
    if known is not None or connection.dialect.name != "sqlite":
        # On a served database another run may have put this source in since we looked; the upsert waited for it.
        for name in reversed(CHILDREN):
            child = schema.metadata.tables[name]
            connection.execute(child.delete().where(child.c.sha256 == key))
    for name, rows in parcel.rows.items():
        insert_rows(connection, name, rows)
    return key


def insert_rows(connection: sa.Connection, table: str, rows: list[list[Any]]) -> None:
    """Put in rows of a parcel as they are."""
    connection.exec_driver_sql(_insert(table, connection.dialect.paramstyle), [tuple(values) for values in rows])


_SOURCE = schema.source
_KNOWN = (
    sa.select(
        _SOURCE.c.program_version, _SOURCE.c.rules_version, _SOURCE.c.with_ocr, _SOURCE.c.document, _SOURCE.c.name
    )
    .where(_SOURCE.c.sha256 == sa.bindparam("key"))
    .with_for_update()
)


@cache
def _insert(table: str, paramstyle: str) -> str:
    """A plain INSERT: the rows are ready, and building the statement anew would cost more than running it."""
    mark = "?" if paramstyle == "qmark" else "%s"
    names = ", ".join(f'"{name}"' for name in columns(table))
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(mark for _ in columns(table))})'


def _upsert(connection: sa.Connection, row: dict[str, Any]) -> None:
    names = tuple(row)
    connection.exec_driver_sql(_replacing(names, connection.dialect.paramstyle), tuple(row[name] for name in names))


@cache
def _replacing(names: tuple[str, ...], paramstyle: str) -> str:
    marks = ", ".join(["?" if paramstyle == "qmark" else "%s"] * len(names))
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "sha256")
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "source" ({quoted}) VALUES ({marks}) ON CONFLICT ("sha256") DO UPDATE SET {changes}'


def _name(connection: sa.Connection, key: str, root: str, path: str) -> None:
    """Note the name a source came under; what lay at that path before lies there no longer."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    true, false = ("1", "0") if connection.dialect.name == "sqlite" else ("true", "false")
    connection.exec_driver_sql(
        f'UPDATE "source_name" SET "present" = {false} WHERE "root" = {mark} AND "path" = {mark} AND "sha256" <> '
        f"{mark}",
        (root, path, key),
    )
    connection.exec_driver_sql(
        f'INSERT INTO "source_name" ("sha256", "root", "path") VALUES ({mark}, {mark}, {mark})'
        f' ON CONFLICT ("sha256", "root", "path") DO UPDATE SET "present" = {true}',
        (key, root, path),
    )
