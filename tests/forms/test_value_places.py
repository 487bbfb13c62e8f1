"""Which cell holds a label's value: the functions that look around a label, each edge on both sides."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms.draft import Draft
from extractor.forms.slices import Slice
from extractor.forms.value_cells import ValueCells
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _cells(*rows: list[str]) -> tuple[ValueCells, Slice]:
    return ValueCells(WORDS, Draft()), drawn(*rows)


def _at(table: Slice, row: int, col: int) -> Cell:
    cell = table.owner(row, col)
    assert cell is not None
    return cell


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["项目名称", "", "", "泵站改造"], "泵站改造"),
        (["项目名称", "", "泵站改造", ""], "泵站改造"),
        (["项目名称", "", "联系电话", "1"], ""),
        (["项目名称", "", "", ""], ""),
    ],
)
def test_the_text_behind_blanks_where_no_spans_are_told(row: list[str], text: str) -> None:
    cells, table = _cells(row, ["甲", "乙", "丙", "丁"])
    assert cells.over_blanks(table, _at(table, 0, 1)).text == text
    spanned = drawn(row, ["1/2|甲", "^", "丙", "丁"])
    assert ValueCells(WORDS, Draft()).over_blanks(spanned, _at(spanned, 0, 1)).text == ""


@pytest.mark.parametrize(
    ("rows", "spanless"),
    [
        ([["甲", "乙"], ["丙", "丁"]], True),
        ([["1/2|甲", "^"], ["丙", "丁"]], False),
        ([["1/2|绩效指标", "^"], ["丙", "丁"]], True),  # heads of indicators alone were put together
        ([["1/2|绩效指标", "^"], ["1/2|丙", "^"]], False),
        ([["2/1|甲", "乙"], ["^", "丁"]], True),
    ],
)
def test_a_table_tells_no_spans(rows: list[list[str]], spanless: bool) -> None:
    cells, table = _cells(*rows)
    assert cells.spanless(table) == spanless


@pytest.mark.parametrize(
    ("rows", "under"),
    [
        ([["2/1|资金名称", "大类", "小类", "任务"], ["^", "农业", "水利", "泵站"]], "农业"),
        ([["2/1|资金名称", "大类", "小类", ""], ["^", "农业", "水利", ""]], "农业"),
        ([["2/1|资金名称", "大类"], ["^", "农业"]], None),
        ([["2/1|资金名称", "类", "小类"], ["^", "农业", "水利"]], None),
        ([["2/1|资金名称", "大类大类大类", "小类"], ["^", "农业", "水利"]], "农业"),
        ([["2/1|资金名称", "大类大类大类大", "小类"], ["^", "农业", "水利"]], None),
        ([["2/1|资金名称", "联系电话", "小类"], ["^", "农业", "水利"]], None),
        ([["2/1|资金名称", "大类", "小类"], ["^", "农业", "联系电话"]], None),
        ([["2/1|资金名称", "大类", "小类"], ["^", "农业", ""]], None),
        ([["2/1|资金名称", "大类", "小类", "甲"], ["^", "农业", "1/2|水利", "^"]], None),
        ([["3/1|资金名称", "大类", "小类"], ["^", "农业", "水利"], ["^", "甲", "乙"]], None),
        ([["资金名称", "大类", "小类"], ["甲", "农业", "水利"]], None),
    ],
)
def test_the_text_under_the_first_of_several_sub_heads(rows: list[list[str]], under: str | None) -> None:
    cells, table = _cells(*rows)
    found = cells.under_subheads(table, _at(table, 0, 0), table.owner(0, 1))
    assert (found and found.text) == under


@pytest.mark.parametrize(
    ("rows", "figure"),
    [
        ([["资金总额"], ["100"]], "100"),
        ([["资金总额"], ["甲乙丙"]], "甲乙丙"),
        ([["资金总额"], [""]], ""),
        ([["项目名称", "资金总额"], ["甲", "60"], ["乙", "40"], ["合计", "100"]], "100"),
        ([["项目名称", "资金总额"], ["甲", "60"], ["乙", "40"], ["小计", "100"]], "100"),
        ([["项目名称", "资金总额"], ["甲", "60"], ["乙", "40"]], None),
        ([["项目名称", "资金总额", "丙"], ["甲", "60", "1"], ["合计", "100", "2"]], "100"),
        ([["项目名称", "资金总额", "丙"], ["甲", "60", "1"], ["1/2|合计", "^", "2"]], "60"),
        ([["项目编码"], ["100"], ["200"]], "100"),  # a code: figures below it are another's
        ([["项目名称", "资金总额"], ["甲", "60"], ["合计", "甲乙丙"]], "60"),
    ],
)
def test_the_figure_under_a_label_that_heads_a_column(rows: list[list[str]], figure: str | None) -> None:
    cells, table = _cells(*rows)
    col = len(rows[0]) - 1 if len(rows[0]) < 3 else 1
    found = cells.figure_under(table, _at(table, 0, col), _at(table, 1, col))
    assert (found and found.text) == figure


@pytest.mark.parametrize(
    ("rows", "under", "others"),
    [
        ([["项目名称", "联系电话"], ["甲", "乙"]], True, False),
        ([["项目名称", "联系电话"], ["1/2|甲", "^"]], True, True),
        ([["项目名称", "甲乙丙"], ["1/2|甲", "^"]], True, False),
        ([["1/2|项目名称", "^"], ["甲", "乙"]], False, False),
        ([["1/2|项目名称", "^"], ["1/2|甲", "^"]], True, False),
    ],
)
def test_a_cell_stands_under_a_label(rows: list[list[str]], under: bool, others: bool) -> None:
    cells, table = _cells(*rows)
    label, below = _at(table, 0, 0), _at(table, 1, 0)
    assert cells.stands_under(below, label) == under
    assert cells.spans_others(table, label, below) == others
    assert not cells.stands_under(_at(table, 1, 1), label) or rows[1][1] == "^"


@pytest.mark.parametrize(
    ("rows", "blank"),
    [
        ([["财政拨款："]], True),
        ([["财政拨款"]], True),  # nothing below it
        ([["财政拨款"], ["甲"]], False),
        ([["财政拨款："], ["甲"]], True),
        ([["财政拨款：", "其他资金：5"], ["甲", "乙"]], True),
        ([["财政拨款", "其他资金：5"], ["甲", "乙"]], False),
        ([["财政拨款：", "5"], ["甲", "乙"]], False),
    ],
)
def test_nothing_can_hold_a_label_s_value(rows: list[list[str]], blank: bool) -> None:
    cells, table = _cells(*rows)
    assert cells.blank_beside(table, _at(table, 0, 0), table.owner(0, 1)) == blank


@pytest.mark.parametrize(
    ("text", "label"),
    [("", False), ("联系电话", True), ("联系电话：5", True), ("泵站改造", False), ("产出指标", True),
     ("其中：财政拨款：5", True), ("产出" + " " * 14, True), ("产出" + " " * 15, False), ("100", False)],
)  # fmt: skip
def test_a_cell_holds_a_label(text: str, label: bool) -> None:
    assert _cells([text])[0].is_label(Cell(0, 0, text=text)) == label


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([["项目名称", "联系电话", "主管部门"], ["泵站改造", "5632178", "水利局"]], True),
        ([["项目名称", "联系电话", "甲乙丙"], ["泵站改造", "5632178", "丁"]], True),
        ([["项目名称", "甲乙丙", "丁戊己"], ["泵站改造", "5632178", "丁"]], False),
        ([["项目名称", "联系电话"], ["泵站改造", "5632178"]], False),
        ([["项目名称", "联系电话", "主管部门"], ["泵站改造", "", "水利局"]], False),
        ([["项目名称", "联系电话", "主管部门"], ["泵站改造", "产出指标", "水利局"]], False),
        ([["项目名称", "联系电话", "主管部门"], ["1/2|泵站改造", "^", "水利局"]], False),
    ],
)
def test_a_row_of_labels_over_a_row_of_values(rows: list[list[str]], values: bool) -> None:
    cells, table = _cells(*rows)
    assert cells.heads_values(table, _at(table, 0, 0)) == values


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([["年度总体目标", "年度绩效目标", "目标完成情况"], ["目标内容", "改造泵站三座", "已改造三座"]], True),
        ([["年度总体目标", "年度绩效目标", "目标完成情况"], ["目标内容3", "改造泵站三座", "已改造三座"]], False),
        ([["年度总体目标", "年度绩效目标", "目标完成情况"], ["目标内容" * 3, "改造泵站三座" * 3, "已改造"]], True),
        (
            [["年度总体目标", "年度绩效目标", "目标完成情况"], ["目标内容" * 3 + "甲", "改造泵站三座" * 3, "已改造"]],
            False,
        ),
        ([["年度总体目标", "年度绩效目标", "目标完成情况"], ["目标内容", "改造泵站", "改造泵站"]], False),
        ([["年度总体目标", "联系电话", "目标完成情况"], ["目标内容", "改造泵站三座", "已改造三座"]], False),
        ([["年度总体目标"], ["目标内容"]], False),
    ],
)
def test_the_first_column_labels_its_row(rows: list[list[str]], label: bool) -> None:
    cells, table = _cells(*rows)
    assert cells._labels_row(table, _at(table, 0, 0), _at(table, 1, 0)) == label


@pytest.mark.parametrize(("figures", "over"), [(2, False), (3, True)])
def test_three_figures_stand_under_heads_two_rows_deep(figures: int, over: bool) -> None:
    heads = ["资金总额", "一般公共预算", "其他资金"][:figures]
    cells, table = _cells([f"2/1|{head}" for head in heads], ["^"] * figures, ["100", "60", "40"][:figures])
    assert cells._over_figures(table, _at(table, 0, 0), _at(table, 2, 0)) == over


@pytest.mark.parametrize(("wide", "value"), [(1, ""), (2, "100")])
def test_under_a_wide_label_stands_its_figure_where_the_cell_beside_is_blank(wide: int, value: str) -> None:
    more = ["^"] * (wide - 1)
    cells, table = _cells([f"1/{wide}|资金总额", *more, ""], [f"1/{wide}|100", *more, "甲"])
    found = cells._beside(table, _at(table, 0, 0), _at(table, 0, wide), _at(table, 1, 0), text_field=False)
    assert found is not None and found.text == value


@pytest.mark.parametrize(("down", "value"), [(1, "100"), (2, None)])
def test_a_label_that_reaches_down_beside_another_has_its_value_beside_it(down: int, value: str | None) -> None:
    heads = [f"{down}/1|资金总额", f"{down}/1|财政拨款"]
    cells, table = _cells(heads, *[["^", "^"]] * (down - 1), ["100", "60"])
    found = cells._below(table, _at(table, 0, 0), _at(table, 0, 1), _at(table, down, 0), text_field=False)
    assert (found and found.text) == value


@pytest.mark.parametrize(("grades", "labels"), [(["优", "甲"], False), (["优", "良"], True)])
def test_two_grades_in_a_row_are_heads_and_one_is_what_was_given(grades: list[str], labels: bool) -> None:
    cells, table = _cells(["自评等级", *grades])
    assert cells._labels_on(table, _at(table, 0, 1)) == labels


@pytest.mark.parametrize(("likely", "result"), [(0.29, False), (0.3, True)])
def test_the_second_of_two_heads_is_a_little_like_what_was_reached(
    likely: float, result: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = [SimpleNamespace(score=likely, identity="achievement")]
    weigh = type(WORDS.evidence).weigh
    monkeypatch.setattr(
        type(WORDS.evidence),
        "weigh",
        lambda self, kind, text: weighed if text == "鹳雀楼台" else weigh(self, kind, text),
    )
    goal, reached = "改造泵站三座，清淤渠道十二公里", "已改造泵站三座，清淤渠道八公里"
    cells, table = _cells(["2/1|年度目标", "目标设定", "鹳雀楼台"], ["^", goal, reached])
    assert cells._goal_and_result(table, _at(table, 0, 1), _at(table, 0, 2)) == result


def test_a_text_below_stands_under_what_is_left_of_its_label_too() -> None:
    for beside, others in (("联系电话", True), ("甲乙丙", False)):
        cells, table = _cells([beside, "项目名称"], ["1/2|甲", "^"])
        assert cells.spans_others(table, _at(table, 0, 1), _at(table, 1, 0)) == others


def test_a_sum_row_of_fewer_cells_than_stand_behind_the_figure_gives_none() -> None:
    for wide, figure in ((["1/3|100", "^", "^"], None), (["100", "1/2|3", "^"], "100")):
        cells, table = _cells(["项目名称", "资金总额", "丙", "丁"], ["甲", "60", "1", "2"], ["合计", *wide])
        if figure is None:
            assert cells.figure_under(table, _at(table, 0, 1), _at(table, 1, 1)) is None
