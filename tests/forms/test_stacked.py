"""Target and what was reached one under the other, and execution told in a sentence."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

ROWS = [
    ("产出指标", "数量指标", "打捞水草", "≥40次", "46次"),
    ("产出指标", "质量指标", "河面洁净率", "≥95%", "97%"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "92%"),
]
WANTED = [(name, target, actual) for _, _, name, target, actual in ROWS]


def read(head: str, rows: list[str], further: str = "") -> Reading:
    wide = head.count("|") + 1
    lines = [f"| 项目名称 | 河道保洁{' | <' * (wide - 2)} |", *([further] if further else []), f"| {head} |"]
    text = "\n".join(["# 2025年度项目支出绩效自评表", *lines, *(f"| {row} |" for row in rows)])
    [reading] = read_forms(draw(text), load_rules(), "0" * 64)
    return reading


def got(reading: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(r.level3.raw if r.level3 else None, r.target.raw, r.actual) for r in reading.form.indicators]


@pytest.mark.parametrize("head", ["目标与完成", "指标值", "情况对比"])
@pytest.mark.parametrize(
    ("aim", "reached"), [("目标", "完成"), ("计划", "实际"), ("年初目标值", "实际完成值"), ("目标值", "完成情况")]
)
class TestLabelsInTheCells:
    def test_two_lines_of_one_cell(self, head: str, aim: str, reached: str) -> None:
        rows = [f"{a} | {b} | {n} | {aim}：{t}/n{reached}：{v} | 30" for a, b, n, t, v in ROWS]
        reading = read(f"一级指标 | 二级指标 | 三级指标 | {head} | 得分", rows)
        assert got(reading) == WANTED
        assert {(r.target.kind, r.target.operator) for r in reading.form.indicators} == {("number", ">=")}

    def test_two_rows(self, head: str, aim: str, reached: str) -> None:
        rows = []
        for a, b, n, t, v in ROWS:
            rows += [f"{a} | {b} | {n} | {aim}：{t} | 30", f"^ | ^ | ^ | {reached}：{v} | ^"]
        reading = read(f"一级指标 | 二级指标 | 三级指标 | {head} | 得分", rows)
        assert got(reading) == WANTED
        assert [r.achieved_score for r in reading.form.indicators] == ["30"] * 3


def test_what_was_reached_may_stand_first() -> None:
    rows = []
    for a, b, n, t, v in ROWS:
        rows += [f"{a} | {b} | {n} | 完成：{v} | 30", f"^ | ^ | ^ | 目标：{t} | ^"]
    assert got(read("一级指标 | 二级指标 | 三级指标 | 完成与目标 | 得分", rows)) == WANTED


def test_labels_in_a_column_of_their_own() -> None:
    rows = []
    for a, b, n, t, v in ROWS:
        rows += [f"{a} | {b} | {n} | 目标值 | {t} | 30", f"^ | ^ | ^ | 完成值 | {v} | ^"]
    assert got(read("一级指标 | 二级指标 | 三级指标 | 类别 | 数值 | 得分", rows)) == WANTED


def test_two_columns_stay_two() -> None:
    rows = [f"{a} | {b} | {n} | {t} | {v} | 30" for a, b, n, t, v in ROWS]
    assert got(read("一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分", rows)) == WANTED


HEAD = "一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 得分"


@pytest.mark.parametrize(
    ("label", "text", "wanted"),
    [
        (
            "预算执行情况",
            "年初预算120万元，调整后预算110万元，实际支出104.5万元，预算执行率为95%，得分9.5分。",
            ("120", "110", "104.5", "95%", "9.5"),
        ),
        ("资金情况", "全年预算安排：120万元；全年支出：114万元；执行率：95%", (None, "120", "114", "95%", None)),
        ("资金执行", "全年预算数386.00万元，全年执行数366.70万元", (None, "386.00", "366.70", None, None)),
    ],
)
def test_execution_told_in_a_sentence(label: str, text: str, wanted: tuple[str | None, ...]) -> None:
    rows = [f"{a} | {b} | {n} | {t} | {v} | 30" for a, b, n, t, v in ROWS]
    reading = read(HEAD, rows, f"| {label} | {text} | < | < | < | < |")
    [entry] = reading.form.execution
    assert (entry.initial, entry.adjusted, entry.executed, entry.rate, entry.score) == wanted
    assert reading.form.currency_unit == "万元"


def test_a_text_that_tells_more_is_no_execution() -> None:
    text = "全年预算数386.00万元，用于江段巡护、渔民安置和设备更新三个方面，各项工作按计划推进，全年执行数366.70万元"
    rows = [f"{a} | {b} | {n} | {t} | {v} | 30" for a, b, n, t, v in ROWS]
    reading = read(HEAD, rows, f"| 实际完成情况 | {text} | < | < | < | < |")
    assert (reading.form.execution, reading.form.texts.achievement) == ([], text)


def test_income_and_spending_of_a_budget_are_no_execution() -> None:
    text = "收入预算93.6万元，其中：财政拨款63.6万元，其他收入30万元；"
    text += "年度支出预算93.6万元，其中：基本支出33.6万元，项目支出60万元。"
    rows = [f"{a} | {b} | {n} | {t} | {v} | 30" for a, b, n, t, v in ROWS]
    form = read(HEAD, rows, f"| 部门收支 | {text} | < | < | < | < |").form
    assert form.execution == []
    assert {code: form.amounts[code].value for code in ("basic_expenditure", "project_expenditure")} == {
        "basic_expenditure": "33.6",
        "project_expenditure": "60",
    }


@pytest.mark.parametrize("head", ["目标值/完成值", "目标值、实际完成值", "年度指标值/n完成值"])
@pytest.mark.parametrize("joint", ["/", "／", "；"])
def test_two_values_of_a_column_that_names_both(head: str, joint: str) -> None:
    rows = [f"{a} | {b} | {n} | {t}{joint}{v} | 30" for a, b, n, t, v in ROWS]
    assert got(read(f"一级指标 | 二级指标 | 三级指标 | {head} | 得分", rows)) == WANTED


def test_points_and_what_was_given_of_them_in_one_column() -> None:
    rows = [f"{a} | {b} | {n} | {t} | {v} | 30/2{at}.5" for at, (a, b, n, t, v) in enumerate(ROWS)]
    found = read("一级指标 | 二级指标 | 三级指标 | 目标值 | 完成值 | 分值/得分", rows).form.indicators
    assert [(r.weight, r.achieved_score) for r in found] == [("30", "20.5"), ("30", "21.5"), ("30", "22.5")]


def test_units_with_a_stroke_do_not_part() -> None:
    more = [*ROWS, ("成本指标", "经济成本指标", "每亩费用", "≤90元/亩", "88元/亩")]
    rows = [f"{a} | {b} | {n} | {t}/{v} | 25" for a, b, n, t, v in more]
    reading = read("一级指标 | 二级指标 | 三级指标 | 目标值/完成值 | 得分", rows)
    assert got(reading)[3] == ("每亩费用", "≤90元/亩", "88元/亩")


def test_a_cell_that_does_not_part_is_told() -> None:
    more = [*ROWS, *ROWS, ("效益指标", "社会效益指标", "管护机制", "健全", "")]
    rows = [f"{a} | {b} | {n} | {t}{'/' * bool(v)}{v} | 10" for a, b, n, t, v in more]
    reading = read("一级指标 | 二级指标 | 三级指标 | 目标值/完成值 | 得分", rows)
    assert [doubt.observed for doubt in reading.doubts] == ["健全"]


def test_labels_without_a_colon() -> None:
    rows = [f"{a} | {b} | {n} | 目标{t}，完成{v} | 30" for a, b, n, t, v in ROWS]
    assert got(read("一级指标 | 二级指标 | 三级指标 | 目标及完成情况 | 得分", rows)) == WANTED
