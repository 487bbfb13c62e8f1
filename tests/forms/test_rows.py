"""Rows of an indicator table that hold more than one row's worth, or less."""

from __future__ import annotations

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.rows import RowReader
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import TOP, drawn, reading, row

WORDS = vocabulary(load_rules())
HEADS = row("一级指标", "二级指标", "三级指标", "指标值", "备注")


def _page(*rows: str, head: str = "") -> str:
    return f"{TOP}<table>{row('项目名称', '4|泵站维修')}{head}{HEADS}{''.join(rows)}</table>"


def test_a_note_beside_a_name_and_value_over_two_rows_is_one_text() -> None:
    found = reading(
        _page(
            row("2/产出指标", "2/数量指标", "2/维修泵站", "2/3座", "东干渠两座"),
            row("西干渠一座"),
            row("效益指标", "社会效益指标", "受益农户", "300户", ""),
        )
    ).form
    assert [i.note for i in found.indicators] == ["东干渠两座\n西干渠一座", ""]
    assert [i.target.raw for i in found.indicators] == ["3座", "300户"]


def test_a_level_of_its_own_beside_a_merged_name_is_a_further_row() -> None:
    found = reading(
        _page(
            row("2/产出指标", "数量指标", "2/维修泵站", "2/3座", ""),
            row("质量指标", ""),
            row("效益指标", "社会效益指标", "受益农户", "300户", ""),
        )
    ).form
    levels = [i.level2.raw if i.level2 is not None else None for i in found.indicators]
    assert levels == ["数量指标", "质量指标", "社会效益指标"]


def test_a_level_over_the_whole_width_holds_for_the_rows_below() -> None:
    found = reading(
        _page(
            row("5|产出指标"),
            row("", "数量指标", "维修泵站", "3座", ""),
            row("5|效益指标"),
            row("", "社会效益指标", "受益农户", "300户", ""),
        )
    ).form
    levels = [i.level1.raw if i.level1 is not None else None for i in found.indicators]
    assert levels == ["产出指标", "效益指标"]


def test_spare_rows_of_a_merged_level_are_not_rows_that_lost_their_name() -> None:
    found = reading(
        _page(
            row("产出指标", "3/数量指标", "维修泵站", "3座", ""),
            row("", "", "", ""),
            row("", "清淤渠道", "12公里", ""),
            row("效益指标", "社会效益指标", "受益农户", "300户", ""),
        )
    ).form
    names = [i.level3.raw for i in found.indicators if i.level3 is not None and i.level3.raw]
    assert names == ["维修泵站", "清淤渠道", "受益农户"]


def test_of_amounts_of_several_years_the_forms_own_is_taken() -> None:
    head = row("资金", "2022年", "2023年", "2024年", "2025年") + row("资金总额", "10", "20", "30", "40")
    found = reading(_page(row("产出指标", "数量指标", "维修泵站", "3座", ""), head=head)).form
    assert found.amounts["total"].raw == "30"
    others = [(u.label, u.text) for u in found.unmapped]
    assert others == [("2022年资金总额", "10"), ("2023年资金总额", "20"), ("2025年资金总额", "40")]


@pytest.mark.parametrize(
    ("wide", "rest"), [("产出指标", ["", "", "", ""]), ("2|产出指标", ["3|"]), ("3|产出指标", ["2|"])]
)
def test_a_level_alone_in_its_row_is_no_row_of_its_own(wide: str, rest: list[str]) -> None:
    found = reading(
        _page(
            row(wide, *rest),
            row("", "数量指标", "维修泵站", "3座", ""),
            row("", "质量指标", "验收合格率", "100%", ""),
        )
    ).form
    levels = [
        (i.level1.raw if i.level1 is not None else None, i.level3.raw if i.level3 else "") for i in found.indicators
    ]
    assert levels == [("产出指标", "维修泵站"), ("产出指标", "验收合格率")]


@pytest.mark.parametrize(
    ("regions", "number", "left"), [(False, None, ["甲"]), (False, 0, []), (True, None, ["甲"]), (True, 0, ["甲"])]
)
def test_what_a_spare_line_holds_is_left_once_and_on_its_own_row(
    regions: bool, number: int | None, left: list[str]
) -> None:
    """Of a row whose values stand a place each, so is a text in the column of the one value."""
    table = drawn(["指标值", "1/1|丙", "地区"], ["2/1|乙", "", "5"], ["^", "甲", "6"])
    own, above = table.starting(2)[0], table.starting(1)[0]
    heads = [Head("target", 1, "指标值", table.starting(0)[1]), Head("region", 2, "地区", table.starting(0)[2])]
    for cell, kept in ((own, left), (above, []), (table.starting(1)[1], [])):
        draft = Draft()
        band = Band(0, 1, heads, regions=heads[1:] if regions else [])
        reader = RowReader(table, band, WORDS, draft, 2024)
        for _ in range(2):  # a cell that is taken is not left again
            reader._take(2, {"target": cell}, number)
        assert [each.entry.text for each in draft.left] == kept
        assert draft.account.role(cell) == (
            "value" if number is not None and not regions else "unread" if cell is not above else None
        )
