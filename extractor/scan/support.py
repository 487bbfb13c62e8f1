"""How well the ink supports an edge: the chance that a stretch of a line is a ruling and not text or grain.

A small logistic model over nine plain measures of the stretch; fitted by `bench/fit_edges.py` on made-up pages
(clean, worn, photographed), never on the frozen files.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]
Floats = NDArray[np.float64]

WEIGHTS = np.array(
    [-16.091, -1.842, -7.841, 16.255, 35.469, -6.503, -27.78, -0.729, 3.467, 44.65, 33.814, -32.812, -27.322, 22.247,
     5.769, 15.699, -0.591, 1.007, 7.74, -1.925, -0.15, -17.036, -4.627]
)  # fmt: skip


def grain_of(gray: Gray, base: float) -> float:
    """Noise of a flattened page relative to the darkness of its rulings (0 .. 0.6)."""
    part = gray[::2, ::2].astype(np.int16)
    second = np.minimum(np.abs(2 * part[:, 1:-1] - part[:, :-2] - part[:, 2:]), 40)
    return min(0.6, float(second.mean()) / 1.95 / max(base, 1.0))


def _low(values: Floats) -> float:
    """Tenth percentile, as numpy has it but without its overhead."""
    ordered = np.sort(values)
    place = 0.1 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def measures(
    fine: Gray,
    at: float,
    start: float,
    end: float,
    base: float,
    grain: float,
    scale: float,
    stamped: Gray | None = None,
) -> list[float] | None:
    """What is measured of a level stretch of row `at` from `start` to `end`; None where it has no room.

    Args:
        fine: darkness averaged over three pixels along the line.
        base: darkness of this page's rulings.
        scale: pixels per point.
        stamped: where coloured ink stood; what lies under it bears no witness, if enough is left beside it.
    """
    base = max(base, 1.0)  # a page without any ink has no darkness of its own
    row, first, last = round(at), round(start), round(end)
    apart = max(2, round(1.3 * scale))
    if row - apart - 1 < 0 or row + apart + 2 > fine.shape[0] or last - first < 3 or first < 0:
        return None
    rows = fine[row - apart - 1 : row + apart + 2, first:last].astype(np.float32)
    if stamped is not None:
        clear = stamped[row, first : first + rows.shape[1]] == 0
        if 6 <= int(clear.sum()) < len(clear) and clear.mean() > 0.25:
            rows = rows[:, clear]
    if rows.shape[1] < 3:
        return None
    band = rows[apart : apart + 3].max(0)
    side = np.minimum(rows[0:3].min(0), rows[-3:].min(0))
    window = max(2, round(1.5 * scale))
    count = max(1, len(band) // window)
    means = band[: count * window].reshape(count, -1).mean(1) if count * window <= len(band) else band
    tip = max(2, round(scale))
    profile = np.minimum(rows, 1.5 * base).mean(1)
    peak = profile[apart : apart + 3].max() - min(profile[:2].mean(), profile[-2:].mean())
    wide = len(band)
    return [
        np.count_nonzero(band > 0.5 * base) / wide,
        np.count_nonzero(band - side > 0.5 * base) / wide,
        min(1.5, _low(means) / base),
        min(1.5, float(min(band[:tip].mean(), band[-tip:].mean())) / base),
        min(1.5, float(peak) / base),
        np.count_nonzero(band > 2.2 * base) / wide,
        min(2.0, float(band.std()) / base),
        min(3.0, float(np.log(len(band) / (10 * scale)))),
        grain,
    ]


def design(rows: Floats) -> Floats:
    """The model's inputs from rows of measures."""
    grain = rows[:, 8:9]
    return np.column_stack(
        [rows, rows[:, :8] * grain, rows[:, 0] * rows[:, 7], rows[:, 2] * rows[:, 7], rows[:, 0] * rows[:, 5],
         rows[:, 3] ** 2, rows[:, 4] ** 2, np.ones(len(rows))]
    )  # fmt: skip


def chances(rows: list[list[float] | None]) -> list[float]:
    """Chance of each stretch to be a ruling; 0 where it could not be measured."""
    known = [r for r in rows if r is not None]
    if not known:
        return [0.0] * len(rows)
    table: Floats = np.asarray(known, np.float64)
    score = np.clip(design(table) @ WEIGHTS, -30, 30)
    chance = np.minimum(1 / (1 + np.exp(-score)), np.clip((table[:, 0] - 0.3) / 0.25, 0.02, 1.0))
    # Where the fit may wander the plain cases stay plain: little ink is never a ruling, an even stroke from end to
    # end that is as dark as the others always is.
    cover, low, tips, profile, dark, spread = (table[:, i] for i in (0, 2, 3, 4, 5, 6))
    whole = (cover >= 0.97) & (low >= 0.75) & (tips >= 0.6) & (profile >= 0.6) & (dark < 0.1) & (spread < 0.25)
    found = iter(np.asarray(np.where(whole, np.maximum(chance, 0.99), chance)).tolist())
    return [next(found) if r is not None else 0.0 for r in rows]
