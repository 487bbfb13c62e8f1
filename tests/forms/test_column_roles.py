"""What a column of levels is, where its entries say it."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.forms import column_roles
from extractor.forms.band import Band, Head
from extractor.forms.column_roles import _say_level_by_entry, decide, realign
from extractor.forms.roles import EXACT, Decision
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Grid
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


@pytest.mark.parametrize(("levels", "filled"), [(5, 0), (4, 1)])
def test_one_cell_beside_nothing_but_first_levels_is_the_label_of_a_block(
    levels: int, filled: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[Any] = []

    def assign(cases: list[Any], *_: object, **__: object) -> list[Any]:
        weighed.extend(cases)
        return []

    monkeypatch.setattr(column_roles, "assign", assign)
    names = ["产出指标"] * levels + ["鹳雀"] * (5 - levels)
    rows = [["5/1|某项" if n == 0 else "^", name, "泵站", "3座"] for n, name in enumerate(names)]
    table = drawn(["甲", "乙", "丙", "丁"], *rows)
    band = Band(0, 1, [Head("other", n, cell.text, cell) for n, cell in enumerate(table.starting(0))])
    decide(table, band, list(range(1, 6)), WORDS)
    assert [case.content.filled for case in weighed] == [filled, 5, 5, 5]


@pytest.mark.parametrize(("cut", "widened"), [(True, True), (False, False)])
def test_a_head_stands_over_two_columns_only_where_the_row_of_heads_is_cut_short(
    cut: bool, widened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_roles, "decide", lambda slice_, band, body, words: None)
    cells = [Cell(0, 0, text="三级指标"), *([] if cut else [Cell(0, 1)]), Cell(1, 0, text="甲"), Cell(1, 1, text="乙")]
    table = Slice(Grid(cells, 2, 2), 0, 2)
    band = Band(0, 1, [Head("level3", 0, "三级指标", cells[0])])
    realign(table, band, [1], WORDS)
    assert (band.widened is not None) == widened
    assert [head.col for head in band.heads] == ([0, 1] if widened else [0])
