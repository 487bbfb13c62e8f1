"""How a text is cut into words, and what that costs: a small lexicon is set, every cut is tried by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from types import SimpleNamespace

import pytest

from extractor.matching import sense

_WORDS = {"甲乙": 1.3, "乙丙": 1.0, "丙丁": 1.15, "甲乙丙": 1.9, "丁甲乙": 1.45, "乙丙丁甲": 2.1, "丙丁甲": 3.0,
          "丁甲": 2.5, "甲乙丙丁甲": 0.1}  # fmt: skip
_ALONE = {"甲": 1.0, "乙": 1.05, "丙": 0.95, "丁": 1.6}


@pytest.fixture
def lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(
        words=_WORDS, alone=_ALONE, begins_longer={word[:2] for word in _WORDS if len(word) > 2},
        tails=frozenset("甲"), heads=frozenset("乙"), field=frozenset({"丙丁"}),
    )  # fmt: skip
    monkeypatch.setattr(sense, "_lexicon", lambda: made)
    for name in ("strain", "cut"):
        monkeypatch.setattr(sense, name, getattr(sense, name).__wrapped__)


def _cuts(text: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut a text into words of at most four characters and single ones."""
    if not text:
        yield ()
    for size in range(1, min(4, len(text)) + 1):
        if size == 1 or text[:size] in _WORDS:
            yield from ((text[:size], *rest) for rest in _cuts(text[size:]))


def _cost(words: tuple[str, ...]) -> float:
    """A single character behind another one costs more, the less the freer it stands."""
    cost = 0.0
    for before, word in zip(("", *words), words):
        alone = _ALONE.get(word, 5.0)
        beside = 0.0 if len(before) != 1 else 0.3 if alone <= 1.0 else 1.0
        cost += _WORDS[word] if len(word) > 1 else alone + beside
    return cost


@pytest.mark.usefixtures("lexicon")
def test_the_strain_of_a_text_is_the_cost_of_its_cheapest_cut() -> None:
    for length in range(7):
        for text in map("".join, product("甲乙丙丁", repeat=length)):
            assert sense.strain(text) == pytest.approx(min(map(_cost, _cuts(text)))), text


@pytest.mark.usefixtures("lexicon")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("甲", ("甲",)),
        ("甲乙", ("甲乙",)),
        ("甲乙丙", ("甲乙丙",)),  # 1.9 as a word, 1.0 + 1.0 as 甲 and 乙丙
        ("乙丙丁甲", ("乙丙丁甲",)),
        ("丁甲乙", ("丁甲乙",)),
        ("甲乙丙丁甲", ("甲", "乙丙丁甲")),  # no word has five characters
        ("丁乙丙", ("丁", "乙丙")),
        ("戊", ("戊",)),
        ("戊甲乙己", ("戊", "甲乙", "己")),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: tuple[str, ...]) -> None:
    assert sense.cut(text) == words


@pytest.mark.parametrize(
    ("words", "alone", "text", "cut"),
    [
        # two single characters: the second costs 0.3 more where it is free, else 1.0
        ({"甲乙": 2.31}, {"甲": 1.0, "乙": 1.0}, "甲乙", ("甲", "乙")),
        ({"甲乙": 2.29}, {"甲": 1.0, "乙": 1.0}, "甲乙", ("甲乙",)),
        ({"甲乙": 3.06}, {"甲": 1.0, "乙": 1.05}, "甲乙", ("甲", "乙")),
        ({"甲乙": 3.04}, {"甲": 1.0, "乙": 1.05}, "甲乙", ("甲乙",)),
        # behind a word, and at the beginning, it costs no more
        ({"甲乙": 1.0, "甲乙丙": 2.05}, {"丙": 1.0}, "甲乙丙", ("甲乙", "丙")),
        ({"乙丙": 1.0, "甲乙丙": 2.05}, {"甲": 1.0}, "甲乙丙", ("甲", "乙丙")),
        ({"甲乙": 1.0, "甲乙丙": 1.95}, {"丙": 1.0}, "甲乙丙", ("甲乙丙",)),
        ({"甲乙丙丁": 3.9}, {"甲": 1.0, "乙": 1.0, "丙": 1.0, "丁": 1.0}, "甲乙丙丁", ("甲乙丙丁",)),
        # a word behind single characters
        ({"丙丁": 1.0, "乙丙丁": 2.2}, {"甲": 1.0, "乙": 1.0}, "甲乙丙丁", ("甲", "乙丙丁")),
        ({"丙丁": 1.0, "乙丙丁": 2.4}, {"甲": 1.0, "乙": 1.0}, "甲乙丙丁", ("甲", "乙", "丙丁")),
    ],
)  # fmt: skip
def test_single_characters_are_cut_off_where_that_is_cheaper(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, float], alone: dict[str, float], text: str, cut: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sense, "_lexicon", lambda: SimpleNamespace(words=words, alone=alone))
    assert sense.cut.__wrapped__(text) == cut


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (-1, (5, "")),
        (0, (0, "甲乙")),
        (1, (0, "甲乙")),
        (2, (2, "丙")),
        (3, (3, "丁戊")),
        (4, (3, "丁戊")),
        (5, (5, "")),
    ],
)
def test_the_word_that_a_place_lies_in(place: int, found: tuple[int, str]) -> None:
    assert sense.word_at(("甲乙", "丙", "丁戊"), place) == found


def test_how_common_a_word_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs of the lexicon and classes are the same thing; those of several words are added up."""
    words = {"甲乙": 1.5, "丙丁": 1.0}
    monkeypatch.setattr(sense, "_lexicon", lambda: SimpleNamespace(words=words, alone={"戊": 0.1}))
    monkeypatch.setattr(sense, "cut", sense.cut.__wrapped__)
    assert [sense.word_class(word) for word in ("甲乙", "丙丁", "戊")] == [2, 12, None]
    assert [sense.commonness(text) for text in ("甲乙丙丁", "甲乙戊", "戊", "")] == [14, 2, 0, 0]


def test_the_lexicon_as_it_is_shipped() -> None:
    lexicon = sense._lexicon()
    assert set(lexicon.words.values()) <= {round(1.6 - 0.05 * n, 2) for n in range(1, 13)}
    assert set(lexicon.alone.values()) == {1.0, 1.6, 2.2, 3.5}
    assert lexicon.begins_longer == {word[:2] for word in lexicon.words if len(word) >= 3}
    assert not any(key.startswith("#") for key in (*lexicon.words, *lexicon.alone, *lexicon.field))
    assert sense.field_list() == lexicon.field and "绩效" in lexicon.field


@pytest.mark.usefixtures("lexicon")
def test_what_the_lexicon_is_asked_for() -> None:
    assert [sense.is_word(text) for text in ("甲乙", "甲丙", "甲")] == [True, False, False]
    assert [sense.of_the_field(text) for text in ("丙丁", "甲乙")] == [True, False]
    assert [sense.ends_words(char) for char in "甲乙"] == [True, False]
    assert [sense.begins_words(char) for char in "甲乙"] == [False, True]
    assert [sense.alone_cost(char) for char in "甲丁戊a"] == [1.0, 1.6, 5.0, 1.0]
