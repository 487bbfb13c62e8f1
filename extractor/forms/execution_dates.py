"""Execution at several dates of a year (1-6月执行数 | 1-9月执行数): the latest counts, the others are kept (K36)."""

from __future__ import annotations

from collections import Counter

from extractor.characters.fold import fold_text
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary

_DATED = ("executed", "rate")
_STOPS = frozenset("，。；！")
LONGEST = 30


def at_dates(slice_: Slice, row: int, words: Vocabulary) -> dict[str, Cell]:
    """Heads of a row that say 执行数 or 执行率 of a date, by measure; those of earlier dates as "other_date:COLUMN".

    The date stands in the head itself or in one over it (前三季度 over 执行数 | 执行率), which has the heads beside it
    that reach down.
    """
    found: list[tuple[Cell, str, int]] = []
    over_all = True
    for cell in slice_.starting(row):
        folded = fold_text(cell.text)
        if not folded or len(folded) > LONGEST:
            continue
        over = date_over(slice_, cell, words)
        month = words.grammar.month_of(folded) or (words.grammar.month_of(fold_text(over.text)) if over else None)
        measure = measure_at_date(cell.text, words)
        if month is not None and measure is not None:
            found.append((cell, measure, month))
            over_all &= over is not None
    months = {month for _, _, month in found}
    if len(months) < 2 or max(Counter(measure for _, measure, _ in found).values()) < 2:
        return {}
    latest = max(months)
    heads = {measure if month == latest else f"other_date:{cell.col}": cell for cell, measure, month in found}
    if over_all:
        for cell in slice_.starting(row - 1):
            measure = words.execution(cell.text) if cell.rowspan == 2 else None
            if measure is not None:
                heads.setdefault(measure, cell)
    return heads


def date_over(slice_: Slice, cell: Cell, words: Vocabulary) -> Cell | None:
    """The head of a date right over several heads; no sentence, and no value beside or under its label
    (项目实施期 | 2025年1月-12月, 全年任务已完成。)."""
    over = slice_.above(cell)
    if over is None or over.colspan < 2 or over.row + over.rowspan != cell.row or len(over.text) > LONGEST:
        return None
    above = slice_.above(over)
    beside = slice_.left_of(over)
    folded = fold_text(over.text)
    if not _STOPS.isdisjoint(over.text) or above is not None and words.field(above.text) is not None:
        return None
    named = meant(beside.text, over.text, words) if beside is not None and beside.rowspan == over.rowspan else None
    if named is not None and not named.startswith("block_"):
        return None
    if ":" in folded or over.colspan >= slice_.end - slice_.left:
        return None  # 起止时间：2022年1月-12月, or a line over the whole table
    if not _over_whole_heads(slice_, over, cell.row):
        return None
    return over if words.grammar.month_of(folded) is not None else None


def _over_whole_heads(slice_: Slice, over: Cell, row: int) -> bool:
    """It begins and ends where heads of that row do."""
    end = over.col + over.colspan
    first, last = slice_.owner(row, over.col), slice_.owner(row, end - 1)
    return first is not None and last is not None and first.col == over.col and last.col + last.colspan == end


def measure_at_date(text: str, words: Vocabulary) -> str | None:
    """`executed` or `rate` where a head says so of a date (截至9月30日支出进度), else None."""
    said = words.execution(text)
    if said is None and words.grammar.month_of(fold_text(text)) is not None:
        said = words.likely_measure(words.grammar.undated(fold_text(text)))
    return said if said in _DATED else None
