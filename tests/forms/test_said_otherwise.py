"""What was reached, why less was and what comes next, under words that no list holds."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

GOAL = "新建瞭望监控塔23座，组织实战演练16次。"
DONE = "全年各项任务已按计划完成，火灾受害率控制在规定指标以内。"
EVALUATION = f"""
# 2025年度项目支出绩效自评表
| 项目名称 | 森林防火 | < | < | < | < | < |
| 目标情况 | 设定的目标 | < | < | {{done}} | < | < |
| ^ | {GOAL} | < | < | {DONE} | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 得分 | {{why}} |
| 产出指标 | 数量指标 | 新建监控塔 | 23座 | 23座 | 50 | 无 |
| ^ | 质量指标 | 验收合格率 | 95% | 90% | 45 | 受连续降雨影响进度略慢，下年加快推进 |
| {{problems}} | 部分任务推进节奏前松后紧，资金支出集中在四季度。 | < | < | < | < | < |
| {{next}} | 提前做好前期工作，按月通报进度，均衡支出。 | < | < | < | < | < |
"""
MONITORING = f"""
# 2025年度项目支出绩效监控表
| 项目名称 | 森林防火 | < | < | < |
| 目标设定 | 年度总体目标 | < | {{done}} | < |
| ^ | {GOAL} | < | {DONE} | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | {{actual}} | 预计全年完成值 |
| 产出指标 | 数量指标 | 新建监控塔 | 23座 | 12座 | 23座 |
| ^ | 质量指标 | 验收合格率 | 95% | 90% | 95% |
"""


def read(sketch: str) -> Reading:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading


@pytest.mark.parametrize("done", ["目标落实情况", "任务兑现结果", "目标履行情况", "年末达成成效"])
@pytest.mark.parametrize("why", ["失分缘由", "与计划不一致的说明", "存在差距及对策"])
def test_what_was_reached_and_why_not_all_of_it(done: str, why: str) -> None:
    reading = read(EVALUATION.format(done=done, why=why, problems="存在问题", next="改进措施"))
    texts = reading.form.texts
    assert (texts.annual_goal, texts.achievement) == (GOAL, DONE)
    said = [row.deviation_reason for row in reading.form.indicators]
    told = any("/indicators" in d.pointer for d in reading.doubts)
    assert said == ["无", "受连续降雨影响进度略慢，下年加快推进"] or told


@pytest.mark.parametrize(
    ("problems", "after"), [("工作短板", "下一步怎么做"), ("遇到的困难", "今后打算"), ("不足之处", "改进思路")]
)
def test_what_went_wrong_and_what_comes_next(problems: str, after: str) -> None:
    reading = read(EVALUATION.format(done="实际完成情况", why="偏差原因", problems=problems, next=after))
    assert (reading.form.texts.problems or "").startswith("部分任务")
    assert (reading.form.texts.measures or "").startswith("提前做好")


def test_beside_a_goal_words_of_something_else_are_what_was_reached_with_a_doubt() -> None:
    reading = read(EVALUATION.format(done="政策落实情况", why="偏差原因", problems="存在问题", next="改进措施"))
    assert reading.form.texts.achievement == DONE
    assert "/texts/achievement" in [d.pointer for d in reading.doubts]


@pytest.mark.parametrize("done", ["8月底前目标落实情况", "截至8月底目标进展"])
@pytest.mark.parametrize("actual", ["截至8月的进度", "前8个月实绩", "8月末落实数", "钟琼澜段"])
def test_a_head_that_names_a_month_is_no_goal_and_values_before_a_forecast_were_reached(done: str, actual: str) -> None:
    reading = read(MONITORING.format(done=done, actual=actual))
    assert (reading.form.texts.annual_goal, reading.form.texts.achievement) == (GOAL, DONE)
    assert [row.actual for row in reading.form.indicators] == ["12座", "90%"]
    doubts = [d for d in reading.doubts if d.observed == actual]
    assert doubts or actual != "钟琼澜段"


def test_a_name_that_holds_such_a_word_is_no_label() -> None:
    reading = read("""
# 2025年度项目支出绩效自评表
| 薄弱学校改造项目 | 按计划组织实施改造，年底前完成验收，资金及时拨付。 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 |
| 产出指标 | 数量指标 | 改造学校 | 3所 | 3所 |
""")
    assert reading.form.texts.problems is None
