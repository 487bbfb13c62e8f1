"""Indicators written into a cell: the levels beside it, and labelled texts among them."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft, Source
from extractor.forms.packed import put_items, read_packed_cell
from extractor.rulebook import load_rules
from extractor.words.items import Items
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("label", "field", "left"),
    [
        ("年度目标", "annual_goal", []),
        ("鹳雀楼", None, ["甲乙丙"]),
        ("单位职能及项目背景", None, ["甲乙丙"]),
        ("资金情况", None, ["甲乙丙"]),
    ],
)
def test_a_labelled_text_among_indicators_is_its_fields_or_left(label: str, field: str | None, left: list[str]) -> None:
    draft = Draft()
    put_items(Items(labelled=[(label, "甲乙丙")]), Source({"row": 1}), draft, WORDS, 2024, None, None)
    assert [c.identity for c in draft.fields] == ([field] if field else [])
    assert [each.entry.text for each in draft.left] == left


@pytest.mark.parametrize(
    ("levels", "first", "second"),
    [
        (["产出指标", "数量指标"], "产出指标", "数量指标"),
        (["产出指标"], "产出指标", None),
        (["数量指标"], None, "数量指标"),
        (["满意度指标"], "满意度指标", None),
        (["满意度指标", "满意度指标"], "满意度指标", "满意度指标"),
    ],
)
def test_a_word_of_both_levels_is_the_second_behind_a_first(
    levels: list[str], first: str | None, second: str | None
) -> None:
    draft, table = Draft(), drawn([*levels, "改造泵站≥3座；清淤渠道≥12公里；维修水闸≥2座"])
    assert read_packed_cell(table, table.starting(0)[-1], draft, WORDS, 2024)
    found = {(row.level1 and row.level1.raw, row.level2 and row.level2.raw) for row in draft.indicators}
    assert (found, len(draft.indicators)) == ({(first, second)}, 3)


@pytest.mark.parametrize(("name", "read"), [("维修泵站", True), ("修泵站", False)])
def test_a_cell_of_eleven_characters_may_hold_an_indicator(name: str, read: bool) -> None:
    table = drawn([f"数量指标：{name}3座", "甲"])
    assert read_packed_cell(table, table.starting(0)[0], Draft(), WORDS, 2024) == read
