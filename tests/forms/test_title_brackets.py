"""A title with a labelled bracket is one, and what the bracket says is read: the title, the kind and the filer were
lost or wrong, silently.
"""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from tests.make.sketch import draw

TABLE = """
| 项目名称 | 老旧管网改造 | < | < | < |
| 主管部门 | 青禾县住房和城乡建设局 | 实施单位 | 青禾县市政管理所 | < |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-9月完成值 |
| 产出指标 | 数量指标 | 改造管网长度 | 12公里 | 7公里 |
| ^ | 质量指标 | 隐患整改率 | 100% | 96% |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 92% |
"""
WHERE = pytest.mark.parametrize("above", ["# {}\n", "| {} | < | < | < | < |"], ids=["line", "cell"])


def read(title: str, above: str) -> Form:
    [reading] = read_forms(draw(above.format(title) + TABLE), load_rules(), "0" * 64)
    assert reading.form.title == title
    assert reading.form.reading.doubts == []
    return reading.form


@WHERE
def test_the_day_of_monitoring(above: str) -> None:
    form = read("项目支出绩效运行监控表（监控时点：2026年9月30日）", above)
    assert (form.kind, form.fiscal_year, form.filer) == ("project_monitoring", 2026, None)


@WHERE
def test_the_filer(above: str) -> None:
    form = read("项目支出绩效自评表（填报单位：青禾县水利局）", above)
    assert (form.kind, form.filer) == ("project_self_evaluation", "青禾县水利局")


@WHERE
def test_year_and_day_of_filing_in_one_bracket(above: str) -> None:
    form = read("项目支出绩效自评表（2025年度，填报日期：2026年1月5日）", above)
    assert (form.fiscal_year, form.signoff.filing_date) == (2025, "2026-01-05")


def test_a_line_that_gives_a_field_is_no_title() -> None:
    [reading] = read_forms(draw("# 项目支出绩效自评表：见附件\n" + TABLE), load_rules(), "0" * 64)
    assert reading.form.title is None


@pytest.mark.parametrize(
    "line", ["（监控期间：2026年1月1日至6月30日）", "(截止时点：2026年6月30日)", "（评价期间：2026年1月—6月）"]
)
def test_a_line_that_is_one_bracket_with_a_label_is_understood(line: str) -> None:
    [reading] = read_forms(draw(f"# 2026年项目支出绩效运行监控表\n# {line}\n{TABLE}"), load_rules(), "0" * 64)
    assert reading.form.reading.doubts == []
    assert [entry.text for entry in reading.form.unmapped] == [line[1:-1].partition("：")[2]]
