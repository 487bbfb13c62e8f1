"""Tables without rulings, or with level ones alone -> lattices of cells, from where the words stand.

Blank strips between the words below the heads are the borders of columns. Rows are the bands between level rulings
where there are enough, else the division of the lines of text that fits best: the texts of a row stand centred or top
to top beside each other, a text breaks only where its column ends, and a row has a text in every well filled
column.
Texts of few rows (一级指标) stand in the middle or at the top of the rows they hold for. It is a reading by place,
so the table always says so.

Units are the caller's, origin top left, y downwards. Used by scans; pages of text can use it alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.layout.grid import Lattice, Span
from extractor.layout.place_cells import cells_across
from extractor.layout.place_columns import borders_of, join_split, upper_columns
from extractor.layout.place_rows import divided_rows, rows_held
from extractor.layout.placed import Rule, Table, Unruled, Word

BY_PLACE = "表格没有完整的框线，行列按文字的位置推定"
UNSURE = "表格没有完整的框线，行列不能由文字的位置确定"
FEWEST = 3
"""Columns and rows that make a table."""
MOST_LINES = 400
"""Lines of text beyond which nothing is tried."""
FILLED = 0.6
"""Texts of a column, as a share of those of the fullest one, from which each row has one there."""
SPARSE = 0.85
"""The same for a column of levels, below which its texts hold for several rows."""
COSTLY = 0.55
"""Cost a row from which the division is not to be trusted."""
LAST_BLANK = 1.7
"""Cost of a blank cell above the heads, where the last value of a row has the rest of it."""


def unruled(words: Sequence[Word], rules: Sequence[Rule], em: float) -> Unruled | None:
    """The table that the words of a page make, None where they make none.

    Args:
        words: pieces of lines, parted where a good half em is blank.
        rules: the page's level rulings; em: height of a line of text.
    """
    heads = _heads(words, em)
    if len(heads) < FEWEST or len(words) > MOST_LINES:
        return None
    table = Table(words, em)
    levels = _levels_of(rules, words, heads, em)
    top, bottom = (levels[0], levels[-1]) if levels else _extent(words, heads, em)
    table.inside = [i for i, word in enumerate(words) if top <= word.cy <= bottom]
    below = [i for i in table.inside if words[i].cy >= min(words[h].cy for h in heads) - 0.6 * em]
    table.xs = borders_of(table, below, rules if levels else ())
    join_split(table, below, heads)
    if len(table.xs) <= FEWEST or len({table.column(h) for h in heads}) < FEWEST:
        return None
    for col in range(len(table.xs) - 1):
        own = [words[i] for i in below if table.column(i) == col]
        if own:
            table.usual[col] = (median(w.cx for w in own), median(w.x0 for w in own))
    head_row = _head_of_column(table, heads)
    if len(levels) > FEWEST + 1:
        table.ys = levels
        return _by_rules(table, rules, table.row(heads[0]))
    found = _by_lines(table, head_row, below, top, bottom)
    if found is not None and _has_rows(words, min(words[h].y0 for h in heads), em):
        found.lattice.doubts = [UNSURE]
    return found


def _heads(words: Sequence[Word], em: float) -> list[int]:
    """The line of text with most words of heads in it, at least three."""
    known = [i for i, word in enumerate(words) if word.head]
    lines = [[j for j in known if abs(words[j].cy - words[i].cy) < 0.6 * em] for i in known]
    return max(lines, key=len, default=[])


def _levels_of(rules: Sequence[Rule], words: Sequence[Word], heads: list[int], em: float) -> list[float]:
    """Places of the level rulings of the table around the heads, from its upper to its lower border."""
    left, right = min(words[h].x0 for h in heads), max(words[h].x1 for h in heads)
    wide = [r for r in rules if r.x0 < left + em and r.x1 > right - em]
    upper = [r.y for r in wide if r.y < words[heads[0]].cy]
    lower = [r.y for r in wide if r.y > words[heads[0]].cy]
    if not upper or not lower:
        return []
    own = sorted(r.y for r in rules if min(upper) - em / 2 <= r.y <= max(lower) + em / 2)
    found: list[float] = []
    for y in own:
        if not found or y - found[-1] > 0.5 * em:
            found.append(y)
    return found


def _extent(words: Sequence[Word], heads: list[int], em: float) -> tuple[float, float]:
    """Top and bottom of a table without any ruling: from its heads to the line before a wide blank or sign-off."""
    top = min(words[h].y0 for h in heads)
    lines: list[list[Word]] = []
    for word in sorted((w for w in words if w.cy > top), key=lambda w: w.cy):
        if lines and word.cy - lines[-1][0].cy < 0.6 * em:
            lines[-1].append(word)
        else:
            lines.append([word])
    bottom, last = top, top
    edges = sorted(words[h].cx for h in heads)
    for line in lines:
        if min(w.y0 for w in line) - last > 3.5 * em:
            break
        last = max(w.y1 for w in line)
        # A line of the sign-off has labels of its own, or runs across the columns.
        signed = any(w.pair for w in line) and not any(w.head for w in line)
        if not signed and not any(sum(w.x0 < x < w.x1 for x in edges) > 1 for w in line):
            bottom = last
        elif signed:
            break
    return top - 0.4 * em, bottom + 0.1 * em


def _has_rows(words: Sequence[Word], top: float, em: float) -> bool:
    """Whether rows stand above the heads: texts side by side and far apart, which are no labels with a colon."""
    above = [w for w in words if w.cy < top and not w.pair]
    return any(abs(a.cy - b.cy) < 0.6 * em and b.x0 - a.x1 > 1.5 * em for a in above for b in above)


def _head_of_column(table: Table, heads: list[int]) -> dict[int, Word]:
    return {table.column(h): table.words[h] for h in heads}


def _by_rules(table: Table, rules: Sequence[Rule], head: int) -> Unruled | None:
    """Rows between level rulings; a column that a ruling leaves out has one cell on both sides of it.

    Rows above that of the heads may have columns of their own.
    """
    rows, below = len(table.ys) - 1, table.xs
    if head == 0 or not all(_is_ruled(table, rules, head, c) for c in range(len(below) - 1)):
        return _filled(table, _banded(table, rules, 0, rows))
    spans = _banded(table, rules, head, rows)
    table.xs, table.usual, table.blank = sorted([*below, *upper_columns(table, head)]), {}, LAST_BLANK
    place = [table.xs.index(x) for x in below]
    spans = [Span(s.row, place[s.col], s.rowspan, place[s.col + s.colspan] - place[s.col]) for s in spans]
    return _filled(table, [*_banded(table, rules, 0, head), *spans])


def _is_ruled(table: Table, rules: Sequence[Rule], row: int, col: int) -> bool:
    """Whether a ruling stands above the row in this column."""
    middle, y = (table.xs[col] + table.xs[col + 1]) / 2, table.ys[row]
    return any(abs(rule.y - y) <= 0.5 * table.em and rule.x0 <= middle <= rule.x1 for rule in rules)


def _banded(table: Table, rules: Sequence[Rule], first: int, end: int) -> list[Span]:
    """The cells of the rows `first` .. `end` between level rulings."""
    cols = len(table.xs) - 1
    parted = {row: [row in (first, end) or _is_ruled(table, rules, row, c) for c in range(cols)]
              for row in range(first, end + 1)}  # fmt: skip
    spans: list[Span] = []
    last: list[Span] = []
    for row in range(first, end):
        short: list[int] = []
        for col in range(cols):
            if parted[row][col] and parted[row + 1][col]:
                short.append(col)
            elif parted[row][col]:
                below = next(r for r in range(row + 1, end + 1) if parted[r][col])
                spans.append(Span(row, col, below - row, 1))
        own = [i for i in table.inside if table.row(i) == row]
        last = cells_across(table, row, short, own, last)
        spans += last
    return spans


def _by_lines(table: Table, heads: dict[int, Word], below: list[int], top: float, bottom: float) -> Unruled | None:
    """Rows from the lines of text themselves."""
    by_column: dict[int, list[int]] = {}
    for i in sorted(below, key=lambda i: table.words[i].cy):
        by_column.setdefault(table.column(i), []).append(i)
    most = max(map(len, by_column.values()))
    tall = {c for c, word in heads.items() if word.level and len(by_column.get(c, ())) < SPARSE * most}
    full = [c for c, own in by_column.items() if len(own) >= FILLED * most and c not in tall]
    rows = divided_rows(table, {c: by_column[c] for c in full})
    if rows is None or len(rows) < FEWEST:
        return None
    middles = [(min(table.words[i].y0 for i in row) + max(table.words[i].y1 for i in row)) / 2 for row in rows]
    ends = [(min(table.words[i].y0 for i in row), max(table.words[i].y1 for i in row)) for row in rows]
    table.ys = [min(top, ends[0][0]), *((a[1] + b[0]) / 2 for a, b in pairwise(ends)), max(bottom, ends[-1][1])]
    spans: list[Span] = []
    for col in tall:
        spans += rows_held(table, col, by_column.get(col, []), middles)
    rest = [c for c in range(len(table.xs) - 1) if c not in tall]
    held = {(span.row + k, span.col) for span in spans for k in range(span.rowspan)}
    for row in range(len(rows)):
        columns = [*rest, *(c for c in tall if (row, c) not in held)]
        own = [i for i in below if table.row(i) == row and table.column(i) in columns]
        spans += cells_across(table, row, sorted(columns), own)
    table.inside = below
    return _filled(table, spans)


def _filled(table: Table, spans: list[Span]) -> Unruled | None:
    """The words put into the cells, and the doubt that such a table always has."""
    spans = sorted(spans, key=lambda s: (s.row, s.col))
    lattice = Lattice(table.xs, table.ys, spans, [])
    members: list[list[int]] = [[] for _ in spans]
    owner = {
        (span.row + r, span.col + c): n
        for n, span in enumerate(spans)
        for r in range(span.rowspan)
        for c in range(span.colspan)
    }
    if len(owner) != lattice.rows * lattice.cols:
        return None
    out = 0
    for i in sorted(table.inside, key=lambda i: (table.words[i].cy, table.words[i].x0)):
        number = owner[table.row(i), table.column(i)]
        members[number].append(i)
        x0, _y0, x1, _y1 = lattice.box(spans[number])
        out += table.words[i].x0 < x0 - 0.6 * table.em or table.words[i].x1 > x1 + 0.6 * table.em
    unsure = out > 0 or table.cost > COSTLY * lattice.rows
    lattice.doubts.append(UNSURE if unsure else BY_PLACE)
    return Unruled(lattice, members)
