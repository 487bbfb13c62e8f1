"""Which levels a row stands under, where a column's cells tell what it holds: each share on both sides."""

from __future__ import annotations

import pytest

from extractor.forms.band import Band, Head
from extractor.forms.row_levels import RowLevels
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _levels(roles: list[str], *rows: list[str]) -> tuple[RowLevels, dict[str, Head]]:
    table = drawn(roles, *rows)
    heads = {role: Head(role, c, role, table.grid.cells[c]) for c, role in enumerate(roles)}
    return RowLevels(table, Band(0, 1, list(heads.values())), WORDS), heads


@pytest.mark.parametrize(
    ("roles", "parted"),
    [
        (["level3"], {"level1": "产出", "level2": "数量", "level3": "救助人次"}),
        (["level2", "level3"], {"level1": "产出", "level3": "救助人次"}),
        (["level1", "level2", "level3"], {}),
    ],
)
def test_a_name_says_the_levels_that_have_no_column(roles: list[str], parted: dict[str, str]) -> None:
    reader, heads = _levels(roles, *[["数量指标"] * (len(roles) - 1) + ["（产出—数量）救助人次"]] * 2)
    cells = {role: cell for role, head in heads.items() if (cell := reader.slice.owner(1, head.col)) is not None}
    assert reader._parted(heads, cells) == parted


@pytest.mark.parametrize(("said", "of", "levelled"), [(3, 4, True), (7, 10, False), (1, 1, False)])
def test_three_of_four_names_with_levels_of_their_own(said: int, of: int, levelled: bool) -> None:
    names = [f"（产出—数量）救助人次{n}" if n < said else f"改造泵站{n}" for n in range(of)]
    assert _levels(["level3"], *([name] for name in names))[0]._mode(0) == (False, levelled)


@pytest.mark.parametrize(("words", "of", "only"), [(3, 5, True), (5, 9, False), (1, 2, False)])
def test_three_of_five_names_are_words_of_a_level(words: int, of: int, only: bool) -> None:
    reader, heads = _levels(["level3"], *([text] for text in ["质量指标"] * words + ["改造泵站"] * (of - words)))
    assert reader.only_words(heads) == only
