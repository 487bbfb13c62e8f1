"""Puts the queries of a year to the database; what contradicts itself is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.across.run import Across, across
from extractor.report.advice import AdviceBook
from extractor.report.year.queries import COMPARING, QUERIES
from extractor.store.rows import plain_value

if TYPE_CHECKING:
    import sqlalchemy as sa
from extractor.report.year.audit import defects, withhold
from extractor.report.year.figures import Figures, Rows


def ask(
    connection: sa.Connection, year: int | None, before: int | None, advice: AdviceBook, departments: Sequence[str] = ()
) -> Figures:
    """Put every query to the database and run the cross-filing rules; without a year the one with most forms.

    Args:
        before: the year to hold it against; the cross-filing rules take the year before where none is given.
        departments: names that should have filed; empty = not known.
    """
    import sqlalchemy as sa

    def run(name: str, **values: Any) -> Rows:
        result = connection.execute(sa.text(QUERIES[name][1]), values)
        return [{key: _plain(value) for key, value in row.items()} for row in result.mappings()]

    years = run("years")
    if year is None and years:
        year = max((row["forms"], row["fiscal_year"]) for row in years)[1]
    rows = {"years": years}
    for name, (_, text) in QUERIES.items():
        if name == "years" or (name in COMPARING and before is None):
            continue
        values = {key: value for key, value in (("year", year), ("before", before)) if f":{key}" in text}
        rows[name] = run(name, **values)
    found = Across() if year is None else across(connection, year, before=before, departments=departments)
    figures = Figures(year, before, rows, advice, found)
    withhold(figures, defects(figures))
    return figures


def _plain(value: Any) -> Any:
    """A number the same from every database: whole ones as int, others as decimal text."""
    if isinstance(value, float | Decimal):
        exact = Decimal(str(value)).quantize(Decimal("0.000001"))
        return int(exact) if exact == exact.to_integral_value() else str(exact.normalize())
    return plain_value(value)
