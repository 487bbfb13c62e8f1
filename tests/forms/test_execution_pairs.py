"""Execution printed as pairs of a head and its figure: which word is a budget, which names the block."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms.draft import Draft
from extractor.forms.execution_pairs import Entry, _names_block, _role, find_pairs, read_pairs
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("label", "roles", "names"),
    [
        ("经费执行", ["adjusted", "executed", "rate"], True),
        ("项目款项", ["adjusted", "executed", "rate"], False),
        ("经费执行", ["budget", "executed", "rate"], True),
        ("经费执行", ["executed", "rate"], False),  # no budget beside what was spent
        ("经费执行", ["executed", "rate", "weight"], False),
        ("经费执行", ["adjusted", "executed"], False),
    ],
)
def test_a_word_before_a_budget_and_what_was_spent_names_the_block(label: str, roles: list[str], names: bool) -> None:
    pair = Cell(0, 1, text="甲"), Cell(0, 2, text="9")
    assert _names_block(Entry(Cell(0, 0, text=label), dict.fromkeys(roles, pair)), WORDS) == names


@pytest.mark.parametrize(("likeness", "role"), [(0.45, "budget"), (0.44, None)])
def test_a_word_like_a_budgets_is_some_budget(
    likeness: float, role: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = [SimpleNamespace(identity="adjusted", score=likeness)]
    monkeypatch.setattr(WORDS.evidence, "likely_id", lambda kind, text, **asked: None)
    monkeypatch.setattr(WORDS.evidence, "weigh", lambda kind, text: weighed)
    assert _role(Cell(0, 0, text="鹳雀楼"), WORDS, None) == role


@pytest.mark.parametrize(
    ("rows", "left", "role"),
    [
        ([["2/1|鹳雀楼", "全年预算数", "100"], ["^", "执行数", "90"]], "鹳雀楼", "block"),
        ([["执行数", "90", "执行数", "80", "资金总额", "100"]], "80", None),  # another figure, not the block's label
    ],
)
def test_what_reaches_down_beside_the_pairs_is_the_label_of_the_block(
    rows: list[list[str]], left: str, role: str | None
) -> None:
    table, draft = drawn(*rows), Draft()
    entries = find_pairs(table, 0, WORDS, draft)
    assert read_pairs(table, entries, draft) == len(rows)
    assert draft.execution[0].executed == "90"
    cell = next(c for c in table.cells() if c.text == left)
    assert draft.account.role(cell) == role
