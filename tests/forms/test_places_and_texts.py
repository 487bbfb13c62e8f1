"""Functions of the forms room that ask where a cell stands and what a text is: each edge on both sides, in tables."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms import column_roles, execution_dates, heads, misfits, shares, text_kinds, value_groups
from extractor.forms.account import Account, Extent
from extractor.forms.band import Band, Head
from extractor.forms.body_rows import _heads_next
from extractor.forms.draft import Draft
from extractor.forms.execution_labelled import find_labelled, read_labelled
from extractor.forms.execution_told import told_in
from extractor.forms.groups import groups_of
from extractor.forms.half_levels import _names_levels, are_halves, captions_of_halves
from extractor.forms.money import _named_part
from extractor.forms.reading import Reading
from extractor.forms.side_table import _dates_steps, _shares_out
from extractor.forms.slices import Slice
from extractor.forms.transposed import _level_words, find_side
from extractor.forms.unplaced import _near, _says_money
from extractor.model.document import Cell
from extractor.model.filing import Amount, Form
from extractor.rulebook import load_rules
from extractor.values import looks
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _at(slice_: Slice, row: int, col: int) -> Cell:
    cell = slice_.owner(row, col)
    assert cell is not None
    return cell


# ---- heads: rows that count, how deep heads go


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        ("1 2 3", True),
        ("0 1 2", True),
        ("1 2", False),
        ("2 3 4", False),
        ("1 2 4", False),
        ("1 2 3 甲", False),  # one other of four
        ("1 2 3 4 甲", True),
        ("甲 1 2 3 4", True),
        ("1 甲 2 3 4", True),
        ("甲 1 乙 2 3", False),
    ],
)
def test_a_row_that_counts_its_columns(texts: str, counts: bool) -> None:
    row = texts.split()
    table = drawn(["甲"] * len(row), row, ["乙"] * len(row))
    assert heads.numbers_columns(table, 1) == counts
    assert heads._first_row(table, 1, WORDS) == (2 if counts else 1)
    assert heads._first_row(table.part(0, 2), 1, WORDS) == 1  # nothing behind it


def _depth(*rows: list[str]) -> int:
    table = drawn(*rows)
    levels = ("一级指标", "二级指标", "三级指标")
    roles = {f"level{levels.index(c.text) + 1}": c for c in table.starting(0) if c.text in levels}
    return heads.depth_of(table, 0, roles, WORDS)


_LEVELS = ["一级指标", "二级指标", "三级指标"]
_BODY = ["产出指标", "数量指标", "改造泵站", "≥3座"]


@pytest.mark.parametrize(
    ("rows", "depth"),
    [
        ([["一级指标", "二级指标", "三级指标", "指标值"], _BODY], 1),
        ([["2/1|一级指标", "2/1|二级指标", "2/1|三级指标", "指标值"], ["^", "^", "^", "年度"], _BODY], 2),
        # heads that reach down into the body: the first row of it tells
        ([["3/1|一级指标", "3/1|二级指标", "三级指标", "值"], ["^", "^", "改造", "≥3座"], ["^", "^", "验收", "5"]], 3),
        ([[*_LEVELS, "1/2|指标值", "^"], ["", "", "", "符号", "数值"], [*_BODY, "3"]], 2),
        ([[*_LEVELS, "1/2|指标值", "^"], ["", "", "", "甲", "乙"], [*_BODY, "3"]], 2),
        ([[*_LEVELS, "1/2|指标值", "^"], ["", "", "", "≥3", "5"], [*_BODY, "3"]], 1),
        ([[*_LEVELS, "1/2|指标值", "^"], [*_BODY, "3"], [*_BODY, "3"]], 1),
        (
            [[*_LEVELS, "1/2|指标值", "^"], ["1/5|产出指标", "^", "^", "^", "^"], [*_BODY, "3"]],
            1,
        ),
    ],
)  # fmt: skip
def test_how_many_rows_heads_take(rows: list[list[str]], depth: int) -> None:
    assert _depth(*rows) == depth


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        ([["甲", "", "", "乙"], ["丙", "丁", "戊", "己"]], 3),
        ([["甲", "", "", "乙"], ["丙", "丁", "", "己"]], 2),
        ([["甲", "", "", "乙"], ["丙", "", "戊", "己"]], 1),
        ([["", "", "", "乙"], ["丙", "丁", "戊", "己"]], 1),
        ([["1/2|甲", "^", "", "乙"], ["丙", "丁", "戊", "己"]], 3),
        ([["甲", "1/2|", "^", "乙"], ["丙", "丁", "戊", "己"]], 1),
        ([["甲", "2/1|", "", "乙"], ["丙", "^", "戊", "己"]], 1),
        ([["甲", "", "", ""], ["丙", "丁", "戊", "己"]], 4),
    ],
)
def test_blanks_beside_a_head_are_its_own_where_something_stands_under_them(rows: list[list[str]], end: int) -> None:
    table = drawn(*rows)
    assert heads.wide_end(table, _at(table, 0, 0), 1) == end


@pytest.mark.parametrize(
    ("text", "like"),
    [("指标值", True), ("", False), ("指标值。", False), ("指标值;", False), ("指标值!", False), ("绩效目标", True),
     ("青山县水利局", False)],
)  # fmt: skip
def test_a_text_is_like_a_head(text: str, like: bool) -> None:
    assert heads.head_like(text, WORDS) == like


@pytest.mark.parametrize(
    ("rows", "row", "behind"),
    [
        ([["1/3|改造的三座泵站", "^", "^"], ["甲", "乙", "丙"]], 0, 1),
        ([["1/2|改造的三座泵站", "^", ""], ["甲", "乙", "丙"]], 0, 1),
        ([["改造的三座泵站", "", ""], ["甲", "乙", "1/1|丙"], ["1/2|丁", "^", "戊"]], 0, 0),  # under half the width
        ([["1/3|产出指标", "^", "^"], ["甲", "乙", "丙"]], 0, 0),
        ([["1/3|项目名称", "^", "^"], ["甲", "乙", "丙"]], 0, 0),
        ([["2/3|改造的三座泵站", "^", "^"], ["^", "^", "^"], ["甲", "乙", "丙"]], 0, 0),
        ([["甲", "乙", "丙"], ["1/3|改造的三座泵站", "^", "^"]], 1, 1),
        ([["1/2|改造的三座泵站", "^", "5"], ["甲", "乙", "丙"]], 0, 0),
    ],
)
def test_a_caption_alone_in_its_row_is_passed_over(rows: list[list[str]], row: int, behind: int) -> None:
    assert heads.behind_caption(drawn(*rows), row, WORDS) == behind


@pytest.mark.parametrize(
    ("rows", "same"),
    [
        ([["指标大类", "考核事项", "要求", "来源"], ["甲", "乙", "丙", "丁"]], True),
        ([["指标大类", "考核事项", "要求"], ["甲", "乙", "丙"]], False),
        ([["指标大类", "考核事项", "要求", "要求"], ["甲", "乙", "丙", "丁"]], False),  # said twice
        ([["指标大类", "考核事项", "来源", "要求："], ["甲", "乙", "丙", "丁"]], False),
        ([["指标大类", "考核事项", "来源", "要求3"], ["甲", "乙", "丙", "丁"]], False),
        ([["指标大类", "考核事项", "来源", "项目名称"], ["甲", "乙", "丙", "丁"]], False),
        ([["指标大类", "1/2|考核事项", "^", "要求", "来源"], ["甲", "乙", "丙", "丁", "戊"]], False),
        ([["指标大类", "考核事项", "来源", "要" * 10], ["甲", "乙", "丙", "丁"]], True),
        ([["指标大类", "考核事项", "来源", "要" * 11], ["甲", "乙", "丙", "丁"]], False),
    ],
)
def test_words_of_no_list_over_each_cell_below_label_columns(rows: list[list[str]], same: bool) -> None:
    table = drawn(*rows)
    assert heads._labels_columns(table, table.starting(0), 1, WORDS) == same


# ---- bands, halves and groups


@pytest.mark.parametrize(
    ("rows", "next_"),
    [
        ([["1/2|产出指标", "^", "甲"], ["数量指标", "改造泵站", "乙"]], True),
        ([["1/2|产出指标", "^", "甲"], ["社会效益指标", "改造泵站", "乙"]], False),
        ([["1/2|成本指标", "^", "甲"], ["成本指标", "改造泵站", "乙"]], True),
        ([["产出指标", "甲", ""], ["数量指标", "改造泵站", "乙"]], False),
        ([["1/2|产出指标", "^", "1/2|甲", "^"], ["数量指标", "改造泵站", "乙", "丙"]], False),
        ([["2/2|产出指标", "^", "甲"], ["^", "^", "乙"]], False),
        ([["1/2|产出指标", "^", "甲"], ["1/2|数量指标", "^", "乙"]], True),  # a band over a band
        ([["1/2|甲", "^", "乙"], ["数量指标", "改造泵站", "丙"]], False),
        ([["1/2|产出指标", "^", "甲"]], False),
    ],
)
def test_a_band_over_a_second_level_of_its_own(rows: list[list[str]], next_: bool) -> None:
    table = drawn(*rows)
    assert _heads_next(table, 0, [c for c in table.starting(0) if c.text], WORDS) == next_


def _head(role: str, text: str, col: int = 0) -> Head:
    return Head(role, col, text, Cell(0, col, text=text), exact=True)


def _band(table: Slice, *roles: str, data_row: int = 1) -> Band:
    made = [Head(role, c.col, c.text, c, exact=True) for c, role in zip(table.starting(data_row - 1), roles)]
    return Band(data_row - 1, data_row, made)


@pytest.mark.parametrize(
    ("rows", "halves"),
    [
        ([["数量指标", "社会效益指标"], ["质量指标", "生态效益指标"]], True),
        ([["数量指标", "社会效益指标"]], False),  # one row tells nothing
        ([["数量指标", "数量指标"], ["质量指标", "质量指标"]], False),
        ([["数量指标", "社会效益指标"], ["质量指标", "质量指标"]], False),
        ([["数量指标", "甲"], ["质量指标", "生态效益指标"]], False),
    ],
)
def test_two_groups_are_halves_of_one_list(rows: list[list[str]], halves: bool) -> None:
    table = drawn(["二级指标", "二级指标"], *rows)
    band = _band(table, "level2", "level2")
    band.groups = [(("annual", None), {"level2": head}) for head in band.heads]  # type: ignore[misc]
    assert are_halves(table, band, range(1, 1 + len(rows)), WORDS) == halves
    band.groups = [(("annual", None), {"level2": band.heads[0]}) for _ in band.heads]  # type: ignore[misc]
    assert not are_halves(table, band, range(1, 1 + len(rows)), WORDS)
    band.groups = band.groups[:1]
    assert not are_halves(table, band, range(1, 1 + len(rows)), WORDS)


@pytest.mark.parametrize(
    ("text", "names"),
    [("产出与成本", True), ("效益与满意度", True), ("产出与甲", False), ("甲", False), ("产出", True)],
)
def test_a_caption_names_levels(text: str, names: bool) -> None:
    assert _names_levels(text, WORDS) == names


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["1/2|产出与成本", "^", "1/2|效益与满意度", "^"], 2),
        (["1/2|产出与成本", "^", "效益与满意度", ""], 0),
        (["1/2|产出与成本", "^", "1/2|甲", "^"], 0),
        (["1/4|产出与成本", "^", "^", "^"], 0),
    ],
)
def test_captions_over_halves(row: list[str], found: int) -> None:
    table = drawn(row, ["二级指标", "指标值", "二级指标", "指标值"], ["甲", "乙", "丙", "丁"])
    band = _band(table, "level2", "target", "level2", "target", data_row=2)
    band.groups = [(("annual", None), {}), (("annual", None), {})]  # type: ignore[list-item]
    assert len(captions_of_halves(table, band, WORDS)) == found
    band.groups = band.groups[:1]
    assert captions_of_halves(table, band, WORDS) == []


@pytest.mark.parametrize(
    ("roles", "groups"),
    [
        (("level1", "level2", "level3", "target"), [{"level1": 0, "level2": 1, "level3": 2, "target": 3}]),
        (("level3", "target", "level3", "target"), [{"level3": 0, "target": 1}, {"level3": 2, "target": 3}]),
        (("level2", "level3", "target", "target"), [{"level2": 0, "level3": 1, "target": 2},
                                                    {"level2": 0, "level3": 1, "target": 3}]),
        (("level3", "target", "target", "weight"), [{"level3": 0, "target": 1, "weight": 3},
                                                    {"level3": 0, "target": 2, "weight": 3}]),
        (("level3", "target", "other", "region"), [{"level3": 0, "target": 1}]),
        (("level3", "weight", "level3", "target"), [{"level3": 0, "weight": 1, "target": 3}]),
        (("level2", "level3", "target", "level1", "level3", "target"), [{"level2": 0, "level3": 1, "target": 2},
                                                                       {"level1": 3, "level3": 4, "target": 5}]),
    ],
)  # fmt: skip
def test_groups_of_columns_side_by_side(roles: tuple[str, ...], groups: list[dict[str, int]]) -> None:
    table = drawn([f"列{n}" for n in range(len(roles))], ["甲"] * len(roles))
    found = groups_of(_band(table, *roles), table, 0, WORDS)
    assert [{role: head.col for role, head in group.items()} for _, group in found] == groups


# ---- values of several years


@pytest.mark.parametrize(
    ("text", "year", "past"),
    [("2024年完成", 2025, True), ("2025年完成", 2025, False), ("2024-2025年", 2025, False), ("上年完成", None, True),
     ("完成", 2025, False), ("2024年完成", None, False), ("2024年", 2024, False)],
)  # fmt: skip
def test_a_head_speaks_of_the_past(text: str, year: int | None, past: bool) -> None:
    assert value_groups._past(text, WORDS, year) == past


@pytest.mark.parametrize(
    ("text", "year", "own"),
    [("2026年", 2026, True), ("2025年", 2026, False), ("当年", 2026, True), ("当年", None, True),
     ("2026年", None, False), ("2025-2026年", 2026, False), ("指标", 2026, False)],
)  # fmt: skip
def test_a_head_speaks_of_the_form_s_own_year(text: str, year: int | None, own: bool) -> None:
    head = _head("target", text)
    assert value_groups._is_own(head, WORDS, year) == own


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (("2025年指标值", "2024年实际完成值"), 2025),
        (("2024年指标值", "2024年实际完成值"), None),
        (("2023年指标值", "2024年实际完成值"), None),
        (("2025年指标值", "2026年指标值", "2024年实际完成值"), 2025),
        (("2025年指标值",), None),
        (("2024年实际完成值",), None),
        (("指标值", "2024年实际完成值"), None),
    ],
)
def test_the_year_of_what_is_aimed_at(texts: tuple[str, ...], year: int | None) -> None:
    table = drawn(list(texts), ["甲"] * len(texts))
    band = _band(table, *("target" for _ in texts))
    assert value_groups._current_year(table, band, band.heads, WORDS) == year


# ---- columns and their roles


@pytest.mark.parametrize(
    ("texts", "twin"),
    [(["甲", "乙", "甲"], 0), (["甲", "乙", "丙"], None), (["", "甲", ""], None), (["乙", "甲", "甲"], 1)],
)
def test_a_head_of_the_same_words(texts: list[str], twin: int | None) -> None:
    made = [_head("other", text, n) for n, text in enumerate(texts)]
    assert column_roles._twin(made[-1], made[:-1]) == twin
    for head in made:
        head.cell = made[0].cell  # one cell over all of them is no twin
    assert column_roles._twin(made[-1], made[:-1]) is None


@pytest.mark.parametrize(
    ("texts", "exact", "margin", "plain"),
    [
        (["产出—数量", "效益—社会效益"], False, 6.0, True),
        (["产出—数量", "效益"], False, 0.1, False),  # half of them are not most
        (["产出—数量", "产出—质量", "效益"], False, 6.0, True),
        (["产出", "效益"], True, 6.0, False),
        (["产出", "效益"], False, 0.1, False),
    ],
)
def test_a_single_column_of_levels_is_in_no_doubt(texts: list[str], exact: bool, margin: float, plain: bool) -> None:
    table = drawn(["指标", "名称"], *([text, "改造泵站"] for text in texts))
    band = _band(table, "level1", "level3")
    first = band.heads[0]
    first.exact = exact
    first.decision = SimpleNamespace(rival="level2", margin=0.1, plain=False)  # type: ignore[assignment]
    column_roles._say_level_by_entry(table, band, list(range(1, 1 + len(texts))), band.heads, WORDS)
    assert first.decision is not None
    assert (first.decision.margin, first.decision.plain) == (margin, plain)
    other = _head("level2", "二级指标", 2)
    first.decision.margin, first.decision.plain = 0.1, False
    band.heads.append(other)  # two columns of levels: it is as doubtful as it was
    column_roles._say_level_by_entry(table, band, list(range(1, 1 + len(texts))), band.heads, WORDS)
    assert first.decision.margin == 0.1


def test_texts_of_a_column_are_said_where_they_begin() -> None:
    table = drawn(["甲", "1/2|乙", "^"], ["2/1|丙", "丁", "戊"], ["^", "己", "庚"])
    assert table.texts(0, [0, 1, 2]) == ["甲", "丙", None]
    assert table.texts(2, [0, 1, 2]) == [None, "戊", "庚"]


# ---- money


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (["其中：省级资金20.00", "20.00", "100%"], "executed"),
        (["其中：省级资金20.00", "", ""], None),
        (["其中：省级资金20.00", "甲", "20.00"], None),
        (["其中：省级资金20.00", "", "20.00"], "executed"),
        (["甲乙丙20.00", "20.00", "20.00"], None),
        (["20.00", "20.00", "20.00"], None),
    ],
)
def test_a_part_named_in_the_cell_of_its_figure(texts: list[str], named: str | None) -> None:
    cells = {role: Cell(1, n, text=t) for n, (role, t) in enumerate(zip(("executed", "adjusted", "rate"), texts))}
    found = _named_part(cells, WORDS)
    assert (found and found[0]) == named


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (["预算数：100", "执行数：90"], {"adjusted": 0, "executed": 1}),
        (["预算数：100", "执行数：90", "90%"], {"adjusted": 0, "executed": 1}),
        (["预算数：100", "到位数：95", "执行数：90"], {"adjusted": 0, "paid": 1, "executed": 2}),
        (["到位数：95", "执行数：90"], None),
        (["执行数：90"], None),
        (["预算数：100"], None),
        (["预算数：100", "执行数：90", "甲"], None),
        (["预算数：100", "预算数：100", "执行数：90"], None),
    ],
)
def test_execution_whose_cells_hold_their_labels(texts: list[str], columns: dict[str, int] | None) -> None:
    table = drawn(["甲"] * len(texts), texts, ["乙"] * len(texts))
    found = find_labelled(table, 1, WORDS, Draft())
    assert (found and {measure: col for col, measure in found.measures.items()}) == columns
    if found is not None:
        assert (found.rate is not None) == ("90%" in texts)


def test_execution_whose_cells_hold_their_labels_goes_on_with_its_sources() -> None:
    table = drawn(
        ["预算数：1,100", "执行数：90.5", "90%"],
        ["财政拨款：100", "财政拨款：90", ""],
        ["其他资金：5", "其他资金：4", ""],
        ["甲乙丙：5", "甲乙丙：4", ""],
    )
    draft = Draft()
    found = find_labelled(table, 0, WORDS, draft)
    assert found is not None
    assert read_labelled(table, found, WORDS, draft) == 3
    told = [(e.item, e.adjusted, e.executed, e.rate) for e in draft.execution]
    assert told == [(None, "1100", "90.5", "90%"), ("财政拨款", "100", "90", None), ("其他资金", "5", "4", None)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["1-6月执行数", "1-9月执行数"]], {"executed": 1, "other_date:0": 0}),
        ([["1-9月执行数", "1-6月执行数"]], {"executed": 0, "other_date:1": 1}),
        ([["1-6月执行数", "1-6月执行数"]], {}),
        ([["1-6月执行数", "1-9月执行率"]], {}),  # nothing is said of two dates
        ([["1-6月执行数", "执行数"]], {}),
        ([["1-6月执行数", "1-9月执行数", "1-9月执行率"]], {"executed": 1, "other_date:0": 0, "rate": 2}),
    ],
)
def test_heads_of_several_dates(rows: list[list[str]], found: dict[str, int]) -> None:
    said = execution_dates.at_dates(drawn(*rows, ["1"] * len(rows[0])), 0, WORDS)
    assert {measure: cell.col for measure, cell in said.items()} == found


@pytest.mark.parametrize(
    ("rows", "over"),
    [
        ([["资金", "1/2|前三季度", "^"], ["项目", "执行数", "执行率"]], True),
        ([["资金", "前三季度", "甲"], ["项目", "执行数", "执行率"]], False),
        ([["1/3|前三季度", "^", "^"], ["项目", "执行数", "执行率"]], False),  # over the whole table
        ([["资金", "1/2|前三季度：", "^"], ["项目", "执行数", "执行率"]], False),
        ([["资金", "1/2|前三季度已完成。", "^"], ["项目", "执行数", "执行率"]], False),
        ([["资金", "1/2|甲乙丙", "^"], ["项目", "执行数", "执行率"]], False),
        ([["项目实施期", "1/2|2025年1-9月", "^"], ["项目", "执行数", "执行率"]], False),
        ([["资金", "1/2|前三季度", "^", ""], ["项目", "执行数", "1/2|执行率", "^"]], False),
        ([["资金", "1/2|前三季度" + "的" * 26, "^"], ["项目", "执行数", "执行率"]], True),
        ([["资金", "1/2|前三季度" + "的" * 27, "^"], ["项目", "执行数", "执行率"]], False),
    ],
)
def test_a_date_over_several_heads(rows: list[list[str]], over: bool) -> None:
    table = drawn(*rows)
    assert (execution_dates.date_over(table, _at(table, 1, 1), WORDS) is not None) == over


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("截至9月30日支出进度", "rate"),
        ("1-6月执行数", "executed"),
        ("执行数", "executed"),
        ("预算数", None),
        ("9月", None),
    ],
)
def test_a_measure_at_a_date(text: str, measure: str | None) -> None:
    assert execution_dates.measure_at_date(text, WORDS) == measure


_TOLD = "全年预算数386.00万元，全年执行数366.70万元"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (f"{_TOLD}，执行率95.00%。", {"adjusted": "386.00万元", "executed": "366.70万元", "rate": "95.00%"}),
        (f"{_TOLD}。", {"adjusted": "386.00万元", "executed": "366.70万元"}),
        ("全年执行数366.70万元，执行率95%", {"executed": "366.70万元", "rate": "95%"}),
        ("全年执行数366.70万元，本单位等", None),
        ("全年预算数386.00万元，执行率95%", None),
        ("执行数6万元，执行率5%", {"executed": "6万元", "rate": "5%"}),
        ("执行数6，执行率5%", None),  # too short
        (f"{_TOLD}，甲乙{'丙' * 10}", {"adjusted": "386.00万元", "executed": "366.70万元"}),
        (f"{_TOLD}，甲乙{'丙' * 11}", None),
        (f"{_TOLD}，甲乙3，丙丁4", None),  # as much besides
        (f"{_TOLD}，甲乙3", {"adjusted": "386.00万元", "executed": "366.70万元"}),
        (f"{_TOLD}。{'　' * 300}", {"adjusted": "386.00万元", "executed": "366.70万元"}),
        (f"{_TOLD}{'。' * 173}", {"adjusted": "386.00万元", "executed": "366.70万元"}),
        (f"{_TOLD}{'。' * 174}", None),
    ],
)
def test_a_sentence_that_tells_the_execution(text: str, figures: dict[str, str] | None) -> None:
    told = told_in(text, WORDS)
    assert (told and told.figures) == figures


@pytest.mark.parametrize(
    ("text", "money"),
    [("预算数", True), ("执行数", True), ("执行率", False), ("财政拨款", True), ("甲乙丙", False)],
)
def test_a_label_says_money(text: str, money: bool) -> None:
    assert _says_money(text, WORDS) == money


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        ([["预算数", "5"], ["甲", "乙"]], ["5"]),
        ([["预算数", ""], ["5", ""]], ["5"]),
        ([["预算数", "甲"], ["", ""], ["", "6"], ["5", ""]], ["5"]),
        ([["预算数", "甲"], ["", ""], ["", ""], ["", ""], ["5", ""]], []),  # four rows below
        ([["1/2|预算数", "^", "5万元"], ["6", "", "7"]], ["6", "5万元"]),
        ([["预算数", "5"], ["6", "甲"]], ["5"]),  # a figure of a task
        ([["预算数", "5"]], ["5"]),
        ([["预算数"], ["￥6亿元"]], ["￥6亿元"]),
    ],
)
def test_figures_near_a_label_of_money(rows: list[list[str]], figures: list[str]) -> None:
    table = drawn(*rows)
    assert [c.text for c in _near(table.grid, _at(table, 0, 0)) if c.text] == figures


def _shared(*rows: list[str], total: str = "100") -> int:
    table = drawn(*rows)
    form = Form("", 0, "transfer_target", None, None)
    form.amounts = {"total": Amount(raw=total, value=total)}
    account = Account()
    for cell in table.grid.cells:
        account.put(cell, "unread")
    return len(shares.shares(account, Extent([(table.grid, 0, table.grid.rows)]), form, WORDS))


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["1", "青山县", "60"], ["2", "白水县", "40"]], 6),
        ([["青山县", "60"], ["白水县", "40"]], 4),
        ([["青山县", "60"], ["白水县", "41"]], 0),
        ([["青山县", "100"]], 0),
        ([["青山县", "100"], ["白水县", "0"]], 0),
        ([["60", "青山县"], ["40", "白水县"]], 0),
        ([["青山县", "60", "甲"], ["白水县", "40", "乙"]], 0),
        ([["青山县", "黄河县", "60"], ["白水县", "长江县", "40"]], 0),
        ([["青山县", "60", "7"], ["白水县", "40", "8"]], 0),
        ([["青山县", "1,060"], ["白水县", "40"]], 0),
        ([["青山县", "60"], ["白水县", "40"], ["红石县", "0"]], 6),
    ],
)
def test_money_shared_out_among_places(rows: list[list[str]], cells: int) -> None:
    assert _shared(*rows) == cells


def test_money_shared_out_in_thousands() -> None:
    assert _shared(["青山县", "1,060"], ["白水县", "40"], total="1100") == 4


# ---- tables on their side and beside


@pytest.mark.parametrize(
    ("rows", "rows_of"),
    [
        ([["一级指标", "产出指标", "效益指标"], ["三级指标", "改造泵站", "受益人口"], ["指标值", "≥3座", "≥900人"]],
         {"level1": 0, "level3": 1, "target": 2}),
        ([["3/1|绩效", "一级指标", "产出指标", "效益指标"], ["^", "三级指标", "改造泵站", "受益人口"],
          ["^", "指标值", "≥3座", "≥900人"]], {"level1": 0, "level3": 1, "target": 2}),
        ([["一级指标", "甲", "乙"], ["三级指标", "改造泵站", "受益人口"], ["指标值", "≥3座", "≥900人"]], None),
        ([["甲", "产出指标", "效益指标"], ["乙", "改造泵站", "受益人口"], ["丙", "≥3座", "≥900人"]], None),
    ],
)  # fmt: skip
def test_a_table_on_its_side(rows: list[list[str]], rows_of: dict[str, int] | None) -> None:
    side = find_side(drawn(*rows), 0, WORDS)
    assert (side and side.rows) == rows_of


@pytest.mark.parametrize(
    ("text", "count"), [("产出指标", 2), ("产出" + " " * 16, 2), ("产出" + " " * 19, 1), ("甲", 1)]
)
def test_level_words_in_a_row_are_short(text: str, count: int) -> None:
    assert _level_words(drawn(["甲", text, "效益指标"]), 0, 1, WORDS, "level1") == count
    assert _level_words(drawn(["效益指标", text, "甲"]), 0, 1, WORDS, "level1") == count - 1


@pytest.mark.parametrize(
    ("rows", "out"),
    [
        ([["3/1|资金分配情况", "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "马鞍镇", "40"]], True),
        ([["2/1|资金分配情况", "柳林镇", "马鞍镇"], ["^", "60", "40"]], True),
        ([["3/1|资金分配情况", "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "马鞍镇", "甲"]], False),
        ([["3/1|资金分配情况", "预算数", "执行数"], ["^", "柳林镇", "60"], ["^", "马鞍镇", "40"]], False),
        ([["3/1|甲乙丙", "乡镇", "金额"], ["^", "柳林镇", "60"], ["^", "马鞍镇", "40"]], False),
        ([["3/1|资金分配情况", "乡镇"], ["^", "柳林镇"], ["^", "马鞍镇"]], False),
    ],
)
def test_money_shared_out_beside_its_label(rows: list[list[str]], out: bool) -> None:
    table = drawn(*rows)
    assert _shares_out(table, _at(table, 0, 0), WORDS) == out


@pytest.mark.parametrize(
    ("rows", "steps"),
    [
        ([["3/1|进度安排", "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "9月", "验收"]], True),
        ([["2/1|进度安排", "时间", "阶段任务"], ["^", "3月", "招标"]], False),
        ([["3/1|进度安排", "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "甲", "验收"]], False),
        ([["3/1|产出指标", "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "9月", "验收"]], False),
        ([["3/1|进度安排", "时间", "指标值"], ["^", "3月", "招标"], ["^", "9月", "验收"]], False),
        ([["3/1|进度安排", "时间"], ["^", "3月"], ["^", "9月"]], False),
        ([["3/1|" + "进" * 16, "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "9月", "验收"]], True),
        ([["3/1|" + "进" * 17, "时间", "阶段任务"], ["^", "3月", "招标"], ["^", "9月", "验收"]], False),
    ],
)
def test_days_and_what_is_done_by_then(rows: list[list[str]], steps: bool) -> None:
    table = drawn(*rows)
    assert _dates_steps(table, _at(table, 0, 0), WORDS) == steps


# ---- texts


@pytest.mark.parametrize(
    ("text", "figure", "something"),
    [("改造泵站", False, False), ("3座", True, True), ("≥", True, True), ("1、改造泵站", False, False),
     ("1、改造3座", True, True), ("改造，清淤", False, True), ("改造。", False, True), ("（3座）改造", True, False),
     ("2024年度目标", True, False), ("12、改造", False, False), ("123、改造", True, True), ("1、 改造", False, False),
     ("1、5", True, True)],
)  # fmt: skip
def test_what_a_text_is_like(text: str, figure: bool, something: bool) -> None:
    assert (looks.has_figure(text), text_kinds.says_something(text)) == (figure, something)


@pytest.mark.parametrize(
    ("text", "role"),
    [("——", "decoration"), ("≥", None), ("%", None), ("（盖章）", "hint"), ("（3座）", None), ("注：甲", "note"),
     ("改造泵站", None), ("（甲乙丙）", "hint")],
)  # fmt: skip
def test_the_role_a_text_has_by_its_own_words(text: str, role: str | None) -> None:
    assert text_kinds.by_words(text, WORDS.grammar) == role


@pytest.mark.parametrize(
    ("text", "figure", "code", "wordy"),
    [("≥900人", True, False, False), ("95%", True, False, False), ("2024年", False, False, False),
     ("2024", False, False, False), ("3", True, False, False), ("1234567", True, True, False),
     ("123456", True, False, False), ("不低于90%", True, False, False), ("优", False, False, True),
     ("改造泵站", False, False, True), ("改造3座", False, False, False), ("3立方米每秒", False, False, False),
     ("3平方米", True, False, False), ("-5", True, False, False), ("a", False, False, False)],
)  # fmt: skip
def test_a_value_in_the_column_of_another(text: str, figure: bool, code: bool, wordy: bool) -> None:
    assert (looks.is_compared(text), looks.DIGITS.fullmatch(text) is not None, misfits._wordy(text)) == (
        figure,
        code,
        wordy,
    )


def _misfit(**columns: list[str]) -> list[str]:

    from extractor.model.filing import Indicator, Label, Target

    count = len(next(iter(columns.values())))
    rows = []
    for n in range(count):
        said: dict[str, Any] = {role: texts[n] for role, texts in columns.items()}
        row = Indicator(level1=None, level2=None, level3=None, target=Target(raw=said.pop("target", "")), at={})
        for role, text in said.items():
            setattr(row, role, Label(text) if role.startswith("level") else text)
        rows.append(row)
    form = Form("", 0, "project_target", None, None)
    form.indicators = rows
    return [doubt.pointer for doubt in misfits.misfits(Reading(form), WORDS)]


@pytest.mark.parametrize(
    ("columns", "pointers"),
    [
        ({"level1": ["≥900人", "产出"]}, ["/indicators/0/level1"]),
        ({"level3": ["≥3座", "≥5座", "改造"]}, ["/indicators/0/level3"]),
        ({"level3": ["≥3座", "改造", "清淤"]}, []),  # one alone
        ({"level3": ["≥3座", "≥5座", "改造", "清淤"]}, []),  # half are not most
        ({"level3": ["改造", "1234567"]}, ["/indicators/1/level3"]),
        ({"target": ["≥3座", "效益指标"]}, ["/indicators/1/target"]),
        ({"weight": ["优", "良", "10"]}, ["/indicators/0/weight"]),
        ({"weight": ["优", "10"]}, []),
        ({"achieved_score": ["10", "优", "良"]}, ["/indicators/1/achieved_score"]),
    ],
)
def test_columns_whose_cells_cannot_be_what_they_were_read_as(
    columns: dict[str, list[str]], pointers: list[str]
) -> None:
    assert _misfit(**columns) == pointers


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([0], "1"),
        ([1, 4], "2、5"),
        (range(10), "1、2、3、4、5、6、7、8、9、10"),
        (range(11), "1、2、3、4、5、6、7、8、9、10等"),
    ],
)
def test_rows_are_numbered_from_one(rows: Any, said: str) -> None:
    assert text_kinds.numbered(rows) == said


def test_cells_of_an_indicator_that_were_not_kept_are_none() -> None:
    reading = Reading(
        Form("", 0, "project_target", None, None), cells_at=[{"level3": {"row": 1}}], cells=[{"level3": "甲"}]
    )
    assert (reading.places_of(0), reading.texts_of(0)) == ({"level3": {"row": 1}}, {"level3": "甲"})
    assert (reading.places_of(1), reading.texts_of(1)) == ({}, {})
