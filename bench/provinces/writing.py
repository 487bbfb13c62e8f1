"""The blocks of a form as Word, web page and workbook."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from bench.provinces.sheet import Block, Line, Table

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?")


def as_docx(blocks: list[Block]) -> bytes:
    """A document with the tables as bordered grids and their merges."""
    document = Document()
    for before, block in zip([None, *blocks], blocks):
        if isinstance(block, Line):
            paragraph = document.add_paragraph()
            paragraph.add_run(block.text).bold = block.bold
            if block.centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        if isinstance(before, Table):
            document.add_paragraph()
        grid: Any = document.add_table(block.rows, block.cols, style="Table Grid")
        places = [list(row.cells) for row in grid.rows]
        for cell in block.cells:
            first = places[cell.row][cell.col]
            if cell.down * cell.across > 1:
                first = first.merge(places[cell.row + cell.down - 1][cell.col + cell.across - 1])
            first.text = cell.text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_html(blocks: list[Block]) -> bytes:
    """A page as a bureau's site shows it."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{"".join(map(_html, blocks))}</body></html>\n'
    ).encode()


def _html(block: Block) -> str:
    if isinstance(block, Line):
        text = html.escape(block.text)
        style = ' style="text-align:center"' if block.centred else ""
        return f"<p{style}>{f'<strong>{text}</strong>' if block.bold else text}</p>\n"
    rows = []
    for r in range(block.rows):
        cells = []
        for cell in (c for c in block.cells if c.row == r):
            spans = f' rowspan="{cell.down}"' * (cell.down > 1) + f' colspan="{cell.across}"' * (cell.across > 1)
            cells.append(f"<td{spans}>{html.escape(cell.text).replace(chr(10), '<br>')}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    return f'<table border="1" cellspacing="0">\n{"".join(rows)}</table>\n'


def as_xlsx(blocks: list[Block]) -> bytes:
    """A sheet; lines are merged over the table's width, plain numbers are stored as numbers."""
    book = Workbook()
    sheet: Any = book.active
    wide = max(b.cols for b in blocks if isinstance(b, Table))
    side = Side(style="thin")
    top = 1
    for block in blocks:
        if isinstance(block, Line):
            at = sheet.cell(top, 1, block.text)
            at.font = Font(bold=block.bold, size=16 if block.bold else 11)
            at.alignment = Alignment(horizontal="center" if block.centred else "left")
            sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=wide)
            top += 1
            continue
        for row in sheet.iter_rows(min_row=top, max_row=top + block.rows - 1, max_col=block.cols):
            for at in row:
                at.border = Border(left=side, right=side, top=side, bottom=side)
        for cell in block.cells:
            row, col = top + cell.row, cell.col + 1
            at = sheet.cell(row, col)
            at.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            _fill(at, cell.text)
            if cell.down * cell.across > 1:
                sheet.merge_cells(
                    start_row=row, start_column=col, end_row=row + cell.down - 1, end_column=col + cell.across - 1
                )
        top += block.rows
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(at: Any, text: str) -> None:
    number = _NUMBER.fullmatch(text)
    if number is None or len(text) > 15:
        at.value = text or None
        at.data_type = "s" if text else at.data_type  # 「=126.5公里」 is no formula
        return
    at.value = float(text) if number[1] else int(text)
    at.number_format = "0." + "0" * len(number[1]) if number[1] else "0"


FORMATS: dict[str, Callable[[list[Block]], bytes]] = {"docx": as_docx, "html": as_html, "xlsx": as_xlsx}
