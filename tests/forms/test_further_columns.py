"""A further column under a head that no list holds: plainly something no key takes, or told as unread."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from extractor.forms import further_columns
from extractor.forms.assemble import read_forms
from extractor.forms.band import Band, Head
from extractor.forms.draft import Draft
from extractor.forms.further_columns import FurtherColumns, _are_rates, _are_words, plainly_further
from extractor.forms.reading import Reading
from extractor.model.document import Cell
from extractor.rulebook import load_rules
from extractor.words.content import Content
from extractor.words.vocabulary import vocabulary
from tests.forms.pages import drawn
from tests.make.sketch import draw

RULES = load_rules()
WORDS = vocabulary(RULES)
ROWS = (
    ("产出指标", "数量指标", "架设路灯", "140盏", "140盏", "按路段清单", "100%"),
    ("产出指标", "数量指标", "更换电缆", "≥6公里", "4.5公里", "竣工资料", "75%"),
    ("产出指标", "质量指标", "一次点亮率", "≥98%", "99%", "抽检记录", "100%"),
    ("效益指标", "社会效益指标", "夜间事故下降率", "≥10%", "6%", "交警台账", "60%"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "93%", "街头访问", "100%"),
)


def read(heads: str, columns: tuple[int, ...], kind: str = "项目支出绩效监控表") -> Reading:
    table = "".join("| " + " | ".join(row[n] for n in columns) + " |\n" for row in ROWS)
    width = " | ".join(["<"] * (len(columns) - 2))
    top = f"#     2025年度{kind}\n| 项目名称 | 路灯改造 | {width} |\n| {heads} |\n"
    [reading] = read_forms(draw(top + table), RULES, "0" * 64)
    return reading


def texts(reading: Reading) -> list[str]:
    return [item.text for item in reading.form.unmapped]


@pytest.mark.parametrize("head", ["测算口径", "取数口径", "核算口径说明"])
@pytest.mark.parametrize(
    "names", ["一级指标 | 二级指标 | 三级指标 | 指标值", "指标大类 | 指标小类 | 考核事项 | 预期达到值"]
)
def test_how_it_is_counted(head: str, names: str) -> None:
    reading = read(f"{names} | {head}", (0, 1, 2, 3, 5), "项目支出绩效目标表")
    assert [(i.level3 and i.level3.raw, i.target.raw) for i in reading.form.indicators] == [
        (row[2], row[3]) for row in ROWS
    ]
    assert reading.doubts == []
    assert {row[5] for row in ROWS} <= set(texts(reading))


@pytest.mark.parametrize("head", ["完成进度", "达成率", "进度", "指标完成进度"])
def test_how_far_it_is(head: str) -> None:
    reading = read(f"一级指标 | 二级指标 | 三级指标 | 年度目标值 | 实际完成值 | {head}", (0, 1, 2, 3, 4, 6))
    assert [i.actual for i in reading.form.indicators] == [row[4] for row in ROWS]
    assert reading.doubts == []


@pytest.mark.parametrize("head", ["复核得分", "专家评分", "主管部门评定得分"])
def test_what_others_gave(head: str) -> None:
    points = ("30", "20", "10", "20", "20")
    table = "".join(f"| {' | '.join(row[:5])} | {p} | {p} | {int(p) - 1} |\n" for row, p in zip(ROWS, points))
    heads = f"一级指标 | 二级指标 | 三级指标 | 指标值 | 实际值 | 分值 | 自评得分 | {head}"
    top = f"#     2025年度项目支出绩效自评表\n| 项目名称 | 路灯改造 | < | < | < | < | < | < |\n| {heads} |\n"
    [reading] = read_forms(draw(top + table), RULES, "0" * 64)
    assert [i.achieved_score for i in reading.form.indicators] == list(points)
    assert reading.doubts == []


@pytest.mark.parametrize("head", ["戊己事", "甲乙丙"])
def test_a_head_that_says_nothing_stays_unread(head: str) -> None:
    reading = read(f"一级指标 | 二级指标 | 三级指标 | 指标值 | {head}", (0, 1, 2, 3, 5), "项目支出绩效目标表")
    assert "unread-text" in [d.code for d in reading.doubts]


@pytest.mark.parametrize("head", ["完成进度", "达成率"])
def test_a_rate_where_nothing_says_what_was_reached_is_told(head: str) -> None:
    reading = read(f"一级指标 | 二级指标 | 三级指标 | 年度目标值 | {head}", (0, 1, 2, 3, 6))
    assert any(i.actual for i in reading.form.indicators) or reading.doubts != []


@pytest.mark.parametrize(("texts", "rates"), [(["90%"], False), (["90%", "80%"], True)])
def test_two_rates_under_a_head_like_a_rate_beside_what_was_reached(texts: list[str], rates: bool) -> None:
    reached, head = Cell(0, 0, text="实际完成值"), Cell(0, 1, text="完成进度")
    band = Band(0, 1, [Head("actual", 0, reached.text, reached, exact=True)])
    assert _are_rates(texts, band, WORDS, Head("other", 1, head.text, head)) == rates


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["街头访问"], False),
        (["街头访问", "抽检记录"], True),
        (["街头访问"] * 4 + [""], True),  # of four rows in five
        (["街头访问"] * 3 + [""], False),
    ],
)
def test_two_texts_say_a_few_words_of_every_row(texts: list[str], words: bool) -> None:
    assert _are_words(texts, WORDS) == words


def _columns(*heads: Head) -> FurtherColumns:
    table = drawn([head.text for head in heads], ["3座"] * len(heads))
    return FurtherColumns(table, Band(0, 1, list(heads)), WORDS, Draft(), 2026)


def _head(role: str, col: int, text: str, *path: str) -> Head:
    return Head(role, col, text, Cell(0, col, text=text), exact=role != "other", path=path)


@pytest.mark.parametrize(
    ("over_own", "over", "further"),
    [
        (("评分", "自评得分"), ("评分", "甲乙"), True),  # side by side under one head
        (("评分", "自评得分"), ("别的", "甲乙"), False),
        (("甲乙",), ("甲乙",), False),  # the same word is no head over both
        (("甲乙", "自评得分"), ("甲乙",), False),
        (("甲乙",), ("甲乙", "丙丁"), False),
    ],
)
def test_a_column_beside_the_score_under_one_head_is_a_further_score(
    over_own: tuple[str, ...], over: tuple[str, ...], further: bool
) -> None:
    own, head = _head("achieved_score", 0, "自评得分", *over_own), _head("other", 1, "甲乙", *over)
    assert _columns(own, head)._is_further_score(head) == further
    before = _head("other", 0, "甲乙", *over)
    assert not _columns(before, _head("achieved_score", 1, "自评得分", *over_own))._is_further_score(before)


@pytest.mark.parametrize(("likeness", "key"), [(0.5, False), (0.51, True)])
def test_a_head_names_a_field_where_it_is_clearly_likelier_than_a_head_of_indicators(
    likeness: float, key: bool
) -> None:
    evidence = SimpleNamespace(
        likely=lambda kind, text: SimpleNamespace(identity="filer", score=likeness),
        weigh=lambda kind, text: [SimpleNamespace(identity="note", score=0.3)],
    )
    nothing = dict.fromkeys(("field", "amount", "header", "execution"), lambda text: None)
    columns = _columns(head := _head("other", 0, "具体承担"))
    columns.words = SimpleNamespace(evidence=evidence, **nothing)  # type: ignore[assignment]
    assert columns._has_key(head) == key


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ({"other_basis": 0.2}, True),
        ({"other_basis": 0.19}, False),
        ({"definition": 0.2}, True),
        ({"other_basis": 0.5, "weight": 0.19}, True),
        ({"other_basis": 0.5, "weight": 0.2}, False),  # it may be the points, which no column has
        ({"other_basis": 0.5, "target": 0.9}, True),  # that one is there
    ],
)
def test_words_that_speak_for_something_aside_and_for_no_open_role(
    said: dict[str, float], plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(further_columns, "_are_words", lambda texts, words: True)
    weighed = [SimpleNamespace(identity=identity, score=score) for identity, score in said.items()]
    words: Any = SimpleNamespace(evidence=SimpleNamespace(weigh=lambda kind, text: weighed))
    heads = [_head("level3", 0, "三级指标"), _head("target", 1, "指标值"), _head("other", 2, "鹳雀楼")]
    table = drawn([head.text for head in heads], ["甲", "3座", "乙"])
    assert plainly_further(table, Band(0, 1, heads), heads[2], words) == plain


@pytest.mark.parametrize(
    ("texts", "rates"),
    [
        (["75%", "80%"], True),
        (["75%"], False),
        (["75%", "/", ""], False),
        (["1%", "2%", "3%", "4%", "甲"], True),
        (["1%", "2%", "3%", "甲", "乙"], False),
    ],
)
def test_how_far_it_is_are_rates_in_four_of_five_cells(texts: list[str], rates: bool) -> None:
    band = Band(0, 1, [_head("actual", 0, "实际完成值")])
    assert further_columns._are_rates(texts, band, WORDS, _head("other", 1, "完成进度")) == rates
    assert not further_columns._are_rates(texts, Band(0, 1, []), WORDS, _head("other", 1, "完成进度"))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({}, True),
        ({"filled": 1}, False),
        ({"blank": 1 - further_columns.FULL}, True),
        ({"blank": 0.21}, False),
        ({"value": 0.2, "number": 0.1}, True),
        ({"points": 0.21}, False),
        ({"sentence": 0.79}, True),
        ({"sentence": 0.8}, False),
    ],
)
def test_a_few_words_said_of_nearly_every_row(
    found: dict[str, Any], words: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Content(**{"filled": 2, "blank": 0.0, **found})
    monkeypatch.setattr(further_columns, "content_of", lambda texts, words, units: content)
    assert further_columns._are_words([], WORDS) == words
