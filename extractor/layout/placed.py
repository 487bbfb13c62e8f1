"""What is known of a table while it is put together from where its words stand: words, level rulings, borders.

Units are the caller's, origin top left, y downwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.layout.grid import Lattice

GAP = 0.3
"""Ems of blank between two columns."""
OPEN = (":", "：", "、", "，", "；", "（", "(")
"""Marks half of which is blank, after which a text goes on."""
BLANK, MORE_BLANK = 0.8, 0.2
"""Cost of a blank cell beside a text that could hold for it, and of each further one beside that."""


@dataclass(slots=True)
class Word:
    """A piece of a line of text and its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    head: bool = False
    """Its text is a word of a table's heads."""
    level: bool = False
    """It heads a column whose texts hold for the rows beside them."""
    pair: bool = False
    """A label with a colon, as sign-off lines have."""
    figure: bool = False
    """A whole figure: two of them under each other are two rows' own."""
    whole: bool = False
    """A text that ends here: what stands under it is another's, however close."""
    open: bool = False
    """Its text ends in a colon or the like: what follows closely belongs to it."""

    @property
    def cx(self) -> float:
        """Middle between left and right."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Middle between top and bottom."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Rule:
    """A level ruling."""

    y: float
    x0: float
    x1: float


@dataclass(slots=True)
class Unruled:
    """A table and whose words stand in which of its cells."""

    lattice: Lattice
    members: list[list[int]]
    """Numbers of the words of each cell, in the order of `lattice.spans`."""


@dataclass(slots=True)
class Table:
    """What is known while a table is put together."""

    words: Sequence[Word]
    em: float
    inside: list[int] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    cost: float = 0.0
    blank: float = BLANK
    usual: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the texts of a column have their middle and where they begin."""

    def column(self, number: int) -> int:
        """The column a word stands in, by its middle."""
        return min(max(bisect_right(self.xs, self.words[number].cx) - 1, 0), len(self.xs) - 2)

    def row(self, number: int) -> int:
        """The row a word stands in, by its middle."""
        return min(max(bisect_right(self.ys, self.words[number].cy) - 1, 0), len(self.ys) - 2)
