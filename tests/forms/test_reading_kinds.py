"""Kinds of tables whose reading went wrong once: heads that reach down, causes under one head, heads printed again
with a slip.
"""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.pipeline import readings_of
from extractor.readers import read
from tests.forms.pages import RULES
from tests.forms.pages import TOP as _TOP
from tests.forms.pages import reading as _read
from tests.forms.pages import row as _row


def test_a_block_label_beside_the_heads_tells_nothing_of_their_depth() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|项目名称', '4|泵站改造')}"
        + _row("3/绩效目标", "2|评价指标", "绩效内容", "绩效标准", "全年绩效目标")
        + _row("2/产出", "2/数量目标", "改造泵站", "计划标准", "12座")
        + _row("更换水泵", "行业标准", "30台")
        + "</table>"
    )
    rows = reading.form.indicators
    assert [(r.level3.raw if r.level3 else None, r.target.raw, r.standard) for r in rows] == [
        ("改造泵站", "12座", "计划标准"),
        ("更换水泵", "30台", "行业标准"),
    ]
    assert reading.doubts == []


def test_the_explanation_under_a_head_of_causes_is_the_reason() -> None:
    reading = _read(
        "<p>2024年项目支出绩效运行监控表</p><table>"
        + _row("2/一级指标", "2/二级指标", "2/三级指标", "2/年度指标值", "2/1-6月执行情况", "3|偏差原因分析")
        + _row("经费保障", "人员保障", "原因说明")
        + _row("产出指标", "数量指标", "改造泵站", "≥3座", "1座", "√", "", "拨款晚")
        + _row("效益指标", "社会效益指标", "受益人口", "≥900人", "900人", "", "", "")
        + "</table>"
    )
    assert [r.deviation_reason for r in reading.form.indicators] == ["拨款晚", ""]
    assert not [d for d in reading.doubts if d.code == "doubtful-reading"]


@pytest.mark.parametrize("slip", ["指标値", "指标直"])
def test_heads_printed_again_with_a_slip_keep_their_columns(slip: str) -> None:
    heads = ("一级指标", "二级指标", "三级指标")
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_row(*heads, '指标值')}"
        f"{_row('产出指标', '数量指标', '改造泵站', '≥3座')}"
        f"{_row(*heads, slip)}{_row('效益指标', '社会效益指标', '受益人口', '≥900人')}</table>"
    )
    assert [r.target.raw for r in reading.form.indicators] == ["≥3座", "≥900人"]
    assert reading.doubts == []


def test_level_words_are_no_doubt_whatever_their_head_says() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|评价内容', '指标名称', '目标值')}{_row('2/产出', '数量指标', '改造泵站', '3座')}"
        f"{_row('质量指标', '合格率', '100%')}</table>"
    )
    assert [(r.level1 and r.level1.raw, r.level2 and r.level2.raw) for r in reading.form.indicators] == [
        ("产出", "数量指标"),
        ("产出", "质量指标"),
    ]
    assert reading.doubts == []


def test_the_numbered_rows_under_a_note_are_note() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_row('一级指标', '二级指标', '三级指标', '指标值')}"
        f"{_row('产出指标', '数量指标', '改造泵站', '≥3座')}"
        f"{_row('效益指标', '社会效益指标', '受益人口', '≥900人')}{_row('4|注：1.其他资金包括银行贷款。')}"
        f"{_row('4|2.各单位对填报数据负责。')}</table>"
    )
    assert reading.doubts == [] and [u.text for u in reading.form.unmapped][-1].startswith("2.")


_GROUPS = ("一级指标", "二级指标", "三级指标（长期）", "指标值（长期）", "三级指标（年度）", "指标值（年度）")


@pytest.mark.parametrize("lost", [3, 2])
def test_two_groups_side_by_side_stay_two_whatever_one_head_is_called(lost: int) -> None:
    heads = [*_GROUPS[:lost], "戊己事", *_GROUPS[lost + 1 :]]
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '5|学校建设')}{_row(*heads)}"
        + _row("2/产出指标", "数量指标", "建校数", "6所", "当年建校数", "2所")
        + _row("质量指标", "合格率", "95%", "验收合格率", "100%")
        + "</table>"
    )
    read_ = [(r.scope, r.level3.raw if r.level3 else None, r.target.raw) for r in reading.form.indicators]
    told = " ".join(d.why for d in reading.doubts)
    assert ("annual", "当年建校数", "2所") in read_
    assert ("period", "建校数", "6所") in read_ or "戊己事" in told
    assert "戊己事" in told


def test_a_grade_of_unknown_name_among_grades_is_one() -> None:
    reading = _read(
        (
            f"{_TOP}<table>{_row('项目名称', '5|农村低保')}{_row('2/一级指标', '2/绩效指标', '4|评价标准')}"
            f"{_row('优', '戊己事', '中', '差')}"
        )
        + _row("产出指标", "救助覆盖率", "100%", "90%", "85%", "80%")
        + _row("效益指标", "政策知晓率", "95%", "90%", "85%", "80%")
        + "</table>"
    )
    assert [r.target.raw for r in reading.form.indicators] == ["100%/90%/85%/80%", "95%/90%/85%/80%"]


@pytest.mark.parametrize("further", ["甲", "17"])
def test_names_with_values_in_a_table_without_heads_beside_a_column_of_something_else(further: str) -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|项目名称', '2|图书购置')}"
        + _row("2/产出指标", "数量指标", further, "新增图书：≥900册")
        + _row("质量指标", "见附", "编目准确率：≥96%")
        + _row("效益指标", "社会效益指标", "同前", "接待读者：≥3000人")
        + "</table>"
    )
    assert [(r.level3.raw if r.level3 else None, r.target.raw) for r in reading.form.indicators] == [
        ("新增图书", "≥900册"), ("编目准确率", "≥96%"), ("接待读者", "≥3000人"),
    ]  # fmt: skip
    assert any(d.code == "unread-text" for d in reading.doubts)


def test_one_head_too_few_for_the_columns_is_told_and_set_right() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('评价内容', '指标名称', '目标值', '分值', '2|备注')}"
        + _row("2/产出", "数量指标", "改造泵站", "3座", "50", "")
        + _row("质量指标", "合格率", "100%", "50", "")
        + "</table>"
    )
    assert [(r.level3.raw if r.level3 else None, r.target.raw, r.weight) for r in reading.form.indicators] == [
        ("改造泵站", "3座", "50"),
        ("合格率", "100%", "50"),
    ]
    assert [d.grave for d in reading.doubts if "占两列" in d.why] == [False]


def test_heads_that_stand_over_the_wrong_cells_are_an_error() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('一级指标', '三级指标', '指标值', '分值', '备注')}"
        + _row("产出指标", "数量指标", "改造泵站", "3座", "50")
        + _row("产出指标", "质量指标", "合格率", "100%", "50")
        + "</table>"
    )
    assert any(d.code == "doubtful-reading" and d.grave and "错位" in d.why for d in reading.doubts)


def test_two_forms_side_by_side_with_a_caption_over_both() -> None:
    half = ("项目名称", "3|课桌椅采购", "项目名称", "3|食堂改造")
    heads = ("一级指标", "二级指标", "三级指标", "指标值")
    page = (
        f"{_TOP}<table>{_row(*half)}{_row('8|丁卯所列如下')}{_row(*heads, *heads)}"
        + _row("产出指标", "数量指标", "采购数量", "600套", "产出指标", "数量指标", "改造面积", "400平方米")
        + "</table>"
    )
    found = readings_of(read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html"), RULES, "0" * 64)
    assert [r.form.project_name for r in found] == ["课桌椅采购", "食堂改造"]


def test_a_sign_off_row_whose_first_label_is_unknown_is_no_indicator() -> None:
    reading = _read(
        (
            f"{_TOP}<table>{_row('项目名称', '5|泵站改造')}{_row('一级指标', '二级指标', '三级指标', '3|指标值')}"
            f"{_row('产出指标', '数量指标', '改造泵站', '3|≥3座')}"
        )
        + _row("戊己事", "欧阳静", "经办人", "吴志强", "填表日期", "2023-11-09")
        + "</table>"
    )
    assert (
        len(reading.form.indicators) == 1
        and reading.form.signoff.preparer == "吴志强"
        and reading.form.signoff.filing_date == "2023-11-09"
    )
    assert any("戊己事" in d.why for d in reading.doubts)


def test_a_date_beside_an_unknown_label_is_told() -> None:
    reading = _read(
        (
            f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_row('一级指标', '二级指标', '三级指标', '指标值')}"
            f"{_row('产出指标', '数量指标', '改造泵站', '≥3座')}"
        )
        + _row("经办人", "吴志强", "戊己事", "2023年11月9日")
        + "</table>"
    )
    assert any(d.grave and "戊己事" in d.why for d in reading.doubts)


@pytest.mark.parametrize("lost", ["其他资金", "2023年"])
def test_an_unknown_line_or_year_in_a_matrix_of_money_is_told(lost: str) -> None:
    table = (
        _row("项目名称", "3|道路清雪")
        + _row("资金来源（万元）", "2022年", "2023年", "2024年")
        + _row("合计", "400", "420", "450")
        + _row("财政拨款", "390", "410", "440")
        + _row("其他资金", "10", "10", "10")
        + _row("一级指标", "二级指标", "三级指标", "指标值")
        + _row("产出指标", "数量指标", "清雪面积", "≥850万平方米")
    ).replace(lost, "庚辛类")
    reading = _read(f"{_TOP}<table>{table}</table>")
    assert reading.form.amounts["total"].value == "450"
    assert any(d.code == "unread-text" for d in reading.doubts)


def test_signs_and_directions_under_each_others_heads_are_no_shift() -> None:
    reading = _read(
        (
            f"{_TOP}<table>{_row('项目名称', '6|巡逻车购置')}"
            f"{_row('一级指标', '二级指标', '三级指标', '指标方向', '指标值', '计量单位', '指标性质')}"
        )
        + _row("产出指标", "数量指标", "购车数量", "大于等于", "3", "辆", "正向")
        + _row("成本指标", "经济成本指标", "购车成本", "小于等于", "30", "万元", "反向")
        + "</table>"
    )
    assert [r.target.operator for r in reading.form.indicators] == [">=", "<="] and not any(
        d.grave for d in reading.doubts
    )


@pytest.mark.parametrize(("figure", "unit"), [("235000", "元"), ("235", "万元"), ("1234.56", "万元")])
def test_a_projects_round_figure_without_a_unit_is_yuan(figure: str, unit: str) -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '泵站租赁', '年度资金总额', figure)}"
        f"{_row('一级指标', '二级指标', '三级指标', '指标值')}{_row('产出指标', '数量指标', '泵站', '≥9座')}</table>"
    )
    assert reading.form.currency_unit == unit and reading.unit_inferred


def test_an_amount_that_begins_like_a_year_is_no_past_year() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '泵站租赁')}<tr><td colspan=2>资金总额：2009.33</td></tr>"
        f"{_row('一级指标', '二级指标', '三级指标', '指标值')}{_row('产出指标', '数量指标', '泵站', '≥9座')}</table>"
    )
    assert reading.form.amounts["total"].value == "2009.33"


def _rows_named(reading: Reading) -> list[tuple[str | None, str | None, str | None]]:
    return [
        (r.level1.raw if r.level1 else None, r.level2.raw if r.level2 else None, r.level3.raw if r.level3 else None)
        for r in reading.form.indicators
    ]


def test_a_band_beside_the_label_of_a_block_in_its_own_words() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|项目名称', '3|泵站改造')}"
        + _row("5/考核体系", "二级指标", "三级指标", "指标值", "备注")
        + _row("4|产出指标")
        + _row("数量指标", "改造泵站", "≥3座", "")
        + _row("4|效益指标")
        + _row("社会效益", "受益人口", "≥3万人", "")
        + "</table>"
    )
    assert _rows_named(reading) == [("产出指标", "数量指标", "改造泵站"), ("效益指标", "社会效益", "受益人口")]


def test_levels_side_by_side_over_names_of_any_wording() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2/项目全称', '2/预算数', '2/绩效目标', '2|产出指标', '2|满意度指标')}"
        + _row("指标明细", "指标值", "指标明细", "指标值")
        + _row("2/泵站改造", "2/100万元", "2/改造泵站，恢复排涝能力。", "改造泵站", "≥3座", "社会公众满意度", "≥90%")
        + _row("验收合格率", "≥95%", "", "")
        + "</table>"
    )
    assert reading.form.project_name == "泵站改造" and reading.form.amounts["total"].value == "100"
    assert _rows_named(reading) == [
        ("产出指标", None, "改造泵站"),
        ("产出指标", None, "验收合格率"),
        ("满意度指标", None, "社会公众满意度"),
    ]
    assert {r.scope for r in reading.form.indicators} == {"annual"} and reading.doubts == []


def test_a_level_called_like_a_field_ends_no_table() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p><table>"
        + _row("一级指标", "二级指标", "三级指标", "分值", "指标值", "完成值", "得分")
        + _row("2/项目决策", "立项依据", "依据充分性", "10", "充分", "充分", "10")
        + _row("绩效目标", "目标合理性", "10", "合理", "合理", "10")
        + _row("项目产出", "数量指标", "改造泵站", "80", "≥3座", "3座", "80")
        + "</table>"
    )
    assert [row[1:] for row in _rows_named(reading)] == [
        ("立项依据", "依据充分性"),
        ("绩效目标", "目标合理性"),
        ("数量指标", "改造泵站"),
    ]
    assert [r.weight for r in reading.form.indicators] == ["10", "10", "80"]


def test_of_two_values_for_one_name_without_words_of_scope_one_counts_and_the_other_is_told() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('一级指标', '二级指标', '三级指标', '全年指标值', '全年控制值')}"
        + _row("2/产出指标", "数量指标", "改造泵站", "≥3座", "≥4座")
        + _row("质量指标", "验收合格率", "≥95%", "≥96%")
        + "</table>"
    )
    assert [r.target.raw for r in reading.form.indicators] == ["≥3座", "≥95%"]
    assert any(d.code == "unread-text" and d.grave for d in reading.doubts)


def test_the_label_of_written_indicators_needs_no_wording() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '泵站改造')}"
        + _row(
            "指标体系",
            "产出指标→数量指标→改造泵站→3座<br>产出指标→质量指标→验收合格率→95%<br>效益指标→社会效益指标→受益人口→3万人",
        )
        + "</table>"
    )
    assert len(reading.form.indicators) == 3 and reading.doubts == []


def test_a_figure_under_an_unknown_head_of_execution_is_told() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p><table>"
        + _row("项目名称", "4|泵站改造")
        + _row("2/资金情况（万元）", "全年预算数", "全年执行数", "执行率", "上缴国库数")
        + _row("100", "90", "90%", "7")
        + _row("一级指标", "二级指标", "三级指标", "指标值", "完成值")
        + _row("产出指标", "数量指标", "改造泵站", "≥3座", "3座")
        + "</table>"
    )
    assert not reading.form.amounts
    assert any(u.text == "7" for u in reading.form.unmapped) and any(d.code == "unread-text" for d in reading.doubts)


def test_a_row_called_like_a_level_with_points_of_its_own_is_an_indicator() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p><table>"
        + _row("二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
        + _row("数量指标", "改造泵站", "≥3座", "3座", "90", "90")
        + _row("预算执行率", "预算执行率", "100%", "100%", "10", "10")
        + "</table>"
    )
    assert len(reading.form.indicators) == 2 and not any("一级指标的写法" in d.why for d in reading.doubts)
