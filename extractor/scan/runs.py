"""Rulings as stretches of lines: joined, carried on, cut back and parted by those of the other direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]
Floats = NDArray[np.float64]

SOME = 256
"""Runs held against those of the other direction at a time."""


@dataclass(slots=True)
class Run:
    """A ruling: `at` its place across, `start`..`end` along; pixels of the working page."""

    at: float
    start: float
    end: float
    strength: float

    @property
    def length(self) -> float:
        """Its length in pixels."""
        return self.end - self.start


def bridged(runs: list[Run], scale: float) -> list[Run]:
    """Pieces of one ruling as one: up to ten points apart, long ones (a stamp lies over the ruling) up to eighty."""
    out: list[Run] = []
    shelves: dict[int, list[int]] = {}
    """Numbers in `out` by place across, so that each run is held only against its neighbours."""
    reach = 1.2 * scale
    for run in sorted(runs, key=lambda r: r.start):
        shelf = int(run.at / reach)
        for i in (i for s in (shelf - 1, shelf, shelf + 1) for i in shelves.get(s, ())):
            kept = out[i]
            gap = 10 if min(run.length, kept.length) < 40 * scale or abs(run.strength - kept.strength) > 12 else 80
            if abs(run.at - kept.at) <= reach and run.start <= kept.end + gap * scale:
                long = max(1.0, kept.length + run.length)
                at = (kept.at * kept.length + run.at * run.length) / long
                strength = (kept.strength * kept.length + run.strength * run.length) / long
                out[i] = Run(at, kept.start, max(kept.end, run.end), strength)
                break
        else:
            shelves.setdefault(shelf, []).append(len(out))
            out.append(run)
    return out


def reaching(runs: list[Run], under: list[bool], others: list[Run], tolerance: float) -> list[Run]:
    """Runs that stop `under` a stamp carried on to the next ruling across: whether ink is there is asked later.

    Args:
        tolerance: so far beside its end a run still meets a ruling, in pixels.
    """
    at, begin, finish = places_of(others)
    out: list[Run] = []
    for run, hidden in zip(runs, under):
        if not hidden:
            out.append(run)
            continue
        stops = at[(begin - tolerance <= run.at) & (run.at <= finish + tolerance)].tolist()
        most = 1.2 * run.length + tolerance
        before = [v for v in stops if run.start - most <= v <= run.start + tolerance]
        after = [v for v in stops if run.end - tolerance <= v <= run.end + most]
        start = max(before) if before else run.start
        end = min(after) if after else run.end
        out.append(Run(run.at, min(start, run.start), max(end, run.end), run.strength))
    return out


def under_stamp(runs: list[Run], stamped: Gray | None) -> list[bool]:
    """Whether coloured ink lies on each run or at its ends."""
    if stamped is None:
        return [False] * len(runs)
    x, y, wide, high = cv2.boundingRect(stamped)
    out: list[bool] = []
    for run in runs:
        row, start, end = round(run.at), round(run.start) - 20, round(run.end) + 20
        near = y - 3 < row < y + high + 3 and start < x + wide and end > x
        out.append(bool(near and stamped[max(0, row - 2) : row + 3, max(0, start) : end].any()))
    return out


def between(runs: list[Run], others: list[Run], tolerance: float) -> list[Run]:
    """Runs cut back to the outermost rulings of the other direction that they meet; without two they go."""
    at, start, end = places_of(others)
    out: list[Run] = []
    for first in range(0, len(runs), SOME) if len(at) else ():
        some = runs[first : first + SOME]
        own = [place[:, None] for place in places_of(some)]
        met = (at >= own[1] - tolerance) & (at <= own[2] + tolerance)
        met &= (start - tolerance <= own[0]) & (end + tolerance >= own[0])
        low, high = np.where(met, at, np.inf).min(axis=1), np.where(met, at, -np.inf).max(axis=1)
        # Two that lie so far apart are two.
        for number in np.flatnonzero(high - low >= 2 * tolerance).tolist():
            run = some[number]
            out.append(Run(run.at, float(low[number]), float(high[number]), run.strength))
    return out


def distinct(runs: list[Run], scale: float) -> list[Run]:
    """Without runs that lie within a longer one."""
    out: list[Run] = []
    for run in sorted(runs, key=lambda r: -r.length):
        inside = any(
            abs(run.at - kept.at) <= 1.2 * scale and kept.start - 2 <= run.start and run.end <= kept.end + 2
            for kept in out
        )
        if not inside:
            out.append(run)
    return out


def parted_by(runs: list[Run], others: list[Run], reach: float) -> list[list[float]]:
    """Where the rulings of the other direction part each run: its start, the places between, its end."""
    at, start, end = places_of(others)
    order = np.argsort(at)
    at, start, end = at[order], start[order], end[order]
    out: list[list[float]] = []
    for run in runs:
        crossing = (at > run.start + 2 * reach) & (at < run.end - 2 * reach)
        crossing &= (start - reach <= run.at) & (run.at <= end + reach)
        ends = [run.start]
        for stop in [*at[crossing].tolist(), run.end]:
            if stop - ends[-1] > 2 * reach:
                ends.append(stop)
        ends[-1] = run.end
        out.append(ends)
    return out


def places_of(runs: list[Run]) -> tuple[Floats, Floats, Floats]:
    """Places across, starts and ends of runs."""
    table: Floats = np.array([(run.at, run.start, run.end) for run in runs], np.float64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
