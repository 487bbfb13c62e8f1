"""A line of text cut from the page, and what can be told of its ink without reading it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]

PRINT = 60
"""Darkness from which a pixel is print."""


@dataclass(slots=True)
class Crop:
    """A line to read: its grey picture with a little paper, and the bare darkness of its box."""

    gray: Gray
    ink: Gray
    em: float
    sign: tuple[str, float, float] | None = field(default=None, init=False, repr=False, compare=False)
    """The sign that all of its ink is most like, how much, and how far before the next, once that was asked for."""
    _inked: Gray | None = field(default=None, init=False, repr=False, compare=False)
    """Where its columns hold print, once that was asked for."""

    @property
    def ems(self) -> float:
        """Width in ems."""
        return float(self.gray.shape[1] / self.em)

    @property
    def margin(self) -> float:
        """Paper on either side of the box, in pixels."""
        return float(self.gray.shape[1] - self.ink.shape[1]) / 2

    @property
    def inked(self) -> Gray:
        """Whether each column of the ink holds print."""
        if self._inked is None:
            self._inked = np.asarray((self.ink > PRINT).any(axis=0))
        return self._inked

    def blank(self, start: float, end: float) -> float:
        """The longest run of columns without print between two places of the crop (0..1), in ems."""
        left, right = (round(place * self.gray.shape[1] - self.margin) for place in (start, end))
        dark = np.flatnonzero(self.inked[max(0, left) : max(0, right)]) + max(0, left)
        return float((np.diff(np.concatenate(([left - 1], dark, [right]))).max() - 1) / self.em)

    def gaps(self, least: float) -> list[tuple[float, float]]:
        """Middles of the runs of at least `least` ems of blank columns between print (0..1),
        with their lengths in ems.
        """
        inked = np.flatnonzero(self.inked)
        steps = np.diff(inked)
        return [
            (
                (int(inked[i]) + int(inked[i + 1])) / 2 / self.gray.shape[1] + self.margin / self.gray.shape[1],
                float(steps[i] / self.em),
            )
            for i in np.flatnonzero(steps >= least * self.em)
        ]

    def points(self) -> list[float]:
        """Places (0..1) of specks at the foot of the line, as a decimal point is."""
        _count, _labels, stats, _ = cv2.connectedComponentsWithStats(
            (self.ink > PRINT).astype(np.uint8), connectivity=8
        )
        parts = [(int(x), int(y), int(w), int(h), int(area)) for x, y, w, h, area in stats[1:]]
        feet = [y + h for _, y, _, h, _ in parts if h > 0.5 * self.em]
        if not feet:
            return []
        foot, least = max(feet), max(2.0, 0.003 * self.em**2)
        return [
            (x + w / 2 + self.margin) / self.gray.shape[1]
            for x, y, w, h, area in parts
            if max(w, h) <= 0.3 * self.em
            and area >= least
            and y > foot - 0.32 * self.em
            and y + h / 2 > foot - 0.25 * self.em
        ]
