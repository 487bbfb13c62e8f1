"""What the rules ask of a form: kinds of rows, budgets, places, what is doubtful; both sides of each condition."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.model.document import Aside, Cell, Grid
from extractor.model.filing import Layout
from extractor.quality.case import Case, is_residue
from extractor.rulebook import load_rules
from tests.quality.build import case_of, reading


def _form(*rows: str, **more: Any) -> dict[str, Any]:
    return {"rows": [[cell.strip() for cell in row.split("|")] for row in rows], **more}


# --- rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level1", "level2", "kind", "head"),
    [
        ("产出指标", "数量指标", "quantity", "output"), ("产出指标", "质量指标", "quality", "output"),
        ("产出指标", "时效指标", "timeliness", "output"),
        ("产出指标", "进度指标", "timeliness", "output"), ("成本指标", "经济成本指标", "cost", "cost"),
        ("效益指标", "经济效益指标", "economic", "benefit"),
        ("效益指标", "社会效益指标", "social", "benefit"), ("效益指标", "生态效益指标", "ecological", "benefit"),
        ("效益指标", "可持续影响指标", "lasting", "benefit"),
        ("效果指标", "环境指标", "ecological", "benefit"),
        ("满意度指标", "服务对象指标", "satisfaction", "satisfaction"), ("管理指标", "其他", None, "management"),
        # without a 二级 only 满意度 and 成本 say what they are
        ("满意度指标", "", "satisfaction", "satisfaction"), ("成本指标", "", "cost", "cost"),
        ("产出指标", "", None, "output"), ("完成指标", "", None, "output"), ("", "", None, None),
    ],
)  # fmt: skip
def test_kind_and_head_of_a_row(level1: str, level2: str, kind: str | None, head: str | None) -> None:
    row = case_of(_form(f"{level1}|{level2}|某事|5人")).rows[0]
    assert (row.kind, row.head) == (kind, head)


def test_a_second_level_that_speaks_of_cost_is_a_cost_in_every_wording() -> None:
    rules = load_rules()
    wordings = {w for entry in rules.labels.level2 for w in (entry.canonical, *entry.wordings) if "成本" in w}
    assert len(wordings) > 8
    rows = [["成本指标", wording, "某事", "5元"] for wording in sorted(wordings)]
    assert {row.kind for row in case_of({"rows": rows}).rows} == {"cost"}


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("培训人数", True), ("GDP", True), ("", False), ("12", False), ("……", False), ("指标1：", False),
        ("指标1：培训人数", True), ("目标2", False), ("--", False),
        ("不涉及", False), ("无", False), ("不涉及农户数", True), ("指标", False),
    ],
)  # fmt: skip
def test_a_row_that_has_a_name(name: str, named: bool) -> None:
    case = case_of(_form(f"产出指标|数量指标|{name}|5人"))
    assert [row.named for row in case.rows] == [named] and len(case.named) == named


@pytest.mark.parametrize(
    ("level2", "value", "blank"),
    [
        ("数量指标", "", True), ("数量指标", "5人", False), ("数量指标", "公里", True), ("数量指标", "**", True),
        ("数量指标", "学校", True), ("数量指标", "监测点", False), ("数量指标", "本", True), ("质量指标", "本", False),
        ("数量指标", "良好", False),
        ("数量指标", "本本本", False), ("数量指标", "满", False),
    ],
)  # fmt: skip
def test_a_row_without_a_value(level2: str, value: str, blank: bool) -> None:
    """A counter alone is none where a quantity belongs."""
    assert case_of(_form(f"产出指标|{level2}|某事|{value}")).rows[0].blank == blank


@pytest.mark.parametrize(("values", "blank"), [(["", ""], True), (["5人", ""], False), (["", "公里"], True)])
def test_a_row_of_regions_is_blank_where_all_are(values: list[str], blank: bool) -> None:
    columns = ["level1", "level2", "level3", "region:甲县", "region:乙县"]
    assert case_of(_form("|".join(["产出指标", "质量指标", "某率", *values]), columns=columns)).rows[0].blank == blank


def test_how_a_message_speaks_of_a_row() -> None:
    case = case_of(_form("产出指标|数量指标|甲 数|5人", "产出指标|||"))
    assert [row.called for row in case.rows] == ["第1行指标“甲数”（数量指标）", "第2行指标“（未填三级指标）”"]
    assert [(row.pointer, row.number) for row in case.rows] == [("/indicators/0", Decimal(5)), ("/indicators/1", None)]


@pytest.mark.parametrize(
    ("label", "residue"),
    [
        ("……", True),
        ("…", True),
        ("...", True),
        ("**", True),
        ("*", False),
        ("××", True),
        ("xx", True),
        ("指标1：……", True),
        ("……指标", True),
        ("某……", False),
        ("", False),
    ],
)
def test_labels_of_dots_and_crosses(label: str, residue: bool) -> None:
    assert is_residue(label) == residue


# --- long-term rows ---------------------------------------------------------------------------------------------

_LONG = {"scopes": {0: "period", 1: "period"}}


@pytest.mark.parametrize(
    ("rows", "more", "unasked"),
    [
        (["甲数|", "|", "甲数|5人"], {}, {0, 1}), (["乙数|", "|", "甲数|5人"], {}, {1}),
        (["甲数|5人", "|", "甲数|5人"], {}, set()), (["甲数|", "|"], {}, set()),
        (["甲数|", "|", "甲数|5人"], {"period": "2023年1月-2025年12月"}, set()),
        (["甲数|", "|", "甲数|5人"], {"period": "2024年1月-2024年12月"}, {0, 1}),
        (["甲数|", "|", "甲数|5人"], {"scopes": {}}, set()),
    ],
)  # fmt: skip
def test_an_empty_long_term_block_of_a_project_of_one_year(
    rows: list[str], more: dict[str, Any], unasked: set[int]
) -> None:
    case = case_of(_form(*(f"产出指标|数量指标|{row}" for row in rows), **{**_LONG, **more}))
    assert case.unasked == unasked


# --- money ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "amounts", "budgets"),
    [
        ("project_target", {"total": "5"}, ["total 50000"]),
        ("project_target", {"total": "5", "current_level": "3"}, ["total 50000", "current_level 30000"]),
        ("project_target", {"fiscal_appropriation": "4", "project_expenditure": "2"}, ["fiscal_appropriation 40000"]),
        ("department_target", {"total": "5", "project_expenditure": "2", "basic_expenditure": "3"},
         ["total 50000", "project_expenditure 20000", "basic_expenditure 30000"]),
        ("project_target", {"current_level": "3", "superior_funds": "2"},
         ["current_level 30000", "current_level 50000"]),
        ("project_target", {"current_level": "3", "superior_funds": "0"}, ["current_level 30000"]),
        ("project_target", {"superior_funds": "2"}, []),
        ("project_target", {"current_level": "0", "superior_funds": "2"}, ["current_level 0", "current_level 20000"]),
        ("project_target", {"total": ""}, []),
    ],
)  # fmt: skip
def test_the_figures_a_cost_may_be_compared_with(kind: str, amounts: dict[str, str], budgets: list[str]) -> None:
    assert [f"{b.code} {b.yuan}" for b in case_of({"kind": kind, "amounts": amounts}).budgets] == budgets


# --- places -----------------------------------------------------------------------------------------------------


def test_places_of_pointers() -> None:
    case = case_of(_form("产出指标|数量指标|甲数|5人", "产出指标|数量指标|乙数", amounts={"total": "5"},
                         printed=[{"field": "/filer", "label": "单位", "raw": "甲"}]))  # fmt: skip
    case.form.places["/texts/basis"] = {"line": 7}
    case.reading.target_at = [{"line": 40}, {"line": 41}]
    case.form.indicators[1].at = {"line": 42}
    assert case.place("/texts/basis") == {"line": 7}
    assert case.place("/indicators/0/target") == {"table": 0, "row": 0, "col": 3}
    assert case.place("/indicators/1/target") == {"line": 41} and case.place("/indicators/1/note") == {"line": 42}
    assert case.place("/indicators/1") == {"line": 42} and case.place("/indicators") == {"line": 1}
    assert case.place("/amounts/total") == {"line": 3} and case.place("/amounts/own_funds") == {
        "line": 1
    } == case.place("/amounts")
    assert case.place("/filer") == {"line": 2} and case.place("/department") == {"line": 1} == case.place("")
    case.form.amounts["total"].at = {}
    case.form.indicators[1].at = {}
    case.reading.target_at = []
    assert case.place("/amounts/total") == case.place("/indicators/1/target") == {"line": 1}


@pytest.mark.parametrize(
    ("pointer", "doubtful"),
    [
        ("/indicators/0", True),
        ("/indicators/0/target", True),
        ("/indicators/00", False),
        ("/indicators/1", False),
        ("", False),
        ("/indicators", False),
    ],
)
def test_what_was_read_from_an_image_without_being_sure(pointer: str, doubtful: bool) -> None:
    case = case_of(
        _form(
            "产出指标|数量指标|甲|5人",
            "产出指标|数量指标|乙|5人",
            ocr={"/indicators/0": {"raw": "", "alternatives": []}},
        )
    )
    assert case.is_doubtful(pointer) == doubtful


@pytest.mark.parametrize(("sure", "doubtful"), [(None, False), (0.89, True), (0.9, False), (0.0, True), (1.0, False)])
def test_a_cell_is_doubtful_below_a_confidence(sure: float | None, doubtful: bool) -> None:
    case = case_of({"amounts": {"total": "5"}})
    case.form.amounts["total"].at = {"line": 3} if sure is None else {"line": 3, "ocr_confidence": sure}
    assert case.is_doubtful("/amounts/total") == doubtful


@pytest.mark.parametrize(
    ("cell", "unread"),
    [
        (Cell(0, 3, text="5人"), False), (Cell(0, 3, image=True), True),
        (Cell(0, 3, asides=(Aside("#N/A", "error"),)), True),
        (Cell(0, 3, asides=(Aside("", "lost"),)), True), (Cell(0, 3, asides=(Aside("1", "mark"),)), False),
        (Cell(0, 3, asides=(Aside("1", "mark"), Aside("", "lost"))), True), (Cell(0, 2, image=True), False),
        (Cell(1, 3, image=True), False),
    ],
)  # fmt: skip
def test_a_cell_that_holds_no_text(cell: Cell, unread: bool) -> None:
    case = case_of(_form("产出指标|数量指标|甲|5人", amounts={"total": "5"}))
    case.reading.grids = [Grid([cell], 2, 4, 0)]
    assert case.holds_unread("/indicators/0/target") == unread
    assert case.source_cell("/amounts/total") is None


@pytest.mark.parametrize(
    ("at", "label", "beside"),
    [
        ({"table": 0, "row": 0, "col": 9}, None, True), ({"table": 0, "row": 1}, None, False),
        ({"table": 1, "row": 0}, None, False), ({"table": 0, "row": 0, "page": 2}, None, False),
        ({"table": 0, "row": 0, "sheet": "甲"}, None, False), ({"table": 0, "row": 0}, "某栏", False),
        ({"line": 3}, None, False),
    ],
)  # fmt: skip
def test_a_text_without_a_place_in_a_rows_own_line(at: Any, label: str | None, beside: bool) -> None:
    case = case_of(_form("产出指标|数量指标|甲|5人", cells=[[label, "某某"]]))
    case.form.unmapped[0].at = at
    assert case.beside_unread(case.rows[0]) == beside
    case = case_of(_form("产出指标|数量指标|甲|5人", cells=[[label, "某某"]]))
    case.form.unmapped[0].at, case.form.indicators[0].at = {"line": 3}, {"line": 3}
    assert not case.beside_unread(case.rows[0])


def test_every_value_read_from_a_cell_has_one_pointer() -> None:
    """Sign and unit are parts of the target; a cell of two values has the first one's pointer."""
    columns = ["level1", "level3", "operator", "target", "unit"]
    case = case_of(_form("产出指标|甲|≥|5|人", columns=columns, amounts={"total": "5", "own_funds": "6"}))
    case.form.amounts["total"].at = {"table": 0, "row": 7, "col": 1}
    case.form.places |= {
        "/filer": {"table": 0, "row": 7, "col": 1},
        "/department": {"table": 0, "row": 8, "col": 1},
        "/period": {"line": 4},
    }
    assert case.pointers == [
        "/amounts/total",
        "/department",
        "/indicators/0/level1",
        "/indicators/0/level3",
        "/indicators/0/target",
    ]


def test_rules_that_a_form_or_its_layout_switches_off() -> None:
    rules = load_rules()
    given = reading({}, 0, rules)
    assert Case(given, rules).skipped == frozenset()
    given.skip_rules = ["slogan"]
    given.form.layout = Layout("no-such-layout", "某表", 1.0)
    assert Case(given, rules).skipped == {"slogan"}


def test_what_is_worked_out_once() -> None:
    case, met = case_of({}), []
    for _ in range(2):
        assert case.once("key", lambda: met.append(1) or "found") == "found"
    assert met == [1]
