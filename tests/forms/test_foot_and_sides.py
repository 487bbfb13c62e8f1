"""Money that goes on to next year, the day at a form's foot, who files a monitoring, a dated remark under the title."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
ROWS = """| 一级指标 | 二级指标 | 三级指标 | < | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | < | ≥3座 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | < | ≥90% |
"""
MONEY = """| 资金总额 | 900 | 支出总额 | 900 | |
| 一般公共预算 | 700 | 基本支出 | 300 | |
| 上年结转 | 200 | 项目支出 | 600 | |
"""
FOOT = "填报人：张三　　联系电话：0737-2720000　　填报日期：2024年12月1日"


def read(table: str, foot: str = FOOT, under: str = "（2025年度）", title: str = "部门整体支出绩效目标表") -> Reading:
    [reading] = read_forms(draw(f"#     {title}\n#     {under}\n{table}{ROWS}{foot}\n"), RULES, "0" * 64)
    return reading


@pytest.mark.parametrize(
    "label", ["结转下年", "年末结转", "结转至下年度", "结转下一年度使用", "结转结余", "结转资金", "其他", "其他资金"]
)
def test_what_stands_on_the_side_of_spending_is_no_source(label: str) -> None:
    sides = f"| 收入 | < | 支出 | < | |\n{MONEY}| 其他资金 | 0 | {label} | 55 | |\n"
    amounts = read(sides).form.amounts
    assert {code: amount.value for code, amount in amounts.items()} == {
        "total": "900", "general_public_budget": "700", "carry_over": "200", "other_funds": "0",
        "basic_expenditure": "300", "project_expenditure": "600",
    }  # fmt: skip


@pytest.mark.parametrize("label", ["结转下年", "年末结转结余", "转入以后年度"])
def test_money_for_the_next_year_comes_from_no_year_before(label: str) -> None:
    reading = read(f"| 项目名称 | 泵站 | < | < | < |\n| 资金总额 | 900 | < | < | < |\n| {label} | 55 | < | < | < |\n")
    assert "carry_over" not in reading.form.amounts
    assert "55" in {item.text for item in reading.form.unmapped}


@pytest.mark.parametrize("label", ["上年结转", "以前年度结转", "结转资金", "结余结转资金"])
def test_money_of_the_year_before_is_a_source(label: str) -> None:
    reading = read(f"| 项目名称 | 泵站 | < | < | < |\n| 资金总额 | 900 | < | < | < |\n| {label} | 55 | < | < | < |\n")
    assert reading.form.amounts["carry_over"].value == "55"


@pytest.mark.parametrize(
    "foot",
    [
        "填报人：张三　　联系电话：0737-2720000　　时间：2024年12月1日",
        "填表人：张三　　时间：2024-12-01　　电话：0737-2720000",
        "经办人：张三　　电话：0737-2720000　　落款日期：2024年12月1日",
    ],
)
def test_the_day_at_the_foot(foot: str) -> None:
    reading = read(f"| 项目名称 | 泵站 | < | < | < |\n{MONEY}", foot)
    assert (reading.form.signoff.filing_date, reading.form.signoff.phone) == ("2024-12-01", "0737-2720000")
    assert reading.doubts == []


@pytest.mark.parametrize("foot", ["会议时间：2024年12月1日", "时间：见附件　　填报人：张三", "现场时间：2024年12月1日"])
def test_no_day_of_filing(foot: str) -> None:
    assert read(f"| 项目名称 | 泵站 | < | < | < |\n{MONEY}", foot).form.signoff.filing_date is None


@pytest.mark.parametrize("under", ["（2025年度第二次监控）", "（2025年第三季度报）", "（2025）年度中期自查"])
def test_a_dated_remark_is_nobody(under: str) -> None:
    reading = read(f"| 项目名称 | 泵站 | < | < | < |\n{MONEY}", under=under, title="项目支出绩效监控表")
    assert (reading.form.filer, reading.form.fiscal_year) == (None, 2025)


@pytest.mark.parametrize("label", ["监控单位", "自查单位", "监测单位", "评价单位"])
def test_who_watches_over_its_own_money_files(label: str) -> None:
    above = f"{label}：青禾县水利局　　监控时点：2025年9月30日\n"
    reading = read(f"{above}| 项目名称 | 泵站 | < | < | < |\n{MONEY}", title="项目支出绩效监控表")
    assert reading.form.filer == "青禾县水利局"


@pytest.mark.parametrize("label", ["被评价单位", "第三方评价单位", "计量单位"])
def test_who_does_not_file(label: str) -> None:
    above = f"{label}：青禾县水利局\n"
    assert read(f"{above}| 项目名称 | 泵站 | < | < | < |\n{MONEY}", title="项目支出绩效监控表").form.filer is None
