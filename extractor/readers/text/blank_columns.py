"""Tables whose columns are laid out by blanks, as PDF-to-text programs print a page.

    一级指标      二级指标      三级指标            指标值
    产出指标      数量指标      维修泵站            3座
                                清淤渠道            12千米

A text begins where a cell begins, so the places where texts begin are the edges of columns; a place is counted in
half widths (a Han character takes two) or in characters, whichever lets the texts of several lines begin together.
Blank lines part rows, or else a line begins a row unless it goes on with what was too long for its column above.
What has no such order (cells centred, rows that cannot be told) is left as lines, so that nobody reads a value from a
column it does not stand in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extractor.model.document import Cell, Grid, Line
from extractor.readers.lines.spans import HEADS, LEVEL_HEAD
from extractor.readers.lines.tabdump import free_line
from extractor.readers.shown.celltext import tidy

_PIECE = re.compile(r"\S+(?:[ \u3000]\S+)*")
_PAIR = re.compile(r"[^：:]{1,16}[：:].*")
_FIGURE = re.compile(r"[+≥≤≧≦＞＜>=<≈]|[-—–]+$|-?\d[\d.,，]*[%％]?[^-—–\d]{0,3}$")
_CUT = re.compile(r"(?:数量|质量|时效|成本|产出|效益|影响|满意度)指$|[出益量本响度成]指标值?$|标$")
LEAST_ROWS = 3
SHARED, APART = 0.9, 0.8
"""Share of texts that must begin where another line's text begins; of rows with a blank line above, for these to part
rows.
"""
SHORT = 10
JITTER = 0.05
"""So many texts beginning nearly where others do, and columns cannot be told by beginnings."""
FULL = 4
"""A line ends so near the next column where the text was too long for its cell."""


@dataclass(slots=True)
class _Piece:
    """Texts between gaps: one printed line of a cell. `x0`, `x1` in columns of the page."""

    text: str
    x0: int
    x1: int
    line: int


@dataclass(slots=True)
class _Laid:
    """A text of one cell, possibly of several lines."""

    x0: int
    x1: int
    pieces: list[_Piece]

    def text(self) -> str:
        widest = max(p.x1 for p in self.pieces)
        found = ""
        for at, piece in enumerate(self.pieces):
            whole = at > 0 and self.pieces[at - 1].x1 < widest - FULL
            found += ("\n" if whole else "") + piece.text
        return tidy(found)


@dataclass(slots=True)
class _Row:
    cells: list[_Laid] = field(default_factory=list)

    def starts(self) -> list[int]:
        return [cell.x0 for cell in self.cells]


def laid_out(lines: list[str]) -> list[Line | Grid] | None:
    """The lines and tables of a page laid out by blanks; None where it shows no table that can be told surely."""
    width = _metric(lines)
    pieces = [list(_pieces(text, n, width)) for n, text in enumerate(lines, 1)]
    begins = _snapped(pieces)
    if _jitter(pieces, begins) > JITTER:
        return None
    items: list[Line | Grid] = []
    most = 0
    for stretch in _stretches(pieces):
        top, bottom = _inside(stretch)
        rows = _rows(stretch[top:bottom], begins)
        grid = _grid(rows) if rows is not None else None
        if grid is not None and (not _begins_level(grid) or _has_cut_words(grid)):
            return None
        most = max(most, grid.rows if grid is not None else 0)
        numbers = [(row[0].line, grid) for row in stretch if row]
        table = {row[0].line for row in stretch[top:bottom] if row} if grid is not None else set()
        before = [n for n, _ in numbers if n not in table and (not table or n < min(table))]
        items += _free(lines, before)
        if grid is not None:
            items.append(grid)
            items += _free(lines, [n for n, _ in numbers if n > max(table)])
    return items if most >= LEAST_ROWS else None


def _free(lines: list[str], numbers: list[int]) -> Iterator[Line]:
    for number in numbers:
        line = free_line(lines[number - 1], number)
        if line is not None:
            yield line


def _half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _pieces(text: str, number: int, width: Callable[[str], int]) -> Iterator[_Piece]:
    for found in _PIECE.finditer(text.replace("\t", "    ")):
        x0 = width(text[: found.start()])
        yield _Piece(found[0], x0, x0 + width(found[0]), number)


def _metric(lines: list[str]) -> Callable[[str], int]:
    """What lets more texts begin together: half widths, or characters."""
    counts = []
    for width in (_half_widths, len):
        starts = Counter(p.x0 for n, text in enumerate(lines) for p in list(_pieces(text, n, width))[1:])
        counts.append(len(starts))
    return _half_widths if counts[0] <= counts[1] else len


def _snapped(lines: list[list[_Piece]]) -> Counter[int]:
    """How many lines have a text that begins at a place; a text one off such a place is moved to it.

    Programs differ in the width of signs like ≥, and round.
    """
    begins = Counter(x for line in lines for x in {p.x0 for p in line})
    for line in lines:
        taken = {p.x0 for p in line}
        for piece in line[1:]:
            near = max((piece.x0 - 1, piece.x0 + 1), key=lambda x: begins[x])
            if begins[near] > 2 * begins[piece.x0] and near not in taken:
                piece.x0 = near
    return Counter(x for line in lines for x in {p.x0 for p in line})


def _jitter(lines: list[list[_Piece]], begins: Counter[int]) -> float:
    """Share of texts that begin nearly, and not quite, where one of the line above begins: cells centred, or places
    rounded.

    A place where more than two lines have a text is a column of another block.
    """
    laid = [[p.x0 for p in line] for line in lines if len(line) > 1]
    off = sum(
        any(0 < abs(x - y) <= 3 for y in above) and x not in above and begins[x] <= 2
        for above, line in zip(laid, laid[1:])
        for x in line
    )
    return off / max(1, sum(map(len, laid)))


def _stretches(lines: list[list[_Piece]]) -> Iterator[list[list[_Piece]]]:
    """Lines between two blank lines together, or centred ones standing alone after a blank line; without blank lines at
    their ends.
    """
    stretch: list[list[_Piece]] = []
    for line in lines:
        alone = len(line) == 1 and stretch and not stretch[-1] and _centred(line[0], lines)
        if (not line and stretch and not stretch[-1]) or alone:
            yield _stripped(stretch)
            stretch = []
        if line or stretch:
            stretch.append(line)
    if stretch:
        yield _stripped(stretch)


def _centred(piece: _Piece, lines: list[list[_Piece]]) -> bool:
    """In the middle of the page, and no other line begins there."""
    if piece.x0 < 6 or sum(any(p.x0 == piece.x0 for p in line) for line in lines) > 1:
        return False
    right = max(line[-1].x1 for line in lines if line)
    return abs(piece.x0 + piece.x1 - right) <= max(8, right // 5)


def _stripped(stretch: list[list[_Piece]]) -> list[list[_Piece]]:
    while stretch and not stretch[-1]:
        stretch.pop()
    return stretch


def _inside(stretch: list[list[_Piece]]) -> tuple[int, int]:
    """Where the table begins and ends: without single texts and "label：value" lines above and below."""
    top, bottom = 0, len(stretch)
    while top < bottom and _is_free(stretch[top]):
        top += 1
    while bottom > top and _is_free(stretch[bottom - 1]) and not _goes_on(stretch, bottom - 1):
        bottom -= 1
    return top, bottom


def _is_free(line: list[_Piece]) -> bool:
    return len(line) < 2 or all(_PAIR.fullmatch(piece.text) for piece in line)


def _goes_on(stretch: list[list[_Piece]], at: int) -> bool:
    """Whether this single text stands under the same place of the line above, without a blank line between."""
    line, above = stretch[at], stretch[at - 1] if at else []
    while at > 1 and len(line) == len(above) == 1 and line[0].x0 == above[0].x0:
        at -= 1
        above = stretch[at - 1]
    return len(line) == 1 and len(above) > 1 and line[0].x0 in {piece.x0 for piece in above}


def _rows(lines: list[list[_Piece]], begins: Counter[int]) -> list[_Row] | None:
    """Lines to rows; None where texts do not begin in columns or go on from nothing.

    `begins`: how many lines of the whole text have a text that begins at a place.
    """
    paragraphs = _paragraphs(lines)
    pieces = sum(len(line) for line in lines)
    shared = sum(begins[p.x0] > 1 for line in lines for p in line)
    laid = [line for line in lines if len(line) > 1]
    if not laid or shared < SHARED * pieces - 2:
        return None
    right = max(p.x1 for line in lines for p in line)
    parted = sum(len(line) > 1 for paragraph in paragraphs for line in paragraph[:1]) >= APART * len(laid)
    rows: list[_Row] = []
    for paragraph in paragraphs:
        for at, line in enumerate(paragraph):
            near = {p.x0 for other in paragraph[at + 1 : at + 3] for p in other}
            if at and (
                parted
                and not _begins_anew(rows[-1], line, near | {right})
                or _continues(rows[-1], line, near | {right})
            ):
                if not _add(rows[-1], line):
                    return None
            else:
                rows.append(_Row([_Laid(p.x0, p.x1, [p]) for p in line]))
    return rows


def _paragraphs(lines: list[list[_Piece]]) -> list[list[list[_Piece]]]:
    found: list[list[list[_Piece]]] = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _begins_anew(row: _Row, line: list[_Piece], near: set[int]) -> bool:
    """A text in every cell, the first under one that had room left: the next row, though no blank line parts them."""
    if len(line) != len(row.cells) or len(line) < 2 or line[0].x0 != row.cells[0].x0:
        return False
    end = row.cells[0].pieces[-1].x1
    edges = near | {cell.x0 for cell in row.cells}
    return min((x for x in edges if x >= end), default=end) - end > FULL


def _continues(row: _Row, line: list[_Piece], near: set[int]) -> bool:
    """Whether each text stands under one that ran to the end of its cell. `near`: where texts
    of the next lines begin.
    """
    cells = {cell.x0: cell for cell in row.cells}
    edges = near | cells.keys()
    for piece in line:
        cell = cells.get(piece.x0)
        if cell is None or piece.x1 > cell.x1 + 1:
            return False
        end = cell.pieces[-1].x1
        if min((x for x in edges if x >= end), default=end) - end > FULL:
            return False
    return len(line) < len(row.cells) or len(row.cells) == 1


def _add(row: _Row, line: list[_Piece]) -> bool:
    cells = {cell.x0: cell for cell in row.cells}
    for piece in line:
        cell = cells.get(piece.x0)
        if cell is None:
            return False
        cell.pieces.append(piece)
        cell.x1 = max(cell.x1, piece.x1)
    return True


def _grid(rows: list[_Row]) -> Grid:
    """Rows to a grid over all places where texts begin."""
    edges = sorted({0, *(x for row in rows for x in row.starts())})
    index = {x: n for n, x in enumerate(edges)}
    cells: list[Cell] = []
    above: list[Cell | None] = [None] * len(edges)
    columns = _Columns()
    for number, row in enumerate(rows):
        texts = [cell.text() for cell in row.cells]
        columns.enter(
            row.starts(),
            texts,
            [cell.pieces[0].text for cell in rows[number + 1].cells] if number + 1 < len(rows) else [],
        )
        heads = columns.edges
        owners: list[Cell | None] = [None] * len(edges)
        first = index[row.cells[0].x0]
        for col in range(first):
            owner = above[col]
            if owner is None or owner.col + owner.colspan > first:
                break
            owners[col] = owner
            owner.rowspan = number + 1 - owner.row
        for at, (laid, text) in enumerate(zip(row.cells, texts)):
            col = index[laid.x0]
            limit = index[row.cells[at + 1].x0] if at + 1 < len(row.cells) else len(edges)
            if (
                at == 0
                and number + 1 < len(rows)
                and laid.x0 < (under := rows[number + 1].cells[0].x0)
                and laid.x1 <= under
            ):
                limit = min(limit, index[under])  # a label that goes on beside the rows below
            end = _end(col, limit, laid, edges, heads)
            cell = Cell(number, col, 1, end - col, text, line=laid.pieces[0].line)
            cells.append(cell)
            owners[col:end] = [cell] * (end - col)
        cells += _blanks(owners, number, heads, edges)
        above = owners
    return Grid(cells, len(rows), len(edges), line=rows[0].cells[0].pieces[0].line)


def _has_cut_words(grid: Grid) -> bool:
    """Whether a level's word stands in two cells (数量指 over 标): lines of one row were taken for two."""
    return any(_CUT.match(_squeezed(cell.text)) for cell in grid.cells)


def _begins_level(grid: Grid) -> bool:
    """Whether the rows under level heads begin with a level, and none is a lone text: else merged cells stand in their
    middle.
    """
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        if cell.text:
            rows[cell.row].append(cell)
    place: int | None = None
    waits = False
    for row in rows:
        heads = [c for c in row if LEVEL_HEAD.match(_squeezed(c.text))]
        if len(heads) > 1:
            place, waits = heads[0].col, True
        elif place is not None and waits:
            waits = not any(c.col == place for c in row)
            if waits and any(_FIGURE.match(c.text) for c in row):
                return False
        elif place is not None and len(row) == 1 and row[0].col > 0 and len(row[0].text) < SHORT:
            return False
    return True


@dataclass(slots=True)
class _Columns:
    """The columns in force: places of the last row of heads, as long as the rows keep to them."""

    edges: set[int] = field(default_factory=set)
    of_levels: bool = False
    """They head indicators, where each row may begin at the first column."""
    labelled: bool = False
    """A row began right of the first column: what stands there is a label over all rows, and a new one ends them."""

    def enter(self, starts: list[int], texts: list[str], below: list[str]) -> None:
        first = min(starts)
        known = sum(bool(LEVEL_HEAD.match(text)) or text in HEADS for text in map(_squeezed, texts))
        if known >= 2 or not (self.of_levels and self._keeps(starts)) and _are_heads(texts, below):
            under = self.edges if self.edges & set(starts) and first > min(self.edges) else set()
            self.edges, self.of_levels, self.labelled = (
                set(starts) | under,
                known >= 2 or bool(under) and self.of_levels,
                False,
            )
        elif self.edges:
            ended = not self.of_levels and self.labelled and first == min(self.edges) and len(starts) <= 2
            self.labelled = self.labelled or first > min(self.edges)
            if ended or not self._keeps(starts):
                self.edges = set()

    def _keeps(self, starts: list[int]) -> bool:
        """Whether texts begin in these columns; the first may be divided."""
        inner = sorted(self.edges)[1:]
        return bool(inner) and {x for x in starts if x >= inner[0]} <= self.edges


def _are_heads(texts: list[str], below: list[str]) -> bool:
    """At least three short texts without a figure among them, and figures in the row below."""
    if len(texts) < 3 or any(_FIGURE.match(text) or len(text) > 16 for text in texts):
        return False
    return sum(bool(_FIGURE.match(text)) for text in below) >= (2 if len(texts) > 3 else 1)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _end(col: int, limit: int, laid: _Laid, edges: list[int], heads: set[int]) -> int:
    """The first column that is no more the cell's: the next column under heads, else the next text of the row."""
    for at in range(col + 1, limit):
        if edges[at] >= laid.x1 and edges[at] in heads:
            return at
    return limit


def _blanks(owners: list[Cell | None], number: int, heads: set[int], edges: list[int]) -> list[Cell]:
    """Cells for what nothing owns, one for each column."""
    found: list[Cell] = []
    for col, owner in enumerate(owners):
        if owner is not None:
            continue
        if found and found[-1].col + found[-1].colspan == col and edges[col] not in heads:
            found[-1].colspan += 1
        else:
            found.append(Cell(number, col))
        owners[col] = found[-1]
    return found
