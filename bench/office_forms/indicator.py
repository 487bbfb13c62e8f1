"""One indicator: what it asks, how it is printed, what was reached, and its truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bench.office_forms.draft import Draft, Json
from bench.office_forms.figures import trim


@dataclass(slots=True)
class Indicator:
    """A row. `spec` is name|operator|number|unit as in the book; `group` and `sort` are the levels it belongs to."""

    group: str
    sort: str
    spec: str
    empty: bool = False
    level1: str = ""
    level2: str = ""
    name: str = ""
    operator: str = ""
    number: str = ""
    unit: str = ""
    raw: str = ""
    target: Json = field(default_factory=dict)
    style: str = ""
    date: bool = False
    quality: bool = False
    printed_level1: str = ""
    """With the points or in the band that stands over it."""
    bare_name: str = ""
    raw_alternatives: list[str] = field(default_factory=list)
    by_region: list[str] = field(default_factory=list)
    weight: Decimal = Decimal(0)
    actual: str = ""
    forecast: str = ""
    possible: str = ""
    score: Decimal = Decimal(0)
    reason: str = ""
    standard: str = ""
    note: str = ""


def truth_of(draft: Draft, row: Indicator, scope: str = "") -> Json:
    """What a person reads in the row."""
    extras = draft.layout.extras
    told: Json = {
        "level1": row.printed_level1 or row.level1,
        "level2": row.level2,
        "level3": row.name,
        "target_raw": row.raw,
        "target": row.target,
    }
    if draft.option("levels") == "no1":
        del told["level1"]
    if row.bare_name:
        told["level3_alt"] = [row.bare_name]
    if row.raw_alternatives:
        told["target_raw_alt"] = row.raw_alternatives
    if "weight" in extras:
        told["weight"] = trim(row.weight)
    if "actual" in extras or "m_actual" in extras:
        told["actual"] = row.actual
    if "score" in extras:
        told["achieved_score"] = trim(row.score)
    if "reason" in extras and row.reason:
        told["deviation_reason"] = row.reason
    if "standard" in extras:
        told["standard"] = row.standard
    if "note" in extras and row.note:
        told["note"] = row.note
    if scope:
        told["scope"] = scope
    return told
