"""What a page break tore: is a cell below it the rest of one above, or does it begin anew."""

from __future__ import annotations

import re

from extractor.layout.said import NOTHING, Said, is_said, is_torn_figure
from extractor.model.document import Cell, Grid

_REST_OF_LABEL = re.compile(r"^(?:[出益效果度]?指标|目标|情况|[标况])(?:[（(].*[）)])?$")
_LABEL = re.compile(
    r"(?:指标|目标|情况|资金|拨款|金额|单位|内容|名称|用途|依据|概况|概述|职能|任务|计划|措施|原因|意见|说明|分析|问题|结论|做法|建议"
    r"|签[字章]|日期|电话|实施期|期限|周期|类型|类别|属性|编码|代码|负责人|联系人|[率数度性额量值费])(?:[（(][^（）()]*[）)])?[:：]?$"
)
_STARTS_LEVEL = re.compile(
    r"数量|质量|时效|成本|经济|社会|生态|环境|可持续|满意|服务|效[益果]|产出|[一二三四]级|指标名称"
)
_STARTS_LABEL = re.compile(
    r"(?:年度|[本当全]年|中?长期|中期|项目|绩效|总体|预期|实施|资金|预算|立项|设立|政策|主管|单位|自评|评价|存在|改进|整改|其[他它]|填[报表]|联系).{2,}"
)
_STARTS_BLOCK = re.compile(r"(?:年度|[本当全]年|中?长期|中期|总体|绩效|预期|自评|存在|改进|整改|立项|主管).{2,}")
"""What begins a block of a form and no half of a label: 年度绩效目标 below 经费预算."""
_STARTS_VALUE = re.compile(r"^[≥≤≧≦＞＜><=＝]")
_STARTS_ITEM = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、:：]|[①-⑳]|(?:目标|指标|任务)\d)")
_NUMBERED = re.compile(r"([(（]|目标|任务|指标)?(\d{1,2})([)）.．、:：])")
_STARTS_REST = re.compile(r"^(?:[，。、；：）)》”,;]|或[^许]|的(?!士))")
_BARE_NUMBER = re.compile(r"^[≥≤≧≦＞＜><=＝]?\d[\d.,，]*$")
_BARE_UNIT = re.compile(r"^[%％‰万亿千百\u4e00-\u9fff][\u4e00-\u9fff/／·²³]{0,7}$")
_TORN_FIGURE = re.compile(r"^[≥≤≧≦＞＜><=＝]\d[\d.]*\|\d+(?:\.\d+)?[%％‰\u4e00-\u9fff]")
"""≥179 above a break and 0人 below it."""
_REMARK = re.compile(r"^[（(][^（）()]{1,12}[）)]$")
_LAST_CHARACTER = re.compile(r"[\u4e00-\u9fff](?:[（(][^（）()]{1,12}[）)])?")
"""What is left of a label or a word: 请, 请（万元）."""
_HALF_LABEL = re.compile(
    r"^(?:指标|绩效|[一二三]级|计量|度量|年度|本年度|实施期|长期|中期|全年|半年度|实际|预期|未完成"
    r"|服务对象|社会公众|(?:社会公众)?或服务对象|可持续)$"
)
_HALF_LEVEL = re.compile(r"^(?:经济|社会|生态|环境|生态环境|可持续|可持续影响)(?:效益|成本|影响|指标)(?:指标)?$")
"""Two texts that are one 二级指标 together: 生态 and 效益指标."""
_NAMES_LEVEL = re.compile("[一二三]级")
_LEVEL = re.compile(
    r"(?:产出|效益|满意度|数量|质量|时效|成本|(?:经济|社会|生态|环境|生态环境)(?:效益|成本)|可持续(?:影响|发展)?|(?:社会公众|服务对象"
    r"|受益对象|受益群众|(?:社会公众|社会)?或服务对象|社会公众或服务对象)满意度?|(?:项目)?(?:决策|投入|管理|过程|产出|效果|效益))(?:类?指标)?"
)
"""A level of indicators as a cell says it, whole."""
_WHOLE_LEVELS = ("社会公众或服务对象满意度指标", "可持续影响指标", "经济效益指标")
_HEAD = re.compile(
    r"[一二三]级指标|(?:绩效)?指标(?:名称|内容|值)|.{0,4}(?:指标|目标|完成)值|(?:度量|计量|数量)?单位|分值"
)
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,2}|[一二三四])[.、．]")
_WITH_POINTS = re.compile(r"[（(]\d+(?:\.\d+)?分?[）)]$")
_SIGN = re.compile(
    r"(?:(?:单位|部门|项目)?负责人|(?:填[报表]|经办|联系|审核)(?:单位)?(?:人员?|日期?|时间|电话|方式))(?:[（(]?签[字章名][）)]?)?"
)
"""A label of the sign-off, whole."""
_COLON = re.compile("[：:]")
_ENDS = "。！？；!?;"
_YEAR = re.compile(r"^[（(]20\d\d年")
SCRAP = 4
"""Characters up to which a text below a break is likely a word's rest."""
REMNANT = 12
"""Characters up to which a text without a label is what is left of a value in the line above: of a date, of a name."""
WORDY = 5
"""Characters from which a text that fills its cell may be one that goes on."""
PROSE = 14
"""Characters from which two cells side by side may both go on below a break."""
LONG = 25
"""Characters from which a cell holds prose, which may break anywhere."""


def flat(cell: Cell) -> str:
    """A cell's text without white space."""
    return "".join(cell.text.split())


def row_of(grid: Grid, row: int) -> list[Cell]:
    """The cells that own a row's slots, left to right, each once."""
    owners: list[Cell] = []
    for cell in grid.owners()[row]:
        if cell is not None and (not owners or owners[-1] is not cell):
            owners.append(cell)
    return owners


def is_cut(above: list[Cell], below: list[Cell], last: int, said: Said = NOTHING) -> bool:
    """Whether the first row of the lower part is the rest of the last row of the upper part.

    The rows must have the same edges. In a cut row some text goes on and no cell begins anew; most short cells are
    done and blank below the break. In a new row nearly every cell below is filled, but for merged ones at the left.
    Two parts that another row says whole (`said`) settle it. A row that is wholly blank below the break is taken for
    the rest of the row above.

    Args:
        last: number of the upper part's last row, from 0.
    """
    if [(c.col, c.colspan) for c in above] != [(c.col, c.colspan) for c in below]:
        return False
    if any(counts_on(a, b) and not is_said(a, b, said) for a, b in zip(above, below)):
        return False
    tall = [(a, b) for a, b in zip(above, below) if a.row != last or a.rowspan > 1]
    own = [(a, b) for a, b in zip(above, below) if a.row == last and a.rowspan == 1]
    if any(a.text and b.text and evidence(a, b, said) < 0 for a, b in tall):
        return False
    if not any(b.text for _, b in own):
        return any(a.text for a, _ in own)
    both = [(a, b) for a, b in own if a.text and b.text]
    told = [evidence(a, b, said) for a, b in both]
    if min(told, default=-1) < 0 and not (_outvoted(told) and all(a.full for a, _ in both)):
        return False
    if all(a.full for a, _ in both) and (
        any(_halves(flat(a), flat(b)) or _TORN_FIGURE.match(f"{flat(a)}|{flat(b)}") for a, b in both)
        or _nameless(own, both)
        or _without_figures(own, both)
        or any(is_said(a, b, said) for a, b in both)
        or sum(is_fragment(a, b) for a, b in both) > 1
    ):
        return True
    if len(own) > 1 and len(both) == 1 and both[0][0].col == 0 and not any(a.text or b.text for a, b in own[1:]):
        return is_fragment(*both[0])
    alone = len(both) == 1 and not any(b.text for _, b in own[1:])
    if sum(_breaks_off(a, b) for a, b in both) > 1 or alone and _halves(*map(flat, own[0])):
        return True
    done = sum(1 for a, b in own if a.text and not b.text)
    if done > len(both) and any(a.full or len(b.text) <= SCRAP for a, b in both):
        return True
    labelled = bool(own) and bool(own[0][0].text) and not own[0][1].text
    while own and not own[0][1].text:
        del own[0]
    filled = [(a, b) for a, b in own if a.text or b.text]
    if any(a.text and not b.text for a, b in filled):
        return max(told) > 0
    if len(filled) == 1 and labelled:
        return max(told) > 0 or both[0][0].full or len(both[0][0].text) >= LONG
    return all(a.text and evidence(a, b, said) > 0 for a, b in filled) and (
        len(filled) == 1 or all(len(a.text) >= PROSE or is_fragment(a, b) or _sentence(a, b) for a, b in filled)
    )


def _sentence(a: Cell, b: Cell) -> bool:
    """Whether two texts are one sentence: a comma and no end above the break, its end below."""
    first, rest = flat(a), flat(b)
    return a.full and re.search("[，；、]", first) is not None and first[-1] not in _ENDS and rest[-1:] == "。"


def _breaks_off(a: Cell, b: Cell) -> bool:
    """Whether prose stops at the break within a sentence and comes to its end below."""
    return a.full and len(flat(a)) >= PROSE and flat(a)[-1] not in _ENDS and flat(b)[-1] in _ENDS


def _outvoted(told: list[int]) -> bool:
    """One text that looks like a new one (反映资金 over 拨付及时率的情况) beside several that surely go on."""
    return min(told) > -2 and told.count(-1) == 1 and told.count(1) > 1


def _nameless(own: list[tuple[Cell, Cell]], both: list[tuple[Cell, Cell]]) -> bool:
    """Whether several texts, or figures alone, go on below the break beside a name that does not: a row of its own
    would have one.
    """
    name, rest = own[0]
    figures = all(_BARE_NUMBER.match(flat(a)) and _BARE_NUMBER.match(flat(b)) for a, b in both)
    only = figures and sum(bool(b.text) for _, b in own) == len(both)
    return bool(name.text) and not rest.text and (only or sum(len(flat(a)) >= WORDY for a, _ in both) > 1)


def _without_figures(own: list[tuple[Cell, Cell]], both: list[tuple[Cell, Cell]]) -> bool:
    """Whether texts go on while figures beside them (points, amounts) are done: a row of its own would have both, and
    no figure stands over a lone unit."""
    done = sum(_BARE_NUMBER.match(flat(a)) is not None and not b.text for a, b in own)
    torn = any(_BARE_NUMBER.match(flat(a)) and _BARE_UNIT.match(flat(b)) for a, b in both)
    return len(both) > 1 and done > 0 and (done > 1 or torn)


def evidence(a: Cell, b: Cell, said: Said = NOTHING) -> int:
    """1 where b's text is the rest of a's, -1 where it looks like a new one, -2 where it surely is, 0 where nothing
    tells.
    """
    first, rest = flat(a), flat(b)
    if is_said(a, b, said) or is_torn_figure(first, rest):
        return 1
    if _is_year_under(first, rest):
        return -1
    if is_fragment(a, b):
        return 1
    if _STARTS_VALUE.match(rest) and _STARTS_VALUE.match(first):
        return -2
    if _STARTS_VALUE.match(rest) or first == rest or _HEAD.fullmatch(first):
        return -1
    if _are_levels(first, rest):
        return -2
    if _LABEL.search(first) and _LABEL.search(rest) and (2 < len(rest) < LONG or rest in ("数量", "质量")):
        return -1
    if len(first) >= LONG and _numbers_on(first, rest):
        return 1
    if _BARE_NUMBER.match(first) and _BARE_NUMBER.match(rest):
        return 1 if a.full and first.endswith(".") else 0
    if _STARTS_ITEM.match(rest) or first[-1] in _ENDS:
        return 0 if len(first) >= LONG else -1
    return 1 if a.full and len(first) >= 8 else 0


def _numbers_on(first: str, rest: str) -> bool:
    """Whether a list goes on: 目标2： below a text with 目标1：, （3） below one with （2）."""
    item = _NUMBERED.match(rest)
    if item is None:
        return False
    before, mark = re.escape(item[1] or ""), "[.、．]" if item[3] in ".、．" else re.escape(item[3])
    return re.search(rf"{before}{int(item[2]) - 1}{mark}", first) is not None


def is_fragment(a: Cell, b: Cell) -> bool:
    """An open bracket, a label without its end, a remark in brackets, or a mark that cannot begin a text."""
    first, rest = flat(a), flat(b)
    opened = sum(first.count(x) for x in "（(《“") - sum(first.count(x) for x in "）)》”")
    if opened > 0 and any(x in rest for x in "）)》”"):
        return True
    if _STARTS_REST.match(rest) or _REMARK.match(rest):
        return not _is_year_under(first, rest)
    if _NAMES_LEVEL.search(first) and _NAMES_LEVEL.search(rest):
        return False  # 一级 over 指标（二级）: two heads
    if _is_level(first, rest) or _SIGN.fullmatch(first + rest) and not _SIGN.fullmatch(first):
        return True
    if _HALF_LABEL.match(first) and len(rest) <= 6 and (not _LEVEL.fullmatch(rest) or _LEVEL.fullmatch(first + rest)):
        return True  # no level is the rest of 一级
    if (
        a.full
        and len(first) >= 3
        and first[-1] not in "）)"
        and not _LABEL.search(first)
        and _LABEL.search(rest)
        and not _STARTS_LEVEL.match(rest)
        and not _STARTS_LABEL.match(rest)
        and len(rest) <= 6
    ):
        return True
    if _halves(first, rest) and a.full:
        return True
    if a.full and len(first) >= 4 and _LAST_CHARACTER.fullmatch(rest):
        return True
    return _REST_OF_LABEL.match(rest) is not None and not first.endswith(("指标", "目标", "情况"))


def _is_level(first: str, rest: str) -> bool:
    """The two halves of one level: 社会 and 效益指标, or 可持 and 续影响指标, neither of which is one alone."""
    if rest.startswith(("效益", "成本", "影响")) and _HALF_LEVEL.match(first + rest):
        return True
    whole, *halves = (_LEVEL.fullmatch(text) is not None for text in (first + rest, first, rest))
    return whole and not any(halves)


def _are_levels(*texts: str) -> bool:
    """Whether each text is a whole level: 产出指标, 2.效益指标, 数量指标（10分）."""
    return all(_LEVEL.fullmatch(_NUMBER_BEFORE.sub("", _WITH_POINTS.sub("", text))) for text in texts)


def starts_label(text: str) -> bool:
    """Whether a text begins as a label of its own does (年度, 长期, 项目)."""
    return _STARTS_LABEL.match(text) is not None


def half_level(text: str) -> bool:
    """Whether a text stops within the words of a level: 社会公众或服务对, 可持续影."""
    ends = [level[at:] for level in _WHOLE_LEVELS for at in range(1, len(level))]
    return bool(text) and _LEVEL.fullmatch(text) is None and any(_LEVEL.fullmatch(text + end) for end in ends)


def sign_off_goes_on(above: list[Cell], below: list[Cell]) -> bool:
    """Whether a line of the sign-off, one cell over the table, breaks off in a label or a value: 部门负责人 above the
    break and 签字：周建平 below it.
    """
    if len(above) != 1 or len(below) != 1 or not above[0].full or not above[0].text.split():
        return False
    word, (head, colon, _) = above[0].text.split()[-1], _COLON.sub("：", flat(below[0])).partition("：")
    if not colon:
        return _COLON.search(word) is not None and 0 < len(head) <= REMNANT
    return _SIGN.fullmatch(word + head) is not None and _SIGN.fullmatch(head) is None


def _are_heads(row: list[Cell]) -> bool:
    """Whether a row begins a table of indicators: what stands blank beside it is no rest of a label above."""
    return sum(_HEAD.fullmatch(flat(cell)) is not None for cell in row) > 1


def counts_on(partner: Cell, cell: Cell) -> bool:
    """Whether two cells number their rows one after the other: 9 above a break and 10 below."""
    upper, lower = flat(partner), flat(cell)
    return upper.isdecimal() and lower.isdecimal() and len(lower) < 4 and int(lower) == int(upper) + 1


def _is_year_under(first: str, rest: str) -> bool:
    """A title as the last row of a page, and the line of its year, which is a row of its own."""
    return first.endswith("表") and _YEAR.match(rest) is not None


def _halves(first: str, rest: str) -> bool:
    """Two texts that are a label together and none alone: 年度预 and 算执行情况, 项目资 and 金."""
    if not 2 <= len(first) <= 4 or not 1 <= len(rest) <= 6 or _LABEL.search(first):
        return False
    if _STARTS_LEVEL.match(rest) or _STARTS_BLOCK.match(rest):
        return False
    return (
        _LABEL.search(first + rest) is not None and first[-1] not in "）)" and first[-1].isalpha() and rest[0].isalpha()
    )


def broken_block(upper: list[Cell | None], row: list[Cell], said: Said = NOTHING) -> int:
    """How many leading cells of a row are the rest of merged ones that the break cut in the middle of a word.

    重点专科 | 120 | 建成重点 above and 建设 | blank | 专科2个 below: a new block would not leave its amount blank, and
    what stands in both parts (two cells at least) fills its line above the break.
    """
    block: list[tuple[Cell, Cell]] = []
    for cell in row:
        partner = upper[cell.col]
        if (
            partner is None
            or (partner.col, partner.colspan) != (cell.col, cell.colspan)
            or max(cell.rowspan, partner.rowspan) < 2
        ):
            break
        block.append((partner, cell))
    both = [(a, b) for a, b in block if a.text and b.text]
    done = [a for a, b in block if a.text and not b.text]
    whole = len(both) > 1 and done and all(a.full and flat(a) != flat(b) and evidence(a, b, said) >= 0 for a, b in both)
    return len(block) if whole and not any(b.text and not a.text for a, b in block) and len(block) < len(row) else 0


def begins_anew(partner: Cell, cell: Cell, said: Said = NOTHING) -> bool:
    """Whether a text in a merged cell below a break is another one than that above, which had room left or was a whole
    figure."""
    if not partner.text or not cell.text or max(partner.rowspan, cell.rowspan) < 2 or is_fragment(partner, cell):
        return False
    upper, lower = flat(partner), flat(cell)
    whole = all("." in text and _BARE_NUMBER.match(text) and text[-1] != "." for text in (upper, lower))
    if _are_levels(upper, lower):
        return False  # prose beside goes on whatever level comes next
    return upper != lower and (whole or not partner.full or evidence(partner, cell, said) < 0)


def tall_text_goes_on(partner: Cell, cell: Cell, said: Said = NOTHING) -> bool:
    """Whether prose in a merged cell beside the rows runs on below the break."""
    if max(partner.rowspan, cell.rowspan) > 1 and is_said(partner, cell, said):
        return True
    if cell.col == 0 and len(partner.text) < LONG:
        return (partner.rowspan > 1 or cell.rowspan > 1) and is_fragment(partner, cell)
    if partner.rowspan > 1:
        return partner.full and len(partner.text) > 5 and evidence(partner, cell) >= 0
    return cell.rowspan > 1 and cell.col > 0 and evidence(partner, cell) > 0


def goes_on(partner: Cell, cell: Cell, above: Grid, below: Grid, repeated: int) -> bool:
    """Whether a cell in the leading columns continues the merged cell above the break.

    Args:
        repeated: how many rows at the top of `below` repeat the head.
    """
    upper, lower = flat(partner), flat(cell)
    tall = partner.rowspan > 1 or cell.rowspan > 1
    if not lower and "指标" not in upper and _are_heads(row_of(below, repeated)[1:]):
        return False
    if not lower:
        return tall or any(c.text for c in row_of(below, repeated)[1:])
    if lower == upper:
        return tall or not _says_again(partner, cell, above, below)
    if not upper:
        return tall and partner.row > 0
    if not tall and _STARTS_LABEL.match(lower) and not _HALF_LABEL.match(upper):
        return False
    cut = _is_level(upper, lower) or partner.full and (_halves(upper, lower) or _HALF_LABEL.match(upper) is not None)
    return is_fragment(partner, cell) and (
        tall or cut or _REST_OF_LABEL.match(lower) is not None or _REMARK.match(lower) is not None
    )


def _says_again(partner: Cell, cell: Cell, above: Grid, below: Grid) -> bool:
    """Whether the table says this text in every row instead of merging it: the row before or after has it too, in a
    cell of its own.
    """
    before = above.owners()[partner.row - 1][partner.col] if partner.row else None
    next_row = cell.row + cell.rowspan
    after = below.owners()[next_row][cell.col] if next_row < below.rows else None
    return any(other is not None and flat(other) == flat(cell) for other in (before, after))
