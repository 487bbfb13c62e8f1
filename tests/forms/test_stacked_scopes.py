"""Long-term indicators above annual ones under heads printed once: the label beside the rows says which (K20)."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.rulebook import load_rules
from tests.make.sketch import draw

FORM = """
# 2024年度项目支出绩效目标表
| 项目名称 | 空气站运维 | < | < | < |
| 主管部门 | 青禾县生态局 | < | 实施单位 | 青禾县监测站 |
| {first} | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| ^ | 产出指标 | 数量指标 | 运维站点 | 33个 |
| ^ | ^ | 质量指标 | 数据有效率 | ≥95% |
| ^ | 满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥90% |
| {second} | 产出指标 | 数量指标 | 运维站点 | 11个 |
| ^ | ^ | 质量指标 | 数据有效率 | ≥92% |
| ^ | 满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥85% |
"""


@pytest.mark.parametrize(
    ("first", "second", "scopes"),
    [
        ("中期指标", "年度指标", ["period", "annual"]),
        ("实施期绩效指标", "年度绩效指标", ["period", "annual"]),
        ("年度绩效指标", "中期绩效指标", ["annual", "period"]),
        ("绩效指标", "其他绩效指标", ["annual", "annual"]),
    ],
)
def test_the_label_beside_the_rows_says_the_scope(first: str, second: str, scopes: list[str]) -> None:
    [reading] = read_forms(draw(FORM.format(first=first, second=second)), load_rules(), "0" * 64)
    assert [row.scope for row in reading.form.indicators] == [scope for scope in scopes for _ in range(3)]
