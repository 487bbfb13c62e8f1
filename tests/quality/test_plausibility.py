"""Rates over 100 %, stale years, dates, phones and numbers that cannot be read: both sides of every condition."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.document import Cell, Grid
from extractor.quality.plausibility import impossible_date, number_unreadable, unclear_number
from extractor.quality.registry import Fault
from tests.quality.build import case_of, said


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


def _faults(rule: str, spec: dict[str, Any]) -> list[str]:
    return [say for say in said(rule, spec) if say.startswith("!")]


# --- over a hundred ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("验收合格率|100%", None), ("验收合格率|100.1%", "不超过 100%"), ("验收合格率|150%", "不超过 100%"),
        ("验收合格率|292%", "≥92%"), ("验收合格率|2920%", "不超过 100%"), ("验收合格率|29.2%", None),
        ("验收合格率|392%", "不超过 100%"),
        ("验收合格率|150", None), ("验收合格率|150次", None), ("验收合格率|不低于上年", None),
        ("收入增长率|150%", None), ("增长户占比|150%", "不超过 100%"), ("户均增长占全市的比例|150%", "不超过 100%"),
    ],
)  # fmt: skip
def test_a_target_over_a_hundred_per_cent(row: str, expected: str | None) -> None:
    """≥92% may have been read as 292%: the hint is for whole numbers from 200 to 299."""
    value = row.split("|")[1]
    told = _faults("rate-over-hundred", _form(f"产出指标|质量指标|{row}"))
    assert told == ([] if expected is None else [f"! /indicators/0/target [{value}] -> {expected}"])


@pytest.mark.parametrize(
    ("value", "hint"),
    [("292%", "超过 100%，可能是“≥92%”的 ≥ 被写成或认成了 2，请核对。"), ("192%", "超过 100%，请核对。")],
)
def test_a_rate_that_may_have_been_misread_says_how(value: str, hint: str) -> None:
    from extractor.quality.plausibility import rate_over_hundred

    (say,) = rate_over_hundred(case_of(_form(f"产出指标|质量指标|验收合格率|{value}")))
    assert isinstance(say, Fault) and say.message.endswith(f"的指标值“{value}”{hint}")


def test_a_row_is_told_once_and_hides_none_behind_it() -> None:
    columns = ["level1", "level2", "level3", "region:甲县", "region:乙县"]
    rows = ("甲合格率|150%|160%", "乙合格率|90%|160%", "丙增长|150%|90%", "丁合格率|150%|90%")
    form = _form(*(f"产出指标|质量指标|{row}" for row in rows), columns=columns)
    told = _faults("rate-over-hundred", form)
    assert [say.split(" ")[1] for say in told] == [f"/indicators/{n}/target" for n in (0, 1, 3)]


@pytest.mark.parametrize(
    ("name", "actual", "says"),
    [
        ("群众满意度", "100%", "="), ("群众满意度", "100.1%", "!"), ("群众满意度", "105", ""), ("群众满意度", "", ""),
        ("群众满意度", "约105%", ""), ("群众满意度", "１０５％", "!"), ("任务完成率", "120%", ""),
        ("合格率提升率", "120%", ""),
        ("增长户占比", "120%", "!"), ("增长户占比", "90%", "="), ("达标率同比", "120%", ""),
    ],
)  # fmt: skip
def test_an_actual_value_over_a_hundred_per_cent(name: str, actual: str, says: str) -> None:
    columns = ["level1", "level2", "level3", "target", "actual"]
    form = _form("产出指标|质量指标|任务完成率|90%|120%", f"产出指标|质量指标|{name}|90%|{actual}", columns=columns)
    assert [say[0] for say in said("actual-over-hundred", form)] == list(says)


# --- years ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "wrong"),
    [
        ("完成2023年任务", None), ("完成2022年任务", 2022), ("完成2026年任务", None), ("完成2027年任务", 2027),
        ("完成2020年和2024年任务", None), ("完成2020年和2021年任务", 2020), ("完成2050年任务", None),
        ("完成任务", None),
        ("落实《2018年规划》", None), ("财预〔2015年〕", None), ("2019年以来持续推进", None), ("较2019年增长", None),
        ("修复2012年形成的图纸", None), ("编号12020年", None),
    ],
)  # fmt: skip
def test_years_of_a_goal(goal: str, wrong: int | None) -> None:
    """From the year before to two years after; where one year is right, no other is wrong."""
    told = said("year-stale", {"year": 2024, "texts": {"annual_goal": goal}})
    assert told == ([] if wrong is None else [f"! /texts/annual_goal [{goal}] -> 2024年"])


@pytest.mark.parametrize(
    ("period", "years"),
    [
        (None, (2023, 2026)), ("2020年3月-2024年11月", (2020, 2026)), ("2024年3月-2028年11月", (2023, 2029)),
        ("2024年3月-2024年11月", (2023, 2026)), ("长期", (2023, 2026)),
    ],
)  # fmt: skip
def test_years_of_the_period_may_be_spoken_of(period: str | None, years: tuple[int, int]) -> None:
    more = {} if period is None else {"period": period}
    right = [year for year in range(2015, 2035) if not said(
        "year-stale", {"year": 2024, "texts": {"annual_goal": f"完成{year}年任务"}, **more})]  # fmt: skip
    assert (right[0], right[-1]) == years and len(right) == years[1] - years[0] + 1


def test_years_of_rows_and_of_a_form_without_a_year() -> None:
    rows = (
        "产出指标|数量指标|完成2020年任务|2021年底",
        "产出指标|数量指标|完成任务|2021年底",
        "产出指标|数量指标|甲|5人",
    )
    assert said("year-stale", _form(*rows, year=2024)) == [
        "! /indicators/0/level3 [完成2020年任务] -> 2024年", "! /indicators/1/target [2021年底] -> 2024年",
    ]  # fmt: skip
    assert said("year-stale", _form(*rows, year=None)) == ["? 不知道本表的年度"]


def test_a_long_goal_is_quoted_to_two_hundred_characters() -> None:
    (say,) = said("year-stale", {"year": 2024, "texts": {"annual_goal": "完成2020年任务" + "甲" * 200}})
    assert say == f"! /texts/annual_goal [完成2020年任务{'甲' * 191}] -> 2024年"


# --- dates ------------------------------------------------------------------------------------------------------


def _filed(raw: str, **more: Any) -> dict[str, Any]:
    return {"printed": [{"field": "/signoff/filing_date", "label": "填报日期", "raw": raw}], **more}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (_filed("2024年13月1日"), ["! /signoff/filing_date [2024年13月1日] -> 年、月、日"]),
        (_filed("2024年  月  日"), []),
        (_filed("2024 6"), ["! /signoff/filing_date [2024 6] -> 年、月、日"]), (_filed("某日"), []), (_filed(""), []),
        (_filed("2024年6月1日", signoff={"filing_date": "2024年6月1日"}), []),
        ({"printed": [_filed(raw)["printed"][0] for raw in ("", "2024年13月1日", "2024年14月1日")]},
         ["! /signoff/filing_date [2024年13月1日] -> 年、月、日"]),
        ({"period": "2024年3月-2024年11月"}, []),
        ({"period": "2024年10月-2024年3月"}, ["! /period [2024年10月-2024年3月] -> 结束晚于开始"]),
        ({"period": "2024年2月30日-2024年3月1日"}, ["! /period [2024年2月30日-2024年3月1日]"]),
        ({"period": "2024年3月-2024年3月"}, []), ({"period": "2024年3月5日-2024年3月"}, []),
        ({"period": "2024年3月5日-2024年2月"}, ["! /period [2024年3月5日-2024年2月] -> 结束晚于开始"]),
        ({"period": "2024.03.05-2024.03.04"}, ["! /period [2024.03.05-2024.03.04] -> 结束晚于开始"]),
        ({"period": "2024.03.05-2024.03.05"}, []), ({"period": "2025年3月、2024年2月、2023年1月"}, []),
        ({"period": "2024年"}, []),
    ],
)  # fmt: skip
def test_dates_of_the_head_and_foot(form: dict[str, Any], told: list[str]) -> None:
    assert said("date-unreadable", form) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2023年11月31日", "[2023年11月31日]"), ("2023年11月30日", None),
        ("2024年10月至2024年3月", "[2024年10月至2024年3月] -> 结束晚于开始"),
        ("2024年3月至2024年10月", None), ("2024年12月前完成，2024年6月前到位", None), ("100%", None),
    ],
)  # fmt: skip
def test_dates_of_a_value(value: str, told: str | None) -> None:
    says = said("date-unreadable", _form("产出指标|数量指标|甲|5人", f"产出指标|时效指标|完成时间|{value}"))
    assert says == ([] if told is None else [f"! /indicators/1/target {told}"])


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ("2024年13月", "2024年13月"), ("2024年12月", None), ("2024年0月", "2024年0月"), ("2024年2月29日", None),
        ("2023年2月29日", "2023年2月29日"),
        ("2024.2.30", "2024.2.30"), ("2024-12-31", None), ("2024/12/32", "2024/12/32"), ("2024-12/32", None),
        ("12024年13月", None),
        ("2024年6月30日至2024年6月31日", "2024年6月31日"), ("2024年6月0日", "2024年6月0日"),
        ("2024.13.1", "2024.13.1"), ("1999年13月", None),
    ],
)  # fmt: skip
def test_what_has_the_shape_of_a_date_and_is_none(raw: str, wrong: str | None) -> None:
    assert impossible_date(raw) == wrong


# --- phones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "digits"),
    [
        ("138001380", 9), ("13800138000", None), ("2721288", None), ("272128", 6), ("", None), ("见附件", None),
        ("内线 6012", None),
        ("短号 601", None), ("***1234", None), ("82212345 82212346", None), ("82212345 821234", 14),
        ("822123 4567890", 13),
        ("张三 13812345678", None), ("13812345678（张三）", None), ("（0737）2721288", None), ("张三 1381234567", 10),
        ("(82212345)", None), ("6012 82212345", 12), ("2345678 7654321", None), ("82212345 123456789", 17),
    ],
)  # fmt: skip
def test_phones(raw: str, digits: int | None) -> None:
    from extractor.quality.plausibility import phone_unreadable

    printed = [{"field": "/signoff/phone", "label": "联系电话", "raw": raw}]
    (say,) = phone_unreadable(case_of({"printed": printed}))
    assert (isinstance(say, Fault) and say.observed == raw) == (digits is not None)
    assert digits is None or f"共 {digits} 位数字" in getattr(say, "message", "")


def test_the_first_wrong_phone_is_told_behind_a_blank_and_a_right_one() -> None:
    printed = [
        {"field": "/signoff/phone", "label": "联系电话", "raw": raw} for raw in ("", "13800138000", "138", "139")
    ]
    assert said("phone-unreadable", {"printed": printed}) == ["! /signoff/phone [138] -> 11 位手机号或带区号的固定电话"]


# --- numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("良好", ""), ("□", ""), ("□95公里", "里的符号“□”认不出是什么意思"),
        ("≥9 5次", "的数字中间有空格或换行，分不清是一个数还是两个数"),
        ("9.5×103公里", "里的乘方写平了"), ("9.5×10345公里", ""), ("≥80公里≥95公里", "里连着写了两个值"),
        ("95公里", ""), ("80公里95公里", "里连着写了两个值"),
        ("≥80公里或≥95公里", ""),
    ],
)  # fmt: skip
def test_why_a_value_cannot_be_one_number(raw: str, why: str) -> None:
    assert unclear_number(raw) == why


@pytest.mark.parametrize(
    ("amounts", "says"),
    [
        ({"total": "854万854万"}, ["! /amounts/total [854万854万] -> 一个数"]), ({"total": "854"}, []),
        ({"total": "—"}, []),
        ({"total": ""}, []), ({"total": "参见附件1具体金额"}, ["? 金额写作“参见附件1具体金额”，要看别处"]),
        ({"total": "参见附件1具体金额" + "甲" * 40}, [f"? 金额写作“参见附件1具体金额{'甲' * 31}”，要看别处"]),
        ({"total": "854", "own_funds": "参见附件1", "other_funds": "7,00.0,77"},
         ["? 金额写作“参见附件1”，要看别处", "! /amounts/other_funds [7,00.0,77] -> 一个数"]),
    ],
)  # fmt: skip
def test_amounts_that_cannot_be_read(amounts: dict[str, str], says: list[str]) -> None:
    assert said("number-unreadable", {"amounts": amounts}) == says


@pytest.mark.parametrize(("raw", "sure"), [("854万854万", True), ("7,00.0,77", False)])
def test_a_doubled_amount_is_no_slip_of_the_recogniser(raw: str, sure: bool) -> None:
    (say,) = number_unreadable(case_of({"amounts": {"total": raw}}))
    assert isinstance(say, Fault) and say.sure == sure


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("≥9%0", "[≥9%0] -> ≥90%"), ("≥9%0至9%5", "[≥9%0至9%5] -> ≥90%至95%"), ("□95公里", "[□95公里] -> 一个数"),
        ("7..7", "[7..7] -> 一个数"),
        ("良好", None), ("95公里", None), ("≥90%", None), ("三到五次", None),
    ],
)  # fmt: skip
def test_values_that_cannot_be_read(value: str, told: str | None) -> None:
    says = said("number-unreadable", _form("产出指标|数量指标|甲|5人", f"产出指标|质量指标|某率|{value}"))
    assert says == ([] if told is None else [f"! /indicators/1/target {told}"])


def test_a_slipped_per_cent_sign_is_marked() -> None:
    (say,) = number_unreadable(case_of(_form("产出指标|质量指标|某率|≥9%0")))
    assert (
        isinstance(say, Fault) and say.spans == [[1, 4]] and say.message.endswith("读不成一个数，应为“≥90%”，请改正。")
    )
    (say,) = number_unreadable(case_of(_form("产出指标|质量指标|某率|7..7")))
    assert isinstance(say, Fault) and say.spans == [] and say.message.endswith("读不成一个数，请改写清楚。")


@pytest.mark.parametrize(
    ("raw", "stored", "told"),
    [
        ("12.35", "12.345", None), ("12.35", "12.4", "12.4"), ("12.35", "123450", None), ("12.35", "123500", None),
        ("12.35", "123449", "123449"), ("12.35", "123550", None), ("12.35", "123551", "123551"), ("12.35", "", None),
        ("—", "12.4", None), ("12", "125000", None), ("12", "125001", "125001"), ("12", "115000", None),
        ("12", "114999", "114999"),
    ],
)  # fmt: skip
def test_an_amount_whose_cell_stores_another_number(raw: str, stored: str, told: str | None) -> None:
    """Rounded to its last digit, as it stands or in yuan, it is the same money."""
    case = case_of({"amounts": {"own_funds": "7", "other_funds": "8", "total": raw}})
    for number, amount in enumerate(case.form.amounts.values()):
        amount.at = {"table": 0, "row": number, "col": 1}
    cells = [Cell(0, 1, text="7"), Cell(1, 1, text="8", stored="80000"), Cell(2, 1, text=raw, stored=stored)]
    case.reading.grids = [Grid(cells, 3, 2, 0)]
    faults = [say for say in number_unreadable(case) if isinstance(say, Fault)]
    assert [(f.pointer, f.observed, f.expected) for f in faults] == (
        [] if told is None else [("/amounts/total", raw, told)]
    )
