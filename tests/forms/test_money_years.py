"""Which year money is of: by the years that its labels and heads say."""

from __future__ import annotations

import pytest

from extractor.forms.money_years import _spans, year_beside_others
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary

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


@pytest.mark.parametrize(("text", "spans"), [("2025年", False), ("2025—2027年", True)])
def test_a_head_of_two_years_is_over_the_money_of_the_whole_project(text: str, spans: bool) -> None:
    assert _spans(text, WORDS) == spans
