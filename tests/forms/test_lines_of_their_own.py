"""Lines that say who files without a label (K10), and a label that a line's end cuts in two."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import read_forms
from extractor.model.filing import Form
from extractor.rulebook import load_rules
from tests.make.sketch import draw

TABLE = """
| 项目名称 | 泵站改造 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 |
| ^ | 质量指标 | 验收合格率 | 100% |
"""
TITLE = "#    2024年项目支出绩效目标表\n"


def _form(sketch: str) -> Form:
    [reading] = read_forms(draw(sketch), load_rules(), "0" * 64)
    return reading.form


@pytest.mark.parametrize("line", ["505_青山县水利局", "[610001]青山县水利局", "219-青山县水利局"])
def test_a_code_and_a_name_without_a_label_are_who_files(line: str) -> None:
    assert (_form(f"{TITLE}# {line}\n{TABLE}").filer or "").endswith("青山县水利局")
    assert (_form(f"{TITLE}| {line} | < | < | < |{TABLE}").filer or "").endswith("青山县水利局")


@pytest.mark.parametrize("line", ["2024年青山县水利局", "青山县水利局"])
def test_a_year_is_no_code(line: str) -> None:
    assert _form(f"{TITLE}# {line}\n{TABLE}").filer is None


def test_a_label_that_a_line_s_end_cuts_is_whole() -> None:
    assert _form(f"{TITLE}# 填报单\n# 位：青山县水利局\n{TABLE}").filer == "青山县水利局"
