"""Execution whose cells each say their measure or source before the figure."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.execution_labelled import find_labelled, read_labelled
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("row", "items"),
    [
        (["财政拨款：30", "财政拨款：20"], [None, "财政拨款"]),
        (["财政拨款：30", "其他资金：20"], [None]),  # of which is it?
        (["鹳雀：30", "鹳雀：20"], [None]),
    ],
)
def test_a_further_row_names_one_source(row: list[str], items: list[str | None]) -> None:
    table, draft = drawn(["年初预算数：50", "全年执行数：40"], row), Draft()
    block = find_labelled(table, 0, WORDS, draft)
    assert block is not None and read_labelled(table, block, WORDS, draft) == len(items)
    assert [entry.item for entry in draft.execution] == items
