"""Rulings -> lattices of cells with spans. Shared by every format that draws its tables (PDF, OFD, images).

`solve(segments)` finds the tables of a page: parallel lines within the tolerance become one, broken lines are joined,
lines that end nowhere are dropped, a missing outer border is put back where the rulings reach further. The page's
lines give a lattice of slots; slots whose common edge is not ruled belong to one cell. A cell that is not a rectangle
is cut into rectangles and the lattice says so in `doubts`.
`text.fill` puts characters into the cells.

Units are whatever the caller uses (points, pixels), origin top left, y downwards.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.ground.groups import Groups
from extractor.layout.grid_border import count_stumps, trim_lines, with_border
from extractor.layout.grid_lines import Line, bridge_gaps, merge_lines, tables_of, take_in
from extractor.layout.ink import Segment
from extractor.model.document import BBox

TOLERANCE = 3.0
"""Points within which two rulings are one (double borders are up to 2.25 pt apart)."""
MAX_LINES = 3000
"""Merged rulings of one page; beyond this it is a drawing, not a table."""
MAX_SLOTS = 200_000
RULED = 0.5
"""Share of an edge that ink must cover for the edge to divide cells."""
HALF_RULED = (0.15, 0.85)
"""Shares between which an edge is neither there nor absent: a reason for a second reading."""


@dataclass(slots=True, frozen=True)
class Span:
    """A cell's slots."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class Lattice:
    """A table's geometry: column edges `xs`, row edges `ys`, cells as spans, each slot in exactly one."""

    xs: list[float]
    ys: list[float]
    spans: list[Span]
    doubts: list[str] = field(default_factory=list)
    """Chinese reasons not to trust the geometry; empty = sound."""
    open_top: bool = False
    open_bottom: bool = False
    """The border on this side was put back: a page break may have left only some columns reaching so far."""
    support: float = 1.0
    """Share of the cells' edges that is really inked."""

    @property
    def rows(self) -> int:
        """How many rows the lines make."""
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        """How many columns the lines make."""
        return len(self.xs) - 1

    @property
    def bbox(self) -> BBox:
        """The box around all lines: x0, y0, x1, y1 in the unit of the page."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box(self, span: Span) -> BBox:
        """The box of a cell: x0, y0, x1, y1 in the unit of the page."""
        return (
            self.xs[span.col], self.ys[span.row],
            self.xs[span.col + span.colspan], self.ys[span.row + span.rowspan],
        )  # fmt: skip


def solve(segments: Sequence[Segment], tolerance: float = TOLERANCE) -> list[Lattice]:
    """All tables that the rulings of one page form, top to bottom, left to right. Pure."""
    rows = merge_lines([(s.y0, s.x0, s.x1) for s in segments if s.horizontal], tolerance)
    columns = merge_lines([(s.x0, s.y0, s.y1) for s in segments if not s.horizontal], tolerance)
    if len(rows) + len(columns) > MAX_LINES:
        return []
    rows, columns = bridge_gaps(rows, columns, tolerance), bridge_gaps(columns, rows, tolerance)
    lattices = []
    groups = tables_of(rows, columns, tolerance)
    take_in(groups, columns, tolerance)
    for across, down in groups:
        lattice = _lattice(across, down, tolerance)
        if lattice is not None:
            lattices.append(lattice)
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _lattice(rows: list[Line], columns: list[Line], tolerance: float) -> Lattice | None:
    """One connected set of rulings as a lattice, None where it closes no cell."""
    inked = {line.at for line in rows}
    columns, rows = with_border(columns, rows, tolerance)
    all_rows, all_columns = rows, columns
    for _ in range(3):
        before = len(rows), len(columns)
        rows, columns = trim_lines(rows, columns, tolerance), trim_lines(columns, rows, tolerance)
        if (len(rows), len(columns)) == before:
            break
    ys, xs = sorted({line.at for line in rows}), sorted({line.at for line in columns})
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MAX_SLOTS:
        return None
    lattice = _spans(xs, ys, _coverage(ys, xs, rows), _coverage(xs, ys, columns))
    lattice.open_top, lattice.open_bottom = ys[0] not in inked, ys[-1] not in inked
    stumps = count_stumps(all_rows, rows, xs, tolerance) + count_stumps(all_columns, columns, ys, tolerance)
    if stumps:
        lattice.doubts.append(f"有 {stumps} 处框线断缺")
    return lattice


def _coverage(positions: list[float], stops: list[float], lines: list[Line]) -> list[list[float]]:
    """Share of each interval between `stops` that is inked, per position."""
    index = {at: i for i, at in enumerate(positions)}
    covered = [[0.0] * (len(stops) - 1) for _ in positions]
    for line in lines:
        row = covered[index[line.at]]
        for low, high in line.runs:
            for k in range(max(bisect_right(stops, low) - 1, 0), min(bisect_left(stops, high), len(row))):
                overlap = min(high, stops[k + 1]) - max(low, stops[k])
                if overlap > 0:
                    row[k] = min(1.0, row[k] + overlap / (stops[k + 1] - stops[k]))
    return covered


def _spans(xs: list[float], ys: list[float], across: list[list[float]], down: list[list[float]]) -> Lattice:
    """Join slots whose common edge is not ruled; `across[y][x]` and `down[x][y]` are shares of ink."""
    rows, cols = len(ys) - 1, len(xs) - 1
    together = Groups(rows * cols)

    halves = 0
    for r in range(rows):
        for c in range(cols):
            if r + 1 < rows:
                share = across[r + 1][c]
                halves += HALF_RULED[0] < share < HALF_RULED[1]
                if share < RULED:
                    together.join((r + 1) * cols + c, r * cols + c)
            if c + 1 < cols:
                share = down[c + 1][r]
                halves += HALF_RULED[0] < share < HALF_RULED[1]
                if share < RULED:
                    together.join(r * cols + c + 1, r * cols + c)
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for r in range(rows):
        for c in range(cols):
            groups[together.of(r * cols + c)].append((r, c))
    lattice = Lattice(xs, ys, [])
    for slots in groups.values():
        pieces = _rectangles(slots)
        if len(pieces) > 1:
            lattice.doubts.append(f"第{slots[0][0] + 1}行第{slots[0][1] + 1}列的框线不闭合")
        lattice.spans += pieces
    if halves:
        lattice.doubts.append(f"有 {halves} 处框线断缺")
    lattice.spans.sort(key=lambda span: (span.row, span.col))
    lattice.support = _support(rows, cols, across, down)
    return _compact(lattice)


def _compact(lattice: Lattice) -> Lattice:
    """Drop rows and columns that no cell begins in: a scrap of ruling that divides nothing."""
    tops, lefts = sorted({s.row for s in lattice.spans}), sorted({s.col for s in lattice.spans})
    if len(tops) == lattice.rows and len(lefts) == lattice.cols:
        return lattice
    rows = {old: new for new, old in enumerate([*tops, lattice.rows])}
    cols = {old: new for new, old in enumerate([*lefts, lattice.cols])}
    lattice.spans = [
        Span(
            rows[s.row], cols[s.col],
            rows[s.row + s.rowspan] - rows[s.row], cols[s.col + s.colspan] - cols[s.col],
        )
        for s in lattice.spans
    ]  # fmt: skip
    lattice.ys = [lattice.ys[r] for r in tops] + [lattice.ys[-1]]
    lattice.xs = [lattice.xs[c] for c in lefts] + [lattice.xs[-1]]
    return lattice


def _rectangles(slots: list[tuple[int, int]]) -> list[Span]:
    """One span for a rectangular set of slots, else a greedy cut into rectangles, top left first."""
    if len(slots) == 1:
        return [Span(*slots[0], 1, 1)]
    top, left = min(r for r, _ in slots), min(c for _, c in slots)
    height, width = max(r for r, _ in slots) - top + 1, max(c for _, c in slots) - left + 1
    if height * width == len(slots):
        return [Span(top, left, height, width)]
    free = set(slots)
    pieces = []
    for r, c in sorted(slots):
        if (r, c) not in free:
            continue
        wide = 1
        while (r, c + wide) in free:
            wide += 1
        high = 1
        while all((r + high, c + k) in free for k in range(wide)):
            high += 1
        free -= {(r + i, c + k) for i in range(high) for k in range(wide)}
        pieces.append(Span(r, c, high, wide))
    return pieces


def _support(rows: int, cols: int, across: list[list[float]], down: list[list[float]]) -> float:
    """Share of ink along the outer border: a border put back by us lowers it."""
    border = [across[0][c] for c in range(cols)] + [across[rows][c] for c in range(cols)]
    border += [down[0][r] for r in range(rows)] + [down[cols][r] for r in range(rows)]
    return sum(border) / len(border)
