"""A page before and after it is read: its tables and strips of text, its lines and grids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from extractor.layout.grid import Lattice
from extractor.model.document import BBox, Grid, Line, Note, Place
from extractor.scan import lines as cutting
from extractor.scan.cleanup import Page
from extractor.scan.crop import Crop
from extractor.scan.legible import Legibility

Gray = NDArray[Any]
Box = tuple[int, int, int, int]


@dataclass(slots=True)
class PageReading:
    """What a page holds, in reading order."""

    items: list[Line | Grid] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seals: list[Place] = field(default_factory=list)


@dataclass(slots=True)
class Cuts:
    """A page before it is read: its tables, and the strips of text in their cells and around them."""

    page: Page
    tables: list[Lattice]
    unclosed: list[BBox]
    """Tables whose cells cannot be told."""
    inner: list[list[Box]]
    """The inside of each cell, a list a table."""
    strips: list[list[list[cutting.Strip]]]
    """Lines of text of each cell."""
    free: list[list[cutting.Strip]]
    """Lines of text around the tables, each in its strips."""
    em: float
    legible: Legibility
    crops: list[Crop]
    """What is to be read: the strips of the cells, then the free ones."""
    seals: list[BBox]
    faint: Gray
    """0/1 where even faint print is."""
    pen: list[Box] = field(default_factory=list)
    """Strokes of a pen that were taken out."""
