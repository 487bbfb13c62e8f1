"""Schemas of `rules/quality.yaml` and `rules/calendar.yaml`: what a finance bureau may change of the checks."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from extractor.model.codes import TITLES
from extractor.model.filing import FormKind
from extractor.model.finding import Severity

Regime = Literal["2015-88", "2021-101"]
OfficialHead = Literal["完整性", "相关性", "适当性", "可行性", "规范性"]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"不是合法的正则表达式：{pattern}（{error}）") from error
    return pattern


def _is_code(code: str) -> str:
    if code not in TITLES:
        raise ValueError(f"没有这个问题代码：{code}")
    return code


Pattern = Annotated[str, AfterValidator(_compiles)]
Code = Annotated[str, AfterValidator(_is_code)]


def fault(place: tuple[str, ...], message: str) -> InitErrorDetails:
    """A fault with its place, so that the loader can name the line."""
    return InitErrorDetails(type=PydanticCustomError("rule_book", "{fault}", {"fault": message}), loc=place, input=None)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BasisDocument(_Strict):
    """A document that rules rest on. `verified` is true only where its text was at hand."""

    title: str
    number: str = ""
    """Its 文号; "" where it has none."""
    verified: bool
    note: str = ""

    @property
    def said(self) -> str:
        """Title and 文号, as a report cites them."""
        return f"{self.title}（{self.number}）" if self.number else self.title


class OwnDocument(_Strict):
    """A document of the bureau itself, for the rules (ids or codes) it covers; for every rule where none is named."""

    title: str = Field(min_length=1)
    number: str = ""
    rules: list[str] = Field(default_factory=list)

    @property
    def said(self) -> str:
        """Title and number as a letter cites them."""
        title = self.title if self.title.startswith("《") else f"《{self.title}》"
        return f"{title}（{self.number}）" if self.number else title


COMMON = "common"
"""The document that is none: 填报常识."""


class RuleEntry(_Strict):
    """One rule: how bad, where it applies, what it rests on."""

    code: Code
    title: str
    severity: Severity
    grades: dict[str, Severity] = Field(default_factory=dict)
    enabled: bool = True
    kinds: list[FormKind] = Field(default_factory=list)
    """Form kinds it applies to; empty = all."""
    regimes: list[Regime] = Field(default_factory=list)
    head: OfficialHead
    basis: list[str]


class NoteEntry(_Strict):
    """A code that does not come from a rule but from the reading of the file."""

    severity: Severity
    basis: list[str] = Field(default_factory=list)


class VerdictBook(_Strict):
    """通过: score at least `pass_at` and at most `pass_errors` errors; 退回: below `return_below`; else 修改后通过."""

    pass_at: int = Field(ge=0, le=100)
    pass_errors: int = Field(ge=0)
    return_below: int = Field(ge=0, le=100)


class ScoreBook(_Strict):
    """Points taken off per finding, by severity, unless the code has its own weight."""

    error: int = Field(ge=0)
    warning: int = Field(ge=0)
    codes: dict[Code, int] = Field(default_factory=dict)
    doubtful: list[Code] = Field(default_factory=list)
    """Codes that do not fire on a doubtful reading of an image: a wrong character there may be ours."""
    unread: list[Code] = Field(default_factory=list)
    """Codes that do not fire where part of what they look at was not read: what is missing may stand there."""
    verdict: VerdictBook

    def weight(self, code: str, severity: Severity) -> int:
        """Points that a finding of this code and severity takes off the score."""
        if severity == "info":
            return 0
        return self.codes.get(code, self.error if severity == "error" else self.warning)


class RequiredField(_Strict):
    """A field that must not stay blank when one of these labels is printed (K25)."""

    field: str
    name: str
    labels: list[Pattern]
    fill: str
    """What the clerk is to write there."""


class Residue(_Strict):
    """A printed hint: `find` is looked for only in texts with the character `having` (for speed)."""

    having: str = Field(min_length=1, max_length=1)
    find: Pattern


class HeadUnits(_Strict):
    """Units that go with an indicator whose name ends so."""

    names: list[str]
    units: list[str]
    but_not: list[str] = Field(default_factory=list)
    quotients: bool = False
    """A unit per another goes with it too: 秒/百小时 with a rate."""

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """`names`, as `str.endswith` takes them."""
        return tuple(self.names)


def _any_of(patterns: list[Pattern]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


class Words(_Strict):
    """Word lists of the rules."""

    core_kinds: list[str]
    required_fields: list[RequiredField]
    money_hints: list[Pattern]
    """Printed hints that leave an amount cell blank (K7)."""
    stock_phrases: list[str]
    """Words that say nothing of a goal's own."""
    goal_hints: list[Pattern]
    """Goals that are only a printed hint: left to `template-residue`."""
    vague_values: list[str]
    slogans: list[str]
    """Words of a 成本 that is an appeal and no sum (严格控制支出)."""
    vague_names: list[Pattern]
    """Indicator names that say nothing, whatever their value is."""
    slogan_names: list[Pattern]
    """Names that are an appeal when a percentage is all that stands behind them (增加岗位 100%)."""
    deferred_values: list[Pattern]
    budget_bound_values: list[Pattern]
    rate_words: list[str]
    total_cost_names: list[Pattern]
    part_cost_names: list[Pattern]
    unit_price_names: list[Pattern]
    residue: list[Residue]
    residue_in_names: list[Pattern]
    may_exceed_hundred: list[str]
    shares: list[Pattern]
    """Names of a part of a whole: never above 100 %, whatever else the name says."""
    capped_rates: list[Pattern]
    """Rates that the actual value cannot exceed 100 % in either (满意度), but for those listed as able to."""
    generic_counters: list[str]
    """Counters that stand for any other one (个, 项), so that no clash can be told from them."""
    lower_is_better: list[str]
    either_way: list[str] = []
    """Names in which such a word says nothing of that: 血压控制率, 开放时间."""
    higher_is_better: list[str]
    averted: list[str]
    """Words by which what should be less is taken back or kept off: 挽回经济损失, the more the better."""
    cost_floor_names: list[str]
    on_time: list[str]
    satisfaction_names: list[Pattern]
    satisfaction_terms: list[Pattern] = []
    """Names in which 满意 is a grade of results (比对结果满意率), nobody's satisfaction."""
    years_of_things: list[Pattern] = []
    """Years that say how old the things are that the work is about."""
    not_applicable: list[str]
    endless_deadlines: list[str]
    head_units: list[HeadUnits]
    endings: list[str]
    """Common endings of indicator names: a homophone of one is a slip even in a name no dictionary knows."""
    things: list[str]
    """Things that are never counted in years, months or days …"""
    things_over_time: list[str]
    """… unless their upkeep is meant."""
    unfinished: list[str]
    finished: list[str]

    @cached_property
    def residue_patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        """For each kind of residue its mark and its pattern."""
        return [(entry.having, re.compile(entry.find)) for entry in self.residue]

    @cached_property
    def any_vague_name(self) -> re.Pattern[str]:
        """All patterns of vague names in one."""
        return _any_of(self.vague_names)

    @cached_property
    def any_slogan_name(self) -> re.Pattern[str]:
        """All patterns of slogans in one."""
        return _any_of(self.slogan_names)

    @cached_property
    def any_satisfaction_name(self) -> re.Pattern[str]:
        """All patterns of names that ask for satisfaction in one."""
        return _any_of(self.satisfaction_names)

    @cached_property
    def any_satisfaction_term(self) -> re.Pattern[str]:
        """All patterns of names in which 满意 is a grade of results in one."""
        return _any_of(self.satisfaction_terms)

    @cached_property
    def any_year_of_things(self) -> re.Pattern[str]:
        """All patterns of years that are no year of the form's work in one."""
        return _any_of(self.years_of_things)

    @cached_property
    def any_goal_hint(self) -> re.Pattern[str]:
        """All patterns of printed hints in one."""
        return _any_of(self.goal_hints)

    @cached_property
    def any_share(self) -> re.Pattern[str]:
        """All patterns of shares in one."""
        return _any_of(self.shares)

    @cached_property
    def any_capped_rate(self) -> re.Pattern[str]:
        """All patterns of rates that cannot pass 100 % in one."""
        return _any_of(self.capped_rates)

    @cached_property
    def any_stock_phrase(self) -> re.Pattern[str]:
        """Longest first, so that 本年度 goes before 年度."""
        return re.compile("|".join(sorted(map(re.escape, self.stock_phrases), key=len, reverse=True)) or r"(?!)")


class Limits(_Strict):
    """Thresholds of the rules."""

    ocr_sure: float = Field(ge=0, le=1)
    """Recognition confidence from which a character counts as read."""
    flat_share: float = Field(gt=0, le=1)
    flat_rows: int = Field(ge=2)
    max_outputs: int = Field(ge=1)
    max_per_level2: int = Field(ge=1)
    copied_goal_characters: int = Field(ge=1)
    copied_duties_characters: int = Field(default=12, ge=1)
    copied_share: str = "0.8"
    """From this share of its text on, a goal found in the duties is copied."""
    year_back: int = Field(ge=0)
    year_ahead: int = Field(ge=0)
    full_points: int = 100
    points_without_execution: int = 90
    overshoot: str = "1.3"
    """Above target × this, deducted points may be the local rule for sloppy targets: cannot tell."""
    execution_floor: str = "90"
    """Below this 执行率 (%), full points of the execution row are wrong."""
    mixed_units_yuan: str = "10000"
    """Sums of money in 元 from here on stand out in a 万元 form; below, prices are normally in 元."""


class QualityBook(_Strict):
    """`rules/quality.yaml`."""

    own: list[OwnDocument] = Field(default_factory=list)
    documents: dict[str, BasisDocument]
    score: ScoreBook
    limits: Limits
    words: Words
    notes: dict[Code, NoteEntry]
    rules: dict[str, RuleEntry]

    @cached_property
    def basis_text(self) -> dict[str, tuple[str, bool]]:
        """Rule id -> (basis as shown, whether every cited text was at hand)."""
        return {name: self._cite_rule(name, entry) for name, entry in self.rules.items()}

    def _cite_rule(self, name: str, entry: RuleEntry) -> tuple[str, bool]:
        own = [d.said for d in self.own if not d.rules or name in d.rules or entry.code in d.rules]
        text, verified = self.cite([b for b in entry.basis if not own or b != COMMON])
        return "；".join([*own, text] if text else own), verified

    @property
    def own_in_general(self) -> list[str]:
        """The bureau's documents that cover every rule, as a letter cites them."""
        return [d.said for d in self.own if not d.rules]

    def cite(self, basis: list[str]) -> tuple[str, bool]:
        """The documents a rule rests on as one text, and whether all of them were verified."""
        documents = [self.documents[name] for name in basis]
        return "；".join(d.said for d in documents), all(d.verified for d in documents)


class CalendarBook(_Strict):
    """`rules/calendar.yaml`: when target forms are due. Dates are month-day of the fiscal year or the year before."""

    due: dict[FormKind, str]
    """Form kind -> last day on time, "MM-DD" of the fiscal year or "-MM-DD" of the year before."""

    @model_validator(mode="after")
    def _readable(self) -> CalendarBook:
        for kind, day in self.due.items():
            if not re.fullmatch(r"-?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
                raise ValueError(f"{kind} 的期限应写作 MM-DD 或 -MM-DD：{day}")
        return self

    def last_day(self, kind: FormKind, fiscal_year: int) -> str | None:
        """ISO date of the last day on time, None where the kind has none."""
        day = self.due.get(kind)
        if day is None:
            return None
        return f"{fiscal_year - 1}{day}" if day.startswith("-") else f"{fiscal_year}-{day}"
