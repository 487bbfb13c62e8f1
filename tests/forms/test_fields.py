"""Cells of the field area that no label names: a party behind its code, the label of a block."""

from __future__ import annotations

import pytest

from extractor.forms.account import CellRole
from extractor.forms.draft import Draft
from extractor.forms.fields import FieldReader
from extractor.forms.slices import Slice
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


@pytest.mark.parametrize(
    ("first", "role", "stacked"),
    [
        ("1/2|甲", "value", True),
        ("1/2|甲", "unread", True),
        ("1/2|甲", "label", False),
        ("1/2|甲", None, False),
        ("甲", "value", False),  # it does not fill its row
    ],
)
def test_labels_and_values_that_take_turns_down_the_table(first: str, role: CellRole | None, stacked: bool) -> None:
    table = drawn([first, "^" if first != "甲" else "乙"], *[[f"1/2|{text}", "^"] for text in "丙丁戊"])
    draft = Draft()
    reader = FieldReader(WORDS, draft)
    if role is not None:
        draft.take(table.starting(0)[0], role)
    assert reader._is_stacked(table, table.starting(2)[0]) == stacked
    assert not reader._is_stacked(table, table.starting(1)[0]), "nothing stands two rows up"
    assert not reader._is_stacked(table, table.starting(3)[0]), "nothing stands below"


@pytest.mark.parametrize(("wide", "fills"), [(3, True), (2, False)])
def test_a_text_fills_its_row_in_the_columns_of_its_own_form(wide: int, fills: bool) -> None:
    grid = drawn(["甲", "乙", f"1/{wide}|丙", *["^"] * (wide - 1), *[""] * (3 - wide)]).grid
    table = Slice(grid, 0, 1, left=2, right=5)
    assert FieldReader._fills_row(table, table.starting(0)[0]) == fills


@pytest.mark.parametrize(
    ("length", "lines", "beside"),
    [
        (12, ["资金总额：100", "财政拨款：60"], True),
        (13, ["资金总额：100", "财政拨款：60"], False),
        (12, ["资金总额：100", "鹳雀"], False),  # one line of money
    ],
)
def test_a_short_word_that_reaches_down_beside_lines_of_money(length: int, lines: list[str], beside: bool) -> None:
    table = drawn([f"2/1|{'鹳' * length}", lines[0]], ["^", lines[1]])
    assert FieldReader(WORDS, Draft())._beside_money(table, table.starting(0)[0]) == beside
