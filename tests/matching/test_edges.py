"""Thresholds of the matching room, each at its edge: where it answers, and where it abstains."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.matching.kinds import Candidate, Entry, KindIndex
from extractor.matching.matcher import Matcher
from extractor.matching.typo import Comparison
from extractor.rulebook import Rules


def _candidate(entry: int, name: str, cost: float, score: float, *, slip: bool = False) -> Candidate:
    return Candidate(entry, name, name, score, Comparison((), cost, slip, False))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Rules().matcher


def _decided(matcher: Matcher, *candidates: Candidate) -> Any:
    index = KindIndex([Entry(c.canonical, str(c.entry), str(c.entry)) for c in candidates], level=False, closed=True)
    return matcher._nearest("泵站改造率", "泵站改造率", "level2", index, candidates)[0]


@pytest.mark.parametrize(("dearer", "sure"), [(0.31, True), (0.29, False)])
def test_of_two_names_as_near_it_takes_neither(matcher: Matcher, dearer: float, sure: bool) -> None:
    found = _decided(matcher, _candidate(0, "泵站改造数", 0.5, 0.9), _candidate(1, "泵站改建率", 0.5 + dearer, 0.88))
    assert (found.canonical is not None) == sure
    assert found.runner_up is not None


@pytest.mark.parametrize(("score", "near"), [(0.8, True), (0.79, False)])
def test_a_name_that_is_no_slip_must_be_near(matcher: Matcher, score: float, near: bool) -> None:
    assert (_decided(matcher, _candidate(0, "泵站改造数", 1.0, score)).canonical is not None) == near


def test_a_slip_needs_no_nearness(matcher: Matcher) -> None:
    assert _decided(matcher, _candidate(0, "泵站改造数", 1.0, 0.5, slip=True)).canonical == "泵站改造数"


@pytest.mark.parametrize(("score", "named"), [(0.6, True), (0.59, False)])
def test_a_hint_is_like_enough(matcher: Matcher, monkeypatch: pytest.MonkeyPatch, score: float, named: bool) -> None:
    far = SimpleNamespace(far_candidates=lambda key: [_candidate(0, "泵站改造数", 2.0, score)])
    monkeypatch.setitem(matcher._kinds, "level2", far)  # type: ignore[arg-type]
    assert (matcher.alike("全然不同", "level2") is not None) == named


@pytest.mark.parametrize(("name", "closed", "compared"), [("修渠道数", False, False), ("修渠道总数", False, True),
                                                         ("填表人", True, False),
                                                         ("填报单位", True, True)])  # fmt: skip
def test_short_names_are_matched_only_as_they_stand(name: str, closed: bool, compared: bool) -> None:
    index = KindIndex([Entry(name, "x", "x")], level=False, closed=closed)
    assert bool(index.candidates(name[:-1] + "丙")) == compared


def test_what_was_answered_is_kept_up_to_a_limit_and_answered_alike_then(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Rules().matcher
    texts = ["主管部门", "填报单位", "联系电话", "主管部们", "帮扶完完成率"]
    answers = [(own.match(text, "field"), own.match_any(text)) for text in texts]
    monkeypatch.setattr("extractor.matching.matcher._CACHE_LIMIT", 2)
    assert [(own.match(text, "field"), own.match_any(text)) for text in texts] == answers
    fresh = Rules().matcher
    for text, (one, any_) in zip(texts, answers):
        assert (fresh.match(text, "field"), fresh.match_any(text)) == (one, any_)
        assert len(fresh._answers["field"]) <= 2 and len(fresh._any) <= 2


def test_the_nearest_entry_is_named_also_where_none_is_taken(matcher: Matcher) -> None:
    assert matcher.nearest("主管部门", "field") == "主管部门"
    assert matcher.match("男职工满意度", "level3").canonical is None
    assert matcher.nearest("男职工满意度", "level3") is not None
    assert matcher.nearest("", "level3") is None
