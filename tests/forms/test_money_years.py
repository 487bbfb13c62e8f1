"""Which year money is of: by the years that its labels and heads say."""

from __future__ import annotations

import pytest

from extractor.forms.draft import Draft
from extractor.forms.money_years import _inside, _spans, read_pairs_by_year, year_beside_others
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["2025年支出数", "预算"], 2026),
        (["2025年支出数", "数"], None),  # no label: one character
        (["2025年支出数"], None),
        (["2025年支出数", "2025年预算数"], None),  # all of them name it
        (["2025年支出数", "50"], None),
    ],
)
def test_one_of_several_labels_that_names_a_year_is_beside_the_forms_own(texts: list[str], year: int | None) -> None:
    assert year_beside_others([Cell(0, n, text=text) for n, text in enumerate(texts)], 2026) == year


@pytest.mark.parametrize(
    ("text", "spans"), [("2025年预算", False), ("2025年和2026年预算", True), ("2025—2027年", True)]
)
def test_a_head_of_two_years_is_over_the_money_of_the_whole_project(text: str, spans: bool) -> None:
    assert _spans(text, WORDS) == spans


@pytest.mark.parametrize(("length", "spans"), [(22, True), (23, False)])
def test_a_head_over_money_is_short(length: int, spans: bool) -> None:
    assert _spans("2025—2027年" + "甲" * (length - 10), WORDS) == spans


@pytest.mark.parametrize(
    ("col", "wide", "inside"), [(1, 1, True), (2, 1, True), (1, 2, True), (2, 2, False), (0, 2, False)]
)
def test_a_cell_stands_under_a_head_of_two_columns(col: int, wide: int, inside: bool) -> None:
    assert _inside(Cell(0, 1, 1, 2), Cell(1, col, 1, wide)) == inside


@pytest.mark.parametrize(
    ("heads", "left"),
    [
        (["2025", "2026"], ["2026"]),  # the one is no label of the other
        (["2025年", "50", "2026年", "60"], ["50", "12"]),
        (["2026年", "60", "2025年", "50"], ["50"]),
        (["2025年", "50", "甲", "60"], []),  # the form's own year is not said
    ],
)
def test_pairs_under_a_past_year_are_set_aside_with_it(heads: list[str], left: list[str]) -> None:
    table, draft = drawn(heads, ["财政拨款", "12", "鹳雀", "7"][: len(heads)]), Draft()
    read_pairs_by_year(table, WORDS, draft, 2026)
    assert [each.entry.text for each in draft.left] == left
