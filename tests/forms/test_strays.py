"""Tables and lines that speak a form's words and stand in none: how many of them are told."""

from __future__ import annotations

import pytest

from extractor.forms.slices import Free
from extractor.forms.strays import _lines, _pieces, _speaks
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("texts", "speaks"),
    [
        (["项目名称", "联系电话", "填表人"], True),
        (["项目名称", "联系电话", "甲"], False),
        (["产出指标", "甲", "乙"], True),
    ],
)
def test_three_labels_or_a_level_word_speak_of_a_form(texts: list[str], speaks: bool) -> None:
    assert _speaks(drawn(texts, ["甲", "乙", "丙"]), WORDS) == speaks


@pytest.mark.parametrize(
    ("texts", "titled", "told"),
    [
        (["产出指标", "数量指标", "一级指标", "二级指标", "三级指标", "指标值"], False, True),
        (["产出指标", "数量指标", "一级指标", "二级指标", "三级指标"], False, False),
        (["项目名称", "联系电话", "一级指标", "二级指标", "三级指标", "指标值"], False, False),  # no level word
        (["2024年项目支出绩效目标表", "一级指标", "二级指标", "三级指标"], True, True),
        (["2024年项目支出绩效目标表", "一级指标", "二级指标"], True, False),
        (["2024年项目支出绩效目标表", "一级指标", "二级指标", "三级指标"], False, False),
        (["甲乙丙", "一级指标", "二级指标", "三级指标"], True, False),
    ],
)
def test_six_words_of_a_form_or_three_under_its_title_are_told(texts: list[str], titled: bool, told: bool) -> None:
    assert (_lines([Free(text, {"line": n}) for n, text in enumerate(texts)], WORDS, titled=titled) is not None) == told


def test_short_texts_of_a_line_stand_apart_or_before_a_colon() -> None:
    assert _pieces(" 项目名称：泵站　　联系电话: 1\t甲 ") == ["项目名称", "联系电话", "甲"]
    assert _pieces("甲" * 16) == ["甲" * 16]
    assert _pieces("甲" * 17) == []
