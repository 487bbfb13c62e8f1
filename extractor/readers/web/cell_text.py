"""The text of one table cell, with what in it is no text: tables, pictures, controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.model.document import Grid, Line
from extractor.readers.shown.flow import Flow
from extractor.readers.shown.formula import formula
from extractor.readers.web.controls import ALT_VALUE, chosen, hint_of, input_text, item_number, textarea
from extractor.readers.web.elements import BLOCKS, CONTROLS, DROPPED, MAX_DEPTH, PARTS
from extractor.readers.web.gathered import Gathered, Items
from extractor.readers.web.look import INK, Ink, ink_of
from extractor.readers.web.text import all_text, clean

if TYPE_CHECKING:
    from lxml.etree import _Element


class CellText:
    """Gathers the text of a cell, however deep it stands."""

    def __init__(self, page: Gathered, read_table: Callable[[_Element, bool, int, Ink], None]) -> None:
        self._page, self._read_table = page, read_table

    def gather(self, element: _Element, flow: Flow, ink: Ink, depth: int, after: Items) -> None:
        """A cell's text into `flow`, block children on lines of their own; tables and pictures also go to `after`.

        Args:
            depth: how deep the walk is, in elements; at `MAX_DEPTH` it goes no deeper.
        """
        if element.text:
            flow.text(element.text, ink.look)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in DROPPED:
                pass
            elif (mine := self._page.ink(child, ink)).gone:
                flow.aside(clean(all_text(child)), "hidden")
            elif tag == "table":
                self._nested(child, flow, mine, depth, after)
            elif tag in PARTS:
                if (root := self._page.parts.framed(child)) is not None and depth < MAX_DEPTH:
                    self._page.ink, self._page.careful = ink_of, True
                    self.gather(root, flow, INK, depth + 1, after)
            elif tag in CONTROLS:
                put_control(self._page, child, tag, flow, mine, False, after)
            elif tag == "bdo" and (child.get("dir") or "").lower() == "rtl":
                turned = Flow(clean)
                self.gather(child, turned, mine, depth + 1, after)
                flow.text(turned.shown()[::-1], mine.look)
            elif tag in BLOCKS:
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
        elif depth < MAX_DEPTH:
            self.gather(child, flow, ink, depth + 1, after)
        else:
            flow.text(all_text(child))

    def _nested(self, table: _Element, flow: Flow, ink: Ink, depth: int, after: Items) -> None:
        """A table in a cell: its text goes on in the cell, itself stands after the table around it."""
        if depth >= MAX_DEPTH:
            return
        outer, self._page.items, pending, self._page.flow = self._page.items, [], self._page.flow, Flow(clean)
        self._read_table(table, False, depth + 1, ink)
        made, self._page.items, self._page.flow = self._page.items, outer, pending
        for item in made:
            flow.text("\n\v")
            flow.text(item.text if isinstance(item, Line) else "" if item.inner else item.words().replace("\n", "\n\v"))
            flow.text("\n\v")
            if isinstance(item, Grid):
                item.inner = True
                after.append(item)


def put_control(page: Gathered, element: _Element, tag: str, flow: Flow, ink: Ink, chrome: bool, items: Items) -> None:
    """Line breaks, fields, formulas, drawings' words, pictures.

    Args:
        tag: of the element, one of `CONTROLS`.
        chrome: it stands in a menu or another part that is not the page's own text.
    """
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
        _picture(page, element, flow, chrome, items)


def _picture(page: Gathered, element: _Element, flow: Flow, chrome: bool, items: Items) -> None:
    alt = element.get("alt") or ""
    if ALT_VALUE.fullmatch(alt):
        flow.text(alt)
        return
    found = page.parts.picture(element, page.document) if not chrome else []
    items.extend(found)
    flow.image = flow.image or not found
