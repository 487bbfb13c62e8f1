"""Which head stands over each column: sub-heads under wide ones, columns of tables that print none."""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.band import FLAT, LEVELS, Head
from extractor.forms.body_rows import band_levels, body_row
from extractor.forms.heads import HeadRows, wide_end
from extractor.forms.likeness import header_roles
from extractor.forms.roles import OTHER, SINGLE
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import year_in


def heads_of(slice_: Slice, rows: HeadRows, words: Vocabulary) -> list[Head]:
    """One head for each column under the band of head rows."""
    top, first_col, depth = rows.top, rows.first_col, rows.data_row - rows.top
    tops = [c for c in slice_.starting(top) if c.col >= first_col or c.text and is_flat_head(c.text, words)]
    within = reaching_in(slice_, top, depth, first_col)
    tops += [c for c in within if is_flat_head(c.text, words) or _heads_serial(c, words)]
    tops += [
        c
        for c in slice_.starting(top)
        if c.text and c not in tops and (c.rowspan < depth or c.rowspan == depth and _heads_serial(c, words))
    ]
    tops += [c for c in _reaching_down(slice_, top, rows.data_row, first_col) if c not in tops]
    # a block's label reaches down beside the rows
    tops = [c for c in tops if c.row + c.rowspan <= rows.data_row + (c.col > first_col)]
    heads: list[Head] = []
    for cell in tops:
        taken = {h.col for h in heads}  # a blank right of a wide head, in a table that tells no spans
        heads.extend(
            h for h in _heads_under(slice_, cell, top, depth, words) if cell.text.strip() or h.col not in taken
        )
    for head in heads:
        if head.col < first_col and head.role == OTHER and _heads_serial(head.cell, words):
            head.exact = True
    return [sub for head in heads for sub in _split(slice_, head, rows.data_row, words)]


def _heads_serial(cell: Cell, words: Vocabulary) -> bool:
    """A further column at the left of the levels (序号), no block label and no column of a list (填报部门)."""
    block = words.field(cell.text) in ("block_indicators", "block_indicators_period")
    role = words.header(cell.text) if block else words.likely_head(cell.text)  # 分项任务
    named = None if words.header(cell.text) else words.evidence.likely_id("field", cell.text)
    return (role or "").startswith("other_") and named not in FLAT


def _reaching_down(slice_: Slice, top: int, data_row: int, first_col: int) -> list[Cell]:
    """Heads that begin above the band and end with it."""
    found: list[Cell] = []
    for col in range(first_col, slice_.end):
        cell = slice_.owner(top, col)
        if cell is not None and cell not in found and cell.row < top and cell.row + cell.rowspan <= data_row:
            found.append(cell)
    return found


def _split(slice_: Slice, head: Head, data_row: int, words: Vocabulary) -> list[Head]:
    """A head over several columns of the body (指标值 over sign, value and unit) as a head for each."""
    cell = head.cell
    if cell.colspan == 1 or cell.col != head.col or head.role.startswith(("field:", "amount:")):
        return [head]
    starts: dict[int, int] = {}
    stop = next((r for r in range(data_row, slice_.bottom) if header_roles(slice_, r, words)), slice_.bottom)
    rows = range(data_row, min(data_row + 12, stop))
    for row in rows:
        owners = [slice_.owner(row, col) for col in range(head.col, head.col + cell.colspan)]
        under = {c.col for c in owners if c is not None and c.text.strip() and c.col >= head.col}
        for col in under if len(under) > 1 else ():
            starts[col] = starts.get(col, 0) + 1
    cols = [col for col, count in sorted(starts.items()) if count * 2 >= len(rows) and count >= 2]
    if len(cols) < 2:
        return [head]
    return [Head("other", col, head.text, cell, None, False, head.path) for col in cols]


def headless_columns(slice_: Slice, rows: HeadRows, words: Vocabulary) -> list[Head]:
    """Columns of a table that prints no heads, by where the cells of its rows begin."""
    starts: dict[int, int] = {}
    body = [r for r in range(rows.data_row, min(rows.data_row + 30, slice_.bottom)) if body_row(slice_, r, words)]
    if not body:  # under bands that name both levels
        ends = (
            r
            for r in range(rows.data_row, slice_.bottom)
            if band_levels(slice_, r, words) is None and len(slice_.starting(r)) < 2
        )
        body = [
            r
            for r in range(rows.data_row, min(rows.data_row + 30, next(ends, slice_.bottom)))
            if band_levels(slice_, r, words) is None
        ]
    for row in body:
        for col in range(rows.first_col, slice_.end):
            cell = slice_.owner(row, col)
            if cell is not None and cell.col == col and cell.text.strip():
                starts[col] = starts.get(col, 0) + 1
    return [
        Head("other", col, "", Cell(rows.top, col))
        for col, count in sorted(starts.items())
        if count * 3 >= len(body) or count >= 2
    ]


def reaching_in(slice_: Slice, row: int, depth: int, first_col: int) -> list[Cell]:
    """Heads of a list's own columns that begin a row above and end with these.

    Args:
        row, depth: where the heads of indicators begin (grid row, from 0), and how many rows high they are.
        first_col: their first column, from 0: only what stands left of it is looked at.
    """
    found: list[Cell] = []
    for col in range(slice_.left, first_col):
        cell = slice_.owner(row, col)
        if cell is not None and cell not in found and cell.row < row and cell.row + cell.rowspan == row + depth:
            found.append(cell)
    return found


def _heads_under(slice_: Slice, top: Cell, row: int, depth: int, words: Vocabulary) -> list[Head]:
    """A head cell, or the sub-heads printed under it."""
    subs: list[Cell] = []
    if top.row + top.rowspan < row + depth:
        for col in range(top.col, wide_end(slice_, top, row + depth - 1)):
            cell = slice_.owner(row + depth - 1, col)
            if cell is not None and cell is not top and cell not in subs and cell.text.strip():
                subs.append(cell)
    if not subs:
        role, exact = role_of(top.text, words)
        return [Head(role, top.col, squeeze(top.text), top, None, exact, (squeeze(top.text),))]
    parent = words.header(top.text)
    roles = {role_of(cell.text, words)[0] for cell in subs}
    heads = [_sub_head(slice_, top, cell, parent, roles, (row, row + depth), words) for cell in subs]
    if sum(h.role == "grade" for h in heads) > 1:
        for head in heads:
            if head.role in (OTHER, parent) and words.header(head.cell.text) is None:
                head.role, head.region = "grade", squeeze(head.cell.text)  # 优 | 戊己事 | 中 | 差
    if any(_speaks_of_past(h.cell.text, words) for h in heads):
        for head in heads:
            if words.header(head.cell.text) is None and not _speaks_of_past(head.cell.text, words):
                # 前年 | 戊己事: which year only the cells may tell
                head.role, head.exact, head.region = OTHER, False, None
    named = [h for h in heads if h.role == parent and words.header(h.cell.text) is None]
    told = any(h.role == parent and h not in named for h in heads)
    for head in named if (len(named) > 1 or told) and parent in SINGLE else ():
        # six causes and their explanation (原因说明) under one 偏差原因: its own words tell which is the text, else the
        # cells
        head.role, head.exact = OTHER, told
    return heads


def _speaks_of_past(text: str, words: Vocabulary) -> bool:
    if words.grammar.carried(fold_text(text)):
        return False  # 上年结转 is money of the form's own year
    return "past" in words.grammar.scope_words(text) or year_in(text) is not None


def _sub_head(
    slice_: Slice, top: Cell, cell: Cell, parent: str | None, roles: set[str], rows: tuple[int, int], words: Vocabulary
) -> Head:
    role, exact = role_of(cell.text, words)
    if parent == "target" and role.startswith("amount:"):
        role, exact = OTHER, False  # 本级 | 下级: places, under a value no money
    path: list[str] = []
    for row in range(*rows):
        over = slice_.owner(row, cell.col)
        if over is not None and over.text.strip() and squeeze(over.text) not in path:
            path.append(squeeze(over.text))
    text, joined = squeeze(cell.text), squeeze(top.text) + squeeze(cell.text)
    head = Head(role, cell.col, joined, cell, None, exact, tuple(path))
    if role == "other_grade":
        head.role, head.region = "grade", text
    elif (words.header(cell.text) or "").startswith("other_") or role == OTHER and parent == "target" in roles:
        head.role, head.exact = OTHER, True  # 前年 | 上年 | 预期当年实现值
    elif role == OTHER and (parent or "").startswith("other_"):
        head.role, head.exact = OTHER, True
    elif role == OTHER and parent == "target" and not roles & {"operator", "unit"}:
        head.role, head.text, head.region = "region", text, text
    elif (
        role == OTHER and parent is not None and parent not in LEVELS and not words.evidence.likely("header", cell.text)
    ):
        head.role, head.exact = parent, True  # 符号 | 值 | 单位 under one 指标值
    if parent == "actual" and role == "target" and "actual" not in roles:
        head.role = "actual"  # 指标值 under 完成情况, but not beside 实际完成值
    return head


def role_of(text: str, words: Vocabulary) -> tuple[str, bool]:
    """Role of a head by the rule book's wordings, and whether one of them is it."""
    if not text.strip():
        return OTHER, False
    role = words.header(text)
    identity = words.field(text)
    if role is not None and not (role == "unit" and identity in FLAT):
        return (role if not role.startswith("other") or role == "other_grade" else OTHER), True
    if identity in FLAT:
        return "field:" + str(identity), True
    amount = words.amount(text)
    if amount is not None:
        return "amount:" + amount, True
    slip = words.nearly("header", text) if identity is None else None  # 三极指标
    return (slip, True) if slip is not None and not slip.startswith("other") else (OTHER, False)


def is_flat_head(text: str, words: Vocabulary) -> bool:
    """A head of a list's own columns: a field of the project, or an amount (K4)."""
    return words.field(text) in FLAT or words.amount(text) is not None
