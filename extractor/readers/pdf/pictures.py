"""Pictures on a page with text that may be a form: as large as one, hardly any text on them, paper with lines."""

from __future__ import annotations

from typing import Any

from extractor.model.document import BBox, Cell, Grid, Line
from extractor.readers.page.ink import Ink
from extractor.readers.page.pictures import FEW, LEAST, looks_like_paper
from extractor.readers.pdf.raw import Page

_SCALE = 1.5


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
