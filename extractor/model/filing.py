"""The JSON document of the contract, as types.

Plain dataclasses (slots) so that the hot path pays nothing for validation; pydantic reads the same
classes at the boundary (`model/extraction.py`). Money and numbers are decimal strings, never floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

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
    """The second best canonical name of a label."""

    canonical: str
    """规范名称 of the second best match."""
    score: float
    """Its likeness, 0..1."""


@dataclass(slots=True)
class Label:
    """LABEL: a level of the indicator hierarchy as printed and as matched."""

    raw: str
    """As printed, white space folded; points and notes kept (K17); "" where the cell is blank."""
    canonical: str | None = None
    """规范名称, null where nothing is near enough."""
    code: str | None = None
    """Code of the indicator or label, the same in both regimes."""
    score: float | None = None
    """Likeness 0..1; null for a blank cell."""
    method: Method = "none"
    """exact, alias (another wording), fuzzy (a misspelling), none."""
    runner_up: RunnerUp | None = None
    """The next best match, where the margin says something."""


@dataclass(slots=True)
class Target:
    """TARGET: an 指标值 as written and as understood. `value`, `low`, `high` are decimal strings (ISO ends for a
    period).
    """

    raw: str
    """The value cell as written; sign + value + unit where these have columns of their own (K21)."""
    kind: TargetKind = "empty"
    """number, range, date, period, ratio, text (定性), compound, empty."""
    operator: Operator | None = None
    """Sign; null where none is written."""
    value: str | None = None
    """Decimal string, in `unit`."""
    low: str | None = None
    """Lower bound, first part of a ratio (decimal string), or first day of a period (ISO)."""
    high: str | None = None
    """Upper bound, second part of a ratio, or last day of a period."""
    unit: str | None = None
    """计量单位 as written after the number or in the unit column; null where none is."""
    date: str | None = None
    """Day or deadline, ISO, as precise as written."""
    approximate: bool = False
    """约, 左右 is written."""
    parts: list[Target] = field(default_factory=list)
    """Values of one cell that holds several, or one a region column (K19)."""
    region: str | None = None
    """Head of the region column this part stands under."""


@dataclass(slots=True)
class Amount:
    """AMOUNT: `value` in `unit` as written, `yuan` the exact product; both decimal strings."""

    raw: str
    """As printed."""
    value: str | None = None
    """Decimal string in `unit`; null where blank or unreadable."""
    unit: str | None = None
    """元, 千元, 万元 or 亿元."""
    yuan: str | None = None
    """The exact product in 元, decimal string."""
    at: Place = field(default_factory=lambda: Place())
    """Where it stands."""


@dataclass(slots=True)
class Indicator:
    """One row of the indicators."""

    level1: Label | None
    """一级指标; null where the form has no such level."""
    level2: Label | None
    """二级指标; null where the form has no such level."""
    level3: Label | None
    """三级指标; null where the form has no such level."""
    target: Target
    """指标值."""
    scope: Scope = "annual"
    """annual, or period for a long-term block (K20)."""
    standard: str | None = None
    """绩效标准; null where the form has no such column."""
    weight: str | None = None
    """分值, 权重 of the row, as printed."""
    actual: str | None = None
    """实际完成值 as printed (K22)."""
    achieved_score: str | None = None
    """得分 as printed."""
    deviation_reason: str | None = None
    """偏差原因分析及改进措施."""
    note: str | None = None
    """备注."""
    at: Place = field(default_factory=lambda: Place())
    """Place of the name's cell."""


@dataclass(slots=True)
class Execution:
    """One printed row of the money block of a self-evaluation or monitoring form (K15, K16)."""

    item: str | None = None
    """The row's label as written, without its colon."""
    initial: str | None = None
    """年初预算数, decimal string in the form's unit."""
    adjusted: str | None = None
    """全年预算数, decimal string in the form's unit."""
    executed: str | None = None
    """执行数, decimal string in the form's unit."""
    rate: str | None = None
    """执行率 as printed, its % kept."""
    weight: str | None = None
    """分值 as printed."""
    score: str | None = None
    """得分 as printed."""


@dataclass(slots=True)
class Regime:
    """Indicator hierarchy the form follows: 2015-88 or 2021-101, and why."""

    id: Literal["2015-88", "2021-101"]
    """财预〔2015〕88号's hierarchy or 财预〔2021〕101号's."""
    basis: str
    """What in the form tells it."""


@dataclass(slots=True)
class Period:
    """From when to when a project runs."""

    raw: str | None = None
    """As written, where one cell holds it."""
    start: str | None = None
    """YYYY-MM or YYYY-MM-DD, as precise as the filing."""
    end: str | None = None
    """YYYY-MM or YYYY-MM-DD, as precise as the filing."""


@dataclass(slots=True)
class Texts:
    """The longer texts of a form: goals, duties, grounds."""

    duties: str | None = None
    """部门职能职责概述."""
    annual_goal: str | None = None
    """年度绩效目标 (K12)."""
    period_goal: str | None = None
    """实施期、长期目标 (K12)."""
    achievement: str | None = None
    """目标实际完成情况 (K13)."""
    basis: str | None = None
    """立项依据."""
    problems: str | None = None
    """存在问题."""
    measures: str | None = None
    """改进措施."""
    review_opinion: str | None = None
    """审核意见."""


@dataclass(slots=True)
class Signoff:
    """Who filled in, who answers for it, and when."""

    preparer: str | None = None
    """填表人."""
    phone: str | None = None
    """联系电话."""
    filing_date: str | None = None
    """填报日期, ISO; null where it is no day of the calendar."""
    responsible_person: str | None = None
    """单位负责人."""
    sealed: bool | None = None
    """A seal was seen; null where that cannot be told."""
    project_person: str | None = None
    """项目负责人, where the form prints it beside or in place of 单位负责人."""
    finance_person: str | None = None
    """财务负责人."""
    contact: str | None = None
    """联系人."""


@dataclass(slots=True)
class Unmapped:
    """A non-blank cell or line of the form that no field took: nothing is lost."""

    label: str | None
    """The label or column head it stands beside or under; null where none."""
    text: str
    """As printed."""
    at: Place
    """Where it stands."""


@dataclass(slots=True)
class OcrDoubt:
    """A text that the recogniser was unsure of."""

    raw: str
    """As recognised."""
    alternatives: list[str] = field(default_factory=list)
    """Other readings of the same ink."""


@dataclass(slots=True)
class LayoutRunnerUp:
    """The second best layout."""

    id: str
    """`rules/forms/ID.yaml`."""
    score: float
    """0..1."""


@dataclass(slots=True)
class Layout:
    """The known layout (`rules/forms/ID.yaml`) that a form was recognised as; null where none fits."""

    id: str
    """`rules/forms/ID.yaml`."""
    name: str
    """What the rule book calls it."""
    score: float
    """0..1: title and anchors that agree."""
    runner_up: LayoutRunnerUp | None = None
    """The next best layout."""


@dataclass(slots=True)
class ReadingDoubt:
    """What of a form's reading may be wrong or missing. `code` is the finding's."""

    code: Literal["unread-text", "no-indicators", "missing-column", "doubtful-reading"]
    """The finding's code."""
    pointer: str
    """JSON pointer below the form, "" for the form as a whole."""
    why: str
    """In a clerk's words."""
    at: Place
    """Where it stands."""


@dataclass(slots=True)
class FormReading:
    """How far a form was read: `coverage` is the share of its value-like text that found a place, `confidence` how
    sure the least sure decision was (both 0..1)."""

    coverage: float = 1.0
    """Share of the value-like text that found a place, 0..1."""
    confidence: float = 1.0
    """How sure the least sure decision was, 0..1."""
    doubts: list[ReadingDoubt] = field(default_factory=list)
    """What may be wrong or missing."""


@dataclass(slots=True)
class Corrected:
    """A value as a person put it right at the desk; what was read stays where it is."""

    raw: str
    """What stands in the source by that person's reading; "" where the place is blank."""
    parsed: Amount | Target | Label | None = None
    """`raw` understood, where the value beside it is an AMOUNT, TARGET or LABEL."""
    correction: int | None = None
    """Row of table `correction`: who, when, why."""


def _nothing(value: dict[str, Corrected]) -> bool:
    return not value


@dataclass(slots=True)
class Form:
    """One form as read."""

    id: str
    """The source's sha256 (first 16 digits) and the index."""
    index: int
    """Position in the source, from 0."""
    kind: FormKind
    """Kind of form (K1)."""
    title: str | None
    """As written, white space folded."""
    fiscal_year: int | None
    """年度 (K2)."""
    layout: Layout | None = None
    """The known layout it was recognised as."""
    regime: Regime | None = None
    """Indicator hierarchy it follows."""
    filer: str | None = None
    """填报单位 (K8)."""
    department: str | None = None
    """部门名称, 主管部门 (K8, K33)."""
    implementer: str | None = None
    """实施单位 (K8)."""
    project_name: str | None = None
    """项目名称 (K11)."""
    project_code: str | None = None
    """项目编码, where printed."""
    department_code: str | None = None
    """部门编码, where printed."""
    currency_unit: Literal["元", "千元", "万元", "亿元"] | None = None
    """金额单位, stated or inferred (K5); null where no money is printed."""
    amounts: dict[str, Amount] = field(default_factory=dict)
    """Code of the money line (K6) → amount."""
    execution: list[Execution] = field(default_factory=list)
    """预算执行情况, one entry a printed row (K15)."""
    texts: Texts = field(default_factory=Texts)
    """Long prose."""
    period: Period | None = None
    """实施期 (K14)."""
    signoff: Signoff = field(default_factory=Signoff)
    """Sign-off."""
    indicators: list[Indicator] = field(default_factory=list)
    """In the filing's order, printed blank rows included."""
    form_key: str | None = None
    """Unit, kind, project and year (and months of monitoring), hashed: joins the versions, formats and copies of one
    filing; null where they cannot be told (`model/identity.py`)."""
    months: str | None = None
    """The months a monitoring form looks at, as "01-07"; null for other kinds and where it does not say."""
    reading: FormReading = field(default_factory=FormReading)
    """How far and how surely the form was read."""
    unmapped: list[Unmapped] = field(default_factory=list)
    """What no field took: nothing is lost."""
    places: dict[str, Place] = field(default_factory=dict)
    """JSON pointer below the form → place, of every value without one of its own."""
    ocr: dict[str, OcrDoubt] = field(default_factory=dict)
    """JSON pointer below the form → doubt, of values read from images."""
    corrected: Annotated[dict[str, Corrected], Field(exclude_if=_nothing)] = field(default_factory=dict)
    """JSON pointer below the form → the value as a person put it right; left out where nobody corrected anything."""
    at: Place = field(default_factory=lambda: Place())
    """Where the form stands."""
