"""How deep the heads of a table are, and heads that only the rows below them tell."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import heads
from extractor.forms.heads import behind_caption, depth_of, head_rows
from extractor.forms.likeness import header_roles
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
LEVELS = ["一级指标", "二级指标", "三级指标", "指标值"]
ROW = ["产出指标", "数量指标", "维修泵站", "3座"]
NEXT = ["效益指标", "社会效益指标", "受益人口", "900人"]
STRANGE = ["鹳雀大类", "鹳雀小类", "鹳雀事项", "鹳雀数值"]

Rows = list[list[str]]


def _depth(*rows: list[str]) -> int:
    table = drawn(*rows)
    return depth_of(table, 0, header_roles(table, 0, WORDS), WORDS)


@pytest.mark.parametrize(
    ("rows", "depth"),
    [
        ([LEVELS, ROW], 1),
        ([LEVELS], 1),
        ([["2/1|一级指标", "2/1|二级指标", "2/1|三级指标", "1/1|指标值"], ["^", "^", "^", "（单位）"], ROW], 2),
        (
            [
                ["3/1|一级指标", "3/1|二级指标", "3/1|三级指标", "指标值"],
                ["^", "^", "^", "甲"],
                ["^", "^", "^", "乙"],
                ROW,
            ],
            3,
        ),
        ([["2/1|一级指标", "二级指标", "三级指标", "指标值"], ["^", "数量指标", "维修泵站", "3座"], NEXT], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "符号", "数值"], [*ROW, "x"]], 2),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "甲方", "乙方"], [*ROW, "x"]], 2),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "3座", "5座"], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "**", "乙"], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "1/2|甲", "^"], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["甲", "", "", "乙方", "丙方"], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["甲", "", "", "符号", "分值"], [*ROW, "x"]], 2),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["1/5|产出指标", *"^^^^"], [*ROW, "x"]], 1),
        ([["一级指标", "1/2|二级指标", "^", "指标值"], ["甲", "三级指标", "乙", "丙"], ROW], 2),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["甲", "", "", "符号", ""], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "1/2|符号", "^"], [*ROW, "x"]], 1),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], ["", "", "", "符号", "3座"], [*ROW, "x"]], 2),
        ([["一级指标", "二级指标", "三级指标", "1/2|指标值", "^"], [*"甲乙丙", "符号", "分值"], [*ROW, "x"]], 1),
    ],
)
def test_how_many_rows_the_heads_take(rows: Rows, depth: int) -> None:
    assert _depth(*rows) == depth


@pytest.mark.parametrize(("reaching", "under"), [(1, False), (2, True)])
def test_right_of_the_heads_of_two_levels_that_reach_down_a_level_word_is_a_head(reaching: int, under: bool) -> None:
    table = drawn(["2/1|一级指标", "2/1|二级指标", "2025年"], ["^", "^", "数量指标"])
    assert heads._under_wide_heads(table, 1, table.filled(0)[:reaching], WORDS) == under


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["1", "2", "3"], True),
        (["0", "1"], True),
        (["2", "3", "4"], False),
        (["1", "3", "2"], False),
        (["1", "3", "2", "4"], False),
        (["1", "3", "2", "4", "5"], True),
        (["1", "3", "2", "4", "6"], False),
        (["0", "2", "1", "3", "4"], True),
    ],
)
def test_texts_that_count(texts: list[str], counts: bool) -> None:
    assert heads._counts(texts) == counts


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [(["1", "2"], False), (["1", "2", "3", "4", "甲"], True), (["1", "2", "3", "甲"], False),
     (["甲", "1", "2", "3", "4"], True),
     (["1", "2", "3", "4", "甲", "乙"], False)],
)  # fmt: skip
def test_a_row_that_numbers_the_columns_but_one(texts: list[str], numbers: bool) -> None:
    assert heads.numbers_columns(drawn(texts), 0) == numbers
    assert heads._first_row(drawn(texts, ROW[: len(texts)]), 0, WORDS) == int(numbers)
    assert heads._first_row(drawn(texts), 0, WORDS) == 0, "nothing stands behind them"


@pytest.mark.parametrize(
    ("rows", "row", "behind"),
    [
        ([LEVELS, ["1/4|鹳雀楼各处", "^", "^", "^"], ROW], 1, 2),
        ([LEVELS, ["1/4|鹳雀楼各处", "^", "^", "^"]], 1, 1),
        ([LEVELS, ["1/4|项目名称", "^", "^", "^"], ROW], 1, 1),
        ([LEVELS, ["1/4|项目名称：某", "^", "^", "^"], ROW], 1, 1),
        ([LEVELS, ["1/4|产出指标", "^", "^", "^"], ROW], 1, 1),
        ([LEVELS, ["1/4|数量指标", "^", "^", "^"], ROW], 1, 1),
        ([LEVELS, ["1/3|鹳雀楼", "^", "^", "甲"], ROW], 1, 1),
        ([LEVELS, ["2/4|鹳雀楼", "^", "^", "^"], ["^"] * 4, ROW], 1, 1),
        ([LEVELS, ["1/4|" + "鹳" * 26, "^", "^", "^"], ROW], 1, 2),
        ([LEVELS, ["1/4|" + "鹳" * 27, "^", "^", "^"], ROW], 1, 1),
        ([["1/2|甲", "^", "乙", "丙"], ["1/2|鹳雀楼", "^", "", ""], ROW], 1, 2),
    ],
)
def test_a_caption_between_heads_and_rows(rows: Rows, row: int, behind: int) -> None:
    assert heads.LONGEST_HEAD == 26
    assert behind_caption(drawn(*rows), row, WORDS) == behind


# ---- heads that the body tells


def _found(*rows: list[str], at: int = 0) -> Any:
    found = head_rows(drawn(*rows), at, WORDS)
    return None if found is None else (found.top, found.data_row, found.first_col, found.by_words)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([STRANGE, ROW, NEXT], (0, 1, 0, False)),
        ([STRANGE, ["1", "2", "3", "4"], ROW, NEXT], (0, 1, 0, False)),
        ([STRANGE, ROW], (0, 1, 0, False)),
        ([STRANGE, ["产出指标", "甲", "维修泵站", "3座"]], None),
        ([["序号", *STRANGE], ["1", *ROW], ["2", *NEXT]], (0, 1, 1, False)),
        ([["鹳雀", "鹳雀", "鹳雀楼", "鹳雀台"], ROW, NEXT], None),
        ([[*STRANGE[:3], "鹳雀第3台"], ROW, NEXT], None),
        ([[*STRANGE[:3], "主管部门"], ROW, NEXT], None),
        ([[*STRANGE[:3], "年度资金总额"], ROW, NEXT], None),
        ([[*STRANGE[:3], "鹳" * 10], ROW, NEXT], (0, 1, 0, False)),
        ([[*STRANGE[:3], "鹳" * 11], ROW, NEXT], None),
        ([STRANGE[:3], ["数量指标", "维修泵站", "3座"], ["质量指标", "合格率", "95%"]], None),
        ([["1/2|鹳雀类", "^", "鹳雀事项", "鹳雀数值"], ROW, NEXT], None),
        ([ROW, NEXT], (0, 0, 0, False)),
        ([ROW], (0, 0, 0, False)),
        ([["产出指标", "甲", "维修泵站", "3座"]], None),
        ([["1/4|产出指标", "^", "^", "^"], ["数量指标", "甲", "维修泵站", "3座"], ["质量指标", "甲", "合格率", "95%"]],
         (0, 0, 0, False)),
        ([["1/4|产出指标——数量指标", "^", "^", "^"], ["维修泵站", "3座", "", ""]], (0, 0, 0, False)),
        ([["1/4|产出指标——数量指标", "^", "^", "^"], ["1/4|维修泵站", "^", "^", "^"]], None),
        ([["1/4|产出指标——数量指标", "^", "^", "^"], ["项目名称", "泵站", "", ""]], None),
        ([LEVELS, ["1/4|改造" + "鹳" * 60, "^", "^", "^"]], (0, 1, 0, True)),
        ([["一级指标", "二级指标", "三级指标", "指标值" + "鹳" * 50], ROW], None),
    ],
)  # fmt: skip
def test_heads_by_the_rows_below(rows: Rows, found: Any) -> None:
    assert _found(*rows) == found


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([["1/2|产出指标", "^", "1/2|效益指标", "^"], ["三级指标", "指标值"] * 2], 0),
        ([["1/2|产出指标", "^", "1/2|效益指标", "^"], ["名称", "数值"] * 2], None),
        ([["1/2|产出指标", "^", "1/2|效益指标", "^"], ["三级指标", "指标值", "指标值", "三级指标"]], None),
        ([["1/3|产出指标", "^", "^", "效益指标"], ["三级指标", "指标值", "备注", "三级指标"]], None),
        ([["甲", "1/2|产出指标", "^", "1/2|效益指标", "^"], ["甲", *["三级指标", "指标值"] * 2]], 1),
        ([["2/2|产出指标", "^", "2/2|效益指标", "^"], ["^"] * 4, ["三级指标", "指标值"] * 2], None),
        ([["1/2|产出指标", "^", "1/2|效益指标", "^", "甲", "乙"], [*["1/2|三级指标", "^"] * 2, "备注", "说明"]], None),
    ],
)
def test_the_same_heads_under_levels_side_by_side(rows: Rows, first: int | None) -> None:
    table = drawn(*rows)
    assert heads._under_levels(table, 1, table.filled(1), WORDS) == first


@pytest.mark.parametrize(
    ("rows", "on"),
    [
        ([ROW], True),
        ([["产出指标", "甲", "维修泵站", "3座"]], False),
        ([["数量指标", "质量指标", "维修泵站", "3座"]], False),
        ([["产出指标", "甲", "维修泵站", "3座"], ["效益指标", "甲", "人口", "3人"]], True),
        ([["产出指标", "甲", "泵站", "3座"], *[["x", "y", "z", "甲"]] * 6, ["效益指标", "甲", "人口", "3人"]], True),
        ([["产出指标", "甲", "泵站", "3座"], *[["x", "y", "z", "甲"]] * 7, ["效益指标", "甲", "人口", "3人"]], False),
    ],
)
def test_enough_rows_like_it(rows: Rows, on: bool) -> None:
    assert heads._goes_on(drawn(*rows), 0, WORDS) == on


@pytest.mark.parametrize(
    ("label", "text", "labels"),
    [("绩效目标", "完成危桥改造", True), ("绩效指标", "完成危桥改造", False), ("鹳雀楼", "完成危桥改造", False),
     ("绩效目标", "指标值", False)],
)  # fmt: skip
def test_a_label_and_its_text_above_the_heads(label: str, text: str, labels: bool) -> None:
    assert heads._labels_text(Cell(0, 0, text=label), Cell(0, 1, text=text), WORDS) == labels


def test_the_label_and_text_right_above_are_no_heads() -> None:
    for text, top in (("完成危桥改造任务", 1), ("指标值", 0)):
        assert _found(["1/2|绩效目标", "^", f"1/2|{text}", "^"], LEVELS, ROW, at=1)[0] in (top, 1)
    assert _found(["1/2|绩效指标", "^", "1/2|年度指标值", "^"], LEVELS, ROW, at=1) == (0, 2, 0, True)
    assert _found(["1/3|绩效指标", "^", "^", "2/1|指标值"], [*LEVELS[:3], "^"], ROW, at=1) == (0, 2, 0, True)


def test_two_halves_begin_at_their_first_level() -> None:
    halves = ["三级指标", "指标值"]
    table = [["甲", *halves, *halves], ["产出指标", "维修泵站", "3座", "效益指标", "5人"], NEXT + ["x"]]
    assert _found(*table) == (0, 1, 0, True)
