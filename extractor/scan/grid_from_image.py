"""Rulings of a straight page -> lattices of cells with spans, and how well the ink supports each edge.

Positions come from the runs; whether an edge between two slots is there is asked of the pixels. Cells must be
rectangles: where they are not, the edge with the least clear answer is turned over. What stays unclear is a doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice, Span
from extractor.scan.rulings import Rulings, Run, flanks

Floats = NDArray[np.float64]

MAX_CROSSINGS = 8000
"""Crossings of a page's rulings beyond which it is no form."""
PRESENT = 0.5
"""Support from which an edge divides two cells."""
UNCLEAR = (0.12, 0.93)
"""Between these an edge is neither surely there nor surely absent."""


@dataclass(slots=True)
class _Edges:
    """Support of every edge: `level[y][x]` above row y in column x; `upright[x][y]` left of column x in row y."""

    level: Floats
    upright: Floats


def lattices(rulings: Rulings) -> list[Lattice]:
    """All tables of the page, top to bottom; pixels of the straight page. `support` 0: its cells could not be told."""
    out: list[Lattice] = []
    for level, upright in _connected(rulings):
        lattice = _lattice(level, upright, rulings)
        if lattice is not None:
            out.append(lattice)
    out.sort(key=lambda lattice: (lattice.ys[0], lattice.xs[0]))
    return _outermost(out)


def _connected(rulings: Rulings) -> list[tuple[list[Run], list[Run]]]:
    """Rulings that touch, directly or through others."""
    reach = 2.4 * rulings.scale
    level, upright = rulings.level, rulings.upright
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(level):
        for j, b in enumerate(upright):
            if a.start - reach <= b.at <= a.end + reach and b.start - reach <= a.at <= b.end + reach:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Run], list[Run]]] = {}
    for i, run in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(run)
    for j, run in enumerate(upright):
        groups.setdefault(root(len(level) + j), ([], []))[1].append(run)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 2]


def _positions(runs: list[Run], scale: float) -> list[float]:
    """Common positions of runs: weighted by length, nothing nearer than a tolerance."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.at):
        if groups and run.at - _middle(groups[-1]) <= 1.9 * scale:
            groups[-1].append(run)
        else:
            groups.append([run])
    apart = 5.0 * scale
    kept: list[list[Run]] = []
    for group in groups:
        if kept and _middle(group) - _middle(kept[-1]) < apart:
            # No row or column is that narrow: a line of text beside a ruling; the longer one is the ruling.
            if _length(group) < 0.5 * _length(kept[-1]):
                continue
            if _length(kept[-1]) < 0.5 * _length(group):
                kept[-1] = group
                continue
        kept.append(group)
    return [_middle(group) for group in kept]


def _length(group: list[Run]) -> float:
    return sum(run.length for run in group)


def _middle(group: list[Run]) -> float:
    total = sum(run.length for run in group)
    return sum(run.at * run.length for run in group) / total if total else group[0].at


def _lattice(level: list[Run], upright: list[Run], rulings: Rulings) -> Lattice | None:
    scale = rulings.scale
    ys, xs = _positions(level, scale), _positions(upright, scale)
    if len(ys) < 2 or len(xs) < 2:
        return None
    if len(xs) * len(ys) > MAX_CROSSINGS:
        return None
    if (xs[-1] - xs[0]) < 30 * scale or (ys[-1] - ys[0]) < 9 * scale:
        return None
    clear = 1.2 * scale
    edges = _Edges(
        np.array([rulings.support(False, y, [(a + clear, b - clear) for a, b in zip(xs, xs[1:])]) for y in ys]),
        np.array([rulings.support(True, x, [(a + clear, b - clear) for a, b in zip(ys, ys[1:])]) for x in xs]),
    )
    _continue(edges.level, ys, xs, rulings, False)
    _continue(edges.upright, xs, ys, rulings, True)
    ys, xs, edges = _used(ys, xs, edges)
    if len(ys) < 2 or len(xs) < 2:
        return None
    lattice = _solve(xs, ys, edges)
    through = _through_text(xs, ys, edges, rulings)
    if through:
        lattice.doubts.append(f"有 {through} 处框线紧贴文字，可能不是框线")
    return lattice


def _through_text(xs: list[float], ys: list[float], edges: _Edges, rulings: Rulings) -> int:
    """Inner upright lines that are short as a whole and have print close beside them: perhaps strokes of a text."""
    count = 0
    for i in range(1, len(xs) - 1):
        there = [(a, b) for k, (a, b) in enumerate(zip(ys, ys[1:])) if edges.upright[i, k] >= PRESENT]
        total = sum(b - a for a, b in there)
        if total > 110 * rulings.scale:
            continue
        beside = [flanks(Run(xs[i], a, b, 0.0), rulings, True) for a, b in there]
        less = sum(f[0] * (b - a) for f, (a, b) in zip(beside, there)) / max(total, 1.0)
        more = sum(f[1] * (b - a) for f, (a, b) in zip(beside, there)) / max(total, 1.0)
        count += less > 0.1 and more > 0.25
    return count


def _continue(shares: Floats, positions: list[float], stops: list[float], rulings: Rulings, upright: bool) -> None:
    """Second thoughts on edges that were refused though their line goes on beside them, in place.

    A stretch that is inked from end to end is the same ruling (a stroke of text touches it); one that lies under a
    stamp between two that are there is taken for it too, but stays unclear.
    """
    clear = 1.2 * rulings.scale
    stamped = rulings.upright_stamped if upright else rulings.level_stamped
    before = shares.copy()
    for i, at in enumerate(positions):
        for k, (a, b) in enumerate(zip(stops, stops[1:])):
            if before[i, k] >= PRESENT:
                continue
            beside = [before[i, j] >= 0.9 for j in (k - 1, k + 1) if 0 <= j < before.shape[1]]
            if not any(beside):
                continue
            found = rulings.measured(upright, at, a + clear, b - clear)
            if found is None:
                continue
            if found[0] >= 0.93 and found[2] >= 0.5:
                shares[i, k] = 0.95 if all(beside) else 0.85
            elif stamped is not None and len(beside) == 2 and all(beside) and found[0] >= 0.2:
                under = stamped[max(0, round(at) - 1) : round(at) + 2, round(a) : round(b)]
                if under.size and float((under > 0).mean()) > 0.5:
                    shares[i, k] = 0.7


def _used(ys: list[float], xs: list[float], edges: _Edges) -> tuple[list[float], list[float], _Edges]:
    """Without positions at which no edge is there (ruling candidates that were text)."""
    keep_y = [i for i in range(len(ys)) if edges.level[i].max(initial=0) >= PRESENT]
    keep_x = [i for i in range(len(xs)) if edges.upright[i].max(initial=0) >= PRESENT]
    if len(keep_y) == len(ys) and len(keep_x) == len(xs):
        return ys, xs, edges
    level = np.array([[_joined(edges.level[y], xs, a, b) for a, b in zip(keep_x, keep_x[1:])] for y in keep_y])
    upright = np.array([[_joined(edges.upright[x], ys, a, b) for a, b in zip(keep_y, keep_y[1:])] for x in keep_x])
    return [ys[i] for i in keep_y], [xs[i] for i in keep_x], _Edges(level, upright)


def _joined(shares: Floats, stops: list[float], first: int, last: int) -> float:
    """Ink share over several intervals, by length."""
    lengths = np.diff(np.array(stops[first : last + 1]))
    return float((shares[first:last] * lengths).sum() / lengths.sum())


def _solve(xs: list[float], ys: list[float], edges: _Edges) -> Lattice:
    """Cells from edges; non-rectangles healed by turning over the least clear edge."""
    rows, cols = len(ys) - 1, len(xs) - 1
    level, upright = edges.level >= PRESENT, edges.upright >= PRESENT
    level[0], level[-1], upright[0], upright[-1] = True, True, True, True
    healed = 0
    for _ in range(12):
        spans, broken = _spans(rows, cols, level, upright)
        if not broken:
            break
        healed += _heal(broken[0], edges, level, upright)
    doubts: list[str] = []
    if broken:
        doubts.append("框线不闭合，单元格无法确定")
    border = np.concatenate([edges.level[0], edges.level[-1], edges.upright[0], edges.upright[-1]])
    inner = np.concatenate([edges.level[1:-1].ravel(), edges.upright[1:-1].ravel()])
    unclear = int(np.sum((inner > UNCLEAR[0]) & (inner < UNCLEAR[1])))
    if healed:
        doubts.append(f"有 {healed} 处框线断缺，按表格形状补全")
    elif unclear:
        doubts.append(f"有 {unclear} 处框线不清晰")
    if float(np.mean(border > PRESENT)) < 0.8:
        doubts.append("表格外框不完整")
    support = float(np.mean(border)) if len(border) else 0.0
    if broken and (support < 0.6 or sum(map(len, broken)) > 0.3 * rows * cols):
        support = 0.0
    return Lattice(xs, ys, spans, doubts, support=support)


def _spans(rows: int, cols: int, level: NDArray[np.bool_], upright: NDArray[np.bool_]) -> tuple[list[Span], list[list[tuple[int, int]]]]:
    """Slots joined across absent edges; sets of slots that are no rectangle come back apart, cut to slots."""
    seen = np.zeros((rows, cols), bool)
    spans: list[Span] = []
    broken: list[list[tuple[int, int]]] = []
    for r in range(rows):
        for c in range(cols):
            if seen[r, c]:
                continue
            stack, slots = [(r, c)], []
            seen[r, c] = True
            while stack:
                y, x = stack.pop()
                slots.append((y, x))
                for ny, nx, wall in (
                    (y - 1, x, level[y, x]),
                    (y + 1, x, level[y + 1, x]),
                    (y, x - 1, upright[x, y]),
                    (y, x + 1, upright[x + 1, y]),
                ):
                    if not wall and 0 <= ny < rows and 0 <= nx < cols and not seen[ny, nx]:
                        seen[ny, nx] = True
                        stack.append((ny, nx))
            top, left = min(s[0] for s in slots), min(s[1] for s in slots)
            high, wide = max(s[0] for s in slots) - top + 1, max(s[1] for s in slots) - left + 1
            if high * wide == len(slots):
                spans.append(Span(top, left, high, wide))
            else:
                broken.append(slots)
                spans += [Span(y, x, 1, 1) for y, x in slots]
    spans.sort(key=lambda s: (s.row, s.col))
    return spans, broken


def _heal(slots: list[tuple[int, int]], edges: _Edges, level: NDArray[np.bool_], upright: NDArray[np.bool_]) -> int:
    """Turn over, within the set, the absent edge with most ink or the wall inside its box with least."""
    inside = set(slots)
    top, left = min(s[0] for s in slots), min(s[1] for s in slots)
    bottom, right = max(s[0] for s in slots), max(s[1] for s in slots)
    best: tuple[float, bool, int, int] | None = None
    for y in range(top, bottom + 1):
        for x in range(left, right + 1):
            for flat, i, j, other in ((True, y + 1, x, (y + 1, x)), (False, x + 1, y, (y, x + 1))):
                if other[0] > bottom or other[1] > right:
                    continue
                share = float(edges.level[i, j] if flat else edges.upright[i, j])
                wall = bool(level[i, j] if flat else upright[i, j])
                both = (y, x) in inside and other in inside
                either = (y, x) in inside or other in inside
                cost = (share - PRESENT) / (1 - PRESENT) if wall else (PRESENT - share) / PRESENT
                if ((not wall and both) or (wall and either and not both)) and (best is None or cost < best[0]):
                    best = (cost, flat, i, j)
    if best is None:
        return 0
    _, flat, i, j = best
    if flat:
        level[i, j] = not level[i, j]
    else:
        upright[i, j] = not upright[i, j]
    return 1


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Without a lone frame around other tables (the sheet's own edge) and without tables inside another's cell."""
    out: list[Lattice] = []
    for lattice in found:
        x0, y0, x1, y1 = lattice.bbox
        around = [o for o in found if o is not lattice and o.bbox[0] >= x0 and o.bbox[1] >= y0 and o.bbox[2] <= x1 and o.bbox[3] <= y1]
        within = [o for o in found if o is not lattice and o.bbox[0] <= x0 and o.bbox[1] <= y0 and o.bbox[2] >= x1 and o.bbox[3] >= y1]
        if around and len(lattice.spans) <= 2:
            continue
        if any(len(o.spans) > len(lattice.spans) for o in within):
            continue
        out.append(lattice)
    return out
