"""The second engine: pdfplumber reads the tables of one page by its own characters, lines and cell finder.

Slow (ten times pdfium), so it is asked only where a trigger of `pdf_doubt.Trigger` fires. The library is imported
when first needed.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, TypeVar

from extractor.layout.grid import Lattice, Span
from extractor.layout.text import Glyph, fill_all, plain
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
    """Holds the file open for second readings; opens it on first use."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None
        self.asked = 0

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pdf is not None:
            self._pdf.close()

    def grids(self, number: int) -> list[Grid] | None:
        """The tables of a page (from 1); None where pdfplumber cannot read it or has been asked too often."""
        return self._ask(number, _grids)

    def glyphs(self, number: int) -> list[Glyph] | None:
        """The characters of a page (from 1); None as above."""
        return self._ask(number, lambda page, _: _glyphs(page))

    def _ask(self, number: int, question: Callable[[Any, int], list[T]]) -> list[T] | None:
        self.asked += 1
        if self.asked > MAX_PAGES:
            return None
        from pdfminer.pdfexceptions import PDFException
        from pdfminer.psexceptions import PSException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        try:
            if self._pdf is None:
                import pdfplumber

                self._pdf = pdfplumber.open(BytesIO(self._data))
            page = self._pdf.pages[number - 1]
            try:
                return question(page, number)
            finally:
                page.close()
        except (PDFException, PSException, PdfminerException, MalformedPDFException, *_FAULTS):
            return None


def _grids(page: Any, number: int) -> list[Grid]:
    if len(page.chars) + len(page.edges) > MAX_INK:
        raise OverflowError("page too large for a second reading")
    left, top = page.cropbox[0], page.cropbox[1]
    lattices = [lattice_of([_moved(cell, left, top) for cell in table.cells]) for table in page.find_tables()]
    grids, _ = fill_all(lattices, _glyphs(page), number)
    return grids


def _glyphs(page: Any) -> list[Glyph]:
    left, top = page.cropbox[0], page.cropbox[1]
    return [
        Glyph(plain(ch), c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top)
        for c in page.dedupe_chars().chars
        for ch in c["text"]
    ]


def _moved(cell: tuple[float, float, float, float], left: float, top: float) -> BBox:
    return (cell[0] - left, cell[1] - top, cell[2] - left, cell[3] - top)


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
