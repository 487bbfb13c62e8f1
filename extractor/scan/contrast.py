"""Faint print made as dark as print usually is: faded ribbons, failing toner, dark paper with light print.

Every later step asks how dark a pixel is (print, ruling, noise). A page whose print is paler than that is stretched
here, place by place, before anything is asked; a page in good print is left as it came.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import percentile

Gray = NDArray[Any]

GOOD, PALE, FAIR = 150.0, 95.0, 115.0
"""Darkness that pale print is brought to; print paler than PALE is, print darker than FAIR is left as it is."""
MOST = 5.0
"""Times that print is made darker at most: beyond it is grain."""
TILE = 10.0
"""Points across of the tiles in which print is looked for; their neighbourhood decides together."""
GRAINS = 5.0
"""How many times darker than the page's grain a tile's print must be to count."""


def darken(flat: Gray, paper: int, scale: float) -> Gray:
    """A flattened page with its pale print darkened; the same page where the print is good.

    Args:
        flat: grey page with its paper at `paper`.
        scale: pixels per point.
    """
    depth = _depth(flat, scale)
    if depth is None:
        return flat
    asked = np.clip((FAIR - depth) / (FAIR - PALE), 0.0, 1.0)
    gain = 1 + (np.clip(GOOD / np.maximum(depth, 1.0), 1.0, MOST) - 1) * asked
    if float(gain.max()) < 1.1:
        return flat
    height, width = flat.shape
    spread = cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    # Grain grows with the print; quieted first, by less than a stroke is wide.
    quiet = cv2.GaussianBlur(flat, (0, 0), 0.6) if float(np.median(gain)) > 1.5 else flat
    whole = np.full_like(flat, paper)
    ink = cv2.multiply(cv2.subtract(whole, quiet), spread, dtype=cv2.CV_8U)
    return np.asarray(cv2.subtract(whole, ink), np.uint8)


def _depth(flat: Gray, scale: float) -> Gray | None:
    """How dark print is around each tile, taken from tiles near by where there is none; None on a blank page."""
    side = max(8, round(TILE * scale))
    rows, cols = flat.shape[0] // side, flat.shape[1] // side
    if rows < 4 or cols < 4:
        return None
    tiles = (
        flat[: rows * side, : cols * side].reshape(rows, side, cols, side).transpose(0, 2, 1, 3).reshape(rows, cols, -1)
    )
    # Stable: for bytes that is a radix sort, a fifth of the time of a selection.
    ordered = np.sort(tiles[:, :, ::2], axis=2, kind="stable")
    found = (_ranked(ordered, 0.8) - _ranked(ordered, 0.03)).astype(np.float32)
    some = np.ascontiguousarray(flat[::3, ::2])
    grain = percentile(cv2.absdiff(some[:, 1:], some[:, :-1]), 50) + 1.0
    printed = found > max(GRAINS * grain, 8.0)
    if int(printed.sum()) < 12:
        return None
    # The darker print of a neighbourhood speaks for it: rulings and grain alone must not set the measure.
    known = np.where(printed, found, 0).astype(np.float32)
    near = cv2.dilate(known, np.ones((5, 5), np.uint8))
    near = np.where(near > 0, near, float(np.percentile(found[printed], 75)))
    return np.asarray(cv2.GaussianBlur(near.astype(np.float32), (0, 0), 2.0), np.float32)


def _ranked(ordered: Gray, share: float) -> NDArray[np.float64]:
    """The percentile (`share` 0 to 1) of each row of ordered values."""
    place = share * (ordered.shape[-1] - 1)
    low = int(place)
    lower, upper = (ordered[..., rank].astype(np.float64) for rank in (low, min(low + 1, ordered.shape[-1] - 1)))
    return np.asarray(lower + (upper - lower) * (place - low), np.float64)
