"""What is printed and left blank: values, standards, rows, names, fields of head and foot; both sides of each."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.document import Aside, Cell, Grid
from extractor.quality.completeness import field_blank, target_blank
from extractor.quality.registry import Fault
from tests.quality.build import case_of, said


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


def _faults(rule: str, spec: dict[str, Any]) -> list[str]:
    return [say for say in said(rule, spec) if say.startswith("!")]


# --- values and standards ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("产出指标|数量指标|培训人数|", ""), ("产出指标|数量指标|培训人数|公里", "公里"),
        ("产出指标|数量指标|培训人数|**", "**"),
        ("产出指标|数量指标|培训人数|5人", None), ("产出指标|数量指标|培训人数|应训尽训", None),
        ("产出指标|数量指标||", None),
        ("产出指标|数量指标|不涉及|", None), ("产出指标|数量指标|培训人数（选填）|", ""),
    ],
)  # fmt: skip
def test_a_named_row_without_a_value(row: str, told: str | None) -> None:
    assert _faults("target-blank", _form(row)) == (
        [] if told is None else [f"! /indicators/0/target [{told}] -> 具体的指标值"]
    )


def test_a_value_cell_that_holds_only_a_unit_says_so() -> None:
    rows = ("产出指标|数量指标|甲数|", "产出指标|数量指标|乙数| 公里 ")
    blank, unit = (say.message for say in target_blank(case_of(_form(*rows))) if isinstance(say, Fault))
    assert blank.endswith("没有填指标值，请补填。") and unit.endswith("只有“公里”，没有填数，请补填。")


def test_a_form_without_values_and_rows_that_need_none() -> None:
    assert said("target-blank", _form("产出指标|数量指标|甲", columns=["level1", "level2", "level3"])) == [
        "= 本表没有指标值栏，不适用"
    ]
    rows = ("产出指标|数量指标|甲数|", "产出指标|数量指标|甲数|5人")
    assert _faults("target-blank", _form(*rows, scopes={0: "period"})) == []
    assert said("target-blank", _form(*rows[1:])) == ["= 查看了 1 行已命名的指标"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (Cell(0, 3), 1), (Cell(0, 3, image=True), 0), (Cell(0, 3, asides=(Aside("x", "lost"),)), 0),
        (Cell(0, 3, asides=(Aside("x", "error"),)), 0), (Cell(0, 2, image=True), 1),
    ],
)  # fmt: skip
def test_a_value_may_be_a_picture_or_lost(cell: Cell, told: int) -> None:
    case = case_of(_form("产出指标|数量指标|甲数|"))
    case.reading.grids = [Grid([cell], 1, 4, 0)]
    assert len([say for say in target_blank(case) if isinstance(say, Fault)]) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [("甲数|5人|", 1), ("甲数|5人|　", 1), ("甲数|5人|计划标准", 0), ("甲数|5人", 0), ("|5人|", 0)],
)
def test_a_named_row_without_a_standard(row: str, told: int) -> None:
    """A row without such a cell lacks none."""
    columns = ["level1", "level2", "level3", "target", "standard"]
    faults = _faults("standard-blank", _form(f"产出指标|数量指标|{row}", columns=columns))
    assert faults == ["! /indicators/0/standard [] -> 绩效标准"] * told


def test_standards_are_asked_for_only_in_their_column() -> None:
    assert said("standard-blank", _form("产出指标|数量指标|甲数|5人")) == ["= 本表没有绩效标准栏，不适用"]
    columns = ["level1", "level2", "level3", "target", "standard"]
    rows = ("产出指标|数量指标|甲数||", "产出指标|数量指标|甲数|5人|计划标准")
    assert _faults("standard-blank", _form(*rows, columns=columns, scopes={0: "period"})) == []


# --- rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "say"),
    [
        ("产出指标|时效指标||", "! /indicators/0 [时效指标] -> 时效指标的名称和值 (core)"),
        ("效益指标|经济效益指标||", "! /indicators/0 [经济效益指标] (optional)"),
        ("产出指标|时效指标（选填）||", "! /indicators/0 [时效指标（选填）] (optional)"),
        ("满意度指标|||", "! /indicators/0 [满意度指标] -> 满意度指标的名称和值 (core)"),
        ("效益指标|||", "! /indicators/0 [效益指标] (optional)"),
        ("|||", ""), ("产出指标|时效指标||5天", ""), ("产出指标|时效指标|工期|", ""), ("产出指标|时效指标|无|", ""),
        ("产出指标|时效指标||无", ""), ("产出指标|时效指标||不适用", ""), ("产出指标|时效指标||不涉及", ""),
        ("产出指标|……||", ""),
        ("……|||", ""), ("产出指标|时效指标|……|", ""), ("产出指标|时效指标||**", ""), ("产出指标|时效指标|*|", ""),
        ("产出指标|时效指标|指标1：|", "! /indicators/0 [时效指标] -> 时效指标的名称和值 (core)"),
    ],
)  # fmt: skip
def test_a_printed_row_without_name_and_value(row: str, say: str) -> None:
    assert _faults("row-empty", _form(row)) == ([say] if say else [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        # a numbered place behind rows that are filled is room for more
        (["产出指标|数量指标|培训人数|5人", "产出指标|数量指标|指标2：|"], []),
        (["产出指标|数量指标|指标1：|", "产出指标|数量指标|指标2：|"], [0]),
        (["产出指标|质量指标|合格率|5%", "产出指标|数量指标|指标2：|"], [1]),
        (["效益指标|数量指标|培训人数|5人", "产出指标|数量指标|指标2：|"], [1]),
        # an empty one is not
        (["产出指标|数量指标|培训人数|5人", "产出指标|数量指标||"], [1]),
        (["产出指标|数量指标||", "产出指标|数量指标||"], [0, 1]),
        (["产出指标|数量指标||", "效益指标|社会效益指标||"], [0, 1]),
        # rows that say nothing here hide none behind them
        (["产出指标|数量指标|培训人数|5人", "产出指标|数量指标|指标2：|", "产出指标|质量指标||"], [2]),
        (["产出指标|数量指标||无", "产出指标|……||", "产出指标|质量指标||"], [2]),
    ],
)  # fmt: skip
def test_which_of_several_rows_are_empty(rows: list[str], told: list[int]) -> None:
    assert [int(say.split(" ")[1].split("/")[2]) for say in _faults("row-empty", _form(*rows))] == told


def test_an_empty_row_says_where_it_is() -> None:
    from extractor.quality.completeness import row_empty

    rows = ("产出指标|数量指标|甲数|5人", "产出指标|质量指标||", "效益指标|社会效益指标||")
    core, optional = (say.message for say in row_empty(case_of(_form(*rows))) if isinstance(say, Fault))
    assert core == "第2行“质量指标”没有填三级指标和指标值，请补填。"
    assert optional == "第3行“社会效益指标”没有填三级指标和指标值，如不适用可删去此行或注明。"


def test_a_numbered_place_is_asked_for_once_in_each_scope() -> None:
    rows = [f"产出指标|数量指标|指标{n}：|" for n in (1, 2)] + ["产出指标|质量指标|合格率|5%"] * 2
    assert len(_faults("row-empty", _form(*rows, scopes={0: "period", 3: "period"}))) == 2


def test_an_empty_long_term_block_of_one_year_is_not_asked_for() -> None:
    rows = ("产出指标|数量指标||", "产出指标|数量指标|培训人数|5人")
    assert _faults("row-empty", _form(*rows, scopes={0: "period"})) == []


def test_what_stands_beside_an_empty_row_may_be_its_indicator() -> None:
    case = case_of(_form("产出指标|数量指标||", "产出指标|质量指标||", cells=["培训人数"]))
    from extractor.quality.completeness import row_empty

    case.form.unmapped[0].at = {"table": 0, "row": 0, "col": 9}
    says = list(row_empty(case))
    assert getattr(says[0], "why", "") == "第1行旁边有没有读懂的文字，可能就是指标"
    assert getattr(says[1], "pointer", "") == "/indicators/1"


@pytest.mark.parametrize(("key", "unsure"), [("level3", True), ("target", True), ("level2", False)])
def test_ink_in_an_empty_row_may_be_its_indicator(key: str, unsure: bool) -> None:
    ocr = {f"/indicators/0/{key}": {"raw": "", "alternatives": []}}
    says = said("row-empty", _form("产出指标|数量指标||", "产出指标|质量指标||", ocr=ocr))
    assert (says[0] == "? 第1行有墨迹，没有认出文字，可能就是指标") == unsure
    assert says[1] == "! /indicators/1 [质量指标] -> 质量指标的名称和值 (core)"


@pytest.mark.parametrize(
    ("row", "say"),
    [
        ("产出指标|数量指标||12", "! /indicators/0/level3 [] -> 三级指标的名称"),
        ("产出指标|数量指标|指标1：|12", "! /indicators/0/level3 [指标1：] -> 三级指标的名称"),
        ("产出指标|数量指标|泵站|12", ""), ("产出指标|数量指标||", ""), ("产出指标|数量指标||公里", ""),
        ("产出指标|数量指标||无", ""),
        ("产出指标|数量指标|无|12", ""),
    ],
)  # fmt: skip
def test_a_value_without_a_name(row: str, say: str) -> None:
    assert _faults("name-blank", _form(row)) == ([say] if say else [])


def test_values_with_a_name_are_counted() -> None:
    rows = ("产出指标|数量指标||无", "产出指标|数量指标|甲数|5人", "产出指标|数量指标||6", "产出指标|数量指标|乙数|7人")
    assert said("name-blank", _form(*rows)) == [
        "! /indicators/2/level3 [] -> 三级指标的名称", "= 查看了 3 行有值的指标",
    ]  # fmt: skip
    assert said("name-blank", _form("产出指标|5人", columns=["level1", "target"])) == []
    assert said("name-blank", _form("产出指标|数量指标|甲数|")) == []


@pytest.mark.parametrize(
    ("row", "where"), [("产出指标|数量指标||5", "第1行（数量指标）填了"), ("产出指标|||5", "第1行（产出指标）填了"),
    ("|||5", "第1行填了")]
)  # fmt: skip
def test_a_value_without_a_name_says_where(row: str, where: str) -> None:
    from extractor.quality.completeness import name_blank

    assert where in next(iter(name_blank(case_of(_form(row))))).message  # type: ignore[union-attr]


# --- head and foot ----------------------------------------------------------------------------------------------

_FILER = {"field": "/filer", "label": "填报单位", "raw": ""}
_FILLED = "! /filer [填报单位：] -> 填报单位的名称"


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        ([_FILER], [_FILLED, "= 查看了印出的 1 个必填栏"]),
        ([{**_FILER, "raw": "甲局"}], ["= 查看了印出的 1 个必填栏"]),
        ([{**_FILER, "raw": "（盖章）"}],
         ["! /filer [填报单位：（盖章）] -> 填报单位的名称", "= 查看了印出的 1 个必填栏"]),
        ([{**_FILER, "optional": True}], []), ([{**_FILER, "kind": "amount"}], []),
        ([{**_FILER, "label": "联系人"}], []),
        ([{**_FILER, "image": True}], ["= 查看了印出的 1 个必填栏"]),
        # another place of the same field is filled, by text or by a picture, whatever it is called
        ([_FILER, {**_FILER, "raw": "甲局"}], ["= 查看了印出的 2 个必填栏"]),
        ([_FILER, {**_FILER, "label": "某某", "raw": "甲局"}], ["= 查看了印出的 1 个必填栏"]),
        ([_FILER, {**_FILER, "image": True}], ["= 查看了印出的 2 个必填栏"]),
        ([_FILER, {"field": "/project_name", "label": "项目名称", "raw": ""}],
         [_FILLED, "! /project_name [项目名称：] -> 项目名称", "= 查看了印出的 2 个必填栏"]),
        # a field that is not asked for, one that is filled
        ([{**_FILER, "raw": "甲局"}, {"field": "/project_name", "label": "项目名称", "raw": ""}],
         ["! /project_name [项目名称：] -> 项目名称", "= 查看了印出的 2 个必填栏"]),
        ([], ["? 不知道本表印了哪些栏目"]), ([{"field": "/regime", "label": "体例", "raw": ""}], []),
    ],
)  # fmt: skip
def test_a_required_field_that_is_blank(printed: list[dict[str, Any]], says: list[str]) -> None:
    assert said("field-blank", {"printed": printed}) == says


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ({"filer": "甲局"}, 0), ({"filer": ""}, 1), ({}, 1),
        ({"signoff": {"preparer": "张三"}}, 1),
    ],
)  # fmt: skip
def test_a_field_that_was_read_elsewhere_is_not_blank(spec: dict[str, Any], told: int) -> None:
    assert len(_faults("field-blank", {"printed": [_FILER], **spec})) == told


def test_a_name_in_the_foot_is_found_there() -> None:
    printed = [{"field": "/signoff/preparer", "label": "填表人", "raw": ""}]
    assert _faults("field-blank", {"printed": printed}) == ["! /signoff/preparer [填表人：] -> 填表人姓名"]
    assert _faults("field-blank", {"printed": printed, "signoff": {"preparer": "张三"}}) == []


def test_a_field_whose_cell_holds_a_picture_is_not_blank() -> None:
    case = case_of({"printed": [_FILER, {"field": "/project_name", "label": "项目名称", "raw": ""}]})
    case.form.places["/filer"] = {"table": 0, "row": 0, "col": 1}
    case.reading.grids = [Grid([Cell(0, 1, image=True)], 1, 2, 0)]
    assert [say.pointer for say in field_blank(case) if isinstance(say, Fault)] == ["/project_name"]


def test_a_blank_field_says_what_stands_there() -> None:
    for raw, text in (
        ("", "“填报单位”一栏是空的，请填写填报单位的名称。"),
        ("（盖章）", "“填报单位”一栏只有“（盖章）”，请填写填报单位的名称。"),
    ):
        say = next(iter(field_blank(case_of({"printed": [{**_FILER, "raw": raw}]}))))
        assert isinstance(say, Fault) and say.message == text and say.at == {"line": 2}
