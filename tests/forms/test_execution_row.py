"""The execution of the budget among the rows of indicators, and a project named in a cell of its own."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
HEADS = "| 序号 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |\n"
ROWS = """| 1 | 产出指标 | 数量指标 | 改造泵站 | ≥3座 | 3座 | 50 | 50 |
| 2 | 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 92% | 40 | 40 |
"""


def read(row: str, head: str = "| 项目名称 | 泵站改造 | < | < | < | < | < | < |\n") -> Reading:
    top = f"#     2025年度项目支出绩效自评表\n{head}"
    [reading] = read_forms(draw(top + HEADS + ROWS + row), RULES, "0" * 64)
    return reading


@pytest.mark.parametrize("level", ["预算执行 | <", "预算执行率 | <", "预算执行 | 预算执行率"])
@pytest.mark.parametrize(
    "figures", ["预算数：210.00万元 | 执行数：199.5万元", "全年预算数210.00万元 | 全年执行数199.5万元"]
)
def test_a_numbered_row(level: str, figures: str) -> None:
    reading = read(f"| 3 | {level} | 年度资金总额 | {figures} | 10 | 9.5 |\n")
    assert [i.level3.raw for i in reading.form.indicators if i.level3] == ["改造泵站", "居民满意度"]
    [entry] = reading.form.execution
    assert (entry.item, entry.adjusted, entry.executed) == ("年度资金总额", "210.00", "199.5")
    assert (entry.rate, entry.weight, entry.score) == (None, "10", "9.5")
    assert (reading.form.currency_unit, reading.doubts) == ("万元", [])


@pytest.mark.parametrize("figures", ["≥95% | 96%", "预算数：210万元 | 96%", "预算数：210万元 | 执行数：略"])
def test_a_rate_of_execution_is_an_indicator(figures: str) -> None:
    reading = read(f"| 3 | 预算执行 | 预算执行率 | 预算执行率 | {figures} | 10 | 9.5 |\n")
    assert len(reading.form.indicators) == 3 and reading.form.execution == []


@pytest.mark.parametrize("label", ["项目", "课题名"])
def test_a_project_in_a_cell_of_its_own(label: str) -> None:
    reading = read("", f"| {label}：泵站改造与清淤 | < | < | < | 填报单位：青禾县水利局 | < | < | < |\n")
    assert (reading.form.project_name, reading.form.filer) == ("泵站改造与清淤", "青禾县水利局")


def test_two_such_cells_are_told() -> None:
    reading = read("", "| 项目：泵站改造 | < | < | < | 课题名：河道清淤 | < | < | < |\n")
    assert reading.form.project_name is None and reading.doubts != []
