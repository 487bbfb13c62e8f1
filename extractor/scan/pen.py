"""Strokes of a pen that run over the rulings of a table: taken out, so that none is read as a character of a cell.

Print keeps off the rulings; a tick, a ring, a line drawn by a reader does not. What goes on on the other side of a
ruling, at the same place, is no print. Only pieces are taken that are strokes by themselves: one that hangs together
with a character stays as it is. The cells they lay in are doubtful: a stroke may also strike a value out.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice

Gray = NDArray[Any]
Box = tuple[int, int, int, int]

DARK = 56
"""Darkness from which a pixel belongs to a stroke."""
BAND = 1.1
"""Points on either side of a ruling that are its own ink."""
ASIDE = 5
"""Pixels that a slanting stroke may be displaced by on the way over a ruling."""
LEAST, MOST = 0.2, 6.0
"""Ems that the longer side of such a piece has at least, and at most."""
PLAIN, BRANCHED = 1.2, 0.04
"""Times its height and width together that a stroke is long at most: characters are longer. Share of the lines across
it that may meet it more than twice: one that holds on to a character has branches.
"""


def strokes_over(tables: list[Lattice], ink: Gray, em: float, scale: float) -> tuple[Gray | None, list[Box]]:
    """Strokes that run over rulings: a mask (0/1) of the page, None where there are none, and the box of each.

    Args:
        ink: darkness of the straight page; em: height of a line of print.
        scale: pixels per point.
    """
    dark = (ink > DARK).astype(np.uint8)
    half = max(2, round(BAND * scale))
    ruled = np.zeros_like(dark)
    for table in tables:
        for x0, y0, x1, y1 in (tuple(map(round, table.box(span))) for span in table.spans):
            cv2.rectangle(ruled, (x0, y0), (x1, y1), 1, 2 * half + 1)
    places = [place for table in tables for place in _crossings(table, dark, ruled, half)]
    if not places:
        return None, []
    dark[ruled > 0] = 0
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide = cv2.distanceTransform(dark, cv2.DIST_L2, 3)
    mask = np.zeros_like(dark)
    boxes: list[Box] = []
    for number in sorted({int(labels[y, x]) for y, x in places} - {0}):
        x, y, w, h, area = stats[number].tolist()
        own = labels[y : y + h, x : x + w] == number
        if _is_stroke(own, wide[y : y + h, x : x + w], area, em):
            mask[y : y + h, x : x + w][own] = 1
            boxes.append((x, y, x + w, y + h))
    return (mask if boxes else None), boxes


def _is_stroke(own: NDArray[np.bool_], wide: Gray, area: int, em: float) -> bool:
    """Whether a piece of ink is one plain stroke."""
    high, long = own.shape
    if not LEAST * em <= max(high, long) <= MOST * em:
        return False
    # The middle of a stroke is half its thickness from paper; the mean over all of it is half of that again.
    thick = max(1.0, 4 * float(wide[own].mean()) - 1)
    branched = max(float(np.mean(_meetings(side) > 2)) for side in (own, own.T))
    return bool(area / thick <= PLAIN * (high + long)) and branched <= BRANCHED


def _meetings(own: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How often each upright line meets the piece."""
    paper = np.zeros((1, own.shape[1]), np.int8)
    return np.asarray((np.diff(np.vstack([paper, own.astype(np.int8)]), axis=0) == 1).sum(axis=0), np.int64)


def _crossings(table: Lattice, dark: Gray, ruled: Gray, half: int) -> list[tuple[int, int]]:
    """(row, column) of ink that goes on over a ruling of the table, on either side of it."""
    out: list[tuple[int, int]] = []
    for turned, places in ((False, table.ys), (True, table.xs)):
        laid, rulings = (dark.T, ruled.T) if turned else (dark, ruled)
        for at in (round(place) for place in places):
            sides = at - half - 2, at + half + 2
            if sides[0] < 1 or sides[1] > len(laid) - 2:
                continue
            # Without paper between: print may stand close to a ruling.
            bands = (np.ascontiguousarray(laid[min(row, at) : max(row, at) + 1]) for row in sides)
            near = [cv2.dilate(band, np.ones((1, 5), np.uint8)).min(axis=0) for band in bands]
            reach = [cv2.dilate(one[None], np.ones((1, 2 * ASIDE + 1), np.uint8))[0] for one in near]
            for row, own, other in ((sides[0], near[0], reach[1]), (sides[1], near[1], reach[0])):
                # Where a ruling goes off to that side there is no stroke.
                met = np.flatnonzero(laid[row] & own & other & rulings[at] & (1 - rulings[row])).tolist()
                out += [(column, row) if turned else (row, column) for column in met]
    return out
