"""Archives that lie: built byte by byte, small on disk."""

from __future__ import annotations

import struct
import zlib


def _local(name: bytes, packed: bytes, crc: int, size: int, flags: int = 0) -> bytes:
    return (
        struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, flags, 8, 0, 33, crc, len(packed), size, len(name), 0)
        + name
        + packed
    )


def _central(name: bytes, packed: int, crc: int, size: int, offset: int, flags: int = 0) -> bytes:
    head = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, flags, 8, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, offset
    )
    return head + name


def _end(count: int, size: int, offset: int) -> bytes:
    return struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, size, offset, 0)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def overlapping(names: list[bytes], content: bytes) -> bytes:
    """Every entry of the directory points at the same bytes."""
    packed, crc = deflated(content), zlib.crc32(content)
    body = _local(names[0], packed, crc, len(content))
    directory = b"".join(_central(name, len(packed), crc, len(content), 0) for name in names)
    return body + directory + _end(len(names), len(directory), len(body))


def forged(name: bytes, content: bytes, claimed: int, flags: int = 0) -> bytes:
    """One entry whose directory claims another size than the bytes unpack to."""
    packed, crc = deflated(content), zlib.crc32(content)
    body = _local(name, packed, crc, claimed, flags)
    directory = _central(name, len(packed), crc, claimed, 0, flags)
    return body + directory + _end(1, len(directory), len(body))
