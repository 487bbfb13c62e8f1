"""The two sides of a budget beside each other, each before its one figure: 收入预算 | 300 | 支出预算 | 300.

They say the form's total twice. Alone, 年度支出 is what was spent and 收入预算 the label of a block.
"""

from __future__ import annotations

from extractor.forms.labelled_text import looks_money
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import has_figure
from extractor.words.vocabulary import Vocabulary

_SPENT = frozenset({"executed", "rate"})


def says_side(slice_: Slice, cell: Cell, words: Vocabulary) -> bool:
    """Whether a label is one side of a budget, the other side printed on its row or next to it in its column."""
    own = words.grammar.side_of(cell.text)
    if own is None or _figure_of(slice_, cell) is None or _measures_spent(slice_, cell.row, words):
        return False
    others = [*slice_.filled(cell.row), slice_.below(cell), slice_.above(cell)]
    return any(
        other is not None
        and words.grammar.side_of(other.text) not in (None, own)
        and _figure_of(slice_, other) is not None
        and not _measures_spent(slice_, other.row, words)
        for other in others
    )


def holds_sides(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """Whether a row holds a side of the budget, so that what it says is no execution."""
    return any(says_side(slice_, cell, words) for cell in slice_.filled(row))


def _figure_of(slice_: Slice, label: Cell) -> Cell | None:
    """The figure right of a label, else right under it, as wide as it is."""
    right, below = slice_.right_of(label), slice_.below(label)
    if right is not None and right.row == label.row and _is_figure(right):
        return right
    under = below is not None and below.as_wide_as(label)
    return below if under and below is not None and _is_figure(below) else None


def _is_figure(cell: Cell) -> bool:
    return has_figure(cell.text) and looks_money(cell.text)


def _measures_spent(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """Another label of the row asks for what was spent of it (支出决算, 执行率): a block of execution."""
    for cell in slice_.filled(row):
        if words.grammar.side_of(cell.text) is not None or _is_figure(cell):
            continue
        if (exact := words.execution(cell.text)) in _SPENT:
            return True
        if exact is None and words.amount(cell.text) is None and words.likely_measure(cell.text) in _SPENT:
            return True
    return False
