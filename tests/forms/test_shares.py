"""Money shared out among places: how many get something."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.forms.account import Account
from extractor.forms.shares import _parts_of_above, _shared
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("figures", "shared"), [(["100"], False), (["99", "1"], True), (["100", "0"], False), (["60", "30"], False)]
)
def test_two_places_get_something_and_all_of_it(figures: list[str], shared: bool) -> None:
    table = drawn(*([place, figure] for place, figure in zip(["青山镇", "白水镇"], figures)))
    found = _shared([table.starting(row) for row in table.rows], {Decimal(100)}, WORDS)
    assert [cell.text for cell in found] == ([cell.text for cell in table.cells()] if shared else [])


@pytest.mark.parametrize(
    ("lines", "whole", "parts"),
    [
        ([["其中：设备", "60"], ["劳务", "40"]], "100", True),
        ([["其中：设备", "60"], ["财政拨款", "40"]], "100", False),  # a kind of money
        ([["其中：设备", "60"], ["劳务", "甲"]], "100", False),
        ([["其中：设备", "60"], ["劳务", "30"]], "100", False),
        ([["其中：设备", "60"], ["劳务", "40"]], "待定", False),
        ([["设备", "60"], ["劳务", "40"]], "100", False),
        ([["其中：设备", "100"]], "100", False),
    ],
)
def test_lines_under_an_amount_that_begin_with_of_which_are_its_parts(
    lines: list[list[str]], whole: str, parts: bool
) -> None:
    table, account = drawn(["资金总额", whole], *lines), Account()
    account.put(table.starting(0)[1], "value", "/amounts/total")
    run = [table.starting(row) for row in range(1, len(lines) + 1)]
    assert _parts_of_above(run, table.grid, account, WORDS) == ([c for cells in run for c in cells] if parts else [])
