"""A grid cut into the row ranges that are tables, and the free lines that stand inside a sheet as rows of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from extractor.forms.anew import repeats_head
from extractor.forms.likeness import (
    LONGEST_LABEL,
    STARTERS,
    STRONG,
    header_roles,
    likely_roles,
    names_part,
    names_project,
    names_project_beside,
    section_of,
)
from extractor.forms.slice import Free as Free
from extractor.forms.slice import Slice as Slice
from extractor.model.document import Cell, Grid
from extractor.words.inline import pairs_of
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import is_year_line

LONGEST_HEADING, _LONGEST_HEAD_LINE = 60, 120
"""So many characters has a line over a title, and one under it that gives fields of the page head."""
MIN_COLUMNS_FOR_TWO = 6
"""Two forms side by side take at least three columns each."""


def _alone_in_row(slice_: Slice, row: int) -> Cell | None:
    """The one non-blank cell of a row, if there is just one and nothing reaches in from above."""
    cells = [c for c in slice_.grid.on_row(row) if c.text.strip()]
    return cells[0] if len(cells) == 1 and (cells[0].row, cells[0].rowspan) == (row, 1) else None


def explode(grid: Grid, words: Vocabulary) -> Iterator[Free | Slice]:
    """A grid as lines and slices: titles inside a sheet become lines, each form its own slice."""
    whole = Slice(grid, 0, grid.rows)
    alone = _alone(whole)
    cuts = (_all_lines(whole, alone, words) or _title_rows(whole, alone, words)) if alone else {}
    top = 0
    for row in range(grid.rows):
        if row in cuts:
            if row > top:
                yield from _split_starts(whole.part(top, row), words)
            cell = cuts[row]
            yield Free(cell.text, grid.place(cell), _spans_middle(grid, cell), cell=cell)
            top = row + 1
    if top < grid.rows:
        yield from _split_starts(whole.part(top, grid.rows), words)


def _alone(whole: Slice) -> dict[int, Cell]:
    """Rows with a single text, by row."""
    return {row: cell for row in range(whole.grid.rows) if (cell := _alone_in_row(whole, row)) is not None}


def _all_lines(whole: Slice, alone: dict[int, Cell], words: Vocabulary) -> dict[int, Cell]:
    """A sheet with one text a row is no table: every row is a line."""
    if len(alone) * 2 < whole.grid.rows:
        return {}
    if any(
        words.field(cell.text) in STRONG and alone[row].rowspan == 1 for row, cell in alone.items() if row + 1 in alone
    ):
        return {}  # labels over their texts
    filled = sum(any(c.text.strip() for c in whole.starting(row)) for row in range(whole.grid.rows))
    return alone if filled >= 3 and len(alone) == filled else {}


def _spans_middle(grid: Grid, cell: Cell) -> bool | None:
    return True if cell.colspan * 2 > grid.cols else None


_DATED = re.compile(r"[（(]\s*20\d\d\s*年[^：:]{0,12}[）)]$")
"""（2022年1-7月）under a title."""


def _title_rows(whole: Slice, alone: dict[int, Cell], words: Vocabulary) -> dict[int, Cell]:
    """Rows that are lines of their own: titles, the lines above them, year lines under them."""
    rows: dict[int, Cell] = {}
    for row, cell in alone.items():
        if (
            words.title_of(cell.text) is None
            or words.grammar.titles.names_indicators(cell.text)
            and _over_heads(whole, row, words)
        ):
            continue
        if names_part(cell.text, words) and _over_heads(whole, row, words, reach=row):
            continue
        rows[row] = cell
        below = row + 1
        while below in alone and _heads_page(alone[below], whole.grid.cols, words):
            rows[below] = alone[below]
            below += 1
        above = row - 1
        while (
            above in alone
            and above not in rows
            and len(alone[above].text) <= LONGEST_HEADING
            and not words.grammar.is_valued(alone[above].text)
        ):
            rows[above] = alone[above]
            above -= 1
        if all(r in alone and section_of(alone[r].text, words) == "head" for r in range(above + 1)):
            rows |= {r: alone[r] for r in range(above + 1)}  # 项目名称：X over the title
    return rows


def _over_heads(whole: Slice, row: int, words: Vocabulary, reach: int = 6) -> bool:
    """A caption within a form: the heads of its indicators stand under it, the fields of the same form above it.

    Args:
        reach: how many rows above the fields may stand.
    """
    below = next(
        (r for r in range(row + 1, min(row + 3, whole.grid.rows)) if any(c.text.strip() for c in whole.starting(r))),
        None,
    )
    if below is None or not header_roles(whole, below, words):
        return False
    return any(
        section_of(c.text, words) is not None
        for r in range(max(0, row - reach), row)
        for c in whole.starting(r)
        if c.text and len(c.text) <= LONGEST_LABEL
    )


def _heads_page(cell: Cell, cols: int, words: Vocabulary) -> bool:
    """A row under a title that is a line of the page head: the year, 填报单位 and 金额单位."""
    text = cell.text
    if is_year_line(text) or words.title_of(text) is not None or _DATED.match(text.strip()):
        return True
    return (
        ("：" in text or ":" in text)
        and len(text) <= _LONGEST_HEAD_LINE
        and (cell.colspan * 2 > cols or words.grammar.of_page_head(text))
    )


def _split_starts(slice_: Slice, words: Vocabulary) -> Iterator[Slice]:
    """Cut where a further form begins without a title: 项目名称 again after an indicator table."""
    top = next((row for row in slice_.rows if slice_.filled(row)), slice_.bottom)
    heads = None
    for row in range(top, slice_.bottom):
        if header_roles(slice_, row, words) or likely_roles(slice_, row, words):
            heads = row if heads is None else heads
        elif heads is not None and (
            _begins_form(slice_, row, words)
            or (repeats_head(slice_, row, top, heads) or _behind_signoff(slice_, row, words))
            and _heads_below(slice_, row, words)
            or _identifies_anew(slice_, row, range(top, heads), words)
        ):
            cut = row
            while cut - 1 > top and _goes_with(slice_, cut - 1, words):
                cut -= 1
            yield from _halves(slice_.part(top, cut), words)
            top, heads = cut, None
    if top < slice_.bottom:
        yield from _halves(slice_.part(top, slice_.bottom), words)


def _behind_signoff(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """The first row where the sign-off of a form ends, notes between them: whatever its labels, a form has ended."""
    if not slice_.filled(row) or _alone_in_row(slice_, row) is not None:
        return False
    signed: list[str] = []
    for above in (r for r in range(row - 1, slice_.top, -1) if slice_.filled(r)):
        signed += [section for c in slice_.filled(above) for section in _sections(c.text, words)]
        if len(signed) > 1 or _alone_in_row(slice_, above) is None:
            break
    return len(signed) > 1 and set(signed) == {"signoff"}


def _sections(text: str, words: Vocabulary) -> list[str]:
    """The sections of every label in a cell: 经办人：甲 负责人：乙 are two of the sign-off."""
    parts = [f"{pair.label}：{pair.value}" for pair in pairs_of(text, words)] if "：" in text or ":" in text else []
    return [section for part in parts or [text] if (section := section_of(part, words)) is not None]


def _identifies_anew(slice_: Slice, row: int, head: range, words: Vocabulary) -> bool:
    """Behind indicators a row asks again whose form it is, in whatever words and cells, and money or goals follow
    before the next heads.

    Args:
        head: the rows over the indicators of the open form, which has been asked that already.
    """
    if not _asks_whose(slice_, row, words) or not any(_asks_whose(slice_, above, words) for above in head):
        return False
    body = (c for above in range(head.stop + 1, row) for c in slice_.filled(above))
    if not any(words.level1(c.text) or words.level2(c.text) for c in body):
        return False
    found: set[str] = set()
    for below in range(row, slice_.bottom):
        if header_roles(slice_, below, words) or likely_roles(slice_, below, words):
            return bool(found & {"money", "goals"})
        found.update(section for c in slice_.filled(below) if (section := section_of(c.text, words)))
    return False


_WHOSE = frozenset({"project_name", "filer", "department", "implementer", "budget_unit"})


def _asks_whose(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """The first cell of a row names or asks for a party or the project."""
    cells = slice_.filled(row)
    if not cells or cells[0].col > slice_.left:
        return False
    text = cells[0].text
    pair = next(iter(pairs_of(text, words)), None) if "：" in text or ":" in text else None
    if pair is not None:
        return meant(pair.label, pair.value, words) in _WHOSE
    if len(cells) < 2 or words.known(cells[1].text):
        return False
    return meant(text, cells[1].text, words) in _WHOSE


def _goes_with(slice_: Slice, row: int, words: Vocabulary) -> bool:
    """A row over the one that begins a form which is that form's too: a heading alone in it, or labels of its head."""
    if (head := _alone_in_row(slice_, row)) is not None:
        return words.level1(head.text) is None and section_of(head.text, words) != "signoff"
    cells = slice_.filled(row)
    return bool(cells) and section_of(cells[0].text, words) == "head"


def _heads_below(slice_: Slice, row: int, words: Vocabulary) -> bool:
    return any(
        header_roles(slice_, below, words) or likely_roles(slice_, below, words)
        for below in range(row + 1, slice_.bottom)
    )


def _halves(slice_: Slice, words: Vocabulary) -> Iterator[Slice]:
    """Two forms side by side as a slice each: 项目名称 and 一级指标 stand twice, over the same columns."""
    if slice_.grid.cols < MIN_COLUMNS_FOR_TWO:
        yield slice_
        return
    names, levels = _twice(slice_, words.field, "project_name"), _twice(slice_, words.header, "level1")
    middle = names[1] if len(names) == len(levels) == 2 and levels[0] < names[1] <= levels[1] else None
    if middle is None or any(
        c.col < middle < c.col + c.colspan and _alone_in_row(slice_, row) is not c
        for row in slice_.rows
        for c in slice_.starting(row)
    ):
        yield slice_
        return
    yield Slice(slice_.grid, slice_.top, slice_.bottom, right=middle)
    yield Slice(slice_.grid, slice_.top, slice_.bottom, left=middle)


def _twice(slice_: Slice, look_up: Callable[[str], str | None], identity: str) -> list[int]:
    """The columns of a label in the first row that prints it more than once."""
    for row in slice_.rows:
        cells = (c for c in slice_.starting(row) if c.text and len(c.text) <= 20)
        if len(cols := [c.col for c in cells if look_up(c.text) == identity]) > 1:
            return cols
    return []


def _begins_form(slice_: Slice, row: int, words: Vocabulary) -> bool:
    cells = slice_.filled(row)
    if not cells or cells[0].col > slice_.left:
        return False
    if names_project_beside(slice_, cells[0], words) or len(cells) == 1 and names_project(cells[0].text, words):
        return True
    return (
        len(cells) > 2
        and cells[0].rowspan > 1
        and meant(cells[1].text, cells[2].text, words) in STARTERS
        and not words.known(cells[2].text)
    )
