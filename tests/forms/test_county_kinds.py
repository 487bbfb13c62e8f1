"""Kinds that forms of counties bring: labels and heads in words of their own that the rest of the form makes plain."""

from __future__ import annotations

import pytest

from tests.forms.pages import TOP, reading, row

_HEADS = ("一级指标", "二级指标", "三级指标")
_WHOLE = "<p>2024年部门整体支出绩效自评表</p>"
_REVIEW = "<p>2024年项目支出绩效自评表</p>"


def _table(*rows: tuple[str, ...]) -> str:
    return f"<table>{''.join(row(*cells) for cells in rows)}</table>"


_INDICATORS = ((*_HEADS, "指标值"), ("产出指标", "数量指标", "改造泵站", "≥3座"))


@pytest.mark.parametrize("label", ["主管局", "业务归口单位", "归口业务主管单位"])
def test_an_office_beside_a_label_that_ends_like_one_is_its_value(label: str) -> None:
    form = reading(TOP + _table(("项目名称", "3|泵站改造"), (label, "3|青禾县水利局"), *_INDICATORS)).form
    assert form.department == "青禾县水利局"


def test_an_office_beside_no_office_is_no_label() -> None:
    page = TOP + _table(
        ("项目名称", "3|泵站改造"), ("某某某", "3|青禾县水利局"), ("青禾县水利局", "3|合同金额"), *_INDICATORS
    )
    assert reading(page).form.department is None


def test_the_project_s_name_stands_beside_the_word_project_alone() -> None:
    assert reading(TOP + _table(("项目", "3|泵站改造"), *_INDICATORS)).form.project_name == "泵站改造"
    corner = ("2/预算执行情况", "项目", "年初预算数", "全年执行数")
    page = _REVIEW + _table(("项目名称", "3|泵站改造"), corner, ("资金总额", "500", "480"), *_INDICATORS)
    form = reading(page).form
    assert (form.project_name, form.execution[0].executed) == ("泵站改造", "480")


def test_the_unit_s_name_below_the_line_of_who_files_is_the_department_s() -> None:
    page = "<p>填报单位：青禾县水利局</p>" + _table(("单位名称", "3|青禾县水利局本级"), *_INDICATORS)
    form = reading(_WHOLE + page).form
    assert (form.filer, form.department) == ("青禾县水利局", "青禾县水利局本级")


@pytest.mark.parametrize(
    ("expected", "reached"),
    [("目标设定情况", "实现情况"), ("目标设定情况", "目标达成情况"), ("年初预期目标", "实现情况")],
)
def test_of_two_heads_over_texts_the_second_tells_what_was_reached(expected: str, reached: str) -> None:
    rows = (
        ("2/年度总体目标", expected, f"2|{reached}"),
        ("改造泵站三座，保障排涝。", "2|三座泵站已全部改造，排涝有保障。"),
    )
    texts = reading(_REVIEW + _table(("项目名称", "3|泵站改造"), *rows, *_INDICATORS)).form.texts
    assert (texts.annual_goal, texts.achievement) == ("改造泵站三座，保障排涝。", "三座泵站已全部改造，排涝有保障。")


@pytest.mark.parametrize(
    ("heads", "figures"),
    [
        (("年初预算数", "实际下达数", "全年执行数", "执行率"), ("450", "500", "480", "96%")),
        (("年初预算数", "财政核定数", "全年执行数", "执行率"), ("450", "500", "480", "96.00%")),
    ],
)
def test_the_budget_that_makes_up_the_rate_is_the_year_s(heads: tuple[str, ...], figures: tuple[str, ...]) -> None:
    page = _REVIEW + _table(
        ("项目名称", "5|泵站改造"), ("2/资金情况（万元）", "", *heads), ("资金总额", *figures), *_INDICATORS
    )
    (entry,) = reading(page).form.execution
    assert (entry.initial, entry.adjusted, entry.executed) == ("450", "500", "480")


@pytest.mark.parametrize("first", ["年初安排数", "年初批复数"])
def test_the_first_budget_is_the_first_though_it_makes_up_the_rate(first: str) -> None:
    heads = (first, "截至监控时点执行数", "预算执行率", "全年预计支出")
    figures = ("903.5", "379.47", "42.00%", "903.5")
    page = "<p>2024年项目支出绩效运行监控表</p>" + _table(
        ("项目名称", "4|泵站改造"), ("年度资金执行", *heads), ("资金总额", *figures), *_INDICATORS
    )
    (entry,) = reading(page).form.execution
    assert (entry.initial, entry.adjusted, entry.executed) == ("903.5", None, "379.47")


def test_amounts_in_words_of_their_own_under_their_heads_are_no_execution() -> None:
    heads = ("2/资金来源（万元）", "预算总额", "财政预算拨款", "年初结转和结余", "其它资金")
    page = TOP + _table(("项目名称", "4|泵站改造"), heads, ("493", "400", "90", "3"), *_INDICATORS)
    form = reading(page).form
    assert {code: amount.value for code, amount in form.amounts.items()} == {
        "total": "493",
        "fiscal_appropriation": "400",
        "carry_over": "90",
        "other_funds": "3",
    }
    assert not form.execution


def test_grades_beside_a_value_in_words_of_its_own_are_no_values() -> None:
    page = TOP + _table(
        ("项目名称", "7|泵站改造"),
        *[(*(f"2/{h}" for h in _HEADS), "2/考核目标值", "4|评价标准"), ("优", "良", "中", "差")],
        ("产出指标", "数量指标", "改造泵站", "≥10座", "10座", "9座", "8座", "7座"),
        ("产出指标", "数量指标", "清淤渠道", "≥20千米", "20千米", "18千米", "16千米", "14千米"),
    )
    assert [r.target.raw for r in reading(page).form.indicators] == ["≥10座", "≥20千米"]


def test_who_handles_the_project_does_not_sign_the_form() -> None:
    page = (
        TOP
        + _table(("项目名称", "泵站改造", "项目经办人", "刘文博"), *_INDICATORS)
        + "<p>制表人：赵春梅    联系号码：0731-2767771</p>"
    )
    signoff = reading(page).form.signoff
    assert (signoff.preparer, signoff.phone, signoff.project_person) == ("赵春梅", "0731-2767771", "刘文博")
