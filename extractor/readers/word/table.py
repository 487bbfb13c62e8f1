"""w:tbl -> Grid, by one pass over the elements that matter.

`row.cells` of the usual library repeats merged cells and is quadratic; this walk is linear and keeps the true
gridSpan and vMerge. `TableBuilder` holds the geometry, `read_plain` is the quick walk for tables without nested
tables, text boxes and revisions; it gives up where it meets one, and `readers/word/docx.py` walks that table with care.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.characters.fonts import shown
from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Cell, Grid
from extractor.readers.shown.celltext import tidy
from extractor.readers.word.names import Names
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SPAN = 1024


class OddContentError(Exception):
    """The quick walk met what it does not know (a table in a cell, a text box, a revision): do it carefully."""


class TableBuilder:
    """Rows of cells in, a `Grid` out: vertical merges joined, short rows filled, leftovers reported."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.leftovers: list[str] = []
        """Text standing in merged-away cells, which Word does not show."""
        self.widths: list[int] = []
        self._open: dict[int, Cell] = {}
        self._next: dict[int, Cell] = {}
        self._col = 0
        self.last: Cell | None = None
        """The cell that the last call began; None where it went on with one above."""

    def start_row(self, before: int = 0) -> None:
        """Begin a row, with so many grid columns left out before its first cell."""
        self._open, self._next = self._next, {}
        self.last = None
        self._col = 0
        if before:
            self.skip(before)

    def skip(self, columns: int) -> None:
        """Grid columns that the row leaves out (gridBefore, gridAfter): an empty cell owns them."""
        self.cells.append(Cell(len(self.widths), self._col, 1, columns))
        self._col += columns

    def add(self, text: str, span: int, merge: str | None, image: bool = False, asides: tuple[Aside, ...] = ()) -> None:
        """Add the next cell of the row; `merge`: its vMerge ("restart", "continue"), None where it has none.

        Args:
            span: columns it covers.
            image: it holds a picture.
        """
        col = self._col
        self._col = col + span
        if merge is not None:
            above = self._open.get(col)
            if merge != "restart" and above is not None and above.colspan == span:
                above.rowspan += 1
                above.image = above.image or image
                above.asides += asides
                self._next[col] = above
                self.last = None
                self._leave(above, text)
                return
        cell = Cell(len(self.widths), col, 1, span, text)
        if image:
            cell.image = True
        if asides:
            cell.asides = asides
        self.cells.append(cell)
        self.last = cell
        if merge is not None:
            self._next[col] = cell

    def widen(self, text: str, span: int, asides: tuple[Aside, ...] = ()) -> None:
        """A cell merged into its left neighbour (hMerge, the old way)."""
        if self.last is None:
            self.add(text, span, None)
            return
        self.last.colspan += span
        self._col += span
        self.last.asides += asides
        self._leave(self.last, text)

    def _leave(self, cell: Cell, text: str) -> None:
        if text:
            self.leftovers.append(text)
            cell.asides += (Aside(text, "hidden"),)

    def end_row(self) -> None:
        """End the row."""
        self.widths.append(self._col)

    def is_ragged(self) -> bool:
        """Rows of different width: their cells' widths may say how they stand."""
        return bool(self.widths) and min(self.widths) < max(self.widths)

    def grid(self, seen: int | None = None) -> Grid:
        """The finished grid; `seen` counts the visible characters met."""
        cols = max(self.widths, default=0)
        if cols and min(self.widths) < cols:
            for row, width in enumerate(self.widths):
                if width < cols:
                    self.cells.append(Cell(row, width, 1, cols - width))
            self.cells.sort(key=lambda cell: (cell.row, cell.col))
        return Grid(self.cells, len(self.widths), cols, seen=seen)


def cut_to_limits(grid: Grid, settings: Settings) -> str | None:
    """Cut a grid of absurd size; says what was cut, None where nothing was. Word itself stops at 63 columns."""
    if grid.cols > settings.max_cols:
        grid.cells, grid.rows, grid.seen = [], 0, None
        return f"表格有 {grid.cols} 列，超过上限 {settings.max_cols}，未读取"
    rows = min(settings.max_rows, settings.max_slots // max(grid.cols, 1))
    if grid.rows <= rows:
        return None
    cut = grid.rows - rows
    grid.cells = [cell for cell in grid.cells if cell.row < rows]
    for cell in grid.cells:
        cell.rowspan = min(cell.rowspan, rows - cell.row)
    grid.rows, grid.seen = rows, None
    return f"表格有 {rows + cut} 行，超过上限，后 {cut} 行未读取"


def number(value: str | None, fault: int, at_most: int = MAX_SPAN) -> int:
    """An attribute that should be a small count."""
    if value is None or not value.isdecimal():
        return fault
    return min(int(value[:6]), at_most) or fault


def read_plain(table: _Element, names: Names, builder: TableBuilder) -> Grid:
    """The quick walk: start events of the few elements that matter, in document order.

    Raises:
        OddContentError: a cell holds a table, a text box, a revision …, or rows differ in width.
    """
    texts = _walk(table, names, builder)
    if builder.is_ragged() and next(table.iter(names.tc_width), None) is not None:
        raise OddContentError
    return builder.grid(visible_length("".join(texts)))


def _walk(table: _Element, names: Names, builder: TableBuilder) -> list[str]:  # noqa: C901  one loop, the hot one
    """Give the builder the rows and cells; gives the texts as they came."""
    p, t, tc, tr = names.p, names.t, names.tc, names.tr
    grid_span, v_merge, val = names.grid_span, names.v_merge, names.val
    texts: list[str] = []
    pieces: list[str] = []
    in_cell = in_row = image = False
    span, after = 1, 0
    merge: str | None = None
    elements = table.iter(*names.in_table)
    next(elements)
    for element in elements:
        tag = element.tag
        if tag == p:
            if pieces:
                pieces.append("\n")
        elif tag == t:
            text = element.text
            if text:
                pieces.append(text)
                texts.append(text)
        elif tag == grid_span:
            span = number(element.get(val), 1)
        elif tag == v_merge:
            merge = element.get(val, "continue")
        elif tag == tc:
            if in_cell:
                builder.add(tidy("".join(pieces)), span, merge, image)
            pieces, span, merge, image, in_cell = [], 1, None, False, True
        elif tag == tr:
            if in_cell:
                builder.add(tidy("".join(pieces)), span, merge, image)
            if in_row:
                _end_row(builder, after)
            builder.start_row()
            pieces, span, merge, image, in_cell, in_row, after = [], 1, None, False, False, True, 0
        elif tag == names.grid_before:
            if not in_cell and number(element.get(val), 0):
                builder.skip(number(element.get(val), 0))
        elif tag == names.grid_after:
            after = number(element.get(val), 0)
        elif tag in names.pictures:
            image = image or holds_picture(element)
        elif (sign := _sign(element, names)) is not None:
            pieces.append(sign)
            texts.append(sign)
    if in_cell:
        builder.add(tidy("".join(pieces)), span, merge, image)
    if in_row:
        _end_row(builder, after)
    return texts


def _sign(element: _Element, names: Names) -> str | None:
    """A symbol, a break or a tab as text; None for a tab stop.

    Raises:
        OddContentError: it is none of them.
    """
    tag = element.tag
    if tag == names.tbl or tag in names.odd:
        raise OddContentError
    if tag == names.sym:
        return symbol(element, names)
    return None if tag == names.tab and is_tab_stop(element, names) else names.breaks[tag]


def holds_picture(element: _Element) -> bool:
    """Whether a drawing shows a picture or ink, not only drawn lines (the slash of a head cell)."""
    return next(element.iter("{*}blip", "{*}imagedata", "{*}contentPart", "{*}OLEObject"), None) is not None


def is_tab_stop(element: _Element, names: Names) -> bool:
    """w:tab is a character in a run and a setting in w:tabs."""
    parent = element.getparent()
    return parent is not None and parent.tag == names.tabs


def _end_row(builder: TableBuilder, after: int) -> None:
    if after:
        builder.skip(after)
    builder.end_row()


_NAMELESS = {0xF0FE: "☑", 0xF0FD: "☒", 0xF0FC: "√"}
"""Private codes that only one of the usual fonts has a form's sign for."""


def symbol(element: _Element, names: Names) -> str:
    """What a w:sym shows by its font; without a known font its private code, which tells that something stands here."""
    try:
        point = int(element.get(names.char) or "", 16)
    except ValueError:
        return ""
    if not (0x20 <= point < 0xD800 or 0xE000 <= point < 0x110000):
        return ""
    font = element.get(names.w + "font")
    seen = shown(chr(point), font)
    return _NAMELESS.get(point, seen) if seen == chr(point) and font is None else seen


def spans_by_width(widths: list[int], columns: list[int]) -> list[int] | None:
    """Spans of a row that names none: how many of the table's columns each cell's own width covers.

    Args:
        widths: of the row's cells, twips.
        columns: of the table's columns, twips.

    Returns:
        None where the widths do not meet the columns' edges.
    """
    if not widths or len(widths) >= len(columns) or min(widths) <= 0 or min(columns) <= 0:
        return None
    slack = max(sum(columns) // 50, 30)
    spans, at, edge, wanted = [], 0, 0, 0
    for width in widths:
        wanted += width
        start = at
        while at < len(columns) and (at == start or edge + columns[at] <= wanted + slack):
            edge += columns[at]
            at += 1
        if at == start or abs(edge - wanted) > slack:
            return None
        spans.append(at - start)
    return spans if at == len(columns) else None
