"""What of an older report is mended, what no one has seen, and which older section a file belongs to."""

from __future__ import annotations

from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.model.document import Place
from extractor.model.filing import Form, Indicator, Label, Target
from extractor.model.finding import Check, Finding, Subject
from extractor.quality.recheck import compare


def _finding(label: str = "合计", field: str = "/forms/0/amounts/total", **more: Any) -> Finding:
    given: dict[str, Any] = {
        "id": f"new-{label}", "rule": "amount-sum", "code": "sum-mismatch", "severity": "error", "confidence": None,
        "message": "不等", "form": 0, "field": field, "observed": None, "expected": None, "spans": [], "basis": None,
        "verified": False, "related": [], "at": Place(), "subject": Subject("project_target", "泵站维修", label),
    }  # fmt: skip
    return Finding(**{**given, **more})


def _form(*names: str, project: str | None = "泵站维修", kind: Any = "project_target", **more: Any) -> Form:
    rows = [
        Indicator(Label("产出"), Label("数量指标", "数量指标"), Label(name), Target("3座"), "annual") for name in names
    ]
    return Form(id="f", index=0, kind=kind, title=None, fiscal_year=2024, project_name=project, indicators=rows, **more)


def _document(
    *findings: Finding, forms: Any = (), outcomes: Any = (), path: str = "a.txt", sha: str = "1", status: str = "ok"
) -> Any:
    checks = [Check("amount-sum", "sum-mismatch", form, outcome, "") for form, outcome in outcomes]
    source = SimpleNamespace(path=path, sha256=sha, status=status)
    return SimpleNamespace(source=source, forms=list(forms), findings=list(findings), checks=checks)


def _old(*findings: Finding, path: str = "a.txt", sha: str = "0") -> dict[str, Any]:
    return {"source": {"path": path, "sha256": sha}, "findings": [asdict(f) for f in findings]}


def _fate(new: Any, finding: Finding) -> str:
    change = compare([_old(finding)], [new])[new.source.path]
    (fate,) = [name for name in ("mended", "untold", "unseen") for gone in getattr(change, name)]
    return fate


@pytest.mark.parametrize(
    ("outcomes", "fate"),
    [
        (["passed"], "mended"),
        (["fired"], "mended"),
        (["passed", "cannot-tell"], "untold"),
        (["not-applicable"], "unseen"),
        (["not-applicable", "passed"], "mended"),
        ([], "untold"),
    ],
)
def test_a_finding_is_mended_only_where_its_rule_looked_again(outcomes: list[str], fate: str) -> None:
    new = _document(forms=[_form()], outcomes=[(0, outcome) for outcome in outcomes])
    assert _fate(new, _finding()) == fate


def test_what_another_form_says_tells_nothing() -> None:
    assert _fate(_document(forms=[_form()], outcomes=[(1, "passed")]), _finding()) == "untold"


@pytest.mark.parametrize(("outcomes", "fate"), [([], "mended"), ([(None, "passed")], "mended"),
                                               ([(None, "cannot-tell")], "untold"),
                                               ([(0, "cannot-tell")], "mended")])  # fmt: skip
def test_a_finding_of_the_source_is_mended_where_no_rule_tells_it_again(outcomes: Any, fate: str) -> None:
    """What readers note has no rule of its own."""
    assert _fate(_document(forms=[_form()], outcomes=outcomes), _finding(form=None, field=None)) == fate


def test_nothing_is_told_of_a_file_that_failed() -> None:
    new = _document(forms=[_form()], outcomes=[(0, "passed")], status="failed")
    assert _fate(new, _finding()) == "untold"


@pytest.mark.parametrize(
    ("form", "fate"),
    [
        (_form(), "mended"),
        (_form(kind="project_monitoring"), "unseen"),
        (_form(project="水渠维修"), "unseen"),
        (_form(project=None, department="泵站维修"), "mended"),
        (_form(project=None, department=None, filer="泵站维修"), "mended"),
    ],
)
def test_the_form_is_known_by_kind_and_project(form: Form, fate: str) -> None:
    assert _fate(_document(forms=[form], outcomes=[(0, "passed")]), _finding()) == fate


@pytest.mark.parametrize(
    ("name", "expected", "fate"),
    [
        ("维修泵站", None, "mended"),
        ("维修水渠", None, "unseen"),
        ("维修水渠", "维修 水渠", "mended"),
        ("数量指标", None, "mended"),
    ],
)
def test_a_rows_finding_is_told_of_where_the_row_stands(name: str, expected: str | None, fate: str) -> None:
    """By its name, or by the name put right."""
    old = _finding("数量指标" if name == "数量指标" else "维修泵站", "/forms/0/indicators/4/target", expected=expected)
    new = _document(forms=[_form("维修水渠" if name == "数量指标" else name)], outcomes=[(0, "passed")])
    assert _fate(new, old) == fate


def test_alike_findings_are_matched_by_number() -> None:
    change = compare([_old(_finding(), _finding())], [_document(_finding(), forms=[_form()])])["a.txt"]
    assert change.still_open == {"new-合计"} and not change.new and len(change.untold) == 1
    assert change.untold[0].where == "泵站维修 合计"
    more = compare([_old(_finding())], [_document(_finding(), _finding(id="second"))])["a.txt"]
    assert (more.still_open, more.new) == ({"new-合计"}, {"second"})


def test_a_finding_of_an_older_program_goes_by_its_pointer_without_positions() -> None:
    old, new = (_finding(field=f"/forms/{n}/indicators/{n}/target", subject=None) for n in (0, 3))
    assert compare([_old(old)], [_document(new)])["a.txt"].still_open == {"new-合计"}
    other = _finding(field="/forms/0/indicators/0/weight", subject=None)
    assert compare([_old(old)], [_document(other)])["a.txt"].new == {"new-合计"}


def test_an_older_section_belongs_to_the_same_bytes_else_the_same_name_else_the_most_alike() -> None:
    old = [
        _old(_finding("甲"), path="x.txt", sha="7"),
        _old(_finding("乙"), _finding("丙"), path="b.txt", sha="8"),
        _old(_finding("丁"), path="y.txt", sha="9"),
    ]
    new = [
        _document(_finding("乙"), path="other.txt", sha="5"),  # nothing left that it is like
        _document(_finding("戊"), path="b.txt", sha="6"),
        _document(_finding("己"), path="z.txt", sha="9"),
        _document(_finding("甲"), path="new.txt", sha="4"),
    ]
    changes = compare(old, new)
    assert changes["other.txt"].new == {"new-乙"} and not changes["other.txt"].untold + changes["other.txt"].unseen
    assert [gone.where for gone in changes["b.txt"].unseen] == ["泵站维修 乙", "泵站维修 丙"]
    assert [gone.where for gone in changes["z.txt"].unseen] == ["泵站维修 丁"]
    assert changes["new.txt"].still_open == {"new-甲"}


def test_of_several_older_sections_the_most_alike_is_taken_once() -> None:
    old = [
        _old(_finding("甲"), path="x.txt", sha="7"),
        _old(_finding("甲"), _finding("乙"), path="y.txt", sha="8"),
    ]
    new = [_document(_finding("甲"), _finding("乙"), path=f"{n}.txt", sha=str(n)) for n in (1, 2, 3)]
    changes = compare(old, new)
    assert [len(changes[f"{n}.txt"].still_open) for n in (1, 2, 3)] == [2, 1, 0]


def test_one_file_against_one_report_needs_no_name() -> None:
    assert compare([_old(_finding())], [_document(_finding(), path="b.txt")])["b.txt"].still_open
