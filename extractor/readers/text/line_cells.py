"""Tables dumped one cell a line, blank cells not at all: rows are told by level words, columns by their heads.

    一级指标 / 二级指标 / 三级指标 / 指标值 / 产出指标 / 数量指标 / 维修泵站 / 3座 / 清淤渠道 / 12千米 …   (a line each)

Nothing is guessed: a row with fewer cells than the heads ask for is taken only where what is missing stands at its end
(notes, reasons); else the whole text stays lines, and is told as unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations

from extractor.model.document import Cell, Grid, Line
from extractor.readers.lines.spans import LEVEL_HEAD
from extractor.readers.lines.tabdump import free_line
from extractor.readers.shown.celltext import tidy

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
_FIGURE = re.compile(r"[-—–/]+$|-?\d[\d.,，]*\s*(?:[%％]|[千百十]?万?元|亿元)?$")
_SIGN = re.compile(r"[≥≤≧≦＞＜>=<＝]+$|[大小等]于(?:等于)?$")
_VALUE = re.compile(r"[≥≤≧≦＞＜>=<＝]|\d[\d.,]*\S{0,3}$")
_PAIR = re.compile(r"(?!其中|目标\s*\d)[^：:]{1,16}[：:]\s*\S")
_ABOVE = re.compile(r"表$|公开|^附件|^[(（]?\s*\d{4}\s*年度?\s*[)）]?$|^单位[：:]")
_POINTS_HEAD = re.compile(r"权重|分值|得分|分数|分$")
_SIGNED = re.compile(r"填|经办|联系|负责|单位|审核|制表|电话|日期")
_LATER = re.compile(r"原因|措施|备注|说明|依据|来源|标准")
"""Heads of columns that are often blank."""
PROSE, LONGEST_HEAD, MOST_HEADS = 24, 16, 16


@dataclass(slots=True)
class _Text:
    text: str
    line: int


_Row = list[_Text | None]
"""Cells from the left; None goes on from above. The last reaches the right edge."""


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)


class _UnsureError(Exception):
    """The lines do not say which cell is which."""


def cells_of_lines(lines: list[str]) -> list[Line | Grid] | None:
    """The lines and tables of a dump with a cell a line; None where there is none, or it cannot be told surely."""
    texts = [_Text(clean, n) for n, text in enumerate(lines, 1) if (clean := tidy(text))]
    items: list[Line | Grid] = []
    at = 0
    try:
        while (heads := _heads(texts, at)) is not None:
            begin = _begin(texts, at, heads[0])
            table = _Table(_upper(texts[begin : heads[0]]))
            end = _indicators(texts, heads, table)
            items += _free(lines, texts[at:begin])
            items.append(_grid(table))
            at = end
    except _UnsureError:
        return None
    if not items:
        return None
    return items + _free(lines, texts[at:])


def _free(lines: list[str], texts: list[_Text]) -> list[Line | Grid]:
    return [line for text in texts if (line := free_line(lines[text.line - 1], text.line)) is not None]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is(pattern: re.Pattern[str], text: _Text) -> bool:
    return pattern.match(_squeezed(text.text)) is not None


def _heads(texts: list[_Text], start: int) -> tuple[int, int] | None:
    """From where to where the heads of the next indicator table stand.

    They end at the first 一级 word with a 二级 word under it, and begin at the level heads; where these are worded
    otherwise, as many lines above as a row has, or as many more as end below a value.
    """
    first = next(
        (n for n in range(start, len(texts) - 3) if _is(_LEVEL1, texts[n]) and _is(_LEVEL2, texts[n + 1])), None
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
        and not _is_value(texts[top - 1])
        and not _is_pair(texts[top - 1])
        and len(texts[top - 1].text) <= LONGEST_HEAD
        and end - top < MOST_HEADS
    ):
        top -= 1
    known = next((n for n in range(top, end - 1) if _is(LEVEL_HEAD, texts[n])), None)
    if known is not None:
        return (known - 1 if numbered and known > top else known), end
    nexts = [
        n
        for n in range(first + 1, min(len(texts) - 1, first + 4 * MOST_HEADS))
        if _is(_LEVEL1, texts[n]) and _is(_LEVEL2, texts[n + 1])
    ]
    width = max((b - a for a, b in zip([first, *nexts], nexts)), default=0)
    if width < 4 or not width <= end - top <= width + 2:
        raise _UnsureError
    return top, end


def _headless(texts: list[_Text], start: int) -> tuple[int, int] | None:
    """Levels and "name：value" without any heads, or a 一级 and all its indicators in one text."""
    for at in range(start, len(texts) - 3):
        if _is(_LEVEL1, texts[at]) and _is(_LEVEL2, texts[at + 1]) and _is_pair(texts[at + 2]):
            return at, at
        if _packs(texts, at):
            return (at - 1 if at > start and _BLOCK.search(texts[at - 1].text) else at), at
    return None


def _packs(texts: list[_Text], at: int) -> bool:
    """产出指标 over 数量指标：维修泵站：3座。质量指标：…"""
    return at + 1 < len(texts) and _is(_LEVEL1, texts[at]) and _PACKED.match(_squeezed(texts[at + 1].text)) is not None


def _begin(texts: list[_Text], start: int, end: int) -> int:
    """Where the table begins: below titles and "label：value" lines."""
    at = start
    last = max((n for n in range(start, end) if _is_pair(texts[n]) and "。" not in texts[n].text), default=start - 1)
    above = any(_is(_FIGURE, text) for text in texts[start : last + 1])
    if not above and last >= start:
        return last + 1
    while at < end and (_is_pair(texts[at]) or _ABOVE.search(_squeezed(texts[at].text))):
        at += 1
    return at


def _is_pair(text: _Text) -> bool:
    return _PAIR.match(text.text) is not None


def _is_prose(text: _Text) -> bool:
    return len(text.text) > PROSE or re.search(r"[。；，].*\d|。", text.text) is not None


def _upper(texts: list[_Text]) -> list[_Row]:
    """What stands above the indicators: money (a label and its figures a row) and prose beside its label."""
    rows: list[_Row] = []
    at = 0
    while at < len(texts):
        labels, values = at, at
        while values < len(texts) and not _is_value(texts[values]):
            values += 1
        end = values
        while end < len(texts) and _is_value(texts[end]) and _is_prose(texts[end]) == _is_prose(texts[values]):
            end += 1
        if end == values:
            raise _UnsureError
        found = texts[labels:values]
        at = (
            _prose(found, texts[values:end], end, rows)
            if _is_prose(texts[values])
            else _money(texts, found, values, end, rows)
        )
    return rows


def _is_value(text: _Text) -> bool:
    return _is(_FIGURE, text) or _is_prose(text)


def _prose(labels: list[_Text], values: list[_Text], end: int, rows: list[_Row]) -> int:
    """One text beside its label, perhaps under a block's; or several under their heads."""
    if len(values) == 1 and len(labels) in (1, 2):
        rows.append([*labels, values[0]])
    elif len(values) == len(labels):
        rows += [[*labels], [*values]]
    elif len(values) == len(labels) - 1:
        rows += [[*labels], [None, *values]]
    else:
        raise _UnsureError
    return end


def _money(texts: list[_Text], labels: list[_Text], values: int, end: int, rows: list[_Row]) -> int:
    """A list of labels and figures, or heads over rows of as many figures; the block's label stands before it all."""
    width = end - values
    ahead = labels[:-1]
    if not labels or width == 1 and len(ahead) > 1 or width > 1 and len(ahead) not in (width, width + 1, width + 2):
        raise _UnsureError
    block = ahead[:1] if len(ahead) != width or width == 1 else []
    if width > 1:
        corner = [] if len(ahead) == width + 2 else [_Text("", ahead[0].line)]
        rows.append([*block, *corner, *ahead[len(block) :]])
        block_cells: _Row = [None] * len(block)
    else:
        block_cells = [*block]
    names = ahead[-width:] if width > 1 else labels
    full = texts[values:end]
    rows.append([*block_cells, labels[-1], *full])
    at = end
    while at + 1 < len(texts) and not _is_value(texts[at]) and _is(_FIGURE, texts[at + 1]):
        beyond = at + 1
        while beyond < len(texts) and _is(_FIGURE, texts[beyond]):
            beyond += 1
        rows.append([*([None] * len(block)), texts[at], *_placed(texts[at + 1 : beyond], full, names)])
        at = beyond
    return at


def _placed(figures: list[_Text], full: list[_Text], names: list[_Text]) -> list[_Text]:
    """The figures of a row each under its head. Points stand in the first row alone; else a
    rate is known by its sign.
    """
    if len(figures) == len(full):
        return figures
    free = [n for n, name in enumerate(names) if not _POINTS_HEAD.search(name.text)]
    kinds = ["%" in full[n].text for n in free]
    own = ["%" in figure.text for figure in figures]
    ways = [chosen for chosen in combinations(range(len(free)), len(own)) if [kinds[n] for n in chosen] == own]
    if len(ways) != 1:
        raise _UnsureError
    found = [_Text("", figures[0].line) for _ in full]
    for n, figure in zip(ways[0], figures):
        found[free[n]] = figure
    return found


def _indicators(texts: list[_Text], heads: tuple[int, int], table: _Table) -> int:
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
        raise _UnsureError
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
        taken = _with_blank_unit(texts[at:end], names[len(row) :]) if end - at < need else texts[at:end]
        if len(taken) < need - later:
            raise _UnsureError
        table.rows.append([*row, *taken, *(_Text("", texts[end - 1].line) for _ in range(need - len(taken)))])
        at = end
        number += 1
    bare = any(row[serial] is None and row[serial + 1] is None for row in table.rows[below:])
    if number < 2 or bare and later and not serial:  # a reason, or the next name?
        raise _UnsureError
    _check(table.rows[below:], serial + levels + 1, has_unit="单位" in names[-1].text)
    return at


def _packed_rows(texts: list[_Text], first: int, at: int, table: _Table) -> int:
    """Rows of a 一级 and all its indicators, behind the label of the block; the index after them."""
    count, block = len(table.rows), [*texts[first:at]]
    while _packs(texts, at):
        table.rows.append([*(block if len(table.rows) == count else [None] * len(block)), *texts[at : at + 2]])
        at += 2
    if len(table.rows) < count + 2:
        raise _UnsureError
    return at


def _bare_rows(texts: list[_Text], at: int, table: _Table) -> int:
    """Rows of levels and one "name：value"; the index after them."""
    count = len(table.rows)
    while (
        (begun := _row(texts, at, None)) is not None
        or at < len(texts)
        and _is_pair(texts[at])
        and not _SIGNED.match(texts[at].text)
    ):
        row, at = begun or ([None, None], at)
        if at >= len(texts) or not _is_pair(texts[at]) or _SIGNED.match(texts[at].text):
            raise _UnsureError
        table.rows.append([*row, texts[at]])
        at += 1
    if len(table.rows) < count + 2:
        raise _UnsureError
    return at


def _row(texts: list[_Text], at: int, number: int | None) -> tuple[_Row, int] | None:
    """The leading cells of a row (its number, its levels; None for those that go on from above), and the index after
    them.
    """
    row: _Row = []
    if number is not None:
        if texts[at].text != str(number):
            return None
        row.append(texts[at])
        at += 1
    if at + 1 >= len(texts):
        return None
    if _is(_LEVEL1, texts[at]) and _is(_LEVEL2, texts[at + 1]):
        return [*row, *texts[at : at + 2]], at + 2
    if _is(_LEVEL2, texts[at]):
        return [*row, None, texts[at]], at + 1
    if _is_pair(texts[at]) or _is_value(texts[at]) or _ABOVE.search(texts[at].text):
        return None
    return [*row, None, None], at


def _with_blank_unit(texts: list[_Text], names: list[_Text]) -> list[_Text]:
    """定性 | 持续改善 has no unit: where a value without a figure stands before a column of units, the blank one is put
    in.
    """
    at = next((n for n, name in enumerate(names) if n > 1 and "单位" in name.text), len(texts) + 1)
    if at > len(texts) or re.search(r"\d", texts[at - 1].text) or at < len(texts) and not texts[at].text[0].isdigit():
        return texts
    return [*texts[:at], _Text("", texts[at - 1].line), *texts[at:]]


def _ends_row(texts: list[_Text], at: int, number: int | None, enough: bool) -> bool:
    """Whether the next row, or something below the table, begins at this line. 满意度 alone may be a name till there
    are `enough`.
    """
    if number is not None:
        follows = at + 1 < len(texts) and texts[at].text == str(number) and not _is(_FIGURE, texts[at + 1])
        return follows or _is_pair(texts[at])
    level = _is(_LEVEL1, texts[at]) and at + 1 < len(texts) and _is(_LEVEL2, texts[at + 1])
    return level or enough and _is(_LEVEL2, texts[at]) or _is_pair(texts[at])


def _check(rows: list[_Row], first: int, *, has_unit: bool) -> None:
    """Each column under further heads must hold one kind of text: signs with signs, bare figures with figures."""
    for col in range(first, len(rows[0])):
        texts = [cell for row in rows if (cell := row[col]) is not None and cell.text]
        signs = sum(_is(_SIGN, text) for text in texts)
        if signs and signs + sum(text.text == "定性" for text in texts) < len(texts):
            raise _UnsureError
    for row in rows:
        name = row[first - 1]
        if name is None or _VALUE.match(name.text):
            raise _UnsureError
        if row[-1] is not None and not row[-1].text and not has_unit and not _like(row, rows, first):
            raise _UnsureError


def _like(row: _Row, rows: list[_Row], first: int) -> bool:
    """Whether a short row's last cell is of the kind that its column holds in most rows."""
    filled = [n for n in range(first, len(row)) if (cell := row[n]) is not None and cell.text]
    if not filled:
        return False
    kinds = [_is(_FIGURE, cell) for other in rows if (cell := other[filled[-1]]) is not None and cell.text]
    own = row[filled[-1]]
    return own is not None and _is(_FIGURE, own) == (2 * sum(kinds) >= len(kinds))


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
