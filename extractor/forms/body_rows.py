"""Rows of indicators by their looks: level words at the left, bands of them over the whole width, a name and a value.

Each question is answered once a row: heads, rows, levels and lists ask it of the same rows.
"""

from __future__ import annotations

import re

from extractor.characters.fold import fold_text
from extractor.forms.execution_roles import MONEY_HEADS
from extractor.forms.likeness import header_roles
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import SIGNED
from extractor.words.items import items_of
from extractor.words.vocabulary import Vocabulary

LONGEST_HEAD = 26
LONGEST_LEVEL = 24
"""So many characters a level word may have, its points and numbering included."""
SHORTEST_LIST = 11
"""So many characters say one indicator with its level and its value (数量指标：改造泵站3座)."""
_DASH = re.compile(r"[-—/:]+")
_NUMBERED = re.compile(r"^[^\w(（]*(?:[(（]?[一二三四五六七八九十\d]+[)）]?[、.．]?){0,3}(?=[\u4e00-\u9fff])")
"""▲产出指标, （一）产出指标, 1、产出指标, 1.1数量指标: a mark or a number before a word."""
BLOCKS = frozenset({"block_indicators", "block_indicators_period"})


def owners_from(slice_: Slice, row: int, first: int) -> list[Cell]:
    """The cells that stand in a row from a column on, each once."""
    if not slice_.top <= row < slice_.bottom:
        return []
    found: list[Cell] = []
    last: Cell | None = None
    for cell in slice_.grid.owners()[row][max(first, slice_.left) : slice_.end]:
        if cell is not None and cell is not last:
            found.append(cell)
            last = cell
    return found


def level_cells(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    """Cells of a row that hold a 一级 or 二级 word, merged ones included. Looked up once a row."""
    return slice_.once(("levels", row), lambda: _find_levels(slice_, row, words))


def _find_levels(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    found: list[Cell] = []
    for cell in owners_from(slice_, row, slice_.left):
        text = cell.text
        if (
            text
            and (len(text) <= LONGEST_LEVEL or words.joint(text) is not None)
            and words.is_level(text)
            and words.execution(text) is None
            and not (words.joint(text) is not None and _over_names(slice_, cell))
        ):
            found.append(cell)
    return found


def _over_names(slice_: Slice, cell: Cell) -> bool:
    """产出指标——数量指标 over several narrower cells: a band beside a further column, and no level in a column."""
    below = slice_.below(cell)
    return below is not None and below.colspan < cell.colspan


def band_levels(slice_: Slice, row: int, words: Vocabulary) -> tuple[Cell, str | None, str | None] | None:
    """A row that is nothing but level words over the whole width (产出指标——数量指标): its cell and both words.

    Looked up once a row.
    """
    return slice_.once(("band levels", row), lambda: _find_band_levels(slice_, row, words))


def under_band(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """A row of cells right under a 二级 over the whole width, or under such rows with a further level below: an
    indicator, whatever its name says elsewhere (项目完成时间).
    """
    cols = [cell.col for cell in slice_.filled(row)]
    top, bottom = row - 1, row + 1
    while top > slice_.top and [cell.col for cell in slice_.filled(top)] == cols:
        top -= 1
    band = band_levels(slice_, top, words) if top >= slice_.top and len(cols) > 1 else None
    if band is None or band[2] is None or top == row - 1:
        return band is not None and band[2] is not None
    while bottom < slice_.bottom and [cell.col for cell in slice_.filled(bottom)] == cols:
        bottom += 1
    return bottom < slice_.bottom and band_levels(slice_, bottom, words) is not None


def _find_band_levels(slice_: Slice, row: int, words: Vocabulary) -> tuple[Cell, str | None, str | None] | None:
    cells = _beside_block(slice_, row, words)
    width = right_edge(slice_) - slice_.left
    if len(cells) != 1 or width_of(slice_, cells[0]) * 2 < width or len(cells[0].text) > 40:
        return None
    if (both := words.joint(cells[0].text.strip().strip("：:"))) is not None:
        return cells[0], *both
    parts = [p for p in _DASH.split(_NUMBERED.sub("", fold_text(cells[0].text)).strip(":")) if p]
    if len(parts) == 1 and words.level1(parts[0]) is not None and not _second_by_place(slice_, row, words):
        return cells[0], parts[0], None
    if len(parts) == 1 and words.names_level(parts[0]):
        return cells[0], None, parts[0]
    if len(parts) == 2 and words.level1(parts[0]) is not None and words.level2(parts[1]) is not None:
        return cells[0], parts[0], parts[1]
    return None


def _second_by_place(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """A band that is a 一级 and a 二级 word (成本指标) is a 二级 where each 一级 band has 二级 bands right under it and
    this one, below the first of them, has none.
    """
    bands = slice_.once(("bands",), lambda: _bands(slice_, words))
    firsts = [r for r, second in bands.items() if second is False]
    if bands.get(row, False) is not None or row + 1 in bands or len(firsts) < 2 or row < firsts[0]:
        return False
    return all(bands.get(r + 1, r + 2 in bands and bands[r + 2] and len(slice_.filled(r + 1)) == 1) for r in firsts)


def _bands(slice_: Slice, words: Vocabulary) -> dict[int, bool | None]:
    """Rows of one level word over the whole width: whether it is a 二级 word; None: it is both."""
    found: dict[int, bool | None] = {}
    for row in slice_.rows:
        cells = _beside_block(slice_, row, words)
        if len(cells) != 1 or width_of(slice_, cells[0]) * 2 < right_edge(slice_) - slice_.left:
            continue
        text = _NUMBERED.sub("", fold_text(cells[0].text)).strip(":")
        first, entry = words.level1(text) is not None, words.level_entry("level2", text)
        second = entry is not None and entry.canonical.removesuffix("指标") == text.removesuffix("指标")
        if first or entry is not None:
            found[row] = None if first and second else not first
    return found


def _beside_block(slice_: Slice, row: int, words: Vocabulary) -> list[Cell]:
    """Texts that begin in this row, without the label of a block that begins here too and
    reaches down over its rows, and without what a further column holds beside a band of levels.
    """
    cells = slice_.filled(row)
    if len(cells) == 2 and _heads_next(slice_, row, cells, words):
        return cells[:1]
    if len(cells) == 3 and cells[0].rowspan > 1 and _heads_next(slice_, row, cells[1:], words):
        return cells[1:2]
    if len(cells) < 2 or cells[0].rowspan == 1 or cells[0].col != slice_.left:
        return cells
    text = cells[0].text
    bands = len(cells) == 2 and cells[1].colspan > 1 and words.level1(cells[1].text) is not None
    named = words.field(text) in BLOCKS or bands  # 产出与效果指标 beside the band 产出指标
    by_place = len(fold_text(text)) <= LONGEST_HEAD and not words.level1(text) and not words.level2(text)
    return cells[1:] if named or by_place and all(c.rowspan == 1 for c in cells[1:]) else cells


def _heads_next(slice_: Slice, row: int, cells: list[Cell], words: Vocabulary) -> bool:
    """产出指标 over all columns but one, over a row that begins with a 二级 of its own, or over a name and its value: a
    band beside a column that stands right of it.
    """
    band, rest = cells
    if band.colspan < 2 or rest.colspan > 1:
        return False
    below = slice_.owner(row + 1, band.col)
    if below is None or below.row != row + 1 or not words.names_level(band.text):
        return False
    under = {c.col for c in slice_.filled(row + 1) if c.row == row + 1 and band.col <= c.col < rest.col}
    if not words.names_level(below.text):
        return below.colspan < band.colspan and len(under) > 1
    entry, own = words.level_entry("level1", band.text), words.level_entry("level2", below.text)
    return entry is not None and own is not None and entry.id in (own.id, own.parent)


def width_of(slice_: Slice, cell: Cell) -> int:
    """How many columns a text that is alone in its row stands over: in a table that tells no spans, all behind it."""
    spanless = slice_.once(("spanless",), lambda: all(c.colspan == 1 for c in slice_.grid.cells))
    return right_edge(slice_) - cell.col if spanless and cell.col == slice_.left else cell.colspan


def right_edge(slice_: Slice) -> int:
    """The column behind the last that holds a text: further forms of the same sheet may be wider."""
    return slice_.once(("right",), lambda: max((c.col + c.colspan for c in slice_.cells()), default=slice_.left))


def full_level1(slice_: Slice, row: int, words: Vocabulary) -> Cell | None:
    """A row that is nothing but a 一级 word over the whole width (一、产出指标). Looked up once a row."""
    return slice_.once(("level1", row), lambda: _find_level1(slice_, row, words))


def _find_level1(slice_: Slice, row: int, words: Vocabulary) -> Cell | None:
    cells = _beside_block(slice_, row, words)
    if (
        len(cells) != 1
        or len(owners_from(slice_, row, slice_.left)) > 2
        and width_of(slice_, cells[0]) * 2 < right_edge(slice_) - slice_.left
    ):
        return None
    return cells[0] if words.level1(cells[0].text) is not None else None


def body_row(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """An indicator row by its looks: a level word at its left, a name or value at its right. Looked up once a row."""
    return slice_.once(("body", row), lambda: _is_body_row(slice_, row, words))


def _is_body_row(slice_: Slice, row: int, words: Vocabulary) -> bool:
    levels = level_cells(slice_, row, words)
    if levels and (header_roles(slice_, row, words) or band_levels(slice_, row, words) is not None):
        return False  # 具体指标 heads a column here, and is a 二级指标 elsewhere; a band beside a column is no row
    if not levels or len(levels) > 2 or levels[-1].row != row and all(c.row != row for c in levels):
        return False
    right = [c for c in owners_from(slice_, row, levels[-1].col + levels[-1].colspan) if c.text.strip()]
    if not right or right[0].col > levels[-1].col + levels[-1].colspan + 1:
        return False
    if len(right) == 1 and is_packed(right[0].text, words):
        return False
    reaches = levels[0].rowspan > 1
    if len({m for c in right if (m := _measure(c, words, likely=reaches)) in MONEY_HEADS}) > 1:
        return False  # 预算执行 | 项目 | 年初预算数 | 全年预算数: the head of a block of money
    left = [c for c in owners_from(slice_, row, slice_.left) if c.col < levels[0].col and c.text.strip()]
    known = any(words.field(c.text) not in (None, *BLOCKS) for c in left if c.rowspan == 1)
    if not known and len(right) > 1 and SIGNED.match(right[1].text) and words.amount(right[0].text) is not None:
        return True  # 经济成本指标 | 资金支出总额 | ≤1592万元
    return not known and not words.known(right[0].text) and not words.starts_with_label(right[0].text)


def is_packed(text: str, words: Vocabulary) -> bool:
    """The text holds indicators under level words of its own."""
    return len(text) >= SHORTEST_LIST and (found := items_of(text, words)) is not None and found.headed > 0


def _measure(cell: Cell, words: Vocabulary, *, likely: bool) -> str | None:
    """The measure of execution that a cell heads, by a listed wording or where `likely` by its likeness to one."""
    listed = words.execution(cell.text)
    if listed is not None or not likely or len(cell.text) > LONGEST_HEAD:
        return listed
    return words.evidence.likely_id("execution", cell.text)
