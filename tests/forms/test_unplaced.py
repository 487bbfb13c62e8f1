"""A text that nobody knows between the heads of several sums and their figures."""

from __future__ import annotations

import pytest

from extractor.forms.account import Account, CellRole, Extent
from extractor.forms.text_kinds import CAPTION
from extractor.forms.unplaced import _caption_over_money, _goal_over_text
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["财政拨款", "其他资金"], ["1/2|鹳雀", "^"], ["60", "40"]], True),
        ([["财政拨款", "其他资金"], ["1/2|鹳雀", "^"], ["1/2|60", "^"]], True),  # one figure is enough
        ([["财政拨款", "其他资金"], ["1/2|鹳雀", "^"], ["甲", "乙"]], False),
        ([["财政拨款", "其他资金"], ["1/2|鹳雀", "^"]], False),
        ([["财政拨款", "楼台"], ["1/2|鹳雀", "^"], ["60", "40"]], False),  # one sum
        ([["财政拨款", "其他资金", ""], ["1/2|鹳雀", "^", "楼台"], ["60", "40", "5"]], False),  # not alone in its row
    ],
)
def test_a_text_alone_between_heads_of_money_and_a_figure_is_told(rows: list[list[str]], told: bool) -> None:
    grid = drawn(*rows).grid
    found = [doubt.observed for doubt in _caption_over_money(Extent([(grid, 0, grid.rows)]), WORDS)]
    assert found == (["鹳雀"] if told else [])


@pytest.mark.parametrize(
    ("goal", "below", "role", "told"),
    [
        ("鹳" * CAPTION, "雀楼", "head", True),
        ("鹳" * (CAPTION + 1), "雀楼", "head", False),
        ("鹳雀", "雀楼", "value", False),
        ("鹳雀", "项目名称", "head", False),
        ("鹳雀", "产出指标", "head", False),
        ("鹳雀", "", "head", False),
    ],
)
def test_a_goal_of_few_words_over_what_is_no_known_caption_is_told(
    goal: str, below: str, role: CellRole, told: bool
) -> None:
    grid, account = drawn([goal], [below]).grid, Account()
    account.put(grid.cells[1], role)
    found = _goal_over_text([(grid, grid.cells[0], "/texts/annual_goal")], account, WORDS)
    assert [(doubt.pointer, doubt.observed) for doubt in found] == ([("/texts/annual_goal", goal)] if told else [])
