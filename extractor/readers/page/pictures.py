"""Which picture on a page may be a form: as large as one, hardly any text on it, paper with lines."""

from __future__ import annotations

from typing import Any

LEAST = 0.12
"""Share of the page from which a picture may be a form."""
FEW = 12
"""Characters on a picture from which it is a ground under text."""
_DARK, _PALE = 150, 200
_RULED_ROWS, _RULED_COLS = 4, 3
_LARGE = 0.3
"""Share of the page from which white paper with little ink is enough, for rulings may lean."""


def looks_like_paper(pixels: Any, share: float) -> bool:
    """Whether a picture is paper with rulings, or much white paper with some ink; a photo or a
    chart's ground is not.
    """
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
