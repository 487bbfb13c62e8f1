"""Whether a stretch of a line divides two cells: a small network that looks at the ink around the whole stretch.

`support.py` goes by what is measured on the line itself; a stroke of text that happens to stand on a column's place
measures like a ruling. Here the neighbourhood speaks as well: print close beside the stretch, and whether the ink goes
on into the rulings at both ends. Three small convolutions, plain numpy; the weights (`referee.npz`) are fitted by
`bench/fit_referee.py` on made-up pages, never on real filings.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]
Floats = NDArray[np.float32]

BESIDE = 6.0
"""Points looked at on either side of the line."""
BEYOND = 4.2
"""Points looked at beyond either end."""
ACROSS, INNER, TIP = 25, 26, 7
"""Samples of a patch: across the line, along the stretch, along each end."""
SHAPE = (2, ACROSS, INNER + 2 * TIP)
BATCH = 128
Stretch = tuple[bool, float, float, float]
"""(upright, place across, start, end) in pixels."""


def patch(ink: Gray, stamped: Gray | None, stretch: Stretch, base: float, scale: float) -> NDArray[np.uint8]:
    """The neighbourhood of a stretch, laid level: darkness (255 = twice the page's rulings) and coloured ink.

    Args:
        ink: darkness of the straight page; `stamped`: where coloured ink stood (0/255).
        base: darkness of the page's rulings; scale: pixels per point.
    """
    out = np.zeros(SHAPE, np.uint8)
    gain = 127.5 / max(base, 1.0)
    for channel, image in enumerate((ink, stamped)):
        if image is not None:
            laid = _laid(image, stretch, scale)
            out[channel] = np.minimum(laid * gain, 255) if channel == 0 else laid
    return out


def _laid(image: Gray, stretch: Stretch, scale: float) -> Floats:
    """Part of the picture around a stretch, resampled to a patch; beyond the picture there is paper."""
    upright, at, start, end = stretch
    aside, tip = BESIDE * scale, BEYOND * scale
    rows = (round(at - aside), round(at + aside) + 1)
    stops = [round(v) for v in (start - tip, start, end, end + tip)]
    stops[1], stops[2] = max(stops[0] + 1, stops[1]), max(stops[1] + 1, stops[2])
    stops[3] = max(stops[2] + 1, stops[3])
    part = _cropped(image, (stops[0], stops[3], *rows) if upright else (*rows, stops[0], stops[3]))
    if upright:
        part = part.T
    part = part.astype(np.float32)
    cuts = [v - stops[0] for v in stops]
    return np.hstack([
        cv2.resize(np.ascontiguousarray(part[:, a:b]), (wide, ACROSS), interpolation=cv2.INTER_AREA)
        for a, b, wide in zip(cuts, cuts[1:], (TIP, INNER, TIP))
    ])  # fmt: skip


def _cropped(image: Gray, box: tuple[int, int, int, int]) -> Gray:
    top, bottom, left, right = box
    height, width = image.shape
    inside = image[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if inside.shape == (bottom - top, right - left):
        return inside
    out = np.zeros((bottom - top, right - left), image.dtype)
    if inside.size:
        y, x = max(0, -top), max(0, -left)
        out[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return out


def aside(stretch: Stretch, base: float, grain: float, scale: float) -> list[float]:
    """What the network is told beside the patch: length, grain, darkness of the rulings, resolution."""
    return [float(np.log(max(1.0, (stretch[3] - stretch[2]) / scale) / 30)), 4 * grain, base / 60 - 1, scale - 2.5]


@lru_cache(maxsize=1)
def _weights() -> dict[str, Floats]:
    with files("extractor.scan").joinpath("referee.npz").open("rb") as source, np.load(source) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def chances(patches: NDArray[np.uint8], told: Floats) -> Floats:
    """Chance of each stretch to divide two cells; `told` has a row of `aside` for each."""
    parts = [_forward(patches[i : i + BATCH], told[i : i + BATCH]) for i in range(0, len(patches), BATCH)]
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _forward(patches: NDArray[np.uint8], told: Floats) -> Floats:
    w = _weights()
    x: Floats = np.divide(patches, np.float32(255), dtype=np.float32)
    for layer, step in (("1", (1, 2)), ("2", (2, 2)), ("3", (2, 2))):
        x = _convolved(x, w["w" + layer], w["b" + layer], step)
    pooled = np.concatenate([x.mean(axis=3), x.min(axis=3), x[..., 0], x[..., -1]], axis=1).reshape(len(x), -1)
    hidden = np.maximum(np.hstack([pooled, told]) @ w["w4"].T + w["b4"], 0)
    score = hidden @ w["w5"].T + w["b5"]
    return np.asarray(1 / (1 + np.exp(-np.clip(score[:, 0], -30, 30))), np.float32)


def _convolved(x: Floats, weights: Floats, bias: Floats, step: tuple[int, int]) -> Floats:
    """A 3 x 3 convolution with a border of one as one matrix product, negative values cut."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))[:, :, :: step[0], :: step[1]]
    count, _, high, wide = windows.shape[:4]
    columns = windows.transpose(0, 2, 3, 1, 4, 5).reshape(count * high * wide, -1)
    out = np.maximum(columns @ weights.reshape(len(weights), -1).T + bias, 0)
    return np.asarray(out.reshape(count, high, wide, -1).transpose(0, 3, 1, 2), np.float32)
