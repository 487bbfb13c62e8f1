"""A printed total against its parts: the one comparison, every nesting of sources, what may be only a part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.quality.numbers import exact, half_digit
from extractor.quality.registry import Fault, Held, Unsure
from extractor.quality.sums import Part, added, by_source, compare, equation, gap_of, same_fault
from tests.quality.build import shown


def _part(raw: str, name: str = "某项") -> Part:
    """A term as printed: "" is blank and counts 0, "x" cannot be read."""
    value = exact(raw)
    slack = half_digit(value) if value is not None else Decimal(0)
    return Part(name, f"/amounts/{name}", raw, value if raw else Decimal(0), {"line": 1}, slack, not raw)


@pytest.mark.parametrize(
    ("total", "parts", "says"),
    [
        ("10", "6 4", "= 按来源：10 = 6 + 4，相符"), ("10", "6 5", "! /amounts/总额 [10] -> 11 (rounding)"),
        ("10", "6 6", "! /amounts/总额 [10] -> 12 (beyond)"), ("10", "6 3", "! /amounts/总额 [10] -> 9 (rounding)"),
        ("10", "6 2", "! /amounts/总额 [10] -> 8 (beyond)"),
        # half the last digit of each part; that of the total only where it is the coarser
        ("10.00", "6.00 4.01", "! /amounts/总额 [10] -> 10.01 (rounding)"),
        ("10.00", "6.00 4.02", "! /amounts/总额 [10] -> 10.02 (beyond)"),
        ("10", "6.00 4.51", "! /amounts/总额 [10] -> 10.51 (rounding)"),
        ("10", "6.00 4.52", "! /amounts/总额 [10] -> 10.52 (beyond)"),
        ("10.0", "6 5", "! /amounts/总额 [10] -> 11 (rounding)"),
        ("10.0", "6 5.1", "! /amounts/总额 [10] -> 11.1 (beyond)"),
        # 0 and blank have no digit that was rounded
        ("10", "11 0", "! /amounts/总额 [10] -> 11 (beyond)"),
        ("10", "10.6 0", "! /amounts/总额 [10] -> 10.6 (beyond)"),
        ("10", "10.5 0", "! /amounts/总额 [10] -> 10.5 (rounding)"), ("1", "0 0", "! /amounts/总额 [1] -> 0 (beyond)"),
        ("0", "0 0", "= 按来源：0 = 0 + 0，相符"),
        ("x", "6 4", "? 按来源：“总额”填的“x”读不出数来"), ("10", "6 x", "? 按来源：“某项”填的“x”读不出数来"),
    ],
)  # fmt: skip
def test_a_total_and_its_parts(total: str, parts: str, says: str) -> None:
    (say,) = compare(_part(total, "总额"), [_part(p) for p in parts.split()], "按来源", 0)
    assert shown(say) == says


def test_a_mild_comparison_warns_at_most() -> None:
    (say,) = compare(_part("10", "总额"), [_part("2")], "按来源", 0, mild=True)
    assert shown(say) == "! /amounts/总额 [10] -> 2 (rounding)"


def test_what_a_wrong_total_says() -> None:
    parts = [_part("6", "甲"), _part("", "乙"), _part("2", "丙")]
    (say,) = compare(_part("10", "总额"), parts, "按来源", 3)
    assert isinstance(say, Fault) and say.at == {"line": 1} and say.inputs == {"按来源": "10 = 6 + 2"}
    assert say.message == "按来源不平：甲6 + 丙2，合计 8，与“总额”10 相差 2，请核对。"
    assert [(r.role, r.field, r.observed) for r in say.related] == [
        ("甲", "/forms/3/amounts/甲", "6"),
        ("丙", "/forms/3/amounts/丙", "2"),
    ]
    (say,) = compare(_part("10", "总额"), [_part("6", "甲"), _part("5", "乙")], "按来源", 0)
    assert isinstance(say, Fault) and "相差 1（可能是四舍五入），请核对。" in say.message
    (say,) = compare(_part("10", "总额"), [_part("", "甲")], "按来源", 0)
    assert isinstance(say, Fault) and say.message.startswith("按来源不平：各分项均空白，合计 0，")


def test_the_terms_of_an_equation() -> None:
    assert equation(_part("10"), [_part("6"), _part(""), _part("4")]) == "10 = 6 + 4"
    assert equation(_part("10"), [_part(""), _part("")]) == "10 = 0 + 0"
    assert equation(_part("x "), [_part("6")]) == "x = 6"
    assert added([_part("6"), _part("x"), _part(""), _part("1.5")]) == Decimal("7.5")


@pytest.mark.parametrize(
    ("say", "gap"),
    [
        (Fault("", observed="10", expected="12"), "2"), (Fault("", observed="12", expected="10"), "-2"),
        (Fault("", observed="10"), None),
        (Fault("", expected="10"), None), (Fault("", observed="十", expected="10"), None),
        (Fault("", observed="10", expected="十"), None),
        (Held(""), None), (Unsure(""), None),
    ],
)  # fmt: skip
def test_by_how_much_the_parts_exceed_the_total(say: Any, gap: str | None) -> None:
    assert gap_of(say) == (None if gap is None else Decimal(gap))


def test_a_fault_told_already() -> None:
    say = same_fault(Fault("", inputs={"甲": "1"}), "资金栏的合计")
    assert (say.why, say.inputs) == ("与资金栏的合计是同一处不平，已在那里报过", {"甲": "1"})


def _by_source(total: str, mixed: bool = False, whole: bool = False, **parts: str) -> list[str]:
    terms = {code: _part(raw, code) for code, raw in parts.items()}
    return [shown(say) for say in by_source(_part(total, "总额"), terms, "按来源", 0, mixed=mixed, whole=whole)]


@pytest.mark.parametrize(
    ("total", "parts", "says"),
    [
        # kinds of budget, of which 财政拨款 may be the sum
        ("10", {"general_public_budget": "6", "other_funds": "4"}, "= 按来源：10 = 6 + 4，相符"),
        ("10", {"fiscal_appropriation": "8", "general_public_budget": "6", "government_fund": "2", "other_funds": "2"},
         "= 按来源：10 = 8 + 2，相符"),
        ("18", {"fiscal_appropriation": "8", "general_public_budget": "6", "other_funds": "4"},
         "! /amounts/总额 [18] -> 12 (beyond)"),
        ("10", {"general_public_budget": "6", "government_fund": "2", "other_funds": "2"},
         "= 按来源：10 = 6 + 2 + 2，相符"),
        # levels of government: the total's parts, or a second view of 财政拨款, which is left out then
        ("10", {"central_funds": "6", "local_funds": "4"}, "= 按来源：10 = 6 + 4，相符"),
        ("10", {"central_funds": "6", "local_funds": "4", "other_funds": "1"},
         "! /amounts/总额 [10] -> 11 (rounding)"),
        ("10", {"fiscal_appropriation": "8", "central_funds": "5", "local_funds": "3", "other_funds": "2"},
         "= 按来源：10 = 8 + 2，相符"),
        ("10", {"fiscal_appropriation": "5", "superior_funds": "3", "other_funds": "2"},
         "= 按来源：10 = 5 + 2 + 3，相符"),
        ("10", {"fiscal_appropriation": "7", "central_funds": "6", "local_funds": "2", "other_funds": "2"},
         "= 按来源：10 = 2 + 6 + 2，相符"),
        ("10", {"fiscal_appropriation": "7", "other_funds": "2"}, "! /amounts/总额 [10] -> 9 (rounding)"),
        ("10", {"central_funds": "6", "provincial_funds": "5", "local_funds": "4"}, "= 按来源：10 = 6 + 4，相符"),
        # of two levels and 财政拨款 a fault is told of 财政拨款
        ("20", {"fiscal_appropriation": "7", "central_funds": "6", "other_funds": "2"},
         "! /amounts/总额 [20] -> 9 (beyond)"),
        # a single line, or some of the levels, need not be all
        ("10", {"other_funds": "6"}, "? 按来源：只印了“other_funds”一项，不一定列全"),
        ("10", {"other_funds": "12"}, "! /amounts/总额 [10] -> 12 (beyond)"),
        ("10", {"provincial_funds": "6", "local_funds": "2"},
         "? 按来源：只印了“provincial_funds”“local_funds”，不一定列全"),
        ("10", {"central_funds": "6", "local_funds": "2"}, "! /amounts/总额 [10] -> 8 (beyond)"),
        ("10", {"superior_funds": "6", "current_level": "2"}, "! /amounts/总额 [10] -> 8 (beyond)"),
        ("10", {"superior_funds": "6", "local_funds": "2"},
         "? 按来源：只印了“local_funds”“superior_funds”，不一定列全"),
        ("10", {"provincial_funds": "6", "other_funds": "2"}, "! /amounts/总额 [10] -> 8 (beyond)"),
        # unless it is 99 of 100 of it
        ("10.0", {"other_funds": "9.9"}, "! /amounts/总额 [10] -> 9.9 (rounding)"),
        ("100", {"other_funds": "99"}, "! /amounts/总额 [100] -> 99 (rounding)"),
        ("1000", {"other_funds": "989"}, "? 按来源：只印了“other_funds”一项，不一定列全"),
        ("1000", {"other_funds": "990"}, "! /amounts/总额 [1000] -> 990 (rounding)"),
        # blank, unread, none
        ("10", {"general_public_budget": "", "other_funds": ""}, "? 按来源：各分项均空白"),
        ("0", {"general_public_budget": "", "other_funds": ""}, "= 按来源：0 = 0 + 0，相符"),
        ("10", {"general_public_budget": "", "other_funds": "9"}, "! /amounts/总额 [10] -> 9 (beyond)"),
        ("10", {"general_public_budget": "x", "other_funds": "4"},
         "? 按来源：“general_public_budget”填的“x”读不出数来"),
        ("x", {"general_public_budget": "6", "other_funds": "4"}, "? 按来源：“总额”填的“x”读不出数来"),
        ("x", {"other_funds": "4"}, "? 按来源：“总额”填的“x”读不出数来"),
    ],
)  # fmt: skip
def test_a_total_by_its_sources(total: str, parts: dict[str, str], says: str) -> None:
    assert _by_source(total, **parts) == [says]


def test_a_total_without_sources() -> None:
    assert _by_source("10", project_expenditure="6") == []


@pytest.mark.parametrize(
    ("mixed", "whole", "says"),
    [
        (False, False, "? 按来源：只印了“other_funds”一项，不一定列全"),
        (False, True, "! /amounts/总额 [10] -> 6 (beyond)"),
        (True, False, "? 按来源：同一栏印了不止一个数，可能是总额与年度额并列"),
        (True, True, "? 按来源：同一栏印了不止一个数，可能是总额与年度额并列"),
    ],
)  # fmt: skip
def test_a_single_source_that_is_known_to_be_the_whole(mixed: bool, whole: bool, says: str) -> None:
    assert _by_source("10", mixed, whole, other_funds="6") == [says]
    assert _by_source("10", mixed, whole, other_funds="10") == ["= 按来源：10 = 10，相符"]
