"""Which head stands over each column: roles by wording, sub-heads under wide ones, columns without a head."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.body_rows import _beside_block, body_row
from extractor.forms.column_heads import headless_columns, heads_of, is_flat_head, role_of
from extractor.forms.flat_columns import find_flat, likely_flat
from extractor.forms.heads import HeadRows
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
LEVELS = ["一级指标", "二级指标", "三级指标"]
ROW = ["产出指标", "数量指标", "维修泵站", "3座"]
Rows = list[list[str]]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("三级指标", ("level3", True)),
        ("指标值", ("target", True)),
        ("三极指标", ("level3", True)),
        ("项目名称", ("field:project_name", True)),
        ("财政拨款", ("amount:fiscal_appropriation", True)),
        ("鹳雀楼", ("other", False)),
        ("", ("other", False)),
        ("  ", ("other", False)),
        ("优", ("other_grade", True)),
        ("序号", ("other", True)),
        ("单位", ("unit", True)),
    ],
)
def test_the_role_of_a_head_by_its_words(text: str, role: tuple[str, bool]) -> None:
    assert role_of(text, WORDS) == role


@pytest.mark.parametrize(
    ("text", "flat"), [("项目名称", True), ("财政拨款", True), ("三级指标", False), ("联系电话", False)]
)
def test_heads_of_a_lists_own_columns(text: str, flat: bool) -> None:
    assert is_flat_head(text, WORDS) == flat


def _heads(top: int, data_row: int, *rows: list[str], first: int = 0) -> list[tuple[int, str, str | None]]:
    """Column, role and region of each head."""
    found = heads_of(drawn(*rows), HeadRows(top, data_row, first, True), WORDS)
    return sorted((h.col, h.role, h.region) for h in found)


def _under_target(*subs: str, over: str = "指标值", body: Rows | None = None) -> list[tuple[str, str | None]]:
    """Roles of the sub-heads printed under one wide head."""
    wide = [f"1/{len(subs)}|{over}", *["^"] * (len(subs) - 1)]
    rows = [[f"2/1|{t}" for t in LEVELS] + wide, ["^"] * 3 + list(subs), *(body or [])]
    return [(role, region) for col, role, region in _heads(0, 2, *rows) if col >= 3]


@pytest.mark.parametrize(
    ("subs", "roles"),
    [
        (["符号", "数值", "单位"], [("operator", None), ("target", None), ("unit", None)]),
        (["城东", "城西"], [("region", "城东"), ("region", "城西")]),
        (["优", "良", "中", "差"], [("grade", "优"), ("grade", "良"), ("grade", "中"), ("grade", "差")]),
        (["指标值", "城西"], [("target", None), ("other", None)]),
        (["符号", "城西"], [("operator", None), ("target", None)]),
        (["上年", "戊己事"], None),
        (["省本级", "财政拨款"], None),
    ],
)
def test_sub_heads_under_a_value(subs: list[str], roles: Any) -> None:
    found = _under_target(*subs)
    if roles is None:
        assert not any(role.startswith("amount:") for role, _ in found), "no money under a value"
        assert "戊己事" not in [region for _, region in found], "which year it is only the cells may tell"
    else:
        assert found == roles


def test_a_word_among_grades_is_one() -> None:
    assert _under_target("优", "戊己事", "中", over="鹳雀楼") == [("grade", "优"), ("grade", "戊己事"), ("grade", "中")]
    assert _under_target("优", "戊己事", over="鹳雀楼") == [("grade", "优"), ("other", None)]
    assert _under_target("优", "序号", "差", over="鹳雀楼") == [("grade", "优"), ("other", None), ("grade", "差")]


def test_sub_heads_under_what_was_reached() -> None:
    assert [role for role, _ in _under_target("指标值", "得分", over="实际完成值")] == ["actual", "achieved_score"]


def test_causes_under_one_head_leave_the_text_to_its_own_words() -> None:
    found = [role for role, _ in _under_target("甲因", "乙因", "原因说明", over="偏差原因分析")]
    assert found.count("deviation_reason") == 1 and found[2] == "deviation_reason"
    assert [role for role, _ in _under_target("甲因", "乙因", over="偏差原因分析")] == ["other", "other"]


def test_paths_name_every_head_over_a_column() -> None:
    rows = [["1/2|绩效指标", "^", "1/2|指标值", "^"], ["二级指标", "三级指标", "符号", "数值"], ["a", "b", "c", "d"]]
    found = heads_of(drawn(*rows), HeadRows(0, 2, 0, True), WORDS)
    assert [h.path for h in found] == [
        ("绩效指标", "二级指标"), ("绩效指标", "三级指标"), ("指标值", "符号"), ("指标值", "数值")
    ]  # fmt: skip
    assert [h.text for h in found] == ["绩效指标二级指标", "绩效指标三级指标", "指标值符号", "指标值数值"]


@pytest.mark.parametrize(
    ("body", "cols"),
    [
        ([["a", "b", "c", "≥", "3"], ["a", "b", "c", "≥", "4"]], [3, 4]),
        ([["a", "b", "c", "≥", "3"]], [3]),
        ([["a", "b", "c", "1/2|3", "^"], ["a", "b", "c", "1/2|3", "^"]], [3]),
        ([["a", "b", "c", "≥", "3"], ["a", "b", "c", "≥", "4"], *[["a", "b", "c", "1/2|3", "^"]] * 2], [3, 4]),
        ([["a", "b", "c", "≥", "3"], ["a", "b", "c", "≥", "4"], *[["a", "b", "c", "1/2|3", "^"]] * 3], [3]),
        ([["a", "b", "c", "", "3"], ["a", "b", "c", "", "4"]], [3]),
    ],
)
def test_a_head_over_several_columns_of_the_body(body: Rows, cols: list[int]) -> None:
    found = _heads(0, 1, [*LEVELS, "1/2|指标值", "^"], *body)
    assert [col for col, _, _ in found if col >= 3] == cols


def test_heads_beside_the_levels() -> None:
    rows = [["2/1|绩效指标", "序号", *LEVELS, "指标值"], ["^", "1", *ROW]]
    assert [role for _, role, _ in _heads(0, 1, *rows, first=2)] == ["other", "level1", "level2", "level3", "target"]
    list_rows = [["项目名称", *LEVELS, "指标值"], ["某", *ROW]]
    assert _heads(0, 1, *list_rows, first=1)[0] == (0, "field:project_name", None)
    within = [["2/1|项目名称", "1/4|绩效指标", "^", "^", "^"], ["^", *LEVELS, "指标值"], ["某", *ROW]]
    assert (0, "field:project_name", None) in _heads(1, 2, *within, first=1)
    reaching = [["1/3|绩效指标", "^", "^", "2/1|指标值"], [*LEVELS, "^"], ROW]
    assert (3, "target", None) in _heads(1, 2, *reaching)


def _headless(*rows: list[str], data_row: int = 0, first: int = 0) -> list[int]:
    table = drawn(*rows)
    return [h.col for h in headless_columns(table, HeadRows(data_row, data_row, first, False), WORDS)]


def test_columns_without_heads() -> None:
    other = ["效益指标", "社会效益指标", "人口", "9人"]
    assert _headless(ROW, other) == [0, 1, 2, 3]
    assert _headless(ROW, other, first=2) == [2, 3]
    assert _headless([*ROW, "甲"], [*other, ""], [*other, ""]) == [0, 1, 2, 3, 4], "a third of the rows"
    assert _headless([*ROW, "甲"], [*other, ""], [*other, ""], [*other, ""]) == [0, 1, 2, 3]
    assert _headless([*ROW, "甲"], [*ROW, "乙"], *[[*other, ""]] * 6) == [0, 1, 2, 3, 4], "two rows are enough"
    band = ["1/2|产出指标——数量指标", "^"]
    assert _headless(band, ["维修泵站", "3座"], ["维修渠道", "4座"], ["1/2|说明", "^"], ["甲", "乙"]) == [0, 1]


# ---- flat lists


def _list(heads: list[str], *rows: list[str], first: int, above: Rows | None = None) -> dict[int, str]:
    table = drawn(*(above or []), heads, *rows)
    top = len(above or [])
    band = HeadRows(top, top + 1, first, True)
    found = heads_of(table, band, WORDS)
    likely_flat(table, band, found, WORDS)
    return {h.col: h.role for h in found if h.col < first}


def test_a_lists_columns_by_words_and_cells() -> None:
    heads = ["鹳雀楼", "项目", "资金安排（万元）", *LEVELS, "指标值"]
    row = ["1", "老旧泵站改造项目", "120.5", *ROW]
    assert _list(heads, row, row, first=3).get(1) == "field:project_name"
    assert _list(heads, row, row, first=3).get(2, "").startswith("amount:")
    above = [["项目名称", "1/6|泵站", *["^"] * 5]]
    assert "field:project_name" not in _list(heads, row, row, first=3, above=above).values(), "a form's own fields"
    assert "field:project_name" not in _list(heads[1:2] + heads[3:], row[1:2] + row[3:], first=1).values(), "one alone"


def test_a_project_alone_among_strange_columns_is_no_list() -> None:
    heads, row = ["鹳雀楼", "项目", *LEVELS, "指标值"], ["甲", "老旧泵站改造项目", *ROW]
    assert "field:project_name" not in _list(heads, row, row, first=2).values()


@pytest.mark.parametrize(("above", "found"), [(1, True), (2, False)])
def test_a_lists_own_heads_begin_at_most_a_row_above_those_of_the_indicators(above: int, found: bool) -> None:
    own = [f"{above + 1}/1|项目", f"{above + 1}/1|资金安排（万元）"]
    over = [["^" if n else text for text in own] + ["1/4|鹳雀楼台", "^", "^", "^"] for n in range(above)]
    row = ["老旧泵站改造项目", "120.5", *ROW]
    assert bool(_list(["^", "^", *LEVELS, "指标值"], row, row, first=2, above=over)) == found


def _flat(*roles: tuple[str, int], valued: bool = False) -> tuple[set[str], list[str]]:
    heads = [Head(role, col, role, Cell(0, col), exact=role == "target" and valued) for role, col in roles]
    band = Band(0, 1, heads)
    find_flat(band, 9)
    return set(band.flat), [h.role for h in heads]


def test_a_lists_own_columns_stand_left_of_the_levels() -> None:
    name, money, goal = ("field:project_name", 0), ("amount:total", 1), ("field:annual_goal", 5)
    assert _flat(name, money, ("level1", 2))[0] == {"field:project_name", "amount:total"}
    assert _flat(money, ("level1", 2)) == (set(), ["amount:total", "level1"]), "no project and no unit"
    assert _flat(("field:filer", 0), money, ("level1", 2))[0] == {"field:filer", "amount:total"}
    assert _flat(name, ("level1", 2), goal)[1][-1] == "other", "over the values"
    assert _flat(name, ("level1", 2), ("target", 3), goal, valued=True)[0] == {
        "field:project_name",
        "field:annual_goal",
    }
    assert _flat(name, ("level1", 2), ("amount:other_funds", 5))[1][-1] == "other"
    assert _flat(("field:project_name", 7), ("level1", 2))[0] == {"field:project_name"}


# ---- rows of the body


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (ROW, True),
        (["数量指标", "维修泵站", "3座", ""], True),
        (["产出指标", "", "", ""], False),
        (["产出指标", "", "", "3座"], False),
        (["产出指标", "", "3座", ""], True),
        (["鹳雀楼", "甲", "乙", "丙"], False),
        (["产出指标", "数量指标", "质量指标", "丙"], False),
        (["产出指标", "项目名称", "乙", "丙"], False),
        (["产出指标", "项目名称：某", "乙", "丙"], False),
        (["产出指标", "年初预算数", "全年预算数", "全年执行数"], False),
        (["项目名称", "产出指标", "乙", "丙"], False),
        (["绩效指标", "产出指标", "乙", "丙"], True),
        (["1/4|产出指标——数量指标", "^", "^", "^"], False),
    ],
)
def test_a_row_that_looks_like_an_indicator(row: list[str], body: bool) -> None:
    assert body_row(drawn(row, ["x", "x", "x", "x"]), 0, WORDS) == body


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([["2/1|绩效指标", "1/3|产出指标", "^", "^"], ["^", *ROW[1:]]], ["产出指标"]),
        ([["2/1|鹳雀楼", "甲", "乙", "丙"], ["^", *ROW[1:]]], ["甲", "乙", "丙"]),
        ([["2/1|产出指标", "甲", "乙", "丙"], ["^", *ROW[1:]]], ["产出指标", "甲", "乙", "丙"]),
        ([["鹳雀楼", "甲", "乙", "丙"], ["x", *ROW[1:]]], ["鹳雀楼", "甲", "乙", "丙"]),
        ([["1/3|产出指标", "^", "^", "2/1|备注"], ["数量指标", "泵站", "3座", "^"]], ["产出指标"]),
        ([["1/3|产出指标", "^", "^", "备注"], ["1/3|说明", "^", "^", "x"]], ["产出指标", "备注"]),
        ([["1/3|产出指标", "^", "^", "备注"], ["泵站", "3座", "x", "x"]], ["产出指标"]),
        ([["1/3|产出指标", "^", "^", "备注"], ["社会效益指标", "3座", "x", "x"]], ["产出指标", "备注"]),
    ],
)
def test_a_band_beside_a_blocks_label_or_a_further_column(rows: Rows, texts: list[str]) -> None:
    assert [c.text for c in _beside_block(drawn(*rows), 0, WORDS)] == texts
