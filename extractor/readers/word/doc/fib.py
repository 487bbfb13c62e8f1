"""The streams of a Word file and its FIB: what version it is, how long each story is, where each table of it lies.

[MS-DOC] 2.5 for Word 97 to 2007 (wIdent 0xA5EC, nFib 0xC1 and later); the layout of Word 6 and 95 (wIdent 0xA5DC, nFib
0x65 to 0x69) has the same pairs of offset and length in the same order, 66 bytes earlier, and everything in one stream.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import olefile

from extractor.errors import EncryptedError, UnreadableError
from extractor.ground.damage import BROKEN_OLE
from extractor.readers.word.doc.binary import DamagedError, cut, u16, u32

WORD_97, WORD_6 = 0xA5EC, 0xA5DC
_PAIRS_97, _PAIRS_6 = 0x9A, 0x58
_LATE_6 = 0x192
"""Where the pairs go on in Word 6 after four numbers of the bin tables."""
_EARLY_6 = 38
"""Pairs before those numbers."""
MOST_STREAM = 64 << 20
"""A stream of a Word file larger than this is not read; the largest real one seen held 20 MB of pictures in `Data`."""

# Pairs of the FIB by their place in it (rgFcLcb97, [MS-DOC] 2.5.6).
STYLES, NOTE_TEXTS, COMMENT_TEXTS, SECTIONS = 1, 3, 5, 6
HEADERS, CHPX, PAPX, FONTS, CLX = 11, 12, 13, 15, 33
SHAPES, HEADER_SHAPES, ENDNOTE_TEXTS, DRAWINGS = 40, 41, 47, 50
BOX_TEXTS, HEADER_BOX_TEXTS, LISTS, OVERRIDES = 56, 58, 73, 74


class UnknownVersionError(Exception):
    """A Word file of a kind that is not read here (Word 2 and older, Works, a stream under another name)."""


@dataclass(slots=True)
class Fib:
    """What the file says of itself; `streams` are the main stream, the table stream and the data stream."""

    word6: bool
    version: int
    language: int
    wide: bool
    """Word 95 of East Asia: 16-bit characters (fExtChar)."""
    lengths: tuple[int, ...]
    """Characters of: body, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers."""
    text_start: int
    main: bytes
    table: bytes
    data: bytes
    pool: bool
    """Whether documents or controls are embedded (a storage ObjectPool)."""

    def part(self, number: int) -> bytes:
        """The bytes that one pair points to; b"" where it is empty, damaged or not there."""
        if self.word6:
            base = _PAIRS_6 + 8 * number if number < _EARLY_6 else _LATE_6 + 8 * (number - _EARLY_6)
            if number > BOX_TEXTS + 2:
                return b""
        else:
            count = u16(self.main, 0x98)
            if number >= count:
                return b""
            base = _PAIRS_97 + 8 * number
        try:
            return cut(self.table, u32(self.main, base), u32(self.main, base + 4))
        except DamagedError:
            return b""

    def pages(self, number: int) -> list[int]:
        """Page numbers (of 512 bytes) of the formatting pages that a bin table names, in order."""
        size = 2 if self.word6 else 4
        table = self.part(number)
        count = max((len(table) - 4) // (4 + size), 0)
        found = [int.from_bytes(table[4 * (count + 1) + size * n :][:size], "little") for n in range(count)]
        if self.word6:
            first, many = (u16(self.main, 0x18A + at) for at in ((0, 4) if number == CHPX else (2, 6)))
            if many > count:  # the table was left short: the pages follow each other
                found = list(range(first, first + many))
        return [page & 0x3FFFFF for page in found]


def open_word(data: bytes) -> Fib:
    """The FIB and the streams.

    Raises:
        UnreadableError: no compound file, or no Word document in it.
        EncryptedError: it needs a password.
        UnknownVersionError: a version not read here.
    """
    main, table_streams, extra, pool = _streams(data)
    if len(main) < 0x1AA:
        raise UnreadableError("Word 文件不完整，没有正文流", "请用 Word 或 WPS 打开并另存后重新提交")
    magic, version, _, language = struct.unpack_from("<HHHH", main)
    flags = u16(main, 10)
    if flags & 0x0100:
        raise EncryptedError("文件设有打开密码", "请去掉密码后重新提交")
    word6 = magic == WORD_6 and 0x65 <= version <= 0x69
    if not word6 and not (magic == WORD_97 and version >= 0xC0):
        raise UnknownVersionError
    lengths = struct.unpack_from("<8I", main, 0x34 if word6 else 0x4C)
    table = main if word6 else table_streams[flags >> 9 & 1] or table_streams[~flags >> 9 & 1]
    return Fib(word6, version, language, bool(flags & 0x1000), lengths, u32(main, 0x18), main, table, extra, pool)


def _streams(data: bytes) -> tuple[bytes, tuple[bytes, bytes], bytes, bool]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if not ole.exists("WordDocument"):
                raise UnknownVersionError
            main, zero, one, extra = (_stream(ole, name) for name in ("WordDocument", "0Table", "1Table", "Data"))
            return main, (zero, one), extra, bool(ole.exists("ObjectPool"))
    except BROKEN_OLE:
        raise UnreadableError("Word 文件的复合文档结构已损坏", "请用 Word 或 WPS 打开并另存后重新提交") from None


def _stream(ole: olefile.OleFileIO, name: str) -> bytes:
    if not ole.exists(name) or ole.get_size(name) > MOST_STREAM:
        return b""
    try:
        return bytes(ole.openstream(name).read())
    except BROKEN_OLE:
        return b""
