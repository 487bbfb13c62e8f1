"""A label found blank beside a text that was taken for a caption by its place alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.account import Account, CellRole, Extent
from extractor.forms.audit import _blank_beside_text
from extractor.forms.reading import Printed
from extractor.model.document import Cell, Grid
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

WORDS = vocabulary(load_rules())


def _told(
    *texts: tuple[int, int, str, CellRole | None], printed: str = "项目联系人", at: Any = None, **more: Any
) -> list[str | None]:
    """What is told of a table of four rows and three columns with the blank label at its upper left corner."""
    account, cells = Account(), [Cell(0, 0, text="项目联系人：")]
    for row, col, text, role in texts:
        cells.append(Cell(row, col, text=text))
        if role is not None:
            account.put(cells[-1], role)
    taken = {(c.row, c.col) for c in cells}
    cells += [Cell(r, c) for r in range(4) for c in range(3) if (r, c) not in taken]
    grid = Grid(cells, 4, 3, table=0)
    place = {"table": 0, "row": 0, "col": 0} if at is None else at
    given: dict[str, Any] = {"field": "/contact", "label": printed, "raw": "", "blank": True, "at": place, **more}
    reading: Any = SimpleNamespace(printed=[Printed(**given)])
    return [doubt.observed for doubt in _blank_beside_text(reading, account, Extent([(grid, 0, 4)]), WORDS)]


@pytest.mark.parametrize(
    ("row", "col", "told"), [(0, 1, True), (1, 0, True), (2, 0, True), (3, 0, False), (0, 2, False), (1, 1, False)]
)
def test_a_text_right_of_the_label_or_two_rows_under_it(row: int, col: int, told: bool) -> None:
    assert _told((row, col, "鹳雀楼", "head")) == (["鹳雀楼"] if told else [])


@pytest.mark.parametrize(("role", "told"),
    [("head", True), ("block", True), ("value", False), ("unread", False), (None, False)])  # fmt: skip
def test_only_what_was_taken_for_a_caption(role: CellRole | None, told: bool) -> None:
    assert bool(_told((0, 1, "鹳雀楼", role))) == told


def test_a_known_word_is_a_caption_and_the_first_text_is_told_alone() -> None:
    assert _told((0, 1, "一级指标", "head")) == []
    assert _told((0, 1, "鹳雀楼", "head"), (1, 0, "岳阳楼", "head")) == ["岳阳楼"]
    assert _told((0, 1, " ", "head")) == []


@pytest.mark.parametrize(
    "more",
    [
        {"blank": False}, {"image": True}, {"kind": "amount"}, {"at": {"line": 3}},
        {"at": {"table": 1, "row": 0, "col": 0}},
        {"at": {"table": 0, "row": 0, "col": 1}}, {"printed": "联系人"}, {"at": {"table": 0}},
    ],
)  # fmt: skip
def test_nothing_is_told_of_another_label(more: dict[str, Any]) -> None:
    """Filled, a picture, an amount, outside the table; the place of its value and not its own."""
    assert _told((0, 1, "鹳雀楼", "head"), **more) == []


def test_a_text_field_is_told_of_too() -> None:
    assert _told((0, 1, "鹳雀楼", "head"), kind="text") == ["鹳雀楼"]
