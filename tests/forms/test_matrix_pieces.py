"""A matrix of money piece by piece: what its heads and rows must say, and what stands between them."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import matrix, matrix_figures
from extractor.forms.draft import Draft
from extractor.forms.label_cells import LabelCells
from extractor.forms.labelled_text import LabelledText
from extractor.forms.matrix import Matrix, find_matrix
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
Rows = list[list[str]]
Lines = dict[str, str | None]


def _matrix(heads: Lines, rows: Lines) -> Matrix:
    """Heads over the columns and labels beside the rows, each with its code."""
    over = {n: (Cell(0, n, text=text), code) for n, (text, code) in enumerate(heads.items(), 1)}
    beside = {n: (Cell(n, 0, text=text), code) for n, (text, code) in enumerate(rows.items(), 1)}
    return Matrix(0, len(rows) + 1, 0, over, beside)


TOTAL: Lines = {"合计": "total", "财政拨款": "fiscal_appropriation"}


@pytest.mark.parametrize(
    ("heads", "rows", "timed", "money"),
    [
        (TOTAL, {"基本支出": "basic_expenditure", "项目支出": "project_expenditure"}, False, True),
        (TOTAL, {"基本支出": "basic_expenditure"}, False, False),
        (TOTAL, {"基本支出": "basic_expenditure"}, True, True),
        (TOTAL, {"基本支出": "basic_expenditure", "甲": None, "乙": None}, True, False),
        (TOTAL, {"基本支出": "basic_expenditure", "甲": None}, False, True),
        (TOTAL, {}, True, False),
        ({"合计": "total", "甲": None, "乙": None}, {"基本支出": "x", "项目支出": "y"}, False, False),
        ({"中央": "central_funds", "省级": "provincial_funds"}, {"基本支出": "x", "项目支出": "y"}, False, False),
        ({"中央": "central_funds", "省级": "provincial_funds"}, {"总额": "total", "项目支出": "y"}, False, True),
        (TOTAL, {"2023年": None, "2024年": None}, False, True),
        ({"甲": None, "乙": None, "丙": "x"}, {"2023年": None, "2024年": None}, False, False),
        ({"甲": None, "丙": "x"}, {"2023年": None, "2024年": None}, False, True),  # half of them
        ({"2023年": None, "2024年": None}, {"资金总额": "total"}, False, True),
    ],
)
def test_rows_and_columns_of_money(heads: Lines, rows: Lines, timed: bool, money: bool) -> None:
    assert matrix._holds_money(_matrix(heads, rows), WORDS, 2024, timed=timed) == money


@pytest.mark.parametrize(
    ("heads", "timed"),
    [
        ({"2023年": None, "2024年": None}, True),
        ({"上年预算": None, "财政拨款": "x"}, True),
        ({"项目总投资": "total", "2024年": None}, True),
        ({"2024年": None}, False),
        ({"甲": None, "2024年": None}, False),
        ({"财政拨款": "x", "其他资金": "y"}, False),
        ({"项目总投资": "total", "2024年": "fiscal_appropriation"}, False),
    ],
)
def test_heads_of_years(heads: Lines, timed: bool) -> None:
    assert matrix.by_time(_matrix(heads, {"总额": "total"}), WORDS, 2024) == timed


@pytest.mark.parametrize(
    ("heads", "timed"), [({"2023年": None, "2024年": None}, True), ({"2023年": None, "甲": None}, False)]
)
def test_two_years_are_heads_of_years_whatever_the_forms_own(heads: Lines, timed: bool) -> None:
    assert matrix.by_time(_matrix(heads, {"总额": "total"}), WORDS, 2022) == timed


@pytest.mark.parametrize(
    ("heads", "year", "column"),
    [
        ({"2023年": None, "2024年": None, "2025年": None}, 2024, 2),
        ({"2023年": None, "2025年": None}, 2024, None),
        ({"上年预算": None, "本年预算": None, "增减": None}, 2024, 2),
        ({"项目总投资": "total", "本年同比增减": None}, 2024, None),  # of all years, and no other figure of this one
        ({"上年预算": None, "本年预算": None, "合计": "total"}, 2024, 2),
        ({"上年预算": None, "合计": "total"}, 2024, 2),
        ({"2024年预算": None, "2024年实际": None}, 2024, 1),
        ({"2024年": None, "2024年预算": None}, None, 2),
    ],
)
def test_the_column_of_the_forms_own_year(heads: Lines, year: int | None, column: int | None) -> None:
    assert matrix_figures._current(_matrix(heads, {"总额": "total"}), WORDS, year) == column


def _adds(*rows: list[str]) -> Any:
    found = find_matrix(drawn(["资金", "合计", "沿河县", "德江县"], *rows), 0, WORDS, Draft(), 2024)
    return None if found is None else sorted(found.rows)


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["资金总额", "30", "20", "10"], ["其他资金", "3", "2", "1"]], [1, 2]),
        ([["资金总额", "30", "20", "10"], ["其他资金", "3", "2", "2"]], None),
        ([["资金总额", "30", "20", "10"], ["鹳雀楼", "3", "2", "1"]], None),
        ([["资金总额", "30", "20", "11"]], None),
    ],
)
def test_places_whose_figures_make_up_the_first(rows: Rows, at: list[int] | None) -> None:
    assert _adds(*rows) == at


def _found(*rows: list[str], row: int = 0) -> Any:
    found = find_matrix(drawn(*rows), row, WORDS, Draft(), 2024)
    return None if found is None else (found.bottom, sorted(found.heads), sorted(found.rows),
                                       [c.text for c in found.groups])  # fmt: skip


HEADS = ["资金来源", "合计", "财政拨款", "其他资金"]
SUM, PART = ["年度资金总额", "30", "20", "10"], ["其中：省级", "5", "5", ""]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([HEADS, SUM, ["1/4|按来源分", "^", "^", "^"], PART], (4, [1, 2, 3], [1, 3], ["按来源分"])),
        ([HEADS, SUM, ["1/4|按来源分", "^", "^", "^"], ["说明", "某", "", ""]], None),
        ([HEADS, ["1/4|按来源分", "^", "^", "^"], SUM, PART], None),
        ([HEADS, SUM, ["1/4|" + "甲" * 15, "^", "^", "^"], PART], None),
        ([HEADS, SUM, ["1/4|来源", "^", "^", "^"], PART], (4, [1, 2, 3], [1, 3], ["来源"])),
        ([HEADS, SUM, ["1/4|源", "^", "^", "^"], PART], None),
        ([HEADS, SUM, ["1/3|按来源分", "^", "^", "5"], PART], None),
        ([["", *HEADS], ["2/1|来源", *SUM], ["^", *PART]], (3, [2, 3, 4], [1, 2], ["来源"])),
    ],
)
def test_captions_and_groups_within(rows: Rows, found: Any) -> None:
    said = _found(*rows)
    if found is None:
        assert said is None or said[0] == 2 and said[3] == []
    else:
        assert said == found


def test_heads_that_begin_a_row_above() -> None:
    rows = [["2/1|资金来源", "2/1|合计", "1/2|其中", "^"], ["^", "^", "财政拨款", "其他资金"], SUM, PART]
    assert _found(*rows, row=1)[:3] == (4, [1, 2, 3], [2, 3])


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (["2023", "2024"], [0, 1]),
        (["2024", "2023"], []),
        (["2023", "2025"], []),
        (["2023"], []),
        (["2023", "甲", "2024"], [0, 2]),
    ],
)
def test_bare_years_side_by_side(texts: list[str], years: list[int]) -> None:
    assert sorted(matrix._bare_years([Cell(0, n, text=text) for n, text in enumerate(texts)])) == years


@pytest.mark.parametrize(
    ("label", "own"),
    [("项目资金", True), ("资金（万元）", True), ("财政拨款", True), ("年度预算", True), ("鹳雀楼", False)],
)
def test_one_row_of_years_beside_a_label_of_money(label: str, own: bool) -> None:
    rows = [[f"2/1|{label}", "2023年", "2024年"], ["^", "20", "10"]]
    found = find_matrix(drawn(*rows), 0, WORDS, Draft(), 2024)
    assert (found is not None) == own
    if found is not None:
        assert [code for _, code in found.rows.values()] == ["total"]
        assert [code for _, code in found.heads.values()] == [None, None]


# ---- labels by what stands beside them


def _labels() -> LabelCells:
    draft = Draft()
    return LabelCells(WORDS, draft, LabelledText(WORDS, draft))


def _read(*row: str) -> tuple[bool, list[tuple[str, str, str]], LabelCells]:
    table, labels = drawn(list(row)), _labels()
    cell = table.owner(0, 0)
    assert cell is not None
    took = labels.read(table, cell, table.right_of(cell))
    return took, [(c.identity, c.label, c.raw) for c in labels.draft.fields], labels


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (("项目名称", "泵站改造"), [("project_name", "项目名称", "泵站改造")]),
        (("实施单位/项目负责人", "泵站管理所/张三"),
         [("implementer", "实施单位", "泵站管理所"), ("project_person", "项目负责人", "张三")]),
        (("实施单位/项目负责人", ""), [("implementer", "实施单位", ""), ("project_person", "项目负责人", "")]),
        (("项目", "泵站改造"), [("project_name", "项目", "泵站改造")]),
        (("目标1", "改造泵站三座"), [("goal", "目标1", "改造泵站三座")]),
        (("鹳雀楼", "泵站改造"), []),
    ],
)  # fmt: skip
def test_a_label_takes_its_value(row: tuple[str, ...], fields: list[tuple[str, str, str]]) -> None:
    took, found, _ = _read(*row)
    assert found == fields and (took or not fields)


def test_one_budget_alone_is_the_total() -> None:
    _, _, labels = _read("年初预算数", "500万元")
    assert [(a.code, a.raw) for a in labels.draft.amounts] == [("total", "500万元")]


def test_money_told_in_a_sentence_beside_its_label() -> None:
    _, _, labels = _read("年度资金总额", "共500万元，其中：财政拨款300万元，其他资金200万元")
    found = {a.code: a.raw for a in labels.draft.amounts}
    assert set(found) == {"total", "fiscal_appropriation", "other_funds"}


def test_lines_of_money_beside_a_label_that_nobody_knows() -> None:
    labels = _labels()
    assert labels.place.names_money("财政拨款：300\n其他资金：200")
    assert not labels.place.names_money("见附件")


@pytest.mark.parametrize(
    ("rows", "date"),
    [
        ([["2024-03-01", "填报日期"]], True),
        ([["甲", "2024-03-01", "填报日期"]], True),
        ([["某人", "填报日期"]], False),
        ([["2024-03-01", "填报日期", "甲"]], False),
    ],
)
def test_a_date_before_its_label_at_the_rows_end(rows: Rows, date: bool) -> None:
    table, labels = drawn(*rows), _labels()
    label = next(c for c in table.starting(0) if c.text == "填报日期")
    before = table.owner(0, label.col - 1)
    assert before is not None
    labels.draft.take(before, "unread")
    labels.draft.leave(None, before.text, table.grid.place(before))
    found = labels.date_before(table, label)
    assert (found is before) == date and bool(labels.draft.left) != date


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([["2/1|资金支出计划", "一月", "二月"], ["^", "10%", "20%"]], [("一月", "10%"), ("二月", "20%")]),
        ([["2/1|资金支出计划", "一月", "二月"], ["^", "10%", ""]], [("一月", "10%")]),
        ([["2/1|资金支出计划", "一月"], ["^", "10%"]], None),
        ([["2/1|资金支出计划", "一月", "财政拨款"], ["^", "10%", "20%"]], None),
        (
            [["3/1|资金管理情况", "问题", "回答"], ["^", "制度", "有"], ["^", "检查", "无"]],
            [("回答", "有"), ("回答", "无")],
        ),
    ],
)
def test_a_part_of_the_form_that_no_key_takes(rows: Rows, kept: Any) -> None:
    table, labels = drawn(*rows), _labels()
    cell = table.owner(0, 0)
    assert cell is not None
    assert labels.keeps_table(table, cell) == (kept is not None)
    assert [(left.entry.label, left.entry.text) for left in labels.draft.left] == (kept or [])
