"""Signs that stand alone or lead a value, told by their shape: ≥ ≤ ≧ ≦ > < = / and the bare bar.

The recognisers are trained on words: a lone ≥ becomes N or 2, a lone / becomes 1, = becomes 二. A sign is drawn of
straight strokes, so it is held against drawings of its own; digits and letters it is mistaken for are held against
it too. Nothing is decided where the best does not stand out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]
Floats = NDArray[np.float32]

SIDE = 32
_INNER = 26
Points = list[tuple[float, float]]

# Strokes in a unit box, y downwards. Flat and slanted bars are both in use in Chinese fonts.
_SIGNS: dict[str, list[list[Points]]] = {
    "≥": [
        [[(0, 0), (1, 0.36), (0, 0.72)], [(0, 1), (1, 1)]],
        [[(0, 0), (1, 0.37), (0, 0.74)], [(0, 1), (1, 0.63)]],
        [[(0, 0), (1, 0.30), (0, 0.60)], [(0, 1), (1, 1)]],
        [[(0, 0), (1, 0.40), (0, 0.80)], [(0, 1.0), (1, 0.58)]],
    ],
    "≤": [
        [[(1, 0), (0, 0.36), (1, 0.72)], [(0, 1), (1, 1)]],
        [[(1, 0), (0, 0.37), (1, 0.74)], [(1, 1), (0, 0.63)]],
        [[(1, 0), (0, 0.30), (1, 0.60)], [(0, 1), (1, 1)]],
        [[(1, 0), (0, 0.40), (1, 0.80)], [(1, 1.0), (0, 0.58)]],
    ],
    "≧": [[[(0, 0), (1, 0.29), (0, 0.58)], [(0, 0.79), (1, 0.79)], [(0, 1), (1, 1)]]],
    "≦": [[[(1, 0), (0, 0.29), (1, 0.58)], [(0, 0.79), (1, 0.79)], [(0, 1), (1, 1)]]],
    ">": [[[(0, 0), (1, 0.5), (0, 1)]]],
    "<": [[[(1, 0), (0, 0.5), (1, 1)]]],
    "/": [[[(1, 0), (0, 1)]]],
    "=": [[[(0, 0), (1, 0)], [(0, 1), (1, 1)]]],
    "二": [[[(0.14, 0), (0.86, 0)], [(0, 1), (1, 1)]]],
    # what must not be taken for one of the above
    "2": [[[(0, 0.2), (0.3, 0), (0.8, 0.05), (0.95, 0.3), (0, 1), (1, 1)]]],
    "Z": [[[(0, 0), (1, 0), (0, 1), (1, 1)]]],
    "7": [[[(0, 0), (1, 0), (0.35, 1)]]],
    "1": [[[(0, 0.22), (0.55, 0), (0.55, 1)]], [[(0.5, 0), (0.5, 1)]], [[(0.1, 0.2), (0.5, 0), (0.5, 1)], [(0, 1), (1,
    1)]]],
    "√": [[[(0, 0.55), (0.3, 1), (1, 0)]]],
    "x": [[[(0, 0), (1, 1)], [(1, 0), (0, 1)]]],
    "3": [[[(0, 0), (0.9, 0.05), (0.9, 0.4), (0.3, 0.48), (0.95, 0.55), (0.9, 0.95), (0, 1)]]],
    "5": [[[(1, 0), (0.1, 0), (0.1, 0.45), (0.9, 0.5), (0.9, 0.95), (0, 1)]]],
    "L": [[[(0, 0), (0, 1), (1, 1)]]],
    "+": [[[(0.5, 0), (0.5, 1)], [(0, 0.5), (1, 0.5)]]],
    "J": [[[(1, 0), (1, 0.9), (0.5, 1), (0, 0.8)]]],
    "、": [[[(0, 0), (1, 1)]]],
}  # fmt: skip
_ASPECT = {"≥": (0.8, 1.0, 1.2), "≤": (0.8, 1.0, 1.2), "≧": (0.8, 1.0), "≦": (0.8, 1.0), ">": (0.8, 1.0), "<": (0.8,
1.0), "/": (0.3, 0.45, 0.6, 0.9), "=": (1.6, 2.2, 3.0), "二": (1.3, 1.8), "1": (0.25, 0.5), "7": (0.6,), "2": (0.65,),
"3": (0.6,), "5": (0.6,), "L": (0.6,), "J": (0.6,)}  # fmt: skip
COMPARISONS = "≥≤≧≦><="


@lru_cache(maxsize=1)
def _templates() -> tuple[list[str], list[int], Floats]:
    """All drawings as unit vectors, one sign's after the other's: the signs, and where each one's begin."""
    starts: list[int] = []
    rows: list[Floats] = []
    for name, forms in _SIGNS.items():
        starts.append(len(rows))
        for strokes in forms:
            for aspect in _ASPECT.get(name, (0.8, 1.0)):
                for thick in (2, 4):
                    image = np.zeros((160, 160), np.uint8)
                    wide, high = (104 * min(1.0, aspect), 104 * min(1.0, 1 / aspect))
                    for stroke in strokes:
                        points = np.array([[(28 + x * wide), (28 + y * high)] for x, y in stroke], np.int32)
                        cv2.polylines(image, [points], False, 255, thick * 4)
                    rows.append(_vector(image))
    return list(_SIGNS), starts, np.stack(rows)


def _vector(dark: Gray) -> Floats:
    """Darkness brought to one size (longer side), blurred, as a unit vector of zero mean."""
    ys, xs = np.nonzero(dark > 0.35 * float(dark.max(initial=1)))
    canvas: Floats = np.zeros((SIDE, SIDE), np.float32)
    if len(xs):
        part = dark[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].astype(np.float32)
        factor = _INNER / max(part.shape)
        size = (max(1, round(part.shape[1] * factor)), max(1, round(part.shape[0] * factor)))
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
        top, left = (SIDE - size[1]) // 2, (SIDE - size[0]) // 2
        canvas[top : top + size[1], left : left + size[0]] = small
    canvas = np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.6), np.float32)
    canvas -= canvas.mean()
    norm = float(np.linalg.norm(canvas))
    return (canvas / norm if norm > 0 else canvas).ravel()


def shape_of(dark: Gray) -> list[tuple[str, float]]:
    """Signs and look-alikes by likeness to a glyph's darkness (0 on paper), best first; likeness -1..1."""
    names, starts, rows = _templates()
    best = np.maximum.reduceat(rows @ _vector(dark), starts).tolist()
    return sorted(zip(names, best), key=lambda item: -item[1])
