"""Lines of text -> rows: the division that costs least, and the rows that each text of a sparse column holds for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median

from extractor.layout.grid import Span
from extractor.layout.placed import Table, Word

LONGEST_ROW = 9
"""Lines of text in one row."""
LEADING = 0.75
"""Ems of blank between two lines of one cell at most."""
MISSING, EARLY = 2.0, 1.5
"""Cost of a row without texts in filled columns, at most, and of a text that breaks before its column ends."""


def divided_rows(table: Table, columns: dict[int, list[int]]) -> list[list[int]] | None:
    """The words of each row: the division of the lines of text that costs least."""
    em = table.em
    lines: list[list[int]] = []
    for i in sorted((i for own in columns.values() for i in own), key=lambda i: table.words[i].cy):
        if lines and table.words[i].cy - table.words[lines[-1][0]].cy < 0.3 * em:
            lines[-1].append(i)
        else:
            lines.append([i])
    room = {c: max(table.words[i].x1 - table.words[i].x0 for i in own) for c, own in columns.items()}
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(lines) + 1):
        tried = []
        for start in range(max(0, end - LONGEST_ROW), end):
            own = [i for line in lines[start:end] for i in line]
            tried.append((best[start][0] + _cost(table, own, room), start))
        best.append(min(tried))
    out: list[list[int]] = []
    end = len(lines)
    while end:
        start = best[end][1]
        out.append([i for line in lines[start:end] for i in line])
        end = start
    table.cost += best[-1][0]
    return out[::-1]


def _cost(table: Table, own: list[int], room: dict[int, float]) -> float:
    """How little the words look like one row."""
    em = table.em
    cells: dict[int, list[Word]] = {}
    for i in sorted(own, key=lambda i: table.words[i].cy):
        cells.setdefault(table.column(i), []).append(table.words[i])
    cost = 0.05 + min(MISSING, float(len(room) - len(cells)))
    for col, words in cells.items():
        for a, b in pairwise(words):
            if abs(a.cy - b.cy) < 0.3 * em:
                continue
            cost += 3 * max(0.0, (b.y0 - a.y1) / em - LEADING)
            if (a.figure and b.figure) or a.whole or a.x1 - a.x0 < room[col] - 1.7 * em:
                cost += EARLY
    middles = [(words[0].y0 + words[-1].y1) / 2 for words in cells.values()]
    tops = [words[0].cy for words in cells.values()]
    middle, top = median(middles), min(tops)
    centred = sum(min(1.0, max(0.0, abs(y - middle) / em - 0.12)) for y in middles)
    level = sum(min(1.0, max(0.0, abs(y - top) / em - 0.12)) for y in tops)
    return cost + 1.5 * min(centred, level)


def rows_held(table: Table, col: int, words: list[int], middles: list[float]) -> list[Span]:
    """Rows that each text of a sparse column holds for: it stands in their middle, or beside the first of them.

    Args:
        col: the column, from 0.
        words: indexes into `table.words` of its texts, top down.
        middles: for each row the height at which its texts have their middle, in points from the top of the page.
    """
    blocks: list[list[int]] = []
    for i in words:
        above = table.words[blocks[-1][-1]] if blocks else None
        if above is not None and not above.whole and table.words[i].y0 - above.y1 < 0.6 * table.em:
            blocks[-1].append(i)
        else:
            blocks.append([i])
    if not blocks or len(blocks) > len(middles):
        return []
    centres = [(table.words[b[0]].y0 + table.words[b[-1]].y1) / 2 for b in blocks]
    tops = [table.words[b[0]].cy for b in blocks]

    def centred(number: int, start: int, end: int) -> float:
        edges, texts = (table.ys[start] + table.ys[end]) / 2, (middles[start] + middles[end - 1]) / 2
        return min(abs(edges - centres[number]), abs(texts - centres[number]))

    def at_top(number: int, start: int, end: int) -> float:
        return abs(tops[number] - middles[start])

    cost, starts = min(_parted(len(middles), len(blocks), table.em, off) for off in (centred, at_top))
    table.cost += 0.3 * cost
    return [Span(a, col, b - a, 1) for a, b in pairwise([*starts, len(middles)])] if starts else []


def _parted(rows: int, blocks: int, em: float, off: Callable[[int, int, int], float]) -> tuple[float, list[int]]:
    """Cost and first rows of the division of the rows among the blocks that fits best; no rows where none is."""
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [])}
    for number in range(blocks):
        for start in range(rows):
            known = best.get((start, number))
            if known is None:
                continue
            # The head stands in the row of heads alone.
            for end in range(start + 1, rows + 1 if number else 2):
                cost = known[0] + min(3.0, off(number, start, end) / em)
                if (end, number + 1) not in best or cost < best[end, number + 1][0]:
                    best[end, number + 1] = (cost, [*known[1], start])
    return best.get((rows, blocks), (99.0, []))
