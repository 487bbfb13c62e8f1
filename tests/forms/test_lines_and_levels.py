"""Functions of the forms room that ask what a line or a column of levels is: each edge on both sides, in tables."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms import form_lines, heads, money_years, points_cell, prose, small_tables, value_columns
from extractor.forms.band import Band, Head
from extractor.forms.belonging import indicators_follow
from extractor.forms.column_heads import reaching_in
from extractor.forms.draft import Draft
from extractor.forms.execution_told import find_told, read_told, read_told_line
from extractor.forms.finish import extent_of
from extractor.forms.form_block import FormBlock
from extractor.forms.form_money import _is_words
from extractor.forms.money_lying import says_budget
from extractor.forms.needed import _may_label, _value_of
from extractor.forms.row_levels import RowLevels
from extractor.forms.slices import Free, Slice
from extractor.forms.source_units import _torn_label
from extractor.model.document import Cell, Line
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

RULES = load_rules()
WORDS = vocabulary(RULES)


def _free(text: str, line: int = 1) -> Free:
    return Free(text, {"line": line}, line=Line(text, line=line))


def _head(role: str, text: str, col: int = 0) -> Head:
    return Head(role, col, text, Cell(0, col, text=text), exact=True)


# ---- columns of levels


def _levels(column: list[str], role: str, *, over: bool = False) -> tuple[RowLevels, dict[str, Head]]:
    table = drawn([role], *([text] for text in column))
    band = Band(0, 1, [_head(role, role)])
    band.over = [{"level1": Cell(0, 0)}] if over else [{}]
    return RowLevels(table, band, WORDS), {role: band.heads[0]}


@pytest.mark.parametrize(
    ("names", "over", "only"),
    [
        (["质量", "时效"], False, True),
        (["质量", "时效", "质量", "改造泵站", "清淤渠道"], False, True),  # three of five
        (["质量", "时效", "改造泵站", "清淤渠道"], False, False),
        (["质量", "时效", "改造泵站", "数量", "成本"], False, True),
        (["质量", "改造泵站", "时效", "数量"], False, False),  # of the first half every one
        (["改造泵站", "质量", "时效", "数量", "成本"], False, False),
        (["质量", "时效", "改" * 15], False, True),
        (["质量", "改" * 16], False, False),  # a sentence counts, though it is no name
        (["质量"], False, True),
        (["质量"], True, False),
        (["质量", "时效"], True, True),
        ([], False, False),
        (["改" * 16], False, False),
    ],
)
def test_a_column_of_names_that_holds_second_levels_only(names: list[str], over: bool, only: bool) -> None:
    levels, group = _levels(names, "level3", over=over)
    assert levels.only_words(group) == only


def test_a_merged_second_level_is_one_name() -> None:
    table = drawn(["三级"], ["2/1|改造泵站"], ["^"], ["质量"], ["时效"], ["数量"])
    levels = RowLevels(table, Band(0, 1, [_head("level3", "三级")]), WORDS)
    assert not levels.only_words({"level3": levels.band.heads[0]})
    table = drawn(["三级"], ["质量"], ["2/1|改造泵站"], ["^"], ["时效"])
    levels = RowLevels(table, Band(0, 1, [_head("level3", "三级")]), WORDS)
    assert levels.only_words({"level3": levels.band.heads[0]})  # two of three


@pytest.mark.parametrize(
    ("column", "raw", "second"),
    [
        (["数量指标", "成本指标"], "成本指标", True),
        (["成本指标"], "成本指标", False),  # it alone is a 一级 too
        (["数量指标", "产出指标"], "成本指标", False),
        (["数量指标", "成本指标"], "改造泵站", False),
        (["数量指标", "甲"], "数量指标", True),
        (["甲"], "数量指标", False),
        (["", "数量指标"], "成本", True),
    ],
)
def test_the_only_column_of_levels_holds_second_ones(column: list[str], raw: str, second: bool) -> None:
    levels, group = _levels(column, "level1")
    assert levels.second_words(group, raw) == second


@pytest.mark.parametrize(
    ("column", "mode"),
    [
        (["产出—数量", "效益—社会效益"], (True, False)),
        (["产出—数量", "改造泵站"], (True, False)),  # half of them
        (["产出—数量", "改造泵站", "清淤渠道"], (False, False)),
        (["（产出—数量）改造泵站", "（产出—质量）验收"], (False, True)),
        (["（产出—数量）改造泵站"], (False, False)),  # one alone says nothing of the form
        (["（产出—数量）改造", "（产出—质量）验收", "（产出—时效）完工", "甲"], (False, True)),
        (["（产出—数量）改造", "（产出—质量）验收", "甲"], (False, False)),
        ([], (False, False)),
    ],
)
def test_cells_that_say_both_levels(column: list[str], mode: tuple[bool, bool]) -> None:
    levels, _ = _levels(column, "level3")
    assert levels._mode(0) == mode
    assert levels._mode(0) is levels._mode(0)


def test_a_blank_below_a_second_level_in_the_only_column_of_levels() -> None:
    column = ["数量指标", "", "质量指标", "", "效益指标", ""]
    table = drawn(["指标类型", "指标名称"], *([level, f"指标{n}"] for n, level in enumerate(column)))
    levels = RowLevels(table, Band(0, 1, [_head("level1", "指标类型")]), WORDS)
    group, last = {"level1": _head("level1", "指标类型"), "level3": _head("level3", "指标名称", 1)}, {}
    read = []
    for row in range(1, len(column) + 1):
        cells = {"level1": table.owner(row, 0), "level3": table.owner(row, 1)}
        found = levels.of(row, group, {role: c for role, c in cells.items() if c is not None}, last)
        read.append(tuple(label.raw if (label := found[role]) is not None else None for role in ("level1", "level2")))
    seconds = [(None, "数量指标")] * 2 + [(None, "质量指标")] * 2
    assert read == [*seconds, *[("效益指标", None)] * 2]


@pytest.mark.parametrize(("raw", "only"), [("产出指标", True), ("成本指标", False), ("数量指标", False), ("", False)])
def test_a_text_is_the_name_of_a_first_level_alone(raw: str, only: bool) -> None:
    assert _levels([], "level1")[0].only_level1(raw) == only


# ---- value columns


def _targets(*columns: tuple[str, str]) -> list[str]:
    band = Band(0, 1, [_head(role, text, n) for n, (role, text) in enumerate(columns)])
    value_columns.several_targets(band, WORDS)
    return [head.role for head in band.heads]


@pytest.mark.parametrize(
    ("columns", "roles"),
    [
        ([("level3", "三级指标"), ("target", "上年指标值"), ("target", "指标值")], ["level3", "other", "target"]),
        ([("level3", "三级指标"), ("target", "半年指标值"), ("target", "全年指标值")], ["level3", "other", "target"]),
        ([("level3", "三级指标"), ("target", "指标值")], ["level3", "target"]),
        ([("level3", "三级指标"), ("target", "上年指标值"), ("target", "上年度指标值")], ["level3", "target", "other"]),
        (
            [("level3", "三级指标"), ("target", "指标值"), ("level3", "三级指标"), ("target", "指标值")],
            ["level3", "target", "level3", "target"],
        ),
        ([("level3", "名称"), ("target", "中期指标值"), ("target", "指标值")], ["level3", "target", "target"]),
        (
            [("level3", "名称"), ("target", "目标值"), ("target", "指标值"), ("achieved_score", "得分")],
            ["level3", "target", "actual", "achieved_score"],
        ),
        (
            [("level3", "名称"), ("target", "目标值"), ("target", "指标值"), ("actual", "实际"), ("weight", "分值")],
            ["level3", "target", "other", "actual", "weight"],
        ),
        ([("level3", "名称"), ("target", "甲乙"), ("target", "指标值")], ["level3", "other", "target"]),
    ],
)
def test_of_several_value_columns_one_is_the_value(columns: list[tuple[str, str]], roles: list[str]) -> None:
    assert _targets(*columns) == roles


@pytest.mark.parametrize(
    ("texts", "holds"),
    [
        (["≥3座", "甲"], True),
        (["≥3座", "甲", "乙"], False),
        (["甲"], False),
        ([""], False),
        (["3" * 19], True),
        (["3" * 20], False),
        ([*["甲"] * 4, *["3"] * 4], True),
        ([*["甲"] * 5, *["3"] * 3, "3", "3", "3"], False),  # eight rows are looked at
    ],
)
def test_a_column_holds_values(texts: list[str], holds: bool) -> None:
    table = drawn(["值"], *([text] for text in texts))
    head = _head("target", "值")
    assert value_columns._holds_values(table, Band(0, 1, [head]), head) == holds


# ---- labels torn, lone, unknown


@pytest.mark.parametrize(
    ("text", "below", "torn"),
    [
        ("支出项", "目名称：某项目", True),
        ("项", "目名称：某项目", True),
        ("主管部", "门：某局", True),
        ("", "项目名称：某项目", False),
        ("支出项", "目名称某项目", False),
        ("支出项", "：某项目", False),
        ("支出项。", "目名称：某项目", False),
        ("支出项3", "目名称：某项目", False),
        ("项目名称", "联系电话：1", False),  # the first is a label itself
        ("甲乙丙", "丁戊己：某项目", False),
        ("这是一行很长的文字", "项目名称：某项目", False),
    ],
)
def test_a_label_torn_by_the_end_of_a_line(text: str, below: str, torn: bool) -> None:
    assert _torn_label(text, below, WORDS) == torn


@pytest.mark.parametrize(
    ("text", "role", "may"),
    [
        ("自评项目", "unread", True),
        ("自评项目：", "unread", True),
        ("自", "unread", False),
        ("自" * 12, "unread", True),
        ("自" * 13, "unread", False),
        ("自评3项目", "unread", False),
        ("自评，项目", "unread", False),
        ("自评项目", "value", False),
        ("资金总额", "unread", False),
        ("联系电话", "unread", False),
        ("青山县水利局", "unread", False),
        ("主管局", "unread", True),
    ],
)
def test_a_text_may_label_what_the_form_lacks(text: str, role: Any, may: bool) -> None:
    draft, cell = Draft(), Cell(0, 0, text=text)
    draft.account.put(cell, role)
    assert _may_label(cell, draft, WORDS) == may


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([["甲", "乙"], ["丙", "丁"]], "乙"),
        ([["甲"], ["丙"]], "丙"),
        ([["甲", "2/1|乙"], ["丙", "^"]], "乙"),
        ([["1/2|甲", "^"], ["丙", "丁"]], None),
        ([["1/2|甲", "^"], ["1/2|丙", "^"]], "丙"),
    ],
)
def test_the_text_beside_a_label_or_under_it(rows: list[list[str]], value: str | None) -> None:
    table = drawn(*rows)
    draft = Draft()
    for cell in table.grid.cells:
        draft.account.put(cell, "unread")
    found = _value_of(table, table.starting(0)[0], draft, WORDS)
    assert (found and found.text) == value


# ---- lines


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("某局2023年部门预算公开", True),
        ("某局2023年部门决算公开", True),
        ("某局部门预算公开", False),
        ("某局2023年工作公开", False),
        ("某局2023年部门预算公开，", False),
        ("2023年预算" + "某" * 33, True),
        ("2023年预算" + "某" * 34, False),
    ],
)
def test_a_heading_names_the_year_of_what_follows(text: str, dates: bool) -> None:
    assert form_lines.dates_what_follows(text, WORDS) == dates


@pytest.mark.parametrize(("blanks", "centred"), [(3, False), (4, True)])
def test_blanks_before_a_line_put_it_in_the_middle(blanks: int, centred: bool) -> None:
    assert form_lines._centred(_free(" " * blanks + "标题")) == centred
    assert form_lines._centred(Free("标题", {}, True))
    assert not form_lines._centred(Free("      标题", {}, False))


@pytest.mark.parametrize(
    ("lines", "since"),
    [
        (["项目名称：甲"], 0),
        (["说明", "项目名称：甲"], 1),
        (["项目名称：甲", "说明"], 2),
        (["甲乙丙：丁", "项目名称：甲"], 1),  # an unknown label counts between known ones only
        (["项目名称：甲", "甲乙丙：丁", "主管部门：乙"], 0),
        (["主管部门：甲", "项目名称：" + "甲" * 76], 2),
        (["主管部门：甲", "项目名称：" + "甲" * 75], 0),
        ([], 0),
    ],
)
def test_lines_above_a_title_that_give_fields(lines: list[str], since: int) -> None:
    assert form_lines.fields_above([_free(text, n) for n, text in enumerate(lines)], WORDS) == since


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["一", "二", "三", "四", "五"], 4),
        (["一", "二"], 2),
        (["一", "字" * 60], 2),
        (["一", "字" * 61], 0),
        (["字" * 61, "一"], 1),
    ],
)
def test_short_lines_above_a_title(lines: list[str], kept: int) -> None:
    assert len(form_lines.headings_above([_free(text, n) for n, text in enumerate(lines)])) == kept
    foreign = [_free(text, n) for n, text in enumerate(lines)]
    foreign[-1].foreign = True
    assert form_lines.headings_above(foreign) == []


@pytest.mark.parametrize(
    ("lines", "own"),
    [
        (["填表人：李四"], 1),
        (["说明", "填表人：李四"], 2),
        (["填表人：李四", "甲乙丙"], 1),
        (["注：甲", "1．乙", "丙"], 2),
        (["1．乙", "丙"], 0),
        (["2024年项目支出绩效目标表", "填表人：李四"], 0),
    ],
)
def test_notes_and_sign_off_below_the_last_table(lines: list[str], own: int) -> None:
    pending = [_free(text, n) for n, text in enumerate(lines)]
    assert form_lines.own_below(pending, None, WORDS, opening=False) == own
    assert form_lines.own_below(pending, "另一份", WORDS, opening=False) == 0


@pytest.mark.parametrize(
    ("texts", "follow"),
    [
        (["1"], True),
        ([], False),
        (["甲" * 80, "1"], True),
        (["甲" * 81, "1"], False),
        (["2024年项目支出绩效目标表", "1"], False),
        (["项目名称：甲", "1"], False),
        ([*"000000", "1"], False),  # seven tables
        ([*"00000", "1"], True),
    ],
)
def test_the_indicators_stand_in_one_of_the_next_tables(texts: list[str], follow: bool) -> None:
    table = drawn(["一级指标", "二级指标", "三级指标", "指标值"], ["产出指标", "数量指标", "改造泵站", "≥3座"])
    plain = drawn(["甲", "乙"], ["丙", "丁"])
    read = [table.part(0, 2) if t == "1" else plain.part(0, 2) if t == "0" else _free(t) for t in texts]
    assert indicators_follow(read, WORDS) == follow


# ---- running text


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("项目名称", True),
        ("年度绩效目标", False),
        ("甲乙丙", False),
        ("项目 名称", True),
        ("项目名称" + "甲" * 17, False),
    ],
)
def test_a_label_without_its_value(text: str, lone: bool) -> None:
    assert prose._is_lone_label(text, WORDS) == lone


@pytest.mark.parametrize(
    ("text", "heading"),
    [("一、绩效目标", True), ("绩效目标", False), ("一、" + "甲" * 18, True), ("一、" + "甲" * 19, False)],
)
def test_a_numbered_heading(text: str, heading: bool) -> None:
    assert prose._is_heading(text) == heading


@pytest.mark.parametrize(
    ("text", "on"),
    [("产出指标—数量指标—养护里程：≥300公里", True), ("产出指标—养护里程：≥300公里", False), ("甲", False)],
)
def test_levels_before_a_name(text: str, on: bool) -> None:
    assert (prose._on_path(text, WORDS) is not None) == on
    assert prose._listed(text, WORDS) == int(on)


@pytest.mark.parametrize(
    ("text", "level"),
    [("产出指标", "产出指标"), ("数量指标", None), ("产出" + " " * 17, "产出指标"), ("产出" + " " * 18, None)],
)
def test_a_first_level_alone_on_a_line(text: str, level: str | None) -> None:
    found = prose._bare_level1(text, WORDS)
    assert (found and found.canonical) == level


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["甲" * 20, "乙" * 20, "丙" * 5], 1),
        (["甲" * 20 + "。", "乙" * 20 + "。"], 2),
        (["甲" * 20, "项目名称：乙"], 2),
        (["甲" * 100, "乙" * 85, "丙"], 1),
        (["甲" * 99 + "。", "乙" * 84, "丙"], 3),
        (["甲" * 99 + "。", "乙" * 85, "丙"], 2),
    ],
)
def test_a_paragraph_broken_by_the_width_of_the_page_is_whole_again(lines: list[str], joined: int) -> None:
    assert len(prose._unbroken([_free(text, n) for n, text in enumerate(lines)], WORDS)) == joined


# ---- money, points, small tables


@pytest.mark.parametrize(
    ("text", "year", "word"),
    [
        ("2023年预算", 2024, "past"),
        ("2024年预算", 2024, "own"),
        ("2025年预算", 2024, "next"),
        ("2024年预算", None, None),
        ("2023-2024年预算", 2024, None),
        ("上年预算", None, "past"),
        ("本年预算", None, "own"),
        ("预算", 2024, None),
        ("上年结转", 2024, None),
        ("以后年度预算", None, "next"),
    ],
)
def test_the_year_of_a_label_of_money(text: str, year: int | None, word: str | None) -> None:
    assert money_years.year_word(text, WORDS, year) == word


@pytest.mark.parametrize(
    ("said", "by"),
    [({"past", "own"}, True), ({"own", "next"}, True), ({"own"}, False), ({"past"}, False), ({"past", "next"}, True)],
)
def test_money_by_years(said: Any, by: bool) -> None:
    assert money_years.by_years(said) == by


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2023年", "2024年"], 2024),
        (["2024年", "2024年度"], None),
        (["2024", "2023年"], 2024),
        (["2023年", "2024年" + "数" * 39], 2024),
        (["2023年", "2024年" + "数" * 40], None),
    ],
)
def test_the_latest_year_of_a_row_of_heads(texts: list[str], year: int | None) -> None:
    assert money_years.latest_year([Cell(0, n, text=text) for n, text in enumerate(texts)]) == year


@pytest.mark.parametrize(
    ("text", "spans"),
    [("2025—2027年", True), ("2025年", False), ("项目总投资", True), ("年度预算", False), ("甲", False)],
)
def test_a_head_over_the_money_of_the_whole_project(text: str, spans: bool) -> None:
    assert money_years._spans(text, WORDS) == spans


@pytest.mark.parametrize(
    ("raw", "words"), [("参见附件一", True), ("甲乙丙", False), ("甲乙丙丁", True), ("无", False), ("100", False)]
)
def test_words_where_a_figure_is_due(raw: str, words: bool) -> None:
    assert _is_words(raw) == words


@pytest.mark.parametrize(
    ("text", "budget"),
    [("年度预算", True), ("资金总额", True), ("财政拨款", False), ("改造泵站", False), ("年初预算数", True)],
)
def test_a_label_names_a_budget_and_no_source(text: str, budget: bool) -> None:
    assert says_budget(text, WORDS) == budget


@pytest.mark.parametrize(
    ("text", "points", "reason"),
    [
        ("9.5，一户中途退出", "9.5", "一户中途退出"),
        ("9.5", "9.5", None),
        ("10分（按期完成）", "10", "按期完成"),
        ("9，5户退出", None, None),
        ("退出", None, None),
        ("1000，退出", None, None),
    ],
)
def test_points_and_the_reason_in_one_cell(text: str, points: str | None, reason: str | None) -> None:
    group = {"achieved_score": _head("achieved_score", "得分及原因")}
    further: dict[str, str | None] = {}
    said = points_cell.points_and_reason(further, group, {"achieved_score": Cell(1, 0, text=text)}, WORDS)
    assert (further.get("achieved_score"), further.get("deviation_reason")) == (points, reason)
    assert said == ({"deviation_reason": "achieved_score"} if reason else {})
    group["deviation_reason"] = _head("deviation_reason", "原因")  # a column of its own
    assert points_cell.points_and_reason({}, group, {"achieved_score": Cell(1, 0, text=text)}, WORDS) == {}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("联系电话", True),
        ("甲乙丙：", True),
        ("甲乙丙", False),
        ("甲" * 19 + "：", True),
        ("甲" * 20 + "：", False),
        ("甲：乙：", False),
        ("", False),
    ],
)
def test_a_cell_of_a_small_table_is_a_label(text: str, label: bool) -> None:
    assert small_tables._is_label(Cell(0, 0, text=text), WORDS) == label


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["联系电话", "5632178"]], ["联系电话：5632178"]),
        ([["联系电话", "填表人"], ["5632178", "李四"]], ["联系电话：5632178", "填表人：李四"]),
        (
            [["联系电话", "填表人"], ["5632178", "李四"], ["甲", "乙"]],
            ["联系电话", "填表人：李四", "5632178", "甲", "乙"],
        ),
        ([["联系电话：5632178", "李四"]], ["联系电话：5632178", "李四"]),
    ],
)
def test_a_small_table_as_lines(rows: list[list[str]], lines: list[str]) -> None:
    said = [free.text for free in small_tables.lines_of(drawn(*rows), WORDS)]
    assert sorted(said) == sorted(lines) or len(rows) == 3 and "联系电话：5632178" not in said


@pytest.mark.parametrize(
    ("rows", "foreign"),
    [([["联系电话：1", "甲"]], False), ([["联系电话：1", "甲", "乙"]], True), ([["甲", "乙"]], True)],
)
def test_a_small_table_that_says_little_of_a_form_is_foreign(rows: list[list[str]], foreign: bool) -> None:
    assert {free.foreign for free in small_tables.lines_of(drawn(*rows), WORDS)} == {foreign}


# ---- what a block takes


def test_a_block_of_some_columns_answers_for_those() -> None:
    table = drawn(["甲", "乙", "丙", "丁"])
    for left, right, cols in ((0, None, None), (0, 2, (0, 2)), (2, None, (2, 4)), (1, 3, (1, 3))):
        part = Slice(table.grid, 0, 1, left=left, right=right)
        block = FormBlock(title=None, title_lines=[], slices=[part])
        assert extent_of(block).cols == ({} if cols is None else {id(table.grid): cols})


@pytest.mark.parametrize(
    ("rows", "row", "depth", "found"),
    [
        ([["2/1|序号", "项目", "1/2|指标", "^"], ["^", "名称", "三级", "值"]], 1, 1, ["序号"]),
        ([["3/1|序号", "项目", "1/2|指标", "^"], ["^", "名称", "三级", "值"], ["^", "甲", "乙", "丙"]], 1, 1, []),
        ([["3/1|序号", "项目", "1/2|指标", "^"], ["^", "名称", "三级", "值"], ["^", "甲", "乙", "丙"]], 1, 2, ["序号"]),
        ([["序号", "项目", "1/2|指标", "^"], ["", "名称", "三级", "值"]], 1, 1, []),
    ],
)
def test_heads_that_reach_down_into_these(rows: list[list[str]], row: int, depth: int, found: list[str]) -> None:
    assert [cell.text for cell in reaching_in(drawn(*rows), row, depth, 2)] == found


def test_heads_over_texts_are_none() -> None:
    table = drawn(["实施期目标", "年度目标"], ["甲" * (2 * heads.LONGEST_HEAD), "乙"], ["丙", "丁"])
    rows: Any = SimpleNamespace(top=0, data_row=2)
    assert heads._without_texts(table, rows) is rows
    table = drawn(["实施期目标", "年度目标"], ["甲" * (2 * heads.LONGEST_HEAD + 1), "乙"], ["丙", "丁"])
    assert heads._without_texts(table, rows) is None
    rows.data_row = 1
    assert heads._without_texts(table, rows) is rows


@pytest.mark.parametrize(
    ("text", "executed", "labels"),
    [
        (
            "预算执行情况：全年预算数386万元，全年执行数366.7万元。",
            "366.7",
            ["预算执行情况", "全年预算数", "全年执行数"],
        ),
        ("全年预算数386万元，全年执行数366.7万元。", "366.7", ["全年预算数", "全年执行数"]),
        ("预算执行情况：良好，没有偏差，全部按期完成。", None, []),
    ],
)
def test_a_line_that_tells_the_execution(text: str, executed: str | None, labels: list[str]) -> None:
    draft = Draft()
    assert read_told_line(_free(text), WORDS, draft) == (executed is not None)
    assert [entry.executed for entry in draft.execution] == ([executed] if executed else [])
    assert [label for label, _ in draft.labels] == labels
    assert draft.units == (["万元", "万元"] if executed else [])


def test_a_row_of_the_block_that_tells_the_execution_in_a_sentence() -> None:
    table = drawn(["甲", "乙"], ["预算执行情况（万元）", "全年预算数386，全年执行数366.7，执行率95%，预算调整0"])
    draft = Draft()
    found = find_told(table, 1, WORDS, draft)
    assert find_told(table, 0, WORDS, draft) is None
    assert found is not None and found[0].col == 1
    read_told(table, *found, draft)
    (entry,) = draft.execution
    assert (entry.item, entry.adjusted, entry.executed, entry.rate) == ("总额", "386", "366.7", "95%")
    assert draft.is_taken(table.starting(1)[0]) and draft.units == ["万元"]
    assert [(left.entry.label, left.entry.text) for left in draft.left][:1] == [("预算调整", "0")]
