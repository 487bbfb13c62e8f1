"""Execution on its side: the sources of money are columns, each kind of figure (预算数, 执行数, 执行率) is a row."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import CellRole
from extractor.forms.draft import Draft
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.money import entry_of, put_measure
from extractor.forms.money_years import year_word
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import NUMERIC
from extractor.words.meaning import money_code
from extractor.words.vocabulary import Vocabulary

_LONGEST = 10
"""Rows that one such block may take."""
_LONGEST_LABEL = 24
_PAST = "past"
"""What 上年执行数 is, which no key takes."""


@dataclass(slots=True)
class Turned:
    """The block as printed."""

    top: int
    bottom: int
    label_col: int
    sources: list[Cell]
    rows: dict[int, tuple[Cell, str | None]] = field(default_factory=dict)
    """Row -> its label and the measure that it names, None where no key takes it."""


def find_turned(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> Turned | None:
    """The block whose names of sources stand in `row`, None where there is none."""
    heads = [c for c in slice_.starting(row) if _may_head(c, row) and not draft.is_taken(c)]
    if len(heads) < 2 or row + 2 >= slice_.bottom:
        return None
    label = next((c for c in slice_.starting(row + 1) if _measure(c, words) in MONEY_HEADS), None)
    if label is None or label.col > heads[-1].col:
        return None
    sources = [c for c in heads if c.col >= label.col + label.colspan]
    coded = sum(_is_source(c.text, words) for c in sources)
    if coded * 2 <= len(sources) or sources[0].col != label.col + label.colspan:
        return None
    if len(sources) < 2 and heads[-2].col != label.col:
        return None  # 资金性质 | 合计（万元）: one source, its name over the figures and a head over the labels
    found = Turned(row, row + 1, label.col, sources)
    _read_labels(slice_, found, words)
    measures = [measure for _, measure in found.rows.values()]
    money = [m for m in measures if m in MONEY_HEADS]
    return found if len(money) >= 2 or {"executed", "rate"} <= set(measures) else None


def _may_head(cell: Cell, row: int) -> bool:
    text = fold_text(cell.text)
    return (
        bool(text) and len(text) <= _LONGEST_LABEL and not NUMERIC.match(text) and cell.rowspan == 1 and cell.row == row
    )


def _is_source(text: str, words: Vocabulary) -> bool:
    return words.grammar.sums_money(text) or money_code(text, words) is not None


def _measure(cell: Cell, words: Vocabulary) -> str | None:
    if not cell.text.strip() or len(cell.text) > _LONGEST_LABEL or NUMERIC.match(cell.text):
        return None
    if year_word(cell.text, words, None) == "past":
        return _PAST
    return words.likely_measure(cell.text)


def _read_labels(slice_: Slice, found: Turned, words: Vocabulary) -> None:
    """The rows under the sources, as long as each has a label and nothing but figures."""
    for row in range(found.top + 1, min(slice_.bottom, found.top + 1 + _LONGEST)):
        label = slice_.owner(row, found.label_col)
        figures = [c for head in found.sources if (c := slice_.owner(row, head.col)) is not None and c.row == row]
        measure = _measure(label, words) if label is not None and label.row == row else None
        if label is None or measure is None or not figures or not all(NUMERIC.match(c.text) for c in figures):
            break
        taken = {m for _, m in found.rows.values()}
        again = measure in taken and measure != _PAST
        found.rows[row] = (label, None if measure.startswith("other_") or again else measure)
        found.bottom = row + 1


def read_turned(slice_: Slice, block: Turned, draft: Draft) -> int:
    """Read the block into the draft, an entry a source; gives the first row below it."""
    for cell in _labels_of(slice_, block):
        draft.money_label(slice_.grid, cell, "block" if cell.rowspan > 1 else "head")
    for head in block.sources:
        _read_source(slice_, block, head, draft)
    return block.bottom


def _labels_of(slice_: Slice, block: Turned) -> list[Cell]:
    """The labels of the rows, and what stands left of and over them (资金情况, 项目)."""
    found = [label for label, _ in block.rows.values()]
    for row in range(block.top, block.bottom):
        for col in range(slice_.left, block.sources[0].col):
            cell = slice_.owner(row, col)
            beside = cell is not None and cell.row >= block.top and cell.row + cell.rowspan <= block.bottom
            if cell is not None and beside and cell.text.strip() and not any(cell is other for other in found):
                found.append(cell)
    return found


def _read_source(slice_: Slice, block: Turned, head: Cell, draft: Draft) -> None:
    entry, places = entry_of(slice_, head, draft)
    for row, (label, measure) in block.rows.items():
        cell = slice_.owner(row, head.col)
        if cell is None or cell.row != row or cell.col != head.col:
            continue  # points over all sources belong to the first
        if measure is None or measure == _PAST:
            role: CellRole = "further" if measure == _PAST else "unread"
            draft.set_aside(slice_.grid, cell, squeeze(label.text), role)
        else:
            places[measure] = put_measure(slice_, entry, measure, cell, draft)
    draft.add_entry(entry, places)
