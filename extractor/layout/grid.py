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


MERGED_REACH = 0.35
"""How far an upright that no level ruling meets may stand from a table, as a share of its width."""


@dataclass(slots=True)
class _Line:
    """A ruling at `at` from `low` to `high`; `runs` are its inked parts, none for a border put back."""

    at: float
    low: float
    high: float
    runs: list[tuple[float, float]]


def solve(segments: Sequence[Segment], tolerance: float = TOLERANCE) -> list[Lattice]:
    """All tables that the rulings of one page form, top to bottom, left to right. Pure."""
    rows = _merge([(s.y0, s.x0, s.x1) for s in segments if s.horizontal], tolerance)
    columns = _merge([(s.x0, s.y0, s.y1) for s in segments if not s.horizontal], tolerance)
    if len(rows) + len(columns) > MAX_LINES:
        return []
    rows, columns = _bridge(rows, columns, tolerance), _bridge(columns, rows, tolerance)
    lattices = []
    groups = _components(rows, columns, tolerance)
    _take_in(groups, columns, tolerance)
    for across, down in groups:
        lattice = _lattice(across, down, tolerance)
        if lattice is not None:
            lattices.append(lattice)
    return sorted(lattices, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merge(lines: list[tuple[float, float, float]], tolerance: float) -> list[_Line]:
    """Snap (at, low, high) lines of one direction to common positions and join the pieces of each.

    Twice: exactly aligned pieces first (dots, dashes), so that scraps are gone before they can pull lines together.
    """
    whole = [line for line in _join(lines, 0.15 * tolerance, tolerance) if line[2] - line[1] >= tolerance]
    return [_Line(at, low, high, [(low, high)]) for at, low, high in _join(whole, tolerance, tolerance)]


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


def _bridge(lines: list[_Line], crossing: list[_Line], tolerance: float) -> list[_Line]:
    """Pieces of one broken line, up to four tolerances apart, as one line with several runs.

    A gap between two crossing lines is the space between neighbouring tables and stays.
    """
    bridged: list[_Line] = []
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
            bridged[-1] = _Line(line.at, last.low, line.high, last.runs + line.runs)
    return bridged


def _stops_at(end: float, at: float, crossing: list[_Line], tolerance: float) -> bool:
    return any(abs(c.at - end) <= tolerance and c.low - tolerance <= at <= c.high + tolerance for c in crossing)


def _components(rows: list[_Line], columns: list[_Line], tolerance: float) -> list[tuple[list[_Line], list[_Line]]]:
    """Rulings that touch each other, directly or through others."""
    columns = sorted(columns, key=lambda line: line.at)
    positions = [line.at for line in columns]
    together = Groups(len(rows) + len(columns))

    for i, row in enumerate(rows):
        start, stop = bisect_left(positions, row.low - tolerance), bisect_right(positions, row.high + tolerance)
        for j in range(start, stop):
            if columns[j].low - tolerance <= row.at <= columns[j].high + tolerance:
                together.join(i, len(rows) + j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(rows):
        groups[together.of(i)][0].append(row)
    for j, column in enumerate(columns):
        groups[together.of(len(rows) + j)][1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def _take_in(groups: list[tuple[list[_Line], list[_Line]]], columns: list[_Line], tolerance: float) -> None:
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


def _lattice(rows: list[_Line], columns: list[_Line], tolerance: float) -> Lattice | None:
    """One connected set of rulings as a lattice, None where it closes no cell."""
    inked = {line.at for line in rows}
    columns, rows = _with_border(columns, rows, tolerance)
    all_rows, all_columns = rows, columns
    for _ in range(3):
        before = len(rows), len(columns)
        rows, columns = _trim(rows, columns, tolerance), _trim(columns, rows, tolerance)
        if (len(rows), len(columns)) == before:
            break
    ys, xs = sorted({line.at for line in rows}), sorted({line.at for line in columns})
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > MAX_SLOTS:
        return None
    lattice = _spans(xs, ys, _coverage(ys, xs, rows), _coverage(xs, ys, columns))
    lattice.open_top, lattice.open_bottom = ys[0] not in inked, ys[-1] not in inked
    stumps = _stumps(all_rows, rows, xs, tolerance) + _stumps(all_columns, columns, ys, tolerance)
    if stumps:
        lattice.doubts.append(f"有 {stumps} 处框线断缺")
    return lattice


def _stumps(before: list[_Line], after: list[_Line], across: list[float], tolerance: float) -> int:
    """Rulings in line with ones that divide cells, which were cut back because they end within a cell."""
    kept: dict[float, float] = defaultdict(float)
    for line in after:
        kept[line.at] += line.high - line.low
    had: dict[float, float] = defaultdict(float)
    for line in before:
        if line.at in kept:
            had[line.at] += max(0.0, min(line.high, across[-1]) - max(line.low, across[0]))
    return sum(had[at] - length > 4 * tolerance for at, length in kept.items())


def _with_border(columns: list[_Line], rows: list[_Line], tolerance: float) -> tuple[list[_Line], list[_Line]]:
    """Put back outer borders that are not drawn, or not all the way: where rulings end with no line across them.

    One side needs two rulings that reach equally far (an underline may stick out); then the table has no frame and
    for its other sides one is enough.
    """
    left_right = _beyond(rows, columns, tolerance)
    top_bottom = _beyond(columns, rows, tolerance)
    if all(count < 2 for _, count in left_right + top_bottom):
        return columns, rows
    high, wide = _extent(columns, rows), _extent(rows, columns)
    columns = columns + [_Line(at, *high, []) for at, _ in left_right]
    return columns, rows + [_Line(at, *wide, []) for at, _ in top_bottom]


def _extent(along: list[_Line], across: list[_Line]) -> tuple[float, float]:
    """How far a set of rulings reaches in the direction of `along`."""
    places = [line.low for line in along] + [line.high for line in along] + [line.at for line in across]
    return min(places), max(places)


def _beyond(lines: list[_Line], crossing: list[_Line], tolerance: float) -> list[tuple[float, int]]:
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


def _trim(lines: list[_Line], crossing: list[_Line], tolerance: float) -> list[_Line]:
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
        kept.append(_Line(line.at, low, high, [(max(a, low), min(b, high)) for a, b in line.runs]))
    return kept


def _coverage(positions: list[float], stops: list[float], lines: list[_Line]) -> list[list[float]]:
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
