"""The list of rules: what a rule is, what it may say, and how it gets on the list.

A rule is a small generator over one form (`form_rule`) or over all forms of a source (`filing_rule`). It
yields `Fault` (fires), `Held` (looked and found right) or `Unsure` (lacks an input); its docstring is the
manual that `jixiao rules show CODE` prints. Severity, basis and switches stand in `rules/quality.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from extractor.model.document import Place
from extractor.model.finding import Related

if TYPE_CHECKING:
    from extractor.quality.case import Case, Filing


@dataclass(slots=True)
class Fault:
    """The rule fires.

    `pointer` is a JSON pointer below the form ("/indicators/3/target", "" = the form as a whole); a filing
    rule gives `form` too. `grade` names one of the rule's gradings in the rule book where it is not the
    rule's plain severity. `mark` is the part of `observed` that `spans` shall mark.
    """

    message: str
    pointer: str = ""
    form: int | None = None
    observed: str | None = None
    expected: str | None = None
    at: Place | None = None
    grade: str | None = None
    mark: str | None = None
    spans: list[list[int]] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    confidence: float | None = None
    sure: bool = False
    """True: fires on a doubtful reading of an image too, for no recogniser makes such a mistake."""
    inputs: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """The rule looked and found nothing wrong; `inputs` are the numbers it used."""

    why: str
    inputs: dict[str, str] = field(default_factory=dict)
    form: int | None = None


@dataclass(slots=True)
class Unsure:
    """The rule lacks an input: neither right nor wrong can be said."""

    why: str
    inputs: dict[str, str] = field(default_factory=dict)
    form: int | None = None


Say = Fault | Held | Unsure
Says = Iterator[Say]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the list. `grades`: names of the finer severities the rule book must set."""

    id: str
    code: str
    scope: Literal["form", "filing"]
    doc: str
    grades: tuple[str, ...]
    over_form: Callable[[Case], Says] | None = None
    over_filing: Callable[[Filing], Says] | None = None


_RULES: dict[str, Rule] = {}
_THEMES = (
    "completeness", "arithmetic", "points_totals", "cross_form", "evaluation", "placement", "values", "plausibility",
    "deadlines", "wording", "spelling", "reading_doubts",
)  # fmt: skip
"""Modules that enlist rules when imported."""


def _enlist(rule: Rule) -> None:
    if rule.id in _RULES:
        raise ValueError(f"rule {rule.id} is listed twice")
    if not rule.doc:
        raise ValueError(f"rule {rule.id} has no docstring")
    _RULES[rule.id] = rule


def form_rule(id: str, code: str, *grades: str) -> Callable[[Callable[[Case], Says]], Callable[[Case], Says]]:
    """Enlist a rule that looks at one form."""

    def enlist(run: Callable[[Case], Says]) -> Callable[[Case], Says]:
        _enlist(Rule(id, code, "form", run.__doc__ or "", grades, over_form=run))
        return run

    return enlist


def filing_rule(id: str, code: str, *grades: str) -> Callable[[Callable[[Filing], Says]], Callable[[Filing], Says]]:
    """Enlist a rule that looks at all forms of a source together."""

    def enlist(run: Callable[[Filing], Says]) -> Callable[[Filing], Says]:
        _enlist(Rule(id, code, "filing", run.__doc__ or "", grades, over_filing=run))
        return run

    return enlist


def all_rules() -> dict[str, Rule]:
    """Every rule by id, in the order of the themes."""
    _enlist_themes()
    return _RULES


@cache
def _enlist_themes() -> None:
    for theme in _THEMES:
        import_module(f"extractor.quality.{theme}")
