"""Misspelt labels and names: what is a slip, what is another name, where it is told."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.matching.matcher import Match
from extractor.quality.registry import Fault
from extractor.quality.spelling import (
    _one_apart,
    _slip,
    _too_short,
    _well_made,
    ending_mended,
    label_misspelt,
    meant,
    name_against_itself,
    unit_printed,
    word_misspelt,
)
from extractor.rulebook import load_rules
from tests.quality.build import case_of, said, said_of_all


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


# --- what is a slip ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "spans", "told"),
    [
        ("填报单位", ((3, 4),), [[3, 4]]), ("填报单位", None, []), (None, ((3, 4),), None), ("", (), None),
        ("填报单味", (), None),
        ("填报 单味", (), None),
    ],
)  # fmt: skip
def test_a_slip_has_something_else_to_be_written(
    expected: str | None, spans: Any, told: list[list[int]] | None
) -> None:
    slip = _slip("/filer", "填报单味", expected, spans, {"line": 3})
    assert (None if slip is None else slip.spans) == told
    assert slip is None or (slip.pointer, slip.text, slip.at) == ("/filer", "填报单味", {"line": 3})


@pytest.mark.parametrize(
    ("text", "expected", "kind", "short"),
    [
        ("培训次数", "培训人次数", "level3", True), ("培训人次数", "培训人员次数", "level3", True),
        ("培训人员次数", "培训人员的次数", "level3", False),
        ("培训次数", "培训次数", "level3", False), ("培训次数", "培训次", "level3", False),
        ("培训次数", "培训人次数", "level2", False),
        ("培训次数", None, "level3", False),
    ],
)  # fmt: skip
def test_a_short_indicator_name_with_a_character_less_is_another_name(
    text: str, expected: str | None, kind: Any, short: bool
) -> None:
    assert _too_short(Match(text, kind=kind, expected=expected)) == short


@pytest.mark.parametrize(
    ("match", "made"),
    [
        (Match("填表日", id="filing_date", kind="field", expected="填报日期"), True),
        (Match("填表日", id="filing_date", expected="填报日期"), False),
        (Match("填表日", kind="field", expected="填报日期"), False),
        (Match("填表日期", id="filing_date", kind="field", expected="填报日期"), False),
        (Match("填表日", id="phone", kind="field", expected="填报日期"), False),
        (Match("填表时", id="filing_date", kind="field", expected="填报日期"), False),
        (Match("填表日", id="filing_date", kind="level3", expected="填报日期"), False),
        (Match("填表日", id="filing_date", kind="field"), False),
    ],
)  # fmt: skip
def test_a_shorter_label_made_as_such_labels_are_is_no_slip(match: Match, made: bool) -> None:
    assert _well_made(case_of({}), match) == made


@pytest.mark.parametrize(
    ("text", "mended", "spans"),
    [
        ("工程完好绿", "工程完好率", ((4, 5),)), ("培训场此", "培训场次", ((3, 4),)), ("场此", None, ()),
        ("及是率", None, ()), ("闭环及是率", "闭环及时率", ((3, 4),)),
        ("工程完好率", None, ()), ("环境面貌", None, ()), ("闭环及x率", None, ()), ("闭环急是率", None, ()),
        ("闭环工作", None, ()),
    ],
)  # fmt: skip
def test_an_ending_that_is_nearly_a_common_one(
    text: str, mended: str | None, spans: tuple[tuple[int, int], ...]
) -> None:
    """By one homophone or look-alike; the ending alone is no name, and a word of its own is meant."""
    assert ending_mended(text, load_rules().quality.words.endings) == (mended, spans)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("工程完好律", "工程完好率"),
        ("培训及是率", "培训及时率"),
        ("培训人数", "培训人数"),
        ("某某事项", "某某事项"),
        ("年末应届离校未就业高效毕业生就业率", "年末应届离校未就业高校毕业生就业率"),
    ],
)
def test_the_name_that_was_meant(name: str, right: str) -> None:
    case = case_of(_form(f"产出指标|数量指标|{name}|5"))
    assert meant(case, case.rows[0]) == right


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("甲乙丙丁", "甲乙丙丁", True), ("甲乙丙丁", "甲乙丙", True), ("甲乙丙丁", "乙丙丁", True),
        ("甲乙丙丁", "甲丙丁", True), ("甲乙丙丁", "甲戊丙丁", True),
        ("甲乙丙丁", "甲丙乙丁", True), ("甲乙丙丁", "甲戊己丁", True), ("甲乙丙丁", "戊乙丙己", False),
        ("甲乙丙丁", "戊乙己丁", False), ("甲乙丙丁", "甲乙", False),
        ("甲乙丙丁", "甲戊丙", False), ("甲乙丙丁", "甲戊己庚", False), ("甲乙丙丁", "戊己庚辛", False),
        ("甲甲甲", "甲甲", True), ("甲", "乙", True), ("甲乙", "", False),
        ("甲", "", True),
    ],
)  # fmt: skip
def test_a_first_look_at_two_names(one: str, other: str, apart: bool) -> None:
    assert _one_apart(one, other) == _one_apart(other, one) == apart


# --- where it is told -------------------------------------------------------------------------------------------

_HIGH = "年末应届离校未就业高效毕业生就业率"
_RIGHT = "年末应届离校未就业高校毕业生就业率"


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (_form("产出指标|数里指标|人数|5人", "产出指标|数里指标|户数|5户"),
         ["! /indicators/0/level2 [数里指标] -> 数量指标"]),
        (_form("产处指标|数里指标|人数|5人"),
         ["! /indicators/0/level1 [产处指标] -> 产出指标", "! /indicators/0/level2 [数里指标] -> 数量指标"]),
        # each row's own name, however often it stands there
        (_form(f"效益指标|社会效益指标|{_HIGH}|5%", f"效益指标|社会效益指标|{_HIGH}|5%"),
         [f"! /indicators/{n}/level3 [{_HIGH}] -> {_RIGHT}" for n in (0, 1)]),
        (_form("产出指标|数量指标|人数|5人", f"效益指标|社会效益指标|{_HIGH}|5%"),
         [f"! /indicators/1/level3 [{_HIGH}] -> {_RIGHT}"]),
        (_form("产出指标|时效指标|整改闭环及是率|5%"), ["! /indicators/0/level3 [整改闭环及是率] -> 整改闭环及时率"]),
        (_form("产出指标|工程完好律|人数|5人"), []),
        (_form("|数里指标||5人"), ["! /indicators/0/level2 [数里指标] -> 数量指标"]),
        (_form("产出指标|质量指标|工程完好律|5%"), ["! /indicators/0/level3 [工程完好律] -> 工程完好率"]),
        ({"cells": ["项目名称：甲 联系电：1"]}, ["!  [联系电] -> 联系电话"]),
        # labels: once each, the pointer of the field they were read for, none that is a name of the rows
        ({"labels": ["填报单味", "联系电话"]}, ["!  [填报单味] -> 填报单位"]),
        ({"labels": ["填报单味：", "填报单味"]}, ["!  [填报单味] -> 填报单位"]),
        ({"labels": ["填报单味"], "printed": [{"field": "/filer", "label": "填报单味", "raw": "甲局"}]},
         ["! /filer [填报单味] -> 填报单位"]),
        (_form("产出指标|数里指标|人数|5人", labels=["数里指标", "", "填报单味"]),
         ["! /indicators/0/level2 [数里指标] -> 数量指标", "!  [填报单味] -> 填报单位"]),
        # what no field took: before a colon or alone, not in a long text; label and text of a cell each
        ({"cells": ["填报单味：甲局"]}, ["!  [填报单味] -> 填报单位"]), ({"cells": ["填报单味甲局"]}, []),
        ({"cells": [["填报单味：", "联系电：1"]]}, ["!  [填报单味] -> 填报单位", "!  [联系电] -> 联系电话"]),
        ({"cells": ["填报单味：" + "甲" * 55]}, ["!  [填报单味] -> 填报单位"]),
        ({"cells": ["填报单味：" + "甲" * 56]}, []),
        ({"cells": [["甲" * 61, "填报单味：甲局"]]}, ["!  [填报单味] -> 填报单位"]),
        ({"cells": ["其中：一般公公预算：27"]}, ["!  [一般公公预算] -> 一般公共预算"]),
        ({"cells": ["填报单", "财政部", "联系电：1", "填报单味"]},
         ["!  [联系电] -> 联系电话", "!  [填报单味] -> 填报单位"]),
        ({"cells": ["主管部们：甲局 联系电：1"]}, ["!  [主管部们] -> 主管部门", "!  [联系电] -> 联系电话"]),
        ({"cells": ["主管部们： 联系电：1"]}, ["!  [主管部们] -> 主管部门", "!  [联系电] -> 联系电话"]),
        ({"project": "中小河流问道治理工程"}, ["! /project_name [中小河流问道治理工程] -> 中小河流河道治理工程"]),
        ({"project": "中小河流河道治理工程"}, []), ({}, []),
        # the same slip in two cells without a place of their own is one
        ({"cells": ["填报单味：甲局", "填报单味：乙局"]}, ["!  [填报单味] -> 填报单位"]),
    ],
)  # fmt: skip
def test_misspelt_labels(form: dict[str, Any], told: list[str]) -> None:
    assert [say for say in said("label-misspelt", form) if say.startswith("!")] == told


def test_a_slip_is_marked_where_it_stands() -> None:
    fault, _ = label_misspelt(case_of({"labels": ["填报单味"]}))
    assert isinstance(fault, Fault) and fault.spans == [[3, 4]] and fault.at == {"line": 9}
    assert fault.message == "“填报单味”有错别字，应为“填报单位”，请改正。"
    fault, _ = label_misspelt(case_of(_form("产出指标|数里指标|人数|5人")))
    assert isinstance(fault, Fault) and fault.spans == [[1, 2]] and fault.at == {"table": 0, "row": 0, "col": 1}


# --- a name against itself --------------------------------------------------------------------------------------


def _named(*names: str) -> list[dict[str, Any]]:
    return [_form(f"效益指标|社会效益指标|{name}|90%", project=str(n)) for n, name in enumerate(names)]


_GOOD = "提升县域陶艺传习的社会影响"
_LOST = "提升县域陶艺传的社会影响"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([_GOOD, _GOOD, _LOST], [(2, _LOST, _GOOD)]), ([_LOST, _GOOD, _GOOD], [(0, _LOST, _GOOD)]),
        ([_GOOD, _LOST], []),
        # the rarer one is the slip; where they are as many nobody knows
        ([_GOOD, _GOOD, _LOST, _LOST], []), ([_GOOD] * 3 + [_LOST, _LOST], [(3, _LOST, _GOOD), (4, _LOST, _GOOD)]),
        ([_GOOD, _GOOD, _LOST[:-2]], []), (["受益农户", "受益农户", "受益农护"], [(2, "受益农护", "受益农户")]),
        (["修公里", "修公里", "修公理"], []),
        (["受益农户", "受益农沪"] * 2 + ["受益农护"], [(4, "受益农护", "受益农户")]),
        (["甲区绿化工程数量"] * 2 + ["乙区绿化工程数量"], []), (["受益农户数"] * 2 + ["受益农户"], []),
        ([_GOOD, _GOOD], []),
        # a known name that is misspelt is told elsewhere
        ([_RIGHT, _RIGHT, _HIGH], []),
        # several slips of one name, and one that is none before them
        ([_GOOD, _GOOD, "培训人数", _LOST, "受益农护", "受益农户", "受益农户"],
         [(3, _LOST, _GOOD), (4, "受益农护", "受益农户")]),
        (["培训人数", "培训人数", _GOOD, _GOOD, _LOST], [(4, _LOST, _GOOD)]),
    ],
)  # fmt: skip
def test_a_name_that_is_written_otherwise_elsewhere(names: list[str], told: list[tuple[int, str, str]]) -> None:
    assert said_of_all("name-against-itself", _named(*names)) == [
        f"{form}: ! /indicators/0/level3 [{wrong}] -> {right}" for form, wrong, right in told
    ]


def test_how_often_it_is_written_right_is_told() -> None:
    from extractor.quality.case import Filing
    from tests.quality.build import reading

    rules = load_rules()
    readings = [reading(spec, n, rules) for n, spec in enumerate(_named(_GOOD, _GOOD, _GOOD, _LOST))]
    (fault,) = name_against_itself(Filing(readings, rules))
    assert isinstance(fault, Fault) and "（本文件别处 3 次这样写）" in fault.message and fault.spans


# --- fixed words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("10人|基木标准", ["! /indicators/1/standard [基木标准] -> 基本标准"]), ("10人|基本标准", []),
        ("10人|部颁标准", []), ("3000人此|", ["! /indicators/1/target [人此] -> 人次 (guessed)"]),
        ("3000人次|", []), ("2024年底|", []),
        ("3000人此|基木标准",
         ["! /indicators/1/standard [基木标准] -> 基本标准", "! /indicators/1/target [人此] -> 人次 (guessed)"]),
        ("200平方来|", ["! /indicators/1/target [平方来] -> 平方米"]),
        ("36元/入·天|", ["! /indicators/1/target [元/入] -> 元/人 (guessed)"]),
    ],
)  # fmt: skip
def test_misspelt_standards_and_units(row: str, told: list[str]) -> None:
    columns = ["level1", "level2", "level3", "target", "standard"]
    assert (
        said("word-misspelt", _form("产出指标|数量指标|甲|5人|", f"产出指标|数量指标|乙|{row}", columns=columns))
        == told
    )


def test_a_unit_of_which_nobody_is_sure_is_asked_after() -> None:
    sure, guess = word_misspelt(case_of(_form("产出指标|数量指标|甲|200平方来", "产出指标|成本指标|乙|36元/入·天")))
    assert (
        isinstance(sure, Fault)
        and sure.message.endswith("的“平方来”有错别字，应为“平方米”，请改正。")
        and sure.spans == [[0, 3]]
    )
    assert isinstance(guess, Fault) and guess.message.endswith(
        "不像计量单位，疑为“元/人”之误，请核对；确是计量单位的不用改。"
    )


def test_a_unit_in_its_own_column_and_in_the_cell_is_told_once() -> None:
    columns = ["level1", "level2", "level3", "target", "unit"]
    assert len(said("word-misspelt", _form("产出指标|数量指标|甲|200平方来|平方来", columns=columns))) == 1
    assert len(said("word-misspelt", _form("产出指标|数量指标|甲|200|平方来", columns=columns))) == 1


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("36元/入·天", "元/入·天"), ("≥3,000人此", "人此"), ("不低于5人次", "人次"), ("约5次以上", "次"),
        ("5次左右", "次"), ("5", ""), ("5人、6人", ""), ("第5批", ""),
        ("5" + "米" * 10, "米" * 10), ("5" + "米" * 11, ""), (" 5 人 ", "人"),
    ],
)  # fmt: skip
def test_the_unit_behind_a_number(raw: str, unit: str) -> None:
    assert unit_printed(raw) == unit


# --- prose ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "around", "right", "span"),
    [
        ("完场全年培训任务", "完场全年培训任务", "完成全年培训任务", [0, 2]),
        (
            "甲" * 10 + "完场全年培训任务" + "乙" * 10,
            "甲" * 8 + "完场全年培训任务乙乙",
            "甲" * 8 + "完成全年培训任务乙乙",
            [8, 10],
        ),
        ("建好。\n完场全年培训", "建好。 完场全年培训", "建好。 完成全年培训", [4, 6]),
    ],
)
def test_a_misspelt_word_of_prose_is_told_with_what_stands_around(
    text: str, around: str, right: str, span: list[int]
) -> None:
    from extractor.quality.spelling import prose_misspelt

    (fault,) = prose_misspelt(case_of({"texts": {"annual_goal": "新建泵站", "period_goal": text}}))
    assert isinstance(fault, Fault) and fault.pointer == "/texts/period_goal"
    assert (fault.observed, fault.expected, fault.spans) == (around, right, [span])


def test_every_text_is_read() -> None:
    texts = dict.fromkeys(("duties", "annual_goal", "achievement", "basis", "problems", "measures"), "完场培训任务")
    told = [say.split(" ")[1] for say in said("prose-misspelt", {"texts": texts})]
    assert sorted(told) == sorted(f"/texts/{field}" for field in texts)


@pytest.mark.parametrize("whose", ["filer", "department", "implementer", "project", "rows"])
def test_a_name_of_the_form_with_a_slip_in_its_prose(whose: str) -> None:
    name = "沅江市总工会"
    form = _form(f"产出指标|数量指标|{name}|5人") if whose == "rows" else {whose: name}
    assert said("prose-misspelt", form | {"texts": {"annual_goal": "沅江市总公会慰问"}}) == [
        "! /texts/annual_goal [沅江市总公会慰问] -> 沅江市总工会慰问"
    ]
    assert said("prose-misspelt", {"filer": "某局", "texts": {"annual_goal": "沅江市总公会慰问"}}) == []
