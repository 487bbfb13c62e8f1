"""The rows and cells that are a table's own, however badly the page nests them.

Browsers move what stands in a table outside its cells to before it; so does this (`strays`). Forms and other marks
between table and row, or row and cell, are looked through.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_DEPTH = 50
_SILENT = frozenset(("col", "colgroup", "caption", "script", "style", "template", "noscript"))


@dataclass(slots=True)
class OwnRow:
    """A row with the cells that are its own."""

    element: _Element | None
    """The tr; None for cells that stand in none."""
    cells: list[_Element] = field(default_factory=list)


@dataclass(slots=True)
class OwnRows:
    """The rows of one table, those of tables inside it apart."""

    rows: list[OwnRow] = field(default_factory=list)
    foot: list[OwnRow] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    """Texts outside all cells."""
    tables: list[_Element] = field(default_factory=list)
    """Tables outside all cells."""

    def cells(self) -> list[_Element]:
        """All cells of the table's own rows."""
        return [cell for row in self.rows for cell in row.cells]


def own_rows(table: _Element) -> OwnRows:
    """The table's rows in the order shown: a foot's rows last."""
    found = OwnRows()
    _collect(table, found, found.rows, 0)
    found.rows.extend(found.foot)
    return found


def _collect(parent: _Element, found: OwnRows, rows: list[OwnRow], depth: int) -> None:
    if parent.text and not parent.text.isspace():
        found.strays.append(parent.text)
    for child in parent:
        tag = child.tag
        if tag == "tr":
            row = OwnRow(child)
            rows.append(row)
            _collect_cells(child, found, row, depth)
        elif tag in ("td", "th"):
            if not rows or rows[-1].element is not None:
                rows.append(OwnRow(None))
            rows[-1].cells.append(child)
        elif tag == "table":
            found.tables.append(child)
        elif tag == "tfoot":
            _collect(child, found, found.foot, depth + 1)
        elif isinstance(tag, str) and tag not in _SILENT:
            if depth < _MAX_DEPTH:
                _collect(child, found, rows, depth + 1)
            else:
                found.strays.append("".join(map(str, child.itertext())))
        if child.tail and not child.tail.isspace():
            found.strays.append(child.tail)


def _collect_cells(parent: _Element, found: OwnRows, row: OwnRow, depth: int) -> None:
    if parent.text and not parent.text.isspace():
        found.strays.append(parent.text)
    for child in parent:
        tag = child.tag
        if tag in ("td", "th"):
            row.cells.append(child)
        elif tag == "table":
            found.tables.append(child)
        elif isinstance(tag, str) and tag not in _SILENT:
            if depth < _MAX_DEPTH:
                _collect_cells(child, found, row, depth + 1)
            else:
                found.strays.append("".join(map(str, child.itertext())))
        if child.tail and not child.tail.isspace():
            found.strays.append(child.tail)
