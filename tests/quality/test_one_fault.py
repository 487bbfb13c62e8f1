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


_POINTS = "一级指标|二级指标|三级指标|指标值|分值"


def _points(*rows: str) -> str:
    return "<p>2024年项目支出绩效目标表</p>" + _table("项目名称|泵站改造|||", _POINTS, *rows)


def test_points_of_a_row_are_told_where_the_narrowest_label_says_so() -> None:
    """One row of 25 instead of 20: the 二级, the 一级 and the total do not add up, and it is one error."""
    rows = [
        "产出指标（50分）|数量指标（20分）|改造泵站|≥3座|25",
        "产出指标（50分）|质量指标（30分）|合格率|100%|30",
        "效益指标（40分）|社会效益指标（40分）|受益人口|≥900人|40",
        "满意度指标（10分）|服务对象满意度指标（10分）|群众满意度|≥90%|10",
    ]
    (finding,) = _findings(_points(*rows), "sum-mismatch")
    assert finding.rule == "points-of-level" and finding.observed == "数量指标（20分）"


def test_a_wrong_total_of_points_beside_right_levels_is_told() -> None:
    rows = ["产出指标（50分）|数量指标|改造泵站|≥3座|50", "效益指标（40分）|社会效益指标|受益人口|≥900人|40"]
    (finding,) = _findings(_points(*rows, "合计||||95"), "sum-mismatch")
    assert finding.rule == "points-total"


def test_levels_and_total_wrong_by_different_figures_are_two_errors() -> None:
    rows = ["产出指标（50分）|数量指标|改造泵站|≥3座|45", "效益指标（40分）|社会效益指标|受益人口|≥900人|40"]
    assert len(_findings(_points(*rows, "合计||||95"), "sum-mismatch")) == 2


def _money(*rows: str) -> str:
    head = "项目资金（万元）|年初预算数|全年预算数|全年执行数|执行率"
    return "<p>2024年项目支出绩效自评表</p>" + _table("项目名称|泵站改造|||", head, *rows) + _table(*_ROWS)


def test_a_wrong_figure_of_execution_is_no_wrong_rate_besides() -> None:
    page = _money("年度资金总额|100|100|80|90%", "其中：财政拨款|60|60|60|100%", "其他资金|40|40|30|75%")
    assert len(_findings(page, "sum-mismatch")) == 1
    assert _findings(page, "rate-mismatch") == []


def test_a_wrong_rate_beside_right_sums_is_told() -> None:
    page = _money("年度资金总额|100|100|90|80%", "其中：财政拨款|60|60|60|100%", "其他资金|40|40|30|75%")
    assert _findings(page, "sum-mismatch") == []
    assert len(_findings(page, "rate-mismatch")) == 1


def test_a_rate_that_the_sum_does_not_explain_is_told_besides() -> None:
    page = _money("年度资金总额|100|100|80|50%", "其中：财政拨款|60|60|60|100%", "其他资金|40|40|30|75%")
    assert (len(_findings(page, "sum-mismatch")), len(_findings(page, "rate-mismatch"))) == (1, 1)


def test_a_wrong_subtotal_is_told_where_its_kinds_stand() -> None:
    money = ("资金总额（万元）|100||", "财政拨款|70|一般公共预算|60", "其他资金|20|政府性基金|20")
    page = "<p>2024年部门整体支出绩效目标表</p>" + _table("部门名称|甲县水利局||", *money, *_ROWS)
    (finding,) = _findings(page, "sum-mismatch")
    assert finding.rule == "fiscal-by-kind"


def _filing(department: str, project: str) -> str:
    whole = _table("部门名称|甲县水利局||", "资金总额（万元）|110|基本支出|60", department, *_ROWS)
    part = _table("项目名称|泵站改造||", "主管部门|甲县水利局||", *project.split("；"), *_ROWS)
    return f"<p>2024年部门整体支出绩效目标表</p>{whole}<p>2024年项目支出绩效目标表</p>{part}"


def test_a_wrong_share_of_the_department_is_told_by_its_projects_too() -> None:
    """The sum says that something is wrong, the projects say what."""
    page = _filing("一般公共预算|110|项目支出|45", "资金总额（万元）|50||")
    assert len(_findings(page, "sum-mismatch")) == len(_findings(page, "cross-form-mismatch")) == 1


def test_forms_that_agree_each_with_itself_and_not_with_each_other_are_told() -> None:
    page = _filing("一般公共预算|110|项目支出|50", "资金总额（万元）|52||")
    assert _findings(page, "sum-mismatch") == [] and len(_findings(page, "cross-form-mismatch")) == 1


def test_a_wrong_total_of_a_project_is_told_in_the_project() -> None:
    page = _filing("一般公共预算|110|项目支出|50", "资金总额（万元）|55||；财政拨款|30|其他资金|20")
    assert len(_findings(page, "sum-mismatch")) == 1 and _findings(page, "cross-form-mismatch") == []
