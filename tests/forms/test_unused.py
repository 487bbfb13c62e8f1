"""Columns kept aside that may be the other half of a table: how many names tell it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from extractor.forms.account import Account, Extent
from extractor.forms.reading import Column, Reading
from extractor.forms.unused import _budget_of_execution, _names_again, _natures, _second_names, _strange
from extractor.model.filing import Execution, Form, Indicator, Label, Target
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())


def _form(*names: str) -> Form:
    form = Form("", 0, "project_target", None, 2026)
    form.indicators = [
        Indicator(None, None, Label(name), Target("3座"), "annual", at={"table": 0, "row": n})
        for n, name in enumerate(names, 1)
    ]
    return form


@pytest.mark.parametrize(("columns", "told"), [(1, False), (2, True)])
def test_a_second_column_of_names_beside_an_unread_one_is_told(columns: int, told: bool) -> None:
    grid, account = drawn(["三级指标", "三级指标", "鹳雀"], ["泵站", "渠道", "楼台"]).grid, Account()
    grid.table = 0
    account.put(grid.cells[-1], "unread")
    named = [Column("definition", "三级指标", {"table": 0, "row": 0, "col": 0})]
    named += [Column("level3", "三级指标", {"table": 0, "row": 0, "col": 1})]
    reading = Reading(_form("泵站"), columns=named[:columns], cells_at=[{"level3": {"table": 0, "row": 1, "col": 0}}])
    assert bool(list(_second_names(reading, account, Extent([(grid, 0, 2)]), WORDS))) == told


@pytest.mark.parametrize(("again", "of", "told"), [(1, 1, False), (2, 2, True), (4, 5, False), (5, 6, True)])
def test_a_column_says_two_names_of_rows_again_and_more_than_four_of_five(again: int, of: int, told: bool) -> None:
    names = [f"泵站{n}" for n in range(of)]
    grid, account = drawn(["名称"], *([name if n < again else "渠道"] for n, name in enumerate(names))).grid, Account()
    grid.table = 0
    for cell in grid.cells[1:]:
        account.put(cell, "further")
    reading = Reading(_form(*names), columns=[Column("other", "名称", {"table": 0, "row": 0, "col": 0})])
    found = _names_again(reading, account, Extent([(grid, 0, grid.rows)]))
    assert [doubt.observed for doubt in found] == (["名称"] if told else [])


@pytest.mark.parametrize(
    ("natures", "told"),
    [
        (["定性", "定量"], True),
        (["定性", "定量", "定性指标", "定量指标"], True),
        (["定量", "定量"], False),
        (["定性", "鹳雀"], False),
    ],
)
def test_a_column_of_natures_under_a_strange_head_is_told_where_one_is_part_of_the_value(
    natures: list[str], told: bool
) -> None:
    grid, account = drawn(["鹳雀"], *([nature] for nature in natures)).grid, Account()
    grid.table = 0
    for cell in grid.cells:  # what stands in the head's row is none of the column's
        account.put(cell, "further")
    column = Column("other", "鹳雀", {"table": 0, "row": 0, "col": 0})
    found = _natures(Reading(_form()), column, account, Extent([(grid, 0, grid.rows)]), WORDS)
    assert [doubt.observed for doubt in found] == (["鹳雀"] if told else [])
    signs = Reading(_form(), columns=[Column("operator", "符号", {"table": 0, "row": 0, "col": 1})])
    assert not list(_natures(signs, column, account, Extent([(grid, 0, grid.rows)]), WORDS))


@pytest.mark.parametrize(("item", "observed"), [("资金总额", "资金总额"), (None, "")])
def test_money_of_a_target_form_that_was_read_as_executed_is_told_by_its_first_line(
    item: str | None, observed: str
) -> None:
    form = _form()
    form.execution = [Execution(item=item, initial="100")]
    assert [doubt.observed for doubt in _budget_of_execution(form)] == [observed]


@pytest.mark.parametrize(("likely", "strange"), [(0.39, True), (0.4, False), (None, True)])
def test_a_word_hardly_like_one_of_the_book_is_strange(
    likely: float | None, strange: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = [SimpleNamespace(score=likely)] if likely is not None else []
    monkeypatch.setattr(type(WORDS.evidence), "weigh", lambda self, kind, text: weighed)
    assert _strange("鹳雀", "field", WORDS) == strange
    assert not _strange("项目名称", "field", WORDS)
