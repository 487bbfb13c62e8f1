"""A filing as .xlsx: merged cells, numbers typed or as text, the forms under each other or a sheet each."""

from __future__ import annotations

import datetime
import io
import re

import xlsxwriter

from bench.layout_grammar.canvas import WIDTH, Block, Cell, Line, Table
from bench.layout_grammar.filing import Filing

_NUMBER = re.compile(r"0|[1-9]\d{0,8}(?:\.\d{1,6})?")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d\d")
_CHARS = 110
"""Width of the whole table in characters of a column's width."""


def xlsx(filing: Filing) -> bytes:
    """The bytes of the workbook; the same filing gives the same bytes."""
    out, layout = io.BytesIO(), filing.layout
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)})
    typed = layout.rng("typed").choice(["numbers", "numbers", "text", "numbers and rates"])
    apart = layout.rng("sheets").random() < 0.5
    sheets = filing.by_form() if apart else [[b for some in filing.by_form() for b in some]]
    for at, blocks in enumerate(sheets):
        _Sheet(book, f"表{at + 1}", blocks, typed).fill()
    book.close()
    return out.getvalue()


class _Sheet:
    """One worksheet; its columns are the edges of all its tables together."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, blocks: list[Block], typed: str) -> None:
        self.book, self.blocks, self.typed = book, blocks, typed
        self.sheet = book.add_worksheet(name)
        self.edges = sorted({e for b in blocks if isinstance(b, Table) for e in _edges(b)} | {0, WIDTH})

    def fill(self) -> None:
        self.sheet.set_default_row(30)
        for at, (left, right) in enumerate(zip(self.edges, self.edges[1:])):
            self.sheet.set_column(at, at, _CHARS * (right - left) / WIDTH)
        row = 0
        for block in self.blocks:
            row = self._line(block, row) if isinstance(block, Line) else self._table(block, row)

    def _line(self, line: Line, row: int) -> int:
        look = self.book.add_format(
            {"align": line.align, "bold": line.heading, "font_size": 16 if line.heading else 10}
        )
        if line.text:
            self._put(row, 0, row, len(self.edges) - 2, line.text, look)
        return row + 1

    def _table(self, table: Table, top: int) -> int:
        edges = [self.edges.index(e) for e in _edges(table)]
        for cell in table.cells:
            content, number_format = self._typed(cell)
            look = self.book.add_format(
                {"border": 1, "align": cell.align, "valign": "vcenter", "text_wrap": True, "num_format": number_format}
            )
            left, right = edges[cell.col], edges[cell.col + cell.colspan] - 1
            self._put(top + cell.row, left, top + cell.row + cell.rowspan - 1, right, content, look)
        return top + table.rows

    def _put(self, top: int, left: int, bottom: int, right: int, content: str | float, look: object) -> None:
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", look)
        if isinstance(content, float):
            self.sheet.write_number(top, left, content, look)
        else:
            self.sheet.write_string(top, left, content, look)

    def _typed(self, cell: Cell) -> tuple[str | float, str]:
        """The content as a number where this workbook types it, and its number format."""
        text = cell.text
        if self.typed != "text" and _NUMBER.fullmatch(text):
            decimals = len(text.partition(".")[2])
            return float(text), "0." + "0" * decimals if decimals else "0"
        if self.typed != "text" and _GROUPED.fullmatch(text):
            return float(text.replace(",", "")), "#,##0.00"
        if self.typed == "numbers and rates" and re.fullmatch(r"\d{1,3}%", text):
            return int(text[:-1]) / 100, "0%"
        return text, "@" if text.isdigit() else "General"


def _edges(table: Table) -> list[int]:
    found = [0]
    for width in table.widths:
        found.append(found[-1] + width)
    return found
