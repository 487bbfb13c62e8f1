"""The JSON document of the contract, as types.

Plain dataclasses (slots) so that the hot path pays nothing for validation; pydantic reads the same
classes at the boundary (`model/extraction.py`). Money and numbers are decimal strings, never floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractor.model.document import Place

FormKind = Literal[
    "department_target",
    "project_target",
    "transfer_target",
    "department_self_evaluation",
    "project_self_evaluation",
    "department_monitoring",
    "project_monitoring",
    "unknown",
]
Method = Literal["exact", "alias", "fuzzy", "none"]
TargetKind = Literal["number", "range", "date", "period", "ratio", "text", "compound", "empty"]
Operator = Literal[">=", "<=", ">", "<", "=", "between"]
Scope = Literal["annual", "period"]


@dataclass(slots=True)
class RunnerUp:
    canonical: str
    score: float


@dataclass(slots=True)
class Label:
    """LABEL: a level of the indicator hierarchy as printed and as matched."""

    raw: str
    canonical: str | None = None
    code: str | None = None
    score: float | None = None
    method: Method = "none"
    runner_up: RunnerUp | None = None


@dataclass(slots=True)
class Target:
    """TARGET: an 指标值 as written and as understood. `value`, `low`, `high` are decimal strings (ISO ends for a period)."""

    raw: str
    kind: TargetKind = "empty"
    operator: Operator | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    date: str | None = None
    approximate: bool = False
    parts: list[Target] = field(default_factory=list)
    region: str | None = None


@dataclass(slots=True)
class Amount:
    """AMOUNT: `value` in `unit` as written, `yuan` the exact product; both decimal strings."""

    raw: str
    value: str | None = None
    unit: str | None = None
    yuan: str | None = None
    at: Place = field(default_factory=lambda: Place())


@dataclass(slots=True)
class Indicator:
    level1: Label | None
    level2: Label | None
    level3: Label | None
    target: Target
    scope: Scope = "annual"
    standard: str | None = None
    weight: str | None = None
    actual: str | None = None
    achieved_score: str | None = None
    deviation_reason: str | None = None
    note: str | None = None
    at: Place = field(default_factory=lambda: Place())


@dataclass(slots=True)
class Execution:
    """One printed row of the money block of a self-evaluation or monitoring form (K15, K16)."""

    item: str | None = None
    initial: str | None = None
    adjusted: str | None = None
    executed: str | None = None
    rate: str | None = None
    weight: str | None = None
    score: str | None = None


@dataclass(slots=True)
class Regime:
    """Indicator hierarchy the form follows: 2015-88 or 2021-101, and why."""

    id: Literal["2015-88", "2021-101"]
    basis: str


@dataclass(slots=True)
class Period:
    raw: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(slots=True)
class Texts:
    duties: str | None = None
    annual_goal: str | None = None
    period_goal: str | None = None
    achievement: str | None = None
    basis: str | None = None
    problems: str | None = None
    measures: str | None = None
    review_opinion: str | None = None


@dataclass(slots=True)
class Signoff:
    preparer: str | None = None
    phone: str | None = None
    filing_date: str | None = None
    responsible_person: str | None = None
    sealed: bool | None = None
    project_person: str | None = None
    """项目负责人, where the form prints it beside or in place of 单位负责人."""
    finance_person: str | None = None
    """财务负责人."""
    contact: str | None = None


@dataclass(slots=True)
class Unmapped:
    """A non-blank cell or line of the form that no field took: nothing is lost."""

    label: str | None
    text: str
    at: Place


@dataclass(slots=True)
class OcrDoubt:
    raw: str
    alternatives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LayoutRunnerUp:
    id: str
    score: float


@dataclass(slots=True)
class Layout:
    """The known layout (`rules/forms/ID.yaml`) that a form was recognised as; null where none fits."""

    id: str
    name: str
    score: float
    runner_up: LayoutRunnerUp | None = None


@dataclass(slots=True)
class ReadingDoubt:
    """What of a form's reading may be wrong or missing. `code` is the finding's."""

    code: Literal["unread-text", "no-indicators", "missing-column", "doubtful-reading"]
    pointer: str
    """JSON pointer below the form, "" for the form as a whole."""
    why: str
    at: Place


@dataclass(slots=True)
class FormReading:
    """How far a form was read: `coverage` is the share of its value-like text that found a place, `confidence` how
    sure the least sure decision was (both 0..1)."""

    coverage: float = 1.0
    confidence: float = 1.0
    doubts: list[ReadingDoubt] = field(default_factory=list)


@dataclass(slots=True)
class Form:
    id: str
    index: int
    kind: FormKind
    title: str | None
    fiscal_year: int | None
    layout: Layout | None = None
    regime: Regime | None = None
    filer: str | None = None
    department: str | None = None
    implementer: str | None = None
    project_name: str | None = None
    project_code: str | None = None
    department_code: str | None = None
    currency_unit: Literal["元", "千元", "万元", "亿元"] | None = None
    amounts: dict[str, Amount] = field(default_factory=dict)
    execution: list[Execution] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    period: Period | None = None
    signoff: Signoff = field(default_factory=Signoff)
    indicators: list[Indicator] = field(default_factory=list)
    form_key: str | None = None
    """Unit, kind, project and year (and months of monitoring), hashed: joins the versions, formats and copies of one
    filing; null where they cannot be told (`model/identity.py`)."""
    months: str | None = None
    """The months a monitoring form looks at, as "01-07"; null for other kinds and where it does not say."""
    reading: FormReading = field(default_factory=FormReading)
    unmapped: list[Unmapped] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    ocr: dict[str, OcrDoubt] = field(default_factory=dict)
    at: Place = field(default_factory=lambda: Place())


@dataclass(slots=True)
class Failure:
    """Why a file was not read. `category`: timeout memory crash unreadable encrypted unsupported policy missing-program."""

    category: str
    cause: str
    remedy: str


@dataclass(slots=True)
class Source:
    name: str
    path: str
    format: str | None
    sha256: str | None
    size_bytes: int | None
    pages: int | None
    ocr_pages: int
    program_version: str
    rules_version: str
    status: Literal["ok", "partial", "failed"]
    failure: Failure | None = None
