"""Flat pandas tables of one document (`Extraction.to_frames`). Decimal for money and targets, never float."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from extractor.flat.rows import COLUMNS, indicator_rows
from extractor.model.extraction import Extraction
from extractor.model.filing import Form

if TYPE_CHECKING:
    import pandas as pd

_FORM = [
    "form_id", "form_index", "kind", "title", "fiscal_year", "regime", "filer", "department",
    "implementer", "project_name", "project_code", "department_code", "currency_unit", "period_raw",
    "period_start", "period_end", "duties", "annual_goal", "period_goal", "achievement", "basis",
    "problems", "measures", "review_opinion", "preparer", "phone", "filing_date", "responsible_person",
    "sealed", "indicators",
]  # fmt: skip
_AMOUNT = [
    "form_id", "form_index", "item", "raw", "value", "unit", "yuan", "page", "line",
]  # fmt: skip
_EXECUTION = [
    "form_id", "form_index", "row", "item", "initial", "adjusted", "executed", "rate", "weight", "score",
]  # fmt: skip
_FINDING = [
    "id", "form_index", "rule", "code", "severity", "confidence", "message", "field", "observed",
    "expected", "basis", "verified", "page", "line", "table", "row", "col", "sheet", "cell",
]  # fmt: skip
_INTEGERS = ("form_index", "fiscal_year", "indicator_index", "page", "line", "table", "row", "col", "indicators",
             "table_number", "table_row", "table_col")  # fmt: skip
_DECIMALS = ("value", "yuan", "budget_yuan", "target_value", "initial", "adjusted", "executed")


def frames_of(extraction: Extraction) -> dict[str, pd.DataFrame]:
    """`forms`, `amounts`, `execution`, `indicators`, `findings`; every frame has all its columns, also when empty.

    Whole numbers are nullable `Int64`; money and target values are `Decimal`; what a form does not print is null.
    """
    forms = extraction.forms
    return {
        "forms": _frame([_form(form) for form in forms], _FORM),
        "amounts": _frame([row for form in forms for row in _amounts(form)], _AMOUNT),
        "execution": _frame([row for form in forms for row in _execution(form)], _EXECUTION),
        "indicators": _frame(indicator_rows([extraction]), list(COLUMNS)),
        "findings": _frame([_finding(finding) for finding in extraction.findings], _FINDING),
    }


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    # dtype=object first: pandas would turn None among numbers into NaN floats.
    frame = pd.DataFrame([[row.get(name) for name in columns] for row in rows], columns=columns, dtype=object)
    for name in columns:
        if name in _INTEGERS:
            frame[name] = frame[name].astype("Int64")
        elif name in _DECIMALS:
            frame[name] = frame[name].map(_decimal).astype(object)
    return frame


def _decimal(value: Any) -> Decimal | None:
    if value is None or value != value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _form(form: Form) -> dict[str, Any]:
    period = form.period
    return {
        **{name: getattr(form, name, None) for name in _FORM},
        **asdict(form.texts),
        **asdict(form.signoff),
        "form_id": form.id,
        "form_index": form.index,
        "regime": form.regime.id if form.regime else None,
        "period_raw": period.raw if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "indicators": len(form.indicators),
    }


def _amounts(form: Form) -> list[dict[str, Any]]:
    return [
        {
            "form_id": form.id,
            "form_index": form.index,
            "item": code,
            "raw": amount.raw,
            "value": amount.value,
            "unit": amount.unit,
            "yuan": amount.yuan,
            "page": amount.at.get("page"),
            "line": amount.at.get("line"),
        }
        for code, amount in form.amounts.items()
    ]


def _execution(form: Form) -> list[dict[str, Any]]:
    return [
        {"form_id": form.id, "form_index": form.index, "row": number, **asdict(entry)}
        for number, entry in enumerate(form.execution)
    ]


def _finding(finding: Any) -> dict[str, Any]:
    at = finding.at
    places = {name: at.get(name) for name in ("page", "line", "table", "row", "col", "sheet", "cell")}
    return {**{name: getattr(finding, name, None) for name in _FINDING}, **places, "form_index": finding.form}
