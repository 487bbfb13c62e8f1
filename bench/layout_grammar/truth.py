"""The truth of a form, gathered while it is drawn: only what is printed is asserted."""

from __future__ import annotations

from typing import Any

Truth = dict[str, Any]
"""One form: kind, title, fiscal_year, filer …, amounts, execution, texts, period, signoff, indicators. A '|' parts
alternatives.
"""


def put(truth: Truth, group: str, key: str, value: object) -> None:
    """`truth[group][key] = value`, the first filled value staying."""
    slot = truth.setdefault(group, {})
    if slot.get(key) in (None, ""):
        slot[key] = value


def as_document(forms: list[Truth]) -> dict[str, Any]:
    """The truth in the shape of the program's JSON, as a person would leave it after correcting: for `rules learn`."""
    return {"schema_version": "1", "forms": [_form(at, form) for at, form in enumerate(forms)]}


def _form(at: int, truth: Truth) -> dict[str, Any]:
    plain = {k: v for k, v in truth.items() if k not in ("amounts", "indicators")}
    amounts = {code: {"value": value} for code, value in truth.get("amounts", {}).items()}
    return {"index": at, **plain, "amounts": amounts, "indicators": [_row(r) for r in truth["indicators"]]}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    levels: dict[str, Any] = {k: {"raw": row[k]} for k in ("level1", "level2", "level3") if k in row}
    further = {k: v for k, v in row.items() if k not in levels and not k.startswith("target")}
    return {**levels, "target": {"raw": row["target_raw"], **row.get("target", {})}, **further}
