"""A short word where a text is due: another text under or beside it may be the one."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("first", "second", "where"),
    [
        (["2/1|年度目标", "鹳雀楼"], ["^", "岳阳楼台"], "下面"),
        (["2/1|年度目标", "鹳雀楼"], ["^", "岳阳楼"], None),  # it says no more
        (["2/1|年度目标", "鹳雀楼"], ["^", "岳"], None),
        (["2/1|年度目标", "鹳雀楼", "联系电话"], ["^", "岳", "甲"], "下面"),  # heads side by side
        (["2/1|年度目标", "鹳雀楼", "岳阳楼台"], ["^", "1/2|", "^"], "右边"),
        (["2/1|年度目标", "鹳雀楼", "岳", "联系电话"], ["^", "1/2|", "^", ""], None),
        (["2/1|年度目标", "鹳" * 13], ["^", "岳" * 20], None),  # long enough for a text
        (["2/1|年度目标", "鹳雀楼"], ["^", ""], None),
    ],
)
def test_a_short_word_before_a_longer_text_may_be_a_head(
    first: list[str], second: list[str], where: str | None
) -> None:
    table, draft = drawn(first, second), Draft()
    label, value = table.starting(0)[:2]
    FieldReader(WORDS, draft).labels.values.head_for_text(table, "annual_goal", "年度目标", label, value)
    assert [doubt.pointer for doubt in draft.doubts] == (["/texts/annual_goal"] if where else [])
    assert all(f"它{where}另有一段文字" in doubt.why for doubt in draft.doubts)
