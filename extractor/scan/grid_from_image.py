"""Rulings of a straight page -> lattices of cells with spans, and how well the ink supports each edge.

Positions come from the runs; whether an edge between two slots is there is asked of the pixels. Cells must be
rectangles: where they are not, the edge with the least clear answer is turned over. What stays unclear is a doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice, Span
from extractor.scan.referee import Stretch
from extractor.scan.rulings import Rulings
from extractor.scan.runs import Run

Floats = NDArray[np.float64]

MAX_CROSSINGS = 8000
"""Crossings of a page's rulings beyond which it is no form."""
PRESENT = 0.5
"""Support from which an edge divides two cells."""
EASY = 0.5
"""What may speak against an edge that is turned over to close a cell, for the table to stay trusted."""
SURE = 0.9
"""Support that a stretch needs where the runs did not show a ruling."""
UNCLEAR = (0.035, 0.85)
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
    ys, xs = sorted(ys + _overlooked(ys, xs, rulings, False)), sorted(xs + _overlooked(xs, ys, rulings, True))
    edges = _asked(xs, ys, rulings)
    for _ in range(2):
        used_y, used_x = _used(ys, edges.level), _used(xs, edges.upright)
        if len(used_y) == len(ys) and len(used_x) == len(xs):
            break
        ys, xs = used_y, used_x
        if len(ys) < 2 or len(xs) < 2:
            return None
        edges = _asked(xs, ys, rulings)
    lattice = _solve(xs, ys, edges)
    lattice.doubts += [f"表格{side}侧边框以外还有框线" for side in _goes_on(xs, ys, rulings)]
    return lattice


def _overlooked(places: list[float], stops: list[float], rulings: Rulings, upright: bool) -> list[float]:
    """Places within the table of runs that were dropped for not meeting others, though they divide cells for a good
    way.
    """
    scale, clear = rulings.scale, 1.2 * rulings.scale
    enough = 14 * scale if upright else 40 * scale
    asked: list[tuple[float, list[Stretch]]] = []
    for run in sorted(rulings.loose[upright], key=lambda r: -r.length):
        if (
            run.length < enough
            or not places[0] < run.at < places[-1]
            or min(abs(run.at - at) for at in places) < 5 * scale
        ):
            continue
        parts = [
            (upright, run.at, a + clear, b - clear)
            for a, b in zip(stops, stops[1:])
            if run.start < (a + b) / 2 < run.end
        ]
        if sum(s[3] - s[2] for s in parts) >= enough:
            asked.append((run.at, parts))
    chances = iter(rulings.walls([part for _, parts in asked for part in parts]))
    found: list[float] = []
    for at, parts in asked:
        walled = sum(s[3] - s[2] for s, chance in zip(parts, chances) if chance > SURE)
        if walled >= enough and all(abs(at - other) >= 5 * scale for other in found):
            found.append(at)
    return found


def _goes_on(xs: list[float], ys: list[float], rulings: Rulings) -> list[str]:
    """Sides at which two rulings or more run on beyond the outer border: a row or a column may have been lost."""
    near, far = 2.5 * rulings.scale, 13 * rulings.scale
    sides = (
        ("上", True, xs, ys[0] - far, ys[0] - near), ("下", True, xs, ys[-1] + near, ys[-1] + far),
        ("左", False, ys, xs[0] - far, xs[0] - near), ("右", False, ys, xs[-1] + near, xs[-1] + far),
    )  # fmt: skip
    beyond = []
    for name, upright, places, start, end in sides:
        chances = rulings.support(upright, [(at, start, end) for at in places]) if start > 0 else []
        inked = [at for at, chance in zip(places, chances) if chance > 0.9]
        if sum(rulings.walls([(upright, at, start, end) for at in inked]) > PRESENT) >= 2:
            beyond.append(name)
    return beyond


def _asked(xs: list[float], ys: list[float], rulings: Rulings) -> _Edges:
    """Every edge of the lattice, asked of the pixels at once."""
    clear = 1.2 * rulings.scale
    stretches = [(False, y, a + clear, b - clear) for y in ys for a, b in zip(xs, xs[1:])]
    stretches += [(True, x, a + clear, b - clear) for x in xs for a, b in zip(ys, ys[1:])]
    found = rulings.walls(stretches)
    split = len(ys) * (len(xs) - 1)
    return _Edges(found[:split].reshape(len(ys), -1), found[split:].reshape(len(xs), -1))


def _used(positions: list[float], shares: Floats) -> list[float]:
    """Without positions at which no edge is there (ruling candidates that were text)."""
    return [at for at, row in zip(positions, shares) if row.max(initial=0) >= PRESENT]


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
        healed += _heal(broken[0], edges, level, upright) > EASY
    doubts: list[str] = []
    if broken:
        doubts.append("框线不闭合，单元格无法确定")
    border = np.concatenate([edges.level[0], edges.level[-1], edges.upright[0], edges.upright[-1]])
    if healed:
        doubts.append(f"有 {healed} 处框线断缺，按表格形状补全")
    elif unclear := 0 if broken else _open_questions(spans, edges, level, upright):
        doubts.append(f"有 {unclear} 处框线不清晰")
    if float(np.mean(border > PRESENT)) < 0.8:
        doubts.append("表格外框不完整")
    support = float(np.mean(border)) if len(border) else 0.0
    if broken and (support < 0.6 or sum(map(len, broken)) > 0.3 * rows * cols):
        support = 0.0
    return _without_idle(Lattice(xs, ys, spans, doubts, support=support))


def _without_idle(lattice: Lattice) -> Lattice:
    """Without places at which no cell begins (a stroke that divides nothing): they would count as rows or columns."""
    rows = sorted({span.row for span in lattice.spans})
    cols = sorted({span.col for span in lattice.spans})
    if len(rows) == lattice.rows and len(cols) == lattice.cols:
        return lattice
    lattice.ys = [*(lattice.ys[i] for i in rows), lattice.ys[-1]]
    lattice.xs = [*(lattice.xs[i] for i in cols), lattice.xs[-1]]
    lattice.spans = [_renumbered(span, rows, cols) for span in lattice.spans]
    return lattice


def _renumbered(span: Span, rows: list[int], cols: list[int]) -> Span:
    top, left = bisect_left(rows, span.row), bisect_left(cols, span.col)
    return Span(
        top, left, bisect_left(rows, span.row + span.rowspan) - top, bisect_left(cols, span.col + span.colspan) - left
    )


def _open_questions(spans: list[Span], edges: _Edges, level: NDArray[np.bool_], upright: NDArray[np.bool_]) -> int:
    """Unclear edges that the form of the table leaves open: turned over, they would give other cells and proper ones.

    An edge in the midst of a wall of sure ones, or of a merged cell, cannot be otherwise, however faint it is.
    """
    rows, cols = len(level) - 1, len(upright) - 1
    owner = np.zeros((rows, cols), int)
    for number, span in enumerate(spans):
        owner[span.row : span.row + span.rowspan, span.col : span.col + span.colspan] = number
    groups: dict[tuple[bool, int, int, int], list[int]] = {}
    for flat, shares in ((True, edges.level), (False, edges.upright)):
        for i, k in np.argwhere((shares > UNCLEAR[0]) & (shares < UNCLEAR[1])).tolist():
            if 0 < i < len(shares) - 1:
                sides = (owner[i - 1, k], owner[i, k]) if flat else (owner[k, i - 1], owner[k, i])
                groups.setdefault((flat, i, int(min(sides)), int(max(sides))), []).append(k)
    count = 0
    for (flat, i, _one, _other), places in groups.items():
        walls = level if flat else upright
        walls[i, places] ^= True
        other, broken = _spans(rows, cols, level, upright)
        walls[i, places] ^= True
        count += not broken and other != spans
    return count


def _spans(
    rows: int, cols: int, level: NDArray[np.bool_], upright: NDArray[np.bool_]
) -> tuple[list[Span], list[list[tuple[int, int]]]]:
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


def _heal(slots: list[tuple[int, int]], edges: _Edges, level: NDArray[np.bool_], upright: NDArray[np.bool_]) -> float:
    """Turn over, within the set, the absent edge likeliest to be there or the wall inside its box likeliest not to be.

    Returns how much speaks against it: 0 nothing, 1 everything (also where nothing could be turned over).
    """
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
        return 1.0
    cost, flat, i, j = best
    if flat:
        level[i, j] = not level[i, j]
    else:
        upright[i, j] = not upright[i, j]
    return cost


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Without a lone frame around other tables (the sheet's own edge) and without tables inside another's cell."""
    out: list[Lattice] = []
    for lattice in found:
        x0, y0, x1, y1 = lattice.bbox
        around = [
            o
            for o in found
            if o is not lattice and o.bbox[0] >= x0 and o.bbox[1] >= y0 and o.bbox[2] <= x1 and o.bbox[3] <= y1
        ]
        within = [
            o
            for o in found
            if o is not lattice and o.bbox[0] <= x0 and o.bbox[1] <= y0 and o.bbox[2] >= x1 and o.bbox[3] >= y1
        ]
        if around and len(lattice.spans) <= 2:
            continue
        if any(len(o.spans) > len(lattice.spans) for o in within):
            continue
        out.append(lattice)
    return out
