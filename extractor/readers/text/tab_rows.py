"""Rows of a Word table copied as text: a line a row, a tab between cells, free lines without tabs around them.

    项目支出绩效目标表
    项目名称	泵站维修	主管部门	某县水利局
    绩效指标	一级指标	二级指标	三级指标	指标值
        产出指标	数量指标	维修泵站	3座
                        清淤渠道	12千米

A merged cell's text is written once, blanks stand where it goes on below; that it spans columns is not written, so rows
have as many cells as they show. A sheet saved as text has a place for every column in every row; `is_ragged` tells them
apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.model.document import Document, Grid, Note, Place
from extractor.readers.lines.sharing import kind_of, sharings
from extractor.readers.lines.spans import build_grid, is_heads, names_level
from extractor.readers.lines.tabdump import free_line
from extractor.readers.shown.celltext import tidy
from extractor.readers.text.sheet_merges import heads_over_heads
from extractor.settings import Settings

_TITLE = re.compile(r"[\s　]*[^\t，。；：:]{0,40}绩效[^\t，。；：:]{0,30}表(?:[（(][^（）()]*[）)])*[\s　]*\Z")
_HEADING = re.compile(r"[：:]|^[\s　]*[（(]?\s*\d{4}\s*年?度?\s*[）)]?[\s　]*$|^[\s　]*[（(].*[）)][\s　]*$")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}[、.．)）]")
_ITEM = re.compile(r"(?:^|(?<=\S) +)(\d{1,2})[.、．](?=\D)")
LONG = 16
"""Characters from which a text is no head and no value of one column."""
_Row = tuple[int, list[str]]
"""Line from 1, and the texts of its cells."""


def is_ragged(lines: list[str]) -> bool:
    """Whether rows have as many cells as they show, as a word processor copies them, and no place for every column.

    In a sheet saved as text all rows are as long as the longest, or, without blank ends, gaps part the texts of short
    rows.
    """
    rows = [line.split("\t") for line in lines if "\t" in line]
    widest = max(map(len, rows), default=0)
    if widest < 3 or any(line.count('"') % 2 for line in lines):
        return False
    if sum(len(row) == widest for row in rows) == len(rows):
        return False
    if any(heads_over_heads(_squeezed(row), _squeezed(below)) and "" in _within(row) for row, below in pairwise(rows)):
        return False
    short = [row for row in rows if len(row) < widest and sum(map(bool, row)) > 1]
    gapped = sum("" in _within(row) for row in short)
    return gapped <= len(short) / 3


def _squeezed(row: list[str]) -> list[str]:
    return ["".join(text.split()) for text in row]


def _within(row: list[str]) -> list[str]:
    """From the first text to the last."""
    filled = [n for n, text in enumerate(row) if text.strip()]
    return [text.strip() for text in row[filled[0] : filled[-1] + 1]] if filled else []


def add_tables(document: Document, lines: list[str], settings: Settings) -> None:
    """The tables and the free lines between them, in order."""
    count = 0
    cut_off = not any(line.endswith("\t") for line in lines)
    for table, run in _runs(lines):
        if not table:
            document.items += [line for number, (text, *_) in run if (line := free_line(text, number)) is not None]
            continue
        kept = run[: max(settings.max_rows - count, 0)]
        if len(kept) < len(run):
            _cut(document, run[len(kept)][0], len(run) - len(kept))
        count += len(kept)
        if kept:
            document.items.append(_grid(_padded(kept) if cut_off else kept))


def _cut(document: Document, line: int, rows: int) -> None:
    message = f"第 {line} 行起的表格过长，有 {rows} 行文字未读取"
    document.notes.append(Note("unreadable-part", message, Place(line=line)))


def _padded(rows: list[_Row]) -> list[_Row]:
    """Rows with the blanks that were cut off their ends: as long as the heads above them ask for.

    A lone text reaches to the right edge, unless it is a kind of indicators, whose row was left blank.
    """
    texts = [["".join(text.split()) for text in row] for _, row in rows]
    found: list[_Row] = []
    heads: list[str] = []
    under = False
    for (number, row), own in zip(rows, texts):
        lent = _cut_sub_heads(heads, own) if under and not own[0] else None
        if lent is not None:
            heads = [*own, *[""] * lent]
        elif is_heads(own) and len(own) > 2 and (len(own) > len(heads) or names_level(own) or own[0]):
            heads = own
        elif len(own) > len(heads) or _begins_block(heads, own):
            heads = []
        under = lent is None and heads is own
        alone = sum(map(bool, own)) == 1 and not _is_kind(own[-1]) or _is_caption(own[-1])
        found.append((number, row if alone else [*row, *[""] * (len(heads) - len(own))]))
    return found


def _begins_block(heads: list[str], row: list[str]) -> bool:
    """Whether a label and its text stand under a block of labels over figures: 项目资金, 资金总额; then 年度目标."""
    block = len(heads) > 2 and bool(heads[0]) and not names_level(heads)
    return block and len(row) == 2 and all(row) and not kind_of(row[0]) and (len(row[1]) > LONG or "。" in row[1])


def _is_caption(text: str) -> bool:
    return _NUMBERED.match(text) is not None and text.endswith("指标")


def _is_kind(text: str) -> bool:
    return bool(kind_of(text)) and not _NUMBERED.match(text)


def _cut_sub_heads(heads: list[str], below: list[str]) -> int | None:
    """How many blanks a second row of heads has lost (under a head as high as both stands one), None for other rows."""
    if not (is_heads(below) and names_level(heads)) or any(map(kind_of, below)):
        return None
    ranked = [(ways[0][0], lent) for lent in range(len(heads)) if (ways := sharings(heads, [*below, *[""] * lent]))]
    best = max(ranked, default=(0.0, 0))
    return best[1] if best[0] > 0 else None


def _grid(rows: list[_Row]) -> Grid:
    return build_grid([[(_listed(tidy(text)), number) for text in texts] for number, texts in rows])


def _listed(text: str) -> str:
    """A numbered list on lines of its own again: the copy has blanks for a cell's line breaks."""
    marks = list(_ITEM.finditer(text))
    if len(marks) < 2 or "\n" in text or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        return text
    return _ITEM.sub(lambda mark: ("\n" if mark.start() else "") + mark[0].lstrip(), text)


def _runs(lines: list[str]) -> Iterator[tuple[bool, list[_Row]]]:
    """Rows of tables, and lines outside them. A line without a tab between rows is a row of one cell, unless a title
    stands there; so is one under a title, its year and its "label：value" lines."""
    rows = [(number, text.split("\t")) for number, text in enumerate(lines, 1) if text.strip()]
    at = 0
    while at < len(rows):
        end = _without_tabs(rows, at)
        if end > at and (at == 0 or end == len(rows) or _titles(rows[at:end])):
            last = max(_titles(rows[at:end]), default=None)
            begin = end if last is None or end == len(rows) else _below_heading(rows, at + last + 1, end)
            yield False, rows[at:begin]
            at = begin
        end = at
        while end < len(rows) and (below := _without_tabs(rows, end)) < len(rows):
            if below > end and end > at and _titles(rows[end:below]):
                break
            end = below + 1
        if end > at:
            yield True, rows[at:end]
        at = end


def _without_tabs(rows: list[_Row], at: int) -> int:
    """The index after the lines without tabs that begin here."""
    while at < len(rows) and len(rows[at][1]) == 1:
        at += 1
    return at


def _titles(rows: list[_Row]) -> list[int]:
    return [n for n, (_, texts) in enumerate(rows) if _TITLE.match(texts[0])]


def _below_heading(rows: list[_Row], at: int, end: int) -> int:
    """The index after the year and the "label：value" lines under a title; what stands below
    them stands in the table.
    """
    return max((n + 1 for n in range(at, end) if _HEADING.search(rows[n][1][0])), default=at)
