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


ROWS = ["预算数：1,640.00", "执行数：1,607.20"], ["中央资金：40", "中央资金：7"]


@pytest.mark.parametrize(
    ("rows", "bottom", "read"),
    [
        (ROWS, 2, [(None, "1640.00", "1607.20"), ("中央资金", "40", "7")]),
        (ROWS, 1, [(None, "1640.00", "1607.20")]),  # the next row is of another form
        ((["预算数：1,640.00", "执行数：95%"],), 1, [(None, "1640.00", "95%")]),  # no amount: as printed
    ],
)
def test_rows_of_labelled_figures(rows: tuple[list[str], ...], bottom: int, read: list[tuple[str | None, ...]]) -> None:
    table, draft = drawn(*rows).part(0, bottom), Draft()
    block = find_labelled(table, 0, WORDS, draft)
    assert block is not None
    assert read_labelled(table, block, WORDS, draft) == bottom
    assert [(e.item, e.adjusted, e.executed) for e in draft.execution] == read
