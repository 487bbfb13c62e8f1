"""What a document is cut into before anything is read: free lines, row ranges of grids, and how like a form each is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extractor.model.document import Cell, Grid, Line, Place

_T = TypeVar("_T")


@dataclass(slots=True)
class Free:
    """A line outside the form's table, or a row of the sheet that is one line."""

    text: str
    at: Place
    centred: bool | None = None
    line: Line | None = None
    cell: Cell | None = None
    foreign: bool = False
    """From a small table without a form's words: no heading of what follows it."""


@dataclass(slots=True)
class Likeness:
    """How much a table looks like a form's."""

    score: int = 0
    has_indicators: bool = False
    starts: bool = False
    """It begins a form of its own: names its project or unit at the top."""
    header: tuple[str, ...] = ()
    sections: frozenset[str] = frozenset()
    """Parts of a form that it holds: "head", "money", "goals", "signoff" (by their labels)."""
    labelled: float = 0.0
    """Share of its filled cells that are labels."""


@dataclass(slots=True)
class Slice:
    """Rows `top` to `bottom` (exclusive) of a grid; of two forms side by side the columns `left` to `right`."""

    grid: Grid
    top: int
    bottom: int
    _rows: list[list[Cell]] | None = None
    _likeness: Likeness | None = field(default=None, repr=False)
    _heads: dict[int, dict[str, Cell]] = field(default_factory=dict, repr=False)
    left: int = 0
    right: int | None = None
    _filled: dict[int, list[Cell]] = field(default_factory=dict, repr=False)
    _found: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, look: Callable[[], _T]) -> _T:
        """What was found under a key, looked for once: a reading asks several times what stands in a row."""
        if key not in self._found:
            self._found[key] = look()
        found: _T = self._found[key]
        return found

    def part(self, top: int, bottom: int) -> Slice:
        """Some of its rows, sharing what was looked up of them."""
        return Slice(self.grid, top, bottom, self._by_row(), None, self._heads, self.left, self.right, self._filled)

    def starting(self, row: int) -> list[Cell]:
        """Cells whose first row is `row`, left to right."""
        rows = self._rows
        return (rows if rows is not None else self._by_row())[row]

    def filled(self, row: int) -> list[Cell]:
        """Those of them that hold a text. Gathered once a row, and never changed."""
        found = self._filled.get(row)
        if found is None:
            found = self._filled[row] = [cell for cell in self.starting(row) if cell.text.strip()]
        return found

    def _by_row(self) -> list[list[Cell]]:
        """Built once a grid and shared by all its parts: a sheet of a hundred forms has ten thousand cells."""
        if self._rows is None:
            rows: list[list[Cell]] = [[] for _ in range(self.grid.rows)]
            for cell in self.grid.cells:
                if (
                    cell.row < self.grid.rows
                    and self.left <= cell.col
                    and (self.right is None or cell.col < self.right)
                ):
                    rows[cell.row].append(cell)
            for cells in rows:
                cells.sort(key=lambda c: c.col)
            self._rows = rows
        return self._rows

    def owner(self, row: int, col: int) -> Cell | None:
        """The cell that owns a slot; None outside the slice."""
        if not (self.top <= row < self.bottom and self.left <= col < (self.right or self.grid.cols)):
            return None
        return self.grid.owners()[row][col]

    def texts(self, col: int, rows: Iterable[int]) -> list[str | None]:
        """By row the text of a column's cell, None where the cell began above or left of it."""
        cells = ((self.owner(row, col), row) for row in rows)
        return [None if c is None or (c.row, c.col) != (row, col) else c.text for c, row in cells]

    @property
    def end(self) -> int:
        """The column behind its last."""
        return self.right or self.grid.cols

    @property
    def rows(self) -> range:
        """Its rows, top to bottom."""
        return range(self.top, self.bottom)

    def cells(self) -> list[Cell]:
        """Its cells that hold a text, in reading order."""
        return [cell for row in self.rows for cell in self.filled(row)]

    def left_of(self, cell: Cell) -> Cell | None:
        """The cell left of a cell, None at the edge."""
        return self.owner(cell.row, cell.col - 1)

    def right_of(self, cell: Cell) -> Cell | None:
        """The cell right of a cell, None at the edge."""
        return self.owner(cell.row, cell.col + cell.colspan)

    def above(self, cell: Cell) -> Cell | None:
        """The cell over a cell, None at the edge."""
        return self.owner(cell.row - 1, cell.col)

    def below(self, cell: Cell) -> Cell | None:
        """The cell below a cell, None at the edge."""
        return self.owner(cell.row + cell.rowspan, cell.col)
