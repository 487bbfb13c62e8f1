"""Money shared out among places: how many get something."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.forms.shares import _shared
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
