"""Filing late, days outside the period, the whole period for a deadline: each day and month at its edge."""

from __future__ import annotations

from typing import Any

import pytest

from tests.quality.build import case_of, said


@pytest.mark.parametrize(
    ("filed", "says"),
    [
        ("2023年12月31日", "= 在期限之内"),
        ("2024年1月1日", "! /signoff/filing_date [2024-01-01] -> 不晚于 2023-12-31"), ("2023年12月", "= 在期限之内"),
        ("2024年1月", "! /signoff/filing_date [2024-01] -> 不晚于 2023-12-31"),
    ],
)  # fmt: skip
def test_the_last_day_for_a_target_form(filed: str, says: str) -> None:
    """A month without a day is late only where all its days are."""
    assert said("filed-late", {"year": 2024, "signoff": {"filing_date": filed}}) == [says]


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ({"year": None, "signoff": {"filing_date": "2024年1月1日"}}, "? 不知道本表的年度"),
        ({"year": None}, "? 不知道本表的年度"), ({"year": 2024}, "? 没有填报日期"),
        ({"year": 2024, "kind": "unknown", "signoff": {"filing_date": "2024年1月1日"}}, "= 本类表没有规定期限"),
    ],
)  # fmt: skip
def test_without_a_year_a_day_or_a_deadline(spec: dict[str, Any], says: str) -> None:
    assert said("filed-late", spec) == [says]


_IN = "= 第1行指标“完工”（时效指标）的日期在实施期内"
_LATE = "! /indicators/0/target [{}] -> 不晚于 2023-11"
_EARLY = "! /indicators/0/target [{}] -> 不早于 2022-03"


def _row(value: str, level2: str = "时效指标", name: str = "完工") -> list[str]:
    return ["产出指标", level2, name, value]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2023年11月30日", _IN), ("2023年11月底前", _IN), ("2023年12月1日", _LATE), ("2023年12月", _LATE),
        ("2024年", _LATE), ("2022年3月1日", _IN),
        ("2022年2月28日", _EARLY), ("2022年2月", _EARLY), ("2021年", _EARLY), ("2022年4月-2023年11月", _IN),
        ("2022年4月-2023年12月", _LATE), ("2022年1月-2022年2月", _EARLY),
    ],
)  # fmt: skip
def test_a_day_within_the_period(value: str, says: str) -> None:
    """As far as both are told: of a month any day may be meant."""
    form = {"year": 2022, "period": "2022年3月-2023年11月", "rows": [_row(value)]}
    assert said("deadline-outside", form) == [says.format(value)]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"rows": [_row("2024年6月")]}, ["? 不知道实施期的起止"]),
        ({"period": "长期", "rows": [_row("2024年6月")]}, ["? 不知道实施期的起止"]),
        ({"rows": [_row("100%"), _row("2024年6月", "质量指标"), _row("")]}, []),
        ({"period": "2024年1月-2024年5月", "rows": [_row("100%")]}, []),
    ],
)  # fmt: skip
def test_without_a_period_or_a_day(form: dict[str, Any], says: list[str]) -> None:
    assert said("deadline-outside", form) == says


def test_only_the_end_of_the_period_is_known_and_a_day_was_not_read() -> None:
    from extractor.quality.deadlines import deadline_outside
    from extractor.quality.registry import Fault

    case = case_of(
        {"year": 2024, "period": "2024年1月-2024年5月", "rows": [_row("2024年4月"), _row("2024年6月", name="验收")]}
    )
    assert case.form.period is not None
    case.form.period.start = None
    case.form.indicators[0].target.date = None
    unread, late = deadline_outside(case)
    assert getattr(unread, "why", "") == "第1行指标“完工”（时效指标）的日期“2024年4月”没有读成年月日"
    assert isinstance(late, Fault) and "晚于实施期的结束（? 至 2024-05）" in late.message
    assert late.inputs == {"验收": "2024-06", "实施期": "? 至 2024-05"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2023.07-2024.01", True), ("2023年1月1日-2023年12月31日", True), ("2023年7月9日-2024年1月9日", True),
        ("2023.07-2024.02", False), ("2023.08-2024.01", False), ("2023.01-2023.12", True),
        ("2023.01-2023.11", False), ("2023.02-2023.12", False),
        ("2024.01-2024.12", False), ("长期", True), ("全年", True), ("2024年1月底前", False), ("100%", False),
    ],
)  # fmt: skip
def test_the_whole_period_for_a_deadline(value: str, told: bool) -> None:
    form = {"year": 2023, "period": "2023.07-2024.01", "rows": [_row("5天"), _row(value)]}
    assert said("period-for-deadline", form) == ([f"! /indicators/1/target [{value}] -> 完成时限"] if told else [])
    days = {**form, "period": "2023年7月5日-2024年1月10日"}
    assert bool(said("period-for-deadline", days)) == told
    form["rows"] = [_row(value, "质量指标")]
    assert said("period-for-deadline", form) == []


def test_a_period_of_which_an_end_is_unknown_is_no_deadlines_own() -> None:
    form: dict[str, Any] = {"year": 2020, "rows": [_row("2023.07-2024.01")]}
    assert said("period-for-deadline", form) == []
    assert said("period-for-deadline", {**form, "period": "长期"}) == []
