"""A page held at an angle: its four corners on the desk, and the picture as if taken from above.

The bend that straightens a page by its rulings is small and smooth; what a phone's angle does is neither. Where the
sheet's outline is seen it is taken out first.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import smaller

OUTSIDE = 0.02
"""Share of a picture's strokes outside an outline from which it is not the sheet's."""
Gray = NDArray[Any]
Floats = NDArray[np.float64]

DARKER = 0.8
"""Share of the sheet's light under which the rim of a picture is the desk."""
ASKEW = 0.012
"""How far a corner may stand from where a true rectangle has it, in widths of the sheet, before it is worth the turn.
"""


def corners_of(gray: Gray, scale: float) -> Floats | None:
    """The sheet's four corners in the picture, from the upper left clockwise; None where its
    outline is not seen whole.
    """
    factor = max(2.0, 2.5 * scale)
    small = cv2.GaussianBlur(smaller(gray, factor), (0, 0), 1.0)
    ring = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    inner = small[small.shape[0] // 4 : -small.shape[0] // 4, small.shape[1] // 4 : -small.shape[1] // 4]
    if inner.size == 0 or float(np.median(ring)) > DARKER * float(np.percentile(inner, 80)):
        return None
    # A little lighter than the desk: half of the sheet may lie in shadow.
    bright = (small > 1.3 * float(np.percentile(ring, 75)) + 8).astype(np.uint8)
    # With a rim of its own: closing would join a sheet near the picture's edge to that edge.
    wide = cv2.copyMakeBorder(bright, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=0)
    whole = cv2.morphologyEx(wide, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))[8:-8, 8:-8]
    contours, _ = cv2.findContours(np.ascontiguousarray(whole), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    if not 0.3 < area / small.size < 0.99:
        return None
    length = cv2.arcLength(hull, True)
    for share in (0.005, 0.01, 0.015, 0.02, 0.03):
        found = cv2.approxPolyDP(hull, share * length, True)
        if len(found) == 4 and abs(cv2.contourArea(found) / area - 1) <= 0.04:
            corners = _ordered(found.reshape(4, 2).astype(np.float64) + 0.5) * factor
            return corners if _is_sheet(corners) and _holds_all_print(gray, corners) else None
    return None


def _is_sheet(corners: Floats) -> bool:
    """Whether the corners can be a rectangle's seen at an angle a hand holds a phone."""
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    before = -np.roll(sides, 1, axis=0)
    angles = np.degrees(np.arccos(np.sum(sides * before, axis=1) / (lengths * np.roll(lengths, 1))))
    across, down = lengths[0] / lengths[2], lengths[1] / lengths[3]
    return bool(np.all(np.abs(angles - 90) < 22) and 0.7 < across < 1.43 and 0.7 < down < 1.43)


def _holds_all_print(gray: Gray, corners: Floats) -> bool:
    """Whether next to no strokes stand outside the outline: the bright part of a page in shadow is not its outline."""
    small = smaller(gray, 2.0)
    strokes = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((7, 7), np.uint8)) > 18
    sheet = np.zeros_like(small)
    cv2.fillConvexPoly(sheet, np.round(corners / 2).astype(np.int32), 1)
    rim = cv2.dilate(sheet, np.ones((25, 25), np.uint8)) > 0
    return int(np.count_nonzero(strokes & ~rim)) < OUTSIDE * max(1, int(np.count_nonzero(strokes)))


def _ordered(points: Floats) -> Floats:
    """From the upper left clockwise."""
    middle = points.mean(axis=0)
    turns = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    clockwise = points[np.argsort(turns)]
    first = int(np.argmin(clockwise.sum(axis=1)))
    return np.roll(clockwise, -first, axis=0)


def from_above(corners: Floats, shape: tuple[int, ...]) -> Floats | None:
    """The 3 x 3 matrix that takes places of the picture to those of the sheet seen from above, in a picture as large.

    None where the sheet is seen nearly so already.
    """
    a, b, c, d = corners
    wide = (np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2
    high = (np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2
    middle = corners.mean(axis=0)
    along = ((b - a) + (c - d)) / np.linalg.norm((b - a) + (c - d))
    down = np.array([-along[1], along[0]])
    kept = np.array(
        [middle + (x * wide * along + y * high * down) / 2 for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )
    if float(np.abs(kept - corners).max()) < ASKEW * wide:
        return None
    height, width = shape[:2]
    share = min(1.0, width / wide, height / high)
    goal = np.array([width, height]) / 2 + share * np.array(
        [(x * wide / 2, y * high / 2) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), goal.astype(np.float32)), np.float64)
