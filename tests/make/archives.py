"""Archives of given members: zip, 7z by py7zr, and a RAR 3 with stored members written from its format's notes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return out.getvalue()


def locked_zip(members: dict[str, bytes], aes: bool = False) -> bytes:
    """A zip whose directory says that the members need a password (method 99 is AES)."""
    data = bytearray(zip_of(members))
    for magic, flags, method in ((b"PK\3\4", 6, 8), (b"PK\1\2", 8, 10)):
        at = data.find(magic)
        while at >= 0:
            data[at + flags] |= 1
            if aes:
                data[at + method : at + method + 2] = struct.pack("<H", 99)
            at = data.find(magic, at + 4)
    return bytes(data)


def seven_of(members: dict[str, bytes], password: str | None = None, hidden: bool = False) -> bytes:
    """A 7z; `hidden` encrypts the names too."""
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=hidden) as opened:
        for name, data in members.items():
            opened.writestr(data, name)
    return out.getvalue()


def rar_of(members: dict[str, bytes], locked: bool = False) -> bytes:
    """A RAR 3: marker, archive head, a stored file block for each member, end."""
    parts = [b"Rar!\x1a\x07\x00", _block(0x73, 0, bytes(6))]
    for name, data in members.items():
        raw = name.encode("utf-8")
        head = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0x58D80000, 29, 0x30, len(raw), 0o100644
        )
        flags = 0x8000 | (0x04 if locked else 0)
        parts += [_block(0x74, flags, head + raw), data]
    return b"".join([*parts, _block(0x7B, 0x4000, b"")])


def _block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head
