"""Amount cells of real filings (K5, K7) and their kin."""

from __future__ import annotations

import pytest

from extractor.values.amount import is_rounding, parse_amount, to_yuan


@pytest.mark.parametrize(
    ("raw", "value", "unit", "yuan"),
    [
        ("3.84", "3.84", "万元", "38400"),
        ("　3.84", "3.84", "万元", "38400"),
        ("250万", "250", "万元", "2500000"),
        ("10000万元", "10000", "万元", "100000000"),
        ("20.00", "20.00", "万元", "200000"),
        ("10606.7522万元", "10606.7522", "万元", "106067522"),
        ("8,827,620.53元", "8827620.53", "元", "8827620.53"),
        ("8，827，620.53元", "8827620.53", "元", "8827620.53"),
        ("１２３．５", "123.5", "万元", "1235000"),
        ("3亿元", "3", "亿元", "300000000"),
        ("0", "0", "万元", "0"),
        ("0.00", "0.00", "万元", "0"),
        ("0万元", "0", "万元", "0"),
        ("￥100元", "100", "元", "100"),
        ("人民币250万元整", "250", "万元", "2500000"),
        ("约250万元", "250", "万元", "2500000"),
        ("-5", "-5", "万元", "-50000"),
        ("(123.45)", "-123.45", "万元", "-1234500"),
        ("伍拾万元整", "50", "万元", "500000"),
        ("资金总额：291.97", "291.97", "万元", "2919700"),
        ("年度预算220万元", "220", "万元", "2200000"),
        ("本级安排100万元（其中：省级50万元）", "100", "万元", "1000000"),
        ("250（万元）", "250", "万元", "2500000"),
        ("250\n万元", "250", "万元", "2500000"),
        ("5千元", "5", "万元", None),
    ],
)
def test_amounts(raw: str, value: str, unit: str, yuan: str | None) -> None:
    amount = parse_amount(raw, unit="万元")
    if yuan is None:
        assert (amount.value, amount.unit, amount.yuan) == ("5", "千元", "5000")
        return
    assert (amount.value, amount.unit, amount.yuan, amount.problem) == (value, unit, yuan, None)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", "blank"), ("　", "blank"), ("—", "blank"), ("——", "blank"), ("/", "blank"), ("无", "blank"),
        ("-", "blank"), ("万元", "blank"),
        ("（分级填报）", "hint"), ("（盖章）", "hint"), ("**万元", "hint"), ("按实际填写", "hint"), ("XX万元", "hint"),
        ("7,00.0,77", "bad-number"), ("854万854万(高标准农田建设400万元,示范建设295万元)", "bad-number"),
        ("12..5", "bad-number"),
        ("1234,567", "bad-number"), ("1,2", "bad-number"), ("5 0", "bad-number"), ("100万元、50万元", "bad-number"),
        ("3。84", "bad-number"),
        ("参见附件1具体金额", "text"), ("按实际发生结算", "text"), ("见附件", "text"), ("每人补助1000元", "text"),
        ("年度预算220", "text"), ("=C5+C6", "text"),
    ],
)  # fmt: skip
def test_what_is_no_amount_has_no_value(raw: str, problem: str) -> None:
    amount = parse_amount(raw, unit="万元")
    assert (amount.value, amount.yuan, amount.problem) == (None, None, problem)


def test_an_amount_before_its_breakdown() -> None:
    amount = parse_amount("854万（高标准农田建设400万元，示范建设295万元，畅通工程159万元）")
    assert (amount.value, amount.unit, amount.yuan) == ("854", "万元", "8540000")
    assert amount.breakdown == ["高标准农田建设400万元", "示范建设295万元", "畅通工程159万元"]


def test_without_any_unit_there_is_no_yuan() -> None:
    assert (parse_amount("550").unit, parse_amount("550").yuan) == (None, None)


def test_the_stored_number_of_a_sheet_wins_over_the_shown_one() -> None:
    amount = parse_amount("10,891.62", unit="万元", stored="10891.615675")
    assert (amount.value, amount.yuan) == ("10891.615675", "108916156.75")
    assert parse_amount(" - ", unit="元", stored="0").value == "0"
    assert parse_amount("#####", unit="元", stored="1234567.8").value == "1234567.8"
    assert parse_amount("（分级填报）", stored="5").value is None
    assert parse_amount("3.5", stored="not a number").value == "3.5"
    assert parse_amount("1,000", stored="1E+3").value == "1000"


def test_breakdowns_are_not_shared_between_calls() -> None:
    parse_amount("5万（a1）").breakdown.clear()
    assert parse_amount("5万（a1）").breakdown == ["a1"]


@pytest.mark.parametrize(
    "raw",
    [
        "36万元（设备30万元（含税）、安装6万元）", "36万元[设备30万元，安装6万元]", "36万元（其中：",
        "36万元（含上年结转6万元",
        "36万元，其中设备30万元", "36万元 其中：设备30万元，安装6万元", "36万元：中央20万元，省级16万元",
        "36万元包括中央20万元",
        "（其中：中央20万元）36万元", "总投资36万元，其中：中央20万元",
    ],
)  # fmt: skip
def test_an_amount_is_the_one_before_its_breakdown_however_that_is_said(raw: str) -> None:
    found = parse_amount(raw, unit="万元")
    assert (found.value, found.unit, found.yuan) == ("36", "万元", "360000")


@pytest.mark.parametrize("raw", ["36万元36万元（设备30万元，安装6万元）", "10：30", "36万元由财政", "36.5含税"])
def test_no_breakdown_is_seen_where_none_is(raw: str) -> None:
    assert parse_amount(raw, unit="万元").value is None


@pytest.mark.parametrize(
    ("shown", "exact", "rounded"),
    [
        ("1.2", "1.25", True), ("1.2", "1.251", False), ("1.3", "1.25", True), ("1.2", "1.15", True),
        ("1.2", "1.149", False),
        ("1", "1.5", True), ("1", "1.51", False), ("1.20", "1.205", True), ("1.20", "1.206", False),
        ("-1.2", "-1.25", True),
        ("1.2", "-1.2", False), ("12", "12", True),
    ],
)  # fmt: skip
def test_a_shown_number_is_the_exact_one_rounded(shown: str, exact: str, rounded: bool) -> None:
    assert is_rounding(shown, exact) == rounded


@pytest.mark.parametrize(
    ("raw", "stored", "value", "problem"),
    [
        ("1.20", "1.204", "1.204", None),
        ("1.20", "1.3", "1.20", None),  # a format that shows something else
        ("1.20", None, "1.20", None), ("1.20", "甲", "1.20", None), ("1.20", "NaN", "1.20", None),
        ("1.20", "Infinity", "1.20", None),
        ("", "1.204", "1.204", None), ("", None, None, "blank"), ("####", "1.204", "1.204", None),
        (" ## ", "1.204", "1.204", None), ("####", None, None, "text"), ("##甲", "1.204", None, "text"),
        ("**", "1.204", None, "hint"), ("甲", "1.204", None, "text"),
        ("", " 5.50E+4 ", "55000", None),
        ("", "1E+39", "1" + "0" * 39, None), ("", "1E+40", None, "blank"), ("", "1E-39", f"0.{'0' * 38}1", None),
        ("", "1E-40", None, "blank"), ("", "0." + "1" * 59, "0." + "1" * 59, None),
        ("", "0." + "1" * 60, None, "blank"),
    ],
)  # fmt: skip
def test_the_stored_number_of_a_cell(raw: str, stored: str | None, value: str | None, problem: str | None) -> None:
    found = parse_amount(raw, unit="元", stored=stored)
    assert (found.value, found.problem) == (value, problem)
    assert found.yuan == (None if value is None else to_yuan(value, "元"))


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [("5.5", "万元", "55000"), ("5", "角", "0.5"), ("5", None, None), ("5", "人", None), ("0", "亿元", "0")],
)
def test_an_amount_in_yuan(value: str, unit: str | None, yuan: str | None) -> None:
    assert to_yuan(value, unit) == yuan


@pytest.mark.parametrize(
    ("raw", "unit", "value", "own"),
    [
        ("5", None, "5", None), ("5万", None, "5", "万元"), ("5亿", "元", "5", "亿元"), ("5元", "万元", "5", "元"),
        ("¥5", None, "5", "元"), ("¥5", "万元", "5", "万元"), ("-¥5", None, "-5", "元"), ("共¥5万", None, "5", "万元"),
        ("-5", "元", "-5", "元"), ("-0", "元", "0", "元"), ("△5", "元", "-5", "元"), ("-0.00", "元", "0.00", "元"),
        ("(5)", "元", "-5", "元"), ("(0)", "元", "0", "元"), ("(5)万元", "元", "-5", "万元"),
        ("零", "元", "0", "元"), ("零元", "万元", "0", "元"), ("五", "元", None, "元"),
        ("三百万元", "元", "300", "万元"), ("三百元", "万元", "300", "元"), ("三千元", "万元", "3000", "元"),
        ("三亿元", "万元", "3", "亿元"), ("三億圆", "万元", "3", "亿元"), ("五萬元", None, "5", "万元"),
        ("一亿三千万元", "万元", "130000000", "元"), ("三万亿元", "元", "3000000000000", "元"),
        ("五圆整", None, "5", "元"),
        ("一百二元", "元", None, "元"), ("1,2元", "元", None, "元"),
    ],
)  # fmt: skip
def test_spellings_of_an_amount(raw: str, unit: str | None, value: str | None, own: str | None) -> None:
    found = parse_amount(raw, unit=unit)
    assert (found.value, found.unit) == (value, own)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("()", "hint"), ("(甲)", "hint"), ("(甲5)", "hint"), ("**", "hint"), ("请填写", "hint"), ("甲乙", "text"),
        ("甲5乙", "text"),
        ("5-6", "bad-number"), ("5、6", "bad-number"), ("5万元6元", "bad-number"), ("请填5甲", "text"),
        ("万元()", "blank"),
        ("-(甲)", "blank"),
    ],
)  # fmt: skip
def test_why_a_text_is_no_amount(raw: str, problem: str) -> None:
    assert parse_amount(raw, unit="元").problem == problem
