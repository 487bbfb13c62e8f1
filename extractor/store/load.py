"""Load one document: one transaction a source, old or new, never half. Loading the same bytes twice changes nothing."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from extractor.store import schema
from extractor.store.database import Database
from extractor.store.rows import CHILDREN, child_rows, key_of, source_row

_ROWS_A_STATEMENT = 500


def now() -> str:
    """This moment, as the database writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def load(database: Database, payload: bytes, root: str, path: str, *, with_ocr: bool = True) -> str:
    """Load a document and the name it came under.

    Args:
        payload: the document as JSON (`jixiao extract`).
        root: name of the folder given to the program.
        path: the source's path below it.
        with_ocr: whether images were recognised when it was read.

    Returns:
        the source's key (sha256, or `path-…` where it has no content).

    Raises:
        StoreError: the database refused; nothing of this source was changed.
    """
    document = json.loads(payload)
    packed = zlib.compress(_stored(document), 6)
    with database.begin() as connection:
        key = _put(connection, document, packed, with_ocr)
        _name(connection, key, root, path)
    return key


def document_of(packed: bytes) -> dict[str, Any]:
    """The document back from `source.document`."""
    content: dict[str, Any] = json.loads(zlib.decompress(packed))
    return content


def _stored(document: dict[str, Any]) -> bytes:
    """The document under no particular name: the same bytes come under several (their paths are in `source_name`)."""
    neutral = {**document, "source": {**document["source"], "name": "", "path": ""}} if document["source"]["sha256"] else document
    return json.dumps(neutral, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _put(connection: sa.Connection, document: dict[str, Any], packed: bytes, with_ocr: bool) -> str:
    key = key_of(document)
    row = source_row(document) | {"with_ocr": with_ocr, "document": packed, "loaded_at": now()}
    table = schema.source
    known = connection.execute(
        sa.select(table.c.program_version, table.c.rules_version, table.c.with_ocr, table.c.document, table.c.name)
        .where(table.c.sha256 == key)
        .with_for_update()
    ).first()
    if known is not None and tuple(known[:4]) == (row["program_version"], row["rules_version"], with_ocr, packed):
        # Another name of the same bytes: keep the first by code point, so that the order of loading does not show.
        if row["name"] < known.name:
            connection.execute(table.update().where(table.c.sha256 == key).values(name=row["name"]))
        return key
    if known is not None and row["name"] > known.name:
        row["name"] = known.name
    _upsert(connection, row)
    for name in reversed(CHILDREN):
        child = schema.metadata.tables[name]
        if known is not None:
            connection.execute(child.delete().where(child.c.sha256 == key))
    for name, rows in child_rows(document).items():
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            connection.execute(schema.metadata.tables[name].insert(), rows[start : start + _ROWS_A_STATEMENT])
    return key


def _upsert(connection: sa.Connection, row: dict[str, Any]) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(schema.source)
    changes = {name: statement.excluded[name] for name in row if name != "sha256"}
    connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=changes), row)


def _name(connection: sa.Connection, key: str, root: str, path: str) -> None:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(schema.source_name).on_conflict_do_nothing()
    connection.execute(statement, {"sha256": key, "root": root, "path": path})
