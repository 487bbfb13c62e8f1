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


@pytest.mark.parametrize("label", ["预期总体绩效目标", "预期总目标"])
def test_of_two_goals_the_one_that_says_annual_is_it(label: str) -> None:
    found = reading(
        f"{TOP}<table>{row(label, '3|三年内改造泵站9座，全部投入使用。')}{row('年度绩效目标', '3|改造泵站3座。')}{TABLE}</table>"
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
        f"{TOP}<table>{row('长期目标', '3|三年改造泵站9座。')}{row('年度目标', '3|改造泵站3座。')}{row('总体目标', '3|五年改造泵站20座。')}{TABLE}</table>"
    )
    assert "unread-text" in _codes(found)
    same = reading(
        f"{TOP}<table>{row('长期目标', '3|三年改造泵站9座。')}{row('年度目标', '3|改造泵站3座。')}{row('年度绩效目标', '3|改造泵站3座。')}{TABLE}</table>"
    )
    assert same.doubts == []


def test_numbered_goals_with_points_are_the_paragraphs_of_one() -> None:
    found = reading(
        f"{TOP}<table>{row('年度目标1：（40分）', '3|改造泵站3座。')}{TABLE}{row('年度目标2：（40分）', '3|受益900人。')}</table>"
    )
    assert found.form.texts.annual_goal == "改造泵站3座。\n受益900人。"
    assert found.doubts == []
    whole = row("年度目标", "3|目标1：改造泵站3座。<br>目标2：受益900人。")
    again = reading(
        f"{TOP}<table>{whole}{row('年度目标1：', '3|改造泵站3座。')}{TABLE}{row('年度目标2：', '3|受益900人。')}</table>"
    )
    assert again.doubts == []


def test_words_beside_a_label_of_money_are_no_amount() -> None:
    found = reading(
        f"{TOP}<table>{row('资金总额（万元）', '120', '地方资金', '县里支付偏慢，已督促整改')}{TABLE}</table>"
    )
    assert found.form.amounts.keys() == {"total"}
    assert "unread-text" in _codes(found)
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
    found = reading(f"{TOP}<table>{plan}{TABLE}</table>")
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
        f"<p>2024年项目支出绩效自评表</p><table>{heads}{row('产出指标', '数量指标', '改造泵站', '≥3座', '3座', '100%', '50', '50')}"
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
