"""Level words printed beside the rows: which cells print one."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, Extent
from extractor.forms.level_words import _printed, _says_level
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(("length", "printed"), [(24, True), (25, False)])
def test_a_level_word_is_short(length: int, printed: bool) -> None:
    grid, account = drawn(["产出指标" + " " * (length - 4), "甲"]).grid, Account()
    account.put(grid.cells[0], "level")
    found = [word.cell for _, words in _printed(account, Extent([(grid, 0, 1)]), WORDS) for word in words]
    assert found == ([grid.cells[0]] if printed else [])


@pytest.mark.parametrize(("wide", "level"), [(1, False), (2, True)])
def test_a_level_word_read_as_a_name_is_a_level_where_it_is_wider_than_the_names(wide: int, level: bool) -> None:
    grid, account = drawn([f"1/{wide}|数量指标", *["^"] * (wide - 1), "3座"]).grid, Account()
    account.put(grid.cells[0], "value", "/indicators/0/level3")
    assert _says_level(grid.cells[0], account) == level
