"""Wordings that stand in no list: what they are taken for, where it must stay open, and that exact wordings
outweigh.
"""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from extractor.matching.book import LabelKind
from extractor.rulebook import load_rules
from extractor.words.inline import pairs_of
from extractor.words.items import items_of
from extractor.words.meaning import kept_aside, looks_like_label, meaning_of
from extractor.words.vocabulary import vocabulary
from extractor.words.word_sets import ProseWords

WORDS = vocabulary(load_rules())


@pytest.mark.parametrize(
    ("label", "value", "identity"),
    [
        ("县级预算单位名称处", "青山县水利局", "budget_unit"),
        ("项目当年预算金额数", "12", "total"),
        ("专项建设实施期限", "2024年1月-12月", "period"),
        ("本项目联系电话号码", "0731-8888888", "phone"),
        ("三年滚动绩效目标", "三年内改造全部泵站，保障排涝。", "period_goal"),
    ],
)
def test_an_unlisted_label_is_understood_by_its_parts_and_its_value(label: str, value: str, identity: str) -> None:
    assert WORDS.field(label) is None and WORDS.amount(label) is None, "listed by now: choose another wording"
    found = meaning_of(label, value, WORDS)
    assert found is not None and found.identity == identity


@pytest.mark.parametrize(
    "text", ["青山县水利局", "泵站改造工程", "改造三座泵站", "一般项目", "王明", "行政事业单位工会经费"]
)
def test_a_value_is_no_label(text: str) -> None:
    assert not looks_like_label(text, WORDS)


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("1-9月完成值", "actual"),
        ("参考分值", "weight"),
        ("年度指标数值", "target"),
        ("未达标原因说明", "deviation_reason"),
    ],
)
def test_an_unlisted_head_is_understood(head: str, role: str) -> None:
    found = WORDS.evidence.likely("header", head, margin=0.1)
    assert found is not None and found.identity == role


@pytest.mark.parametrize(
    ("kind", "wording", "identity"),
    [
        ("header", "指标偏离幅度", "other_rate"),  # a figure, no reason
        ("header", "单项得分系数", "other_rate"),  # nor points
        ("header", "相关说明", "note"),
        ("header", "失分缘由", "deviation_reason"),
        ("header", "失分标准", "definition"),  # of all rows
        ("header", "前7个月实绩", "actual"),
        ("header", "拟实现值", "target"),
        ("header", "上年实绩", "other_history"),
        ("field", "目标兑现情况", "achievement"),
        ("field", "目标调整情况", "other_performance"),
        ("field", "政策落实情况", "other_performance"),
        ("field", "后续改进安排", "measures"),
        ("field", "实施进度安排", "other_plan"),
        ("header", "指标取值说明", "definition"),
        ("header", "半程计划值", "other_history"),
        ("header", "对应工作目标", "other_column"),
        ("field", "项目时间范围", "period"),  # no place
        ("field", "联系人/手机", "person_and_phone"),
        ("field", "部门、单位名称", "department"),
        ("field", "市级预算主管部门", "other_level_department"),
        ("field", "政策期总目标", "period_goal"),
        ("amount", "项目投资总规模", "total_multi_year"),
        ("amount", "政策期预算总额", "total_multi_year"),
    ],
)
def test_meanings_that_are_near_are_parted_by_what_says_which(kind: LabelKind, wording: str, identity: str) -> None:
    assert getattr(WORDS, kind)(wording) is None, "listed by now: choose another wording"
    found = WORDS.evidence.weigh(kind, wording)
    assert found[0].identity == identity


def test_money_beside_a_label_rules_out_a_party() -> None:
    found = meaning_of("主管部门预算数", "120", WORDS)
    assert found is None or found.kind == "amount"


@pytest.mark.parametrize(
    "text",
    [
        "【产出指标-数量指标】\n指标1：改造泵站（≥3座）",
        "数量指标：改造泵站：≥3座；质量指标：合格率100%",
        "产出指标：数量指标：改造泵站3座。",
    ],
)
def test_indicators_written_as_text(text: str) -> None:
    found = items_of(text, WORDS)
    assert found is not None and found.items[0].name == "改造泵站" and found.items[0].value.endswith("3座")


def test_a_goal_in_prose_is_no_list_of_indicators() -> None:
    assert items_of("实施泵站改造，改造泵站不低于3座，受益人口不低于900人。\n合格率达到97%以上。", WORDS) is None


_LINES = """2024年项目支出绩效目标表
项目名称
泵站改造
主管部门
青山县水利局
年度资金总额（万元）
80
一级指标
二级指标
三级指标
指标值
产出指标
数量指标
改造泵站
≥3座
质量指标
合格率
100%
填表人：王明   联系电话：8888888
"""
_BLANKS = """                    2024年项目支出绩效目标表
项目名称            泵站改造
年度目标            改造泵站三座，保障全县低洼地区
                    排涝。

一级指标      二级指标        三级指标        指标值

产出指标      数量指标        改造泵站        ≥3座

              质量指标        合格率          100%

填表人：王明   联系电话：8888888
"""


def test_one_cell_a_line_that_cannot_be_told_is_said() -> None:
    from extractor.pipeline import extract_bytes

    document = extract_bytes(_LINES.encode(), "a.txt", rules=load_rules())
    assert document.quality.verdict == "未能审核" and "unread-text" in {f.code for f in document.findings}


def test_columns_by_blanks() -> None:
    from extractor.pipeline import extract_bytes

    form = extract_bytes(_BLANKS.encode(), "a.txt", rules=load_rules()).forms[0]
    assert form.project_name == "泵站改造"
    assert [
        (i.level1.raw, i.level2.raw, i.level3.raw, i.target.raw)
        for i in form.indicators
        if i.level1 and i.level2 and i.level3
    ] == [
        ("产出指标", "数量指标", "改造泵站", "≥3座"),
        ("产出指标", "质量指标", "合格率", "100%"),
    ]
    assert form.signoff.preparer == "王明"


def test_the_words_of_cells_and_of_prose_are_the_rule_books() -> None:
    """What a sign, a standard or a project's name before its list is stands in grammar.yaml and is checked on load."""
    cells, prose = WORDS.grammar.cells, WORDS.grammar.prose
    assert "大于等于" in cells.signs and cells.names_standard("行业标准") and not cells.names_standard("行业标杆")
    assert WORDS.grammar.compares("增减额") and WORDS.grammar.sums_money("合计（万元）")
    with pytest.raises(ValidationError, match="tail"):
        ProseWords(title=prose.title, project="^(?P<number>\\d)(?P<name>.+)", first=prose.first)


def test_indicators_written_with_arrows() -> None:
    """产出指标→数量指标→改造泵站→3座: the value stands behind the last arrow."""
    found = items_of("产出指标→数量指标→改造泵站→3座\n产出指标→质量指标→验收合格率→95%", WORDS)
    assert found is not None
    assert [(i.level1, i.level2, i.name, i.value) for i in found.items] == [
        ("产出指标", "数量指标", "改造泵站", "3座"),
        ("产出指标", "质量指标", "验收合格率", "95%"),
    ]


def test_a_bracket_inside_a_label_does_not_begin_it_anew() -> None:
    """自有（自筹）资金：15 is no 资金：15."""
    pairs = pairs_of("2.自有（自筹）资金：15", WORDS)
    assert [(p.label, p.value) for p in pairs] == [("自有（自筹）资金", "15")]


@pytest.mark.parametrize(
    ("label", "value", "kept"),
    [("项目背景", "泵站老旧，机组年久失修。", True), ("项目设立依据", "某文件", False), ("项目背景", "120万元", False)],
)
def test_what_no_key_takes_is_kept_aside_only_where_it_is_plain(label: str, value: str, kept: bool) -> None:
    assert (kept_aside(label, value, WORDS) is not None) == kept


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("服务对象满意度：≥88%", ("服务对象满意度", "≥88%")),
        ("服务对象满意度指标：群众满意度≥88%", ("群众满意度", "≥88%")),
        ("服务对象满意度：群众满意度≥88%", ("群众满意度", "≥88%")),
    ],
)
def test_words_of_a_level_may_name_the_indicator_beside_it(text: str, item: tuple[str, str]) -> None:
    found = items_of(text, WORDS, beside_level=True)
    assert found is not None and [(i.name, i.value) for i in found.items] == [item]
