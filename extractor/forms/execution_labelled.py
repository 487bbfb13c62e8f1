"""Execution whose cells hold their labels themselves: 预算数：1640.00 | 到位数：1640.00 | 执行数：1607.20.

Each column is one measure, said by the label in its first cell; each row below the first is a
source of money, named the same in every column. A bare per cent in the block is the rate.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Draft, Source
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.model.filing import Execution
from extractor.values.amount import parse_amount
from extractor.values.looks import LABELLED_FIGURE, RATE
from extractor.words.vocabulary import Vocabulary


@dataclass(slots=True)
class Labelled:
    """The block as printed: the measure of each column, and the rate."""

    row: int
    measures: dict[int, str] = field(default_factory=dict)
    """Column -> measure; "paid" for money that came in, which no key takes."""
    rate: Cell | None = None


def find_labelled(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> Labelled | None:
    """The block whose first row of figures is `row`, None where there is none."""
    found = Labelled(row)
    for cell in slice_.starting(row):
        text = fold_text(cell.text)
        if draft.is_taken(cell) or not text:
            continue
        if RATE.fullmatch(text):
            found.rate = cell
        elif (said := LABELLED_FIGURE.fullmatch(text)) is None:
            if cell.col > slice_.left or cell.rowspan < 2:
                return None
        elif (measure := _measure(said["label"], words)) is not None and measure not in found.measures.values():
            found.measures[cell.col] = measure
        else:
            return None
    measures = MONEY_HEADS.intersection(found.measures.values())
    return found if "executed" in measures and len(measures) > 1 else None


def _measure(label: str, words: Vocabulary) -> str | None:
    if words.grammar.is_paid_in(label):
        return "paid"
    measure = words.execution(label)
    return measure if measure in MONEY_HEADS else None


def read_labelled(slice_: Slice, block: Labelled, words: Vocabulary, draft: Draft) -> int:
    """Read the block into the draft; gives the first row below it."""
    row = block.row
    while row < slice_.bottom:
        cells = {c.col: c for c in slice_.filled(row) if c.col in block.measures}
        said = {col: LABELLED_FIGURE.fullmatch(fold_text(c.text)) for col, c in cells.items()}
        names = {m["label"] for m in said.values() if m is not None}
        if not cells or None in said.values() or row > block.row and (len(names) > 1 or not _is_source(names, words)):
            break
        _read_row(slice_, row, block, cells, draft)
        row += 1
    return row


def _is_source(names: set[str], words: Vocabulary) -> bool:
    return all(words.amount(name) is not None for name in names)


def _read_row(slice_: Slice, row: int, block: Labelled, cells: dict[int, Cell], draft: Draft) -> None:
    place, number = slice_.grid.place, len(draft.execution)
    read, places = Execution(item=None), {}
    for col, cell in cells.items():
        said, measure = LABELLED_FIGURE.fullmatch(squeeze(cell.text)), block.measures[col]
        if said is None:
            continue
        draft.labels.append((squeeze(said["label"]), place(cell)))
        if row > block.row and read.item is None:
            read.item = said["label"]  # as written (K16)
            places["item"] = Source.of(slice_.grid, cell)
        if measure == "paid":
            draft.take(cell, "further")
            draft.leave(squeeze(said["label"]), said["value"], place(cell), "further")
            continue
        setattr(read, measure, parse_amount(said["value"]).value or said["value"].replace(",", ""))
        places[measure] = draft.measured(slice_.grid, cell, measure)
    if row == block.row and block.rate is not None:
        read.rate = fold_text(block.rate.text)
        draft.take(block.rate, "value", f"/execution/{number}/rate")
        places["rate"] = Source.of(slice_.grid, block.rate)
    draft.add_entry(read, places)
