"""Kinds of blocks beside the indicators that were taken for them, and columns of parts of the year."""

from __future__ import annotations

import pytest

from extractor.matching.words import check_unit
from tests.forms.pages import RULES, TOP, reading, row

HEADS = row("一级指标", "二级指标", "三级指标", "指标值")
ROWS = row("产出指标", "数量指标", "改造泵站", "≥3座") + row("效益指标", "社会效益指标", "受益人口", "≥900人")
TABLE = HEADS + ROWS
SPENT = "<h1>项目支出绩效自评表</h1><p>（2024年度）　单位：万元</p>"


def test_a_block_of_money_beside_a_level_word_is_no_row_of_indicators() -> None:
    money = (
        row("2|主管部门", "水利局", "2|实施单位", "灌溉站")
        + row("4/预算执行", "项目", "年初预算数", "全年预算数", "全年执行数", "执行率")
        + row("年度资金总额", "260", "240", "240", "100%")
        + row("财政拨款", "210", "190", "190", "100%")
        + row("单位资金", "50", "50", "50", "100%")
    )
    table = row("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "得分")
    table += row("产出指标", "数量指标", "改造泵站", "≥3座", "3座", "10")
    table += row("效益指标", "社会效益指标", "受益人口", "≥900人", "950人", "10")
    form = reading(f"{SPENT}<table>{money}{table}</table>").form
    assert [(e.item, e.initial, e.executed) for e in form.execution] == [
        ("年度资金总额", "260", "240"),
        ("财政拨款", "210", "190"),
        ("单位资金", "50", "50"),
    ]
    assert (form.department, form.implementer, len(form.indicators)) == ("水利局", "灌溉站", 2)


def test_the_label_of_a_row_of_goals_is_not_the_goal() -> None:
    goals = row("年度总体目标", "年初设定目标", "2|全年目标实际完成情况")
    goals += row("目标内容", "改造泵站3座，受益人口900人。", "2|改造泵站3座，受益人口950人。")
    found = reading(f"{SPENT}<table>{goals}{TABLE}</table>")
    assert found.form.texts.annual_goal == "改造泵站3座，受益人口900人。"
    assert found.form.texts.achievement == "改造泵站3座，受益人口950人。"
    assert not any(left.text == "目标内容" for left in found.form.unmapped)


@pytest.mark.parametrize("whole", ["累计完成值", "全年合计", "1-9月累计", "截至9月底"])
def test_of_quarters_and_their_sum_the_sum_is_what_was_reached(whole: str) -> None:
    heads = row("2/一级指标", "2/二级指标", "2/三级指标", "2/年度目标值", "4|完成情况")
    heads += row("一季度", "二季度", "三季度", whole)
    rows = row("产出指标", "数量指标", "文化演出", "≥300场", "52场", "96场", "104场", "252场")
    rows += row("效益指标", "社会效益指标", "到馆人次", "≥180万人次", "38万人次", "47万人次", "60万人次", "145万人次")
    found = reading(f"<h1>项目支出绩效运行监控表</h1><p>（2024年度）</p><table>{heads}{rows}</table>")
    assert [i.actual for i in found.form.indicators] == ["252场", "145万人次"]
    assert {"52场", "96场", "104场"} <= {left.text for left in found.form.unmapped}


@pytest.mark.parametrize("label", ["六、进度安排", "研究步骤", "里程碑"])
@pytest.mark.parametrize("heads", [("时间", "阶段任务"), ("起止日期", "完成内容")])
def test_a_table_of_steps_holds_no_indicators(label: str, heads: tuple[str, str]) -> None:
    steps = row(f"3/{label}", heads[0], f"2|{heads[1]}")
    steps += row("2024年3月至5月", "2|完成总体设计") + row("2024年6月至9月", "2|完成样机试制")
    found = reading(f"{TOP}<table>{steps}{TABLE}</table>")
    assert len(found.form.indicators) == 2
    assert {"完成总体设计", "完成样机试制"} <= {left.text for left in found.form.unmapped}


@pytest.mark.parametrize("unit", ["转/分钟", "转/分", "r/min", "次/分钟", "升/分钟"])
def test_a_unit_per_minute_is_one(unit: str) -> None:
    assert not check_unit(unit, RULES.units.index).typo
    found = reading(f"{TOP}<table>{HEADS}{row('产出指标', '质量指标', '额定转速', f'≥95000{unit}')}{ROWS}</table>")
    assert (found.form.indicators[0].target.value, found.form.indicators[0].target.unit) == ("95000", unit)


def test_columns_and_rows_of_official_forms_leave_no_doubt() -> None:
    heads = row("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "完成等级", "未达标说明", "全年能否完成")
    rows = row("产出指标", "数量指标", "改造泵站", "≥3座", "2座", "良", "汛期停工", "能")
    rows += row("效益指标", "社会效益指标", "受益人口", "≥900人", "950人", "优", "无", "能")
    more = row("合同金额（元）", "7|1286000.00") + row("监控意见", "7|加快施工。")
    found = reading(f"<h1>项目支出绩效运行监控表</h1><p>（2024年度）</p><table>{more}{heads}{rows}</table>")
    assert [d.code for d in found.doubts] == []
    assert found.form.indicators[0].deviation_reason == "汛期停工"
    assert found.form.texts.review_opinion == "加快施工。"


def test_a_caption_over_the_table_states_the_unit() -> None:
    money = row("资金来源", "2024年", "2025年", "两年合计") + row("财政拨款", "860", "620", "1480")
    money += row("单位资金", "140", "80", "220") + row("合计", "1000", "700", "1700")
    page = f"{TOP}<table>{row('项目名称', '3|泵站改造')}</table><p>二、项目资金（万元）</p><table>{money}</table>"
    found = reading(f"{page}<p>三、绩效指标</p><table>{TABLE}</table>")
    assert found.form.currency_unit == "万元" and not found.unit_inferred


def test_an_amount_no_key_takes_is_told_where_the_total_needs_it() -> None:
    money = row("4/项目资金（万元）", "资金总额", "2|15000") + row("其中：专项债券资金", "2|12000")
    money += row("财政拨款", "2|2000") + row("自有资金", "2|1000")
    found = reading(f"{TOP}<table>{money.replace('15000', '16000')}{TABLE}</table>")
    assert [(d.code, d.observed) for d in found.doubts] == [("doubtful-reading", "12000")]
    assert reading(f"{TOP}<table>{money}{TABLE}</table>").doubts == []  # it makes up the total with the others
    whole = reading(f"{TOP}<table>{money.replace('15000', '3000')}{TABLE}</table>")
    assert whole.doubts == []
    used = reading(f"{TOP}<table>{money.replace('其中：专项债券资金', '三公经费')}{TABLE}</table>")
    assert used.doubts == []


@pytest.mark.parametrize("item", ["资金总额", "甲乙丙"])
def test_money_under_two_heads_of_execution_is_the_forms_own_whatever_its_row_is_called(item: str) -> None:
    """It went aside as money shared out by places, and the form passed without its execution."""
    money = row("2/预算执行情况", "项目", "年初预算数", "全年执行数", "得分") + row(item, "500", "480", "9.6")
    form = reading(f"{SPENT}<table>{money}</table><table>{TABLE}</table>").form
    assert [(e.item, e.initial, e.executed) for e in form.execution] == [(item, "500", "480")]
