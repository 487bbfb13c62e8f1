"""One number of a value cell with its sign, scale and unit."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.quantity import read_number, with_scale
from tests.values.said import row, said


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("≥5.5万人", {}, "number >= 55000 人"), ("5.5万", {}, "number 55000"),
        ("5.5万", {"unit": "元"}, "number 5.5 万元"),
        ("5.5万", {"unit": "万元"}, "number 5.5 万元"), ("5.5万", {"unit": "人"}, "number 55000 人"),
        ("5.5万", {"money": True}, "number 5.5 万元"), ("5.5百万", {"money": True}, "number 550 万元"),
        ("5.5千万", {"money": True}, "number 5500 万元"), ("5万亿", {"money": True}, "number 50000 亿元"),
        ("3百万", {"unit": "万元"}, "number 300 万元"), ("3百万", {"unit": "万人"}, "number 300 万人"),
        ("3百", {}, "number 300"),
        ("3百", {"unit": "万元"}, "number 300 万元"), ("3千人", {}, "number 3000 人"), ("3千克", {}, "number 3 千克"),
        ("3十万人", {}, "number 300000 人"), ("3千万人", {}, "number 30000000 人"), ("3百万元", {}, "number 300 万元"),
        ("3千万元", {}, "number 3000 万元"), ("3百元", {}, "number 300 元"), ("5.5万元/人", {}, "number 5.5 万元/人"),
        ("5万人民币", {}, "number 5 万元"), ("5万", {"unit": "人民币"}, "number 5 万元"),
        ("5亿", {"unit": "亿元"}, "number 5 亿元"),
        ("5亿", {"unit": "万元"}, "number 5 亿元"), ("5万", {"unit": "万元"}, "number 5 万元"),
        ("5万囍", {"unit": "万元"}, "number 50000 囍"), ("5.5", {"unit": "万元"}, "number 5.5 万元"),
    ],
)  # fmt: skip
def test_a_scale_multiplies_but_before_money(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("5.5万/人", {"label_unit": "元/人"}, "number 5.5 万元/人"), ("5万/人", {}, "number 5 万元/人"),
        ("5/人", {"label_unit": "元/人"}, "number 5 元/人"), ("5/人", {"label_unit": "人"}, "number 5 /人"),
        ("5/人", {"label_unit": "元/户"}, "number 5 /人"), ("5", {"label_unit": "元/人"}, "number 5 元/人"),
        ("5", {"label_unit": "元/人", "unit": "个"}, "number 5 个"), ("5人", {"label_unit": "元/人"}, "number 5 人"),
    ],
)  # fmt: skip
def test_a_unit_that_begins_with_a_stroke_goes_on_that_of_the_name(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("0.95", {"proportion": True}, "number 95"), ("1", {"proportion": True}, "number 100"),
        ("-1", {"proportion": True}, "number -100"), ("1.5", {"proportion": True}, "number 1.5"),
        ("0.95人", {"proportion": True}, "number 0.95 人"), ("0.95比例", {}, "number 95 %"),
        ("1.5比例", {}, "number 1.5 %"), ("0.95", {}, "number 0.95"),
    ],
)  # fmt: skip
def test_a_proportion_up_to_one_is_a_share(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("七成", {}, "number 70 %"), ("7成", {}, "number 70 %"), ("7成以上", {}, "number >= 70 %"),
        ("7", {"unit": "成"}, "number 7 成"), ("7万成", {}, "number 700000 %"),
    ],
)  # fmt: skip
def test_tenths(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("五千三百万元", {}, "number 5300 万元"), ("一亿三千万元", {}, "number 130000000 元"),
        ("三万亿元", {}, "number 30000 亿元"),
        ("半年", {}, "number 0.5 年"), ("半", {}, "none"), ("半个月", {}, "number 0.5 个月"), ("零", {}, "number 0"),
        ("零", {"unit": "个"}, "number 0 个"), ("一", {}, "none"), ("一", {"unit": "个"}, "none"),
        ("一个", {}, "number 1 个"),
        ("一次", {}, "number 1 次"), ("三", {}, "none"), ("三", {"unit": "个"}, "number 3 个"), ("十", {}, "none"),
        ("十五", {}, "number 15"), ("一百", {}, "number 100"), ("百", {}, "none"), ("三级", {}, "none"),
        ("三类", {}, "none"),
        ("三部", {}, "none"), ("三囍", {}, "none"), ("三次完成", {}, "none"), ("三次以上", {}, "number >= 3 次"),
        ("三次左右", {}, "number about 3 次"), ("约三次", {}, "number about 3 次"),
        ("≥三次", {"operator": "<="}, "number >= 3 次"), ("三次", {"operator": "<="}, "number <= 3 次"),
    ],
)  # fmt: skip
def test_numbers_in_words(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("百分之九十五", {}, "number 95 %"), ("千分之三", {}, "number 3 ‰"), ("百分之百", {}, "number 100 %"),
        ("百分百", {}, "number 100 %"), ("≥百分之九十以上", {}, "number >= 90 %"), ("≥百分之九十以下", {}, "none"),
        ("约百分之九十", {}, "number about 90 %"), ("百分之九十左右", {}, "number about 90 %"),
        ("百分之九十人", {}, "none"),
        ("百分之九十", {"operator": ">="}, "number >= 90 %"), ("≥百分之九十", {"operator": "<="}, "number >= 90 %"),
        ("百分之3.5", {}, "number 3.5 %"), ("百分之三百分", {}, "none"), ("千分之百", {}, "number 100 ‰"),
    ],
)  # fmt: skip
def test_shares_in_words(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("约3余人", {}, "number about 3 人"), ("3余万人", {}, "number about 30000 人"),
        ("3万余人", {}, "number about 30000 人"),
        ("3多人", {}, "number about 3 人"), ("近3人", {}, "number about 3 人"), ("3人左右", {}, "number about 3 人"),
        ("3人", {}, "number 3 人"), ("≥约3人", {}, "number >= about 3 人"),
    ],
)  # fmt: skip
def test_about(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("≥3人以上", {}, "number >= 3 人"), ("≥3人以下", {}, "none"), (">3人以上", {}, "number >= 3 人"),
        ("3人以上", {}, "number >= 3 人"), ("3人以上", {"operator": "<="}, "number >= 3 人"),
        ("3人", {"operator": "<="}, "number <= 3 人"), ("=3人以上", {}, "number >= 3 人"),
        ("大于3人(不含)", {}, "number > 3 人"),
        ("3人(不含)以上", {}, "number > 3 人"),
    ],
)  # fmt: skip
def test_a_sign_before_and_words_behind(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2024年", {}, "none"), ("≥2024年", {}, "number >= 2024 年"), ("2024年以上", {}, "number >= 2024 年"),
        ("2024", {"unit": "年"}, "number 2024 年"), ("24年", {}, "number 24 年"), ("2024年度", {}, "number 2024 年度"),
        ("1800年", {}, "number 1800 年"),
    ],
)  # fmt: skip
def test_a_year_is_no_number_of_years(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("1,2人", {}, "none"), ("1.2.3人", {}, "none"), ("3-5人", {}, "none"), ("1,200人", {}, "number 1200 人"),
    ],
)  # fmt: skip
def test_damaged_numbers(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_number(text, row(**given))) == read


@pytest.mark.parametrize(
    ("digits", "scale", "value"),
    [("5.5", "万", "55000"), ("3", "百万", "3000000"), ("3", "千", "3000"), ("3", "十", "30"), ("3", "亿", "300000000"),
     ("3", "万亿", "3000000000000"), ("3.50", None, "3.50")],
)  # fmt: skip
def test_digits_times_a_scale(digits: str, scale: str | None, value: str) -> None:
    assert with_scale(digits, scale) == value
