"""How money, shares and counts are printed in reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple


def money(value: Any) -> Decimal | None:
    """An exact amount from a decimal string or a database's number; None for none."""
    return None if value is None else Decimal(str(value))


def wan(yuan: Decimal | None) -> str:
    """万元 with two decimals and thousands commas; "" for none."""
    return "" if yuan is None else f"{(yuan / 10_000).quantize(Decimal('0.01')):,}"


def share(part: int, whole: int) -> str:
    """Percent with one decimal; "—" of nothing."""
    return "—" if not whole else f"{(Decimal(100) * part / whole).quantize(Decimal('0.1'))}%"


class Budgeted(NamedTuple):
    """What the money of a form is counted by."""

    unit: str
    """The unit that answers for it, "" where none is read."""
    department: bool
    """A form of the whole department, not of one project."""
    project: str
    """The project, or what tells the form apart where none is read."""
    yuan: Decimal | None


def concerned(forms: Iterable[Budgeted]) -> Decimal | None:
    """Yuan that some forms concern, each counted once; None where no form states any.

    A department's budget holds its projects': of a unit the larger of the two counts, never their sum. A project's
    target, evaluation and monitoring speak of the same money: the largest counts. Of fewer forms never more.
    """
    whole: defaultdict[str, Decimal] = defaultdict(Decimal)
    projects: defaultdict[str, dict[str, Decimal]] = defaultdict(dict)
    stated = False
    for form in forms:
        if form.yuan is None:
            continue
        stated = True
        if form.department:
            whole[form.unit] = max(whole[form.unit], form.yuan)
        else:
            known = projects[form.unit]
            known[form.project] = max(known.get(form.project, form.yuan), form.yuan)
    if not stated:
        return None
    units = {**whole, **projects}
    return sum((max(whole[u], sum(projects[u].values(), Decimal(0))) for u in units), Decimal(0))
