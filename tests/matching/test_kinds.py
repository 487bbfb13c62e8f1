"""The entries of one kind, and the candidates that a key finds among them."""

from __future__ import annotations

import pytest

from extractor.matching import kinds
from extractor.matching.kinds import Entry, KindIndex
from extractor.matching.typo import Comparison

ENTRIES = [
    Entry("工程验收合格率", "q-1", "q-1", ("验收合格率",), ("工程验收合格数",)),
    Entry("培训人数", "q-2", "q-2", ("培训人员数量指标", "验收合格率")),
    Entry("受益人口", "q-3", "q-3"),
]


def _index(entries: list[Entry] | None = None, *, level: bool = False, closed: bool = True) -> KindIndex:
    return KindIndex(ENTRIES if entries is None else entries, level=level, closed=closed)


def test_a_wording_is_the_entry_s_that_has_it_first_and_a_name_before_any_wording() -> None:
    exact = _index([*ENTRIES, Entry("验收合格率", "q-4", "q-4")]).exact
    assert exact == {
        "工程验收合格率": (0, True), "培训人数": (1, True), "受益人口": (2, True), "验收合格率": (3, True),
        "培训人员数量指标": (1, False),
    }  # fmt: skip


def test_the_word_for_indicator_does_not_count_where_levels_are_meant() -> None:
    assert _index(level=True).exact["培训人员数量"] == (1, False)
    assert "培训人员数量" not in _index().exact


def test_only_the_whole_name_is_the_name() -> None:
    index = _index(level=True)
    assert index.is_name(1, "培训人数") and not index.is_name(1, "培训人员数量") and not index.is_name(0, "培训人数")


def test_what_reads_well_are_the_pairs_of_wordings_their_ends_and_their_beginnings() -> None:
    index = _index([Entry("甲乙丙", "1", "1")])
    assert index.reads_well == {"^甲", "甲乙", "乙丙", "丙$", "^甲乙"}


@pytest.mark.parametrize(
    ("closed", "key", "found"),
    [
        (True, "培圳人数", ["培训人数"]),
        (True, "培训人数", []),  # not of itself
        (True, "培训数", ["培训人数"]),
        (True, "训人", []),
        (False, "培圳人数", []),  # an open kind has no candidates of four characters
        (False, "验收合恪率", ["验收合格率"]),
        (False, "工程验收合恪率", ["工程验收合格率"]),
        (False, "工程验收合格数", []),  # the book says that it is another name
        (True, "", []),
    ],
)
def test_candidates_are_wordings_in_reach(closed: bool, key: str, found: list[str]) -> None:
    assert [each.wording for each in _index(closed=closed).candidates(key)] == found


def test_candidates_say_what_they_are_of_and_how_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "compare", lambda *_: Comparison((), 1.0, slip=True, other_meaning=False))
    (found,) = _index().candidates("验收合恪率")
    assert (found.entry, found.canonical, found.wording, found.score) == (0, "工程验收合格率", "验收合格率", 0.8)
    monkeypatch.setattr(kinds, "compare", lambda *_: Comparison((), 0.333, slip=True, other_meaning=False))
    assert _index().candidates("验收合恪率")[0].score == 0.9334


def test_the_cheapest_candidate_comes_first_then_a_name_then_the_first_of_the_alphabet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [Entry("完全不同", "0", "0", ("泵站改造丁", "泵站改造甲")), Entry("泵站改造戊", "1", "1"),
               Entry("泵站改造丙", "2", "2")]  # fmt: skip
    costs = dict.fromkeys(("泵站改造甲", "泵站改造丁", "泵站改造戊"), 0.5) | {"泵站改造丙": 0.4}
    monkeypatch.setattr(kinds, "compare", lambda key, wanted, *_: Comparison((), costs[wanted], False, False))
    found = [each.wording for each in _index(entries).candidates("泵站改造率")]
    assert found == ["泵站改造丙", "泵站改造戊", "泵站改造丁", "泵站改造甲"]


def test_what_the_book_says_is_another_name_is_passed_over_and_the_next_one_found() -> None:
    entries = [Entry("泵站改造率", "0", "0", (), ("泵站改造数",)), Entry("泵站改建数", "1", "1")]
    assert [each.entry for each in _index(entries).candidates("泵站改造数")] == [1]
    assert [each.entry for each in _index(entries[::-1]).candidates("泵站改造数")] == [0]


def test_far_candidates_are_the_five_most_alike_best_first(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry(f"泵站改造{char}", str(n), str(n)) for n, char in enumerate("甲乙丙丁戊己")]
    costs = {"泵站改造甲": 9.0, "泵站改造乙": 1.0, "泵站改造丙": 2.0, "泵站改造丁": 0.333}
    monkeypatch.setattr(
        kinds, "compare", lambda key, wanted, *_, **__: Comparison((), costs.get(wanted, 5.0), False, False)
    )
    found = _index(entries).far_candidates("泵站改造数值")
    assert [(each.wording[-1], each.score) for each in found] == [
        ("丁", 0.9445), ("乙", 0.8333), ("丙", 0.6667), ("戊", 0.1667), ("甲", 0.0),
    ]  # fmt: skip
    assert [each.wording[-1] for each in _index(entries).far_candidates("泵站改造乙")] == ["丁", "丙", "甲", "戊"]
    assert _index(entries).far_candidates("") == []


def test_far_candidates_are_measured_by_the_longer_of_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "compare", lambda *_, **__: Comparison((), 2.0, False, False))
    (found,) = _index([Entry("泵站改造", "0", "0")]).far_candidates("泵站")
    assert (found.score, found.canonical, found.entry) == (0.5, "泵站改造", 0)


@pytest.mark.parametrize(
    ("key", "rest"),
    [
        ("全县受益人口", "受益人口"),
        ("本年累计受益人口", "受益人口"),
        ("受益人口", None),
        ("全县受益人", None),
        ("全县受益人口数", None),
        ("全县三字词", None),  # known, but too short
    ],
)
def test_a_known_wording_behind_words_of_place_and_time(key: str, rest: str | None) -> None:
    assert _index([*ENTRIES, Entry("三字词", "9", "9")]).without_qualifier(key) == rest
