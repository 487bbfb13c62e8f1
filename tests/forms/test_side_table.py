"""Small tables beside the form's own: which labels and heads say so, and what is left of them."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.side_table import _dates_steps, _is_head, _shares_out, _shift, adopt_sums, read_side_tables
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _label(slice_: Slice) -> Cell:
    return slice_.grid.cells[0]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("甲" * 16, True),
        ("甲" * 17, False),
        ("甲2", False),
        ("甲。", False),
        ("甲；", False),
        ("甲;", False),
        ("甲、", True),
    ],
)
def test_a_head_is_short_and_holds_no_figure(text: str, head: bool) -> None:
    assert _is_head(Cell(0, 0, text=text)) == head


LABEL = "资金分配情况"
"""Evidence takes it for a label of money; it stands in no list."""


@pytest.mark.parametrize(
    ("rows", "out"),
    [
        ([["2/1|资金总额", "柳林镇", "马鞍镇"], ["^", "60", "40"]], True),  # listed as the whole
        ([["2/1|" + LABEL + "甲" * 14, "柳林镇", "马鞍镇"], ["^", "60", "40"]], True),
        ([["2/1|" + LABEL + "甲" * 15, "柳林镇", "马鞍镇"], ["^", "60", "40"]], False),
        ([["2/1|" + LABEL, "柳林镇", "马鞍镇", "合计"], ["^", "60", "40", "100"]], True),
        ([["2/1|" + LABEL, "柳林镇", "马鞍镇", "全年执行数"], ["^", "60", "40", "100"]], False),
        ([["2/1|" + LABEL, "柳林镇", "马鞍镇"], ["^", "60", "甲"]], False),
        ([["2/1|" + LABEL, "柳林镇", "马鞍镇"], ["^", "1/2|60", "^"]], False),
        ([["2/1|" + LABEL, "柳林镇", "马鞍镇"], ["^", "60", ""]], False),
        ([["2/1|" + LABEL, "柳林镇"], ["^", "60"]], False),  # one place
        ([["2/1|" + LABEL, "财政拨款", "其他资金"], ["^", "60", "40"]], False),  # kinds of money
        ([["2/1|" + LABEL, "2024年", "2025年"], ["^", "60", "40"]], False),
        ([["3/1|" + LABEL, "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "合计", "60"]], True),
        ([["3/1|" + LABEL, "乡镇", "金额"], ["^", "合计", "60"], ["^", "柳林镇", "60"]], False),  # the whole first
        ([["3/1|" + LABEL, "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "财政拨款", "60"]], False),
        ([["3/1|" + LABEL, "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "", ""]], False),
        ([["3/1|" + LABEL, "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "马鞍镇", ""]], False),
        ([["3/1|" + LABEL, "1/2|乡镇", "^", "金额"], ["^", "柳林镇", "甲", "60"], ["^", "马鞍镇", "乙", "40"]], False),
        ([["3/1|" + LABEL, "乡镇", "用途", "金额"], ["^", "柳林镇", "甲", "60"], ["^", "马鞍镇", "乙", "40"]], True),
        ([["3/1|" + LABEL, "2/1|乡镇", "金额"], ["^", "^", "60"], ["^", "马鞍镇", "40"]], False),
        ([["3/1|" + LABEL, "乡镇", "预算数"], ["^", "柳林镇", "60"], ["^", "马鞍镇", "40"]], True),  # one known head
        ([["3/1|" + LABEL, "乡镇", "预算数", "执行数"], ["^", "柳林镇", "6", "6"], ["^", "马鞍镇", "4", "4"]], False),
    ],
)  # fmt: skip
def test_money_shared_out(rows: list[list[str]], out: bool) -> None:
    table = drawn(*rows)
    assert _shares_out(table, _label(table), WORDS) == out


def test_a_label_over_the_whole_table_shares_nothing_out() -> None:
    table = drawn(["1/3|" + LABEL, "^", "^"], ["甲", "柳林镇", "马鞍镇"])
    assert not _shares_out(table, _label(table), WORDS)


def test_a_label_that_reaches_below_its_form_ends_there() -> None:
    whole = drawn(["3/1|" + LABEL, "柳林镇", "马鞍镇"], ["^", "60", "40"], ["^", "甲", "乙"])
    assert _shares_out(whole.part(0, 2), _label(whole), WORDS)
    assert not _shares_out(whole, _label(whole), WORDS)
    steps = drawn(["4/1|进度安排", "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "9月", "验收"], ["^", "甲", "乙"])
    assert _dates_steps(steps.part(0, 3), _label(steps), WORDS)
    assert not _dates_steps(steps, _label(steps), WORDS)


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        (
            [["3/1|进度安排", "时间", "甲", "乙", "丙"], ["^", "3月", "招标", "", ""], ["^", "9月", "验收", "", ""]],
            True,
        ),
        (
            [["3/1|进度安排", "时间", *"甲乙丙丁"], ["^", "3月", "招标", "", "", ""], ["^", "9月", "验收", "", "", ""]],
            False,
        ),
        ([["3/1|进度安排", "时间", "甲"], ["^", "3月", "招标"], ["^", "", ""]], False),
        ([["3/1|进度安排", "甲", "时间"], ["^", "招标", "3月"], ["^", "验收", "9月"]], True),
        ([["3/1|进度安排", "甲", "乙"], ["^", "3月", "招标"], ["^", "9月", "验收"]], False),
        ([["3/1|进度安排", "时间", "完成时间"], ["^", "3月", "3月"], ["^", "9月", "9月"]], False),  # which of them?
        ([["3/1|进度安排", "时间", "三级指标"], ["^", "3月", "招标"], ["^", "9月", "验收"]], False),
        ([["1/2|进度安排", "^", "时间", "甲"], ["", "3月", "3月", "招标"], ["", "9月", "9月", "验收"]], False),
    ],
)
def test_days_and_steps(rows: list[list[str]], steps: bool) -> None:
    table = drawn(*rows)
    assert _dates_steps(table, _label(table), WORDS) == steps


def _read(*rows: list[str]) -> Draft:
    draft = Draft()
    read_side_tables(drawn(*rows), WORDS, draft)
    return draft


def _left(draft: Draft) -> list[tuple[str | None, str]]:
    return [(left.entry.label, left.entry.text) for left in draft.left]


PLAN = ["3/1|实施计划", "任务", "金额（万元）"]


def test_the_cells_of_a_table_of_tasks_keep_their_heads() -> None:
    draft = _read(PLAN, ["^", "修渠", "60"], ["^", "建站", "40"])
    assert _left(draft) == [("任务", "修渠"), ("金额（万元）", "60"), ("任务", "建站"), ("金额（万元）", "40")]
    assert draft.units_aside == ["万元"]
    assert not draft.aside, "no row of sums"


@pytest.mark.parametrize(
    "rows",
    [
        [["3/1|甲乙", "任务", "金额"], ["^", "修渠", "60"], ["^", "建站", "40"]],  # no label of such a table
        [["实施计划", "任务", "金额"], ["", "修渠", "60"]],
        [["2/1|实施计划", "任务"], ["^", "修渠"]],  # one head
        [["2/1|实施计划", "任务", ""], ["^", "修渠", "60"]],
        [["2/1|实施计划", "任务2", "金额"], ["^", "修渠", "60"]],
        [["2/1|实施计划", "2/1|任务", "金额"], ["^", "^", "60"]],  # nothing under the heads
        [["2/1|实施计划", "任务", "金额"], ["^", "", ""]],
        [["2/1|实施计划", "任务", "金额"], ["^", "项目名称", "资金总额"]],  # labels of fields
    ],
)
def test_a_label_without_such_a_table(rows: list[list[str]]) -> None:
    draft = _read(*rows)
    assert not draft.left and not draft.labels


def test_half_of_the_cells_under_the_heads_may_be_words_of_labels() -> None:
    assert _left(_read(["2/1|实施计划", "任务", "金额"], ["^", "项目名称", "60"]))
    assert _left(_read(["2/1|实施计划", "任务", "", "金额"], ["^", "修渠", "甲", "60"])) == [
        ("任务", "修渠"), (None, "甲"), ("金额", "60"),
    ]  # fmt: skip


def _sums(draft: Draft) -> list[tuple[str, str | None, str]]:
    return [(candidate.code, candidate.label, candidate.raw) for candidate in draft.aside]


def test_the_last_row_may_be_the_sums() -> None:
    heads = ["3/1|实施计划", "任务", "资金总额", "财政拨款", "鹳雀", "完成时间"]
    draft = _read(heads, ["^", "修渠", "60", "50", "10", "3月"], ["^", "合计", "60", "50", "10", "3月"])
    assert _sums(draft) == [
        ("total", "资金总额", "60"), ("fiscal_appropriation", "财政拨款", "50"), ("?", "鹳雀", "10"),
        ("", "完成时间", "3月"),
    ]  # fmt: skip
    assert not _sums(_read(heads, ["^", "合计", "60", "50", "10", "3月"], ["^", "修渠", "60", "50", "10", "3月"]))
    assert (
        _sums(_read(heads, ["^", "修渠", "60", "50", "10", "3月"], ["^", "小计", "60", "50", "10", "3月"]))[0][0]
        == "total"
    )


def test_sums_of_a_dump_stand_too_far_left() -> None:
    """合计 spanned two columns; the dump does not say so."""
    heads = ["3/1|实施计划", "任务", "时间段", "资金总额", "财政拨款"]
    task = ["^", "修渠", "春天", "60", "50"]
    assert _sums(_read(heads, task, ["^", "合计", "60", "50", ""])) == [
        ("total", "资金总额", "60"), ("fiscal_appropriation", "财政拨款", "50"),
    ]  # fmt: skip
    spanned = _read(heads, task, ["^", "1/2|合计", "^", "60", "50"])
    assert [code for code, _, _ in _sums(spanned)] == ["total", "fiscal_appropriation"]
    unmoved = _read(heads, ["^", "1/2|修渠", "^", "60", "50"], ["^", "合计", "60", "50", ""])
    assert [label for _, label, _ in _sums(unmoved)] == ["时间段", "资金总额"], "cells that span tell nothing"
    assert _sums(_read(heads, task, ["^", "合计", "", "", ""])) == []


@pytest.mark.parametrize(
    ("sums", "shift"),
    [
        (["合计", "60", "40", "", ""], 2),
        (["1/2|合计", "^", "60", "40", ""], 0),  # spans are told
        (["合计", "60", "1/2|40", "^", ""], 2),  # the last may be as wide as a remark
        (["合计", "1/2|60", "^", "40", ""], 0),
    ],
)
def test_a_sum_row_is_moved_where_none_of_its_cells_but_the_last_spans_several(sums: list[str], shift: int) -> None:
    table = drawn(["3/1|实施计划", "任务", "甲", "乙", "资金总额", "财政拨款"], ["^", *"修渠春天好"], ["^", *sums])
    assert _shift(table, 2, _label(table)) == shift


def test_the_sums_are_the_money_where_there_is_none_else() -> None:
    rows = ["3/1|实施计划", "任务", "资金总额", "鹳雀"], ["^", "修渠", "60", "10"], ["^", "合计", "60", "10"]
    draft = _read(*rows)
    adopt_sums(draft)
    assert [(amount.code, amount.raw) for amount in draft.amounts] == [("total", "60")]
    assert [left.role for left in draft.left] == ["further"] * 4 + ["unread"], "money of a kind that no head tells"
    adopt_sums(draft)
    assert len(draft.amounts) == 1, "once"
    cell = draft.amounts[0].source.cell
    assert cell is not None and draft.is_taken(cell)
    alone = _read(["3/1|实施计划", "任务", "鹳雀"], ["^", "修渠", "10"], ["^", "合计", "10"])
    adopt_sums(alone)
    assert not alone.amounts and {left.role for left in alone.left} == {"further"}


def test_tasks_without_a_label_beside_them() -> None:
    draft = _read(
        ["任务名称", "时序", "承办科室"], ["修渠", "春天", "水利股"], ["建站", "秋天", "水利股"], ["甲", "1/2|乙", "^"]
    )
    assert _left(draft) == [
        ("任务名称", "修渠"), ("时序", "春天"), ("承办科室", "水利股"),
        ("任务名称", "建站"), ("时序", "秋天"), ("承办科室", "水利股"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [["任务名称", "时序"], ["修渠", "春天"]],
        [["任务名称", "时序", ""], ["修渠", "春天", "水利股"]],
        [["鹳雀", "时序", "承办科室"], ["修渠", "春天", "水利股"]],
        [["任务名称", "时序2", "承办科室"], ["修渠", "春天", "水利股"]],
        [["任务名称", "时序", "承办科室"], ["项目名称", "春天", "水利股"]],
        [["任务名称", "时序", "承办科室"], ["1/2|修渠", "^", "水利股"]],
    ],
)
def test_heads_without_tasks(rows: list[list[str]]) -> None:
    assert not _read(*rows).left
