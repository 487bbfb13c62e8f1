"""Slips told from real differences."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.matching.confusions import ConfusionBook, Confusions
from extractor.matching.likeness import kinship
from extractor.matching.matcher import Matcher
from extractor.matching.parts import mend_by_parts
from extractor.matching.plausible import Edit
from extractor.matching.typo import Comparison, align, compare
from extractor.rulebook import Rules, load_rules
from tests import ROOT

NEAR_MISSES = ROOT / "bench" / "data" / "near_misses.tsv"


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Rules().matcher


SLIPS = [
    ("提高工会组的社会影响力", "提高工会组织的社会影响力", [(4, 5)]),
    ("★★★受益建挡立卡贫困人口数(≥**人)", "★★★受益建档立卡贫困人口数(≥**人)", None),
    ("学生对学校伙食得满意度", "学生对学校伙食的满意度", [(7, 8)]),
    ("指标4：中小河流治理问道长度", "指标4：中小河流治理河道长度", [(10, 11)]),
    ("年末应届离校未就业高效毕业生就业率", "年末应届离校未就业高校毕业生就业率", [(10, 11)]),
    ("困难职工帮扶完完成率", "困难职工帮扶完成率", None),
    ("苗木成活律(≥**%)", "苗木成活率(≥**%)", [(4, 5)]),
    ("培训(会议)数天", "培训(会议)天数", [(6, 8)]),
    ("项目(工程)收合格率", "项目(工程)验收合格率", None),
    ("资料完整、准率", "资料完整、准确率", [(5, 6)]),
    ("基础实施建设质量达标率", "基础设施建设质量达标率", [(2, 3)]),
    ("参加培训人数据（人）", "参加培训人数（人）", [(6, 7)]),
    ("独生子伤残家庭扶助人数", "独生子女伤残家庭扶助人数", [(2, 3)]),
    ("交安实施完好率", "交安设施完好率", [(2, 3)]),
]


@pytest.mark.parametrize(("printed", "expected", "spans"), SLIPS)
def test_a_slip_is_named_and_put_right_in_place(
    matcher: Matcher, printed: str, expected: str, spans: list[tuple[int, int]] | None
) -> None:
    match = matcher.match(printed, "level3")
    assert match.typo
    assert match.expected == expected
    assert match.text == printed
    assert all(0 <= start < end <= len(printed) for start, end in match.spans)
    if spans is not None:
        assert list(match.spans) == spans


@pytest.mark.parametrize(
    ("printed", "kind", "expected"),
    [
        ("联系电", "field", "联系电话"),
        ("财政投款", "amount", "财政拨款"),
        ("绩效目标完咸情况", "field", "绩效目标完成情况"),
        ("时校指标", "level2", "时效指标"),
        ("满意渡指标（10分）", "level1", "满意度指标（10分）"),
        ("可持续影晌", "level2", "可持续影响"),
        ("主管部们", "field", "主管部门"),
        ("年度指标直", "header", "年度指标值"),
        ("一般公公预算", "amount", "一般公共预算"),
        ("实际完成成值", "header", "实际完成值"),
    ],
)
def test_misspelt_fixed_labels(matcher: Matcher, printed: str, kind: str, expected: str) -> None:
    match = matcher.match(printed, kind)  # type: ignore[arg-type]
    assert match.typo
    assert match.expected == expected


OTHERS = [
    "提高工会组织的社会满意度", "城市低保发放人数", "资金支付不及时率", "男职工满意度", "项目收益人数", "受益率",
    "灌渠节水改造面积", "传承人带徒人数", "草畜平衡面积", "松线虫病除治面积", "酒驾查处起数",
    "教室满意度", "事业人员再就业人数", "劳动检查网格日常巡查", "6000吨稻谷、500吨成品粮储备到位率", "村组干部220人",
    "新建水泥路2条",
    "改建保鲜库面积", "全县城乡居民养老保险覆盖面", "产妇死亡率", "农村改厨户数", "进口总额增长率", "护路员人数",
    "PM100平均浓度",
    "农技推广面积", "会员满意度", "乡镇新增就业人数", "预算调增率", "学生对学校伙食满意度", "提高工会组织社会影响力",
]  # fmt: skip


@pytest.mark.parametrize("label", OTHERS)
def test_another_indicator_is_not_a_slip(matcher: Matcher, label: str) -> None:
    match = matcher.match(label, "level3")
    assert not match.typo
    assert match.expected is None
    assert match.spans == ()


@pytest.mark.parametrize(
    ("label", "kind"),
    [("年度目标", "header"), ("绩效目标", "header"), ("项目实施时间", "field"), ("2020实际", "header"),
    ("持续影响", "level2"),
     ("项目负责人电话", "field"), ("编制人", "field"), ("填报部位", "field"), ("项目名录", "field"),
     ("资金用途", "amount"),
     ("未达目标原因", "header"), ("自评得分值", "header"), ("指标涵义", "header"), ("全年预算额", "execution"),
     ("填报日", "field")],
)  # fmt: skip
def test_another_fixed_label_is_not_a_slip(matcher: Matcher, label: str, kind: str) -> None:
    assert not matcher.match(label, kind).typo  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "label",
    [
        "年初所定目标",
        "年初已定目标",
        "年初新定目标",
        "下步措施",
        "下步改进措施",
        "自评实得分",
        "年初既定目标",
        "监控期",
    ],
)
def test_a_wording_that_is_sensible_as_it_stands_is_no_slip(matcher: Matcher, label: str) -> None:
    assert not matcher.match_any(label).typo


@pytest.mark.parametrize("label", ["年初没定目标", "年初设订目标", "下一部改进措施", "自评得份"])
def test_the_like_that_makes_no_sense_is(matcher: Matcher, label: str) -> None:
    assert matcher.match_any(label).typo


@pytest.mark.parametrize("label", ["单位", "得分", "数量", "成本", "金额", "部门"])
def test_short_labels_match_only_as_they_stand(matcher: Matcher, label: str) -> None:
    for broken in (label[::-1], label[0], label + label[-1]):
        for kind in ("field", "header", "amount", "level2", "level3"):
            assert not matcher.match(broken, kind).typo  # type: ignore[arg-type]


def test_honest_near_misses_are_hardly_ever_called_slips(matcher: Matcher) -> None:
    lines = [x for x in NEAR_MISSES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    assert len(lines) >= 1000
    called = [line for line in lines if matcher.match(line.split("\t")[0], "level3").typo]
    assert len(called) <= 0.003 * len(lines), called


def test_where_two_entries_are_as_near_it_abstains(matcher: Matcher) -> None:
    match = matcher.match("男职工满意度", "level3")
    assert match.canonical is None
    assert match.method == "none"
    assert match.runner_up is not None


def test_a_known_name_behind_a_word_of_place_is_near_not_misspelt(matcher: Matcher) -> None:
    match = matcher.match("全县城镇新增就业人数", "level3")
    assert (match.canonical, match.method, match.typo) == ("城镇新增就业人数", "fuzzy", False)


def test_match_any_prefers_exact_then_alias_then_slip(matcher: Matcher) -> None:
    assert matcher.match_any("成本指标").kind == "level2"
    assert matcher.match_any("填报单位").id == "filer"
    assert matcher.match_any("提高工会组的社会影响力").kind == "level3"
    assert matcher.match_any("财政投款").typo
    assert matcher.match_any("今天天气很好").method == "none"
    assert matcher.match_any("").canonical is None


def test_match_many_keeps_order_and_length(matcher: Matcher) -> None:
    texts = ["验收合格率", "", "验收合格率", "不知所云的一行字"]
    answers = matcher.match_many(texts, "level3")
    assert [a.text for a in answers] == texts
    assert answers[0] is answers[2]


def test_explain_names_candidates_and_what_decided(matcher: Matcher) -> None:
    told = matcher.explain("提高工会组的社会影响力", "level3")
    assert told.candidates[0].canonical == "提高工会组织的社会影响力"
    assert "漏字" in told.decided
    far = matcher.explain("完全没有见过的指标名称", "level3")
    assert far.match.method == "none"
    assert far.candidates


def test_costs_slips_are_cheaper_than_arbitrary_changes() -> None:
    wanted = "困难职工帮扶完成率"
    arbitrary = compare("困难职工帮扶完山率", wanted, frozenset()).cost
    for slip in ("困难职工帮扶完城率", "困难职工帮扶完率", "困难职工帮扶完成成率", "困难职工帮扶成完率"):
        comparison = compare(slip, wanted, frozenset())
        assert comparison.slip, slip
        assert comparison.cost < arbitrary


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [("城", "成", "same-sound"), ("那", "拉", "near-sound"), ("精", "经", "same-sound"), ("金", "京", "near-sound"),
     ("投", "拨", "like-shape"), ("咸", "成", "like-shape"), ("猪", "桥", None)],
)  # fmt: skip
def test_kinship(one: str, other: str, kin: str | None) -> None:
    assert kinship(one, other) == kin
    assert kinship(other, one) == kin


def test_the_frozen_readings_agree_with_pypinyin() -> None:
    from pypinyin import Style, pinyin

    from extractor.matching.likeness import syllables

    for character in "绩效目标产出数量质量时效成本满意度农村低保发放人数受益脱贫工会组织":
        readings = {r.replace("ü", "v") for r in pinyin(character, style=Style.NORMAL, heteronym=True)[0]}
        assert syllables(character)
        assert set(syllables(character)) <= readings


_HAN = "提高工会组织的社会影响力困难职工"


@given(st.text(st.sampled_from(_HAN), min_size=1, max_size=12), st.text(st.sampled_from(_HAN), min_size=1, max_size=12))
@settings(max_examples=300)
def test_the_edits_turn_the_wanted_word_into_the_printed_one(printed: str, wanted: str) -> None:
    if printed == wanted:
        return
    built, at = [], 0
    for edit in align(printed, wanted):
        built += [wanted[at : edit.where], edit.printed]
        at = edit.where + len(edit.wanted)
    assert "".join([*built, wanted[at:]]) == printed


@pytest.mark.parametrize(
    ("printed", "kind", "expected"),
    [
        ("建设项是目成本控制率", "level3", "建设项目成本控制率"),
        ("展开研究项目数量", "level3", "开展研究项目数量"),
        ("资金到位及时时率", "level3", "资金到位及时率"),
        ("项总成本", "level3", "项目总成本"),
        ("验收合格没率", "level3", "验收合格率"),
        ("满意庋指标", "level2", "满意度指标"),
        ("满意庋指标", "level1", "满意度指标"),
        ("建没周期", "field", "建设周期"),
        ("填报没日期", "field", "填报日期"),
        ("实际完戍值", "header", "实际完成值"),
    ],
)  # fmt: skip
def test_slips_that_make_no_word(matcher: Matcher, printed: str, kind: Any, expected: str | None) -> None:
    match = matcher.match(printed, kind)
    assert match.expected == expected
    assert match.typo is (expected is not None)


@pytest.mark.parametrize(
    "printed",
    [
        "专利授权量",
        "项目计划完成率",
        "农村低保发放数",
        "设备完好",
        "旧小区改造户数",
        "受益人次",
        "女工会会员满意度",
        "学生餐补助标准",
        "退役士兵待安置人数",
    ],
)
def test_what_reads_well_is_a_wording(matcher: Matcher, printed: str) -> None:
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize(
    "printed",
    [
        "区县财政部门",
        "区县主管部门",
        "总目标",
        "项目名",
        "是否为核心指标",
        "评分办法",
        "编制人",
        "其他需说明的问题",
        "省补资金",
    ],
)
def test_labels_that_read_well_are_no_slips_of_others(matcher: Matcher, printed: str) -> None:
    assert not matcher.match_any(printed).typo


def test_a_slip_of_either_of_two_names_is_told_though_not_which() -> None:
    match = load_rules().matcher.match("资金付及时率", "level3")
    assert (match.canonical, match.typo, match.expected) == (None, True, "资金支付及时率")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("隐患排查整改闭环及时时率", "隐患排查整改闭环及时率"),
        ("脱了贫地区茶园建设面积", "脱贫地区茶园建设面积"),
        ("题问人数", "问题人数"),
        ("受益群众满意庋指标", "受益群众满意度指标"),
        ("茶园基础没施改造面积", None),
        ("茶园施肥面枳", "茶园施肥面积"),
    ],
)
def test_slips_in_names_that_no_dictionary_has(matcher: Matcher, printed: str, expected: str | None) -> None:
    match = matcher.match(printed, "level3")
    assert match.expected == expected


@pytest.mark.parametrize(
    "printed",
    [
        "白沙洲古树挂牌株数",
        "钩编机采购台数",
        "菌渣还田面积",
        "张家湾村道硬化里程",
        "护边员人数",
        "田长巡田次数",
        "苗圃维护面积",
        "购置图书第1类任务完成率",
        "改造低产栗园",
        "维护山坪塘",
        "水上交通责任亡人事故",
    ],
)
def test_rare_words_and_names_of_places_are_left_alone(matcher: Matcher, printed: str) -> None:
    assert not matcher.match_any(printed).typo


@pytest.mark.parametrize(("printed", "right"), [("设备完赛好率", "设备完好率"), ("资金使着用合规率", "资金使用合规率")])
def test_what_tears_a_common_word_is_put_in(matcher: Matcher, printed: str, right: str) -> None:
    assert matcher.match(printed, "level3").expected == right


@pytest.mark.parametrize("printed", ["特种设备定检率", "单站年运维费用", "胶农弃割率", "单泵年电费"])
def test_words_made_as_others_are_no_look_alikes(matcher: Matcher, printed: str) -> None:
    met = matcher._met
    assert mend_by_parts(printed, met) is None
    assert mend_by_parts("工程验牧合格率", met) is not None


@pytest.mark.parametrize(
    "printed",
    ["远程影像诊断例数", "刑释人员衔接率", "单家卫生院设备投入", "壁画临摹幅数", "供氧覆盖学生人数", "牧区观护基地数"],
)
def test_a_rare_word_that_no_list_has_is_meant_as_it_stands(matcher: Matcher, printed: str) -> None:
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize(
    ("printed", "right"), [("隐患整改及是率", "隐患整改及时率"), ("工程验牧合格率", "工程验收合格率")]
)
def test_a_slip_that_a_known_label_bears_out_is_found(matcher: Matcher, printed: str, right: str) -> None:
    assert matcher.match(printed, "level3").expected == right


def test_a_standing_word_of_the_rule_book_is_left_alone() -> None:
    rules = load_rules()
    book = ConfusionBook(confusions=[], standing=frozenset({"验牧"}))
    matcher = Matcher(rules.labels, rules.indicators, Confusions(book))
    assert not matcher.match("老旧大棚工程验牧合格率", "level3").typo
    assert load_rules().matcher.match("老旧大棚工程验牧合格率", "level3").typo


@given(st.text("资金到位及时率项目完成数量的了一二培训人员满意度度", max_size=12))
def test_no_label_breaks_the_search_by_parts(text: str) -> None:
    matcher = load_rules().matcher
    match = matcher.match(text, "level3")
    assert match.typo is (match.expected is not None)
    assert all(0 <= start < end <= len(text) for start, end in match.spans)


@pytest.mark.parametrize("printed", ["枯死松木清理株数", "牧户满意度"])
def test_a_character_that_says_more_and_another_group_of_people_are_no_slips(matcher: Matcher, printed: str) -> None:
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize("name", ["移民收入与全县农村平均之比", "两区增收平均之和", "参保与应保平均之差"])
def test_a_link_with_what_it_links_to_is_no_slip(matcher: Matcher, name: str) -> None:
    assert not matcher.match(name, "level3").typo


@pytest.mark.parametrize("printed", ["建证建档户数", "建路建证户数", "改线改册户数"])
def test_two_words_built_alike_are_meant_as_they_stand(matcher: Matcher, printed: str) -> None:
    """建证 stands in no dictionary, beside 建档 it reads: 建议 was taken for meant."""
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize(("printed", "meant"), [("新增新健车位", "新增新建车位"), ("培训培圳人次", "培训培训人次")])
def test_a_slip_in_one_of_two_words_built_alike_is_told(matcher: Matcher, printed: str, meant: str) -> None:
    assert matcher.match(printed, "level3").expected == meant


@pytest.mark.parametrize(
    "printed",
    [
        "村级首诊人次增长率", "林道路基压实合格率", "受益竹农户数", "带动椒农户数", "推广良种羊数量", "推广良种鹅数量",
        "送展进校园场次", "巡展进社区场次", "稻鸭共作面积", "小型消防站建设数量", "执行到位率", "电梯困人救援时间",
    ],
)  # fmt: skip
def test_words_of_a_field_are_no_slips_of_others(matcher: Matcher, printed: str) -> None:
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize("printed", ["镇村公交年客运量", "城乡公交月客运量", "新育良种苗木（万株）"])
def test_a_period_between_words_and_a_head_before_a_verb_are_meant(matcher: Matcher, printed: str) -> None:
    """年 was taken for 车, and 新育 for the seldom 育新."""
    assert not matcher.match(printed, "level3").typo


@pytest.mark.parametrize("printed", ["其中：（一）一般公共预算财政拨款", "其中：（二）二级预算单位拨款"])
def test_a_number_before_a_word_that_begins_alike_is_no_doubled_character(matcher: Matcher, printed: str) -> None:
    assert not matcher.match_any(printed).typo


def test_a_doubled_character_with_a_blank_between_is_told(matcher: Matcher) -> None:
    assert matcher.match_any("其中：一般公共 共预算财政拨款").typo


@pytest.mark.parametrize("printed", ["群众办事排队项日完成率", "村集体增新收入户数比例"])
def test_the_same_characters_within_words_are_slips(matcher: Matcher, printed: str) -> None:
    assert matcher.match(printed, "level3").typo


@pytest.mark.parametrize("head", ["实施期值", "当年值"])
def test_the_value_of_a_span_is_no_misspelt_span(matcher: Matcher, head: str) -> None:
    assert matcher.match_any(head).canonical == "指标值"


def test_a_further_explanation_is_a_remark_below_the_rows(matcher: Matcher) -> None:
    assert matcher.match("补充说明", "field").canonical == "说明"


# ---- how two keys are laid side by side, and what the differences come to


def _edits(printed: str, wanted: str) -> list[tuple[str, int, int, str, str, int]]:
    return [(e.kind, e.at, e.end, e.printed, e.wanted, e.where) for e in align(printed, wanted)]


@pytest.mark.parametrize(
    ("printed", "wanted", "edits"),
    [
        # one difference behind a common beginning
        ("甲乙猪丁", "甲乙桥丁", [("replaced", 2, 3, "猪", "桥", 2)]),
        ("甲乙丁", "甲乙丙丁", [("lost", 2, 2, "", "丙", 2)]),
        ("甲乙丙丁", "甲乙丁", [("inserted", 2, 3, "丙", "", 2)]),
        ("甲乙乙丁", "甲乙丁", [("doubled", 2, 3, "乙", "", 2)]),
        ("甲丙乙丁", "甲乙丙丁", [("swapped", 1, 3, "丙乙", "乙丙", 1)]),
        ("甲丙乙", "甲乙戊", [("inserted", 1, 2, "丙", "", 1), ("lost", 3, 3, "", "戊", 2)]),
        # two and more, in order
        ("甲丙乙丁猪", "甲乙丙丁桥", [("swapped", 1, 3, "丙乙", "乙丙", 1), ("replaced", 4, 5, "猪", "桥", 4)]),
        ("甲猪丁丙乙", "甲桥丁乙丙", [("replaced", 1, 2, "猪", "桥", 1), ("swapped", 3, 5, "丙乙", "乙丙", 3)]),
        ("甲乙丁", "甲丙乙戊丁", [("lost", 1, 1, "", "丙", 1), ("lost", 2, 2, "", "戊", 3)]),
        ("甲丙乙戊丁", "甲乙丁", [("inserted", 1, 2, "丙", "", 1), ("inserted", 3, 4, "戊", "", 2)]),
        ("甲乙乙丙己戊", "甲乙丙丁戊", [("doubled", 2, 3, "乙", "", 2), ("replaced", 4, 5, "己", "丁", 3)]),
        ("甲丙丁戊猪", "甲乙丙丁戊桥", [("lost", 1, 1, "", "乙", 1), ("replaced", 4, 5, "猪", "桥", 5)]),
        ("乙甲丁丙", "甲乙丙丁", [("swapped", 0, 2, "乙甲", "甲乙", 0), ("swapped", 2, 4, "丁丙", "丙丁", 2)]),
        ("猪甲甲", "桥甲", [("replaced", 0, 1, "猪", "桥", 0), ("doubled", 1, 2, "甲", "", 1)]),
    ],
)  # fmt: skip
def test_where_the_differences_stand(
    monkeypatch: pytest.MonkeyPatch, printed: str, wanted: str, edits: list[tuple[str, int, int, str, str, int]]
) -> None:
    monkeypatch.setattr("extractor.matching.typo.kinship", lambda *_: None)
    assert _edits(printed, wanted) == edits


def _kinds(printed: str, wanted: str) -> dict[str, int]:
    return dict(Counter(edit.kind for edit in align(printed, wanted)))


def test_what_moved_by_three_places_is_found_and_by_four_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.matching.typo.kinship", lambda *_: None)
    assert _kinds("丁戊己甲乙丙", "甲乙丙丁戊己") == {"lost": 3, "inserted": 3}
    assert _kinds("戊己庚辛甲乙丙丁", "甲乙丙丁戊己庚辛") == {"replaced": 8}


@pytest.mark.parametrize("short", ["子", "子丑"])
@pytest.mark.parametrize("more", range(8))
def test_however_much_longer_one_key_is_it_is_laid_beside_the_other(
    monkeypatch: pytest.MonkeyPatch, short: str, more: int
) -> None:
    monkeypatch.setattr("extractor.matching.typo.kinship", lambda *_: None)
    long = "甲乙丙丁戊己庚辛壬癸"[: len(short) + more]
    assert _kinds(short, long) == {"replaced": len(short)} | ({"lost": more} if more else {})
    assert _kinds(long, short) == {"replaced": len(short)} | ({"inserted": more} if more else {})


def test_a_shift_of_one_more_than_the_difference_in_length_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.matching.typo.kinship", lambda *_: None)
    assert _kinds("子甲乙丙丁戊己庚辛", "丑寅卯辰甲乙丙丁戊己庚辛壬") == {"replaced": 1, "lost": 4}
    assert _kinds("甲乙丙丁戊己庚辛子", "丑寅卯辰甲乙丙丁戊己庚辛") == {"lost": 4, "inserted": 1}


@pytest.mark.parametrize(
    ("printed", "wanted", "why"),
    [("甲猪", "甲桥", "换字「桥→猪」"), ("甲", "甲乙", "漏字「乙」"), ("甲乙", "甲", "多字「乙」"),
     ("甲甲", "甲", "重字「甲」"), ("乙甲", "甲乙", "颠倒「甲乙→乙甲」")],
)  # fmt: skip
def test_a_difference_is_told_by_what_should_stand_and_what_does(printed: str, wanted: str, why: str) -> None:
    edits = align(printed, wanted)
    assert Comparison(edits, 0.0, slip=True, other_meaning=False).why == why
    assert Comparison(edits, 0.0, slip=True, other_meaning=False, verdict="甲乙丙").why == f"{why}：甲乙丙"


def _compared(patch: pytest.MonkeyPatch, kinds: list[str], verdicts: list[str], **ways: Any) -> Comparison:
    """Keys that differ in these ways, each a character further on, as they are judged one by one."""
    edits = tuple(Edit(kind, n, n + 1, "甲", "乙", n) for n, kind in enumerate(kinds))  # type: ignore[arg-type]
    said = iter(verdicts)
    for name, value in ({"align": lambda *_: edits, "_other_meaning": lambda *_: False,
                         "judge": lambda *_: next(said)} | ways).items():  # fmt: skip
        patch.setattr(f"extractor.matching.typo.{name}", value)
    return compare("甲甲甲甲", "乙乙乙乙", ())


@pytest.mark.parametrize(
    ("kinds", "verdicts", "cost", "slip", "told"),
    [
        (["same-sound"], ["slip"], 0.35, True, ""),
        (["same-sound"], ["reads"], 0.35, False, "改后也通顺，可能是另一指标"),
        (["replaced"], ["slip"], 0.7, True, ""),
        (["replaced"], ["nonsense"], 0.9, False, "改后也通顺，可能是另一指标"),
        (["inserted"], ["reads"], 1.25, False, "改后也通顺，可能是另一指标"),
        (["same-sound", "swapped", "doubled"], ["slip"] * 3, 1.25, True, ""),
        (["same-sound", "swapped"], ["reads", "slip"], 0.85, False, "改后也通顺，可能是另一指标"),
        (["same-sound", "swapped"], ["slip", "reads"], 0.85, False, "改后也通顺，可能是另一指标"),
        (["same-sound"] * 4, [], 1.4, False, ""),  # more than three are not judged
        (["lost"], ["slip"], 0.6, True, ""),
        (["lost", "lost"], [], 1.2, False, "少一个词，可能是另一指标"),
        (["lost", "same-sound"], ["slip", "slip"], 0.95, True, ""),
    ],
)  # fmt: skip
def test_what_differences_come_to(
    monkeypatch: pytest.MonkeyPatch, kinds: list[str], verdicts: list[str], cost: float, slip: bool, told: str
) -> None:
    found = _compared(monkeypatch, kinds, verdicts)
    assert (round(found.cost, 10), found.slip, found.other_meaning, found.verdict) == (cost, slip, False, told)


def test_one_difference_of_another_meaning_settles_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _compared(monkeypatch, ["same-sound", "lost"], [], _other_meaning=lambda edit, _: edit.kind == "lost")
    assert (found.cost, found.slip, found.other_meaning, found.verdict) == (0.95, False, True, "意义不同")


@pytest.mark.parametrize(
    ("places", "word"), [([0, 1], True), ([3, 5], True), ([3, 6], False), ([0, 3, 5], True), ([4], False), ([], False)]
)
def test_two_characters_lost_close_together_are_a_word(places: list[int], word: bool) -> None:
    from extractor.matching.typo import _word_lost

    lost = [Edit("lost", 0, 0, "", "乙", where) for where in places]
    other = [Edit("same-sound", 0, 1, "甲", "乙", where) for where in (1, 2, 4, 5)]
    assert _word_lost((*lost, *other)) == word
