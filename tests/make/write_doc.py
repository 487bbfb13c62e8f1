"""A small Word binary file built by hand, for what no program writes on demand: old versions, pieces, odd changes of
tables.

    word([P("甲\\x07", IN_TABLE), P("乙\\x07", IN_TABLE), P("\\x07", row(0, 2000, 4000))])

Every text ends with its mark. Layout: text, formatting pages, then (Word 97) the tables in a stream of their own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.make.write_ole import ole

IN_TABLE = struct.pack("<HB", 0x2416, 1)
INNER = struct.pack("<HI", 0x6649, 2)
INNER_CELL = IN_TABLE + INNER + struct.pack("<HB", 0x244B, 1)
_PAGE = 512


@dataclass(slots=True)
class P:
    """A paragraph: text with its mark, changes of the paragraph, changes of runs (first, last, changes)."""

    text: str
    papx: bytes = b""
    runs: list[tuple[int, int, bytes]] = field(default_factory=list)
    style: int = 0


def row(*edges: int, flags: Sequence[int] = (), more: bytes = b"", inner: bool = False) -> bytes:
    """Changes of a row's mark: cells between edges, merge flags of each, further changes."""
    count = len(edges) - 1
    cells = b"".join(struct.pack("<H18x", flags[n] if n < len(flags) else 0) for n in range(count))
    body = bytes([count]) + struct.pack(f"<{count + 1}h", *edges) + cells
    ends = struct.pack("<HB", 0x244C, 1) + INNER if inner else struct.pack("<HB", 0x2417, 1)
    return IN_TABLE + ends + struct.pack("<HH", 0xD608, len(body) + 1) + body + more


def old_row(*edges: int, flags: Sequence[int] = ()) -> bytes:
    """The same in Word 6."""
    count = len(edges) - 1
    body = (
        bytes([count])
        + struct.pack(f"<{count + 1}h", *edges)
        + b"".join(struct.pack("<H8x", flags[n] if flags else 0) for n in range(count))
    )
    return b"\x18\x01\x19\x01\xbe" + struct.pack("<H", len(body) + 1) + body


OLD_IN_TABLE = b"\x18\x01"


def word(
    paragraphs: Sequence[P],
    *,
    cuts: Sequence[int] = (),
    single: Sequence[int] = (),
    changes: dict[int, int] | None = None,
    prcs: Sequence[bytes] = (),
    data: bytes = b"",
    parts: dict[int, bytes] | None = None,
    lengths: Sequence[int] = (),
    flags: int = 0,
) -> bytes:
    """A Word 97 file.

    Args:
        cuts: CPs at which the text is cut into pieces; they are stored from last to first, as fast saving does.
        single: numbers of the pieces stored with one byte a character.
        changes: property modifiers (Prm) of pieces by number.
        prcs: changes that those refer to.
        data: the data stream.
        parts: further pairs of the FIB by number.
        lengths: of the eight stories; default all of it body.
    """
    text = "".join(p.text for p in paragraphs)
    limits = [0, *cuts, len(text)]
    body = bytearray(0x800)
    offsets: dict[int, tuple[int, int]] = {}
    for n in reversed(range(len(limits) - 1)):
        width = 1 if n in single else 2
        offsets[n] = (len(body), width)
        body += text[limits[n] : limits[n + 1]].encode("cp1252" if width == 1 else "utf-16-le")
    papx, chpx = _pages(body, paragraphs, limits, offsets, old=False)
    table = bytearray()
    pieces = struct.pack(f"<{len(limits)}I", *limits)
    for n in range(len(limits) - 1):
        where, width = offsets[n]
        pieces += struct.pack("<HIH", 0, where * 2 | 0x40000000 if width == 1 else where, (changes or {}).get(n, 0))
    clx = (
        b"".join(b"\1" + struct.pack("<H", len(prc)) + prc for prc in prcs)
        + b"\2"
        + struct.pack("<I", len(pieces))
        + pieces
    )
    struct.pack_into("<HHHHHH", body, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0200 | flags)
    struct.pack_into("<I", body, 0x18, 0x800)
    struct.pack_into("<8I", body, 0x4C, *(lengths or (len(text), 0, 0, 0, 0, 0, 0, 0)))
    struct.pack_into("<H", body, 0x98, 93)
    for number, part in {33: clx, 12: chpx, 13: papx, **(parts or {})}.items():
        struct.pack_into("<II", body, 0x9A + 8 * number, len(table), len(part))
        table += part
    return ole({("WordDocument",): bytes(body), ("1Table",): bytes(table), ("Data",): data or b"\0"})


def old_word(paragraphs: Sequence[P], *, encoding: str = "gbk", language: int = 0x0804, fonts: bytes = b"") -> bytes:
    """A Word 6 file: one stream, no piece table, texts of one or two bytes a character. Runs count in bytes."""
    texts = [p.text.encode(encoding) for p in paragraphs]
    body = bytearray(0x300) + b"".join(texts)
    size = len(body) - 0x300
    bytewise = [P(raw.decode("latin-1"), p.papx, p.runs, p.style) for p, raw in zip(paragraphs, texts, strict=True)]
    papx, chpx = _pages(body, bytewise, [0, size], {0: (0x300, 1)}, old=True)
    struct.pack_into("<HHHHHH", body, 0, 0xA5DC, 0x65, 0, language, 0, 0)
    struct.pack_into("<I", body, 0x18, 0x300)
    struct.pack_into("<I", body, 0x34, size)
    for number, part in {12: chpx, 13: papx, 15: struct.pack("<H", len(fonts) + 2) + fonts}.items():
        struct.pack_into("<II", body, 0x58 + 8 * number, len(body), len(part))
        body += part
    return ole({("WordDocument",): bytes(body)})


def _pages(
    body: bytearray, paragraphs: Sequence[P], limits: Sequence[int], offsets: dict[int, tuple[int, int]], *, old: bool
) -> tuple[bytes, bytes]:
    """Formatting pages behind the text, one entry a page, and the bin tables that name them."""
    stretches: list[tuple[int, int, bytes]] = []
    runs: list[tuple[int, int, bytes]] = []
    at = 0
    for p in paragraphs:
        end = at + len(p.text)
        stretches.append((at, end, struct.pack("<H", p.style) + p.papx))
        last = at
        for first, stop, change in p.runs:
            runs += [(last, at + first, b""), (at + first, at + stop, change)]
            last = at + stop
        runs.append((last, end, b""))
        at = end
    made = []
    for entries, papx in ((stretches, True), (runs, False)):
        placed = sorted(_placed(entries, limits, offsets))
        body += bytes(-len(body) % _PAGE)
        first = len(body) // _PAGE
        for where, stop, change in placed:
            body += _page(where, stop, change, papx, old)
        numbers = struct.pack(f"<{len(placed)}{'H' if old else 'I'}", *range(first, first + len(placed)))
        made.append(struct.pack(f"<{len(placed) + 1}I", *(where for where, _, _ in placed), placed[-1][1]) + numbers)
    return made[0], made[1]


def _placed(
    entries: Sequence[tuple[int, int, bytes]], limits: Sequence[int], offsets: dict[int, tuple[int, int]]
) -> Iterator[tuple[int, int, bytes]]:
    """Stretches of characters cut at the pieces, by where they lie in the file."""
    for first, last, change in entries:
        for n, (where, width) in offsets.items():
            low, high = max(first, limits[n]), min(last, limits[n + 1])
            if low < high:
                yield where + (low - limits[n]) * width, where + (high - limits[n]) * width, change


def _page(where: int, end: int, change: bytes, papx: bool, old: bool) -> bytes:
    page = bytearray(_PAGE)
    struct.pack_into("<II", page, 0, where, end)
    at = (_PAGE - 2 - len(change) - 2) // 2
    page[8] = at if change else 0
    if papx and not old:
        if len(change) % 2:
            page[2 * at] = (len(change) + 1) // 2
            page[2 * at + 1 : 2 * at + 1 + len(change)] = change
        else:
            page[2 * at + 1] = len(change) // 2
            page[2 * at + 2 : 2 * at + 2 + len(change)] = change
    elif papx:
        page[2 * at] = (len(change) + 1) // 2
        page[2 * at + 1 : 2 * at + 1 + len(change)] = change
    else:
        page[2 * at] = len(change)
        page[2 * at + 1 : 2 * at + 1 + len(change)] = change
    assert len(change) < 480
    page[-1] = 1
    return bytes(page)
