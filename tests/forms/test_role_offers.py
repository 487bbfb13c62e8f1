"""Which roles a column offers, and what each counts: the words of its head, its cells, the columns beside it."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from extractor.forms.role_offers import offer_roles
from extractor.forms.roles import ColumnCase
from extractor.words.content import Content
from extractor.words.vocabulary import Vocabulary

HEADS: dict[str, dict[str, float]] = {}
"""What the words of a head are taken for in these tests, whatever the rule book says of them."""


def _weigh(kind: str, text: str) -> list[SimpleNamespace]:
    assert kind == "header"
    said = sorted(HEADS.get(text, {}).items(), key=lambda item: -item[1])
    return [SimpleNamespace(identity=identity, score=score, why="") for identity, score in said]


WORDS = cast(
    "Vocabulary",
    SimpleNamespace(
        evidence=SimpleNamespace(weigh=_weigh),
        header={"预计": "other_likelihood", "备注": "note"}.get,
        grammar=SimpleNamespace(scope_words=lambda text: {"forecast"} if "将" in text else set()),
    ),
)


@pytest.fixture(autouse=True)
def _no_heads() -> None:
    HEADS.clear()


def _case(*path: str, exact: str | None = None, twin: int | None = None, **content: Any) -> ColumnCase:
    held = Content(**{"filled": 8, "blank": 0.0, "distinct": 1.0, **content})
    return ColumnCase(0, path[-1] if path else "", path, held, exact=exact, twin=twin)


def _offered(*cases: ColumnCase) -> list[dict[str, float]]:
    offer_roles(list(cases), WORDS)
    return [{offer.role: round(offer.score, 2) for offer in case.offers} for case in cases]


def _one(*path: str, exact: str | None = None, **content: Any) -> dict[str, float]:
    return _offered(_case(*path, exact=exact, **content))[0]


def test_an_exact_wording_outweighs_the_rest() -> None:
    assert _one("甲", exact="target", value=1.0) == {"target": 9.0}, "nothing else comes near"
    assert _one("甲", exact="target", name=1.0) == {"target": 6.6, "level3": 2.0, "other": 0.9}
    assert _one("甲", exact="target", unit=1.0) == {"unit": 5.0, "target": 2.0, "other": 0.9}
    assert _one("甲", exact="note", blank=0.6) == {"note": 6.3, "other": 0.9}
    HEADS["乙"] = {"unit": 1.0, "level3": 1.0}
    assert _one("乙", exact="target", value=1.0) == {"target": 9.0}, "its words are asked no more"
    assert _one("乙", exact="target", value=0.1, name=0.9)["level3"] == 1.3
    assert _one("甲", exact="other") == {"other": 5.0}
    assert _one("甲", exact="other", value=1.0) == {"other": 5.0, "target": 1.2}


def test_what_no_neighbour_can_make_up_for_is_left_out() -> None:
    assert _one(unit=0.55, sign=0.7) == {"operator": 2.7, "unit": 1.4, "other": 0.9}
    HEADS["甲"] = {"target": 6.3 / 2.2}
    assert _one("甲") == {"target": 6.3, "other": 0.9}
    HEADS["甲"] = {"target": 6.5 / 2.2}
    assert _one("甲") == {"target": 6.5}


def test_without_a_head_the_cells_tell() -> None:
    assert _one(value=1.0) == {"target": 3.0, "other": 0.9}, "what was reached is said by a head"
    assert _one(unit=1.0) == {"unit": 5.0, "other": 0.9}
    assert _one(points=1.0, number=1.0) == {"weight": 2.0, "other": 0.9}
    assert _one(standard=1.0) == {"other": 0.9}


def test_under_a_head_that_says_nothing_a_target_counts_less() -> None:
    assert _one("甲", value=1.0) == {"target": 1.2, "other": 0.9}
    assert _one("甲", value=0.3) == {"target": 0.9, "other": 0.9}
    assert _one("甲", points=0.85, number=1.0) == {"other": 0.9}, "points of no full sum"
    assert _one("甲", value=0.35) == {"target": 1.05, "other": 0.9}
    assert _one("甲", unit=1.0) == {"unit": 5.0, "other": 0.9}
    assert _one("甲", points=1.0, number=1.0, total=Decimal(99)) == {"other": 0.9}
    assert _one("甲", points=1.0, number=1.0, total=Decimal(100)) == {"weight": 4.5, "other": 0.9}
    assert _one("甲", standard=1.0) == {"other": 0.9}


def test_words_count_and_let_the_content_count() -> None:
    HEADS["甲"] = {"actual": 1.0}
    assert _one("甲", value=1.0) == {"actual": 4.2, "target": 1.2, "other": 0.9}
    HEADS["甲"] = {"actual": 0.4}
    assert _one("甲", value=1.0) == {"actual": 1.88, "target": 1.2, "other": 0.9}
    HEADS["甲"] = {"actual": 0.39}
    assert _one("甲", value=1.0) == {"target": 1.2, "other": 0.9}
    HEADS["甲"] = {"unit": 0.5, "weight": 0.5}
    assert _one("甲", unit=1.0) == {"unit": 6.1, "other": 0.9}
    HEADS["甲"] = {"level3": 1.0}
    assert _one("甲", name=1.0)["level3"] == 4.2


def test_what_no_key_takes_is_a_meaning_too() -> None:
    HEADS["甲"] = {"other_history": 1.0, "target": 0.6}
    assert _one("甲") == {"other": 2.2, "target": 1.32}
    HEADS["甲"] = {"other_history": 1.0, "target": 0.45}
    assert _one("甲") == {"other": 2.2}, "that it is a little like another says nothing then"
    HEADS["甲"] = {"other_history": 0.7, "other_rate": 0.9, "target": 0.45}
    assert _one("甲") == {"other": 1.98, "target": 0.99}
    HEADS["甲"] = {"other_history": 0.5, "target": 0.5}
    assert _one("甲") == {"target": 1.1, "other": 1.1}
    case = _case("甲")
    for score, worded in ((0.7, True), (0.69, False)):
        HEADS["甲"] = {"other_history": score, "target": 0.4}
        _offered(case)
        assert {o.role: o.worded for o in case.offers}["other"] == worded
        assert len(case.offers) == 2


def test_the_heads_over_a_head_count_less() -> None:
    HEADS.update({"甲": {"target": 1.0}, "乙": {"unit": 1.0, "target": 1.3}, "乙甲": {"weight": 1.0, "unit": 0.5}})
    assert _one("甲") == {"target": 2.2, "other": 0.9}
    HEADS.update(
        {"丙": {"target": 1.0, "actual": 0.8}, "丁": {"actual": 1.0}, "丁丙": {"standard": 1.0, "actual": 0.9}}
    )
    case = ColumnCase(0, "丁", ("丁", "丙"), Content(filled=8, blank=0.0))
    offer_roles([case], WORDS)
    assert {o.role: round(o.score, 2) for o in case.offers} == {
        "target": 2.2,
        "actual": 1.98,
        "standard": 1.32,
        "other": 0.9,
    }


def test_the_last_of_several_heads_says_what_it_is_like() -> None:
    HEADS.update({"丙": {"other_history": 0.6}, "丁丙": {"target": 0.4}, "甲": {"unit": 1.0}})
    case = ColumnCase(0, "丙", ("丁", "丙"), Content(filled=8, blank=0.0))
    offer_roles([case], WORDS)
    assert {o.role: round(o.score, 2) for o in case.offers} == {"other": 1.32, "target": 0.53}
    case = ColumnCase(0, "丙", ("甲",), Content(filled=8, blank=0.0, unit=1.0))
    offer_roles([case], WORDS)
    assert {o.role: round(o.score, 2) for o in case.offers} == {"unit": 5.0, "other": 1.32}


def test_six_roles_and_none_are_offered() -> None:
    roles = ("target", "standard", "actual", "deviation_reason", "note", "definition", "level3")
    HEADS["甲"] = {role: 2 - number / 10 for number, role in enumerate(roles)}
    assert [*_one("甲")] == [*roles[:6], "other"]


def test_offers_say_why() -> None:
    HEADS.update({"丙": {"other_history": 0.6, "target": 0.6}})
    cases = [_case("甲", exact="unit", unit=1.0), _case("丙", value=1.0), _case("乙", value=0.9)]
    cases += [_case("丁", exact="achieved_score", points=1.0, number=1.0), _case("戊", sentence=1.0, blank=0.5)]
    offer_roles(cases, WORDS)
    why = [{o.role: o.why for o in case.offers} for case in cases]
    assert why[0]["unit"] == "表头“甲”，内容 +5.0"
    assert why[1] == {"target": "“丙”，内容 +3.0", "other": "“丙”"}
    assert why[2] == {"target": "内容 +1.2", "other": "没有更有力的证据", "actual": "内容 +0.9"}
    assert why[4]["deviation_reason"] == "内容 +1.0"


def test_a_forecast_was_not_reached() -> None:
    HEADS.update({"甲": {"actual": 1.0}, "甲将": {"actual": 1.0}})
    assert "actual" in _one("甲", value=1.0)
    assert "actual" not in _one("甲将", value=1.0)
    assert "actual" in _one("甲将", exact="actual", value=1.0)


REACHED = {"actual": 0.9, "target": 1.2, "other": 0.9}


def test_beside_points_given_one_column_of_values_says_what_was_reached() -> None:
    points = _case("乙", exact="achieved_score", points=1.0, number=1.0)
    assert _offered(_case("甲", value=0.9), points)[0]["actual"] == 0.9
    assert "actual" not in _offered(_case("甲", value=0.8), points)[0]
    assert "actual" not in _offered(_case(value=0.9), points)[0], "no head"
    assert "actual" not in _offered(_case("甲", exact="target", value=0.9), points)[0]
    assert "actual" not in _offered(_case("甲", value=0.9), _case("乙", exact="weight", points=1.0))[0]
    assert "actual" not in _offered(_case("甲", value=0.9), points, _case("丙", exact="actual"))[0]
    assert "actual" in _offered(_case("甲", value=0.9), _case("丙", exact="deviation_reason"))[0]
    HEADS["丁"] = {"other_history": 0.8}
    assert "actual" not in _offered(_case("丁", value=0.9), points)[0], "its words say otherwise"
    HEADS["丁"] = {"achieved_score": 0.8}
    assert "actual" in _offered(_case("甲", value=0.9), _case("丁", points=1.0, number=1.0))[0]
    HEADS["丁"] = {"actual": 0.8}
    assert "actual" not in _offered(_case("甲", value=0.9), _case("丁", value=1.0), points)[0]


@pytest.mark.parametrize(
    ("head", "exact", "score", "foreseen"),
    [
        ("预计", None, 0.0, True),
        ("预计", "other", 0.0, True),
        ("预计", "target", 0.0, False),
        ("备注", None, 1.0, False),
        ("丙", None, 0.5, True),
        ("丙", None, 0.49, False),
        ("丙", "note", 0.9, False),
    ],
)
def test_beside_what_is_foreseen_too(head: str, exact: str | None, score: float, foreseen: bool) -> None:
    HEADS[head] = {"other_likelihood": score, "unit": score - 0.2}
    values, told = _offered(_case("甲", value=0.9), _case(head, exact=exact, value=0.9))
    assert ("actual" in values) == foreseen
    if foreseen:
        assert "actual" not in told


def test_what_is_foreseen_is_what_the_words_say_first() -> None:
    HEADS["丙"] = {"other_likelihood": 0.8, "unit": 0.9}
    assert "actual" not in _offered(_case("甲", value=0.9), _case("丙"))[0]


@pytest.mark.parametrize(
    ("sentence", "blank", "offered"), [(0.5, 0.3, True), (0.4, 0.3, False), (0.5, 0.29, False), (1.0, 0.9, True)]
)
def test_sentences_beside_a_few_rows_say_why(sentence: float, blank: float, offered: bool) -> None:
    reached = _case("乙", exact="actual", value=1.0)
    texts = _offered(reached, _case("甲", sentence=sentence, blank=blank))[1]
    assert texts.get("deviation_reason") == (1.0 if offered else None)


def test_reasons_stand_right_of_what_was_reached() -> None:
    def reasons(*cases: ColumnCase) -> list[bool]:
        return ["deviation_reason" in offers for offers in _offered(*cases)]

    def texts(head: str = "甲", **more: Any) -> ColumnCase:
        return _case(*[head] * bool(head), sentence=1.0, blank=0.5, **more)

    def reached() -> ColumnCase:
        return _case("乙", exact="actual", value=1.0)

    assert reasons(texts(), reached(), texts()) == [False, False, True]
    assert reasons(reached(), texts(""), texts(exact="note")) == [False, False, False]
    assert reasons(reached(), texts(), _case("丙", exact="deviation_reason")) == [False, False, True]
    assert reasons(_case("丙", exact="unit", unit=1.0), reached(), texts()) == [False, False, True]
    assert reasons(texts(), texts()) == [False, False]
    assert reasons(_case("丁", exact="achieved_score", points=1.0), texts()) == [False, True]
    HEADS["戊"] = {"actual": 1.0}
    assert reasons(_case("戊", value=1.0), texts()) == [False, True]
    HEADS["戊"] = {"definition": 1.0}
    assert reasons(reached(), texts("戊")) == [False, False]


def test_a_column_may_be_what_the_one_under_the_same_words_is() -> None:
    first = _case("甲", exact="level3", name=1.0)
    second = _case("甲", twin=0, level2=1.0)
    assert _offered(first, second)[1]["level3"] == -1.25, "however few speak for it"
    assert "level3" not in _offered(first, _case("甲", twin=0, name=0.5))[1]
    assert "level3" not in _offered(first, _case("甲", twin=0, exact="level2", level2=1.0))[1]
    assert "level3" not in _offered(first, _case("甲", level2=1.0))[1]
    assert _offered(first, _case("甲", twin=0, name=0.1, value=0.1))[1]["level3"] == -0.3


def test_a_role_that_a_wording_has_elsewhere_is_not_offered_by_content() -> None:
    unit = _case("乙", exact="unit", unit=1.0)
    assert "unit" not in _offered(_case("甲", unit=1.0), unit)[0]
    assert "unit" in _offered(_case(unit=1.0), unit)[0], "no head that could say so"
    HEADS["丁"] = {"unit": 0.5}
    assert "unit" in _offered(_case("丁", unit=1.0), unit)[0]
    assert "unit" in _offered(_case("丁", exact="unit", unit=1.0), unit)[0]
    names = [_case("丙", exact="level3", name=1.0) for _ in range(2)]
    assert "unit" in _offered(_case("甲", unit=1.0), unit, *names)[0], "two groups side by side"
    assert "unit" not in _offered(_case("甲", unit=1.0), unit, names[0])[0]
    assert "unit" not in _offered(_case("甲", unit=1.0), unit, _case("乙", exact="unit", unit=1.0), *names)[0]
    definitions = [_case("乙", exact="definition"), _case("甲", sentence=1.0)]
    assert "definition" not in _offered(*definitions)[1]


def test_a_caption_left_of_the_levels_is_none() -> None:
    level1 = _case("乙", exact="level1", level1=1.0)
    assert [offers.keys() >= {"level1"} for offers in _offered(_case(level1=1.0), level1)] == [False, True]
    assert "level2" in _offered(_case(level2=1.0), level1)[0]
    assert "level1" in _offered(_case(level1=1.0), _case("丙", exact="unit", unit=1.0))[0]
    level2 = _case("乙", exact="level2", level2=1.0)
    assert "level2" not in _offered(_case(level2=1.0), level2)[0]
    assert "unit" in _offered(_case(unit=1.0), level1, _case("丙", exact="unit", unit=1.0))[0]


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ({"other_column": 0.5}, False),
        ({"other_column": 0.49}, True),
        ({"achieved_score": 0.6}, True),
        ({"achieved_score": 0.6, "other_column": 0.5}, False),
    ],
)
def test_points_that_others_gave(said: dict[str, float], given: bool) -> None:
    own = _case("乙", exact="achieved_score", points=1.0, number=1.0)
    HEADS["甲"] = {"achieved_score": 0.6, **said}
    assert ("achieved_score" in _offered(_case("甲", points=1.0, number=1.0), own)[0]) == given
    assert "achieved_score" in _offered(_case("甲", points=1.0, number=1.0), _case("丙", exact="note"))[0]


def test_of_two_readings_that_count_alike_the_lowest_head_gives_the_reason() -> None:
    HEADS["甲"], HEADS["乙甲"] = {"unit": 0.6}, {"unit": 1.0}
    case = _case("乙", "甲", unit=1.0)
    offer_roles([case], WORDS)
    assert next(offer.why for offer in case.offers if offer.role == "unit").startswith("“甲”")
    HEADS["乙甲"] = {"unit": 1.1}
    offer_roles([case := _case("乙", "甲", unit=1.0)], WORDS)
    assert next(offer.why for offer in case.offers if offer.role == "unit").startswith("“乙甲”")
