"""A word of its own behind a sign and a number is its unit, whether the book knows it or not."""

from __future__ import annotations

import pytest

from extractor.values.target import parse_target


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("≥40万画幅", "400000", "画幅"),
        ("≥1.9万治疗量", "19000", "治疗量"),
        ("≥6000空立方米", "6000", "空立方米"),
        ("不少于30核心", "30", "核心"),
        ("≥0.35库仑/平方米", "0.35", "库仑/平方米"),
        ("≥12头次/百公里", "12", "头次/百公里"),
        ("≥4.2桶/人·天", "4.2", "桶/人·天"),
        ("≥1.5坎德拉/平方米", "1.5", "坎德拉/平方米"),
        ("≥0.29吉焦/平方米", "0.29", "吉焦/平方米"),
    ],
)
def test_the_word_is_the_unit_as_printed(raw: str, value: str, unit: str) -> None:
    target = parse_target(raw)
    assert (target.kind, target.operator, target.value, target.unit) == ("number", ">=", value, unit)


@pytest.mark.parametrize(
    "raw", ["40画幅", "≥3优秀", "≥3级", "≥3显著提升", "=1全部完成", "≥2小时内到达", "≥3显著/平方米", "≥3库仑/提升"]
)
def test_without_a_sign_or_with_what_measures_nothing_it_is_a_text(raw: str) -> None:
    assert parse_target(raw).kind == "text"


@pytest.mark.parametrize(
    "raw",
    ["60条带", "8片区", "12路段", "4车道", "300样点", "5单元", "200学位", "30班列", "72断面次", "≥72断面次", "9路口次"],
)
def test_a_word_that_begins_with_another_unit_is_the_unit_whole(raw: str) -> None:
    assert parse_target(raw).unit == raw.lstrip("≥0123456789")


@pytest.mark.parametrize(("raw", "unit"), [("3条路", "条"), ("12片草场", "片"), ("4条车道", "条"), ("5座桥", "座")])
def test_what_is_counted_is_no_unit(raw: str, unit: str) -> None:
    assert parse_target(raw).unit == unit
