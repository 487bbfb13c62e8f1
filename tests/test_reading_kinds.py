"""Kinds of tables whose reading went wrong once: heads that reach down, causes under one head, heads printed again with a slip."""

from __future__ import annotations

import pytest

from extractor.forms.reading import Reading
from extractor.pipeline import readings_of
from extractor.readers import read
from extractor.rulebook import load_rules

RULES = load_rules()
_TOP = "<p>2024年项目支出绩效目标表</p>"


def _read(page: str) -> Reading:
    (reading,) = readings_of(read(f'<meta charset="utf-8">{page}'.encode(), "x.html", "html"), RULES, "0" * 64)
    return reading


def _row(*cells: str) -> str:
    """A row; "2|text" spans two columns, "2/text" two rows."""
    made = []
    for cell in cells:
        span, text = "", cell
        for mark, name in (("|", "colspan"), ("/", "rowspan")):
            if cell[1:2] == mark:
                span, text = f' {name}="{cell[0]}"', cell[2:]
        made.append(f"<td{span}>{text}</td>")
    return f"<tr>{''.join(made)}</tr>"


def test_a_block_label_beside_the_heads_tells_nothing_of_their_depth() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|项目名称', '4|泵站改造')}"
        + _row("3/绩效目标", "2|评价指标", "绩效内容", "绩效标准", "全年绩效目标")
        + _row("2/产出", "2/数量目标", "改造泵站", "计划标准", "12座")
        + _row("更换水泵", "行业标准", "30台")
        + "</table>"
    )
    rows = reading.form.indicators
    assert [(r.level3.raw if r.level3 else None, r.target.raw, r.standard) for r in rows] == [("改造泵站", "12座", "计划标准"), ("更换水泵", "30台", "行业标准")]
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
        f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_row(*heads, '指标值')}{_row('产出指标', '数量指标', '改造泵站', '≥3座')}"
        f"{_row(*heads, slip)}{_row('效益指标', '社会效益指标', '受益人口', '≥900人')}</table>"
    )
    assert [r.target.raw for r in reading.form.indicators] == ["≥3座", "≥900人"]
    assert reading.doubts == []


def test_level_words_are_no_doubt_whatever_their_head_says() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('2|评价内容', '指标名称', '目标值')}{_row('2/产出', '数量指标', '改造泵站', '3座')}{_row('质量指标', '合格率', '100%')}</table>"
    )
    assert [(r.level1 and r.level1.raw, r.level2 and r.level2.raw) for r in reading.form.indicators] == [("产出", "数量指标"), ("产出", "质量指标")]
    assert reading.doubts == []


def test_the_numbered_rows_under_a_note_are_note() -> None:
    reading = _read(
        f"{_TOP}<table>{_row('项目名称', '3|泵站改造')}{_row('一级指标', '二级指标', '三级指标', '指标值')}{_row('产出指标', '数量指标', '改造泵站', '≥3座')}"
        f"{_row('效益指标', '社会效益指标', '受益人口', '≥900人')}{_row('4|注：1.其他资金包括银行贷款。')}{_row('4|2.各单位对填报数据负责。')}</table>"
    )
    assert reading.doubts == [] and [u.text for u in reading.form.unmapped][-1].startswith("2.")
