"""One fault is one finding: a wrong total, a residue printed in several rows."""

from __future__ import annotations

from extractor.model.finding import Finding
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules


def _findings(page: str, code: str) -> list[Finding]:
    found = extract_bytes(f'<meta charset="utf-8">{page}'.encode(), "x.html", rules=load_rules()).findings
    return [f for f in found if f.code == code]


def _table(*rows: str) -> str:
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c.strip()}</td>" for c in row.split("|")) + "</tr>" for row in rows)
        + "</table>"
    )


_ROWS = ("一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|改造泵站|≥3座")


def test_a_wrong_total_against_its_sources_and_its_uses_is_one_error() -> None:
    money = ("资金总额（万元）|110|基本支出|60", "一般公共预算|80|项目支出|40", "其他资金|20||")
    page = "<p>2024年部门整体支出绩效目标表</p>" + _table("部门名称|甲县水利局||", *money, *_ROWS)
    assert len(_findings(page, "sum-mismatch")) == 1


def test_the_same_total_wrong_in_two_columns_is_one_error() -> None:
    money = (
        "项目资金（万元）|年初预算数|全年预算数|执行数",
        "年度资金总额|90|90|80",
        "其中：财政拨款|60|60|60",
        "其他资金|20|20|20",
    )
    page = "<p>2024年项目支出绩效自评表</p>" + _table("项目名称|泵站改造||", *money) + _table(*_ROWS)
    (finding,) = _findings(page, "sum-mismatch")
    assert [r.field for r in finding.related][-1].endswith("/adjusted")


def test_a_residue_in_several_rows_is_one_finding_with_all_its_rows() -> None:
    page = "<p>2024年项目支出绩效目标表</p>" + _table(
        "项目名称|泵站改造||", *_ROWS, "产出指标|质量指标|……|", "效益指标|社会效益指标|……|"
    )
    (finding,) = _findings(page, "template-residue")
    assert "第3行也有" in finding.message and len(finding.related) == 1
