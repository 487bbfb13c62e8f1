"""Paragraphs -> tables: which paragraphs make a cell, which cells a row, which rows a table, tables in tables too.

[MS-DOC] 2.4.3: every paragraph says how many tables are around it; a cell ends with a mark, a row with a mark of its
own that carries the row's definition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.readers.word.doc.properties import Paragraph
from extractor.readers.word.doc.rows import Row, row_of

CELL_MARK = "\x07"


@dataclass(slots=True)
class Para:
    """A paragraph: its characters are `first` to `mark`, its mark stands at `mark`."""

    first: int
    mark: int
    end: str
    properties: Paragraph
    deleted: bool = False
    """Its mark is deleted: what follows goes on in it. A row's mark: the row is gone."""
    goes_on: bool = False
    """It follows a page break within its paragraph: its number stands before the break."""


@dataclass(slots=True)
class TableRow:
    """A row with what stands in its cells."""

    cells: list[list[Block]]
    row: Row


@dataclass(slots=True)
class Table:
    """A table with its rows."""

    rows: list[TableRow] = field(default_factory=list)
    torn: bool = False
    """A row without its end, or cells that no definition fits."""


Block: TypeAlias = "Para | Table"


@dataclass(slots=True)
class _Open:
    table: Table = field(default_factory=Table)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)


def blocks(paragraphs: Iterable[Para]) -> list[Block]:
    """Paragraphs and tables of one story, in order."""
    top: list[Block] = []
    stack: list[_Open] = []
    for para in paragraphs:
        depth = para.properties.depth
        while len(stack) > depth:
            _close(stack, top)
        while len(stack) < depth:
            stack.append(_Open())
        if not stack:
            top.append(para)
        elif para.properties.row_end:
            _end_row(stack, top, para)
        else:
            stack[-1].cell.append(para)
            if para.end == CELL_MARK or depth > 1 and para.properties.cell_end:
                stack[-1].cells.append(stack[-1].cell)
                stack[-1].cell = []
    while stack:
        _close(stack, top)
    return top


def _end_row(stack: list[_Open], top: list[Block], para: Para) -> None:
    here = stack[-1]
    if here.cell and (
        len(here.cell) > 1 or not isinstance(here.cell[0], Para) or here.cell[0].mark > here.cell[0].first
    ):
        here.cells.append(here.cell)
    cells, here.cells, here.cell = here.cells, [], []
    if para.deleted:
        return
    row = row_of(para.properties.row, len(cells))
    if here.table.rows and row.place != here.table.rows[-1].row.place:
        _put(stack, top, here.table)
        here.table = Table()
    if not row.known:
        here.table.torn = True
    here.table.rows.append(TableRow(cells, row))


def _close(stack: list[_Open], top: list[Block]) -> None:
    """The innermost table ends; a row that was begun and not ended is kept, without a definition."""
    here = stack.pop()
    if here.cell:
        here.cells.append(here.cell)
    if here.cells:
        here.table.torn = True
        here.table.rows.append(TableRow(here.cells, Row([], known=False)))
    if here.table.rows:
        _into(stack, top).append(here.table)


def _put(stack: list[_Open], top: list[Block], table: Table) -> None:
    _into(stack[:-1], top).append(table)


def _into(stack: list[_Open], top: list[Block]) -> list[Block]:
    return stack[-1].cell if stack else top
