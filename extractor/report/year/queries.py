"""Every figure of the year report is the answer to one of these queries (printed in docs/report.md).

Parameters: `:year` the fiscal year, `:before` the year it is held against. Plain SQL that SQLite and PostgreSQL both
read; superseded sources and forms never count.
"""

from __future__ import annotations

_SOURCE = "s.superseded_by IS NULL"
_OF_YEAR = "s.sha256 IN (SELECT sha256 FROM form WHERE fiscal_year = :year AND superseded_by IS NULL)"
_UNDATED = "s.sha256 NOT IN (SELECT sha256 FROM form WHERE fiscal_year IS NOT NULL)"
_PATH = "(SELECT min(n.path) FROM source_name n WHERE n.sha256 = s.sha256)"
_FORM = "f.superseded_by IS NULL AND s.superseded_by IS NULL AND f.fiscal_year = :year"
_OWNER = "coalesce(f.unit, f.department, f.filer, f.implementer)"
_FINDINGS = (
    "finding d JOIN form f ON f.sha256 = d.sha256 AND f.form_index = d.form_index JOIN source s ON s.sha256 = d.sha256"
)
_FORMS = "form f JOIN source s ON s.sha256 = f.sha256"
QUERIES: dict[str, tuple[str, str]] = {
    "years": (
        "库中各年度的表数",
        "SELECT fiscal_year, count(*) AS forms FROM form WHERE superseded_by IS NULL AND fiscal_year IS NOT NULL\n"
        "GROUP BY fiscal_year ORDER BY fiscal_year",
    ),
    "sources_by_status": (
        "本年度的来源文件，按读取结果（没有年度的文件也列入：未读取的看不出年度）",
        f"SELECT s.status, count(*) AS sources, sum(s.ocr_pages) AS ocr_pages FROM source s\n"
        f"WHERE {_SOURCE} AND ({_OF_YEAR}\n   OR {_UNDATED})\nGROUP BY s.status ORDER BY s.status",
    ),
    "sources_by_format": (
        "来源文件，按格式和读取结果",
        f"SELECT coalesce(s.format, '未能判定') AS format, s.status, count(*) AS sources FROM source s\n"
        f"WHERE {_SOURCE} AND ({_OF_YEAR}\n   OR {_UNDATED})\nGROUP BY 1, 2 ORDER BY 1, 2",
    ),
    "unread": (
        "未能读取的文件",
        f"SELECT {_PATH} AS path, s.failure_category AS category, s.failure_cause AS cause, s.failure_remedy AS remedy\n"
        f"FROM source s WHERE {_SOURCE} AND s.status = 'failed' ORDER BY 1",
    ),
    "without_form": (
        "已读取而没有绩效表的文件",
        f"SELECT {_PATH} AS path FROM source s WHERE {_SOURCE} AND s.status <> 'failed'\n"
        "AND s.sha256 NOT IN (SELECT sha256 FROM form) ORDER BY 1",
    ),
    "forms_without_year": (
        "看不出年度的表（不在本报告内）",
        f"SELECT count(*) AS forms FROM {_FORMS}\nWHERE f.superseded_by IS NULL AND {_SOURCE} AND f.fiscal_year IS NULL",
    ),
    "versions": (
        "读取所用的程序和规则版本",
        f"SELECT s.program_version, s.rules_version, count(*) AS sources FROM source s\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR}\nGROUP BY 1, 2 ORDER BY 1, 2",
    ),
    "refiled": (
        "已被重报取代的表",
        "SELECT count(*) AS forms FROM form f JOIN source s ON s.sha256 = f.sha256\n"
        "WHERE f.fiscal_year = :year AND (f.superseded_by IS NOT NULL OR s.superseded_by IS NOT NULL)",
    ),
    "forms_by_kind": (
        "表，按种类；金额为各表预算之和（元）",
        f"SELECT f.kind, count(*) AS forms, sum(CAST(f.budget_yuan AS NUMERIC)) AS yuan,\n"
        f"  sum(CASE WHEN f.budget_yuan IS NULL THEN 1 ELSE 0 END) AS without_budget FROM {_FORMS}\n"
        f"WHERE {_FORM} GROUP BY f.kind ORDER BY f.kind",
    ),
    "units": (
        "各单位的表、金额（元）、指标和问题",
        "SELECT unit, forms, department_forms, project_forms, department_budget_yuan, project_budget_yuan, indicators,\n"
        "  errors, warnings, infos FROM v_department_year WHERE fiscal_year = :year ORDER BY unit",
    ),
    "unit_scores": (
        "各单位所报文件的得分",
        f"SELECT {_OWNER} AS unit, s.sha256, s.score, s.verdict FROM {_FORMS}\n"
        f"WHERE {_FORM} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2",
    ),
    "verdicts": (
        "本年度有绩效表的文件，按审核结论",
        f"SELECT s.verdict, count(*) AS sources FROM source s WHERE {_SOURCE} AND {_OF_YEAR}\n"
        "GROUP BY s.verdict ORDER BY s.verdict",
    ),
    "scores": (
        "本年度有绩效表的文件，按得分",
        f"SELECT s.score, count(*) AS sources FROM source s WHERE {_SOURCE} AND s.score IS NOT NULL AND {_OF_YEAR}\n"
        "GROUP BY s.score ORDER BY s.score",
    ),
    "findings_by_code": (
        "问题，按代码和级别",
        "SELECT d.code, d.severity, count(*) AS findings\n"
        f"FROM {_FINDINGS} WHERE {_FORM} GROUP BY d.code, d.severity ORDER BY d.code, d.severity",
    ),
    "touched_by_code": (
        "问题涉及的表、单位和金额（元）：有该问题的表的预算之和，同一张表只算一次",
        "SELECT code, count(*) AS forms, count(DISTINCT unit) AS units, sum(yuan) AS yuan FROM (\n"
        f"  SELECT DISTINCT d.code, f.id, {_OWNER} AS unit, CAST(f.budget_yuan AS NUMERIC) AS yuan\n"
        f"  FROM {_FINDINGS}\n"
        f"  WHERE {_FORM}) AS touched GROUP BY code ORDER BY code",
    ),
    "money_with_errors": (
        "有错误的表和金额（元）",
        f"SELECT count(*) AS forms, sum(CAST(f.budget_yuan AS NUMERIC)) AS yuan FROM {_FORMS} WHERE {_FORM}\n"
        "AND EXISTS (SELECT 1 FROM finding d WHERE d.sha256 = f.sha256 AND d.form_index = f.form_index\n"
        "  AND d.severity = 'error')",
    ),
    "outcomes": (
        "规则逐项结果",
        f"SELECT o.rule, o.code, o.outcome, count(*) AS times FROM rule_outcome o JOIN source s ON s.sha256 = o.sha256\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR}\nGROUP BY o.rule, o.code, o.outcome ORDER BY o.rule, o.code, o.outcome",
    ),
    "findings": (
        "问题清单",
        f"SELECT d.id AS finding_id, d.code, d.severity, d.rule, {_OWNER} AS unit, f.project_name, f.kind, f.title,\n"
        f"  f.form_index, d.message, d.observed, d.expected, d.basis,\n"
        f"  CASE WHEN d.verified THEN 1 ELSE 0 END AS verified, {_PATH} AS source_path, d.at, f.id AS form_id\n"
        f"FROM {_FINDINGS} WHERE {_FORM}\nORDER BY unit, source_path, f.form_index, d.row",
    ),
    "forms": (
        "表的清单（抽样由此产生）",
        f"SELECT f.id AS form_id, f.sha256, f.form_index, {_OWNER} AS unit, f.project_name, f.kind,\n"
        f"  CAST(f.budget_yuan AS NUMERIC) AS yuan, {_PATH} AS source_path,\n"
        "  (SELECT count(*) FROM finding d WHERE d.sha256 = f.sha256 AND d.form_index = f.form_index\n"
        f"    AND d.severity = 'error') AS errors FROM {_FORMS} WHERE {_FORM} ORDER BY f.id",
    ),
    "units_before": (
        "对比年度的单位",
        "SELECT unit, forms, errors, warnings FROM v_department_year WHERE fiscal_year = :before ORDER BY unit",
    ),
    "findings_by_code_before": (
        "对比年度的问题，按代码",
        f"SELECT d.code, count(*) AS findings FROM {_FINDINGS}\n"
        f"WHERE {_FORM.replace(':year', ':before')} GROUP BY d.code ORDER BY d.code",
    ),
    "forms_before": (
        "对比年度的表数",
        "SELECT count(*) AS forms FROM form f JOIN source s ON s.sha256 = f.sha256\n"
        "WHERE f.superseded_by IS NULL AND s.superseded_by IS NULL AND f.fiscal_year = :before",
    ),
}
"""Name → (what it answers, SQL)."""

COMPARING = frozenset({"units_before", "findings_by_code_before", "forms_before"})
"""Asked only with `--against`."""
