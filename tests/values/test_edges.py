"""Thresholds of the values room, each at its edge."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.values.amount import parse_amount
from extractor.values.cell import MAX_LENGTH
from extractor.values.number import chinese_number, clean_digits, fold_value, parse_number
from extractor.values.shipped import normalise_unit, shipped_units
from extractor.values.target import parse_target


@pytest.mark.parametrize(("raw", "value"), [("零", "0"), ("零元", "0"), ("零星", None), ("零点", None), ("〇", None)])
def test_nothing_as_an_amount(raw: str, value: str | None) -> None:
    found = parse_amount(raw, unit="万元")
    assert found.value == value
    assert found.yuan == (None if value is None else "0")


@pytest.mark.parametrize(("digits", "read"), [(40, True), (41, False)])
def test_a_number_has_a_length(digits: int, read: bool) -> None:
    assert (clean_digits("1" * digits) is not None) == read
    assert (parse_number("一" + "千" * 0 + "二" * (digits - 1)) is not None) == (read and digits >= 4)


@pytest.mark.parametrize(("length", "unit"), [(20, True), (21, False)])
def test_a_unit_is_short(length: int, unit: bool) -> None:
    assert (normalise_unit("亩" * length) is not None) == unit


@pytest.mark.parametrize(("length", "kind"), [(400, "number"), (401, "text")])
def test_a_value_is_looked_for_in_a_short_text(length: int, kind: str) -> None:
    assert MAX_LENGTH == 400
    assert parse_target("≥95%" + "。" * (length - 4)).kind == kind


def _read(raw: str, **context: Any) -> tuple[Any, ...]:
    found = parse_target(raw, units=shipped_units(), **context)
    return found.kind, found.operator, found.value or (found.low, found.high), found.unit


@pytest.mark.parametrize(
    "raw",
    ["不低于90%以下", "不少于3个以下", "≤90%以上", "＜90以上", "≤1,000个以上", "≥95%以内", "资金到位率不低于90%以下"],
)
def test_words_that_contradict_each_other_are_no_value(raw: str) -> None:
    """Neither is a word cut (不 and 低于) nor a number (9 and 0) to make one."""
    kind, _, value, _ = _read(raw)
    assert (kind, value) == ("text", (None, None))


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("不低于90%以上", ("number", ">=", "90", "%")),
        ("等于90%以上", ("number", ">=", "90", "%")),
        ("大于3(不含)", ("number", ">", "3", None)),
        ("3万(含)以上", ("number", ">=", "30000", None)),
        ("3台(套)以上(含)", ("number", ">=", "3", "台(套)")),
        ("90%以上95%以下", ("range", "between", ("90", "95"), "%")),
        ("5%≤X≤10%", ("range", "between", ("5", "10"), "%")),
        ("≥3个,5个以下", ("range", "between", ("3", "5"), "个")),
        ("10万-20万元", ("range", "between", ("10", "20"), "万元")),
        ("10-20万元", ("range", "between", ("10", "20"), "万元")),
        ("3-5次", ("range", "between", ("3", "5"), "次")),
        ("3次-5", ("range", "between", ("3", "5"), "次")),
        ("95%-95%", ("range", "between", ("95", "95"), "%")),
        ("95%-90%", ("text", None, (None, None), None)),
        ("3次-5人", ("text", None, (None, None), None)),
        ("±5℃", ("range", "between", ("-5", "5"), "℃")),
        ("±0%", ("range", "between", ("0", "0"), "%")),
        ("100±5人", ("range", "between", ("95", "105"), "人")),
        ("100人±5人", ("range", "between", ("95", "105"), "人")),
        ("100人±5%", ("text", None, (None, None), None)),
        ("85%±5%", ("text", None, (None, None), None)),
        ("1万±5人", ("range", "between", ("9995", "10005"), "人")),
        ("1万±0.5万人", ("range", "between", ("5000", "15000"), "人")),
        ("1±0.5万人", ("range", "between", ("5000", "15000"), "人")),
        ("1万±1亿人", ("text", None, (None, None), None)),
        ("10万±5000元", ("range", "between", ("95000", "105000"), "元")),
        ("1:20", ("ratio", None, ("1", "20"), None)),
        ("1:20以上", ("ratio", ">=", ("1", "20"), None)),
        ("一百零五", ("number", None, "105", None)),
        ("两百", ("number", None, "200", None)),
        ("一万零五百", ("number", None, "10500", None)),
        ("三千五", ("text", None, (None, None), None)),
        ("千分之三", ("number", None, "3", "‰")),
        ("百分之百", ("number", None, "100", "%")),
        ("七成", ("number", None, "70", "%")),
        ("约3万人", ("number", None, "30000", "人")),
    ],
)
def test_values_near_each_other(raw: str, read: tuple[Any, ...]) -> None:
    assert _read(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("第1季度至第3季度", ("period", "between", ("2024-01", "2024-09"), None)),
        ("一季度-三季度", ("period", "between", ("2024-01", "2024-09"), None)),
        ("第3季度至第1季度", ("text", None, (None, None), None)),
        ("20240630", ("date", "<=", (None, None), None)),
        ("每月5日前", ("date", "<=", (None, None), None)),
        ("12月底前", ("date", "<=", (None, None), None)),
        ("6.30", ("date", "<=", (None, None), None)),
        ("6.5", ("number", None, "6.5", None)),
        ("6.5前", ("date", "<=", (None, None), None)),
        ("2024.6", ("number", None, "2024.6", None)),
        ("3月至", ("text", None, (None, None), None)),
        ("2024年3月-", ("text", None, (None, None), None)),
    ],
)
def test_times_near_each_other(raw: str, read: tuple[Any, ...]) -> None:
    assert _read(raw, level2="时效指标", year=2024) == read


def test_what_is_no_character_is_left_out_of_a_value() -> None:
    """Every control, blank and joining sign of Unicode's Z and C classes that files hold; nothing beside them."""
    left_out = {chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and not fold_value(chr(code))}
    ranges = [(0, 0x20), (0x7F, 0xA0), (0x1680, 0x1680), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2060)]
    wanted = {chr(code) for first, last in ranges for code in range(first, last + 1)} | {"\u3000", "\ufeff"}
    assert left_out == wanted


def _spoken(number: int) -> str:
    """1 to 9999 as they are said: 一千零一十."""
    said, gap = "", False
    for size, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + word
        gap = not digit
    return said


@pytest.mark.parametrize("high", [1, 10, 12, 305, 2_000, 9_999])
@pytest.mark.parametrize("low", [0, 1, 10, 305, 1_000, 9_999])
def test_larger_numbers_are_made_of_parts(high: int, low: int) -> None:
    tail = "" if not low else ("零" if low < 1000 else "") + _spoken(low)
    if len(tail) != 1:
        assert chinese_number(f"{_spoken(high)}万{tail}") == high * 10_000 + low
        assert chinese_number(f"{_spoken(high)}亿{tail}") == high * 100_000_000 + low
    assert chinese_number(f"三亿{_spoken(high)}万{tail}") == 300_000_000 + high * 10_000 + low


@pytest.mark.parametrize(
    "text",
    ["一百二", "一千二", "一万二", "一亿二", "三五", "百", "二百百", "十百", "一十十", "零百", "百十", "一千百",
     "一二百", "两两", "一百零", "万", "一万一万", "一点", "点五", "一百二万", "十二十", "一千十二百"],
)  # fmt: skip
def test_what_nobody_says_is_no_number(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("零", 0), ("〇", 0), ("两", 2), ("二〇二四", 2024), ("〇五", 5), ("零五", 5)]
)
def test_single_digits_and_digits_in_a_row(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("raw", ["一亿三千万", "一亿三千万人", "不少于一亿三千万人", "约一亿三千万人"])
def test_a_scale_behind_a_number_with_a_scale_of_its_own_is_part_of_it(raw: str) -> None:
    assert parse_target(raw).value == "130000000"
    assert parse_amount("一亿三千万元", unit="万元").yuan == "130000000"
