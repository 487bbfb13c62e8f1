"""The walk over one web page: lines and grids as a person sees them.

Menus and feet become lines marked `chrome`; tables that only lay out the page are walked through, data tables become
grids. Hidden and struck text stands beside the text of its cell or line; a table in a cell is text of the cell and a
table of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.lines.reading import read_lines
from extractor.readers.web.cell_text import put_control
from extractor.readers.web.chrome import is_furniture
from extractor.readers.web.controls import item_number
from extractor.readers.web.elements import BLOCKS, CONTROLS, DROPPED, HEADINGS, MAX_DEPTH, PARTS, centring
from extractor.readers.web.gathered import Gathered
from extractor.readers.web.look import INK, Ink, ink_of
from extractor.readers.web.parts import Parts
from extractor.readers.web.tables import Tables
from extractor.readers.web.telling import same_ink, tells
from extractor.readers.web.text import all_text, clean
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element


class Page(Gathered):
    """The walk over one page."""

    def __init__(self, settings: Settings, document: Document, parts: Parts) -> None:
        super().__init__(settings, document, parts)
        self._tables = Tables(self, self.block)

    def read(self, root: _Element, source: str | None = None) -> None:
        """Walk a parsed page and take over what it holds."""
        self.careful = tells(root, source)
        self.ink = ink_of if self.careful else same_ink
        self.block(root, False, None, 0, self.ink(root, INK))
        self.flush(False, None)

    def notes(self) -> list[Note]:
        """What is to be said of the page: hidden tables, cells left unread."""
        notes = []
        if self.hidden:
            notes.append(
                Note("hidden-content", "网页里有隐藏的表格，已一并读取", observed="；".join(self.hidden)[:200])
            )
        if self.cut:
            notes.append(Note("unreadable-part", f"网页里的表格过大，有 {self.cut} 个单元格未读取"))
        return notes

    def block(self, element: _Element, chrome: bool, centred: bool | None, depth: int, ink: Ink) -> None:
        """Walk an element's content; block children stand on lines of their own.

        Args:
            chrome: it stands in a menu or another part that is not the page's own text.
            centred: None = nobody says.
            depth: how deep the walk is, in elements; at `MAX_DEPTH` it goes no deeper.
        """
        if element.text:
            self.flow.text(element.text, ink.look)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in DROPPED:
                pass
            elif (mine := self.ink(child, ink)).look.hidden and not ink.look.hidden and (tag in BLOCKS or mine.gone):
                self._hidden_element(child, chrome, centred, depth)
            elif tag == "table":
                self.flush(chrome, centred)
                self._tables.read(child, chrome or is_furniture(child), depth, mine)
            elif tag in PARTS:
                self.flush(chrome, centred)
                self._part(child, chrome, depth)
            elif tag in CONTROLS:
                put_control(self, child, tag, self.flow, mine, chrome, self.items)
            elif tag == "pre":
                self.flush(chrome, centred)
                self.items.extend(read_lines(all_text(child).replace("\r", "").split("\n"), self.settings))
            elif tag in BLOCKS:
                self.flush(chrome, centred)
                inner, place = chrome or is_furniture(child), centring(child, centred)
                if tag == "li":
                    self.flow.text(item_number(child), mine.look)
                if depth < MAX_DEPTH:
                    self.block(child, inner, place, depth + 1, mine)
                else:
                    self.flow.text(all_text(child))
                self.flush(inner, place, tag in HEADINGS)
            elif depth < MAX_DEPTH:
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
            if element.tag not in BLOCKS and not chrome:
                self.flow.aside(text, "hidden")
            return
        self.flush(chrome, centred)
        self.hidden.append(text[:60])
        if element.tag == "table":
            self._tables.read(element, chrome, depth, INK)
        elif depth < MAX_DEPTH:
            self.block(element, chrome, centred, depth + 1, INK)
            self.flush(chrome, centred)

    def _part(self, element: _Element, chrome: bool, depth: int) -> None:
        """A frame or embedded object: read where it is at hand, named where it is not."""
        root = self.parts.framed(element)
        if root is None or depth >= MAX_DEPTH:
            return
        start = len(self.items)
        self.ink, self.careful = ink_of, True
        self.block(root, chrome, None, depth + 1, self.ink(root, INK))
        self.flush(chrome, None)
        if not any(isinstance(item, Grid) for item in self.items[start:]):
            for item in self.items[start:]:
                if isinstance(item, Line):
                    item.chrome = True
