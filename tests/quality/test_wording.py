"""Vague goals and values, slogans, residue of the template, flat values: both sides of every condition."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.quality.registry import Fault
from extractor.quality.wording import _around, _clauses, is_vague_or_hint, residue
from tests.quality.build import case_of, said


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


def _faults(rule: str, spec: dict[str, Any]) -> list[str]:
    return [say for say in said(rule, spec) if say.startswith("!")]


# --- goals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("按要求完成本年度工作", "vague"), ("按要求完成本年度培训", ""), ("目标1：完成工作。", "vague"),
        ("一、完成各项工作任务", "vague"),
        ("完成情况（100字以内）", "hint"), ("****", "hint"), ("目标1：", "hint"), ("", "vague"), ("完成工作3项", ""),
        ("完成工作A", ""),
    ],
)  # fmt: skip
def test_a_goal_of_stock_phrases_only(text: str, said: str) -> None:
    assert is_vague_or_hint(case_of({}), text) == said


_VAGUE = "按要求完成本年度工作"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"annual_goal": _VAGUE}, [f"! /texts/annual_goal [{_VAGUE}]"]),
        ({"period_goal": _VAGUE}, [f"! /texts/period_goal [{_VAGUE}]"]),
        ({"annual_goal": _VAGUE, "period_goal": _VAGUE}, [f"! /texts/annual_goal [{_VAGUE}]"]),
        ({"annual_goal": "新建泵站", "period_goal": _VAGUE}, [f"! /texts/period_goal [{_VAGUE}]"]),
        ({"annual_goal": "新建泵站"}, []),
        ({"period_goal": "新建泵站"}, []), ({"annual_goal": " "}, []), ({}, ["? 本表没有读到绩效目标"]),
        ({"annual_goal": ""}, ["? 本表没有读到绩效目标"]),
    ],
)  # fmt: skip
def test_a_vague_goal(texts: dict[str, str], says: list[str]) -> None:
    assert said("goal-vague", {"texts": texts}) == says


@pytest.mark.parametrize(("kind", "whose"), [("department_target", "部门"), ("project_target", "项目")])
def test_a_vague_goal_lacks_what_is_its_own(kind: str, whose: str) -> None:
    from extractor.quality.wording import goal_vague

    (say,) = goal_vague(case_of({"kind": kind, "texts": {"annual_goal": _VAGUE}}))
    assert isinstance(say, Fault) and f"没有本{whose}的具体内容" in say.message


_DUTIES = "1.负责全县文物保护；2.承担陈列展览；3.保护古城"
_LONG = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


@pytest.mark.parametrize(
    ("duties", "goal", "copied"),
    [
        (_DUTIES, "负责全县文物保护，承担陈列展览", True), ("", "负责全县文物保护，承担陈列展览", None),
        (_DUTIES, "", None),
        # of less than twelve characters nothing is said; clauses of three or less do not count
        (_DUTIES, "负责全县文物保护", None), (_DUTIES, "负责全县文物保护，修三处", None),
        (_DUTIES, "负责全县文物保护，保护古城", True),
        ("负责全县的保护", "负责全县的保护，修缮四处", None), ("负责全县的保护", "负责全县的保护，修缮四处楼", False),
        # from eight parts of ten on
        (_DUTIES, "承担陈列展览，保护古城，保护文物十三", False), (_LONG, f"{_LONG}，修缮三处", True),
        (_LONG, f"{_LONG}，修缮三处了", False),
        (_LONG[:7], f"修缮三处楼阁亭，{_LONG[:7]}", False),
    ],
)  # fmt: skip
def test_a_goal_that_copies_the_duties(duties: str, goal: str, copied: bool | None) -> None:
    says = [] if copied is None else [f"! /texts/annual_goal [{goal}]" if copied else "= 绩效目标不是照抄职责"]
    assert said("goal-from-duties", {"texts": {"duties": duties, "annual_goal": goal}}) == says


@pytest.mark.parametrize(
    ("annual", "says"), [("修三处", []), ("修缮文物三处，举办展览四期", ["= 绩效目标不是照抄职责"])]
)
def test_the_goal_of_the_whole_period_is_looked_at_too(annual: str, says: list[str]) -> None:
    texts = {"duties": _DUTIES, "annual_goal": annual, "period_goal": "负责全县文物保护，承担陈列展览"}
    told = said("goal-from-duties", {"texts": texts})
    assert told == [*says, "! /texts/period_goal [负责全县文物保护，承担陈列展览]"]


def test_clauses_of_a_text() -> None:
    assert _clauses("1.负责保护；（二）承担 展览\n做工作，三年后：修缮古城。") == [
        "负责保护",
        "承担展览",
        "年后修缮古城"[2:],
    ]


# --- slogans ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("产出指标|成本指标|严格控制支出|100%", True), ("产出指标|成本指标|严格控制支出|100", False),
        ("产出指标|成本指标|严格控制支出|5元", False),
        ("产出指标|成本指标|严格控制支出|90%-95%", False), ("产出指标|成本指标|成本控制率|100%", False),
        ("产出指标|成本指标|项目总成本|100%", False),
        ("产出指标|数量指标|严格控制支出|100%", False), ("成本指标|社会成本指标|严格控制支出|100%", False),
        ("成本指标|生态环境成本指标|严格控制支出|100%", False), ("成本指标|经济成本指标|严格控制支出|100%", True),
    ],
)  # fmt: skip
def test_a_slogan_for_a_cost(row: str, told: bool) -> None:
    name, value = row.split("|")[2:]
    rows = ("产出指标|成本指标|项目总成本|5%", "产出指标|数量指标|甲|5人", row)
    expected = [f"! /indicators/2/target [{name} {value}] -> 金额或单价的上限"]
    assert said("slogan", _form(*rows)) == (expected if told else [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("社会效益指标|有效提升|100%", "[有效提升] -> 具体的指标名称"),
        ("社会效益指标|增加岗位|100%", "[增加岗位 100%] -> 数量，或写明什么率"),
        ("社会效益指标|增加岗位|20个", None), ("社会效益指标|增加岗位|90%-95%", None),
        ("成本指标|增加岗位|100%", None),
        ("社会效益指标|新增就业岗位|100%", None), ("社会效益指标|增加岗位|20", None),
        ("社会效益指标|群众满意度|100%", None),
    ],
)  # fmt: skip
def test_a_name_that_says_nothing(row: str, told: str | None) -> None:
    says = said("name-vague", _form("满意度指标|满意度指标|群众满意度|100%", f"效益指标|{row}"))
    assert says == ([] if told is None else [f"! /indicators/1/level3 {told}"]) + ["= 查看了 2 个指标名称"]


@pytest.mark.parametrize(("method", "canonical", "told"), [
    ("exact", "提升", 0), ("alias", "提升", 0), ("fuzzy", "提升", 1), ("exact", None, 1),
    ("none", None, 1)])  # fmt: skip
def test_a_name_of_the_books_is_never_vague(method: Any, canonical: str | None, told: int) -> None:
    from extractor.quality.wording import name_vague

    case = case_of(_form("效益指标|社会效益指标|提升|100%"))
    label = case.form.indicators[0].level3
    assert label is not None
    label.method, label.canonical = method, canonical
    assert len([say for say in name_vague(case) if isinstance(say, Fault)]) == told
    case.form.indicators[0].level3 = None
    assert len([say for say in name_vague(case) if isinstance(say, Fault)]) == 1


# --- values -----------------------------------------------------------------------------------------------------

_NUMBER = "[{}] -> 数值和单位"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("数量指标|户数|应改尽改", _NUMBER.format("应改尽改")), ("满意度指标|满意度|满意", _NUMBER.format("满意")),
        ("成本指标|成本|符合规定", _NUMBER.format("符合规定")), ("成本指标|成本|不超预算", None),
        ("社会成本指标|成本|符合规定", None),
        ("质量指标|合规|符合规定", None), ("质量指标|合规|良好", "[良好] (advice)"),
        ("时效指标|时间|及时", "[及时] (advice)"),
        ("经济效益指标|收入|提高", "[提高] (advice)"), ("社会效益指标|影响|定性提高", "[定性提高] (advice)"),
        ("可持续影响指标|影响|持续影响", None),
        ("其他指标|影响|提高", None), ("社会成本指标|影响|提高", None), ("数量指标|户数|无", None),
        ("数量指标|户数|待定", None), ("数量指标|户数|", None),
        ("数量指标|户数|5户", None), ("数量指标|本数|本", None),
        # with digits that were not read as a number
        ("数量指标|里程|比去年多两条再加3段", "[比去年多两条再加3段] -> 数值和单位"),
        ("社会效益指标|出行|比2019年都好", "[比2019年都好] -> 数值和单位 (advice)"),
        ("成本指标|成本|3段加2条", "[3段加2条] -> 数值和单位"),
        ("成本指标|成本|控制在2024年预算", "[控制在2024年预算] -> 数值和单位 (advice)"),
        ("满意度指标|满意度|好过2019年的", "[好过2019年的] -> 数值和单位"), ("数量指标|里程|□95公里", None),
        ("数量指标|里程|9%0", None), ("数量指标|里程|7..7", None),
    ],
)  # fmt: skip
def test_a_value_in_words(row: str, told: str | None) -> None:
    rows = ("某级|数量指标|甲数|无", "某级|数量指标|乙数|5人", "某级|数量指标|丙数|待定", f"某级|{row}")
    assert said("value-unquantified", _form(*rows)) == ([] if told is None else [f"! /indicators/3/target {told}"])


def test_a_row_with_unread_digits_ends_nothing() -> None:
    rows = ("某级|数量指标|里程|3段加2条", "某级|数量指标|户数|应改尽改")
    assert len(_faults("value-unquantified", _form(*rows))) == 2


@pytest.mark.parametrize(
    ("value", "told"), [("待定", True), ("根据下达任务目标要求确定", True), ("5人", False), ("", False),
    ("应改尽改", False), ("以实际为准", True)]
)  # fmt: skip
def test_a_value_put_off(value: str, told: bool) -> None:
    says = said("value-deferred", _form("产出指标|数量指标|甲|5人", f"产出指标|数量指标|户数|{value}"))
    assert says == ([f"! /indicators/1/target [{value}] -> 具体的指标值"] if told else [])


# --- residue ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (_form("……|数量指标|甲|5人"), ["! /indicators/0/level1 [……]"]),
        (_form("产出指标|……|甲|5人"), ["! /indicators/0/level2 [……]"]),
        (_form("产出指标|数量指标|。。|"), ["! /indicators/0/level3 [。。]"]),
        (_form("产出指标|数量指标|……|"), ["! /indicators/0/level3 [……]"]),
        (_form("产出指标|数量指标|人数（≥**人）|5人"), ["! /indicators/0/level3 [人数（≥**人）]"]),
        (_form("产出指标|数量指标|甲|**人"), ["! /indicators/0/target [**人]"]),
        (_form("产出指标|数量指标|甲|*人"), []),
        # one of each residue, but of values one a row, of rows without a name one a value
        (_form("产出指标|……|甲|5人", "效益指标|……|乙|5人"), ["! /indicators/0/level2 [……]"]),
        (_form("产出指标|数量指标|甲|**人", "产出指标|数量指标|乙|**人"),
         ["! /indicators/0/target [**人]", "! /indicators/1/target [**人]"]),
        (_form("产出指标|数量指标||**人", "产出指标|数量指标||**人", "产出指标|数量指标||**户"),
         ["! /indicators/0/target [**人]", "! /indicators/2/target [**户]"]),
        # printed hints where text belongs
        ({"cells": ["说明情况（100字以内）"]}, ["!  [说明情况（100字以内）]"]), ({"cells": ["说明情况（100字）"]}, []),
        ({"cells": ["说明（100字以内）", "说明问题（100字以内）", "说明问题（200字以内）"]},
         ["!  [说明（100字以内）]", "!  [说明问题（200字以内）]"]),
        ({"cells": ["说明（100字以内）"], "labels": ["说明（100字以内）"]}, []),
        ({"cells": ["主要内容（限500字以内）"]}, []),
        ({"cells": ["填写内容（限500字以内）"]}, ["!  [填写内容（限500字以内）]"]),
        ({"printed": [{"field": "/filer", "label": "单位", "raw": "××局"}]}, ["! /filer [××局]"]),
        ({"printed": [{"field": "/filer", "label": "单位", "raw": "甲局"}]}, []),
        (_form("产出指标|数量指标|甲|5人|×××局", columns=["level1", "level2", "level3", "target", "note"]),
         ["! /indicators/0/note [×××局]"]),
        (_form("产出指标|数量指标|甲|5人|甲局", "产出指标|数量指标|乙|5人|请在此处填",
         columns=["level1", "level2", "level3", "target", "standard"]),
         ["! /indicators/1/standard [请在此处填]"]),
        # a hint that is part of one told already
        ({"cells": ["请在此处填写原因"]}, ["!  [请在此处填写原因]"]),
        ({"cells": ["请在此处填写原因", "此处填写原因"]}, ["!  [请在此处填写原因]"]),
        ({"cells": ["×××局和XXX单位"]}, ["!  [×××局和XXX单位]"] * 2),
    ],
)  # fmt: skip
def test_what_is_left_of_the_template(form: dict[str, Any], told: list[str]) -> None:
    assert said("residue", form) == told


def test_a_residue_lists_the_rows_where_it_stands_too() -> None:
    rows = ("产出指标|……|甲|5人", "效益指标|……|乙|5人", "满意度指标|……|丙|5人")
    (say,) = residue(case_of(_form(*rows)))
    assert isinstance(say, Fault) and say.message == (
        "第1行的二级指标还是表样的“……”，请删去此行或写明指标。第2、3行也有同样的残留。"
    )
    assert [(r.field, r.observed) for r in say.related] == [
        ("/forms/0/indicators/1/level2", "……"), ("/forms/0/indicators/2/level2", "……"),
    ]  # fmt: skip
    case = case_of(_form(*rows))
    for cells in case.reading.cells_at:  # one merged cell
        cells["level2"] = case.reading.cells_at[0]["level2"]
    (say,) = residue(case)
    assert isinstance(say, Fault) and say.related == [] and say.message.endswith("请删去此行或写明指标。")


def test_a_residue_of_a_name_says_where_it_stands() -> None:
    (say,) = residue(case_of(_form("产出指标|数量指标|甲|5人", "产出指标|数量指标|人数（≥**人）|5人")))
    assert isinstance(say, Fault) and say.mark == "（≥**人）"
    assert say.message == "第2行指标名称“人数（≥**人）”里还留着表样的“（≥**人）”，请删去。"


def test_a_doubtful_cell_is_not_the_one_that_is_told() -> None:
    doubt = {"raw": "……", "alternatives": []}
    rows = ("产出指标|……|甲|5人", "效益指标|……|乙|5人")
    assert said("residue", _form(*rows, ocr={"/indicators/0/level2": doubt})) == ["! /indicators/1/level2 [……]"]
    both = {f"/indicators/{n}/level2": doubt for n in (0, 1)}
    assert said("residue", _form(*rows, ocr=both)) == ["! /indicators/0/level2 [……]"]


def test_a_long_text_with_a_hint_is_quoted_to_two_hundred_characters() -> None:
    (say,) = said("residue", {"cells": ["请在此处" + "，好" * 150]})
    assert say == f"!  [请在此处{'，好' * 98}]"


@pytest.mark.parametrize(
    ("start", "end", "around"),
    [
        (0, 2, "甲乙丙丁…"),
        (2, 3, "甲乙丙丁戊…"),
        (3, 4, "…乙丙丁戊己…"),
        (5, 6, "…丁戊己庚辛"),
        (6, 8, "…戊己庚辛"),
        (0, 8, "甲乙丙丁戊己庚辛"),
    ],
)
def test_the_text_around_a_hint(start: int, end: int, around: str) -> None:
    assert _around("甲乙丙丁戊己庚辛", start, end, 2) == around
    assert _around("甲" * 30, 15, 16) == f"…{'甲' * 25}…"


# --- flat values, points for nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "say"),
    [
        (["100%"] * 4, "= 只有 4 个指标值，不作比较"), (["100%"] * 5, "! /indicators [100%]"),
        (["100%"] * 4 + ["5人"], "! /indicators [100%]"),
        (["100%"] * 7 + ["5人", "6人"], "= 指标值各不相同"), (["良好"] * 5, "= 指标值各不相同"),
        (["100%"] * 4 + ["", "公里"], "= 只有 4 个指标值，不作比较"),
    ],
)  # fmt: skip
def test_values_that_are_nearly_all_the_same(values: list[str], say: str) -> None:
    """From five values on, where eight of ten are one."""
    rows = (f"产出指标|质量指标|某率{n}|{value}" for n, value in enumerate(values))
    assert said("values-flat", _form(*rows)) == [say]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("生态|不涉及|10", "不涉及，10分"), ("无|5人|10", "无，10分"), ("生态|不涉及|0", None),
        ("生态|不涉及|", None), ("生态|不涉及|-1", None),
        ("生态|5人|10", None), ("|无|0.5", "无，0.5分"), ("|无|1", "无，1分"),
    ],
)  # fmt: skip
def test_points_for_what_does_not_apply(row: str, told: str | None) -> None:
    columns = ["level1", "level2", "level3", "target", "weight"]
    says = said("scored-nothing", _form("产出指标|数量指标|甲|5人|", f"产出指标|数量指标|{row}", columns=columns))
    assert says == ([] if told is None else [f"! /indicators/1/weight [{told}]"])
