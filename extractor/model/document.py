"""What every reader makes of a file: lines and grids in reading order.

A `Document` holds no knowledge of filings. Word tables, sheets, HTML tables, PDF rulings, scans and
text dumps all end in the same `Grid`, so nothing downstream knows which reader ran.
Rows, columns and tables count from 0; pages and lines from 1; boxes are points from the top left of the
page as shown (pixels for image files).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

BBox = tuple[float, float, float, float]
OBJECT = "\ufffc"
"""Stands in a line's text for a picture or handwriting (U+FFFC, "an object stands here"); cells say `image`."""


AsideKind = Literal["struck", "hidden", "mark", "hint", "aid", "error", "lost", "glyph", "clipped"]
"""Crossed out; not to be seen; a raised note mark; a form's own hint that nobody filled in; a reading aid over the
signs; a sheet's error mark (#N/A, ####); a text that the file has lost; characters of the text that do not look like
themselves; the whole text of a cell of which the page shows a part (of a page only: a document says `hidden`, or
nothing where another page shows the rest).
"""


class Place(TypedDict):
    """Where something stands in the source (contract: `at`); unused keys are left out."""

    page: NotRequired[int]
    """From 1."""
    table: NotRequired[int]
    """From 0, within the source."""
    row: NotRequired[int]
    """From 0, in the joined grid."""
    col: NotRequired[int]
    """From 0, in the joined grid."""
    line: NotRequired[int]
    """From 1."""
    sheet: NotRequired[str]
    """Name of the worksheet."""
    cell: NotRequired[str]
    """The sheet's own name for the cell, as "B12"."""
    bbox: NotRequired[list[float]]
    """[x0, top, x1, bottom] in points (pixels of an image), origin top left."""
    parts: NotRequired[list[Place]]
    """Further places of a cell cut by a page break, or of an area."""
    ocr_confidence: NotRequired[float]
    """0..1."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Text that stands in a cell or line and is no part of what it says; goes to `unmapped`, never into a value."""

    text: str
    why: AsideKind


@dataclass(slots=True)
class Cell:
    """One cell of a grid. `text` keeps inner line breaks and paragraphs ("\\n" between them)."""

    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1
    text: str = ""
    page: int | None = None
    line: int | None = None
    """First line in a text source."""
    bbox: BBox | None = None
    ref: str | None = None
    """A sheet's own name for the cell, as "B12"."""
    stored: str | None = None
    """The value a sheet stores where it differs from what it shows ("0.95" under 95%)."""
    image: bool = False
    """The cell holds a picture or ink that is not text (a signature, a seal)."""
    full: bool = False
    """Fixed layouts: the last printed line reaches the cell's edge, so the text may go on after a page break."""
    parts: list[Place] = field(default_factory=list)
    """Further places of a cell that a page break cuts."""
    confidence: float | None = None
    """Recognition confidence 0..1, None where the text was not read from an image."""
    alternatives: list[str] = field(default_factory=list)
    """Other readings of a recognised text, best first."""
    asides: tuple[Aside, ...] = ()
    """What stands in the cell and is no part of `text`: struck, hidden, note marks."""

    def as_wide_as(self, other: Cell) -> bool:
        """It stands in just the columns of another."""
        return self.col == other.col and self.colspan == other.colspan


@dataclass(slots=True)
class Grid:
    """A table: each slot of `rows` x `cols` is owned by exactly one cell."""

    cells: list[Cell]
    rows: int
    cols: int
    table: int = 0
    """Number of the table within the source, from 0."""
    page: int | None = None
    sheet: str | None = None
    bbox: BBox | None = None
    line: int | None = None
    doubts: list[str] = field(default_factory=list)
    """Why the grid is not to be trusted (conservation check, disputed reading); empty = trusted."""
    seen: int | None = None
    """Non-space characters that the reader saw in the table's source; None where it does not count them."""
    member: str | None = None
    """The file embedded in the source that it stands in."""
    inner: bool = False
    """It stands in a cell of another table, whose text holds its words too."""
    edges: list[float] | None = None
    """Column edges of the straightened page where the cells' boxes do not tell them (scans), left to right."""
    _owners: list[list[Cell | None]] | None = None

    def owners(self) -> list[list[Cell | None]]:
        """Slot matrix: the cell that owns each slot, None for a hole. Built once."""
        if self._owners is None:
            slots: list[list[Cell | None]] = [[None] * self.cols for _ in range(self.rows)]
            rows, cols = self.rows, self.cols
            for cell in self.cells:
                if cell.rowspan == 1 == cell.colspan and 0 <= cell.row < rows and 0 <= cell.col < cols:
                    row = slots[cell.row]
                    if row[cell.col] is None:
                        row[cell.col] = cell
                    continue
                for r in range(max(cell.row, 0), min(cell.row + cell.rowspan, rows)):
                    row = slots[r]
                    for c in range(max(cell.col, 0), min(cell.col + cell.colspan, cols)):
                        if row[c] is None:
                            row[c] = cell
            self._owners = slots
        return self._owners

    def owner(self, row: int, col: int) -> Cell | None:
        """The cell that owns a slot; None outside the grid."""
        return self.owners()[row][col] if 0 <= row < self.rows and 0 <= col < self.cols else None

    def left_of(self, cell: Cell) -> Cell | None:
        """The cell left of a cell's first row, None at the edge."""
        return self.owner(cell.row, cell.col - 1)

    def right_of(self, cell: Cell) -> Cell | None:
        """The cell right of a cell's first row, None at the edge."""
        return self.owner(cell.row, cell.col + cell.colspan)

    def above(self, cell: Cell) -> Cell | None:
        """The cell over a cell's first column, None at the edge."""
        return self.owner(cell.row - 1, cell.col)

    def below(self, cell: Cell) -> Cell | None:
        """The cell under a cell's first column, None at the edge."""
        return self.owner(cell.row + cell.rowspan, cell.col)

    def over(self, cell: Cell) -> Iterator[Cell]:
        """The cells with a text over a cell's first column, the nearest first."""
        for row in range(cell.row - 1, -1, -1):
            above = self.owners()[row][cell.col]
            if above is not None and above.text.strip():
                yield above

    def on_row(self, row: int) -> list[Cell]:
        """The cells on a row, those that reach down into it too, left to right."""
        return list({id(cell): cell for cell in self.owners()[row] if cell is not None}.values())

    def words(self) -> str:
        """Its text as it stands in a cell around it: rows on lines of their own, cells a blank apart."""
        rows: dict[int, list[str]] = {}
        for cell in sorted(self.cells, key=lambda c: (c.row, c.col)):
            if cell.text:
                rows.setdefault(cell.row, []).append(cell.text)
        return "\n".join(" ".join(texts) for _, texts in sorted(rows.items()))

    def place(self, cell: Cell) -> Place:
        """The contract's `at` of one of this grid's cells."""
        at: Place = {"table": self.table, "row": cell.row, "col": cell.col}
        if cell.page is not None:
            at["page"] = cell.page
        if cell.line is not None:
            at["line"] = cell.line
        if self.sheet is not None or self.member is not None:
            at["sheet"] = "/".join(filter(None, (self.member, self.sheet)))
        if cell.ref is not None:
            at["cell"] = cell.ref
        if cell.bbox is not None:
            at["bbox"] = [round(v, 2) for v in cell.bbox]
        if cell.parts:
            at["parts"] = cell.parts
        if cell.confidence is not None:
            at["ocr_confidence"] = round(cell.confidence, 4)
        return at


@dataclass(slots=True)
class Line:
    """A line or paragraph that stands in no table."""

    text: str
    page: int | None = None
    line: int | None = None
    bbox: BBox | None = None
    sheet: str | None = None
    ref: str | None = None
    centred: bool | None = None
    """None where the format does not tell."""
    heading: bool = False
    """A heading by the format's own marking (style, h1 …)."""
    chrome: bool = False
    """Page furniture: web menus, footers, running heads. Never part of a form's block."""
    confidence: float | None = None
    asides: tuple[Aside, ...] = ()
    member: str | None = None
    """The file embedded in the source that it stands in."""
    indent: int = 0
    """Columns of white space before it in a text dump; a Han character takes two."""

    def place(self) -> Place:
        """Where the line stands: page, line, sheet or paragraph, and its box where it has one."""
        at: Place = {}
        if self.page is not None:
            at["page"] = self.page
        if self.line is not None:
            at["line"] = self.line
        if self.sheet is not None or self.member is not None:
            at["sheet"] = "/".join(filter(None, (self.member, self.sheet)))
        if self.ref is not None:
            at["cell"] = self.ref
        if self.bbox is not None:
            at["bbox"] = [round(v, 2) for v in self.bbox]
        if self.confidence is not None:
            at["ocr_confidence"] = round(self.confidence, 4)
        return at


@dataclass(slots=True)
class Note:
    """What a reader has to say of the reading itself; becomes a finding of the source.

    `code` is one of the contract's (`encoding-fallback`, `unreadable-part`, `doubtful-table`,
    `reading-disputed`, `stale-formula`, `hidden-content`, `open-revisions`, `format-mismatch`, `low-ocr-confidence`).
    `message` is Chinese.
    """

    code: str
    message: str
    at: Place = field(default_factory=lambda: Place())
    observed: str | None = None
    expected: str | None = None


@dataclass(slots=True)
class Document:
    """A file's content in reading order."""

    format: str
    """txt, docx, doc, wps, rtf, odt, xlsx, xls, et, csv, html, pdf, ofd, image …"""
    items: list[Line | Grid] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pages: int | None = None
    ocr_pages: int = 0
    seals: list[Place] = field(default_factory=list)
    """Places of seals that the reader noticed (a red round stamp)."""

    def grids(self) -> Iterator[Grid]:
        """The tables, in reading order."""
        return (item for item in self.items if isinstance(item, Grid))

    def lines(self) -> Iterator[Line]:
        """The lines outside tables, in reading order."""
        return (item for item in self.items if isinstance(item, Line))

    def number_tables(self) -> None:
        """Give every grid its number within the source, and every line without a place of its own its number among
        the lines (Word and web pages: the n-th paragraph outside tables)."""
        for number, grid in enumerate(self.grids()):
            grid.table = number
        for number, line in enumerate(self.lines(), 1):
            if line.line is None and line.page is None and line.ref is None and line.bbox is None:
                line.line = number

    def dump(self) -> dict[str, Any]:
        """The contract's `--dump-stage document`."""
        tables = [
            {
                "page": grid.page,
                "rows": grid.rows,
                "cols": grid.cols,
                "cells": [
                    {
                        "row": c.row,
                        "col": c.col,
                        "rowspan": c.rowspan,
                        "colspan": c.colspan,
                        "text": c.text,
                        "bbox": list(c.bbox) if c.bbox else None,
                    }
                    for c in grid.cells
                ],
            }
            for grid in self.grids()
        ]
        lines = [{"page": ln.page, "text": ln.text, "bbox": list(ln.bbox) if ln.bbox else None} for ln in self.lines()]
        return {"tables": tables, "lines": lines}
