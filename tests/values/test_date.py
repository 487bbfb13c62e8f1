"""Sign-off dates (K23), periods (K14), telephone numbers (K24)."""

from __future__ import annotations

import pytest

from extractor.values.date import arabic_date, find_span, iso_date, month_end, parse_date, parse_period, parse_phone


@pytest.mark.parametrize(
    ("raw", "iso"),
    [
        ("2024年6月24日", "2024-06-24"), ("2024 年 6 月 24 日", "2024-06-24"), ("2024年6月14", "2024-06-14"),
        ("2024-06-24", "2024-06-24"),
        ("2024.6.24", "2024-06-24"), ("2024/6/24", "2024-06-24"), ("20240624", "2024-06-24"),
        ("２０２４年６月２４日", "2024-06-24"),
        ("二〇二四年六月二十四日", "2024-06-24"), ("二○二四年十二月", "2024-12"), ("2024年6月", "2024-06"),
        ("2024-06-24 00:00:00", "2024-06-24"),
        ("2024-06-24T08:00:00", "2024-06-24"), ("填报日期：2024年6月14日", "2024-06-14"),
        ("2024年2月29日", "2024-02-29"), ("2024年6月24号", "2024-06-24"),
    ],
)  # fmt: skip
def test_dates(raw: str, iso: str) -> None:
    assert parse_date(raw).iso == iso


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "blank"), ("年  月  日", "blank"), ("    年   月   日", "blank"), ("/", "blank"), ("填报日期：", "blank"),
        ("2024年13月1日", "bad-date"), ("2023年2月29日", "bad-date"), ("2024年", "bad-date"), ("王五", "bad-date"),
        ("6月24日", "bad-date"),
        ("202年6月24日", "bad-date"), ("2024年6月31日", "bad-date"),
    ],
)  # fmt: skip
def test_no_dates(raw: str, problem: str) -> None:
    assert (parse_date(raw).iso, parse_date(raw).problem) == (None, problem)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("2024年1月-12月", "2024-01", "2024-12"), ("2023.07-2024.01", "2023-07", "2024-01"),
        ("2022年3月-2023年11月", "2022-03", "2023-11"),
        ("2021年度", "2021-01", "2021-12"), ("2021-2023年", "2021-01", "2023-12"),
        ("2021年-2023年", "2021-01", "2023-12"),
        ("2024年1月1日至2024年12月31日", "2024-01-01", "2024-12-31"),
        ("2024.01.01-2024.12.31", "2024-01-01", "2024-12-31"),
        ("2024年1月1日-12月31日", "2024-01-01", "2024-12-31"), ("2023年1月起", "2023-01", None),
        ("2021年1月-长期", "2021-01", None),
        ("2024年1月—2024年12月", "2024-01", "2024-12"), ("2024年1月至12月底", "2024-01", "2024-12"),
        ("202301-202312", "2023-01", "2023-12"),
        ("2023-01-2023-12", "2023-01", "2023-12"), ("2024/1/1-2024/12/31", "2024-01-01", "2024-12-31"),
        ("1月-12月", "2020-01", "2020-12"),
        ("二〇二四年一月至十二月", "2024-01", "2024-12"), ("2024年1月-2024年12月（12个月）", "2024-01", "2024-12"),
        ("2024", "2024-01", "2024-12"),
        ("2024-01-01至2024-12-31", "2024-01-01", "2024-12-31"), ("自2024年3月起至2024年9月止", "2024-03", "2024-09"),
        ("2024年3月", "2024-03", "2024-03"),
        ("一年", "2020-01", "2020-12"), ("长期", None, None), ("待定", None, None),
        ("2024年12月-2024年1月", None, None), ("2024年1月-13月", None, None),
    ],
)  # fmt: skip
def test_periods(raw: str, start: str | None, end: str | None) -> None:
    period = parse_period(raw, 2020)
    assert (period.raw, period.start, period.end) == (raw, start, end)


def test_a_period_without_any_year_stays_open() -> None:
    assert (parse_period("1月-12月").start, parse_period("  ").raw) == (None, None)


@pytest.mark.parametrize(
    ("raw", "number", "good"),
    [
        ("16600326339", "16600326339", True), ("138 0000 0000", "13800000000", True),
        ("+86 13800000000", "+8613800000000", True),
        ("0737-2722222", "0737-2722222", True), ("(0731)88888888", "(0731)88888888", True),
        ("０７３１－８８８８８８８８", "0731-88888888", True),
        ("0737—2722222", "0737-2722222", True), ("2722222", "2722222", True),
        ("0737-2722222转801", "0737-2722222转801", True),
        ("13800000000/2722222", "13800000000、2722222", True),
        ("13800000000\n0737-2722222", "13800000000、0737-2722222", True),
        ("138****1234", "138****1234", True), ("400-123-4567", "400-123-4567", True),
        ("手机：13800000000", "13800000000", True),
        ("", None, True), ("/", None, True), ("1380000", None, False), ("1380000000", None, False),
        ("王五", None, False), ("23800000000", None, False),
    ],
)  # fmt: skip
def test_phones(raw: str, number: str | None, good: bool) -> None:
    assert parse_phone(raw) == (number, good)


@pytest.mark.parametrize(
    ("year", "month", "day", "iso"),
    [
        (2024, 1, None, "2024-01"), (2024, 12, None, "2024-12"), (2024, 0, None, None), (2024, 13, None, None),
        (1900, 1, None, "1900-01"), (1899, 1, None, None), (2100, 1, None, "2100-01"), (2101, 1, None, None),
        (2024, 2, 29, "2024-02-29"), (2023, 2, 29, None), (2024, 2, 1, "2024-02-01"), (2024, 2, 0, None),
        (2024, 4, 30, "2024-04-30"), (2024, 4, 31, None), (2024, 13, 1, None), (1899, 1, 1, None),
    ],
)  # fmt: skip
def test_a_month_or_a_day_that_the_calendar_has(year: int, month: int, day: int | None, iso: str | None) -> None:
    assert iso_date(year, month, day) == iso


@pytest.mark.parametrize(
    ("year", "month", "iso"), [(2024, 2, "2024-02-29"), (2023, 2, "2023-02-28"), (2024, 12, "2024-12-31")]
)
def test_the_last_day_of_a_month(year: int, month: int, iso: str) -> None:
    assert month_end(year, month) == iso


@pytest.mark.parametrize(
    ("text", "arabic"),
    [
        ("二〇二四年六月二十四日", "2024年6月24日"), ("二○二四年", "2024年"), ("十二月三十一号", "12月31号"),
        ("十十月", "十十月"),
        ("二〇二四", "二〇二四"), ("六人", "六人"),
    ],
)  # fmt: skip
def test_numerals_of_a_date_as_digits(text: str, arabic: str) -> None:
    assert arabic_date(text) == arabic


@pytest.mark.parametrize(
    ("text", "year", "span"),
    [
        ("2024年1月-2024年6月", None, ("2024-01", "2024-06")), ("2024年6月-2024年6月", None, ("2024-06", "2024-06")),
        ("2024年6月-2024年5月", None, None), ("2024年6月30日-2024年6月", None, ("2024-06-30", "2024-06")),
        ("2024年6月30日-2024年6月29日", None, None),
        ("2024年6月29日-2024年6月30日", None, ("2024-06-29", "2024-06-30")),
        ("2024年13月-2025年6月", None, None), ("2024年1月-2025年13月", None, None),
        ("202401-202406", None, ("2024-01", "2024-06")), ("20240115-20240630", None, ("2024-01-15", "2024-06-30")),
        ("202413-202506", None, None),
        ("2023-2024年", None, ("2023-01", "2024-12")), ("2024-2024年", None, ("2024-01", "2024-12")),
        ("2024-2023年", None, None),
        ("1月-12月", 2024, ("2024-01", "2024-12")), ("1月-12月", None, (None, None)),
        ("6月-6月", 2024, ("2024-06", "2024-06")),
        ("6月-5月", 2024, None), ("0月-5月", 2024, None), ("1月-13月", 2024, None), ("1月-13月", None, None),
        ("2023年1月-6月", 2024, ("2023-01", "2023-06")), ("1月31日-2月30日", 2024, None),
        ("1月32日-2月3日", 2024, None),
        ("1月1日-2月3日", 2024, ("2024-01-01", "2024-02-03")), ("1.5-2.5", 2024, None),
        ("2024.1-5月", None, ("2024-01", "2024-05")),
        ("甲", 2024, None), ("", 2024, None),
    ],
)  # fmt: skip
def test_a_span_from_to(text: str, year: int | None, span: tuple[str | None, str | None] | None) -> None:
    assert find_span(text, year) == span


@pytest.mark.parametrize(
    ("raw", "year", "period"),
    [
        ("2024年", None, ("2024-01", "2024-12")), ("2024年6月", None, ("2024-06", "2024-06")),
        ("2024年13月", None, (None, None)),
        ("2024年起", None, ("2024-01", None)), ("2024年6月起", None, ("2024-06", None)),
        ("2024年6月5日起", None, ("2024-06-05", None)),
        ("2024年13月起", None, (None, None)), ("全年", 2024, ("2024-01", "2024-12")), ("全年", None, (None, None)),
        ("一年期", 2024, ("2024-01", "2024-12")), ("两年", 2024, (None, None)),
        ("2024年6月5日", None, ("2024-06-05", "2024-06-05")),
        ("2024年(试点)", None, ("2024-01", "2024-12")), ("(2024年)", None, (None, None)),
        ("实施期:2024年", None, ("2024-01", "2024-12")),
        ("", 2024, (None, None)), ("甲", 2024, (None, None)),
    ],
)  # fmt: skip
def test_what_a_period_says(raw: str, year: int | None, period: tuple[str | None, str | None]) -> None:
    found = parse_period(raw, year)
    assert (found.start, found.end) == period


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("", (None, True)), ("无", (None, True)), ("-", (None, True)), ("电话:", (None, False)),
        ("13800138000", ("13800138000", True)),
        ("138****1234", ("138****1234", True)), ("0731-8888888", ("0731-8888888", True)),
        ("8888888转12", ("8888888转12", True)),
        ("13800138000/0731-88888888", ("13800138000、0731-88888888", True)), ("13800138000、王", (None, False)),
        ("1380000", (None, False)), ("手机:13800138000", ("13800138000", True)),
        ("138 0013 8000", ("13800138000", True)),
        ("0731—88888888", ("0731-88888888", True)), ("400-820-8820", ("400-820-8820", True)), ("甲", (None, False)),
        ("、", (None, False)),
        (f"0731{'-' * 12}88888888", (f"0731{'-' * 12}88888888", True)), (f"0731{'-' * 13}88888888", (None, False)),
    ],
)  # fmt: skip
def test_telephone_numbers_of_a_cell(raw: str, read: tuple[str | None, bool]) -> None:
    assert parse_phone(raw) == read
