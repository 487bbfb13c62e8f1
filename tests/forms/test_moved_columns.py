"""Columns put in, moved or headed by words of nobody: read right where the rest says what they are, else told."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

HEAD = "# 2024年度项目支出绩效目标表\n| 项目名称 | 校舍改造 | < | < | < |\n"
EVALUATION = "# 2024年度项目支出绩效自评表\n| 项目名称 | 校舍改造 | < | < | < | < | < | < |\n"
MONITORING = "# 2024年度项目支出绩效运行监控表\n| 项目名称 | 校舍改造 | < | < | < |\n"


def read(sketch: str) -> Reading:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading


def levels(reading: Reading) -> list[tuple[str | None, str | None]]:
    return [tuple(label and label.raw for label in (row.level1, row.level2)) for row in reading.form.indicators]  # type: ignore[misc]


def whys(reading: Reading) -> str:
    return " ".join(doubt.why for doubt in reading.doubts)


def test_bands_beside_a_column_put_in_stay_bands() -> None:
    reading = read(
        HEAD + "| 产出指标 | < | < | < | 钟岚 |\n| 数量指标 | < | < | < | 17 |\n| 改造面积 | < | ≥80平方米 | < | 23 |\n"
        "| 质量指标 | < | < | < | 17 |\n| 验收合格率 | < | 100% | < | 41 |\n| 满意度指标 | < | < | < | 23 |\n"
        "| 服务对象满意度 | < | < | < | 17 |\n| 师生满意度 | < | ≥90% | < | 23 |\n"
    )
    assert levels(reading) == [
        ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("满意度指标", "服务对象满意度")
    ]  # fmt: skip
    assert [row.target.raw for row in reading.form.indicators] == ["≥80平方米", "100%", "≥90%"]


def test_a_caption_among_bands_moves_no_level() -> None:
    reading = read(
        HEAD + "| 产出指标 | < | < | < | < |\n| 岚桐一览 | < | < | < | < |\n| 数量指标 | < | < | < | < |\n"
        "| 改造面积 | < | < | ≥80平方米 | < |\n| 成本指标 | < | < | < | < |\n| 单位造价 | < | < | ≤900元 | < |\n"
        "| 效益指标 | < | < | < | < |\n| 社会效益指标 | < | < | < | < |\n| 受益学生 | < | < | ≥300人 | < |\n"
    )
    assert levels(reading) == [("产出指标", "数量指标"), ("产出指标", "成本指标"), ("效益指标", "社会效益指标")]


@pytest.mark.parametrize(("first", "second"), [("一、产出指标", "二、效益指标"), ("产出指标", "效益指标")])
def test_the_caption_of_all_rows_is_no_level(first: str, second: str) -> None:
    reading = read(
        HEAD
        + f"|  | 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出与效果指标 | {first} | 数量指标 | 面积 | 80米 |\n"
        f"| ^ | {second} | 社会效益指标 | 学生 | ≥300人 |\n"
    )
    assert levels(reading) == [(first, "数量指标"), (second, "社会效益指标")] and not reading.doubts
    parted = read(
        HEAD + "|  | 二级指标 | 三级指标 | 指标值 | 备注 |\n| 产出与效果指标 | 产出 | < | < | < |\n"
        "| ^ | 数量指标 | 面积 | ≥80平方米 |  |\n| ^ | 效益 | < | < | < |\n| ^ | 社会效益指标 | 学生 | ≥300人 |  |\n"
    )
    assert levels(parted) == [("产出", "数量指标"), ("效益", "社会效益指标")]


def test_the_value_behind_what_was_reached_is_the_value() -> None:
    reading = read(
        MONITORING + "| 一级指标 | 三级指标 | 监控时点完成值 | 指标值（目标） | 偏差原因分析 |\n"
        "| 产出指标 | 面积 | 60平方米 | ≥80平方米 |  |\n| 效益指标 | 学生 | 300人 | ≥300人 |  |\n"
    )
    assert [(row.target.raw, row.actual) for row in reading.form.indicators] == [
        ("≥80平方米", "60平方米"), ("≥300人", "300人")
    ]  # fmt: skip


def test_what_is_expected_was_not_reached() -> None:
    reading = read(
        MONITORING + "| 一级指标 | 三级指标 | 年度指标值 | 前三季度完成值 | 预计全年完成情况 |\n"
        "| 产出指标 | 面积 | ≥80平方米 | 60平方米 | 85平方米 |\n| 效益指标 | 学生 | ≥300人 | 300人 | 310人 |\n"
    )
    assert [row.actual for row in reading.form.indicators] == ["60平方米", "300人"] and not reading.doubts


@pytest.mark.parametrize("whole", [("全年完成值", "110人次", "94%"), ("备注", "", "")], ids=["beside it", "alone"])
def test_shares_of_two_levels_are_not_what_was_reached(whole: tuple[str, str, str]) -> None:
    reading = read(
        EVALUATION + f"| 一级指标 | 三级指标 | 年度指标值 | 本级完成 | 下级完成 | {whole[0]} | 分值 | 得分 |\n"
        f"| 产出指标 | 培训人次 | ≥100人次 | 60人次 | 50人次 | {whole[1]} | 60 | 60 |\n"
        f"| 效益指标 | 合格率 | ≥90% | 95% | 92% | {whole[2]} | 40 | 40 |\n"
    )
    assert [row.actual or "" for row in reading.form.indicators] == list(whole[1:])
    assert ("下级完成", "50人次") in [(u.label, u.text) for u in reading.form.unmapped]


@pytest.mark.parametrize(
    ("title", "given", "further", "asked"),
    [("项目支出绩效评价指标体系评分表", "评分标准", "备注", False), ("部门评价得分表", "评价要点", "备注", False),
     ("项目支出绩效评价打分表", "评分标准", "钟岚桐", True)],
)  # fmt: skip
def test_a_table_of_scores_has_no_values(title: str, given: str, further: str, asked: bool) -> None:
    reading = read(
        f"# 2023年度{title}\n| 一级指标 | 二级指标 | 三级指标 | 分值 | {given} | 得分 | {further} |\n"
        "| 决策 | 项目立项 | 立项依据充分性 | 40 | 符合政策得40分 | 40 | 见附录 |\n"
        "| 产出 | 产出数量 | 培训人次完成率 | 60 | 按比例得分 | 58 | 同前述 |\n"
    )
    assert reading.form.kind == "project_self_evaluation" and reading.form.title == f"2023年度{title}"
    assert any(d.code == "missing-column" for d in reading.doubts) == asked


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("| 钟岚 | 二级指标 | 一级指标 | 指标值 |  |\n| 面积 | 数量指标 | 产出指标 | ≥80平方米 |  |\n"
         "| 学生 | 社会效益指标 | 效益指标 | ≥300人 |  |\n", "没有读到指标名称"),
        ("| 一级指标 | 二级指标 | 三级指标 | 指标值 |  |\n| 产出指标 | 数量指标 | 面积 | 900 |  |\n"
         "| ^ | 质量指标 | 合格率 | ^ |  |\n| 效益指标 | 社会效益指标 | 学生 | ^ |  |\n", "各是几行的指标值"),
        ("| 一级指标 | 三级指标 | 指标性质 | 资金总额 | 度量单位 |\n| 产出指标 | 面积 | ≥ | 900 | 平方米 |\n"
         "| 效益指标 | 学生 | ≥ | 800 | 人 |\n", "列名说的是别的栏目"),
    ],
    ids=["names", "one value", "money"],
)  # fmt: skip
def test_a_column_in_another_s_place_is_told(rows: str, said: str) -> None:
    assert said in whys(read(HEAD + rows))


def test_grades_with_a_column_among_them_are_told() -> None:
    row = "| {} | {} | {} | {} | {} | {} |\n"
    reading = read(
        "# 2024年度项目支出绩效目标表\n| 项目名称 | 校舍改造 | < | < | < | < |\n"
        + row.format("一级指标", "良", "三级指标", "优", "中", "差")
        + row.format("产出指标", "≥70平方米", "面积", "≥80平方米", "≥60平方米", "≥50平方米")
        + row.format("效益指标", "≥250人", "学生", "≥300人", "≥200人", "≥100人")
    )
    assert "中间夹着“三级指标”" in whys(reading)


def test_a_caption_between_the_heads_of_money_and_its_figures_is_told() -> None:
    sketch = (
        "# 2024年部门整体支出绩效目标表\n| 部门名称 | < | 青山县水利局 | < | < |\n"
        "| 预算资金情况（万元） | 支出类别 | 一般公共预算 | 政府性基金 | 小计 |\n{}| ^ | 基本支出 | 3 | 0 | 3 |\n"
        "| ^ | 合计 | 4 | 0.5 | 4.5 |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |\n"
        "| 产出指标 | 数量指标 | 面积 | ≥80平方米 |  |\n"
    )
    assert "夹在资金的栏名和数字之间" in whys(read(sketch.format("| ^ | 岚桐栀 | < | < | < |\n")))
    assert "夹在资金的栏名" not in whys(read(sketch.format("")))


def test_a_caption_among_numbered_goals_is_told() -> None:
    sketch = (
        "# 2024年度项目支出绩效目标表\n| 项目名称 | 校舍改造 | < | < |\n| 年度绩效目标 | 目标1 | 改造校舍 | < |\n"
        "{}| ^ | 目标2 | 学生满意 | < |\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 产出指标 | 数量指标 | 面积 | ≥80平方米 |\n| 效益指标 | 社会效益指标 | 学生 | ≥300人 |\n"
    )
    assert "夹在分条写的目标中间" in whys(read(sketch.format("| ^ | 岚桐栀 | < | < |\n")))
    assert not read(sketch.format("")).doubts
