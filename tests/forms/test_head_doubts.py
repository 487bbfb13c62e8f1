"""Columns whose heads leave a choice: names behind their values, two columns of values under one head."""

from __future__ import annotations

import pytest

from extractor.forms import head_doubts
from extractor.forms.band import Band, Head
from extractor.forms.head_doubts import _column_doubt
from extractor.forms.roles import Decision
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn

WORDS = vocabulary(load_rules())

HEADS = ["三级指标", "指标值（中期）", "指标值（年度）", "三级指标（年度）"]
TABLE: Slice = drawn(HEADS, ["改造泵站", "3座", "1座", "改造泵站"])


def _head(role: str, col: int, cell: Cell | None = None) -> Head:
    cell = cell or Cell(0, col, text=HEADS[col])
    return Head(role, col, cell.text, cell)


def _band(*groups: dict[str, Head]) -> Band:
    heads = {head.col: head for group in groups for head in group.values()}
    band = Band(0, 1, [heads[col] for col in sorted(heads)])
    band.groups[:] = [("all", group) for group in groups]
    return band


NAME, MIDTERM, ANNUAL, SECOND = _head("level3", 0), _head("target", 1), _head("target", 2), _head("level3", 3)


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([{"level3": NAME, "target": MIDTERM}, {"level3": NAME, "target": ANNUAL}, {"level3": SECOND}], [3]),
        ([{"level3": NAME, "target": MIDTERM}, {"level3": SECOND, "target": ANNUAL}], []),
        ([{"level3": NAME, "target": MIDTERM}, {"level3": SECOND}], []),  # one value for one name
        ([{"level3": NAME, "target": MIDTERM}, {"target": ANNUAL}, {"level3": SECOND}], []),
    ],
)
def test_a_second_column_of_names_without_values(groups: list[dict[str, Head]], told: list[int]) -> None:
    assert [head.col for head in head_doubts._behind_values(_band(*groups))] == told


def test_two_columns_of_values_under_one_head_are_told_once() -> None:
    both = Cell(0, 1, colspan=2, text="指标值")
    one, two = _head("target", 1, both), _head("target", 2, both)
    shared = _band({"level3": NAME, "target": one}, {"level3": NAME, "target": two})
    (doubt,) = head_doubts._shared_doubts(TABLE, shared)
    assert (doubt.part, doubt.at["row"], doubt.at["col"], doubt.observed) == ("indicators", 0, 1, "指标值")
    own_heads = _band({"level3": NAME, "target": MIDTERM}, {"level3": NAME, "target": ANNUAL})
    same_column = _band({"level3": NAME, "target": one}, {"level3": SECOND, "target": one})
    assert head_doubts._shared_doubts(TABLE, own_heads) == head_doubts._shared_doubts(TABLE, same_column) == []


@pytest.mark.parametrize(("against", "doubts"), [(1, 0), (2, 1)])
def test_two_columns_that_speak_against_their_heads_stand_under_the_wrong_ones(against: int, doubts: int) -> None:
    table = drawn(["三级指标", "指标值"], ["泵站", "3座"])
    heads = [Head("level3", 0, "三级指标", table.grid.cells[0], exact=True)]
    heads += [Head("target", 1, "指标值", table.grid.cells[1], exact=True)]
    band = Band(0, 1, heads, against=heads[:against])
    assert len(head_doubts.head_doubts(table, band, vocabulary(load_rules()))) == doubts


@pytest.mark.parametrize(("margin", "told"), [(0.5, 0.25), (1.0, 0.5), (3.0, 1.0), (-1.0, 0.0)])
def test_how_sure_a_column_is(margin: float, told: float) -> None:
    table = drawn(["指标值"])
    head = Head("target", 0, "指标值", table.starting(0)[0], decision=Decision("target", margin, "note", "内容"))
    assert _column_doubt(table, WORDS, head).margin == told
