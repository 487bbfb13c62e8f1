"""What a child hands back beside the document: the marked copy, or why there is none; one payload of bytes."""

from __future__ import annotations

import json
import struct

from extractor.marked.copy import Copy

_HEAD = struct.Struct(">II")


def pack(document: bytes, copy: Copy | None, why: str = "") -> bytes:
    """The document's JSON, then the copy's ending and words (or why there is none), then its bytes."""
    words = json.dumps([copy.suffix, copy.said] if copy is not None else [None, why]).encode("ascii")
    return _HEAD.pack(len(document), len(words)) + document + words + (copy.content if copy is not None else b"")


def unpack(payload: bytes) -> tuple[bytes, Copy | None, str]:
    """Back from `pack`: the document, the copy, why there is none."""
    long, wide = _HEAD.unpack_from(payload)
    at = _HEAD.size
    document = payload[at : at + long]
    suffix, said = json.loads(payload[at + long : at + long + wide])
    if suffix is None:
        return document, None, said
    return document, Copy(payload[at + long + wide :], suffix, said), ""
