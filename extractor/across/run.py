"""All cross-filing rules over one year of a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from extractor.across.boilerplate import shared_goals, shared_sets
from extractor.across.copies import copies_differ
from extractor.across.last_year import against_last_year
from extractor.across.money import project_twice, projects_apart
from extractor.across.peers import foreign_names, missing_filings, outliers
from extractor.across.rows import AcrossCheck, AcrossFinding, FormRow, load

_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(slots=True)
class Across:
    """What the filings of a year say of each other."""

    findings: list[AcrossFinding] = field(default_factory=list)
    checks: list[AcrossCheck] = field(default_factory=list)


def across(
    connection: sa.Connection, year: int, *, before: int | None = None, departments: Sequence[str] = ()
) -> Across:
    """Run every cross-filing rule.

    Args:
        year: fiscal year looked at.
        before: year it is held against; None = the year before it.
        departments: names that should have filed; empty = not known.
    """
    now, last = load(connection, year), load(connection, before if before is not None else year - 1)
    return review(now, last, departments, copies_differ(connection, year))


def review(
    now: Sequence[FormRow],
    last: Sequence[FormRow],
    departments: Sequence[str],
    copies: Iterable[AcrossFinding | AcrossCheck] = (),
) -> Across:
    """The rules over rows already loaded: pure, the same rows give the same findings.

    Args:
        departments: full names of the units in the departments book.
        copies: what holding the copies of filings against each other said (`copies.py` reads whole documents).
    """
    names = {form.owner for form in now if form.owner} | set(departments)
    result = Across()
    for item in (*copies, *_all(now, last, departments, names)):
        (result.findings if isinstance(item, AcrossFinding) else result.checks).append(item)  # type: ignore[arg-type]
    result.findings.sort(key=lambda f: (_ORDER[f.severity], f.rule, f.sides[0].form_id if f.sides else "", f.message))
    return result


def _all(
    now: Sequence[FormRow], last: Sequence[FormRow], departments: Sequence[str], names: Iterable[str]
) -> Iterator[AcrossFinding | AcrossCheck]:
    yield from project_twice(now)
    yield from projects_apart(now)
    yield from foreign_names(now, names)
    yield from missing_filings(now, departments)
    yield from against_last_year(now, last)
    yield from shared_goals(now)
    yield from shared_sets(now)
    yield from outliers(now)
