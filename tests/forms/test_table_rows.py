"""What a row under a band of heads is: a sum, a sign-off, a text of the whole form, or an indicator's row."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.table_rows import TableRows
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
LEVELS = ["level1", "level2", "level3", "target"]
HEADS = ["一级指标", "二级指标", "三级指标", "指标值"]
POINTS = [*HEADS, "分值", "得分"]
OF_POINTS = [*LEVELS, "weight", "achieved_score"]
ROW = ["产出指标", "数量指标", "维修泵站", "3座"]


def _rows(heads: list[str], roles: list[str], *rows: list[str], first: int = 0) -> TableRows:
    """Rows under heads whose columns are known; `first` columns stand before the table's own."""
    table = drawn(heads, *rows)
    made = []
    for col in range(first, len(heads)):
        cell = table.owner(0, col)
        assert cell is not None
        made.append(Head(roles[col - first], col, cell.text, cell, exact=True))
    return TableRows(table, Band(0, 1, made), WORDS, Draft())


def _of_four(*rows: list[str]) -> TableRows:
    return _rows(HEADS, LEVELS, *rows)


# ---- where the table ends


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        (ROW, False),
        (["", "", "", ""], False),
        (["1/4|说明如下", "^", "^", "^"], True),
        (["1/4|……", "^", "^", "^"], False),
        (["1/4|··", "^", "^", "^"], False),
        (["1/4|·", "^", "^", "^"], True),
        (["1/3|存在问题", "^", "^", "资金到位较晚"], True),
        (["项目名称", "泵站改造", "", ""], True),
        (["项目名称：某", "", "", ""], True),
        (["目标1", "1/3|改造泵站三座", "^", "^"], True),
        (["填表人", "李四", "联系电话", "5632178"], True),
        (["填表人", "李四", "", ""], True),
        (["负责人满意度", "李四", "", "3座"], False),
        (["产出指标", "填表人", "联系电话", "5632178"], True),
        (["产出指标", "填表人", "甲", "5632178"], False),
        (["甲", "填表人", "甲", "5632178"], True),
        (["数量指标", "填表人", "联系电话", ""], True),
        (["鹳雀楼", "甲", "乙", "丙"], False),
    ],
)
def test_a_row_that_is_no_indicator_any_more(row: list[str], ends: bool) -> None:
    assert _of_four(row, ROW).ends_at(1) == ends


def test_two_labels_within_a_text_end_the_table() -> None:
    """说明 begins with none of them, and one alone is a value's own word."""
    assert _of_four(["说明 项目名称：泵站 实施单位：水利局", "", "", ""], ROW).ends_at(1)
    assert not _of_four(["说明 项目名称：泵站", "", "", ""], ROW).ends_at(1)


@pytest.mark.parametrize(("down", "ends"), [(2, False), (1, True)])
def test_a_label_beside_the_table_is_a_blocks_where_it_reaches_down(down: int, ends: bool) -> None:
    rows = _rows(["甲", *HEADS], LEVELS, [f"{down}/1|项目名称", *ROW], ["乙" if down == 1 else "^", *ROW], first=1)
    assert rows.ends_at(1) == ends


@pytest.mark.parametrize(
    ("labels", "begins"),
    [
        (["调整后预算", "全年执行数", ""], True),
        (["全年执行数", "", ""], False),
        (["年初预算数", "", ""], True),  # it names money by itself
        (["鹳雀楼", "甲", ""], False),
    ],
)
def test_two_heads_of_figures_begin_the_block_of_money(labels: list[str], begins: bool) -> None:
    rows = _of_four(["2/1|预算安排情况", *labels], ["^", "5", "4", "80%"])
    assert rows.begins_money(1, rows.slice.filled(1)) == begins


def test_a_note_that_reaches_down_stands_beside_rows() -> None:
    blank, rest = ["^", "", "", ""], ["效益指标", "社会效益指标", "受益农户", "300户"]
    rows = _of_four(ROW, ["注：以下为效益指标", "", "", ""], ["", "", "", ""], rest)
    assert rows.note_between(2, 5)
    rows = _of_four(ROW, ["2/1|注：以下为效益指标", "", "", ""], blank, rest)
    assert not rows.note_between(2, 5)


def test_a_note_at_the_end_of_the_table_stands_between_no_rows() -> None:
    rows = _of_four(ROW, ["注：以下为效益指标", "", "", ""], ["效益指标", "社会效益指标", "受益农户", "300户"])
    assert not rows.note_between(2, 3) and rows.note_between(2, 4)


def test_under_a_level_that_reaches_down_the_table_goes_on() -> None:
    rows = _of_four(["2/1|项目决策", "数量指标", "维修泵站", "3座"], ["^", "绩效目标", "立项依据", "充分"])
    assert not rows.ends_at(2)
    rows = _of_four(["项目决策", "数量指标", "维修泵站", "3座"], ["项目名称", "绩效目标", "立项依据", "充分"])
    assert rows.ends_at(2)


@pytest.mark.parametrize(
    ("rows", "inside"),
    [
        ([["2/1|产出", "a", "b", "c"], ["^", "甲", "乙", "丙"]], True),
        ([["2/1|产出", "a", "b", "c"], ["^", "甲", "乙", ""]], False),
        ([["2/1|产出", "a", "b", "c"], ["^", "1/2|甲", "^", "丙"]], False),
        ([["2/1|", "a", "b", "c"], ["^", "甲", "乙", "丙"]], False),
        ([["产出", "a", "b", "c"], ["产出", "甲", "乙", "丙"]], False),
        ([["2/2|产出", "^", "b", "c"], ["^", "^", "乙", "丙"]], False),
        ([["1/4|数量指标", "^", "^", "^"], ["项目名称", "甲", "乙", "丙"]], True),
    ],
)
def test_a_row_within_a_level(rows: list[list[str]], inside: bool) -> None:
    assert _of_four(*rows).inside_level(2) == inside


@pytest.mark.parametrize(("heads", "roles", "inside"), [(2, ["level1", "level3"], False), (3, LEVELS[1:], True)])
def test_a_name_alone_goes_on_with_no_level(heads: int, roles: list[str], inside: bool) -> None:
    rows = _rows(HEADS[:heads], roles, ["2/1|产出", *"甲乙"[: heads - 1]], ["^", *"丙丁"[: heads - 1]])
    assert rows.inside_level(2) == inside


@pytest.mark.parametrize(
    ("row", "wider"),
    [
        (["1/3|存在问题", "^", "^", "1/3|资金到位较晚", "^", "^"], True),
        (["1/3|存在问题", "^", "^", "1/2|资金", "^", "10"], False),
        (["1/2|存在问题", "^", "甲", "1/3|资金到位较晚", "^", "^"], False),
        (["甲", "乙", "丙", "1/3|资金到位较晚", "^", "^"], False),
    ],
)
def test_a_label_over_all_levels_and_a_text_over_all_values(row: list[str], wider: bool) -> None:
    rows = _rows([*HEADS, "实际完成值", "分值"], [*LEVELS, "actual", "weight"], row)
    values = [rows.slice.owner(1, h.col) for h in rows.value_heads]
    assert rows.wider_than_row(rows.name_cell(1), values) == wider


def test_one_column_of_levels_or_of_values_is_crossed_by_nothing() -> None:
    rows = _rows(HEADS, LEVELS, ["1/3|存在问题", "^", "^", "资金到位较晚"])
    assert not rows.wider_than_row(rows.name_cell(1), [rows.slice.owner(1, 3)])
    rows = _rows(["三级指标", "指标值", "分值"], ["level3", "target", "weight"], ["存在问题", "1/2|资金", "^"])
    assert not rows.wider_than_row(rows.name_cell(1), [rows.slice.owner(1, 1), rows.slice.owner(1, 2)])
    assert not rows.wider_than_row(None, [None, None])


@pytest.mark.parametrize(
    ("row", "crosses"),
    [
        (["1/2|甲", "^", "乙", "丙"], True),
        (["甲", "乙", "丙", "丁"], False),
        (["1/2|数量指标", "^", "乙", "丙"], False),
        (["1/2|", "^", "乙", "丙"], False),
        (["2/2|甲", "^", "乙", "丙"], True),
    ],
)
def test_cells_over_several_columns(row: list[str], crosses: bool) -> None:
    assert _of_four(row, ["^", "^", "x", "y"]).crosses_columns(1) == crosses


@pytest.mark.parametrize(
    ("row", "whole"),
    [
        (["未完成原因分析", "", "", "1/3|资金到位较晚", "^", "^"], False),
        (["1/3|偏差原因分析", "^", "^", "1/3|资金到位较晚", "^", "^"], True),
        (["1/3|偏差原因分析", "^", "^", "资金到位较晚", "", ""], False),
        (["1/3|偏差原因分析", "^", "^", "1/2|资金到位较晚", "^", "无"], False),
        (["1/3|鹳雀楼", "^", "^", "1/3|资金到位较晚", "^", "^"], False),
    ],
)
def test_a_reason_said_of_the_whole_form(row: list[str], whole: bool) -> None:
    rows = _rows([*HEADS, "实际完成值", "分值"], [*LEVELS, "actual", "weight"], row)
    first, *others = rows.slice.filled(1)
    assert rows.says_of_whole(first, others) == whole


@pytest.mark.parametrize(("values", "whole"), [(1, False), (2, True)])
def test_a_reason_over_one_column_of_values_is_its_rows(values: int, whole: bool) -> None:
    roles = [*LEVELS, "actual" if values == 2 else "note"]
    rows = _rows([*HEADS, "实际完成值"], roles, ["1/3|偏差原因分析", "^", "^", "1/2|资金到位较晚", "^"])
    first, *others = rows.slice.filled(1)
    assert rows.says_of_whole(first, others) == whole


@pytest.mark.parametrize(
    ("text", "signs"),
    [("填表人", True), ("联系电话", True), ("项目名称", False), ("产出指标", False), ("数量指标", False),
     ("填表人员签字", True), ("填表人员" + "甲" * 11, False), ("鹳雀楼", False)],
)  # fmt: skip
def test_labels_of_the_sign_off(text: str, signs: bool) -> None:
    rows = _of_four([text, "", "", ""])
    assert rows.signs_off(rows.slice.filled(1)[0]) == signs


# ---- rows of sums


def _total(row: list[str]) -> tuple[bool, list[tuple[str, str]], list[tuple[Any, str]], list[str]]:
    level = "2/1|产出指标" if row[0] == "^" else "产出指标"
    rows = _rows(POINTS, OF_POINTS, [level, "数量指标", "维修泵站", "3座", "10", "9"], row)
    took = rows.total_row(2)
    left = [(left.entry.label, left.entry.text) for left in rows.draft.left]
    return took, [(t.what, t.raw) for t in rows.draft.totals], left, [label for label, _ in rows.draft.labels]


@pytest.mark.parametrize(
    ("row", "took", "totals", "left", "labels"),
    [
        (["合计", "", "", "", "100", "93"], True, [("weight", "100"), ("score", "93")],
         [("合计", "100"), ("合计", "93")], ["合计"]),
        (["1/4|总分", "^", "^", "^", "100", ""], True, [("weight", "100")], [("总分", "100")], ["总分"]),
        (["100", "合计", "", "", "", "93分"], True, [("score", "93分")], [("合计", "100"), ("合计", "93分")], ["合计"]),
        (["产出指标小计", "", "", "", "50", "45"], True, [],
         [("产出指标小计", "50"), ("产出指标小计", "45")], ["产出指标小计"]),
        (["^", "小计", "", "", "50", "45"], True, [], [("小计", "50"), ("小计", "45")], ["小计"]),
        (["总分：93", "", "", "", "", ""], True, [("weight", "93"), ("score", "93")], [("总分", "93")], ["总分"]),
        (["总分（百分制）：93.5分", "", "", "", "", ""], True, [("weight", "93.5"), ("score", "93.5")],
         [("总分", "93.5")], ["总分"]),
        (["鹳雀楼：93", "", "", "", "", ""], False, [], [], []),
        (["数量指标", "", "", "", "50", "45"], False, [], [], []),
        (["100", "", "", "", "93", ""], False, [], [], []),
        (["", "", "", "", "", ""], False, [], [], []),
    ],
)  # fmt: skip
def test_a_row_of_sums(row: list[str], took: bool, totals: Any, left: Any, labels: list[str]) -> None:
    assert _total(row) == (took, totals, left, labels)


def test_a_sum_of_a_table_without_points_is_taken_and_no_total() -> None:
    rows = _of_four(["合计", "", "", "3座"])
    assert rows.total_row(1) and rows.draft.totals == []
    rows = _of_four(["总分：93", "", "", ""])
    assert rows.total_row(1) and rows.draft.totals == []


def test_a_sum_beside_no_level_is_that_of_the_table() -> None:
    rows = _rows(POINTS, OF_POINTS, ["小计", "", "", "", "50", "45"], ["", "小计", "", "", "50", "45"])
    assert rows.total_row(1) and [t.raw for t in rows.draft.totals] == ["50", "45"]
    assert rows.total_row(2) and len(rows.draft.totals) == 4, "a blank level reaches down over nothing"


# ---- heads and numbers printed again


@pytest.mark.parametrize(
    ("row", "took"),
    [
        (["鹳", "雀", "楼", "台"], True),
        (["鹳", "雀", "楼", ""], True),
        (["鹳", "雀", "楼", "亭"], False),
        (HEADS, False),
        (ROW, False),
    ],
)
def test_heads_printed_again(row: list[str], took: bool) -> None:
    rows = _rows(["鹳", "雀", "楼", "台"], LEVELS, ["鹳", "雀", "楼", "台"], row)
    assert rows.repeats_heads(1) and rows.repeats_heads(2) == took
    assert [rows.draft.account.role(cell) for cell in rows.slice.filled(1)] == ["head"] * 4


def test_one_of_many_heads_worded_otherwise_is_left() -> None:
    heads = ["鹳", "雀", "楼", "台", "阁"]
    rows = _rows(heads, [*LEVELS, "weight"], ["鹳", "雀", "楼", "台", "亭"], ["鹳", "雀", "楼", "亭", "榭"])
    assert rows.repeats_heads(1) and [left.entry.text for left in rows.draft.left] == ["亭"]
    assert not rows.repeats_heads(2), "two of five"


def test_heads_of_a_block_beside_are_another_tables() -> None:
    heads = ["甲", "鹳", "雀", "楼", "台"]
    rows = _rows(heads, LEVELS, heads, ["", *heads[1:]], first=1)
    assert not rows.repeats_heads(1) and rows.repeats_heads(2)


def test_numbers_under_the_heads() -> None:
    rows = _of_four(["1", "2", "3", "4"], ["1", "2", "4", "3"])
    assert rows.number_row(1) and [rows.draft.account.role(c) for c in rows.slice.filled(1)] == ["head"] * 4
    assert not rows.number_row(2)


# ---- rows without words of a level


@pytest.mark.parametrize(
    ("row", "own"),
    [
        (["", "", "维修渠道", "3座"], True),
        (["^", "^", "维修渠道", "3座"], True),
        (["产出指标", "", "维修渠道", "3座"], False),
        (["", "", "维修渠道", ""], False),
        (["", "", "1/2|维修渠道", "^"], False),
        (["", "", "项目名称", "3座"], False),
    ],
)
def test_a_name_and_a_value_under_their_heads(row: list[str], own: bool) -> None:
    down = "2/1|" if row[0] == "^" else ""
    rows = _of_four([f"{down}产出指标", f"{down}数量指标", "维修泵站", "3座"], row)
    assert rows.has_no_level(2) == own


def test_a_table_without_levels_has_no_row_of_the_level_before() -> None:
    rows = _rows(["三级指标", "指标值"], ["level3", "target"], ["维修泵站", "3座"])
    assert not rows.has_no_level(1)
    rows = _rows(["一级指标", "三级指标"], ["level1", "level3"], ["", "维修泵站"])
    assert not rows.has_no_level(1), "a name without a column of values"


def test_a_blank_row() -> None:
    rows = _rows(["甲", *HEADS], LEVELS, ["乙", "", "", "", ""], ["", "", "", "", "3座"], first=1)
    assert rows.blank_row(1) and not rows.blank_row(2)


@pytest.mark.parametrize(
    ("row", "band"),
    [
        (["1/4|产出指标", "^", "^", "^"], True),
        (["1/4|数量指标", "^", "^", "^"], False),
        (["1/4|产出指标——数量指标", "^", "^", "^"], True),
        (["1/2|产出指标", "^", "", ""], True),
        (["产出指标", "", "", ""], True),
        (["产出指标", "", "甲", ""], False),
        (["1/4|鹳雀楼", "^", "^", "^"], False),
    ],
)
def test_a_level_over_the_whole_width(row: list[str], band: bool) -> None:
    own: list[int] = []
    assert _of_four(row, ROW).level_band(1, own) == band
    assert own == ([1] if band else [])
    if "数量指标" in row[0]:
        own = []
        assert _rows(["三级指标", "指标值"], ["level3", "target"], ["1/2|数量指标", "^"]).level_band(1, own)


def test_the_name_of_a_row_stands_in_the_lowest_level() -> None:
    for roles, col in ((LEVELS, 2), (["level1", "level2", "other", "target"], 1), (["level1", "x", "y", "target"], 0)):
        name = _rows(HEADS, roles, ROW).name_cell(1)
        assert name is not None and name.col == col
    assert _rows(HEADS, ["a", "b", "c", "target"], ROW).name_cell(1) is None


@pytest.mark.parametrize(
    ("heads", "said", "again"),
    [
        (POINTS, [*HEADS[:3], "", "", ""], False),  # half of them
        ([*HEADS, "分值"], [*HEADS[:3], "", ""], True),
        (POINTS, [*HEADS, "", ""], True),
        (POINTS, [*HEADS, "甲", ""], True),  # one of many worded otherwise
        (HEADS, [*HEADS[:3], "甲"], False),
    ],
)
def test_heads_are_printed_again_where_most_of_them_are(heads: list[str], said: list[str], again: bool) -> None:
    assert _rows(heads, OF_POINTS[: len(heads)], said).prints_heads_again(1) == again


@pytest.mark.parametrize(
    ("said", "again"), [(["标题一", "标题二"], True), (["标题一", ""], True), (["标题一", "甲"], False)]
)
def test_a_flat_list_may_say_its_heads_again(said: list[str], again: bool) -> None:
    rows = _rows(["标题一", "标题二"], ["level3", "target"], said)
    rows.band.flat = True
    assert rows.repeats_heads(1) == again


@pytest.mark.parametrize(
    ("roles", "row", "level"),
    [
        (["level1", "level3", "target"], ["", "维修泵站", "3座"], True),
        (["level1", "level3", "note"], ["", "维修泵站", "3座"], False),
        (["level1", "note", "target"], ["", "维修泵站", "3座"], False),
        (["level1", "level3", "target"], ["甲", "维修泵站", "3座"], False),
        (["level1", "level3", "target"], ["", "维修泵站", ""], False),
        (["level1", "level3", "target"], ["", "项目名称", "3座"], False),
        (["note", "level3", "target"], ["", "维修泵站", "3座"], False),
    ],
)
def test_a_name_and_a_value_under_their_heads_are_a_row_without_a_level(
    roles: list[str], row: list[str], level: bool
) -> None:
    assert _rows(["标题一", "标题二", "标题三"], roles, row).has_no_level(1) == level


@pytest.mark.parametrize(("points", "told"), [(["10", "20", "30"], True), (["10", "20"], False)])
def test_three_rows_add_up_to_a_sum_without_a_word_for_it(points: list[str], told: bool) -> None:
    whole = str(sum(map(int, points)))
    rows = [["产出指标", "数量指标", "维修泵站", "3座", each, ""] for each in points]
    assert _rows(POINTS, OF_POINTS, *rows, ["本页", "", "", "", whole, ""]).total_row(len(points) + 1) == told


@pytest.mark.parametrize(
    ("row", "ends"),
    [
        (["1/3|存在问题", "^", "^", "1/2|资金到位较晚", "^"], True),
        (["1/2|存在问题", "^", "甲", "1/2|资金到位较晚", "^"], False),  # beside a name
        (["1/3|存在问题", "^", "^", "甲", "乙"], False),
    ],
)
def test_a_label_over_all_the_levels_is_no_indicator(row: list[str], ends: bool) -> None:
    rows = _rows([*HEADS, "实际完成值"], [*LEVELS, "actual"], row)
    values = [rows.slice.owner(1, col) for col in (3, 4)]
    assert rows.wider_than_row(rows.slice.owner(1, 0), values) == ends


def test_a_label_alone_left_of_the_table_ends_it_as_any_label_does() -> None:
    """Only where cells stand beside it is it the label of a block."""
    row = ["2/1|项目名称", "", "", "", ""]
    rows = _rows(["甲", *HEADS], LEVELS, row, ["^", *ROW], first=1)
    assert rows.ends_at(1)
