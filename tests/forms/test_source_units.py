"""What a document is cut into blocks by: a label torn over two lines, and a table inside a cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.forms.slices import Slice
from extractor.forms.source_units import _torn_label, units
from extractor.model.document import Document
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("first", "second", "torn"),
    [
        ("支出项", "目名称：泵站", True),
        ("支出项", "目名称", False),
        ("支出项", "：泵站", False),
        ("全年目标实际完成", "情况：改造泵站", True),
        ("全年目标实际完成情", "况：改造泵站", False),  # nine characters
        ("下", "一步改进工作建议：无", True),
        ("支", "出项目绩效目标名称：无", False),
    ],
)
def test_each_half_of_a_torn_label_is_short(first: str, second: str, torn: bool) -> None:
    assert _torn_label(first, second, WORDS) == torn


@pytest.mark.parametrize(
    ("first", "second", "torn"),
    [
        ("全年实际", "完成情况：改造泵站", True),
        ("年度绩效总", "目标：改造泵站", False),  # five and two
        ("下属", "二级单位数：3", False),  # two and five
        ("填报单", "位：水利局", True),  # 位 is no label
    ],
)
def test_each_half_of_a_torn_label_whose_end_is_a_label_is_four_characters_long(
    first: str, second: str, torn: bool
) -> None:
    assert _torn_label(first, second, WORDS) == torn


@pytest.mark.parametrize(("levels", "own"), [(2, False), (3, True)])
def test_a_table_inside_a_cell_with_three_words_of_a_form_is_one(levels: int, own: bool) -> None:
    inner = replace(drawn(["产出指标", "效益指标", "满意度指标"][:levels]).grid, inner=True)
    assert [isinstance(piece, Slice) for piece in units(Document("docx", [inner]), WORDS)] == [True] * own
