"""A column of goals beside the indicators that belong to each: 年度绩效目标 | 一级指标 | 二级指标 | …

A form that is no list of projects has one goal; its parts stand in the column, merged down over their indicators.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.characters.fold import squeeze
from extractor.forms.band import LEVELS, Band
from extractor.forms.draft import Candidate, Draft, Source, pointer_of
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import says_something
from extractor.model.document import Cell
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary

GOALS = frozenset({"annual_goal", "period_goal", "goal", "total_goal"})
_AFTER_OTHERS = 5
"""Priority of such a goal: one printed above the table is the form's."""


def read_goal_columns(slice_: Slice, band: Band, rows: Iterable[int], words: Vocabulary, draft: Draft) -> None:
    """Put the goals of every such column into the draft, a line each, as one candidate.

    Args:
        rows: those of the band's table, of the grid, from 0.
    """
    if band.flat or band.headless or band.data_row <= band.row:
        return
    levels = [head.col for head in band.heads if head.role in LEVELS]
    below = sorted(rows)
    for row in range(band.row, band.data_row):
        for head in slice_.starting(row):
            if head.col < min(levels, default=0) and head.row + head.rowspan == band.data_row and head.text.strip():
                _read(slice_, head, below, words, draft)


def _read(slice_: Slice, head: Cell, rows: list[int], words: Vocabulary, draft: Draft) -> None:
    cells: list[Cell] = []
    for row in rows:
        cell = slice_.owner(row, head.col)
        if cell is not None and cell.row == row and cell.as_wide_as(head):
            cells.append(cell)
    texts = [cell for cell in cells if cell.text.strip()]
    if not any(says_something(cell.text) for cell in texts) or any(draft.is_taken(cell) for cell in texts):
        return
    identity = meant(head.text, texts[0].text, words)
    if identity not in GOALS:
        return
    draft.label(slice_.grid, head, "head")
    for cell in texts:
        draft.take(cell, "value", pointer_of(identity))
    told = dict.fromkeys(cell.text.strip() for cell in texts)  # one printed again on every row is one
    source = Source.of(slice_.grid, texts[0])
    draft.fields.append(Candidate(identity, squeeze(head.text), "\n".join(told), source, priority=_AFTER_OTHERS))
