"""Nothing wrong stays untold, and what was read right is left in peace: a small form for each kind."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.pipeline import extract_bytes
from extractor.readers import read
from extractor.rulebook import load_rules
from tests.forms.test_layout_kinds import _read, _row, _rows, _table

TITLE = "<p>2024年项目支出绩效目标表</p>"
HEADS = ("一级指标", "二级指标", "三级指标", "指标值")


def _codes(reading: Reading) -> list[str]:
    return [doubt.code for doubt in reading.doubts]


def test_heads_end_where_the_first_row_of_indicators_stands() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "4|泵站改造"),
            _row("4/丙丁指标情况", *HEADS),
            _row("3/产出指标", "2/数量指标", "改造泵站", "≥3座"),
            _row("更换水泵", "≥8台"),
            _row("质量指标", "合格率", "≥95%"),
        )
    )
    assert [row[0] for row in _rows(reading)] == ["改造泵站", "更换水泵", "合格率"]


def test_fields_above_the_title_are_read_with_an_unknown_label_among_them() -> None:
    reading = _read(
        "<p>项目名称：泵站改造</p><p>主管部门：青山县水利局</p><p>辰巳代号：4986</p>"
        + TITLE
        + _table(
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
        )
    )
    assert (reading.form.project_name, reading.form.department) == ("泵站改造", "青山县水利局")
    assert "unread-text" in _codes(reading)


def test_label_and_value_alone_in_their_row_are_no_caption() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("4|庚辛名号：青山县水利局"),
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
        )
    )
    assert "unread-text" in _codes(reading)


def test_one_measure_of_money_whose_head_is_unknown_leaves_the_others_read() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p>"
        + _table(
            _row("项目名称", "5|泵站改造"),
            _row("2/资金情况（万元）", "", "全年预算数", "壬癸况", "分值", "得分"),
            _row("年度资金总额", "20", "18", "10", "9"),
            _row("一级指标", "二级指标", "三级指标", "指标值", "完成值", "得分"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", "3座", "50"),
            _row("产出指标", "质量指标", "合格率", "100%", "100%", "40"),
        )
    )
    (entry,) = reading.form.execution
    assert (entry.adjusted, entry.weight, entry.score) == ("20", "10", "9")
    assert any("壬癸况" in doubt.why for doubt in reading.doubts)


def test_a_label_over_all_levels_with_a_text_over_all_values_is_no_indicator() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p>"
        + _table(
            _row(*HEADS, "完成值", "备注"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", "3座", ""),
            _row("产出指标", "质量指标", "合格率", "100%", "100%", ""),
            _row("3|戊己事", "3|枯水期水量不足"),
        )
    )
    assert len(_rows(reading)) == 2
    assert any("戊己事" in doubt.why for doubt in reading.doubts)


@pytest.mark.parametrize("head", ["丙丁栏", "数量值"])
def test_the_only_column_of_values_needs_no_known_head(head: str) -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row(*HEADS[:3], head),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "≥95%"),
        )
    )
    assert _rows(reading) == [("改造泵站", "≥3座", "annual"), ("合格率", "≥95%", "annual")]
    assert _codes(reading) == []


def test_signs_and_points_are_no_values_of_places() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "6|泵站改造"),
            _row(*HEADS[:3], "辰巳号", "丙丁数", "戊己名", "庚辛数"),
            _row("产出指标", "数量指标", "改造泵站", "≥", "3", "座", "60"),
            _row("产出指标", "质量指标", "合格率", "≥", "95", "%", "40"),
        )
    )
    assert [row[1] for row in _rows(reading)] == ["≥3座", "≥95%"]


def test_levels_that_contradict_each_other_are_our_doubt_first() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row(*HEADS),
            *(_row("效益指标", level, f"事项{level}", "≥3座") for level in ("数量指标", "质量指标", "时效指标")),
            _row("效益指标", "社会效益指标", "受益人口", "≥900人"),
        )
    )
    assert any(doubt.pointer.endswith("/level1") for doubt in reading.doubts)


def test_a_past_years_values_beside_the_own_are_understood() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "4|泵站改造"),
            _row(*HEADS[:3], "2023年实际值", "2024年目标值"),
            _row("产出指标", "数量指标", "改造泵站", "2座", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "90%", "≥95%"),
        )
    )
    assert [row[1] for row in _rows(reading)] == ["≥3座", "≥95%"]
    assert _codes(reading) == []


def test_bands_go_on_behind_a_caption_that_no_book_knows() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "2|泵站改造"),
            _row("3|一、产出指标"),
            _row("3|丁卯所列如下"),
            _row("数量指标", "改造泵站", "≥3座"),
            _row("质量指标", "合格率", "≥95%"),
            _row("3|二、效益指标"),
            _row("社会效益指标", "受益人口", "≥900人"),
        )
    )
    levels = [row.level1.raw if row.level1 else None for row in reading.form.indicators]
    assert levels == ["一、产出指标", "一、产出指标", "二、效益指标"]


@pytest.mark.parametrize("head", ["一级指标", "戊己事"])
def test_a_table_on_its_side_keeps_its_levels_under_an_unknown_head_and_behind_a_caption(head: str) -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "2|泵站改造"),
            _row(head, "产出指标", "效益指标"),
            _row("二级指标", "数量指标", "社会效益指标"),
            _row("3|丁卯所列如下"),
            _row("三级指标", "改造泵站", "受益人口"),
            _row("指标值", "≥3座", "≥900人"),
        )
    )
    levels = [row.level1.raw if row.level1 else None for row in reading.form.indicators]
    assert levels == ["产出指标", "效益指标"]
    assert [row[1] for row in _rows(reading)] == ["≥3座", "≥900人"]


def test_a_caption_in_a_list_of_projects_is_no_project() -> None:
    heads = ("单位名称", "项目名称", "预算金额（万元）", "绩效目标", *HEADS)
    reading = _read(
        TITLE
        + _table(
            _row(*heads),
            _row("8|丁卯所列如下"),
            _row("2/青山县水利局", "2/泵站改造", "2/100", "2/改造三座泵站", "产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("效益指标", "社会效益指标", "受益人口", "≥900人"),
        )
    )
    assert (reading.form.project_name, reading.form.texts.annual_goal) == ("泵站改造", "改造三座泵站")


def test_a_column_that_says_how_points_are_given_is_understood_whatever_its_head() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "4|泵站改造"),
            _row(*HEADS, "辰巳栏"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", "达到目标值得满分，未达到按比例扣分"),
            _row("产出指标", "质量指标", "合格率", "≥95%", "达到目标值得满分，未达到按比例扣分"),
        )
    )
    assert _codes(reading) == []
    assert {entry.text for entry in reading.form.unmapped} >= {"达到目标值得满分，未达到按比例扣分"}


def test_a_caption_between_rows_of_money_or_of_indicators_ends_neither() -> None:
    reading = _read(
        "<p>2024年项目支出绩效自评表</p>"
        + _table(
            _row("项目名称", "5|泵站改造"),
            _row("资金情况（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "得分"),
            _row("6|丁卯所列如下"),
            _row("年度资金总额", "20", "20", "18", "10", "9"),
            _row("6|戊辰所列如下"),
            _row("其中：财政拨款", "20", "20", "18", "", ""),
            _row(*HEADS, "完成值", "得分"),
            _row("6|己巳所列如下"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", "3座", "50"),
            _row("6|庚午所列如下"),
            _row("满意度指标（10分）", "服务对象满意度指标", "满意度", "≥90%", "95%", "40"),
        )
    )
    assert [(entry.initial, entry.executed) for entry in reading.form.execution] == [("20", "18"), ("20", "18")]
    assert [(i.level1.raw if i.level1 else None) for i in reading.form.indicators] == ["产出指标", "满意度指标（10分）"]


def test_a_party_beside_an_unknown_label_is_no_caption() -> None:
    """Though labels stand right of it and under it."""
    reading = _read(
        TITLE
        + _table(
            _row("3/基本情况", "项目名称", "泵站改造", "主管部门", "青山县水利局"),
            _row("壬癸况", "青山县灌区中心", "实施期", "2024年1月至2024年12月"),
            _row("项目负责人", "王强", "联系电话", "0743-2721288"),
            _row(*HEADS, "备注"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", ""),
            _row("产出指标", "质量指标", "合格率", "100%", ""),
        )
    )
    assert any("青山县灌区中心" in (doubt.observed or "") for doubt in reading.doubts)


def test_a_goal_under_an_unknown_head_is_told_with_the_goal_it_changes() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row("2|辰巳栏", "2|年度绩效目标"),
            _row("2|泵站全覆盖", "2|改造泵站三座"),
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
        )
    )
    assert any("泵站全覆盖" in (doubt.observed or "") for doubt in reading.doubts)


def test_an_undivided_goal_is_in_doubt_where_another_goal_was_not_read() -> None:
    rows = (
        _row(*HEADS) + _row("产出指标", "数量指标", "改造泵站", "≥3座") + _row("产出指标", "质量指标", "合格率", "100%")
    )
    form = _row("项目名称", "3|泵站改造") + _row("总体绩效目标", "3|建成现代化灌区")
    whole = _read(TITLE + _table(form, _row("年度绩效目标", "3|改造泵站三座并配套"), rows))
    assert (whole.form.texts.period_goal, whole.doubts) == ("建成现代化灌区", [])
    reading = _read(TITLE + _table(form, _row("辰巳栏", "3|改造泵站三座并配套"), rows))
    assert any(d.pointer == "/texts/annual_goal" and "辰巳栏" in d.why for d in reading.doubts)


def test_a_goal_is_no_head_because_labels_stand_under_it() -> None:
    """A caption between 年度目标 and its text: the text is the goal, or told."""
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row("3/年度目标", "2|预期目标", "实际完成情况"),
            _row("3|丁卯所列如下"),
            _row("2|改造泵站3座", "改造泵站4座"),
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
        )
    )
    said = " ".join(doubt.observed or "" for doubt in reading.doubts)
    assert reading.form.texts.annual_goal == "改造泵站3座" or "改造泵站3座" in said
    assert reading.form.texts.achievement == "改造泵站4座" or "改造泵站4座" in said


def test_one_label_with_two_names_says_that_two_forms_may_be_one() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "泵站改造", "项目名称", "渠道清淤"),
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
        )
    )
    assert any(d.pointer == "/project_name" and "渠道清淤" in d.why for d in reading.doubts)


def _list(*rows: str) -> Reading:
    return _read("<p>2024年项目支出绩效目标表</p>" + _table(*rows))


def test_a_goal_right_of_the_levels_is_a_column_of_the_list() -> None:
    reading = _list(
        _row("单位名称", "项目名称", "一级指标", "二级指标", "三级指标", "指标值", "年度绩效目标"),
        _row("水利局", "泵站改造", "产出指标", "数量指标", "改造泵站", "≥3座", "改造三座泵站"),
        _row("水利局", "泵站改造", "产出指标", "质量指标", "合格率", "100%", "改造三座泵站"),
    )
    assert reading.form.texts.annual_goal == "改造三座泵站"


def test_a_caption_within_a_list_that_repeats_its_names_does_not_begin_the_project_anew() -> None:
    reading = _list(
        _row("单位名称", "项目名称", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"),
        _row("水利局", "泵站改造", "改造三座泵站", "产出指标", "数量指标", "改造泵站", "≥3座"),
        _row("7|丁卯所列如下"),
        _row("水利局", "泵站改造", "改造三座泵站", "产出指标", "质量指标", "合格率", "100%"),
    )
    assert [row[0] for row in _rows(reading)] == ["改造泵站", "合格率"]


def test_a_measure_of_money_without_its_partner_is_told_in_a_list() -> None:
    reading = _list(
        _row(
            "单位名称",
            "项目名称",
            "预算数",
            "辰巳栏",
            "执行率",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
        ),
        _row("水利局", "泵站改造", "100", "90", "90%", "产出指标", "数量指标", "改造泵站", "3座", "3座"),
        _row("水利局", "泵站改造", "100", "90", "90%", "产出指标", "质量指标", "合格率", "100%", "100%"),
    )
    said = " ".join(doubt.observed or "" for doubt in reading.doubts)
    assert "90%" in said and "辰巳栏" in " ".join(doubt.why for doubt in reading.doubts)


def test_of_two_past_years_with_one_unknown_head_neither_is_the_target() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "5|泵站改造"),
            _row("2/一级指标", "2/二级指标", "2/三级指标", "2|指标值", "2/本年预期目标值"),
            _row("戊己事", "2023年实际值"),
            _row("产出指标", "数量指标", "改造泵站", "1座", "2座", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "80%", "90%", "100%"),
        )
    )
    assert [row[1] for row in _rows(reading)] == ["≥3座", "100%"] or any("戊己事" in d.why for d in reading.doubts)


def test_the_sum_of_tasks_under_an_unknown_head_is_told() -> None:
    reading = _read(
        "<p>2024年部门整体支出绩效目标表</p>"
        + _table(
            _row("2|部门名称", "3|青山县水利局"),
            _row("3/年度主要任务", "任务名称", "总额", "财政拨款", "戊己事"),
            _row("泵站改造", "60", "50", "10"),
            _row("金额合计", "60", "50", "10"),
            _row(*HEADS, "备注"),
            _row("产出指标", "数量指标", "改造泵站", "≥3座", ""),
            _row("产出指标", "质量指标", "合格率", "100%", ""),
        )
    )
    assert reading.form.amounts["total"].value == "60"
    assert any(d.observed == "10" and "戊己事" in d.why for d in reading.doubts)


def test_level_words_over_the_whole_width_are_no_names() -> None:
    rows = (
        _row("二级指标", "三级指标", "2|指标值"),
        _row("3|产出指标", "17"),
        _row("数量指标", "改造泵站", "≥3座", "23"),
        _row("质量指标", "合格率", "100%", "41"),
        _row("3|效益指标", "17"),
        _row("社会效益指标", "受益人口", "≥900人", "23"),
    )
    reading = _read(TITLE + _table(_row("项目名称", "3|泵站改造"), *rows))
    levels = [i.level1.raw if i.level1 else None for i in reading.form.indicators]
    assert levels == ["产出指标", "产出指标", "效益指标"] or any("一级指标" in d.why for d in reading.doubts)


def test_a_line_of_the_signoff_read_as_a_row_is_told() -> None:
    reading = _read(
        TITLE
        + _table(
            _row("项目名称", "3|泵站改造"),
            _row(*HEADS),
            _row("产出指标", "数量指标", "改造泵站", "≥3座"),
            _row("产出指标", "质量指标", "合格率", "100%"),
            _row("芷蔚薇段", "郑三", "联系电话：0731-22334455", "填报日期：2024年1月12日"),
        )
    )
    assert reading.form.signoff.filing_date is not None or any("填报日期" in (d.observed or "") for d in reading.doubts)


def test_a_list_that_gives_no_project_is_told() -> None:
    """Its heads are a list's, and no row of it could be told for a project."""
    document = read(
        (
            TITLE
            + _table(
                _row("单位名称", "项目名称", "年度总体目标", "钟霄列", "一级指标", "指标值"),
                _row("水利局", "泵站改造", "改造", "改造泵站", "2/产出指标", "≥3座"),
                _row("", "", "", "合格率", "100%"),
            )
        ).encode(),
        "list.html",
        "html",
    )
    readings = read_forms(document, load_rules(), "0" * 64)
    assert readings or any(note.code == "unread-text" for note in document.notes)


def test_a_table_without_any_head_is_read_and_not_judged() -> None:
    page = _table(
        _row(*HEADS), _row("产出指标", "数量指标", "培训次数", "≥10次"), _row("产出指标", "质量指标", "合格率", "100%")
    )
    found = extract_bytes(page.encode(), "bare.html", rules=load_rules())
    assert [i.target.raw for i in found.forms[0].indicators] == ["≥10次", "100%"]
    assert (found.quality.verdict, found.quality.score) == ("未能审核", None)
    assert any("补上表头" in finding.message for finding in found.findings)
    assert any(check.outcome == "passed" for check in found.checks)


def test_signs_and_per_cents_under_an_unknown_head_are_no_decoration() -> None:
    reading = _list(
        _row("单位名称", "项目名称", "澜苓栏", "一级指标", "二级指标", "三级指标", "指标值"),
        _row("水利局", "泵站改造", "%", "产出指标", "数量指标", "完成率", "90"),
        _row("水利局", "泵站改造", "%", "产出指标", "质量指标", "合格率", "100"),
    )
    assert any("%" in (doubt.observed or "") and "澜苓栏" in doubt.why for doubt in reading.doubts)
