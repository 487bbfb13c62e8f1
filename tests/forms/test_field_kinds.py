"""Kinds of forms met in the second generator (bench/field_forms), each once as small as it goes."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.pipeline import readings_of
from extractor.readers import read
from extractor.rulebook import load_rules
from tests.forms.test_reading_kinds import _read, _row

RULES = load_rules()
_TOP = "<p>2024年项目支出绩效目标表</p>"
_HEADS = _row("一级指标", "二级指标", "三级指标", "指标值")
_ROWS = _row("产出指标", "数量指标", "改造泵站", "≥3座") + _row("效益指标", "社会效益指标", "受益人口", "≥900人")


def _lines(*lines: str) -> Reading:
    (reading,) = readings_of(read("\n".join(lines).encode(), "x.txt", "txt"), RULES, "0" * 64)
    return reading


def test_levels_over_pairs_of_names_and_values_side_by_side() -> None:
    reading = _read(
        (
            f"{_TOP}<table>{_row('2/项目名称', '2/预算数', '2|产出指标', '2|效益指标')}"
            f"{_row('三级指标', '指标值', '三级指标', '指标值')}"
        )
        + _row("3/泵站改造", "3/120", "改造泵站", "≥3座", "受益人口", "≥900人")
        + _row("更换水泵", "≥30台", "灌溉保证率", "≥90%")
        + _row("", "", "农户增收", "有所提高")
        + "</table>"
    )
    assert [(r.level1 and r.level1.raw, r.level3 and r.level3.raw, r.target.raw) for r in reading.form.indicators] == [
        ("产出指标", "改造泵站", "≥3座"),
        ("产出指标", "更换水泵", "≥30台"),
        ("效益指标", "受益人口", "≥900人"),
        ("效益指标", "灌溉保证率", "≥90%"),
        ("效益指标", "农户增收", "有所提高"),
    ]
    assert reading.form.project_name == "泵站改造"
    assert reading.doubts == []


@pytest.mark.parametrize("head", ["预算数（年初）", "年初预算数", "预算数(年初)"])
def test_a_bracket_behind_a_word_says_which_one(head: str) -> None:
    reading = _read(
        f"<p>2024年项目支出绩效自评表</p><table>{_row('项目名称', '5|泵站改造')}"
        + _row("2/项目资金（万元）", "", head, "全年预算数", "全年执行数", "执行率")
        + _row("年度资金总额", "100", "120", "90", "75%")
        + "</table>"
        + f"<table>{_HEADS}{_ROWS}</table>"
    )
    (entry,) = reading.form.execution
    assert (entry.initial, entry.adjusted, entry.executed) == ("100", "120", "90")


def test_the_person_in_charge_beside_who_filled_in_signs_for_the_unit() -> None:
    page = f"{_TOP}<table>{_row('项目名称', '泵站改造', '负责人', '张三')}{_HEADS}{_ROWS}</table>"
    reading = _read(page + "<p>负责人：李四　　填报人：王五　　填报日期：2024年3月1日</p>")
    assert reading.form.signoff.responsible_person == "李四"
    reading = _read(page + "<p>单位负责人：赵六　　填报人：王五</p>")
    assert (reading.form.signoff.responsible_person, reading.form.signoff.project_person) == ("赵六", "张三")


def test_a_sign_off_of_one_label_a_line() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_HEADS}{_ROWS}</table><p>填报人员：王五</p><p>办公电话："
        f"6593957</p>"
    )
    assert (reading.form.signoff.preparer, reading.form.signoff.phone) == ("王五", "6593957")


def test_a_band_beside_the_label_of_its_block() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|项目名称', '2|泵站改造')}{_row('', '二级指标', '三级指标', '指标值')}"
        + _row("4/绩效指标", "3|一、产出指标")
        + _row("数量指标", "改造泵站", "≥3座")
        + _row("3|二、效益指标")
        + _row("社会效益指标", "受益人口", "≥900人")
        + "</table>"
    )
    assert [r.level1 and r.level1.canonical for r in reading.form.indicators] == ["产出指标", "效益指标"]
    assert reading.doubts == []


@pytest.mark.parametrize("name", ["实得分", "赋分标准", "公路管养体制"])
def test_usual_words_are_no_slips(name: str) -> None:
    assert not RULES.matcher.match_any(name).typo


def test_heads_of_levels_under_one_word_and_amounts_of_a_list_in_words_of_no_list() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('', '2|绩效指标', '2/目标值', '6|偏差原因分析')}"
        + _row("", "二级指标", "指标名称", "经费", "制度", "人员", "硬件", "其他", "说明")
        + _row("2/绩效指标", "数量指标", "改造泵站", "≥3座", "", "", "", "", "", "")
        + _row("社会效益指标", "受益人口", "≥900人", "", "", "", "", "", "")
        + "</table>"
    )
    assert [(r.level2 and r.level2.raw, r.target.raw) for r in reading.form.indicators] == [
        ("数量指标", "≥3座"),
        ("社会效益指标", "≥900人"),
    ]
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '预算安排金额', '一级指标', '二级指标', '三级指标', '指标值')}"
        + _row("2/泵站改造", "2/120", "产出指标", "数量指标", "改造泵站", "≥3座")
        + _row("效益指标", "社会效益指标", "受益人口", "≥900人")
        + "</table>"
    )
    assert reading.form.amounts["total"].value == "120"


def test_an_office_is_no_label_and_a_period_no_sum() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '省级财政部门', '市县主管部门', '项目期')}"
        + _row("泵站改造", "省财政厅", "白水县水利局", "2023.01-2023.12")
        + _row("项目资金（万元）", "1.财政拨款：100", "2.自有资金：20", "合计：120")
        + f"{_HEADS}{_ROWS}</table>"
    )
    assert reading.form.department == "白水县水利局"
    assert reading.form.period is not None and reading.form.period.raw == "2023.01-2023.12"
    assert not [d for d in reading.doubts if d.code == "unread-text"]


def test_a_dump_whose_next_title_follows_the_last_cell() -> None:
    form = ("\t项目名称", "\t{}", "", "\t一级指标", "\t二级指标", "\t三级指标", "\t指标值", "", "\t产出指标",
        "\t数量指标", "\t改造泵站", "\t≥3座", "",
            "\t填报人", "\t李四", "\t负责人", "\t张三", "")  # fmt: skip
    lines = [
        line.format(name) for name in ("泵站改造", "水库维修") for line in ("项目支出绩效目标表", "（2024年度）", *form)
    ]
    readings = readings_of(read("\n".join(lines).encode(), "x.txt", "txt"), RULES, "0" * 64)
    assert [(r.form.project_name, r.form.signoff.responsible_person) for r in readings] == [
        ("泵站改造", "张三"),
        ("水库维修", "张三"),
    ]
