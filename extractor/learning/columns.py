"""Which column of the source holds which value of the corrected rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.characters.fold import fold_text
from extractor.forms.roles import USUAL
from extractor.learning.corrected import same, same_level
from extractor.learning.places import Source, is_label_like
from extractor.model.document import Cell, Grid

SIGNS = ("大于等于", "小于等于", ">=", "<=", "≥", "≤", "=", ">", "<")
_KINDS = frozenset({"定性", "定量"})
_AGREE = 0.6
"""Share of the rows that must hold the value in a column."""


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of the indicator table."""

    role: str
    col: int
    head: Cell | None
    """The lowest head cell over it, None where none is printed."""


@dataclass(slots=True)
class FoundTable:
    """The rows of one form's indicators as they stand in a grid."""

    grid: Grid
    rows: dict[int, int]
    """Number of the corrected row -> row of the grid."""
    columns: list[FoundColumn]
    top: int
    """First row of the body."""


def find_table(rows: list[dict[str, str]], source: Source) -> FoundTable | None:
    """Where the corrected rows stand and which column is which; None where no grid holds two of them."""
    best: tuple[Grid, dict[int, int], int] | None = None
    for grid in source.grids:
        at = _rows_in(grid, rows)
        if len(at) >= min(2, len(rows)) and at and (best is None or len(at) > len(best[1])):
            best = (grid, at, min(at.values()))
    if best is None:
        return None
    grid, at, top = best
    votes = _votes(grid, rows, at)
    cols = _assign(votes, rows)
    regions = {col for (role, col), count in votes.items() if role == "region" and count >= _AGREE * len(at)} - set(
        cols.values()
    )
    placed = sorted([*((col, role) for role, col in cols.items()), *((col, "region") for col in regions)])
    columns = [FoundColumn(role, col, _head(grid, col, top)) for col, role in placed]
    return FoundTable(grid, at, columns, top)


def _rows_in(grid: Grid, rows: list[dict[str, str]]) -> dict[int, int]:
    """By the indicator's name, in order; a name that stands twice is taken once."""
    by_name: dict[str, list[int]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            by_name.setdefault(fold_text(cell.text), []).append(cell.row)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for number, row in enumerate(rows):
        name = fold_text(row.get("level3", ""))
        here = next((r for r in by_name.get(name, ()) if r not in taken), None) if name else None
        if here is not None:
            found[number] = here
            taken.add(here)
    return found


def _votes(grid: Grid, rows: list[dict[str, str]], at: dict[int, int]) -> Counter[tuple[str, int]]:
    owners = grid.owners()
    votes: Counter[tuple[str, int]] = Counter()
    for number, grid_row in at.items():
        cells = [c for c in {id(c): c for c in owners[grid_row] if c is not None}.values() if c.text.strip()]
        for role, want in rows[number].items():
            if not want or role == "scope":
                continue
            if role == "target":
                _vote_target(want, cells, votes)
                continue
            for cell in cells:
                if (
                    same_level(want, cell.text)
                    if role in ("level1", "level2", "level3")
                    else same(want, cell.text) or _bare(want, cell.text)
                ):
                    votes[role, cell.col] += 1
    return votes


def _bare(want: str, text: str) -> bool:
    """10 for 10分, 95 for 95%."""
    folded = fold_text(text)
    return folded.rstrip("分%") == fold_text(want).rstrip("分%") and folded[:1].isdigit()


def _vote_target(want: str, cells: list[Cell], votes: Counter[tuple[str, int]]) -> None:
    """The value cell, sign, value and unit in cells of their own, or one cell a region."""
    whole = fold_text(want)
    parts = {part for part in whole.split(";") if part} if ";" in whole else set()
    for cell in cells:
        if fold_text(cell.text) in parts:
            votes["region", cell.col] += 1
    for cell in cells:
        if same(whole, cell.text):
            votes["target", cell.col] += 1
    sign = next((s for s in SIGNS if whole.startswith(s)), "")
    rest = whole[len(sign) :]
    signs = (
        [c for c in cells if fold_text(c.text) in (sign, *_KINDS)]
        if sign
        else [c for c in cells if fold_text(c.text) in _KINDS]
    )
    for cell in cells:
        folded = fold_text(cell.text)
        for start in {whole, rest}:
            tail = start[len(folded) :]
            if not start.startswith(folded) or folded == whole or not folded:
                continue
            units = [c for c in cells if c is not cell and tail and fold_text(c.text) == tail]
            if tail and not units:
                continue
            votes["target", cell.col] += 1
            for unit in units[:1]:
                votes["unit", unit.col] += 1
            for one in signs if start is rest or not sign else ():
                votes["operator", one.col] += 1
            break
    if not sign:
        for one in signs:
            votes["operator", one.col] += 1


def _assign(votes: Counter[tuple[str, int]], rows: list[dict[str, str]]) -> dict[str, int]:
    """Each role its column, the surest first; of equal ones the roles in their usual order from the left."""
    asked = Counter(role for row in rows for role, text in row.items() if text)
    asked["operator"] = asked["unit"] = 1
    usual = {role: n for n, role in enumerate(USUAL)}
    ranked = sorted(votes.items(), key=lambda item: (-item[1], usual.get(item[0][0], 99), item[0][1]))
    found: dict[str, int] = {}
    for (role, col), count in ranked:
        if role == "region" or role in found or col in found.values() or count < _AGREE * asked[role]:
            continue
        found[role] = col
    return found


def _head(grid: Grid, col: int, top: int) -> Cell | None:
    """The nearest head over a column's body."""
    owners = grid.owners()
    for row in range(top - 1, max(-1, top - 4), -1):
        cell = owners[row][col]
        if cell is not None and cell.text.strip() and is_label_like(cell.text):
            return cell
        if cell is not None and cell.text.strip():
            return None
    return None


def other_heads(table: FoundTable) -> list[tuple[Cell, bool]]:
    """Lowest heads whose columns hold no corrected value, and whether these columns are blank throughout."""
    heads = [column.head for column in table.columns if column.head is not None]
    if not heads:
        return []
    lowest = max(head.row + head.rowspan for head in heads)
    taken = {id(head) for head in heads}
    first = min(column.col for column in table.columns)
    row = table.grid.owners()[lowest - 1]
    beside = {id(cell): cell for cell in row[max(0, first - 1) :] if cell is not None}
    return [
        (cell, _blank_under(table, cell))
        for cell in beside.values()
        if id(cell) not in taken and cell.row + cell.rowspan == lowest and is_label_like(cell.text)
    ]


def _blank_under(table: FoundTable, head: Cell) -> bool:
    owners = table.grid.owners()
    under = [owners[row][col] for row in table.rows.values() for col in range(head.col, head.col + head.colspan)]
    return not any(cell is not None and cell.text.strip() for cell in under)


__all__ = ["FoundColumn", "FoundTable", "find_table", "other_heads"]
