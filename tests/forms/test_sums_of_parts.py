"""Sums of the points of a level between the rows: no indicators, and no total of the table."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
HEADS = "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际值 | 分值 | 得分 |\n"


def read(table: str) -> Reading:
    top = "#     2025年度项目支出绩效自评表\n| 项目名称 | 老旧管网改造 | < | < | < | < | < |\n"
    [reading] = read_forms(draw(top + HEADS + table.lstrip()), RULES, "0" * 64)
    return reading


BESIDE = """
| 产出指标 | 数量指标 | 改造管网 | 12公里 | 12公里 | 30 | 30 |
| ^ | 质量指标 | 验收合格率 | 100% | 100% | 20 | 19 |
| ^ | {one} | < | < | < | 50 | 49 |
| 效益指标 | 社会效益指标 | 受益居民 | ≥900人 | 950人 | 30 | 30 |
| ^ | {two} | < | < | < | 30 | 30 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
| ^ | {three} | < | < | < | 20 | 20 |
{total}"""
UNDER = """
| 产出指标 | 数量指标 | 改造管网 | 12公里 | 12公里 | 30 | 30 |
| ^ | 质量指标 | 验收合格率 | 100% | 100% | 20 | 19 |
| {one} | < | < | | | 50 | 49 |
| 效益指标 | 社会效益指标 | 受益居民 | ≥900人 | 950人 | 30 | 30 |
| {two} | < | < | | | 30 | 30 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 20 | 20 |
| {three} | < | < | | | 20 | 20 |
{total}"""
NAMED = [
    ("产出指标小计", "效益指标小计", "满意度指标小计"),
    ("小计（产出指标）", "小计（效益指标）", "小计（满意度指标）"),
    ("产出小计", "效益小计", "满意度小计"),
    ("产出指标得分合计", "效益指标得分合计", "满意度指标得分合计"),
    ("产出指标 合计：", "效益指标 合计：", "满意度指标 合计："),
]
TOTAL = "| 总分 | < | < | < | < | 100 | 99 |\n"


@pytest.mark.parametrize("table", [BESIDE, UNDER], ids=["beside", "under"])
@pytest.mark.parametrize("names", NAMED)
@pytest.mark.parametrize("total", [TOTAL, ""], ids=["total", "no total"])
def test_the_sum_of_a_level_is_neither_row_nor_total(table: str, names: tuple[str, str, str], total: str) -> None:
    one, two, three = names
    reading = read(table.format(one=one, two=two, three=three, total=total))
    names_read = [i.level3.raw for i in reading.form.indicators if i.level3]
    assert names_read == ["改造管网", "验收合格率", "受益居民", "居民满意度"]
    assert [i.weight for i in reading.form.indicators] == ["30", "20", "30", "20"]
    assert [(t.what, t.raw) for t in reading.totals] == ([("weight", "100"), ("score", "99")] if total else [])
    assert reading.doubts == []
    assert {"50", "49"} <= {item.text for item in reading.form.unmapped}


def test_a_bare_sum_beside_a_level_is_of_that_level() -> None:
    reading = read(BESIDE.format(one="小计", two="小计", three="小计", total=TOTAL))
    assert [t.raw for t in reading.totals] == ["100", "99"]
    assert len(reading.form.indicators) == 4


def test_a_bare_sum_under_the_whole_table_is_its_total() -> None:
    rows = BESIDE.splitlines()
    table = "\n".join(row for row in rows if "{" not in row) + "\n| 小计 | < | < | < | < | 100 | 99 |\n"
    assert [t.raw for t in read(table).totals] == ["100", "99"]


@pytest.mark.parametrize("name", ["培训人数合计", "小计数据上报"])
def test_a_name_that_speaks_of_sums_is_an_indicator(name: str) -> None:
    row = f"| 产出指标 | 数量指标 | {name} | 12人 | 12人 | 30 | 30 |\n"
    reading = read(row + "| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 93% | 70 | 70 |\n")
    assert [i.level3.raw for i in reading.form.indicators if i.level3] == [name, "居民满意度"]
