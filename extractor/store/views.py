"""The views of the contract. Made anew after every migration, so they need none of their own.

Only what is in force shows (`form.in_force`, `source.in_force`): older versions and copies do not. On SQLite, exact
decimals are stored as text: the views give numbers beside it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from extractor.store.schema import VIEWS, metadata

_CURRENT = "f.in_force"
_PATH = "(SELECT min(n.path) FROM source_name n WHERE n.sha256 = s.sha256 AND n.present)"
_OWNER = "coalesce(f.unit, f.department, f.filer, f.implementer)"
_HEADS = "f.filer, f.department, f.department_code, f.implementer, f.project_name, f.project_code, f.currency_unit"


def _number(column: str, sqlite: bool) -> str:
    return f"CAST({column} AS NUMERIC)" if sqlite else column


def _put_right(column: str, sqlite: bool) -> str:
    """An amount as a person put it right, else as it was read."""
    told = (
        f"json_extract(a.corrected, '$.value.parsed.{column}')"
        if sqlite
        else f"a.corrected #>> '{{value,parsed,{column}}}'"
    )
    return f"CASE WHEN a.corrected IS NULL THEN {_number(f'a.{column}', sqlite)} ELSE CAST({told} AS NUMERIC) END"


def _bodies(sqlite: bool) -> dict[str, str]:
    makers = {
        "v_indicator": _indicator, "v_finding": _finding, "v_department_year": _department_year, "v_amount": _amount,
        "v_execution": _execution,
    }  # fmt: skip
    return {name: make(sqlite) for name, make in makers.items()}


def _indicator(sqlite: bool) -> str:
    levels = ", ".join(f"i.{k}_raw, i.{k}, i.{k}_code" for k in ("level1", "level2", "level3"))
    budget = _number("f.budget_yuan", sqlite)
    return f"""
        SELECT i.sha256, {_PATH} AS source_path, f.id AS form_id, f.form_index, f.kind, f.title, f.fiscal_year,
          f.regime_id AS regime, {_HEADS}, {budget} AS budget_yuan, i.row AS indicator_index, i.scope, {levels},
          i.level3_score, i.level3_method, i.target_raw, i.target_kind, i.target_operator,
          {_number("i.target_value", sqlite)} AS target_value, i.target_low, i.target_high, i.target_unit,
          i.target_date, i.target_approximate, i.target_parts, i.standard, i.weight, i.actual, i.achieved_score,
          i.deviation_reason, i.note, i.page, i.table_number, i.table_row, i.table_col, i.line, i.sheet, i.cell,
          f.unit, i.corrected
        FROM indicator i JOIN form f ON f.sha256 = i.sha256 AND f.form_index = i.form_index
        JOIN source s ON s.sha256 = i.sha256 WHERE {_CURRENT}"""


def _finding(sqlite: bool) -> str:
    return f"""
        SELECT d.sha256, {_PATH} AS source_path, d.id AS finding_id, d.rule, d.code, d.severity, d.confidence,
          d.message, d.form_index, f.id AS form_id, f.kind, f.fiscal_year, f.unit, f.department, f.filer,
          f.project_name, d.field, d.observed, d.expected, d.basis, d.verified, d.at
        FROM finding d JOIN source s ON s.sha256 = d.sha256
        LEFT JOIN form f ON f.sha256 = d.sha256 AND f.form_index = d.form_index
        WHERE s.in_force AND (d.form_index IS NULL OR {_CURRENT})"""


def _department_year(sqlite: bool) -> str:
    budget = _number("f.budget_yuan", sqlite)
    return f"""
        SELECT {_OWNER} AS unit, f.fiscal_year, count(*) AS forms,
          sum(CASE WHEN f.kind LIKE 'department%' THEN 1 ELSE 0 END) AS department_forms,
          sum(CASE WHEN f.kind LIKE 'project%' OR f.kind LIKE 'transfer%' THEN 1 ELSE 0 END) AS project_forms,
          count(DISTINCT f.sha256) AS sources,
          max(CASE WHEN f.kind = 'department_target' THEN {budget} END) AS department_budget_yuan,
          sum(CASE WHEN f.kind IN ('project_target', 'transfer_target') THEN {budget} END) AS project_budget_yuan,
          sum((SELECT count(*) FROM indicator i
                WHERE i.sha256 = f.sha256 AND i.form_index = f.form_index)) AS indicators,
          {_count("error")} AS errors, {_count("warning")} AS warnings, {_count("info")} AS infos
        FROM form f JOIN source s ON s.sha256 = f.sha256 WHERE {_CURRENT}
        GROUP BY {_OWNER}, f.fiscal_year"""


def _amount(sqlite: bool) -> str:
    return f"""
        SELECT a.sha256, a.form_index, f.id AS form_id, f.unit AS owner, f.fiscal_year, f.kind,
               f.project_name, a.code,
          a.raw, {_put_right("value", sqlite)} AS value, a.unit, {_put_right("yuan", sqlite)} AS yuan, a.corrected
        FROM amount a JOIN form f ON f.sha256 = a.sha256 AND f.form_index = a.form_index
        JOIN source s ON s.sha256 = a.sha256 WHERE {_CURRENT}"""


def _execution(sqlite: bool) -> str:
    return f"""
        SELECT e.sha256, e.form_index, f.id AS form_id, f.unit AS owner, f.fiscal_year, f.kind,
               f.project_name, e.row, e.item,
          {_number("e.initial", sqlite)} AS initial, {_number("e.adjusted", sqlite)} AS adjusted,
          {_number("e.executed", sqlite)} AS executed, e.rate, e.weight, e.score, f.currency_unit
        FROM execution e JOIN form f ON f.sha256 = e.sha256 AND f.form_index = e.form_index
        JOIN source s ON s.sha256 = e.sha256 WHERE {_CURRENT}"""


def _count(severity: str) -> str:
    return (
        "sum((SELECT count(*) FROM finding d WHERE d.sha256 = f.sha256 AND d.form_index = f.form_index"
        f" AND d.severity = '{severity}'))"
    )


_OWN: dict[str, tuple[Any, str]] = {
    "source_path": (sa.Text(), "文件在文件夹下的路径"), "form_id": (sa.Text(), "表编号"), "regime": (sa.Text(),
    "指标体系"),
    "indicator_index": (sa.Integer(), "指标行序，从 0 起"), "finding_id": (sa.Text(), "问题编号"),
    "owner": (sa.Text(), "单位"),
    "forms": (sa.Integer(), "表数"), "department_forms": (sa.Integer(), "部门整体表数"),
    "project_forms": (sa.Integer(), "项目表数"),
    "sources": (sa.Integer(), "文件数"), "department_budget_yuan": (sa.Numeric(), "部门整体预算（元）"),
    "project_budget_yuan": (sa.Numeric(), "项目预算之和（元），不与部门整体预算相加"), "indicators": (sa.Integer(),
    "指标数"),
    "errors": (sa.Integer(), "错误数"), "warnings": (sa.Integer(), "警告数"), "infos": (sa.Integer(), "提示数"),
}  # fmt: skip
"""Columns that a view names otherwise than the table they come from."""
_FROM = {
    "v_indicator": ("indicator", "form", "source"), "v_finding": ("finding", "form", "source"),
    "v_department_year": ("form",),
    "v_amount": ("amount", "form"), "v_execution": ("execution", "form"),
}  # fmt: skip


def view_columns(connection: sa.Connection, view: str) -> list[sa.Column[Any]]:
    """The columns of a view in their order, each with its type and its Chinese comment."""
    found = connection.exec_driver_sql(f"SELECT * FROM {view} WHERE 1 = 0").keys()
    return list(sa.Table(view, sa.MetaData(), *(_column(view, name) for name in found)).columns)


def _column(view: str, name: str) -> sa.Column[Any]:
    if name in _OWN:
        kind, comment = _OWN[name]
        return sa.Column(name, kind, comment=comment)
    tables = (metadata.tables[table] for table in _FROM[view])
    origin = next(table.columns[name] for table in tables if name in table.columns)
    return sa.Column(name, origin.type, comment=origin.comment)


def drop_views(connection: sa.Connection) -> None:
    """Remove all views, those that rest on others first."""
    for name in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def create_views(connection: sa.Connection) -> None:
    """Make all views for the dialect of the connection."""
    bodies = _bodies(connection.dialect.name == "sqlite")
    for name in VIEWS:
        connection.execute(sa.text(f"CREATE VIEW {name} AS {bodies[name]}"))
        if connection.dialect.name == "postgresql":
            for column in view_columns(connection, name):
                words = (column.comment or "").replace("'", "''")
                connection.exec_driver_sql(
                    f"COMMENT ON COLUMN {name}.\"{column.name}\" IS '{words}'".replace("%", "%%")
                )
