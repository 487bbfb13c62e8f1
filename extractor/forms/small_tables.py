"""Small tables around a form (head line, sign-off, seal box, remark) as lines of the form.

Whoever laid the page out put 填表人, 联系电话 … into a table without borders, or 单位：万元 beside the unit's name. For
a person these are lines. A label cell and the cell beside or under it become "label：value"; every other cell is a line
of its own, so that what no field takes ends in `unmapped` with its place.
"""

from __future__ import annotations

from extractor.forms.slices import Free, Slice
from extractor.model.document import OBJECT, Cell
from extractor.words.inline import currency_of, pairs_of
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line

MAX_ROWS = 8
MAX_FILLED = 40
_LONGEST_LABEL = 20


def is_small(slice_: Slice) -> bool:
    """Whether a table is small enough to stand beside a form instead of ending it."""
    return len(slice_.rows) <= MAX_ROWS and len(slice_.cells()) <= MAX_FILLED


def lines_of(slice_: Slice, words: Vocabulary) -> list[Free]:
    """The table's cells as lines, in reading order; `foreign` where most of them say nothing of a form."""
    taken: set[int] = set()
    lines: list[Free] = []
    known = filled = 0
    for row in slice_.rows:
        for cell in slice_.starting(row):
            if id(cell) in taken or not (cell.text.strip() or cell.image):
                continue
            filled += 1
            value = _value_of(slice_, cell, words) if _is_label(cell, words) else None
            if value is None:
                known += _speaks_of_form(cell.text, words)
                lines.append(_free(slice_, cell, cell.text or OBJECT))
                continue
            taken.add(id(value))
            known += 1
            label = cell.text.strip().rstrip("：:")
            lines.append(_free(slice_, value, f"{label}：{value.text.strip() or (OBJECT if value.image else '')}"))
    for line in lines:
        line.foreign = known * 2 < filled
    return lines


def _speaks_of_form(text: str, words: Vocabulary) -> bool:
    return bool(pairs_of(text, words)) or currency_of(text) is not None or is_year_line(text)


def _free(slice_: Slice, cell: Cell, text: str) -> Free:
    return Free(" ".join(text.split("\n")), slice_.grid.place(cell), None, cell=cell)


def _is_label(cell: Cell, words: Vocabulary) -> bool:
    text = cell.text.strip()
    labels = text.endswith(("：", ":")) or words.field(text) is not None
    return labels and len(text) <= _LONGEST_LABEL and not _holds_value(text)


def _holds_value(text: str) -> bool:
    return any(mark in text[:-1] for mark in "：:")


def _value_of(slice_: Slice, label: Cell, words: Vocabulary) -> Cell | None:
    """The cell a label speaks of: beside it, else under it where a row of labels stands over a row of values."""
    beside, below = slice_.right_of(label), slice_.below(label)
    if (
        beside is not None
        and beside.row == label.row
        and not _is_label(beside, words)
        and not _holds_value(beside.text)
    ):
        return beside
    if (
        slice_.bottom - slice_.top == 2
        and below is not None
        and below.col == label.col
        and not _is_label(below, words)
        and not _holds_value(below.text)
    ):
        return below
    return None
