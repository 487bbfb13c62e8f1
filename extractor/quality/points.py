"""The points of a form: 分值 and 得分 of its indicators, and those of the money block (K34)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.quality.case import Case, Row
from extractor.quality.numbers import exact


@dataclass(slots=True)
class Points:
    """One column of points (分值 or 得分) over the rows."""

    rows: list[tuple[Row, Decimal | None]]
    """Rows with a cell of their own; None where it is blank or unreadable. A cell merged over rows counts once."""
    unowned: bool = False
    """Some named row has no cell in this column, and no merged one above either: the sum may lack a term."""

    @property
    def own(self) -> Decimal:
        """Sum of the points that could be read."""
        return sum((points for _, points in self.rows if points is not None), Decimal(0))

    @property
    def gaps(self) -> list[Row]:
        """Rows whose points are blank or unreadable."""
        return [row for row, points in self.rows if points is None]


Column = Literal["weight", "achieved_score"]
COLUMNS: tuple[Column, ...] = ("weight", "achieved_score")


def points_of(case: Case, column: Column) -> Points:
    """The points printed in one column (K34: a merged cell belongs to its first row). Gathered once a form."""
    return case.once(("points", column), lambda: _gather(case, column))


def _gather(case: Case, column: Column) -> Points:
    seen: set[tuple[object, ...]] = set()
    found = Points([])
    for row in case.rows:
        raw: str | None = getattr(row.indicator, column)
        text = (raw or "").strip()
        given = text not in ("", "—", "-", "/", "—-", "-/", "—-/")
        if given or seen:
            at = case.place(f"{row.pointer}/{column}")
            key = (at.get("page"), at.get("table"), at.get("sheet"), at.get("row"), at.get("col"), at.get("cell"))
            if key in seen and at.get("col") is not None and at != row.indicator.at:
                continue  # merged with the cell above
            if given:
                seen.add(key)
        if given:
            found.rows.append((row, exact(text)))
        elif raw is None and row.named and found.rows:
            found.unowned = True
        elif row.named:
            found.rows.append((row, None))
    return found


def weights(case: Case) -> list[tuple[Row, Decimal | None]]:
    """分值 of the rows that carry some; a cell merged over several rows counts once."""
    return points_of(case, "weight").rows


def shared_points(case: Case) -> frozenset[int]:
    """Indexes of rows whose 分值 or 得分 cell is merged over several rows: the points are not theirs alone (K34)."""
    shared: set[int] = set()
    for column in COLUMNS:
        if not case.reading.has_column(column):
            continue
        owners = {row.index for row, _ in points_of(case, column).rows}
        last: int | None = None
        for row in case.rows:
            if row.index in owners:
                last = row.index
            elif row.named and last is not None:
                shared |= {last, row.index}
    return frozenset(shared)


def execution_points(case: Case, column: Literal["weight", "score"] = "weight") -> Decimal | None:
    """Points of the money block: those of its total row, else those of its parts together."""
    rows = [(row, p) for row in case.form.execution if (p := exact(getattr(row, column))) is not None]
    if not rows:
        return None
    first = rows[0][0]
    if first is case.form.execution[0] or len(rows) == 1:
        return rows[0][1]
    return sum((p for _, p in rows), Decimal(0))
