"""A page before it has a format: lines and tables of merged cells, drawn on a ruler and then cut into columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

WIDTH = 720
Align = Literal["left", "center", "right"]


@dataclass(slots=True)
class Box:
    """A cell on the ruler, from `left` to `right`, `rows` rows deep, entered in the row where it begins."""

    text: str
    left: int
    right: int
    rows: int = 1
    align: Align = "left"


Row = list[Box]


@dataclass(slots=True)
class Line:
    """A paragraph outside tables; `heading` for titles."""

    text: str
    align: Align = "left"
    heading: bool = False


@dataclass(slots=True)
class Cell:
    """A cell of the finished grid, counted from 0."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    align: Align


@dataclass(slots=True)
class Table:
    """A finished grid; `widths` in shares of WIDTH."""

    cells: list[Cell]
    rows: int
    widths: list[int]


Block = Line | Table


@dataclass(slots=True)
class Frame:
    """The part of the ruler a section may draw on; `bounds` are column edges it keeps to where they suffice."""

    left: int = 0
    right: int = WIDTH
    bounds: list[int] = field(default_factory=list)

    def cut(self, *weights: float) -> list[tuple[int, int]]:
        """The frame in parts of these weights, on its bounds where there are enough."""
        total, edges, run = sum(weights), [self.left], 0.0
        inner = [b for b in self.bounds if self.left < b < self.right]
        for at, weight in enumerate(weights[:-1]):
            run += weight
            want, later = self.left + (self.right - self.left) * run / total, len(weights) - 2 - at
            free = [b for b in inner if b > edges[-1]]
            free = free[: len(free) - later]
            edges.append(
                min(free, key=lambda b: abs(b - want)) if free and len(inner) >= len(weights) - 1 else round(want)
            )
        edges.append(self.right)
        return list(zip(edges, edges[1:]))

    def row(self, texts: Sequence[str], weights: Sequence[float], rows: int = 1) -> Row:
        """One row of cells of these weights."""
        return [Box(t, a, b, rows) for t, (a, b) in zip(texts, self.cut(*weights))]

    def full(self, text: str, align: Align = "left") -> Row:
        """One cell over the whole frame."""
        return [Box(text, self.left, self.right, 1, align)]

    def beside(self, share: float) -> tuple[tuple[int, int], Frame]:
        """A column at the left for a block label, and the frame that is left of it."""
        (one, two) = self.cut(share, 1 - share)
        return one, Frame(two[0], two[1], self.bounds)


def under_label(label: str, place: tuple[int, int], rows: list[Row]) -> list[Row]:
    """These rows with one cell merged down at their left."""
    return [[Box(label, place[0], place[1], len(rows), "center"), *rows[0]], *rows[1:]]


def finish(rows: Iterable[Row]) -> Table:
    """Boxes to a grid with no more columns than edges; ValueError where boxes overlap or leave a hole."""
    drawn = list(rows)
    edges = sorted({e for row in drawn for b in row for e in (b.left, b.right)})
    index, cells = {e: i for i, e in enumerate(edges)}, list[Cell]()
    owner: dict[tuple[int, int], str] = {}
    for at, row in enumerate(drawn):
        for box in row:
            cell = Cell(box.text, at, index[box.left], box.rows, index[box.right] - index[box.left], box.align)
            for slot in ((r, c) for r in range(at, at + box.rows) for c in range(cell.col, cell.col + cell.colspan)):
                if slot in owner:
                    raise ValueError(f"cells overlap at {slot}: {owner[slot]!r} and {box.text!r}")
                owner[slot] = box.text
            cells.append(cell)
    holes = [(r, c) for r in range(len(drawn)) for c in range(len(edges) - 1) if (r, c) not in owner]
    if holes or len(owner) != len(drawn) * (len(edges) - 1):
        raise ValueError(f"holes at {holes[:3]}")
    return Table(sorted(cells, key=lambda c: (c.row, c.col)), len(drawn), [b - a for a, b in zip(edges, edges[1:])])
