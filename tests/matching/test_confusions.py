"""The list of misspelt words: what it lets in, where it applies, which place it names."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from extractor.matching.confusions import ConfusionBook, ConfusionEntry, Confusions


def _list(*entries: ConfusionEntry, standing: frozenset[str] = frozenset()) -> Confusions:
    return Confusions(ConfusionBook(confusions=list(entries), standing=standing))


def _word(wrong: str, right: str, **ways: Any) -> ConfusionEntry:
    return ConfusionEntry(wrong=wrong, right=right, **ways)


@pytest.mark.parametrize(
    ("given", "valid"),
    [
        ({"wrong": "甲", "right": ""}, True),
        ({"wrong": "", "right": "甲"}, False),
        ({"wrong": "甲", "right": "乙", "before": "(丙"}, False),
        ({"wrong": "甲", "right": "乙", "after": "丙+"}, True),  # of any width, behind the word
        ({"wrong": "甲", "right": "乙", "further": "丙"}, False),
        ({"wrong": "甲", "right": "乙", "scope": ["label"]}, True),
        ({"wrong": "甲", "right": "乙", "scope": ["letter"]}, False),
    ],
)
def test_what_an_entry_may_say(given: dict[str, Any], valid: bool) -> None:
    if valid:
        entry = ConfusionEntry(**given)
        assert not entry.advisory
        with pytest.raises(ValidationError):
            entry.right = "丁"  # type: ignore[misc]
    else:
        with pytest.raises(ValidationError):
            ConfusionEntry(**given)


def test_the_book_is_fixed_once_read() -> None:
    book = ConfusionBook(confusions=[])
    with pytest.raises(ValidationError):
        book.standing = frozenset("甲")  # type: ignore[misc]
    assert _list().mend_label("甲乙") == ("甲乙", ()) and _list().prose_typos("甲乙") == []


@pytest.mark.parametrize(
    ("ways", "label", "prose"),
    [
        ({}, True, True),
        ({"scope": ("label",)}, True, False),
        ({"scope": ("prose",)}, False, True),
        ({"advisory": True}, False, False),
        ({"before": "子"}, True, True),
        ({"before": "丑"}, False, False),
        ({"after": "丑"}, True, True),
        ({"after": "子"}, False, False),
    ],
)
def test_where_a_word_applies(ways: dict[str, Any], label: bool, prose: bool) -> None:
    lexicon = _list(_word("甲乙", "甲丙", **ways))
    assert lexicon.mend_label("子甲乙丑") == (("子甲丙丑", ((2, 3),)) if label else ("子甲乙丑", ()))
    assert lexicon.prose_typos("子甲乙丑") == ([(1, 3, "甲乙", "甲丙", "常见错别字")] if prose else [])


def test_why_a_word_is_wrong_is_told() -> None:
    assert _list(_word("甲", "乙", why="形近")).prose_typos("甲") == [(0, 1, "甲", "乙", "形近")]


def test_each_word_of_a_long_list_is_put_right_by_its_own_entry() -> None:
    wrong = [chr(0x5000 + n) for n in range(25)]
    lexicon = _list(*(_word(char, f"右{n}") for n, char in enumerate(wrong)))
    assert [lexicon.prose_typos(char)[0][3] for char in wrong] == [f"右{n}" for n in range(25)]
    assert lexicon.mend_label("".join(wrong))[0] == "".join(f"右{n}" for n in range(25))


@pytest.mark.parametrize(
    ("text", "mended", "spans"),
    [
        ("甲乙", "甲丙", ((1, 2),)),
        ("子甲乙丑甲乙", "子甲丙丑甲丙", ((2, 3), (5, 6))),
        ("子甲 乙丑", "子甲丙丑", ((3, 4),)),  # white space inside is left out
        ("甲\n乙 丑", "甲丙 丑", ((2, 3),)),
        ("乙甲", "乙甲", ()),
    ],
)
def test_a_label_is_put_right(text: str, mended: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert _list(_word("甲乙", "甲丙")).mend_label(text) == (mended, spans)


@pytest.mark.parametrize(
    ("wrong", "right", "text", "span"),
    [
        ("甲乙丙", "甲丁丙", "甲乙丙", (1, 2)),
        ("甲乙丙", "丁乙丙", "甲乙丙", (0, 1)),
        ("甲乙丙", "甲乙丁", "甲乙丙", (2, 3)),
        ("甲乙丙", "甲丙乙", "甲乙丙", (1, 3)),
        ("甲乙丙", "甲丙", "甲乙丙", (1, 2)),
        ("甲丙", "甲乙丙", "甲丙", (0, 1)),  # a lost character: the one before the gap
        ("乙丙", "甲乙丙", "乙丙", (0, 1)),
        ("甲乙", "甲乙丙", "甲乙", (1, 2)),
        ("甲甲", "甲", "甲甲", (1, 2)),
        ("甲", "甲甲", "甲", (0, 1)),
        ("甲乙丙丁", "甲子丑丁", "甲乙丙丁", (1, 3)),
        ("甲乙丙", "甲丁丙", "甲 乙 丙", (2, 3)),
        ("甲乙丙丁", "甲子丑丁", "甲 乙 丙 丁", (2, 5)),
        ("甲乙丙", "丁戊己", "甲乙丙", (0, 3)),
    ],
)
def test_the_characters_that_differ_are_marked(wrong: str, right: str, text: str, span: tuple[int, int]) -> None:
    assert _list(_word(wrong, right)).mend_label(text) == (right, (span,))


@pytest.mark.parametrize(
    ("start", "end", "stands"),
    [
        (0, 1, False),
        (0, 2, False),
        (0, 3, True),
        (2, 3, True),
        (3, 4, True),
        (3, 6, True),
        (4, 5, False),
        (1, 2, False),
    ],
)
def test_what_lies_in_a_standing_word_stands(start: int, end: int, stands: bool) -> None:
    assert _list(standing=frozenset({"甲乙", "无"})).stands("子丑甲乙寅", start, end) == stands


def test_a_standing_word_at_the_beginning_stands() -> None:
    lexicon = _list(standing=frozenset({"甲乙"}))
    assert lexicon.stands("甲乙寅", 0, 1) and lexicon.stands("甲乙寅", 1, 2) and not lexicon.stands("甲乙寅", 2, 3)
