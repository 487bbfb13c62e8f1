"""Parts of a form, each with columns of its own, and their joining to one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.provinces.sheet import Cell, Table

Spanned = tuple[str, int, int]
"""A cell's text, rows and columns."""
Row = list[Spanned]


@dataclass(slots=True)
class Part:
    """Rows in `cols` columns of its own; where the table has more, the `wide` columns take the surplus."""

    cols: int
    rows: list[Row] = field(default_factory=list)
    wide: tuple[int, ...] = ()

    def add(self, *cells: str | Spanned) -> None:
        """A row; a text is a cell of one row and column."""
        self.rows.append([(cell, 1, 1) if isinstance(cell, str) else cell for cell in cells])


def singles(texts: Sequence[str]) -> Row:
    """Cells of one row and column."""
    return [(text, 1, 1) for text in texts]


def join(parts: Sequence[Part], more: int = 0) -> Table:
    """One table of the parts, `more` columns wider than the widest of them."""
    wide = max(part.cols for part in parts) + more
    cells: list[Cell] = []
    top = 0
    for part in parts:
        cells += _placed(part, wide, top)
        top += len(part.rows)
    return Table(tuple(cells), top, wide)


def _placed(part: Part, wide: int, top: int) -> list[Cell]:
    spans = [1] * part.cols
    stretched = part.wide or (part.cols - 1,)
    for n in range(wide - part.cols):
        spans[stretched[n % len(stretched)]] += 1
    start = [sum(spans[:n]) for n in range(part.cols + 1)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(part.rows):
        col = 0
        for text, down, across in row:
            while (number, col) in taken:
                col += 1
            places = {(y, x) for y in range(number, number + down) for x in range(col, col + across)}
            assert not places & taken, f"{text!r} lies over another cell: {row}"
            taken |= places
            cells.append(Cell(text, top + number, start[col], down, start[col + across] - start[col]))
            col += across
    assert taken == {(y, x) for y in range(len(part.rows)) for x in range(part.cols)}, f"a hole or an edge: {part}"
    return cells
