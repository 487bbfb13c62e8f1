"""The second engine: pdfplumber reads the tables of one page by its own characters, lines and cell finder.

Slow (ten times pdfium), so it is asked only where a trigger of `pdf_doubt.Trigger` fires. The library is imported
when first needed.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, TypeVar

from extractor.layout.grid import Lattice, Span
from extractor.layout.text import Glyph, fill_all, plain, turn_box
from extractor.model.document import BBox, Grid

T = TypeVar("T")
MAX_PAGES = 16
"""Second readings per file; a count and not a time, so that the same bytes give the same document."""
MAX_INK = 40_000
"""Characters and lines of a page beyond which it is not read a second time."""
SAME = 1.5
"""Points within which two cell edges are one."""
_FAULTS = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError, OverflowError,
    ZeroDivisionError, NotImplementedError, struct.error, zlib.error, EOFError, OSError,
)  # fmt: skip
"""What pdfminer lets through on damaged files; it has no exception tree that covers them."""


class SecondReader:
    """Second readings of one file's pages. Opens the file for each: pdfplumber otherwise prepares every page."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.asked = 0
        self._angle = 0

    def turned(self, angle: int) -> SecondReader:
        """The same reader, its answers from now on turned so that text of this angle is upright; 0 undoes it."""
        self._angle = angle
        return self

    def grids(self, number: int) -> list[Grid] | None:
        """The tables of a page (from 1); None where pdfplumber cannot read it or has been asked too often."""
        return self._ask(lambda page: _grids(page, number, self._angle), number)

    def glyphs(self, number: int) -> list[Glyph] | None:
        """The characters of a page (from 1); None as above."""
        return self._ask(lambda page: _glyphs(page, self._angle), number)

    def _ask(self, question: Callable[[Any], list[T]], number: int) -> list[T] | None:
        self.asked += 1
        if self.asked > MAX_PAGES:
            return None
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        try:
            import pdfplumber

            logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd font
            with pdfplumber.open(BytesIO(self._data), pages=[number]) as pdf:
                return question(pdf.pages[0])
        except (PDFException, PSException, PdfminerException, MalformedPDFException, *_FAULTS):
            return None


def _grids(page: Any, number: int, angle: int) -> list[Grid]:
    if len(page.chars) + len(page.edges) > MAX_INK:
        raise OverflowError("page too large for a second reading")
    lattices = [lattice_of([_shown(page, cell, angle) for cell in table.cells]) for table in page.find_tables()]
    grids, _ = fill_all(lattices, _glyphs(page, angle), number)
    return grids


def _glyphs(page: Any, angle: int) -> list[Glyph]:
    found = []
    for c in page.dedupe_chars().chars:
        box = _shown(page, (c["x0"], c["top"], c["x1"], c["bottom"]), angle)
        found += [Glyph(plain(ch), *box) for ch in c["text"]]
    return found


def _shown(page: Any, box: BBox, angle: int) -> BBox:
    """A box in the page as shown (crop box applied), turned upright."""
    left, top, right, bottom = page.cropbox
    x0, y0, x1, y1 = box
    return turn_box((x0 - left, y0 - top, x1 - left, y1 - top), angle, right - left, bottom - top)


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
