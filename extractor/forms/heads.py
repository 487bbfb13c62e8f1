"""Where the heads of an indicator table stand: the band of head rows over a body of indicator rows.

By words where a row prints heads that the rule books know; else by the body: rows that begin with 产出指标, 数量指标
and their like have their heads in the row above them, or none at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.characters.fold import fold_text
from extractor.forms.body_rows import (
    BLOCKS,
    LONGEST_HEAD,
    band_levels,
    body_row,
    full_level1,
    level_cells,
    owners_from,
    right_edge,
    width_of,
)
from extractor.forms.likeness import DEEPEST_HEAD, header_roles, likely_roles
from extractor.forms.roles import LEVELS
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary

_LOOK = 8
"""Rows below in which further indicator rows must stand."""
HEAD_LIKE = 0.6
_LEAST_LABELS, _LONGEST_LABEL = 4, 10
"""So many words of at most so many characters over as many cells are heads, though no list holds them."""
_FIGURE = re.compile(r"[≥≤<>=]|\d[\d.,]*(?![年月\d.,])[^\d]{0,4}$")
LEAST_COUNTED = 4
"""So many numbers tell a row that counts the columns, one that belongs to none of them apart."""


@dataclass(slots=True)
class HeadRows:
    """Rows `top` to `data_row` (exclusive) hold the heads, columns from `first_col`; equal where the table has none."""

    top: int
    data_row: int
    first_col: int
    by_words: bool
    """Found by wordings of the rule book; else by what stands below."""


def head_rows(slice_: Slice, row: int, words: Vocabulary) -> HeadRows | None:
    """The band of heads whose lowest rows begin at `row`, or None."""
    roles = header_roles(slice_, row, words)
    found = None if roles else _by_body(slice_, row, words)
    if roles or found is None and (roles := likely_roles(slice_, row, words)):
        first = min(cell.col for cell in roles.values())
        depth = depth_of(slice_, row, roles, words)
        top = row
        below = row + depth
        while below < slice_.bottom - 1 and (
            band_levels(slice_, below, words) is not None or numbers_columns(slice_, below)
        ):
            below += 1  # bands, or the columns' numbers, between the heads and the rows
        below = behind_caption(slice_, below, words)
        if body_row(slice_, below, words):
            first = min(first, _first_col(slice_, below, words))
        elif levels := level_cells(slice_, below, words):
            first = min(first, levels[0].col)  # two halves: several levels in a row
        if depth < DEEPEST_HEAD and _heads_above(slice_, row, row + depth, first, words):
            top = row - 1
        return _without_texts(slice_, HeadRows(top, row + depth, first, bool(header_roles(slice_, row, words))))
    return _without_texts(slice_, found)


def _without_texts(slice_: Slice, rows: HeadRows | None) -> HeadRows | None:
    """Heads that no list holds over texts (实施期目标 | 年度目标 over two goals) are no heads of indicators."""
    if rows is None:
        return None
    below = (c for row in range(rows.top, rows.data_row) for c in slice_.starting(row))
    return None if any(len(fold_text(c.text)) > 2 * LONGEST_HEAD for c in below) else rows


def numbers_columns(slice_: Slice, row: int) -> bool:
    """The row holds nothing but 1 2 3 …, a number a column; of four and more, one column may hold something else."""
    texts = [fold_text(c.text) for c in slice_.filled(row)]
    if len(texts) >= 3 and _counts(texts):
        return True
    return len(texts) > LEAST_COUNTED and any(_counts([*texts[:n], *texts[n + 1 :]]) for n in range(len(texts)))


def _first_row(slice_: Slice, row: int, words: Vocabulary) -> int:
    """The row, or the first behind those that count the columns or name a level over the whole width (产出指标)."""
    while row + 1 < slice_.bottom and (numbers_columns(slice_, row) or band_levels(slice_, row, words) is not None):
        row += 1
    return row


def _counts(texts: list[str]) -> bool:
    first = int(texts[0]) if texts[0] in ("0", "1") else None
    numbers = [str(n) for n in range(first or 0, (first or 0) + len(texts))]
    return first is not None and (texts == numbers or len(texts) > LEAST_COUNTED and sorted(texts) == sorted(numbers))


def depth_of(slice_: Slice, row: int, roles: dict[str, Cell], words: Vocabulary) -> int:
    """How many rows the heads take that begin at `row`."""
    spans = [cell.rowspan for role, cell in roles.items() if role in LEVELS]
    depth = max(spans, default=1)
    if depth > 1:
        most = min(
            depth, DEEPEST_HEAD, slice_.bottom - row
        )  # a block's label may be taken for a head: no head is a body row
        levels = [cell for role, cell in roles.items() if role in LEVELS]
        bodies = (d for d in range(1, most) if body_row(slice_, row + d, words))
        return next((d for d in bodies if not _under_wide_heads(slice_, row + d, levels, words)), most)
    first = min(cell.col for cell in roles.values())
    tops = [c for c in slice_.starting(row) if c.col >= first]
    if row + 1 >= slice_.bottom or not any(wide_end(slice_, cell, row + 1) > cell.col + 1 for cell in tops):
        return 1
    below = slice_.filled(row + 1)
    if any(c.colspan > 1 and words.level1(c.text) is not None and words.names_level(c.text) for c in below):
        return 1  # a band of the rows: 产出指标 over the whole width
    over = [cell for role, cell in roles.items() if role in LEVELS and cell.colspan > 1]
    if any(words.header(c.text) in LEVELS and any(o.col <= c.col < o.col + o.colspan for o in over) for c in below):
        return 2  # 绩效指标 over 二级指标 | 指标名称
    heads = [
        c for c in below if head_like(c.text, words) and words.level1(c.text) is None and words.level2(c.text) is None
    ]
    levels_blank = all(
        (under := slice_.owner(row + 1, cell.col)) is None or under is cell or not under.text.strip()
        for role, cell in roles.items()
        if role in LEVELS
    )
    if len(heads) >= 2 and len(heads) * 2 >= len(below) or levels_blank and len(below) >= 2 and heads:
        return 2
    if (
        levels_blank
        and len(below) >= 2
        and not any(any(ch.isdigit() or ch in "≥≤<>=%％" for ch in c.text) or "**" in c.text for c in below)
    ):
        return 2
    return 1


def _under_wide_heads(slice_: Slice, row: int, levels: list[Cell], words: Vocabulary) -> bool:
    """计划 | 完成 under 2025年, right of the heads of two levels that reach down beside them: a level's word there is
    none.
    """
    reaching = [cell.col for cell in levels if cell.row + cell.rowspan > row]
    return len(reaching) > 1 and level_cells(slice_, row, words)[0].col > max(reaching)


def wide_end(slice_: Slice, head: Cell, below: int) -> int:
    """The column behind those a head stands over; in a table that tells no spans its blanks over sub-heads belong to
    it.
    """
    end = head.col + head.colspan
    while (
        head.text.strip()
        and (beside := slice_.owner(head.row, end)) is not None
        and beside.colspan == 1 == beside.rowspan
        and not beside.text.strip()
        and (under := slice_.owner(below, end)) is not None
        and under.row == below
        and under.text.strip()
    ):
        end += 1
    return end


def head_like(text: str, words: Vocabulary) -> bool:
    """A text that may well head a column of the indicator table."""
    folded = fold_text(text)
    if not folded or len(folded) > LONGEST_HEAD or folded.endswith(("。", "；", ";", "!")):
        return False
    if words.header(text) is not None or words.field(text) in BLOCKS:
        return True
    if _FIGURE.match(folded):
        return False  # 178人 is a little like 责任人
    weighed = words.evidence.weigh("header", text)
    return bool(weighed) and weighed[0].score >= HEAD_LIKE


def _heads_above(slice_: Slice, row: int, data_row: int, first: int, words: Vocabulary) -> bool:
    """The row above holds heads over these (绩效指标 | 年度指标值 | 实际完成值): some reach down into them or span
    several.
    """
    above = row - 1
    if above < slice_.top:
        return False
    cells = owners_from(slice_, above, first)
    if len(cells) < 2 or any(c.row < above and c.row + c.rowspan <= row or c.row + c.rowspan > data_row for c in cells):
        return False
    filled = [c for c in cells if c.text.strip()]
    if len(filled) < 2 or not all(head_like(c.text, words) for c in filled):
        return False
    reaching = [c for c in filled if c.row + c.rowspan > row]
    if not reaching and len(filled) == 2 and _labels_text(filled[0], filled[1], words):
        return False
    spanning = [c for c in filled if c.colspan > 1 and c.row + c.rowspan <= row]
    return bool(reaching) or bool(spanning) and sum(c.colspan for c in cells) >= slice_.end - first


def _labels_text(label: Cell, text: Cell, words: Vocabulary) -> bool:
    """绩效目标 | 完成危桥改造 right above the heads: a label and its text, however short."""
    field = meant(label.text, text.text, words)
    return field is not None and not field.startswith("block_") and not words.known(text.text)


def _by_body(slice_: Slice, row: int, words: Vocabulary) -> HeadRows | None:
    """Heads (or none) over rows that look like indicators."""
    below = behind_caption(slice_, row + 1, words)
    if (
        full_level1(slice_, row, words) is not None
        and body_row(slice_, below, words)
        and _goes_on(slice_, below, words)
    ):
        return HeadRows(row, row, _first_col(slice_, below, words), False)
    if (
        (band := band_levels(slice_, row, words)) is not None
        and band[2] is not None
        and below < slice_.bottom
        and _plain_row(slice_, below, words)
    ):
        return HeadRows(row, row, slice_.left, False)
    if body_row(slice_, row, words):
        return HeadRows(row, row, _first_col(slice_, row, words), False) if _goes_on(slice_, row, words) else None
    cells = slice_.filled(row)
    if (first := _under_levels(slice_, row, cells, words)) is not None:
        return HeadRows(row, row + 1, first, False)
    if len(cells) < 3 or level_cells(slice_, row, words):
        return None
    # a block's label beside the heads reaches down over the rows as well: the first row of the body tells their depth
    depths = sorted({min(c.rowspan, DEEPEST_HEAD) for c in cells if head_like(c.text, words)} or {1})
    data_row = next((row + d for d in depths if body_row(slice_, _first_row(slice_, row + d, words), words)), None)
    if data_row is None or not _goes_on(slice_, _first_row(slice_, data_row, words), words):
        return None
    heads = [c for c in cells if c.row + c.rowspan <= data_row]
    unlike = sum(head_like(c.text, words) for c in heads) * 2 < len(heads)
    if unlike and not _labels_columns(slice_, heads, data_row, words):
        return None
    if any(len(fold_text(c.text)) > LONGEST_HEAD for c in heads):
        return None
    return HeadRows(
        row,
        data_row,
        min(
            _first_col(slice_, _first_row(slice_, data_row, words), words),
            heads[0].col if heads[0].colspan > 1 else slice_.grid.cols,
        ),
        False,
    )


def _labels_columns(slice_: Slice, heads: list[Cell], data_row: int, words: Vocabulary) -> bool:
    """Short words that nobody lists, one over each cell of the row below and as wide (指标大类 | 考核事项)."""
    below = owners_from(slice_, data_row, heads[0].col)
    if len(heads) < _LEAST_LABELS or [(c.col, c.colspan) for c in heads] != [(c.col, c.colspan) for c in below]:
        return False
    said = {fold_text(c.text) for c in heads}
    return len(said) == len(heads) and not any(
        words.field(c.text) is not None
        or words.amount(c.text) is not None
        or words.starts_with_label(c.text)
        or len(fold_text(c.text)) > _LONGEST_LABEL
        or any(ch.isdigit() or ch in "≥≤<>=%:。；、，" for ch in fold_text(c.text))
        for c in heads
    )


def _under_levels(slice_: Slice, row: int, cells: list[Cell], words: Vocabulary) -> int | None:
    """The first column of names and values under level words that stand side by side (产出指标 | 效益指标 over the same
    heads).
    """
    if row == slice_.top or len(cells) < 4:
        return None
    over = [c for c in level_cells(slice_, row - 1, words) if c.colspan > 1 and c.row + c.rowspan == row]
    under = [[fold_text(c.text) for c in cells if o.col <= c.col < o.col + o.colspan] for o in over]
    if len(over) < 2 or len(under[0]) < 2 or any(texts != under[0] for texts in under):
        return None
    said = any(words.header(text) in ("target", "level3") for text in under[0])
    return over[0].col if said else None


def behind_caption(slice_: Slice, row: int, words: Vocabulary) -> int:
    """The row, or the one behind it where a caption that says nothing of levels or fields stands alone in it."""
    if row + 1 >= slice_.bottom:
        return row
    cells = slice_.filled(row)
    if len(cells) != 1 or cells[0].rowspan > 1 or width_of(slice_, cells[0]) * 2 < right_edge(slice_) - slice_.left:
        return row
    text = cells[0].text
    said = words.known(text) or words.starts_with_label(text) or words.level1(text) or words.level2(text)
    return row if said or len(fold_text(text)) > LONGEST_HEAD or band_levels(slice_, row, words) else row + 1


def _plain_row(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """A name and a value, no label among them."""
    cells = slice_.filled(row)
    return len(cells) >= 2 and not any(words.known(c.text) or words.starts_with_label(c.text) for c in cells)


def _first_col(slice_: Slice, row: int, words: Vocabulary) -> int:
    return min(c.col for c in level_cells(slice_, row, words))


def _goes_on(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """Enough rows like this one: two, or one that names both levels."""
    rows = [r for r in range(row, min(row + _LOOK, slice_.bottom)) if body_row(slice_, r, words)]
    levels = level_cells(slice_, row, words)
    both = len(levels) == 2 and words.level1(levels[0].text) is not None and words.level2(levels[1].text) is not None
    return len(rows) >= 2 or both
