"""Rows and points counted: what looks like an indicator is one, and the points of all rows make up what they should.

A note between rows and a sum are none; a row with a name and a value in the columns of names and values is, whatever it
was taken for. Points that add up to 100 only with a figure that was not read tell where one was lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, Extent, doubtful
from extractor.forms.reading import Column, Reading
from extractor.forms.text_kinds import quoted
from extractor.model.document import Cell, Grid
from extractor.values.looks import has_figure
from extractor.words.vocabulary import Vocabulary

_NAMES = frozenset({"level3", "level2"})
_VALUES = frozenset({"target", "actual", "region"})
_OPEN = frozenset({"further", "note", "hint", "block", "heading", "label", "head"})
"""Roles that a cell of an indicator may have been given by its place; what is unread is told as such."""
LONGEST_VALUE = 24
FULL = Decimal(100)


def counted(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Doubts about rows and points that were printed and not counted."""
    yield from _missed_rows(reading, account, extent, words)
    yield from _missed_names(reading, account, extent, words)
    yield from _missed_points(reading, account, extent)


def _missed_rows(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    found: list[tuple[Grid, Cell, Cell]] = []
    for grid, top, bottom in extent.rows:
        columns = [c for c in reading.columns if c.at.get("table") == grid.table and "col" in c.at]
        names, values = _cols(columns, _NAMES), _cols(columns, _VALUES)
        rows = {row for table, row in reading.spots() if table == grid.table and row is not None}
        if not names or not values or not rows:
            continue
        row = min(rows) + 1
        while top <= row < bottom:
            spots = [(n, v) for n in names for v in values if n < v] if row not in rows else []
            pair = next((p for n, v in spots if (p := _pair(grid, row, n, v, account, words)) is not None), None)
            if pair is not None:
                found.append((grid, *pair))
            elif row > max(rows):
                break  # the table is at its end
            row += 1
    if found:
        said = "、".join(f"{quoted(name.text)}" for _, name, _ in found[:3])
        why = f"{said}有名称也有数值，像是指标，没有读成一行指标，请对照原件核对指标的行数。"
        places = [
            grid.place(cell)
            for grid, name, value in found
            for cell in {id(c): c for c in (name, value, *grid.on_row(name.row))}.values()
            if cell in (name, value) or cell.row == name.row and cell.text.strip()
        ]
        yield doubtful("/indicators", why, places, squeeze(found[0][1].text)[:200])


def _missed_names(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Rows without a name, and under a head that nobody knows words that feed no indicator beside most of them."""
    bare = [cells for row, cells in zip(reading.form.indicators, reading.cells_at) if row.level3 is None]
    spots = [(at.get("table"), at["row"]) for cells in bare for at in cells.values() if "row" in at]
    if not spots:
        return
    first, last = min(spots), max(spots)
    known = {(c.at.get("table"), c.at.get("col")) for c in reading.columns if c.header and words.known(c.header)}
    columns: dict[tuple[int, int], list[tuple[Grid, Cell]]] = defaultdict(list)
    for grid, cell in extent.cells() if first[0] == last[0] else ():
        inside = first <= (grid.table, cell.row) <= last and (grid.table, cell.col) not in known
        fed = account.feeds(cell, "/indicators/")
        if inside and not fed and cell.rowspan == 1 and _begins_name(fold_text(cell.text)):
            columns[grid.table, cell.col].append((grid, cell))
    found = max(columns.values(), key=lambda spots: len({squeeze(c.text) for _, c in spots}), default=[])
    if len(found) * 2 > len(bare):
        said = "、".join(quoted(cell.text) for _, cell in found[:3])
        why = f"这些行没有读到指标名称，{said}等可能就是，请对照原件核对各行的名称。"
        places = [*(g.place(c) for g, c in found), *(at for cells in bare for at in cells.values())]
        yield doubtful("/indicators", why, places, squeeze(found[0][1].text)[:200], margin=0.2)


def _begins_name(folded: str) -> bool:
    return "\u4e00" <= folded[:1] <= "\u9fff" or folded.startswith("…")


def _cols(columns: list[Column], roles: frozenset[str]) -> list[int]:
    return [c.at["col"] for c in columns if c.role in roles]


def _pair(
    grid: Grid, row: int, name_col: int, value_col: int, account: Account, words: Vocabulary
) -> tuple[Cell, Cell] | None:
    """The name and the value on a row of which every cell was taken for something beside the indicators."""
    name, value = grid.owner(row, name_col), grid.owner(row, value_col)
    if name is None or value is None or name is value or name.row != row or value.row != row:
        return None
    cells = (c for c in grid.on_row(row) if c.row == row and c.text.strip())
    if any(account.role(c) not in _OPEN or _says_else(c, account, words) for c in cells):
        return None
    wordy = not has_figure(name.text) and any("\u4e00" <= ch <= "\u9fff" for ch in name.text)
    if not wordy or not has_figure(value.text) or len(fold_text(value.text)) > LONGEST_VALUE:
        return None
    return name, value


def _says_else(cell: Cell, account: Account, words: Vocabulary) -> bool:
    """A label, a head, a sum, or something that feeds a value of its own."""
    return bool(account.pointers(cell)) or words.known(cell.text) or words.grammar.names_sum(cell.text)


def _missed_points(reading: Reading, account: Account, extent: Extent) -> Iterator[Doubt]:
    """The points of the rows are 100 only with a figure in their column that nobody took."""
    read = [_points(row.weight) for row in reading.form.indicators if row.weight]
    column = next((c for c in reading.columns if c.role == "weight" and "col" in c.at), None)
    if column is None or not read or None in read:
        return
    so_far = sum((points for points in read if points is not None), Decimal(0))
    lost = FULL - so_far
    if lost <= 0 or any(entry.weight for entry in reading.form.execution):
        return
    open_ = [
        (grid, cell, points)
        for grid, cell in extent.cells()
        if grid.table == column.at.get("table") and cell.col == column.at["col"]
        if account.role(cell) in ("unread", "further") and (points := _points(cell.text)) is not None
    ]
    if open_ and sum(points for *_, points in open_) == lost:
        places = [grid.place(cell) for grid, cell, _ in open_]
        figures = "、".join(squeeze(cell.text) for _, cell, _ in open_[:3])
        why = f"读到的分值合计{so_far}，加上没有读成分值的{figures}正好100，可能漏读了指标，请对照原件核对。"
        yield doubtful("/indicators", why, places, figures)


def _points(text: str) -> Decimal | None:
    try:
        points = Decimal(fold_text(text).removesuffix("分"))
    except InvalidOperation:
        return None
    return points if points.is_finite() else None
