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
    field: str | None
    observed: str | None
    at: Place = dataclass_field(default_factory=lambda: Place())


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
    id: str
    rule: str
    code: str
    severity: Severity
    confidence: float | None
    message: str
    form: int | None
    field: str | None
    observed: str | None
    expected: str | None
    spans: list[list[int]]
    basis: str | None
    verified: bool
    related: list[Related]
    at: Place
    subject: Subject | None = None
    """None for findings of the source as a whole."""


@dataclass(slots=True)
class Check:
    """One line of the rule log: what a rule made of a form (or of the source, form None)."""

    rule: str
    code: str
    form: int | None
    outcome: Outcome
    why: str
    inputs: int = 0
    """How many cells (or, over all forms, how many forms) it looked at; a rule that looked at none has not passed."""
    figures: dict[str, str] = dataclass_field(default_factory=dict)
    """The numbers it reckoned with, by name."""


@dataclass(slots=True)
class Quality:
    score: int | None
    verdict: Verdict | None
    errors: int = 0
    warnings: int = 0
    infos: int = 0
