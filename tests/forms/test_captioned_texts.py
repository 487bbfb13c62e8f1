"""A box of one cell under a line that is its label: sections with their headings outside the tables."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

GOAL = "改造老旧管网12公里，消除爆管隐患，居民用水更安全。"
FORM = """
# 2025年度项目支出绩效目标表
# 一、项目基本情况
| 项目名称 | 老旧管网改造 | 主管部门 | 青禾县住建局 |
| 实施单位 | 青禾县市政管理所 | 资金总额（万元） | 320 |
# {heading}
| {text} |
# 三、绩效指标
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造管网长度 | 12公里 |
| ^ | 质量指标 | 隐患整改率 | 100% |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% |
"""


def read(heading: str, text: str = GOAL) -> Reading:
    [reading] = read_forms(draw(FORM.format(heading=heading, text=text)), load_rules(), "0" * 64)
    return reading


@pytest.mark.parametrize("heading", ["二、年度绩效目标", "二、项目绩效目标", "（二）总体目标", "年度总体目标"])
def test_the_line_above_is_the_label(heading: str) -> None:
    reading = read(heading)
    assert reading.form.texts.annual_goal == GOAL
    assert (reading.form.reading.doubts, reading.form.unmapped) == ([], [])
    roles = {entry["role"] for entry in reading.dump() if entry["text"] in (heading, GOAL)}
    assert roles == {"label", "value"}


def test_a_line_that_names_no_text_labels_none() -> None:
    reading = read("二、其他事项")
    assert reading.form.texts.annual_goal is None
    assert [entry.text for entry in reading.form.unmapped] == ["二、其他事项", GOAL]


def test_a_cell_that_has_a_label_of_its_own_keeps_it() -> None:
    assert read("二、年度绩效目标", "职能职责：管网的养护").form.texts.duties == "管网的养护"
