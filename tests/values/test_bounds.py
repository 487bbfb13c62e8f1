"""Two bounds of a value and ratios."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.bounds import read_range, read_ratio
from tests.values.said import row, said


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("90%-95%", {}, "range between 90..95 %"), ("90-95%", {}, "range between 90..95 %"),
        ("90%-95", {}, "range between 90..95 %"), ("90-95", {}, "range between 90..95"), ("95%-90%", {}, "none"),
        ("95%-95%", {}, "range between 95..95 %"), ("3至5次", {}, "range between 3..5 次"), ("3次至5人", {}, "none"),
        ("三至五次", {}, "range between 3..5 次"), ("3—5次", {}, "range between 3..5 次"),
        ("3~5次", {}, "range between 3..5 次"), ("3到5次", {}, "range between 3..5 次"),
        ("约3-5次", {}, "range between about 3..5 次"), ("3-5次左右", {}, "range between about 3..5 次"),
        ("在3-5次", {}, "range between 3..5 次"), ("介于3至5次", {}, "range between 3..5 次"),
        ("3-5", {"unit": "次"}, "range between 3..5 次"), ("3-5次以上", {}, "none"),
        ("3次以上-5次", {}, "none"),
        ("3-5次完成", {}, "range between 3..5 次"), ("3次好-5次", {}, "none"),
        ("-5-5℃", {}, "range between -5..5 ℃"),
    ],
)  # fmt: skip
def test_a_span_of_one_unit(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("10-20万元", {}, "range between 10..20 万元"), ("10万-20万元", {}, "range between 10..20 万元"),
        ("10万元-20万元", {}, "range between 10..20 万元"), ("10万元-20元", {}, "none"),
        ("1万-2万人", {}, "range between 10000..20000 人"), ("1-2万人", {}, "range between 10000..20000 人"),
        ("1万-2亿人", {}, "range between 10000..200000000 人"),
        ("10千-20万元", {}, "none"), ("五-六万元", {}, "none"), ("一万至两万人", {}, "range between 10000..20000 人"),
        ("1-2万", {"unit": "元"}, "range between 1..2 万元"),
    ],
)  # fmt: skip
def test_scales_of_a_span(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2023-2024年", {}, "none"), ("2023年-2024年", {}, "none"), ("23-24年", {}, "range between 23..24 年"),
        ("2023-2024人", {}, "range between 2023..2024 人"), ("2023-2024", {}, "range between 2023..2024"),
        ("2023-2024", {"unit": "年"}, "none"), ("5-2024年", {}, "range between 5..2024 年"),
        ("2023-5000年", {}, "range between 2023..5000 年"),
    ],
)  # fmt: skip
def test_years_are_no_numbers_of_years(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("≥3个且≤5个", {}, "range between 3..5 个"), ("≥3个,≤5个", {}, "range between 3..5 个"),
        ("≥3个≤5个", {}, "range between 3..5 个"), ("≤5个且≥3个", {}, "range between 3..5 个"),
        (">3个且<5个", {}, "range between 3..5 个"), ("3个以上5个以下", {}, "range between 3..5 个"),
        ("≥3个5个以下", {}, "range between 3..5 个"), ("大于3个小于5个", {}, "range between 3..5 个"),
        ("≥3且≤5个", {}, "range between 3..5 个"), ("≥3个且≥5个", {}, "none"), ("≥3个且5个", {}, "none"),
        ("3个且≤5个", {}, "none"), ("=3个且≤5个", {}, "none"), ("≥3个且=5个", {}, "none"),
        ("≥3个以下且≤5个", {}, "none"), ("≥3个且≤5个以上", {}, "none"), ("≥5个且≤3个", {}, "none"),
        ("≥3万且≤5万人", {}, "range between 30000..50000 人"), ("≥3次且≤5人", {}, "none"),
        ("≥3次好且≤5次", {}, "none"), ("≥3次且≤5次好", {}, "none"), ("≤5个且>3个", {}, "range between 3..5 个"),
    ],
)  # fmt: skip
def test_two_signs(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("5%≤X≤10%", {}, "range between 5..10 %"), ("5%<X<10%", {}, "range between 5..10 %"),
        ("5≤合格率≤10%", {}, "range between 5..10 %"), ("5万≤X≤10万人", {}, "range between 50000..100000 人"),
        ("[90%,100%]", {}, "range between 90..100 %"), ("(90,100]", {}, "range between 90..100"),
        ("[90,100]", {}, "range between 90..100"), ("[100,90]", {}, "none"), ("[90个,100人]", {}, "none"),
        ("5≤X≤", {}, "none"),
    ],
)  # fmt: skip
def test_a_chain_and_an_interval(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("±5%", {}, "range between -5..5 %"), ("±0%", {}, "range between 0..0 %"),
        ("±0.5%", {}, "range between -0.5..0.5 %"),
        ("+/-5%", {}, "range between -5..5 %"), ("正负5℃", {}, "range between -5..5 ℃"),
        ("±5", {}, "range between -5..5"), ("±5", {"unit": "℃"}, "range between -5..5 ℃"),
        ("±5%完成", {}, "none"), ("±5级", {}, "none"),
    ],
)  # fmt: skip
def test_plus_and_minus(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("100±5人", {}, "range between 95..105 人"), ("100人±5人", {}, "range between 95..105 人"),
        ("100人±5", {}, "none"), ("100±5", {"unit": "人"}, "range between 95..105 人"), ("100人±5个", {}, "none"),
        ("100人±5%", {}, "none"), ("85%±5%", {}, "none"), ("85±5%", {}, "range between 80..90 %"),
        ("1万±5人", {}, "range between 9995..10005 人"), ("1万±0.5万人", {}, "range between 5000..15000 人"),
        ("1±0.5万人", {}, "range between 5000..15000 人"), ("1万±1亿人", {}, "none"),
        ("1亿±0.1亿人", {}, "range between 90000000..110000000 人"), ("100±5人以上", {}, "none"),
        ("100±5人完成", {}, "none"), ("100人好±5人", {}, "none"), ("100级±5人", {}, "none"),
        ("1±2人", {}, "range between -1..3 人"),
    ],
)  # fmt: skip
def test_around_a_value(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_range(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("1:20", {}, "ratio 1..20"), ("1:20以上", {}, "ratio >= 1..20"), ("1:20以下", {}, "ratio <= 1..20"),
        ("1:20左右", {}, "ratio about 1..20"), ("≥1:20", {}, "ratio >= 1..20"), ("≥1:20以上", {}, "ratio >= 1..20"),
        ("≥1:20以下", {}, "none"), ("约1:20", {}, "ratio about 1..20"),
        ("1:20", {"operator": "<="}, "ratio <= 1..20"), ("≥1:20", {"operator": "<="}, "ratio >= 1..20"),
        ("1比20", {}, "ratio 1..20"), ("1:20。", {}, "ratio 1..20"), ("1.5:2", {}, "ratio 1.5..2"),
        ("8:30", {}, "none"), ("24:00", {}, "none"), ("8:05", {}, "none"), ("08:15", {}, "none"),
        ("5:15", {}, "ratio 5..15"), ("6:15", {}, "none"), ("8:31", {}, "ratio 8..31"), ("1:2:3", {}, "none"),
        ("师生1:20", {}, "none"),
    ],
)  # fmt: skip
def test_ratios(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_ratio(text, row(**given))) == read
