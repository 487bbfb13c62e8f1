"""`form_key`: one filing has one key in every version and format; finding ids hang on it, not on bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.model.filing import Form
from extractor.model.identity import form_key_of, months_of
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules

BASE = Form(
    "x-0", 0, "project_target", "项目支出绩效目标表", 2024, department="沅江市总工会", project_name="职工慰问—春节"
)
FORM = """<p>项目支出绩效目标表</p><p>（2024年度）</p><table border=1>
<tr><td>项目名称</td><td colspan=3>职工慰问</td></tr><tr><td>主管部门</td><td colspan=3>沅江市总工会</td></tr>
<tr><td>年度资金总额（万元）</td><td colspan=3>5</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>{rows}
<tr><td>产出指标</td><td>时效指标</td><td>慰问及时率</td><td></td></tr></table>"""


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


@pytest.mark.parametrize(
    "changed",
    [
        {"department": "[155]沅江市 总工会"},
        {"department": "155-沅江市总工会（盖章）"},
        {"project_name": "51000021R000000123456-职工慰问－春节"},
        {"project_name": "职工慰问 -- 春节"},
        {"id": "y-3", "index": 3, "title": None},
        {"department": None, "filer": "沅江市总工会"},
    ],
)
def test_what_does_not_change_the_filing_does_not_change_its_key(changed: dict[str, object]) -> None:
    assert form_key_of(replace(BASE, **changed)) == form_key_of(BASE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"fiscal_year": 2023},
        {"kind": "project_self_evaluation"},
        {"project_name": "劳模疗养"},
        {"department": "沅江市妇联"},
    ],
)
def test_another_filing_has_another_key(changed: dict[str, object]) -> None:
    assert form_key_of(replace(BASE, **changed)) != form_key_of(BASE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed", [{"fiscal_year": None}, {"kind": "unknown"}, {"project_name": None}, {"department": None}]
)
def test_without_unit_kind_year_or_project_there_is_none(changed: dict[str, object]) -> None:
    assert form_key_of(replace(BASE, **changed)) is None  # type: ignore[arg-type]


def test_monitoring_of_two_periods_is_two_filings() -> None:
    form = replace(BASE, kind="project_monitoring", months="01-07")
    assert form_key_of(form) != form_key_of(replace(form, months="01-09"))
    assert form_key_of(form) != form_key_of(replace(form, months=None))


@pytest.mark.parametrize(
    ("text", "months"),
    [("1-7月完成值", "01-07"), ("上半年", "01-06"), ("第三季度监控", "01-09"), ("1月至10月", "01-10"), ("年度", "")],
)
def test_months_of_a_monitoring_form(text: str, months: str) -> None:
    assert months_of([None, text]) == months


def test_finding_ids_survive_a_saved_copy_with_a_row_more() -> None:
    rules = load_rules()
    row = "<tr><td>产出指标</td><td>数量指标</td><td>慰问职工人数</td><td>≥100人</td></tr>"
    one, other = (
        extract_bytes(
            page(FORM.format(rows=row * count).replace("慰问职工人数", "慰问职工户数", count - 1)),
            f"{count}.html",
            rules=rules,
        )
        for count in (1, 2)
    )
    assert one.source.sha256 != other.source.sha256
    assert one.forms[0].form_key == other.forms[0].form_key is not None
    ids = [{f.id for f in document.findings if f.code == "missing-target-value"} for document in (one, other)]
    assert ids[0] == ids[1] != set()


def test_two_forms_of_one_key_in_a_file_keep_their_ids_apart() -> None:
    document = extract_bytes(page(FORM.format(rows="") * 2), "two.html", rules=load_rules())
    assert len(document.forms) == 2
    assert document.forms[0].form_key == document.forms[1].form_key
    ids = [finding.id for finding in document.findings]
    assert len(ids) == len(set(ids))
