"""Flat indicator rows, one an indicator with its form's head: the columns of `v_indicator`, in their fixed order.

Numbers stay the JSON's decimal strings in the rows; a sheet gets them as numbers, a CSV as they are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.ground.safe import csv_text
from extractor.model.extraction import Extraction
from extractor.model.filing import Form, Indicator, Label
from extractor.model.source import Source

COLUMNS: dict[str, str] = {
    "sha256": "文件哈希",
    "source_path": "文件",
    "form_id": "表编号",
    "form_index": "表序",
    "kind": "表的种类",
    "title": "表题",
    "fiscal_year": "年度",
    "regime": "指标体系",
    "filer": "填报单位",
    "department": "部门",
    "department_code": "部门编码",
    "implementer": "实施单位",
    "project_name": "项目名称",
    "project_code": "项目编码",
    "currency_unit": "金额单位",
    "budget_yuan": "预算金额（元）",
    "indicator_index": "指标行序",
    "scope": "目标期间",
    "level1_raw": "一级指标（原文）",
    "level1": "一级指标",
    "level1_code": "一级指标编码",
    "level2_raw": "二级指标（原文）",
    "level2": "二级指标",
    "level2_code": "二级指标编码",
    "level3_raw": "三级指标（原文）",
    "level3": "三级指标",
    "level3_code": "三级指标编码",
    "level3_score": "匹配分",
    "level3_method": "匹配方式",
    "target_raw": "指标值（原文）",
    "target_kind": "指标值类型",
    "target_operator": "符号",
    "target_value": "数值",
    "target_low": "下限",
    "target_high": "上限",
    "target_unit": "计量单位",
    "target_date": "日期",
    "target_approximate": "约数",
    "target_parts": "分项（JSON）",
    "standard": "绩效标准",
    "weight": "分值",
    "actual": "实际完成值",
    "achieved_score": "得分",
    "deviation_reason": "偏差原因",
    "note": "备注",
    "page": "页",
    "table_number": "表格序",
    "table_row": "行",
    "table_col": "列",
    "line": "文本行",
    "sheet": "工作表",
    "cell": "单元格",
}
"""Column of `v_indicator` → its Chinese name. The order is the contract of CSV, XLSX and the view."""

NUMERIC = frozenset(
    {
        "form_index", "fiscal_year", "budget_yuan", "indicator_index", "level3_score", "target_value", "weight",
        "achieved_score", "page", "table_number", "table_row", "table_col", "line",
    }
)  # fmt: skip
"""Columns whose decimal strings a sheet stores as numbers."""
_BUDGET = ("total", "current_level", "fiscal_appropriation", "project_expenditure")


def indicator_rows(extractions: Iterable[Extraction]) -> list[dict[str, Any]]:
    """One dict an indicator, keys in `COLUMNS` order; values str, int, float, bool or None, never rounded."""
    return [
        row
        for item in extractions
        for form in item.forms
        for index, indicator in enumerate(form.indicators)
        for row in (_row(item.source, form, index, indicator),)
    ]


def budget_yuan(form: Form) -> str | None:
    """The form's budget in yuan: its total, else the current level's money, else the appropriation."""
    for code in _BUDGET:
        amount = form.amounts.get(code)
        if amount is not None and amount.yuan is not None:
            return amount.yuan
    return None


def _row(source: Source, form: Form, index: int, indicator: Indicator) -> dict[str, Any]:
    target, at = indicator.target, indicator.at
    values: dict[str, Any] = {
        "sha256": source.sha256,
        "source_path": source.path,
        "form_id": form.id,
        "form_index": form.index,
        "kind": form.kind,
        "title": form.title,
        "fiscal_year": form.fiscal_year,
        "regime": form.regime.id if form.regime else None,
        "filer": form.filer,
        "department": form.department,
        "department_code": form.department_code,
        "implementer": form.implementer,
        "project_name": form.project_name,
        "project_code": form.project_code,
        "currency_unit": form.currency_unit,
        "budget_yuan": budget_yuan(form),
        "indicator_index": index,
        "scope": indicator.scope,
        **dict(_labels(indicator)),
        "level3_score": indicator.level3.score if indicator.level3 else None,
        "level3_method": indicator.level3.method if indicator.level3 else None,
        "target_raw": target.raw,
        "target_kind": target.kind,
        "target_operator": target.operator,
        "target_value": target.value,
        "target_low": target.low,
        "target_high": target.high,
        "target_unit": target.unit,
        "target_date": target.date,
        "target_approximate": target.approximate,
        "target_parts": _parts(indicator),
        "standard": indicator.standard,
        "weight": indicator.weight,
        "actual": indicator.actual,
        "achieved_score": indicator.achieved_score,
        "deviation_reason": indicator.deviation_reason,
        "note": indicator.note,
        "page": at.get("page"),
        "table_number": at.get("table"),
        "table_row": at.get("row"),
        "table_col": at.get("col"),
        "line": at.get("line"),
        "sheet": at.get("sheet"),
        "cell": at.get("cell"),
    }
    return {name: values[name] for name in COLUMNS}


def _labels(indicator: Indicator) -> Iterator[tuple[str, str | None]]:
    levels: tuple[tuple[str, Label | None], ...] = (
        ("level1", indicator.level1),
        ("level2", indicator.level2),
        ("level3", indicator.level3),
    )
    for name, label in levels:
        yield f"{name}_raw", label.raw if label else None
        yield name, label.canonical if label else None
        yield f"{name}_code", label.code if label else None


def _parts(indicator: Indicator) -> str | None:
    if not indicator.target.parts:
        return None
    said = [
        {
            "region": part.region,
            "raw": part.raw,
            "operator": part.operator,
            "value": part.value,
            "low": part.low,
            "high": part.high,
            "unit": part.unit,
        }
        for part in indicator.target.parts
    ]
    return json.dumps(said, ensure_ascii=False)


def to_csv(rows: Sequence[dict[str, Any]], *, bom: bool = False) -> str:
    """The rows as CSV with a header of column keys; texts made harmless, numbers as they are.

    Args:
        bom: begin with U+FEFF, which Excel needs to take a file for UTF-8; leave it out for pipes.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_csv_value(row[name]) for name in COLUMNS])
    return ("\ufeff" if bom else "") + out.getvalue()


def _csv_value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return csv_text(value) if isinstance(value, str) else value


def number_of(value: Any) -> int | float | None:
    """A number that a sheet can store without loss (15 significant digits), else None."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not exact.is_finite() or len(exact.normalize().as_tuple().digits) > 15:
        return None
    return int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else float(exact)
