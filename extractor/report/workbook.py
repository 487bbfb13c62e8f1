"""A workbook whose texts can only ever be text: XlsxWriter with formulas, links and number guessing off.

The same content gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.ground.safe import formula_like, one_line, sheet_text, width

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime.datetime(2000, 1, 1)
"""Fixed, so that two runs give equal bytes; when it was made is the run's business, not the file's."""
MAX_ROWS = 1_048_575
_PALE = {"error": "#F8D7DA", "warning": "#FFF3CD", "info": "#E2EEF9"}
_FONT = "宋体"
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Book:
    """A workbook under way with its formats.

    `rows_only`: rows are written once and in order, and go to disk at once (the year's sheets are long).
    """

    def __init__(self, *, rows_only: bool = False) -> None:
        import xlsxwriter

        self.buffer = io.BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options |= {"constant_memory": True} if rows_only else {"in_memory": True}
        self.book: Workbook = xlsxwriter.Workbook(self.buffer, options)
        self.book.set_properties({"title": "绩效文件数据质量报告", "created": CREATED})
        plain = {"font_name": _FONT, "font_size": 10, "valign": "top"}
        self.wrap = self._format({**plain, "text_wrap": True, "border": 1, "border_color": "#C8CCD0"})
        self.number = self._format({**plain, "border": 1, "border_color": "#C8CCD0", "align": "right"})
        self.count = self._format({**plain, "border": 1, "border_color": "#C8CCD0", "align": "left"})
        self.quoted = self._format(
            {**plain, "text_wrap": True, "border": 1, "border_color": "#C8CCD0", "quote_prefix": True}
        )
        self.grey = self._format({**plain, "font_color": "#707070", "border": 1, "border_color": "#C8CCD0"})
        self.head = self._format(
            {
                **plain,
                "bold": True,
                "bg_color": "#1F3A5F",
                "font_color": "#FFFFFF",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        )
        self.title = self._format({**plain, "bold": True, "font_size": 16})
        self.pale = {s: self._format({"bg_color": colour}) for s, colour in _PALE.items()}
        self.done = self._format({"font_color": "#808080", "bg_color": "#EDEDED"})
        self.due = self._format({"bg_color": "#FFD966"})
        self.strong = {
            s: self._format({**plain, "bold": True, "bg_color": _PALE[s], "border": 1, "border_color": "#C8CCD0"})
            for s in _PALE
        }

    def _format(self, properties: dict[str, Any]) -> Format:
        return self.book.add_format(properties)

    def sheet(self, name: str, heads: Sequence[tuple[str, float]], *, landscape: bool = True) -> Worksheet:
        """A data sheet: header row frozen and repeated in print, A4, one page wide."""
        sheet = self.book.add_worksheet(name)
        for column, (head, size) in enumerate(heads):
            sheet.set_column(column, column, size)
            sheet.write_string(0, column, head, self.head)
        sheet.set_row(0, 24)
        sheet.repeat_rows(0)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet

    def text(self, sheet: Worksheet, row: int, column: int, text: str | None, style: Format | None = None) -> None:
        """A text cell, whatever the text begins with: the words stay, `quote_prefix` keeps them text when edited.

        Args:
            row, column: of the cell, from 0.
            text: None = blank.
        """
        shown, risky = _shown(text or "")
        sheet.write_string(row, column, shown, self.quoted if risky else style or self.wrap)

    def close(self) -> bytes:
        """The finished workbook's bytes."""
        self.book.close()
        return self.buffer.getvalue()


@lru_cache(maxsize=16384)
def _shown(text: str) -> tuple[str, bool]:
    shown = sheet_text(text)
    return shown, formula_like(shown)


def sheet_name(unit: str, taken: set[str]) -> str:
    """A sheet's name for a unit: at most 31 characters, none that Excel refuses, unique whatever the case."""
    plain = _NO_SHEET_NAME.sub("_", one_line(unit)).strip("' ")[:31] or "单位"
    name, number = plain, 2
    while name.lower() in taken:
        name, number = f"{plain[: 30 - len(str(number))]}-{number}", number + 1
    taken.add(name.lower())
    return name


def row_height(texts: Iterable[tuple[str | None, int]]) -> float:
    """Points of a row that shows its longest wrapped text, at most ten lines; pairs of a text
    and its column's width.
    """
    lines = 1
    for text, size in texts:
        if text:
            lines = max(lines, sum(-(-max(width(part), 1) // (size - 1)) for part in text.split("\n")))
    return 14.0 * min(lines, 10) + 4
