"""Rows of indicators, bands over them, how wide a text stands, and what the audit asks: each edge on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import body_rows
from extractor.forms.account import Account, Extent
from extractor.forms.audit import _caption_among_goals, _code_as_money, _two_targets
from extractor.forms.reading import Column, Reading
from extractor.forms.slices import Slice
from extractor.model.filing import Amount, Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("row", "body"),
    [
        (["产出指标", "数量指标", "改造泵站", "≥3座"], True),
        (["数量指标", "改造泵站", "≥3座", ""], True),
        (["改造泵站", "≥3座", "", ""], False),
        (["产出指标", "", "", ""], False),
        (["产出指标", "", "改造泵站", ""], True),
        (["产出指标", "", "", "改造泵站"], False),  # too far from the level
        (["产出指标", "数量指标", "质量指标", "改造"], False),  # three levels
        (["产出指标", "数量指标", "项目名称", "改造"], False),
        (["产出指标", "数量指标", "填表人：李四", "改造"], False),
        (
            ["成本指标", "经济成本指标", "资金支出总额", "≤1592万元"],
            True,
        ),  # an amount by its name, a bound by its value
        (["成本指标", "经济成本指标", "资金支出总额", "1592万元"], False),
        (["成本指标", "经济成本指标", "项目名称", "≤1592万元"], False),
        (["联系电话", "数量指标", "改造泵站", "≥3座"], False),
        (["甲乙丙", "数量指标", "改造泵站", "≥3座"], True),
        (["一级指标", "二级指标", "三级指标", "指标值"], False),
        (["产出指标", "数量指标", "年初预算数", "全年预算数"], False),
    ],
)
def test_a_row_looks_like_an_indicator(row: list[str], body: bool) -> None:
    assert body_rows.body_row(drawn(["甲"] * 4, row, ["乙"] * 4), 1, WORDS) == body


@pytest.mark.parametrize(
    ("rows", "row", "body"),
    [
        ([["2/1|产出指标", "数量指标", "改造泵站"], ["^", "质量指标", "验收"]], 1, True),
        ([["2/1|产出指标", "2/1|数量指标", "改造泵站"], ["^", "^", "验收"]], 1, False),  # no level begins here
        ([["2/1|联系电话", "数量指标", "改造泵站"], ["^", "质量指标", "验收"]], 0, True),  # it reaches down: a block's
    ],
)
def test_a_row_under_merged_levels(rows: list[list[str]], row: int, body: bool) -> None:
    assert body_rows.body_row(drawn(*rows), row, WORDS) == body


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([["产出指标", "数量指标", "甲"]], ["产出指标", "数量指标"]),
        ([["产出" + " " * 22, "甲", "乙"]], ["产出" + " " * 22]),
        ([["产出" + " " * 23, "甲", "乙"]], []),
        ([["产出—数量" + " " * 30, "甲", "乙"]], ["产出—数量" + " " * 30]),
        ([["1/2|产出—数量", "^", "乙"], ["甲", "丙", "丁"]], []),  # a band over narrower cells
        ([["1/2|产出—数量", "^", "乙"], ["1/2|甲", "^", "丁"]], ["产出—数量"]),
        ([["1/2|产出—数量", "^", "乙"]], ["产出—数量"]),
    ],
)
def test_level_words_of_a_row(rows: list[list[str]], texts: list[str]) -> None:
    assert [cell.text for cell in body_rows.level_cells(drawn(*rows), 0, WORDS)] == texts


@pytest.mark.parametrize(
    ("first", "row", "texts"),
    [
        (0, 0, "甲乙丙"),
        (1, 0, "乙丙"),
        (2, 0, "乙丙"),
        (3, 0, "丙"),
        (4, 0, ""),
        (0, 1, "甲丁戊己"),
        (0, 2, ""),
        (0, -1, ""),
    ],
)
def test_cells_that_stand_in_a_row_from_a_column_on(first: int, row: int, texts: str) -> None:
    table = drawn(["2/1|甲", "1/2|乙", "^", "丙"], ["^", "丁", "戊", "己"])
    assert "".join(cell.text for cell in body_rows.owners_from(table, row, first)) == texts


def test_cells_of_a_form_beside_another_are_its_own() -> None:
    grid = drawn(["甲", "乙", "丙", "丁"]).grid
    assert [c.text for c in body_rows.owners_from(Slice(grid, 0, 1, left=1, right=3), 0, 0)] == ["乙", "丙"]


@pytest.mark.parametrize(
    ("row", "band"),
    [
        (["1/4|产出指标", "^", "^", "^"], ("产出指标", None)),
        (["1/4|数量指标", "^", "^", "^"], (None, "数量指标")),
        (["1/4|一、产出指标：", "^", "^", "^"], ("产出指标", None)),
        (["1/4|产出指标——数量指标", "^", "^", "^"], ("产出指标", "数量指标")),
        (["1/2|产出指标", "^", "", ""], ("产出指标", None)),
        (["产出指标", "1/2|", "^", ""], None),
        (["1/4|改造泵站", "^", "^", "^"], None),
        (["1/3|产出指标", "^", "^", "甲"], ("产出指标", None)),  # beside what a further column holds
        (["1/2|产出指标", "^", "甲", "乙"], None),
        (["1/4|产出指标" + " " * 37, "^", "^", "^"], None),
        (["1/4|产出指标" + " " * 36, "^", "^", "^"], ("产出指标", None)),
    ],
)
def test_a_band_of_levels_over_the_whole_width(row: list[str], band: tuple[str | None, str | None] | None) -> None:
    table = drawn(row, ["数量指标", "改造泵站", "≥3座", "丙"])
    found = body_rows.band_levels(table, 0, WORDS)
    assert (found and found[1:]) == band


@pytest.mark.parametrize(
    ("rows", "row", "second"),
    [
        (["产出指标", "数量指标", "效益指标", "社会效益指标", "成本指标", ""], 4, True),
        (["产出指标", "数量指标", "成本指标", "", "效益指标", "社会效益指标"], 2, True),
        (["成本指标", "", "产出指标", "数量指标", "效益指标", "社会效益指标"], 0, False),  # above the first of them
        (["产出指标", "数量指标", "成本指标", "", "", ""], 2, False),  # one band of a 一级 says nothing
        (["产出指标", "", "效益指标", "社会效益指标", "成本指标", ""], 4, False),
        (["产出指标", "数量指标", "效益指标", "社会效益指标", "成本指标", "数量指标"], 4, False),  # it has its own
        (["产出指标", "数量指标", "效益指标", "社会效益指标", "成本指标", ""], 0, False),
    ],
)
def test_a_band_that_is_both_levels_is_the_second_by_its_place(rows: list[str], row: int, second: bool) -> None:
    table = drawn(*([f"1/2|{text}", "^"] if text else ["改造泵站", "≥3座"] for text in rows))
    assert body_rows._second_by_place(table, row, WORDS) == second


@pytest.mark.parametrize(
    ("rows", "width", "edge"),
    [
        ([["甲", "乙", "丙"], ["丁", "", ""]], 3, 3),  # no spans are told
        ([["1/2|甲", "^", "丙"], ["丁", "", ""]], 1, 3),
        ([["甲", "乙", ""], ["丁", "", ""]], 2, 2),
        ([["1/2|甲", "^", ""], ["1/2|丁", "^", ""]], 2, 2),
    ],
)
def test_how_wide_a_text_stands(rows: list[list[str]], width: int, edge: int) -> None:
    table = drawn(*rows)
    assert body_rows.right_edge(table) == edge
    assert body_rows.width_of(table, table.starting(1)[0]) == width
    assert body_rows.width_of(table, table.starting(0)[-1]) == 1


@pytest.mark.parametrize(
    ("row", "full"),
    [
        (["1/4|产出指标", "^", "^", "^"], True),
        (["1/4|数量指标", "^", "^", "^"], False),
        (["产出指标", "数量指标", "", ""], False),
        (["产出指标", "1/3|", "^", "^"], True),  # two cells, the second blank
        (["产出指标", "", "1/2|", "^"], False),
        (["1/2|产出指标", "^", "", ""], True),
    ],
)
def test_a_first_level_over_the_whole_width(row: list[str], full: bool) -> None:
    table = drawn(row, ["1/2|数量指标", "^", "改造泵站", "≥3座"])
    assert (body_rows.full_level1(table, 0, WORDS) is not None) == full


@pytest.mark.parametrize(
    ("rows", "under"),
    [
        ([["1/2|数量指标", "^"], ["改造泵站", "≥3座"]], True),
        ([["1/2|产出指标", "^"], ["改造泵站", "≥3座"]], False),
        ([["1/2|数量指标", "^"], ["1/2|改造泵站", "^"]], False),
        ([["1/2|甲", "^"], ["改造泵站", "≥3座"]], False),
    ],
)
def test_a_row_right_under_a_band_of_a_second_level(rows: list[list[str]], under: bool) -> None:
    table = drawn(*rows)
    assert body_rows.under_band(table, 1, WORDS) == under
    assert not body_rows.under_band(table.part(1, 2), 1, WORDS)


@pytest.mark.parametrize(("wide", "band"), [(2, False), (3, True)])
def test_a_level_word_over_half_the_width_is_a_band(wide: int, band: bool) -> None:
    table = drawn([f"1/{wide}|产出指标", *["^"] * (wide - 1), *[""] * (5 - wide)], ["数量指标", *"甲乙丙丁"])
    assert (body_rows.band_levels(table, 0, WORDS) is not None) == band
    assert body_rows._bands(table, WORDS) == ({0: False} if band else {})


@pytest.mark.parametrize(
    ("label", "wide", "beside"),
    [
        ("鹳雀楼" * 8 + "鹳雀", 1, True),  # short enough for the label of a block
        ("鹳雀楼" * 9, 1, False),
        ("鹳雀楼" * 9, 2, True),
        ("产出指标", 2, True),
        ("产出指标", 1, False),
    ],
)
def test_what_stands_left_of_a_band_over_two_columns_is_the_label_of_a_block(
    label: str, wide: int, beside: bool
) -> None:
    table = drawn([f"2/1|{label}", f"1/{wide}|产出指标", "^" if wide == 2 else ""], ["^", "数量指标", "甲"])
    assert [c.text for c in body_rows._beside_block(table, 0, WORDS)] == ([] if beside else [label]) + ["产出指标"]


@pytest.mark.parametrize(
    ("rows", "bands"),
    [
        ([["1/3|产出指标", "^", "^", "甲"], ["改造泵站", "≥3座", "", "乙"]], True),  # over a name and its value
        ([["1/3|产出指标", "^", "^", "甲"], ["改造泵站", "", "", "乙"]], False),  # over a name alone
        ([["1/2|产出指标", "^", "", "甲"], ["1/2|改造泵站", "^", "≥3座", "乙"]], False),  # the name is as wide
        ([["1/3|产出指标", "^", "^", "甲"], ["数量指标", "", "", "乙"]], True),  # over a 二级 of its own
        ([["1/3|产出指标", "^", "^", "甲"], ["社会效益指标", "", "", "乙"]], False),
        ([["1/3|满意度指标", "^", "^", "甲"], ["满意度指标", "", "", "乙"]], True),
    ],
)
def test_a_band_beside_a_further_column_stands_over_what_is_its_own(rows: list[list[str]], bands: bool) -> None:
    table = drawn(*rows)
    assert body_rows._heads_next(table, 0, table.filled(0), WORDS) == bands


@pytest.mark.parametrize(("wide", "band"), [(3, True), (2, False)])
def test_a_band_of_the_right_form_of_two_is_measured_in_its_own_columns(wide: int, band: bool) -> None:
    row = ["甲", "乙", f"1/{wide}|产出指标", *["^"] * (wide - 1), *[""] * (5 - wide)]
    grid = drawn(row, ["甲", "乙", "数量指标", "改造泵站", "≥3座", "丙", "丁"]).grid
    table = Slice(grid, 0, 2, left=2, right=7)
    assert (body_rows.band_levels(table, 0, WORDS) is not None) == band
    assert (body_rows.full_level1(table, 0, WORDS) is not None) == band
    assert list(body_rows._bands(table, WORDS)) == ([0] if band else [])
    spanless = Slice(drawn(["甲", "乙", "产出指标", "", ""], ["甲", "乙", "数量指标", "改造", ""]).grid, 0, 2, left=2)
    assert body_rows.width_of(spanless, spanless.starting(0)[0]) == 2


@pytest.mark.parametrize(
    ("text", "packed"),
    [("数量指标：维修泵站3座", True), ("数量指标：维修站3座", False), ("数量指标、质量指标和时效指标", False)],
)
def test_a_text_that_holds_one_indicator_is_as_long_as_its_level_name_and_value(text: str, packed: bool) -> None:
    assert body_rows.is_packed(text, WORDS) == packed
    assert body_rows.body_row(drawn(["产出指标", text], ["甲", "乙"]), 0, WORDS) != packed, "it is no row's name"


# ---- what the audit asks of a finished reading


def _form(**amounts: str) -> Form:
    form = Form("", 0, "project_target", None, 2026)
    form.amounts = {code: Amount(raw=raw, value=raw) for code, raw in amounts.items()}
    return form


@pytest.mark.parametrize(
    ("raw", "told"), [("1" * 13, 0.1), ("1" * 12, None), ("1,000,000,000,000", None), ("1" * 13 + ".0", None)]
)
def test_a_number_of_many_digits_is_no_amount(raw: str, told: float | None) -> None:
    found = list(_code_as_money(Reading(_form(total=raw))))
    assert [(d.pointer, d.margin) for d in found] == ([("/amounts/total", told)] if told else [])


@pytest.mark.parametrize(
    ("heads", "observed"),
    [
        (["指标值", "甲乙丙"], "甲乙丙"),
        (["指标值", "2026年"], None),
        (["指标值", "2025"], "2025"),
        (["指标值", "上年指标值"], None),
        (["指标值", ""], None),
        (["甲乙丙"], None),
        (["甲乙丙", "丁戊己"], None),
        (["指标值", "甲乙丙", "丁戊己"], "甲乙丙"),
    ],
)
def test_a_second_column_of_values_in_words_that_nobody_knows(heads: list[str], observed: str | None) -> None:
    columns = [Column("target", head, {"col": n}) for n, head in enumerate(heads)]
    found = list(_two_targets(Reading(_form(), columns=columns), WORDS))
    assert [doubt.observed for doubt in found] == ([observed] if observed else [])
    assert not list(_two_targets(Reading(_form(), columns=[*columns[:1], Column("note", "甲乙丙", {})]), WORDS))


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["目标1：改造泵站。", "重点任务", "目标2：清淤渠道。"], ["重点任务"]),
        (["目标1：改造泵站。", "目标2：清淤渠道。"], []),
        (["重点任务", "改造泵站"], []),
        (["重点任务"], []),
        (["目标1：改造泵站。", "改造泵站三座，清淤渠道。"], []),  # a sentence
        (["目标1：改造泵站。", "甲" * 30], ["甲" * 30]),
        (["目标1：改造泵站。", "甲" * 31], []),
        (["目标1：改造泵站和重点任务。", "重点任务"], []),  # said there as well
        (["目标1：改造泵站。", "改造泵站三座。", "重点任务"], []),  # beside no numbered one
    ],
)
def test_a_caption_among_numbered_goals(texts: list[str], told: list[str]) -> None:
    table = drawn(*([text] for text in texts))
    account: Any = Account()
    for cell in table.grid.cells:
        account.put(cell, "value", "/texts/annual_goal")
    found = list(_caption_among_goals(account, Extent([(table.grid, 0, table.grid.rows)]), WORDS))
    assert [doubt.observed for doubt in found] == told
    assert [doubt.margin for doubt in found] == [0.4] * len(told)
