"""A year against an earlier one: targets lowered, indicator sets and goals copied, in the same project of the same
unit.

The one place for this comparison: the year report prints what these rules find.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from extractor.across.rows import (
    AcrossCheck,
    AcrossFinding,
    FormRow,
    IndicatorRow,
    named,
    row_side,
    side,
    targets,
)
from extractor.across.skeleton import plain

RULE_LOWERED, RULE_COPIED, RULE_GOAL = "target-lowered", "target-copied", "goal-copied"
RULES = (RULE_LOWERED, RULE_COPIED, RULE_GOAL)
MIN_GOAL = 20
MIN_ROWS = 3
_YEAR = re.compile(r"20\d\d(?:年度?)?")
_UPWARD = (">=", ">", "=", None)
Item = AcrossFinding | AcrossCheck
Key = tuple[str, str, str]


def against_last_year(now: Sequence[FormRow], before: Sequence[FormRow]) -> Iterator[Item]:
    """Every form that one form of the earlier year answers to, by unit, kind and project (years in its name aside)."""
    old, new = _by_key(before), _by_key(now)
    both = sorted(set(old) & set(new))
    if not both:
        why = "两年之间没有同名的项目可比" if old else "没有上年度的表可比"
        for rule in RULES:
            yield AcrossCheck(rule, rule, "cannot-tell", why)
        return
    fired: dict[str, int] = dict.fromkeys(RULES, 0)
    compared = 0
    for key in both:
        if len(old[key]) > 1 or len(new[key]) > 1:
            yield AcrossCheck(
                RULE_LOWERED, RULE_LOWERED, "cannot-tell", f"{named(new[key][0])}在一个年度里有几张表，对不上是哪张"
            )
            continue
        compared += 1
        for finding in _compared(new[key][0], old[key][0]):
            fired[finding.rule] += 1
            yield finding
    for rule in RULES:
        if compared and not fired[rule]:
            yield AcrossCheck(rule, rule, "passed", f"比较了两年同名的 {compared} 张表")


def _by_key(forms: Sequence[FormRow]) -> dict[Key, list[FormRow]]:
    found: defaultdict[Key, list[FormRow]] = defaultdict(list)
    for form in targets(forms):
        project = plain(_YEAR.sub("", form.project))
        if form.owner and (project or form.kind.startswith("department")):
            found[form.owner, form.kind, project].append(form)
    return found


def _compared(form: FormRow, last: FormRow) -> Iterator[AcrossFinding]:
    yield from _lowered(form, last)
    yield from _copied(form, last)
    goal = plain(form.goal)
    if len(goal) >= MIN_GOAL and goal == plain(last.goal):
        yield AcrossFinding(
            RULE_GOAL, RULE_GOAL, "info",
            f"{named(form)}的绩效目标与{last.year}年度逐字相同，请核实是否按本年度重新编写。",
            (side(form, form.goal, form.goal_field), side(last, last.goal, last.goal_field)),
        )  # fmt: skip


def _lowered(form: FormRow, last: FormRow) -> Iterator[AcrossFinding]:
    """Rows of the same name, or else of the same indicator where each form has it once."""
    for row, was in _partners(form, last):
        if row.value is None or was.value is None or "成本" in (row.level2 or "") or row.operator != was.operator:
            continue
        if row.operator in _UPWARD and row.value < was.value:
            yield AcrossFinding(
                RULE_LOWERED, RULE_LOWERED, "info",
                f"{named(form)}的指标“{row.name}”由{last.year}年度的 {was.target} 降为 {row.target}，请说明理由。",
                (row_side(form, row), row_side(last, was)),
            )  # fmt: skip


def _partners(form: FormRow, last: FormRow) -> Iterator[tuple[IndicatorRow, IndicatorRow]]:
    by_name, by_code = _once(last, _name), _once(last, _code)
    mine_by_name, mine_by_code = _once(form, _name), _once(form, _code)
    for row in form.indicators:
        if mine_by_name.get(_name(row)) is row and _name(row) in by_name:
            yield row, by_name[_name(row)]
        elif row.code and mine_by_code.get(_code(row)) is row and _code(row) in by_code:
            yield row, by_code[_code(row)]


def _name(row: IndicatorRow) -> Key:
    return plain(row.name), row.scope, row.unit or ""


def _code(row: IndicatorRow) -> Key:
    return row.code or "", row.scope, row.unit or ""


def _once(form: FormRow, key: Callable[[IndicatorRow], Key]) -> dict[Key, IndicatorRow]:
    """The rows whose key no other row of the form has."""
    found: defaultdict[Key, list[IndicatorRow]] = defaultdict(list)
    for row in form.indicators:
        found[key(row)].append(row)
    return {name: rows[0] for name, rows in found.items() if len(rows) == 1}


def _copied(form: FormRow, last: FormRow) -> Iterator[AcrossFinding]:
    mine = [(plain(r.name), plain(r.target)) for r in form.indicators]
    if len(mine) >= MIN_ROWS and mine == [(plain(r.name), plain(r.target)) for r in last.indicators]:
        yield AcrossFinding(
            RULE_COPIED, RULE_COPIED, "info",
            f"{named(form)}的 {len(mine)} 条指标和指标值与{last.year}年度完全相同，请核实是否按本年度重新设定。",
            (side(form, _words(form), "/indicators"), side(last, _words(last), "/indicators")),
        )  # fmt: skip


def _words(form: FormRow) -> str:
    return "；".join(f"{row.name} {row.target}" for row in form.indicators)
