"""Straightening a page by its own rulings: skew, perspective and slight curl in one least-squares fit.

Every long ruling ought to be straight and level (or upright). The displacement that makes them so is a low
polynomial of the place; its inverse brings boxes back to the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.curl import at, curl_of
from extractor.scan.levels import percentile, pieces, smaller
from extractor.scan.rulings import ridge

Gray = NDArray[Any]
Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
_STEP = 16


@dataclass(slots=True)
class Warp:
    """Straight page -> picture. `cx`, `cy`: coefficients of the displacement over `_terms`;
    both pages have one size.
    """

    width: int
    height: int
    angle: float
    cx: Floats
    cy: Floats
    back: Floats | None = None
    """From the picture seen from above to the picture as it came (3 x 3), where it was taken at an angle."""
    curl: Floats | None = None
    """How far down each place of the page was moved, over its width (`curl.at`); None where the bend is all there is.
    """
    _kept: Gray | None = field(default=None, repr=False, compare=False)

    def to_picture(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Places of the straight page in the picture (pixels)."""
        px, py = self._to_level(x, y)
        if self.back is None:
            return px, py
        u, v, w = np.tensordot(self.back, np.stack([px, py, np.ones_like(px)]), 1)
        return u / w, v / w

    def _to_level(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """The same in the picture seen from above."""
        if self.curl is not None:
            y = y + self.width * at(self.curl, x, y, self.width, self.height)
        u, v = self._unbend(x, y)
        return _turn(u, v, self.angle, self.width, self.height)

    def _unbend(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Inverse of the bend by fixed-point steps: the displacement is small and smooth."""
        u, v = x.astype(np.float64), y.astype(np.float64)
        for _ in range(4):
            dx, dy = _bend(u, v, self.cx, self.cy, self.width, self.height)
            u, v = x - dx, y - dy
        return u, v

    def apply(self, image: Gray, fill: int) -> Gray:
        """The picture, seen from above, as a straight page."""
        if self.angle == 0 and not self.cx.any() and not self.cy.any() and self.curl is None:
            return image
        both: Any = None  # the map holds both places: no second one
        return np.asarray(
            cv2.remap(image, self._map(), both, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill),
            np.uint8,
        )

    def _map(self) -> Gray:
        """Where each pixel of the straight page lies in the picture; kept until `forget`: a page's inks share it."""
        if self._kept is None:
            # Enlarged, each node of the coarse mesh comes to stand in the middle of its square.
            first = -_STEP - 0.5 + _STEP / 2
            xs, ys = (np.arange(first, length + 2 * _STEP, _STEP) for length in (self.width, self.height))
            mesh = np.stack(self._to_level(*np.meshgrid(xs, ys)), axis=2).astype(np.float32)
            size = (len(xs) * _STEP, len(ys) * _STEP)
            full = cv2.resize(mesh, size, interpolation=cv2.INTER_LINEAR)
            self._kept = full[_STEP : _STEP + self.height, _STEP : _STEP + self.width]
        return self._kept

    def forget(self) -> None:
        """Let go of what is kept for the next picture of the page."""
        self._kept = None

    def box_to_picture(self, box: Box) -> Box:
        """Upright box around a box of the straight page."""
        return self.boxes_to_picture([box])[0]

    def boxes_to_picture(self, boxes: Sequence[Box]) -> list[Box]:
        """The same of many boxes at once."""
        if not boxes:
            return []
        x0, y0, x1, y1 = np.array(boxes, float).T
        px, py = self.to_picture(np.stack([x0, x1, x1, x0]), np.stack([y0, y0, y1, y1]))
        edges = (px.min(axis=0), py.min(axis=0), px.max(axis=0), py.max(axis=0))
        return list(zip(*(edge.tolist() for edge in edges)))


def _turn(x: Floats, y: Floats, angle: float, width: int, height: int) -> tuple[Floats, Floats]:
    """Level page -> picture: turned by `angle` degrees about the middle."""
    c, s = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    mx, my = width / 2, height / 2
    return mx + (x - mx) * c - (y - my) * s, my + (x - mx) * s + (y - my) * c


def _terms(x: Floats, y: Floats, width: int, height: int) -> list[Floats]:
    """x, y in -1..1 over the longer side: terms of the bend of a level ruling at (x, y)."""
    side = max(width, height) / 2
    p, q = (x - width / 2) / side, (y - height / 2) / side
    return [p, p * q, p * p, p * p * q, p * q * q]


def _bend(x: Floats, y: Floats, cx: Floats, cy: Floats, width: int, height: int) -> tuple[Floats, Floats]:
    dy = sum((c * t for c, t in zip(cy, _terms(x, y, width, height))), np.zeros_like(x))
    dx = sum((c * t for c, t in zip(cx, _terms(y, x, height, width))), np.zeros_like(x))
    return dx, dy


def straighten(ink: Gray, scale: float, angle: float) -> Warp:
    """Fit the warp to the page's own long rulings; where it has too few, only the skew is taken out."""
    height, width = ink.shape
    factor = max(1.0, scale / 1.4)
    if 1.9 < factor < 2.1:
        factor = 2.0  # which OpenCV does at once
    small = smaller(ink, factor, (round(width / factor), round(height / factor))) if factor > 1 else ink
    none = np.zeros(5)
    small = Warp(small.shape[1], small.shape[0], angle, none, none).apply(small, 0)
    fx, fy = width / small.shape[1], height / small.shape[0]
    unit = scale / factor
    across = [(x * fx, y * fy) for x, y in _long_rulings(small, unit)]
    upright = [(x * fx, y * fy) for y, x in _long_rulings(np.ascontiguousarray(small.T), unit)]
    cy = _fit(across, width, height, scale)
    cx = _fit([(y, x) for x, y in upright], height, width, scale)
    bend = Warp(small.shape[1], small.shape[0], 0.0, cx / fx, cy / fy)
    bent = max(float(np.abs(bend.cx).max()), float(np.abs(bend.cy).max())) > 0.25
    moved = curl_of(ridge(bend.apply(small, 0) if bent else small, unit), unit)
    return Warp(width, height, angle, cx, cy, curl=None if moved is None else moved / small.shape[1])


def _long_rulings(ink: Gray, unit: float) -> list[tuple[Floats, Floats]]:
    """Points along each long, nearly level dark run."""
    strength = ridge(ink, unit)
    thick = cv2.dilate(strength, np.ones((3, 1), np.uint8))
    run = max(9, round(30 * unit))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    floor = max(4.0, percentile(opened, 90) * 0.5)
    # Only the crest of each run: text that touches a ruling would pull its middle aside.
    even = cv2.blur(strength, (max(5, round(8 * unit)) | 1, 1))
    crest = (even >= cv2.dilate(even, np.ones((max(3, round(2 * unit) | 1), 1), np.uint8))) & (opened > floor)
    count, labels, stats, _ = pieces(crest.astype(np.uint8))
    out: list[tuple[Floats, Floats]] = []
    least = max(45 * unit, 20)
    for number in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[number])
        if w < least or h > max(6, 0.06 * w + 4) or area > 2.2 * w:
            continue
        rows, columns = np.nonzero(labels[y : y + h, x : x + w] == number)
        hits = np.bincount(columns, minlength=w)
        good = hits > 0
        ys = np.bincount(columns, weights=rows, minlength=w)[good] / hits[good] + y
        xs = np.nonzero(good)[0].astype(np.float64) + x
        out.append((xs[::4] + 0.5, ys[::4] + 0.5))
    return out


_STIFFNESS = np.array([1e-3, 1e-3, 1e-2, 1e-2, 1e-2])
"""How little each term of the bend is believed beside its evidence, per point."""


def _fit(lines: list[tuple[Floats, Floats]], width: int, height: int, scale: float) -> Floats:
    """Coefficients of the bend that levels `lines`; robust against a few that are no rulings. Zeros where too few."""
    lines = [line for line in lines if len(line[0]) >= 6]
    coefficients = np.zeros(5)
    for _round in range(3):
        total = sum(float(x[-1] - x[0]) for x, _ in lines)
        if len(lines) < 3 or total < 0.2 * width:
            return coefficients if _round else np.zeros(5)
        # The short rulings of a small table tell how they lean, not how the sheet curls.
        used = 5 if total >= 1.2 * width else 2
        rows, goal, weights = [], [], []
        for x, y in lines:
            terms = np.stack(_terms(x, y, width, height), axis=1)
            # each ruling has a level of its own: taken out by centring
            rows.append(terms - terms.mean(axis=0))
            goal.append(-(y - y.mean()))
            weights.append(np.full(len(x), 1.0))
        a, b = np.concatenate(rows)[:, :used], np.concatenate(goal)
        ridge = np.diag(_STIFFNESS[:used]) * len(b) * min(1.0, (total / (1.2 * width)) ** 2)
        coefficients = np.zeros(5)
        coefficients[:used] = np.linalg.solve(a.T @ a + ridge, a.T @ b)
        left = [float(np.sqrt(np.mean((r @ coefficients - g) ** 2))) for r, g in zip(rows, goal)]
        limit = max(0.5 * scale, 2.5 * float(np.median(left)))
        kept = [line for line, rest in zip(lines, left) if rest <= limit]
        if len(kept) == len(lines):
            break
        lines = kept
    if np.abs(coefficients).max() > 0.08 * max(width, height):
        return np.zeros(5)
    return coefficients
