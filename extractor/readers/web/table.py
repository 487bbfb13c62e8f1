"""An HTML table's rows -> Grid, as browsers form tables: row spans hold their columns, holes are filled.

Spans are clamped to the table; rowspan="0" reaches its end; rows too short get an empty cell.
"""

from __future__ import annotations

from extractor.model.document import Aside, Cell, Grid
from extractor.settings import Settings

HtmlCell = tuple[str, int, int, bool, tuple[Aside, ...]]
"""Text, rowspan (0: to the end of the table), colspan, whether it holds a picture, what stands beside the text."""


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
    """The grid, and the number of cells cut off by the limits (0 as a rule)."""
    rows, cut = _capped(rows, settings)
    height, limit = len(rows), settings.max_cols
    cells: list[Cell] = []
    held: dict[int, set[int]] = {}
    """By row: columns that row spans from above hold."""
    ends: list[int] = []
    for r, row in enumerate(rows):
        mine = held.get(r)
        col = 0
        for text, down, across, image, asides in row:
            if mine:
                while col in mine:
                    col += 1
            if col >= limit:
                cut += 1
                continue
            width = 1 if across == 1 else _room(across, col, mine, limit)
            bottom = r + 1
            if down != 1:
                bottom = height if down == 0 else min(r + down, height)
                for below in range(r + 1, bottom):
                    held.setdefault(below, set()).update(range(col, col + width))
            cell = Cell(r, col, bottom - r, width, text)
            if image or asides:
                cell.image, cell.asides = image, asides
            cells.append(cell)
            col += width
        ends.append(col)
    return _closed(cells, rows, held, ends), cut


def _room(colspan: int, col: int, mine: set[int] | None, limit: int) -> int:
    """How wide a cell may be before it meets a row span or the limit."""
    width = min(colspan, limit - col)
    if mine:
        width = next((w for w in range(1, width) if col + w in mine), width)
    return width


def _capped(rows: list[list[HtmlCell]], settings: Settings) -> tuple[list[list[HtmlCell]], int]:
    widest = max((sum([cell[2] for cell in row]) for row in rows), default=1)
    limit = min(settings.max_rows, max(settings.max_slots // max(min(widest, settings.max_cols), 1), 1))
    return rows[:limit], sum(len(row) for row in rows[limit:])


def _closed(cells: list[Cell], rows: list[list[HtmlCell]], held: dict[int, set[int]], ends: list[int]) -> Grid:
    """Rows without a slot dropped, overlong single cells cut to the table's width, holes filled."""
    cols = _width(rows, held, ends)
    holes: list[Cell] = []
    kept: list[int] = []
    for r, end in enumerate(ends):
        mine = held.get(r, ())
        if end == 0 and not mine:
            continue
        kept.append(r)
        if end < cols:
            _fill(holes, r, [c for c in range(end, cols) if c not in mine])
    for cell in cells:
        if cell.col + cell.colspan > cols:
            cell.colspan = max(cols - cell.col, 1)
    if holes:
        cells = sorted(cells + holes, key=lambda cell: (cell.row, cell.col))
    if len(kept) < len(ends):
        new = {r: i for i, r in enumerate(kept)}
        for cell in cells:
            cell.row = new[cell.row]
    return Grid(cells, len(kept), cols)


def _fill(holes: list[Cell], row: int, free: list[int]) -> None:
    """Empty cells over runs of free columns."""
    for c in free:
        last = holes[-1] if holes else None
        if last is not None and last.row == row and last.col + last.colspan == c:
            last.colspan += 1
        else:
            holes.append(Cell(row, c))


def _width(rows: list[list[HtmlCell]], held: dict[int, set[int]], ends: list[int]) -> int:
    """Width of the table. A lone cell with an overlong colspan (colspan="100" for "all") does not widen it."""
    widest = lone = 0
    for r, end in enumerate(ends):
        mine = held.get(r)
        end = max(end, max(mine) + 1) if mine else end
        if len(rows[r]) > 1 or mine:
            widest = max(widest, end)
        else:
            lone = max(lone, end)
    return widest or lone
