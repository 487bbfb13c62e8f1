"""A wording that no list holds costs nothing where the rest of the form makes it plain: fields, columns, bands,
heads.
"""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import needed
from extractor.forms.assemble import read_forms
from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.forms.needed import read_needed
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
ROWS = """
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 |
| ^ | 质量指标 | 验收合格率 | ≥98% |
| 满意度指标 | 服务对象满意度指标 | 沿河村民满意度 | ≥90% |
"""


def read(sketch: str) -> list[Reading]:
    return read_forms(draw(sketch), load_rules(), "0" * 64)


def one(sketch: str) -> Reading:
    [reading] = read(sketch)
    return reading


def rows(reading: Reading, *keys: str) -> list[tuple[Any, ...]]:
    found = []
    for row in reading.form.indicators:
        values = {"name": row.level3.raw if row.level3 else None, "target": row.target.raw}
        levels = {k: label.raw if (label := getattr(row, k)) else None for k in ("level1", "level2")}
        rest = {k: getattr(row, k) for k in ("weight", "actual", "achieved_score")}
        found.append(tuple((values | levels | rest)[k] for k in keys))
    return found


@pytest.mark.parametrize(
    ("name", "chief", "doer", "goal", "money"),
    [
        ("拟办项目", "主管局", "具体承担", "年内打算", "安排（万元）"),
        ("自评项目", "归口", "落实方", "想达到的目标", "投入额（万元）"),
        ("工程", "上级主管", "施工实施方", "今年要干的", "花费预算（万元）"),
    ],
)
def test_labels_in_words_of_their_own_fill_what_the_form_lacks(
    name: str, chief: str, doer: str, goal: str, money: str
) -> None:
    form = one(f"""
# 2024年度项目支出绩效目标表
| {name} | 老河道清淤整治 | < | < |
| {chief} | 青禾县水利局 | {doer} | 青禾县河道管理站 |
| {money} | 320 | < | < |
| {goal} | 清淤河道12公里，汛期前完工，沿河村庄不再内涝。 | < | < |
{ROWS}""").form
    assert (form.project_name, form.department, form.implementer) == (
        "老河道清淤整治",
        "青禾县水利局",
        "青禾县河道管理站",
    )
    assert form.texts.annual_goal == "清淤河道12公里，汛期前完工，沿河村庄不再内涝。"
    assert form.amounts["total"].value == "320"


def test_the_same_labels_over_their_values() -> None:
    form = one(f"""
# 2024年度项目支出绩效目标表
| 申报项目 | 主管部门 | 实施单位 | 资金总额（万元） |
| 老河道清淤整治 | 青禾县水利局 | 青禾县河道管理站 | 320 |
{ROWS}""").form
    assert form.project_name == "老河道清淤整治"


def test_what_the_form_has_is_not_asked_for_again() -> None:
    reading = one(f"""
# 2024年度项目支出绩效目标表
| 项目名称 | 老河道清淤整治 | 关联工程 | 大坝加固一期 |
| 年度目标 | 清淤河道12公里，汛期前完工，沿河村庄不再内涝。 | 上级规划目标 | 到2030年全县河道全部达标，水质稳定在三类以上。 |
{ROWS}""")  # noqa: E501
    assert reading.form.project_name == "老河道清淤整治"
    assert reading.form.texts.annual_goal == "清淤河道12公里，汛期前完工，沿河村庄不再内涝。"
    assert {u.text for u in reading.form.unmapped} >= {"大坝加固一期"}


def test_words_that_say_hardly_anything_leave_a_doubt() -> None:
    reading = one(f"""
# 2023年度项目支出绩效自评表
| 项目名称 | 老河道清淤整治 | < | < | < |
| 年度目标 | 清淤河道12公里，汛期前完工。 | < | < | < |
| 到头来 | 清淤12公里，6月完工，结果令人满意。 | < | < | < |
{ROWS.replace("指标值 |", "指标值 | 实际完成值 |").replace("公里 |", "公里 | 12公里 |").replace("% |", "% | 99% |")}""")
    assert reading.form.texts.achievement is None or any(d.pointer == "/texts/achievement" for d in reading.doubts)


def test_figures_without_a_word_of_money_are_no_total() -> None:
    assert not one(f"""
# 2024年度项目支出绩效目标表
| 项目名称 | 老河道清淤整治 | < | < |
| 总评 | 100 | < | < |
{ROWS}""").form.amounts


@pytest.mark.parametrize("head", [("计划", "实际"), ("目标", "做到"), ("标杆数", "末了"), ("想达到", "完成")])
def test_values_in_an_evaluation_are_what_was_asked_and_what_was_reached(head: tuple[str, str]) -> None:
    reading = one(f"""
# 2023年度项目支出绩效自评表
| 项目名称 | 老河道清淤整治 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | {head[0]} | {head[1]} | 分值 | 得分 |
| 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 | 12公里 | 40 | 40 |
| ^ | 质量指标 | 验收合格率 | ≥98% | 99% | 30 | 30 |
| 满意度指标 | 服务对象满意度指标 | 沿河村民满意度 | ≥90% | 93% | 30 | 30 |
""")
    assert rows(reading, "target", "actual")[0] == ("≥12公里", "12公里")


def test_per_cents_that_sum_up_are_weights_and_this_year_beside_past_ones_is_the_value() -> None:
    reading = one("""
# 2024年度项目支出绩效目标表
| 项目名称 | 老河道清淤整治 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 去年实际 | 今年目标 | 前年实际 | 比重 |
| 产出指标 | 数量指标 | 清淤河道长度 | 8公里 | ≥12公里 | 6公里 | 50% |
| ^ | 质量指标 | 验收合格率 | 97% | ≥98% | 96% | 30% |
| 满意度指标 | 服务对象满意度指标 | 沿河村民满意度 | 88% | ≥90% | 85% | 20% |
| 经手 | 何小满 | 电话 | 0731-5551234 | < | < | < |
""")
    assert rows(reading, "target", "weight") == [("≥12公里", "50%"), ("≥98%", "30%"), ("≥90%", "20%")]


@pytest.mark.parametrize("mark", ["▲", "◆ ", "★（一）", "1."])
def test_bands_of_both_levels_with_a_mark_before_them(mark: str) -> None:
    reading = one(f"""
# 2024年度项目支出绩效目标表
| 项目名称 | 老河道清淤整治 | < | < |
| {mark}产出指标—数量指标 | < | < | < |
| 清淤河道长度 | < | ≥12公里 | < |
| {mark}产出指标—质量指标 | < | < | < |
| 验收合格率 | < | ≥98% | < |
| {mark}满意度指标—服务对象满意度指标 | < | < | < |
| 沿河村民满意度 | < | ≥90% | < |
""")
    assert rows(reading, "level1", "level2", "name", "target") == [
        ("产出指标", "数量指标", "清淤河道长度", "≥12公里"),
        ("产出指标", "质量指标", "验收合格率", "≥98%"),
        ("满意度指标", "服务对象满意度指标", "沿河村民满意度", "≥90%"),
    ]


@pytest.mark.parametrize(
    "labels", [("名称", "用款单位", "归口部门", "今年安排（万元）"), ("项目", "承办方", "主管", "投资（万元）")]
)
def test_the_head_in_a_table_of_its_own_without_a_title(labels: tuple[str, ...]) -> None:
    form = one(f"""
# 青禾县2025年预算公开材料
一、基本信息
| {labels[0]} | 老河道清淤整治 |
| {labels[1]} | 青禾县河道管理站 |
| {labels[2]} | 青禾县水利局 |
| {labels[3]} | 320 |
二、绩效指标
{ROWS}""").form
    assert (form.project_name, form.department, form.amounts["total"].value) == (
        "老河道清淤整治",
        "青禾县水利局",
        "320",
    )


def test_the_sum_row_with_its_points_left_of_its_words() -> None:
    reading = one("""
# 2023年度项目支出绩效自评表
| 项目名称 | 老河道清淤整治 | < | < | < | < | < |
| 得分 | 分值 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 |
| 40 | 40 | 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 | 12公里 |
| 55 | 60 | ^ | 质量指标 | 验收合格率 | ≥98% | 97% |
| 95 | 100 | 合计 | < | < | < | < |
""")
    assert len(reading.form.indicators) == 2
    assert [(t.what, t.raw) for t in reading.totals] == [("weight", "100"), ("score", "95")]


@pytest.mark.parametrize(
    "over",
    [("产出指标", "效益和满意度指标"), ("产出及效益指标", "满意度指标"), ("成本与产出指标", "效益指标、满意度指标")],
)
def test_a_level_over_each_half_may_name_two(over: tuple[str, str]) -> None:
    reading = one(f"""
# 2024年度项目支出绩效目标表
| 项目名称 | 老河道清淤整治 | < | < | < | < |
| {over[0]} | < | < | {over[1]} | < | < |
| 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |
| 数量指标 | 清淤河道长度 | ≥12公里 | 社会效益指标 | 受益村庄数 | ≥9个 |
| 质量指标 | 验收合格率 | ≥98% | 服务对象满意度指标 | 沿河村民满意度 | ≥90% |
""")
    found = rows(reading, "level1", "name", "target")
    assert sorted(found) == sorted(
        [
            (over[0], "清淤河道长度", "≥12公里"),
            (over[0], "验收合格率", "≥98%"),
            (over[1], "受益村庄数", "≥9个"),
            (over[1], "沿河村民满意度", "≥90%"),
        ]
    )


@pytest.mark.parametrize("line", ["年度：2024", "预算年度：2024年", "（2024年度）"])
def test_a_year_line_with_a_label(line: str) -> None:
    assert (
        one(f"# 项目支出绩效目标表\n{line}\n| 项目名称 | 老河道清淤整治 | < | < |\n{ROWS.strip()}").form.fiscal_year
        == 2024
    )


def test_pairs_of_execution_on_two_rows_with_points_among_them() -> None:
    reading = one("""
# 2023年度项目支出绩效自评表
| 项目名称 | 老河道清淤整治 | < | < | < | < | < |
| 全年预算安排 | 320万元 | < | 实际支出数 | 304万元 | < | < |
| 支出进度 | 95% | < | 执行分（10分） | 9.5 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 | 12公里 | 40 | 40 |
| ^ | 质量指标 | 验收合格率 | ≥98% | 99% | 50 | 50 |
""")
    [entry] = reading.form.execution
    assert (entry.adjusted, entry.executed, entry.rate, entry.score) == ("320", "304", "95%", "9.5")


def test_a_region_in_brackets_is_still_one_of_a_transfer() -> None:
    assert (
        one(f"# 2024年区域（项目）绩效目标申报表\n| 项目名称 | 老河道清淤整治 | < | < |\n{ROWS.strip()}").form.kind
        == "transfer_target"
    )


@pytest.mark.parametrize("said", ["自评分值", "实得分数", "核定分值"])
def test_points_said_twice_in_pairs_are_those_to_be_had_and_those_given(said: str) -> None:
    reading = one(f"""
# 2023年度项目支出绩效自评表
| 项目名称 | 老河道清淤整治 | < | < | < |
| 预算执行（万元） | 年初预算 | 320 | 全年预算数 | 320 |
| ^ | 全年执行数 | 304 | 分值 | 10 |
| ^ | 执行率 | 95% | {said} | 9.5 |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 |
| 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 | 12公里 |
| ^ | 质量指标 | 验收合格率 | ≥98% | 99% |
""")
    [entry] = reading.form.execution
    assert (entry.executed, entry.rate, entry.weight, entry.score) == ("304", "95%", "10", "9.5")


@pytest.mark.parametrize("head", ["项目全称", "支出项目全称"])
def test_an_unlisted_head_of_projects_over_the_sum_of_a_unit(head: str) -> None:
    found = read(f"""
# 2024年项目支出绩效目标申报表
| 单位名称 | {head} | 预算资金总额 | 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 青禾县水利局 |  | 640 |  |  |  |  |
| 青禾县河道管理站 | 老河道清淤整治 | 320 | 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 |
| ^ | ^ | ^ | ^ | 质量指标 | 验收合格率 | ≥98% |
| 青禾县水文站 | 雨量站改造 | 320 | 产出指标 | 数量指标 | 改造雨量站 | ≥8个 |
| ^ | ^ | ^ | ^ | 质量指标 | 设备合格率 | ≥98% |
""")
    assert [r.form.project_name for r in found] == ["老河道清淤整治", "雨量站改造"]


def test_levels_in_a_table_that_tells_no_spans() -> None:
    reading = one("""
# 2024年项目支出绩效目标表
| 项目名称 | 老河道清淤整治 |  |  |  |
|  | 一级指标 | 二级指标 | 三级指标 | 指标值 |
|  | 产出指标 | 数量指标 | 清淤河道长度 | ≥12公里 |
|  |  | 质量指标 | 验收合格率 | ≥98% |
|  |  | 时效指标 | 汛期前完工率 | =100% |
|  | 满意度指标 | 服务对象满意度指标 | 沿河村民满意度 | ≥90% |
""")
    assert [name for (name,) in rows(reading, "name")] == [
        "清淤河道长度",
        "验收合格率",
        "汛期前完工率",
        "沿河村民满意度",
    ]


def test_a_value_with_a_label_of_its_own_is_no_name() -> None:
    """拟用款总量：632 beside an unknown label was the project's name."""
    form = one(f"""
# 2024年度项目支出绩效目标表
| 支出事由 | 跨年盘子：632 | < | < |
| 主管部门 | 青禾县水利局 | < | < |
{ROWS}""").form
    assert form.project_name is None


@pytest.mark.parametrize(("score", "read"), [(0.8, True), (0.79, False)])
def test_a_labelled_text_is_taken_where_it_is_sure(score: float, read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needed, "needed_as", lambda *_: score)
    draft = Draft()
    table = drawn(["鹳雀楼：某某改造"])
    draft.set_aside(table.grid, table.starting(0)[0], None, "unread")
    assert needed._read_labelled("project_name", [table], draft, WORDS) == read
    assert [c.raw for c in draft.fields] == (["某某改造"] if read else [])


@pytest.mark.parametrize(
    ("best", "other", "doubts"),
    [(1.0, 0.5, 0), (1.0, 0.75, 0), (1.0, 0.9, 1), (0.75, 0.0, 1)],  # as sure, so far ahead of the next pair
)
def test_the_best_of_two_pairs_is_doubted_where_the_other_is_nearly_as_good(
    best: float, other: float, doubts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needed, "APART", 0.25)
    said = {"鹳雀": best, "雀楼": other}
    monkeypatch.setattr(
        needed, "needed_as", lambda name, label, *_: said.get(label, 0.0) if name == "implementer" else 0.0
    )
    draft, table = Draft(), drawn(["鹳雀", "甲处"], ["雀楼", "乙处"])
    for cell in table.grid.cells:
        draft.set_aside(table.grid, cell, None, "unread")
    read_needed([table], draft, FieldReader(WORDS, draft), WORDS, whole=False)
    assert [(c.identity, c.raw) for c in draft.fields] == [("implementer", "甲处")]
    assert len(draft.doubts) == doubts
