"""The walk over one web page: lines and grids as a person sees them.

Menus and feet become lines marked `chrome`; tables that only lay out the page are walked through, data tables become
grids. Hidden and struck text stands beside the text of its cell or line; a table in a cell is text of the cell and a
table of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.layout.conservation import visible_length
from extractor.model.document import Aside, Document, Grid, Line, Note
from extractor.readers.lines.reading import read_lines
from extractor.readers.shown.flow import PLAIN, Flow
from extractor.readers.shown.formula import formula
from extractor.readers.web.chrome import is_furniture, is_index_table, names_host, reads_like_furniture
from extractor.readers.web.controls import ALT_VALUE, chosen, hint_of, input_text, item_number, textarea
from extractor.readers.web.look import INK, TELL, Ink, ink_of
from extractor.readers.web.parts import Parts
from extractor.readers.web.rows import OwnRow, OwnRows, own_rows
from extractor.readers.web.table import HtmlCell, form_grid, span_of
from extractor.readers.web.text import all_text, clean
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

Items = list[Line | Grid]
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_DROPPED = frozenset(
    ["script", "style", "template", "noscript", "noframes", "head", "audio", "video", "canvas", "datalist", "rp"]
)
_PARTS = frozenset(["iframe", "frame", "object", "embed"])
_CONTROLS = frozenset(["input", "textarea", "select", "math", "svg", "rt", "img", "br"])
TELLING = ("s", "strike", "del", "sup", "font")
"""Elements that change how text is shown without a style."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CENTRED = re.compile(r"text-align\s*:\s*(-\w+-)?center", re.I)
_LEFT = re.compile(r"text-align\s*:\s*(left|right|justify|start|end)", re.I)
_MAX_DEPTH = 200
_LAYOUT_CELLS = 12
"""A table with a table in it and no more cells than this lays out the page."""


class Page:
    """The walk over one page."""

    def __init__(self, settings: Settings, document: Document, parts: Parts) -> None:
        self.settings = settings
        self.document = document
        self.parts = parts
        self.items: Items = []
        self.flow = Flow(clean)
        self.linked = 0
        """Characters of `flow` that stand in links."""
        self.hidden: list[str] = []
        """Tables that are read though they are hidden (a tab of the page that was not open)."""
        self.cut = 0
        self.ink: Callable[[_Element, Ink], Ink] = ink_of
        self.careful = True

    def read(self, root: _Element, source: str | None = None) -> None:
        """Walk a parsed page and take over what it holds."""
        self.careful = tells(root, source)
        self.ink = ink_of if self.careful else _same_ink
        self.block(root, False, None, 0, self.ink(root, INK))
        self.flush(False, None)

    def notes(self) -> list[Note]:
        notes = []
        if self.hidden:
            notes.append(
                Note("hidden-content", "网页里有隐藏的表格，已一并读取", observed="；".join(self.hidden)[:200])
            )
        if self.cut:
            notes.append(Note("unreadable-part", f"网页里的表格过大，有 {self.cut} 个单元格未读取"))
        return notes

    def flush(self, chrome: bool, centred: bool | None, heading: bool = False) -> None:
        """Make a line of the text gathered since the last block."""
        text, asides = self.flow.take()
        linked, self.linked = self.linked, 0
        if not text and not asides:
            return
        for line in text.split("\n"):
            if line or asides:
                furniture = chrome or reads_like_furniture(line) or linked >= 0.8 * len(text) > 0
                self.items.append(Line(line, centred=centred, heading=heading, chrome=furniture, asides=asides))
                asides = ()

    def block(self, element: _Element, chrome: bool, centred: bool | None, depth: int, ink: Ink) -> None:
        """Walk an element's content; block children stand on lines of their own."""
        if element.text:
            self.flow.text(element.text, ink.look)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _DROPPED:
                pass
            elif (mine := self.ink(child, ink)).look.hidden and not ink.look.hidden and (tag in _BLOCKS or mine.gone):
                self._hidden_element(child, chrome, centred, depth)
            elif tag == "table":
                self.flush(chrome, centred)
                self._table(child, chrome or is_furniture(child), depth, mine)
            elif tag in _PARTS:
                self.flush(chrome, centred)
                self._part(child, chrome, depth)
            elif tag in _CONTROLS:
                self._control(child, tag, self.flow, mine, chrome, self.items)
            elif tag == "pre":
                self.flush(chrome, centred)
                self.items.extend(read_lines(all_text(child).replace("\r", "").split("\n"), self.settings))
            elif tag in _BLOCKS:
                self.flush(chrome, centred)
                inner, place = chrome or is_furniture(child), _centring(child, centred)
                if tag == "li":
                    self.flow.text(item_number(child), mine.look)
                if depth < _MAX_DEPTH:
                    self.block(child, inner, place, depth + 1, mine)
                else:
                    self.flow.text(all_text(child))
                self.flush(inner, place, tag in _HEADINGS)
            elif depth < _MAX_DEPTH:
                before = len(self.flow.pieces)
                self.block(child, chrome, centred if tag != "center" else True, depth + 1, mine)
                if tag == "a":
                    self.linked += sum(map(len, self.flow.pieces[before:]))
            else:
                self.flow.text(all_text(child))
            if child.tail:
                self.flow.text(child.tail, ink.look)

    def _hidden_element(self, element: _Element, chrome: bool, centred: bool | None, depth: int) -> None:
        """Hidden menus are not worth a word; a hidden table is read and said (a tab of the page that was not open)."""
        text = clean(all_text(element))
        if not text:
            return
        table = element if element.tag == "table" else element.find(".//table")
        if table is None or chrome:
            if element.tag not in _BLOCKS and not chrome:
                self.flow.aside(text, "hidden")
            return
        self.flush(chrome, centred)
        self.hidden.append(text[:60])
        if element.tag == "table":
            self._table(element, chrome, depth, INK)
        elif depth < _MAX_DEPTH:
            self.block(element, chrome, centred, depth + 1, INK)
            self.flush(chrome, centred)

    # --- what is no text of its own -------------------------------------------------------------------------

    def _part(self, element: _Element, chrome: bool, depth: int) -> None:
        """A frame or embedded object: read where it is at hand, named where it is not."""
        root = self.parts.framed(element)
        if root is None or depth >= _MAX_DEPTH:
            return
        start = len(self.items)
        self.ink, self.careful = ink_of, True
        self.block(root, chrome, None, depth + 1, self.ink(root, INK))
        self.flush(chrome, None)
        if not any(isinstance(item, Grid) for item in self.items[start:]):
            for item in self.items[start:]:
                if isinstance(item, Line):
                    item.chrome = True

    def _control(self, element: _Element, tag: str, flow: Flow, ink: Ink, chrome: bool, items: Items) -> None:
        """Line breaks, fields, formulas, drawings' words, pictures."""
        if tag == "br":
            flow.text("\n\v")
        elif tag == "input":
            flow.text(input_text(element), ink.look)
            if hint := hint_of(element):
                flow.aside(hint, "hint")
        elif tag == "textarea":
            flow.text(textarea(element), ink.look)
            if not all_text(element).strip() and (hint := element.get("placeholder") or ""):
                flow.aside(hint, "hint")
        elif tag == "select":
            flow.text(chosen(element), ink.look)
        elif tag == "math":
            flow.text(formula(element), ink.look)
        elif tag == "svg":
            flow.text(" ".join(all_text(e) for e in element.iter("text")), ink.look)
        elif tag == "rt":
            flow.aside(all_text(element), "aid")
        elif tag == "img" and not ink.look.hidden:
            self._picture(element, flow, chrome, items)

    def _picture(self, element: _Element, flow: Flow, chrome: bool, items: Items) -> None:
        alt = element.get("alt") or ""
        if ALT_VALUE.fullmatch(alt):
            flow.text(alt)
            return
        found = self.parts.picture(element, self.document) if not chrome else []
        items.extend(found)
        flow.image = flow.image or not found

    # --- tables ---------------------------------------------------------------------------------------------

    def _table(self, table: _Element, chrome: bool, depth: int, ink: Ink) -> None:
        found = own_rows(table)
        self._strays(table, found, chrome)
        own = found.cells()
        after: Items = []
        if self._is_layout(table, own):
            for child in own:
                inner, mine = chrome or is_furniture(child), self.ink(child, ink)
                if depth < _MAX_DEPTH:
                    self.block(child, inner, _centring(child, None), depth + 1, mine)
                else:
                    self.flow.text(all_text(child))
                self.flush(inner, None)
        else:
            self._data_table(found, chrome, depth, ink, after, _hidden_columns(table) if self.careful else frozenset())
        self.items.extend(after)
        for inner_table in found.tables:
            if depth < _MAX_DEPTH:
                self._table(inner_table, chrome, depth + 1, ink)

    def _strays(self, table: _Element, found: OwnRows, chrome: bool) -> None:
        """The caption, and what stands in the table outside its cells: lines before it."""
        for text in found.strays:
            self.flow.text(text)
            self.flush(chrome, None)
        caption = table.find("caption")
        if caption is not None:
            self.flow.text(all_text(caption))
            self.flush(chrome, True)

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
        grid, cut = form_grid(shaped, self.settings)
        self.cut += cut
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
                    self.items.append(Line(line.replace("\n", " "), chrome=True))
        elif any(texts) or any(cell.image or cell.asides for cell in grid.cells):
            for before in reversed(self.items):
                if isinstance(before, Grid):
                    break
                if isinstance(before, Line) and names_host(before.text):
                    before.chrome = False
            self.items.append(grid)

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
        mine = self._row_ink(row.element, ink) if row.element is not None and self.careful else ink
        hidden: tuple[Aside, ...] = ()
        if mine.gone or mine.unseen:
            texts = [text for cell in row.cells if (text := clean(all_text(cell)))]
            return None, tuple(Aside(text, "hidden") for text in texts)
        cells: list[HtmlCell] = []
        plain_row = not self.careful
        for cell in row.cells:
            look = INK if plain_row else self.ink(cell, mine)
            if look.gone:
                if text := clean(all_text(cell)):
                    hidden += (Aside(text, "hidden"),)
                continue
            raw = _plain_text(cell) if plain_row or look.look == PLAIN else None
            image = False
            asides: tuple[Aside, ...] = ()
            if raw is None:
                flow = Flow(clean)
                self._gather(cell, flow, look, depth, after)
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
            ink = self.ink(holder, ink)
        return self.ink(row, ink)

    def _gather(self, element: _Element, flow: Flow, ink: Ink, depth: int, after: Items) -> None:
        """A cell's text into `flow`, block children on lines of their own; tables and pictures also go to `after`."""
        if element.text:
            flow.text(element.text, ink.look)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _DROPPED:
                pass
            elif (mine := self.ink(child, ink)).gone:
                flow.aside(clean(all_text(child)), "hidden")
            elif tag == "table":
                self._nested(child, flow, mine, depth, after)
            elif tag in _PARTS:
                if (root := self.parts.framed(child)) is not None and depth < _MAX_DEPTH:
                    self.ink, self.careful = ink_of, True
                    self._gather(root, flow, INK, depth + 1, after)
            elif tag in _CONTROLS:
                self._control(child, tag, flow, mine, False, after)
            elif tag == "bdo" and (child.get("dir") or "").lower() == "rtl":
                turned = Flow(clean)
                self._gather(child, turned, mine, depth + 1, after)
                flow.text(turned.shown()[::-1], mine.look)
            elif tag in _BLOCKS:
                flow.text("\n\v")
                if tag == "li":
                    flow.text(item_number(child), mine.look)
                self._deeper(child, flow, mine, depth, after)
                flow.text("\n\v")
            else:
                self._deeper(child, flow, mine, depth, after)
            if child.tail:
                flow.text(child.tail, ink.look)

    def _deeper(self, child: _Element, flow: Flow, ink: Ink, depth: int, after: Items) -> None:
        if not len(child):
            if child.text:
                flow.text(child.text, ink.look)
        elif depth < _MAX_DEPTH:
            self._gather(child, flow, ink, depth + 1, after)
        else:
            flow.text(all_text(child))

    def _nested(self, table: _Element, flow: Flow, ink: Ink, depth: int, after: Items) -> None:
        """A table in a cell: its text goes on in the cell, itself stands after the table around it."""
        if depth >= _MAX_DEPTH:
            return
        outer, self.items, pending, self.flow = self.items, [], self.flow, Flow(clean)
        self._table(table, False, depth + 1, ink)
        made, self.items, self.flow = self.items, outer, pending
        for item in made:
            flow.text("\n\v")
            flow.text(item.text if isinstance(item, Line) else "" if item.inner else item.words().replace("\n", "\n\v"))
            flow.text("\n\v")
            if isinstance(item, Grid):
                item.inner = True
                after.append(item)


def tells(root: _Element, source: str | None = None) -> bool:
    """Whether any element of a page may be shown in another way than plainly; `source`: what it was parsed from."""
    if next(root.iter(*TELLING), None) is not None:
        return True
    named = source is None or "hidden" in source or "bgcolor" in source or "BGCOLOR" in source or "HIDDEN" in source
    if named and root.xpath("boolean(//@hidden | //@bgcolor)"):
        return True
    if source is not None and "style" not in source and "STYLE" not in source:
        return False
    styles = root.xpath("//@style")
    return not isinstance(styles, list) or any(TELL.search(str(style)) for style in set(styles))


def _same_ink(element: _Element, above: Ink) -> Ink:
    return above


def _plain_text(cell: _Element) -> str | None:
    """The text of a cell that holds one plain paragraph or bare text, as most do; None for any other."""
    children = len(cell)
    if children == 0:
        return cell.text or ""
    if children > 1:
        return None
    only = cell[0]
    if only.tag != "p" or len(only) or cell.text and not cell.text.isspace() or only.tail and not only.tail.isspace():
        return None
    style = only.get("style")
    return None if (style is not None and TELL.search(style)) or only.get("hidden") is not None else only.text or ""


def _hidden_columns(table: _Element) -> frozenset[int]:
    """Columns that the page does not show (col with display: none or collapse, as Excel writes hidden columns)."""
    hidden: set[int] = set()
    at = 0
    for col in table.iterfind(".//col"):
        if next(col.iterancestors("table")) is not table:
            continue
        width = span_of(col.get("span"), 1000)
        ink = ink_of(col, INK)
        if ink.gone or ink.unseen:
            hidden.update(range(at, at + width))
        at += width
    return frozenset(hidden)


def _centring(element: _Element, inherited: bool | None) -> bool | None:
    align, style = element.get("align"), element.get("style")
    if element.tag == "center" or (align and align.lower() in ("center", "middle")):
        return True
    if style:
        if _CENTRED.search(style):
            return True
        if _LEFT.search(style):
            return False
    return False if align else inherited
