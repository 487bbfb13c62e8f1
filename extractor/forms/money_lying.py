"""Money lying down: sources of money over one row of figures labelled as a budget (年度预算 | 60 | 40 | 100).

The figure under 合计, or the one that the others add up to, is the total; the row's label names no figure of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.amount import parse_amount
from extractor.words.vocabulary import Vocabulary

Coded = tuple[Cell, str | None]
"""A head or label with the code of its money."""


def lying(
    slice_: Slice, row: int, heads: Mapping[int, Coded], words: Vocabulary
) -> tuple[Cell, dict[int, Coded]] | None:
    """The label of the one row of figures and the heads over them, None where `row` holds no money lying down.

    `heads`: those over a figure or a blank of `row`, by column.
    """
    if not heads or sum(code is not None for _, code in heads.values()) < max(2, (len(heads) + 1) // 2):
        return None
    first = min(heads)
    label = slice_.owner(row, first - 1)
    if label is None or label.row != row or label.rowspan > 1 or not says_budget(label.text, words):
        return None
    values = {col: figure_at(slice_, row, col) for col in heads}
    if sum(value is not None for value in values.values()) < 2:
        return None
    coded = dict(heads)
    col = sum_of_others(values)
    if col is not None and coded[col][1] is None and not any(code == "total" for _, code in coded.values()):
        coded[col] = (coded[col][0], "total")
    return label, coded


def says_budget(text: str, words: Vocabulary) -> bool:
    """Whether a label names a budget and no source of it: 年度预算, 资金预算, 金额（万元）."""
    code = words.amount(text)
    if code is not None:
        return code == "total"
    return (
        words.grammar.names_budget(text)
        or words.field(text) == "block_money"
        or words.execution(text) in ("initial", "adjusted")
    )


def sum_of_others(values: Mapping[int, Decimal | None]) -> int | None:
    """Where the figure stands that two or more others add up to; None where none does, or none surely.

    Args:
        values: amounts in the form's unit (元 or 万元) by place.
    """
    known = {at: value for at, value in values.items() if value is not None and value != 0}
    whole = sum(known.values(), Decimal(0))
    found = [at for at, value in known.items() if value * 2 == whole]
    return found[0] if len(found) == 1 else None


def figure_at(slice_: Slice, row: int, col: int) -> Decimal | None:
    """The figure of a slot as printed, in the form's unit (元 or 万元); None where it holds none."""
    cell = slice_.owner(row, col)
    value = parse_amount(cell.text, stored=cell.stored).value if cell is not None else None
    return Decimal(value) if value is not None else None
