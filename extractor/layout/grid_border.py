"""The outer border of a table: drawn where the ends of its rulings tell it, rulings trimmed that no other meets."""

from __future__ import annotations

from collections import defaultdict

from extractor.layout.grid_lines import Line


def count_stumps(before: list[Line], after: list[Line], across: list[float], tolerance: float) -> int:
    """Rulings in line with ones that divide cells, which were cut back because they end within a cell.

    Args:
        before, after: rulings of one direction as drawn and as cut back.
        across: places of the table's rulings of the other direction, ascending.
        tolerance: so far apart two rulings count as one, in the units of the page (points; of pictures pixels).
    """
    kept: dict[float, float] = defaultdict(float)
    for line in after:
        kept[line.at] += line.high - line.low
    had: dict[float, float] = defaultdict(float)
    for line in before:
        if line.at in kept:
            had[line.at] += max(0.0, min(line.high, across[-1]) - max(line.low, across[0]))
    return sum(had[at] - length > 4 * tolerance for at, length in kept.items())


def with_border(columns: list[Line], rows: list[Line], tolerance: float) -> tuple[list[Line], list[Line]]:
    """Put back outer borders that are not drawn, or not all the way: where rulings end with no line across them.

    One side needs two rulings that reach equally far (an underline may stick out); then the table has no frame and
    for its other sides one is enough.
    """
    left_right = _beyond(rows, columns, tolerance)
    top_bottom = _beyond(columns, rows, tolerance)
    if all(count < 2 for _, count in left_right + top_bottom):
        return columns, rows
    high, wide = _extent(columns, rows), _extent(rows, columns)
    columns = columns + [Line(at, *high, []) for at, _ in left_right]
    return columns, rows + [Line(at, *wide, []) for at, _ in top_bottom]


def _extent(along: list[Line], across: list[Line]) -> tuple[float, float]:
    """How far a set of rulings reaches in the direction of `along`."""
    places = [line.low for line in along] + [line.high for line in along] + [line.at for line in across]
    return min(places), max(places)


def _beyond(lines: list[Line], crossing: list[Line], tolerance: float) -> list[tuple[float, int]]:
    """Where `lines` end with no line across, or one that is too short (a page break leaves cells open there).

    Returns:
        Per side at most one place, and how many of the lines reach it.
    """
    if not crossing:
        return []
    first, last = min(c.at for c in crossing), max(c.at for c in crossing)
    low, high = min(line.low for line in lines), max(line.high for line in lines)
    ends = []
    for end, edge, reaching in (
        (low, first, [line.at for line in lines if line.low - low <= tolerance]),
        (high, last, [line.at for line in lines if high - line.high <= tolerance]),
    ):
        if abs(end - edge) <= tolerance:
            there = [c for c in crossing if c.at == edge]
            if any(all(not c.low - tolerance <= at <= c.high + tolerance for c in there) for at in reaching):
                ends.append((edge, len(reaching)))
        elif (end < edge) == (end == low) and abs(end - edge) > 3 * tolerance:
            ends.append((end, len(reaching)))
    return ends


def trim_lines(lines: list[Line], crossing: list[Line], tolerance: float) -> list[Line]:
    """Cut each line back to the outermost lines it meets; one that meets fewer than two divides nothing."""
    kept = []
    for line in lines:
        met = [
            c.at for c in crossing
            if line.low - tolerance <= c.at <= line.high + tolerance
            and c.low - tolerance <= line.at <= c.high + tolerance
        ]  # fmt: skip
        if len(met) < 2 or max(met) - min(met) < tolerance:
            continue
        low, high = min(met), max(met)
        kept.append(Line(line.at, low, high, [(max(a, low), min(b, high)) for a, b in line.runs]))
    return kept
