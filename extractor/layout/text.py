"""Placed characters -> lines, and lines -> cells of a lattice. Shared by PDF, OFD and recognised pages.

A character belongs to the cell that holds its centre. Within a cell characters are ordered by line, then from left
to right; gaps wider than a blank become one. Nothing is thrown away: what stands in no cell is returned.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractor.layout.conservation import visible_length
from extractor.layout.grid import Lattice, Span
from extractor.model.document import Aside, AsideKind, BBox, Cell, Grid, Line


@dataclass(slots=True)
class Glyph:
    """One printed character with its box. `angle` is its turn in degrees clockwise: 0, 90, 180, 270.

    `why`: the character is no part of the text (struck out, not to be seen, a note's mark); None for all others.
    `home`: the point whose cell it belongs to, where that is not its middle.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    angle: int = 0
    why: AsideKind | None = None
    home: tuple[float, float] | None = None

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2


def without_shadows(glyphs: list[Glyph]) -> list[Glyph]:
    """Bold and shadows are often the same character printed twice, a hair apart: once is enough."""
    places = {(g.text, round(g.x0 / 2), round(g.top / 2)) for g in glyphs}
    if len(places) == len(glyphs):
        return glyphs
    kept: list[Glyph] = []
    near: dict[tuple[str, int, int], list[Glyph]] = {}
    for g in glyphs:
        x, y = round(g.x0 / 2), round(g.top / 2)
        slack = 0.2 * (g.bottom - g.top)
        around = [near.get((g.text, i, j), ()) for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1)]
        if any(abs(o.x0 - g.x0) <= slack and abs(o.top - g.top) <= slack for others in around for o in others):
            continue
        kept.append(g)
        near.setdefault((g.text, x, y), []).append(g)
    return kept


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters by printed line, lines top to bottom, characters left to right."""
    lines: list[list[Glyph]] = []
    mean = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        if lines and middle - mean <= 0.42 * max(size, height):
            line = lines[-1]
            line.append(glyph)
            mean += (middle - mean) / len(line)
            size = max(size, height)
        else:
            lines.append([glyph])
            mean, size = middle, height
    for line in lines:
        line.sort(key=lambda g: g.x0)
    return lines


SET_TIGHT, TIGHT = 0.05, 0.45
"""Ems between the characters of a line that is set without spreading; of blank in it that two half-width blanks leave.

The quarter em that programs put between Han characters and figures is less.
"""


def text_of(line: Sequence[Glyph]) -> str:
    """One printed line as text; a gap wider than a blank becomes one blank."""
    parts: list[str] = []
    last: Glyph | None = None
    tight: bool | None = None
    for glyph in line:
        if last is not None and last.text != " " and glyph.text != " ":
            gap, em = glyph.x0 - last.x1, max(last.bottom - last.top, glyph.bottom - glyph.top)
            wide = 0.675 if ord(last.text[-1]) > 0x2E7F or ord(glyph.text[0]) > 0x2E7F else 0.1875
            if gap > wide * em:
                parts.append(" ")
            elif gap > TIGHT * em and wide > TIGHT:
                tight = _is_set_tight(line) if tight is None else tight
                parts.append(" " if tight else "")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts).rstrip().lstrip(" \t\r\n\xa0")


def _is_set_tight(line: Sequence[Glyph]) -> bool:
    """Whether the Han characters of a line stand close: then a gap was a blank, and no spreading over a width."""
    gaps = [
        (b.x0 - a.x1) / max(b.bottom - b.top, 1e-6)
        for a, b in pairwise(line)
        if ord(a.text[-1]) > 0x2E7F and ord(b.text[0]) > 0x2E7F
    ]
    return len(gaps) > 3 and median(gaps) < SET_TIGHT


def block_of(glyphs: Sequence[Glyph], box: BBox) -> tuple[str, bool]:
    """The text of a cell with this box, and whether its last line is full (the text may go on after a page break).

    A line that ends because the cell is too narrow is joined to the next; other line ends stay as a line break.
    Text turned by 90 or 270 degrees is read turned.
    """
    if not glyphs:
        return "", False
    angle = glyphs[0].angle
    if angle and sum(g.angle == angle for g in glyphs) * 2 > len(glyphs):
        glyphs = [turned(g, angle) for g in glyphs]
        frame = turned(Glyph("", *box), angle)
        box = (frame.x0, frame.top, frame.x1, frame.bottom)
    rows = [(row, text) for row in rows_of(glyphs) if (text := text_of(row)).strip()]
    parts: list[str] = []
    for i, (row, text) in enumerate(rows):
        parts.append(text)
        if i + 1 < len(rows):
            following, begin = rows[i + 1]
            if not is_full(row, box, _first_width(following)) or _new_paragraph(text, begin):
                parts.append("\n")
            elif text[-1].isascii() and begin[0].isascii() and text[-1].isalpha() and begin[0].isalpha():
                parts.append(" ")
    last = rows[-1][0] if rows else []
    return "".join(parts), bool(last) and is_full(last, box, 2.2 * max(g.x1 - g.x0 for g in last))


PADDING = 5.4
"""Word's default distance between border and text, points; pages in pixels have wider cells and lose little."""
_ITEM = re.compile(r"(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、:：]|[①-⑳]|(?:目标|指标|任务)\d)(?!\d)")


def is_full(row: Sequence[Glyph], box: BBox, following: float) -> bool:
    """Whether something `following` wide would not have fitted on this line of a cell."""
    inked = [g for g in row if not g.text.isspace()] or row
    room = box[2] - PADDING - max(g.x1 for g in inked)
    width = max(g.x1 for g in inked) - min(g.x0 for g in inked)
    return min(room, box[2] - box[0] - 2 * PADDING - width) < following


def _first_width(row: Sequence[Glyph]) -> float:
    """Width of what a line cannot begin without: a character with the mark after it, or a whole word or number."""
    start = next((i for i, g in enumerate(row) if not g.text.isspace()), 0)
    end = start + 1
    while end < len(row) and (
        (_wordy(row[end - 1].text) and _wordy(row[end].text)) or row[end].text in "，。、；：！？）》”%,.;:)"
    ):
        end += 1
    return row[end - 1].x1 - row[start].x0


def _wordy(text: str) -> bool:
    return text.isascii() and (text.isalnum() or text in ".,%-/")


def _new_paragraph(text: str, begin: str) -> bool:
    """A full line that nevertheless ends: the next is indented, or a sentence is over and a numbered item begins."""
    return begin[0] == "\u3000" or text[-1] in "。；;：:！!？?" and _ITEM.match(begin) is not None


def turned(glyph: Glyph, angle: int) -> Glyph:
    """The glyph in a frame turned so that text of this angle runs from left to right."""
    if angle == 90:  # reads downwards
        box = (glyph.top, -glyph.x1, glyph.bottom, -glyph.x0)
    elif angle == 270:  # reads upwards
        box = (-glyph.bottom, glyph.x0, -glyph.top, glyph.x1)
    else:
        box = (-glyph.x1, -glyph.bottom, -glyph.x0, -glyph.top)
    return Glyph(glyph.text, *box, why=glyph.why)


def turn_box(box: BBox, angle: int, width: float, height: float) -> BBox:
    """A box of a page of this size, in the page turned so that text of this angle is upright.

    Args:
        angle: of the text in degrees, clockwise: 0, 90 (it reads downwards), 180 or 270.
        width, height: of the page as shown, in points.
    """
    x0, y0, x1, y1 = box
    if angle == 90:
        return (y0, width - x1, y1, width - x0)
    if angle == 180:
        return (width - x1, height - y1, width - x0, height - y0)
    if angle == 270:
        return (height - y1, x0, height - y0, x1)
    return box


def turn_back(box: BBox, angle: int, width: float, height: float) -> BBox:
    """The reverse of `turn_box`; `width` and `height` are still those of the page as shown.

    Args:
        angle: as in `turn_box`.
    """
    if angle == 90:
        return turn_box(box, 270, height, width)
    if angle == 270:
        return turn_box(box, 90, height, width)
    return turn_box(box, angle, width, height)


def bbox_of(glyphs: Iterable[Glyph]) -> BBox:
    """The box around characters."""
    some = list(glyphs)
    return (min(g.x0 for g in some), min(g.top for g in some), max(g.x1 for g in some), max(g.bottom for g in some))


def fill(lattice: Lattice, glyphs: Iterable[Glyph], page: int | None = None) -> tuple[Grid, list[Glyph]]:
    """Put each character into the cell that holds its centre.

    Returns:
        The grid (`seen` counts the characters put in, white space left out) and the characters outside the lattice.
    """
    held, outside = assign(lattice, glyphs)
    return grid_of(lattice, held, page), outside


def grid_of(lattice: Lattice, held: Sequence[Sequence[Glyph]], page: int | None = None) -> Grid:
    """A grid from a lattice and the characters of each of its cells."""
    cells = []
    for span, inside in zip(lattice.spans, held):
        box = lattice.box(span)
        shown, asides = set_apart(inside)
        text, full = block_of(shown, box)
        if any(aside.why == "clipped" for aside in asides):
            whole = block_of([g for g in inside if g.why in (None, "clipped")], box)[0]
            asides = tuple(replace(a, text=whole) if a.why == "clipped" else a for a in asides)
        cells.append(
            Cell(span.row, span.col, span.rowspan, span.colspan, text, page=page, bbox=box, full=full, asides=asides)
        )
    grid = Grid(cells, lattice.rows, lattice.cols, page=page, bbox=lattice.bbox, doubts=list(lattice.doubts))
    grid.seen = visible_length("".join([g.text for inside in held for g in inside if g.why is None]))
    return grid


def set_apart(glyphs: Sequence[Glyph]) -> tuple[Sequence[Glyph], tuple[Aside, ...]]:
    """The characters that are text, and what else stands there."""
    apart: dict[AsideKind, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.why is not None:
            apart.setdefault(glyph.why, []).append(glyph)
    if not apart:
        return glyphs, ()
    words = [(why, "".join(text_of(row) for row in rows_of(some)).strip()) for why, some in apart.items()]
    return [g for g in glyphs if g.why is None], tuple(Aside(text, why) for why, text in words if text)


SPILT = 0.1
"""Share of a character's height by which its middle may lie below its cell: a last line that a row was too low for."""


def assign(lattice: Lattice, glyphs: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Characters by cell, in the order of `lattice.spans`, and those outside the lattice."""
    xs, ys = lattice.xs, lattice.ys
    owners = [[0] * lattice.cols for _ in range(lattice.rows)]
    for i, span in enumerate(lattice.spans):
        for r in range(span.row, span.row + span.rowspan):
            for c in range(span.col, span.col + span.colspan):
                owners[r][c] = i
    held: list[list[Glyph]] = [[] for _ in lattice.spans]
    outside: list[Glyph] = []
    left, top, right, bottom = lattice.bbox
    for glyph in glyphs:
        x, y = glyph.home or ((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
        if y >= top:
            y = max(top, y - SPILT * (glyph.bottom - glyph.top))
        if left <= x < right and top <= y < bottom:
            held[owners[bisect_right(ys, y) - 1][bisect_right(xs, x) - 1]].append(glyph)
        else:
            outside.append(glyph)
    return held, outside


def fill_all(
    lattices: Sequence[Lattice], glyphs: Sequence[Glyph], page: int | None = None
) -> tuple[list[Grid], list[Glyph]]:
    """Fill the lattices of a page, inner tables first; grids come back in the order of the lattices."""
    held, left = deal(lattices, glyphs)
    return [grid_of(lattice, own, page) for lattice, own in zip(lattices, held)], left


def deal(lattices: Sequence[Lattice], glyphs: Sequence[Glyph]) -> tuple[list[list[list[Glyph]]], list[Glyph]]:
    """Characters by lattice and cell, inner tables first, and those in no table."""
    left = list(glyphs)
    held: list[list[list[Glyph]]] = [[] for _ in lattices]
    for i in sorted(range(len(lattices)), key=lambda i: _area(lattices[i])):
        held[i], left = assign(lattices[i], left)
    return held, left


def trim_ragged(lattice: Lattice, held: list[list[Glyph]]) -> tuple[Lattice, list[list[Glyph]]]:
    """Without a blank row at an open top or bottom that only merged cells reach: what a browser leaves at a page break.

    The row beside them has moved to the other page; its place here is no row.
    """
    for at_top, is_open in ((True, lattice.open_top), (False, lattice.open_bottom)):
        if not is_open or lattice.rows < 2:
            continue
        row = 0 if at_top else lattice.rows - 1
        touching = [(i, s) for i, s in enumerate(lattice.spans) if s.row <= row < s.row + s.rowspan]
        own = {i for i, s in touching if s.rowspan == 1}
        if not own or len(own) == len(touching) or any(held[i] for i in own):
            continue
        tall = {i for i, _ in touching} - own
        spans = [
            Span(
                s.row - (at_top and s.row > 0), s.col, s.rowspan - (i in tall), s.colspan
            )
            for i, s in enumerate(lattice.spans)
            if i not in own
        ]  # fmt: skip
        held = [inside for i, inside in enumerate(held) if i not in own]
        ys = lattice.ys[1:] if at_top else lattice.ys[:-1]
        lattice = replace(lattice, spans=spans, ys=ys)
    return lattice, held


def _area(lattice: Lattice) -> float:
    x0, y0, x1, y1 = lattice.bbox
    return (x1 - x0) * (y1 - y0)


def free_lines(glyphs: Sequence[Glyph], page: int | None, width: float) -> list[Line]:
    """Characters in no table as lines, top to bottom; `centred` by the middle of the page of this width."""
    lines: list[Line] = []
    for row in rows_of(glyphs):
        shown, asides = set_apart(row)
        text = text_of(shown)
        if not text.strip() and not asides:
            continue
        inked = [g for g in shown if not g.text.isspace()] or row
        box = bbox_of(inked)
        if lines and _wraps(lines[-1], text, box, width):
            lines[-1] = _joined(lines[-1], text, box)
            continue
        off = abs((box[0] + box[2]) / 2 - width / 2)
        centred = off <= 0.03 * width and box[2] - box[0] <= 0.8 * width
        lines.append(Line(text, page=page, bbox=box, centred=centred, asides=asides))
    return lines


_REST = 6
"""Characters a wrapped line's rest has at most; a longer one is left alone."""


def _wraps(above: Line, text: str, box: BBox, width: float) -> bool:
    """Whether this is what did not fit on the line above: a few characters at its left end, close below, and it is
    full.

    Only lines of "label：value" pairs are joined, whose last value would else lose its end.
    """
    if above.bbox is None or len(text) > _REST or not text.isalnum() or above.text.count("：") < 2:
        return False
    x0, top, x1, bottom = above.bbox
    em = bottom - top
    flush = abs(box[0] - x0) < 0.3 * em and 0 <= box[1] - bottom < em
    return flush and x1 > width - x0 - 1.6 * em


def _joined(above: Line, text: str, box: BBox) -> Line:
    outer = above.bbox or box
    above.text += text
    above.bbox = (min(outer[0], box[0]), outer[1], max(outer[2], box[2]), box[3])
    return above


_RADICAL = re.compile("[\u2e80-\u2fdf]")
_RADICALS = str.maketrans(
    dict(
        zip(
            "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⺟⺠",
            "虎西见角贝车长门青韦页风飞食饣马骨鬼鱼鸟黄齐齿龙龟母民",
        )
    )
)


def plain(text: str) -> str:
    """A font's character map sometimes names a radical where the ideograph is meant (⽬标 for 目标): mended."""
    if _RADICAL.search(text):
        text = text.translate(_RADICALS)
        return "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text)
    return text
