"""A figure of the money block with a unit of its own comes out in the form's unit, and the mixing is told."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.quality.engine import review
from extractor.rulebook import load_rules
from tests.make.sketch import draw

FORM = """
# 2025年度项目支出绩效自评表
| 项目名称 | 老旧管网改造 | < | < | < | < | < |
| 项目资金{unit} | 项目 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 得分 |
| ^ | 年度资金总额 | 40 | 40 | 40 | 10 | 10 |
| ^ | 其中：省级资金 | {figure} | 20 | 20 |  |  |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 改造管网长度 | 12公里 | 12公里 | 50 | 50 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 95% | 40 | 40 |
"""


def read(figure: str, unit: str = "（万元）") -> Reading:
    [reading] = read_forms(draw(FORM.format(figure=figure, unit=unit)), load_rules(), "0" * 64)
    return reading


@pytest.mark.parametrize(
    ("figure", "unit", "initial"),
    [
        ("200000元", "（万元）", "20"),
        ("205,000.50元", "（万元）", "20.50005"),
        ("20万元", "（元）", "200000"),
        ("0.002亿元", "（万元）", "20"),
        ("200千元", "（万元）", "20"),
    ],
)
def test_a_unit_of_its_own_is_folded_and_told(figure: str, unit: str, initial: str) -> None:
    reading = read(figure, unit)
    assert reading.form.execution[1].initial == initial and reading.form.currency_unit == unit.strip("（）")
    [aside] = [entry for entry in reading.printed if entry.kind == "execution"]
    assert (aside.field, aside.raw, aside.label) == ("/execution/1/initial", figure, "其中：省级资金")
    assert any(figure in str(left) for left in reading.form.unmapped)  # as printed: nothing is lost


@pytest.mark.parametrize("figure", ["20", "20万元", "", "—"])
def test_the_forms_own_unit_is_nothing_to_tell(figure: str) -> None:
    reading = read(figure)
    assert reading.form.execution[1].initial == ("20" if figure.startswith("20") else None)
    assert [entry for entry in reading.printed if entry.kind == "execution"] == []


@pytest.mark.parametrize(("figure", "told"), [("200000元", True), ("20万元", False)])
def test_the_check_tells_of_mixed_units_and_blames_no_sum(figure: str, told: bool) -> None:
    findings, _, _ = review([read(figure)], [], source_sha="0" * 64, rules=load_rules())
    money = [(f.code, f.field, f.observed, f.expected) for f in findings if f.code in ("mixed-units", "sum-mismatch")]
    assert money == [("mixed-units", "/forms/0/execution/1/initial", figure, "万元")] * told
