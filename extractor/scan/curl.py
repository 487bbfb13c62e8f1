"""Curl that no low polynomial follows: a bound page that bends towards its spine, a corner that stands up.

The page is cut into upright strips; how far the rulings and lines of text of one strip stand above those of the next
is its slope there. A smooth field of slopes, summed along the rows, says how far each place was moved.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import percentile

Gray = NDArray[Any]
Floats = NDArray[np.float64]

STRIP, BAND = 14.0, 90.0
"""Points: width of a strip; height over which two strips are held against each other."""
SHIFT, FINE = 6, 3
"""Pixels that one strip may stand above the next; parts of a pixel told apart."""
KNOTS = 15
"""Places across the page between which the slope changes evenly."""
STIFF, FALL = 0.6, 6.0
"""How much an uneven slope, and one that differs from the top of the page to its foot, is disbelieved."""
LEAST = 1.1
"""Points of displacement below which the page is left as it is."""
BETTER = 1.04
"""How much sharper the rows have to become."""
MEETING, ENOUGH = 1.2, 0.005
"""How much better the rows of what was moved must meet those of the rest, and the share of the page's lines that it is:
a narrow column at the spine changes little of the whole page.
"""


def curl_of(ridge: Gray, unit: float) -> Floats | None:
    """How far down each place was moved, in pixels, on a mesh over the page (see `at`); None where it is straight.

    Args:
        ridge: strength of level lines at each pixel of a page straight but for its curl.
        unit: pixels per point.
    """
    height, width = ridge.shape
    strips = round(width / max(6.0, STRIP * unit))
    if strips < 8 or height < 3 * BAND * unit or not (ridge > 4).any():
        return None
    capped = np.minimum(ridge, 2.0 * max(8.0, percentile(ridge[ridge > 4], 60))).astype(np.float32)
    profiles = np.ascontiguousarray(cv2.resize(capped, (strips, height), interpolation=cv2.INTER_AREA).T)
    profiles = profiles - cv2.blur(profiles, (max(5, round(9 * unit)) | 1, 1))
    slopes, weights = _slopes(profiles, unit)
    if float(np.count_nonzero(weights > 0)) < 0.2 * weights.size:
        return None
    edges = _smooth(slopes, weights)
    inner = np.concatenate([edges[:, :1], (edges[:, 1:] + edges[:, :-1]) / 2, edges[:, -1:]], axis=1)
    moved = np.concatenate([np.zeros((2, 1)), np.cumsum(inner, axis=1)], axis=1)
    moved -= moved[:, strips // 2 : strips // 2 + 1]
    if float(np.abs(moved).max()) < LEAST * unit or not _is_better(ridge, moved, unit):
        return None
    return moved


def at(mesh: Floats, x: Floats, y: Floats, width: float, height: float) -> Floats:
    """The mesh's value at places of a page of this size; its rows and columns lie evenly from edge to edge.

    Args:
        x, y: the places, in pixels.
        width, height: of the page, in the unit of `x` and `y`.
    """
    rows, cols = mesh.shape
    u = np.clip(x / width * (cols - 1), 0, cols - 1.001)
    v = np.clip(y / height * (rows - 1), 0, rows - 1.001)
    i, j = u.astype(int), v.astype(int)
    a, b = u - i, v - j
    upper = mesh[j, i] * (1 - a) + mesh[j, i + 1] * a
    lower = mesh[j + 1, i] * (1 - a) + mesh[j + 1, i + 1] * a
    return np.asarray(upper * (1 - b) + lower * b, np.float64)


def _slopes(profiles: Gray, unit: float) -> tuple[Floats, Floats]:
    """Pixels by which the lines of each strip lie below those of the one before, band by band, and how sure that is."""
    strips, height = profiles.shape
    fine = cv2.resize(profiles, (height * FINE, strips), interpolation=cv2.INTER_LINEAR)
    bands = max(3, round(height / (BAND * unit)))
    reach = SHIFT * FINE
    windows = _windows(fine.shape[1], bands, round(1.6 * BAND * unit * FINE) | 1)
    score = np.empty((2 * reach + 1, strips - 1, bands), np.float32)
    for d in range(-reach, reach + 1):
        a = fine[:-1, max(0, -d) : fine.shape[1] - max(0, d)]
        b = fine[1:, max(0, d) : fine.shape[1] - max(0, -d)]
        score[d + reach] = (a * b) @ windows[max(0, -d) : fine.shape[1] - max(0, d)]
    best = score.argmax(axis=0)
    top = score.max(axis=0)
    own = np.sort(score, axis=0)
    weight = np.where((best > 0) & (best < 2 * reach), np.maximum(top - own[-max(6, 2 * FINE + 2)], 0), 0)
    weight = np.sqrt(weight)
    return ((best - reach) / FINE).T.astype(np.float64), weight.T.astype(np.float64)


def _windows(length: int, bands: int, wide: int) -> Gray:
    """For each band a column that averages `wide` places around its middle, mirrored at both ends of the page."""
    middles = ((np.arange(bands) + 0.5) / bands * length).astype(int)
    places = np.abs(middles[:, None] + np.arange(-(wide // 2), wide // 2 + 1)[None, :])
    places = np.clip(np.where(places < length, places, 2 * (length - 1) - places), 0, length - 1)
    out = np.zeros((length, bands), np.float32)
    np.add.at(out, (places, np.arange(bands)[:, None]), np.float32(1 / wide))
    return out


def _smooth(slopes: Floats, weights: Floats) -> Floats:
    """Slopes between strips at the page's top and at its foot: even between KNOTS across, linear down the page.

    Robust against strays.
    """
    bands, strips = slopes.shape
    u = np.linspace(0, KNOTS - 1, strips)
    hats = np.maximum(0, 1 - np.abs(u[:, None] - np.arange(KNOTS)[None, :]))
    q = 2 * (np.arange(bands) + 0.5) / bands - 1
    design = np.concatenate(
        [np.tile(hats, (bands, 1)), np.repeat(q, strips)[:, None] * np.tile(hats, (bands, 1))], axis=1
    )
    goal, sure = slopes.ravel(), weights.ravel() / max(float(np.median(weights[weights > 0])), 1e-9)
    bend = np.diff(np.eye(KNOTS), 2, axis=0)
    none = np.zeros_like(bend)
    rules = np.concatenate([
        STIFF * np.concatenate([bend, none], axis=1), STIFF * np.concatenate([none, bend], axis=1),
        0.02 * FALL * np.concatenate([np.zeros((KNOTS, KNOTS)), np.eye(KNOTS)], axis=1), 0.02 * np.eye(2 * KNOTS),
    ])  # fmt: skip
    rules *= np.sqrt(bands)
    trust = np.minimum(sure, 3.0)
    found = np.zeros(2 * KNOTS)
    for _ in range(5):
        a = np.concatenate([design * trust[:, None], rules])
        b = np.concatenate([goal * trust, np.zeros(len(rules))])
        found = np.linalg.lstsq(a, b, rcond=None)[0]
        off = np.abs(design @ found - goal)
        limit = max(0.25, 1.5 * float(np.median(off[trust > 0])))
        trust = np.minimum(sure, 3.0) / (1 + (off / limit) ** 2)
    level, fall = hats @ found[:KNOTS], hats @ found[KNOTS:]
    return np.stack([level - fall, level + fall])


def _is_better(ridge: Gray, moved: Floats, unit: float) -> bool:
    """Whether lines lie more evenly in rows when the page is laid flat."""
    height, width = ridge.shape
    ys, xs = np.nonzero(ridge > max(8.0, percentile(ridge, 97)))
    weight = ridge[ys, xs].astype(np.float64)
    flat = ys - at(moved, xs.astype(np.float64), ys.astype(np.float64), width, height)

    def lines(rows: Floats, own: NDArray[np.bool_] | slice) -> Floats:
        places = np.clip(np.round(rows[own]).astype(int), 0, height - 1)
        return np.asarray(np.bincount(places, weight[own], height), np.float64)

    def sharpness(rows: Floats) -> float:
        return float(np.sum(lines(rows, slice(None)) ** 2))

    bent = ys.astype(np.float64)
    if sharpness(flat) > BETTER * sharpness(bent):
        return True
    far = np.abs(flat - bent) >= LEAST * unit
    rest = np.convolve(lines(flat, ~far), np.ones(3), "same")
    is_enough = weight[far].sum() >= ENOUGH * weight.sum()
    return bool(is_enough and rest @ lines(flat, far) > MEETING * (rest @ lines(bent, far)))
