"""Lines of pieces -> rows of cells: by blank lines, or by what was too long for its column above."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor.readers.shown.celltext import tidy
from extractor.readers.text.blank_pieces import Piece

SHARED, APART = 0.9, 0.8
"""Share of texts that must begin where another line's text begins; of rows with a blank line above, for these to part
rows.
"""
FULL = 4
"""A line ends so near the next column where the text was too long for its cell."""


@dataclass(slots=True)
class Laid:
    """A text of one cell, possibly of several lines."""

    x0: int
    x1: int
    pieces: list[Piece]

    def text(self) -> str:
        """Its lines joined, broken where one ended with room left."""
        widest = max(p.x1 for p in self.pieces)
        found = ""
        for at, piece in enumerate(self.pieces):
            whole = at > 0 and self.pieces[at - 1].x1 < widest - FULL
            found += ("\n" if whole else "") + piece.text
        return tidy(found)


@dataclass(slots=True)
class Row:
    """The texts of one row, from the left."""

    cells: list[Laid] = field(default_factory=list)

    def starts(self) -> list[int]:
        """Where its texts begin."""
        return [cell.x0 for cell in self.cells]


def rows_of(lines: list[list[Piece]], begins: Counter[int]) -> list[Row] | None:
    """Lines to rows; None where texts do not begin in columns or go on from nothing.

    `begins`: how many lines of the whole text have a text that begins at a place.
    """
    paragraphs = _paragraphs(lines)
    pieces = sum(len(line) for line in lines)
    shared = sum(begins[p.x0] > 1 for line in lines for p in line)
    laid = [line for line in lines if len(line) > 1]
    if not laid or shared < SHARED * pieces - 2:
        return None
    right = max(p.x1 for line in lines for p in line)
    parted = sum(len(line) > 1 for paragraph in paragraphs for line in paragraph[:1]) >= APART * len(laid)
    rows: list[Row] = []
    for paragraph in paragraphs:
        for at, line in enumerate(paragraph):
            near = {p.x0 for other in paragraph[at + 1 : at + 3] for p in other}
            if at and (
                parted
                and not _begins_anew(rows[-1], line, near | {right})
                or _continues(rows[-1], line, near | {right})
            ):
                if not _add(rows[-1], line):
                    return None
            else:
                rows.append(Row([Laid(p.x0, p.x1, [p]) for p in line]))
    return rows


def _paragraphs(lines: list[list[Piece]]) -> list[list[list[Piece]]]:
    found: list[list[list[Piece]]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _begins_anew(row: Row, line: list[Piece], near: set[int]) -> bool:
    """A text in every cell, the first under one that had room left: the next row, though no blank line parts them."""
    if len(line) != len(row.cells) or len(line) < 2 or line[0].x0 != row.cells[0].x0:
        return False
    end = row.cells[0].pieces[-1].x1
    edges = near | {cell.x0 for cell in row.cells}
    return min((x for x in edges if x >= end), default=end) - end > FULL


def _continues(row: Row, line: list[Piece], near: set[int]) -> bool:
    """Whether each text stands under one that ran to the end of its cell. `near`: where texts
    of the next lines begin.
    """
    cells = {cell.x0: cell for cell in row.cells}
    edges = near | cells.keys()
    for piece in line:
        cell = cells.get(piece.x0)
        if cell is None or piece.x1 > cell.x1 + 1:
            return False
        end = cell.pieces[-1].x1
        if min((x for x in edges if x >= end), default=end) - end > FULL:
            return False
    return len(line) < len(row.cells) or len(row.cells) == 1


def _add(row: Row, line: list[Piece]) -> bool:
    cells = {cell.x0: cell for cell in row.cells}
    for piece in line:
        cell = cells.get(piece.x0)
        if cell is None:
            return False
        cell.pieces.append(piece)
        cell.x1 = max(cell.x1, piece.x1)
    return True
