"""A row of a table by what ends it: its cells' edges in twips and how they are merged ([MS-DOC] 2.4.3, 2.6.3).

The row's first definition (sprmTDefTable) says where each cell ends; later changes insert, delete, widen, merge and
split cells, in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.readers.word.doc import sprm
from extractor.readers.word.doc.binary import DamagedError, s16, shorts, u16
from extractor.readers.word.doc.properties import is_shaded
from extractor.readers.word.doc.sprm import Change

MOST_CELLS = 64
"""Word stops at 63 columns; a row that says more is not believed."""
_FIRST_MERGED, _MERGED, _VERTICAL, _RESTART = 1, 2, 0x20, 0x40


@dataclass(slots=True)
class RowCell:
    """A cell as the row defines it; edges in twips from the text's left margin."""

    left: int
    right: int
    across: str | None = None
    """"restart" begins a merge with the cells to the right, "continue" is merged into the left one."""
    down: str | None = None
    """"restart" begins a merge with the cells below, "continue" goes on with the one above."""


@dataclass(slots=True)
class Row:
    """What a row says of itself: its cells and where it stands."""

    cells: list[RowCell]
    place: tuple[int, int, int] = (0, 0, 0)
    """Where a floating table stands: rows of another place belong to another table."""
    aligned: int = 0
    """0 left, 1 centred, 2 right: the row stands so between the margins, whatever its edges count from."""
    shaded: bool = False
    """A cell stands on a ground of its own."""
    known: bool = True
    """False: the definition is missing or damaged."""


@lru_cache(maxsize=2048)
def row_of(changes: tuple[Change, ...], cells: int) -> Row:
    """The row that these changes define.

    Args:
        cells: how many cells the text has; a definition of another length is not believed beyond them.
    """
    edges: list[int] = []
    flags: list[int] = []
    place = [0, 0, 0]
    aligned = 0
    known, shaded, gap = True, False, 0
    for code, operand in changes:
        try:
            if code in (sprm.T_DEFINE, sprm.T_DEFINE_10, sprm.T_DEFINE_6):
                edges, flags = _defined(operand, 20 if code == sprm.T_DEFINE else 10)
            elif code == sprm.T_GAP:
                gap = s16(operand, 0)
            elif code == sprm.T_LEFT:
                shift = s16(operand, 0) - gap - edges[0] if edges else 0
                edges = [edge + shift for edge in edges]
            elif code in _PLACES:
                place[_PLACES[code]] = int.from_bytes(operand[:2], "little")
            elif code in (sprm.T_ALIGNED, sprm.T_ALIGNED_90):
                aligned = u16(operand, 0) & 0xFF
            elif code in sprm.T_SHADES or code in sprm.T_SHADES_80:
                size = 10 if code in sprm.T_SHADES else 2
                shaded = shaded or any(is_shaded(operand[n : n + size]) for n in range(0, len(operand), size))
            elif edges:
                _change(edges, flags, code, operand)
        except DamagedError:
            known = False
    known = known and len(flags) == cells
    return Row(
        [_cell(edges, flags, n) for n in range(len(flags))], (place[0], place[1], place[2]), aligned, shaded, known
    )


_PLACES = {sprm.T_X: 0, sprm.T_Y: 1, sprm.T_PLACED: 2}


def _defined(operand: bytes, size: int) -> tuple[list[int], list[int]]:
    """Edges and merge flags of a definition: count, edges, then what each cell is in `size` bytes; the last may be left
    out.
    """
    if not operand or not 0 < operand[0] <= MOST_CELLS:
        raise DamagedError
    count = operand[0]
    edges = list(shorts(operand, 1, count + 1))
    at = 3 + 2 * count
    flags = [u16(operand, at + size * n) if at + size * n + 2 <= len(operand) else 0 for n in range(count)]
    return edges, flags


def _change(edges: list[int], flags: list[int], code: int, operand: bytes) -> None:
    if code == sprm.T_INSERT and len(operand) >= 4:
        _insert(edges, flags, operand[0], operand[1], s16(operand, 2))
    elif code in (sprm.T_DELETE, sprm.T_WIDTH, sprm.T_MERGE, sprm.T_SPLIT):
        first, last = operand[0], min(operand[1], len(flags))
        if first < last:
            _change_range(edges, flags, code, first, last, operand)
    elif code == sprm.T_VERTICAL and len(operand) >= 2 and operand[0] < len(flags):
        flags[operand[0]] = (
            flags[operand[0]] & ~(_VERTICAL | _RESTART) | (0, _VERTICAL, 0, _VERTICAL | _RESTART)[operand[1] & 3]
        )


def _insert(edges: list[int], flags: list[int], at: int, count: int, width: int) -> None:
    """New cells before cell `at`; a row shorter than that is filled up with cells of the same width."""
    if len(flags) + count > MOST_CELLS or at > MOST_CELLS:
        raise DamagedError
    while len(flags) < at:
        edges.append(edges[-1] + width)
        flags.append(0)
    edges[at + 1 :] = [
        *(edges[at] + width * n for n in range(1, count + 1)),
        *(edge + width * count for edge in edges[at + 1 :]),
    ]
    flags[at:at] = [0] * count


def _change_range(edges: list[int], flags: list[int], code: int, first: int, last: int, operand: bytes) -> None:
    if code == sprm.T_DELETE:
        if last - first < len(flags):
            gone = edges[last] - edges[first]
            edges[first + 1 :] = [edge - gone for edge in edges[last + 1 :]]
            del flags[first:last]
    elif code == sprm.T_WIDTH:
        width = s16(operand, 2)
        for n in range(first, last):
            grown = width - (edges[n + 1] - edges[n])
            edges[n + 1 :] = [edge + grown for edge in edges[n + 1 :]]
    elif code == sprm.T_MERGE:
        for n in range(first, last):
            flags[n] = flags[n] & ~(_FIRST_MERGED | _MERGED) | (_FIRST_MERGED if n == first else _MERGED)
    else:
        for n in range(first, last):
            flags[n] &= ~(_FIRST_MERGED | _MERGED)


def _cell(edges: list[int], flags: list[int], number: int) -> RowCell:
    mark = flags[number]
    across = "continue" if mark & _MERGED and not mark & _FIRST_MERGED else "restart" if mark & _FIRST_MERGED else None
    down = None if not mark & (_VERTICAL | _RESTART) else "restart" if mark & _RESTART else "continue"
    return RowCell(edges[number], edges[number + 1], across, down)


def columns(rows: Sequence[Row], hair: int) -> list[list[tuple[int, int]]]:
    """The grid columns (first, after the last) of each row's cells: edges up to `hair` twips apart are one.

    Where that would leave a cell without a column of its own, edges are taken as they are. A cell without width gets
    none.
    """
    shifts = _shifts(rows)
    found = sorted(
        {edge + shift for row, shift in zip(rows, shifts, strict=True) for c in row.cells for edge in (c.left, c.right)}
    )
    placed: dict[int, int] = {}
    column, begin = -1, -(1 << 30)
    for edge in found:
        if edge - begin > hair:
            column, begin = column + 1, edge
        placed[edge] = column
    spans = [
        [(placed[c.left + shift], placed[c.right + shift]) for c in row.cells]
        for row, shift in zip(rows, shifts, strict=True)
    ]
    if all(
        last > first
        for row, cells in zip(rows, spans, strict=True)
        for c, (first, last) in zip(row.cells, cells, strict=True)
        if c.right > c.left
    ):
        return spans
    place = {edge: n for n, edge in enumerate(found)}
    return [
        [(place[c.left + shift], place[c.right + shift]) for c in row.cells]
        for row, shift in zip(rows, shifts, strict=True)
    ]


def _shifts(rows: Sequence[Row]) -> list[int]:
    """What is added to a row's edges: rows of a table that is centred or stands to the right are lined up so."""
    aligned = {row.aligned for row in rows if row.cells}
    if len(aligned) != 1 or aligned == {0}:
        return [0] * len(rows)
    parts = 2 if aligned == {1} else 1
    ends = [(row.cells[0].left * (parts - 1) + row.cells[-1].right) if row.cells else 0 for row in rows]
    return [-(end // parts) for end in ends]
