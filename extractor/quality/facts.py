"""What the rules look at besides the document, kept with it: so that a form can be checked again years later without
its file, when a person has put a value right.

facts = dump_facts(readings, notes)                 # in the process that read the source
readings, notes = load_facts(facts, document.forms) # anywhere; `engine.review` says the same of them
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from extractor.forms.account import Doubt, Extent
from extractor.forms.reading import Column, Printed, PrintedTotal, Reading, Role
from extractor.model.document import Aside, Cell, Grid, Note, Place
from extractor.model.filing import Form

_UNREAD = frozenset({"error", "lost"})


@dataclass(slots=True)
class SeenCell:
    """A cell that holds something besides text, or whose text was recognised."""

    table: int
    row: int
    col: int
    text: str = ""
    image: bool = False
    confidence: float | None = None
    asides: tuple[Aside, ...] = ()


@dataclass(slots=True)
class FormFacts:
    """`Reading` without its form and without what no rule asks for."""

    printed: list[Printed]
    columns: list[Column]
    totals: list[PrintedTotal]
    labels: list[tuple[str, Place]]
    target_at: list[Place]
    cells_at: list[dict[str, Place]]
    cells: list[dict[Role, str]]
    unit_inferred: bool
    skip_rules: list[str]
    doubts: list[Doubt]
    odd: list[SeenCell] = field(default_factory=list)
    """Cells with a picture, an error mark or a lost text."""
    recognised: int = 0
    """Non-blank cells of the form that were recognised from an image."""


@dataclass(slots=True)
class SourceFacts:
    """What the rules saw of one source, as it is kept with a report: its forms and notes."""

    forms: list[FormFacts]
    notes: list[Note]


@cache
def _adapter() -> TypeAdapter[SourceFacts]:
    return TypeAdapter(SourceFacts)


def dump_facts(readings: list[Reading], notes: list[Note]) -> bytes:
    """The facts of one source as compact JSON."""
    return _adapter().dump_json(SourceFacts([_facts(reading) for reading in readings], notes))


def load_facts(facts: bytes, forms: list[Form]) -> tuple[list[Reading], list[Note]]:
    """The readings of a source from its forms and their facts.

    Raises:
        ValueError: the facts are of another document (pydantic's `ValidationError` where they are damaged).
    """
    kept = _adapter().validate_json(facts)
    if len(kept.forms) != len(forms):
        raise ValueError(f"facts of {len(kept.forms)} forms for a document of {len(forms)}")
    return [_reading(form, of) for form, of in zip(forms, kept.forms)], kept.notes


def _facts(reading: Reading) -> FormFacts:
    return FormFacts(
        reading.printed, reading.columns, reading.totals, reading.labels, reading.target_at, reading.cells_at,
        reading.cells, reading.unit_inferred, reading.skip_rules, reading.doubts,
        odd=[
            SeenCell(grid.table, cell.row, cell.col, cell.text, cell.image, cell.confidence, cell.asides)
            for grid in reading.grids for cell in grid.cells
            if cell.image or any(aside.why in _UNREAD for aside in cell.asides)
        ],
        recognised=sum(cell.confidence is not None for _, cell in reading.extent.cells()),
    )  # fmt: skip


def _reading(form: Form, of: FormFacts) -> Reading:
    return Reading(
        form, of.printed, of.columns, of.totals, of.labels, of.target_at, of.cells_at, of.cells, of.unit_inferred,
        of.skip_rules, grids=_grids(of.odd), extent=_extent(of.recognised), doubts=of.doubts,
    )  # fmt: skip


def _grids(odd: list[SeenCell]) -> list[Grid]:
    tables: dict[int, list[Cell]] = {}
    for seen in odd:
        cell = Cell(
            seen.row, seen.col, text=seen.text, image=seen.image, confidence=seen.confidence, asides=seen.asides
        )
        tables.setdefault(seen.table, []).append(cell)
    return [
        Grid(cells, max(c.row for c in cells) + 1, max(c.col for c in cells) + 1, table)
        for table, cells in tables.items()
    ]


def _extent(recognised: int) -> Extent:
    """So many recognised cells; where they stood, no rule asks."""
    cells = [Cell(row, 0, text="·", confidence=1.0) for row in range(recognised)]
    return Extent([(Grid(cells, recognised, 1), 0, recognised)]) if cells else Extent()
