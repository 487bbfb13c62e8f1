"""Number formats: what Excel and WPS show, case by case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.readers.sheet.numfmt import NumberFormat, compiled, general, parse_number
from extractor.values.number import plain

CASES = [
    ("0.95", "0%", "95%"),
    ("0.9512", "0.00%", "95.12%"),
    ("10891.62", "#,##0.00", "10,891.62"),
    ("1234567", "#,##0", "1,234,567"),
    ("0", "#,##0", "0"),
    ("0", "#,###", ""),
    ("1234567", "#,##0,", "1,235"),
    ("-5", "#,##0;(#,##0)", "(5)"),
    ("-5.5", "0.0_ ;[Red]\\-0.0\\ ", "-5.5"),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    ("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,234.50"),
    ("5", '0"次"', "5次"),
    ("3", '"≥"0', "≥3"),
    ("3", "≥0人", "≥3人"),
    ("12", "G/通用格式人", "12人"),
    ("100", '[>=100]0"个";0.0', "100个"),
    ("2.5", '[>=100]0"个";0.0', "2.5"),
    ("0.5", "0.##", "0.5"),
    ("2.5", "# ?/?", "2 1/2"),
    ("12345", "0.00E+00", "1.23E+04"),
    ("7312345", "000-0000", "731-2345"),
    ("5", "000", "005"),
    ("1.005", "0.00", "1.01"),
    ("96", "0.00", "96.00"),
    ("291.97", "¥#,##0.00", "¥291.97"),
    ("291.97", "[$¥-804]#,##0.00", "¥291.97"),
    ("45467", 'yyyy"年"m"月"d"日"', "2024年6月24日"),
    ("45467", 'yyyy"年"m"月"d"日";@', "2024年6月24日"),
    ("45467", "yyyy\\-mm\\-dd", "2024-06-24"),
    ("45467", "yyyy/m/d", "2024/6/24"),
    ("45467", "yyyy.mm", "2024.06"),
    ("45467", "mmm-yy", "Jun-24"),
    ("45467", "[$-F800]dddd, mmmm dd, yyyy", "2024年6月24日"),
    ("45467", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年六月二十四日"),
    ("45467.5", "yyyy/m/d h:mm", "2024/6/24 12:00"),
    ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("0.75", "h:mm AM/PM", "6:00 PM"),
    ("1.5", "[h]:mm:ss", "36:00:00"),
    ("59", "yyyy-mm-dd", "1900-02-28"),
    ("61", "yyyy-mm-dd", "1900-03-01"),
    ("0.30000000000000004", "General", "0.3"),
    ("13812345678", "General", "13812345678"),
    ("510000210000000199", "General", "510000210000000199"),
    ("0.333333333333333", "General", "0.333333333"),
    ("1234567.891234", "General", "1234567.891"),
    ("1E-10", "General", "1E-10"),
    ("-0.0", "General", "0"),
    ("3", "@", "3"),
    ("3", "", "3"),
]


@pytest.mark.parametrize(("stored", "code", "shown"), CASES)
def test_shown(stored: str, code: str, shown: str) -> None:
    number = parse_number(stored)
    assert number is not None
    assert compiled(code).show(number) == shown


def test_text_through_a_text_section() -> None:
    assert compiled('0;-0;0;"项目："@').show_text("甲") == "项目：甲"
    assert compiled("0.00").show_text("甲") == "甲"


def test_a_date_out_of_range_shows_its_number() -> None:
    assert compiled("yyyy-mm-dd").show(Decimal("-3")) == "-3"
    assert compiled("yyyy-mm-dd").show(Decimal(10) ** 8) == "100000000"


@pytest.mark.parametrize("raw", ["", "abc", "NaN", "Infinity", "1e999", "--1"])
def test_what_is_no_number(raw: str) -> None:
    assert parse_number(raw) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_plain_keeps_the_value(value: Decimal) -> None:
    assert Decimal(plain(value)) == value


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_show_all_their_digits(value: int) -> None:
    assert general(Decimal(value)) == str(value)
    assert compiled("#,##0").show(Decimal(value)).replace(",", "") == str(value)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=6),
    st.sampled_from(["0", "0.00", "#,##0", "#,##0.0", "0%", "0.00%", '0.0"万元"', "¥#,##0.00", "共0项", "0.00_ "]),
)
def test_the_quick_way_shows_what_the_long_way_does(value: Decimal, code: str) -> None:
    quick = compiled(code)
    assert quick.quick is not None
    assert quick.show(value) == NumberFormat(code, quick.sections).show(value)


@given(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_no_format_code_is_too_odd(code: str, value: Decimal) -> None:
    assert isinstance(compiled(code).show(value), str)


@given(
    st.text(alphabet='0#?.,;%@ymdhsE+-/_*\\"[]$<>=年月日ABP', max_size=24),
    st.sampled_from(["0", "-1.5", "45467.25", "1e20"]),
)
def test_no_mix_of_format_marks_is_too_odd(code: str, value: str) -> None:
    assert isinstance(compiled(code).show(Decimal(value)), str)
