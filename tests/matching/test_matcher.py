"""How the dictionary decides: a small one is made by hand, and what mends a name by its parts is set."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.matching import matcher as module
from extractor.matching.book import IndicatorBook, IndicatorEntry, LabelBook, LabelEntry
from extractor.matching.confusions import ConfusionBook, ConfusionEntry, Confusions
from extractor.matching.matcher import Explanation, Match, Matcher, _rank, _stands_beside_itself
from extractor.matching.plausible import Edit, EditKind


def _labels(**kinds: list[LabelEntry]) -> LabelBook:
    own = {
        "field": [LabelEntry(id="filer", canonical="填报单位", wordings=["填报机构"], code="f-1"),
                  LabelEntry(id="phone", canonical="联系电话")],
        "header": [LabelEntry(id="target", canonical="年度指标值")],
        "amount": [LabelEntry(id="grant", canonical="财政拨款")],
        "execution": [LabelEntry(id="spent", canonical="全年执行数")],
        "level1": [LabelEntry(id="output", canonical="产出指标")],
        "level2": [LabelEntry(id="quantity", canonical="数量指标", wordings=["产出数量"])],
    }  # fmt: skip
    return LabelBook(**(own | kinds))


_INDICATORS = IndicatorBook(
    entries=[
        IndicatorEntry(name="城镇新增就业人数", code="i-1", level2="quantity", aliases=["新增城镇就业人口数"]),
        IndicatorEntry(name="工程验收合格率", code="i-2", level2="quality", not_to_be_confused_with=["工程验收合格数"]),
        IndicatorEntry(name="填报单位数量", code="i-3", level2="quantity"),
    ]
)


@pytest.fixture
def matcher() -> Matcher:
    return Matcher(_labels(), _INDICATORS, Confusions(ConfusionBook(confusions=[])))


def test_nothing_known_is_no_match() -> None:
    assert Match("甲") == Match("甲", None, None, None, None, 0.0, "none", None, False, None, (), True)


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("填报单位", "field", Match("填报单位", "填报单位", "f-1", "filer", "field", 1.0, "exact")),
        ("填报机构", "field", Match("填报机构", "填报单位", "f-1", "filer", "field", 1.0, "alias")),
        ("填报单位指标", "field", None),  # 指标 counts in fields
        ("数量指标", "level2", Match("数量指标", "数量指标", None, "quantity", "level2", 1.0, "exact")),
        ("数量", "level2", Match("数量", "数量指标", None, "quantity", "level2", 1.0, "alias")),
        ("产出数量指标", "level2", Match("产出数量指标", "数量指标", None, "quantity", "level2", 1.0, "alias")),
        ("其中：财政拨款", "amount", Match("其中：财政拨款", "财政拨款", None, "grant", "amount", 1.0, "alias")),
        ("其中：全年执行数", "execution",
         Match("其中：全年执行数", "全年执行数", None, "spent", "execution", 1.0, "alias")),
        ("其中：填报单位", "field", None),
        ("甲财政拨款", "amount", None),
        ("", "field", None),
        ("全县城镇新增就业人数", "level3",
         Match("全县城镇新增就业人数", "城镇新增就业人数", "i-1", "i-1", "level3", 0.8, "fuzzy")),
        ("本年全县城镇新增就业人数", "level3",
         Match("本年全县城镇新增就业人数", "城镇新增就业人数", "i-1", "i-1", "level3", 0.6667, "fuzzy")),
        ("全县联系电话", "field", None),  # only of indicators
    ],
)  # fmt: skip
def test_what_a_label_is_taken_for(matcher: Matcher, text: str, kind: Any, wanted: Match | None) -> None:
    found = matcher.match(text, kind)
    assert found == (wanted or found) and (found.canonical is None) == (wanted is None)


def test_an_exact_name_says_what_else_is_near() -> None:
    names = [IndicatorEntry(name=f"泵站改造合格{char}", code=char, level2="quality") for char in "率律"]
    found = Matcher(_labels(), IndicatorBook(entries=names)).match("泵站改造合格率", "level3")
    assert (found.method, found.runner_up) == ("exact", ("泵站改造合格律", 0.95))


def test_the_other_wording_of_the_entry_itself_is_no_runner_up() -> None:
    own = IndicatorEntry(name="泵站改造合格率", code="1", level2="quality", aliases=["泵站改造合格律"])
    assert Matcher(_labels(), IndicatorBook(entries=[own])).match("泵站改造合格率", "level3").runner_up is None


# ---- the list of misspelt words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "填报单卫",
            Match("填报单卫", "填报单位", "f-1", "filer", "field", 0.99, "fuzzy", None, True, "填报单位", ((3, 4),)),
        ),
        ("甲乙单卫", Match("甲乙单卫", None, None, None, None, 0.0, "none", None, True, "甲乙单位", ((3, 4),))),
    ],
)
def test_a_word_of_the_list_is_put_right_first(text: str, wanted: Match) -> None:
    book = ConfusionBook(confusions=[ConfusionEntry(wrong="单卫", right="单位")])
    own = Matcher(_labels(), _INDICATORS, Confusions(book))
    assert own.match(text, "field") == wanted
    assert own.explain(text, "field").decided == "错别字表中的词"
    assert not Matcher(_labels(), _INDICATORS).match("甲乙单卫", "field").typo


# ---- a name mended by its parts

_SLIP = Edit("same-sound", 3, 4, "丁", "己", 3)


def _by_parts(matcher: Matcher, patch: pytest.MonkeyPatch, text: str, edit: Edit | None, kind: Any = "level3") -> Match:
    patch.setattr(module, "mend_by_parts", lambda *_: edit)
    return matcher.match(text, kind)


def test_a_name_that_nothing_is_near_to_is_mended_by_its_parts(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = Match("甲乙丙丁戊", None, None, None, None, 0.0, "none", None, True, "甲乙丙己戊", ((3, 4),))
    assert _by_parts(matcher, monkeypatch, "甲乙丙丁戊", _SLIP) == wanted
    assert matcher.explain("甲乙丙丁戊", "level3").decided == "错别字：按前后的词判断"
    assert _by_parts(matcher, monkeypatch, "甲乙丙丁庚", None) == Match("甲乙丙丁庚")
    assert _by_parts(matcher, monkeypatch, "甲乙丙丁辛", _SLIP, "field") == Match("甲乙丙丁辛")  # a closed kind
    assert _by_parts(matcher, monkeypatch, "甲乙丙丁辛", _SLIP, "header").typo


def test_what_the_mended_name_is_known_as_is_told(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matcher._kinds["level3"], "candidates", lambda _: [])
    found = _by_parts(matcher, monkeypatch, "工程验牧合格率", Edit("like-shape", 3, 4, "牧", "收", 3))
    assert (found.canonical, found.score, found.method, found.typo) == ("工程验收合格率", 0.99, "fuzzy", True)


@pytest.mark.parametrize("text", ["填报单位", "填报 单位"])
def test_a_right_wording_of_another_kind_is_no_slip(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    assert not _by_parts(matcher, monkeypatch, text, _SLIP).typo
    assert _by_parts(matcher, monkeypatch, "填报单丁", _SLIP).typo


def test_a_standing_word_is_no_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    own = Matcher(_labels(), _INDICATORS, Confusions(ConfusionBook(confusions=[], standing=frozenset({"丙丁"}))))
    assert not _by_parts(own, monkeypatch, "甲乙丙丁戊", _SLIP).typo
    assert _by_parts(own, monkeypatch, "甲乙丑丁戊", _SLIP).typo
    assert _by_parts(Matcher(_labels(), _INDICATORS), monkeypatch, "甲乙丙丁戊", _SLIP).typo


@pytest.mark.parametrize(
    ("kind", "makes", "typo"), [("inserted", True, False), ("inserted", False, True), ("same-sound", True, True)]
)
def test_a_character_that_makes_a_word_of_the_heads_is_not_too_many(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, kind: EditKind, makes: bool, typo: bool
) -> None:
    monkeypatch.setattr(module, "makes_word", lambda *_: makes)
    wanted = "" if kind == "inserted" else "己"
    assert _by_parts(matcher, monkeypatch, "甲乙丙丁戊", Edit(kind, 3, 4, "丁", wanted, 3)).typo == typo


@pytest.mark.parametrize(
    ("kind", "text", "typo"),
    [
        ("doubled", "甲乙丁丁戊", True),
        ("doubled", "甲乙丁 丁戊", True),
        ("doubled", "甲乙丁（丁戊", False),
        ("same-sound", "甲乙丙丁戊", True),
    ],
)
def test_a_doubled_character_stands_beside_itself(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, kind: EditKind, text: str, typo: bool
) -> None:
    wanted = "" if kind == "doubled" else "己"
    assert _by_parts(matcher, monkeypatch, text, Edit(kind, 3, 4, "丁", wanted, 3)).typo == typo


@pytest.mark.parametrize(
    ("text", "span", "beside"),
    [
        ("甲乙乙丙", (1, 2), True), ("甲乙乙丙", (2, 3), True),
        ("甲乙 乙丙", (1, 2), True), ("甲乙 乙丙", (3, 4), True),
        ("甲乙）乙丙", (1, 2), False), ("甲乙）乙丙", (3, 4), False),
        ("乙甲丙乙", (0, 1), False), ("乙甲丙乙", (3, 4), False),
    ],
)  # fmt: skip
def test_beside_itself_as_printed(text: str, span: tuple[int, int], beside: bool) -> None:
    assert _stands_beside_itself(text, *span) == beside


def test_the_parts_of_a_name_are_looked_at_once(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(module, "mend_by_parts", lambda key, _: asked.append(key))
    for kind in ("level1", "level2", "level3", "header", "field"):
        matcher.match("甲乙丙丁戊", kind)  # type: ignore[arg-type]
    assert asked == ["甲乙丙丁戊"]
    monkeypatch.setattr(module, "_CACHE_LIMIT", 2)
    for text in ("甲乙丙丁己", "甲乙丙丁庚", "甲乙丙丁辛"):
        matcher.match(text, "level3")
        assert len(matcher._parts) <= 2
    assert asked == ["甲乙丙丁戊", "甲乙丙丁己", "甲乙丙丁庚", "甲乙丙丁辛"]


# ---- over all kinds


def _said(order: str, **ways: Any) -> Match:
    method: Any = "fuzzy" if order == "slip" else order
    return Match("甲", "乙", method=method, typo=order == "slip", **ways)


def test_exact_before_alias_before_slip_before_near_before_none() -> None:
    ranks = [_rank(_said(order, kind="field")) for order in ("exact", "alias", "slip", "fuzzy", "none")]
    assert ranks == sorted(ranks) and len(set(ranks)) == 5
    assert _rank(Match("甲", typo=True))[0] == _rank(_said("slip", kind="field"))[0]


def test_of_equal_answers_the_kind_decides_then_the_score() -> None:
    kinds: list[Any] = ["level3", "level2", "level1", "field", "amount", "header", "execution", None]
    ranks = [_rank(_said("fuzzy", kind=kind, score=0.1 * n)) for n, kind in enumerate(kinds)]
    assert ranks == sorted(ranks) and len({rank[1] for rank in ranks}) == 8
    assert _rank(_said("fuzzy", kind="field", score=0.9)) < _rank(_said("fuzzy", kind="field", score=0.8))


def test_the_best_answer_of_any_kind_is_given_and_kept(matcher: Matcher) -> None:
    assert matcher.match_any("填报单位").kind == "field"
    assert matcher.match_any("填报单位") is matcher.match_any("填报单位")
    assert matcher.match_any("填报机构").method == "alias"
    assert matcher.match_many(["数量", "产出"], "level2") == [matcher.match("数量", "level2"), Match("产出")]


# ---- hints and explanations


def test_the_nearest_name_and_the_most_like_wording(matcher: Matcher) -> None:
    assert matcher.nearest("填报单立", "field") == "填报单位"
    assert matcher.nearest("填报甲乙", "field") == "填报单位"
    assert matcher.alike("填报机购", "field") == "填报机构"
    assert matcher.alike("甲乙丙丁", "field") is None
    assert matcher.nearest("", "field") is None and matcher.alike("", "field") is None


def test_an_explanation_names_what_is_near_where_it_is_not_the_name_itself(matcher: Matcher) -> None:
    assert matcher.explain("填报单位", "field").candidates == ()
    assert matcher.explain("填报单位", "field").told() == "与规范名称一致"
    assert matcher.explain("填报机构", "field").told() == "与已登记的说法一致"
    assert matcher.explain("", "field").decided == "没有文字"
    near = matcher.explain("填报单卫", "field")
    assert (near.key, near.candidates[0].canonical) == ("填报单卫", "填报单位")
    assert near.told().startswith("错别字：") and "；应为 填报单位；相近 填报单位 0." in near.told()
    far = matcher.explain("甲乙丙丁", "field")
    assert far.decided == "没有足够接近的名称" and {c.canonical for c in far.candidates} == {"填报单位", "联系电话"}
    assert matcher.explain("全县城镇新增就业人数", "level3").decided == "去掉范围限定词后与规范名称一致"


def test_three_candidates_are_told_and_eight_kept() -> None:
    entries = [LabelEntry(id=str(n), canonical=f"泵站改造{char}") for n, char in enumerate("甲乙丙丁戊己庚辛壬癸")]
    told = Matcher(_labels(field=entries), _INDICATORS).explain("泵站改造率", "field")
    assert len(told.candidates) == 8 and told.told().count("泵站改造") == 3
    none = Explanation(Match("甲"), "甲", (), "没有足够接近的名称")
    assert none.told() == "没有足够接近的名称"


# ---- of two names as near


@pytest.fixture
def twins() -> Matcher:
    names = [IndicatorEntry(name=name, code=name, level2="quality") for name in ("甲乙丙丁戊率", "甲乙丙丁己率")]
    return Matcher(_labels(), IndicatorBook(entries=names))


@pytest.mark.parametrize(
    ("usual", "slips", "expected"),
    [
        ("甲乙丙丁戊率", (True, True), "甲乙丙丁戊率"),
        ("甲乙丙丁己率", (True, True), "甲乙丙丁己率"),
        ("", (True, True), "甲乙丙丁己率"),  # equally usual: the first
        ("", (True, False), None),
        ("", (False, True), None),
        ("", (False, False), None),
    ],
)
def test_a_slip_of_either_of_two_names_is_put_right_as_the_more_usual(
    twins: Matcher, monkeypatch: pytest.MonkeyPatch, usual: str, slips: tuple[bool, bool], expected: str | None
) -> None:
    monkeypatch.setattr(module, "commonness", lambda wording: int(wording == usual))
    candidates = twins._kinds["level3"].candidates("甲乙丙丁率")
    assert [each.wording for each in candidates] == ["甲乙丙丁己率", "甲乙丙丁戊率"]
    for each, slip in zip(candidates, slips):
        each.comparison.slip, each.comparison.other_meaning, each.comparison.cost = slip, False, 0.6
    monkeypatch.setattr(twins._kinds["level3"], "candidates", lambda _: candidates)
    found = twins.match("甲乙丙丁率", "level3")
    assert (found.canonical, found.typo, found.expected) == (None, expected is not None, expected)
    assert found.runner_up == ("甲乙丙丁己率", candidates[0].score)


def test_the_second_wording_of_one_name_is_no_other_name() -> None:
    own = [IndicatorEntry(name="甲乙丙丁戊率", code="1", level2="quality", aliases=["甲乙丙丁己率"])]
    found = Matcher(_labels(), IndicatorBook(entries=own)).match("甲乙丙丁率", "level3")
    assert (found.canonical, found.runner_up) == ("甲乙丙丁戊率", None)


def test_a_name_of_another_meaning_does_not_count() -> None:
    own = [IndicatorEntry(name="甲乙丙丁一率", code="1", level2="quality")]
    book = Matcher(_labels(), IndicatorBook(entries=own))
    assert book.match("甲乙丙丁二率", "level3") == Match("甲乙丙丁二率")
    assert book.explain("甲乙丙丁二率", "level3").candidates[0].comparison.other_meaning
