"""What is expected to be spent by the year's end is not what was spent, in whatever words the head says it."""

from __future__ import annotations

import pytest

from tests.forms.pages import reading, row


@pytest.mark.parametrize("head", ["预测全年支出", "全年预计支出", "预估全年支出数", "年底估计执行数", "推算全年支出"])
@pytest.mark.parametrize("spent", ["1-9月执行数", "截至9月支出"])
def test_a_forecast_is_not_what_was_spent(head: str, spent: str) -> None:
    rows = [
        row("项目名称", "4|空气站运维"),
        row("资金执行情况", "年初预算数", spent, head, "执行率"),
        row("资金总额", "620.00", "310.00", "620.00", "50%"),
        row("一级指标", "二级指标", "三级指标", "年度指标值", "1-9月完成值"),
        row("产出指标", "数量指标", "运维站点", "11个", "11个"),
        row("满意度指标", "服务对象满意度指标", "公众满意度", "≥85%", "89%"),
    ]
    read = reading(f"<p>2024年度项目绩效监控表（单位：万元）</p><table>{''.join(rows)}</table>")
    (entry,) = read.form.execution
    assert (entry.initial, entry.executed, entry.rate) == ("620.00", "310.00", "50%")
