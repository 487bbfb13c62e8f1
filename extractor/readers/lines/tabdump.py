"""The text dump of a Word document: the grammar and the grid it stands for.

A cell starts with a tab; a line without one continues the cell above, and a blank line inside a cell parts its
paragraphs. A blank line followed by a tab ends a row. Two blank lines end the table; what follows is free text
until a tab starts the next table. Leading empty cells are merged cells going on from above; the spans themselves
are not written, so the last cell of a short row is taken to reach the right edge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from extractor.layout.conservation import visible_length
from extractor.model.document import Cell, Grid, Line
from extractor.readers.shown.celltext import tidy

CENTRED_INDENT = 6
"""A dump shows centring by leading blanks; paragraphs indent by two to four."""
_FOOT = re.compile(
    r"\s*(?:(?:填表|填报|填制|制表|编制|经办|审核|复核|上报|联系|单位负责|部门负责|处室负责|项目负责|财务负责|分管领导|主要领导|法定代表|负责)"
    r"(?:人|电话|日期|时间|单位|说明)?(?:签字|签章|签名|电话|盖章)?\s*[（(：:]"
    r"|(?:[备附]?注|说明|附件|联系电话|日期)\s*[：:]|注\s*[1１][.、．]|\S{2,8}[：:].*\s{2,}\S{2,10}[：:])"
)
"""A line that stands under tables, not in them: sign-off labels, 注：, several labels spaced out on one line."""


_TITLE = re.compile(r"[\s　]*[^\t，。；：:]{0,40}绩效[^\t，。；：:]{0,30}表(?:[（(][^（）()]*[）)])?[\s　]*\Z")
"""A form's title: what follows one blank line and comes to a title before the next cell stands outside the table."""
_BEFORE_TITLE = 6
_MOST_HEADS = 2
"""Rows of heads over a table."""


@dataclass(slots=True)
class _RawCell:
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Line number and text; an empty text parts paragraphs."""

    def text(self) -> str:
        return tidy("\n".join(text for _, text in self.lines))


_Row = list[_RawCell]


def starts_cell(line: str) -> bool:
    return line.lstrip(" ").startswith("\t")


def free_line(text: str, number: int) -> Line | None:
    """A line outside tables; None for a blank one."""
    clean = tidy(text)
    if not clean:
        return None
    indent = len(text) - len(text.lstrip(" 　"))
    columns = sum(2 if blank == "\u3000" else 1 for blank in text[:indent])
    return Line(clean, line=number, centred=True if indent >= CENTRED_INDENT else None, indent=columns)


def read_table(lines: list[str], start: int, max_rows: int) -> tuple[list[Line | Grid], int, int]:
    """Read the table whose first cell is at index `start`.

    Gives its items, the index after it, and the number of lines left out because the table is too long.
    """
    rows: list[_Row] = [[]]
    index, blanks = start, 0
    cut = 0
    while index < len(lines):
        text = lines[index]
        if len(rows) > max_rows:
            index, cut = _end_of_table(lines, index)
            rows.pop()
            break
        if not text.strip():
            blanks += 1
            index += 1
            if blanks == 2 and not starts_cell(text):
                break
            if starts_cell(text):  # an empty cell
                blanks -= 1
                _open_cell(rows, text, index, blanks)
                blanks = 0
            continue
        if starts_cell(text):
            _open_cell(rows, text, index + 1, blanks)
        else:
            if blanks and _comes_to_title(lines, index):
                break
            if blanks:
                rows[-1][-1].lines.append((index, ""))
            rows[-1][-1].lines.append((index + 1, text))
        blanks = 0
        index += 1
    return _finish([row for row in rows if row]), index, cut


def _comes_to_title(lines: list[str], index: int) -> bool:
    """The title of the next form stands here, or in the lines from here to the next cell."""
    for text in lines[index : index + _BEFORE_TITLE]:
        if starts_cell(text):
            return False
        if _TITLE.match(text):
            return True
    return False


def _end_of_table(lines: list[str], index: int) -> tuple[int, int]:
    """The index after the table's two blank lines, and how many lines that passes over."""
    start = index
    while index < len(lines) and (lines[index].strip() or starts_cell(lines[index]) or lines[index - 1].strip()):
        index += 1
    return index, index - start


def _open_cell(rows: list[_Row], text: str, number: int, blanks: int) -> None:
    if blanks and rows[-1]:
        rows.append([])
    rows[-1].append(_RawCell(number, [(number, text.lstrip(" ")[1:])]))


def _finish(rows: list[_Row]) -> list[Line | Grid]:
    foot = _cut_foot(rows[-1][-1])
    grid = build_grid([[(cell.text(), cell.line) for cell in row] for row in rows])
    grid.seen = visible_length("".join(text for row in rows for cell in row for _, text in cell.lines))
    items: list[Line | Grid] = [grid]
    items.extend(line for number, text in foot if (line := free_line(text, number)))
    return items


def _cut_foot(cell: _RawCell) -> list[tuple[int, str]]:
    """Some dumps leave only one blank line before the sign-off: it then seems to go on the last cell."""
    for at in range(1, len(cell.lines)):
        if cell.lines[at - 1][1] == "" and at - 1 > 0 and _FOOT.match(cell.lines[at][1]):
            foot = cell.lines[at:]
            del cell.lines[at - 1 :]
            return foot
    return []


HEADS = frozenset(
    {"一级指标", "二级指标", "三级指标", "指标名称", "指标内容", "绩效指标", "指标类型", "绩效指标分类", "绩效指标描述"}
)


def build_grid(rows: list[list[tuple[str, int]]]) -> Grid:
    """Rows of (text, line) -> grid; leading empties continue the cell above, short rows reach the right edge."""
    cols = max(len(row) for row in rows)
    leads = _leading_empties([[text for text, _ in row] for row in rows])
    _free_heads(rows, leads)
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    doubts: list[str] = []
    for number, row in enumerate(rows):
        owners: dict[int, Cell] = {}
        below = rows[number + 1] if number + 1 < len(rows) else []
        wide = _wide_heads(row, below, cols)
        if not wide and _is_head(row) and len(row) < len(below):
            doubts.append(
                f"第{number + 1}行表头有 {len(row)} 格，下一行有 {len(below)} 格，文本没有写明哪个表头跨列，列的对应可能有误"
            )
        under = number > 0 and bool(_wide_heads(rows[number - 1], row, cols))
        col = 0
        for index, (text, line) in enumerate(row):
            owner = above.get(col)
            goes_on = col < leads[number] or (under and not text)
            if goes_on and owner is not None and owner.text and owner.colspan == 1:
                owner.rowspan += 1
                owners[col] = owner
                col += 1
                continue
            last = index == len(row) - 1
            span = wide.get(index) or (cols - col if last else 1)
            owners[col] = Cell(number, col, 1, span, text, line=line)
            cells.append(owners[col])
            col += span
        above = owners
    return Grid(cells, len(rows), cols, line=rows[0][0][1], doubts=doubts)


def _free_heads(rows: list[list[tuple[str, int]]], leads: list[int]) -> None:
    """Heads with a blank over the label of their block (\\t, 一级指标, …; then 绩效指标, 产出指标, …): the blank is their own,
    no label from above goes on in it."""
    at = 1
    while at < len(rows):
        end = at
        while end < len(rows) and leads[end] == 1:
            end += 1
        if 0 < end - at <= _MOST_HEADS and end < len(rows) and leads[end] == 0 and leads[at - 1] == 0:
            run = rows[at:end]
            figures = any(any(ch.isdigit() for ch in text) for row in run for text, _ in row)
            if any(_is_head(row) for row in run) and not figures and len(rows[end]) > 2:
                leads[at:end] = [0] * (end - at)
        at = max(end, at + 1)


def _is_head(row: list[tuple[str, int]]) -> bool:
    return sum(_squeezed(text) in HEADS for text, _ in row) >= 2


def _wide_heads(row: list[tuple[str, int]], below: list[tuple[str, int]], cols: int) -> dict[int, int]:
    """Which heads of a short header row span the sub-heads printed under them, and how many; empty where it is no such row.

    The dump writes a spanning head as one cell, and blanks under the others. Each run of texts in the row below stands
    under one spanning head where there are as many of the one as of the other; else it cannot be told.
    """
    if len(row) >= cols or len(below) != cols or sum(_squeezed(text) in HEADS for text, _ in (*row, *below)) < 2:
        return {}
    runs = sum(filled for filled, _ in groupby(below, key=lambda cell: bool(cell[0].strip())))
    blanks = sum(not text.strip() for text, _ in below)
    if runs != len(row) - blanks or below[0][0].strip():
        return {}
    wide: dict[int, int] = {}
    index = col = 0
    while col < cols and index < len(row):
        span = next((n for n in range(cols - col) if not below[col + n][0].strip()), cols - col)
        if span:
            wide[index] = span
        col += max(span, 1)
        index += 1
    return wide


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _leading_empties(rows: list[list[str]]) -> list[int]:
    """How many cells of each row continue merged ones.

    In a row without any text (a printed row left blank) the merged cells cannot be told from the blank ones: as
    many are taken as in its neighbours of the same length.
    """
    leads = [next((col for col, text in enumerate(row) if text), -1) for row in rows]
    for number, row in enumerate(rows):
        if leads[number] < 0:
            near = [
                leads[other]
                for other in (number - 1, number + 1)
                if 0 <= other < len(rows) and len(rows[other]) == len(row) and leads[other] >= 0
            ]
            leads[number] = max(near, default=0)
    return leads
