"""Tables dumped one cell a line, blank cells not at all: rows are told by level words, columns by their heads.

    一级指标 / 二级指标 / 三级指标 / 指标值 / 产出指标 / 数量指标 / 维修泵站 / 3座 / 清淤渠道 / 12千米 …   (a line each)

Nothing is guessed: a row with fewer cells than the heads ask for is taken only where what is missing stands at its end
(notes, reasons); else the whole text stays lines, and is told as unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.model.document import Cell, Grid, Line
from extractor.readers.lines.spans import LEVEL_HEAD
from extractor.readers.lines.tabdump import free_line
from extractor.readers.shown.celltext import tidy
from extractor.readers.text.line_texts import FIGURE, Row, Text, UnsureError, is_a, is_value, squeezed
from extractor.readers.text.line_upper import upper_rows

_POINTS = r"(?:[(（]?\d+(?:\.\d+)?[分%]?[)）]?)?$"
_NUMBER = r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?"
_LEVEL1 = re.compile(
    rf"{_NUMBER}(?:产出|效益|效果|满意度|成本|投入|过程|管理|部门管理|履职效能|社会效应|预算执行"
    rf"|可持续发展能力)(?:指标)?{_POINTS}"
)
_LEVEL2 = re.compile(
    rf"{_NUMBER}(?:数量|质量|时效|成本|(?:经济|社会|生态环境|生态)(?:成本|效益)|可持续影响"
    rf"|(?:社会公众或)?(?:服务对象)?满意度)(?:指标)?{_POINTS}"
)
_PACKED = re.compile(rf"(?:{_LEVEL2.pattern.removesuffix(_POINTS)})[：:][^：:]{{2,30}}[：:]")
_BLOCK = re.compile(r"指标(?:体系|情况)?$")
_SIGN = re.compile(r"[≥≤≧≦＞＜>=<＝]+$|[大小等]于(?:等于)?$")
_VALUE = re.compile(r"[≥≤≧≦＞＜>=<＝]|\d[\d.,]*\S{0,3}$")
_PAIR = re.compile(r"(?!其中|目标\s*\d)[^：:]{1,16}[：:]\s*\S")
_ABOVE = re.compile(r"表$|公开|^附件|^[(（]?\s*\d{4}\s*年度?\s*[)）]?$|^单位[：:]")
_SIGNED = re.compile(r"填|经办|联系|负责|单位(?:负责|领导|[（(盖公]|$)|审核|制表|电话|日期")
_LATER = re.compile(r"原因|措施|备注|说明|依据|来源|标准")
"""Heads of columns that are often blank."""
LONGEST_HEAD, MOST_HEADS = 16, 16


@dataclass(slots=True)
class _Table:
    rows: list[Row] = field(default_factory=list)


def cells_of_lines(lines: list[str]) -> list[Line | Grid] | None:
    """The lines and tables of a dump with a cell a line; None where there is none, or it cannot be told surely."""
    texts = [Text(clean, n) for n, text in enumerate(lines, 1) if (clean := tidy(text))]
    items: list[Line | Grid] = []
    at = 0
    try:
        while (heads := _heads(texts, at)) is not None:
            begin = _begin(texts, at, heads[0])
            table = _Table(upper_rows(texts[begin : heads[0]]))
            end = _indicators(texts, heads, table)
            items += _free(lines, texts[at:begin])
            items.append(_grid(table))
            at = end
    except UnsureError:
        return None
    if not items:
        return None
    return items + _free(lines, texts[at:])


def _free(lines: list[str], texts: list[Text]) -> list[Line | Grid]:
    return [line for text in texts if (line := free_line(lines[text.line - 1], text.line)) is not None]


def _heads(texts: list[Text], start: int) -> tuple[int, int] | None:
    """From where to where the heads of the next indicator table stand.

    They end at the first 一级 word with a 二级 word under it, and begin at the level heads; where these are worded
    otherwise, as many lines above as a row has, or as many more as end below a value.
    """
    first = next(
        (n for n in range(start, len(texts) - 3) if is_a(_LEVEL1, texts[n]) and is_a(_LEVEL2, texts[n + 1])), None
    )
    if first is None:
        return _headless(texts, start)
    if _is_pair(texts[first + 2]):
        return _headless(texts, start)
    numbered = first > start and texts[first - 1].text == "1"
    end = first - 1 if numbered else first
    top = end
    while (
        top > start
        and not is_value(texts[top - 1])
        and not _is_pair(texts[top - 1])
        and len(texts[top - 1].text) <= LONGEST_HEAD
        and end - top < MOST_HEADS
    ):
        top -= 1
    known = next((n for n in range(top, end - 1) if is_a(LEVEL_HEAD, texts[n])), None)
    if known is not None:
        return (known - 1 if numbered and known > top else known), end
    nexts = [
        n
        for n in range(first + 1, min(len(texts) - 1, first + 4 * MOST_HEADS))
        if is_a(_LEVEL1, texts[n]) and is_a(_LEVEL2, texts[n + 1])
    ]
    width = max((b - a for a, b in zip([first, *nexts], nexts)), default=0)
    if width < 4 or not width <= end - top <= width + 2:
        raise UnsureError
    return top, end


def _headless(texts: list[Text], start: int) -> tuple[int, int] | None:
    """Levels and "name：value" without any heads, or a 一级 and all its indicators in one text."""
    for at in range(start, len(texts) - 3):
        if is_a(_LEVEL1, texts[at]) and is_a(_LEVEL2, texts[at + 1]) and _is_pair(texts[at + 2]):
            return at, at
        if _packs(texts, at):
            return (at - 1 if at > start and _BLOCK.search(texts[at - 1].text) else at), at
    return None


def _packs(texts: list[Text], at: int) -> bool:
    """产出指标 over 数量指标：维修泵站：3座。质量指标：…"""
    return at + 1 < len(texts) and is_a(_LEVEL1, texts[at]) and _PACKED.match(squeezed(texts[at + 1].text)) is not None


def _begin(texts: list[Text], start: int, end: int) -> int:
    """Where the table begins: below titles and "label：value" lines."""
    at = start
    last = max((n for n in range(start, end) if _is_pair(texts[n]) and "。" not in texts[n].text), default=start - 1)
    above = any(is_a(FIGURE, text) for text in texts[start : last + 1])
    if not above and last >= start:
        return last + 1
    while at < end and (_is_pair(texts[at]) or _ABOVE.search(squeezed(texts[at].text))):
        at += 1
    return at


def _is_pair(text: Text) -> bool:
    return _PAIR.match(text.text) is not None


def _is_signed(text: Text) -> bool:
    """A line of the sign-off: its label begins so, or is one of several on the line (部门负责人签字：…  经办人：…)."""
    label, *more = re.split("[：:]", text.text)
    return _SIGNED.match(label) is not None or len(more) > 1 and _SIGNED.search(label) is not None


def _indicators(texts: list[Text], heads: tuple[int, int], table: _Table) -> int:
    """The rows under the heads; the index after them."""
    first, at = heads
    names = texts[first:at]
    if _packs(texts, at):
        return _packed_rows(texts, first, at, table)
    if not names:
        return _bare_rows(texts, at, table)
    serial = 1 if texts[at].text == "1" else 0
    levels = 2
    if len(names) < serial + levels + 2:
        raise UnsureError
    later = 0
    while later < len(names) - serial - levels - 2 and _LATER.search(names[-1 - later].text):
        later += 1
    table.rows.append([*names])
    below = len(table.rows)
    number = 0
    while at < len(texts):
        begun = _row(texts, at, number + 1 if serial else None)
        if begun is None:
            break
        row, at = begun
        need = len(names) - len(row)
        end = at
        while (
            end < len(texts)
            and end - at < need
            and not _ends_row(texts, end, number + 2 if serial else None, end - at >= need - later)
        ):
            end += 1
        short = need - later - (end - at)
        taken = _with_blank_unit(texts[at:end], names[len(row) :], short) if end - at < need else texts[at:end]
        if len(taken) < need - later:
            raise UnsureError
        table.rows.append([*row, *taken, *(Text("", texts[end - 1].line) for _ in range(need - len(taken)))])
        at = end
        number += 1
    bare = any(row[serial] is None and row[serial + 1] is None for row in table.rows[below:])
    if number < 2 or bare and later and not serial:  # a reason, or the next name?
        raise UnsureError
    _check(table.rows[below:], serial + levels + 1, has_unit="单位" in names[-1].text)
    return at


def _packed_rows(texts: list[Text], first: int, at: int, table: _Table) -> int:
    """Rows of a 一级 and all its indicators, behind the label of the block; the index after them."""
    count, block = len(table.rows), [*texts[first:at]]
    while _packs(texts, at):
        table.rows.append([*(block if len(table.rows) == count else [None] * len(block)), *texts[at : at + 2]])
        at += 2
    if len(table.rows) < count + 2:
        raise UnsureError
    return at


def _bare_rows(texts: list[Text], at: int, table: _Table) -> int:
    """Rows of levels and one "name：value"; the index after them."""
    count = len(table.rows)
    while (
        (begun := _row(texts, at, None)) is not None
        or at < len(texts)
        and _is_pair(texts[at])
        and not _is_signed(texts[at])
    ):
        row, at = begun or ([None, None], at)
        if at >= len(texts) or not _is_pair(texts[at]) or _is_signed(texts[at]):
            raise UnsureError
        table.rows.append([*row, texts[at]])
        at += 1
    if len(table.rows) < count + 2:
        raise UnsureError
    return at


def _row(texts: list[Text], at: int, number: int | None) -> tuple[Row, int] | None:
    """The leading cells of a row (its number, its levels; None for those that go on from above), and the index after
    them.
    """
    row: Row = []
    if number is not None:
        if texts[at].text != str(number):
            return None
        row.append(texts[at])
        at += 1
    if at + 1 >= len(texts):
        return None
    if is_a(_LEVEL1, texts[at]) and is_a(_LEVEL2, texts[at + 1]):
        return [*row, *texts[at : at + 2]], at + 2
    if is_a(_LEVEL2, texts[at]):
        return [*row, None, texts[at]], at + 1
    if _is_pair(texts[at]) or is_value(texts[at]) or _ABOVE.search(texts[at].text):
        return None
    return [*row, None, None], at


def _with_blank_unit(texts: list[Text], names: list[Text], short: int) -> list[Text]:
    """定性 | 持续改善 has no unit: where a value without a figure stands before a column of units, the blank one is put
    in, if a figure follows or the row is `short` of one cell.
    """
    at = next((n for n, name in enumerate(names) if n > 1 and "单位" in name.text), len(texts) + 1)
    if at > len(texts) or re.search(r"\d", texts[at - 1].text):
        return texts
    if at < len(texts) and not texts[at].text[0].isdigit() and short != 1:
        return texts
    return [*texts[:at], Text("", texts[at - 1].line), *texts[at:]]


def _ends_row(texts: list[Text], at: int, number: int | None, enough: bool) -> bool:
    """Whether the next row, or something below the table, begins at this line. 满意度 alone may be a name till there
    are `enough`.
    """
    if number is not None:
        follows = at + 1 < len(texts) and texts[at].text == str(number) and not is_a(FIGURE, texts[at + 1])
        return follows or _is_pair(texts[at])
    level = is_a(_LEVEL1, texts[at]) and at + 1 < len(texts) and is_a(_LEVEL2, texts[at + 1])
    return level or enough and is_a(_LEVEL2, texts[at]) or _is_pair(texts[at])


def _check(rows: list[Row], first: int, *, has_unit: bool) -> None:
    """Each column under further heads must hold one kind of text: signs with signs, bare figures with figures."""
    for col in range(first, len(rows[0])):
        texts = [cell for row in rows if (cell := row[col]) is not None and cell.text]
        signs = sum(is_a(_SIGN, text) for text in texts)
        if signs and signs + sum(text.text == "定性" for text in texts) < len(texts):
            raise UnsureError
    for row in rows:
        name = row[first - 1]
        if name is None or _VALUE.match(name.text):
            raise UnsureError
        if row[-1] is not None and not row[-1].text and not has_unit and not _like(row, rows, first):
            raise UnsureError


def _like(row: Row, rows: list[Row], first: int) -> bool:
    """Whether a short row's last cell is of the kind that its column holds in most rows."""
    filled = [n for n in range(first, len(row)) if (cell := row[n]) is not None and cell.text]
    if not filled:
        return False
    kinds = [is_a(FIGURE, cell) for other in rows if (cell := other[filled[-1]]) is not None and cell.text]
    own = row[filled[-1]]
    return own is not None and is_a(FIGURE, own) == (2 * sum(kinds) >= len(kinds))


def _grid(table: _Table) -> Grid:
    cols = max(len(row) for row in table.rows)
    cells: list[Cell] = []
    above: list[Cell | None] = [None] * cols
    for number, row in enumerate(table.rows):
        owners: list[Cell | None] = [None] * cols
        for col, text in enumerate(row):
            owner = above[col]
            if text is None and owner is not None and owner.colspan == 1:
                owner.rowspan += 1
                owners[col] = owner
                continue
            span = cols - col if col == len(row) - 1 else 1
            cell = Cell(
                number,
                col,
                1,
                span,
                text.text if text is not None else "",
                line=text.line if text is not None else None,
            )
            cells.append(cell)
            owners[col : col + span] = [cell] * span
        above = owners
    first = next(cell.line for cell in cells if cell.line is not None)
    return Grid(cells, len(table.rows), cols, line=first)
