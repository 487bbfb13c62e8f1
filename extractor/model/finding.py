"""FINDING, CHECK and quality of the contract, as types."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from extractor.model.document import Place

Severity = Literal["error", "warning", "info"]
Outcome = Literal["fired", "passed", "cannot-tell", "not-applicable"]
Verdict = Literal["通过", "修改后通过", "退回", "未能审核", "没有绩效表"]


@dataclass(slots=True)
class Related:
    """The other side of a reconciliation."""

    role: str
    """What this side is."""
    field: str | None
    """JSON pointer into the document."""
    observed: str | None
    """What it says."""
    at: Place = dataclass_field(default_factory=lambda: Place())
    """Where it stands."""


@dataclass(slots=True)
class Subject:
    """What a finding speaks of, without positions: how a re-filed document's findings are matched with older ones."""

    kind: str
    """The form's kind."""
    owner: str | None
    """Project, else department, else filer."""
    label: str
    """The row's 三级 (else 二级) name, else the printed label or the pointer below the form."""


@dataclass(slots=True)
class Finding:
    """One thing that is wrong or doubtful, with its place."""

    id: str
    """Stable over re-saved files: hash of the filing's key, rule, place and label."""
    rule: str
    """Rule that fired."""
    code: str
    """Finding code of the contract."""
    severity: Severity
    """error, warning or info."""
    confidence: float | None
    """How sure of the reading, 0..1; null where not measured."""
    message: str
    """One Chinese sentence a clerk can act on."""
    form: int | None
    """Index of the form; null for the source as a whole."""
    field: str | None
    """JSON pointer into the document."""
    observed: str | None
    """What is printed."""
    expected: str | None
    """What should stand there, where that is known."""
    spans: list[list[int]]
    """[start, end) within `observed` that differ."""
    basis: str | None
    """Regulation or form it rests on."""
    verified: bool
    """False while the cited text is not at hand."""
    related: list[Related]
    """The other sides of a reconciliation."""
    at: Place
    """Where it stands."""
    subject: Subject | None = None
    """None for findings of the source as a whole."""


@dataclass(slots=True)
class Check:
    """One line of the rule log: what a rule made of a form (or of the source, form None)."""

    rule: str
    """Rule."""
    code: str
    """Its finding code."""
    form: int | None
    """Index of the form; null for the source as a whole."""
    outcome: Outcome
    """What the rule made of it."""
    why: str
    """In a clerk's words."""
    inputs: int = 0
    """How many cells (or, over all forms, how many forms) it looked at; a rule that looked at none has not passed."""
    figures: dict[str, str] = dataclass_field(default_factory=dict)
    """The numbers it reckoned with, by name."""


@dataclass(slots=True)
class Quality:
    """All findings of a source, its score and verdict."""

    score: int | None
    """0..100; null where the source was not read or not understood."""
    verdict: Verdict | None
    """审核结论; null where the source was not read."""
    errors: int = 0
    """Findings of severity error."""
    warnings: int = 0
    """Findings of severity warning."""
    infos: int = 0
    """Findings of severity info."""
