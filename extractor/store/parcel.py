"""A document made ready for loading: its rows and its packed JSON. Made in the child, so that
the parent only inserts.
"""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.store import schema
from extractor.store.rows import CHILDREN, child_rows, source_row

_LENGTH = struct.Struct(">I")
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Parcel:
    """`source`: the row of `source` but for what the loader adds; `rows`: values by table in column order."""

    source: dict[str, Any]
    rows: dict[str, list[list[Any]]]
    packed: bytes
    """The document under no particular name (its paths are in `source_name`), zlib."""
    facts: bytes | None = None
    """What the rules looked at besides (`quality/facts.py`), zlib; None where it is not at hand."""


@cache
def columns(table: str) -> tuple[str, ...]:
    """The columns of a table in the order of `Parcel.rows`."""
    return tuple(schema.metadata.tables[table].columns.keys())


def pack(payload: bytes, facts: bytes | None = None) -> bytes:
    """A document (compact JSON) and its facts as a parcel's bytes."""
    if b"\\u0000" in payload:
        # PostgreSQL's text knows no NUL.
        payload = payload.replace(b"\\u0000", b"\\ufffd")
    document = json.loads(payload)
    rows = {
        name: [[row[c] for c in columns(name)] for row in found]
        for name, found in child_rows(document).items()
        if found
    }
    words = json.dumps([source_row(document), rows], ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )
    packed = zlib.compress(_nameless(document, payload), _LEVEL)
    seen = zlib.compress(facts, _LEVEL) if facts is not None else b""
    return _LENGTH.pack(len(packed)) + _LENGTH.pack(len(seen)) + packed + seen + words


def unpack(data: bytes) -> Parcel:
    """Back from `pack`."""
    (length,), (seen,) = _LENGTH.unpack_from(data), _LENGTH.unpack_from(data, _LENGTH.size)
    start = 2 * _LENGTH.size
    middle = start + length
    source, rows = json.loads(data[middle + seen :])
    return Parcel(source, rows, data[start:middle], data[middle : middle + seen] or None)


def document_of(packed: bytes) -> dict[str, Any]:
    """The document back from `source.document`."""
    content: dict[str, Any] = json.loads(zlib.decompress(packed))
    return content


def _nameless(document: dict[str, Any], payload: bytes) -> bytes:
    """The same bytes come under several names: without theirs, the stored documents are equal."""
    source = document["source"]
    if source["sha256"] is None:
        return payload
    neutral = {**document, "source": {**source, "name": "", "path": ""}}
    return json.dumps(neutral, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


assert set(CHILDREN) <= set(schema.metadata.tables)
