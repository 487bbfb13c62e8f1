"""Creases of a folded sheet taken out: a soft dark line from edge to edge of the paper, which is no ruling.

A table ends before the sheet does, so a line that shows in both margins and all the way between them is a crease. Its
shade is measured along its whole length and divided out; print and rulings under it stay.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]
Floats = NDArray[np.float64]

MARGIN = (0.008, 0.05)
"""The strip of a margin in which a crease has to show, in widths of the page."""
SHADE = 10.0
"""Levels that a crease is darker than paper at least."""
LEAN = 0.03
"""How much a crease may fall or rise over the page, in its widths."""
WHOLE = 0.9
"""Share of its length on which it has to show."""
REACH = 7.0
"""Points on either side of a crease that its shade reaches."""
MOST = 3
"""Lines across the whole picture beyond which they are a table's own: the picture ends within the table."""


def without_creases(flat: Gray, paper: int, scale: float) -> Gray:
    """A flattened page without its creases; the same page where it has none."""
    out = flat
    for turned in (False, True):
        laid = np.ascontiguousarray(out.T) if turned else out
        found = _creases(laid, paper, scale)
        if 0 < len(found) <= MOST:
            mended = laid.copy()
            for left, right in found:
                _lighten(mended, left, right, paper, scale)
            out = np.ascontiguousarray(mended.T) if turned else mended
    return out


def _creases(flat: Gray, paper: int, scale: float) -> list[tuple[float, float]]:
    """Level creases: the row at the left end and the row at the right end."""
    width = flat.shape[1]
    near, far = (round(share * width) for share in MARGIN)
    if far - near < 6:
        return []
    left = _peaks(paper - flat[:, near:far].mean(axis=1), scale)
    right = _peaks(paper - flat[:, width - far : width - near].mean(axis=1), scale)
    middle = (near + far) / 2
    out: list[tuple[float, float]] = []
    columns = np.linspace(near, width - 1 - near, 240)
    smooth = cv2.blur(flat, (round(1.5 * scale) | 1, 1)) if left and right else flat
    for a, b in sorted(product(left, right), key=lambda ends: abs(ends[0] - ends[1])):
        lean = (b - a) / (width - 2 * middle)
        if abs(lean) > LEAN or any(abs(a - x) < 2 * scale or abs(b - y) < 2 * scale for x, y in out):
            continue
        rows = a + lean * (columns - middle)
        if not REACH * scale < rows.min() <= rows.max() < flat.shape[0] - REACH * scale - 1:
            continue
        depth = np.max([_along(smooth, columns, rows + k) for k in (-1, 0, 1)], axis=0)
        if float(np.mean(depth > 0.6 * SHADE)) >= WHOLE:
            out.append((a - lean * middle, a + lean * (width - middle)))
    return out


def _along(flat: Gray, columns: Floats, rows: Floats) -> Floats:
    """Darkness against the paper a little above and below, at places of a line."""
    x, y = np.round(columns).astype(int), np.round(rows).astype(int)
    apart = 12
    above, below = (flat[np.clip(y + k, 0, flat.shape[0] - 1), x].astype(np.float64) for k in (-apart, apart))
    return np.asarray(np.maximum(above, below) - flat[y, x], np.float64)


def _peaks(dark: Floats, scale: float) -> list[float]:
    """Rows of a margin that are darker than those around them."""
    around = round(10 * scale) | 1
    usual = cv2.blur(dark.astype(np.float32)[:, None], (1, around))[:, 0]
    over = dark - usual
    crest = over >= cv2.dilate(over.astype(np.float32)[:, None], np.ones((around, 1), np.uint8))[:, 0] - 1e-3
    found = np.flatnonzero(crest & (over > 0.6 * SHADE))
    return [float(row) for row in found] if len(found) <= 4 * MOST else []


def _lighten(flat: Gray, left: float, right: float, paper: int, scale: float) -> None:
    """Divide the shade of one crease out, in place."""
    height, width = flat.shape
    reach = round(REACH * scale)
    at = left + (right - left) * (np.arange(width) + 0.5) / width
    first, last = max(0, int(at.min()) - reach), min(height, int(at.max()) + reach + 1)
    offset = np.arange(first, last)[:, None] - at[None, :]
    bins = np.round(offset).astype(int)
    part = flat[first:last].astype(np.float32)
    shade = np.ones(2 * reach + 1, np.float32)
    for k in range(-reach, reach + 1):
        seen = part[bins == k]
        if len(seen) > width // 4:
            shade[k + reach] = min(1.0, max(0.3, float(np.percentile(seen, 60)) / paper))
    inside = np.abs(bins) <= reach
    part[inside] /= shade[np.clip(bins[inside] + reach, 0, 2 * reach)]
    flat[first:last] = np.clip(part, 0, 255).astype(np.uint8)
