"""Execution as a row of the indicators: 预算执行 | 年度资金总额 | 预算数：210.00万元 | 执行数：210.00万元 | 10 | 10."""

from __future__ import annotations

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.band import Band
from extractor.forms.draft import Draft, Source
from extractor.forms.execution_roles import AS_HEADS, MEASURES, MONEY_HEADS
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import bare_label
from extractor.model.document import Cell
from extractor.model.filing import Execution
from extractor.values.amount import parse_amount
from extractor.values.looks import BLANKS, LABELLED_FIGURE
from extractor.words.vocabulary import Vocabulary


def read_execution_of_row(slice_: Slice, band: Band, row: int, words: Vocabulary, draft: Draft) -> bool:
    """Read such a row into the draft; False where the row is none.

    Args:
        row: of the grid, from 0.
    """
    cells = [c for c in slice_.filled(row) if not draft.is_taken(c)]
    said = _measures(cells, words)
    if "executed" not in said or len(said) < 2:
        return False
    entry, places, number = Execution(item="总额"), {}, len(draft.execution)
    place = slice_.grid.place
    for measure, (cell, label, value) in said.items():
        parsed = parse_amount(value)
        setattr(entry, measure, parsed.value if measure in MONEY_HEADS else fold_text(value))
        if measure in MONEY_HEADS and parsed.unit is not None and value.rstrip()[-1] == "元":
            draft.units.append(parsed.unit)
        draft.labels.append((label, place(cell)))
        places[measure] = draft.measured(slice_.grid, cell, measure)
    for role, measure in AS_HEADS.items():
        head = band.head(role)  # type: ignore[arg-type]
        points = slice_.owner(row, head.col) if head is not None else None
        if points is None or points.row != row or draft.is_taken(points) or fold_text(points.text) in BLANKS:
            continue
        setattr(entry, measure, fold_text(points.text))
        draft.take(points, "value", f"/execution/{number}/{measure}")
        places[measure] = Source.of(slice_.grid, points)
    for cell in cells:
        if draft.is_taken(cell):
            continue
        if words.amount(cell.text) is not None:
            entry.item, places["item"] = bare_label(cell.text), Source.of(slice_.grid, cell)
        draft.label(slice_.grid, cell)
    draft.add_entry(entry, places)
    return True


def _measures(cells: list[Cell], words: Vocabulary) -> dict[str, tuple[Cell, str, str]]:
    """By measure the cell, its label and its figure."""
    found: dict[str, tuple[Cell, str, str]] = {}
    for cell in cells:
        said = LABELLED_FIGURE.fullmatch(cell.text)
        measure = words.execution(said["label"]) if said is not None else None
        if said is not None and measure in MEASURES[:4]:
            found.setdefault(measure, (cell, squeeze(said["label"]), said["value"]))
    return found
