"""A .docx made from what was read: for filings that are no office documents (text dumps, web pages, OFD)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from extractor.ground.safe import visible
from extractor.model.document import Document, Grid, Line

if TYPE_CHECKING:
    from docx.table import _Cell

SAID = "本文件按程序读取的结果制成，只供对照批注；请在原件上修改"
_MAX_WORD_COLUMNS = 63
"""Word's own limit."""


def docx_of(document: Document) -> bytes:
    """Paragraphs and tables of a document, in its order, merged cells merged; the same document
    gives the same bytes.
    """
    import docx
    from docx.enum.section import WD_ORIENT

    made = docx.Document()
    _plain_properties(made)
    section = made.sections[0]
    if any(grid.cols > 7 for grid in document.grids()):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = SAID
    for item in document.items:
        if isinstance(item, Line):
            made.add_paragraph(_text(item.text))
        elif item.inner:
            continue
        elif item.cols > _MAX_WORD_COLUMNS:
            for text in item.words().splitlines():
                made.add_paragraph(_text(text))
        else:
            _table(made, item)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _plain_properties(made: Any) -> None:
    from datetime import datetime

    properties = made.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    properties.created = properties.modified = datetime(2000, 1, 1)


def _table(made: Any, grid: Grid) -> None:
    if not grid.rows or not grid.cols:
        return
    table = made.add_table(rows=grid.rows, cols=grid.cols)
    table.style = "Table Grid"
    slots = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        bottom, right = min(cell.row + cell.rowspan, grid.rows) - 1, min(cell.col + cell.colspan, grid.cols) - 1
        if not (0 <= cell.row <= bottom and 0 <= cell.col <= right):
            continue
        corner = slots[cell.row][cell.col]
        if (bottom, right) != (cell.row, cell.col):
            corner = corner.merge(slots[bottom][right])
        _fill(corner, cell.text)
    made.add_paragraph()


def _fill(corner: _Cell, text: str) -> None:
    for number, paragraph in enumerate(_text(text).split("\n")):
        if number == 0:
            corner.paragraphs[0].text = paragraph
        else:
            corner.add_paragraph(paragraph)


def _text(text: str) -> str:
    return visible(text).replace("\r\n", "\n").replace("\r", "\n")
