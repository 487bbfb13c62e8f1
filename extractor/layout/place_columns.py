"""Where words stand -> borders of columns: blank strips below the heads, ends of rulings, borders of the rows above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.place_cells import texts_of_row
from extractor.layout.placed import GAP, Rule, Table

STRAY = 0.06
"""Share of the lines that may cross a border of columns: totals and headings over several."""
OWN_COLUMN = 2.5
"""Ems from the columns below at least of a border that stands above the heads alone."""


def borders_of(table: Table, below: list[int], rules: Sequence[Rule]) -> list[float]:
    """Borders of the columns: where next to no word below the heads stands, or a level ruling begins or ends."""
    words, em = table.words, table.em
    lines = max(1, len({round(words[i].cy / (0.6 * em)) for i in below}))
    stops = sorted({edge for i in below for edge in (words[i].x0, words[i].x1)})
    if len(stops) < 2:
        return []
    free: list[tuple[float, float]] = []
    for a, b in pairwise(stops):
        over = sum(words[i].x0 <= a and words[i].x1 >= b for i in below)
        if over <= STRAY * lines:
            free = [*free[:-1], (free[-1][0], b)] if free and free[-1][1] == a else [*free, (a, b)]
    ends = [x for rule in rules for x in (rule.x0, rule.x1)]
    borders = [stops[0] - 0.4 * em]
    for a, b in free:
        if b == stops[-1]:
            # The end of a head that is wider than all under it is no border; a head over a blank column has one.
            b = min((words[i].x0 for i in below if words[i].x0 > a), default=a)
        if b - a >= GAP * em and a > stops[0]:
            own = [x for x in ends if a - 0.3 * em <= x <= b + 0.3 * em]
            borders.append(median(own) if own else (a + b) / 2)
    if rules:
        borders[0] = min(borders[0], min(rule.x0 for rule in rules))
        return [*borders, max(stops[-1] + 0.4 * em, max(rule.x1 for rule in rules))]
    return [*borders, stops[-1] + 0.4 * em]


def join_split(table: Table, below: list[int], heads: list[int]) -> None:
    """Take out borders between a head and the texts under it: a head in the middle over short texts at the left."""
    line = median(table.words[h].cy for h in heads)
    headed = {table.column(i) for i in below if abs(table.words[i].cy - line) < 0.6 * table.em}
    filled = {table.column(i) for i in below if table.words[i].cy > line + 0.6 * table.em}
    kept = [table.xs[0]]
    for col in range(1, len(table.xs) - 1):
        pair = {col - 1, col}
        split = len(pair & headed) == 1 and len(pair & filled) == 1 and pair & headed != pair & filled
        if not split and not (pair & headed == {col} and min(headed) < col and _is_beginning(table, below, col - 1)):
            kept.append(table.xs[col])
    table.xs = [*kept, *table.xs[-1:]]


def _is_beginning(table: Table, below: list[int], col: int) -> bool:
    """Whether a column holds no more than short texts of the next one that begin at its left border."""
    own = [table.words[i] for i in below if table.column(i) == col]
    beside = [table.words[i] for i in below if table.column(i) == col + 1]
    near = 0.6 * table.em
    at_left = bool(own) and max(w.x0 for w in own) - min(w.x0 for w in own) < near
    return at_left and not any(abs(w.cy - o.cy) < near for w in own for o in beside)


def upper_columns(table: Table, head: int) -> list[float]:
    """Borders that stand in the rows above the heads alone: where texts of several rows begin after a wide blank, or as
    far before the middle of their last texts as the table ends after it."""
    em, end = table.em, table.xs[-1]
    begun: list[tuple[float, float]] = []
    centred: list[tuple[float, float]] = []
    for row in range(head):
        texts = texts_of_row(table, [i for i in table.inside if table.row(i) == row])
        begun += [(b[0] - 0.5 * em, b[1]) for a, b in pairwise(texts) if a[1] < b[0] - em]
        if len(texts) > 1 and texts[-2][1] + 0.2 * em < (x := sum(texts[-1]) - end) < texts[-1][0]:
            centred.append((x, 0.0))
    # Texts of one width that begin at one place may as well be centred there.
    aligned = [own for own in _close(begun, 0.3 * em) if max(own, key=_end)[1] - min(own, key=_end)[1] > em]
    found = [min(own)[0] for own in aligned] + [median(x for x, _ in own) for own in _close(centred, 0.5 * em)]
    return [x for x in found if all(abs(x - known) > OWN_COLUMN * em for known in table.xs)]


def _end(text: tuple[float, float]) -> float:
    return text[1]


def _close(places: list[tuple[float, float]], near: float) -> list[list[tuple[float, float]]]:
    """Groups of two or more texts, the beginning of each near that of the next."""
    out: list[list[tuple[float, float]]] = []
    for text in sorted(places):
        if out and text[0] - out[-1][-1][0] < near:
            out[-1].append(text)
        else:
            out.append([text])
    return [own for own in out if len(own) > 1]
