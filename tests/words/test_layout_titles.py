"""A layout's own `titles`: a line that they name is a title, whatever words it is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.pipeline import extract_bytes
from extractor.rulebook import Rules, load_rules
from tests.make.filing import Block, Para, Span, Table
from tests.make.write_docx import docx
from tests.make.write_sheets import xlsx

BOOK = """\
id: wuling-county
name: 武陵溪县：财政资金办事约定书
kind: project_target
titles: ['财政资金办事约定书$']
anchors: [办的什么事, 说好的数]
only_here: true
labels:
  - {kind: field, id: project_name, wordings: [办的什么事]}
  - {kind: header, id: level3, wordings: [看哪一点]}
  - {kind: header, id: target, wordings: [说好的数]}
"""
ROWS = [
    ["办的什么事", "乡村道路养护", "", ""],
    ["大项", "小项", "看哪一点", "说好的数"],
    ["产出指标", "数量指标", "养护道路里程", "≥30公里"],
    ["产出指标", "质量指标", "验收合格率", "≥95%"],
]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "wuling.yaml").write_text(BOOK, "utf-8")
    return Rules(tmp_path)


def _filing(title: str) -> list[Block]:
    cells = [Span(r, c, text) for r, row in enumerate(ROWS) for c, text in enumerate(row)]
    return [Para(title, centred=True), Para("（2025年度）", centred=True), Table(4, cells)]


@pytest.mark.parametrize(("ending", "write"), [("docx", docx), ("xlsx", xlsx)])
def test_a_title_of_other_words(ending: str, write: Callable[[list[Block]], bytes], rules: Rules) -> None:
    """It stood in `unmapped`, and in a sheet the year under it was not read."""
    data = write(_filing("武陵溪县财政资金办事约定书"))
    (form,) = extract_bytes(data, f"1.{ending}", rules=rules).forms
    assert (form.title, form.fiscal_year, form.project_name) == ("武陵溪县财政资金办事约定书", 2025, "乡村道路养护")
    assert form.layout is not None and form.layout.id == "wuling-county"
    assert form.unmapped == []
    assert extract_bytes(data, f"1.{ending}", rules=load_rules()).forms[0].title is None


@pytest.mark.parametrize(
    "text", ["现将办事情况通知：财政资金办事约定书", "我局签订了财政资金办事约定书。", "附件目录：财政资金办事约定书"]
)
def test_what_no_title_holds_is_none_for_a_layout_either(text: str, rules: Rules) -> None:
    titles = [pattern for book in rules.forms for pattern in book.titles]
    assert rules.grammar.titles.beside(titles)(text) is None
    assert rules.grammar.titles.beside(titles)("财政资金办事约定书（金额单位：万元）") is not None
