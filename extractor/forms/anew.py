"""Where a form begins that has no title: its head, money and goals are printed again behind the indicators of another.

Told by what repeats, not by what it says: a row of the next form has its labels where a row of the first one has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.characters.fold import fold_text
from extractor.forms.slice import Likeness, Slice
from extractor.model.document import Cell

MOST_HEAD_ROWS = 30
_TEXT = re.compile(r"[\u4e00-\u9fff]{2}")
_LONGEST_LABEL = 20


def begins_anew(now: Likeness, before: Iterable[Likeness]) -> bool:
    """A table with indicators, and with two sections that the open form, whose indicators are read, has had already;
    a sign-off is one only beside money: what is funded and signed a second time is a second form.
    """
    had = list(before)
    again = now.sections & frozenset[str]().union(*(like.sections for like in had))
    return (
        now.has_indicators
        and any(like.has_indicators for like in had)
        and (len(again - {"signoff"}) > 1 or again >= {"money", "signoff"})
    )


def repeats_head(slice_: Slice, row: int, first: int, heads: int) -> bool:
    """The row, and one soon under it, are built and labelled as rows of the form's head are (`first` to `heads`).

    Args:
        row: of the grid, from 0.
    """
    rows = range(first, min(heads, first + MOST_HEAD_ROWS))
    return any(
        old + down in rows and row + down < slice_.bottom and _alike(slice_, row + down, old + down)
        for old in rows
        if _alike(slice_, row, old)
        for down in (1, 2)
    )


def _alike(slice_: Slice, row: int, old: int) -> bool:
    """The cells of both rows begin in the same columns, and the first of them has the same label."""
    shape = _shape(slice_, row)
    return shape[1] != "" and shape == _shape(slice_, old)


def _shape(slice_: Slice, row: int) -> tuple[list[int], str]:
    """Where the cells of a row begin, and the label of the first. Looked up once a row."""
    return slice_.once(("shape", row), lambda: _find_shape(slice_.starting(row)))


def _find_shape(cells: list[Cell]) -> tuple[list[int], str]:
    return [c.col for c in cells], _label(cells[0].text) if cells else ""


def _label(text: str) -> str:
    folded = fold_text(text)
    label = folded.partition(":")[0] if ":" in folded else folded
    return label if len(label) <= _LONGEST_LABEL and _TEXT.search(label) else ""
