"""Every figure of the year report is the answer to one of these queries (printed in docs/report.md).

Parameters: `:year` the fiscal year, `:before` the year it is held against. Plain SQL that SQLite and PostgreSQL both
read. Only what is in force counts (`form.in_force`, `source.in_force`): a filing once, whatever copies and older
versions there are. Money is not summed here: `figure.concerned` counts it once from the rows of `forms`.
"""

from __future__ import annotations

_SOURCE = "s.in_force"
_OF_YEAR = "s.sha256 IN (SELECT sha256 FROM form WHERE fiscal_year = :year AND in_force)"
_UNDATED = "s.sha256 NOT IN (SELECT sha256 FROM form WHERE fiscal_year IS NOT NULL AND in_force)"
_PATH = "(SELECT min(n.path) FROM source_name n WHERE n.sha256 = s.sha256 AND n.present)"
_FORM = "f.in_force AND f.fiscal_year = :year"
_OWNER = "coalesce(f.unit, f.department, f.filer, f.implementer)"
_FORMS = "form f JOIN source s ON s.sha256 = f.sha256"
_FINDINGS = (
    "finding d JOIN source s ON s.sha256 = d.sha256\n"
    "  LEFT JOIN form f ON f.sha256 = d.sha256 AND f.form_index = coalesce(d.form_index, (SELECT min(g.form_index)\n"
    "    FROM form g WHERE g.sha256 = d.sha256 AND g.in_force AND g.fiscal_year = :year))"
)
"""A finding of a whole file goes with the file's first form of the year."""
_ERRORS = (
    "(SELECT count(*) FROM finding d WHERE d.sha256 = f.sha256 AND d.form_index = f.form_index AND d.severity = "
    "'error')"
)
QUERIES: dict[str, tuple[str, str]] = {
    "years": (
        "库中各年度的表数",
        "SELECT fiscal_year, count(*) AS forms FROM form WHERE in_force AND fiscal_year IS NOT NULL\n"
        "GROUP BY fiscal_year ORDER BY fiscal_year",
    ),
    "sources_by_status": (
        "本年度的来源文件（至少有一张本年度的有效表），按读取结果",
        "SELECT s.status, count(*) AS sources, sum(s.ocr_pages) AS ocr_pages FROM source s\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR} GROUP BY s.status ORDER BY s.status",
    ),
    "sources_by_format": (
        "本年度的来源文件，按格式和读取结果",
        "SELECT coalesce(s.format, '未能判定') AS format, s.status, count(*) AS sources FROM source s\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR} GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    "apart": (
        "哪个年度也不算的来源文件：未能读取、没有绩效表、表上看不出年度",
        "SELECT CASE WHEN s.status = 'failed' THEN 'unread' WHEN EXISTS (SELECT 1 FROM form f WHERE f.sha256 = "
        "s.sha256)\n"
        "  THEN 'undated' ELSE 'without_form' END AS why, count(*) AS sources FROM source s\n"
        f"WHERE {_SOURCE} AND {_UNDATED} GROUP BY 1 ORDER BY 1",
    ),
    "unread": (
        "未能读取的文件",
        f"SELECT {_PATH} AS path, s.failure_category AS category, s.failure_cause AS cause, s.failure_remedy AS "
        f"remedy\n"
        f"FROM source s WHERE {_SOURCE} AND s.status = 'failed' ORDER BY 1",
    ),
    "unjudged": (
        "未能审核的文件：表没有读懂，不打分",
        f"SELECT {_PATH} AS path, s.errors, s.warnings FROM source s\n"
        f"WHERE {_SOURCE} AND s.verdict = '未能审核' AND ({_OF_YEAR}\n  OR {_UNDATED}) ORDER BY 1",
    ),
    "without_form": (
        "已读取而没有绩效表的文件",
        f"SELECT {_PATH} AS path FROM source s WHERE {_SOURCE} AND s.status <> 'failed'\n"
        "AND s.sha256 NOT IN (SELECT sha256 FROM form) ORDER BY 1",
    ),
    "undated_forms": (
        "看不出年度的表：哪个年度也不算，另列",
        f"SELECT f.id AS form_id, f.sha256, f.form_index, {_OWNER} AS unit, f.project_name, f.kind, f.title,\n"
        f"  {_PATH} AS source_path, {_ERRORS} AS errors\n"
        f"FROM {_FORMS} WHERE f.in_force AND f.fiscal_year IS NULL ORDER BY unit, source_path, f.form_index",
    ),
    "versions": (
        "读取所用的程序和规则版本",
        "SELECT s.program_version, s.rules_version, count(*) AS sources FROM source s\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR} GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    "repeated": (
        "同一份填报的副本和旧版：不计入任何数字",
        "SELECT f.role, count(*) AS forms FROM form f JOIN source_name n ON n.sha256 = f.sha256 AND n.present\n"
        "WHERE f.fiscal_year = :year AND f.role <> 'original' GROUP BY f.role ORDER BY f.role",
    ),
    "repeated_forms": (
        "副本和旧版逐张对应的正本",
        f"SELECT f.role, {_OWNER} AS unit, f.project_name, f.kind, f.form_index, f.filing_date, {_PATH} AS "
        f"source_path,\n"
        "  o.form_index AS original_index, o.filing_date AS original_date,\n"
        "  (SELECT min(n.path) FROM source_name n WHERE n.sha256 = o.sha256 AND n.present) AS original_path\n"
        f"FROM {_FORMS} LEFT JOIN form o ON o.id = coalesce(f.copy_of, f.superseded_by)\n"
        "WHERE f.fiscal_year = :year AND f.role <> 'original'\n"
        "  AND EXISTS (SELECT 1 FROM source_name n WHERE n.sha256 = f.sha256 AND n.present)\n"
        "ORDER BY original_path, original_index, f.role, source_path, f.form_index",
    ),
    "forms_by_kind": (
        "表，按种类",
        "SELECT f.kind, count(*) AS forms, sum(CASE WHEN f.budget_yuan IS NULL THEN 1 ELSE 0 END) AS without_budget\n"
        f"FROM {_FORMS} WHERE {_FORM} GROUP BY f.kind ORDER BY f.kind",
    ),
    "units": (
        "各单位的表和指标",
        "SELECT unit, forms, department_forms, project_forms, indicators\n"
        "FROM v_department_year WHERE fiscal_year = :year ORDER BY unit",
    ),
    "unit_findings": (
        "各单位的问题，按级别",
        f"SELECT {_OWNER} AS unit, d.severity, count(*) AS findings FROM {_FINDINGS}\n"
        f"WHERE {_FORM} GROUP BY 1, 2 ORDER BY 1, 2",
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
        f"FROM {_FINDINGS}\nWHERE {_FORM} GROUP BY d.code, d.severity ORDER BY d.code, d.severity",
    ),
    "touched_by_code": (
        "问题涉及的表和单位",
        "SELECT code, count(*) AS forms, count(DISTINCT unit) AS units FROM (\n"
        f"  SELECT DISTINCT d.code, f.id, {_OWNER} AS unit\n"
        f"  FROM {_FINDINGS}\n"
        f"  WHERE {_FORM}) AS touched GROUP BY code ORDER BY code",
    ),
    "with_errors": (
        "有错误的表",
        f"SELECT count(DISTINCT f.id) AS forms FROM {_FINDINGS}\nWHERE {_FORM} AND d.severity = 'error'",
    ),
    "outcomes": (
        "规则逐项结果（逐表的规则只算本年度的有效表）",
        "SELECT o.rule, o.code, o.outcome, count(*) AS times FROM rule_outcome o JOIN source s ON s.sha256 = o.sha256\n"
        "  LEFT JOIN form f ON f.sha256 = o.sha256 AND f.form_index = o.form_index\n"
        f"WHERE {_SOURCE} AND {_OF_YEAR} AND (o.form_index IS NULL OR {_FORM})\n"
        "GROUP BY o.rule, o.code, o.outcome ORDER BY o.rule, o.code, o.outcome",
    ),
    "findings": (
        "问题清单",
        f"SELECT d.id AS finding_id, d.code, d.severity, d.rule, {_OWNER} AS unit, f.project_name, f.kind, f.title,\n"
        f"  f.form_index, d.message, d.observed, d.expected, d.basis,\n"
        f"  CASE WHEN d.verified THEN 1 ELSE 0 END AS verified, {_PATH} AS source_path, d.at, f.id AS form_id\n"
        f"FROM {_FINDINGS}\nWHERE {_FORM}\nORDER BY unit, source_path, f.form_index, d.row",
    ),
    "forms": (
        "表的清单（金额和抽样由此产生）",
        f"SELECT f.id AS form_id, f.sha256, f.form_index, {_OWNER} AS unit, f.project_name, f.kind,\n"
        f"  CAST(f.budget_yuan AS NUMERIC) AS yuan, {_PATH} AS source_path, {_ERRORS} AS errors\n"
        f"FROM {_FORMS} WHERE {_FORM} ORDER BY f.id",
    ),
    "units_before": (
        "对比年度的单位",
        "SELECT unit, forms, errors, warnings FROM v_department_year WHERE fiscal_year = :before ORDER BY unit",
    ),
    "findings_by_code_before": (
        "对比年度的问题，按代码",
        f"SELECT d.code, count(*) AS findings FROM {_FINDINGS.replace(':year', ':before')}\n"
        f"WHERE {_FORM.replace(':year', ':before')} GROUP BY d.code ORDER BY d.code",
    ),
    "forms_before": (
        "对比年度的表数",
        "SELECT count(*) AS forms FROM form f WHERE f.in_force AND f.fiscal_year = :before",
    ),
}
"""Name → (what it answers, SQL)."""

COMPARING = frozenset({"units_before", "findings_by_code_before", "forms_before"})
"""Asked only with `--against`."""
