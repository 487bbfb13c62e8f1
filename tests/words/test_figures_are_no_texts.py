"""A figure beside a label is no goal, however the label is worded."""

from __future__ import annotations

import pytest

from extractor.rulebook import load_rules
from extractor.words.meaning import meaning_of
from extractor.words.vocabulary import vocabulary


@pytest.mark.parametrize("value", ["9600.00", "3,200.00", "96000000元"])
def test_a_sum_beside_words_like_those_of_a_goal_is_money(value: str) -> None:
    """政策总资金 is nearer to 政策总目标 than to 政策资金总额 by its characters."""
    meaning = meaning_of("政策总资金", value, vocabulary(load_rules()))
    assert meaning is not None and (meaning.kind, meaning.identity) == ("amount", "total_multi_year")


def test_a_text_beside_them_is_a_goal() -> None:
    meaning = meaning_of("政策总目的", "三年引进青年人才8000人，形成良性互动。", vocabulary(load_rules()))
    assert meaning is not None and meaning.identity == "total_goal"
