"""An HTML table's rows -> Grid, as browsers form tables: row spans hold their columns, holes are filled.

Spans are clamped to the table; rowspan="0" reaches its end; rows too short get an empty cell.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.document import Cell, Grid
from extractor.settings import Settings


@dataclass(slots=True)
class HtmlCell:
    text: str
    rowspan: int = 1
    """0: to the end of the table."""
    colspan: int = 1
    image: bool = False


def span_of(raw: str | None, at_most: int, zero: int = 1) -> int:
    """A span attribute as browsers read it: leading digits, else 1."""
    if raw is None:
        return 1
    digits = ""
    for char in raw.strip():
        if not "0" <= char <= "9":
            break
        digits += char
    if not digits:
        return 1
    number = int(digits[:7])
    return min(number, at_most) if number else zero


def form_grid(rows: list[list[HtmlCell]], settings: Settings) -> tuple[Grid, int]:
    """The grid, and the number of slots cut off by the limits (0 as a rule)."""
    rows, cut = _capped(rows, settings)
    height = len(rows)
    cells: list[Cell] = []
    owned: list[dict[int, Cell]] = [{} for _ in range(height)]
    for r, row in enumerate(rows):
        col = 0
        mine = owned[r]
        for source in row:
            while col in mine:
                col += 1
            if col >= settings.max_cols:
                cut += 1
                continue
            width = 1
            while width < source.colspan and col + width < settings.max_cols and col + width not in mine:
                width += 1
            bottom = height if source.rowspan == 0 else min(r + source.rowspan, height)
            cell = Cell(r, col, bottom - r, width, source.text, image=source.image)
            cells.append(cell)
            for below in range(r, bottom):
                slots = owned[below]
                for c in range(col, col + width):
                    slots[c] = cell
            col += width
    return _closed(cells, owned), cut


def _capped(rows: list[list[HtmlCell]], settings: Settings) -> tuple[list[list[HtmlCell]], int]:
    widest = max((sum(min(cell.colspan, settings.max_cols) for cell in row) for row in rows), default=1)
    limit = min(settings.max_rows, max(settings.max_slots // max(min(widest, settings.max_cols), 1), 1))
    return rows[:limit], sum(len(row) for row in rows[limit:])


def _closed(cells: list[Cell], owned: list[dict[int, Cell]]) -> Grid:
    """Rows without a slot dropped, overlong single cells cut to the table's width, holes filled."""
    kept = [r for r, slots in enumerate(owned) if slots]
    if len(kept) < len(owned):
        new = {r: i for i, r in enumerate(kept)}
        owned = [owned[r] for r in kept]
        for cell in cells:
            cell.row = new[cell.row]
    cols = _width(owned)
    for cell in cells:
        if cell.col + cell.colspan > cols:
            cell.colspan = max(cols - cell.col, 1)
    for r, slots in enumerate(owned):
        hole = None
        for c in range(cols):
            if c in slots:
                hole = None
            elif hole is None:
                hole = Cell(r, c)
                cells.append(hole)
            else:
                hole.colspan += 1
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(cells, len(owned), cols)


def _width(owned: list[dict[int, Cell]]) -> int:
    """Width of the table. A lone cell with an overlong colspan (colspan="100" for "all") does not widen it."""
    ends = [max(slots) + 1 for slots in owned]
    parted = [end for end, slots in zip(ends, owned, strict=True) if len({id(cell) for cell in slots.values()}) > 1]
    return max(parted, default=0) or max(ends, default=0)
