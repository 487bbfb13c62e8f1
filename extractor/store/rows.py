"""One JSON document as rows of the tables: pure, no database. Knows only the contract's JSON."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from typing import Any

from extractor.store.content import content_hash
from extractor.store.schema import form as form_table

Row = dict[str, Any]
_BUDGET = ("total", "current_level", "fiscal_appropriation", "project_expenditure")
_PLAIN = (
    "id", "form_key", "kind", "months", "title", "fiscal_year", "filer", "department", "implementer", "project_name",
    "project_code",
    "department_code", "currency_unit",
)  # fmt: skip
_TEXTS = ("duties", "annual_goal", "period_goal", "achievement", "basis", "problems", "measures", "review_opinion")
_SIGNOFF = ("preparer", "phone", "filing_date", "responsible_person", "sealed", "finance_person", "contact")
_FLAT = ("scope", "standard", "weight", "actual", "achieved_score", "deviation_reason", "note")
_TARGET = ("raw", "kind", "operator", "value", "low", "high", "unit", "date", "approximate")
_PLACES = {
    "page": "page",
    "table_number": "table",
    "table_row": "row",
    "table_col": "col",
    "line": "line",
    "sheet": "sheet",
    "cell": "cell",
}
_FINDING = (
    "id", "rule", "code", "severity", "confidence", "message", "field", "observed", "expected", "basis", "verified",
)  # fmt: skip
CHILDREN = ("form", "amount", "execution", "indicator", "unmapped", "finding", "rule_outcome", "queue")
"""Tables that a document fills beside `source`, in an order that foreign keys allow."""


def key_of(document: dict[str, Any]) -> str:
    """The source's key: its content hash, or one of its path where there is no content."""
    source = document["source"]
    return source["sha256"] or "path-" + hashlib.sha256(source["path"].encode("utf-8", "replace")).hexdigest()[:59]


def source_row(document: dict[str, Any]) -> Row:
    """The row of `source`, without what the loader adds (`with_ocr`, `document`, `loaded_at`)."""
    source, quality = document["source"], document["quality"]
    why = source["failure"] or {}
    return {
        "sha256": key_of(document),
        "schema_version": document["schema_version"],
        **{
            name: source[name]
            for name in (
                "name",
                "format",
                "size_bytes",
                "pages",
                "ocr_pages",
                "program_version",
                "rules_version",
                "status",
            )  # fmt: skip
        },
        "failure_category": why.get("category"),
        "failure_cause": why.get("cause"),
        "failure_remedy": why.get("remedy"),
        **{name: quality[name] for name in ("score", "verdict", "errors", "warnings", "infos")},
    }


def child_rows(document: dict[str, Any]) -> dict[str, list[Row]]:
    """Rows of every other table of the document, by table name."""
    sha = key_of(document)
    rows: dict[str, list[Row]] = {name: [] for name in CHILDREN}
    for form in document["forms"]:
        key = {"sha256": sha, "form_index": form["index"]}
        amounts, executed, rated = (_put_right(form, part) for part in ("amounts", "execution", "indicators"))
        rows["form"].append({**key, **_form(form)})
        rows["amount"] += (
            {**key, "code": code, **_amount(value), "corrected": amounts.get(code)}
            for code, value in form["amounts"].items()
        )
        rows["execution"] += (
            {**key, "row": n, **_execution(entry), "corrected": executed.get(str(n))}
            for n, entry in enumerate(form["execution"])
        )
        rows["indicator"] += (
            {**key, "row": n, **_indicator(entry), "corrected": rated.get(str(n))}
            for n, entry in enumerate(form["indicators"])
        )
        rows["unmapped"] += (
            {**key, "row": n, "label": entry["label"], "text": entry["text"], "at": _json(entry["at"])}
            for n, entry in enumerate(form["unmapped"])
        )
    for n, entry in enumerate(document["findings"]):
        rows["finding"].append({"sha256": sha, "row": n, **_finding(entry)})
    rows["queue"] = queue_rows(document)
    for n, entry in enumerate(document["checks"]):
        rows["rule_outcome"].append(
            {
                "sha256": sha,
                "row": n,
                "rule": entry["rule"],
                "code": entry["code"],
                "form_index": entry["form"],
                "outcome": entry["outcome"],
                "why": entry["why"],
                "inputs": entry["inputs"],
                "figures": _json(entry["figures"]),
            }  # fmt: skip
        )
    return rows


def queue_rows(document: dict[str, Any]) -> list[Row]:
    """The findings as they stand in the queue before anybody has decided anything."""
    sha, forms = key_of(document), document["forms"]
    rows: dict[str, Row] = {}
    for n, entry in enumerate(document["findings"]):
        form = forms[entry["form"]] if entry["form"] is not None else {}
        rows.setdefault(
            entry["id"],
            {
                "sha256": sha, "finding": entry["id"], "position": n, "form_index": entry["form"],
                **{name: entry[name] for name in ("rule", "code", "severity", "field")},
                "kind": form.get("kind") or "", "unit": "", "fiscal_year": form.get("fiscal_year") or 0,
                "state": "open", "correction": None, "in_force": True, "told": None,
            },
        )  # fmt: skip
    return list(rows.values())


def _put_right(form: dict[str, Any], part: str) -> dict[str, str | None]:
    """Key of a row (an amount's code, a row's number) → what was put right in it, as JSON by column."""
    found: dict[str, Row] = {}
    for pointer, value in (form.get("corrected") or {}).items():
        steps = pointer.split("/")[1:]
        if steps[0] == part and len(steps) > 1:
            found.setdefault(steps[1], {})["/".join(steps[2:]) or "value"] = value
    return {key: _json(values) for key, values in found.items()}


_DECIMAL = re.compile(r"-?\d+(\.\d+)?$")


def _exact(value: str | None) -> str | None:
    """A decimal string; anything else would not go into a NUMERIC column (the document keeps it)."""
    return value if value is not None and _DECIMAL.match(value) else None


def _day(value: str | None) -> str | None:
    """A day of the calendar; anything else would not go into a DATE column (the document keeps it)."""
    try:
        return None if value is None else date.fromisoformat(value).isoformat()
    except ValueError:
        return None


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def _json(value: Any) -> str | None:
    return None if value is None else _encode(value) if value else "{}" if isinstance(value, dict) else "[]"


def plain_value(value: Any) -> Any:
    """A value as SQLite would give it: JSON as its text, days and moments in ISO (UTC)."""
    if isinstance(value, dict | list):
        return _json(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _form(form: dict[str, Any]) -> Row:
    period, regime = form["period"] or {}, form["regime"] or {}
    right = {code: (value["parsed"] or {}) for code, value in _amounts_put_right(form)}
    yuan = (right.get(code, form["amounts"].get(code, {})).get("yuan") for code in _BUDGET)
    row = {name: form.get(name) for name in _PLAIN}
    row |= {name: form["texts"].get(name) for name in _TEXTS}
    row |= {name: form["signoff"].get(name) for name in _SIGNOFF}
    row |= {f"period_{name}": period.get(name) for name in ("raw", "start", "end")}
    row |= {"regime_id": regime.get("id"), "regime_basis": regime.get("basis"), "at": _json(form["at"])}
    reading = form["reading"]
    row |= {"coverage": reading["coverage"], "confidence": reading["confidence"], "doubts": _json(reading["doubts"])}
    row["layout"] = (form.get("layout") or {}).get("id")
    row |= {"budget_yuan": next((y for y in yuan if _exact(y)), None), "unit": None, "superseded_by": None}
    row["filing_date"] = _day(row["filing_date"])
    row["corrected"] = _json(form["corrected"]) if form.get("corrected") else None
    row |= {"content_hash": content_hash(form), "role": "original", "copy_of": None, "in_force": True}
    assert set(row) | {"sha256", "form_index"} == set(form_table.columns.keys())
    return row


def _amounts_put_right(form: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(code, value) of every amount that a person put right: the budget is reckoned with it."""
    corrected = form.get("corrected") or {}
    return [(p.removeprefix("/amounts/"), value) for p, value in corrected.items() if p.startswith("/amounts/")]


def _amount(value: dict[str, Any]) -> Row:
    exact = {"value": _exact(value["value"]), "yuan": _exact(value["yuan"])}
    return {"raw": value["raw"], "unit": value["unit"], **exact, "at": _json(value["at"])}


def _execution(entry: dict[str, Any]) -> Row:
    exact = {name: _exact(entry[name]) for name in ("initial", "adjusted", "executed")}
    return {name: entry[name] for name in ("item", "rate", "weight", "score")} | exact


def _indicator(entry: dict[str, Any]) -> Row:
    row: Row = {name: entry[name] for name in _FLAT}
    for level in ("level1", "level2", "level3"):
        label = entry[level] or {}
        row[f"{level}_raw"], row[level] = label.get("raw"), label.get("canonical")
        row |= {f"{level}_{name}": label.get(name) for name in ("code", "score", "method")}
        row[f"{level}_runner_up"] = _json(label.get("runner_up"))
    target, at = entry["target"], entry["at"]
    row |= {f"target_{name}": target[name] for name in _TARGET}
    row["target_value"] = _exact(target["value"])
    row["target_parts"] = _json(target["parts"]) if target["parts"] else None
    row |= {column: at.get(key) for column, key in _PLACES.items()}
    row["at"] = _json(at)
    return row


def _finding(entry: dict[str, Any]) -> Row:
    row = {name: entry[name] for name in _FINDING}
    row |= {"form_index": entry["form"], "at": _json(entry["at"]), "subject": _json(entry.get("subject"))}
    row |= {"spans": _json(entry["spans"]), "related": _json(entry["related"])}
    return row
