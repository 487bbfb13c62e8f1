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
Places = NDArray[np.int64]

WEIGHTS = np.array(
    [-16.091, -1.842, -7.841, 16.255, 35.469, -6.503, -27.78, -0.729, 3.467, 44.65, 33.814, -32.812, -27.322, 22.247,
     5.769, 15.699, -0.591, 1.007, 7.74, -1.925, -0.15, -17.036, -4.627]
)  # fmt: skip


def noise_of(gray: Gray) -> float:
    """How unevenly the grey of a flattened page goes on from pixel to pixel, in levels."""
    part = gray[::2, ::2].astype(np.int16)
    second = np.minimum(np.abs(2 * part[:, 1:-1] - part[:, :-2] - part[:, 2:]), 40)
    return float(second.mean()) / 1.95


def grain_of(noise: float, base: float) -> float:
    """Noise of a page relative to the darkness of its rulings (0 .. 0.6)."""
    return min(0.6, noise / max(base, 1.0))


def measures(
    fine: Gray, stretches: Places, base: float, grain: float, scale: float, stamped: Gray | None = None
) -> Floats:
    """What is measured of level stretches: a row of nine for each, NaN where it has no room.

    All at once: thousands are asked of a page, each of some dozens of pixels.

    Args:
        fine: darkness averaged over three pixels along the line.
        stretches: row, start and end of each, in pixels.
        base: darkness of this page's rulings.
        grain: noise of the page relative to `base`, 0..0.6.
        scale: pixels per point.
        stamped: where coloured ink stood; what lies under it bears no witness, if enough is left beside it.
    """
    base = max(base, 1.0)  # a page without any ink has no darkness of its own
    apart = max(2, round(1.3 * scale))
    out: Floats = np.full((len(stretches), 9), np.nan)
    row, first, last = stretches.T
    fits = (row - apart - 1 >= 0) & (row + apart + 2 <= fine.shape[0]) & (last - first >= 3) & (first >= 0)
    long = np.minimum(last, fine.shape[1]) - first
    kept = np.flatnonzero(fits & (long >= 3))
    if len(kept) == 0:
        return out
    row, first, long = row[kept], first[kept], long[kept]
    starts = np.cumsum(long) - long
    at = np.arange(int(long.sum())) - np.repeat(starts - first - row * fine.shape[1], long)
    if stamped is not None:
        at, long = _clear(at, starts, long, stamped)
        enough = long >= 3
        at, long, kept = at[np.repeat(enough, long)], long[enough], kept[enough]
        starts = np.cumsum(long) - long
    out[kept] = _measured(_rows(fine, at, apart), starts, long, base, grain, scale)
    return out


def _clear(at: Places, starts: Places, long: Places, stamped: Gray) -> tuple[Places, Places]:
    """The pixels of each stretch that no coloured ink covers, where they are enough; all of it elsewhere."""
    clear = np.take(stamped, at) == 0
    count = np.add.reduceat(clear, starts, dtype=np.int64)
    parted = (count >= 6) & (count < long) & (count > 0.25 * long)
    return at[clear | ~np.repeat(parted, long)], np.where(parted, count, long)


def _rows(fine: Gray, at: Places, apart: int) -> dict[int, Gray]:
    """The ink on the line and on the rows around it, by how far below it they lie."""
    near = {-1, 0, 1} | {side * (apart + step) for side in (-1, 1) for step in (-1, 0, 1)}
    return {offset: np.take(fine, at + offset * fine.shape[1]) for offset in near}


def _measured(rows: dict[int, Gray], starts: Places, long: Places, base: float, grain: float, scale: float) -> Floats:
    """The nine measures of stretches laid end to end: `starts` and lengths of each."""
    apart = max(rows) - 1
    band = np.maximum(np.maximum(rows[-1], rows[0]), rows[1])
    above, below = (
        np.minimum(np.minimum(rows[side * (apart - 1)], rows[side * apart]), rows[side * (apart + 1)])
        for side in (-1, 1)
    )
    over = band.astype(np.int16) - np.minimum(above, below)
    sums, squares = (
        np.add.reduceat(values, starts, dtype=np.float64) for values in (band, np.square(band, dtype=np.int32))
    )
    mean = sums / long
    spread = np.sqrt(np.maximum(squares / long - mean * mean, 0.0))
    profile = {
        offset: np.add.reduceat(np.minimum(rows[offset], np.float32(1.5 * base)), starts, dtype=np.float64) / long
        for offset in (-1, 0, 1, -apart - 1, -apart, apart, apart + 1)
    }
    foot = np.minimum(profile[-apart - 1] + profile[-apart], profile[apart] + profile[apart + 1]) / 2
    peak = np.maximum(np.maximum(profile[-1], profile[0]), profile[1]) - foot
    tip = np.minimum(max(2, round(scale)), long)
    upto = np.concatenate(([0], np.cumsum(band, dtype=np.int64)))
    ends = starts + long
    tips = np.minimum(upto[starts + tip] - upto[starts], upto[ends] - upto[ends - tip]) / tip

    def share(hits: Gray) -> Floats:
        return np.asarray(np.add.reduceat(hits, starts, dtype=np.int64) / long, np.float64)

    return np.column_stack([
        share(band > 0.5 * base),
        share(over > 0.5 * base),
        np.minimum(1.5, _low(upto, starts, long, max(2, round(1.5 * scale))) / base),
        np.minimum(1.5, tips / base),
        np.minimum(1.5, peak / base),
        share(band > 2.2 * base),
        np.minimum(2.0, spread / base),
        np.minimum(3.0, np.log(long / (10 * scale))),
        np.full(len(long), grain),
    ])  # fmt: skip


def _low(upto: Places, starts: Places, long: Places, window: int) -> Floats:
    """Tenth percentile of the means of the windows of each stretch; of its pixels where it is shorter than one."""
    wide = np.where(long >= window, window, 1)
    count = long // wide
    begins = np.cumsum(count) - count
    left = np.repeat(starts, count) + (np.arange(int(count.sum())) - np.repeat(begins, count)) * np.repeat(wide, count)
    means = (upto[left + np.repeat(wide, count)] - upto[left]) / np.repeat(wide, count)
    ordered = means[np.lexsort((means, np.repeat(np.arange(len(count)), count)))]
    place = 0.1 * (count - 1)
    low = place.astype(np.int64)
    lower, upper = ordered[begins + low], ordered[begins + np.minimum(low + 1, count - 1)]
    return np.asarray(lower + (upper - lower) * (place - low), np.float64)


def design(rows: Floats) -> Floats:
    """The model's inputs from rows of measures."""
    grain = rows[:, 8:9]
    return np.column_stack(
        [rows, rows[:, :8] * grain, rows[:, 0] * rows[:, 7], rows[:, 2] * rows[:, 7], rows[:, 0] * rows[:, 5],
         rows[:, 3] ** 2, rows[:, 4] ** 2, np.ones(len(rows))]
    )  # fmt: skip


def chances(table: Floats) -> Floats:
    """Chance of each stretch to be a ruling; 0 where it could not be measured (its row of measures is NaN)."""
    out: Floats = np.zeros(len(table))
    known = ~np.isnan(table[:, 0])
    table = table[known]
    score = np.clip(design(table) @ WEIGHTS, -30, 30)
    chance = np.minimum(1 / (1 + np.exp(-score)), np.clip((table[:, 0] - 0.3) / 0.25, 0.02, 1.0))
    # Where the fit may wander the plain cases stay plain: little ink is never a ruling, an even stroke from end to
    # end that is as dark as the others always is.
    cover, low, tips, profile, dark, spread = (table[:, i] for i in (0, 2, 3, 4, 5, 6))
    whole = (cover >= 0.97) & (low >= 0.75) & (tips >= 0.6) & (profile >= 0.6) & (dark < 0.1) & (spread < 0.25)
    out[known] = np.where(whole, np.maximum(chance, 0.99), chance)
    return out
