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

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractor.layout.grid import Lattice, Span

BY_PLACE = "表格没有完整的框线，行列按文字的位置推定"
UNSURE = "表格没有完整的框线，行列不能由文字的位置确定"
FEWEST = 3
"""Columns and rows that make a table."""
MOST_LINES = 400
"""Lines of text beyond which nothing is tried."""
GAP = 0.3
"""Ems of blank between two columns."""
STRAY = 0.06
"""Share of the lines that may cross a border of columns: totals and headings over several."""
FILLED = 0.6
"""Texts of a column, as a share of those of the fullest one, from which each row has one there."""
SPARSE = 0.85
"""The same for a column of levels, below which its texts hold for several rows."""
LONGEST_ROW = 9
"""Lines of text in one row."""
LEADING = 0.75
"""Ems of blank between two lines of one cell at most."""
MISSING, EARLY = 2.0, 1.5
"""Cost of a row without texts in filled columns, at most, and of a text that breaks before its column ends."""
COSTLY = 0.55
"""Cost a row from which the division is not to be trusted."""
OWN_COLUMN = 2.5
"""Ems from the columns below at least of a border that stands above the heads alone."""
OPEN = (":", "：", "、", "，", "；", "（", "(")
"""Marks half of which is blank, after which a text goes on."""
AFTER_COLON, WITHIN = 1.8, 0.8
"""Ems of blank within a text: after a colon, and where no border of columns is."""
LAST_BLANK = 1.7
"""Cost of a blank cell above the heads, where the last value of a row has the rest of it."""
TWICE = 2.5
"""Cost of a cell over several columns for a text that stands where those of one column do."""
BLANK, MORE_BLANK = 0.8, 0.2
"""Cost of a blank cell beside a text that could hold for it, and of each further one beside that."""


@dataclass(slots=True)
class Word:
    """A piece of a line of text and its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    head: bool = False
    """Its text is a word of a table's heads."""
    level: bool = False
    """It heads a column whose texts hold for the rows beside them."""
    pair: bool = False
    """A label with a colon, as sign-off lines have."""
    figure: bool = False
    """A whole figure: two of them under each other are two rows' own."""
    open: bool = False
    """Its text ends in a colon or the like: what follows closely belongs to it."""

    @property
    def cx(self) -> float:
        """Middle between left and right."""
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        """Middle between top and bottom."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class Rule:
    """A level ruling."""

    y: float
    x0: float
    x1: float


@dataclass(slots=True)
class Unruled:
    """A table and whose words stand in which of its cells."""

    lattice: Lattice
    members: list[list[int]]
    """Numbers of the words of each cell, in the order of `lattice.spans`."""


@dataclass(slots=True)
class _Table:
    """What is known while a table is put together."""

    words: Sequence[Word]
    em: float
    inside: list[int] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    cost: float = 0.0
    blank: float = BLANK
    usual: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where the texts of a column have their middle and where they begin."""

    def column(self, number: int) -> int:
        return min(max(bisect_right(self.xs, self.words[number].cx) - 1, 0), len(self.xs) - 2)

    def row(self, number: int) -> int:
        return min(max(bisect_right(self.ys, self.words[number].cy) - 1, 0), len(self.ys) - 2)


def unruled(words: Sequence[Word], rules: Sequence[Rule], em: float) -> Unruled | None:
    """The table that the words of a page make, None where they make none.

    Args:
        words: pieces of lines, parted where a good half em is blank.
        rules: the page's level rulings; em: height of a line of text.
    """
    heads = _heads(words, em)
    if len(heads) < FEWEST or len(words) > MOST_LINES:
        return None
    table = _Table(words, em)
    levels = _levels_of(rules, words, heads, em)
    top, bottom = (levels[0], levels[-1]) if levels else _extent(words, heads, em)
    table.inside = [i for i, word in enumerate(words) if top <= word.cy <= bottom]
    below = [i for i in table.inside if words[i].cy >= min(words[h].cy for h in heads) - 0.6 * em]
    table.xs = _columns(table, below, rules if levels else ())
    _join_split(table, below, heads)
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


def _columns(table: _Table, below: list[int], rules: Sequence[Rule]) -> list[float]:
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


def _join_split(table: _Table, below: list[int], heads: list[int]) -> None:
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


def _is_beginning(table: _Table, below: list[int], col: int) -> bool:
    """Whether a column holds no more than short texts of the next one that begin at its left border."""
    own = [table.words[i] for i in below if table.column(i) == col]
    beside = [table.words[i] for i in below if table.column(i) == col + 1]
    near = 0.6 * table.em
    at_left = bool(own) and max(w.x0 for w in own) - min(w.x0 for w in own) < near
    return at_left and not any(abs(w.cy - o.cy) < near for w in own for o in beside)


def _head_of_column(table: _Table, heads: list[int]) -> dict[int, Word]:
    return {table.column(h): table.words[h] for h in heads}


def _by_rules(table: _Table, rules: Sequence[Rule], head: int) -> Unruled | None:
    """Rows between level rulings; a column that a ruling leaves out has one cell on both sides of it.

    Rows above that of the heads may have columns of their own.
    """
    rows, below = len(table.ys) - 1, table.xs
    if head == 0 or not all(_is_ruled(table, rules, head, c) for c in range(len(below) - 1)):
        return _filled(table, _banded(table, rules, 0, rows))
    spans = _banded(table, rules, head, rows)
    table.xs, table.usual, table.blank = sorted([*below, *_upper_columns(table, head)]), {}, LAST_BLANK
    place = [table.xs.index(x) for x in below]
    spans = [Span(s.row, place[s.col], s.rowspan, place[s.col + s.colspan] - place[s.col]) for s in spans]
    return _filled(table, [*_banded(table, rules, 0, head), *spans])


def _upper_columns(table: _Table, head: int) -> list[float]:
    """Borders that stand in the rows above the heads alone: where texts of several rows begin after a wide blank, or as
    far before the middle of their last texts as the table ends after it."""
    em, end = table.em, table.xs[-1]
    begun: list[tuple[float, float]] = []
    centred: list[tuple[float, float]] = []
    for row in range(head):
        texts = _by_column(table, [i for i in table.inside if table.row(i) == row])
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


def _is_ruled(table: _Table, rules: Sequence[Rule], row: int, col: int) -> bool:
    """Whether a ruling stands above the row in this column."""
    middle, y = (table.xs[col] + table.xs[col + 1]) / 2, table.ys[row]
    return any(abs(rule.y - y) <= 0.5 * table.em and rule.x0 <= middle <= rule.x1 for rule in rules)


def _banded(table: _Table, rules: Sequence[Rule], first: int, end: int) -> list[Span]:
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
        last = _across(table, row, short, own, last)
        spans += last
    return spans


def _across(table: _Table, row: int, columns: list[int], words: list[int], above: Sequence[Span] = ()) -> list[Span]:
    """Cells of one row over the given columns: which text holds for several of them is told by where it is centred,
    and by the row above where its cells fit."""
    spans: list[Span] = []
    for run in _runs(columns):
        texts = _by_column(table, [i for i in words if table.xs[run[0]] <= table.words[i].cx < table.xs[run[-1] + 1]])
        cuts = _as_above(table, run, texts, above)
        if not cuts:
            cuts, cost = _divided(table, run, texts)
            table.cost += cost
        spans += [Span(row, a, 1, b - a) for a, b in pairwise([*cuts, run[-1] + 1])]
    return spans


def _as_above(table: _Table, run: list[int], texts: list[tuple[float, float]], above: Sequence[Span]) -> list[int]:
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


def _by_column(table: _Table, words: list[int]) -> list[tuple[float, float]]:
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


def _reach(table: _Table, text: tuple[float, float], following: float, is_open: bool) -> float:
    """Ems of blank that may part a text from what follows of it."""
    if is_open:
        return AFTER_COLON
    if _is_across(table, text):
        return 1.0
    return GAP if any(text[1] <= x <= following for x in table.xs) else WITHIN


def _is_across(table: _Table, text: tuple[float, float]) -> bool:
    """Whether a text reaches well over a border of columns: what follows closely belongs to it."""
    return any(text[0] + table.em < x < text[1] - table.em for x in table.xs)


def _divided(table: _Table, run: list[int], texts: list[tuple[float, float]]) -> tuple[list[int], float]:
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


def _is_own(table: _Table, text: tuple[float, float], columns: range) -> bool:
    """Whether a text of several columns stands in one of them as others do."""
    left, right = text
    for col in columns:
        usual = table.usual.get(col)
        if usual and table.xs[col] <= left and right <= table.xs[col + 1]:
            at_left = col == columns[0] and abs(left - table.xs[col] - 0.5 * table.em) < 0.4 * table.em
            return at_left or abs((left + right) / 2 - usual[0]) < 0.25 * table.em
    return False


def _by_lines(table: _Table, heads: dict[int, Word], below: list[int], top: float, bottom: float) -> Unruled | None:
    """Rows from the lines of text themselves."""
    by_column: dict[int, list[int]] = {}
    for i in sorted(below, key=lambda i: table.words[i].cy):
        by_column.setdefault(table.column(i), []).append(i)
    most = max(map(len, by_column.values()))
    tall = {c for c, word in heads.items() if word.level and len(by_column.get(c, ())) < SPARSE * most}
    full = [c for c, own in by_column.items() if len(own) >= FILLED * most and c not in tall]
    rows = _rows(table, {c: by_column[c] for c in full})
    if rows is None or len(rows) < FEWEST:
        return None
    middles = [(min(table.words[i].y0 for i in row) + max(table.words[i].y1 for i in row)) / 2 for row in rows]
    ends = [(min(table.words[i].y0 for i in row), max(table.words[i].y1 for i in row)) for row in rows]
    table.ys = [min(top, ends[0][0]), *((a[1] + b[0]) / 2 for a, b in pairwise(ends)), max(bottom, ends[-1][1])]
    spans: list[Span] = []
    for col in tall:
        spans += _segments(table, col, by_column.get(col, []), middles)
    rest = [c for c in range(len(table.xs) - 1) if c not in tall]
    held = {(span.row + k, span.col) for span in spans for k in range(span.rowspan)}
    for row in range(len(rows)):
        columns = [*rest, *(c for c in tall if (row, c) not in held)]
        own = [i for i in below if table.row(i) == row and table.column(i) in columns]
        spans += _across(table, row, sorted(columns), own)
    table.inside = below
    return _filled(table, spans)


def _rows(table: _Table, columns: dict[int, list[int]]) -> list[list[int]] | None:
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


def _cost(table: _Table, own: list[int], room: dict[int, float]) -> float:
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
            if (a.figure and b.figure) or a.x1 - a.x0 < room[col] - 1.7 * em:
                cost += EARLY
    middles = [(words[0].y0 + words[-1].y1) / 2 for words in cells.values()]
    tops = [words[0].cy for words in cells.values()]
    middle, top = median(middles), min(tops)
    centred = sum(min(1.0, max(0.0, abs(y - middle) / em - 0.12)) for y in middles)
    level = sum(min(1.0, max(0.0, abs(y - top) / em - 0.12)) for y in tops)
    return cost + 1.5 * min(centred, level)


def _segments(table: _Table, col: int, words: list[int], middles: list[float]) -> list[Span]:
    """Rows that each text of a sparse column holds for: it stands in their middle, or beside the first of them."""
    blocks: list[list[int]] = []
    for i in words:
        if blocks and table.words[i].y0 - table.words[blocks[-1][-1]].y1 < 0.6 * table.em:
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


def _filled(table: _Table, spans: list[Span]) -> Unruled | None:
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
