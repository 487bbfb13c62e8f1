"""What a form says beside its fields, under labels counties word as they like, is understood and no unread text."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.rulebook import load_rules
from tests.make.sketch import draw

DEPARTMENT = """
# 2025年度部门整体支出绩效目标表
| 部门名称 | 青禾县民政局 | < | < |
| {label} | 内设股室5个，下属事业单位8家，在职人员62人，其中行政18人。 | < | < |
| 年度资金总额（万元） | 1200 | < | < |
| 年度绩效目标 | 保障低保对象基本生活，做好养老服务。 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 保障低保对象人数 | ≥3200人 |
| ^ | 质量指标 | 资金发放准确率 | ≥99% |
| 满意度指标 | 服务对象满意度指标 | 低保对象满意度 | ≥90% |
"""
EVALUATION = """
# 2024年度项目支出绩效自评表
| 项目名称 | 村级卫生室改造 | < | < | < | < |
| 主管部门 | 青禾县卫生健康局 | < | 实施单位 | 青禾县卫生健康局 | < |
| {label} | < | {text} | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分 |
| 产出指标 | 数量指标 | 改造卫生室个数 | 12个 | 12个 | 40 |
| 效益指标 | 社会效益指标 | 就诊条件改善程度 | 明显改善 | 明显改善 | 40 |
| 满意度指标 | 服务对象满意度指标 | 村民满意度 | ≥90% | 93% | 10 |
"""
MONITORING = """
# 2025年度项目支出绩效运行监控表
| 项目名称 | 老旧管网改造 | < | < | < | < |
| 主管部门 | 青禾县住房和城乡建设局 | < | 实施单位 | 青禾县市政管理所 | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月完成值 | {label} |
| 产出指标 | 数量指标 | 改造管网长度 | 12公里 | 7公里 | |
| ^ | 质量指标 | 隐患整改率 | 100% | 96% | 2处隐患在整改期限内 |
| 效益指标 | 社会效益指标 | 受益户数 | 800户 | 500户 | |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 年底测评 | |
"""


def doubts(sketch: str) -> list[str]:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return [doubt.why for doubt in reading.form.reading.doubts]


@pytest.mark.parametrize("label", ["机构设置及人员配置", "机构编制及人员构成", "单位基本情况", "部门组成"])
def test_what_a_department_is_made_of(label: str) -> None:
    assert doubts(DEPARTMENT.format(label=label)) == []


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("3.资金使用是否合规", "是。资金专账核算，未发现截留、挪用。"),
        ("资金管理使用情况", "严格按办法执行，专款专用。"),
        ("财务管理合规性", "合规"),
    ],
)
def test_whether_the_money_was_used_as_it_should(label: str, text: str) -> None:
    assert doubts(EVALUATION.format(label=label, text=text)) == []


@pytest.mark.parametrize("label", ["情况说明", "补充说明", "简要说明", "需说明的事项"])
def test_a_column_of_remarks_in_which_hardly_any_row_has_one(label: str) -> None:
    assert doubts(MONITORING.format(label=label)) == []


def test_numbers_under_a_label_that_says_nothing_are_still_told() -> None:
    assert doubts(DEPARTMENT.format(label="乙项"))
