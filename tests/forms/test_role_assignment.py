"""How a column is decided: its role in the best assignment, its margin, and what is understood without a key."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.forms.role_assignment import _decided, _plain, _ranked, _stands_between
from extractor.forms.roles import HELD, ColumnCase, Decision, Offer
from extractor.words.content import Content

Ranked = list[tuple[float, tuple[Offer, ...]]]


def _offer(said: str, score: float = 1.0) -> Offer:
    """ "target+" is a role that the head speaks for."""
    return Offer(said.rstrip("+"), score, f"为{said}", said.endswith("+"))


def _decide(role: str, *others: tuple[float, str], text: str = "甲", offers: str = "", **content: Any) -> Decision:
    """The one column of a table, best read at 9 points; others: further assignments and what they score."""
    case = ColumnCase(0, text, (text,), Content(**{"filled": 8, **content}), offers=[*map(_offer, offers.split())])
    ranked: Ranked = [(9.0, (_offer(role),)), *((score, (_offer(said),)) for score, said in others)]
    return _decided([case], ranked, 0)


def test_the_margin_is_what_another_reading_loses() -> None:
    found = _decide("unit", (8.5, "unit+"), (7.25, "operator"), (7.0, "weight"))
    assert (found.role, found.margin, found.rival, found.why) == ("unit", 1.75, "operator", "为unit")
    assert (_decide("unit").margin, _decide("unit").rival) == (6.0, None)
    assert _decide("unit", (9 - 1 / 3, "weight")).margin == 0.33


@pytest.mark.parametrize(
    ("role", "text", "margin"),
    [
        ("target", "甲", 0.5), ("actual", "甲", 0.5), ("deviation_reason", "甲", 0.5), ("target", "", 2.0),
        ("target+", "甲", 2.0), ("note", "甲", 2.0),
    ],
)  # fmt: skip
def test_a_value_whose_head_does_not_say_so_is_less_sure(role: str, text: str, margin: float) -> None:
    assert _decide(role, (7.0, "weight"), text=text).margin == margin
    assert _decide(role, (8.75, "weight"), text=text).margin == 0.25


def test_points_under_a_head_that_says_the_other_points() -> None:
    full = {"points": 1.0, "number": 1.0, "total": Decimal(100)}
    read = _decide("weight", (7.0, "unit"), offers="weight achieved_score+", **full)
    assert (read.margin, read.rival, read.plain) == (0.5, "achieved_score", False)
    sure = _decide("weight+", (7.0, "unit"), offers="weight+ achieved_score+", **full)
    assert (sure.margin, sure.rival, sure.plain) == (2.0, "unit", True)
    assert _decide("weight", (7.0, "unit"), offers="weight unit+ achieved_score+", **full).rival == "unit"
    assert _decide("weight", (7.0, "note"), offers="weight other+ achieved_score+").rival == "achieved_score"
    assert _decide("unit", (7.0, "note"), offers="unit achieved_score+").rival == "note"


@pytest.mark.parametrize(
    ("role", "content", "understood"),
    [
        ("other", {}, False), ("other+", {}, True), ("other", {"serial": True}, True),
        ("note", {"serial": True}, False),
        ("other", {"tick": 0.95}, True), ("other", {"tick": 0.9}, False), ("other", {"nature": 0.95}, True),
        ("other", {"nature": 0.9}, False), ("other", {"further": 0.85}, True), ("other", {"further": 0.8}, False),
        ("target+", {"tick": 1.0}, False),
    ],
)  # fmt: skip
def test_what_no_key_takes_may_be_understood(role: str, content: dict[str, Any], understood: bool) -> None:
    assert _decide(role, **content).understood == understood


@pytest.mark.parametrize(
    ("roles", "between"),
    [
        ("level2 level3 target", True), ("level1 level3 target", True), ("note level3 target", False),
        ("level2 level3 note", False), ("level3 level3 target", False), ("level2 level3", False),
    ],
)  # fmt: skip
def test_a_name_between_level_and_value(roles: str, between: bool) -> None:
    assert _stands_between(tuple(map(_offer, roles.split())), 1) == between


def test_the_first_column_stands_between_nothing() -> None:
    assert not _stands_between((_offer("level3"), _offer("target"), _offer("level1")), 0)


def test_the_best_assignment_is_the_best_as_a_whole() -> None:
    cases = [ColumnCase(n, "", (), Content(filled=8)) for n in range(2)]
    cases[0].offers = [Offer("level3", 2.0, ""), Offer("target", 2.5, "")]
    cases[1].offers = [Offer("target", 2.0, ""), Offer("level3", 1.0, "")]
    found = [(round(score, 1), [offer.role for offer in chosen]) for score, chosen in _ranked(cases, False)]
    assert found == [
        (9.6, ["level3", "target"]), (6.5, ["target", "level3"]), (2.0, ["target", "target"]),
        (0.0, ["level3", "level3"]),
    ]  # fmt: skip
    assert round(_ranked(cases, True)[0][0], 1) == 4.1


EDGE = 1 - HELD


@pytest.mark.parametrize(
    ("role", "content", "plain"),
    [
        ("weight", {"points": HELD, "total": Decimal(100)}, False),
        ("weight", {"points": 0.9, "total": Decimal(100)}, True),
        ("operator", {"sign": EDGE, "nature": 0.9}, False), ("operator", {"sign": 0.25, "nature": 0.9}, True),
    ],
)  # fmt: skip
def test_points_and_signs_that_fill_a_column_can_be_nothing_else(
    role: str, content: dict[str, Any], plain: bool
) -> None:
    assert _plain([ColumnCase(0, "甲", (), Content(**content))], (_offer(role),), 0) == plain


@pytest.mark.parametrize(("role", "mine", "theirs"), [("target", "value", "number"), ("target", "value", "value"),
                                                       ("level3", "name", "name")])  # fmt: skip
def test_a_column_beside_it_that_holds_as_much_may_be_the_one(role: str, mine: str, theirs: str) -> None:
    for share, plain in ((EDGE, True), (0.25, False)):
        cases = [ColumnCase(0, "甲", (), Content(**{mine: 0.9})), ColumnCase(1, "乙", (), Content(**{theirs: share}))]
        assert _plain(cases, (_offer(role), _offer("other")), 0) == plain


@pytest.mark.parametrize(
    ("roles", "names", "plain"),
    [
        ("level2 level3 target other", "甲 乙 丙 丁", True),  # what stands right of the value names nothing
        ("level2 level3 target other", "甲 乙 丙 乙", True),
        ("other level3 target level2", "甲 乙 丙 丁", False),
        ("note level3 target other", "甲 乙 丙 丁", False),  # it stands between nothing
        ("note level3 target other", "甲 乙 丙 乙", True),  # heads of the same words: two halves of a table
    ],
)
def test_names_left_of_the_value_are_the_only_ones(roles: str, names: str, plain: bool) -> None:
    cases = [ColumnCase(n, text, (), Content(name=0.9)) for n, text in enumerate(names.split())]
    assert _plain(cases, tuple(map(_offer, roles.split())), 1) == plain
