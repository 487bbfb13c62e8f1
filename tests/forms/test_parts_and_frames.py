"""Right readings that were doubted: frames of departments, parts of a line, shares of a value, heads of two halves."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw


def read(sketch: str) -> Reading:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading


FRAME = """
# 2025年度部门整体支出绩效目标表
| 部门名称 | 某县农业农村局 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| {first} | 数量指标 | 播种面积 | ≥30万亩 |
| ^ | 质量指标 | 农田合格率 | ≥95% |
| {second} | 经济效益 | 农民收入增长率 | ≥5% |
| ^ | 社会效益 | 群众知晓率 | ≥90% |
| ^ | 服务对象满意度 | 农户满意度 | ≥90% |
"""


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [("履职效能", "社会效应", False), ("产出与效果指标", "产出与效果指标", False), ("产出指标", "产出指标", True)],
)
def test_kinds_of_every_sort_stand_under_a_departments_own_levels(first: str, second: str, doubted: bool) -> None:
    assert bool(read(FRAME.format(first=first, second=second)).doubts) == doubted


INFLUENCE = """
# 2024年度项目支出绩效自评表
| 项目名称 | 公共绿地养护 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| 产出 | 数量指标 | 绿地面积 | =12公顷 | 12公顷 | 30 | 30 |
| ^ | 质量指标 | 验收合格率 | =100% | 100% | 20 | 20 |
| 效益 | 社会效益指标 | 绿地投诉率 | ≤5% | 3% | 20 | 20 |
| {level} | 长效管理 | 制度健全性 | 健全 | 健全 | {points} | 20 |
"""


@pytest.mark.parametrize(
    ("level", "points", "doubted"), [("影响力", "20", False), ("传播能力", "20", False), ("传播能力", "", True)]
)
def test_a_row_in_words_of_its_own_with_points_is_an_indicator(level: str, points: str, doubted: bool) -> None:
    found = [d for d in read(INFLUENCE.format(level=level, points=points)).doubts if "可能不是指标" in d.why]
    assert bool(found) == doubted


PARTS = """
# 2024年度部门整体绩效目标表
| 部门名称 | < | 某县农业农村局 | < |
| 预算情况（万元） | 部门预算总额 | 638.20 | < |
| ^ | 基本支出 | 286.20 | < |
| ^ | 项目支出 | 352.00 | < |
| ^ | {first} | 2.00 | < |
| ^ | 特定目标类项目 | {second} | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 养护里程 | ≥300公里 |
"""


@pytest.mark.parametrize(
    ("first", "second", "unread"),
    [("其中：人员类项目", "350.00", False), ("其中：人员类项目", "340.00", True), ("人员类项目", "350.00", True)],
    ids=["add up", "do not", "no 其中"],
)
def test_parts_that_add_up_to_the_line_above_are_understood(first: str, second: str, unread: bool) -> None:
    reading = read(PARTS.format(first=first, second=second))
    assert any(d.code == "unread-text" for d in reading.doubts) == unread
    assert reading.form.amounts["project_expenditure"].value == "352.00"


def test_shares_of_what_was_reached_are_kept_aside() -> None:
    reading = read("""
# 2024年度项目支出绩效监控表
| 项目名称 | 救助补助 | < | < | < | < |
| 二级指标 | 三级指标 | 全年指标值 | 1—8月完成值 | 其中：本级完成 | 其中：下级完成 |
| 数量指标 | 保障人数 | ≥52000人 | 52836人 | 0人 | 52836人 |
| 质量指标 | 准确率 | ≥99% | 99.6% | 99.8% | 99.5% |
""")
    assert reading.doubts == [] and [row.actual for row in reading.form.indicators] == ["52836人", "99.6%"]
    kept = [u.text for u in reading.form.unmapped if not u.text.startswith("其中")]
    assert kept == ["0人", "52836人", "99.8%", "99.5%"]


def test_the_heads_of_income_and_spending_are_no_unread_text() -> None:
    reading = read("""
# 2025年度部门整体支出绩效目标表
| 部门名称 | 某县农业农村局 | < | < |
| 部门收入（万元） | < | 部门支出（万元） | < |
| 财政拨款 | 900 | 基本支出 | 400 |
| 其他资金 | 100 | 项目支出 | 600 |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 播种面积 | ≥30万亩 |
""")
    assert reading.doubts == [] and reading.form.currency_unit == "万元"


def test_rows_below_a_caption_and_the_numbers_of_the_columns() -> None:
    """The table was read without its heads: points for scores, all of it silently."""
    reading = read("""
# 2024年度项目绩效自评表
| 项目名称 | 学生营养改善 | < | < | < |
| 二级指标 | 三级指标 | 目标值 | 权重 | 得分 |
| 虹桐钟一览 | < | < | < | < |
| 1 | 2 | 3 | 4 | 5 |
| 数量指标 | 受益学生 | ≥900人 | 60 | 58 |
| 质量指标 | 达标率 | ≥95% | 40 | 40 |
""")
    assert [(row.weight, row.achieved_score) for row in reading.form.indicators] == [("60", "58"), ("40", "40")]


def test_a_date_before_its_label_at_the_end_of_a_row() -> None:
    reading = read("""
# 2021年项目支出绩效目标表
| 项目名称 | 传染病防治 | < | < |
| 二级指标 | 三级指标 | 指标值 | 备注 |
| 数量指标 | 培训人数 | ≥90人 | |
| 填报人 | 李秀珍 | 2021-10-25 | 填报日期 |
""")
    assert reading.form.signoff.filing_date == "2021-10-25" and reading.doubts == []


def test_a_column_of_standards_under_a_strange_head_is_unread_and_no_head() -> None:
    reading = read("""
# 2021年项目支出绩效目标表
| 项目名称 | 污水治理 | < | < |
| 钟琼澜段 | 三级指标 | 指标类别 | 指标值 |
| 计划标准 | 淘汰锅炉 | 数量指标 | ≥22台 |
| 计划标准 | 数据有效率 | 质量指标 | ≥93% |
| 计划标准 | 公众满意度 | 满意度指标 | ≥96% |
""")
    told = {(p["row"], p["col"]) for d in reading.doubts if d.code == "unread-text" for p in d.at.get("parts", [d.at])}
    kept = [row.standard for row in reading.form.indicators]
    assert kept == ["计划标准"] * 3 or told >= {(2, 0), (3, 0), (4, 0)}
