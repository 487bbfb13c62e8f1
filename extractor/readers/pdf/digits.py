"""Digits whose character table may lie: two glyphs under one digit, digits out of order; held against their pictures.

A PDF's fonts carry a table from glyph codes to characters (ToUnicode). Where it gives one digit to two codes, or most
digits stand in the font's own order and some do not, the page's picture decides: glyphs of one digit that look
different, or that have other holes than the digit has, are doubtful.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from extractor.layout.text import Glyph

Pixels = tuple[int, int, int, int]
MOST_STREAMS = 4_000
_LONGEST = 1 << 20
_STREAM = re.compile(rb"stream\r?\n")
_CHAR = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{4})>\s*(?=[<e\r\n])")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{4})>")
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.S)
_DIGITS = frozenset("0123456789")
MANY = 4
"""Digits in the font's own order from which one that is out of it is suspected; renumbered fonts have no order."""
SCALE = 3.0
_WIDE, _HIGH = 16, 24
DARK = 190
SAMPLES = 5
"""Pictures of one digit that are looked at on a page."""
UNLIKE = 0.15
"""Mean difference of two glyphs' pictures (0 to 1) from which they are different glyphs."""
_HOLES = {
    "0": (1, 1),
    "1": (0, 0),
    "2": (0, 0),
    "3": (0, 0),
    "4": (0, 1),
    "5": (0, 0),
    "6": (1, 1),
    "7": (0, 0),
    "8": (2, 2),
    "9": (1, 1),
}
"""Fewest and most holes of each digit's glyph."""


def suspects(data: bytes) -> frozenset[str]:
    """Digits of a PDF whose character tables look wrong; empty for nearly every file."""
    found: set[str] = set()
    for number, match in enumerate(_STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            break
        table = _table(data, match.end())
        if table:
            found |= _suspects_of(table)
    return frozenset(found)


def _table(data: bytes, start: int) -> dict[int, str]:
    """Code -> digit of a stream that is a character table; empty for any other."""
    head = data[start : start + 24]
    if not head.startswith((b"x", b"/CIDInit", b"%!")):
        return {}
    text = data[start : start + 65_536]
    if head.startswith(b"x"):
        try:
            unpack = zlib.decompressobj()
            text = unpack.decompress(data[start : start + 512], 256)
            if b"CIDInit" not in text and b"begincmap" not in text:
                return {}
            text = zlib.decompressobj().decompress(data[start : start + _LONGEST], _LONGEST)
        except zlib.error:
            return {}
    return _codes(text) if b"begincmap" in text[:2048] else {}


def _codes(text: bytes) -> dict[int, str]:
    table: dict[int, str] = {}
    for section in _SECTION.finditer(text):
        if section[1] == b"char":
            pairs = [(int(code, 16), int(char, 16)) for code, char in _CHAR.findall(section[2])]
        else:
            pairs = [
                (int(low, 16) + k, int(char, 16) + k)
                for low, high, char in _RANGE.findall(section[2]) for k in range(min(int(high, 16) - int(low, 16) + 1,
                256))
            ]  # fmt: skip
        table |= {code: chr(char) for code, char in pairs if 0x30 <= char <= 0x39}
    return table


def _suspects_of(table: dict[int, str]) -> set[str]:
    digits = list(table.values())
    twice = {digit for digit in digits if digits.count(digit) > 1}
    apart = Counter(code - ord(digit) for code, digit in table.items())
    usual, most = apart.most_common(1)[0] if apart else (0, 0)
    astray = {digit for code, digit in table.items() if code - ord(digit) != usual}
    return twice | (astray if most >= max(MANY, 2 * len(astray)) else set())


def doubtful(glyphs: Iterable[Glyph], digits: frozenset[str], look: Callable[[Pixels], Any]) -> frozenset[str]:
    """Which of the suspected digits do not look like themselves on a page.

    Args:
        look: the picture of a box of pixels (left, top, right, bottom; exclusive) of the page at `SCALE`; few are
            asked for.
    """
    wanted = [glyph for glyph in glyphs if glyph.text in digits and glyph.angle == 0]
    strips = _Strips(map(_box, wanted), look)
    seen: dict[str, list[Any]] = {}
    for glyph in wanted:
        shapes = seen.setdefault(glyph.text, [])
        if len(shapes) < SAMPLES and (shape := _shape(strips.picture(_box(glyph)))) is not None:
            shapes.append(shape)
    return frozenset(digit for digit, shapes in seen.items() if shapes and _is_doubtful(digit, shapes))


def _box(glyph: Glyph) -> Pixels:
    x0, x1 = int(glyph.x0 * SCALE), int(glyph.x1 * SCALE) + 1
    return max(x0, 0), int(glyph.top * SCALE), x1, int(glyph.bottom * SCALE) + 1


class _Strips:
    """Pictures of boxes, cut from one strip for all boxes of a printed line: asking for a picture is what costs."""

    def __init__(self, boxes: Iterable[Pixels], look: Callable[[Pixels], Any]) -> None:
        self._look = look
        self._pictures: dict[tuple[int, int], Any] = {}
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        for left, top, right, bottom in boxes:
            known = self._spans.get((top, bottom), (left, right))
            self._spans[top, bottom] = (min(known[0], left), max(known[1], right))

    def picture(self, box: Pixels) -> Any:
        """None where the box lies outside the page."""
        left, top, right, bottom = box
        first, last = self._spans[top, bottom]
        if (top, bottom) not in self._pictures:
            self._pictures[top, bottom] = self._look((first, top, last, bottom))
        strip = self._pictures[top, bottom]
        return None if strip is None else strip[:, left - first : right - first]


def _is_doubtful(digit: str, shapes: list[Any]) -> bool:
    """Most of its pictures have not the digit's holes, or some have them and others, unlike them, have not."""
    fits = [_fits(digit, shape) for shape in shapes]
    if sum(fits) * 3 < len(fits):
        return True
    misfits = [shape for shape, fit in zip(shapes, fits, strict=True) if not fit]
    return any(
        min(abs(shape - other).mean() for other, fit in zip(shapes, fits, strict=True) if fit) >= UNLIKE
        for shape in misfits
    )


def _shape(crop: Any) -> Any:
    """A glyph's ink, cut out and brought to one size (0 paper, 1 ink); None where nothing shows."""
    if crop is None or crop.size == 0:
        return None
    ink = crop.mean(axis=2) < DARK
    rows, cols = ink.any(axis=1).nonzero()[0], ink.any(axis=0).nonzero()[0]
    if len(rows) < 6 or len(cols) < 2:
        return None
    ink = ink[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
    down = [int((k + 0.5) * ink.shape[0] / _HIGH) for k in range(_HIGH)]
    across = [int((k + 0.5) * ink.shape[1] / _WIDE) for k in range(_WIDE)]
    return ink[down][:, across].astype(float)


def _fits(digit: str, shape: Any) -> bool:
    """Whether a shape has the holes of its digit, where the digit has them."""
    if shape.mean() > 0.9:  # a bar, a box: no glyph of a digit that can be judged
        return True
    holes = _holes(shape)
    fewest, most = _HOLES[digit]
    if not fewest <= len(holes) <= most:
        return False
    if digit == "6":
        return holes[0] > 0.5
    return digit != "9" or holes[0] < 0.5


def _holes(shape: Any) -> list[float]:
    """How far down the middle of each hole lies (0 to 1), larger holes than a speck. A row of pixels is a number's
    bits.
    """
    ink = (shape.astype(int) @ [2 << k for k in range(_WIDE)]).tolist()
    paper = [_ROW, *(_ROW & ~row for row in ink), _ROW]
    sides = 1 | 2 << _WIDE
    outside = _flood([_ROW, *(sides for _ in ink), _ROW], paper)
    left = [row & ~out for row, out in zip(paper, outside, strict=True)]
    found = []
    while (at := next((number for number, row in enumerate(left) if row), None)) is not None:
        area = _flood([row & -row if number == at else 0 for number, row in enumerate(left)], left)
        left = [row & ~hole for row, hole in zip(left, area, strict=True)]
        size = sum(map(int.bit_count, area))
        if size >= 4:
            found.append(sum((number - 1) * row.bit_count() for number, row in enumerate(area)) / size / _HIGH)
    return sorted(found)


_ROW = (4 << _WIDE) - 1


def _flood(area: list[int], paper: list[int]) -> list[int]:
    """All of the paper that hangs together with an area, side by side or one under the other."""
    order = range(len(area))
    while True:
        before = list(area)
        for rows in (order, reversed(order)):
            near = 0
            for number in rows:
                free = paper[number]
                here = (area[number] | near) & free
                while (grown := (here | here << 1 | here >> 1) & free) != here:
                    here = grown
                area[number] = near = here
        if area == before:
            return area
