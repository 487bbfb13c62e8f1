"""Cells filled dark whose rulings were lost in the fill: parted where their texts stand in the columns around them.

A dark ruling in a dark head is hardly darker than its fill, and what is left of it under wear may be nothing. A cell of
several columns that is filled dark, with texts on both sides of a column's border and a blank over it, is taken for
cells of their own, and the table says so: nothing on the page proves it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice, Span

Gray = NDArray[Any]

FILLED = 0.5
"""Share of a cell that has to be filled."""
BLANK, INSET = 4.0, 2.0
"""Points of blank on either side of a border at least, and along the edges of a cell that may be its rulings."""
PARTED = "深色底的格子里框线看不清，按文字的位置分格"


def part_dark(table: Lattice, dark: Gray | None, mask: Gray, scale: float) -> None:
    """Part the dark cells of a table, in place.

    Args:
        dark: where fills stood (0/255), None where none did; mask: where text is (0/1), of the same page.
        scale: pixels per point.
    """
    if dark is None:
        return
    spans: list[Span] = []
    for span in table.spans:
        cols = _borders(table, span, dark, mask, scale)
        rows = _borders(_turned(table), Span(span.col, span.row, span.colspan, span.rowspan), dark.T, mask.T, scale)
        spans += [
            Span(y, x, below - y, after - x)
            for y, below in pairwise([span.row, *rows, span.row + span.rowspan])
            for x, after in pairwise([span.col, *cols, span.col + span.colspan])
        ]
    if len(spans) > len(table.spans):
        table.spans = sorted(spans, key=lambda s: (s.row, s.col))
        table.doubts.append(PARTED)


def _turned(table: Lattice) -> Lattice:
    return Lattice(table.ys, table.xs, [])


def _borders(table: Lattice, span: Span, dark: Gray, mask: Gray, scale: float) -> list[int]:
    """The columns within a dark cell that begin between two of its texts."""
    if span.colspan == 1:
        return []
    inset = round(INSET * scale)
    x0, y0, x1, y1 = (round(v) for v in table.box(span))
    place = np.s_[y0 + inset : y1 - inset, x0 + inset : x1 - inset]
    if mask[place].size == 0 or float((dark[place] > 0).mean()) < FILLED:
        return []
    inked = np.flatnonzero((mask[place] > 0).any(axis=0)) + x0 + inset
    found: list[int] = []
    last = x0
    for col in range(span.col + 1, span.col + span.colspan):
        # What is left of the ruling itself stands on the border.
        x, beside = table.xs[col], BLANK * scale
        texts = inked[np.abs(inked - x) > inset]
        before, after = texts[(texts > last) & (texts < x)], texts[texts > x]
        if len(before) and len(after) and x - before.max() > beside and after.min() - x > beside:
            found.append(col)
            last = round(x)
    return found
