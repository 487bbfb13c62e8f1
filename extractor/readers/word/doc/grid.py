"""A table of a .doc -> `Grid`: each row's cells stand between edges; the edges of all rows make the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.model.document import Aside, Grid
from extractor.readers.word.columns import NARROW
from extractor.readers.word.doc.rows import Row, RowCell, columns
from extractor.readers.word.table import TableBuilder


@dataclass(slots=True)
class CellText:
    """What one cell holds."""

    text: str = ""
    asides: tuple[Aside, ...] = ()
    image: bool = False
    seen: int = 0
    """Visible characters met in its paragraphs."""
    own: bool = False
    """Anything but tables stands in it."""


@dataclass(slots=True)
class Made:
    """A table as a grid, and what did not go into it."""

    grid: Grid
    leftovers: list[str] = field(default_factory=list)
    """Text of cells that a merge took away, which Word does not show."""
    doubt: bool = False
    """A row's cells do not fit what the row says of itself."""


def grid_of(rows: Sequence[tuple[Row, Sequence[CellText]]]) -> Made:
    """The grid of a table's rows with what their cells hold."""
    known = [_fitted(row, len(cells)) for row, cells in rows]
    doubt = any(row is None for row in known)
    placed = iter(columns([row for row in known if row is not None], NARROW))
    builder = TableBuilder()
    for row, (_, cells) in zip(known, rows, strict=True):
        builder.start_row()
        if row is None:
            for cell in cells:
                _add(builder, RowCell(0, 0), cell, 1)
        elif _add_row(builder, row, cells, next(placed)):
            doubt = True
        builder.end_row()
    return Made(builder.grid(), builder.leftovers, doubt)


def _fitted(row: Row, cells: int) -> Row | None:
    """The row's definition for so many cells; None where it has none for some of them."""
    if len(row.cells) == cells:
        return row
    return Row(row.cells[:cells], row.place, False) if len(row.cells) > cells > 0 else None


def _add_row(builder: TableBuilder, row: Row, cells: Sequence[CellText], placed: Sequence[tuple[int, int]]) -> bool:
    """Cells at their columns; says whether a cell with text had no room."""
    column, torn = 0, False
    for place, cell, (first, last) in zip(row.cells, cells, placed, strict=True):
        if first > column:
            builder.skip(first - column)
            column = first
        span = last - column
        if span < 1:
            if not cell.text.strip():
                continue
            span, torn = 1, True
        _add(builder, place, cell, span)
        column += span
    return torn


def _add(builder: TableBuilder, place: RowCell, cell: CellText, span: int) -> None:
    if place.across == "continue":
        builder.widen(cell.text, span, cell.asides)
    else:
        builder.add(cell.text, span, place.down, cell.image, cell.asides)
