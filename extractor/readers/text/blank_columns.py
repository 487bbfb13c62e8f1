"""Tables whose columns are laid out by blanks, as PDF-to-text programs print a page.

    一级指标      二级指标      三级指标            指标值
    产出指标      数量指标      维修泵站            3座
                                清淤渠道            12千米

A text begins where a cell begins, so the places where texts begin are the edges of columns; a place is counted in
half widths (a Han character takes two) or in characters, whichever lets the texts of several lines begin together.
Blank lines part rows, or else a line begins a row unless it goes on with what was too long for its column above.
What has no such order (cells centred, rows that cannot be told) is left as lines, so that nobody reads a value from a
column it does not stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model.document import Cell, Grid, Line
from extractor.readers.lines.spans import LEVEL_HEAD
from extractor.readers.lines.tabdump import free_line
from extractor.readers.text.blank_grid import FIGURE, grid_of, squeezed
from extractor.readers.text.blank_pieces import (
    jitter_of,
    metric_of,
    pieces_of,
    snapped_begins,
    stretches_of,
    table_within,
)
from extractor.readers.text.blank_rows import rows_of

_CUT = re.compile(r"(?:数量|质量|时效|成本|产出|效益|影响|满意度)指$|[出益量本响度成]指标值?$|标$")
LEAST_ROWS = 3
SHORT = 10
JITTER = 0.05
"""So many texts beginning nearly where others do, and columns cannot be told by beginnings."""


def laid_out(lines: list[str]) -> list[Line | Grid] | None:
    """The lines and tables of a page laid out by blanks; None where it shows no table that can be told surely."""
    width = metric_of(lines)
    pieces = [list(pieces_of(text, n, width)) for n, text in enumerate(lines, 1)]
    begins = snapped_begins(pieces)
    if jitter_of(pieces, begins) > JITTER:
        return None
    items: list[Line | Grid] = []
    most = 0
    for stretch in stretches_of(pieces):
        top, bottom = table_within(stretch)
        rows = rows_of(stretch[top:bottom], begins)
        grid = grid_of(rows) if rows is not None else None
        if grid is not None and (not _begins_level(grid) or _has_cut_words(grid)):
            return None
        most = max(most, grid.rows if grid is not None else 0)
        numbers = [(row[0].line, grid) for row in stretch if row]
        table = {row[0].line for row in stretch[top:bottom] if row} if grid is not None else set()
        before = [n for n, _ in numbers if n not in table and (not table or n < min(table))]
        items += _free(lines, before)
        if grid is not None:
            items.append(grid)
            items += _free(lines, [n for n, _ in numbers if n > max(table)])
    return items if most >= LEAST_ROWS else None


def _free(lines: list[str], numbers: list[int]) -> Iterator[Line]:
    for number in numbers:
        line = free_line(lines[number - 1], number)
        if line is not None:
            yield line


def _has_cut_words(grid: Grid) -> bool:
    """Whether a level's word stands in two cells (数量指 over 标): lines of one row were taken for two."""
    return any(_CUT.match(squeezed(cell.text)) for cell in grid.cells)


def _begins_level(grid: Grid) -> bool:
    """Whether the rows under level heads begin with a level, and none is a lone text: else merged cells stand in their
    middle.
    """
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.text:
            rows[cell.row].append(cell)
    place: int | None = None
    waits = False
    for row in rows:
        heads = [c for c in row if LEVEL_HEAD.match(squeezed(c.text))]
        if len(heads) > 1:
            place, waits = heads[0].col, True
        elif place is not None and waits:
            waits = not any(c.col == place for c in row)
            if waits and any(FIGURE.match(c.text) for c in row):
                return False
        elif place is not None and len(row) == 1 and row[0].col > 0 and len(row[0].text) < SHORT:
            return False
    return True
