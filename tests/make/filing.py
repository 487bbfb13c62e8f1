"""The neutral description: paragraphs and tables with true merged cells.

`from_dump` takes the sample's text dump, which carries no spans, and gives back the spans the Word form had: a cell
of a short row shares the columns left to it. `Table.rows` holds the cells that start in each row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.model.document import Cell, Grid, Line
from extractor.readers.lines.reading import read_lines


@dataclass(slots=True)
class Para:
    text: str
    centred: bool = False


@dataclass(slots=True)
class Span:
    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Table:
    cols: int
    cells: list[Span] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return max(cell.row + cell.rowspan for cell in self.cells)

    def starting_in(self, row: int) -> list[Span]:
        return [cell for cell in self.cells if cell.row == row]

    def owner(self, row: int, col: int) -> Span:
        """The cell that covers a slot."""
        return next(
            cell
            for cell in self.cells
            if cell.row <= row < cell.row + cell.rowspan and cell.col <= col < cell.col + cell.colspan
        )

    def tuples(self) -> list[tuple[int, int, int, int, str]]:
        return [(cell.row, cell.col, cell.rowspan, cell.colspan, cell.text) for cell in self.cells]


Block = Para | Table


def from_dump(text: str) -> list[Block]:
    """The text dump's content with the Word form's spans."""
    blocks: list[Block] = []
    for item in read_lines(text.split("\n")):
        if isinstance(item, Line):
            blocks.append(Para(item.text, centred=item.text.endswith("绩效目标表")))
        elif isinstance(item, Grid):
            blocks.append(spread(item))
    return blocks


def spread(grid: Grid) -> Table:
    """Deal each row's columns out among its cells: labels keep one, values share the rest."""
    table = Table(grid.cols)
    for row in range(grid.rows):
        starting = [cell for cell in grid.cells if cell.row == row]
        if not starting:
            continue
        col = starting[0].col
        for cell, width in zip(starting, _widths(starting, grid.cols - col, col > 0), strict=True):
            table.cells.append(Span(row, col, cell.text, cell.rowspan, width))
            col += width
    return table


def _widths(cells: list[Cell], room: int, continued: bool) -> list[int]:
    count = len(cells)
    if count == room:
        return [1] * count
    if count == 2 and continued:
        return [room // 2, room - room // 2]
    if count == 4 and room == 6:
        return [1, 2, 1, 2]
    return [1] * (count - 1) + [room - count + 1]
