"""Small tables beside the form's own: tasks with their money, a schedule, what a cost is made of.

Their heads are words that label fields elsewhere (预算金额, 完成时间) and their sums are no money of the form: all
their cells are understood as such a table's, and none of them is a field.
"""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import AmountCandidate, Draft, Source
from extractor.forms.money_years import year_word
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import has_figure, is_sum
from extractor.words.inline import bracket_currency
from extractor.words.meaning import meaning_of, money_code
from extractor.words.vocabulary import Vocabulary

_TABLES = frozenset({"other_plan", "other_goal_cost", "other_calculation"})
_OF_MONEY = frozenset({"block_money", "other_plan", "other_calculation", "other_goal_cost"})
_LONGEST_HEAD = 16
UNKNOWN = "?"
"""Code of a sum whose head nobody knows."""


def read_side_tables(slice_: Slice, words: Vocabulary, draft: Draft) -> None:
    """Take the cells of every table of tasks beside its label."""
    for row in slice_.rows:
        for cell in slice_.starting(row):
            if cell.rowspan >= 2 and not draft.is_taken(cell) and _labels(slice_, cell, words):
                _read(slice_, cell, words, draft)
        _read_unlabelled(slice_, row, words, draft)


def _read_unlabelled(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> None:
    """任务名称 | 完成情况 | 承担单位 as heads over rows of as many cells, no label beside them."""
    heads = slice_.filled(row)
    if (
        len(heads) < 3
        or not any(words.field(c.text) == "other_goal_cost" for c in heads)
        or any(draft.is_taken(c) or not _is_head(c) for c in heads)
    ):
        return
    shape = [(c.col, c.colspan) for c in slice_.starting(row)]
    for at in range(row + 1, slice_.bottom):
        cells = slice_.starting(at)
        if [(c.col, c.colspan) for c in cells] != shape or any(words.known(c.text) for c in cells):
            break
        for head in heads if at == row + 1 else ():
            draft.label(slice_.grid, head, "head")
        for cell in cells:
            draft.set_aside(slice_.grid, cell, next((squeeze(h.text) for h in heads if h.col == cell.col), None))


def _labels(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
    return _labels_table(cell, words) or _shares_out(slice_, cell, words) or _dates_steps(slice_, cell, words)


def _labels_table(cell: Cell, words: Vocabulary) -> bool:
    identity = words.field(cell.text)
    if (
        identity is None
        and words.amount(cell.text) is None
        and (found := meaning_of(cell.text, None, words)) is not None
    ):
        identity = found.identity
    return identity in _TABLES


def _dates_steps(slice_: Slice, label: Cell, words: Vocabulary) -> bool:
    """时间 | 阶段任务 over days and what is done by then, whatever the label beside them is called."""
    bottom = min(label.row + label.rowspan, slice_.bottom)
    heads = _beside(slice_, label, label.row)
    if not any(words.grammar.heads_steps(fold_text(h.text)) for h in heads):
        return False
    rows = [_beside(slice_, label, row) for row in range(label.row + 1, bottom)]
    if len(fold_text(label.text)) > _LONGEST_HEAD or not 2 <= len(heads) <= 4 or len(rows) < 2 or not all(rows):
        return False
    if words.is_level(label.text):
        return False
    dated = [
        h
        for h in heads
        if words.grammar.heads_steps(fold_text(h.text))
        and all(any(c.col == h.col and words.grammar.says_day(fold_text(c.text)) for c in row) for row in rows)
    ]
    return len(dated) == 1 and not any(
        words.header(h.text) in ("level1", "level2", "level3", "target") for h in heads if h is not dated[0]
    )


def _shares_out(slice_: Slice, label: Cell, words: Vocabulary) -> bool:
    """资金分配情况 beside 乡镇 | 金额, or towns over their sums: names that nobody lists, no money of the form."""
    named = fold_text(label.text)
    if len(named) > _LONGEST_HEAD + 4 or label.col + label.colspan >= slice_.grid.cols:
        return False
    meant = words.evidence.weigh("field", label.text)[:1]
    if words.amount(label.text) != "total" and not (meant and meant[0].identity in _OF_MONEY):
        return False
    bottom = min(label.row + label.rowspan, slice_.bottom)
    heads = _beside(slice_, label, label.row)
    rows = [_beside(slice_, label, row) for row in range(label.row + 1, bottom)]
    if len(heads) < 2 or not all(rows) or any(c.row != label.row or c.rowspan > 1 for c in heads):
        return False
    if sum(words.execution(c.text) is not None for c in heads) > 1:  # 年初预算数 | 全年执行数: the form's own budget
        return False
    if all(_is_name(c, words) for c in heads[:-1]) and len(rows) == 1:  # 柳林镇 | 马鞍镇 | 合计 over their sums
        if words.execution(heads[-1].text) is not None:
            return False  # two heads that nobody knows before 全年预计执行数
        return all(is_sum(c.text) for c in rows[0]) and len(rows[0]) == len(heads)
    return all(
        (_is_name(row[0], words) or words.grammar.sums_money(row[0].text))
        and (row[0].col, row[0].colspan) == (heads[0].col, heads[0].colspan)
        and any(is_sum(c.text) for c in row[1:])
        for row in rows
    ) and _is_name(rows[0][0], words)


def _beside(slice_: Slice, label: Cell, row: int) -> list[Cell]:
    """What is printed in a row right of the label of the table."""
    return [c for c in slice_.filled(row) if c.col >= label.col + label.colspan]


def _is_name(cell: Cell, words: Vocabulary) -> bool:
    """A name of a place or thing: no label, no kind of money, no year, no figure."""
    text = cell.text
    return (
        _is_head(cell)
        and not words.known(text)
        and words.execution(text) is None
        and words.level1(text) is None
        and words.level2(text) is None
        and year_word(text, words, None) is None
        and money_code(text, words) is None
    )


def _read(slice_: Slice, label: Cell, words: Vocabulary, draft: Draft) -> None:
    heads = [c for c in slice_.starting(label.row) if c.col >= label.col + label.colspan]
    if (
        len(heads) < 2
        or not all(_is_head(c) for c in heads if c.text.strip())
        or sum(bool(c.text.strip()) for c in heads) < 2
    ):
        return
    depth = max(c.rowspan for c in heads)
    bottom = min(label.row + label.rowspan, slice_.bottom)
    if label.row + depth >= bottom:
        return
    below = _beside(slice_, label, label.row + depth)
    if not below or sum(words.known(c.text) for c in below) * 2 > len(below):
        return
    draft.label(slice_.grid, label, "block")
    draft.units_aside += [unit for c in heads if (unit := bracket_currency(c.text)) is not None]
    last = next(iter(_beside(slice_, label, bottom - 1)), None)
    sums = last is not None and (words.amount(last.text) == "total" or words.grammar.sums_money(last.text))
    shift = _shift(slice_, bottom - 1, label) if sums else 0
    names: dict[int, str] = {}
    for row in range(label.row, bottom):
        for cell in slice_.starting(row):
            if cell.col < label.col + label.colspan or not cell.text.strip() or draft.is_taken(cell):
                continue
            if row < label.row + depth:
                draft.label(slice_.grid, cell, "head")
                for col in range(cell.col, cell.col + cell.colspan):
                    names[col] = squeeze(cell.text)
            else:
                name = names.get(cell.col + (shift if row == bottom - 1 and cell is not last else 0))
                draft.set_aside(slice_.grid, cell, name)
                if row == bottom - 1 and sums and name is not None and cell is not last:
                    code = words.amount(name) or ("" if words.known(name) else UNKNOWN)
                    source = Source.of(slice_.grid, cell)
                    draft.aside.append(AmountCandidate(code, name, cell.text, source, None, cell.stored, cell.col))


def _shift(slice_: Slice, row: int, label: Cell) -> int:
    """Columns that the figures of the sum row stand too far left, in a dump that does not say that its label spans
    several.
    """
    lead, *figures = _beside(slice_, label, row) or [label]
    above = _beside(slice_, label, row - 1)
    if lead.colspan > 1 or not figures or not above or any(c.colspan > 1 for c in (*figures[:-1], *above)):
        return 0
    over = [a.text for c in figures for a in above if a.col == c.col]
    if len(over) == len(figures) and all(map(is_sum, over)):
        return 0  # each under its column, a blank remark behind them
    return max(0, above[-1].col - figures[-1].col)


def adopt_sums(draft: Draft) -> None:
    """The sum row of the tasks is the form's money where the form prints none of its own."""
    if draft.amounts or draft.execution:
        return
    sums = any(candidate.code not in ("", UNKNOWN) for candidate in draft.aside)
    for candidate in draft.aside:
        if candidate.code == UNKNOWN and sums and candidate.source.cell is not None and has_figure(candidate.raw):
            draft.account.change(candidate.source.cell, "unread")  # money of a kind that its head does not tell
            for left in draft.left:
                left.role = "unread" if left.entry.at == candidate.source.at else left.role
        if candidate.code in ("", UNKNOWN) or candidate.source.cell is None:
            continue
        same = [a for a in draft.amounts if a.code == candidate.code]
        if not same:
            draft.take(candidate.source.cell, "value", f"/amounts/{candidate.code}")
        if all(a.label != candidate.label and squeeze(a.raw) != squeeze(candidate.raw) for a in same):
            draft.amounts.append(candidate)  # 申报金额 | 批复金额
            draft.take_back(candidate.source.at)


def _is_head(cell: Cell) -> bool:
    folded = fold_text(cell.text)
    return (
        len(folded) <= _LONGEST_HEAD
        and not any(ch.isdigit() for ch in folded)
        and not folded.endswith(("。", "；", ";"))
    )
