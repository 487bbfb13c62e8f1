"""What a column of levels is, where its entries say it."""

from __future__ import annotations

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.column_roles import _say_level_by_entry
from extractor.forms.roles import EXACT, Decision
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("roles", "margins"), [(["level1"], [EXACT]), (["level2"], [EXACT]), (["level1", "level2"], [1.0, 1.0])]
)
def test_entries_say_which_level_a_column_alone_is(roles: list[str], margins: list[float]) -> None:
    table = drawn(["鹳雀"] * len(roles), *[["产出—数量"] * len(roles)] * 3)
    rivals = {"level1": "level2", "level2": "level1"}
    heads = [
        Head(role, n, "鹳雀", table.grid.cells[n], decision=Decision(role, 1.0, rivals[role], ""))
        for n, role in enumerate(roles)
    ]
    _say_level_by_entry(table, Band(0, 1, heads), [1, 2, 3], heads, WORDS)
    assert [head.decision.margin for head in heads if head.decision is not None] == margins
