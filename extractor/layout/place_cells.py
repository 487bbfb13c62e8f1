"""Which cells a row has, and which of its texts hold for several columns: told by where each is centred or begins."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.layout.grid import Span
from extractor.layout.placed import GAP, MORE_BLANK, Table

AFTER_COLON, WITHIN = 1.8, 0.8
"""Ems of blank within a text: after a colon, and where no border of columns is."""
TWICE = 2.5
"""Cost of a cell over several columns for a text that stands where those of one column do."""


def cells_across(
    table: Table, row: int, columns: list[int], words: list[int], above: Sequence[Span] = ()
) -> list[Span]:
    """Cells of one row over the given columns: which text holds for several of them is told by where it is centred,
    and by the row above where its cells fit.

    Args:
        row: from 0.
        columns: numbers of the columns to fill, from 0, ascending.
        words: indexes into `table.words` of the texts of the row.
    """
    spans: list[Span] = []
    for run in _runs(columns):
        texts = texts_of_row(table, [i for i in words if table.xs[run[0]] <= table.words[i].cx < table.xs[run[-1] + 1]])
        cuts = _as_above(table, run, texts, above)
        if not cuts:
            cuts, cost = _divided(table, run, texts)
            table.cost += cost
        spans += [Span(row, a, 1, b - a) for a, b in pairwise([*cuts, run[-1] + 1])]
    return spans


def _as_above(table: Table, run: list[int], texts: list[tuple[float, float]], above: Sequence[Span]) -> list[int]:
    """Where the cells of the row above begin, if each text stands in one of them as texts do; none otherwise."""
    cells = [(s.col, s.col + s.colspan) for s in above if run[0] <= s.col <= run[-1]]
    if not texts or len(cells) < 2 or all(b - a == 1 for a, b in cells):
        return []
    em, taken = table.em, set()
    for left, right in texts:
        for a, b in cells:
            x0, x1 = table.xs[a], table.xs[b]
            placed = abs(left - x0 - 0.5 * em) < 0.6 * em or abs((left + right) / 2 - (x0 + x1) / 2) < 0.6 * em
            if placed and x0 - 0.3 * em <= left and right <= x1 + 0.3 * em and a not in taken:
                taken.add(a)
                break
        else:
            return []
    return [a for a, _ in cells]


def _runs(columns: list[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for col in columns:
        if out and out[-1][-1] == col - 1:
            out[-1].append(col)
        else:
            out.append([col])
    return out


def texts_of_row(table: Table, words: list[int]) -> list[tuple[float, float]]:
    """Left and right of each text of a row: lines under each other, and pieces of one line close together, are one."""
    found: list[tuple[float, float]] = []
    is_open = False
    for i in sorted(words, key=lambda i: table.words[i].x0):
        word = table.words[i]
        if found and word.x0 < found[-1][1] + _reach(table, found[-1], word.x0, is_open) * table.em:
            found[-1] = (found[-1][0], max(found[-1][1], word.x1))
        else:
            found.append((word.x0, word.x1))
        is_open = word.open
    return found


def _reach(table: Table, text: tuple[float, float], following: float, is_open: bool) -> float:
    """Ems of blank that may part a text from what follows of it."""
    if is_open:
        return AFTER_COLON
    if _is_across(table, text):
        return 1.0
    return GAP if any(text[1] <= x <= following for x in table.xs) else WITHIN


def _is_across(table: Table, text: tuple[float, float]) -> bool:
    """Whether a text reaches well over a border of columns: what follows closely belongs to it."""
    return any(text[0] + table.em < x < text[1] - table.em for x in table.xs)


def _divided(table: Table, run: list[int], texts: list[tuple[float, float]]) -> tuple[list[int], float]:
    """Where the cells of a row begin, and what that costs: each text centred in its cell or at its left border."""
    xs, em = table.xs, table.em
    first, end = run[0], run[-1] + 1
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(first, 0): (0.0, [])}
    for col in range(first, end):
        for used in range(len(texts) + 1):
            known = best.get((col, used))
            if known is None:
                continue
            cost, cuts = known
            steps = [(col + n, used, table.blank + MORE_BLANK * (n - 1)) for n in range(1, end - col + 1)]
            if used < len(texts):
                left, right = texts[used]
                for to in range(col + 1, end + 1):
                    out = max(0.0, xs[col] - left) + max(0.0, right - xs[to])
                    beside = abs(left - xs[col] - 0.5 * em) + (0.3 if right > xs[col + 1] - em else 1.5) * em
                    off = min(abs((left + right) / 2 - (xs[col] + xs[to]) / 2), beside)
                    if to == col + 1 and (usual := table.usual.get(col)) is not None:
                        off = min(off, abs((left + right) / 2 - usual[0]), abs(left - usual[1]))
                    if to > col + 1 and _is_own(table, texts[used], range(col, to)):
                        off += TWICE * em
                    steps.append((to, used + 1, off / em + 4 * out / em))
            for to, after, more in steps:
                if (to, after) not in best or cost + more < best[to, after][0]:
                    # Blank cells stay single: nothing tells that they are one.
                    best[to, after] = (cost + more, [*cuts, *(range(col, to) if after == used else [col])])
    cost, cuts = best.get((end, len(texts)), (5.0, list(run)))
    return cuts, 0.3 * min(cost, 3.0) if len(texts) > len(run) else 0.0


def _is_own(table: Table, text: tuple[float, float], columns: range) -> bool:
    """Whether a text of several columns stands in one of them as others do."""
    left, right = text
    for col in columns:
        usual = table.usual.get(col)
        if usual and table.xs[col] <= left and right <= table.xs[col + 1]:
            at_left = col == columns[0] and abs(left - table.xs[col] - 0.5 * table.em) < 0.4 * table.em
            return at_left or abs((left + right) / 2 - usual[0]) < 0.25 * table.em
    return False
