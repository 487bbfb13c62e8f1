"""Areas of a form that nobody read: contiguous cells without a role, said in a clerk's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import TABLE_POINTERS, Account, Doubt, Extent, Left, Part, area, spot_of
from extractor.forms.slices import Free
from extractor.forms.text_kinds import LONGEST_QUOTE, quoted, says_something
from extractor.model.document import Cell, Grid
from extractor.values.looks import DOCUMENT_NUMBER, has_figure

_BESIDE = frozenset({"label", "head", "block", "further"})


@dataclass(slots=True)
class Block:
    """Rows of a grid that hold indicators or money."""

    grid: int
    part: Part
    top: int
    bottom: int

    def holds(self, grid: Grid, cell: Cell) -> bool:
        """A cell of a grid lies within the block."""
        return grid.table == self.grid and self.top <= cell.row <= self.bottom


def areas(account: Account, extent: Extent, left: list[Left]) -> list[Doubt]:
    """One doubt for each contiguous area of unread cells, each unread rest of a cell and each unread line."""
    spots = account.of_role("unread", extent)
    ordered = sorted(left, key=lambda piece: piece.order)
    numbers = {spot_of(piece.entry.at): number for number, piece in enumerate(ordered)}
    blocks = _blocks(account, extent) if spots else []
    doubts = [_area(group, numbers, blocks, account) for group in _contiguous(spots)]
    whole = {(grid.table, cell.row, cell.col) for grid, cell in spots}
    lines = {id(free.at): free for free in extent.lines}
    for number, piece in enumerate(ordered):
        at = piece.entry.at
        if piece.role == "unread" and spot_of(at) not in whole:
            doubts.append(_rest(piece, number, lines.get(id(at))))
    return doubts


def _may_be_value(text: str) -> bool:
    """The text holds a figure other than the number of a document, which no key may have lost."""
    return has_figure(DOCUMENT_NUMBER.sub("", fold_text(text)))


def _blocks(account: Account, extent: Extent) -> list[Block]:
    """Where the indicators and the money stand: from the first to the last row that feeds them, a table each."""
    found: dict[tuple[int, str], Block] = {}
    for grid, cell in extent.cells():
        for pointer in account.pointers(cell):
            kind = next((part for start, part in TABLE_POINTERS.items() if pointer.startswith(start)), None)
            if kind is not None:
                block = found.setdefault((grid.table, kind), Block(grid.table, kind, cell.row, cell.row))
                block.top, block.bottom = min(block.top, cell.row), max(block.bottom, cell.row + cell.rowspan - 1)
    return list(found.values())


def _contiguous(spots: list[tuple[Grid, Cell]]) -> Iterable[list[tuple[Grid, Cell]]]:
    """Groups of cells that touch each other, in reading order."""
    owner = {
        (grid.table, r, c): n
        for n, (grid, cell) in enumerate(spots)
        for r in range(cell.row, cell.row + cell.rowspan)
        for c in range(cell.col, cell.col + cell.colspan)
    }
    seen: set[int] = set()
    for start in range(len(spots)):
        if start in seen:
            continue
        seen.add(start)
        group, queue = [], [start]
        while queue:
            number = queue.pop()
            grid, cell = spots[number]
            group.append(spots[number])
            for row in range(cell.row - 1, cell.row + cell.rowspan + 1):
                for col in range(cell.col - 1, cell.col + cell.colspan + 1):
                    near = owner.get((grid.table, row, col))
                    if near is not None and near not in seen:
                        seen.add(near)
                        queue.append(near)
        yield sorted(group, key=lambda spot: (spot[1].row, spot[1].col))


def _area(
    group: list[tuple[Grid, Cell]],
    numbers: dict[tuple[int | None, int | None, int | None], int],
    blocks: list[Block],
    account: Account,
) -> Doubt:
    grid, first = group[0]
    places = [g.place(c) for g, c in (*group, *_labels_of(group, account))]
    at = area(places[0], places) if len(places) > 1 else places[0]
    number = next((numbers[key] for g, c in group if (key := (g.table, c.row, c.col)) in numbers), None)
    rows = _span("行", min(c.row for _, c in group), max(c.row + c.rowspan - 1 for _, c in group))
    cols = _span("列", min(c.col for _, c in group), max(c.col + c.colspan - 1 for _, c in group))
    texts = [squeeze(c.text) for _, c in group]
    part: Part = next((block.part for block in blocks for grid, cell in group if block.holds(grid, cell)), "head")
    label = squeeze(first.text)
    pair = (
        len(group) == 2 and group[1][1].row == first.row and not says_something(label) and len(label) <= LONGEST_QUOTE
    )
    if pair:
        named, texts = f"栏名“{label}”，", texts[1:]  # a label that nobody knows and its value
    else:
        named = _named(grid, [cell for _, cell in group], account)
    why = (
        f"{_table(grid)}{rows}的{cols}没有读懂（{named}{_quoted(texts)}），请对照原件人工核对；本地常用的栏名、"
        f"列名可补入规则库。"
    )
    pointer = f"/unmapped/{number}" if number is not None else ""
    return Doubt(
        "unread-text",
        pointer,
        why,
        at,
        grave=part != "head" or any(_may_be_value(c.text) for _, c in group),
        part=part,
        observed=" ".join(squeeze(c.text) for _, c in group)[:200],
    )


def _labels_of(group: list[tuple[Grid, Cell]], account: Account) -> Iterator[tuple[Grid, Cell]]:
    """Cells left of several unread ones of their row that were taken for captions, or are blank and go on with a level:
    they belong to that row.
    """
    rows = Counter(cell.row for _, cell in group)
    inside = {id(cell) for _, cell in group}
    for grid, first in group:
        if rows[first.row] < 2:
            continue
        for cell in (c for c in grid.on_row(first.row) if c.col < first.col):
            entry = account.entries.get(id(cell))
            apart = cell.row != first.row or cell.rowspan > 1 or id(cell) in inside
            if apart or entry is not None and (entry.pointers or entry.role not in _BESIDE):
                continue
            inside.add(id(cell))
            yield grid, cell


def _named(grid: Grid, group: list[Cell], account: Account) -> str:
    """The head of the one column, else the label of the one row, that the cells stand in."""
    firsts = {cell.col: cell for cell in reversed(group)}
    heads = [head for _, cell in sorted(firsts.items()) if (head := head_over(grid, cell, account)) is not None]
    if heads:
        row = _row_label(grid, group, account)
        return row + f"列名{'、'.join(f'{quoted(head.text)}' for head in heads[:4])}，"
    first = group[0]
    beside = grid.left_of(first)
    if (
        len({cell.row for cell in group}) == 1
        and beside is not None
        and account.role(beside) in ("label", "head", "block")
    ):
        return f"栏名{quoted(beside.text)}，"
    return ""


def _row_label(grid: Grid, group: list[Cell], account: Account) -> str:
    """The unread text that begins the one row the cells stand on."""
    if len({cell.row for cell in group}) > 1:
        return ""
    first = next((c for c in grid.on_row(group[0].row) if c.text.strip()), None)
    if first is None or first in group or first.row != group[0].row or account.role(first) != "unread":
        return ""
    return f"{quoted(first.text)}一行，"


def head_over(grid: Grid, cell: Cell, account: Account) -> Cell | None:
    """The head of the column that a cell stands in: the nearest one above it, cells of the same column between them."""
    for above in grid.over(cell):
        if account.role(above) in ("head", "block"):
            return above
        if not above.as_wide_as(cell):
            return None
    return None


def _rest(piece: Left, number: int, free: Free | None) -> Doubt:
    """A line that nobody read, or what the values of a cell left over."""
    text = squeeze(piece.entry.text)
    label = f"“{piece.entry.label}”后的" if piece.entry.label else ""
    what = "这一行" if free is not None else "单元格里的一部分"
    why = f"{label}{what}没有读懂（{_quoted([text])}），请对照原件人工核对；本地常用的栏名可补入规则库。"
    return Doubt(
        "unread-text",
        f"/unmapped/{number}",
        why,
        piece.entry.at,
        grave=_may_be_value(text),
        part="head",
        observed=text[:200],
    )


def _table(grid: Grid) -> str:
    return f"工作表“{grid.sheet}”" if grid.sheet is not None else f"第{grid.table + 1}个表格"


def _span(what: str, first: int, last: int) -> str:
    return f"第{first + 1}{what}" if first == last else f"第{first + 1}至{last + 1}{what}"


def _quoted(texts: list[str]) -> str:
    one = texts[0] if len(texts[0]) <= LONGEST_QUOTE else texts[0][: LONGEST_QUOTE - 1] + "…"
    return f"“{one}”" if len(texts) == 1 else f"“{one}”等{len(texts)}格"
