"""A form while it is being read: candidates for each field, and which cells are accounted for."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.characters.fold import squeeze
from extractor.forms.account import Account, CellRole, Doubt, Left
from extractor.forms.band import Band
from extractor.forms.reading import Column, Printed, PrintedTotal
from extractor.forms.slice import Free
from extractor.model.document import OBJECT, Cell, Grid, Place
from extractor.model.filing import Execution, Indicator, OcrDoubt, Unmapped
from extractor.words.inline import bracket_currency

DOUBT_BELOW = 0.8
"""Recognition confidence under which a value is reported as doubtful."""
HANDWRITTEN = "（手写或图像）"
"""What `unmapped` says of a signature: it is there, and not read."""


@dataclass(slots=True)
class Source:
    """Where a text was read: its place, and the cell for recognition doubts."""

    at: Place
    cell: Cell | None = None

    @classmethod
    def of(cls, grid: Grid, cell: Cell) -> Source:
        """A cell as a source."""
        return cls(grid.place(cell), cell)


@dataclass(slots=True)
class Candidate:
    """One printed label of a field with the value beside it."""

    identity: str
    label: str
    raw: str
    source: Source
    priority: int = 0
    unit_hint: str | None = None
    """Money unit in the label's own bracket."""
    stored: str | None = None


@dataclass(slots=True)
class AmountCandidate:
    """One printed label of money with the figure beside it: the amount's code, the cell's text and stored value."""

    code: str
    label: str
    raw: str
    source: Source
    unit_hint: str | None = None
    stored: str | None = None
    label_col: int | None = None
    """Column of the label cell: tells a multi-year column from an annual one beside it."""


_SIGNOFF = frozenset({"preparer", "phone", "filing_date", "responsible_person", "project_person", "finance_person",
    "contact", "person_and_phone"})  # fmt: skip
_OTHERWISE = {
    "goal": "/texts/annual_goal", "total_goal": "/texts/period_goal", "budget_unit": "/department",
    "period_start": "/period",
    "period_end": "/period", "unit_in_head": "/filer", "currency": "/currency_unit",
}  # fmt: skip
_TEXTS = frozenset(
    {"duties", "annual_goal", "period_goal", "achievement", "basis", "problems", "measures", "review_opinion"}
)


def pointer_of(identity: str) -> str:
    """Where a field's value goes below the form."""
    if identity in _TEXTS:
        return "/texts/" + identity
    return "/signoff/" + identity if identity in _SIGNOFF else _OTHERWISE.get(identity, "/" + identity)


@dataclass(slots=True)
class Draft:
    """Everything gathered from one block."""

    fields: list[Candidate] = field(default_factory=list)
    amounts: list[AmountCandidate] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    cells_at: list[dict[str, Place]] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    totals: list[PrintedTotal] = field(default_factory=list)
    execution: list[Execution] = field(default_factory=list)
    execution_at: list[dict[str, Source]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    """What goes to `unmapped`, with its role."""
    labels: list[tuple[str, Place]] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    """Money units stated in the page head or in block labels, in order."""
    units_aside: list[str] = field(default_factory=list)
    """Money units that only a table beside the form's own states."""
    aside: list[AmountCandidate] = field(default_factory=list)
    """Sums of the tasks: the form's money where it prints none of its own."""
    money_left: list[tuple[str, str, Place]] = field(default_factory=list)
    """Label, text and place of amounts of kinds that no key takes."""
    account: Account = field(default_factory=Account)
    """Which cells and lines are taken, and for what; projects of one list share it."""
    doubts: list[Doubt] = field(default_factory=list)
    ocr: dict[str, OcrDoubt] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    """What the block holds: "government_levels", "department", "evaluated", "monitored"."""
    year_hint: int | None = None
    last_band: tuple[int, Band, bool] | None = None
    """Column count and heads of the indicator table read last, and whether no row stands under them: a table cut in two
    goes on with them."""

    def take(self, cell: Cell, role: CellRole, pointer: str | None = None) -> None:
        """Account for a cell: what it was taken for, and the pointer below the form it feeds."""
        self.account.put(cell, role, pointer)

    def take_line(self, free: Free, role: CellRole, pointer: str | None = None) -> None:
        """Account for a line outside the table (or a row of a sheet that is one)."""
        self.account.put(free, role, pointer)

    def label(self, grid: Grid, cell: Cell, role: CellRole = "label", pointer: str | None = None) -> None:
        """Account for a printed label, head or caption, and keep its wording.

        Args:
            pointer: what it feeds below the form; None = nothing.
        """
        self.take(cell, role, pointer)
        self.labels.append((squeeze(cell.text), grid.place(cell)))

    def money_label(self, grid: Grid, cell: Cell, role: CellRole = "label") -> None:
        """Account for a label, head or caption that may state the unit of money in its bracket."""
        self.label(grid, cell, role)
        self.state_unit(cell.text)

    def set_aside(self, grid: Grid, cell: Cell, label: str | None, role: CellRole = "further") -> None:
        """Account for a cell whose whole text no key takes, kept under `label`."""
        self.take(cell, role)
        self.leave(label, cell.text, grid.place(cell), role)

    def measured(self, grid: Grid, cell: Cell, measure: str) -> Source:
        """Account for a figure of the next entry of the execution."""
        pointer = f"/execution/{len(self.execution)}/{measure}"
        self.take(cell, "value", pointer)
        self.doubt(pointer, cell)
        return Source.of(grid, cell)

    def add_indicator(self, indicator: Indicator, places: dict[str, Place], texts: dict[str, str]) -> None:
        """An indicator, with the places of its cells and what is printed there by the role of their column."""
        self.indicators.append(indicator)
        self.cells_at.append(places)
        self.cells.append(texts)

    def add_entry(self, entry: Execution, places: dict[str, Source]) -> None:
        """An entry of the execution, and where what it holds was read."""
        self.execution.append(entry)
        self.execution_at.append(places)

    def state_unit(self, text: str) -> None:
        """Note the money unit that a label states in its bracket, if it does."""
        if (unit := bracket_currency(text)) is not None:
            self.units.append(unit)

    def is_taken(self, cell: Cell) -> bool:
        """Some field, head or row has this cell already."""
        return id(cell) in self.account.entries

    def leave(self, label: str | None, text: str, at: Place, role: CellRole = "unread") -> None:
        """Keep a text that no key takes; `role` says whether it is understood all the same.

        Args:
            label: what it is printed under; None = nothing.
            text: as printed; a blank one is not kept.
        """
        if text.strip():
            order = (at.get("page", 0), at.get("table", -1), at.get("row", at.get("line", 0)), at.get("col", 0))
            self.left.append(Left(Unmapped(label, text.strip().replace(OBJECT, HANDWRITTEN), at), role, order))

    def take_back(self, at: Place) -> None:
        """Forget a text that was left: its cell is taken after all."""
        self.left = [left for left in self.left if left.entry.at != at]

    def leave_money(self, label: str | None, raw: str, at: Place) -> None:
        """Keep an amount of a kind that no key takes (专项债券资金): understood, and told where it holds money."""
        self.leave(label, raw, at, "further")
        self.money_left.append((label or "", raw.strip(), at))

    def fed(self, since: tuple[int, int]) -> list[str]:
        """Pointers of the fields and amounts found since `so_far` was asked."""
        fields, amounts = since
        return [pointer_of(c.identity) for c in self.fields[fields:]] + [
            f"/amounts/{a.code}" for a in self.amounts[amounts:]
        ]

    def so_far(self) -> tuple[int, int]:
        """How many fields and amounts there are: a mark to tell later ones by."""
        return len(self.fields), len(self.amounts)

    def doubt(self, pointer: str, cell: Cell | None) -> None:
        """Note that the value at `pointer` was recognised with little confidence, or is ink
        that nothing was made of.
        """
        if cell is not None and cell.confidence is not None and cell.confidence < DOUBT_BELOW:
            self.ocr[pointer] = OcrDoubt(cell.text, list(cell.alternatives))
