"""Bytes at offsets that a file names: every offset is checked before use, so that no damaged
file can lead us astray.
"""

from __future__ import annotations

import struct

_U16 = struct.Struct("<H").unpack_from
_U32 = struct.Struct("<I").unpack_from


class DamagedError(Exception):
    """An offset or a length leads out of its stream."""


def u8(data: bytes, at: int) -> int:
    """The unsigned byte at an offset.

    Raises:
        DamagedError: beyond the data.
    """
    if not 0 <= at < len(data):
        raise DamagedError
    return data[at]


def u16(data: bytes, at: int) -> int:
    """The unsigned 16 bits (little-endian) at an offset.

    Raises:
        DamagedError: beyond the data.
    """
    if not 0 <= at <= len(data) - 2:
        raise DamagedError
    value: int = _U16(data, at)[0]
    return value


def u32(data: bytes, at: int) -> int:
    """The unsigned 32 bits (little-endian) at an offset.

    Raises:
        DamagedError: beyond the data.
    """
    if not 0 <= at <= len(data) - 4:
        raise DamagedError
    value: int = _U32(data, at)[0]
    return value


def s16(data: bytes, at: int) -> int:
    """The signed 16 bits (little-endian) at an offset.

    Raises:
        DamagedError: beyond the data.
    """
    value = u16(data, at)
    return value - 0x10000 if value & 0x8000 else value


def cut(data: bytes, at: int, size: int) -> bytes:
    """`size` bytes from `at`, all of them there.

    Raises:
        DamagedError: beyond the data.
    """
    if at < 0 or size < 0 or at + size > len(data):
        raise DamagedError
    return data[at : at + size]


def words(data: bytes, at: int, count: int) -> tuple[int, ...]:
    """`count` unsigned 32-bit numbers from `at`.

    Raises:
        DamagedError: beyond the data.
    """
    if at < 0 or count < 0 or at + 4 * count > len(data):
        raise DamagedError
    return struct.unpack_from(f"<{count}I", data, at)


def shorts(data: bytes, at: int, count: int) -> tuple[int, ...]:
    """`count` signed 16-bit numbers from `at`.

    Raises:
        DamagedError: beyond the data.
    """
    if at < 0 or count < 0 or at + 2 * count > len(data):
        raise DamagedError
    return struct.unpack_from(f"<{count}h", data, at)


def plc(data: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """A PLC ([MS-DOC] 2.2.2): n + 1 positions, then n pieces of data of `size` bytes each.
    Empty where there is none.
    """
    count = (len(data) - 4) // (4 + size)
    if count < 1:
        return (), []
    at = 4 * (count + 1)
    return words(data, 0, count + 1), [data[at + size * n : at + size * (n + 1)] for n in range(count)]
