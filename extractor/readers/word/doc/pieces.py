"""The text of a Word file: its pieces in reading order, and where each character lies in the file.

`Text.text` holds one character of Python a character of Word, so that a CP is an index into it. A character outside the
basic plane stays two surrogates until it is shown (`whole`). Bytes of Word 6 and 95 stay as they are until it is known
in which fonts they are set (`old_text`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.errors import UnreadableError
from extractor.readers.word.doc.binary import cut, u16, u32, words
from extractor.readers.word.doc.fib import CLX, Fib

MOST_PIECES = 200_000


@dataclass(slots=True)
class Piece:
    """Characters `first` to `last` (a CP each) lie at `offset` in the main stream, `width` bytes each."""

    first: int
    last: int
    offset: int
    width: int
    change: int
    """The piece's property modifier (Prm, [MS-DOC] 2.9.214)."""


@dataclass(slots=True)
class Text:
    """The text of all stories, piece by piece ([MS-DOC] 2.4.1)."""

    text: str
    pieces: list[Piece]
    starts: list[int]
    prcs: list[bytes]
    """Property changes of fast-saved files that pieces refer to by number."""

    def offset(self, cp: int) -> int:
        """Where a character lies in the main stream."""
        piece = self.piece(cp)
        return piece.offset + (cp - piece.first) * piece.width

    def piece(self, cp: int) -> Piece:
        """The piece that holds a character position."""
        return self.pieces[max(bisect_right(self.starts, cp) - 1, 0)]


def whole(text: str) -> str:
    """Surrogate halves joined to the characters they stand for."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read_text(fib: Fib) -> Text:
    """The text of all stories.

    Raises:
        UnreadableError: the piece table is not there or leads out of the file.
        DamagedError: likewise.
    """
    total = sum(fib.lengths)
    clx = fib.part(CLX)
    if fib.word6 and not clx:
        prcs: list[bytes] = []
        pieces = [Piece(0, total, fib.text_start, 2 if fib.wide else 1, 0)]
    else:
        pieces, prcs = _piece_table(clx, fib)
    parts: list[str] = []
    kept: list[Piece] = []
    at = 0
    for piece in pieces:
        if piece.first != at or piece.last < piece.first or piece.last > len(fib.main):
            raise UnreadableError("Word 文件的文本分段表已损坏", "请用 Word 或 WPS 打开并另存后重新提交")
        at = piece.last
        raw = cut(fib.main, piece.offset, (piece.last - piece.first) * piece.width)
        parts.append(_decoded(raw, piece.width, fib.word6))
        kept.append(piece)
    if not kept:
        raise UnreadableError("Word 文件没有文本", "请用 Word 或 WPS 打开并另存后重新提交")
    text = "".join(parts)
    return Text(text, kept, [piece.first for piece in kept], prcs)


def _piece_table(clx: bytes, fib: Fib) -> tuple[list[Piece], list[bytes]]:
    """[MS-DOC] 2.9.38: property changes (1), then the piece table (2)."""
    at, prcs = 0, []
    while at < len(clx) and clx[at] == 1:
        size = u16(clx, at + 1)
        prcs.append(cut(clx, at + 3, size))
        at += 3 + size
    if at >= len(clx) or clx[at] != 2:
        raise UnreadableError("Word 文件没有文本分段表", "请用 Word 或 WPS 打开并另存后重新提交")
    table = cut(clx, at + 5, min(u32(clx, at + 1), len(clx) - at - 5))
    return list(_pieces(table, fib)), prcs


def _pieces(table: bytes, fib: Fib) -> Iterator[Piece]:
    count = (len(table) - 4) // 12
    if not 0 < count <= MOST_PIECES:
        return
    limits = words(table, 0, count + 1)
    at = 4 * (count + 1)
    for n in range(count):
        where, change = u32(table, at + 8 * n + 2), u16(table, at + 8 * n + 6)
        first, last = limits[n], limits[n + 1]
        if fib.word6:
            yield Piece(first, last, where, 2 if fib.wide else 1, change)
        elif where & 0x40000000:
            yield Piece(first, last, (where & 0x3FFFFFFF) // 2, 1, change)
        else:
            yield Piece(first, last, where & 0x3FFFFFFF, 2, change)


def _decoded(raw: bytes, width: int, old: bool) -> str:
    if width == 2:
        text = raw.decode("utf-16-le", "surrogatepass")
        return text if 2 * len(text) == len(raw) else "".join(map(chr, array("H", raw)))
    return raw.decode("latin-1") if old else raw.decode("latin-1").translate(_WESTERN)


_WESTERN = {n: bytes([n]).decode("cp1252", "replace") for n in range(0x80, 0xA0)}
"""Single bytes of Word 97 are Windows-1252; what it does not define stays a mark of an unknown character."""
