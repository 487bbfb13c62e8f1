"""Questions to single elements of a .docx: is it deleted, hidden, unused; how wide; what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.readers.word.names import MC, Names
from extractor.readers.word.table import OddContentError, is_tab_stop, number, spans_by_width, symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

ALTERNATE = MC + "AlternateContent"
SQUEEZED = 40
"""Twips: a row fixed to a height up to this (2 pt) shows nothing."""


def ends_deleted(paragraph: _Element, names: Names) -> bool:
    """Its end is deleted in an open revision: the next paragraph goes on in its line."""
    properties = paragraph.find(names.ppr)
    mark = properties.find(names.rpr) if properties is not None else None
    return mark is not None and any(mark.find(tag) is not None for tag in names.removed)


def row_hidden(properties: _Element, names: Names) -> bool:
    """A row marked hidden, or squeezed to a height of at most two points."""
    mark, height = properties.find(names.row_hidden), properties.find(names.row_height)
    if mark is not None and mark.get(names.val) not in ("0", "false", "off"):
        return True
    if height is None or height.get(names.w + "hRule") != "exact":
        return False
    return number(height.get(names.val), SQUEEZED + 1) <= SQUEEZED


def cell_deleted(cell: _Element, names: Names) -> bool:
    """A cell that an open revision takes out."""
    properties = cell.find(names.tcpr)
    return properties is not None and properties.find(names.w + "cellDel") is not None


def spans_of(cells: list[_Element], columns: list[int], before: int, after: int, names: Names) -> list[int]:
    """Columns each cell covers: as it says, else by its width where the row would be too short.

    Args:
        columns: widths of the table's columns (w:tblGrid), in twentieths of a point.
        before, after: columns left free at both ends of the row (w:gridBefore, w:gridAfter).
    """
    spans, widths = [], []
    for cell in cells:
        properties = cell.find(names.tcpr)
        span = properties.find(names.grid_span) if properties is not None else None
        width = properties.find(names.tc_width) if properties is not None else None
        spans.append(count(span, names) or 1)
        usable = width is not None and width.get(names.w + "type", "dxa") == "dxa"
        widths.append(number(width.get(names.w + "w"), 0, at_most=100_000) if usable and width is not None else 0)
    if columns and before + sum(spans) + after < len(columns):
        return spans_by_width(widths, columns[before : len(columns) - after]) or spans
    return spans


def count(element: _Element | None, names: Names) -> int:
    """How many columns a gridSpan, gridBefore or gridAfter says; 0 where it is not there."""
    return 0 if element is None else number(element.get(names.val), 0)


def plain(element: _Element, names: Names) -> str:
    """All text in an element, seen or not."""
    return "".join(t.text or "" for t in element.iter(names.t))


def is_unused(control: _Element, names: Names) -> bool:
    """A content control that still shows its hint (选择一项。)."""
    properties = control.find(names.sdt_pr)
    mark = properties.find(names.placeholder) if properties is not None else None
    return mark is not None and mark.get(names.val) not in ("0", "false", "off")


def piece(element: _Element, names: Names) -> str:
    """The text of one element of a plain paragraph.

    Raises:
        OddContentError: it needs the careful walk.
    """
    tag = str(element.tag)
    if tag == names.t:
        return element.text or ""
    if tag == names.sym:
        return symbol(element, names)
    if tag == names.tbl or tag in names.odd:
        raise OddContentError
    return "" if tag == names.tab and is_tab_stop(element, names) else names.breaks[tag]


def members(parent: _Element, wanted: str, names: Names) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also where content controls or custom XML wrap them."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == ALTERNATE:
            chosen = alternative(child)
            if chosen is not None:
                yield from members(chosen, wanted, names)
        elif child.tag not in names.properties and child.tag not in names.removed and len(child):
            yield from members(child, wanted, names)


def alternative(element: _Element) -> _Element | None:
    """Choice and Fallback say the same thing twice: the first one that holds anything is taken."""
    for child in element:
        if child.tag in (MC + "Choice", MC + "Fallback") and len(child):
            return child
    return None
