"""A name mended by its parts, function by function: which edits are tried, which are refused, which one wins."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.matching import parts
from extractor.matching.plausible import Edit, EditKind

KEY = "甲乙丙丁戊"


def _edit(kind: EditKind, at: int, printed: str, wanted: str) -> Edit:
    return Edit(kind, at, at + len(printed), printed, wanted, at)


A, B = _edit("doubled", 2, "丙", ""), _edit("doubled", 3, "丁", "")
MENDED_A, MENDED_B = "甲乙丁戊", "甲乙丙戊"


def _mended(
    patch: pytest.MonkeyPatch, costs: dict[str, float], *edits: Edit, seen: Any = False, key: str = KEY, **ways: Any
) -> Edit | None:
    """What is made of a name of which these edits are tried: costs and what is said of the words are set."""
    refused = ("_meant_by_itself", "_reads_as_made", "_stays_odd", "_one_of_two", "_may_be_meant", "_is_usual")
    said: dict[str, Any] = {name: lambda *_: False for name in (*refused, "inside_name", "is_word")} | {
        "_places": lambda _: [0], "_edits": lambda *_: iter(edits), "strain": costs.__getitem__,
        "_mended_words": lambda *_: seen, "_asked": lambda *_, **__: 0.0,
    } | ways  # fmt: skip
    for name, value in said.items():
        patch.setattr(parts, name, value)
    return parts.mend_by_parts(key, "")


# ---- the edit that wins


@pytest.mark.parametrize(("base", "taken"), [(0.9, True), (0.89, False)])
def test_a_name_must_become_cheaper_by_the_least_of_all(
    monkeypatch: pytest.MonkeyPatch, base: float, taken: bool
) -> None:
    assert _mended(monkeypatch, {KEY: base, MENDED_A: 0.0}, A) == (A if taken else None)
    assert _mended(monkeypatch, {KEY: base + 1.0, MENDED_A: 1.0 + 1e-9}, A) is None  # what is gained, not what it costs


@pytest.mark.parametrize(("asked", "taken"), [(1.5, True), (1.51, False)])
def test_a_name_must_become_cheaper_by_what_the_edit_asks(
    monkeypatch: pytest.MonkeyPatch, asked: float, taken: bool
) -> None:
    found = _mended(monkeypatch, {KEY: 2.0, MENDED_A: 0.5}, A, _asked=lambda *_, **__: asked)
    assert (found is A) == taken


def test_a_place_that_is_not_made_of_words_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _mended(monkeypatch, {KEY: 9.0, MENDED_A: 0.0}, A, seen=None) is None


def test_a_name_without_a_strange_place_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _mended(monkeypatch, {KEY: 9.0, MENDED_A: 0.0}, A, _places=lambda _: []) is None


@pytest.mark.parametrize("length", [4, 5, 39, 40])
def test_a_name_of_four_to_forty_characters_is_mended(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    key = "甲乙丙" + "丁" * (length - 3)
    assert _mended(monkeypatch, {key: 9.0, key.replace("丙", ""): 0.0}, A, key=key) is A


@pytest.mark.parametrize("word", [None, "甲乙", "乙丙", "丙丁", "丁戊", "乙丙丁", "丙"])
def test_whether_the_printed_character_makes_a_word_with_a_neighbour(
    monkeypatch: pytest.MonkeyPatch, word: str | None
) -> None:
    asked: list[bool] = []
    _mended(
        monkeypatch, {KEY: 9.0, MENDED_A: 0.0}, A, is_word=lambda text: text == word,
        _asked=lambda *_, stands_in_word: asked.append(stands_in_word) or 0.0,
    )  # fmt: skip
    assert asked == [word in ("乙丙", "丙丁")]


@pytest.mark.parametrize("word", [None, "甲乙", "戊甲"])
def test_the_first_character_has_a_neighbour_behind_it_alone(monkeypatch: pytest.MonkeyPatch, word: str | None) -> None:
    asked: list[bool] = []
    _mended(
        monkeypatch, {KEY: 9.0, "乙丙丁戊": 0.0}, _edit("inserted", 0, "甲", ""), is_word=lambda text: text == word,
        _asked=lambda *_, stands_in_word: asked.append(stands_in_word) or 0.0,
    )  # fmt: skip
    assert asked == [word == "甲乙"]


_REFUSED: list[tuple[EditKind, dict[str, bool], bool, bool]] = [
    # kind, what is said of the place, seen in a known label, taken
    ("same-sound", {}, False, True),
    ("same-sound", {"_meant_by_itself": True}, True, False),
    ("same-sound", {"_one_of_two": True}, True, False),
    ("same-sound", {"_reads_as_made": True, "_stays_odd": True}, True, True),  # asked of like shapes only
    ("like-shape", {"_reads_as_made": True}, True, False),
    ("like-shape", {"_stays_odd": True}, True, False),
    ("like-shape", {}, True, True),
    ("same-sound", {"_may_be_meant": True}, False, False),
    ("same-sound", {"_may_be_meant": True}, True, True),
    ("same-sound", {"_may_be_meant": True, "_is_usual": True}, False, True),
    ("same-sound", {"_is_usual": True}, False, True),
]


@pytest.mark.parametrize(("kind", "said", "seen", "taken"), _REFUSED)
def test_an_edit_is_refused_and_the_next_one_tried(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, said: dict[str, bool], seen: bool, taken: bool
) -> None:
    edit = _edit(kind, 1, "乙", "己")
    ways = {name: lambda one, *_, say=value: say and edit in (one, *_) for name, value in said.items()}
    costs = {KEY: 9.0, "甲己丙丁戊": 0.0, MENDED_B: 5.0}
    assert _mended(monkeypatch, costs, edit, B, seen=seen, **ways) is (edit if taken else B)


@pytest.mark.parametrize(("link", "taken"), [("之和", False), ("之丁", True), ("甲和", True)])
def test_a_link_with_what_it_links_to_is_no_slip(monkeypatch: pytest.MonkeyPatch, link: str, taken: bool) -> None:
    key = f"甲乙{link}"
    edit, other = _edit("same-sound", 2, link[0], "己"), _edit("doubled", 0, "甲", "")
    costs = {key: 9.0, f"甲乙己{link[1]}": 0.0, f"乙{link}": 5.0}
    assert _mended(monkeypatch, costs, edit, other, key=key) is (edit if taken else other)


@pytest.mark.parametrize(("second", "taken"), [(0.61, True), (0.6, True), (0.59, False), (0.0, False)])
@pytest.mark.parametrize("turned", [False, True])
def test_the_best_edit_is_better_by_a_margin(
    monkeypatch: pytest.MonkeyPatch, second: float, taken: bool, turned: bool
) -> None:
    costs = {KEY: 1.5, MENDED_A: 0.0, MENDED_B: {0.6: 1.5 - 0.9}.get(second, second)}
    found = _mended(monkeypatch, costs, *((B, A) if turned else (A, B)))
    assert found is (A if taken else None)


@pytest.mark.parametrize(
    ("kind", "prior"),
    [("doubled", 0.0), ("swapped", 0.3), ("inserted", 1.0), ("same-sound", 0.2), ("like-shape", 0.4)],
)
def test_edits_that_people_make_seldom_must_gain_more(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, prior: float
) -> None:
    """Of two edits the one is taken that is better by 0.6 beyond what its kind costs."""
    edit = _edit(kind, 1, "乙", "己")
    for ahead, taken in ((0.605, True), (0.595, False)):
        costs = {KEY: 9.0, "甲己丙丁戊": 5.0 - prior - ahead, MENDED_B: 5.0}
        assert _mended(monkeypatch, costs, edit, B) is (edit if taken else None)


def test_a_word_seen_beside_the_same_character_is_worth_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    for ahead, taken in ((-0.395, True), (-0.405, False)):
        costs = {KEY: 9.0, MENDED_A: 5.0 - ahead, MENDED_B: 5.0}
        found = _mended(monkeypatch, costs, A, B, _mended_words=lambda right, *_: right == MENDED_A)
        assert found is (A if taken else None)


def test_of_two_edits_with_one_outcome_the_better_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    doubled, inserted = _edit("doubled", 2, "丙", ""), _edit("inserted", 2, "丙", "")
    twin = _edit("doubled", 2, "丙", "")
    costs = {KEY: 9.0, MENDED_A: 5.0}
    assert _mended(monkeypatch, costs, inserted, doubled) is doubled
    assert _mended(monkeypatch, costs, doubled, inserted) is doubled
    assert _mended(monkeypatch, costs, twin, doubled) is twin


def test_what_lies_in_a_name_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    found = _mended(monkeypatch, {KEY: 9.0, MENDED_A: 5.0}, A, inside_name=lambda *given: asked.append(given) or True)
    assert (found, asked) == (None, [(KEY, MENDED_A, A)])


# ---- what is meant as it stands


@pytest.mark.parametrize(
    ("printed", "seldom", "begins", "meant"),
    [
        ("新育", 6, "新", True),
        ("新育", 7, "新", False),
        ("新育", None, "新", False),
        ("新育", 6, "育", False),
        ("甲育", 6, "甲", False),  # narrows nothing
        ("育新", 6, "育新", False),
    ],
)
def test_a_head_before_a_verb_is_meant_where_the_other_order_is_seldom(
    monkeypatch: pytest.MonkeyPatch, printed: str, seldom: int | None, begins: str, meant: bool
) -> None:
    monkeypatch.setattr(parts, "word_class", {printed[::-1]: seldom}.get)
    monkeypatch.setattr(parts, "begins_words", lambda char: char in begins)
    edit = _edit("swapped", 0, printed, printed[::-1])
    assert parts._meant_by_itself(edit, printed + "良种", "") == meant


@pytest.mark.parametrize(
    ("words", "at", "meant"),
    [
        (("公交", "年", "客运量"), 2, True),
        (("公交", "月", "客运"), 2, True),
        (("公交", "己", "客运量"), 2, False),
        (("公交", "年", "客运量"), 0, False),
        (("公交", "年", "客运量"), 3, False),
        (("公", "年", "客运量"), 1, False),
        (("公交", "年", "量"), 2, False),
        (("公交", "年"), 2, False),
        (("年", "客运量"), 0, False),
        (("丙丁", "公交", "年", "客运量"), 4, True),
        (("公交", "年", "客运", "日", "量"), 5, False),
    ],
)
def test_a_period_between_two_words_is_meant(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], at: int, meant: bool
) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: words)
    key = "".join(words)
    assert parts._meant_by_itself(_edit("same-sound", at, key[at], "车"), key, "") == meant


@pytest.mark.parametrize(
    ("key", "at", "printed", "wanted", "one"),
    [
        ("建证建卡", 1, "证", "档", True),
        ("建证建卡", 1, "证", "", False),
        ("建证建卡", 1, "证建", "档", False),
        ("建卡建证", 3, "证", "档", True),
        ("甲建卡建证", 4, "证", "档", True),
        ("卡建建证", 3, "证", "档", False),
        ("建建卡证", 3, "证", "档", False),
        ("建证甲卡", 1, "证", "档", False),
        ("建证建", 1, "证", "档", False),
        ("建卡甲建证", 4, "证", "档", False),
    ],
)
def test_the_fellow_of_a_word_stands_right_beside_it(
    monkeypatch: pytest.MonkeyPatch, key: str, at: int, printed: str, wanted: str, one: bool
) -> None:
    monkeypatch.setattr(parts, "alone_cost", lambda _: 2.2)
    monkeypatch.setattr(parts, "is_word", lambda text: text in ("建卡", "建", "卡建"))
    assert parts._one_of_two(_edit("like-shape", at, printed, wanted), key) == one


# ---- which edits are tried


def _tried(patch: pytest.MonkeyPatch, key: str, place: int, **ways: Any) -> list[Edit]:
    said: dict[str, Any] = {
        "_between_words": lambda *_: False, "_may_intrude": lambda *_: False, "_fitting": lambda *_: set(),
        "different_things": lambda *_: False,
    } | ways  # fmt: skip
    for name, value in said.items():
        patch.setattr(parts, name, value)
    return list(parts._edits(key, [place], ""))


def test_a_doubled_character_is_left_out_but_between_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    left_out = Edit("doubled", 2, 3, "乙", "", 2)
    assert _tried(monkeypatch, "甲乙乙", 2) == [left_out]
    assert _tried(monkeypatch, "甲乙乙", 2, _may_intrude=lambda *_: True) == [left_out]
    assert _tried(monkeypatch, "甲乙乙", 2, _between_words=lambda *_: True) == []


def test_a_character_that_may_intrude_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    intrudes = lambda *_: True  # noqa: E731
    assert _tried(monkeypatch, "甲乙丙", 2, _may_intrude=intrudes) == [Edit("inserted", 2, 3, "丙", "", 2)]
    assert _tried(monkeypatch, "甲乙丙", 2) == []
    first = _tried(monkeypatch, "甲乙甲", 0, _may_intrude=intrudes)
    assert first[0] == Edit("inserted", 0, 1, "甲", "", 0)  # the last character is no neighbour of the first


@pytest.mark.parametrize(
    ("key", "at", "swapped"),
    [("甲乙丙", 0, "乙甲"), ("甲乙丙", 1, "丙乙"), ("甲乙丙", 2, None), ("甲乙乙", 1, None)],
)
def test_a_character_changes_places_with_another_one_behind_it(
    monkeypatch: pytest.MonkeyPatch, key: str, at: int, swapped: str | None
) -> None:
    wanted = [] if swapped is None else [Edit("swapped", at, at + 2, swapped[::-1], swapped, at)]
    assert _tried(monkeypatch, key, at) == wanted


@pytest.mark.parametrize(
    ("wanted", "kin", "kind"),
    [("己", "same-sound", "same-sound"), ("己", "like-shape", "like-shape"), ("己", "near-sound", None),
     ("己", None, None), ("丙", "same-sound", None)],
)  # fmt: skip
def test_a_character_is_taken_for_one_that_sounds_or_looks_alike(
    monkeypatch: pytest.MonkeyPatch, wanted: str, kin: str | None, kind: EditKind | None
) -> None:
    ways: dict[str, Any] = {"_fitting": lambda *_: {wanted}, "kinship": lambda *_: kin}
    found = _tried(monkeypatch, "甲乙丙", 2, **ways)
    assert found == ([] if kind is None else [Edit(kind, 2, 3, "丙", wanted, 2)])
    assert _tried(monkeypatch, "甲乙丙", 2, **ways, different_things=lambda *_: True) == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (("5乙", "丙", "丁戊"), [2, 3]),
        (("丙", "甲乙5"), [0, 1]),
        (("甲乙", "丙", "丁5戊"), [1, 2]),
        (("甲乙", "丙", "丁戊5"), [1, 2, 3]),
        (("丙", "5乙"), []),
        (("5", "乙丙"), []),
    ],
)
def test_beside_a_digit_nothing_is_mended(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], places: list[int]
) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: words)
    monkeypatch.setattr(parts, "alone_cost", lambda _: 1.5)
    assert parts._places("".join(words)) == places


@pytest.mark.parametrize(
    ("char", "rarely", "may_part", "may"),
    [("己", False, False, True), ("己", False, True, False), ("着", True, True, True), ("着", True, False, True)],
)
def test_a_character_that_may_part_a_word_intrudes_only_where_it_is_rare(
    monkeypatch: pytest.MonkeyPatch, char: str, rarely: bool, may_part: bool, may: bool
) -> None:
    asked: list[tuple[str, int]] = []
    for name, value in (("is_split", True), ("ends_words", False), ("begins_words", False)):
        monkeypatch.setattr(parts, name, lambda *_, said=value: said)
    monkeypatch.setattr(parts, "_may_part", lambda *given: asked.append(given) or may_part)
    assert (char in parts.RARELY) == rarely
    assert parts._may_intrude(f"甲{char}乙", 1) == may
    assert asked == ([] if rarely else [("甲乙", 1)])


@pytest.mark.parametrize(
    ("words", "place", "known", "classes", "may"),
    [
        (("甲乙丙", "丁戊"), 2, ("甲乙",), {}, True),  # between a word and its tail
        (("甲乙丙", "丁戊"), 1, ("甲乙",), {}, False),
        (("甲乙丙", "丁戊"), 1, ("甲",), {"甲乙丙": 9}, True),
        (("丁戊", "甲乙丙"), 4, ("甲乙",), {}, True),
        (("甲乙", "丁戊"), 1, ("甲",), {"甲乙": 8}, True),  # so seldom that it may be a longer one without its middle
        (("甲乙", "丁戊"), 1, ("甲",), {"甲乙": 9}, False),
        (("甲乙", "丁戊"), 1, (), {}, True),
        (("甲乙", "丁戊"), 3, (), {"甲乙": 9, "丁戊": 8}, True),
    ],
)
def test_where_a_character_may_part_a_word(
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: int,
    known: tuple[str, ...],
    classes: dict[str, int],
    may: bool,
) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: words)
    monkeypatch.setattr(parts, "is_word", lambda text: text in known)
    monkeypatch.setattr(parts, "word_class", classes.get)
    assert parts._may_part("".join(words), place) == may


def test_words_with_one_character_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the field's list, and of two or three characters from known labels; longer ones are not asked for."""
    monkeypatch.setattr(parts, "field_list", lambda: frozenset({"完成", "甲乙丙丁"}))
    monkeypatch.setattr(parts, "is_word", lambda text: text in ("完", "率", "完工", "满意度", "工期率", "意度完工", ""))
    assert parts._patterns.__wrapped__("\n满意度完工\n\n工期率\n") == {
        "_成": "完", "_工": "完", "完_": "工成", "_意度": "满", "满_度": "意", "满意_": "度", "_期率": "工",
        "工_率": "期", "工期_": "率",
    }  # fmt: skip


def test_known_labels_with_a_word_are_counted() -> None:
    assert [parts._labels_with(word, "\n完成率\n完成数\n") for word in ("完成", "完成率", "完工")] == [2, 1, 0]


@pytest.mark.parametrize(
    ("words", "edit", "field", "seen"),
    [
        (("丙丁", "甲乙", "戊己"), (2, "甲"), "甲乙", False),  # of the words beside the place nothing is asked
        (("丙丁", "甲乙", "戊己"), (3, "乙"), "甲乙", False),
        (("丙丁", "甲乙", "戊己"), (2, "甲乙"), "甲乙", False),
        (("丙丁", "甲乙", "戊己"), (3, "乙戊"), "甲乙", None),
        (("丙丁", "甲乙", "戊己"), (1, "丁甲"), "甲乙", None),
        (("丙丁", "甲乙", "戊己"), (4, ""), "甲乙戊己", False),
        (("丙丁", "甲乙", "戊己"), (3, ""), "甲乙", False),
        (("丙丁", "甲乙", "戊己"), (2, ""), "丙丁甲乙", False),
        (("丙丁", "甲乙", "戊己"), (2, ""), "甲乙戊己", None),
    ],
)
def test_only_the_words_at_the_mended_place_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], edit: tuple[int, str], field: str, seen: bool | None
) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: words)
    monkeypatch.setattr(parts, "of_the_field", lambda word: word in field)
    at, wanted = edit
    assert parts._mended_words("".join(words), _edit("swapped", at, "子丑"[: len(wanted)], wanted), "") is seen


def test_one_word_in_company_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: ("甲乙", "丙丁"))
    monkeypatch.setattr(parts, "of_the_field", lambda _: True)
    for met in ("\n甲乙丙\n", "\n乙丙丁\n"):
        assert parts._mended_words("甲乙丙丁", _edit("swapped", 1, "丙乙", "乙丙"), met) is True


@pytest.mark.parametrize(
    ("words", "at", "wanted", "odd"),
    [
        (("弃", "利率", "丙丁"), 1, "利", True),
        (("弃", "利率", "丙丁"), 2, "率", True),
        (("甲乙", "利率", "弃"), 3, "率", True),
        (("甲乙", "利率", "弃"), 2, "利", True),
        (("弃", "甲乙", "利率"), 3, "利", False),
        (("甲乙", "利率", "丙丁", "弃"), 2, "利", False),
        (("甲乙", "弃", "利率"), 3, "利", True),
        (("甲乙", "弃", "利率"), 0, "甲", True),
        (("甲乙", "弃丙", "利率"), 0, "甲", False),
    ],
)
def test_which_neighbours_of_the_mended_place_must_read(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], at: int, wanted: str, odd: bool
) -> None:
    monkeypatch.setattr(parts, "cut", lambda _: words)
    monkeypatch.setattr(parts, "alone_cost", lambda char: 3.5 if "弃" in char else 0.0)
    assert parts._stays_odd(_edit("like-shape", at, "己", wanted), "".join(words)) == odd
