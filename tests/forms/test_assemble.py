"""What leads the reading of a form: how long a text is that it takes for a caption or a list."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import _caption_unit, _holds_list, read_forms
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

WORDS = vocabulary(load_rules())
FORM = """
# 2024年度项目支出绩效目标表
| 项目名称 | 山洪沟治理 | < | < |
| 年度目标 | 改造全县老旧/n泵站三座 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 |
"""


@pytest.mark.parametrize(("pages", "goal"), [(0, "改造全县老旧\n泵站三座"), (1, "改造全县老旧泵站三座")])
def test_lines_of_a_source_with_a_page_read_from_a_picture_end_where_it_was_full(pages: int, goal: str) -> None:
    document = draw(FORM)
    document.ocr_pages = pages
    (reading,) = read_forms(document, load_rules(), "0" * 64)
    assert reading.form.texts.annual_goal == goal


@pytest.mark.parametrize(("length", "unit"), [(30, "万元"), (31, None)])
def test_a_caption_of_money_is_short(length: int, unit: str | None) -> None:
    assert _caption_unit("项目资金" + "　" * (length - 8) + "（万元）", WORDS) == unit


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("产出指标：泵站3座；效益指标：农户3户。", True),
        ("产出指标：泵站3座；效益指标：农户3户", False),
        ("产出指标：泵站3座；数量3座；农户300户。", False),
    ],
)
def test_a_list_under_two_levels_is_twenty_characters_long(text: str, holds: bool) -> None:
    table = drawn(["鹳雀", text])
    assert _holds_list(table, table.starting(0)[1], WORDS) == holds
