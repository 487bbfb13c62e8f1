"""How many cells each rule looks at: what counts as looked at, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.document import Cell, Grid
from extractor.quality.case import Filing
from extractor.quality.inputs import compared, looked_at, parts_of
from extractor.rulebook import load_rules
from tests.quality.build import case_of, reading


def _form(*rows: str, columns: str = "level1 level2 level3 target", **more: Any) -> dict[str, Any]:
    return {"columns": columns.split(), "rows": [[c.strip() for c in row.split("|")] for row in rows], **more}


def _looked(rule: str, spec: dict[str, Any]) -> int:
    return looked_at(rule, case_of(spec), -1)


_ROWS = (
    "产出指标|数量指标|甲数|5人", "产出指标|时效指标|乙期|2024年6月底前", "成本指标|经济成本指标|丙费|3万元",
    "成本指标|经济成本指标|丁费|合理", "效益指标|社会效益指标|戊率|", "|社会效益指标|己率|5-8%", "效益指标||庚率|90%",
    "产出指标|时效指标||12", "产出指标|时效指标|辛期|",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("target-blank", 8), ("standard-blank", 0), ("row-empty", 9), ("unit-missing", 4), ("wrong-parent", 7),
        ("row-twice", 8), ("value-unquantified", 6),
        ("not-on-time", 1), ("deadline-outside", 1), ("cost-against-budget", 1), ("name-blank", 7),
        ("word-misspelt", 9), ("points-total", 0), ("rows-none", 1),
        ("year-stale", 6), ("money-mixed", 1), ("number-unreadable", 6), ("date-unreadable", 1), ("actual-unit", 0),
    ],
)  # fmt: skip
def test_rows_that_a_rule_looks_at(rule: str, count: int) -> None:
    assert _looked(rule, _form(*_ROWS)) == count


def test_without_a_column_of_values_only_rows_that_have_one_are_looked_at() -> None:
    assert (
        _looked("target-blank", _form("产出指标|甲数|5人", "产出指标|乙数|", columns="level1 level3 region:甲县"))
        == 2 - 1
    )
    assert (
        _looked("standard-blank", _form("产出指标|甲数|计划标准", "产出指标|乙数|", columns="level1 level3 standard"))
        == 2
    )


_EVALUATED = "level1 level2 level3 target actual weight achieved_score deviation_reason"


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("points-total", 3),
        ("scores-total", 2),
        ("points-of-row", 1),
        ("shortfall-unexplained", 2),
        ("actual-over-hundred", 2),
        ("scored-nothing", 3),
    ],
)
def test_points_and_actual_values(rule: str, count: int) -> None:
    rows = (
        "产出指标|数量指标|甲数|5人|5人|10|10|",
        "产出指标|数量指标||5人|5人|10|10|",
        "产出指标|数量指标|丙数|5人| |10||",
        "产出指标|数量指标|丁数|5人|4人|||",
    )
    assert _looked(rule, _form(*rows, columns=_EVALUATED)) == count


def test_reasons_are_looked_for_in_their_column_only() -> None:
    assert (
        _looked(
            "shortfall-unexplained",
            _form("产出指标|数量指标|甲数|5人|5人", columns="level1 level2 level3 target actual"),
        )
        == 0
    )


@pytest.mark.parametrize(
    ("rule", "amounts", "count"),
    [
        ("total-by-source", {"total": "1", "own_funds": "2", "other_funds": "3"}, 3),
        ("total-by-source", {"total": "1"}, 0), ("total-by-source", {"own_funds": "1"}, 0),
        ("total-by-use", {"total": "1", "basic_expenditure": "2", "project_expenditure": "3"}, 3),
        ("total-by-use", {"total": "1", "basic_expenditure": "2"}, 0),
        ("total-by-use", {"basic_expenditure": "2", "project_expenditure": "3"}, 0),
        ("fiscal-by-kind", {"fiscal_appropriation": "1", "government_fund": "2", "other_funds": "3"}, 2),
        ("fiscal-by-kind", {"fiscal_appropriation": "1", "other_funds": "3"}, 0),
        ("money-mixed", {"total": "1", "own_funds": "", "other_funds": "2"}, 2),
        ("number-unreadable", {"total": "1", "own_funds": ""}, 2),
    ],
)  # fmt: skip
def test_amounts_that_a_rule_looks_at(rule: str, amounts: dict[str, str], count: int) -> None:
    assert _looked(rule, {"amounts": amounts}) == count


@pytest.mark.parametrize(
    ("rule", "rows", "count"),
    [
        ("execution-by-source", [{"item": "总额"}, {"item": "其他"}], 2),
        ("execution-by-source", [{"item": "总额"}], 0), ("execution-by-source", [], 0),
        ("execution-rate", [{"rate": "80%"}, {"rate": "约八成"}, {}], 1),
        ("points-of-execution", [{"weight": "10", "score": "9"}] * 2 + [{"weight": "10"}, {"score": "9"}], 2),
    ],
)  # fmt: skip
def test_rows_of_the_money_block(rule: str, rows: list[dict[str, str]], count: int) -> None:
    assert _looked(rule, {"execution": rows}) == count


@pytest.mark.parametrize(
    ("rule", "texts", "count"),
    [
        ("goal-vague", {"annual_goal": "甲", "period_goal": "乙", "basis": "丙"}, 2),
        ("goal-vague", {"annual_goal": ""}, 0), ("goal-from-duties", {"annual_goal": "甲"}, 0),
        ("goal-from-duties", {"annual_goal": "甲", "duties": "乙"}, 1),
        ("prose-misspelt", {"annual_goal": "甲", "duties": "乙", "review_opinion": "丙"}, 2),
        ("year-stale", {"annual_goal": "甲"}, 1),
    ],
)  # fmt: skip
def test_texts(rule: str, texts: dict[str, str], count: int) -> None:
    assert _looked(rule, {"texts": texts}) == count


def _printed(field: str, label: str, raw: str = "", **more: Any) -> dict[str, Any]:
    return {"field": field, "label": label, "raw": raw, **more}


@pytest.mark.parametrize(
    ("rule", "printed", "count"),
    [
        ("field-blank",
         [_printed("/filer", "填报单位"), _printed("/filer", "填报单位", "甲局"),
          _printed("/project_name", "项目名称")], 3),
        ("field-blank",
         [_printed("/filer", "联系人"), _printed("/filer", "填报单位", kind="amount"),
          _printed("/filer", "填报单位", optional=True)], 0),
        ("phone-unreadable",
         [*[_printed("/signoff/phone", "电话", "1")] * 2, _printed("/signoff/phone", "电话"),
          _printed("/filer", "单位", "1")], 2),
        ("date-unreadable",
         [*[_printed("/signoff/filing_date", "日期", "1")] * 2, _printed("/signoff/filing_date", "日期")], 2),
         ("residue", [_printed("/filer", "填报单位")], 1),
    ],
)  # fmt: skip
def test_fields_of_head_and_foot(rule: str, printed: list[dict[str, Any]], count: int) -> None:
    assert _looked(rule, {"printed": printed}) == count


@pytest.mark.parametrize(
    ("rule", "spec", "count"),
    [
        ("filed-late", {"signoff": {"filing_date": "2024年6月1日"}}, 1), ("filed-late", {}, 0),
        ("date-unreadable", {"period": "2024年1月-2024年6月"}, 1),
        ("unit-inferred", {"unit": "万元"}, 1), ("unit-inferred", {"unit": None}, 0),
        ("label-misspelt", {"labels": ["甲", "乙"], "rows": [["产出指标", "数量指标", "甲", "5"]]}, 3),
        ("text-unread", {}, 1), ("no-such-rule", {}, -1),
    ],
)  # fmt: skip
def test_further_places(rule: str, spec: dict[str, Any], count: int) -> None:
    assert _looked(rule, spec) == count


def test_cells_read_from_an_image() -> None:
    case = case_of({"ocr": {"/filer": {"raw": "甲", "alternatives": []}}})
    cells = [Cell(0, n, text="甲", confidence=sure) for n, sure in enumerate((0.0, None, 0.99))]
    case.reading.extent.rows.append((Grid(cells, 1, 3), 0, 1))
    assert looked_at("cell-doubtful", case, 0) == 3


def test_the_same_cells_are_counted_once_for_all_rules() -> None:
    case = case_of(_form("产出指标|数量指标|甲数|5人"))
    assert looked_at("row-twice", case, 0) == looked_at("name-vague", case, 0) == 1
    assert len(case.looked) == 1


def test_parts_that_a_rule_must_see_whole() -> None:
    assert parts_of("total-by-source") == ("money",) and parts_of("money-mixed") == ("indicators", "money")
    assert parts_of("no-such-rule") == ()


_DEPARTMENT = {"kind": "department_target", "amounts": {"project_expenditure": "5"}}


@pytest.mark.parametrize(
    ("rule", "specs", "count"),
    [
        ("projects-total", [_DEPARTMENT, {}], 2), ("projects-total", [_DEPARTMENT, {}, {}], 3),
        ("projects-total", [_DEPARTMENT], 0), ("projects-total", [{}, {}], 0),
        ("projects-total", [{"kind": "department_target"}, {}], 0), ("projects-total", [_DEPARTMENT, _DEPARTMENT], 0),
        ("names-agree", [{"filer": "甲"}, {"filer": "乙"}, {"department": "丙"}], 2),
        ("names-agree", [{"department": "甲"}, {"department": "乙"}, {"filer": "丙"}], 2), ("names-agree", [{}], 0),
        ("years-agree", [{"year": 2024}, {"year": None}, {}], 2),
        ("goal-copied", [{"texts": {"annual_goal": "甲"}}, {"texts": {"basis": "甲"}}], 1),
        ("name-against-itself", [{}, {}], 2),
    ],
)  # fmt: skip
def test_forms_that_a_rule_compares(rule: str, specs: list[dict[str, Any]], count: int) -> None:
    rules = load_rules()
    filing = Filing([reading({"year": 2024, **spec}, n, rules) for n, spec in enumerate(specs)], rules)
    assert compared(rule, filing) == count
