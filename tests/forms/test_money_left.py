"""Figures of money that no key took: which of them are a source."""

from __future__ import annotations

import pytest

from extractor.forms.money_left import _is_source
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(("raw", "source"), [("1", True), ("0", False), ("0.00", False), ("", False), ("鹳雀", False)])
def test_a_source_of_nothing_is_none(raw: str, source: bool) -> None:
    assert _is_source("专项债券资金", raw, WORDS) == source
