"""What leads the reading of a form: how long a text is that it takes for a caption or a list."""

from __future__ import annotations

import pytest

from extractor.forms.assemble import _caption_unit, _holds_list, _read_before, _unread, read_forms
from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.forms.form_block import FormBlock
from extractor.forms.slices import Free
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

RULES = load_rules()
WORDS = vocabulary(RULES)
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


@pytest.mark.parametrize(
    ("format_", "ocr_pages", "goal"),
    [
        ("pdf", 0, "改造泵站三座，清淤渠道。"),
        ("ofd", 0, "改造泵站三座，清淤渠道。"),
        ("image", 1, "改造泵站三座，清淤渠道。"),
        ("docx", 0, "改造泵站三座，\n清淤渠道。"),
    ],
)
def test_where_pages_are_drawn_a_line_end_in_a_cell_is_the_printers(format_: str, ocr_pages: int, goal: str) -> None:
    document = draw("""
# 2024年度项目支出绩效目标表
| 项目名称 | 山洪沟治理 | < | < |
| 年度目标 | 改造泵站三座，/n清淤渠道。 | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 |
""")
    document.format, document.ocr_pages = format_, ocr_pages
    [reading] = read_forms(document, RULES, "0" * 64)
    assert reading.form.texts.annual_goal == goal


@pytest.mark.parametrize(
    ("title", "before", "said"),
    [
        ("目标表", ["填报单位：水利局"], "“目标表”"),
        (None, ["填报单位：水利局", "单位：万元"], "“填报单位：水利局”"),
        (None, [], "一张表"),
    ],
)
def test_a_form_that_was_not_read_is_named_by_its_title_or_the_line_over_it(
    title: str | None, before: list[str], said: str
) -> None:
    lines = [Free(text, {"line": n}) for n, text in enumerate(before, 2)]
    block = FormBlock(title=Free(title, {"line": 1}) if title else None, before=lines, slices=[drawn(["甲"])])
    note = _unread(block, ValueError())
    assert note.message.startswith(f"{said}读取时程序出错") and note.observed == "ValueError"


@pytest.mark.parametrize("titled", [True, False])
def test_a_line_like_a_title_is_a_heading_only_under_another_title(titled: bool) -> None:
    line = Free("2024年项目支出绩效目标表（项目名称：山洪沟治理）", {"line": 2})
    title = Free("2024年项目支出绩效目标表", {"line": 1}) if titled else None
    draft = Draft()
    block = FormBlock(title=title, title_lines=[title] if title else [], before=[line], slices=[drawn(["甲"])])
    _read_before(block, draft, FieldReader(WORDS, draft), WORDS)
    assert (draft.account.role(line) == "heading") == titled


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("二、项目资金（万元）", "万元"),  # the block of money
        ("财政拨款（万元）", "万元"),  # a line of money alone
        ("测算（万元）", "万元"),  # a word like the block's
        ("鹳雀楼（万元）", None),
        ("项目资金", None),
    ],
)
def test_a_caption_of_money_names_money_and_states_its_unit(text: str, unit: str | None) -> None:
    assert _caption_unit(text, WORDS) == unit


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("数量指标：泵站3座；质量指标：合格9%；", True),
        ("数量指标：泵站3座；质量指标：合格9%", False),  # too short for a list
        ("数量指标：改造泵站3座；清淤渠道12公里；", False),  # under one level word
    ],
)
def test_a_text_of_indicators_under_several_level_words_is_a_list(text: str, holds: bool) -> None:
    table = drawn(["鹳雀楼", text])
    assert _holds_list(table, table.starting(0)[1], WORDS) == holds
    goal = drawn(["年度目标", text])
    assert not _holds_list(goal, goal.starting(0)[1], WORDS), "a goal is none"
