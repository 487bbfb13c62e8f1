"""What became of a rule on a form: fired, passed, cannot tell, or not applicable; and which faults rest on what was not
read.

A rule passes only where it looked at something (`inputs.py`) and nothing of the part it had to see whole was left
unread. A fault that says something is missing or does not add up is our own doubt, not the unit's fault, where part of
the table was not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.forms.account import Doubt
from extractor.model.document import Place
from extractor.model.finding import Check, Outcome
from extractor.quality.case import Case
from extractor.quality.inputs import looked_at, parts_of
from extractor.quality.registry import Fault, Rule, Say, Unsure

SHOWN = 3
"""So many reasons are spelled out in one line of the rule log; the figures are kept all."""
_PART_NAMES = {"indicators": "指标表", "money": "资金栏", "head": "表头、文字或落款"}


def blind_spot(case: Case, rule: str, pointer: str | None = None) -> str:
    """Why a rule does not see all it has to look at; "" where it does.

    Args:
        pointer: of a fault on one row: only what was not read on that row, or belongs to no row, speaks against it.
    """
    parts = parts_of(rule)
    for doubt in case.reading.doubts:
        if (
            doubt.part in parts
            and (doubt.grave or doubt.part == "head" or doubt.code != "unread-text")
            and _meets(case, doubt, pointer)
        ):
            return f"{_PART_NAMES[doubt.part]}里有没有读懂的内容"
    return ""


def _meets(case: Case, doubt: Doubt, pointer: str | None) -> bool:
    if pointer is None or not pointer.startswith("/indicators/") or doubt.code != "unread-text":
        return True
    row = case.place(pointer).get("row")
    rows = _rows(doubt.at)
    return row is None or not rows or row in rows


def _rows(at: Place) -> set[int]:
    return {part["row"] for part in at.get("parts", [at]) if "row" in part}


def unseen(case: Case, rule: Rule, fault: Fault) -> Say:
    """A fault that may rest on what was not read: nothing can be told."""
    if rule.code not in case.book.score.unread:
        return fault
    why = blind_spot(case, rule.id, fault.pointer)
    return Unsure(why, fault.inputs) if why else fault


def of_form(rule: Rule, case: Case, says: Sequence[Say]) -> Check:
    """The line of the log for one rule on one form."""
    inputs = looked_at(rule.id, case, len(says))
    check = _summary(rule, case.form.index, says, inputs)
    if check.outcome in ("passed", "not-applicable") and (why := blind_spot(case, rule.id)):
        check.outcome, check.why = "cannot-tell", f"无法判断：{why}"
    return check


def not_for(rule: Rule, form: int) -> Check:
    """The line of a rule that is not made for this kind of form, or is switched off for its layout."""
    return Check(rule.id, rule.code, form, "not-applicable", "这条规则不用于这类表")


def of_filing(rule: Rule, form: int | None, says: Sequence[Say], inputs: int) -> Check:
    """The line of the log for a rule over all forms of a source.

    Args:
        form: index of the form it is told at; None = the source.
        inputs: how many facts the rule looked at; with none it has not passed.
    """
    return _summary(rule, form, says, inputs)


def _summary(rule: Rule, form: int | None, says: Sequence[Say], inputs: int) -> Check:
    """Fired before cannot-tell before passed; passed only where something was looked at."""
    if not says:
        return Check(rule.id, rule.code, form, "passed" if inputs else "not-applicable", _nothing(inputs), inputs)
    faults, unsure, held = [], [], []
    figures: dict[str, str] = {}
    for say in says:
        if isinstance(say, Fault):
            faults.append(say.message)
        elif isinstance(say, Unsure):
            unsure.append(f"无法判断：{say.why}")
        else:
            held.append(say.why)
        figures.update(say.inputs)
    reasons = faults + unsure or held
    outcome: Outcome = "fired" if faults else "cannot-tell" if unsure else "passed" if inputs else "not-applicable"
    why = "；".join(r.rstrip("。") for r in reasons[:SHOWN])
    if len(reasons) > SHOWN:
        why += f"；另有 {len(reasons) - SHOWN} 处"
    if not why:
        why = _nothing(inputs)
    return Check(rule.id, rule.code, form, outcome, why, max(inputs, len(faults)), figures)


def _nothing(inputs: int) -> str:
    """The reason where a rule gives none."""
    return "没有不符之处" if inputs else "本表没有这条规则要看的内容"
