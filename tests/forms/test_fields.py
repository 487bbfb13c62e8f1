"""Cells of the field area that no label names: a party behind its code, the label of a block."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(("wide", "of", "party"), [(3, 5, True), (2, 4, False), (2, 5, False)])
def test_a_code_and_a_name_over_more_than_half_the_width_is_who_files(wide: int, of: int, party: bool) -> None:
    table, draft = drawn([f"1/{wide}|207101 青山县水利局", *["^"] * (wide - 1), *["甲"] * (of - wide)]), Draft()
    FieldReader(WORDS, draft).read_cell(table, table.grid.cells[0])
    assert [(c.identity, c.raw) for c in draft.fields] == ([("filer", "207101青山县水利局")] if party else [])


@pytest.mark.parametrize(("down", "role"), [(2, "block"), (1, "unread")])
def test_a_strange_label_with_a_money_unit_is_a_blocks_where_it_reaches_down(down: int, role: str) -> None:
    table, draft = drawn([f"{down}/1|鹳雀楼（万元）", "甲"], ["^" if down == 2 else "", "乙"]), Draft()
    FieldReader(WORDS, draft).read_cell(table, table.grid.cells[0])
    assert draft.account.role(table.grid.cells[0]) == role
