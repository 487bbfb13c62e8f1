"""Whether a stretch of a line divides two cells: a small network that looks at the ink around the whole stretch.

`support.py` goes by what is measured on the line itself; a stroke of text that happens to stand on a column's place
measures like a ruling. Here the neighbourhood speaks as well: print close beside the stretch, and whether the ink goes
on into the rulings at both ends. Three small convolutions, plain numpy; the weights (`referee.npz`) are fitted by
`bench/fit_referee.py` on made-up pages, never on real filings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate, pairwise, product
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
ALONG = (TIP, INNER, TIP)
SHAPE = (2, ACROSS, INNER + 2 * TIP)
BATCH = 32
"""Patches at a time: more leave the processor's cache."""
Stretch = tuple[bool, float, float, float]
"""(upright, place across, start, end) in pixels."""


def patches(
    ink: Gray, stamped: Gray | None, stretches: Sequence[Stretch], base: float, scale: float
) -> NDArray[np.uint8]:
    """The neighbourhood of each stretch, laid level: darkness (255 = twice the page's rulings) and coloured ink.

    Those of one column or row are as long and are laid together.

    Args:
        ink: darkness of the straight page.
        stamped: where coloured ink stood (0/255).
        base: darkness of the page's rulings.
        scale: pixels per point.
    """
    out = np.zeros((len(stretches), *SHAPE), np.uint8)
    gain = 127.5 / max(base, 1.0)
    alike: dict[tuple[int, ...], list[int]] = {}
    parts: list[Gray] = []
    for number, stretch in enumerate(stretches):
        stops = _stops(stretch, scale)
        parts.append(_around(ink, stretch, stops, scale))
        alike.setdefault((len(parts[-1]), *(b - a for a, b in pairwise(stops))), []).append(number)
        if stamped is not None and (part := _around(stamped, stretch, stops, scale)).any():
            out[number, 1] = _laid(part[None], tuple(b - a for a, b in pairwise(stops)))[0]
    for (_rows, *lengths), numbers in alike.items():
        # What comes out whole but for the order of the sums stays so.
        laid = _laid(np.stack([parts[i] for i in numbers]), tuple(lengths))
        out[numbers, 0] = np.minimum(laid * gain + 1e-3, 255)
    return out


def _around(image: Gray, stretch: Stretch, stops: list[int], scale: float) -> Gray:
    """Part of the picture around a stretch, laid level; beyond the picture there is paper."""
    at, left, right = stretch[1], stops[0], stops[-1]
    rows = (round(at - BESIDE * scale), round(at + BESIDE * scale) + 1)
    part = _cropped(image, (left, right, *rows) if stretch[0] else (*rows, left, right))
    return part.T if stretch[0] else part


def _stops(stretch: Stretch, scale: float) -> list[int]:
    """Where what is looked at begins, the stretch itself, its end, and where what is looked at ends."""
    _upright, _at, start, end = stretch
    tip = BEYOND * scale
    stops = [round(v) for v in (start - tip, start, end, end + tip)]
    for number in (1, 2, 3):
        stops[number] = max(stops[number - 1] + 1, stops[number])
    return stops


def _laid(parts: Gray, lengths: tuple[int, ...]) -> Floats:
    """Parts around stretches of the same lengths (tip, stretch, tip) resampled to patches."""
    whole = np.ascontiguousarray(parts, np.float32)
    rows = whole.shape[1]
    if rows >= ACROSS and all(long >= wide for long, wide in zip(lengths, ALONG)):
        return np.asarray(_shrinking(rows, ACROSS) @ (whole @ _along(lengths)), np.float32)
    cuts = [0, *accumulate(lengths)]
    return np.stack([
        np.hstack([
            cv2.resize(one[:, a:b], (wide, ACROSS), interpolation=cv2.INTER_AREA)
            for a, b, wide in zip(cuts, cuts[1:], ALONG)
        ])
        for one in whole
    ])  # fmt: skip


@lru_cache(maxsize=512)
def _shrinking(long: int, short: int) -> Floats:
    """The weights (short x long) by which OpenCV's area resampling makes so many values fewer."""
    return np.asarray(cv2.resize(np.eye(long, dtype=np.float32), (long, short), interpolation=cv2.INTER_AREA))


@lru_cache(maxsize=4096)
def _along(lengths: tuple[int, ...]) -> Floats:
    """The same along a patch, in its three parts: three resamplings and their joining as one product."""
    out = np.zeros((sum(lengths), sum(ALONG)), np.float32)
    row = column = 0
    for long, wide in zip(lengths, ALONG):
        out[row : row + long, column : column + wide] = _shrinking(long, wide).T
        row, column = row + long, column + wide
    return out


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
    """What the network is told beside the patch: length, grain, darkness of the rulings, resolution.

    Args:
        base: darkness of the page's rulings.
        grain: noise of the page relative to that, 0..0.6.
        scale: pixels per point.
    """
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
    # The patches stand last: what a convolution gathers then lies together in memory.
    x: Floats = np.divide(patches.transpose(1, 2, 3, 0), np.float32(255), dtype=np.float32, order="C")
    for layer, step in (("1", (1, 2)), ("2", (2, 2)), ("3", (2, 2))):
        x = _convolved(x, w["w" + layer], w["b" + layer], step)
    pooled = np.concatenate([x.mean(axis=2), x.min(axis=2), x[:, :, 0], x[:, :, -1]]).reshape(-1, len(patches))
    hidden = np.maximum(w["w4"] @ np.concatenate([pooled, told.T]) + w["b4"][:, None], 0)
    score = (w["w5"] @ hidden + w["b5"][:, None])[0]
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))), np.float32)


def _convolved(x: Floats, weights: Floats, bias: Floats, step: tuple[int, int]) -> Floats:
    """A 3 x 3 convolution with a border of one as one matrix product, negative values cut; the patches stand last."""
    kinds, height, width, count = x.shape
    padded = np.zeros((kinds, height + 2, width + 2, count), np.float32)
    padded[:, 1:-1, 1:-1] = x
    high, wide = -(-height // step[0]), -(-width // step[1])
    columns = np.empty((kinds, 3, 3, high, wide, count), np.float32)
    for down, right in product(range(3), range(3)):
        columns[:, down, right] = padded[:, down : down + height : step[0], right : right + width : step[1]]
    out = weights.reshape(len(weights), -1) @ columns.reshape(kinds * 9, -1)
    out += bias[:, None]
    return np.maximum(out, 0, out=out).reshape(-1, high, wide, count)
