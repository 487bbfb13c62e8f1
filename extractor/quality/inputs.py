"""What each rule looks at: the cells it inspects on one form, and which part of the form they stand in.

A rule that looked at nothing has not passed (`not-applicable`), and one that would have to look at what was not read
cannot tell. `INPUTS` says for each rule id which cells those are; a rule that is not listed looks at as many places as
it says something of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.characters.fold import squeeze
from extractor.forms.account import Part
from extractor.quality.case import DEPARTMENT_KINDS, Case, Filing
from extractor.quality.numbers import exact
from extractor.quality.sums import OF_FISCAL, SOURCES

Look = Callable[[Case], Iterator[object]]
"""Gives what a rule inspects, by any name of its own: it is only counted."""


def _targets(case: Case) -> Iterator[object]:
    return iter(case.named) if case.reading.has_column("target") else _values(case)


def _values(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if row.target.raw.strip()])


def _numbers(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if row.target.kind in ("number", "range", "compound")])


def _standards(case: Case) -> Iterator[object]:
    return iter(case.named if case.reading.has_column("standard") else [])


def _levels(case: Case) -> Iterator[object]:
    return iter([row for row in case.rows if row.level2 and row.head is not None])


def _names(case: Case) -> Iterator[object]:
    return iter(case.named)


def _rows(case: Case) -> Iterator[object]:
    return iter(case.rows)


def _weights(case: Case) -> Iterator[object]:
    return iter([row for row in case.rows if exact(row.indicator.weight) is not None])


def _scores(case: Case) -> Iterator[object]:
    return iter([row for row in case.rows if exact(row.indicator.achieved_score) is not None])


def _points(case: Case) -> Iterator[object]:
    rows = (row for row in case.named if exact(row.indicator.weight) is not None)
    return iter([row for row in rows if exact(row.indicator.achieved_score) is not None])


def _actuals(case: Case) -> Iterator[object]:
    asked = case.reading.has_column("deviation_reason")
    return iter([row for row in case.named if asked and squeeze(row.indicator.actual or "")])


def _actual_values(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if squeeze(row.indicator.actual or "")])


def _nameless(case: Case) -> Iterator[object]:
    return iter([row for row in case.rows if row.target.raw.strip()])


def _duties(case: Case) -> Iterator[object]:
    return _goals(case) if case.form.texts.duties else iter(())


def _costs(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if row.kind == "cost" and row.number is not None])


def _late(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if row.kind == "timeliness" and row.target.raw.strip()])


def _dated(case: Case) -> Iterator[object]:
    return iter([row for row in case.named if row.kind == "timeliness" and row.target.kind in ("date", "period")])


def _amounts(case: Case) -> Iterator[object]:
    return (f"/amounts/{code}" for code in case.form.amounts)


def _sources(case: Case) -> Iterator[object]:
    return _sum(case, "total", SOURCES)


def _uses(case: Case) -> Iterator[object]:
    uses = ("basic_expenditure", "project_expenditure")
    return _sum(case, "total", uses) if all(code in case.form.amounts for code in uses) else iter(())


def _fiscal(case: Case) -> Iterator[object]:
    return _sum(case, "fiscal_appropriation", OF_FISCAL)


def _sum(case: Case, total: str, parts: tuple[str, ...]) -> Iterator[object]:
    """A total and its parts, where both are printed."""
    found = [code for code in parts if code in case.form.amounts]
    codes = [total, *found] if total in case.form.amounts and found else []
    return (f"/amounts/{code}" for code in codes)


def _execution_rows(case: Case) -> Iterator[object]:
    several = len(case.form.execution) > 1
    return (f"/execution/{n}/item" for n in range(len(case.form.execution) if several else 0))


def _rates(case: Case) -> Iterator[object]:
    return (f"/execution/{n}/rate" for n, row in enumerate(case.form.execution) if exact(row.rate) is not None)


def _execution_points(case: Case) -> Iterator[object]:
    rows = enumerate(case.form.execution)
    return (
        f"/execution/{n}/score" for n, row in rows if exact(row.weight) is not None and exact(row.score) is not None
    )


def _goals(case: Case) -> Iterator[object]:
    return (f"/texts/{name}" for name in ("annual_goal", "period_goal") if getattr(case.form.texts, name))


def _texts(case: Case) -> Iterator[object]:
    names = ("duties", "annual_goal", "period_goal", "achievement", "basis", "problems", "measures")
    return (f"/texts/{name}" for name in names if getattr(case.form.texts, name))


def _required(case: Case) -> Iterator[object]:
    for field in case.words.required_fields:
        for printed in case.printed(field.field):
            if (
                printed.kind != "amount"
                and not printed.optional
                and any(re.search(x, printed.label) for x in field.labels)
            ):
                yield field.field


def _labels(case: Case) -> Iterator[object]:
    yield from ("" for _ in case.reading.labels)
    yield from _rows(case)


def _printed(case: Case) -> Iterator[object]:
    yield from (p.field for p in case.reading.printed)
    yield from _rows(case)


def _phones(case: Case) -> Iterator[object]:
    return (p.field for p in case.printed("/signoff/phone") if not p.blank)


def _filed(case: Case) -> Iterator[object]:
    return iter(["/signoff/filing_date"] if case.form.signoff.filing_date is not None else [])


def _dates(case: Case) -> Iterator[object]:
    yield from (p.field for p in case.printed("/signoff/filing_date") if not p.blank)
    if case.form.period is not None and case.form.period.raw:
        yield "/period"
    yield from _dated(case)


def _years(case: Case) -> Iterator[object]:
    yield from _goals(case)
    yield from _values(case)


def _money_values(case: Case) -> Iterator[object]:
    yield from (f"/amounts/{code}" for code, amount in case.form.amounts.items() if amount.value is not None)
    yield from iter([row for row in case.named if row.target.unit and "元" in row.target.unit])


def _figures(case: Case) -> Iterator[object]:
    yield from _amounts(case)
    yield from _values(case)


def _recognised(case: Case) -> Iterator[object]:
    """Cells read from an image, doubtful or not."""
    yield from case.form.ocr
    sure = (cell for _, cell in case.reading.extent.cells() if cell.confidence is not None)
    yield from ("" for _ in sure)


def _unit(case: Case) -> Iterator[object]:
    return iter(["/currency_unit"] if case.form.currency_unit is not None else [])


def _form(case: Case) -> Iterator[object]:
    return iter([""])


INPUTS: dict[str, tuple[Look, tuple[Part, ...]]] = {
    "target-blank": (_targets, ("indicators",)), "standard-blank": (_standards, ("indicators",)),
    "row-empty": (_rows, ("indicators",)), "field-blank": (_required, ("head",)),
    "total-by-source": (_sources, ("money",)), "total-by-use": (_uses, ("money",)), "fiscal-by-kind": (_fiscal,
    ("money",)),
    "execution-by-source": (_execution_rows, ("money",)), "execution-rate": (_rates, ("money",)),
    "points-of-execution": (_execution_points, ("money",)),
    "points-total": (_weights, ("indicators",)), "points-of-level": (_weights, ("indicators",)),
    "scores-total": (_scores, ("indicators",)), "points-of-row": (_points, ("indicators",)),
    "shortfall-unexplained": (_actuals, ("indicators",)),
    "wrong-parent": (_levels, ("indicators",)), "satisfaction-elsewhere": (_names, ("indicators",)),
    "not-on-time": (_late, ("indicators",)), "kind-elsewhere": (_names, ("indicators",)), "row-twice": (_names,
    ("indicators",)),
    "outputs-many": (_names, ("indicators",)), "unit-missing": (_numbers, ("indicators",)), "unit-wrong": (_numbers,
    ("indicators",)),
    "money-mixed": (_money_values, ("indicators", "money")), "sign-against-kind": (_numbers, ("indicators",)),
    "cost-against-budget": (_costs, ("indicators", "money")),
    "goal-vague": (_goals, ("head",)), "slogan": (_costs, ("indicators",)), "value-unquantified": (_values,
    ("indicators",)),
    "value-deferred": (_values, ("indicators",)), "residue": (_printed, ()), "values-flat": (_values, ("indicators",)),
    "scored-nothing": (_weights, ("indicators",)), "rate-over-hundred": (_numbers, ("indicators",)),
    "year-stale": (_years, ("indicators", "head")), "date-unreadable": (_dates, ("indicators", "head")),
    "phone-unreadable": (_phones, ("head",)), "number-unreadable": (_figures, ("indicators", "money")),
    "filed-late": (_filed, ("head",)), "deadline-outside": (_dated, ("indicators", "head")),
    "period-for-deadline": (_late, ("indicators",)), "cell-doubtful": (_recognised, ()), "unit-inferred": (_unit, ()),
    "label-misspelt": (_labels, ()), "word-misspelt": (_rows, ("indicators",)), "prose-misspelt": (_texts, ("head",)),
    "name-blank": (_nameless, ("indicators",)), "name-vague": (_names, ("indicators",)), "cost-as-rate": (_costs,
    ("indicators",)),
    "actual-over-hundred": (_actual_values, ("indicators",)), "actual-unit": (_actual_values, ("indicators",)),
    "goal-from-duties": (_duties, ("head",)),
    "text-unread": (_form, ()), "rows-none": (_form, ()), "column-missing": (_form, ()), "reading-doubted": (_form, ()),
}  # fmt: skip


def looked_at(rule: str, case: Case, says: int) -> int:
    """How many cells a rule inspects on a form; `says`: of how many it said something."""
    if rule not in INPUTS:
        return says
    look = INPUTS[rule][0]
    if look not in case.looked:  # several rules look at the same cells
        case.looked[look] = sum(1 for _ in look(case))
    return case.looked[look]


def parts_of(rule: str) -> tuple[Part, ...]:
    """The parts of a form that a rule must see whole before it may say that all is well."""
    return INPUTS[rule][1] if rule in INPUTS else ()


def compared(rule: str, filing: Filing) -> int:
    """How many forms a rule over all forms compares; 0 where there is nothing to compare."""
    cases = filing.cases
    if rule == "projects-total":
        heads = [c for c in cases if c.form.kind in DEPARTMENT_KINDS and c.amount("project_expenditure") is not None]
        return len(cases) if heads and len(cases) > len(heads) else 0
    if rule == "names-agree":
        return max(sum(getattr(c.form, name) is not None for c in cases) for name in ("filer", "department"))
    if rule == "years-agree":
        return sum(c.form.fiscal_year is not None for c in cases)
    if rule == "goal-copied":
        return sum(any(_goals(c)) for c in cases)
    return len(cases)
