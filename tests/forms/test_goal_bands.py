"""Goals over the whole width, each above indicators of its own: read as the parts of one goal, none unread (K13)."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.rulebook import load_rules
from tests.make.sketch import draw

FORM = """
# 2024年度项目支出绩效目标表
| 项目名称 | 公共文化服务 | < | < | < |
| 主管部门 | 青禾县文化局 | < | 实施单位 | 青禾县文化馆 |
| {first}：开展送戏下乡，覆盖全部行政村 | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 分值 |
| 产出指标 | 数量指标 | 送戏场次 | 60场 | 25 |
| 效益指标 | 社会效益指标 | 惠及群众人次 | 3万人次 | 25 |
| {second}：免费开放文化馆 | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 分值 |
| 产出指标 | 时效指标 | 免费开放天数 | 300天 | 25 |
| 满意度指标 | 服务对象满意度指标 | 观众满意度 | ≥90% | 25 |
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("年度绩效目标", "年度绩效目标"),
        ("年度绩效目标1", "年度绩效目标2"),
        ("年度绩效目标1（50分）", "年度绩效目标2（50分）"),
        ("年度绩效目标一", "年度绩效目标二"),
        ("年度绩效目标①", "年度绩效目标②"),
    ],
)
def test_each_is_a_part_of_the_goal(first: str, second: str) -> None:
    [reading] = read_forms(draw(FORM.format(first=first, second=second)), load_rules(), "0" * 64)
    form = reading.form
    assert form.texts.annual_goal == "开展送戏下乡，覆盖全部行政村\n免费开放文化馆"
    assert len(form.indicators) == 4
    assert (form.unmapped, form.reading.doubts) == ([], [])


def test_a_number_before_a_colon_makes_no_label_of_other_words() -> None:
    [reading] = read_forms(draw(FORM.format(first="目的1", second="目的2")), load_rules(), "0" * 64)
    assert reading.form.texts.annual_goal is None
    assert [entry.text for entry in reading.form.unmapped][0].startswith("目的1：")
