"""Rows of cells without their spans -> the grid they stand for: a text dump's, a copied table's.

A merged cell is written once, with a blank where it goes on below; that it spans columns is not written at all, so rows
of one table have as many cells as they show. What a row of heads spans is told by the row under it: each blank there
stands under one head of its own height, and the texts between blanks are shared out among the heads that are left
(`shared_out`). Rows of as many cells stand in the same columns; else a row's last cell reaches the right edge.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.model.document import Cell, Grid
from extractor.readers.lines.sharing import shared_out

HEADS = frozenset(
    {"一级指标", "二级指标", "三级指标", "指标名称", "指标内容", "绩效指标", "指标类型", "绩效指标分类", "绩效指标描述"}
)
LEVEL_HEAD = re.compile(r"[^，。；：:、\d]{0,4}[一二三四]级[^，。；：:、\d]{0,6}$")
"""一级指标 by whatever name: 二级, 一级考核指标, 三级指标名称. Of text without white space."""
_FIGURE = re.compile(r"[+≥≤≧≦＞＜>=<＝≈√☑]|[-—–/]+$|-?\d[\d.,，]*[%％‰]?[^-—–\d]{0,3}$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?度?$")
_SUM = re.compile(r"(?:金额)?[合总小共]计|总分")
LONGEST_HEAD = 20
MOST_HEADS = 3
"""Rows of heads over a table."""
Row = list[tuple[str, int]]
"""The texts of a row's cells, each with its line; "" for a blank one."""


def build_grid(rows: list[Row]) -> Grid:
    """The grid of these rows, with its doubts."""
    cols = max(len(row) for row in rows)
    texts = [["".join(text.split()) for text, _ in row] for row in rows]
    leads = _leading_empties(texts)
    _free_corners(texts, leads)
    spans, doubts = _spans(texts, cols)
    cells: list[Cell] = []
    above: dict[int, Cell] = {}
    for number, row in enumerate(rows):
        owners: dict[int, Cell] = {}
        under = number > 0 and spans[number - 1].told
        col = 0
        for index, (text, line) in enumerate(row):
            span = spans[number].widths[index]
            owner = above.get(col)
            goes_on = index < leads[number] or (under and not text)
            if goes_on and owner is not None and owner.text and owner.col == col and owner.colspan == span:
                owner.rowspan += 1
                owners[col] = owner
            else:
                owners[col] = Cell(number, col, 1, span, text, line=line)
                cells.append(owners[col])
            col += span
        above = owners
    return Grid(cells, len(rows), cols, line=rows[0][0][1], doubts=doubts)


class _Widths:
    """How many columns each cell of a row spans; `told`: by the row of heads under it."""

    __slots__ = ("told", "widths")

    def __init__(self, widths: list[int], told: bool = False) -> None:
        self.widths, self.told = widths, told


def _spans(texts: list[list[str]], cols: int) -> tuple[list[_Widths], list[str]]:
    """From the lowest row up: a row of heads spans what the heads under it span together."""
    found = [_Widths([*[1] * (len(row) - 1), cols - len(row) + 1]) for row in texts]
    doubts: list[str] = []
    _align_sums(texts, found, cols)
    for at in range(len(texts) - 2, -1, -1):
        row, below = texts[at], texts[at + 1]
        if not is_heads(row) or len(below) <= len(row) or _last_value_blank(row, below):
            continue
        groups, sure = shared_out(row, below) if is_heads(below) else _sides(row, below)
        if groups is not None:
            ends = [0]
            for count in groups:
                ends.append(ends[-1] + count)
            under = found[at + 1].widths
            found[at] = _Widths([sum(under[a:b]) for a, b in pairwise(ends)], told=True)
        if _names_levels(row) and not sure:
            doubts.append(
                f"第{at + 1}行表头有 {len(row)} 格，下一行有 {len(below)} 格，文本没有写明哪个表头跨列，"
                f"列的对应可能有误"
            )
    return found, doubts[::-1]


def _align_sums(texts: list[list[str]], found: list[_Widths], cols: int) -> None:
    """The label of a row of sums reaches over what has no sum: its figures stand under those of the row above, from the
    right.
    """
    for at in range(1, len(texts)):
        row, above = texts[at], texts[at - 1]
        label = next((n for n, text in enumerate(row) if text), len(row))
        if label + 1 < len(row) < len(above) and _SUM.match(row[label]) and _FIGURE.match(row[label + 1]):
            lent = len(above) - len(row)
            found[at] = _Widths([*[1] * label, 1 + lent, *found[at - 1].widths[label + 1 + lent :]])


def is_heads(row: list[str]) -> bool:
    """Several short texts and not a figure among them. `row`: texts without white space."""
    filled = [text for text in row if text]
    return len(filled) > 1 and not any(
        _FIGURE.match(text) and not _YEAR.match(text) or len(text) > LONGEST_HEAD or "。" in text for text in filled
    )


def _names_levels(row: list[str]) -> bool:
    return sum(text in HEADS or bool(LEVEL_HEAD.match(text)) for text in row) > 1


def names_level(row: list[str]) -> bool:
    """A row of heads that names a level of indicators."""
    return sum(map(bool, row)) > 2 and any(text in HEADS or LEVEL_HEAD.match(text) for text in row)


def _last_value_blank(row: list[str], below: list[str]) -> bool:
    """A label and its value over pairs of them, the last value left blank (项目名称, …; 主管部门, …, 实施单位, ""): no
    heads.
    """
    return len(row) == 2 and len(below) % 2 == 0 and not below[-1] and all(below[:-1]) and not _names_levels(row)


def _sides(row: list[str], below: list[str]) -> tuple[list[int] | None, bool]:
    """Heads over as many pairs of a label and its figure: 2023年, 2024年 over 资金总额, 90, 资金总额, 100. A block's
    label may stand before them.
    """
    ahead = 1 if below[0] == "" else 0
    heads, cells = len(row) - ahead, below[ahead:]
    paired = len(cells) == 2 * heads and all(bool(_FIGURE.match(text)) == bool(n % 2) for n, text in enumerate(cells))
    return ([1] * ahead + [2] * heads, True) if paired and heads > 1 else (None, False)


def _free_corners(texts: list[list[str]], leads: list[int]) -> None:
    """Heads with a blank over the label of their block (\\t, 一级指标, …; then 绩效指标, 产出指标, …): the blank is
    their own, no label from above goes on in it."""
    at = 1
    while at < len(texts):
        end = at
        while end < len(texts) and end - at < MOST_HEADS and leads[end] and _is_under_corner(texts, at, end):
            end += 1
        begun = end - at > 0 and end < len(texts) and leads[end] == 0 and len(texts[end]) > 1
        if begun:
            leads[at] = 0
            for row in range(at + 1, end):
                leads[row] = 1 if len(texts[row]) > len(texts[at]) else 0
        at = max(end, at + 1)


def _is_under_corner(texts: list[list[str]], at: int, row: int) -> bool:
    return is_heads(texts[row]) and names_level(texts[at])


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
