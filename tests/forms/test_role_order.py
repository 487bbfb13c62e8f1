"""What it counts how roles go together, score by score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.forms.role_order import fits, gain_of_whole
from extractor.forms.roles import ColumnCase, Offer
from extractor.words.content import Content


def _case(text: str = "甲", **more: Any) -> ColumnCase:
    return ColumnCase(0, text, (text,), more.pop("content", Content()), **more)


def _fit(before: list[str], role: str, *, cases: dict[int, ColumnCase] | None = None, worded: bool = False) -> float:
    """The score of a role right of others; one more column stands behind it."""
    columns = [(cases or {}).get(n) or _case() for n in range(len(before) + 2)]
    return round(fits(columns, before, len(before), Offer(role, 0.0, "", worded)), 2)


@pytest.mark.parametrize(
    ("before", "role", "score"),
    [
        ([], "level1", 0.0),
        ([], "other", 0.0),
        (["level1"], "level2", 1.1),  # behind the other, and right behind it
        (["level1", "other"], "level2", 0.4),
        (["level2"], "level1", -1.5),  # the wrong way round
        (["level1", "level2"], "level3", 1.1),
        (["level3"], "target", 1.1),
        (["target"], "level3", -1.5),
        (["target"], "level1", -1.5),
        (["level3", "target"], "level1", -3.0),
        (["level3"], "operator", 0.7),
        (["level3"], "definition", 0.7),
        (["operator"], "target", 0.7),
        (["target"], "unit", 0.7),
        (["target"], "actual", 1.5),
        (["unit"], "actual", -0.1),
        (["unit"], "weight", 0.7),
        (["weight"], "unit", 0.0),
        (["achieved_score"], "deviation_reason", 0.7),
        (["target", "other"], "actual", 0.8),
        (["level3"], "actual", -0.8),
        (["level3"], "achieved_score", -0.8),
        (["other"], "other", 0.0),
    ],
)
def test_roles_have_an_order(before: list[str], role: str, score: float) -> None:
    assert _fit(before, role) == score


def test_what_was_reached_may_stand_left_of_a_value_that_says_so() -> None:
    assert _fit(["level3"], "actual", cases={2: _case(exact="target")}) == 0.0
    assert _fit(["target"], "actual", cases={2: _case(exact="target")}) == 0.7
    assert _fit(["target"], "actual", cases={0: _case(exact="target"), 1: _case(exact="target")}) == 1.5


@pytest.mark.parametrize(
    ("points", "weights", "score"),
    [((5, 5), (5, 10), 2.2), ((5, 11), (5, 10), -0.05), ((6, 11), (5, 10), 0.7), ((), (5, 10), 0.7)],
)
def test_points_given_are_at_most_those_there_are(
    points: tuple[int, ...], weights: tuple[int, ...], score: float
) -> None:
    given, most = (Content(numbers=tuple(map(Decimal, numbers))) for numbers in (points, weights))
    cases = {0: _case(content=most), 1: _case(content=given)}
    assert _fit(["weight"], "achieved_score", cases=cases) == score


def test_heads_of_the_same_words_are_the_same() -> None:
    twin = {1: _case(twin=0)}
    assert _fit(["other"], "other", cases=twin) == 2.5
    assert _fit(["note"], "other", cases=twin) == 0.0
    assert _fit(["definition"], "definition", cases=twin) == 2.5
    assert _fit(["other"], "definition", cases=twin) == -2.5
    assert _fit(["other"], "other", cases={1: _case(twin=0, exact="other")}) == 0.0
    assert _fit(["other"], "definition", cases={1: _case(twin=0, exact="definition")}) == 0.0


@pytest.mark.parametrize(
    ("first", "second", "worded", "score"),
    [
        ({}, {}, False, -5.0),
        ({}, {"exact": "target"}, False, -1.0),  # a likely value, before the one that says so
        ({"exact": "target"}, {"exact": "target"}, False, -0.5),
        ({"exact": "target"}, {}, False, -5.0),
        ({"scoped": True}, {"exact": "target"}, False, -0.5),
        ({}, {"scoped": True}, True, -0.5),
        ({}, {"scoped": True}, False, -5.0),
        ({}, {}, True, -5.0),
    ],
)
def test_a_table_has_one_value(first: dict[str, Any], second: dict[str, Any], worded: bool, score: float) -> None:
    cases = {0: _case(**first), 1: _case(**second)}
    assert _fit(["target"], "target", cases=cases, worded=worded) == score


def test_a_table_has_one_of_other_roles() -> None:
    assert _fit(["weight"], "weight") == -5.0
    assert _fit(["weight"], "weight", cases={0: _case(), 1: _case(exact="weight")}) == -0.5
    assert _fit(["weight"], "weight", cases={1: _case(scoped=True)}, worded=True) == -5.0
    assert _fit(["definition"], "definition") == 0.0, "of these there may be several"


def test_a_second_group_begins_with_a_name_behind_a_value() -> None:
    """Left and right halves: names and values twice; a value stands right of the second name by its wording."""
    value = {3: _case(exact="target")}
    assert _fit(["level3", "target"], "level3", cases=value) == -0.5
    assert _fit(["level3", "target"], "level3") == -6.5
    assert _fit(["level3", "weight"], "level3", cases=value) == -5.0
    assert _fit(["level3", "target"], "level3", cases={1: _case(exact="target")}) == -6.5
    assert _fit(["level2", "target"], "level2", cases=value) == -0.5
    assert _fit(["level1", "target"], "level1", cases=value) == -0.5
    assert _fit(["unit", "target"], "unit", cases=value) == -4.3
    assert _fit(["level3", "target", "level3"], "target") == 0.2
    assert _fit(["level3", "target", "unit"], "target") == -4.6


def _gain(*columns: str, regions: bool = False, **content: dict[int, Content]) -> float:
    """What a table gains; "+" marks a role that its head gives."""
    chosen = tuple(Offer(said.rstrip("+"), 0.0, "", said.endswith("+")) for said in columns)
    cases = [_case(content=content.get("content", {}).get(n) or Content()) for n in range(len(columns))]
    return gain_of_whole(cases, chosen, regions)


@pytest.mark.parametrize(
    ("columns", "regions", "gain"),
    [
        (("other",), False, 0.0),
        (("target",), False, 2.5),
        (("target",), True, -3.0),
        (("unit",), True, 0.0),
        (("unit",), False, -2.0),
        (("operator",), False, -2.0),
        (("target", "unit"), False, 2.5),
        (("level3",), False, 2.0),
        (("level3", "target"), False, 4.5),
        (("level3", "target+", "target"), False, 2.5),  # a value by its content alone, beside one whose head says so
        (("level3", "target", "target"), False, 4.5),
        (("level3", "target+", "level3", "target"), False, 4.5),
        (("target+", "target"), False, 0.5),
    ],
)
def test_a_table_has_names_and_values(columns: tuple[str, ...], regions: bool, gain: float) -> None:
    assert _gain(*columns, regions=regions) == gain


@pytest.mark.parametrize(
    ("columns", "points", "gain"),
    [
        (("achieved_score", "other"), 1.0, -0.5),
        (("achieved_score", "other"), 0.9, 0.0),
        (("achieved_score", "note"), 1.0, 0.0),
        (("achieved_score", "other", "weight"), 1.0, 0.0),
        (("note", "other"), 1.0, 0.0),
    ],
)
def test_points_that_nobody_took_beside_points_given(columns: tuple[str, ...], points: float, gain: float) -> None:
    assert _gain(*columns, content={1: Content(points=points)}) == gain


@pytest.mark.parametrize(("paired", "gain"), [(0.5, 4.5), (0.51, 1.0)])
def test_names_with_their_values_behind_them_leave_no_value_to_a_column_of_strange_words(
    paired: float, gain: float
) -> None:
    assert _gain("level3", "target", content={0: Content(paired=paired)}) == gain
    assert _gain("level3", "target+", content={0: Content(paired=paired)}) == 4.5
