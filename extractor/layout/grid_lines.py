"""Segments of rulings -> lines of tables: merged, snapped, bridged over small gaps, and grouped by what crosses.

Units are points, origin top left, y downwards.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from extractor.ground.groups import Groups

MERGED_REACH = 0.35
"""How far an upright that no level ruling meets may stand from a table, as a share of its width."""


@dataclass(slots=True)
class Line:
    """A ruling at `at` from `low` to `high`; `runs` are its inked parts, none for a border put back."""

    at: float
    low: float
    high: float
    runs: list[tuple[float, float]]


def merge_lines(lines: list[tuple[float, float, float]], tolerance: float) -> list[Line]:
    """Snap (at, low, high) lines of one direction to common positions and join the pieces of each.

    Twice: exactly aligned pieces first (dots, dashes), so that scraps are gone before they can pull lines together.
    """
    whole = [line for line in _join(lines, 0.15 * tolerance, tolerance) if line[2] - line[1] >= tolerance]
    return [Line(at, low, high, [(low, high)]) for at, low, high in _join(whole, tolerance, tolerance)]


def _join(lines: list[tuple[float, float, float]], aligned: float, gap: float) -> list[tuple[float, float, float]]:
    """Lines within `aligned` of each other get one position; their pieces up to `gap` apart become one."""
    joined: list[tuple[float, float, float]] = []
    for at, pieces in _snap(lines, aligned):
        pieces.sort()
        start, end = pieces[0]
        for low, high in pieces[1:]:
            if low <= end + gap:
                end = max(end, high)
            else:
                joined.append((at, start, end))
                start, end = low, high
        joined.append((at, start, end))
    return joined


def _snap(lines: list[tuple[float, float, float]], tolerance: float) -> list[tuple[float, list[tuple[float, float]]]]:
    """Group by position: neighbours within the tolerance, a group never wider than twice that."""
    groups: list[list[tuple[float, float, float]]] = []
    for line in sorted(lines):
        if groups and line[0] - groups[-1][-1][0] <= tolerance and line[0] - groups[-1][0][0] <= 2 * tolerance:
            groups[-1].append(line)
        else:
            groups.append([line])
    snapped = []
    for group in groups:
        weight = sum(high - low for _, low, high in group)
        at = sum(p * (high - low) for p, low, high in group) / weight if weight > 0 else group[0][0]
        snapped.append((at, [(low, high) for _, low, high in group]))
    return snapped


def bridge_gaps(lines: list[Line], crossing: list[Line], tolerance: float) -> list[Line]:
    """Pieces of one broken line, up to four tolerances apart, as one line with several runs.

    A gap between two crossing lines is the space between neighbouring tables and stays.
    """
    bridged: list[Line] = []
    for line in lines:
        last = bridged[-1] if bridged else None
        if (
            last is None or last.at != line.at or line.low - last.high > 4 * tolerance
            or (
                _stops_at(last.high, line.at, crossing, tolerance)
                and _stops_at(line.low, line.at, crossing, tolerance)
            )
        ):  # fmt: skip
            bridged.append(line)
        else:
            bridged[-1] = Line(line.at, last.low, line.high, last.runs + line.runs)
    return bridged


def _stops_at(end: float, at: float, crossing: list[Line], tolerance: float) -> bool:
    return any(abs(c.at - end) <= tolerance and c.low - tolerance <= at <= c.high + tolerance for c in crossing)


def tables_of(rows: list[Line], columns: list[Line], tolerance: float) -> list[tuple[list[Line], list[Line]]]:
    """Rulings that touch each other, directly or through others."""
    columns = sorted(columns, key=lambda line: line.at)
    positions = [line.at for line in columns]
    together = Groups(len(rows) + len(columns))

    for i, row in enumerate(rows):
        start, stop = bisect_left(positions, row.low - tolerance), bisect_right(positions, row.high + tolerance)
        for j in range(start, stop):
            if columns[j].low - tolerance <= row.at <= columns[j].high + tolerance:
                together.join(i, len(rows) + j)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        groups[together.of(i)][0].append(row)
    for j, column in enumerate(columns):
        groups[together.of(len(rows) + j)][1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def take_in(groups: list[tuple[list[Line], list[Line]]], columns: list[Line], tolerance: float) -> None:
    """An upright beside a table and exactly as high, which no level ruling meets: a cell merged over the whole page."""
    held = {id(line) for _, down in groups for line in down}
    for line in columns:
        for _, down in groups if id(line) not in held else ():
            low, high = min(c.low for c in down), max(c.high for c in down)
            left, right = min(c.at for c in down), max(c.at for c in down)
            apart = max(left - line.at, line.at - right)
            level = abs(line.low - low) <= tolerance and abs(line.high - high) <= tolerance
            if level and 0 < apart <= MERGED_REACH * (right - left) and len(down) > 2:
                down.append(line)
                break
