"""Pictures in one bit and dirty ones made plain grey: half-tone dots blurred into the tone they stand for, lone specks
gone.

A scanner's "photo" setting, a newspaper's screen, dust on the glass: what they have in common is ink in pieces smaller
than any stroke. Half-tone is told by how much of the ink is such pieces; specks by standing alone on blank paper.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[Any]
Gray = NDArray[Any]

SCREENED = 0.2
"""Share of a page's dark pixels that have at most one dark neighbour, from which it is a half-tone (print: under 0.05).
"""
EVEN = 1.1
"""Pixels of the blur that turns dots into tone."""
SPECK, LARGEST = 1.6, 2.2
"""Points across up to which a lone piece of ink is a speck, and up to which it is one where it makes a line by itself.
"""
FEW = 1.5
"""Such pieces an em of a line at most: a worn character falls into more of them."""
RIM = 0.08
"""Ems across up to which an upright piece is the rim of a ruling: no figure is that thin."""
ALONE = (6.0, 2.5)
"""Points of blank paper beside it and above: a decimal point or a colon stands nearer to what it belongs to."""
COLON, REACH = (2.2, 7.5), 13.0
"""Points between the middles of the two dots of a ：, and from the print before it to them: a bracket is half blank."""
DIRTY, FILTHY = 3.0, 8.0
"""Lone specks a square inch from which a page is dirty, and from which they stand among its print too.

A cleaner one keeps them: one may be the dot of a pale ；."""


def descreen(bgr: Picture, gray: Gray | None = None) -> Picture:
    """The picture without half-tone dots; the same one where it has none.

    Args:
        gray: the picture in grey, where it is known.
    """
    gray = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY) if gray is None else gray
    ink = _inked(gray)
    if ink is None or not _is_screened(ink):
        return bgr
    even = np.asarray(cv2.GaussianBlur(gray, (0, 0), EVEN))
    return np.asarray(cv2.cvtColor(even, cv2.COLOR_GRAY2BGR))


def _inked(gray: Gray) -> Gray | None:
    """0/1 where ink is; None where light and dark are too near each other to be two."""
    some = gray[::5, ::7]  # a stride that shares no factor with a screen's
    light, dark = float(np.percentile(some, 70)), float(some.min())
    return None if light - dark < 60 else (gray < ceil((light + dark) / 2)).astype(np.uint8)


def _is_screened(ink: Gray) -> bool:
    """Whether much of the page's ink is dots that touch nothing."""
    whole = cv2.countNonZero(ink)
    held = cv2.boxFilter(ink, cv2.CV_8U, (3, 3), normalize=False, borderType=cv2.BORDER_CONSTANT)
    # 1 or 2 where ink is and its eight neighbours hold one at most.
    few = cv2.inRange(cv2.multiply(held, ink), 1, 2)
    return whole > 500 and cv2.countNonZero(few) > SCREENED * whole


def drop_outer_specks(
    gray: Gray, paper: int, box: tuple[int, int, int, int], scale: float, dark: int = 36
) -> tuple[int, int]:
    """Take out, in place, specks before and after the print of a line on a dirty page.

    Args:
        paper: grey level of blank paper, 0 (black) to 255.
        box: the line: left, top, right, bottom.
        scale: pixels per point.
        dark: so many grey levels below `paper` is ink.

    Returns:
        Where its print begins and ends; the line's own ends where it holds no print or no speck.
    """
    x0, y0, x1, y1 = box
    part = gray[y0:y1, x0:x1]
    # Closed: a worn 。 is no ring of specks.
    ink = cv2.morphologyEx((part < paper - dark).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = np.maximum(stats[:, 2], stats[:, 3]) <= max(2, round(SPECK * scale))
    print_of = np.flatnonzero(~small)[1:] if not small[0] else np.flatnonzero(~small)
    if len(print_of) == 0:
        return x0, x1
    left, right = int(stats[print_of, 0].min()), int((stats[print_of, 0] + stats[print_of, 2]).max())
    outer = small & ((stats[:, 0] + stats[:, 2] < left) | (stats[:, 0] > right))
    outer[0] = False
    outer[_colons(stats, np.flatnonzero(outer))] = False
    if not outer.any():
        return x0, x1
    kept = np.flatnonzero(~outer)[1:]
    left, right = int(stats[kept, 0].min()), int((stats[kept, 0] + stats[kept, 2]).max())
    specks = outer.astype(np.uint8)[labels]
    part[cv2.dilate(specks, np.ones((5, 5), np.uint8)) > 0] = paper
    return x0 + max(0, left - 1), min(x1, x0 + right + 1)


def is_specks(gray: Gray, paper: int, box: tuple[int, int, int, int], em: float, scale: float, dark: int = 36) -> bool:
    """Whether a line on a dirty page is no more than specks: a few small pieces, no stroke but a ruling's rim.

    Args:
        paper: grey level of blank paper, 0 (black) to 255.
        box: the line: left, top, right, bottom; em: height of a line of print.
        scale: pixels per point.
        dark: so many grey levels below `paper` is ink.
    """
    x0, y0, x1, y1 = box
    # Closed: the pieces of a worn stroke are one.
    ink = cv2.morphologyEx((gray[y0:y1, x0:x1] < paper - dark).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3)))
    _count, _labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[1:, 2], stats[1:, 3]
    small = np.maximum(wide, high) <= max(2, round(LARGEST * scale))
    rim = (wide <= RIM * em) | (high <= 1)
    return bool((small | rim).all()) and int(np.count_nonzero(small)) <= 2 + FEW * (x1 - x0) / em


def _colons(stats: Gray, specks: NDArray[np.intp]) -> list[int]:
    """Those of some specks that stand right above another one as large: the dots of a ：."""
    middle = stats[:, 0] + stats[:, 2] / 2
    out: list[int] = []
    for a in specks.tolist():
        for b in specks.tolist():
            alike = abs(stats[a, 2] - stats[b, 2]) <= 2 and abs(stats[a, 3] - stats[b, 3]) <= 2
            if a != b and alike and abs(middle[a] - middle[b]) <= 1.5:
                out.append(a)
    return out


def _dots(stats: Gray, small: NDArray[np.bool_], beside: Gray, scale: float) -> NDArray[np.bool_]:
    """Which pieces of a page are, in pairs, the dots of a ：: small ones right above each other, beside print.

    Args:
        beside: 1 where print stands in the same rows, within the reach of a ：.
    """
    out = np.zeros(len(stats), bool)
    numbers = np.flatnonzero(small)
    middle = stats[numbers, :2] + stats[numbers, 2:4] / 2
    columns, rows = np.minimum(middle.astype(int).T, [[beside.shape[1] - 1], [beside.shape[0] - 1]])
    near = beside[rows, columns] > 0
    numbers, middle = numbers[near], middle[near]
    order = np.argsort(middle[:, 0], kind="stable")
    numbers, middle = numbers[order], middle[order]
    sizes = stats[numbers, 2:4].astype(int)
    least, most = (points * scale for points in COLON)
    for step in range(1, len(numbers)):
        across, down = np.abs(middle[step:] - middle[:-step]).T
        if across.min() > 1.5:
            break
        alike = (np.abs(sizes[step:] - sizes[:-step]) <= 1).all(axis=1)
        pairs = alike & (across <= 1.5) & (down >= least) & (down <= most)
        out[numbers[step:][pairs]] = out[numbers[:-step][pairs]] = True
    return out


def _may_be_dirty(ink: Gray, scale: float, inches: float) -> bool:
    """Whether so much ink (0/1) lies apart from strokes that it can be DIRTY specks: most pages need no closer look.

    A straight run longer than a speck is a stroke's, so the strokes seen here are some of the page's.
    """
    long = max(2, round(SPECK * scale)) + 1
    level, upright = (cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8)) for size in ((1, long), (long, 1)))
    beside, above = (2 * round(points * scale) + 1 for points in ALONE)
    near = cv2.dilate(cv2.max(level, upright), np.ones((above, beside), np.uint8))
    return cv2.countNonZero(ink) - cv2.countNonZero(cv2.min(ink, near)) >= DIRTY * inches


def without_specks(flat: Gray, paper: int, scale: float, dark: int = 60) -> tuple[Gray, float]:
    """A flattened page without specks that stand alone on blank paper, where it is dirty; how many a square inch.

    Args:
        paper: grey level of blank paper, 0 (black) to 255.
        scale: pixels per point.
        dark: so many grey levels below `paper` is ink.
    """
    ink = (flat < paper - dark).astype(np.uint8)
    inches = flat.size / (72 * scale) ** 2
    if not _may_be_dirty(ink, scale, inches):
        return flat, 0.0
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide = np.maximum(stats[:, 2], stats[:, 3])
    small = wide <= max(2, round(SPECK * scale))
    small[0] = False
    if not small.any():
        return flat, 0.0
    beside, above = (round(points * scale) for points in ALONE)
    apart = np.take(small.astype(np.uint8), np.asarray(labels))
    strokes = cv2.subtract(ink, apart)
    print_near = cv2.dilate(strokes, np.ones((2 * above + 1, 2 * beside + 1), np.uint8))
    lone = (apart > print_near).astype(np.uint8)
    alone = np.unique(labels[lone > 0])
    found = len(alone) / inches
    if found < DIRTY:
        return flat, found
    reach = np.ones((1, 2 * round(REACH * scale) + 1), np.uint8)
    kept = _dots(stats, small, cv2.dilate(strokes, reach), scale)
    specks = cv2.subtract(lone, np.take(kept.astype(np.uint8), np.asarray(labels))) if kept.any() else lone
    out = flat.copy()
    out[cv2.dilate(specks, np.ones((5, 5), np.uint8)) > 0] = paper
    return out, found
