"""One difference at a time: a slip of the pen, nonsense, or another wording that reads as well."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from extractor.characters.fold import fold_key
from extractor.matching import plausible
from extractor.matching.index import NearIndex
from extractor.matching.likeness import kinship
from extractor.matching.matcher import Matcher
from extractor.matching.mending import mend
from extractor.matching.parts import _between_words
from extractor.matching.plausible import Edit, EditKind, _stub, is_split, judge
from extractor.matching.sense import cut
from extractor.matching.typo import COST, align, compare
from extractor.matching.words import _unit_slip, slipped_percents
from extractor.rulebook import Rules


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Rules().matcher


@pytest.mark.parametrize(
    ("printed", "wanted", "free", "fixed"),
    [
        # a character lost: what is left is no word, or is the short form of one
        ("项目名", "项目名称", "slip", "reads"),
        ("年度目标", "年度目标值", "reads", "reads"),
        ("专利授权量", "专利授权数量", "reads", "reads"),
        ("在职人员数", "在职人员总数", "reads", "reads"),
        ("受益人", "受益人数", "reads", "reads"),
        ("利率", "利用率", "reads", "reads"),
        ("资金到率", "资金到位率", "slip", "slip"),
        ("资金使效率", "资金使用效率", "slip", "slip"),
        ("培训天", "培训天数", "slip", "slip"),
        ("满度", "满意度", "slip", "slip"),
        # a character too many
        ("项目完成了率", "项目完成率", "slip", "slip"),
        ("满意指度", "满意度", "slip", "slip"),
        ("自评得分值", "自评得分", "reads", "reads"),
        ("联系的电话", "联系电话", "reads", "reads"),
        # a character twice: two words where the second counts
        ("脱贫户户数", "脱贫户数", "reads", "reads"),
        ("农户户数", "农户数", "reads", "reads"),
        ("完工及时率率", "完工及时率", "slip", "slip"),
        ("水质达标标率", "水质达标率", "slip", "slip"),
        # two characters in the wrong order: things with names of their own stay apart
        ("线路改造里程", "路线改造里程", "reads", "reads"),
        ("展开培训次数", "开展培训次数", "slip", "slip"),
        # another character
        ("苗坑成活率", "苗木成活率", "nonsense", "slip"),
        ("苗圃成活率", "苗木成活率", "reads", "reads"),
        ("群众满竟度", "群众满意度", "slip", "slip"),
        ("道路养户里程", "道路养护里程", "slip", "slip"),
    ],
)
def test_one_difference(matcher: Matcher, printed: str, wanted: str, free: str, fixed: str) -> None:
    """In a free name, and in a fixed label of the form."""
    (edit,) = align(printed, wanted)
    known = matcher.reads_well("level3")
    assert (judge(edit, printed, wanted, known, False), judge(edit, printed, wanted, known, True)) == (free, fixed)


@pytest.mark.parametrize(
    ("printed", "wanted", "left"),
    [
        ("资金到率", "资金到位率", ("到位", "到")),
        ("资金位率", "资金到位率", ("到位", "位")),
        ("项目称", "项目名称", ("名称", "称")),
        ("目名称", "项目名称", ("项目", "目")),
        ("项目名", "项目名称", ("名称", "名")),
        ("年度目标", "年度目标值", None),
        ("专利授权量", "专利授权数量", None),
    ],
)
def test_what_is_left_of_a_word_that_lost_a_character(printed: str, wanted: str, left: tuple[str, str] | None) -> None:
    (edit,) = align(printed, wanted)
    assert _stub(edit, printed) == left


@pytest.mark.parametrize(("at", "split"), [(0, False), (1, True), (2, False), (3, True), (4, False)])
def test_a_place_within_a_word(at: int, split: bool) -> None:
    assert is_split("项目名称", at) == split


@pytest.mark.parametrize(
    ("printed", "unit", "alone", "slip"),
    [
        ("公的里", "公里", True, True),
        ("公里的", "公里", True, False),
        ("的公里", "公里", True, False),
        ("平方", "平方米", True, True),
        ("公", "公里", True, False),
        ("公公里", "公里", True, True),
        ("里公", "公里", True, True),
        ("公理", "公里", True, True),
        ("圆", "元", True, False),
        ("圆", "元", False, True),
        ("人", "入", True, True),
        ("的里", "公里", True, False),
    ],
)
def test_a_slip_of_a_unit(printed: str, unit: str, alone: bool, slip: bool) -> None:
    """A unit of one character is a slip of another only where it looks like it, or stands beside a part that is
    known.
    """
    (edit,) = align(printed, unit)
    assert _unit_slip(edit, printed, unit, alone) == slip


@pytest.mark.parametrize(("place", "between"), [(0, False), (1, False), (2, True), (3, False), (4, False)])
def test_a_place_between_two_words(place: int, between: bool) -> None:
    assert _between_words(cut("工会会员"), place, place) == between
    assert not _between_words(cut("受益率"), place, place), "a word of one character is none"


# ---- how two keys are laid side by side

_KEYS = st.text("完咸成影晌响率律人人数", min_size=1, max_size=3)


def _cheapest(printed: str, wanted: str) -> float:
    """Without any shortcut: what the cheapest edits cost (of keys so short that no band leaves any out)."""
    if not printed or not wanted:
        return len(wanted) * COST["lost"] + sum(_extra(printed, at) for at in range(len(printed)))
    known: dict[tuple[int, int], float] = {(0, 0): 0.0}
    for i in range(len(printed) + 1):
        for j in range(len(wanted) + 1):
            ways = [known[0, 0]] if i == j == 0 else []
            if i:
                ways.append(known[i - 1, j] + _extra(printed, i - 1))
            if j:
                ways.append(known[i, j - 1] + COST["lost"])
            if i and j:
                x, y = printed[i - 1], wanted[j - 1]
                ways.append(known[i - 1, j - 1] + (0.0 if x == y else COST[kinship(x, y) or "replaced"]))
            if i > 1 and j > 1 and printed[i - 2 : i] == wanted[j - 2 : j][::-1] and printed[i - 1] != printed[i - 2]:
                ways.append(known[i - 2, j - 2] + COST["swapped"])
            known[i, j] = min(ways)
    return known[len(printed), len(wanted)]


def _extra(printed: str, at: int) -> float:
    around = {printed[max(0, at - 1) : at], printed[at + 1 : at + 2]}
    return COST["doubled" if printed[at] in around else "inserted"]


@settings(max_examples=120, deadline=None)
@given(_KEYS, _KEYS)
def test_the_cheapest_edits_are_found_and_lead_from_one_key_to_the_other(printed: str, wanted: str) -> None:
    assume(printed != wanted)
    edits = align(printed, wanted)
    back = list(printed)
    for edit in reversed(edits):
        assert printed[edit.at : edit.end] == edit.printed
        assert wanted[edit.where : edit.where + len(edit.wanted)] == edit.wanted
        back[edit.at : edit.end] = edit.wanted
    assert "".join(back) == wanted
    if printed[0] != wanted[0] and printed[-1] != wanted[-1]:
        assert sum(COST[edit.kind] for edit in edits) == pytest.approx(_cheapest(printed, wanted))


_LONG = st.text("甲乙丙丁", min_size=4, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LONG, min_size=1, max_size=6, unique=True), st.data())
def test_no_key_within_reach_is_missed(keys: list[str], data: st.DataObject) -> None:
    """One edit from a short key, two from one of eight characters."""
    asked = list(data.draw(st.sampled_from(keys)))
    for _ in range(data.draw(st.integers(0, 3))):
        at, char = data.draw(st.integers(0, len(asked))), data.draw(st.sampled_from("甲乙丙丁戊"))
        asked[at : at + data.draw(st.integers(0, 2))] = data.draw(st.sampled_from([[], [char]]))
    key = "".join(asked)
    apart = [(OSA.distance(key, other), n) for n, other in enumerate(keys)]
    within = sorted((d, n) for d, n in apart if d <= (2 if len(keys[n]) >= 8 else 1))
    assert NearIndex(keys).near(key) == [(n, d) for d, n in within]


@settings(max_examples=120, deadline=None)
@given(_KEYS, _KEYS, st.sampled_from(["", " ", "\n"]))
def test_a_label_is_put_right_in_place(printed: str, wanted: str, space: str) -> None:
    """White space between its characters stays, and the spans are what differs."""
    text = space.join(printed)
    mended, spans = mend(text, align(printed, wanted), wanted)
    assert "".join(mended.split()) == wanted
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert list(spans) == sorted(spans)
    assert bool(spans) == (printed != wanted)


@pytest.mark.parametrize(
    ("text", "wording", "mended", "spans"),
    [
        ("培训(会议)数天", "培训(会议)天数", "培训(会议)天数", ((6, 8),)),
        ("项目(工程)收合格率", "项目(工程)验收合格率", "项目(工程)验收合格率", ((5, 6),)),
        ("资料完整、准率", "资料完整、准确率", "资料完整、准确率", ((5, 6),)),
        ("目名称", "项目名称", "项目名称", ((0, 1),)),
        ("数 天", "天数", "天 数", ((0, 3),)),
    ],
)
def test_what_differs_is_marked(text: str, wording: str, mended: str, spans: Any) -> None:
    assert mend(text, align(fold_key(text), fold_key(wording)), wording) == (mended, spans)


@pytest.mark.parametrize(
    ("text", "put_right"),
    [("9%0", ["90%"]), ("10%0", ["100%"]), ("11%0", []), ("10%1", []), ("0%0", [])],
)
def test_a_digit_behind_its_percent_sign(text: str, put_right: list[str]) -> None:
    assert [expected for *_, expected in slipped_percents(text)] == put_right


@pytest.mark.parametrize(
    ("printed", "slip", "verdict"),
    [("完咸值", True, ""), ("完咸直律", False, ""), ("农技推广面积", False, "少一个词，可能是另一指标")],
)
def test_how_many_differences_make_another_label(printed: str, slip: bool, verdict: str) -> None:
    found = compare(printed, {"农": "农业技术推广面积"}.get(printed[0], "完成值"), frozenset())
    assert (found.slip, found.verdict if verdict else "") == (slip, verdict)


# ---- what settles a difference, the words set by hand


def _edit(kind: EditKind, at: int, printed: str, wanted: str) -> Edit:
    return Edit(kind, at, at + len(printed), printed, wanted, at)


def _judged(patch: pytest.MonkeyPatch, edit: Edit, dearer: float, *, lax: bool, **ways: bool) -> str:
    said = dict.fromkeys(
        ("_obvious", "_no_words", "_one_word", "makes_word", "_phrase", "_torn", "_two_words", "_wrong_order",
         "_pairs_known", "closely_alike"), False,
    ) | ways  # fmt: skip
    quickly = {"same-sound": "_obvious", "like-shape": "_obvious", "swapped": "_no_words", "doubled": "_one_word"}
    for name, value in said.items():
        patch.setattr(plausible, name, lambda *_, said=value: said)
    patch.setattr(plausible, "_QUICKLY", {kind: getattr(plausible, name) for kind, name in quickly.items()})
    patch.setattr(plausible, "_dearer", lambda *_: dearer)
    return judge(edit, "甲乙丙丁戊", "甲乙己丁戊", frozenset(), lax)


@pytest.mark.parametrize(
    ("kind", "dearer", "said", "free", "fixed"),
    [
        ("same-sound", 0.0, "_obvious", "slip", "slip"),
        ("like-shape", 0.0, "_obvious", "slip", "slip"),
        ("swapped", 0.0, "_no_words", "slip", "slip"),
        ("doubled", 0.0, "_one_word", "slip", "slip"),
        ("near-sound", 0.0, "_obvious", "reads", "reads"),
        ("replaced", 9.0, "makes_word", "nonsense", "reads"),
        ("replaced", 9.0, "_phrase", "nonsense", "reads"),
        ("replaced", 9.0, "_torn", "nonsense", "slip"),
        ("replaced", 9.0, "_obvious", "nonsense", "nonsense"),
        ("inserted", 9.0, "makes_word", "slip", "reads"),
        ("doubled", 9.0, "_two_words", "reads", "reads"),
        ("doubled", 9.0, "_torn", "slip", "slip"),
        ("swapped", 0.0, "_wrong_order", "slip", "slip"),
        ("swapped", 0.0, "_torn", "reads", "reads"),
        ("same-sound", 9.0, "_pairs_known", "reads", "slip"),
        ("same-sound", 0.0, "closely_alike", "reads", "slip"),
        ("same-sound", 9.0, "closely_alike", "slip", "slip"),
    ],
)
def test_what_settles_a_difference(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, dearer: float, said: str, free: str, fixed: str
) -> None:
    edit = _edit(kind, 2, "丙", "己")
    found = [_judged(monkeypatch, edit, dearer, lax=lax, **{said: True}) for lax in (False, True)]
    assert found == [free, fixed]


@pytest.mark.parametrize(("dearer", "nonsense"), [(2.5, True), (2.49, False)])
def test_a_place_that_does_not_read_at_all(monkeypatch: pytest.MonkeyPatch, dearer: float, nonsense: bool) -> None:
    monkeypatch.setattr(plausible, "_dearer", lambda *_: dearer)
    assert plausible.makes_nonsense(_edit("same-sound", 2, "丙", "己"), "甲乙丙丁戊") == nonsense


def test_near_the_ends_of_a_name_all_there_is_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(plausible, "strain", lambda text: asked.append(text) or 0.0)
    plausible._dearer(_edit("replaced", 1, "错", "对"), "一错三")
    plausible._dearer(_edit("lost", 0, "", "对"), "一二")
    plausible._dearer(_edit("inserted", 4, "错错", ""), "一二三四错错五")
    assert asked == ["一错三", "一对三", "一二", "对一二", "一二三四错错五", "一二三四五"]


@pytest.mark.parametrize(
    ("printed", "where", "word", "phrase"),
    [("所", 1, "乙丙", True), ("待", 1, "乙丙", True), ("甲", 1, "乙丙", False), ("所", 1, "甲乙", False),
     ("所", 0, "甲乙", True), ("所", 1, "乙丙丁", False)],
)  # fmt: skip
def test_a_verb_said_by_its_second_character(
    monkeypatch: pytest.MonkeyPatch, printed: str, where: int, word: str, phrase: bool
) -> None:
    monkeypatch.setattr(plausible, "is_word", lambda text: text == word)
    assert plausible._phrase(Edit("replaced", 5, 6, printed, "乙", where), "甲乙丙丁") == phrase


@pytest.mark.parametrize(
    ("at", "word", "none"),
    [(2, "乙丙", False), (2, "丙丁", False), (2, "丁戊", False), (2, "甲乙", True), (2, "戊己", True),
     (2, "乙丙丁", True),
     (0, "甲乙", False), (0, "乙丙", False), (0, "丙丁", True), (0, "己甲", True), (1, "甲乙", False)],
)  # fmt: skip
def test_two_exchanged_characters_make_a_word_with_each_other_or_a_neighbour(
    monkeypatch: pytest.MonkeyPatch, at: int, word: str, none: bool
) -> None:
    monkeypatch.setattr(plausible, "alone_cost", lambda _: 2.0)
    monkeypatch.setattr(plausible, "is_word", lambda text: text == word)
    text = "甲乙丙丁戊己"
    assert plausible._no_words(_edit("swapped", at, text[at : at + 2], "子丑"), text) == none


@pytest.mark.parametrize(("cost", "none"), [(1.05, True), (1.0, False)])
def test_of_two_exchanged_characters_neither_stands_alone(
    monkeypatch: pytest.MonkeyPatch, cost: float, none: bool
) -> None:
    monkeypatch.setattr(plausible, "is_word", lambda _: False)
    for costs in ({"丙": cost}, {"丁": cost}):
        monkeypatch.setattr(plausible, "alone_cost", lambda char, own=costs: own.get(char, 5.0))
        assert plausible._no_words(_edit("swapped", 2, "丙丁", "丁丙"), "甲乙丙丁戊") == none


@pytest.mark.parametrize(
    ("printed", "at", "wanted", "lost"),
    [
        ("下步措施", 1, "一", False),
        ("上年措施", 1, "一", False),
        ("甲步措施", 1, "一", True),
        ("下步措施", 1, "二", True),
        ("步下措施", 1, "一", True),
        ("步下", 0, "一", True),
        ("甲步措施", 1, "的", False),
        ("甲步措施", 1, "和", False),
    ],
)
def test_what_is_left_out_at_will_is_not_lost(printed: str, at: int, wanted: str, lost: bool) -> None:
    assert plausible._lost(_edit("lost", at, "", wanted), printed, 9.0, False) == lost


@pytest.mark.parametrize(
    ("beside", "surely"), [("数", False), ("名", False), ("期", False), ("级", True), ("称", True), ("丙", True)]
)
def test_beside_what_a_word_is_shortened_to_nothing_is_surely_lost(
    monkeypatch: pytest.MonkeyPatch, beside: str, surely: bool
) -> None:
    monkeypatch.setattr(plausible, "_stub", lambda *_: ("待己", "待"))
    for printed in (f"甲{beside}乙丁", f"甲丙{beside}丁"):
        assert plausible._lost(_edit("lost", 2, "", "己"), printed, 1.5, False) == surely


@pytest.mark.parametrize(
    ("at", "begins", "dearer", "lost"),
    [(0, True, 2.49, False), (0, True, 2.5, True), (0, False, -0.5, True), (0, False, -0.51, False),
     (1, False, 2.49, False), (1, True, 2.49, False), (1, False, 2.5, True)],
)  # fmt: skip
def test_a_word_shortened_at_the_beginning_is_one_where_it_begins_others(
    monkeypatch: pytest.MonkeyPatch, at: int, begins: bool, dearer: float, lost: bool
) -> None:
    """旧小区 for 老旧小区, but no 期范围 for 日期范围."""
    monkeypatch.setattr(plausible, "_stub", lambda *_: ("老旧", "旧"))
    monkeypatch.setattr(plausible, "begins_words", lambda _: begins)
    monkeypatch.setattr(plausible, "_SHORTENED", frozenset("甲乙"))
    assert plausible._lost(_edit("lost", at, "", "老"), "甲乙丙丁", dearer, False) == lost


@pytest.mark.parametrize(
    ("stub", "wanted", "at", "dearer", "free"),
    [
        (("丁人", "人"), "丁", 2, -0.5, True),  # 人 measures nothing, but not at the end
        (("待丁", "待"), "丁", 2, 1.4, False),
        (("总数", "数"), "总", 2, 1.4, False),
        (("总数", "总"), "总", 2, 1.4, True),
    ],
)
def test_half_a_word_within_a_name(
    monkeypatch: pytest.MonkeyPatch, stub: tuple[str, str], wanted: str, at: int, dearer: float, free: bool
) -> None:
    monkeypatch.setattr(plausible, "_stub", lambda *_: stub)
    monkeypatch.setattr(plausible, "alone_cost", lambda _: 1.0)
    assert plausible._lost(_edit("lost", at, "", wanted), "甲乙丙丁", dearer, False) == free
