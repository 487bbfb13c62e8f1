"""Small damages to a document that was read right: one each, done to its grids, whatever format it came from.

Every damage yields (name of the damage, the damaged document). Cells keep their order in `grid.cells`, so that a cell of
the damaged document is found by its number in the whole one; what is put in comes last.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator

from extractor.forms.reading import Reading
from extractor.model.document import Cell, Document, Grid

ALIEN = ("甲乙丙", "辰巳栏", "戊己事", "庚辛类", "壬癸况")
"""Words of no rule book."""
CAPTION = "丁卯所列如下"
PROSE, FIGURES = ("见附录", "同前述", "照旧例"), ("17", "23", "41")


def renamed(
    document: Document, readings: list[Reading], dice: random.Random, most: int
) -> Iterator[tuple[str, Document]]:
    """(a) One column head, then one label, of a form takes a word that no rule book knows."""
    for wanted in ("head", "label"):
        cells = [
            (grid, cell) for reading in readings for grid, cell in reading.extent.cells()
            if (entry := reading.account.entries.get(id(cell))) is not None and entry.role == wanted
        ]  # fmt: skip
        for grid, cell in dice.sample(cells, min(most, len(cells))):
            made = _copied(document)
            _twin(document, made, grid, cell).text = alien = dice.choice(ALIEN)
            yield f"a {wanted} {cell.text} -> {alien}:", made


def widened(document: Document, readings: list[Reading], dice: random.Random) -> Iterator[tuple[str, Document]]:
    """(b) A column that no rule book knows stands somewhere in the indicator table; of prose, then of figures."""
    for grid, head, bottom in _tables(readings):
        for texts in (PROSE, FIGURES):
            made = _copied(document)
            twin = _grid(document, made, grid)
            edges = sorted({c.col + c.colspan for c in grid.cells if c.row <= head < c.row + c.rowspan})
            at = dice.choice(edges)
            _insert_column(
                twin, at, head, bottom, dice.choice(ALIEN), [dice.choice(texts) for _ in range(bottom - head)]
            )
            yield "b", made


def flattened(document: Document, readings: list[Reading]) -> Iterator[tuple[str, Document]]:
    """(c) Two rows of heads become one, the words of both in each cell."""
    for grid, head, _ in _tables(readings):
        below = [c for c in grid.cells if c.row == head + 1]
        tops = [c for c in grid.cells if c.row == head]
        if not any(c.rowspan == 2 for c in tops) or not below or any(c.rowspan > 2 for c in tops if c.col):
            continue
        made = _copied(document)
        twin = _grid(document, made, grid)
        over = {id(c): _owner(twin, head, c.col) for c in twin.cells if c.row == head + 1}
        gone: list[Cell] = []
        for cell in twin.cells:
            if cell.row == head + 1 and (top := over.get(id(cell))) is not None and top is not cell:
                cell.text, cell.row = top.text + cell.text, head
                gone.append(top)
            elif cell.row <= head < head + 1 < cell.row + cell.rowspan:
                cell.rowspan -= 1
            elif cell.row > head + 1:
                cell.row -= 1
        for cell in gone:
            cell.text, cell.rowspan, cell.colspan, cell.row = "", 1, 1, -1  # kept in the list, so that numbers hold
        twin.rows -= 1
        twin._owners = None
        yield "c", made


def captioned(document: Document, readings: list[Reading]) -> Iterator[tuple[str, Document]]:
    """(d) The rows of the indicator table stand after a caption that no rule book knows: above the heads, below them."""
    for grid, head, _ in _tables(readings):
        depth = max((c.rowspan for c in grid.cells if c.row == head and c.rowspan <= 3), default=1)
        for at in (head, head + depth):
            made = _copied(document)
            _insert_row(_grid(document, made, grid), at, CAPTION)
            yield "d", made


def _copied(document: Document) -> Document:
    for grid in document.grids():
        grid._owners = None
    return copy.deepcopy(document)


def _grid(document: Document, made: Document, grid: Grid) -> Grid:
    return next(twin for one, twin in zip(document.grids(), made.grids(), strict=True) if one is grid)


def _twin(document: Document, made: Document, grid: Grid, cell: Cell) -> Cell:
    number = next(n for n, c in enumerate(grid.cells) if c is cell)
    return _grid(document, made, grid).cells[number]


def _owner(grid: Grid, row: int, col: int) -> Cell | None:
    return next((c for c in grid.cells if c.row <= row < c.row + c.rowspan and c.col <= col < c.col + c.colspan), None)


def _tables(readings: list[Reading]) -> Iterator[tuple[Grid, int, int]]:
    """(grid, head row, row behind the last indicator) of each indicator table that has heads; each grid once."""
    seen: set[int] = set()
    for reading in readings:
        places = [column.at for column in reading.columns if "row" in column.at]
        rows = [at["row"] for cells in reading.cells_at for at in cells.values() if "row" in at]
        for grid, _, _ in reading.extent.rows:
            heads = [at["row"] for at in places if at.get("table") == grid.table]
            if heads and rows and grid.table not in seen:
                seen.add(grid.table)
                yield grid, min(heads), max(rows) + 1


def _insert_column(grid: Grid, at: int, head: int, bottom: int, name: str, texts: list[str]) -> None:
    for cell in grid.cells:
        outside = not head <= cell.row < bottom
        if cell.col < at < cell.col + cell.colspan or outside and cell.col + cell.colspan == at == grid.cols:
            cell.colspan += 1
        elif cell.col == at and outside:
            cell.colspan += 1  # above and below the table the cells are merged as they were
        elif cell.col >= at:
            cell.col += 1
    grid.cols += 1
    grid._owners = None
    for row in range(grid.rows):
        if _owner(grid, row, at) is None:
            text = name if row == head else texts[row - head - 1] if head < row < bottom else ""
            grid.cells.append(Cell(row, at, text=text))


def _insert_row(grid: Grid, at: int, text: str) -> None:
    across = [c for c in grid.cells if c.row < at < c.row + c.rowspan]
    for cell in grid.cells:
        if cell in across:
            cell.rowspan += 1
        elif cell.row >= at:
            cell.row += 1
    grid.rows += 1
    first = max((c.col + c.colspan for c in across), default=0)
    if first < grid.cols:
        grid.cells.append(Cell(at, first, colspan=grid.cols - first, text=text))
    grid._owners = None
