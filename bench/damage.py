"""Small damages to a document that was read right: one each, done to its grids, whatever format it came from.

Every damage yields (name of the damage, the damaged document). Cells keep their order in `grid.cells`, so that a cell
of
the damaged document is found by its number in the whole one; what is put in comes last.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.forms.reading import Reading
from extractor.model.document import Cell, Document, Grid

DRAWN, HELD = 100, 500
"""From these seeds on the words are drawn; nobody looks at what comes of them."""
_SYLLABLES = "钟岚桐栀枫沐澜珩琼砚筠芷苓荻蒲蔚薇虹衡谧钧霁霄鹭麓黛"
_TAILS = ("", "", "栏", "项", "类", "列", "处", "条", "格", "段")


@dataclass(frozen=True, slots=True)
class Words:
    """Words of no rule book: heads and labels, captions, and what stands in a column put in."""

    alien: tuple[str, ...] = ("甲乙丙", "辰巳栏", "戊己事", "庚辛类", "壬癸况")
    captions: tuple[str, ...] = ("丁卯所列如下",)
    prose: tuple[str, ...] = ("见附录", "同前述", "照旧例")
    figures: tuple[str, ...] = ("17", "23", "41")

    def all(self) -> tuple[str, ...]:
        return (*self.alien, *self.captions, *self.prose, *self.figures)


def words_of(seed: int) -> Words:
    """The words of a seed: fixed ones below `DRAWN`, drawn ones from there on."""
    if seed < DRAWN:
        return Words()
    dice = random.Random(f"words {seed}")
    alien = tuple("".join(dice.sample(_SYLLABLES, dice.choice((2, 3, 4)))) + dice.choice(_TAILS) for _ in range(9))
    captions = tuple("".join(dice.sample(_SYLLABLES, dice.choice((3, 5)))) + tail for tail in ("", "一览", "如下"))
    prose = tuple("".join(dice.sample(_SYLLABLES, dice.choice((2, 4, 6)))) for _ in range(5))
    return Words(alien, captions, prose, tuple(str(dice.randint(11, 98)) for _ in range(5)))


def renamed(
    document: Document, readings: list[Reading], dice: random.Random, most: int, words: Words
) -> Iterator[tuple[str, Document]]:
    """(a) One column head, then one label, of a form takes a word that no rule book knows."""
    for wanted in ("head", "label"):
        cells = _of_role(readings, wanted)
        for grid, cell in dice.sample(cells, min(most, len(cells))):
            made = _copied(document)
            _twin(document, made, grid, cell).text = alien = dice.choice(words.alien)
            yield f"a {wanted} {cell.text} -> {alien}:", made


def two_renamed(
    document: Document, readings: list[Reading], dice: random.Random, most: int, words: Words
) -> Iterator[tuple[str, Document]]:
    """(f) Two labels or heads of a form take such words."""
    for reading in readings:
        cells = [*_of_role([reading], "head"), *_of_role([reading], "label")]
        for _ in range(most if len(cells) > 3 else 0):
            made = _copied(document)
            pairs = list(zip(dice.sample(cells, 2), dice.sample(words.alien, 2), strict=True))
            for (grid, cell), alien in pairs:
                _twin(document, made, grid, cell).text = alien
            yield "f " + ", ".join(f"{cell.text} -> {alien}" for (_, cell), alien in pairs) + ":", made


def moved(
    document: Document, readings: list[Reading], dice: random.Random, words: Words
) -> Iterator[tuple[str, Document]]:
    """(g) A column of the indicator table takes such a head and changes places with another."""
    heads = {id(cell) for _, cell in _of_role(readings, "head")}
    for grid, head, bottom in _tables(readings):
        inside = [c for c in grid.cells if head <= c.row < bottom]
        depth = _depth(readings, grid, head)
        plain = sorted(
            {c.col for c in inside if c.row + c.rowspan == head + depth and c.colspan == 1 and c.text.strip()}
            - {col for c in inside if c.colspan > 1 for col in range(c.col, c.col + c.colspan)}
        )
        lying = not any(id(c) in heads for c in inside if c.row <= head < c.row + c.rowspan)
        if len(plain) < 3 or lying:  # on its side: a column is one indicator, and there is no head to rename
            continue
        made = _copied(document)
        one, other = dice.sample(plain, 2)
        twin = _grid(document, made, grid)
        for cell, whole in [
            (c, w) for c, w in zip(twin.cells, grid.cells) if head <= c.row < bottom and c.col in (one, other)
        ]:
            if cell.row + cell.rowspan == head + depth and cell.col == one:
                named, alien = cell.text, dice.choice(words.alien)
                cell.text = (
                    alien if id(whole) in heads else cell.text
                )  # what is no head is a value: none is overwritten
            cell.col = other if cell.col == one else one
        twin._owners = None
        yield f"g {named} {one}<->{other}", made


def _of_role(readings: list[Reading], wanted: str) -> list[tuple[Grid, Cell]]:
    return [
        (grid, cell) for reading in readings for grid, cell in reading.extent.cells()
        if (entry := reading.account.entries.get(id(cell))) is not None and entry.role == wanted
        and not cell.text.strip().isdigit()
    ]  # fmt: skip


def widened(
    document: Document, readings: list[Reading], dice: random.Random, words: Words
) -> Iterator[tuple[str, Document]]:
    """(b) A column that no rule book knows stands somewhere in the indicator table; of prose, then of figures."""
    for grid, head, bottom in _tables(readings):
        for texts in (words.prose, words.figures):
            made = _copied(document)
            twin = _grid(document, made, grid)
            edges = sorted({c.col + c.colspan for c in grid.cells if c.row <= head < c.row + c.rowspan})
            at = dice.choice(edges)
            _insert_column(
                twin, at, head, bottom, dice.choice(words.alien), [dice.choice(texts) for _ in range(bottom - head)]
            )
            yield "b", made


def flattened(document: Document, readings: list[Reading]) -> Iterator[tuple[str, Document]]:
    """(c) Two rows of heads become one, the words of both in each cell."""
    for grid, head, _ in _tables(readings):
        below = [c for c in grid.cells if c.row == head + 1]
        tops = [c for c in grid.cells if c.row == head]
        if not any(c.rowspan == 2 for c in tops) or not below or any(c.rowspan > 2 for c in tops if c.col):
            continue
        made = _copied(document)
        twin = _grid(document, made, grid)
        over = {id(c): _owner(twin, head, c.col) for c in twin.cells if c.row == head + 1}
        gone: list[Cell] = []
        for cell in twin.cells:
            if cell.row == head + 1 and (top := over.get(id(cell))) is not None and top is not cell:
                cell.text, cell.row = top.text + cell.text, head
                gone.append(top)
            elif cell.row <= head < head + 1 < cell.row + cell.rowspan:
                cell.rowspan -= 1
            elif cell.row > head + 1:
                cell.row -= 1
        for cell in gone:
            cell.text, cell.rowspan, cell.colspan, cell.row = "", 1, 1, -1  # kept in the list, so that numbers hold
        twin.rows -= 1
        twin._owners = None
        yield "c", made


def captioned(
    document: Document, readings: list[Reading], dice: random.Random, words: Words
) -> Iterator[tuple[str, Document]]:
    """(d) The rows of the indicator table stand after a caption that no rule book knows: above the heads, below
    them.
    """
    for grid, head, _ in _tables(readings):
        depth = _depth(readings, grid, head)
        for at in (head, head + depth):
            made = _copied(document)
            _insert_row(_grid(document, made, grid), at, dice.choice(words.captions))
            yield "d", made


def captioned_elsewhere(
    document: Document, readings: list[Reading], dice: random.Random, words: Words
) -> Iterator[tuple[str, Document]]:
    """(h) Such a caption stands between two rows of indicators, and somewhere in the form's head and money."""
    for grid, head, bottom in _tables(readings):
        depth = _depth(readings, grid, head)
        below, above = range(head + depth + 1, bottom), range(1, head)
        for rows in (below, above):
            if rows:
                made = _copied(document)
                at = dice.choice(rows)
                _insert_row(_grid(document, made, grid), at, dice.choice(words.captions))
                yield f"h row {at}", made


def _copied(document: Document) -> Document:
    for grid in document.grids():
        grid._owners = None
    return copy.deepcopy(document)


def _grid(document: Document, made: Document, grid: Grid) -> Grid:
    return next(twin for one, twin in zip(document.grids(), made.grids(), strict=True) if one is grid)


def _twin(document: Document, made: Document, grid: Grid, cell: Cell) -> Cell:
    number = next(n for n, c in enumerate(grid.cells) if c is cell)
    return _grid(document, made, grid).cells[number]


def _owner(grid: Grid, row: int, col: int) -> Cell | None:
    return next((c for c in grid.cells if c.row <= row < c.row + c.rowspan and c.col <= col < c.col + c.colspan), None)


def _tables(readings: list[Reading]) -> Iterator[tuple[Grid, int, int]]:
    """(grid, head row, row behind the last indicator) of each indicator table that has heads; the projects of a list
    share theirs."""
    found: dict[tuple[int, int], tuple[Grid, int, int]] = {}
    for reading in readings:
        places = [column.at for column in reading.columns if "row" in column.at]
        for grid, _, _ in reading.extent.rows:
            heads = [at["row"] for at in places if at.get("table") == grid.table]
            rows = [at["row"] for cells in reading.cells_at for at in cells.values() if at.get("table") == grid.table]
            if heads and rows:
                key = (grid.table, min(heads))
                before = found.get(key, (grid, min(heads), 0))
                found[key] = (grid, min(heads), max(before[2], max(rows) + 1))
    yield from found.values()


def _depth(readings: list[Reading], grid: Grid, head: int) -> int:
    """How many rows the heads take."""
    at = {(c.at["row"], c.at["col"]) for r in readings for c in r.columns if c.at.get("table") == grid.table}
    ends = [c.row + c.rowspan - head for c in grid.cells if (c.row, c.col) in at and head <= c.row < head + 3]
    return max((end for end in ends if end <= 3), default=1)


def _insert_column(grid: Grid, at: int, head: int, bottom: int, name: str, texts: list[str]) -> None:
    for cell in grid.cells:
        outside = not head <= cell.row < bottom
        if cell.col < at < cell.col + cell.colspan or outside and cell.col + cell.colspan == at == grid.cols:
            cell.colspan += 1
        elif cell.col == at and outside:
            cell.colspan += 1  # above and below the table the cells are merged as they were
        elif cell.col >= at:
            cell.col += 1
    grid.cols += 1
    grid._owners = None
    for row in range(grid.rows):
        if _owner(grid, row, at) is None:
            text = name if row == head else texts[row - head - 1] if head < row < bottom else ""
            grid.cells.append(Cell(row, at, text=text))


def _insert_row(grid: Grid, at: int, text: str) -> None:
    across = [c for c in grid.cells if c.row < at < c.row + c.rowspan]
    for cell in grid.cells:
        if cell in across:
            cell.rowspan += 1
        elif cell.row >= at:
            cell.row += 1
    grid.rows += 1
    first = max((c.col + c.colspan for c in across), default=0)
    if first < grid.cols:
        grid.cells.append(Cell(at, first, colspan=grid.cols - first, text=text))
    grid._owners = None
