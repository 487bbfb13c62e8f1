"""Points that only the label of a money block prints: they may make up the full points, and accuse nobody (K27)."""

from __future__ import annotations

import pytest

from extractor.quality.case import Case
from extractor.quality.points_totals import points_total, scores_total
from extractor.quality.registry import Fault, Held
from tests.forms.pages import RULES, reading, row

TITLE = "2025年度项目支出绩效自评表（单位：万元）"


def _case(label: str, heads: str, figures: str, weights: tuple[str, str], total: str) -> Case:
    rows = [
        row("项目名称", "6|渡口渡船更新"),
        row(f"2/{label}", *heads.split()),
        row(*figures.split()),
        row("一级指标", "二级指标", "三级指标", "指标值", "实际完成值", "分值", "得分"),
        row("产出指标", "数量指标", "更新渡船", "≥6艘", "6艘", weights[0], weights[0]),
        row("效益指标", "社会效益指标", "渡运事故", "0起", "0起", weights[1], weights[1]),
        row("5|总分", total, total),
    ]
    return Case(reading(f"<p>{TITLE}</p><table>{''.join(rows)}</table>"), RULES)


@pytest.mark.parametrize("label", ["预算执行情况（15分）", "资金使用情况（万元）（15分）", "预算执行情况 （15）分"])
def test_points_of_the_label_make_up_the_total(label: str) -> None:
    case = _case(
        label, "资金来源 年初预算数 全年预算数 2|全年执行数 执行率", "总额 90 90 2|90 100%", ("45", "40"), "100"
    )
    for rule in (points_total, scores_total):
        said = list(rule(case))
        assert said and all(isinstance(one, Held) for one in said), said


def test_points_of_the_label_that_do_not_make_it_up_acquit_nobody() -> None:
    heads, figures = "资金来源 年初预算数 全年预算数 2|全年执行数 执行率", "总额 90 90 2|90 100%"
    case = _case("预算执行情况（15分）", heads, figures, ("45", "30"), "100")
    assert any(isinstance(one, Fault) for one in points_total(case))
    alone = _case("预算执行情况（15分）", heads, figures, ("60", "40"), "100")
    assert not any(isinstance(one, Fault) for one in points_total(alone))
