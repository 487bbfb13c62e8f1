"""Text dumps without tabs or frames: columns laid out by blanks, one cell a line. Read as the table they show, or told."""

from __future__ import annotations

import pytest

from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules

RULES = load_rules()


def _read(text: str) -> Extraction:
    return extract_bytes(text.encode(), "1.txt", rules=RULES)


CRAMPED = """\
              2024年度项目支出绩效目标表
填报单位：某县水利局   单位：万元
  项目名称  泵站维修   预算单位  某县水利局
  一级 产出指标 数量指标 维修泵站 3座
"""


@pytest.mark.parametrize("text", [CRAMPED, "项目支出绩效目标表\n填报单位：某县水利局\n项目名称\n泵站维修\n主管部门\n某县水利局\n"])
def test_a_form_in_lines_that_no_reader_took_is_told(text: str) -> None:
    document = _read(text)
    assert document.quality.verdict == "未能审核"
    assert document.quality.score is None


@pytest.mark.parametrize("text", ["2024年部门预算公开说明\n附件：项目支出绩效目标表\n本单位职责……\n", "单位：万元\n项目名称\n"])
def test_a_text_that_only_names_a_form_is_none(text: str) -> None:
    document = _read(text)
    assert document.quality.verdict == "没有绩效表"
