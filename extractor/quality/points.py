"""The points of a form: 分值 and 得分 of its indicators, and those of the money block (K34)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.quality.case import Case, Row
from extractor.quality.numbers import exact

HEAD_ROWS = 2
"""So many rows of heads may stand over the figures of a money block."""
_POINTS = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*(?:[-－~～—至]\s*(\d+(?:\.\d+)?))?\s*[）)]?\s*分\s*[）)]?")


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


def label_points(raw: str) -> tuple[Decimal, Decimal] | None:
    """Least and most points in the name of a level: 成本指标（0-20）分 -> 0 and 20; None where it has none."""
    found = _POINTS.search(raw)
    if found is None:
        return None
    low = Decimal(found[1])
    return low, Decimal(found[2]) if found[2] else low


def block_points(case: Case) -> Decimal | None:
    """Points in a label of the money block itself (预算执行情况（20分）), None where none or several differ."""
    return case.once("block_points", lambda: _in_labels(case))


def _in_labels(case: Case) -> Decimal | None:
    at = [case.place(f"/execution/{n}/{k}") for n in range(len(case.form.execution)) for k in ("adjusted", "executed")]
    rows = [(p.get("table"), p["row"]) for p in at if "row" in p]
    if not rows:
        return None
    table, first, last = rows[0][0], min(row for _, row in rows), max(row for _, row in rows)
    labels = [(text, p) for text, p in case.reading.labels]
    labels += [(item.text, item.at) for item in case.form.unmapped]
    said = {
        bounds[1]
        for text, p in labels
        if p.get("table") == table
        and "row" in p
        and first - HEAD_ROWS <= p["row"] <= last
        and (bounds := label_points(text)) is not None
        and bounds[0] == bounds[1]
    }
    return said.pop() if len(said) == 1 else None


def unscored_points(case: Case) -> Decimal | None:
    """分值 of the money block, in a cell or in its label, where no 得分 is printed for it: the printed total of all
    points may hold some of it.
    """
    if any(row.score is not None for row in case.form.execution):
        return None
    points = execution_points(case)
    return points if points is not None else block_points(case)
