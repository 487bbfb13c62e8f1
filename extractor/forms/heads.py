"""Where the heads of an indicator table stand: the band of head rows over a body of indicator rows.

By words where a row prints heads that the rule books know; else by the body: rows that begin with 产出指标, 数量指标
and their like have their heads in the row above them, or none at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.characters.fold import fold_text
from extractor.forms.slices import Slice, header_roles
from extractor.model.document import Cell
from extractor.words.items import items_of
from extractor.words.vocabulary import Vocabulary

LEVEL_ROLES = frozenset({"level1", "level2", "level3"})
MAX_DEPTH = 3
_LOOK = 8
"""Rows below in which further indicator rows must stand."""
_LONGEST_HEAD = 26
_DASH = re.compile(r"[-—/:]+")
_NUMBERED = re.compile(r"^[^\w(（]*(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?)?(?=[\u4e00-\u9fff])")
"""▲产出指标, （一）产出指标, 1、产出指标: a mark or a number before a word."""
_BLOCKS = frozenset({"block_indicators", "block_indicators_period"})
_MONEY_HEADS = frozenset({"initial", "adjusted", "executed"})
HEAD_LIKE = 0.6
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
    if roles:
        first = min(cell.col for cell in roles.values())
        depth = depth_of(slice_, row, roles, words)
        top = row
        below = row + depth
        while below < slice_.bottom - 1 and (
            band_levels(slice_, below, words) is not None or numbers_columns(slice_, below)
        ):
            below += 1  # bands, or the columns' numbers, between the heads and the rows
        below = behind_caption(slice_, below, words) if below < slice_.bottom else below
        if below < slice_.bottom and body_row(slice_, below, words):
            first = min(first, _first_col(slice_, below, words))
        elif below < slice_.bottom and (levels := level_cells(slice_, below, words)):
            first = min(first, levels[0].col)  # two halves: several levels in a row
        if depth < MAX_DEPTH and _heads_above(slice_, row, row + depth, first, words):
            top = row - 1
        return _without_texts(slice_, HeadRows(top, row + depth, first, True))
    return _without_texts(slice_, _by_body(slice_, row, words))


def _without_texts(slice_: Slice, rows: HeadRows | None) -> HeadRows | None:
    """Heads that no list holds over texts (实施期目标 | 年度目标 over two goals) are no heads of indicators."""
    if rows is None:
        return None
    below = (c for row in range(rows.top, rows.data_row) for c in slice_.starting(row))
    return None if any(len(fold_text(c.text)) > 2 * _LONGEST_HEAD for c in below) else rows


def numbers_columns(slice_: Slice, row: int) -> bool:
    """The row holds nothing but 1 2 3 …, a number a column; of four and more, one column may hold something else."""
    texts = [fold_text(c.text) for c in slice_.starting(row) if c.text.strip()]
    if len(texts) >= 3 and _counts(texts):
        return True
    return len(texts) > LEAST_COUNTED and any(_counts([*texts[:n], *texts[n + 1 :]]) for n in range(len(texts)))


def _counts(texts: list[str]) -> bool:
    first = int(texts[0]) if texts[0] in ("0", "1") else None
    return first is not None and texts == [str(n) for n in range(first, first + len(texts))]


def depth_of(slice_: Slice, row: int, roles: dict[str, Cell], words: Vocabulary) -> int:
    """How many rows the heads take that begin at `row`."""
    spans = [cell.rowspan for role, cell in roles.items() if role in LEVEL_ROLES]
    depth = max(spans, default=1)
    if depth > 1:
        most = min(
            depth, MAX_DEPTH, slice_.bottom - row
        )  # a block's label may be taken for a head: no head is a body row
        return next((d for d in range(1, most) if body_row(slice_, row + d, words)), most)
    first = min(cell.col for cell in roles.values())
    tops = [c for c in slice_.starting(row) if c.col >= first]
    if row + 1 >= slice_.bottom or not any(wide_end(slice_, cell, row + 1) > cell.col + 1 for cell in tops):
        return 1
    below = slice_.filled(row + 1)
    if any(c.colspan > 1 and words.level1(c.text) is not None and words.names_level(c.text) for c in below):
        return 1  # a band of the rows: 产出指标 over the whole width
    over = [cell for role, cell in roles.items() if role in LEVEL_ROLES and cell.colspan > 1]
    if any(
        words.header(c.text) in LEVEL_ROLES and any(o.col <= c.col < o.col + o.colspan for o in over) for c in below
    ):
        return 2  # 绩效指标 over 二级指标 | 指标名称
    heads = [
        c for c in below if head_like(c.text, words) and words.level1(c.text) is None and words.level2(c.text) is None
    ]
    levels_blank = all(
        (under := slice_.owner(row + 1, cell.col)) is None or under is cell or not under.text.strip()
        for role, cell in roles.items()
        if role in LEVEL_ROLES
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
    if not folded or len(folded) > _LONGEST_HEAD or folded.endswith(("。", "；", ";", "!")):
        return False
    if words.header(text) is not None or words.field(text) in _BLOCKS:
        return True
    weighed = words.evidence.weigh("header", text)
    return bool(weighed) and weighed[0].score >= HEAD_LIKE


def _heads_above(slice_: Slice, row: int, data_row: int, first: int, words: Vocabulary) -> bool:
    """The row above holds heads over these (绩效指标 | 年度指标值 | 实际完成值): some reach down into them or span
    several.
    """
    above = row - 1
    if above < slice_.top:
        return False
    cells = _owners(slice_, above, first)
    if len(cells) < 2 or any(c.row < above and c.row + c.rowspan <= row or c.row + c.rowspan > data_row for c in cells):
        return False
    filled = [c for c in cells if c.text.strip()]
    if len(filled) < 2 or not all(head_like(c.text, words) for c in filled):
        return False
    reaching = [c for c in filled if c.row + c.rowspan > row]
    if not reaching and len(filled) == 2 and _labels_text(filled[0], filled[1], words):
        return False
    spanning = [c for c in filled if c.colspan > 1 and c.row + c.rowspan <= row]
    return (
        bool(reaching) or bool(spanning) and sum(c.colspan for c in cells) >= (slice_.right or slice_.grid.cols) - first
    )


def _labels_text(label: Cell, text: Cell, words: Vocabulary) -> bool:
    """绩效目标 | 完成危桥改造 right above the heads: a label and its text, however short."""
    meant = words.field(label.text)
    return meant is not None and not meant.startswith("block_") and not words.known(text.text)


def _owners(slice_: Slice, row: int, first: int) -> list[Cell]:
    """The cells that stand in a row from a column on, each once."""
    if not slice_.top <= row < slice_.bottom:
        return []
    found: list[Cell] = []
    last: Cell | None = None
    for cell in slice_.grid.owners()[row][max(first, slice_.left) : slice_.right or slice_.grid.cols]:
        if cell is not None and cell is not last:
            found.append(cell)
            last = cell
    return found


# ---- by the body


def level_cells(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    """Cells of a row that hold a 一级 or 二级 word, merged ones included. Looked up once a row."""
    return slice_.once(("levels", row), lambda: _find_levels(slice_, row, words))


def _find_levels(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    found: list[Cell] = []
    for cell in _owners(slice_, row, slice_.left):
        text = cell.text
        if (
            text
            and len(text) <= 24
            and (words.level1(text) is not None or words.level2(text) is not None)
            and words.execution(text) is None
        ):
            found.append(cell)
    return found


def band_levels(slice_: Slice, row: int, words: Vocabulary) -> tuple[Cell, str | None, str | None] | None:
    """A row that is nothing but level words over the whole width (产出指标——数量指标): its cell and both words.

    Looked up once a row.
    """
    return slice_.once(("band levels", row), lambda: _find_band_levels(slice_, row, words))


def _find_band_levels(slice_: Slice, row: int, words: Vocabulary) -> tuple[Cell, str | None, str | None] | None:
    cells = _beside_block(slice_, row, words)
    width = _right(slice_) - slice_.left
    if len(cells) != 1 or width_of(slice_, cells[0]) * 2 < width or len(cells[0].text) > 40:
        return None
    parts = [p for p in _DASH.split(_NUMBERED.sub("", fold_text(cells[0].text)).strip(":")) if p]
    if len(parts) == 1 and words.level1(parts[0]) is not None:
        return cells[0], parts[0], None
    if len(parts) == 1 and words.names_level(parts[0]):
        return cells[0], None, parts[0]
    if len(parts) == 2 and words.level1(parts[0]) is not None and words.level2(parts[1]) is not None:
        return cells[0], parts[0], parts[1]
    return None


def _beside_block(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    """Texts that begin in this row, without the label of a block that begins here too and
    reaches down over its rows, and without what a further column holds beside a band of levels.
    """
    cells = slice_.filled(row)
    if len(cells) == 2 and _heads_next(slice_, row, cells, words):
        return cells[:1]
    if len(cells) < 2 or cells[0].rowspan == 1 or cells[0].col != slice_.left:
        return cells
    text = cells[0].text
    named = words.field(text) in _BLOCKS
    by_place = len(fold_text(text)) <= _LONGEST_HEAD and not words.level1(text) and not words.level2(text)
    return cells[1:] if named or by_place and all(c.rowspan == 1 for c in cells[1:]) else cells


def _heads_next(slice_: Slice, row: int, cells: list[Cell], words: Vocabulary) -> bool:
    """产出指标 over all columns but one, over a row that begins with a 二级 of its own: a band beside a column that
    stands right of it.
    """
    band, rest = cells
    if band.colspan < 2 or rest.colspan > 1 or band.rowspan > 1 or row + 1 >= slice_.bottom:
        return False
    entry = words.level_entry("level1", band.text)
    below = slice_.owner(row + 1, band.col)
    if entry is None or below is None or below.row != row + 1 or below.colspan >= band.colspan:
        return False
    own = words.level_entry("level2", below.text)
    return own is not None and (own.parent == entry.id or entry.id in (own.id, own.parent))


def width_of(slice_: Slice, cell: Cell) -> int:
    """How many columns a text that is alone in its row stands over: in a table that tells no spans, all behind it."""
    spanless = slice_.once(("spanless",), lambda: all(c.colspan == 1 for c in slice_.grid.cells))
    return _right(slice_) - cell.col if spanless and cell.col == slice_.left else cell.colspan


def _right(slice_: Slice) -> int:
    """The column behind the last that holds a text: further forms of the same sheet may be wider."""
    rows = range(slice_.top, slice_.bottom)
    return slice_.once(
        ("right",),
        lambda: max((c.col + c.colspan for r in rows for c in slice_.filled(r)), default=slice_.left),
    )


def full_level1(slice_: Slice, row: int, words: Vocabulary) -> Cell | None:
    """A row that is nothing but a 一级 word over the whole width (一、产出指标). Looked up once a row."""
    return slice_.once(("level1", row), lambda: _find_level1(slice_, row, words))


def _find_level1(slice_: Slice, row: int, words: Vocabulary) -> Cell | None:
    cells = _beside_block(slice_, row, words)
    if (
        len(cells) != 1
        or len(_owners(slice_, row, slice_.left)) > 2
        and width_of(slice_, cells[0]) * 2 < _right(slice_) - slice_.left
    ):
        return None
    return cells[0] if words.level1(cells[0].text) is not None else None


def body_row(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """An indicator row by its looks: a level word at its left, a name or value at its right. Looked up once a row."""
    return slice_.once(("body", row), lambda: _is_body_row(slice_, row, words))


def _is_body_row(slice_: Slice, row: int, words: Vocabulary) -> bool:
    levels = level_cells(slice_, row, words)
    if levels and header_roles(slice_, row, words):
        return False  # 具体指标 heads a column here, and is a 二级指标 elsewhere
    if not levels or len(levels) > 2 or levels[-1].row != row and all(c.row != row for c in levels):
        return False
    right = [c for c in _owners(slice_, row, levels[-1].col + levels[-1].colspan) if c.text.strip()]
    if not right or right[0].col > levels[-1].col + levels[-1].colspan + 1:
        return False
    if (
        len(right) == 1
        and len(right[0].text) > 10
        and (packed := items_of(right[0].text, words)) is not None
        and packed.headed
    ):
        return False
    if sum(words.execution(c.text) in _MONEY_HEADS for c in right) >= 2:
        return False  # 预算执行 | 项目 | 年初预算数 | 全年预算数: the head of a block of money
    left = [c for c in _owners(slice_, row, slice_.left) if c.col < levels[0].col and c.text.strip()]
    known = any(words.field(c.text) not in (None, *_BLOCKS) for c in left if c.rowspan == 1)
    return not known and not words.known(right[0].text) and not words.starts_with_label(right[0].text)


def _by_body(slice_: Slice, row: int, words: Vocabulary) -> HeadRows | None:
    """Heads (or none) over rows that look like indicators."""
    below = behind_caption(slice_, row + 1, words)
    if (
        full_level1(slice_, row, words) is not None
        and below < slice_.bottom
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
    depths = sorted({min(c.rowspan, MAX_DEPTH) for c in cells if head_like(c.text, words)} or {1})
    data_row = next((row + d for d in depths if row + d < slice_.bottom and body_row(slice_, row + d, words)), None)
    if data_row is None or not _goes_on(slice_, data_row, words):
        return None
    heads = [c for c in cells if c.row + c.rowspan <= data_row]
    if sum(head_like(c.text, words) for c in heads) * 2 < len(heads) or any(
        len(fold_text(c.text)) > _LONGEST_HEAD for c in heads
    ):
        return None
    return HeadRows(
        row,
        data_row,
        min(_first_col(slice_, data_row, words), heads[0].col if heads[0].colspan > 1 else slice_.grid.cols),
        False,
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
    if len(cells) != 1 or cells[0].rowspan > 1 or width_of(slice_, cells[0]) * 2 < _right(slice_) - slice_.left:
        return row
    text = cells[0].text
    said = words.known(text) or words.starts_with_label(text) or words.level1(text) or words.level2(text)
    return row if said or len(fold_text(text)) > _LONGEST_HEAD or band_levels(slice_, row, words) else row + 1


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


__all__ = [
    "HeadRows",
    "behind_caption",
    "body_row",
    "full_level1",
    "head_like",
    "head_rows",
    "level_cells",
    "wide_end",
    "width_of",
]
