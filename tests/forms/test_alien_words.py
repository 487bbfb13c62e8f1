"""A label, head or caption that nobody knows: what it costs elsewhere in the form is told, at the cells it cost."""

from __future__ import annotations

import pytest

from extractor.forms.account import Doubt
from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

ROWS = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 |
"""


def read(sketch: str) -> list[Reading]:
    return read_forms(draw(sketch), load_rules(), "0" * 64)


def cells(doubts: list[Doubt]) -> set[tuple[int, int]]:
    places = [part for doubt in doubts for part in doubt.at.get("parts", [doubt.at])]
    return {(part["row"], part["col"]) for part in places if "row" in part}


GOALS = """
# 2024年度项目支出绩效目标申报表
| 项目名称 | < | 泵站改造 | < |
| 主管部门 | < | 青山县水利局 | < |
| 绩效目标 | 总体目标 | < | {second} |
| ^ | 三年改造泵站9座 | < | 改造3座 |
""".rstrip()


@pytest.mark.parametrize(
    ("sketch", "lost"),
    [
        (GOALS.format(second="栀衡谧") + ROWS, {(3, 1), (3, 3)}),
        (
            "# 2024年度项目支出绩效目标表\\n| 项目名称 | 农机补贴 | < | < |\\n"
            "| 三年滚动投资总额 | 300 | 年度财政资金总额 | 100 |\\n| 栀衡谧 | 240 | 栀衡谧 | 80 |\\n"
            "| 县级财政资金 | 60 | 县级财政资金 | 20 |" + ROWS,
            {(1, 3)},
        ),
        (
            "# 2024年度项目支出绩效目标表\\n| 填报单位：青山县水利局 | < | < | 栀衡谧 |\\n"
            "| 项目名称 | 农机补贴 | < | < |\\n| 资金总额 | 300 | < | < |" + ROWS,
            {(0, 3)},
        ),
    ],
)
def test_what_an_unknown_label_changes_elsewhere_is_told(sketch: str, lost: set[tuple[int, int]]) -> None:
    [reading] = read(sketch.replace("\\n", "\n"))
    assert lost <= cells([d for d in reading.doubts if d.code == "doubtful-reading"])


def test_a_form_that_names_both_goals_is_in_no_doubt_about_them() -> None:
    [reading] = read(GOALS.format(second="年度目标") + ROWS)
    assert not [d for d in reading.doubts if d.pointer.startswith("/texts/")]


LIST = """
# 2024年度项目支出绩效目标表
| {number} | 主管部门名称 | 具体承担单位 | {name} | 预算安排金额 | {goal} | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 1 | 青山县水利局 | 青山县水务中心 | 公用经费 | 100 | 保障灌溉 | 产出指标 | 数量指标 | 改造泵站 | ≥3座 |
| ^ | ^ | ^ | ^ | ^ | ^ | ^ | 质量指标 | 合格率 | 100% |
"""


def test_a_head_worded_like_a_field_holds_a_value_that_has_a_place() -> None:
    """具体承担单位 stood in no list and was kept as a further column, its values lost without a word."""
    [reading] = read(LIST.format(number="栀衡谧", name="项目名称", goal="绩效总目标"))
    assert reading.form.implementer == "青山县水务中心" or (1, 2) in cells(reading.doubts)


def test_a_text_beside_the_name_of_a_kind_of_money_is_no_money() -> None:
    """公用经费 under a head that nobody knew was taken for money, and the goal beside it for its sum."""
    [reading] = read("""
# 项目支出绩效目标表
# 单位名称：某县民族中学
| 栀衡谧 | 项目年度绩效目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 公用经费 | 保障学校正常运转 | 产出指标 | 数量指标 | 保障人数 | 86人 |
| ^ | ^ | ^ | 质量指标 | 合格率 | 100% |
""")
    unread = cells([d for d in reading.doubts if d.code == "unread-text"])
    assert {(1, 0), (1, 1)} <= unread


TWO_ROWS = """
# 2024年度项目支出绩效目标表
| 项目名称 | 规划编制 | < | < | < | < |
| 绩效指标 | < | < | < | < | < |
| 一级指标 | 甲乙丙 | 二级指标 | 三级指标 | 指标值 | 绩效标准 |
| 产出指标 | 见附录 | 数量指标 | 规划文本 | ≥2份 | 计划标准 |
| 注：以下由单位填写 | < | < | < | < | 同前述 |
| 效益指标 | 照旧例 | 社会效益指标 | 引领作用 | ≥3项 | 行业标准 |
| 满意度指标 | 照旧例 | 服务对象满意度指标 | 群众满意度 | ≥90% | 行业标准 |
"""


def test_rows_that_go_on_below_a_note_keep_the_columns_of_their_heads() -> None:
    [reading] = read(TWO_ROWS)
    rows = reading.form.indicators
    assert [row.level3.raw for row in rows if row.level3] == ["规划文本", "引领作用", "群众满意度"]
    assert [row.standard for row in rows] == ["计划标准", "行业标准", "行业标准"]
    assert {(3, 1), (5, 1), (6, 1)} <= cells(reading.doubts)


def test_of_two_columns_of_names_the_listed_head_is_the_name() -> None:
    [reading] = read("""
# 2023年部门预算项目支出绩效目标表
# 部门名称：某州发展改革委
| 项目名称 | 预算金额 | 绩效指标 | < | < | < | < |
| ^ | ^ | 一级指标 | 甲乙丙 | 二级指标 | 三级指标 | 指标值 |
| 规划编制 | 80 | 产出指标 | 见附录 | 数量指标 | 规划文本 | 2份 |
| ^ | ^ | ^ | 同前述 | 时效指标 | 完成时间 | 12月 |
""")
    assert [row.level3.raw for row in reading.form.indicators if row.level3] == ["规划文本", "完成时间"]
    assert {(2, 3), (3, 3)} <= cells([d for d in reading.doubts if d.code == "unread-text"])


def test_the_values_of_several_places_are_said_to_stand_in_all_their_cells() -> None:
    [reading] = read("""
# 2024年乡镇补助资金绩效目标表
| 项目单位 | 产出指标 | < | 效益指标 |
| ^ | 数量指标 | 质量指标 | 社会效益指标 |
| | 修路条数 | 合格率 | 出行改善 |
| 红石乡 | 2条 | 100% | 明显 |
| 白沙乡 | 3条 | 100% | 明显 |
""")
    assert [[part["row"] for part in at["target"]["parts"]] for at in reading.cells_at] == [[3, 4]] * 3


def test_a_label_and_its_value_below_one_kept_aside_are_no_captions() -> None:
    [reading] = read(
        """
# 2024年度项目支出绩效目标表
| 项目名称 |
| 泵站改造 |
| 项目属性 |
| 经常性项目 |
| 荻筠蒲 |
| 李秀珍 |
| 联系电话 |
| 13844023829 |
"""
        + "".join(ROWS)
    )
    assert {(4, 0), (5, 0)} <= cells([d for d in reading.doubts if d.code == "unread-text"])


def test_a_goal_beside_several_rows_is_no_value_of_theirs() -> None:
    """The columns of goal and value changed places: the goal was the value of every row, and nothing said so."""
    [reading] = read("""
# 项目支出绩效目标表
# 单位名称：某县民族中学
| 项目名称 | 栀衡谧 | 一级指标 | 二级指标 | 三级指标 | 项目年度绩效目标 |
| 食堂改造 | 86人 | 产出指标 | 数量指标 | 保障人数 | 保障学校正常运转 |
| ^ | 100% | ^ | 质量指标 | 合格率 | ^ |
""")
    assert (0, 5) in cells(reading.doubts)


SCORED = """
# 2023年度项目支出绩效自评表
| 项目名称 | 水库除险 | < | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | {a} | {b} | 年度指标值 | 实际完成值 | 得分 |
| 产出指标 | 数量指标 | 除险水库 | 90 | 50 | 3座 | 3座 | 50 |
| ^ | ^ | 巡查次数 | ^ | 40 | ≥9次 | 9次 | 40 |
"""


def test_of_several_columns_of_points_the_rows_own_is_the_one_that_every_row_has() -> None:
    [reading] = read(SCORED.format(a="分值", b="分值"))
    assert [row.weight for row in reading.form.indicators] == ["50", "40"]


def test_two_columns_of_what_was_reached_for_one_of_values_are_told() -> None:
    [reading] = read(SCORED.format(a="执行数", b="分值"))
    actual = [c for c in reading.columns if c.role == "actual"]
    assert len(actual) == 2 and (1, 3) in cells(reading.doubts)


def test_an_income_of_a_kind_that_no_key_takes_is_told_and_refuses_no_form() -> None:
    [reading] = read(
        """
# 2024年度项目支出绩效目标表
| 项目名称 | 幼儿园运转 | < | < |
| 资金总额（万元） | 20.00 | < | < |
| 财政拨款 | 11.40 | < | < |
| 保教费收入安排 | 8.60 | < | < |
""".rstrip()
        + ROWS
    )
    assert [(d.code, d.grave) for d in reading.doubts] == [("doubtful-reading", False)]
    assert (3, 1) in cells(reading.doubts)
