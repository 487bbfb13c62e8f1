"""A label found blank beside a text that was taken for a caption by its place alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms.account import Account, CellRole, Extent
from extractor.forms.audit import _beside_all_rows, _blank_beside_text, _goal_beside_unread, _has_total, _two_reached
from extractor.forms.draft import AmountCandidate, Candidate, Draft, Source
from extractor.forms.reading import Column, Printed, Reading
from extractor.model.document import Cell, Grid
from extractor.model.filing import Amount, Form
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

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


# ---- goals, captions and two columns of what was reached


def _form(**texts: str) -> Form:
    form = Form("", 0, "project_target", None, 2026)
    for name, text in texts.items():
        setattr(form.texts, name, text)
    return form


@pytest.mark.parametrize(("length", "told"), [(6, False), (7, True)])
def test_a_text_of_seven_characters_may_be_the_other_goal(length: int, told: bool) -> None:
    grid, draft = drawn(["总体目标", "改造泵站三座"], ["鹳" * length, ""]).grid, Draft()
    draft.account.put(grid.cells[2], "unread")
    draft.fields.append(Candidate("goal", "总体目标", "改造泵站三座", Source.of(grid, grid.cells[1])))
    reading = Reading(_form(annual_goal="改造泵站三座"))
    found = _goal_beside_unread(reading, draft, Extent([(grid, 0, grid.rows)]), WORDS.grammar.asides)
    assert [doubt.observed for doubt in found] == (["总体目标"] if told else [])


@pytest.mark.parametrize(("col", "beside"), [(0, True), (1, False)])
def test_a_caption_beside_all_rows_stands_at_the_left_edge(col: int, beside: bool) -> None:
    rows = ["2/1|鹳雀", "产出指标", "3座"], ["^", "效益指标", "3户"]
    grid = drawn(*([*["甲"] * col, *row] for row in rows)).grid
    places: Any = {
        n: {role: {"table": grid.table, "row": n, "col": col + at} for at, role in ((1, "level1"), (2, "target"))}
        for n in range(2)
    }
    cell = grid.owner(0, col)
    assert cell is not None
    assert _beside_all_rows(cell, grid, Reading(_form(), cells_at=list(places.values()))) == beside


@pytest.mark.parametrize(("targets", "told"), [(1, True), (2, False)])
def test_two_columns_of_what_was_reached_beside_one_value(targets: int, told: bool) -> None:
    columns = [
        Column("actual", text, {"table": 0, "row": 1, "col": n}) for n, text in enumerate(["执行数", "实际完成值"])
    ]
    columns += [Column("target", "指标值", {"table": 0, "row": 1, "col": 2 + n}) for n in range(targets)]
    found = list(_two_reached(Reading(_form(), columns=columns)))
    assert [doubt.observed for doubt in found] == (["执行数"] if told else [])


@pytest.mark.parametrize(
    ("code", "place", "total"), [("total", 3, True), ("total_multi_year", 3, False), ("total", 4, False)]
)
def test_the_years_own_total_is_none_of_several_years_that_stands_for_it(code: str, place: int, total: bool) -> None:
    amount = Amount("9", "9", at={"row": 3})
    reading: Any = SimpleNamespace(form=SimpleNamespace(amounts={"total": amount}))
    draft = Draft(amounts=[AmountCandidate(code, "", "9", Source({"row": place}))])
    assert _has_total(reading, draft) == total
    reading.form.amounts = {}
    assert not _has_total(reading, draft)
