"""Labels and values on one line: the money unit in a label's bracket is no label of its own."""

from __future__ import annotations

import pytest

from extractor.rulebook import load_rules
from extractor.words.inline import currency_of, pairs_of
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import TOP, reading, row

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    "text",
    ["资金安排（单位：万元）", "资金安排( 单位: 元 )", "所需经费（金额单位：万元）", "资金安排（单位：人民币万元）"],
)
def test_the_unit_in_the_bracket_of_a_label_is_no_pair(text: str) -> None:
    assert pairs_of(text, WORDS) == ()
    assert currency_of(text) in ("元", "万元")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("填报单位：县工会（单位：万元）", ["填报单位"]),
        ("填报单位：县工会    单位：万元", ["填报单位", "单位"]),
        ("（单位：万元）", ["单位"]),
    ],
)
def test_other_units_on_a_line_are_what_they_were(text: str, labels: list[str]) -> None:
    assert [pair.label for pair in pairs_of(text, WORDS)] == labels


def test_a_caption_with_its_unit_is_kept_whole() -> None:
    made = reading(
        f"{TOP}<table>"
        + row("项目名称", "危桥改造", "主管部门", "交通局")
        + row("4|资金安排（单位：万元）")
        + row("资金总额", "120", "财政拨款", "120")
        + row("一级指标", "二级指标", "三级指标", "指标值")
        + row("产出指标", "数量指标", "改造危桥", "≥3座")
    )
    assert [left.text for left in made.form.unmapped] == ["资金安排（单位：万元）"]
    assert (made.form.currency_unit, made.doubts) == ("万元", [])


@pytest.mark.parametrize("text", ["其中：上 级 安 排 资 金（万元）：41.89", "上 级 资 金：41.89"])
def test_a_label_of_money_printed_letter_by_letter_is_no_other_one_at_its_end(text: str) -> None:
    (pair,) = [pair for pair in pairs_of(text, WORDS) if pair.value]
    assert (pair.label.startswith("上级"), pair.value) == (True, "41.89")
