"""Numbers as written: which signs are unified, which digits and numerals are one number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.values.number import chinese_number, clean_digits, fold_value, has_digit_gap, parse_number, plain


def test_every_full_width_character_is_made_half() -> None:
    for code in range(0xFF01, 0xFF5F):
        assert fold_value(chr(code)) == {"＝": "=", "，": ","}.get(chr(code), chr(code - 0xFEE0))
    assert fold_value("\uff00\uff5f") == "\uff00\uff5f"


@pytest.mark.parametrize(
    ("text", "gap"),
    [("88 100", True), ("88\n100", True), ("８８ １", True), ("88 人", False), ("8 .1", False), ("88", False)],
)
def test_a_blank_between_two_digits(text: str, gap: bool) -> None:
    assert has_digit_gap(text) == gap


@pytest.mark.parametrize(
    ("number", "written"),
    [("5.50E+4", "55000"), ("5.50", "5.5"), ("100", "100"), ("1E+2", "100"), ("-0", "0"), ("-0.00", "0"), ("0.0", "0"),
     ("-5.0", "-5"), ("0.50", "0.5"), ("10.0", "10")],
)  # fmt: skip
def test_a_decimal_as_digits(number: str, written: str) -> None:
    assert plain(Decimal(number)) == written


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8,827,620.53", "8827620.53"), ("28.40", "28.40"), (".5", "0.5"), ("-.5", "-0.5"), ("+5", "5"), ("-5", "-5"),
        ("007", "7"), ("000", "0"), ("-0", "0"), ("-0.0", "0.0"), ("-0.1", "-0.1"), ("0.10", "0.10"), ("-00.5", "-0.5"),
        ("1,2", None), ("7,00.0,77", None), ("1.2.3", None), ("", None), ("5人", None), ("--5", None),
        ("1234,567", None),
        ("5.", None), ("1" * 40, "1" * 40), ("1" * 41, None), ("人" * 41, None),
    ],
)  # fmt: skip
def test_digits_without_separators(text: str, digits: str | None) -> None:
    assert clean_digits(text) == digits


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("一百一十", 110), ("一百零一", 101), ("一百零一十", 110),
        ("一百零十", 110),
        ("百十", None), ("十百", None), ("一千零五十", 1050), ("一千零五", 1005), ("一千五", None), ("一百五", None),
        ("五十五", 55),
        ("二百", 200), ("两千两百", 2200), ("一百一百", None), ("二十十", None), ("一千零", None), ("零", 0),

        ("零一百", 100), ("一十五", 15), ("二十零五", 25),
        ("二〇二四", 2024), ("二〇二", None), ("三五", None), ("三五八", None), ("三五八九", 3589), ("零五", 5),
        ("〇五", 5),
        ("两两", None), ("两", 2), ("零两", None),
        ("一万", 10000), ("一亿", 100000000), ("一万零五", 10005), ("一万五", None), ("一万五千", 15000),
        ("一亿五", None),
        ("一亿零五万", 100050000), ("一亿一万五千", 100015000), ("一万亿", 1000000000000), ("万", None), ("亿", None),
        ("一万万", 100000000),
        ("一亿一亿", None), ("一亿一万万", None), ("一亿九千万", 190000000), ("一万一亿", None), ("十二万", 120000),
        ("二千万", 20000000), ("一万一百二", None),
        ("三点五", "3.5"), ("三点零五", "3.05"), ("十点五", "10.5"), ("点五", None), ("三点", None),
        ("一百二点五", None),
        ("伍拾", 50), ("壹佰", 100), ("贰萬", 20000), ("五人", None), ("", None),
        ("二" * 40, int("2" * 40)), ("二" * 41, None),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | str | None) -> None:
    assert chinese_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三次", 3), ("≥3次", 3), ("约3次", 3), ("5.5万人", 55000), ("5亿", 500000000), ("5万亿元", 5000000000000),
        ("5.0", 5),
        ("百分之九十五", 95), ("百分之百", 100), ("千分之百", 100), ("百", None), ("百分之3.5", "3.5"), ("-5", -5),
        ("+5", 5),
        ("五千万元", 50000000), ("伍万元", 50000), ("1,2", None), ("1.", None), ("5,", None), ("5。", 5),
        ("5 5", None), ("", None),
        ("人5", None), ("5人6", None), (f"5{'人' * 12}", 5), (f"5{'人' * 13}", None), ("一百二人", None),
        ("1" * 41, None),
    ],
)  # fmt: skip
def test_the_one_number_of_a_short_text(text: str, value: int | str | None) -> None:
    assert parse_number(text) == (None if value is None else Decimal(value))
