"""Files embedded in a .doc: each storage of its ObjectPool as a file of its own, for the readers of embedded files.

A workbook or document that lies there in streams is put back into a compound file ([MS-CFB] version 3); what the
packager put in, a package or a PDF, is taken as it is. Formulas, drawings and controls are no documents.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

from extractor.ground.damage import BROKEN_OLE
from extractor.readers.word.doc.fib import MOST_STREAM

_POOL = "ObjectPool"
_END, _FREE, _FAT, _SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 512
_TELLING = frozenset({"Workbook", "Book", "WordDocument", "Package", "CONTENTS", "\x01Ole10Native"})
_MOST_STREAMS = 60
_SMALL = 4096
"""Streams shorter than this lie elsewhere in a compound file."""


def pool(data: bytes) -> Iterator[tuple[bytes, str]]:
    """(compound file, name) of what is embedded, in the order of the names."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            found: dict[str, list[list[str]]] = {}
            for entry in ole.listdir():
                if len(entry) == 3 and entry[0] == _POOL:
                    found.setdefault(entry[1], []).append(entry)
            for name, entries in sorted(found.items()):
                telling = bool(_TELLING & {entry[-1] for entry in entries}) and len(entries) <= _MOST_STREAMS
                if telling and sum(ole.get_size(entry) for entry in entries) <= MOST_STREAM:
                    yield (
                        compound({entry[-1]: ole.openstream(entry).read() for entry in entries}),
                        f"嵌入对象 {name.lstrip('_')}",
                    )
    except BROKEN_OLE:
        return


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of these streams; short ones are filled up with zeros, so that none counts as small."""
    body = bytearray()
    fat: list[int] = []
    starts: dict[str, int] = {}
    streams = {name: content.ljust(_SMALL, b"\0") for name, content in streams.items()}
    for name, content in streams.items():
        starts[name] = len(fat)
        count = -(-len(content) // _SECTOR)
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += content.ljust(count * _SECTOR, b"\0")
    names = list(streams)
    directory = _entry("Root Entry", 5, 1 if names else _FREE, _FREE, _END, 0)
    for n, name in enumerate(names, 1):
        directory += _entry(name, 2, _FREE, n + 1 if n < len(names) else _FREE, starts[name], len(streams[name]))
    directory += _entry("", 0, _FREE, _FREE, 0, 0) * (-(len(names) + 1) % 4)
    first_directory = len(fat)
    count = len(directory) // _SECTOR
    fat += [*range(len(fat) + 1, len(fat) + count), _END]
    tables = 1
    while len(fat) + tables > 128 * tables:
        tables += 1
    places = list(range(len(fat), len(fat) + tables))
    fat += [_FAT] * tables
    fat += [_FREE] * (128 * tables - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, first_directory, 0, _SMALL, _END, 0, _END, 0)
    head += struct.pack("<109I", *places[:109], *[_FREE] * (109 - len(places[:109])))
    return head + bytes(body) + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")[:62]
    length = len(raw) + 2 if name else 0
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
