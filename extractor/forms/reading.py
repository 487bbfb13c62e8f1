"""A form with what was printed around it: what the quality rules see besides the JSON.

`Reading` joins the contract's Form with facts that the JSON does not carry: which labels are printed
and left blank, which columns the table has, printed totals, and the block itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.forms.account import Account, Doubt, Extent, area, dump
from extractor.model.document import Grid, Line, Place
from extractor.model.filing import Amount, Form

Role = Literal[
    "level1", "level2", "level3", "operator", "target", "unit", "standard", "weight", "actual",
    "achieved_score", "deviation_reason", "note", "definition", "direction", "region", "other",
]  # fmt: skip


@dataclass(slots=True)
class Printed:
    """A label the form prints: where its value goes, and whether it is blank there."""

    field: str
    """JSON pointer below the form: "/filer", "/signoff/phone", "/amounts/total", "/texts/annual_goal"."""
    label: str
    """The label as printed, white space folded, without colon."""
    raw: str
    """The value as printed ("" where blank, "（盖章）" where only that stands there)."""
    blank: bool
    at: Place
    kind: Literal["field", "signoff", "amount", "text", "execution"] = "field"
    optional: bool = False
    """Marked （选填）."""
    image: bool = False
    """The place holds a picture or handwriting (K25: not blank)."""


@dataclass(slots=True)
class Column:
    """A column of the indicator table."""

    role: Role
    header: str
    """As printed, white space folded."""
    at: Place
    region: str | None = None


@dataclass(slots=True)
class PrintedTotal:
    """A printed 合计 / 总分 of weights or scores."""

    what: Literal["weight", "score"]
    raw: str
    label: str
    at: Place


@dataclass(slots=True)
class ListSum:
    """A figure of a list's sum row, and the amounts of the projects in its column."""

    label: str
    raw: str
    at: Place
    parts: list[tuple[str, Amount]]
    """Each with its JSON pointer."""


@dataclass(slots=True)
class Reading:
    """One form as read."""

    form: Form
    printed: list[Printed] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    totals: list[PrintedTotal] = field(default_factory=list)
    labels: list[tuple[str, Place]] = field(default_factory=list)
    """Every label cell as printed with its place (for misspelt labels): fields, heads, money lines."""
    target_at: list[Place] = field(default_factory=list)
    """Per indicator: the place of its value cell (for `missing-target-value`)."""
    cells_at: list[dict[str, Place]] = field(default_factory=list)
    """Per indicator: column role -> place of the cell ("level3", "target", "standard", "weight" …)."""
    cells: list[dict[Role, str]] = field(default_factory=list)
    """Per indicator: column role -> the cell's text as printed ("" where blank), for what the JSON folds together:
    sign and unit columns (K21, K29 b)."""
    unit_inferred: bool = False
    """`form.currency_unit` is not stated in head, block label or amount cells but inferred (K5)."""
    skip_rules: list[str] = field(default_factory=list)
    """Rules or finding codes that the form's layout book switches off (`skip_rules` of `rules/forms/*.yaml`)."""
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    """Free lines of the block in reading order (titles, sign-off, notes)."""

    account: Account = field(default_factory=Account)
    extent: Extent = field(default_factory=Extent)
    """The cells and lines the form answers for, and what each was taken for."""
    doubts: list[Doubt] = field(default_factory=list)
    """What of the reading may be wrong or missing; `form.reading.doubts` are the same without their grade."""
    list_sums: list[ListSum] = field(default_factory=list)
    """Of the first form of a list of projects: what the list prints as the sum of all."""

    def dump(self) -> list[dict[str, Any]]:
        """The account, cell by cell (`--dump-stage forms`)."""
        return dump(self.account, self.extent)

    def places_of(self, number: int) -> Mapping[str, Place]:
        """Column role -> place of the cells of an indicator; none where they were not kept (taken over by review)."""
        return self.cells_at[number] if self.cells_at[number:] else {}

    def place_of(self, number: int, role: str) -> Place:
        """Where the cell of an indicator in the column of a role stands; where it has none, the indicator itself."""
        return self.places_of(number).get(role, self.form.indicators[number].at)

    def area_of(self, numbers: Sequence[int]) -> Place:
        """Where indicators stand, all their cells, told at the first of them."""
        places = (at for number in numbers for at in self.places_of(number).values())
        return area(self.form.indicators[numbers[0]].at, places)

    def spots(self) -> set[tuple[int | None, int | None]]:
        """Table and row of every cell of the indicators."""
        return {(at.get("table"), at.get("row")) for cells in self.cells_at for at in cells.values()}

    def texts_of(self, number: int) -> Mapping[Role, str]:
        """Column role -> text of the cells of an indicator; none where they were not kept."""
        return self.cells[number] if self.cells[number:] else {}

    def has_column(self, role: Role) -> bool:
        """The form has a column of this role."""
        return any(column.role == role for column in self.columns)
