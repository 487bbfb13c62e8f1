"""The tables of a straight page: searched for once where that is enough, otherwise in the ways a worn page asks for.

Rulings fainter than a heavy frame, dashed ones, those of a half-tone: each way is tried where the plain search is in
doubt, and where two ways differ the table says so.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice
from extractor.model.document import BBox
from extractor.scan.cleanup import PAPER, Page, ink_of
from extractor.scan.dashes import drawn_out
from extractor.scan.grid_from_image import lattices
from extractor.scan.rulings import find_rulings, maps_of

Gray = NDArray[Any]

FINEST = 2.9
"""Pixels per point beyond which the line finder works on a reduced page."""
FAINT = 0.45
"""Share of the page's usual darkness that rulings within a heavy frame may have."""
SCREENED = (1.0, 0.6, 0.45, 0.3)
"""The same for a half-tone, where a thin line loses much of its ink: each is tried."""
DASHED = 2.0
"""Times the cells that dashes bring on a dashed table: failing toner leaves pieces of rulings too."""
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
    tables = lattices(find_rulings(gray, ink, scale, red, maps=maps))
    if _is_trusted(tables, gray) or _cells(tables) <= known:
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
    alike = [b for a, b in zip(tried, tried[1:]) if _cells(b) and [t.spans for t in a] == [t.spans for t in b]]
    best = max(alike or tried, key=_cells)
    for table in best:
        table.doubts.append("图像是网点图，框线较浅" if alike else "图像是网点图，细框线可能缺失")
    return best


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
