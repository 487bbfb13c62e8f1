"""The flat indicator rows as a sheet, and as a workbook of their own (`extract --format xlsx`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.flat.rows import COLUMNS, NUMERIC, number_of
from extractor.report.workbook import MAX_ROWS, Book

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDE = {"source_path": 28, "title": 28, "filer": 18, "department": 18, "implementer": 18, "project_name": 26}
_WIDE |= {
    "level3_raw": 26,
    "level3": 26,
    "target_raw": 16,
    "level2": 16,
    "level2_raw": 16,
    "deviation_reason": 24,
    "budget_yuan": 14,
}


def indicator_workbook(rows: Sequence[dict[str, Any]]) -> bytes:
    """The flat indicator rows alone (`extract --format xlsx`), headed by the column keys."""
    book = Book()
    values_sheet(book, rows, chinese=False)
    return book.close()


def values_sheet(book: Book, rows: Sequence[dict[str, Any]], *, chinese: bool) -> None:
    """Add the sheet; `chinese`: headed by words, else by the column keys."""
    heads = [(words_of if chinese else key, _WIDE.get(key, 11)) for key, words_of in COLUMNS.items()]
    sheet = book.sheet("指标" if chinese else "指标值", heads)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows[:MAX_ROWS], 1):
        for column, key in enumerate(COLUMNS):
            _value(book, sheet, number, column, key, row[key])
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)


def _value(book: Book, sheet: Worksheet, row: int, column: int, key: str, value: Any) -> None:
    number = number_of(value) if key in NUMERIC else None
    if number is not None:
        sheet.write_number(row, column, number, book.number)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, book.number)
    elif value is not None and value != "":
        book.text(sheet, row, column, str(value))
