"""Kinds of forms met in the provinces' own layouts (bench/provinces), each once as small as it goes."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from tests.forms.pages import TOP, reading, readings, row

HEADS = row("一级指标", "二级指标", "三级指标", "指标值")
ROWS = row("产出指标", "数量指标", "改造泵站", "≥3座") + row("效益指标", "社会效益指标", "受益人口", "≥900人")
TABLE = HEADS + ROWS


def _codes(found: Reading) -> list[str]:
    return [d.code for d in found.doubts]


@pytest.mark.parametrize("label", ["预期总体绩效目标", "预期总目标", "预期目标（三年）"])
def test_of_two_goals_the_one_that_says_annual_is_it(label: str) -> None:
    found = reading(
        f"{TOP}<table>{row(label, '3|三年内改造泵站9座，全部投入使用。')}{row('年度绩效目标', '3|改造泵站3座。')}"
        f"{TABLE}</table>"
    )
    assert (found.form.texts.period_goal, found.form.texts.annual_goal) == (
        "三年内改造泵站9座，全部投入使用。",
        "改造泵站3座。",
    )
    assert found.doubts == []


def test_one_expected_goal_alone_is_the_annual_one() -> None:
    found = reading(f"{TOP}<table>{row('预期总体绩效目标', '3|改造泵站3座。')}{TABLE}</table>")
    assert (found.form.texts.period_goal, found.form.texts.annual_goal) == (None, "改造泵站3座。")


def test_a_goal_left_over_is_unread() -> None:
    found = reading(
        f"{TOP}<table>{row('长期目标', '3|三年改造泵站9座。')}{row('年度目标', '3|改造泵站3座。')}"
        f"{row('总体目标', '3|五年改造泵站20座。')}{TABLE}</table>"
    )
    assert "unread-text" in _codes(found)
    same = reading(
        f"{TOP}<table>{row('长期目标', '3|三年改造泵站9座。')}{row('年度目标', '3|改造泵站3座。')}"
        f"{row('年度绩效目标', '3|改造泵站3座。')}{TABLE}</table>"
    )
    assert same.doubts == []


def test_numbered_goals_with_points_are_the_paragraphs_of_one() -> None:
    found = reading(
        f"{TOP}<table>{row('年度目标1：（40分）', '3|改造泵站3座。')}{TABLE}"
        f"{row('年度目标2：（40分）', '3|受益900人。')}</table>"
    )
    assert found.form.texts.annual_goal == "改造泵站3座。\n受益900人。"
    assert found.doubts == []
    whole = row("年度目标", "3|目标1：改造泵站3座。<br>目标2：受益900人。")
    again = reading(
        f"{TOP}<table>{whole}{row('年度目标1：', '3|改造泵站3座。')}{TABLE}{row('年度目标2：', '3|受益900人。')}</tabl"
        f"e>"
    )
    assert again.doubts == []


@pytest.mark.parametrize("words", ["县里支付偏慢，已督促整改", "湘财农〔2024〕15号文"])
def test_words_beside_a_label_of_money_are_no_amount(words: str) -> None:
    found = reading(f"{TOP}<table>{row('资金总额（万元）', '120', '地方资金', words)}{TABLE}</table>")
    assert found.form.amounts["local_funds"].value is None and _codes(found) == ["doubtful-reading"]
    unlisted = reading(f"{TOP}<table>{row('资金总额（万元）', '120', '地方资金足额安排', words)}{TABLE}</table>")
    assert unlisted.form.amounts.keys() == {"total"} and "unread-text" in _codes(unlisted)
    blank = reading(f"{TOP}<table>{row('资金总额（万元）', '120', '地方资金', '（分级填报）')}{TABLE}</table>")
    assert blank.form.amounts["local_funds"].value is None and blank.doubts == []


def test_a_part_that_no_key_takes_is_kept_whole() -> None:
    found = reading(
        f"<p>2024年转移支付区域绩效目标自评表</p><table>{row('项目名称', '4|安居工程')}"
        + row("3/资金管理情况", "", "2|情况说明", "存在问题和改进措施")
        + row("分配科学性", "2|按开工任务分配，28日内下达", "无")
        + row("地方资金足额安排", "2|市县按比例配套", "个别县偏慢，已督促整改")
        + f"</table><table>{TABLE}</table>"
    )
    assert found.form.amounts == {}
    assert [d for d in found.doubts if d.code in ("unread-text", "doubtful-reading")] == []
    kept = {u.text for u in found.form.unmapped}
    assert {"按开工任务分配，28日内下达", "个别县偏慢，已督促整改"} <= kept


def test_shares_by_month_are_kept_and_money_beside_such_a_label_is_read() -> None:
    plan = row("2/资金支出计划（%）", "3月底", "6月底", "12月底") + row("25.00", "50.00", "100.00")
    found = reading(f"{TOP}<p>单位：万元</p><table>{row('项目名称', '泵站', '资金总额', '120')}{plan}{TABLE}</table>")
    assert found.doubts == [] and "50.00" in {u.text for u in found.form.unmapped}
    money = row("2/资金使用计划", "年度资金总额（万元）", "2|120") + row("财政拨款", "2|120")
    assert reading(f"{TOP}<table>{money}{TABLE}</table>").form.amounts["total"].value == "120"


def test_the_budget_unit_beside_a_department_is_the_filer() -> None:
    found = reading(f"{TOP}<table>{row('主管部门', '青山县农业局', '预算单位', '青山县茶叶站')}{TABLE}</table>")
    assert (found.form.department, found.form.filer) == ("青山县农业局", "青山县茶叶站")
    assert found.doubts == []


def test_a_rate_of_completion_beside_the_points_is_no_value() -> None:
    heads = row("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "完成率", "分值", "得分")
    found = reading(
        f"<p>2024年项目支出绩效自评表</p><table>"
        f"{heads}{row('产出指标', '数量指标', '改造泵站', '≥3座', '3座', '100%', '50', '50')}"
        f"{row('效益指标', '社会效益指标', '受益人口', '≥900人', '990人', '110%', '40', '40')}</table>"
    )
    assert [(r.actual, r.weight, r.achieved_score) for r in found.form.indicators] == [
        ("3座", "50", "50"),
        ("990人", "40", "40"),
    ]
    assert found.doubts == []


@pytest.mark.parametrize("named", ["", "目标名称"])
def test_a_caption_over_the_heads_of_one_scope_begins_no_form(named: str) -> None:
    lead, first, second = (["目标名称"], ["2/长期目标1"], ["2/年度目标1"]) if named else ([], [], [])
    width = 4 + len(lead)
    page = (
        f"{TOP}<table>{row('项目名称', f'{width - 1}|泵站改造')}{row('年度目标', f'{width - 1}|改造泵站。')}"
        + row(f"{width}|长期绩效目标表")
        + row(*lead, "一级指标", "二级指标", "三级指标", "指标值")
        + row(*first, "产出指标", "数量指标", "三年改造泵站", "≥9座")
        + row("效益指标", "社会效益指标", "三年受益人口", "≥2700人")
        + row(f"{width}|年度绩效目标表")
        + row(*lead, "一级指标", "二级指标", "三级指标", "指标值")
        + row(*second, "产出指标", "数量指标", "改造泵站", "≥3座")
        + row("效益指标", "社会效益指标", "受益人口", "≥900人")
        + "</table>"
    )
    (found,) = readings(page)
    assert [r.scope for r in found.form.indicators] == ["period", "period", "annual", "annual"]
    assert found.form.title == "2024年项目支出绩效目标表"


def test_a_title_over_a_further_form_begins_it() -> None:
    one = f"{row('项目名称', '3|泵站改造')}{TABLE}"
    two = f"{row('4|2024年项目支出绩效目标表')}{row('项目名称', '3|水闸改造')}{TABLE}"
    assert [r.form.project_name for r in readings(f"{TOP}<table>{one}{two}</table>")] == ["泵站改造", "水闸改造"]


@pytest.mark.parametrize("of_period", ["政策期指标值", "总目标值"])
def test_values_and_money_of_a_policy_stand_beside_those_of_the_year(of_period: str) -> None:
    money = row("2/资金规模", "政策资金总额", "372", "当年预算金额", "124") + row(
        "其中：中央补助", "180", "其中：中央补助", "60"
    )
    heads = row("一级指标", "二级指标", "三级指标", of_period, "年度指标值")
    found = reading(
        f"{TOP}<p>金额单位：万元</p><table>{row('政策名称', '4|胶园保险')}{money}{heads}"
        f"{row('产出指标', '数量指标', '承保面积', '≥1140亩', '≥380亩')}"
        f"{row('效益指标', '社会效益指标', '参保户数', '≥90户', '≥30户')}</table>"
    )
    assert {code: amount.value for code, amount in found.form.amounts.items()} == {
        "total": "124",
        "central_funds": "60",
    }
    assert [(r.scope, r.target.raw) for r in found.form.indicators] == [
        ("period", "≥1140亩"),
        ("annual", "≥380亩"),
        ("period", "≥90户"),
        ("annual", "≥30户"),
    ]
    assert found.doubts == []


@pytest.mark.parametrize("part", ["其中：项目资本金", "其中：项目自有投入款总额"])
def test_a_part_of_a_total_is_no_total(part: str) -> None:
    found = reading(
        f"{TOP}<p>金额单位：万元</p><table>{row('项目总投资', '865', part, '265')}{row('项目名称', '3|冷库')}{TABLE}</"
        f"table>"
    )
    assert found.form.amounts["total"].value == "865"


_ADJUSTED = (
    "指标名称",
    "计量单位",
    "指标性质",
    "年初指标值",
    "调整指标值",
    "全年完成值",
    "得分系数（%）",
    "指标权重",
    "指标得分",
)


@pytest.mark.parametrize("head", ["调整指标值", "年中调整数值"])
@pytest.mark.parametrize(("adjusted", "doubts"), [("3", 0), ("4", 1)])
def test_adjusted_values_stand_beside_the_first_ones(head: str, adjusted: str, doubts: int) -> None:
    heads = [head if text == "调整指标值" else text for text in _ADJUSTED]
    found = reading(
        f"<p>2024年项目支出绩效自评表</p><table>"
        f"{row(*heads)}{row('改造泵站', '座', '≥', '3', adjusted, '5', '100', '50', '49')}"
        f"{row('受益人口', '人', '≥', '900', '900', '800', '89', '40', '35.6')}"
        f"{row('未完成原因及改进措施', '8|受益人口未达标，将加强宣传；明年再办。')}</table>"
    )
    assert [(r.target.raw, r.actual, r.weight, r.achieved_score) for r in found.form.indicators] == [
        ("≥3座", "5", "50", "49"),
        ("≥900人", "800", "40", "35.6"),
    ]
    assert [d.pointer for d in found.doubts] == ["/indicators/0/target"] * doubts


_EXECUTION = row("2/预算执行情况", "预算安排情况（调整后）", "资金到位情况", "资金执行情况", "预算执行进度") + row(
    "预算数： 1640.00", "到位数：1640.00", "执行数：1607.20", "98.00%"
)


def test_figures_of_execution_behind_labels_of_their_own() -> None:
    goals = row("2/目标完成情况", "年度预期目标", "2|具体完成情况", "总体完成率") + row(
        "改造泵站3座，惠及900人。", "2|改造泵站3座，惠及990人，运行良好。", "100%"
    )
    block = _EXECUTION.replace('rowspan="2"', 'rowspan="3"') + row(
        "其中：财政资金 1640.00", "其中：财政资金 1640.00", "其中：财政资金 1607.20", ""
    )
    found = reading(
        f"<p>2024年项目支出绩效自评表</p><table>{row('项目名称', '4|泵站改造')}{block}{goals}"
        f"{row('一级指标', '二级指标', '三级指标', '年度指标值', '实际完成值')}"
        f"{row('产出指标', '数量指标', '改造泵站', '3座', '3座')}</table>"
    )
    assert [(e.item, e.adjusted, e.executed, e.rate) for e in found.form.execution] == [
        (None, "1640.00", "1607.20", "98.00%"),
        ("其中：财政资金", "1640.00", "1607.20", None),
    ]
    assert found.form.texts.achievement == "改造泵站3座，惠及990人，运行良好。"
    assert [d for d in found.doubts if d.code != "missing-column"] == []


def test_columns_that_name_their_sources_differently_are_no_rows_of_execution() -> None:
    other = _EXECUTION.replace('rowspan="2"', 'rowspan="3"') + row(
        "财政资金 1000", "地方资金 1640.00", "其他资金 1607.20", ""
    )
    found = reading(f"<p>2024年项目支出绩效自评表</p><table>{other}</table><table>{TABLE}</table>")
    assert len(found.form.execution) == 1


@pytest.mark.parametrize(("use", "told"), [("用于0—15岁儿童康复训练。", False), ("用于康复训练，共95.2万元。", True)])
def test_what_money_is_for_is_understood_though_a_figure_stands_in_it(use: str, told: bool) -> None:
    money = row("2/预算规模及资金用途", "预算数", "21", "其他资金", "") + row(f"4|{use}")
    found = reading(f"{TOP}<p>单位：万元</p><table>{row('项目名称', '4|康复')}{money}</table><table>{TABLE}</table>")
    assert bool(found.doubts) is told


def test_a_reason_under_any_head_of_causes_is_understood() -> None:
    heads = row("2/一级指标", "2/二级指标", "2/三级指标", "2/年度指标值", "2/1-7月执行情况", "3|偏差原因分析")
    found = reading(
        f"<p>2024年项目支出绩效运行监控表</p><table>{heads}{row('经费保障', '硬件条件保障', '其他')}"
        f"{row('产出指标', '数量指标', '走航监测', '≥48次', '25次', '', '车辆检修20天', '')}"
        f"{row('效益指标', '社会效益指标', '受益人口', '≥900人', '900人', '', '', '6月雨水多')}</table>"
    )
    assert [r.actual for r in found.form.indicators] == ["25次", "900人"]
    assert found.doubts == [] and {"车辆检修20天", "6月雨水多"} <= {u.text for u in found.form.unmapped}


def test_levels_in_words_of_a_department_are_no_doubt_where_the_rows_are_whole() -> None:
    own = row("4/公共监管", "2/食品药品", "抽检批次", "≥80批") + row("检查企业", "≥9家")
    own += row("2/特种设备", "定检率", "≥98%") + row("检查电梯", "≥50部")
    rest = "".join(row("产出指标", "数量指标", f"改造{n}号泵站", f"{n}座") for n in range(1, 12))
    page = f"<p>2024年部门整体支出绩效目标表</p><table>{HEADS}{rest}{ROWS}"
    assert [d.code for d in reading(f"{page}{own}</table>").doubts if "级别的写法" in d.why] == []
    lone = row("公共监管", "食品药品", "抽检批次", "≥80批")
    assert [d.code for d in reading(f"{page}{lone}</table>").doubts if "级别的写法" in d.why] == ["doubtful-reading"]


@pytest.mark.parametrize(
    ("value", "grave"),
    [("2024年3月15日", True), ("湘财农〔2024〕15号", False), ("350", True), ("3座", True), ("12.5万元", True)],
)
def test_the_number_of_a_document_beside_a_label_that_nobody_knows_is_a_warning(value: str, grave: bool) -> None:
    head = row("项目名称", "泵站", "资金总额（万元）", "120") + row("甲乙丙丁", value, "主管部门", "青山县水利局")
    found = reading(f"{TOP}<table>{head}{TABLE}</table>")
    assert [d.grave for d in found.doubts if d.code == "unread-text"] == [grave]
