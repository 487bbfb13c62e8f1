"""Signs that a table's rulings or characters are not where they belong, though every cell is closed.

A ruling that is missing altogether leaves sound rectangles behind; only the text tells: a gap at the same place in
several cells above each other, or values side by side that all break in two at the same height. A character that
was moved shows by lying across a ruling, on top of another, or beside the table. All reasons are Chinese.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from extractor.layout.grid import Lattice, Span
from extractor.layout.text import Glyph, is_full, rows_of

STACKED = 3
"""So many cells above each other must show the same gap."""
GAP = 1.5
"""Width of the gap in characters."""

Interval = tuple[float, float]
Held = Sequence[Sequence[Glyph]]
"""The characters of each cell, in the order of the lattice's spans."""


def characters_astray(lattice: Lattice, held: Held, outside: Sequence[Glyph]) -> list[str]:
    """Characters across a ruling, on top of each other, or beside the table at the height of its rows.

    `held` has the characters of each cell, `outside` those in no table.
    """
    reasons = []
    across = overlaid = 0
    for span, inside in zip(lattice.spans, held):
        x0, _, x1, _ = lattice.box(span)
        for g in inside:
            if (g.x0 < x0 or g.x1 > x1) and g.home is None:
                slack = 0.35 * (g.x1 - g.x0)
                across += (g.x0 < x0 - slack or g.x1 > x1 + slack) and not g.text.isspace()
        if len(inside) > 1 and not _in_order(inside):
            overlaid += _overlaid(inside)
    if across:
        reasons.append(f"有 {across} 个字符压在框线上")
    if overlaid:
        reasons.append(f"有 {overlaid} 处字符重叠")
    left, top, right, bottom = lattice.bbox
    beside = [
        g for g in outside
        if top < g.middle < bottom and not g.text.isspace()
        and (left - 4 * (g.bottom - g.top) < g.x1 <= left + 2 or right - 2 <= g.x0 < right + 4 * (g.bottom - g.top))
    ]  # fmt: skip
    if beside:
        reasons.append(f"有 {len(beside)} 个字符在表格旁边，不属于任何单元格")
    return reasons


def _in_order(inside: Sequence[Glyph]) -> bool:
    """Whether characters only go right, or down to a next line: then none lies on another."""
    last = inside[0]
    for g in inside[1:]:
        if g.x0 < last.x1 - 1 and g.top < last.bottom - 2:
            return False
        if g.bottom < last.top + 2:
            return False
        last = g
    return True


def _overlaid(inside: Sequence[Glyph]) -> int:
    count = 0
    for row in rows_of(g for g in inside if not g.text.isspace() and g.angle == 0 and g.home is None):
        for a, b in zip(row, row[1:]):
            narrow = min(a.x1 - a.x0, b.x1 - b.x0)
            if a.text != b.text and min(a.x1, b.x1) - max(a.x0, b.x0) > 0.6 * narrow > 0:
                count += 1
    return count


def rulings_missing(lattice: Lattice, held: Held, texts: Sequence[str]) -> list[str]:
    """Places where the text looks as if a ruling had been lost.

    `texts` are the cells' texts, in the order of the lattice's spans: only those with a blank or a line break in them
    can hide one.
    """
    gappy = sum(any(mark in text for mark in " \u3000") for text in texts) >= STACKED
    broken = sum("\n" in text for text in texts) >= 2
    return (_lost_columns(lattice, held) if gappy else []) + (_lost_rows(lattice, held, texts) if broken else [])


def _lost_columns(lattice: Lattice, held: Held) -> list[str]:
    """A stack of cells whose text all leaves the same vertical strip free, with text on both sides."""
    stacks: dict[tuple[int, int], list[tuple[Span, list[Glyph]]]] = defaultdict(list)
    for span, inside in zip(lattice.spans, held):
        stacks[span.col, span.colspan].append((span, [g for g in inside if not g.text.isspace()]))
    reasons = []
    for stack in stacks.values():
        strips: list[Interval] = []
        length = below = 0
        for span, inside in stack:
            if not inside or (length and span.row != below):
                length = 0
                if not inside:
                    continue
            gaps = _gaps(inside)
            strips = _common(strips, gaps, inside) if length else gaps
            length = length + 1 if strips else 0
            below = span.row + span.rowspan
            if length >= STACKED:
                reasons.append(f"第{span.row + 1}行一带的单元格里疑似缺一条竖线")
                break
    return reasons


def _gaps(inside: Sequence[Glyph]) -> list[Interval]:
    """Vertical strips inside the text that no character touches; not after a colon (label and value)."""
    size = max(g.bottom - g.top for g in inside)
    ordered = sorted(inside, key=lambda g: g.x0)
    gaps = []
    end, last = ordered[0].x1, ordered[0]
    for g in ordered[1:]:
        if g.x0 - end >= GAP * size * 0.75 and last.text not in ":：":
            gaps.append((end, g.x0))
        if g.x1 > end:
            end, last = g.x1, g
    return gaps


def _common(strips: list[Interval], gaps: list[Interval], inside: Sequence[Glyph]) -> list[Interval]:
    size = max(g.bottom - g.top for g in inside) * 0.75
    return [(max(a, c), min(b, d)) for a, b in strips for c, d in gaps if min(b, d) - max(a, c) >= GAP * size * 0.6]


def _lost_rows(lattice: Lattice, held: Held, texts: Sequence[str]) -> list[str]:
    """A row in which several cells break at the same height though their lines were not full."""
    breaks = Counter(span.row for span, text in zip(lattice.spans, texts) if "\n" in text)
    by_row: dict[int, list[tuple[Span, list[list[Glyph]]]]] = defaultdict(list)
    for span, inside in zip(lattice.spans, held):
        if span.rowspan == 1 and inside and breaks[span.row] >= 2:
            lines = [row for row in rows_of(inside) if any(not g.text.isspace() for g in row)]
            if lines:
                by_row[span.row].append((span, lines))
    return [
        f"第{row + 1}行疑似缺一条横线" for row, cells in by_row.items() if len(cells) >= 3 and _splits(lattice, cells)
    ]


def _splits(lattice: Lattice, cells: list[tuple[Span, list[list[Glyph]]]]) -> bool:
    """Whether one height divides every cell of the row, two of them for no other reason, one with numbers in both
    halves.
    """
    first = max((lines for _, lines in cells), key=len)
    for upper, lower in zip(first, first[1:]):
        at = (_bottom(upper) + _top(lower)) / 2
        free = numbers = 0
        for span, lines in cells:
            above = [line for line in lines if _middle(line) < at]
            below = [line for line in lines if _middle(line) >= at]
            if not above or not below:
                break
            size = max(g.x1 - g.x0 for g in below[0])
            free += not is_full(above[-1], lattice.box(span), size)
            numbers += _has_digit(above) and _has_digit(below)
        else:
            if free >= 2 and numbers:
                return True
    return False


def _top(line: list[Glyph]) -> float:
    return min(g.top for g in line)


def _bottom(line: list[Glyph]) -> float:
    return max(g.bottom for g in line)


def _middle(line: list[Glyph]) -> float:
    return sum(g.middle for g in line) / len(line)


def _has_digit(lines: list[list[Glyph]]) -> bool:
    return any(g.text.isdigit() for line in lines for g in line)
