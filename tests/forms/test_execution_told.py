"""Execution told in a sentence: how much a sentence must tell, and which measure a name is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.draft import Draft
from extractor.forms.execution_told import _measure, read_told, told_in
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
BOTH = "全年预算数386.00万元，全年执行数366.70万元。"


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        (BOTH, {"adjusted", "executed"}),
        ("全年执行数366.70万元，执行率95.00%。", {"executed", "rate"}),
        ("2024年全年执行数366.70万元。", None),  # one figure alone
        (BOTH + "甲" * 12, {"adjusted", "executed"}),
        (BOTH + "甲" * 13, None),  # it tells something else as well
        (BOTH + "_" * 13, None),
        (BOTH + "（）。；" * 6, {"adjusted", "executed"}),
    ],
)
def test_a_sentence_that_tells_of_nothing_but_the_execution(text: str, measures: set[str] | None) -> None:
    told = told_in(text, WORDS)
    assert (told and set(told.figures)) == measures


@pytest.mark.parametrize(
    ("listed", "likely", "amount", "budget", "measure"),
    [
        ("executed", "executed", None, True, "executed"),  # a list says what it is
        (None, "executed", None, True, None),  # like 支出, and the name of a budget
        (None, "executed", None, False, "executed"),
        (None, "adjusted", None, True, "adjusted"),
        (None, "adjusted", "total", True, None),  # a part or the whole of a budget
        ("adjusted", "adjusted", "total", True, "adjusted"),
        (None, "other_expected", None, False, None),
    ],
)
def test_which_measure_a_name_in_a_sentence_is(
    listed: str | None, likely: str, amount: str | None, budget: bool, measure: str | None
) -> None:
    words: Any = SimpleNamespace(
        execution=lambda name: listed,
        likely_measure=lambda name: likely,
        amount=lambda name: amount,
        grammar=SimpleNamespace(names_budget=lambda name: budget),
    )
    assert _measure("鹳雀楼", words) == measure


@pytest.mark.parametrize(
    ("row", "taken", "label"),
    [
        (["预算执行", BOTH], False, "block"),
        (["预算执行", BOTH], True, "head"),
        (["", BOTH], False, None),
        ([BOTH], False, None),
    ],
)
def test_the_label_beside_the_sentence_is_that_of_the_block(row: list[str], taken: bool, label: str | None) -> None:
    table, draft = drawn(row), Draft()
    first, told = table.starting(0)[0], told_in(BOTH, WORDS)
    assert told is not None
    if taken:
        draft.take(first, "head")
    read_told(table, table.starting(0)[-1], told, draft)
    assert draft.account.role(first) == (label if len(row) > 1 else "value")
    assert (draft.execution[0].adjusted, draft.execution[0].executed) == ("386.00", "366.70")
