"""A filing as it is printed: lines and bordered tables, with the truth that a careful reader would write down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Cell:
    """A cell of a table; `span` columns wide, `down` rows high."""

    text: str
    span: int = 1
    down: int = 1


@dataclass(slots=True)
class Line:
    """A paragraph outside the tables: `title`, `centre`, `left` or `right`."""

    text: str
    style: str = "left"


@dataclass(slots=True)
class Table:
    """Rows of cells on a grid of `width` columns; a cell that hangs down takes its columns from the rows below."""

    width: int
    rows: list[list[Cell]] = field(default_factory=list)
    hanging: list[int] = field(default_factory=list)
    """For each column, how many further rows a cell above still covers."""

    def free(self) -> int:
        """Columns of the next row that no hanging cell covers."""
        self.hanging = self.hanging or [0] * self.width
        return sum(h == 0 for h in self.hanging)

    def row(self, *cells: Cell | str | tuple[str, int] | tuple[str, int, int]) -> None:
        """Add a row. A span of 0 (or a bare string) shares out what is left, the last one taking the rest."""
        made = [c if isinstance(c, Cell) else Cell(c, 0) if isinstance(c, str) else Cell(*c) for c in cells]
        left = self.free() - sum(c.span for c in made)
        loose = [c for c in made if c.span == 0]
        for cell, span in zip(loose, spread(left, [1] * len(loose)) if loose else []):
            cell.span = span
        assert sum(c.span for c in made) == self.free(), (self.width, self.free(), made)
        at = 0
        covered = [max(0, h - 1) for h in self.hanging]
        for cell in made:
            for _ in range(cell.span):
                while self.hanging[at]:
                    at += 1
                covered[at] = cell.down - 1
                at += 1
        self.hanging = covered
        self.rows.append(made)


def spread(width: int, weights: list[int]) -> list[int]:
    """`width` columns shared out by weight, at least one each; what is over goes to the heaviest, the last of them
    first.
    """
    assert width >= len(weights), (width, weights)
    spans = [1] * len(weights)
    for _ in range(width - len(weights)):
        at = min(range(len(weights)), key=lambda i: (spans[i] / weights[i], -i))
        spans[at] += 1
    return spans


@dataclass(slots=True)
class Filing:
    """What the writers print and what the judge compares with."""

    seed: int
    family: str
    blocks: list[list[Line | Table]]
    """One list a form; a workbook gives each its sheet."""
    truth: Json
    allowed: list[set[str]]
    """Finding codes that the form earns by its own faults."""
    options: dict[str, str]
