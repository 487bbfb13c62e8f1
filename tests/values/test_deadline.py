"""Deadlines and spans of a value cell, each word of them on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.deadline import read_when
from tests.values.said import row, said


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2024", {"unit": "年"}, "period between 2024-01..2024-12"),
        ("2024", {"timely": True}, "period between 2024-01..2024-12"), ("2024", {}, "none"),
        ("2024", {"unit": "个"}, "none"), ("2024", {"timely": True, "unit": "个"}, "none"),
        ("2024", {"timely": True, "unit": "年"}, "period between 2024-01..2024-12"),
        ("2024", {"unit": "年", "operator": "="}, "period between 2024-01..2024-12"),
        ("2024", {"unit": "年", "operator": "<="}, "none"), ("2050", {"unit": "年"}, "none"),
        ("1999", {"unit": "年"}, "none"),
    ],
)  # fmt: skip
def test_a_bare_year_is_a_span_where_the_row_asks_for_a_time(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2024年1月-6月", {}, "period between 2024-01..2024-06"),
        ("2024年1月-6月", {"unit": "月"}, "period between 2024-01..2024-06"),
        ("2024年1月-6月", {"unit": "日"}, "period between 2024-01..2024-06"),
        ("2024年1月-6月", {"unit": "年"}, "period between 2024-01..2024-06"), ("2024年1月-6月", {"unit": "个"}, "none"),
        ("1月-6月", {"year": 2024}, "period between 2024-01..2024-06"),
        ("2024年1月-6月完成", {}, "period between 2024-01..2024-06"),
        ("2024年1月-6月期间实施", {}, "period between 2024-01..2024-06"),
        ("2023-2024年", {}, "period between 2023-01..2024-12"),
    ],
)  # fmt: skip
def test_a_span_from_to(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("全年", {}, "period between"), ("全年", {"year": 2024}, "period between 2024-01..2024-12"),
        ("本年度", {"year": 2024}, "period between 2024-01..2024-12"),
        ("2023年度", {"year": 2024}, "period between 2023-01..2023-12"),
        ("2024年", {}, "period between 2024-01..2024-12"), ("2024年全年", {}, "period between 2024-01..2024-12"),
        ("2024年度全年", {}, "period between 2024-01..2024-12"), ("2024", {}, "none"),
    ],
)  # fmt: skip
def test_a_whole_year(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("第一季度至第三季度", {"year": 2024}, "period between 2024-01..2024-09"),
        ("第2季度至第2季度", {"year": 2024}, "period between 2024-04..2024-06"),
        ("第2季度至第3季度", {"year": 2024}, "period between 2024-04..2024-09"),
        ("第3季度至第1季度", {"year": 2024}, "none"),
        ("一-四季度", {"year": 2024}, "period between 2024-01..2024-12"), ("第1季度至第4季度", {}, "period between"),
        ("2023年第二至第三季度", {"year": 2024}, "period between 2023-04..2023-09"),
        ("次年1-2季度", {"year": 2024}, "period between 2025-01..2025-06"),
    ],
)  # fmt: skip
def test_quarters_from_to(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("12月底前", {}, "date <="), ("12月底前", {"year": 2024}, "date <= 2024-12-31"),
        ("12月上旬", {"year": 2024}, "date <= 2024-12-10"), ("12月中旬", {"year": 2024}, "date <= 2024-12-20"),
        ("2月下旬", {"year": 2024}, "date <= 2024-02-29"), ("2月末", {"year": 2023}, "date <= 2023-02-28"),
        ("12月末", {"year": 2024}, "date <= 2024-12-31"), ("12月", {"year": 2024}, "date <= 2024-12"),
        ("1月", {"year": 2024}, "date <= 2024-01"), ("13月底", {}, "none"), ("13月底", {"year": 2024}, "none"),
    ],
)  # fmt: skip
def test_a_part_of_a_month(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2月29日前", {}, "date <="), ("2月30日前", {}, "none"), ("2月29日前", {"year": 2023}, "none"),
        ("2月29日前", {"year": 2024}, "date <= 2024-02-29"), ("4月31日前", {"year": 2024}, "none"),
        ("1月1日前", {"year": 2024}, "date <= 2024-01-01"), ("12月31日前", {"year": 2024}, "date <= 2024-12-31"),
        ("13月1日前", {"year": 2024}, "none"), ("12月32日前", {"year": 2024}, "none"),
        ("2024.3.15", {}, "date <= 2024-03-15"), ("2024-3-15", {}, "date <= 2024-03-15"),
        ("2024-3/15", {}, "date <= 2024-03-15"),
    ],
)  # fmt: skip
def test_a_day_that_the_calendar_has(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("12月31日起", {"year": 2024}, "date >= 2024-12-31"), ("12月31日后开始", {"year": 2024}, "date >= 2024-12-31"),
        ("约12月底", {"year": 2024}, "date <= about 2024-12-31"),
        ("大约12月底", {"year": 2024}, "date <= about 2024-12-31"),
        ("12月底左右", {"year": 2024}, "date <= about 2024-12-31"), ("≥12月底", {"year": 2024}, "date >= 2024-12-31"),
        ("不超过12月底", {"year": 2024}, "date <= 2024-12-31"), ("12月底", {"operator": ">="}, "date >="),
        ("≤12月底", {"operator": ">="}, "date <="), ("12月底起", {"operator": "<="}, "date <="),
        ("较上年12月底", {}, "none"),
        ("12月底增长", {}, "none"), ("3月底至", {}, "none"), ("3月底-", {}, "none"), ("-3月底前", {}, "none"),
        ("好至3月底前", {}, "none"), ("截至12月底", {"year": 2024}, "date <= 2024-12-31"),
        ("至12月底", {"year": 2024}, "date <= 2024-12-31"), ("3月底至今年", {"year": 2024}, "date <= 2024-03-31"),
    ],
)  # fmt: skip
def test_what_a_deadline_says_beside_its_day(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("次年3月底", {"year": 2024}, "date <= 2025-03-31"), ("翌年3月底", {"year": 2024}, "date <= 2025-03-31"),
        ("次年3月底", {}, "date <="), ("2023年3月底", {"year": 2024}, "date <= 2023-03-31"),
        ("当年3月底", {"year": 2024}, "date <= 2024-03-31"), ("3月底", {"year": 2024}, "date <= 2024-03-31"),
    ],
)  # fmt: skip
def test_the_year_of_a_deadline(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("每月5日前", {}, "date <="), ("每月5日前", {"operator": "<"}, "date <"), ("5日前", {}, "date <="),
        ("按计划时间内", {}, "date <="), ("按合同约定时间内完成", {"operator": ">="}, "date >="),
        ("在规定时限内办结", {}, "date <="),
        ("规定时间", {}, "none"),
    ],
)  # fmt: skip
def test_what_recurs_or_is_agreed_has_no_day(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("20240630", {"timely": True}, "date <= 2024-06-30"), ("20240630", {}, "none"),
        ("20241330", {"timely": True}, "none"), ("20240631", {"timely": True}, "none"),
        ("20241105", {"timely": True}, "date <= 2024-11-05"),
    ],
)  # fmt: skip
def test_eight_digits_are_a_day_in_a_row_of_times(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("2023.03", {"timely": True}, "date <= 2023-03"), ("2023.03", {}, "none"),
        ("2023.03万元", {"timely": True}, "none"), ("2023.03年", {"timely": True}, "date <= 2023-03"),
        ("2023.03份", {"timely": True}, "date <= 2023-03"),
        ("2023.03月", {}, "date <= 2023-03"), ("2023.03底", {}, "date <= 2023-03-31"), ("2023.03万元底", {}, "none"),
        ("2023-03", {}, "date <= 2023-03"), ("2023/12", {}, "date <= 2023-12"), ("2023.03前", {}, "date <= 2023-03"),
        ("2023.13", {}, "none"),
    ],
)  # fmt: skip
def test_a_year_and_a_month_or_a_number(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("3.15", {}, "none"), ("3.15前", {}, "date <="), ("3.15之前", {}, "date <="),
        ("3.15", {"timely": True}, "date <="), ("3.5", {"timely": True}, "none"), ("3.5前", {}, "date <="),
        ("5/6", {}, "none"), ("5/6", {"timely": True}, "none"), ("5/16", {"timely": True}, "date <="),
        ("5/16", {}, "none"), ("2024.5.6", {}, "date <= 2024-05-06"), ("2024.5.16", {}, "date <= 2024-05-16"),
    ],
)  # fmt: skip
def test_a_month_and_a_day_or_a_number(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("12月", {}, "date <="), ("12月", {"unit": "月"}, "none"), ("12月", {"unit": "个"}, "date <="),
        ("12月", {"duration": True}, "none"), ("12月", {"operator": "<="}, "none"), ("≤12月", {}, "none"),
        ("12月底", {"unit": "月"}, "date <="), ("12月1日", {"unit": "月"}, "date <="),
        ("2024年12月", {"unit": "月"}, "date <= 2024-12"), ("在12月", {"unit": "月"}, "date <="),
        ("12月以内", {}, "none"),
        ("12月以上", {}, "none"), ("12月以下", {}, "none"), ("12月左右", {}, "none"), ("12月底以内", {}, "date <="),
        ("在12月左右", {}, "date <= about"), ("2024年12月以内", {}, "date <= 2024-12"), ("12月前", {}, "date <="),
        ("12月完成", {}, "date <="), ("12月完成", {"unit": "月"}, "date <="),
    ],
)  # fmt: skip
def test_twelve_months_or_december(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("一季度", {"year": 2024}, "date <= 2024-03-31"), ("第二季度", {"year": 2024}, "date <= 2024-06-30"),
        ("第3季度末", {"year": 2024}, "date <= 2024-09-30"), ("第4季度", {"year": 2024}, "date <= 2024-12-31"),
        ("第4季度", {}, "date <="), ("2023年一季度前", {"year": 2024}, "date <= 2023-03-31"),
        ("上半年", {"year": 2024}, "date <= 2024-06-30"), ("下半年", {"year": 2024}, "date <= 2024-12-31"),
        ("上半年", {}, "date <="), ("2023年下半年", {"year": 2024}, "date <= 2023-12-31"),
        ("次年上半年", {"year": 2024}, "date <= 2025-06-30"), ("较上半年", {"year": 2024}, "none"),
    ],
)  # fmt: skip
def test_a_quarter_or_a_half_year(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("年底", {"year": 2024}, "date <= 2024-12-31"), ("年底", {}, "date <="), ("末", {}, "none"),
        ("底前", {}, "none"),
        ("2024底", {}, "date <= 2024-12-31"), ("2024末前", {}, "date <= 2024-12-31"),
        ("2023年底前", {"year": 2024}, "date <= 2023-12-31"),
        ("年内", {"year": 2024}, "date <= 2024-12-31"), ("年度内完成", {"year": 2024}, "date <= 2024-12-31"),
        ("2023年内", {"year": 2024}, "date <= 2023-12-31"), ("半年内", {}, "none"), ("一年底", {}, "none"),
        ("每年底", {}, "date <="),
    ],
)  # fmt: skip
def test_the_end_of_a_year(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("二〇二四年六月", {}, "date <= 2024-06"), ("六月三十日", {"year": 2024}, "date <= 2024-06-30"),
        ("十二月", {"year": 2024}, "date <= 2024-12"), ("三个月", {}, "none"),
    ],
)  # fmt: skip
def test_numerals_of_a_date(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "given", "read"),
    [
        ("好", {}, "none"), ("19", {}, "none"), ("3个", {}, "none"), ("2024个", {}, "none"),
    ],
)  # fmt: skip
def test_what_is_no_time(text: str, given: dict[str, Any], read: str) -> None:
    assert said(read_when(text, row(**given))) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (f"按{'计划' * 22}时间内", "date <="),  # 48 characters
        (f"按{'计划' * 22}的时间内", "none"),
        (f"按{'计划' * 15}时间内", "date <="),
    ],
)
def test_a_deadline_is_looked_for_in_a_short_text(text: str, read: str) -> None:
    assert said(read_when(text, row())) == read
