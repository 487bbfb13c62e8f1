"""Monitoring at two dates of one year: the latest is what was reached and spent (K36)."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import RULES, reading, row
from tests.make.sketch import draw

WORDS = vocabulary(RULES)
EARLY, LATE = ("40", "40%"), ("75", "75%")
ROWS = (("产出指标", "数量指标", "养护里程", "≥100公里"), ("效益指标", "社会效益指标", "通行能力", "≥90%"))


def _read(money: list[tuple[str, ...]], heads: list[tuple[str, ...]], reached: list[tuple[str, str]]) -> Reading:
    rows = [row("项目名称", "6|农村公路养护"), *(row(*cells) for cells in (*money, *heads))]
    rows += [row(*cells, *two, "") for cells, two in zip(ROWS, reached)]
    title = "<p>2026年项目支出绩效运行监控表（1-9月）（单位：万元）</p>"
    return reading(f"{title}<table>{''.join(rows)}</table>")


def _assert_latest(read: Reading) -> None:
    (spent,) = read.form.execution
    assert (spent.executed, spent.rate) == ("75", "75%")
    assert [one.actual for one in read.form.indicators] == ["80公里", "92%"]
    kept = {left.text for left in read.form.unmapped}
    assert kept >= {"40", "40%", "45公里", "85%"}
    assert not read.doubts


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("1-6月", "1-9月"),
        ("6月末", "9月末"),
        ("上半年", "前三季度"),
        ("截至6月30日", "截至9月30日"),
        ("半年", "三季度"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_latest_of_two_dates_in_the_heads(early: str, late: str, turned: bool) -> None:
    dates, money = ((late, early), (*LATE, *EARLY)) if turned else ((early, late), (*EARLY, *LATE))
    spent = [f"{date}{measure}" for date in dates for measure in ("执行数", "执行率")]
    reached = [("45公里", "80公里"), ("85%", "92%")]
    _assert_latest(
        _read(
            [("2/资金（万元）", "全年预算数", *spent, "备注"), ("100", *money, "")],
            [("一级指标", "二级指标", "三级指标", "指标值", *(f"{date}完成值" for date in dates), "偏差原因")],
            [two[::-1] if turned else two for two in reached],
        )
    )


def test_the_latest_of_two_dates_over_the_heads() -> None:
    _assert_latest(
        _read(
            [
                ("3/预算执行", "2/全年预算数", "2|上半年", "2|前三季度", "2/备注"),
                ("执行数", "执行率", "执行数", "执行率"),
                ("100", *EARLY, *LATE, ""),
            ],
            [
                ("2/一级指标", "2/二级指标", "2/三级指标", "2/指标值", "2|实际完成情况", "2/偏差原因"),
                ("上半年", "前三季度"),
            ],
            [("45公里", "80公里"), ("85%", "92%")],
        )
    )


@pytest.mark.parametrize(
    ("text", "month", "bare"),
    [
        ("1-9月执行数", 9, "执行数"),
        ("截至9月30日支出进度", 9, "支出进度"),
        ("前三季度完成值", 9, "完成值"),
        ("上半年执行率", 6, "执行率"),
        ("12月末完成情况", 12, "完成情况"),
        ("13月执行数", None, "执行数"),
        ("执行数", None, "执行数"),
    ],
)
def test_the_month_of_a_head(text: str, month: int | None, bare: str) -> None:
    assert (WORDS.grammar.month_of(text), WORDS.grammar.undated(text)) == (month, bare)


def test_quarters_alone_are_parts_of_the_year() -> None:
    assert WORDS.grammar.one_quarter("二季度完成值")
    assert not any(map(WORDS.grammar.one_quarter, ("前三季度", "三季度末", "半年")))


@pytest.mark.parametrize("reached", ["保持整洁，全年任务已完成。", "全年任务已完成"])
def test_what_was_reached_is_no_date_over_the_money(reached: str) -> None:
    """全年任务已完成 right over the heads of a block of money was taken for their date, and lost silently."""
    rows = (
        row("项目名称", "6|环卫保洁"),
        row("2/年度绩效目标", "3|年初绩效目标", "3|全年目标实际完成情况"),
        row("3|保持整洁。", f"3|{reached}"),
        row("2/资金（万元）", "资金构成", "年初预算数", "2|全年执行数", "执行率", "得分"),
        row("当年资金总额", "100", "2|95", "95%", "9.5"),
        row("一级指标", "二级指标", "三级指标", "2|指标值", "实际完成值", "得分"),
        row("产出指标", "数量指标", "养护里程", "2|≥100公里", "100公里", "10"),
    )
    read = reading(f"<p>2024年项目支出绩效自评表（单位：万元）</p><table>{''.join(rows)}</table>")
    assert read.form.texts.achievement == reached


def test_a_period_over_the_money_is_no_date_of_its_heads() -> None:
    [form] = read_forms(
        draw("""
# 2022年度项目支出绩效自评表
| 项目名称：古树保护 | < | < | < | < |
| 起止时间：2022年1月-12月 | < | < | < | < |
| 项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 执行率 |
| 年度资金总额 | 375 | 375 | 300 | 80% |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 |
| 产出指标 | 数量指标 | 复壮古树 | 60株 | 62株 |
| 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 93% |
"""),
        RULES,
        "0" * 64,
    )
    assert form.form.period is not None and form.form.period.raw == "2022年1月-12月"
    assert form.form.execution[0].executed == "300"


@pytest.mark.parametrize("spans", [("", "3|", "2|"), ("2|", "2|", "2|")])
def test_the_project_s_period_is_no_date_over_the_money(spans: tuple[str, str, str]) -> None:
    """项目实施期 beside 2025年1月-12月 right over 执行数 | 执行率 was taken for their date, and lost silently."""
    label, value, code = spans
    rows = (
        row("项目名称", "5|环卫保洁"),
        row(f"{label}项目实施期", f"{value}2024年1月-12月", *([] if label else [f"{code}66433258"])),
        row("资金构成", "年初预算数", "全年执行数", "执行率", "权重", "得分"),
        row("当年资金总额", "100", "95", "95%", "10", "9.5"),
        row("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "得分"),
        row("产出指标", "数量指标", "养护里程", "≥100公里", "100公里", "10"),
    )
    form = reading(f"<p>2024年项目支出绩效自评表（单位：万元）</p><table>{''.join(rows)}</table>").form
    assert form.period is not None and form.period.raw == "2024年1月-12月"
    assert (form.execution[0].initial, form.execution[0].executed) == ("100", "95")
