"""The tables of a straight page: searched for once where that is enough, otherwise in the ways a worn page asks for.

Rulings fainter than a heavy frame, dashed ones, those of a half-tone: each way is tried where the plain search is in
doubt, and where two ways differ the table says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice
from extractor.model.document import BBox
from extractor.scan.cleanup import PAPER, Page, ink_of
from extractor.scan.dashes import drawn_out
from extractor.scan.grid_from_image import lattices
from extractor.scan.rulings import Rulings, find_rulings, maps_of

Gray = NDArray[Any]

FINEST = 2.9
"""Pixels per point beyond which the line finder works on a reduced page."""
FAINT = 0.45
"""Share of the page's usual darkness that rulings within a heavy frame may have."""
SCREENED = (1.0, 0.6, 0.45, 0.3)
"""The same for a half-tone, where a thin line loses much of its ink: each is tried."""
DASHED = 2.0
"""Times the cells that dashes bring on a dashed table: failing toner leaves pieces of rulings too."""
FADING = (0.45, 0.3, 0.2)
"""The same where print fails on the table or beside it: each is tried."""
PALE, PATCH = 0.45, 8.0
"""Share of its usual darkness below which a border fails, over so many points of it."""
BEYOND, LEAST, INKED = (2.5, 13.0), 8.0, 0.85
"""Points beyond a table where its rulings may run on, levels darker than their sides at least, for so much of the way.
"""
SAME, NEAR = 0.7, 6.0
"""Share of a table's cells that two searches have in common, to so many pixels, where one only adds to the other."""
MORE = 1.5
"""Times the cells that a search for fainter rulings has to bring."""


def tables_of(page: Page, ink: Gray) -> tuple[list[Lattice], list[BBox]]:
    """Trusted tables of the straight page, and the boxes of those whose cells could not be closed."""
    gray, red, factor = reduced(page)
    if factor != 1.0:
        ink = ink_of(gray)
    scale = page.scale / factor
    if page.screened:
        found = _of_half_tone(gray, ink, scale, red)
    else:
        found = _found(gray, ink, scale, red)
        if not _is_trusted(found, gray):
            found = _with_dashes(found, gray, scale, red)
    closed: list[Lattice] = []
    unclosed: list[BBox] = []
    for table in found:
        table.xs = [x * factor for x in table.xs]
        table.ys = [y * factor for y in table.ys]
        if table.support > 0:
            closed.append(table)
        else:
            unclosed.append(table.bbox)
    return closed, unclosed


def reduced(page: Page) -> tuple[Gray, Gray | None, float]:
    """The page and its red ink as the line finder wants them, and by how much they were made smaller."""
    if page.scale <= FINEST:
        return page.gray, page.red, 1.0
    factor = page.scale / 2.78
    size = (round(page.gray.shape[1] / factor), round(page.gray.shape[0] / factor))
    gray = np.asarray(cv2.resize(page.gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    return gray, None if page.red is None else cv2.resize(page.red, size, interpolation=cv2.INTER_NEAREST), factor


def _found(gray: Gray, ink: Gray, scale: float, red: Gray | None, known: int = 0) -> list[Lattice]:
    """The page's tables. Where there is none, or one is hollow, open or in doubt, a frame may have outshone the
    rulings: fainter ones are sought.

    Args:
        known: cells of tables that are whole but for some rulings in doubt: no more of them, and nothing is gained.
    """
    maps = maps_of(gray, ink, scale)
    rulings = find_rulings(gray, ink, scale, red, maps=maps)
    tables = lattices(rulings)
    is_trusted = _is_trusted(tables, gray)
    beyond = [_runs_on(table, rulings) for table in tables] if is_trusted else []
    if is_trusted and (any(beyond) or any(_pales(table, rulings) for table in tables)):
        tried = (lattices(find_rulings(gray, ink, scale, red, faint, maps)) for faint in FADING)
        return _with_faded(tables, tried, any(beyond))
    if is_trusted or _cells(tables) <= known:
        return tables
    again = lattices(find_rulings(gray, ink, scale, red, FAINT, maps))
    if _cells(again) > MORE * _cells(tables):
        return again
    if _cells(again) > _cells(tables) and not any(table.support == 0 or table.doubts for table in again):
        # Two searches that differ: the one with more cells is the likelier, and neither is sure.
        for table in again:
            table.doubts.append("框线深浅不一，按较浅的框线辨认")
        return again
    for table in tables:
        if len(table.spans) <= 2 and _is_hollow(table, gray):
            table.doubts.append("框内没有找到分隔线")
    return tables


def _pales(table: Lattice, rulings: Rulings) -> bool:
    """Whether a border grows faint on its way: there failing toner may have taken the rulings within."""
    x0, y0, x1, y1 = table.bbox
    long = max(3, round(PATCH * rulings.scale))
    for fine, places, start, end in ((rulings.level_map, table.ys, x0, x1), (rulings.upright_map, table.xs, y0, y1)):
        border = np.maximum(*(_along(fine, at, start, end, 0) for at in (places[0], places[-1])))
        even = cv2.blur(border.astype(np.float32)[None], (long, 1))[0]
        if float(even.min()) < PALE * float(np.median(even)):
            return True
    return False


def _runs_on(table: Lattice, rulings: Rulings) -> bool:
    """Whether several rulings of one direction run on beyond the table, however faint: a column or a row was lost."""
    x0, y0, x1, y1 = table.bbox
    near, far, apart = (round(points * rulings.scale) for points in (*BEYOND, 1.8))
    least = max(LEAST, 3 * rulings.grain * rulings.base)
    for fine, places, start, end in ((rulings.level_map, table.ys, x0, x1), (rulings.upright_map, table.xs, y0, y1)):
        for first, last in ((start - far, start - near), (end + near, end + far)):
            if first < 0 or last > fine.shape[1]:
                continue
            over = [cv2.subtract(_along(fine, y, first, last, 0), _along(fine, y, first, last, apart)) for y in places]
            if sum(float(np.mean(one > least)) > INKED for one in over) >= max(3, len(places) / 2):
                return True
    return False


def _along(fine: Gray, at: float, start: float, end: float, apart: int) -> Gray:
    """Darkness along a line, the darkest of three rows; with `apart` that of the lighter of its two sides."""
    row, part = round(at), slice(max(0, round(start)), round(end))
    rows = [np.clip([row + aside - 1, row + aside, row + aside + 1], 0, len(fine) - 1) for aside in (-apart, apart)]
    return np.asarray(np.minimum(*(fine[each, part].max(axis=0) for each in rows)))


def _with_faded(tables: list[Lattice], tried: Iterable[list[Lattice]], is_lost: bool) -> list[Lattice]:
    """The first tables with more cells that a search for fainter rulings closes; those there were where none does.

    Args:
        is_lost: something stands beside the tables, and has to be said where it is not found; otherwise one search that
            finds the same is enough, and where none does the table is in doubt.
    """
    found: list[Lattice] | None = None
    for again in tried:
        if _cells(again) > _cells(tables) and not any(table.support == 0 for table in again):
            found = again if found is None or _is_sure(again) else found
        elif not is_lost and _cells(again) == _cells(tables):
            return tables
        if found is not None and _is_sure(found):
            break
    if found is None:
        for table in tables:
            table.doubts.append("表格以外还有框线" if is_lost else "有的框线很淡，细框线可能缺失")
        return tables
    ours, theirs = _boxes(tables), _boxes(found)
    common = sum(bool((np.abs(theirs - box).max(axis=1) <= NEAR).any()) for box in ours)
    # A column cut in two changes the cells on either side of the cut, and no others.
    is_same = common >= SAME * len(ours)
    for table in found:
        table.doubts.append("有的框线很淡，按较淡的框线辨认" if is_same else "框线深浅不一，按较浅的框线辨认")
    return found


def _boxes(tables: list[Lattice]) -> NDArray[np.float64]:
    """Where the cells stand, a row of four edges each."""
    return np.array([table.box(span) for table in tables for span in table.spans]).reshape(-1, 4)


def _with_dashes(tables: list[Lattice], gray: Gray, scale: float, red: Gray | None) -> list[Lattice]:
    """The tables with dashed rulings taken for whole ones, where that brings more cells."""
    drawn = drawn_out(gray, PAPER, scale)
    if drawn is gray:
        return tables
    is_whole = bool(tables) and not any(table.support == 0 or _is_hollow(table, gray) for table in tables)
    again = _found(drawn, ink_of(drawn), scale, red, _cells(tables) if is_whole else 0)
    if _cells(again) <= _cells(tables) or (_is_sure(tables) and any(_is_hollow(table, gray) for table in again)):
        # Sought were the rulings of a hollow cell; what else is drawn out is print that stands in a row.
        return tables
    is_dashed = _cells(again) >= DASHED * _cells(tables)
    for table in again:
        own = [doubt for doubt in table.doubts if "深浅不一" not in doubt]
        table.doubts = [*own, "框线是虚线，按实线读取" if is_dashed else "框线时断时续、深浅不一"]
    return again


def _of_half_tone(gray: Gray, ink: Gray, scale: float, red: Gray | None) -> list[Lattice]:
    """The tables of a half-tone: those on which two searches agree, one for fainter rulings than the other."""
    maps = maps_of(gray, ink, scale)
    tried = [lattices(find_rulings(gray, ink, scale, red, faint, maps)) for faint in SCREENED]
    alike = [b for a, b in zip(tried, tried[1:]) if _are_alike(a, b)]
    best = max(alike or tried, key=_cells)
    for table in best:
        table.doubts.append("图像是网点图，框线较浅" if alike else "图像是网点图，细框线可能缺失")
    return best


def _are_alike(ours: list[Lattice], theirs: list[Lattice]) -> bool:
    """Whether two searches found the same cells."""
    return _cells(theirs) > 0 and [table.spans for table in ours] == [table.spans for table in theirs]


def _is_trusted(tables: list[Lattice], gray: Gray) -> bool:
    """Whether there are tables and nothing speaks against any of them."""
    return _is_sure(tables) and not any(_is_hollow(table, gray) for table in tables)


def _is_sure(tables: list[Lattice]) -> bool:
    """Whether there are tables and nothing but a large cell speaks against them."""
    return bool(tables) and not any(table.support == 0 or table.doubts for table in tables)


def _cells(tables: list[Lattice]) -> int:
    return sum(len(table.spans) for table in tables if table.support > 0)


def _is_hollow(table: Lattice, gray: Gray) -> bool:
    """A good part of a large table is one cell: prose, or rulings too faint beside the frame."""
    x0, y0, x1, y1 = table.bbox
    area = (x1 - x0) * (y1 - y0)
    widest = max(((b[2] - b[0]) * (b[3] - b[1]) for b in map(table.box, table.spans)), default=0.0)
    return widest > max(0.04 * gray.size, 0.2 * area)
