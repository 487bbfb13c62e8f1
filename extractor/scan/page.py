"""One picture of a page -> its lines and grids in reading order: the table of contents of the scan route.

`read_picture(bgr, number, scale, unit)` makes the page straight, finds the tables, reads every cell and the lines
around the tables, and says what it is not sure of. Places are given back in the picture, times `unit`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice
from extractor.model.document import BBox, Cell, Grid, Line, Note
from extractor.scan import hand, ticks
from extractor.scan import lines as cutting
from extractor.scan.cell_text import fill
from extractor.scan.cleaned import read_cleaned
from extractor.scan.cleanup import PAPER, Page, ink_of, tidy_page
from extractor.scan.crop import Crop
from extractor.scan.cuts import Box, Cuts, PageReading
from extractor.scan.dark_cells import part_dark
from extractor.scan.descreen import FILTHY, drop_outer_specks, is_specks, without_specks
from extractor.scan.doubtful import (
    doubt_columns,
    doubt_covered,
    doubt_creases,
    doubt_fading,
    doubt_points,
    doubt_sides,
    doubt_stamped,
    notes_on,
)
from extractor.scan.habit import TWO_HEADS, check_habits, holds_two_heads
from extractor.scan.legible import POOR, form_without_table, judge, measure, verdict
from extractor.scan.pen import strokes_over
from extractor.scan.recognise import Reading
from extractor.scan.rulings import level_runs
from extractor.scan.seals import find_seals
from extractor.scan.search import tables_of
from extractor.scan.unlined import em_of, pieces_of, table_of
from extractor.scan.words import Piece, TextReader

Picture = NDArray[Any]
Gray = NDArray[Any]

UNSEEN = 0.3
"""Confidence of a cell with ink of which nothing was made."""
STROKED = 0.7
"""Confidence of a cell with a stroke of a pen in it."""
TALL = 3.5
"""Ems from which ink outside tables is no character: the edge of a sheet, the black border of a copy."""


def read_picture(bgr: Picture, number: int, scale: float, unit: float, reader: TextReader) -> PageReading:
    """Lines and grids of one page.

    Args:
        bgr: the picture, upright.
        number: page, from 1.
        scale: pixels per point (1/72 inch) of the print.
        unit: what one pixel is in the boxes given back (1 for image files, 1/scale for PDF pages).
    """
    cuts = cut_page(bgr, scale)
    return read_through(cuts, reader, number, unit)


def cut_page(bgr: Picture, scale: float) -> Cuts:
    """All of a page but its text."""
    seen = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)
    page = tidy_page(bgr, scale, seen)
    ink = ink_of(page.gray)
    tables, unclosed = tables_of(page, ink)
    # Only now: the pieces of a faint ruling are specks too.
    cleaned, specks = without_specks(page.gray, PAPER, scale)
    page.dirty = specks >= FILTHY
    if cleaned is not page.gray:
        page.gray, ink = cleaned, ink_of(cleaned)
    mask = cutting.text_mask(ink)
    for table in tables:
        part_dark(table, page.dark, mask, scale)
        doubt_creases(table, page.creased, scale)
        if page.bled:
            table.doubts.append("背面的字迹透过纸面，已略去")
    inset = round(1.5 * scale)
    inner = [[_inside(table.box(span), inset) for span in table.spans] for table in tables]
    em = cutting.line_height(mask, [b for each in inner for b in each] or [_whole(mask)], scale)
    strokes, pen = strokes_over(tables, ink, em, scale)
    if strokes is not None:
        page.gray = np.where(cv2.dilate(strokes, np.ones((5, 5), np.uint8)) > 0, np.uint8(PAPER), page.gray)
        ink = ink_of(page.gray)
        mask = cutting.text_mask(ink)
    cells = [[cutting.cut(mask, box, em) for box in each] for each in inner]
    for table, each in zip(tables, cells):
        doubt_columns(table, each, page.red)
    faint, even = cutting.faint_mask(ink), cutting.evened(ink)
    for each, boxes in zip(cells, inner):
        for strips, limits in zip(each, boxes):
            cutting.widen(strips, faint, limits, em)
            cutting.follow(strips, even, limits, em)
    free = _free_lines(mask, tables, em, scale)
    if page.dirty:
        cells = [[_print_of(page, strips, em) for strips in each] for each in cells]
        for strip in [s for each in [*cells, free] for strips in each for s in strips]:
            box = (strip.x0, strip.y0, strip.x1, strip.y1)
            strip.x0, strip.x1 = drop_outer_specks(page.gray, PAPER, box, scale)
        ink = ink_of(page.gray)
        faint = cutting.faint_mask(ink)
    crops = [_crop(page.gray, ink, s, em) for each in cells for strips in each for s in strips]
    crops += [_crop(page.gray, ink, s, max(em, s.y1 - s.y0)) for strips in free for s in strips]
    found = measure(seen)
    found.pixels, found.skew = em, abs(page.warp.angle)
    return Cuts(page, tables, unclosed, inner, cells, free, em, found, crops, find_seals(page.red, scale), faint, pen)


def read_through(
    cuts: Cuts, reader: TextReader, number: int, unit: float, fast: list[Reading] | None = None
) -> PageReading:
    """The page from its cuts; where heads of a table stand outside any, the table is told by where its words stand.

    Args:
        number: of the page, from 1.
        unit: what one pixel is in the boxes given back.
    """
    read = read_cuts(cuts, reader, fast)
    judge(cuts.legible, cuts.crops, read)
    # Lines that stand half beside each other make one band that nobody reads.
    if not cuts.tables and (cuts.legible.doubtful >= POOR or form_without_table(_free_texts(cuts, read), number)):
        laid = _without_rulings(cuts, reader)
        if laid is not None:
            return put_together(laid, read_cuts(laid, reader), number, unit)
    return put_together(cuts, read, number, unit)


_GAP = re.compile(r"\s{2,}")
"""What parts two texts of a line."""


def _free_texts(cuts: Cuts, read: list[Piece]) -> list[list[str]]:
    pieces = iter(read[len(read) - sum(map(len, cuts.free)) :])
    return [[text for _ in strips for text in _GAP.split(next(pieces).text)] for strips in cuts.free]


def _without_rulings(cuts: Cuts, reader: TextReader) -> Cuts | None:
    """The cuts of a page with the table that its words make; None where they make none."""
    page, em = cuts.page, cuts.em
    ink = ink_of(page.gray)
    rules = level_runs(page.gray, ink, page.scale)
    mask = cutting.text_mask(ink)
    em = em_of(pieces_of(mask, rules, em, page.scale), em)
    strips = pieces_of(mask, rules, em, page.scale)
    texts = [reading.text for reading in reader.read_fast([_crop(page.gray, ink, s, em) for s in strips])]
    found = table_of(strips, texts, rules, em)
    if found is None:
        return None
    table, cells, rest = found
    free = cutting.in_lines(rest, em)
    boxes = [_inside(table.box(span), 0) for span in table.spans]
    crops = [_crop(page.gray, ink, s, em) for each in cells for s in each]
    crops += [_crop(page.gray, ink, s, max(em, s.y1 - s.y0)) for line in free for s in line]
    return replace(cuts, tables=[table], unclosed=[], inner=[boxes], strips=[cells], free=free, crops=crops, em=em)


def read_cuts(cuts: Cuts, reader: TextReader, fast: list[Reading] | None = None) -> list[Piece]:
    """What the crops are read as, in their order; `fast`: the fast model's readings where it was asked before."""
    crops, em = cuts.crops, cuts.em
    read = reader.read(crops, fast)
    if cuts.page.red is not None:
        doubt_stamped(cuts, cuts.page.red, read)
    if cuts.page.dirty:
        doubt_points(read)
        read_cleaned(crops, read, reader)
    doubt_fading(cuts, read)
    ticks.settle(crops, read, reader)
    first = len(crops) - sum(map(len, cuts.free))
    hand.settle(crops[first:], read[first:], [len(strips) for strips in cuts.free], em, reader)
    at = 0
    for table, each in zip(cuts.tables, cuts.strips):
        count = sum(map(len, each))
        hand.settle_cells(
            table.spans, [len(strips) for strips in each], crops[at : at + count], read[at : at + count], em
        )
        at += count
    return read


def put_together(cuts: Cuts, read: list[Piece], number: int, unit: float) -> PageReading:
    """The page from its cuts and what its crops were read as.

    Args:
        number: of the page, from 1.
        unit: what one pixel is in the boxes given back.
    """
    page, em = cuts.page, cuts.em
    doubt_sides(cuts, read)
    pieces = iter(read)
    out = PageReading()
    # In order on the straight page: on a leaning picture the box of a wide table reaches over the line above it.
    placed: list[tuple[float, Line | Grid]] = []
    for which, table in enumerate(cuts.tables):
        texts = [[next(pieces) for _ in strips] for strips in cuts.strips[which]]
        placed.append((table.ys[0], _grid(cuts, which, texts, number, unit)))
        out.notes += notes_on(table, page, number, unit)
    for box in cuts.unclosed:
        where = [v * unit for v in page.warp.box_to_picture(box)]
        out.notes.append(
            Note(
                "doubtful-table",
                f"第{number}页有表格但框线无法辨认，按文字行读取，请核对原文",
                {"page": number, "bbox": where},
            )
        )
    middle = _middle(cuts.tables, cuts.free)
    for strips in cuts.free:
        line = _line(strips, [next(pieces) for _ in strips], middle, em, page, number, unit)
        if line is not None:
            placed.append(((strips[0].y0 + strips[0].y1) / 2, line))
    out.notes += _unread(cuts, read, placed, number)
    out.items = [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    out.seals = [
        {"page": number, "bbox": [round(v * unit, 2) for v in page.warp.box_to_picture(box)]} for box in cuts.seals
    ]
    return out


def _unread(cuts: Cuts, read: list[Piece], placed: list[tuple[float, Line | Grid]], number: int) -> list[Note]:
    """What of a page was not read, or not well enough to be trusted."""
    judge(cuts.legible, cuts.crops, read)
    found = verdict(cuts.legible, number, bool(cuts.tables))
    notes = [Note(*found, {"page": number})] if found else []
    free = [_GAP.split(item.text) for _, item in placed if isinstance(item, Line)]
    lost = None if found and found[0] == "unreadable-part" else form_without_table(free, number)
    return [*notes, Note("unreadable-part", lost, {"page": number})] if lost else notes


def _crop(gray: Gray, ink: Gray, strip: cutting.Strip, em: float) -> Crop:
    return Crop(cutting.crop(gray, strip, em), ink[strip.y0 : strip.y1, strip.x0 : strip.x1], em)


def _print_of(page: Page, strips: list[cutting.Strip], em: float) -> list[cutting.Strip]:
    """The lines of a cell on a dirty page without those that are specks; all of them where it has no other."""
    kept = [s for s in strips if not is_specks(page.gray, PAPER, (s.x0, s.y0, s.x1, s.y1), em, page.scale)]
    return kept or strips


def _whole(mask: Gray) -> Box:
    return (0, 0, mask.shape[1], mask.shape[0])


def _overlap(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 2


def _inside(box: BBox, inset: int) -> Box:
    x0, y0, x1, y1 = (round(v) for v in box)
    return (x0 + inset, y0 + inset, max(x0 + inset, x1 - inset), max(y0 + inset, y1 - inset))


def _free_lines(mask: Gray, tables: list[Lattice], em: float, scale: float) -> list[list[cutting.Strip]]:
    """Lines of text outside the tables, top to bottom."""
    rest = mask.copy()
    edge = round(2 * scale)
    for table in tables:
        x0, y0, x1, y1 = (round(v) for v in table.bbox)
        rest[max(0, y0 - edge) : y1 + edge, max(0, x0 - edge) : x1 + edge] = 0
    height, width = rest.shape
    margin = round(0.02 * width)
    rest[:, :margin], rest[:, width - margin :] = 0, 0
    rest[:margin], rest[height - margin :] = 0, 0
    cutting.drop_tall(rest, TALL * em)
    return cutting.free(rest, em)


def _middle(tables: list[Lattice], free: list[list[cutting.Strip]]) -> tuple[float, float] | None:
    """Left and right of the page's body: what a title is centred over."""
    if tables:
        return min(t.bbox[0] for t in tables), max(t.bbox[2] for t in tables)
    if free:
        return min(s.x0 for strips in free for s in strips), max(s.x1 for strips in free for s in strips)
    return None


def _line(
    strips: list[cutting.Strip],
    pieces: list[Piece],
    body: tuple[float, float] | None,
    em: float,
    page: Page,
    number: int,
    unit: float,
) -> Line | None:
    """A free line; None where nothing was read (grain, an edge of the sheet)."""
    kept = [(s, p) for s, p in zip(strips, pieces) if p.text.strip() and not p.noise]
    if not kept:
        return None
    text = "    ".join(p.text.strip() for _, p in kept)
    box = (
        min(s.x0 for s, _ in kept),
        min(s.y0 for s, _ in kept),
        max(s.x1 for s, _ in kept),
        max(s.y1 for s, _ in kept),
    )
    centred = None
    if body is not None:
        left, right = box[0] - body[0], body[1] - box[2]
        centred = abs(left - right) < 2.5 * em and left > 2.5 * em and right > 2.5 * em
    placed = _placed(page, box, unit)
    return Line(text, page=number, bbox=placed, centred=centred, confidence=min(p.confidence for _, p in kept))


def _placed(page: Page, box: BBox | Box, unit: float) -> BBox:
    return _all_placed(page, [box], unit)[0]


def _all_placed(page: Page, boxes: Sequence[BBox | Box], unit: float) -> list[BBox]:
    return [
        (round(x0 * unit, 2), round(y0 * unit, 2), round(x1 * unit, 2), round(y1 * unit, 2))
        for x0, y0, x1, y1 in page.warp.boxes_to_picture(boxes)
    ]


def _grid(cuts: Cuts, which: int, texts: list[list[Piece]], number: int, unit: float) -> Grid:
    page, em, table = cuts.page, cuts.em, cuts.tables[which]
    cells: list[Cell] = []
    placed = _all_placed(page, [table.box(span) for span in table.spans], unit)
    for span, own, pieces, inner, box in zip(table.spans, cuts.strips[which], texts, cuts.inner[which], placed):
        cell = Cell(span.row, span.col, span.rowspan, span.colspan, page=number, bbox=box)
        fill(cell, own, pieces, inner[2] - 1.3 * em, em)
        if page.red is None:  # a stamp in colour is taken off the rulings under it
            doubt_covered(table, span, own, cell.confidence, em)
        if cell.confidence is None and not own and cutting.overlooked(cuts.faint, inner, em):
            cell.confidence = UNSEEN
        if any(_overlap(inner, box) for box in cuts.pen):
            cell.confidence = min(1.0 if cell.confidence is None else cell.confidence, STROKED if cell.text else UNSEEN)
        cells.append(cell)
    grid = Grid(
        cells, table.rows, table.cols, page=number, bbox=_placed(page, table.bbox, unit), doubts=list(table.doubts),
        edges=[x / page.scale for x in table.xs],
    )  # fmt: skip
    check_habits(grid)
    if holds_two_heads(grid):
        for doubts in (table.doubts, grid.doubts):
            doubts.append(TWO_HEADS)
    return grid
