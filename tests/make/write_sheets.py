"""A filing as .xlsx and .xls: one sheet, paragraphs merged over the table's width, true merged ranges."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

from tests.make.filing import Block, Para, Span, Table

SHEET = "绩效目标表"


def placed(blocks: list[Block]) -> Iterator[Span]:
    """All cells of the sheet, paragraphs as merged rows."""
    width = max((block.cols for block in blocks if isinstance(block, Table)), default=1)
    row = 0
    for block in blocks:
        if isinstance(block, Para):
            yield Span(row, 0, block.text, 1, width)
            row += 1
        else:
            for cell in block.cells:
                yield Span(row + cell.row, cell.col, cell.text, cell.rowspan, cell.colspan)
            row += block.rows


def xlsx(blocks: list[Block]) -> bytes:
    """The bytes of an .xlsx, by xlsxwriter."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2024, 6, 24)})
    sheet = book.add_worksheet(SHEET)
    wrap = book.add_format({"text_wrap": True})
    for cell in placed(blocks):
        if cell.rowspan > 1 or cell.colspan > 1:
            bottom, right = cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1
            sheet.merge_range(cell.row, cell.col, bottom, right, cell.text, wrap)
        elif cell.text:
            sheet.write_string(cell.row, cell.col, cell.text, wrap)
    book.close()
    return out.getvalue()


def xls(blocks: list[Block]) -> bytes:
    """The bytes of an .xls, by xlwt."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(SHEET)
    for cell in placed(blocks):
        if cell.rowspan > 1 or cell.colspan > 1:
            bottom, right = cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1
            sheet.write_merge(cell.row, bottom, cell.col, right, cell.text)
        elif cell.text:
            sheet.write(cell.row, cell.col, cell.text)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
