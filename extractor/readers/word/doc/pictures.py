"""Pictures: their bytes and how large they are shown (PICF, [MS-DOC] 2.9.192; blips, [MS-ODRAW] 2.2.23 to 2.2.32)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.readers.word.doc.binary import DamagedError, cut, s16, u8, u16, u32

_SHAPE_IN_LINE = (0x64, 0x66)
_LINKED = 0x66
_STORE, _ENTRY, _DRAWN, _CONTAINER = 0xF001, 0xF007, (0xF01A, 0xF01B, 0xF01C), 0xF004
_READABLE = {0xF01D: 17, 0xF01E: 17, 0xF01F: 17, 0xF029: 17, 0xF02A: 17}
"""Bytes before the picture's own, by kind of record: JPEG, PNG, DIB, TIFF, JPEG in CMYK."""
_TWO_NAMES = frozenset({0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5})
"""Kinds that carry a second name of 16 bytes."""
_TWIPS_PER_POINT = 20
MOST_RECORDS = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `data` is b"" where it is made of strokes (EMF, WMF)."""

    data: bytes
    width: float = 0.0
    height: float = 0.0
    """Points; 0 where it is not told."""


def in_line(data: bytes, at: int) -> Picture | None:
    """The picture that the data stream holds at a run's picture location; None where there is
    none, only drawn lines.
    """
    try:
        size, head = u32(data, at), u16(data, at + 4)
        if u16(data, at + 6) not in _SHAPE_IN_LINE or head < 0x44 or size < head:
            return None
        shown = [abs(s16(data, at + 28 + 2 * n)) * u16(data, at + 32 + 2 * n) / 1000 / _TWIPS_PER_POINT for n in (0, 1)]
        start = at + head
        if u16(data, at + 6) == _LINKED:
            start += 1 + u8(data, start)
        found = next(_blips(data, start, min(at + size, len(data)), [MOST_RECORDS]), None)
        return None if found is None else Picture(found, shown[0], shown[1])
    except DamagedError:
        return None


def stored(drawing: bytes, main: bytes) -> list[bytes | None]:
    """The pictures that floating shapes refer to, by their number from 0; None for what could not be found.

    Args:
        drawing: the drawing data (OfficeArtContent).
        main: the main stream, where the pictures lie.
    """
    found: list[bytes | None] = []
    budget = [MOST_RECORDS]
    if not drawing:
        return found
    try:
        for kind, start, size, _ in _records(drawing, 8, min(8 + u32(drawing, 4), len(drawing)), budget):
            if kind == _STORE:
                for inner, begin, length, _ in _records(drawing, start, start + size, budget):
                    if inner == _ENTRY:
                        found.append(_entry(drawing, begin, begin + length, main, budget))
    except DamagedError:
        pass
    return found


def _entry(drawing: bytes, at: int, end: int, main: bytes, budget: list[int]) -> bytes | None:
    """One entry of the store ([MS-ODRAW] 2.2.32): the picture follows, or lies in the main stream."""
    where = u32(drawing, at + 28)
    own = next(_blips(drawing, at + 36 + u8(drawing, at + 33), end, budget), None)
    if own is not None or where == 0xFFFFFFFF or where + 8 > len(main):
        return own
    return next(_blips(main, where, min(where + 8 + u32(main, where + 4), len(main)), budget), None)


def _blips(data: bytes, at: int, end: int, budget: list[int]) -> Iterator[bytes]:
    """The bytes of the pictures in a stretch of records; b"" for one made of strokes."""
    for kind, start, size, instance in _records(data, at, end, budget):
        if kind == _ENTRY:
            yield from _blips(data, start + 36 + u8(data, start + 33), start + size, budget)
        elif kind in _DRAWN:
            yield b""
        elif kind in _READABLE:
            skip = _READABLE[kind] + (16 if instance in _TWO_NAMES else 0)
            raw = cut(data, start + skip, max(size - skip, 0))
            yield _bitmap(raw) if kind == 0xF01F else raw


def _bitmap(raw: bytes) -> bytes:
    """A DIB with the file head that readers of .bmp want."""
    head, bits, colours = u32(raw, 0), u16(raw, 14), u32(raw, 32) if u32(raw, 0) >= 36 else 0
    table = 4 * (colours or (1 << bits if bits <= 8 else 0))
    return b"BM" + (14 + len(raw)).to_bytes(4, "little") + bytes(4) + (14 + head + table).to_bytes(4, "little") + raw


def _records(data: bytes, at: int, end: int, budget: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """(type, start, length, instance) of the records side by side in a stretch."""
    while at + 8 <= end and budget[0] > 0:
        budget[0] -= 1
        size = min(u32(data, at + 4), end - at - 8)
        yield u16(data, at + 2), at + 8, size, u16(data, at) >> 4
        at += 8 + size
