"""Round red seals on a page."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model.document import BBox

Gray = NDArray[Any]


def find_seals(red: Gray | None, scale: float) -> list[BBox]:
    """Boxes of round stamps in the mask of red ink: 70 to 170 points across (a 公章 is 38 to 45 mm), nearly as high as wide."""
    if red is None:
        return []
    factor = max(1.0, scale)
    small = cv2.resize(red, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx((small > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    unit = factor / scale
    out: list[BBox] = []
    for number in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[number])
        if 70 <= w * unit <= 170 and 0.75 <= w / h <= 1.33 and area > 0.4 * w * h:
            out.append((x * factor, y * factor, (x + w) * factor, (y + h) * factor))
    return out
