"""How the engine makes a finding of a fault: pointer, place, subject, marks, whose doubt it is, where notes belong."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.model.document import Note, Place
from extractor.model.filing import Regime
from extractor.model.finding import Finding
from extractor.quality import engine
from extractor.quality.case import Case
from extractor.quality.engine import _applies, _Cells, _spans, _split, _spot, _subject, order, review, row_of
from extractor.quality.registry import Fault, Rule, all_rules
from extractor.rulebook import load_rules
from tests.quality.build import case_of, reading

RULES = load_rules()
_ROW = ["产出指标", "数量指标", "培训人数", "5人"]


def _case(spec: dict[str, Any], index: int = 0) -> Case:
    return Case(reading(spec, index, RULES), RULES)


# --- order ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pointer", "row"),
    [("/forms/0/indicators/12/target", 12), ("/forms/3/amounts/total", -1), (None, -1), ("", -1), ("/indicators", -1)]
)  # fmt: skip
def test_the_row_of_a_pointer(pointer: str | None, row: int) -> None:
    assert row_of(pointer) == row


def test_findings_of_the_source_come_before_those_of_its_forms() -> None:
    def finding(form: int | None, field: str | None, code: str = "c", identity: str = "i") -> Finding:
        return Finding(identity, "r", code, "info", None, "", form, field, None, None, [], None, True, [], Place())  # type: ignore[arg-type]

    right = [finding(None, None), finding(0, "/forms/0/amounts/total"), finding(0, "/forms/0/indicators/0/note"),
             finding(0, "/forms/0/indicators/2"), finding(0, "/forms/0/indicators/10", "a"),
             finding(0, "/forms/0/indicators/10", "b", "a"), finding(0, "/forms/0/indicators/10", "b", "b"),
             finding(1, "/forms/1")]  # fmt: skip
    shuffled = [right[n] for n in (5, 2, 7, 0, 6, 3, 1, 4)]
    assert sorted(shuffled, key=order) == right


@pytest.mark.parametrize(
    ("pointer", "split"),
    [("/forms/2/amounts/total", (2, "/amounts/total")), ("/forms/0", (0, "/")),
     ("/forms/10/texts/basis", (10, "/texts/basis"))]
)  # fmt: skip
def test_form_and_rest_of_a_pointer(pointer: str, split: tuple[int, str]) -> None:
    assert _split(pointer) == split


@pytest.mark.parametrize(
    ("fault", "spans"),
    [
        (Fault("", observed="甲乙丙", mark="乙"), [[1, 2]]), (Fault("", observed="甲乙丙", mark="丁"), []),
        (Fault("", observed="甲乙", mark="甲"), [[0, 1]]),
        (Fault("", observed="甲乙丙"), []), (Fault("", mark="乙"), []),
        (Fault("", observed="甲乙丙", mark="乙", spans=[[2, 3]]), [[2, 3]]), (Fault("", spans=[[0, 1]]), [[0, 1]]),
    ],
)  # fmt: skip
def test_what_a_finding_marks(fault: Fault, spans: list[list[int]]) -> None:
    assert _spans(fault) == spans


# --- places -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "spot"),
    [
        ({"table": 1, "row": 2, "col": 3, "line": 4}, (1, 2, 3)), ({"row": 2}, (None, 2, None)),
        ({"page": 1, "line": 4}, ("line", 1, 4)), ({"line": 4}, ("line", None, 4)),
        ({"page": 1, "table": 2}, None), ({}, None),
    ],
)  # fmt: skip
def test_where_a_value_stands(place: Any, spot: tuple[object, ...] | None) -> None:
    assert _spot(place) == spot


def _cells() -> _Cells:
    columns = ["level1", "level3", "operator", "target", "unit"]
    first = _case(
        {"columns": columns, "rows": [["产出指标", "甲", "≥", "5", "人"]], "amounts": {"total": "5"}, "cells": ["某某"]}
    )
    first.form.places = {
        "/filer": {"page": 1, "table": 0, "row": 9, "col": 1},
        "/period": {"page": 2, "line": 7},
        "/department": {},
    }
    first.form.unmapped[0].at = {"page": 3, "table": 5, "row": 0}
    second = _case({"rows": [_ROW], "amounts": {"total": ""}}, 1)
    second.reading.cells_at = [{"target": {"page": 2, "table": 1, "row": 0, "col": 3}}]
    second.form.indicators[0].at = {"page": 2, "table": 1, "row": 0}
    second.form.amounts["total"].at = {}
    return _Cells([first, second])


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ({"table": 0, "row": 0, "col": 1}, (0, "/forms/0/indicators/0/level3")),
        ({"table": 0, "row": 0, "col": 2}, (0, "/forms/0/indicators/0/target")),
        ({"table": 0, "row": 0, "col": 4}, (0, "/forms/0/indicators/0/target")),
        ({"line": 3}, (0, "/forms/0/amounts/total")),
        ({"table": 0, "row": 9, "col": 1}, (0, "/forms/0/filer")), ({"page": 2, "line": 7}, (0, "/forms/0/period")),
        ({"page": 1, "line": 7}, (None, None)),
        ({"page": 2, "table": 1, "row": 0, "col": 3}, (1, "/forms/1/indicators/0/target")),
        # of no value, the form whose table it is
        ({"page": 2, "table": 1, "row": 5, "col": 3}, (1, "/forms/1")), ({"page": 1, "table": 0}, (0, "/forms/0")),
        ({"page": 3, "table": 5, "row": 8}, (0, "/forms/0")),
        ({"page": 9, "table": 0, "row": 44}, (None, None)), ({"page": 1}, (None, None)), ({}, (None, None)),
    ],
)  # fmt: skip
def test_what_stands_at_a_place(at: Any, found: tuple[int | None, str | None]) -> None:
    assert _cells().find(at) == found


@pytest.mark.parametrize(
    ("page", "found"),
    [(1, (0, "/forms/0")), (2, (None, None)), (3, (0, "/forms/0")), (4, (None, None)), (None, (None, None))],
)
def test_the_only_form_of_a_page(page: int | None, found: tuple[int | None, str | None]) -> None:
    assert _cells().alone_on(page) == found


@pytest.mark.parametrize(
    ("code", "at", "field"),
    [
        ("bad-number", {"table": 0, "row": 0, "col": 3}, "/forms/0/indicators/0/target"),
        ("hidden-content", {"table": 0, "row": 0, "col": 3}, "/forms/0/indicators/0/target"),
        ("bad-number", {"page": 1}, None), ("doubtful-table", {"page": 1, "table": 0, "row": 0, "col": 3}, "/forms/0"),
        ("doubtful-table", {"page": 2}, None),
        ("unreadable-part", {"page": 1}, "/forms/0"),
        ("unreadable-part", {"table": 0, "row": 0, "col": 3}, "/forms/0/indicators/0/target"),
        ("encoding-fallback", {"page": 1, "table": 0, "row": 0, "col": 3}, None), ("format-mismatch", {}, None),
    ],
)  # fmt: skip
def test_a_note_is_given_the_value_or_the_form_that_it_speaks_of(code: str, at: Any, field: str | None) -> None:
    given = reading({"rows": [_ROW]}, 0, RULES)
    given.form.places["/filer"] = {"page": 1, "line": 2}
    note = Note(code, "某事。", at, "看到", "应为")
    told = [f for f in review([given], [note], source_sha="0", rules=RULES)[0] if f.message == "某事。"]
    assert [(f.field, f.form, f.observed, f.expected) for f in told] == [
        (field, None if field is None else 0, "看到", "应为")
    ]


# --- a fault becomes a finding ----------------------------------------------------------------------------------


def _review(
    monkeypatch: pytest.MonkeyPatch, fault: Fault, spec: dict[str, Any], code: str = "target-blank"
) -> list[Finding]:
    """All findings of one rule (by its code in the list) that says just this of the form."""
    rule = all_rules()[code]
    said = Rule(rule.id, rule.code, "form", rule.doc, rule.grades, over_form=lambda case: iter([fault]))
    monkeypatch.setattr(engine, "all_rules", lambda: {rule.id: said})
    return review([reading(spec, 0, RULES)], [], source_sha="0", rules=RULES)[0]


def test_a_fault_without_a_place_has_that_of_its_pointer(monkeypatch: pytest.MonkeyPatch) -> None:
    (finding,) = _review(
        monkeypatch, Fault("一\n 二。", "/indicators/0/target", observed="5人", mark="人"), {"rows": [_ROW]}
    )
    assert (finding.form, finding.field, finding.at) == (
        0,
        "/forms/0/indicators/0/target",
        {"table": 0, "row": 0, "col": 3},
    )
    assert (finding.message, finding.spans, finding.severity, finding.confidence) == ("一二。", [[1, 2]], "error", None)
    (finding,) = _review(monkeypatch, Fault("某事。", at={"line": 7, "ocr_confidence": 0.95}), {"rows": [_ROW]})
    assert (finding.field, finding.at["line"], finding.confidence) == ("/forms/0", 7, 0.95)
    (finding,) = _review(
        monkeypatch, Fault("某事。", at={"line": 7, "ocr_confidence": 0.95}, confidence=0.0), {"rows": [_ROW]}
    )
    assert finding.confidence == 0.0


@pytest.mark.parametrize(("grade", "severity"), [(None, "info"), ("core", "warning"), ("optional", "info")])
def test_a_grade_has_its_own_severity(monkeypatch: pytest.MonkeyPatch, grade: str | None, severity: str) -> None:
    (finding,) = _review(monkeypatch, Fault("某事。", grade=grade), {"rows": [_ROW]}, "row-empty")
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("rule", "pointer", "sure", "told"),
    [
        ("target-blank", "/indicators/0/target", False, 0), ("target-blank", "/indicators/0/target", True, 1),
        ("target-blank", "/indicators/1/target", False, 1),
        ("slogan", "/indicators/0/target", False, 0), ("filed-late", "/indicators/0/target", False, 1),
    ],
)  # fmt: skip
def test_a_fault_that_rests_on_a_doubtful_reading_is_none(
    monkeypatch: pytest.MonkeyPatch, rule: str, pointer: str, sure: bool, told: int
) -> None:
    """Of codes that the book names, unless no recogniser makes such a mistake."""
    spec = {"rows": [_ROW, _ROW], "ocr": {"/indicators/0/target": {"raw": "5人", "alternatives": []}}}
    assert len(_review(monkeypatch, Fault("某事。", pointer, sure=sure), spec, rule)) == told


def test_equal_faults_have_ids_of_their_own_and_rows_put_in_change_none(monkeypatch: pytest.MonkeyPatch) -> None:
    other = ["产出指标", "数量指标", "别的人数", "5人"]
    (one,) = _review(monkeypatch, Fault("某事。", "/indicators/0/target"), {"rows": [_ROW]})
    (moved,) = _review(monkeypatch, Fault("某事。", "/indicators/1/target"), {"rows": [other, _ROW]})
    (another,) = _review(monkeypatch, Fault("某事。", "/indicators/0/target"), {"rows": [other, _ROW]})
    assert one.id == moved.id != another.id
    rule = all_rules()["target-blank"]
    twice = Rule(
        rule.id,
        rule.code,
        "form",
        "x",
        (),
        over_form=lambda case: iter([Fault("某事。", "/filer"), Fault("某事。", "/filer")]),
    )
    monkeypatch.setattr(engine, "all_rules", lambda: {rule.id: twice})
    findings = review([reading({}, 0, RULES)], [], source_sha="0", rules=RULES)[0]
    assert len({f.id for f in findings}) == 2


@pytest.mark.parametrize(
    ("spec", "pointer", "label", "owner"),
    [
        ({"rows": [_ROW], "project": "甲项目", "filer": "乙局"}, "/indicators/0/target", "培训人数", "甲项目"),
        ({"rows": [["产出指标", "数量指标", "", "5"]], "department": "丙局", "filer": "乙局"}, "/indicators/0",
         "数量指标", "丙局"),
        ({"rows": [["产出指标", "", "", "5"]], "filer": "乙局"}, "/indicators/0", "产出指标", "乙局"),
        ({"rows": [["", "", "", "5"]]}, "/indicators/0", "/indicators/0", None),
        ({"printed": [{"field": "/filer", "label": "填报单位", "raw": ""}]}, "/filer", "填报单位", None),
        ({}, "/filer", "/filer", None),
        ({"cells": [["某栏（万元）", "5"], "某某"]}, "/unmapped/0", "某栏", None),
        ({"cells": [["某栏", "5"], "某某"]}, "/unmapped/1", "某某", None),
    ],
)  # fmt: skip
def test_what_a_finding_speaks_of(spec: dict[str, Any], pointer: str, label: str, owner: str | None) -> None:
    subject = _subject(case_of(spec), pointer)
    assert (subject.kind, subject.owner) == ("project_target", owner)
    assert subject.label == label


@pytest.mark.parametrize(
    ("kinds", "regimes", "regime", "skip", "applies"),
    [
        ([], [], None, [], True), (["project_target"], [], None, [], True),
        (["department_target"], [], None, [], False), ([], ["2015-88"], "2015-88", [], True),
        ([], ["2015-88"], "2021-101", [], False), ([], ["2015-88"], None, [], False),
        ([], [], None, ["slogan"], False), ([], [], None, ["unquantified-target"], False),
        ([], [], None, ["residue"], True),
    ],
)  # fmt: skip
def test_where_a_rule_applies(
    kinds: list[Any], regimes: list[Any], regime: Any, skip: list[str], applies: bool
) -> None:
    entry = RULES.quality.rules["slogan"].model_copy(update={"kinds": kinds, "regimes": regimes})
    case = case_of({})
    case.form.regime = Regime(regime, "x") if regime else None
    case.reading.skip_rules = skip
    assert _applies(all_rules()["slogan"], entry, case) == applies
