"""When a cell is a label: of a block beside rows of fields, of one budget, of a text that is said of the whole form."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.label_cells import LabelCells
from extractor.forms.labelled_text import LabelledText
from extractor.model.document import Cell
from extractor.model.filing import Execution
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _labels() -> LabelCells:
    draft = Draft()
    return LabelCells(WORDS, draft, LabelledText(WORDS, draft))


def _asked(name: str, *rows: list[str]) -> bool:
    table = drawn(*rows)
    cell = table.owner(0, 0)
    assert cell is not None
    return bool(getattr(_labels().place, name)(table, cell, table.right_of(cell)))


@pytest.mark.parametrize(
    ("rows", "block"),
    [
        ([["2/1|项目概况", "项目地点", "青山镇"], ["^", "联系人", "李四"]], True),
        ([["项目概况", "项目地点", "青山镇"]], False),
        ([["2/1|项目概况", "2/1|项目地点", "青山镇"], ["^", "^", "乙"]], False),
        ([["2/1|项目概况", "", "青山镇"], ["^", "联系人", "李四"]], False),
        ([["2/1|项目概况", "1.维修泵站", "青山镇"], ["^", "联系人", "李四"]], False),
        ([["2/1|项目概况", "维修泵站三座"], ["^", "清淤渠道"]], False),
    ],
)
def test_a_label_beside_rows_of_fields_is_that_of_a_block(rows: list[list[str]], block: bool) -> None:
    assert _asked("spans_fields", *rows) == block


@pytest.mark.parametrize(("down", "block"), [(1, False), (2, True)])
def test_a_label_of_a_block_that_names_money_too_reaches_down(down: int, block: bool) -> None:
    table = drawn([f"{down}/1|资金情况", "100"], ["^" if down == 2 else "", "50"])
    label, right = table.owner(0, 0), table.owner(0, 1)
    assert label is not None
    assert _labels().labels_block(table, label, right, "block_money", "total") == block
    assert _labels().labels_block(table, label, right, "block_money", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [("500万元，其他资金200万元", True), ("500万元，用于维修", False), ("资金总额500万元，用于维修", True)],
)
def test_money_beside_its_label_is_a_sentence_of_two_figures_or_of_one_with_its_name(text: str, told: bool) -> None:
    table = drawn(["年度资金", text])
    label, value = table.owner(0, 0), table.owner(0, 1)
    assert label is not None and value is not None
    assert _labels().told_beside(table, label, value, "total") == told


@pytest.mark.parametrize(
    ("text", "money"), [("财政拨款：鹳雀 其他资金：楼台", True), ("财政拨款：鹳雀", False), ("财政拨款：300", True)]
)
def test_a_text_of_two_labels_of_money_names_it_whatever_stands_behind_them(text: str, money: bool) -> None:
    assert _labels().place.names_money(text) == money


def _lone(head: str, right: str | None, *, taken: bool = False, executed: bool = False) -> bool:
    labels, beside = _labels(), Cell(0, 1, text=right or "")
    if taken:
        labels.draft.take(beside, "value")
    if executed:
        labels.draft.execution.append(Execution())
    return labels.place.is_lone_budget(Cell(0, 0, text=head), beside if right is not None else None)


def test_one_sum_beside_a_budget_is_its_value() -> None:
    assert _lone("年初预算数", "500万元") and _lone("全年预算数", "500")
    assert not _lone("全年执行数", "500万元"), "no budget"
    assert not _lone("年初预算数", None)
    assert not _lone("年初预算数", "全年预算数"), "no figure"
    assert not _lone("年初预算数", "维修3座泵站"), "no money"
    assert not _lone("年初预算数", "500万元", taken=True)
    assert not _lone("年初预算数", "500万元", executed=True), "the block of execution was read"


@pytest.mark.parametrize(
    ("rows", "own"),
    [
        ([["偏差原因分析", "1/2|天气原因，工期延后", "^"]], True),
        ([["备注", "1/2|资金已到位", "^"]], True),
        ([["偏差原因分析", "天气原因", "甲"]], False),
        ([["偏差原因分析", "1/2|", "^"]], False),
        ([["2/1|偏差原因分析", "1/2|天气原因", "^"], ["^", "甲", "乙"]], False),
        ([["一级指标", "1/2|天气原因", "^"]], False),
        ([["偏差原因分析", "1/2|项目名称", "^"]], False),
    ],
)
def test_a_text_over_the_rest_of_the_row_is_said_of_the_whole_form(rows: list[list[str]], own: bool) -> None:
    assert _asked("is_row_of_its_own", *rows) == own


@pytest.mark.parametrize(
    ("rows", "block"),
    [
        ([["2/1|总体目标完成情况", "预期目标", "全年维修泵站三座并清淤渠道"],
        ["^", "实际完成情况", "已全部按期完成并通过验收"]], True),
        ([["2/1|总体目标完成情况", "1/2|预期目标", "^"], ["^", "实际完成情况", "已全部按期完成"]], False),
        ([["总体目标完成情况", "预期目标", "全年维修泵站三座"]], False),
        ([["3/1|总体目标完成情况", "目标1", "全年维修泵站三座并清淤渠道"], ["^", "目标2", "已全部按期完成并通过验收"],
        ["^", "目标3", "无其他需要说明的事项"]], False),
        ([["3/1|总体目标完成情况", "预期目标", "无"], ["^", "实际完成情况", "已全部按期完成并通过验收"],
        ["^", "备注", "无其他需要说明的事项"]], False),
    ],
)  # fmt: skip
def test_a_goal_beside_rows_with_labels_of_their_own_is_that_of_a_block(rows: list[list[str]], block: bool) -> None:
    assert _asked("over_texts", *rows) == block


@pytest.mark.parametrize(("told", "here"), [("已改造泵站三座的", False), ("已改造泵站三座达标", True)])
def test_what_was_reached_is_told_in_more_words_than_its_label_has(told: str, here: bool) -> None:
    assert _asked("asks_here", ["年度实际完成情况", told], ["甲", "乙"]) == here


@pytest.mark.parametrize(
    ("label", "value", "parts"),
    [
        ("实施单位/项目负责人", "某站/张三", ["某站", "张三"]),
        ("实施单位/鹳雀楼", "某站/张三", []),
        ("鹳雀楼/实施单位", "某站/张三", []),
        ("实施单位/资金情况", "某站/张三", []),  # the label of a block
        ("实施单位/项目负责人", "某站", []),
        ("填报人员姓名/实施单位", "张三/某站", ["张三", "某站"]),
    ],
)
def test_each_part_of_a_joint_label_names_a_field(label: str, value: str, parts: list[str]) -> None:
    table, labels = drawn([label, value]), _labels()
    assert labels.joint_label(table, table.starting(0)[0], table.starting(0)[1]) == bool(parts)
    assert [c.raw for c in labels.draft.fields] == parts
