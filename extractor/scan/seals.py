"""Round red seals on a page."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model.document import BBox

Gray = NDArray[Any]


def find_seals(red: Gray | None, scale: float) -> list[BBox]:
    """Boxes of round stamps in the mask of red ink: 70 to 170 points across (a 公章 is 38 to 45 mm), nearly as high as
    wide.
    """
    if red is None:
        return []
    factor = max(1.0, scale)
    small = cv2.resize(red, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx((small > 40).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    unit = factor / scale
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    out: list[BBox] = []
    for contour in contours:
        x, y, w, h = cv2.boundingRect(contour)
        # An ellipse fills 0.785 of its box; a ring broken by dark print a little less.
        if 70 <= w * unit <= 170 and 0.75 <= w / h <= 1.33 and cv2.contourArea(contour) > 0.6 * w * h:
            out.append((x * factor, y * factor, (x + w) * factor, (y + h) * factor))
    return out
