"""Print of the other side that shows through thin paper, taken out.

It is paler than any print of the page, there is nothing of a darkness between the two, and paper has blurred it. All
three are asked for: pale print alone may be a hint in grey or failing toner, and has to stay.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import smaller

Gray = NDArray[Any]
Floats = NDArray[np.float64]

COARSE = 1.4
"""Pixels a point of the reduced page."""
LEAST_INK = 8
"""Levels darker than paper from which a piece is looked at."""
CHARACTER = (5.0, 7.0, 30.0)
"""Points across of a character: its shorter side at least, its longer one at least and at most."""
MANY = 25
"""Characters that show through at least, and of the page's own."""
APART = 1.7
"""Times that nearly all print of the page is darker than nearly all that shows through."""
BETWEEN = 0.02
"""Share of the characters that may be between the two."""
SOFT = 0.8
"""Steepness of the edges of what shows through over that of the page's own, each to its darkness, at most."""
OVER, RIM = 1.45, 1.0
"""Times the darkness of the characters that show through from which ink is the page's own, as heavy rulings show darker
than they; points around such ink that stay with it."""


def without_bleed(flat: Gray, paper: int, scale: float) -> tuple[Gray, bool]:
    """A flattened page without what shows through from its other side, and whether anything did."""
    # A look at a reduced page is a quarter of the work, and enough for most.
    if scale > COARSE and _valley(_characters(_ink(smaller(flat, scale / COARSE), paper), COARSE)[0]) is None:
        return flat, False
    ink = _ink(flat, paper)
    even = np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.3 * scale))
    peaks, edges = _characters(even, scale)
    between = _valley(peaks)
    if between is None:
        return flat, False
    pale = peaks < between
    soft = np.median(edges[pale] / peaks[pale]) / np.median(edges[~pale] / peaks[~pale])
    if soft > SOFT:
        return flat, False
    own = (ink > OVER * float(np.percentile(peaks[pale], 99))).astype(np.uint8)
    side = 2 * max(1, round(RIM * scale)) + 1
    kept = cv2.dilate(own, np.ones((side, side), np.uint8))
    return np.where(kept > 0, flat, np.uint8(paper)), True


def _ink(gray: Gray, paper: int) -> Gray:
    return np.asarray(cv2.subtract(np.full_like(gray, paper - 4), gray))


def _characters(even: Gray, scale: float) -> tuple[Floats, Floats]:
    """Darkness of each character of a page and the steepest part of its edge, in levels and levels a pixel."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((even > LEAST_INK).astype(np.uint8), connectivity=8)
    short, long = np.sort(stats[:, 2:4], axis=1).T / scale
    fits = (short > CHARACTER[0]) & (long > CHARACTER[1]) & (long < CHARACTER[2])
    fits[0] = False
    numbers = np.flatnonzero(fits)
    steep = cv2.absdiff(even[:, 1:], even[:, :-1])
    peaks, edges = np.zeros(len(numbers)), np.zeros(len(numbers))
    for place, number in enumerate(numbers.tolist()):
        x, y, w, h, _area = stats[number].tolist()
        peaks[place] = even[y : y + h, x : x + w].max()
        edges[place] = steep[y : y + h, x : x + w].max()
    return peaks, edges


def _valley(peaks: Floats) -> float | None:
    """The darkness from which print is the page's own; None where what shows through, if anything, is not apart."""
    levels = np.arange(LEAST_INK + 4, 120)
    ordered = np.sort(peaks)
    below, within = np.searchsorted(ordered, levels), np.searchsorted(ordered, APART * levels)
    # A few pieces in which both lie over each other may be anything between.
    fits = (below >= MANY) & (len(ordered) - within >= MANY) & (within - below <= BETWEEN * len(ordered))
    if not fits.any():
        return None
    return float(APART * levels[int(np.argmin(np.where(fits, within - below, len(ordered))))])
