"""Tables over page breaks -> one grid. Generic over a Document's items: PDF, OFD and scans use it.

A grid that is the last thing on one page and a grid that is the first thing on the next are one table when their
outer edges align, nothing but page furniture or a 续表 line stands between, and the second does not begin a form of
its own. Repeated header rows go; a row cut by the break is joined; a merged cell goes on. Cells keep the places of
all their parts; the joined grid has one row index space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.characters.fold import fold_text
from extractor.layout.conservation import visible_length
from extractor.model.document import Cell, Grid, Line, Place

ALIGN = 6.0
"""Points by which the outer edges of two parts may differ."""
SAME_EDGE = 4.0
"""Points within which two inner column edges are one."""
_CONTINUED = re.compile(
    r"^[（(]?(?:续上?表|接上[页表]|续[一二三四五六七八九十\d]*|上接.{0,8})[:：]?[）)]?.{0,20}$|.{0,40}[（(]续[）)]$"
)
_UNIT = re.compile(r"^(?:金额)?单位[:：]?(?:人民币)?(?:万|亿)?元$")
_BEGINS = re.compile(
    r"^(?:一级|二级)?(?:(?P<project>项目(?:支出)?名称|专项(?:资金)?(?:[（(]项目[）)])?名称)"
    r"|(?P<party>部门(?:[（(]单位[）)])?名称|单位名称|填报单位|预算单位))"
)
_TITLE = re.compile(r"绩效.{0,12}表(?:[（(].*[）)])?$")
_ENDS = re.compile(r"填表人|填报人|负责人签字|填报日期|填表日期")
_REST_OF_LABEL = re.compile(r"^(?:[出益效果度]?指标|目标|情况|[标况])(?:[（(].*[）)])?$")
_LABEL = re.compile(
    r"(?:指标|目标|情况|资金|拨款|金额|单位|内容|名称|用途|依据|概况|概述|职能|任务|计划|措施|原因|意见|说明|分析"
    r"|签[字章]|日期|电话|[率数度性额量值费])(?:[（(][^（）()]*[）)])?[:：]?$"
)
_STARTS_LEVEL = re.compile(
    r"数量|质量|时效|成本|经济|社会|生态|环境|可持续|满意|服务|效[益果]|产出|[一二三四]级|指标名称"
)
_STARTS_VALUE = re.compile(r"^[≥≤≧≦＞＜><=＝]")
_STARTS_ITEM = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、:：]|[①-⑳]|(?:目标|指标|任务)\d)")
_STARTS_REST = re.compile(r"^[，。、；：）)》”,;]")
_REMARK = re.compile(r"^[（(][^（）()]{1,12}[）)]$")
_HALF_LABEL = re.compile(
    r"^(?:指标|绩效|[一二三]级|计量|度量|年度|本年度|实施期|长期|中期|全年|半年度|实际|预期|未完成"
    r"|服务对象|社会公众|(?:社会公众)?或服务对象|可持续)$"
)
SCRAP = 4
"""Characters up to which a text below a break is likely a word's rest."""
WORDY = 5
"""Characters from which a text that fills its cell may be one that goes on."""
PROSE = 14
"""Characters from which two cells side by side may both go on below a break."""
HEAD_ROWS = 40
"""Rows of a table among which a header that is printed again is looked for."""
LONG = 25
"""Characters from which a cell holds prose, which may break anywhere."""


def stitch(items: Sequence[Line | Grid]) -> list[Line | Grid]:
    """Join the parts of tables that page breaks cut; everything else stays as it is."""
    joined: list[Line | Grid] = []
    last_page: dict[int, int | None] = {}
    """Page of the last part of a joined grid, by its identity."""
    waiting: list[Line] = []
    """Lines since the last grid that may stand between two parts of one table."""
    open_grid: Grid | None = None
    for item in items:
        if isinstance(item, Line):
            if open_grid is not None and _may_stand_between(item, last_page.get(id(open_grid))):
                waiting.append(item)
            else:
                joined += [*waiting, item]
                waiting, open_grid = [], None
            continue
        if open_grid is not None and continues(open_grid, item, last_page.get(id(open_grid))):
            _append(open_grid, item)
            last_page[id(open_grid)] = item.page
            for line in waiting:
                line.chrome = True  # a 续表 or unit line said again
            joined += waiting
        else:
            joined += [*waiting, item]
            open_grid = item
            last_page[id(item)] = item.page
        waiting = []
    return joined + waiting


def _may_stand_between(line: Line, page: int | None) -> bool:
    text = "".join(line.text.split())
    if line.chrome or _CONTINUED.match(text):
        return True
    return line.page != page and _UNIT.match(text) is not None


def continues(above: Grid, below: Grid, last_page: int | None) -> bool:
    """Whether `below` is the next page's part of the table `above`, whose last part is on `last_page`."""
    if last_page is None or below.page != last_page + 1 or above.bbox is None or below.bbox is None:
        return False
    if not _aligned(above, below):
        return False
    repeated = _repeated_rows(above, below)
    if repeated >= below.rows:
        return False
    first = [_flat(cell) for cell in _row(below, repeated)]
    if any(_TITLE.search(text) for text in first):
        return False
    begins = _BEGINS.match(next((text for text in first if text), ""))
    if begins and _is_begun(above, "project" if begins["project"] else "party"):
        return False
    last = "".join(_flat(cell) for cell in _row(above, above.rows - 1))
    ended = _ENDS.search(last) is not None and bool(first) and _ENDS.search("".join(first)) is None
    return not ended or below.rows <= 2 and _same_cells(_row(above, above.rows - 1), _row(below, 0))


def _same_cells(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the cells of two rows stand under each other, edge for edge."""
    boxes = [(a.bbox, b.bbox) for a, b in zip(upper, lower)]
    return len(upper) == len(lower) > 1 and all(
        a is not None and b is not None and abs(a[0] - b[0]) <= SAME_EDGE and abs(a[2] - b[2]) <= SAME_EDGE
        for a, b in boxes
    )


def _aligned(above: Grid, below: Grid) -> bool:
    """Whether the outer edges agree; sheets are laid on a scanner by hand, so of scans only the widths are held
    together.
    """
    if above.edges and below.edges:
        width = above.edges[-1] - above.edges[0]
        return abs(below.edges[-1] - below.edges[0] - width) <= 0.03 * width
    assert above.bbox is not None and below.bbox is not None
    return abs(above.bbox[0] - below.bbox[0]) <= ALIGN and abs(above.bbox[2] - below.bbox[2]) <= ALIGN


def _is_begun(grid: Grid, how: str) -> bool:
    """Whether the table already has what a form begins with, or has come to its indicators."""
    for cell in grid.cells[: 40 * HEAD_ROWS]:
        text = _flat(cell)
        begins = _BEGINS.match(text)
        if (begins and begins[how]) or text in ("三级指标", "二级指标", "一级指标", "指标值", "指标名称"):
            return True
    return False


def _flat(cell: Cell) -> str:
    return "".join(cell.text.split())


def _row(grid: Grid, row: int) -> list[Cell]:
    """The cells that own a row's slots, left to right, each once."""
    owners: list[Cell] = []
    for cell in grid.owners()[row]:
        if cell is not None and (not owners or owners[-1] is not cell):
            owners.append(cell)
    return owners


def _append(above: Grid, below: Grid) -> None:
    """Put the rows of `below` under those of `above`, in place."""
    _share_columns(above, below)
    repeated = _repeated_rows(above, below)
    cut = _is_cut(_row(above, above.rows - 1), _row(below, repeated), above.rows - 1)
    shift = above.rows - repeated - (1 if cut else 0)
    partners = _partners(above, below, repeated, cut)
    said_again = 0
    owners = above.owners()
    owners += [[None] * above.cols for _ in range(below.rows + shift - above.rows)]
    above.rows = below.rows + shift
    for cell in below.cells:
        owner = partners.get(id(cell))
        top = cell.row + shift
        if owner is not None:
            said_again += _extend(owner, cell, top + cell.rowspan)
        elif cell.row + cell.rowspan <= repeated:
            said_again += visible_length(cell.text)
            continue
        else:
            owner = replace(
                cell, row=max(top, repeated + shift), rowspan=min(cell.rowspan, cell.row + cell.rowspan - repeated)
            )
            above.cells.append(owner)
        for row in owners[max(top, repeated + shift) : top + cell.rowspan]:
            row[cell.col : cell.col + cell.colspan] = [owner] * cell.colspan
    above.doubts += below.doubts
    if above.seen is not None and below.seen is not None:
        above.seen += below.seen - said_again


def _partners(above: Grid, below: Grid, repeated: int, cut: bool) -> dict[int, Cell]:
    """Cells of the lower part, by identity, with the cell of the upper part that they continue."""
    upper = above.owners()[above.rows - 1]
    partners: dict[int, Cell] = {}
    leading = True
    row = _row(below, repeated)
    block = 0 if cut else _broken_block(upper, row)
    for number, cell in enumerate(row):
        partner = upper[cell.col]
        if partner is None or (partner.col, partner.colspan) != (cell.col, cell.colspan):
            leading = False
        elif cut or number < block or (leading and _goes_on(partner, cell, above, below, repeated)):
            partners[id(cell)] = partner
        else:
            leading = False
            if cell.text and partner.text and _tall_text_goes_on(partner, cell):
                partners[id(cell)] = partner
    return partners


def _broken_block(upper: list[Cell | None], row: list[Cell]) -> int:
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
    whole = len(both) > 1 and done and all(a.full and _flat(a) != _flat(b) and _evidence(a, b) >= 0 for a, b in both)
    return len(block) if whole and not any(b.text and not a.text for a, b in block) and len(block) < len(row) else 0


def _tall_text_goes_on(partner: Cell, cell: Cell) -> bool:
    """Whether prose in a merged cell beside the rows runs on below the break."""
    if cell.col == 0 and len(partner.text) < LONG:
        return (partner.rowspan > 1 or cell.rowspan > 1) and _is_fragment(partner, cell)
    if partner.rowspan > 1:
        return partner.full and len(partner.text) > 5 and _evidence(partner, cell) >= 0
    return cell.rowspan > 1 and cell.col > 0 and _evidence(partner, cell) > 0


def _extend(owner: Cell, cell: Cell, bottom: int) -> int:
    """Let a cell go on to row `bottom` (exclusive) with the text and place of its further part.

    Returns:
        How many characters the further part only says again.
    """
    owner.rowspan = bottom - owner.row
    text = cell.text
    again = bool(text) and owner.rowspan > 1 and _flat(cell) == _flat(owner)
    if text and not again:
        owner.text = owner.text + ("" if owner.full or not owner.text else "\n") + text
    if text:
        owner.full = cell.full
    place: Place = {}
    if cell.page is not None:
        place["page"] = cell.page
    if cell.bbox is not None:
        place["bbox"] = [round(v, 2) for v in cell.bbox]
    owner.parts.append(place)
    return visible_length(text) if again else 0


def _repeated_rows(above: Grid, below: Grid) -> int:
    """How many of the first rows of `below` only repeat rows of `above` (header rows)."""
    known = {_signature(above, r) for r in range(min(above.rows, HEAD_ROWS))}
    count = 0
    while count < min(below.rows, 4):
        signature = _signature(below, count)
        if len(signature) < 2 or signature not in known:
            break
        count += 1
    return count


def _signature(grid: Grid, row: int) -> tuple[str, ...]:
    """What a row prints: non-blank cells that begin in it or run through it on the left; of a scan （ may be (."""
    return tuple(text for c in _row(grid, row) if (text := fold_text(_flat(c))))


def _is_cut(above: list[Cell], below: list[Cell], last: int) -> bool:
    """Whether the first row of the lower part is the rest of the last row of the upper part.

    The rows must have the same edges. In a cut row some text goes on and no cell begins anew; most short cells are
    done and blank below the break. In a new row nearly every cell below is filled, but for merged ones at the left.
    A row that is wholly blank below the break is taken for the rest of the row above.
    """
    if [(c.col, c.colspan) for c in above] != [(c.col, c.colspan) for c in below]:
        return False
    tall = [(a, b) for a, b in zip(above, below) if a.row != last or a.rowspan > 1]
    own = [(a, b) for a, b in zip(above, below) if a.row == last and a.rowspan == 1]
    if any(a.text and b.text and _evidence(a, b) < 0 for a, b in tall):
        return False
    if not any(b.text for _, b in own):
        return any(a.text for a, _ in own)
    both = [(a, b) for a, b in own if a.text and b.text]
    evidence = [_evidence(a, b) for a, b in both]
    if min(evidence, default=-1) < 0:
        return False
    if all(a.full for a, _ in both) and (any(_halves(_flat(a), _flat(b)) for a, b in both) or _nameless(own, both)):
        return True
    if len(own) > 1 and len(both) == 1 and both[0][0].col == 0 and not any(a.text or b.text for a, b in own[1:]):
        return _is_fragment(*both[0])
    done = sum(1 for a, b in own if a.text and not b.text)
    if done > len(both) and any(a.full or len(b.text) <= SCRAP for a, b in both):
        return True
    labelled = bool(own) and bool(own[0][0].text) and not own[0][1].text
    while own and not own[0][1].text:
        del own[0]
    filled = [(a, b) for a, b in own if a.text or b.text]
    if any(a.text and not b.text for a, b in filled):
        return max(evidence) > 0
    if len(filled) == 1 and labelled:
        return max(evidence) > 0 or both[0][0].full or len(both[0][0].text) >= LONG
    return all(a.text and _evidence(a, b) > 0 for a, b in filled) and (
        len(filled) == 1 or all(len(a.text) >= PROSE or _is_fragment(a, b) for a, b in filled)
    )


def _nameless(own: list[tuple[Cell, Cell]], both: list[tuple[Cell, Cell]]) -> bool:
    """Whether several texts go on below the break beside a name that does not: a row of its own would have one."""
    name, rest = own[0]
    return bool(name.text) and not rest.text and sum(len(_flat(a)) >= WORDY for a, _ in both) > 1


def _evidence(a: Cell, b: Cell) -> int:
    """1 where b's text is the rest of a's, -1 where it begins anew, 0 where nothing tells."""
    first, rest = _flat(a), _flat(b)
    if _is_fragment(a, b):
        return 1
    if _STARTS_VALUE.match(rest) or first == rest:
        return -1
    if _LABEL.search(first) and _LABEL.search(rest) and (2 < len(rest) < LONG or rest in ("数量", "质量")):
        return -1
    number = re.match(r"(\d{1,2})[.、．]", rest)
    if number and len(first) >= LONG and re.search(rf"{int(number[1]) - 1}[.、．]", first):
        return 1
    if _STARTS_ITEM.match(rest) or first[-1] in "。！？；!?;":
        return 0 if len(first) >= LONG else -1
    return 1 if a.full and len(first) >= 8 else 0


def _is_fragment(a: Cell, b: Cell) -> bool:
    """An open bracket, a label without its end, a remark in brackets, or a mark that cannot begin a text."""
    first, rest = _flat(a), _flat(b)
    opened = sum(first.count(x) for x in "（(《“") - sum(first.count(x) for x in "）)》”")
    if opened > 0 and any(x in rest for x in "）)》”"):
        return True
    if _STARTS_REST.match(rest) or _REMARK.match(rest):
        return True
    if _HALF_LABEL.match(first) and len(rest) <= 6:
        return True
    if (
        a.full
        and len(first) >= 3
        and first[-1] not in "）)"
        and not _LABEL.search(first)
        and _LABEL.search(rest)
        and len(rest) <= 6
    ):
        return True
    if _halves(first, rest) and a.full:
        return True
    if a.full and len(first) >= 4 and len(rest) == 1 and "\u4e00" <= rest <= "\u9fff":
        return True
    return _REST_OF_LABEL.match(rest) is not None and not first.endswith(("指标", "目标", "情况"))


def _halves(first: str, rest: str) -> bool:
    """Two texts that are a label together and none alone: 年度预 and 算执行情况, 项目资 and 金."""
    if not 2 <= len(first) <= 4 or not 1 <= len(rest) <= 6 or _LABEL.search(first) or _STARTS_LEVEL.match(rest):
        return False
    return (
        _LABEL.search(first + rest) is not None and first[-1] not in "）)" and first[-1].isalpha() and rest[0].isalpha()
    )


def _goes_on(partner: Cell, cell: Cell, above: Grid, below: Grid, repeated: int) -> bool:
    """Whether a cell in the leading columns continues the merged cell above the break."""
    upper, lower = _flat(partner), _flat(cell)
    tall = partner.rowspan > 1 or cell.rowspan > 1
    if not lower:
        return tall or any(c.text for c in _row(below, repeated)[1:])
    if lower == upper:
        return tall or not _says_again(partner, cell, above, below)
    if not upper:
        return tall and partner.row > 0
    cut = partner.full and (_halves(upper, lower) or _HALF_LABEL.match(upper) is not None)
    return _is_fragment(partner, cell) and (tall or cut or _REST_OF_LABEL.match(lower) is not None)


def _says_again(partner: Cell, cell: Cell, above: Grid, below: Grid) -> bool:
    """Whether the table says this text in every row instead of merging it: the row before or after has it too, in a
    cell of its own.
    """
    before = above.owners()[partner.row - 1][partner.col] if partner.row else None
    next_row = cell.row + cell.rowspan
    after = below.owners()[next_row][cell.col] if next_row < below.rows else None
    return any(other is not None and _flat(other) == _flat(cell) for other in (before, after))


def _share_columns(above: Grid, below: Grid) -> None:
    """Give both parts the union of their column edges."""
    first, second = _edges(above), _edges(below)
    if above.edges and below.edges:
        stretch = (first[-1] - first[0]) / max(second[-1] - second[0], 1.0)
        second = [first[0] + (x - second[0]) * stretch for x in second]
    union, *indexes = _merged(first, second)
    for grid, index in zip((above, below), indexes):
        if index == list(range(len(union))):
            continue
        for cell in grid.cells:
            col, end = index[cell.col], index[cell.col + cell.colspan]
            cell.col, cell.colspan = col, end - col
        grid.cols = len(union) - 1
        if grid.edges:
            grid.edges = list(union)
        grid._owners = None


def _merged(first: list[float], second: list[float]) -> tuple[list[float], list[int], list[int]]:
    """All edges of two parts from left to right, and where each part's own stand among them; the outer ones are the
    same.

    Edges within `SAME_EDGE` of each other are one, but two of one part never are, however near they stand.
    """
    union, one, two = [first[0]], [0], [0]
    a, b = first[1:-1], second[1:-1]
    i = j = 0
    while i < len(a) or j < len(b):
        gap = a[i] - b[j] if i < len(a) and j < len(b) else None
        same = gap is not None and abs(gap) <= SAME_EDGE
        nearer_first = same and i + 1 < len(a) and abs(a[i + 1] - b[j]) < abs(a[i] - b[j])
        nearer_second = same and j + 1 < len(b) and abs(a[i] - b[j + 1]) < abs(a[i] - b[j])
        from_first = (
            gap is None and i < len(a) or same and not nearer_second or gap is not None and not same and gap < 0
        )
        from_second = (
            gap is None and j < len(b) or same and not nearer_first or gap is not None and not same and gap > 0
        )
        if not from_first and not from_second:  # each has one nearer to the other
            from_first = from_second = True
        at = len(union)
        union.append(a[i] if from_first else b[j])
        if from_first:
            one.append(at)
            i += 1
        if from_second:
            two.append(at)
            j += 1
    union.append(first[-1])
    return union, [*one, len(union) - 1], [*two, len(union) - 1]


def _edges(grid: Grid) -> list[float]:
    """Column edges from the cells' boxes; an edge that no box tells is put between its neighbours."""
    if grid.edges and len(grid.edges) == grid.cols + 1:
        return list(grid.edges)
    known: dict[int, float] = {}
    for cell in grid.cells:
        if cell.bbox is not None:
            known.setdefault(cell.col, cell.bbox[0])
            known.setdefault(cell.col + cell.colspan, cell.bbox[2])
            if len(known) > grid.cols:
                break
    assert grid.bbox is not None
    known[0], known[grid.cols] = grid.bbox[0], grid.bbox[2]
    edges: list[float] = []
    for i in range(grid.cols + 1):
        edges.append(known.get(i, edges[-1] + 0.01 if edges else 0.0))
    return edges
