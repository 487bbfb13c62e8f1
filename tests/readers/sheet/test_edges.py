"""How far a sheet is read: the last row and column, and what lies beyond is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model.document import Document, Grid
from extractor.readers.cells import SheetCells, add_sheet
from extractor.readers.sheet.headers import header_lines
from extractor.settings import DEFAULTS

SMALL = replace(DEFAULTS, max_rows=5, max_cols=4)


def _read(last: tuple[int, int]) -> Document:
    sheet = SheetCells("表", cells={(2, 3): ("甲", None), last: ("乙", None)})
    document = Document("xlsx")
    add_sheet(document, sheet, SMALL)
    return document


@pytest.mark.parametrize(("last", "rows", "cols"), [((6, 3), 5, 1), ((2, 6), 1, 4)])
def test_the_last_row_and_column_are_read(last: tuple[int, int], rows: int, cols: int) -> None:
    document = _read(last)
    (grid,) = document.items
    assert isinstance(grid, Grid) and (grid.rows, grid.cols) == (rows, cols)
    assert document.notes == []


@pytest.mark.parametrize("last", [(7, 3), (2, 7)])
def test_what_lies_beyond_is_said(last: tuple[int, int]) -> None:
    document = _read(last)
    assert [note.code for note in document.notes] == ["unreadable-part"]
    assert "超出读取上限" in document.notes[0].message


def test_limits_of_a_sheet() -> None:
    assert (DEFAULTS.max_cols, DEFAULTS.max_rows > 10_000) == (512, True)


@pytest.mark.parametrize(("length", "kept"), [(1998, 1998), (1999, 1998)])
def test_a_print_header_has_a_length(length: int, kept: int) -> None:
    (line,) = header_lines(SheetCells("表", headers={"oddHeader": "&C" + "字" * length}))
    assert line.text == "字" * kept
