"""Words of the confusion list, fixed words of a column, slips found in the filing itself, proposals from a corpus."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import RuleBookError
from extractor.learning.suggest import suggest_from
from extractor.matching import words
from extractor.matching.confusions import Confusions
from extractor.matching.plausible import Edit, EditKind
from extractor.matching.prose import prose_typos
from extractor.matching.typo import Comparison
from extractor.matching.words import STANDARDS, check_unit, check_word, slipped_percents
from extractor.rulebook import Rules, load_rules
from extractor.values.unit import UnitIndex


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules()


@pytest.fixture(scope="module")
def lexicon(rules: Rules) -> Confusions:
    return rules.confusions


@pytest.mark.parametrize(
    ("text", "observed", "expected"),
    [
        ("完场全年培训任务", "完场", "完成"),
        ("开展中小河流治理问道8公里", "问道", "河道"),
        ("帮助高效毕业生就业", "高效毕业生", "高校毕业生"),
        ("对独生子伤残家庭给予扶助", "独生子伤残", "独生子女伤残"),
        ("财政投款30万元", "财政投款", "财政拨款"),
        ("学生对伙食得满意度", "伙食得满意度", "伙食的满意度"),
        ("完成率9%0得10分", "9%0", "90%"),
        ("加强基础实施建设", "基础实施", "基础设施"),
        ("完善交安实施", "交安实施", "交安设施"),
        ("绩效目标完咸情况良好", "绩效目标完咸情况", "绩效目标完成情况"),
    ],
)
def test_misspelt_words_of_prose(lexicon: Confusions, text: str, observed: str, expected: str) -> None:
    found = prose_typos(text, lexicon)
    assert [(o, e) for _, _, o, e, _ in found] == [(observed, expected)]
    start, end = found[0][:2]
    assert text[start:end] == observed


@pytest.mark.parametrize(
    "text",
    [
        "提供高效服务", "问道于民", "组织实施建设项目", "基础实施方案", "清理完场地", "年末完场", "外延脱落",
        "外墙外延脱落维修",
        "人数据统计", "增长9%，0增长", "投款人", "安装设备", "服务得满意",
    ],
)  # fmt: skip
def test_right_or_doubtful_words_are_left_alone(lexicon: Confusions, text: str) -> None:
    assert prose_typos(text, lexicon) == []
    assert lexicon.mend_label(text) == (text, ())


NAMES = ["沅江市总工会", "困难职工帮扶完成率", "白沙洲古树保护"]


@pytest.mark.parametrize(
    ("text", "observed", "expected"),
    [
        ("沅江市总工汇围绕全市工作大局", "沅江市总工汇", "沅江市总工会"),
        ("实现困难职公帮扶完成率100%", "困难职公帮扶完成率", "困难职工帮扶完成率"),
        ("做好白沙洲古树保户工作", "白沙洲古树保户", "白沙洲古树保护"),
        ("支持沅市江总工会", "沅市江总工会", "沅江市总工会"),
    ],
)
def test_the_writers_own_names_misspelt_in_prose(lexicon: Confusions, text: str, observed: str, expected: str) -> None:
    found = prose_typos(text, lexicon, NAMES)
    assert [(o, e) for _, _, o, e, _ in found] == [(observed, expected)]


@pytest.mark.parametrize(
    "text",
    [
        "沅江市总工会",
        "桃江县总工会",
        "沅江县总工会",
        "市总工会",
        "困难职工帮扶及时率",
        "困难农民帮扶完成率",
        "白沙洲古树",
        "沅江市总商会",
        "",
    ],
)
def test_other_names_in_prose_are_left_alone(lexicon: Confusions, text: str) -> None:
    assert prose_typos(text, lexicon, NAMES) == []


def test_a_doubtful_word_is_no_typo(lexicon: Confusions) -> None:
    assert lexicon.prose_typos("外墙外延脱落维修") == []
    assert lexicon.mend_label("外延脱落维修") == ("外延脱落维修", ())


def test_a_line_break_inside_a_word_does_not_hide_it(lexicon: Confusions) -> None:
    assert lexicon.mend_label("绩效目标完\n咸情况（综述）") == ("绩效目标完成情况（综述）", ((6, 7),))


def test_a_broken_pattern_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "confusions.yaml").write_text("confusions:\n  - {wrong: 甲, right: 乙, after: '(未合'}\n", "utf-8")
    with pytest.raises(RuleBookError, match="第 2 行"):
        _ = Rules(tmp_path).confusions


@pytest.mark.parametrize(
    ("text", "word"),
    [("基木标准", "基本标准"), ("计化标准", "计划标准"), ("行业标", "行业标准")],
)
def test_misspelt_fixed_words(text: str, word: str) -> None:
    match = check_word(text, STANDARDS)
    assert (match.canonical, match.typo, match.expected) == (word, True, word)


@pytest.mark.parametrize("text", ["计划标准", "标准", "按文件执行"])
def test_right_short_or_unknown_words_are_no_slips(text: str) -> None:
    assert not check_word(text, STANDARDS).typo


UNITS = load_rules().units.index


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("平方来", "平方米"), ("百份比", "百分比"), ("元/入", "元/人"), ("元/入·天", "元/人·天"),
        ("元每入每月", "元每人每月"),
        ("万无", "万元"), ("公公里", "公里"), ("里公", "公里"), ("平方方米", "平方米"), ("人此", "人次"),
        ("立 方来", "立方米"),
    ],
)  # fmt: skip
def test_a_slip_in_one_part_of_a_unit(text: str, unit: str) -> None:
    match = check_unit(text, UNITS)
    assert (match.typo, match.expected) == (True, unit)
    assert [text[start:end] for start, end in match.spans] != [""]


@pytest.mark.parametrize(
    "text",
    [
        "元/个", "元/件", "元/天", "元/月", "元/人·每天", "元/(人·月)", "元每人每月", "每人每月", "万人次/年", "吨公里",
        "kW·h", "PM2.5", "级", "种次", "台套",
        "点次", "人天", "个村", "元/间·夜", "元/百公里", "立方", "元", "村庄", "名学生", "无", "合格", "", "-", "%",
        "标段", "囍",
    ],
)  # fmt: skip
def test_units_made_of_known_parts_are_no_slips(text: str) -> None:
    assert not check_unit(text, UNITS).typo


@pytest.mark.parametrize(
    ("text", "sure"), [("平方来", True), ("百份比", True), ("元/入", False), ("人此", False), ("元/入·天", False)]
)
def test_of_a_short_unit_nobody_is_sure(text: str, sure: bool) -> None:
    assert check_unit(text, UNITS).sure == sure


@pytest.mark.parametrize(
    "text", ["元/炉", "诊次", "检次", "吨标煤", "顷", "柜", "元/垄", "标", "模块", "万岗", "元/舱位"]
)
def test_true_units_near_a_listed_one_are_no_slips(text: str) -> None:
    assert not check_unit(text, UNITS).typo


@given(
    st.lists(
        st.sampled_from(["元", "万元", "人", "户", "公里", "平方米", "月", "天", "次", "台套", "立方米"]),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from("/·每"),
)
def test_every_unit_composed_of_known_parts_is_known(parts: list[str], sign: str) -> None:
    text = sign.join(parts)
    assert check_unit(text, UNITS).method == "exact", text


def test_slipped_percent_signs() -> None:
    assert slipped_percents("9%0得10分，10%0不得分") == [(0, 3, "9%0", "90%"), (8, 12, "10%0", "100%")]
    assert slipped_percents("增长9%，2023年完成90%") == []
    assert slipped_percents("5%00") == []


def _row(level3: str, unit: str | None = None, operator: str | None = None) -> dict[str, Any]:
    label = {"raw": "数量指标", "canonical": "数量指标"}
    return {"level1": None, "level2": label, "level3": {"raw": level3}, "target": {"unit": unit, "operator": operator}}


def test_proposals_are_yaml_with_counts_and_examples(rules: Rules) -> None:
    rows = [_row("古树名木挂牌株数", "株", ">="), _row("古树名木挂牌株数", "株"), _row("验收合格率"),
        _row("全县城镇新增就业人数"),
            _row("提高工会组的社会影响力")]  # fmt: skip
    documents = [{"source": {"path": "a.docx"}, "forms": [{"indicators": rows}]}]
    text = suggest_from(documents, rules.matcher, rules)
    patch = yaml.safe_load(text)
    assert [(e["name"], e["unit"], e["level2"]) for e in patch["indicators"]] == [
        ("古树名木挂牌株数", "株", "quantity")
    ]
    assert [(e["name"], e["alias"], e["examples"]) for e in patch["aliases"]] == [
        ("城镇新增就业人数", "全县城镇新增就业人数", ["a.docx"])
    ]
    assert "# 2 次，a.docx" in text
    assert "提高工会组的社会影响力 → 提高工会组织的社会影响力" in text
    assert SimpleNamespace(**patch).levels == []


def test_wordings_that_recur_are_proposed_before_those_met_once(rules: Rules) -> None:
    label = {"raw": "体量指标", "canonical": None}
    rows = [_row("古树名木挂牌株数"), {**_row("古井修缮口数"), "level2": label}]
    forms = [
        {"indicators": rows, "unmapped": [{"label": "经办股室联络人", "text": "王五"}, {"label": None, "text": "注"}]}
    ]
    documents = [{"source": {"path": path}, "forms": forms} for path in ("a.docx", "b.docx")]
    documents.append(
        {"source": {"path": "c.docx"}, "forms": [{"indicators": [_row("工程一次验收合格率")], "unmapped": []}]}
    )
    text = suggest_from(documents, rules.matcher, rules)
    patch = yaml.safe_load(text)
    assert [(e["wording"], e["count"]) for e in patch["labels"]] == [("经办股室联络人", 2)]
    assert [(e["wording"], e["count"]) for e in patch["levels"]] == [("体量指标", 2)]
    names = [e["name"] for e in patch["indicators"]]
    assert names[-1] == "工程一次验收合格率"
    assert "以下只出现过一次" in text
    assert "近似 工程验收合格率" in text


# ---- fixed words of a column


@pytest.mark.parametrize(
    ("text", "meant", "score"),
    [
        ("基本标准", "基本标准", 1.0),
        (" 基本 标准", "基本标准", 1.0),
        ("基木标准", "基本标准", 0.8875),
        ("甲乙标准", None, 0.0),
        ("基标准", "基本标准", 0.85),
        ("基本本标准", "基本标准", 0.9),
        ("本基标准", "基本标准", 0.875),
        ("本基准标", None, 0.0),  # two slips
        ("标准", None, 0.0),
        ("定性", "定性", 1.0),
        ("性定", None, 0.0),  # words of two characters stand as they are
        ("定性性", None, 0.0),
    ],
)
def test_a_fixed_word_is_meant(text: str, meant: str | None, score: float) -> None:
    found = check_word(text, ("基本标准", "定性"))
    assert (found.canonical, found.score) == (meant, score)
    assert found.typo == (found.method == "fuzzy") == (meant is not None and score < 1)


@pytest.mark.parametrize(
    ("wanted", "slip", "meant"),
    [("达标率", "达标律", "达标率"), ("达标", "达镖", None), ("达标率", "达标", None)],
)
def test_a_word_of_three_characters_may_be_misspelt(wanted: str, slip: str, meant: str | None) -> None:
    assert check_word(slip, (wanted,)).canonical == meant


@pytest.mark.parametrize(("apart", "meant"), [(0.31, "甲乙丙丁"), (0.3, "甲乙丙丁"), (0.29, None), (0.0, None)])
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("cost", [0.0, 0.5])
def test_of_two_words_equally_near_neither_is_meant(
    monkeypatch: pytest.MonkeyPatch, apart: float, meant: str | None, turned: bool, cost: float
) -> None:
    costs = {"甲乙丙丁": cost, "甲乙丙戊": cost + apart, "甲乙丙己": 3.0}
    edit = Edit("same-sound", 3, 4, "庚", "丁", 3)
    monkeypatch.setattr(
        words,
        "compare",
        lambda _, wanted, *__, **___: Comparison((edit,), costs[wanted], slip=True, other_meaning=False),
    )
    vocabulary = tuple(costs)[::-1] if turned else tuple(costs)
    assert check_word.__wrapped__("甲乙丙庚", vocabulary).canonical == meant


def test_a_word_that_is_no_slip_or_more_than_one_is_not_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    edit = Edit("same-sound", 3, 4, "庚", "丁", 3)
    for edits, slip, meant in (((edit,), True, "甲乙丙丁"), ((edit,), False, None), ((edit, edit), True, None)):
        monkeypatch.setattr(words, "compare", lambda *_, e=edits, s=slip, **__: Comparison(e, 0.5, s, False))
        assert check_word.__wrapped__("甲乙丙庚", ("甲乙丙丁",)).canonical == meant


def test_fixed_words_are_compared_as_labels_of_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(words, "compare", lambda *given, **ways: asked.append((given, ways)) or Comparison((), 0, 0, 0))
    check_word.__wrapped__("甲乙丙庚", ("甲乙丙丁", "子丑"))
    assert asked == [(("甲乙丙庚", "甲乙丙丁", frozenset()), {"lax": True})]


# ---- units

_UNITS = UnitIndex(
    synonyms={}, families={"length": ["公里", "平方公里", "元/吨", "米"], "count": ["株", "千株"]}, nouns=["门"],
    usual=["公里"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant", "score", "spans", "sure"),
    [
        ("公里", "公里", 1.0, (), True),
        ("公理", "公里", 0.825, ((0, 2),), False),
        ("平方公理", "平方公里", 0.9125, ((0, 4),), True),
        ("平方 公理", "平方公里", 0.9125, ((0, 5),), True),
        ("元/公理", "元/公里", 0.9125, ((2, 4),), False),
        ("公理/元", "公里/元", 0.9125, ((0, 2),), False),
        ("元／公理", "元／公里", 0.9125, ((2, 4),), False),
        ("公理/公理", None, 0.0, (), True),  # both parts odd
        ("公理/珠子", None, 0.0, (), True),
        ("元吨", None, 0.0, (), True),  # no unit with a sign of its own is meant
        ("囍囍囍", None, 0.0, (), True),
        ("km公", None, 0.0, (), True),
    ],
)
def test_what_a_unit_cell_is_taken_for(
    text: str, meant: str | None, score: float, spans: tuple[tuple[int, int], ...], sure: bool
) -> None:
    units = UnitIndex({}, {"length": ["公里", "平方公里", "元/吨"], "money": ["元"]}, ["门"])
    found = check_unit.__wrapped__(text, units)
    assert (found.canonical, found.score, found.spans, found.sure) == (meant, score, spans, sure)
    assert found.typo == (found.method == "fuzzy") == (meant is not None and score < 1)


@pytest.mark.parametrize(
    ("part", "alone", "meant"),
    [
        ("平方公里里", True, "平方公里"),
        ("平方公", True, "平方公里"),  # one character lost
        ("方公", True, None),
        ("平方公里地方", True, None),
        ("公平方里", True, None),
        ("珠", True, None),  # a unit of one character is meant beside another part
        ("珠", False, "株"),
        ("干株", True, "千株"),
        ("平方公猪", True, None),
    ],
)
def test_the_unit_that_an_odd_part_is_meant_for(part: str, alone: bool, meant: str | None) -> None:
    assert words._unit_meant(part, _UNITS, alone=alone) == meant


@pytest.mark.parametrize(
    ("kind", "meant"),
    [("same-sound", None), ("like-shape", None), ("doubled", "公里"), ("swapped", "公里"), ("lost", None)],
)
def test_of_words_side_by_side_only_a_doubled_or_exchanged_character_is_a_slip(
    monkeypatch: pytest.MonkeyPatch, kind: EditKind, meant: str | None
) -> None:
    monkeypatch.setattr(words, "_unit_slip", lambda *_: True)
    monkeypatch.setattr(words, "align", lambda *_: (Edit(kind, 0, 1, "甲", "乙", 0),))
    units = SimpleNamespace(side_by_side=lambda _: True, meant=["公里"])
    assert words._unit_meant("公甲", units, alone=True) == meant  # type: ignore[arg-type]
    units.side_by_side = lambda _: False
    assert words._unit_meant("公甲", units, alone=True) == "公里"  # type: ignore[arg-type]


def test_the_cheapest_unit_is_meant_of_equal_ones_the_first_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: dict[str, EditKind] = {"丁甲": "swapped", "甲丁": "same-sound", "乙丁": "same-sound", "丙丁": "lost"}
    monkeypatch.setattr(words, "_unit_slip", lambda *_: True)
    monkeypatch.setattr(words, "align", lambda _, unit: (Edit(kinds[unit], 0, 1, "子", "丑", 0),))
    for listed, meant in ((["丁甲", "乙丁", "甲丁"], "乙丁"), (["甲丁", "乙丁"], "甲丁"), (["丙丁", "丁甲"], "丁甲")):
        units = SimpleNamespace(side_by_side=lambda _: False, meant=listed)
        assert words._unit_meant("子丁", units, alone=True) == meant  # type: ignore[arg-type]


def test_units_of_another_length_or_with_signs_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(words, "align", lambda _, unit: asked.append(unit) or ())
    units = SimpleNamespace(
        side_by_side=lambda _: False, meant=["甲", "甲乙", "甲乙丙", "甲乙丙丁", "甲乙丙丁戊", "m/s", "甲/乙"]
    )
    assert words._unit_meant("丁丁丁", units, alone=True) is None  # type: ignore[arg-type]
    assert asked == ["甲乙", "甲乙丙", "甲乙丙丁"]


@pytest.mark.parametrize(
    ("kind", "at", "unit", "alone", "slip"),
    [
        ("same-sound", 0, "元", True, False), ("same-sound", 0, "元", False, True),
        ("same-sound", 0, "公里", True, True), ("like-shape", 0, "元", True, True),
        ("lost", 0, "公里", False, False), ("lost", 0, "公里地", False, True),
        ("inserted", 1, "公里", False, True), ("inserted", 0, "公里", False, False),
        ("inserted", 2, "公里", False, False), ("inserted", 1, "元", False, False),
        ("doubled", 0, "元", True, True), ("swapped", 0, "公里", True, True),
        ("near-sound", 0, "公里", False, True), ("near-sound", 0, "元", False, False),
        ("replaced", 0, "公里", False, False),
    ],
)  # fmt: skip
def test_which_differences_of_a_unit_are_slips(kind: EditKind, at: int, unit: str, alone: bool, slip: bool) -> None:
    assert words._unit_slip(Edit(kind, at, at + 1, "甲", "乙", at), "甲乙丙", unit, alone) == slip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成9%0", [(2, 5, "9%0", "90%")]),
        ("10%0", [(0, 4, "10%0", "100%")]),
        ("12%5", []),
        ("0%0", []),
        ("1%0、9%9", [(0, 3, "1%0", "10%"), (4, 7, "9%9", "99%")]),
        ("完成 9%0", [(3, 6, "9%0", "90%")]),
        ("1.9%0", []),
        ("㈠9%0", []),  # a character of another width
        ("0%1", [(0, 3, "0%1", "01%")]),
    ],
)
def test_where_a_digit_slipped_behind_its_percent_sign(text: str, found: list[Any]) -> None:
    assert slipped_percents(text) == found
