"""A filing as plain text: rows by tabs, one cell a line, or columns laid out by blanks as PDF-to-text programs do."""

from __future__ import annotations

import unicodedata

from bench.layout_grammar.canvas import WIDTH, Cell, Line, Table
from bench.layout_grammar.filing import Filing

_CHARS = 168
"""Half widths a laid-out line has."""


def text(filing: Filing) -> bytes:
    """The bytes, by the layout's medium; some are GB 18030."""
    draw = {"tabs": _tabs, "lines": _lines, "blanks": _blanks}[filing.layout.medium]
    lines = [t for b in filing.blocks for t in (_outside(filing, b) if isinstance(b, Line) else draw(b))]
    encoding = "gb18030" if filing.layout.chance("gb18030", 0.2) else "utf-8"
    return ("\n".join(lines) + "\n").encode(encoding)


def _outside(filing: Filing, line: Line) -> list[str]:
    if filing.layout.medium == "blanks" and line.align != "left":
        free = max(0, _CHARS - _width(line.text))
        return [" " * (free // 2 if line.align == "center" else free) + line.text]
    return [line.text]


def _tabs(table: Table) -> list[str]:
    """As a word processor copies a table: a merged cell's text once, blank fields where it goes on below."""
    slots = {(c.row + r, c.col): (c if r == 0 else None) for c in table.cells for r in range(c.rowspan)}
    found = []
    for row in range(table.rows):
        fields = [slots[row, col] for col in range(len(table.widths)) if (row, col) in slots]
        found.append("\t".join(c.text.replace("\n", "") if c else "" for c in fields).rstrip())
    return found


def _lines(table: Table) -> list[str]:
    """One cell a line, blank ones not at all."""
    return [c.text.replace("\n", "") for c in table.cells if c.text]


def _blanks(table: Table) -> list[str]:
    """Each cell at its place on a line of fixed width; what is too long goes on under itself."""
    edges = [0]
    for width in table.widths:
        edges.append(edges[-1] + width)
    places = [e * _CHARS // WIDTH for e in edges]
    found: list[str] = []
    for row in range(table.rows):
        cells = [c for c in table.cells if c.row == row]
        wrapped = {id(c): _wrap(c.text.replace("\n", ""), places[c.col + c.colspan] - places[c.col] - 2) for c in cells}
        for at in range(max((len(w) for w in wrapped.values()), default=0)):
            found.append(_laid(cells, wrapped, at, places))
        found.append("")
    return found


def _laid(cells: list[Cell], wrapped: dict[int, list[str]], at: int, places: list[int]) -> str:
    line = ""
    for cell in cells:
        parts = wrapped[id(cell)]
        if at < len(parts):
            line += " " * (places[cell.col] - _width(line)) + parts[at]
    return line.rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _wrap(text: str, width: int) -> list[str]:
    found, line = [], ""
    for character in text:
        if line and _width(line + character) > width:
            found.append(line)
            line = ""
        line += character
    return [*found, line] if line else found or [""]
