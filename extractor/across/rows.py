"""What the cross-filing rules look at: forms and indicators of the database, what is in force alone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import sqlalchemy as sa

from extractor.store.rows import plain_value

Outcome = Literal["fired", "passed", "cannot-tell", "not-applicable"]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a target form."""

    row: int
    name: str
    code: str | None
    level2: str | None
    target: str
    operator: str | None
    value: Decimal | None
    unit: str | None
    scope: str = "annual"
    at: str = ""
    """The place as JSON."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form with what the rules compare. `owner` is the unit that answers for it."""

    key: tuple[str, int]
    """sha256 and form index."""
    form_id: str
    path: str
    kind: str
    year: int | None
    owner: str
    project: str
    goal: str
    budget: Decimal | None
    """元."""
    project_expenditure: Decimal | None
    """元; department forms only."""
    indicators: tuple[IndicatorRow, ...] = ()
    goal_field: str = "/texts/annual_goal"
    at: str = ""
    """Where the form stands, as JSON."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a cross-filing finding."""

    form_id: str
    path: str
    owner: str
    project: str
    observed: str
    field: str
    """JSON pointer below the form."""
    kind: str
    form_index: int
    year: int | None
    at: str
    """The row's place where there is one, else the form's, as JSON."""


@dataclass(frozen=True, slots=True)
class AcrossFinding:
    """A finding about several filings; `sides` are the places, the representative first."""

    rule: str
    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    sides: tuple[Side, ...]
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same rule and places, whatever the order of the filings and whatever else was found."""
        places = sorted(f"{side.form_id}{side.field}" for side in self.sides)
        named = [] if places else [self.inputs.get("unit", "")]
        return hashlib.sha256("\n".join([self.rule, *places, *named]).encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class AcrossCheck:
    """One line of the rule log."""

    rule: str
    code: str
    outcome: Outcome
    why: str


_FORMS = """
SELECT f.sha256, f.form_index, f.id, f.kind, f.fiscal_year,
  coalesce(f.unit, f.department, f.filer, f.implementer, '') AS owner,
  coalesce(f.project_name, '') AS project, f.annual_goal, f.period_goal, f.budget_yuan,
  (SELECT a.yuan FROM amount a WHERE a.sha256 = f.sha256 AND a.form_index = f.form_index
    AND a.code = 'project_expenditure') AS spent,
  (SELECT min(n.path) FROM source_name n WHERE n.sha256 = f.sha256) AS path, f.at
FROM form f
WHERE f.in_force AND f.fiscal_year = :year
ORDER BY f.sha256, f.form_index
"""
_INDICATORS = """
SELECT i.sha256, i.form_index, i.row, i.level3_raw, i.level3_code, i.level2,
  i.target_raw, i.target_operator, i.target_value, i.target_unit, i.scope, i.at
FROM indicator i JOIN form f ON f.sha256 = i.sha256 AND f.form_index = i.form_index
WHERE f.in_force AND f.fiscal_year = :year AND i.level3_raw <> ''
ORDER BY i.sha256, i.form_index, i.row
"""


def load(connection: sa.Connection, year: int) -> list[FormRow]:
    """All current forms of a year, in a stable order."""
    rows: defaultdict[tuple[str, int], list[IndicatorRow]] = defaultdict(list)
    for r in connection.execute(sa.text(_INDICATORS), {"year": year}):
        row = IndicatorRow(r[2], r[3], r[4], r[5], r[6] or "", r[7], exact(r[8]), r[9], r[10], plain_value(r[11]) or "")
        rows[r[0], r[1]].append(row)
    return [_form(r, rows) for r in connection.execute(sa.text(_FORMS), {"year": year})]


def _form(r: Any, rows: Mapping[tuple[str, int], list[IndicatorRow]]) -> FormRow:
    goal, field = (
        (r.annual_goal, "/texts/annual_goal") if r.annual_goal else (r.period_goal or "", "/texts/period_goal")
    )
    key = (r.sha256, r.form_index)
    return FormRow(
        key, r.id, r.path or "", r.kind, r.fiscal_year, r.owner, r.project, goal, exact(r.budget_yuan), exact(r.spent),
        tuple(rows.get(key, ())), field, plain_value(r.at) or "",
    )  # fmt: skip


def exact(value: Any) -> Decimal | None:
    """A stored number, the same whatever the database gives it as."""
    if value is None:
        return None
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return None


def side(form: FormRow, observed: str, field: str, at: str | None = None) -> Side:
    """The form as one side of a finding; `at` where a place of its own is known.

    Args:
        observed: what the form prints there, or what was made of it.
        field: JSON pointer below the form ("/texts/annual_goal").
    """
    return Side(
        form.form_id, form.path, form.owner, form.project, observed, field, form.kind, form.key[1], form.year,
        at or form.at
    )  # fmt: skip


def row_side(form: FormRow, row: IndicatorRow, observed: str | None = None) -> Side:
    """An indicator row of the form as one side; what it says is its target unless told."""
    return side(form, row.target if observed is None else observed, f"/indicators/{row.row}", row.at)


def named(form: FormRow) -> str:
    """The form in a sentence: its unit and project."""
    return f"{form.owner or '（单位未识别）'}“{form.project or '部门整体'}”"


def targets(forms: Sequence[FormRow]) -> list[FormRow]:
    """Target forms only."""
    return [form for form in forms if form.kind.endswith("_target")]
