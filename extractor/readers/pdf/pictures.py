"""Pictures on a page with text that may be a form: as large as one, hardly any text on them, paper with lines."""

from __future__ import annotations

from typing import Any

from extractor.model.document import BBox, Cell, Grid, Line
from extractor.readers.pdf.ink import Ink
from extractor.readers.pdf.raw import Page

LEAST = 0.12
"""Share of the page from which a picture may be a form."""
FEW = 12
"""Characters on a picture from which it is a ground under text."""
_SCALE = 1.5
_DARK, _PALE = 150, 200
_RULED_ROWS, _RULED_COLS = 4, 3
_LARGE = 0.3
"""Share of the page from which white paper with little ink is enough, for rulings may lean."""


def form_pictures(page: Page, ink: Ink) -> list[BBox]:
    """Boxes of the pictures that may hold a form which the page's text does not."""
    area = ink.width * ink.height
    found = []
    pixels: Any = None
    for box in ink.images:
        x0, y0, x1, y1 = max(box[0], 0.0), max(box[1], 0.0), min(box[2], ink.width), min(box[3], ink.height)
        share = max(x1 - x0, 0.0) * max(y1 - y0, 0.0) / area if area else 0.0
        if share < LEAST or sum(_on(box, g.x0 + g.x1, g.top + g.bottom) for g in ink.glyphs) > FEW:
            continue
        if pixels is None:
            pixels = page.render(_SCALE)
        if looks_like_paper(pixels[int(y0 * _SCALE) : int(y1 * _SCALE), int(x0 * _SCALE) : int(x1 * _SCALE)], share):
            found.append((x0, y0, x1, y1))
    return found


def _on(box: BBox, twice_x: float, twice_y: float) -> bool:
    return box[0] < twice_x / 2 < box[2] and box[1] < twice_y / 2 < box[3]


def looks_like_paper(pixels: Any, share: float) -> bool:
    """Whether a picture is paper with rulings, or much white paper with some ink; a photo or a chart's ground is not."""
    if pixels.size == 0:
        return False
    grey = pixels.mean(axis=2)
    dark = grey < _DARK
    ink = float(dark.mean())
    if float((grey > _PALE).mean()) < 0.55 or ink > 0.35:
        return False
    rows = int((dark.mean(axis=1) > 0.5).sum())
    cols = int((dark.mean(axis=0) > 0.3).sum())
    return (rows >= _RULED_ROWS and cols >= _RULED_COLS) or (share > _LARGE and ink > 0.01)


def shifted(items: list[Line | Grid], dx: float, dy: float) -> list[Line | Grid]:
    """What was recognised of a part of the page, placed in the page."""
    for item in items:
        parts: list[Line | Grid | Cell] = [item, *item.cells] if isinstance(item, Grid) else [item]
        for part in parts:
            if part.bbox is not None:
                x0, y0, x1, y1 = part.bbox
                part.bbox = (x0 + dx, y0 + dy, x1 + dx, y1 + dy)
        if isinstance(item, Grid) and item.edges:
            item.edges = [edge + dx for edge in item.edges]
    return items
