"""Each threshold of `plausible.judge` on both sides: what the words cost is set by hand, the verdict is asked for."""

from __future__ import annotations

from itertools import product

import pytest

from extractor.matching import plausible
from extractor.matching.index import NearIndex
from extractor.matching.plausible import Edit, EditKind, judge


def _verdict(
    patch: pytest.MonkeyPatch, kind: EditKind, dearer: float, *, lax: bool = False, printed: str = "甲乙丙丁戊",
    wrong: str = "丙", wanted: str = "己", **ways: object,
) -> str:  # fmt: skip
    """The verdict on the third character, with the price and what is said of the words set."""
    said: dict[str, object] = {
        "_dearer": lambda *_: dearer, "_QUICKLY": {}, "_wrong_order": lambda *_: False,
        "_pairs_known": lambda *_: False, "_two_words": lambda *_: False, "makes_word": lambda *_: False,
        "closely_alike": lambda *_: False,
        "_stub": lambda *_: None, "is_split": lambda *_: False, "_torn": lambda *_: False,
        "ends_words": lambda *_: False, "begins_words": lambda *_: False, "alone_cost": lambda *_: 0.0,
    } | ways  # fmt: skip
    for name, value in said.items():
        patch.setattr(plausible, name, value)
    end = 2 if kind == "lost" else 2 + len(wrong)
    return judge(Edit(kind, 2, end, wrong, wanted, 2), printed, "甲乙己丁戊", frozenset(), lax)


@pytest.mark.parametrize(
    ("kind", "least", "below", "at"),
    [
        ("same-sound", 0.2, "reads", "slip"),
        ("like-shape", 0.4, "reads", "slip"),
        ("near-sound", 1.0, "reads", "slip"),
        ("swapped", 0.25, "reads", "slip"),
        ("doubled", 0.3, "reads", "slip"),
        ("lost", 0.45, "reads", "slip"),
        ("inserted", 2.5, "reads", "nonsense"),
        ("replaced", 2.5, "reads", "nonsense"),
    ],
)
def test_a_difference_is_told_from_its_price_on(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, least: float, below: str, at: str
) -> None:
    assert _verdict(monkeypatch, kind, least - 0.01) == below
    assert _verdict(monkeypatch, kind, least) == at


def test_a_fixed_label_asks_less_of_characters_that_look_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for dearer, said in ((-0.31, "reads"), (-0.3, "slip")):
        found = _verdict(monkeypatch, "like-shape", dearer, lax=True, closely_alike=lambda *_: True)
        assert found == said
    assert _verdict(monkeypatch, "like-shape", 0.3, closely_alike=lambda *_: True) == "reads"


@pytest.mark.parametrize(
    ("lax", "stub", "least"),
    [
        (False, ("己丁", "丁"), -0.5),
        (True, ("己丁", "丁"), -1.5),
        (False, ("数量", "数"), 2.5),
        (True, ("数量", "数"), 2.5),
    ],
)
def test_a_lost_character_that_left_half_a_word(
    monkeypatch: pytest.MonkeyPatch, lax: bool, stub: tuple[str, str], least: float
) -> None:
    pending = frozenset("丙丁数")  # so that a high price alone does not settle it
    for dearer, said in ((least - 0.01, "reads"), (least, "slip")):
        found = _verdict(monkeypatch, "lost", dearer, lax=lax, _stub=lambda *_: stub, _SHORTENED=pending)
        assert found == said


def test_a_lost_character_is_surely_one_from_a_price_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pending = {"_stub": lambda *_: ("待丁", "待")}  # a verb that may stand before any other
    assert _verdict(monkeypatch, "lost", 1.49, **pending) == "reads"
    assert _verdict(monkeypatch, "lost", 1.5, **pending) == "slip"


def test_a_character_that_makes_no_word_intrudes(monkeypatch: pytest.MonkeyPatch) -> None:
    split = {"is_split": lambda *_: True}
    assert _verdict(monkeypatch, "inserted", 1.79, **split) == "reads"
    assert _verdict(monkeypatch, "inserted", 1.8, **split) == "slip"
    assert _verdict(monkeypatch, "inserted", 1.8) == "reads"
    for alone, said in ((4.9, "reads"), (5.0, "slip")):
        assert _verdict(monkeypatch, "inserted", 1.8, alone_cost=lambda *_, a=alone: a) == said
    assert _verdict(monkeypatch, "inserted", 2.99) == "nonsense"
    assert _verdict(monkeypatch, "inserted", 3.0) == "slip"
    assert _verdict(monkeypatch, "inserted", 3.0, ends_words=lambda *_: True) == "nonsense"
    assert _verdict(monkeypatch, "inserted", 3.0, begins_words=lambda *_: True) == "nonsense"


def test_of_a_fixed_label_a_rare_character_is_a_slip_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong, dearer, said in (("了", 0.45, "slip"), ("了", 0.44, "reads"), ("丙", 0.45, "reads")):
        assert _verdict(monkeypatch, "inserted", dearer, lax=True, wrong=wrong, printed=f"甲乙{wrong}丁戊") == said


def test_another_character_that_tore_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = {"_torn": lambda *_: True}
    assert _verdict(monkeypatch, "replaced", 2.5, lax=True, **torn) == "slip"
    for alone, obvious, said in ((5.0, True, "slip"), (4.9, True, "nonsense"), (5.0, False, "nonsense")):
        ways = {"alone_cost": lambda *_, a=alone: a, "_obvious": lambda *_, o=obvious: o}
        assert _verdict(monkeypatch, "replaced", 2.5, **torn, **ways) == said


@pytest.mark.parametrize(("alone", "known", "obvious"), [(1.9, "", False), (2.0, "", True), (2.0, "乙丙", False)])
def test_a_character_is_obviously_wrong(
    monkeypatch: pytest.MonkeyPatch, alone: float, known: str, obvious: bool
) -> None:
    monkeypatch.setattr(plausible, "alone_cost", lambda _: alone)
    monkeypatch.setattr(plausible, "is_word", lambda word: word == known)
    assert plausible._obvious(Edit("same-sound", 2, 3, "丙", "己", 2), "甲乙丙丁戊") == obvious


@pytest.mark.parametrize("known", ["乙丙", "丙丁", "甲乙丙", "乙丙丁", "丙丁戊", "甲乙丙丁", "乙丙丁戊", "丙丁戊己"])
def test_any_word_around_a_character_makes_it_less_than_obvious(monkeypatch: pytest.MonkeyPatch, known: str) -> None:
    monkeypatch.setattr(plausible, "alone_cost", lambda _: 9.0)
    monkeypatch.setattr(plausible, "is_word", lambda word: word == known)
    assert not plausible._obvious(Edit("same-sound", 2, 3, "丙", "己", 2), "甲乙丙丁戊己")


@pytest.mark.parametrize("known", ["甲乙", "丁戊", "甲乙丙丁戊"])
def test_words_beside_a_character_do_not_excuse_it(monkeypatch: pytest.MonkeyPatch, known: str) -> None:
    monkeypatch.setattr(plausible, "alone_cost", lambda _: 9.0)
    monkeypatch.setattr(plausible, "is_word", lambda word: word == known)
    assert plausible._obvious(Edit("same-sound", 2, 3, "丙", "己", 2), "甲乙丙丁戊己")


@pytest.mark.parametrize(("cost", "word", "none"), [(1.0, "", False), (1.01, "", True), (1.01, "乙丙", False)])
def test_two_characters_in_the_wrong_order_make_no_word(
    monkeypatch: pytest.MonkeyPatch, cost: float, word: str, none: bool
) -> None:
    monkeypatch.setattr(plausible, "alone_cost", lambda _: cost)
    monkeypatch.setattr(plausible, "is_word", lambda text: text == word)
    assert plausible._no_words(Edit("swapped", 2, 4, "丙丁", "丁丙", 2), "甲乙丙丁戊") == none


def test_no_more_than_four_characters_around_a_difference_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(plausible, "strain", lambda text: asked.append(text) or float(len(asked)))
    price = plausible._dearer(Edit("replaced", 6, 7, "错", "对", 6), "一二三四五六错七八九十百千")
    assert (asked, price) == (["三四五六错七八九十", "三四五六对七八九十"], -1.0)


@pytest.mark.parametrize("length", range(8, 14))
def test_two_exchanged_characters_and_a_wrong_one_are_within_reach(length: int) -> None:
    key = "甲乙丙丁戊己庚辛壬癸子丑寅"[:length]
    index = NearIndex([key])
    for swap, wrong in product(range(length - 1), range(length)):
        if wrong in (swap, swap + 1):
            continue
        chars = list(key)
        chars[swap], chars[swap + 1], chars[wrong] = chars[swap + 1], chars[swap], "卯"
        assert list(index.near("".join(chars))), (swap, wrong)
