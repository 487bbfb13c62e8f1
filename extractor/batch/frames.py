"""The protocol between the run and its children: length-prefixed frames over pipes.

A frame is one kind byte, eight bytes of length and the body. The parent never unpickles what a child says:
bodies are JSON, results are JSON with the document's bytes behind it.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import IO, Any

from extractor.batch.work import Outcome
from extractor.errors import Category, SourceError
from extractor.intake.discover import Located

_HEAD = struct.Struct(">cQ")
_META = struct.Struct(">I")

# parent -> child
SETUP, JOB, LOST, UNPACK, CONVERT = b"S", b"J", b"L", b"U", b"C"
# child -> parent
READY, FAULT, BEGUN, DONE, LAST, MORE_TIME, MEMBERS, CONVERTED, PAGE = (
    b"R",
    b"F",
    b"B",
    b"D",
    b"X",
    b"T",
    b"M",
    b"V",
    b"P",
)
# BEGUN: the source has reached the child. LAST: DONE, and the child leaves. PAGE: which page of how many is recognised.
# parent's own: the pipe ended, or a frame over the limit
GONE, FLOOD = b"!", b"~"


def take_over() -> tuple[IO[bytes], IO[bytes]]:
    """A child's pipes, taken from its standard input and output: these, and standard error, lead nowhere now."""
    inbox: IO[bytes] = os.fdopen(os.dup(0), "rb")
    outbox: IO[bytes] = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123
    return inbox, outbox


def send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    """Write one frame and flush it."""
    stream.write(_HEAD.pack(kind, len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes], limit: int) -> tuple[bytes, bytes]:
    """The next frame; `GONE` at the end of the pipe, `FLOOD` for a body over `limit` bytes."""
    head = _exactly(stream, _HEAD.size)
    if head is None:
        return GONE, b""
    kind, length = _HEAD.unpack(head)
    if length > limit:
        return FLOOD, b""
    body = _exactly(stream, length)
    return (GONE, b"") if body is None else (kind, body)


def _exactly(stream: IO[bytes], length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def dump(content: Any) -> bytes:
    """JSON in ASCII: file names that are no UTF-8 (lone surrogates) come through."""
    return json.dumps(content).encode("ascii")


def located_out(located: Located, error: SourceError | None = None) -> bytes:
    """A source as a frame body; `error` = why it was lost."""
    why = error or located.refusal
    return dump(
        {
            "name": located.name,
            "path": located.path,
            "file": located.file,
            "members": list(located.members),
            "size": located.size,
            "why": None if why is None else [why.category, why.cause, why.remedy],
        }
    )


def located_in(body: bytes) -> tuple[Located, SourceError | None]:
    """Back from `located_out`: the source without refusal, and the error."""
    content = json.loads(body)
    why = content.pop("why")
    content["members"] = tuple(content["members"])
    return Located(**content), None if why is None else _error(*why)


def _error(category: Category, cause: str, remedy: str) -> SourceError:
    return SourceError(cause, remedy, category)


def outcome_out(outcome: Outcome) -> bytes:
    """An outcome as a frame body: its few words as JSON, then the document."""
    words = dump([outcome.status, outcome.category, outcome.cause, outcome.remedy])
    return _META.pack(len(words)) + words + outcome.payload


def outcome_in(body: bytes, *, killed: bool) -> Outcome:
    """Back from `outcome_out`."""
    (length,) = _META.unpack_from(body)
    status, category, cause, remedy = json.loads(body[_META.size : _META.size + length])
    return Outcome(body[_META.size + length :], status, category, cause, remedy, killed)
