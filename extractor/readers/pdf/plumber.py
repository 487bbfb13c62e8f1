"""The second engine: pdfplumber reads the tables of one page by its own characters, lines and cell finder.

Slow (ten times pdfium), so it is asked only where a trigger of `page.doubt.Trigger` fires. The library is imported
when first needed.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from extractor.layout.conservation import JUNK
from extractor.layout.grid import Lattice, Span
from extractor.layout.text import Glyph, fill_all, plain, turn_box
from extractor.model.document import BBox, Grid

MAX_ASKED = 64
"""Second readings per file; a count and not a time, so that the same bytes give the same document."""
ASK_FOR_TABLES = 8
"""What a reading of tables counts for, against 1 for the characters alone."""
MAX_INK = 40_000
"""Characters and lines of a page beyond which it is not read a second time."""
SAME = 1.5
"""Points within which two cell edges are one."""
_FAULTS = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError,
    ZeroDivisionError, NotImplementedError, struct.error, zlib.error, EOFError, OSError,
)  # fmt: skip
"""What pdfminer lets through on damaged files; it has no exception tree that covers them."""


@dataclass(slots=True)
class _Seen:
    """What pdfplumber sees on a page: the cells of each table, and the characters, in the page as shown."""

    width: float
    height: float
    tables: list[list[BBox]] | None
    """None where only the characters were asked for."""
    chars: list[tuple[str, BBox]]


class SecondReader:
    """Second readings of one file's pages. Opens the file for each: pdfplumber otherwise prepares every page."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.asked = 0
        self._angle = 0
        self._last: tuple[int, _Seen | None] = (0, None)

    def turned(self, angle: int) -> SecondReader:
        """The same reader, its answers from now on turned so that text of this angle is upright; 0 undoes it."""
        self._angle = angle
        return self

    def grids(self, number: int) -> list[Grid] | None:
        """The tables of a page (from 1); None where pdfplumber cannot read it or has been asked too often."""
        seen = self._look(number, True)
        if seen is None or seen.tables is None:
            return None
        angle, width, height = self._angle, seen.width, seen.height
        lattices = [lattice_of([turn_box(cell, angle, width, height) for cell in cells]) for cells in seen.tables]
        grids, _ = fill_all(lattices, self._glyphs(seen), number)
        return grids

    def glyphs(self, number: int) -> list[Glyph] | None:
        """The characters of a page (from 1); None as above."""
        seen = self._look(number, False)
        return None if seen is None else self._glyphs(seen)

    def _glyphs(self, seen: _Seen) -> list[Glyph]:
        angle = self._angle
        return [
            Glyph(plain(ch), *turn_box(box, angle, seen.width, seen.height))
            for text, box in seen.chars
            for ch in text
            if not JUNK.match(ch)
        ]

    def _look(self, number: int, tables: bool) -> _Seen | None:
        """Read a page, unless it was the last one read."""
        last, seen = self._last
        if last != number or (tables and seen is not None and seen.tables is None):
            self.asked += ASK_FOR_TABLES if tables else 1
            seen = _see(self._data, number, tables) if self.asked <= MAX_ASKED else None
            self._last = (number, seen)
        return seen


def _see(data: bytes, number: int, tables: bool) -> _Seen | None:
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        import pdfplumber

        logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd font
        with pdfplumber.open(BytesIO(data), pages=[number]) as pdf:
            return _seen_on(pdf.pages[0], tables)
    except (PDFException, PSException, PdfminerException, MalformedPDFException, *_FAULTS):
        return None


def _seen_on(page: Any, tables: bool) -> _Seen:
    if len(page.chars) + len(page.edges) > MAX_INK:
        raise OverflowError("page too large for a second reading")
    left, top, right, bottom = page.cropbox
    return _Seen(
        right - left,
        bottom - top,
        [[(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in table.cells] for table in page.find_tables()]
        if tables
        else None,
        [
            (c["text"], (c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top))
            for c in page.dedupe_chars().chars
        ],
    )


def lattice_of(cells: list[BBox]) -> Lattice:
    """Cell boxes as a lattice with spans; slots that no box covers become single cells and a doubt."""
    xs, ys = _edges(x for c in cells for x in (c[0], c[2])), _edges(y for c in cells for y in (c[1], c[3]))
    spans: list[Span] = []
    free = {(r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}
    for box in sorted(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1])):
        left, right = _index(xs, box[0]), _index(xs, box[2])
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        slots = {(r, c) for r in range(top, bottom) for c in range(left, right)}
        if slots and slots <= free:
            free -= slots
            spans.append(Span(top, left, bottom - top, right - left))
    doubts = [f"有 {len(free)} 格不闭合"] if free else []
    spans += [Span(r, c, 1, 1) for r, c in free]
    return Lattice(xs, ys, sorted(spans, key=lambda s: (s.row, s.col)), doubts)


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SAME:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
