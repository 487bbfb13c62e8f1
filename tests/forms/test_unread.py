"""What nobody read and the labels beside it."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, CellRole
from extractor.forms.text_kinds import LONGEST_QUOTE
from extractor.forms.unread import _area, _labels_of
from tests.forms.pages import drawn

ROLES: tuple[CellRole, ...] = ("label", "unread", "unread")


@pytest.mark.parametrize(("down", "beside"), [(1, ["鹳雀"]), (2, [])])
def test_a_label_of_one_row_belongs_to_the_unread_cells_right_of_it(down: int, beside: list[str]) -> None:
    grid, account = drawn([f"{down}/1|鹳雀", "甲", "乙"], ["^" if down == 2 else "", "丙", "丁"]).grid, Account()
    for cell, role in zip(grid.cells[:3], ROLES, strict=True):
        account.put(cell, role)
    assert [cell.text for _, cell in _labels_of([(grid, cell) for cell in grid.cells[1:3]], account)] == beside


@pytest.mark.parametrize(("length", "pair"), [(LONGEST_QUOTE, True), (LONGEST_QUOTE + 1, False)])
def test_two_unread_cells_of_a_row_are_a_short_label_and_its_value(length: int, pair: bool) -> None:
    grid, label = drawn(["鹳" * length, "5"]).grid, "鹳" * length
    doubt = _area([(grid, cell) for cell in grid.cells], {}, [], Account())
    assert (f"栏名“{label}”" in doubt.why) == pair
