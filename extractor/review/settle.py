"""A document with the decisions made about it: values put right, its forms checked again, every finding with its state.

Pure but for the rule books. What was read stays as it was read: values put right stand beside it in `corrected`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.forms.reading import Reading
from extractor.model.extraction import Extraction
from extractor.model.filing import Corrected, Form
from extractor.model.finding import Check, Finding, Quality
from extractor.quality.engine import review
from extractor.quality.facts import load_facts
from extractor.quality.score import grade
from extractor.review.values import NotEditableError, locate, make_sure, printed_at, put_right
from extractor.rulebook import Rules
from extractor.store.content import fold

State = Literal["open", "confirmed", "waived", "asked", "corrected"]
Action = Literal["value", "confirm", "waive", "unreadable"]
STATES: dict[str, State] = {"confirm": "confirmed", "waive": "waived", "unreadable": "asked"}
READING_RIGHT = frozenset({"low-ocr-confidence", "doubtful-reading", "reading-disputed", "inferred-unit"})
"""Doubts of our own reading: 属实 says that the value as read is right, and the doubt is gone."""
_OF_CELLS = frozenset({"bad-number", "reading-disputed", "doubtful-reading", "unreadable-part", "hidden-content"})
"""Readers' notes on one cell: gone where a person said what stands in it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of `correction` that holds: not undone."""

    id: int
    sha256: str
    form_key: str | None
    pointer: str
    """Into the document of `sha256`."""
    action: Action
    old: str | None = None
    """What stood there as read."""
    new: str | None = None
    finding: str | None = None
    subject: str = ""
    """Name of the row, folded."""


@dataclass(slots=True)
class Settled:
    """What the decisions make of a source."""

    document: Extraction
    """Forms as read with their `corrected`; findings, checks and quality of the values put right."""
    states: dict[str, tuple[State, int]] = field(default_factory=dict)
    """Finding id → its state and the decision that made it; findings that nobody decided are left out."""
    closed: list[tuple[Finding, int]] = field(default_factory=list)
    """Findings of the reading that the values put right no longer have, each with the decision that closed it."""
    applied: set[int] = field(default_factory=set)
    """Decisions that still meet what they were made about."""

    @property
    def waived(self) -> dict[str, int]:
        """Finding id → decision, of what counts neither in the score nor in the verdict."""
        return {key: by for key, (state, by) in self.states.items() if state == "waived"}


@dataclass(slots=True)
class _Meant:
    """A decision that holds in this document: the form it is about and the pointer below it."""

    decision: Decision
    form: int
    pointer: str


def settle(document: Extraction, facts: bytes | None, sha: str, decisions: Iterable[Decision], rules: Rules) -> Settled:
    """Apply decisions to a document.

    Args:
        document: as stored; what earlier decisions made of it is reckoned anew from what was read.
        facts: what the rules looked at besides; None = of an older program, nothing can be checked again.
        sha: the source's key.
        decisions: all that hold, in the order they were made, of this source and of others of the same filings.
        rules: the rule books, for reading values, checking and the score.
    """
    for form in document.forms:
        form.corrected = {}
    as_read = load_facts(facts, document.forms)[0] if facts is not None else [Reading(form) for form in document.forms]
    held = [m for d in decisions if (m := _meant(as_read, sha, d)) is not None]
    findings, checks = document.findings, document.checks
    closed: list[tuple[Finding, int]] = []
    if facts is not None:
        before, checks, _ = _reviewed(document, facts, sha, [], rules)
        findings = before
        if any(m.decision.action in ("value", "confirm") for m in held):
            sure = {f.id for f in before if f.code in READING_RIGHT}
            findings, checks, right = _reviewed(document, facts, sha, _acting(held, sure), rules)
            for form, values in zip(document.forms, right):
                form.corrected = values
            closed = _closed(before, findings, _acting(held, sure))
    made = Settled(document, closed=closed, applied={m.decision.id for m in held})
    by_finding = {m.decision.finding: m.decision for m in held if m.decision.action in STATES and m.decision.finding}
    for finding in findings:
        decision = by_finding.get(finding.id)
        if decision is not None:
            made.states[finding.id] = (STATES[decision.action], decision.id)
    document.findings, document.checks = findings, checks
    document.quality = _quality(document, findings, made, rules)
    return made


def _acting(held: Sequence[_Meant], sure: set[str]) -> list[_Meant]:
    """Decisions that change what the rules see: values put right, and doubtful readings said to be right."""
    return [
        m
        for m in held
        if m.decision.action == "value" or m.decision.action == "confirm" and (m.decision.finding or "") in sure
    ]


def _quality(document: Extraction, findings: list[Finding], made: Settled, rules: Rules) -> Quality:
    if document.source.status == "failed":
        return document.quality
    counted = [f for f in findings if f.id not in made.waived]
    return grade(counted, rules.quality.score, forms=len(document.forms))


def _meant(as_read: Sequence[Reading], sha: str, decision: Decision) -> _Meant | None:
    """Where a decision holds in this document; None where the place is not there, or something else stands in it."""
    split = split_pointer(decision.pointer)
    if split is None:  # of the source as a whole
        same = decision.sha256 == sha and decision.action in STATES
        return _Meant(decision, -1, "") if same else None
    index, below = split
    form = _form_of([reading.form for reading in as_read], sha, decision, index)
    if form is None:
        return None
    pointer = locate(as_read[form].form, below, decision.subject)
    if pointer is None:
        return None
    stands = printed_at(as_read[form], pointer)
    if stands is not None and fold(stands) != fold(decision.old or "") and not _says_so_now(decision, stands):
        return None
    return _Meant(decision, form, pointer)


def _says_so_now(decision: Decision, stands: str) -> bool:
    """What was put right is what is read now: nothing is left to correct, and nothing speaks against it."""
    return decision.action == "value" and fold(stands) == fold(decision.new or "")


def _form_of(forms: Sequence[Form], sha: str, decision: Decision, index: int) -> int | None:
    if decision.form_key is None:
        return index if decision.sha256 == sha and index < len(forms) else None
    if index < len(forms) and forms[index].form_key == decision.form_key:
        return index
    same = [form.index for form in forms if form.form_key == decision.form_key]
    return same[0] if len(same) == 1 else None


def split_pointer(pointer: str | None) -> tuple[int, str] | None:
    """ "/forms/2/filer" → (2, "/filer"); None where no form is meant."""
    steps = (pointer or "").split("/")
    if len(steps) < 3 or steps[1] != "forms" or not steps[2].isdigit():
        return None
    return int(steps[2]), "/" + "/".join(steps[3:]) if len(steps) > 3 else ""


def _reviewed(
    document: Extraction, facts: bytes, sha: str, acting: Sequence[_Meant], rules: Rules
) -> tuple[list[Finding], list[Check], list[dict[str, Corrected]]]:
    """The checks over the forms with their values put right; the document itself is not touched."""
    forms = copy.deepcopy(document.forms)
    readings, notes = load_facts(facts, forms)
    right: list[dict[str, Corrected]] = [{} for _ in forms]
    said: set[str] = set()
    for meant in acting:
        decision = meant.decision
        if decision.action == "value":
            try:
                made = put_right(readings[meant.form], meant.pointer, decision.new or "", rules)
            except NotEditableError:  # the rule books in force read it otherwise than those of then
                continue
            made.correction = decision.id
            right[meant.form].pop(meant.pointer, None)
            right[meant.form][meant.pointer] = made
        else:
            make_sure(readings[meant.form], meant.pointer)
        said.add(f"/forms/{meant.form}{meant.pointer}")
    findings, checks, _ = review(readings, notes, source_sha=sha, rules=rules)
    kept = [f for f in findings if not (f.rule == f.code and f.code in _OF_CELLS and f.field in said)]
    return kept, checks, right


def _closed(before: list[Finding], after: list[Finding], acting: Sequence[_Meant]) -> list[tuple[Finding, int]]:
    """Findings that are gone, and the decision that did it: of the same place, else of the same form, else the last."""
    left = {finding.id for finding in after}
    return [(f, _cause(f, acting)) for f in before if f.id not in left and acting]


def _cause(finding: Finding, acting: Sequence[_Meant]) -> int:
    fields = [finding.field, *(other.field for other in finding.related)]
    for meant in reversed(acting):
        place = f"/forms/{meant.form}{meant.pointer}"
        if meant.decision.finding == finding.id or place in fields:
            return meant.decision.id
    same = [m for m in acting if finding.form is None or m.form == finding.form]
    return (same or acting)[-1].decision.id
