"""Lines around a form's tables: which head a page, which sign."""

from __future__ import annotations

import pytest

from extractor.forms.form_lines import _heads_page, _is_signoff, own_below
from extractor.forms.slices import Free
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("text", "heads", "signs"),
    [
        ("填报单位：水利局", True, False),
        ("单位：万元", True, False),
        ("填报单位：水利局  填表人：李四", False, True),  # it signs
        ("填表人：李四", False, True),
        ("改造泵站三座", False, False),
    ],
)
def test_who_files_heads_a_page_and_who_fills_it_in_signs(text: str, heads: bool, signs: bool) -> None:
    assert _heads_page(text, WORDS) == heads
    assert _is_signoff(text, WORDS) == signs


@pytest.mark.parametrize(
    ("last", "opening", "own"),
    [
        ("填报单位（盖章）：水利局", True, 1),
        ("填报单位（盖章）：水利局", False, 2),
        ("填报单位（盖章）：水利局  填表人：李四", True, 2),
    ],
)
def test_the_page_head_of_the_next_form_is_not_this_ones(last: str, opening: bool, own: int) -> None:
    lines = [Free("填表人：李四", {"line": 1}), Free(last, {"line": 2})]
    assert own_below(lines, None, WORDS, opening=opening) == own
