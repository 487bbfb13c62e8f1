"""The drawing of a form as blocks of lines and tables.

    # title                       a centred bold line
    = line                        a centred line
    line                          a line at the left
    | a | b ↓2 | c →3 | d ↓2→2 |  a table's row: cells over 2 rows, over 3 columns, over both; ⏎ breaks a line in a cell

As in a web page, a row lists only the cells that begin in it. An empty line ends a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPAN = re.compile(r"^(?P<text>.*?)\s*(?:↓(?P<down>\d+))?(?:→(?P<across>\d+))?$", re.S)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph outside the tables."""

    text: str
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its top left place, counted from 0, and its spans."""

    text: str
    row: int
    col: int
    down: int
    across: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells cover each place of its grid once."""

    cells: tuple[Cell, ...]
    rows: int
    cols: int


Block = Line | Table


def draw(drawing: str) -> list[Block]:
    """The blocks of a drawing, in order.

    Raises:
        ValueError: a table with a hole, an overlap or a row that is too long; the message shows the row.
    """
    blocks: list[Block] = []
    rows: list[str] = []
    for line in [*drawing.strip().split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            blocks.append(_table(rows))
            rows = []
        if line.strip():
            bold, centred = line.startswith("# "), line.startswith(("# ", "= "))
            blocks.append(Line(line[2:] if centred else line, centred, bold))
    return blocks


def _table(rows: list[str]) -> Table:
    taken: dict[tuple[int, int], str] = {}
    cells = []
    for r, row in enumerate(rows):
        col = 0
        for part in row.strip().strip("|").split("|"):
            cell = _cell(part.strip(), r, 0)
            while (r, col) in taken:
                col += 1
            cells.append(Cell(cell.text, r, col, cell.down, cell.across))
            for place in ((y, x) for y in range(r, r + cell.down) for x in range(col, col + cell.across)):
                if place in taken:
                    raise ValueError(f"「{cell.text}」与「{taken[place]}」重叠：{row}")
                taken[place] = cell.text
            col += cell.across
    wide = 1 + max(x for _, x in taken)
    for r, row in enumerate(rows):
        if any((r, x) not in taken for x in range(wide)):
            raise ValueError(f"此行未占满 {wide} 列：{row}")
    if max(y for y, _ in taken) >= len(rows):
        raise ValueError(f"有单元格超出表尾：{rows[0]}")
    return Table(tuple(cells), len(rows), wide)


def _cell(part: str, row: int, col: int) -> Cell:
    found = _SPAN.match(part)
    assert found is not None  # the pattern matches any text
    text = found["text"].replace("⏎", "\n")
    return Cell(text, row, col, int(found["down"] or 1), int(found["across"] or 1))
