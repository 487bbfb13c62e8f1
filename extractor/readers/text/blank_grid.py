"""Rows of texts that begin in columns -> a grid: spans by the heads in force and by where the next text begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.model.document import Cell, Grid
from extractor.readers.lines.spans import HEADS, LEVEL_HEAD
from extractor.readers.text.blank_rows import Laid, Row

FIGURE = re.compile(r"[+≥≤≧≦＞＜>=<≈]|[-—–]+$|-?\d[\d.,，]*[%％]?[^-—–\d]{0,3}$")


def grid_of(rows: list[Row]) -> Grid:
    """Rows to a grid over all places where texts begin."""
    edges = sorted({0, *(x for row in rows for x in row.starts())})
    index = {x: n for n, x in enumerate(edges)}
    cells: list[Cell] = []
    above: list[Cell | None] = [None] * len(edges)
    columns = _Columns()
    for number, row in enumerate(rows):
        texts = [cell.text() for cell in row.cells]
        columns.enter(
            row.starts(),
            texts,
            [cell.pieces[0].text for cell in rows[number + 1].cells] if number + 1 < len(rows) else [],
        )
        heads = columns.edges
        owners: list[Cell | None] = [None] * len(edges)
        first = index[row.cells[0].x0]
        for col in range(first):
            owner = above[col]
            if owner is None or owner.col + owner.colspan > first:
                break
            owners[col] = owner
            owner.rowspan = number + 1 - owner.row
        for at, (laid, text) in enumerate(zip(row.cells, texts)):
            col = index[laid.x0]
            limit = index[row.cells[at + 1].x0] if at + 1 < len(row.cells) else len(edges)
            if (
                at == 0
                and number + 1 < len(rows)
                and laid.x0 < (under := rows[number + 1].cells[0].x0)
                and laid.x1 <= under
            ):
                limit = min(limit, index[under])  # a label that goes on beside the rows below
            end = _end(col, limit, laid, edges, heads)
            cell = Cell(number, col, 1, end - col, text, line=laid.pieces[0].line)
            cells.append(cell)
            owners[col:end] = [cell] * (end - col)
        cells += _blanks(owners, number, heads, edges)
        above = owners
    return Grid(cells, len(rows), len(edges), line=rows[0].cells[0].pieces[0].line)


@dataclass(slots=True)
class _Columns:
    """The columns in force: places of the last row of heads, as long as the rows keep to them."""

    edges: set[int] = field(default_factory=set)
    of_levels: bool = False
    """They head indicators, where each row may begin at the first column."""
    labelled: bool = False
    """A row began right of the first column: what stands there is a label over all rows, and a new one ends them."""

    def enter(self, starts: list[int], texts: list[str], below: list[str]) -> None:
        first = min(starts)
        known = sum(bool(LEVEL_HEAD.match(text)) or text in HEADS for text in map(squeezed, texts))
        if known >= 2 or not (self.of_levels and self._keeps(starts)) and _are_heads(texts, below):
            under = self.edges if self.edges & set(starts) and first > min(self.edges) else set()
            self.edges, self.of_levels, self.labelled = (
                set(starts) | under,
                known >= 2 or bool(under) and self.of_levels,
                False,
            )
        elif self.edges:
            ended = not self.of_levels and self.labelled and first == min(self.edges) and len(starts) <= 2
            self.labelled = self.labelled or first > min(self.edges)
            if ended or not self._keeps(starts):
                self.edges = set()

    def _keeps(self, starts: list[int]) -> bool:
        """Whether texts begin in these columns; the first may be divided."""
        inner = sorted(self.edges)[1:]
        return bool(inner) and {x for x in starts if x >= inner[0]} <= self.edges


def _are_heads(texts: list[str], below: list[str]) -> bool:
    """At least three short texts without a figure among them, and figures in the row below."""
    if len(texts) < 3 or any(FIGURE.match(text) or len(text) > 16 for text in texts):
        return False
    return sum(bool(FIGURE.match(text)) for text in below) >= (2 if len(texts) > 3 else 1)


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def _end(col: int, limit: int, laid: Laid, edges: list[int], heads: set[int]) -> int:
    """The first column that is no more the cell's: the next column under heads, else the next text of the row."""
    for at in range(col + 1, limit):
        if edges[at] >= laid.x1 and edges[at] in heads:
            return at
    return limit


def _blanks(owners: list[Cell | None], number: int, heads: set[int], edges: list[int]) -> list[Cell]:
    """Cells for what nothing owns, one for each column."""
    found: list[Cell] = []
    for col, owner in enumerate(owners):
        if owner is not None:
            continue
        if found and found[-1].col + found[-1].colspan == col and edges[col] not in heads:
            found[-1].colspan += 1
        else:
            found.append(Cell(number, col))
        owners[col] = found[-1]
    return found
