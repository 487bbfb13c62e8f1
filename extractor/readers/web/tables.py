"""The tables of a web page: those that only lay it out are walked through, data tables become grids."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Grid, Line
from extractor.readers.shown.flow import PLAIN, Flow
from extractor.readers.web.cell_text import CellText
from extractor.readers.web.chrome import is_furniture, is_index_table, names_host
from extractor.readers.web.elements import MAX_DEPTH, centring
from extractor.readers.web.gathered import Gathered, Items
from extractor.readers.web.look import INK, Ink
from extractor.readers.web.rows import OwnRow, OwnRows, own_rows
from extractor.readers.web.table import HtmlCell, form_grid, span_of
from extractor.readers.web.telling import hidden_columns, plain_text
from extractor.readers.web.text import all_text, clean

if TYPE_CHECKING:
    from lxml.etree import _Element

_LAYOUT_CELLS = 12
"""A table with a table in it and no more cells than this lays out the page."""


class Tables:
    """The tables of one page."""

    def __init__(self, page: Gathered, block: Callable[[_Element, bool, bool | None, int, Ink], None]) -> None:
        """`block`: walks the content of a cell of a table that only lays out the page."""
        self._page, self._block = page, block
        self._cells = CellText(page, self.read)

    def read(self, table: _Element, chrome: bool, depth: int, ink: Ink) -> None:
        """Take over one table and those in its cells.

        Args:
            chrome: it stands in a menu or another part that is not the page's own text.
            depth: how deep the walk is, in elements; at `MAX_DEPTH` it goes no deeper.
        """
        found = own_rows(table)
        self._strays(table, found, chrome)
        own = found.cells()
        after: Items = []
        if self._is_layout(table, own):
            for child in own:
                inner, mine = chrome or is_furniture(child), self._page.ink(child, ink)
                if depth < MAX_DEPTH:
                    self._block(child, inner, centring(child, None), depth + 1, mine)
                else:
                    self._page.flow.text(all_text(child))
                self._page.flush(inner, None)
        else:
            self._data_table(
                found, chrome, depth, ink, after, hidden_columns(table) if self._page.careful else frozenset()
            )
        self._page.items.extend(after)
        for inner_table in found.tables:
            if depth < MAX_DEPTH:
                self.read(inner_table, chrome, depth + 1, ink)

    def _strays(self, table: _Element, found: OwnRows, chrome: bool) -> None:
        """The caption, and what stands in the table outside its cells: lines before it."""
        for text in found.strays:
            self._page.flow.text(text)
            self._page.flush(chrome, None)
        caption = table.find("caption")
        if caption is not None:
            self._page.flow.text(all_text(caption))
            self._page.flush(chrome, True)

    def _data_table(
        self, found: OwnRows, chrome: bool, depth: int, ink: Ink, after: Items, unseen: frozenset[int]
    ) -> None:
        """Emit the grid; what stands in its cells and is no text goes to `after`."""
        seen: list[str] = []
        shaped: list[list[HtmlCell]] = []
        waiting: tuple[Aside, ...] = ()
        for row in found.rows:
            cells, hidden = self._row(row, seen, depth, ink, after)
            waiting += hidden
            if cells is None:
                continue
            if waiting and cells:
                first = cells[0]
                cells[0], waiting = (*first[:4], waiting + first[4]), ()
            shaped.append(cells)
        if waiting and shaped and shaped[-1]:
            last = shaped[-1][0]
            shaped[-1][0] = (*last[:4], last[4] + waiting)
        grid, cut = form_grid(shaped, self._page.settings)
        self._page.cut += cut
        if grid.rows and grid.cols:
            grid.seen = None if cut or unseen else visible_length("".join(seen))
            for cell in grid.cells if unseen else ():
                if cell.text and unseen.issuperset(range(cell.col, cell.col + cell.colspan)):
                    cell.asides, cell.text = (*cell.asides, Aside(cell.text, "hidden")), ""
            self._emit(grid, chrome)

    def _emit(self, grid: Grid, chrome: bool) -> None:
        texts = [cell.text for cell in grid.cells]
        if is_index_table(texts):
            for row in range(grid.rows):
                line = "　".join(cell.text for cell in grid.cells if cell.row == row and cell.text)
                if line:
                    self._page.items.append(Line(line.replace("\n", " "), chrome=True))
        elif any(texts) or any(cell.image or cell.asides for cell in grid.cells):
            for before in reversed(self._page.items):
                if isinstance(before, Grid):
                    break
                if isinstance(before, Line) and names_host(before.text):
                    before.chrome = False
            self._page.items.append(grid)

    def _is_layout(self, table: _Element, own: list[_Element]) -> bool:
        if table.get("role") == "presentation":
            return True
        if next(table.iterdescendants("table"), None) is not None:
            inner = sum(1 for _ in table.iter("td", "th")) - len(own)
            return len(own) <= _LAYOUT_CELLS or inner > len(own)
        return len(own) <= 1

    def _row(
        self, row: OwnRow, seen: list[str], depth: int, ink: Ink, after: Items
    ) -> tuple[list[HtmlCell] | None, tuple[Aside, ...]]:
        """A row's cells, None for a row that is not shown; and the texts of what is not shown in it."""
        mine = self._row_ink(row.element, ink) if row.element is not None and self._page.careful else ink
        hidden: tuple[Aside, ...] = ()
        if mine.gone or mine.unseen:
            texts = [text for cell in row.cells if (text := clean(all_text(cell)))]
            return None, tuple(Aside(text, "hidden") for text in texts)
        cells: list[HtmlCell] = []
        plain_row = not self._page.careful
        for cell in row.cells:
            look = INK if plain_row else self._page.ink(cell, mine)
            if look.gone:
                if text := clean(all_text(cell)):
                    hidden += (Aside(text, "hidden"),)
                continue
            raw = plain_text(cell) if plain_row or look.look == PLAIN else None
            image = False
            asides: tuple[Aside, ...] = ()
            if raw is None:
                flow = Flow(clean)
                self._cells.gather(cell, flow, look, depth, after)
                raw, text = flow.raw(), flow.shown()
                image, asides = flow.image, flow.asides()
            else:
                text = clean(raw)
            if hidden:
                asides, hidden = hidden + asides, ()
            seen.append(raw)
            down, across = cell.get("rowspan"), cell.get("colspan")
            height = 1 if down is None else span_of(down, 65_534, zero=0)
            cells.append((text, height, 1 if across is None else span_of(across, 1000), image, asides))
        return cells, hidden

    def _row_ink(self, row: _Element, ink: Ink) -> Ink:
        """A row's ink, with what its tbody says."""
        holder = row.getparent()
        if holder is not None and holder.tag in ("tbody", "thead", "tfoot"):
            ink = self._page.ink(holder, ink)
        return self._page.ink(row, ink)
