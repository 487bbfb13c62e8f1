"""Creases of a folded sheet taken out: a soft dark line from edge to edge of the paper, which is no ruling.

A table ends before the sheet does, so a line that shows in both margins and all the way between them is a crease. Its
shade is measured along its whole length and in the margins, and the lighter divided out; print and rulings under it
stay.
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
COVERED = 20.0
"""Levels that a crease is darker along its whole length than in the margins where a ruling runs along it."""
ALONG = 1.5
"""Points to which the place of such a ruling is known."""
MOST = 3
"""Lines across the whole picture beyond which they are a table's own: the picture ends within the table."""


def without_creases(flat: Gray, paper: int, scale: float) -> tuple[Gray, Gray | None]:
    """A flattened page without its creases; the same page where it has none. Beside it those along which a ruling may
    lie (0/255), None where there are none.
    """
    out, covered = flat, None
    for turned in (False, True):
        laid = np.ascontiguousarray(out.T) if turned else out
        found = _creases(laid, paper, scale)
        if 0 < len(found) <= MOST:
            mended, lines = laid.copy(), np.zeros_like(laid)
            for left, right in found:
                for offset in _lighten(mended, left, right, paper, scale):
                    cv2.line(lines, (0, round(left) + offset), (laid.shape[1] - 1, round(right) + offset), 255)
            if lines.any():
                own = lines.T if turned else lines
                covered = own if covered is None else np.maximum(covered, own)
            out = np.ascontiguousarray(mended.T) if turned else mended
    return out, None if covered is None else np.ascontiguousarray(covered)


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
            a, b = _refined(smooth, columns, a, b, far)
            lean = (b - a) / (width - 2 * middle)
            out.append((a - lean * middle, a + lean * (width - middle)))
    return out


def _refined(flat: Gray, columns: Floats, left: float, right: float, far: int) -> tuple[float, float]:
    """Where a crease that is known to a few pixels stands in the two margins: where it is darkest along its way.

    A ruling near by is darker still; it counts no more than the crease itself does in the margins.
    """
    share = (columns - columns[0]) / (columns[-1] - columns[0])
    bare = (columns < far) | (columns > flat.shape[1] - far)
    usual = float(np.median(_along(flat, columns, left + (right - left) * share)[bare]))
    best, most = (left, right), 0.0
    for up, down in sorted(product(np.arange(-3, 3.5, 0.5), repeat=2), key=lambda ends: abs(ends[0]) + abs(ends[1])):
        rows = left + up + (right + down - left - up) * share
        depth = float(np.minimum(_along(flat, columns, rows), usual).mean())
        if depth > most + 0.05:
            best, most = (left + up, right + down), depth
    return best


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


def _lighten(flat: Gray, left: float, right: float, paper: int, scale: float) -> list[int]:
    """Divide the shade of one crease out, in place; how many pixels from it it is darker between the margins than in
    them, as by a ruling.
    """
    height, width = flat.shape
    reach = round(REACH * scale)
    at = left + (right - left) * (np.arange(width) + 0.5) / width
    first, last = max(0, int(at.min()) - reach), min(height, int(at.max()) + reach + 1)
    offset = np.arange(first, last)[:, None] - at[None, :]
    bins = np.round(offset).astype(int)
    part = flat[first:last].astype(np.float32)
    near, far = (round(share * width) for share in MARGIN)
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])
    beside = ((near <= columns) & (columns < far))[None, :]
    shade = np.ones(2 * reach + 1, np.float32)
    covered: list[int] = []
    for k in range(-reach, reach + 1):
        along = bins == k
        seen, bare = part[along], part[along & beside]
        if len(seen) > width // 4 and len(bare) > 0:
            whole, outside = (float(np.percentile(levels, 60)) for levels in (seen, bare))
            if whole < outside - COVERED:
                covered.append(k)
            shade[k + reach] = min(1.0, max(0.3, max(whole, outside) / paper))
    inside = np.abs(bins) <= reach
    part[inside] /= shade[np.clip(bins[inside] + reach, 0, 2 * reach)]
    flat[first:last] = np.clip(part, 0, 255).astype(np.uint8)
    return covered
