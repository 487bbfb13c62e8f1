"""Which rows are the heads of an indicator table, by their words and by what stands below."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.body_rows import band_levels, body_row, full_level1, level_cells, width_of
from extractor.forms.heads import (
    _heads_above,
    _plain_row,
    _under_wide_heads,
    depth_of,
    head_like,
    head_rows,
    numbers_columns,
    wide_end,
)
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
LEVELS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROW = ["产出指标", "数量指标", "维修泵站", "3座"]


def _rows(*rows: list[str], at: int = 0) -> Any:
    found = head_rows(drawn(*rows), at, WORDS)
    return None if found is None else (found.top, found.data_row, found.first_col, found.by_words)


def test_one_row_of_heads() -> None:
    assert _rows(LEVELS, ROW) == (0, 1, 0, True)
    assert _rows(["序号", *LEVELS], ["1", *ROW]) == (0, 1, 0, True)
    assert _rows(["项目名称", "甲", "乙", "丙"], ROW) is None


def test_heads_of_two_rows() -> None:
    two = [["2/1|一级指标", "2/1|二级指标", "2/1|三级指标", "1/2|指标值", "^"], ["^", "^", "^", "符号", "数值"]]
    assert _rows(*two, [*ROW[:3], "≥", "3"]) == (0, 2, 0, True)
    grouped = [["1/2|绩效指标", "^", "指标值"], ["二级指标", "三级指标", ""], ["数量指标", "维修泵站", "3座"]]
    assert _rows(*grouped) is None and _rows(*grouped, at=1) == (0, 2, 0, True)
    band = [LEVELS, ["1/4|产出指标", "^", "^", "^"], ["", "数量指标", "维修泵站", "3座"]]
    assert _rows(*band) == (0, 1, 0, True), "a band belongs to the rows"


def test_heads_over_heads() -> None:
    above = ["1/3|绩效指标", "^", "^", "1/2|年度指标值", "^"]
    heads = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]
    table = [above, heads, [*ROW, "10"]]
    assert _rows(*table, at=1) == (0, 2, 0, True)
    assert _rows(["甲", "乙", "丙", "丁", "戊"], heads, [*ROW, "10"], at=1) == (1, 2, 0, True)
    assert _heads_above(drawn(*table), 1, 2, 0, WORDS)
    assert not _heads_above(drawn(*table), 0, 1, 0, WORDS), "nothing stands above"
    assert not _heads_above(drawn(["1/5|绩效指标", "^", "^", "^", "^"], heads, [*ROW, "10"]), 1, 2, 0, WORDS), (
        "one alone"
    )
    assert not _heads_above(drawn(["1/2|绩效指标", "^", "分值", "", ""], heads, [*ROW, "10"]), 1, 2, 3, WORDS)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1", "2", "3"], True),
        (["0", "1", "2", "3"], True),
        (["1", "2", "3", ""], True),
        (["1", "2"], False),
        (["2", "3", "4"], False),
        (["1", "3", "4"], False),
        (["1", "2", "3", "甲"], False),
        (["1", "2", "3", "4", "甲"], True),
        (["1", "3", "2", "4"], False),
        (["1", "3", "2", "4", "5"], True),
        (["", "", ""], False),
        (["0001", "0002", "0003"], False),
    ],
)
def test_a_row_that_numbers_the_columns(texts: list[str], numbers: bool) -> None:
    assert numbers_columns(drawn(texts), 0) == numbers


def test_numbers_and_bands_between_heads_and_rows_do_not_move_the_first_column() -> None:
    numbers = ["1", "2", "3", "4"]
    assert _rows(LEVELS, numbers, ROW) == (0, 1, 0, True)
    no_level1 = ["类别", *LEVELS[1:]]
    assert _rows(no_level1, numbers, ROW) == _rows(no_level1, ROW) == (0, 1, 0, True), "the body begins further left"


def test_where_a_wide_head_ends() -> None:
    heads, below = ["二级指标", "", "三级指标"], ["甲", "乙", "丙"]
    table = drawn(heads, below)
    assert [wide_end(table, cell, 1) for cell in table.starting(0)] == [2, 2, 3]
    blank = drawn(heads, ["甲", "", "丙"])
    assert wide_end(blank, blank.starting(0)[0], 1) == 1, "nothing stands under the blank"
    spans = drawn(["1/2|二级指标", "^", "三级指标"], below)
    assert wide_end(spans, spans.starting(0)[0], 1) == 2


@pytest.mark.parametrize(
    ("text", "head"),
    [("三级指标", True), ("全年实际完成值", True), ("维修泵站", False), ("", False), (" ", False), ("绩效指标", True)],
)
def test_what_may_head_a_column(text: str, head: bool) -> None:
    assert head_like(text, WORDS) == head


@pytest.mark.parametrize(("length", "head"), [(26, True), (27, False)])
def test_a_head_has_a_length(length: int, head: bool) -> None:
    assert head_like("三级指标（" + "甲" * (length - 6) + "）", WORDS) == head


def test_level_words_of_a_row_merged_ones_too() -> None:
    table = drawn(["2/1|产出指标", "数量指标", "维修泵站"], ["^", "质量指标", "合格率"])
    assert [c.text for c in level_cells(table, 1, WORDS)] == ["产出指标", "质量指标"]


@pytest.mark.parametrize(
    ("row", "levels"),
    [
        (["1/4|产出指标", "^", "^", "^"], ("产出指标", None)),
        (["1/4|一、产出指标：", "^", "^", "^"], ("产出指标", None)),
        (["1/4|数量指标", "^", "^", "^"], (None, "数量指标")),
        (["1/4|产出指标——数量指标", "^", "^", "^"], ("产出指标", "数量指标")),
        (["1/4|数量指标——产出指标", "^", "^", "^"], ("产出指标", "数量指标")),
        (["1/4|产出指标——数量指标——质量指标", "^", "^", "^"], None),
        (["1/4|维修泵站", "^", "^", "^"], None),
        (["1/2|产出指标", "^", "", ""], ("产出指标", None)),
        (["1/2|产出指标", "^", "甲", ""], None),
        (["产出指标", "1/3|", "^", "^"], None),
    ],
)
def test_a_band_of_level_words(row: list[str], levels: Any) -> None:
    found = band_levels(drawn(["1/2|甲", "^", "乙", "丙"], row), 1, WORDS)
    assert (found[1:] if found is not None else None) == levels


def test_a_level_word_over_half_the_width_or_beside_one_blank() -> None:
    head = ["甲", "1/4|乙", "^", "^", "^"]
    for row, full in (
        (["1/3|产出指标", "^", "^", "", ""], True),
        (["1/2|产出指标", "^", "", "", ""], False),
        (["1/2|产出指标", "^", "1/3|", "^", "^"], True),
        (["1/5|数量指标", "^", "^", "^", "^"], False),
    ):
        assert (full_level1(drawn(head, row), 1, WORDS) is not None) == full, row
    block = ["2/1|项目说明", "1/4|产出指标", "^", "^", "^"], ["^", "甲", "乙", "丙", "丁"]
    assert full_level1(drawn(*block), 0, WORDS) is not None, "beside the label of a block"


def test_the_width_of_a_text_alone_in_its_row() -> None:
    spanless = drawn(["产出指标", "", ""], ["甲", "乙", ""])
    assert [width_of(spanless, cell) for cell in spanless.starting(0)] == [2, 1, 1], "to the last column with a text"
    spans = drawn(["产出指标", "", ""], ["1/2|甲", "^", "乙"])
    assert width_of(spans, spans.starting(0)[0]) == 1


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (ROW, True),
        (["产出指标", "数量指标", "", ""], False),
        (["维修泵站", "3座", "", ""], False),
        (LEVELS, False),
    ],
)
def test_a_row_of_the_body(row: list[str], body: bool) -> None:
    assert body_row(drawn(row, ["甲", "乙", "丙", "丁"]), 0, WORDS) == body


def test_a_value_beside_what_was_reached_under_one_head_stays_the_value() -> None:
    """完成情况 over 年度指标值 | 实际完成值: both were read as what was reached."""
    [reading] = read_forms(
        draw("""
# 2024年度项目支出绩效自评表
| 项目名称 | 山洪沟治理 | < | < | < |
| 绩效指标 | < | 完成情况 | < | 得分 |
| 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | ^ |
| 数量指标 | 改造泵站 | ≥3座 | 4座 | 10 |
| 质量指标 | 合格率 | ≥95% | 97% | 10 |
"""),
        load_rules(),
        "0" * 64,
    )
    assert [(row.target.raw, row.actual) for row in reading.form.indicators] == [("≥3座", "4座"), ("≥95%", "97%")]


def test_a_band_that_ends_the_table_still_says_where_its_columns_begin() -> None:
    heads = ["", *LEVELS]
    assert _rows(heads, ["1/5|产出指标", "^", "^", "^", "^"]) == (0, 1, 0, True)
    assert _rows(heads, ["甲", "乙", "丙", "丁", "戊"]) == (0, 1, 1, True)
    assert _rows(heads) == (0, 1, 1, True)


@pytest.mark.parametrize(("depth", "top"), [(2, 0), (3, 1)])
def test_heads_of_three_rows_have_none_above(depth: int, top: int) -> None:
    above = ["1/3|绩效指标", "^", "^", "1/2|年度指标值", "^"]
    heads = [f"{depth}/1|{text}" for text in [*LEVELS, "分值"]]
    table = [above, heads, *[["^"] * 5] * (depth - 1), [*ROW, "10"]]
    assert _rows(*table, at=1) == (top, 1 + depth, 0, True)


@pytest.mark.parametrize(
    ("below", "depth"),
    [
        (["", "实际完成值", "3座"], 2),
        (["", "甲", "3座"], 1),  # no head among them
        (["", "甲", "乙"], 2),  # words alone under a wide head
        (["", "实际完成值", ""], 1),  # one alone
        (["", "甲", ""], 1),
    ],
)
def test_sub_heads_stand_under_a_wide_head_beside_a_blank_level(below: list[str], depth: int) -> None:
    table = drawn(["三级指标", "1/2|指标值", "^"], below)
    level3, target = table.starting(0)
    assert depth_of(table, 0, {"level3": level3, "target": target}, WORDS) == depth


def test_a_head_that_is_a_level_word_itself_is_none_right_of_the_heads() -> None:
    heads = ["2/1|一级指标", "2/1|产出指标", "1/2|2025年", "^"]
    table = drawn(heads, ["^", "^", "计划", "完成"])
    assert not _under_wide_heads(table, 1, table.starting(0)[:2], WORDS)
    right = drawn(["2/1|一级指标", "2/1|二级指标", "1/2|2025年", "^"], ["^", "^", "产出", "完成"])
    assert _under_wide_heads(right, 1, right.starting(0)[:2], WORDS)
    assert not _under_wide_heads(right, 1, right.starting(0)[:1], WORDS), "one level alone"


@pytest.mark.parametrize(
    ("first", "reach", "heads"),
    [
        ("3/1|绩效指标", "^", True),  # begins higher up, and reaches down into the heads
        ("2/1|绩效指标", "一级指标", False),  # ends above them
        ("绩效指标", "一级指标", True),
    ],
)
def test_what_stands_over_heads_begins_in_their_row_or_reaches_down(first: str, reach: str, heads: bool) -> None:
    over = ["^" if first[1:2] == "/" else "绩效指标", "2/1|三级指标", "1/2|年度指标值", "^"]
    table = drawn(
        [first, "甲", "乙", "丙"], over, [reach, "^", "指标值", "分值"], ["产出指标", "维修泵站", "3座", "10"]
    )
    assert _heads_above(table, 2, 3, 0, WORDS) == heads
    down = [
        ["绩效指标", "3/1|三级指标", "1/2|年度指标值", "^"],
        ["一级指标", "^", "指标值", "分值"],
        ["产出", "^", "3", "1"],
    ]
    assert not _heads_above(drawn(*down), 1, 2, 0, WORDS), "it reaches down over the rows"


def test_a_band_of_a_second_level_heads_the_names_and_values_of_its_own_form() -> None:
    table = drawn(["1/2|数量指标", "^"], ["改造泵站", "≥3座"], ["清淤渠道", "≥5公里"])
    assert head_rows(table, 0, WORDS) is not None
    assert head_rows(table.part(0, 1), 0, WORDS) is None


@pytest.mark.parametrize(
    ("row", "plain"),
    [
        (["改造泵站", "≥3座"], True),
        (["改造泵站", ""], False),
        (["项目名称", "改造泵站"], False),
        (["填表人：李四", "改造泵站"], False),
    ],
)
def test_a_name_and_a_value_without_a_label(row: list[str], plain: bool) -> None:
    assert _plain_row(drawn(row), 0, WORDS) == plain


@pytest.mark.parametrize(("length", "found"), [(26, True), (27, False)])
def test_heads_that_no_list_holds_are_short(length: int, found: bool) -> None:
    heads = ["级别", "三级指标", "备注", "鹳" * length]
    rows = [["数量指标", "维修泵站", "3座", "甲"], ["质量指标", "合格率", "95%", "乙"]]
    assert (_rows(heads, *rows) == (0, 1, 0, False)) == found
