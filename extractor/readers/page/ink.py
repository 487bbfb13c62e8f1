"""All that stands on a drawn page, whatever format draws it: the one thing `reading.read_ink` looks at."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.layout.ink import Paint
from extractor.layout.text import Glyph
from extractor.model.document import BBox

Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Ink:
    """All that stands on a page."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    stamps: list[BBox] = field(default_factory=list)
    """Stamp annotations and signature fields."""
    map_errors: int = 0
    """Characters whose font gives no unicode value."""
    private: int = 0
    """Characters in a private use area or not assigned."""
    invisible: int = 0
    """Characters painted in render mode 3."""
    turned: bool = False
    """Some text does not run from left to right, or is invisible: look at each character's `angle`."""
    curves: int = 0
    """Filled shapes with curves; hundreds of them are text drawn as outlines."""
    slanted: list[Glyph] = field(default_factory=list)
    """Characters set at an angle: a watermark across the page."""
    lost: list[tuple[float, float]] = field(default_factory=list)
    """Where pdfium leaves out a text object: one character in a font that is neither embedded nor on this machine."""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    """Name and bytes of files attached to places on the page."""
    truncated: bool = False
    """More objects than `MAX_OBJECTS`, or more characters than `MAX_CHARS`."""
