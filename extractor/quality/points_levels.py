"""Points printed in the names of levels (产出指标（50分）) against the 分值 of their rows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.quality.case import Case, Row
from extractor.quality.points import label_points, weights


def blocks_of(rows: list[tuple[Row, Decimal | None]], level: str) -> Iterator[list[tuple[Row, Decimal | None]]]:
    """Runs of rows, each with its points, under one printed level label."""
    run: list[tuple[Row, Decimal | None]] = []
    for row, points in rows:
        if run and (getattr(run[-1][0], level), run[-1][0].level1) != (getattr(row, level), row.level1):
            yield run
            run = []
        run.append((row, points))
    if run:
        yield run


def level_gaps(case: Case) -> Iterator[tuple[str, list[Decimal]]]:
    """For 一级 and 二级: the first label its rows do not add up to, and by how many points each is exceeded."""
    rows = weights(case)
    for level in ("level1", "level2"):
        wrong = [
            (getattr(block[0][0], level), gap)
            for block in blocks_of(rows, level)
            if (gap := gap_of_block(block, level)) not in (None, Decimal(0))
        ]
        if wrong:
            yield wrong[0][0], [gap for _, gap in wrong if gap is not None]


def gap_of_block(block: list[tuple[Row, Decimal | None]], level: str) -> Decimal | None:
    """By how much the rows exceed the points in their label; None where it prints none or a row's are not there."""
    bounds = label_points(getattr(block[0][0], level))
    if bounds is None or any(points is None for _, points in block):
        return None
    own = sum((points for _, points in block if points is not None), Decimal(0))
    return max(own - bounds[1], Decimal(0)) + min(own - bounds[0], Decimal(0))


def told_by_second(case: Case, rows: list[Row], gap: Decimal) -> str | None:
    """The 二级 label under a 一级 one whose rows are wrong by the same points: the fault is told there."""
    own = {row.index for row in rows}
    blocks = [b for b in blocks_of(weights(case), "level2") if {row.index for row, _ in b} <= own]
    wrong = [(b, g) for b in blocks if (g := gap_of_block(b, "level2"))]
    return wrong[0][0][0][0].level2 if wrong and sum((g for _, g in wrong), Decimal(0)) == gap else None
