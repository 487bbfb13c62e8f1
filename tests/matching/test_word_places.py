"""What stands around a difference, function by function: the words are set by hand, each place asked on both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from extractor.matching import parts, plausible, sense
from extractor.matching.likeness import blur, closely_alike, kinship, syllables
from extractor.matching.plausible import Edit, EditKind
from extractor.matching.typo import COST, Comparison, align, compare


def _edit(kind: EditKind, at: int, printed: str, wanted: str, where: int | None = None) -> Edit:
    return Edit(kind, at, at + len(printed), printed, wanted, at if where is None else where)


def _words(patch: pytest.MonkeyPatch, module: Any, *words: str) -> None:
    patch.setattr(module, "is_word", lambda text: text in words)


def _cut(*words: str) -> Callable[[str], tuple[str, ...]]:
    return lambda _: words


# ---- one doubled character


@pytest.mark.parametrize(
    ("words", "one"),
    [((), True), (("甲乙",), True), (("乙丙",), True), (("甲乙", "乙丙"), False), (("甲乙", "丙丁"), True)],
)
@pytest.mark.parametrize("at", [1, 2])
def test_a_doubled_character_is_one_word_unless_both_sides_are(
    monkeypatch: pytest.MonkeyPatch, at: int, words: tuple[str, ...], one: bool
) -> None:
    _words(monkeypatch, plausible, *words)
    assert plausible._one_word(_edit("doubled", at, "乙", ""), "甲乙乙丙丁") == one


def test_a_doubled_character_at_the_beginning_has_no_word_before(monkeypatch: pytest.MonkeyPatch) -> None:
    _words(monkeypatch, plausible, "乙", "乙丙", "丁乙")
    assert not plausible._one_word(_edit("doubled", 0, "乙", ""), "乙乙丙丁乙")
    _words(monkeypatch, plausible, "乙丙", "丁乙")
    assert plausible._one_word(_edit("doubled", 0, "乙", ""), "乙乙丙丁乙")


@pytest.mark.parametrize(
    ("printed", "at", "before", "two"),
    [
        ("脱贫户户数", 2, ("脱贫户",), True),
        ("脱贫户户数", 3, ("脱贫户",), True),
        ("脱贫户户数", 3, ("脱贫", "户"), False),
        ("脱贫户户主", 3, ("脱贫户",), False),
        ("脱贫户户数多", 2, ("贫户",), True),
    ],
)
def test_a_word_that_counts_behind_another(
    monkeypatch: pytest.MonkeyPatch, printed: str, at: int, before: tuple[str, ...], two: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(plausible, "cut", lambda text: asked.append(text) or before)
    assert plausible._two_words(_edit("doubled", at, "户", ""), printed) == two
    assert asked in ([], ["脱贫户"])


# ---- another character


@pytest.mark.parametrize(
    ("known", "both"), [(("乙丙", "丙丁"), True), (("乙丙",), False), (("丙丁",), False), (("甲乙", "丁戊"), False)]
)
def test_a_character_known_beside_both_neighbours(known: tuple[str, ...], both: bool) -> None:
    assert plausible._pairs_known(_edit("same-sound", 2, "丙", "己"), "甲乙丙丁戊", known) == both


@pytest.mark.parametrize(("at", "known"), [(0, ("^甲", "甲乙")), (2, ("乙丙", "丙$"))])
def test_the_ends_of_a_name_are_neighbours(at: int, known: tuple[str, ...]) -> None:
    edit = _edit("same-sound", at, "甲乙丙"[at], "己")
    assert plausible._pairs_known(edit, "甲乙丙", known)
    assert not plausible._pairs_known(edit, "甲乙丙", known[:1])
    assert not plausible._pairs_known(edit, "甲乙丙", known[1:])


@pytest.mark.parametrize(
    ("where", "cut", "words", "classes", "ends", "begins", "torn"),
    [
        (0, ("甲乙", "丙"), (), {"甲乙": 6}, "", "", True),
        (0, ("甲乙", "丙"), (), {"甲乙": 5}, "", "", False),
        (0, ("甲乙", "丙"), (), {}, "", "", False),
        (0, ("甲乙", "丙"), (), {"甲乙": 6}, "乙", "", False),  # the half that stays ends other words
        (0, ("甲乙", "丙"), (), {"甲乙": 6}, "甲", "甲乙", True),
        (1, ("甲乙", "丙"), (), {"甲乙": 6}, "", "甲", False),
        (1, ("甲乙", "丙"), (), {"甲乙": 6}, "甲乙", "乙", True),
        (2, ("甲乙", "丙丁"), (), {"丙丁": 7, "甲乙": 2}, "", "", True),
        (3, ("甲乙", "丙丁"), (), {"丙丁": 7, "甲乙": 2}, "丁", "", True),
        (3, ("甲乙", "丙丁"), (), {"丙丁": 7, "甲乙": 2}, "", "丙", False),
        (2, ("甲乙", "丙丁"), (), {"丙丁": 2, "甲乙": 7}, "", "", False),
        # a longer word: by its first two where they are one
        (2, ("甲乙丙",), ("甲乙",), {"甲乙丙": 6}, "甲乙丙", "甲乙丙", True),
        (1, ("甲乙丙",), ("甲乙",), {"甲乙丙": 6, "甲乙": 2}, "", "", False),
        (1, ("甲乙丙",), (), {"甲乙丙": 6, "甲乙": 2}, "乙", "甲", True),
        (1, ("甲乙丙",), ("甲乙",), {"甲乙丙": 2, "甲乙": 6}, "", "", True),
        (3, ("丁丁", "甲乙丙"), ("甲乙",), {"甲乙丙": 2, "甲乙": 6}, "", "", True),
        (4, ("丁丁", "甲乙丙"), ("甲乙",), {"甲乙丙": 2, "甲乙": 6}, "", "", False),
    ],
)
def test_a_common_word_is_torn(
    monkeypatch: pytest.MonkeyPatch,
    where: int,
    cut: tuple[str, ...],
    words: tuple[str, ...],
    classes: dict[str, int],
    ends: str,
    begins: str,
    torn: bool,
) -> None:
    monkeypatch.setattr(plausible, "cut", _cut(*cut))
    _words(monkeypatch, plausible, *words)
    monkeypatch.setattr(plausible, "word_class", classes.get)
    monkeypatch.setattr(plausible, "ends_words", lambda char: char in ends)
    monkeypatch.setattr(plausible, "begins_words", lambda char: char in begins)
    assert plausible._torn(_edit("replaced", where, "错", "对"), "".join(cut)) == torn


@pytest.mark.parametrize(
    ("words", "wrong"), [(("甲乙", "乙甲"), True), (("甲乙",), False), (("乙甲",), False), ((), False)]
)
def test_two_words_that_read_either_way(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], wrong: bool) -> None:
    _words(monkeypatch, plausible, *words)
    monkeypatch.setattr(plausible, "different_things", lambda *_: False)
    assert plausible._wrong_order(_edit("swapped", 0, "甲乙", "乙甲")) == wrong


def test_things_with_names_of_their_own_are_in_no_wrong_order(monkeypatch: pytest.MonkeyPatch) -> None:
    _words(monkeypatch, plausible, "线路", "路线", "县区", "区县", "展开", "开展")
    orders = [plausible._wrong_order(_edit("swapped", 0, word, word[::-1])) for word in ("线路", "县区", "展开")]
    assert orders == [False, False, True]


# ---- a character too many


@pytest.mark.parametrize(
    ("words", "known", "makes"),
    [((), (), False), (("乙丙",), (), True), (("丙丁",), (), True), ((), ("乙丙",), True), ((), ("丙丁",), True),
     (("甲乙", "丁戊"), ("甲乙", "丁戊"), False)],
)  # fmt: skip
def test_a_character_makes_a_word_with_its_neighbour(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], known: tuple[str, ...], makes: bool
) -> None:
    _words(monkeypatch, plausible, *words)
    assert plausible.makes_word(_edit("inserted", 2, "丙", ""), "甲乙丙丁戊", known) == makes


def test_the_first_character_has_no_neighbour_before(monkeypatch: pytest.MonkeyPatch) -> None:
    _words(monkeypatch, plausible, "戊甲", "戊")
    assert not plausible.makes_word(_edit("inserted", 0, "甲", ""), "甲乙丙丁戊", ())
    _words(monkeypatch, plausible, "甲乙")
    assert plausible.makes_word(_edit("inserted", 0, "甲", ""), "甲乙丙丁戊", ())


@pytest.mark.parametrize(("at", "said"), [(0, "reads"), (1, "slip"), (3, "slip"), (4, "reads")])
def test_a_rare_character_within_a_fixed_label_is_a_slip(monkeypatch: pytest.MonkeyPatch, at: int, said: str) -> None:
    for name, value in (("_dearer", lambda *_: 0.5), ("makes_word", lambda *_: False), ("is_split", lambda *_: False)):
        monkeypatch.setattr(plausible, name, value)
    printed = "甲乙丙丁"[:at] + "了" + "甲乙丙丁"[at:]
    assert plausible.judge(_edit("inserted", at, "了", ""), printed, "甲乙丙丁", (), True) == said


@pytest.mark.parametrize(("at", "intrudes"), [(0, False), (1, True), (4, True), (5, False)])
def test_what_intrudes_stands_between_two(monkeypatch: pytest.MonkeyPatch, at: int, intrudes: bool) -> None:
    monkeypatch.setattr(plausible, "is_split", lambda *_: True)
    text = "甲乙丙丁戊"
    edit = _edit("inserted", at, "己", "")
    assert plausible._intrudes(edit, text[:at] + "己" + text[at:], 9.0) == intrudes


@pytest.mark.parametrize(("char", "intrudes"), [("的", False), ("待", False), ("己", True)])
def test_a_link_or_a_verb_that_stands_before_any_other_intrudes_not(
    monkeypatch: pytest.MonkeyPatch, char: str, intrudes: bool
) -> None:
    for name in ("is_split", "ends_words", "begins_words"):
        monkeypatch.setattr(plausible, name, lambda *_: False)
    monkeypatch.setattr(plausible, "alone_cost", lambda _: 0.0)
    assert plausible._intrudes(_edit("inserted", 1, char, ""), f"甲{char}乙", 3.0) == intrudes


def test_a_split_word_is_looked_for_without_the_character(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(plausible, "is_split", lambda *given: asked.append(given) or True)
    assert plausible._intrudes(_edit("inserted", 2, "己", ""), "甲乙己丙丁", 9.0)
    assert asked == [("甲乙丙丁", 2)]


# ---- a character lost


@pytest.mark.parametrize(
    ("printed", "at", "wanted", "free", "fixed"),
    [
        ("年度目标", 4, "值", True, False),  # the end is a word of the form
        ("目标值班", 0, "年", True, False),
        ("目标值班", 1, "年", True, True),
        ("甲目标", 1, "乙", True, True),
        ("项目名", 3, "称", True, False),
        ("项目名甲", 3, "称", True, True),
        ("甲乙", 1, "的", False, False),
    ],
)
def test_what_a_fixed_label_may_leave_out(
    monkeypatch: pytest.MonkeyPatch, printed: str, at: int, wanted: str, free: bool, fixed: bool
) -> None:
    monkeypatch.setattr(plausible, "WORDS", frozenset({"目标"}))
    edit = _edit("lost", at, "", wanted)
    assert (plausible._lost(edit, printed, 9.0, False), plausible._lost(edit, printed, 9.0, True)) == (free, fixed)


@pytest.mark.parametrize(
    ("printed", "at", "surely"),
    [("待甲乙", 0, False), ("待甲乙", 1, False), ("待甲乙", 2, True), ("甲乙待", 1, True), ("甲乙待", 2, False)],
)
def test_a_verb_that_stands_before_any_other_beside_the_gap_is_no_sure_slip(
    monkeypatch: pytest.MonkeyPatch, printed: str, at: int, surely: bool
) -> None:
    monkeypatch.setattr(plausible, "_stub", lambda *_: ("待己", "待"))
    assert plausible._lost(_edit("lost", at, "", "己"), printed, 1.5, False) == surely


@pytest.mark.parametrize(
    ("stub", "wanted", "alone", "dearer", "free", "fixed"),
    [
        (None, "己", 9.0, 0.45, True, True),
        (None, "己", 9.0, 0.44, False, False),
        (None, "总", 9.0, 1.4, False, False),  # it narrows what follows
        (("丁人", "人"), "丁", 9.0, 0.0, True, False),  # 人 measures nothing at the end
        (("丁数", "丁"), "己", 9.0, 0.45, True, True),
        (("丁数", "丁"), "己", 9.0, 0.44, False, False),
        (("总数", "数"), "总", 1.0, 1.4, False, False),
        (("总数", "数"), "总", 1.01, 1.4, True, True),
        (("总数", "总"), "总", 1.0, 1.4, True, True),
        (("己数", "数"), "己", 1.0, 1.4, True, True),
    ],
)
def test_a_character_lost_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
    stub: tuple[str, str] | None,
    wanted: str,
    alone: float,
    dearer: float,
    free: bool,
    fixed: bool,
) -> None:
    monkeypatch.setattr(plausible, "_stub", lambda *_: stub)
    monkeypatch.setattr(plausible, "alone_cost", lambda _: alone)
    edit = _edit("lost", 3, "", wanted)
    found = plausible._lost(edit, "甲乙丙", dearer, False), plausible._lost(edit, "甲乙丙", dearer, True)
    assert found == (free, fixed)


@pytest.mark.parametrize(
    ("printed", "at", "wanted", "whole", "cut", "left"),
    [
        ("甲乙丁", 2, "丙", ("甲", "乙丙", "丁"), ("甲", "乙", "丁"), ("乙丙", "乙")),
        ("甲丙丁", 1, "乙", ("甲", "乙丙", "丁"), ("甲", "丙", "丁"), ("乙丙", "丙")),
        ("甲乙丁", 2, "丙", ("甲", "乙丙", "丁"), ("甲乙", "丁"), None),
        ("甲乙丁", 2, "丙", ("甲", "乙丙", "丁"), ("甲", "乙丁"), None),
        ("甲丙", 1, "乙", ("甲", "乙", "丙"), ("甲", "丙"), None),
        # a longer word by its first two
        ("甲丙丁", 0, "乙", ("乙甲丙", "丁"), ("甲", "丙丁"), ("乙甲", "甲")),
        ("乙丙丁", 1, "甲", ("乙甲丙", "丁"), ("乙", "丙", "丁"), ("乙甲", "乙")),
        ("乙甲丁", 2, "丙", ("乙甲丙", "丁"), ("乙", "甲", "丁"), None),
    ],
)
def test_what_is_left_of_a_word(
    monkeypatch: pytest.MonkeyPatch,
    printed: str,
    at: int,
    wanted: str,
    whole: tuple[str, ...],
    cut: tuple[str, ...],
    left: tuple[str, str] | None,
) -> None:
    _words(monkeypatch, plausible, "乙甲")
    monkeypatch.setattr(plausible, "cut", lambda text: cut if text == printed else whole)
    assert plausible._stub(_edit("lost", at, "", wanted), printed) == left


# ---- how two keys are laid side by side


@pytest.mark.parametrize(
    ("printed", "wanted", "kinds"),
    [
        ("甲子丑", "甲丑子", ["swapped"]),
        ("甲子丑", "甲丑寅", None),
        ("子丑", "寅子", None),
        ("甲子", "甲", ["inserted"]),
        ("子甲", "甲", ["inserted"]),
        ("甲甲", "甲", ["doubled"]),
        ("甲", "甲乙", ["lost"]),
        ("甲甲乙", "甲乙", ["doubled"]),
        ("甲乙甲", "甲乙", ["inserted"]),
    ],
)
def test_short_differences(printed: str, wanted: str, kinds: list[str] | None) -> None:
    found = [edit.kind for edit in align(printed, wanted)]
    assert found == kinds if kinds is not None else "swapped" not in found and found


@pytest.mark.parametrize(("count", "told"), [(3, "漏字"), (4, "4 处不同")])
def test_few_differences_are_told_one_by_one(count: int, told: str) -> None:
    edits = tuple(_edit("lost", n, "", "甲") for n in range(count))
    assert Comparison(edits, 1.0, False, False).why.startswith(told)


@pytest.mark.parametrize(
    ("printed", "wanted", "verdict"),
    [
        ("农技推广面积", "农业技术推广面积", "少一个词，可能是另一指标"),
        ("农推广面积", "农技推广面积", None),
        ("农技推面", "农技推广面积", "少一个词，可能是另一指标"),
    ],
)
def test_a_word_left_out_takes_two_characters(printed: str, wanted: str, verdict: str | None) -> None:
    assert (compare(printed, wanted, ()).verdict == "少一个词，可能是另一指标") == (verdict is not None)


@pytest.mark.parametrize(
    ("kind", "verdict", "price"),
    [("inserted", "slip", 0.7), ("inserted", "nonsense", 0.9), ("inserted", "reads", 1.25), ("lost", "reads", 0.6)],
)
def test_what_a_difference_costs(kind: EditKind, verdict: Any, price: float) -> None:
    from extractor.matching.typo import _price

    assert _price(kind, verdict) == price


def test_kinds_of_differences_cost_what_they_are_worth() -> None:
    assert COST == {
        "same-sound": 0.35, "like-shape": 0.45, "near-sound": 0.5, "swapped": 0.5, "doubled": 0.4, "lost": 0.6,
        "replaced": 1.25, "inserted": 1.25,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "printed", "other"),
    [
        (_edit("lost", 4, "", "年"), "2020实际", True),
        (_edit("lost", 3, "", "年"), "202实际", True),
        (_edit("lost", 5, "", "年"), "2020实际", False),
        (_edit("lost", 4, "", "甲"), "2020实际", False),
        (_edit("lost", 0, "", "人"), "3实际", False),
        (_edit("lost", 1, "", "不"), "甲乙", True),
        (_edit("lost", 1, "", "5"), "甲乙", True),
        (_edit("swapped", 1, "5甲", "甲5"), "丙5甲", True),
        (_edit("swapped", 1, "甲5", "5甲"), "丙甲5", True),
        (_edit("swapped", 1, "甲乙", "乙甲"), "丙甲乙", False),
        (_edit("replaced", 1, "猪", "羊"), "甲猪", True),
        (_edit("replaced", 1, "猪", "路"), "甲猪", False),
        (_edit("inserted", 1, "不", ""), "甲不乙", True),
        (_edit("inserted", 1, "没", ""), "甲没乙", False),
    ],
)
def test_another_meaning(monkeypatch: pytest.MonkeyPatch, edit: Edit, printed: str, other: bool) -> None:
    from extractor.matching import typo

    monkeypatch.setattr(typo, "makes_nonsense", lambda *_: True)
    assert typo._other_meaning(edit, printed) == other


@pytest.mark.parametrize(
    ("kind", "printed", "wanted", "nonsense", "other"),
    [
        ("same-sound", "没", "未", True, False),
        ("same-sound", "没", "未", False, True),
        ("replaced", "没", "未", True, True),
        ("same-sound", "猪", "羊", True, True),
        ("same-sound", "丁", "不", True, False),
        ("same-sound", "不", "丁", True, False),
    ],
)
def test_a_negation_that_makes_no_sense_is_a_slip(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, printed: str, wanted: str, nonsense: bool, other: bool
) -> None:
    from extractor.matching import typo

    monkeypatch.setattr(typo, "makes_nonsense", lambda *_: nonsense)
    assert typo._other_meaning(_edit(kind, 1, printed, wanted), f"甲{printed}乙") == other


# ---- the words of the list


def test_words_are_counted_by_the_place_of_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = type("Lexicon", (), {"words": dict.fromkeys(("甲乙", "甲丙", "丁甲", "甲乙丙", "丙甲丁"), 1.0)})()
    monkeypatch.setattr(sense, "_lexicon", lambda: lexicon)
    counts = [sense.pairs_with.__wrapped__("甲", ending=ending) for ending in (True, False)]
    assert counts == [1, 2]
    assert [sense.words_with.__wrapped__(char) for char in "甲丙戊"] == [5, 3, 0]
    assert [sense.pairs_with.__wrapped__("丙", ending=ending) for ending in (True, False)] == [1, 0]


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("", 0.0),
        ("甲乙", 1.0),
        ("甲乙丙", 0.5),
        ("甲乙丙丁", 1.5),  # 甲乙丙 + 丁
        ("乙甲", 1.6 + 1.0 + 0.3),  # two single ones in a row, the second a free one
        ("丁乙", 1.0 + 1.6 + 1.0),
        ("乙丁", 1.6 + 1.0 + 0.3),  # a free one costs less beside another
        ("乙甲乙", 1.6 + 1.0),
        ("乙乙", 1.6 + 1.6 + 1.0),
        ("戊己庚辛", 0.9),
        ("戊己庚辛壬", 0.9 + 5.0),
        ("a", 1.0),
    ],
)
def test_the_cheapest_way_to_cut(monkeypatch: pytest.MonkeyPatch, text: str, cost: float) -> None:
    words = {"甲乙": 1.0, "甲乙丙": 0.5, "戊己庚辛": 0.9, "戊己庚辛壬": 0.1}
    alone = {"甲": 1.0, "乙": 1.6, "丙": 2.0, "丁": 1.0}
    made = {"words": words, "alone": alone, "begins_longer": {"甲乙", "戊己"}}
    lexicon = type("Lexicon", (), made)()
    monkeypatch.setattr(sense, "_lexicon", lambda: lexicon)
    monkeypatch.setattr(sense, "strain", sense.strain.__wrapped__)
    assert sense.strain(text) == pytest.approx(cost)


@pytest.mark.parametrize(("char", "cost"), [("率", 1.0), ("a", 1.0), ("\u3400", 5.0), ("\u33ff", 1.0), ("\ua000", 1.0)])
def test_what_a_character_costs_alone(char: str, cost: float) -> None:
    assert sense.alone_cost(char) == cost


def test_the_last_of_the_han_characters_costs_as_the_others() -> None:
    assert sense.alone_cost("\u9fff") == 5.0


# ---- sounds


@pytest.mark.parametrize(
    ("syllable", "heard"),
    [("zhang", "zan"), ("chi", "ci"), ("shen", "sen"), ("nian", "lian"), ("n", "n"), ("ni", "li"), ("ling", "lin"),
     ("meng", "men"), ("gong", "gong"), ("zang", "zan"), ("lin", "lin")],
)  # fmt: skip
def test_what_many_speakers_do_not_tell_apart(syllable: str, heard: str) -> None:
    assert blur(syllable) == heard


@pytest.mark.parametrize(
    ("one", "other", "kind", "close"),
    [("数", "树", "same-sound", True), ("竟", "意", "like-shape", True), ("林", "零", "near-sound", False),
     ("甲", "乙", None, False)],
)  # fmt: skip
def test_how_two_characters_are_alike(one: str, other: str, kind: str | None, close: bool) -> None:
    assert kinship(one, other) == kinship(other, one) == kind
    assert closely_alike(one, other) == closely_alike(other, one) == close


@pytest.mark.parametrize("character", ["a", "。", "\u33ff", "\ua000", "7"])
def test_no_han_character_has_no_sound(character: str) -> None:
    assert syllables(character) == ()


# ---- a name mended by its parts


@pytest.mark.parametrize(
    ("edit", "seen", "length", "in_word", "asked"),
    [
        (("inserted", "了", ""), True, 8, False, 1.5),
        (("inserted", "了", ""), False, 8, False, 4.0),
        (("inserted", "己", ""), True, 8, False, 3.0),
        (("inserted", "己", ""), False, 8, False, 4.0),
        (("inserted", "己", ""), True, 4, False, 99.0),
        (("inserted", "己", ""), True, 5, False, 3.0),
        (("swapped", "甲乙", "乙甲"), True, 4, False, 3.0),
        (("swapped", "甲乙", "乙甲"), True, 6, False, 1.5),
        (("swapped", "甲乙", "乙甲"), False, 6, False, 2.5),
        (("same-sound", "数", "树"), True, 4, False, 99.0),
        (("same-sound", "数", "树"), True, 5, False, 3.0),
        (("same-sound", "数", "树"), True, 6, False, 1.2),
        (("same-sound", "数", "树"), False, 6, True, 3.0),
        (("like-shape", "竟", "意"), True, 6, False, 1.5),
        (("like-shape", "竟", "意"), False, 6, False, 3.5),
        (("like-shape", "竟", "意"), True, 6, True, 99.0),
        (("like-shape", "甲", "乙"), True, 6, False, 3.5),
        (("like-shape", "甲", "乙"), False, 6, False, 99.0),
        (("doubled", "甲", ""), True, 6, False, 0.9),
    ],
)
def test_how_much_cheaper_a_name_must_become(
    monkeypatch: pytest.MonkeyPatch, edit: tuple[Any, str, str], seen: bool, length: int, in_word: bool, asked: float
) -> None:
    for name in ("ends_words", "begins_words"):
        monkeypatch.setattr(parts, name, lambda _: False)
    kind, printed, wanted = edit
    assert parts._asked(_edit(kind, 2, printed, wanted), seen, length, stands_in_word=in_word) == asked


@pytest.mark.parametrize("name", ["ends_words", "begins_words"])
def test_a_productive_character_is_never_put_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for other in ("ends_words", "begins_words"):
        monkeypatch.setattr(parts, other, lambda _, own=other == name: own)
    assert parts._asked(_edit("inserted", 2, "己", ""), True, 8) == 99.0
    assert parts._asked(_edit("inserted", 2, "了", ""), True, 8) == 1.5


@pytest.mark.parametrize(
    ("kind", "printed", "words", "meant"),
    [("inserted", "了", 20, False), ("inserted", "己", 20, True), ("inserted", "己", 19, False),
     ("same-sound", "己", 20, True), ("same-sound", "己", 19, False), ("like-shape", "己", 20, True),
     ("swapped", "己", 20, False), ("doubled", "己", 20, False)],
)  # fmt: skip
def test_a_common_character_may_be_meant(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, printed: str, words: int, meant: bool
) -> None:
    monkeypatch.setattr(parts, "words_with", lambda _: words)
    assert parts._may_be_meant(_edit(kind, 2, printed, "")) == meant


@pytest.mark.parametrize(
    ("at", "cut", "labels", "usual"),
    [
        (0, ("甲乙", "丙丁"), 12, True),
        (1, ("甲乙", "丙丁"), 12, True),
        (1, ("甲乙", "丙丁"), 11, False),
        (2, ("甲", "乙", "丙丁"), 12, True),
        (1, ("甲", "乙", "丙丁"), 12, False),
        (4, ("甲乙", "丙丁"), 12, False),
    ],
)
def test_a_usual_word(monkeypatch: pytest.MonkeyPatch, at: int, cut: tuple[str, ...], labels: int, usual: bool) -> None:
    monkeypatch.setattr(parts, "cut", _cut(*cut))
    monkeypatch.setattr(parts, "_labels_with", lambda *_: labels)
    assert parts._is_usual("".join(cut), _edit("same-sound", at, "己", "甲"), "") == usual


@pytest.mark.parametrize(
    ("key", "at", "printed", "alone", "one"),
    [
        ("建证建卡", 1, "证", 2.2, True),
        ("建证建卡", 1, "证", 2.3, False),
        ("建证建证", 1, "证", 2.2, False),  # the same word twice
        ("建证换卡", 1, "证", 2.2, False),
        ("建卡建证", 3, "证", 2.2, True),
        ("换卡建证", 3, "证", 2.2, False),
        ("证建卡", 0, "证", 2.2, False),
        ("多建卡建证", 4, "证", 2.2, True),
        ("建证建", 1, "证", 2.2, False),
    ],
)
def test_two_words_built_alike(
    monkeypatch: pytest.MonkeyPatch, key: str, at: int, printed: str, alone: float, one: bool
) -> None:
    monkeypatch.setattr(parts, "alone_cost", lambda _: alone)
    _words(monkeypatch, parts, "建卡", "建证", "换卡")
    assert parts._one_of_two(_edit("like-shape", at, printed, "己"), key) == one
    assert not parts._one_of_two(_edit("inserted", at, printed, ""), key)


@pytest.mark.parametrize(
    ("words", "place", "between"),
    [(("工会", "会员"), 2, True), (("工会", "会员"), 1, False), (("工", "会员"), 1, False), (("工会", "员"), 2, False),
     (("甲乙", "丙丁", "戊己"), 4, True), (("甲乙", "丙", "戊己"), 3, False)],
)  # fmt: skip
def test_where_one_word_ends_and_another_begins(words: tuple[str, ...], place: int, between: bool) -> None:
    assert parts._between_words(words, place, place) == between


@pytest.mark.parametrize(
    ("key", "at", "split", "ends", "begins", "may"),
    [
        ("甲己乙", 1, True, False, False, True),
        ("甲己乙", 1, True, True, False, True),
        ("甲己乙", 1, True, True, True, False),
        ("甲己乙", 1, False, False, False, False),
        ("甲了乙", 1, False, True, True, True),
        ("了甲乙", 0, True, False, False, False),
        ("甲乙了", 2, True, False, False, False),
        ("甲的乙", 1, True, False, False, False),
    ],
)
def test_a_character_may_intrude(
    monkeypatch: pytest.MonkeyPatch, key: str, at: int, split: bool, ends: bool, begins: bool, may: bool
) -> None:
    ways = {"is_split": split, "ends_words": ends, "begins_words": begins, "_may_part": False}
    for name, value in ways.items():
        monkeypatch.setattr(parts, name, lambda *_, said=value: said)
    assert parts._may_intrude(key, at) == may


@pytest.mark.parametrize(
    ("start", "end", "met", "company"),
    [
        (1, 3, "甲乙丙", True),
        (1, 3, "乙丙丁", True),
        (1, 3, "乙丙", False),
        (0, 2, "甲乙丙", True),
        (0, 2, "丁甲乙", False),
        (2, 4, "乙丙丁", True),
        (2, 4, "丙丁", False),
        (1, 4, "乙丙丁", True),
        (1, 4, "乙丁", False),
    ],
)
def test_a_word_in_company(start: int, end: int, met: str, company: bool) -> None:
    assert parts._in_company("甲乙丙丁", start, end, f"\n{met}\n") == company


@pytest.mark.parametrize(
    ("cut", "alone", "places"),
    [
        (("甲乙", "丙", "丁戊"), 1.5, [1, 2, 3]),
        (("甲乙", "丙", "丁戊"), 1.4, []),
        (("丙", "甲乙", "丁戊"), 1.5, [0, 1]),
        (("甲乙", "丁戊", "丙"), 1.5, [3, 4]),
        (("甲甲", "乙乙", "丙"), 0.0, [1, 3]),
        (("甲5", "乙", "丙丁"), 1.5, [3]),
    ],
)
def test_places_that_may_be_wrong(
    monkeypatch: pytest.MonkeyPatch, cut: tuple[str, ...], alone: float, places: list[int]
) -> None:
    monkeypatch.setattr(parts, "cut", _cut(*cut))
    monkeypatch.setattr(parts, "alone_cost", lambda _: alone)
    assert parts._places("".join(cut)) == places


@pytest.mark.parametrize(
    ("cut", "edit", "field", "alone", "met", "seen"),
    [
        (("甲乙", "丙丁"), (1, "乙"), "甲乙", 9.0, "甲乙丙", True),
        (("甲乙", "丙丁"), (1, "乙"), "甲乙", 9.0, "", False),
        (("甲乙", "丙丁"), (1, "乙"), "丙丁", 9.0, "", None),
        (("甲乙", "丙丁"), (1, "乙"), "", 9.0, "甲乙丁", False),
        (("甲乙", "丙丁"), (2, "丙"), "丙丁", 9.0, "乙丙丁", True),
        (("甲", "丙丁"), (0, "甲"), "", 1.0, "甲丙", False),  # one character is no company
        (("甲", "丙丁"), (0, "甲"), "", 1.1, "甲丙", None),
        (("甲乙", "丙丁"), (2, ""), "甲乙丙丁", 9.0, "", False),  # of a lost place both neighbours count
        (("甲乙", "丙丁"), (2, ""), "甲乙", 9.0, "", None),
        (("甲乙", "丙丁"), (2, ""), "丙丁", 9.0, "", None),
    ],
)
def test_words_at_the_mended_place(
    monkeypatch: pytest.MonkeyPatch, cut: Any, edit: tuple[int, str], field: str, alone: float, met: str, seen: Any
) -> None:
    monkeypatch.setattr(parts, "cut", _cut(*cut))
    monkeypatch.setattr(parts, "of_the_field", lambda word: word in field)
    monkeypatch.setattr(parts, "alone_cost", lambda _: alone)
    at, wanted = edit
    assert parts._mended_words("".join(cut), _edit("same-sound", at, "己", wanted), f"\n{met}\n") == seen


def test_characters_that_make_a_word_with_what_stands_around(monkeypatch: pytest.MonkeyPatch) -> None:
    patterns = {"_丁": "子", "乙_": "丑", "_丁戊": "寅", "甲乙_": "卯", "乙_丁": "辰", "_戊": "巳", "甲_": "午"}
    monkeypatch.setattr(parts, "_patterns", lambda _: patterns)
    assert parts._fitting("甲乙丙丁戊", 2, "") == set("子丑寅卯辰")
    assert parts._fitting("丙丁戊", 0, "") == set("子寅")
    assert parts._fitting("甲乙丙", 2, "") == set("丑卯")


@pytest.mark.parametrize(("length", "looked"), [(3, False), (4, True), (40, True), (41, False)])
def test_names_of_some_length_are_looked_at(monkeypatch: pytest.MonkeyPatch, length: int, looked: bool) -> None:
    asked: list[str] = []
    monkeypatch.setattr(parts, "_places", lambda key: asked.append(key) or [])
    assert parts.mend_by_parts("甲" * length, "") is None
    assert bool(asked) == looked


@pytest.mark.parametrize(
    ("words", "edit", "common", "pairs", "classes", "ends", "made"),
    [
        (("单价", "丙"), (1, "站", "价"), 100, 0, {"单价": 9}, "站", True),  # 单 narrows: 单站 as 单价
        (("单价", "丙"), (1, "站", "价"), 99, 0, {"单价": 9}, "站", False),
        (("单价", "丙"), (1, "站", "价"), 100, 0, {"单价": 9}, "", False),
        (("安检", "丙"), (0, "定", "安"), 100, 25, {"安检": 6}, "", True),
        (("安检", "丙"), (0, "定", "安"), 100, 24, {"安检": 6}, "", False),
        (("安检", "丙"), (0, "定", "安"), 100, 25, {"安检": 7}, "", False),
        (("安检", "丙"), (0, "定", "安"), 100, 25, {}, "", True),
        (("安检员", "丙"), (0, "定", "安"), 100, 25, {"安检员": 2}, "", False),
        (("丙", "安检"), (1, "定", "安"), 100, 25, {"安检": 6}, "", True),
    ],
)
def test_a_character_that_makes_a_word_as_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    edit: tuple[int, str, str],
    common: int,
    pairs: int,
    classes: dict[str, int],
    ends: str,
    made: bool,
) -> None:
    asked: list[tuple[str, bool]] = []
    monkeypatch.setattr(parts, "cut", _cut(*words))
    monkeypatch.setattr(parts, "words_with", lambda _: common)
    monkeypatch.setattr(parts, "pairs_with", lambda char, *, ending: asked.append((char, ending)) or pairs)
    monkeypatch.setattr(parts, "word_class", classes.get)
    monkeypatch.setattr(parts, "ends_words", lambda char: char in ends)
    at, printed, wanted = edit
    assert parts._reads_as_made(_edit("like-shape", at, printed, wanted), "".join(words)) == made
    assert asked in ([], [("检", True)])


@pytest.mark.parametrize(
    ("words", "at", "odd"),
    [
        (("弃", "利率"), 1, True),
        (("弃", "利率", "丙"), 2, True),
        (("利率", "弃"), 1, True),
        (("甲乙", "利率", "丙丁"), 2, False),
        (("弃", "甲乙", "利率", "丙丁"), 3, False),
        (("甲乙", "利率", "丙丁", "弃"), 2, False),
        (("甲乙", "利率"), 3, False),
    ],
)
def test_a_name_that_stays_odd_beside_the_mended_word(
    monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], at: int, odd: bool
) -> None:
    monkeypatch.setattr(parts, "cut", _cut(*words))
    monkeypatch.setattr(parts, "alone_cost", lambda char: 3.5 if char == "弃" else 3.4)
    assert parts._stays_odd(_edit("like-shape", at, "己", "利"), "".join(words)) == odd


@pytest.mark.parametrize(
    ("text", "wording", "mended"),
    [("资料完整、准率", "资料完整、准确率", "资料完整、准确率"), ("资料、确率", "资料、准确率", "资料、准确率"),
     ("资料、准率", "资料准、确率", "资料、准确率"), ("资料、确率", "资料准确率", "资料准、确率"),
     ("料（准）", "资料（准）", "资料（准）")],
)  # fmt: skip
def test_a_lost_character_stands_on_the_side_of_the_comma_where_the_wording_has_it(
    text: str, wording: str, mended: str
) -> None:
    from extractor.characters.fold import fold_key
    from extractor.matching.mending import mend

    assert mend(text, align(fold_key(text), fold_key(wording)), wording)[0] == mended
