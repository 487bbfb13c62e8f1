"""Lines of a merged cell that stand below its border: too many for the rows it has on a page.

LibreOffice prints a merged cell over a page break without making its last rows higher. What does not fit goes on below
the border, at the same distance from line to line, in the next cell or under the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.grid import Lattice
from extractor.layout.text import Glyph, is_full, rows_of

NEAR = 0.2
"""Share of the distance between two lines by which the next one may stand off."""
APART = 1.5
"""Distances between lines from which a text below is another one."""
LABELLED = "：:"
"""What a line of the sign-off under a table has, and the rest of a sentence has not."""


def settle_spilt(lattice: Lattice, held: list[list[Glyph]], left: list[Glyph]) -> list[Glyph]:
    """Put lines pressed out of a merged cell back into it, in place; gives the characters outside that are left."""
    by_top = {(span.row, span.col): n for n, span in enumerate(lattice.spans)}
    for n, span in enumerate(lattice.spans):
        box = lattice.box(span)
        if span.rowspan < 2 or not held[n] or max(g.bottom + (g.bottom - g.top) for g in held[n]) < box[3]:
            continue
        lines = _lines(held[n])
        if len(lines) < 2 or not is_full(lines[-1], box, 2.2 * max(g.x1 - g.x0 for g in lines[-1])):
            continue
        pitch = median(_middle(b) - _middle(a) for a, b in pairwise(lines))
        below = by_top.get((span.row + span.rowspan, span.col))
        if below is None:
            if span.row + span.rowspan == lattice.rows:
                left = _under_table(held, n, left, box, pitch)
        elif lattice.spans[below].colspan == span.colspan:
            _from_next(held, n, below, pitch)
    return left


def _under_table(
    held: list[list[Glyph]], n: int, left: list[Glyph], box: tuple[float, float, float, float], pitch: float
) -> list[Glyph]:
    """Take the lines that go on under the table from those outside it."""
    while True:
        last = _lines(held[n])[-1]
        under = [g for g in left if box[0] <= g.x0 and g.x1 <= box[2] and _follows(last, [g], pitch)]
        if not under or any(g.text in LABELLED for g in under) or not _starts_alike(last, under):
            return left
        taken = {id(g) for g in under}
        level = [g for g in left if id(g) not in taken and _follows(last, [g], pitch) and not g.text.isspace()]
        if any(abs(g.x0 - under[-1].x1) < pitch for g in level):
            return left  # a line of text across the columns
        held[n] += under
        left = [g for g in left if id(g) not in taken]


def _from_next(held: list[list[Glyph]], n: int, below: int, pitch: float) -> None:
    """Take the first lines of the next cell that go on from this one, where a blank parts them from its own."""
    own = _lines(held[below])
    at, last = 0, _lines(held[n])[-1]
    while at < len(own) and _follows(last, own[at], pitch) and _starts_alike(last, own[at]):
        last, at = own[at], at + 1
    if 0 < at < len(own) and _middle(own[at]) - _middle(own[at - 1]) > APART * pitch:
        held[n] += [g for line in own[:at] for g in line]
        held[below] = [g for line in own[at:] for g in line]


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    return rows_of([g for g in glyphs if not g.angle])


def _middle(line: Sequence[Glyph]) -> float:
    return median(g.middle for g in line)


def _follows(last: Sequence[Glyph], line: Sequence[Glyph], pitch: float) -> bool:
    return abs(_middle(line) - _middle(last) - pitch) <= NEAR * pitch


def _starts_alike(last: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Whether two lines begin at the same left edge."""
    return abs(min(g.x0 for g in line) - min(g.x0 for g in last)) < 0.3 * (line[0].bottom - line[0].top)
