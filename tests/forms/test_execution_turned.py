"""Execution on its side: how far its rows reach, and how many measures make it one."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.execution_turned import find_turned
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())
SOURCES = ["项目", "合计", "财政拨款", "其他资金"]
BUDGET, SPENT = ["全年预算数", "120", "100", "20"], ["执行数", "114", "96", "18"]


@pytest.mark.parametrize(
    ("rows", "measures"),
    [
        ([BUDGET, SPENT], ["adjusted", "executed"]),
        ([BUDGET, ["2/1|执行数", *SPENT[1:]], ["^", "1", "2", "3"]], ["adjusted", "executed"]),  # it has no own label
        ([BUDGET, SPENT, SPENT], ["adjusted", "executed", None]),  # printed again
        ([SPENT, ["执行率", "95%", "96%", "90%"]], ["executed", "rate"]),
        ([BUDGET, ["执行率", "95%", "96%", "90%"]], None),
        ([SPENT, SPENT], None),
    ],
)
def test_two_sums_or_what_was_spent_and_its_rate_under_their_sources(
    rows: list[list[str]], measures: list[str | None] | None
) -> None:
    found = find_turned(drawn(SOURCES, *rows), 0, WORDS, Draft())
    assert (found and [measure for _, measure in found.rows.values()]) == measures
