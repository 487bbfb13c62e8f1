"""Dashed, dotted and broken rulings drawn out, so that the line finder sees what a person sees.

A dash is a thin piece of ink that touches nothing; several of them in one row, with short blanks between, are a line.
Strokes of print hang together with others of their character. What is drawn has the darkness of the dashes.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]

DARK = 40
"""Darkness from which a pixel belongs to a dash."""
THICK, SHORT, LONG = 2.9, 0.9, 16.0
"""Points: a dash is at most so thick, at least so long and at most so long."""
GAP, SERIES = 13.0, 18.0
"""Points: blanks between two dashes at most (one or two may be lost), length of a row of them at least."""
DASHES, LEAST = 4, 40
"""Dashes that make a line; pieces of a page that look like one, below which it has no dashed lines."""
ALIKE, FULL = 0.6, 0.97
"""Share of a line's dashes that are about as long as the others; share of ink from which it needs no drawing."""
DASH, FILL = 1, 2
"""In a mask: a dash; ink that belongs to the line and is none (a longer piece, a crossing)."""
PIECE = 36.0
"""Points of a line that are drawn level: a longer one may still lean a little."""


def drawn_out(gray: Gray, paper: int, scale: float) -> Gray:
    """A straight page with its dashed lines solid; the same page where it has none.

    Args:
        gray: the flattened page with its paper at `paper`; `scale`: pixels per point.
    """
    ink = cv2.subtract(np.full_like(gray, paper), gray)
    _count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > DARK).astype(np.uint8), connectivity=8)
    kinds = [_dashes(stats, scale, turned) for turned in (False, True)]
    if max(np.count_nonzero(kind == DASH) for kind in kinds) < LEAST:
        return gray
    masks = [kind[labels] for kind in kinds]
    _add_crossings(masks, labels, stats, (kinds[0] > 0) | (kinds[1] > 0), scale)
    usual = float(np.median(np.concatenate([stats[kinds[0] == DASH, 2], stats[kinds[1] == DASH, 3]])))
    level = _lines(masks[0], ink, scale, usual)
    upright = _lines(np.ascontiguousarray(masks[1].T), np.ascontiguousarray(ink.T), scale, usual)
    if not level and not upright:
        return gray
    out = gray.copy()
    for turned, lines in ((False, level), (True, upright)):
        for row, thick, start, end, dark in lines:
            part = out[start:end, row : row + thick] if turned else out[row : row + thick, start:end]
            np.minimum(part, max(0, paper - dark), out=part)
    return out


def _dashes(stats: Gray, scale: float, turned: bool) -> Gray:
    """Which pieces of ink are level (`turned`: upright) dashes: DASH, FILL where too long for one, else 0."""
    along, across, area = stats[:, 3 if turned else 2], stats[:, 2 if turned else 3], stats[:, 4]
    thin = (across <= max(3, round(THICK * scale))) & (along >= 0.8 * across) & (area > 0.55 * along * across)
    thin &= along >= max(2, round(SHORT * scale))
    thin[0] = False
    return np.where(thin, np.where(along <= LONG * scale, DASH, FILL), 0).astype(np.uint8)


def _add_crossings(masks: list[Gray], labels: Gray, stats: Gray, known: NDArray[np.bool_], scale: float) -> None:
    """Where a level and an upright dash meet: their bars put into the masks of dashes, in place."""
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    least, most, thick = 1.2 * scale, LONG * scale, max(3, round(THICK * scale))
    small = ~known & (wide <= most) & (high <= most) & (np.minimum(wide, high) >= least) & (area < 0.7 * wide * high)
    small[0] = False
    for number in np.flatnonzero(small).tolist():
        x, y, w, h, area_of = stats[number].tolist()
        own = labels[y : y + h, x : x + w] == number
        rows, columns = own.mean(axis=1) > 0.6, own.mean(axis=0) > 0.6
        if not (1 <= rows.sum() <= thick and 1 <= columns.sum() <= thick):
            continue
        if np.count_nonzero(own & ~rows[:, None] & ~columns[None, :]) <= 0.15 * area_of:
            masks[0][y : y + h, x : x + w][own & rows[:, None]] = FILL
            masks[1][y : y + h, x : x + w][own & columns[None, :]] = FILL


def _lines(dashes: Gray, ink: Gray, scale: float, usual: float) -> list[tuple[int, int, int, int, int]]:
    """Level dashed lines in pieces: (row, thickness, start, end, darkness)."""
    thick = cv2.dilate((dashes > 0).astype(np.uint8), np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, round(GAP * scale)), np.uint8))
    series = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, round(SERIES * scale)), np.uint8))
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(series, connectivity=8)
    out: list[tuple[int, int, int, int, int]] = []
    step = round(PIECE * scale)
    for number, (x, y, w, h, _area) in enumerate(stats[1:].tolist(), start=1):
        part = np.where(labels[y : y + h, x : x + w] == number, dashes[y : y + h, x : x + w], 0)
        if not _is_line(np.any(part == DASH, axis=0), np.any(part > 0, axis=0), usual):
            continue
        dark = np.where(part > 0, ink[y : y + h, x : x + w], 0).astype(np.float32)
        level = round(float(np.median(dark.max(axis=0)[dark.max(axis=0) > 0])))
        wide = max(1, round(float(np.median((part > 0).sum(axis=0)[(part > 0).any(axis=0)]))) - 1)
        for start in range(0, w, step):
            weights = dark[:, start : start + step].sum(axis=1)
            if weights.any():
                row = y + round(float(weights @ np.arange(h) / weights.sum()) - (wide - 1) / 2)
                out.append((row, wide, x + start, x + min(w, start + step), level))
    return out


def _is_line(dashed: Gray, inked: Gray, usual: float) -> bool:
    """Enough dashes, most of them as long as the page's usual ones; `inked`: where any ink is."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dashed.astype(np.int8), [0]))))
    lengths = edges[1::2] - edges[::2]
    if len(lengths) < DASHES or inked.mean() > FULL:
        return False
    return float(np.mean((lengths > 0.5 * usual - 1) & (lengths < 1.7 * usual + 1))) >= ALIKE
