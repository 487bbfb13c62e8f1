"""A compound file ([MS-CFB] version 3) of given streams, for tests: every stream is padded to 4096 bytes or more."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512


def ole(streams: dict[Sequence[str], bytes]) -> bytes:
    """The bytes of a compound file; keys are paths, ("ObjectPool", "_1", "Workbook")."""
    names: list[tuple[str, ...]] = [()]
    for path in streams:
        names += [tuple(path[:k]) for k in range(1, len(path) + 1) if tuple(path[:k]) not in names]
    body = b""
    starts: dict[tuple[str, ...], tuple[int, int]] = {}
    chains: list[int] = []
    for path, data in streams.items():
        data = data.ljust(4096, b"\0")
        first, count = len(body) // _SECTOR, -(-len(data) // _SECTOR)
        starts[tuple(path)] = (first, len(data))
        body += data.ljust(count * _SECTOR, b"\0")
        chains += [*range(first + 1, first + count), _END]
    directory = b"".join(_entry(n, names, starts) for n in range(len(names)))
    directory += _empty() * (-len(names) % 4)
    at = len(body) // _SECTOR
    count = len(directory) // _SECTOR
    chains += [*range(at + 1, at + count), _END]
    fats = 1
    while (len(chains) + fats) > fats * 128:
        fats += 1
    fat_at = at + count
    chains += [_FAT] * fats
    table = struct.pack(f"<{fats * 128}I", *chains, *[_FREE] * (fats * 128 - len(chains)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fats, at, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *[fat_at + k for k in range(fats)], *[_FREE] * (109 - fats))
    return head + body + directory + table


def _entry(number: int, names: list[tuple[str, ...]], starts: dict[tuple[str, ...], tuple[int, int]]) -> bytes:
    """A directory entry; the children of a storage hang on each other's right side."""
    path = names[number]
    raw = (path[-1] if path else "Root Entry").encode("utf-16-le")
    kind = 5 if not path else 2 if path in starts else 1
    children = [n for n, other in enumerate(names) if other[:-1] == path and other]
    parent = [n for n, other in enumerate(names) if path and other[:-1] == path[:-1] and other]
    later = [n for n in parent if n > number]
    start, size = starts.get(path, (_END if not path else 0, 0))
    return (
        raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
        + struct.pack("<III", _FREE, later[0] if later else _FREE, children[0] if children else _FREE)
        + bytes(36) + struct.pack("<IQ", start, size)
    )  # fmt: skip


def _empty() -> bytes:
    return bytes(68) + struct.pack("<III", _FREE, _FREE, _FREE) + bytes(48)
