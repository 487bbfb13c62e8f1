"""When a PDF page is read a second time, and what becomes of it where the two engines differ.

The triggers are listed in `Trigger` (and in docs/pdf.md). The first reading stands unless its own checks fail and
the second's hold; every cell on which the two differ is disputed, and the first of a table is named in a note.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from extractor.layout.grid import Lattice
from extractor.layout.suspect import Held, characters_astray, rulings_missing
from extractor.layout.text import Glyph
from extractor.model.document import BBox, Cell, Grid, Note
from extractor.readers.page.ink import Ink


class SecondReader(Protocol):
    """Whoever reads the pages of a file once more, another way."""

    def turned(self, angle: int) -> SecondReader:
        """The same reader, its answers from now on turned so that text of this angle is upright; 0 undoes it."""

    def grids(self, number: int) -> list[Grid] | None:
        """The tables of a page (from 1); None where it cannot be read or there is no second reading."""

    def glyphs(self, number: int) -> list[Glyph] | None:
        """The characters of a page (from 1); None as above."""


class Trigger(Enum):
    """Why a page is read by the second engine."""

    CHARACTERS_ASTRAY = "characters lie in no cell beside a table, across a ruling, or on top of each other"
    OPEN_CELLS = "rulings do not close a cell, or are half there"
    RULING_LOST = "the text is laid out as if a ruling were missing"
    UNICODE = "characters without a unicode value, or in a private use area"
    HARDLY_ANY_TEXT = "a table of rulings with almost no text"
    CONSERVATION = "the conservation check failed"
    CHARACTERS_LOST = "pdfium leaves out single characters of a font that is neither embedded nor installed"


def recover(ink: Ink, second: SecondReader, number: int) -> bool:
    """Take the characters that pdfium leaves out from the second engine.

    Returns:
        Whether every one of them was found.
    """
    others = second.glyphs(number)
    if others is None:
        return False
    near: dict[int, list[Glyph]] = {}
    for glyph in others:
        near.setdefault(round(glyph.x0), []).append(glyph)
    missing = []
    for x, y in ink.lost:
        around = (glyph for at in (-1, 0, 1) for glyph in near.get(round(x) + at, ()))
        found = next((g for g in around if abs(g.x0 - x) < 1.0 and g.top - 1.0 <= y <= g.bottom + 1.0), None)
        if found is None:
            missing.append((x, y))
        else:
            ink.glyphs.append(found)
    ink.lost = missing
    return not missing


def triggers(
    ink: Ink, lattices: Sequence[Lattice], held: Sequence[Held], left: Sequence[Glyph], grids: Sequence[Grid]
) -> dict[Trigger, list[str]]:
    """The triggers that fire on a page, each with its reasons (Chinese).

    `held` has the characters of each lattice by cell, `left` those in no table.
    """
    fired: dict[Trigger, list[str]] = {}

    def note(trigger: Trigger, reasons: list[str]) -> None:
        if reasons:
            fired.setdefault(trigger, []).extend(reasons)

    for lattice, own, grid in zip(lattices, held, grids):
        note(Trigger.OPEN_CELLS, lattice.doubts)
        note(Trigger.CHARACTERS_ASTRAY, characters_astray(lattice, own, left))
        note(Trigger.RULING_LOST, rulings_missing(lattice, own, [cell.text for cell in grid.cells]))
    note(Trigger.CONSERVATION, [d for g in grids for d in g.doubts if d not in fired.get(Trigger.OPEN_CELLS, [])])
    if lattices and ink.map_errors + ink.private:
        note(Trigger.UNICODE, [f"有 {max(ink.map_errors, ink.private)} 个字符没有可靠的文字编码"])
    cells = sum(len(lattice.spans) for lattice in lattices)
    if cells >= 6 and len(ink.glyphs) * 4 < cells:
        note(Trigger.HARDLY_ANY_TEXT, [f"表格有 {cells} 个单元格，却只有 {len(ink.glyphs)} 个字符"])
    return fired


def settle(
    grids: list[Grid], fired: dict[Trigger, list[str]], second: SecondReader, number: int
) -> tuple[list[Grid], list[Note]]:
    """Read the page again and compare.

    Args:
        number: of the page, from 1.

    Returns:
        The grids to go on with (doubts recorded in them) and the notes `reading-disputed` and `doubtful-table`.
    """
    others = second.grids(number)
    kept: list[Grid] = []
    notes: list[Note] = []
    for grid in grids:
        other = _same_table(grid, others or [])
        if others is not None:
            note = _dispute(grid, other, number)
            if note is not None:
                notes.append(note)
                if grid.doubts and other is not None and not other.doubts:
                    grid = other
                grid.doubts.append("两种读法不一致")
        kept.append(grid)
    serious = [t for t in fired if t is not Trigger.UNICODE]
    if serious and not notes:
        reasons = [reason for trigger in serious for reason in fired[trigger]]
        for grid in kept:
            grid.doubts += [reason for reason in reasons if reason not in grid.doubts]
        notes.append(
            Note(
                "doubtful-table",
                f"第{number}页的表格读取结果存疑：{'；'.join(reasons[:3])}，请核对原文",
                {"page": number},
            )
        )
    return kept, notes


def _same_table(grid: Grid, others: list[Grid]) -> Grid | None:
    """The second engine's table that covers most of this one."""
    best = max(others, key=lambda other: _shared(grid.bbox, other.bbox), default=None)
    if best is None or grid.bbox is None:
        return None
    x0, y0, x1, y1 = grid.bbox
    return best if _shared(grid.bbox, best.bbox) > 0.3 * (x1 - x0) * (y1 - y0) else None


def _shared(a: BBox | None, b: BBox | None) -> float:
    if a is None or b is None:
        return 0.0
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def _dispute(grid: Grid, other: Grid | None, number: int) -> Note | None:
    """A note on the first cell that the engines read differently, None where they agree."""
    if other is None:
        return Note("reading-disputed", f"第{number}页的一个表格只有一种读法能读出，请核对原文", {"page": number})
    differing = disputed_cells(grid, other)
    if not differing:
        return None
    cell, rival = differing[0]
    here, there = (cell.text if cell else ""), (rival.text if rival else "")
    shown = cell or rival
    assert shown is not None
    place = grid.place(shown)
    place["page"] = number
    place.pop("table", None)
    return Note(
        "reading-disputed",
        (
            f"第{number}页表格有 {len(differing)} "
            f"处两种读法不一致（首处在第{shown.row + 1}行第{shown.col + 1}列：“{here[:40]}”与“{there[:40]}”），"
            f"请核对原文"
        ),
        place,
        observed=here,
        expected=there,
    )


def disputed_cells(grid: Grid, other: Grid) -> list[tuple[Cell | None, Cell | None]]:
    """Cells that differ in place, span or text between two readings of one table.

    What is struck out or not to be seen only the first engine tells: its texts of such cells stand.
    """
    first = {(c.row, c.col, c.rowspan, c.colspan): c for c in grid.cells}
    second = {(c.row, c.col, c.rowspan, c.colspan): c for c in other.cells}
    keys = sorted(first.keys() | second.keys())
    pairs = [(first.get(key), second.get(key)) for key in keys]
    return [(a, b) for a, b in pairs if a is None or b is None or (not a.asides and _fold(a.text) != _fold(b.text))]


def _fold(text: str) -> str:
    """Without white space and the differences that the two decoders make of one glyph."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("\u00ad", "-")
