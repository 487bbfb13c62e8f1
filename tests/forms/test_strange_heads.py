"""Heads and captions that nobody knows, in money and among rows: what they cost is told, or decided by the figures."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw


def read(sketch: str) -> Reading:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading


BUDGET = """
# 2025年度项目支出绩效监控表
| 项目名称 | 农业生产发展 | < | < |
| 项目资金（万元） | {first} | 1-7月执行数 | 执行率 |
| 年度资金总额 | 300 | 150 | 50% |
| 其中：财政拨款 | 200 | 100 | 50% |
| 二级指标 | 三级指标 | 指标值 | 1-7月完成值 |
| 数量指标 | 培训次数 | ≥10次 | 6次 |
"""


@pytest.mark.parametrize(
    ("first", "told"), [("钟琼澜段", True), ("年初预算数", False), ("全年预算数", False), ("预算安排金额", False)]
)
def test_a_budget_known_by_its_figures_alone_may_be_the_first_one(first: str, told: bool) -> None:
    found = [d for d in read(BUDGET.format(first=first)).doubts if "按算得的执行率" in d.why]
    assert [d.pointer for d in found] == ["/execution/0/adjusted"] * told
    assert all([p["row"] for p in d.at["parts"]] == [1, 2, 3] for d in found)


def test_two_heads_that_nobody_knows_before_a_known_one_share_out_nothing() -> None:
    """年度预算执行情况 beside strange heads over figures was taken for a table of towns and their shares."""
    reading = read("""
# 2025年度项目支出绩效监控表
| 项目名称 | 居家养老补贴 | < | < |
| 年度预算执行情况 | 钟琼澜段 | 蒲蔚段 | 全年预计执行数 |
| ^ | 7965 | 4898 | 7965 |
| 二级指标 | 三级指标 | 指标值 | 1-6月完成值 |
| 数量指标 | 服务次数 | ≥10次 | 6次 |
""")
    assert [d.observed for d in reading.doubts if d.code == "unread-text"] == ["钟琼澜段 蒲蔚段 7965 4898 7965"]


def test_kinds_that_add_up_to_one_more_column_have_their_total() -> None:
    reading = read("""
# 项目支出绩效目标表
# （2024年度）
| 项目名称 | 泵站改造 | < | < | < |
| 项目资金（万元） | 年度 | 钟琼澜段 | 财政拨款 | 其他资金 |
| ^ | 上年支出 | 90 | 70 | 20 |
| ^ | 当年预算 | 100 | 80 | 20 |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 | |
""")
    assert {code: a.value for code, a in reading.form.amounts.items()} == {
        "total": "100", "fiscal_appropriation": "80", "other_funds": "20",
    }  # fmt: skip


def test_a_row_without_a_level_goes_on_below_a_caption() -> None:
    """The row was taken for heads of another table, and lost."""
    reading = read("""
# 2025年度项目支出绩效监控表
| 项目名称 | 视频监控租赁 | < | < | < |
| 绩效指标 | 二级指标 | 三级指标 | 指标值 | 完成值 |
| ^ | 时效 | 修复响应时间 | <=13小时 | 13 |
| ^ | 筠枫霁澜如下 | < | < | < |
| ^ | | 工资发放时间 | 每月25日前 | 已完成 |
| ^ | 成本 | 人均经费 | <=7万元/人 | 7 |
""")
    rows = [(i.level2 and i.level2.raw, i.level3 and i.level3.raw, i.actual) for i in reading.form.indicators]
    assert rows == [("时效", "修复响应时间", "13"), ("时效", "工资发放时间", "已完成"), ("成本", "人均经费", "7")]


HEADS = """
# 2025年度部门整体支出绩效目标表
| 预算部门 | 永定市交通局 | < | < |
| 年度目标 | 加强农村公路养护。 | < | < |
| {head} | 具体指标 | 设定分值 | 目标设定值 |
| 数量指标 | 召开会议 | 60 | 8次以上 |
| 质量指标 | 优良路率 | 40 | 84%以上 |
"""


def test_heads_read_as_a_row_doubt_all_that_stands_on_the_rows() -> None:
    """具体指标 is a level elsewhere; beside the head of another column it is a head."""
    [doubt] = [d for d in read(HEADS.format(head="岚沐项")).doubts if "是列名，读成了指标名称" in d.why]
    assert {(p["row"], p["col"]) for p in doubt.at["parts"]} >= {(2, 3), (3, 3), (4, 3)} and doubt.grave
    assert read(HEADS.format(head="二级指标")).doubts == []


def test_points_of_the_execution_in_words_of_their_own_are_told() -> None:
    """评价得分 in the block of money was kept as a conclusion of the form, and the score lost silently."""
    reading = read("""
# 2024年度项目支出绩效自评表
| 项目名称 | 泵站改造 | < | < | < | < | < |
| 项目资金执行情况 | 年初预算（万元） | 100 | < | 全年执行数（万元） | 90 | < |
| ^ | 执行率 | 90% | < | 分值 | 10 | < |
| ^ | 琼筠澜鹭荻 | < | < | < | < | < |
| ^ | 评价得分 | 9 | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 | 3座 | 90 | 90 |
""")
    told = {(p["row"], p["col"]) for d in reading.doubts for p in d.at.get("parts", [d.at])}
    assert reading.form.execution[0].score == "9" or (4, 2) in told


def test_a_figure_that_nobody_read_is_no_other_goal() -> None:
    reading = read("""
# 2022年度项目支出绩效监控表
| 项目名称 | 应急物资 | < | < |
| 项目资金（元） | 年初预算数 | 1-9月支出数 | 琼栀澜处 |
| ^ | 18550000 | 11408300 | 18550000 |
| 绩效目标 | 保障应急物资储备充足。 | < | < |
| 二级指标 | 三级指标 | 指标值 | 1-9月完成值 |
| 数量指标 | 储备物资 | ≥9吨 | 6吨 |
""")
    assert [d.observed for d in reading.doubts] == ["18550000"]


def test_a_name_under_a_label_that_nobody_knows_stays_unread() -> None:
    """It was the label of the boxes beside it, and understood with them."""
    reading = read("""
# 2020年项目支出绩效目标表
| 项目名称 | 归口主管部门 | 蒲栀鹭处 | 项目类别 |
| 地力保护补贴 | 某县农业农村局 | 某县农村经营服务站 | 新增□ 延续☑ |
| 二级指标 | 三级指标 | 指标值 | 备注 |
| 数量指标 | 补贴面积 | ≥9万亩 | |
""")
    assert "某县农村经营服务站" in " ".join(d.observed or "" for d in reading.doubts if d.code == "unread-text")


def test_a_row_of_cells_like_heads_is_no_indicator() -> None:
    """Heads of two rows in one: no list holds their words, and each was read as a row's value."""
    reading = read("""
# 2022年度部门整体支出绩效目标表
| 部门名称 | < | 某市科技局 | < | < | < |
| 产出与效果 | 绩效指标一级绩效指标 | 绩效指标指标内容 | 绩效指标值符号 | 绩效指标值数值 | 绩效指标值计量单位 |
| ^ | 产出指标 | 召开会议 | ≥ | 11 | 次 |
| ^ | 效益指标 | 新增就业岗位 | ≥ | 20 | 个 |
""")
    names = [row.level3.raw for row in reading.form.indicators if row.level3 is not None]
    assert names == ["召开会议", "新增就业岗位"] or any("是列名，读成了指标名称" in d.why for d in reading.doubts)


UNDER_HEADS = """
# 2025年度项目支出绩效目标表
| 项目名称 | 农田管护 | < | < | < |
| 绩效指标 | < | 应达到的水平 | 绩效标准 | 责任单位 |
| 二级指标 | 具体指标 | ^ | ^ | ^ |
| 一、产出指标 | < | < | < | < |
| 数量指标 | 检修泵站 | 31座 | 行业标准 | 工程科 |
| 质量指标 | 设施完好率 | 92% | 计划标准 | 工程科 |
| 二、效益指标 | < | < | < | < |
| 社会效益指标 | 带动务工 | 420人 | 其他标准 | 办公室 |
"""


def test_a_band_of_levels_right_under_the_heads_is_none_of_them() -> None:
    got = read(UNDER_HEADS)
    said = [[x.raw if x is not None else None for x in (i.level1, i.level2, i.level3)] for i in got.form.indicators]
    assert said == [
        ["一、产出指标", "数量指标", "检修泵站"],
        ["一、产出指标", "质量指标", "设施完好率"],
        ["二、效益指标", "社会效益指标", "带动务工"],
    ]
    assert [i.standard for i in got.form.indicators] == ["行业标准", "计划标准", "其他标准"]


PAIRS = """
# 2025年度项目支出绩效监控表
| 项目名称 | 农业生产发展 | < | < | < | < | < |
| {label} | 年初预算数 | 300万元 | 1-7月执行数 | 150万元 | 执行率 | 50% |
| 二级指标 | 三级指标 | < | < | 指标值 | 1-7月完成值 | < |
| 数量指标 | 培训次数 | < | < | ≥10次 | 6次 | < |
"""


@pytest.mark.parametrize("label", ["经费执行", "资金执行情况", "预算执行情况"])
def test_what_a_row_of_pairs_is_about_names_no_source_of_it(label: str) -> None:
    [entry] = read(PAIRS.format(label=label)).form.execution
    assert (entry.item, entry.rate) == ("总额", "50%")
    assert (entry.initial, entry.executed) == ("300", "150")


@pytest.mark.parametrize("label", ["戊己安排", "市级安排"])
def test_what_may_be_a_source_before_pairs_is_no_block(label: str) -> None:
    assert not read(PAIRS.format(label=label)).form.execution
