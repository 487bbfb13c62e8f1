"""Both parts of a table that a page break cut get one set of columns."""

from __future__ import annotations

from extractor.layout.slits import SLIT
from extractor.model.document import Grid

SAME_EDGE = SLIT
"""Points within which two inner column edges are one, as on one page."""


def share_columns(above: Grid, below: Grid) -> None:
    """Give both parts the union of their column edges."""
    first, second = _edges(above), _edges(below)
    if above.edges and below.edges:
        stretch = (first[-1] - first[0]) / max(second[-1] - second[0], 1.0)
        second = [first[0] + (x - second[0]) * stretch for x in second]
    union, *indexes = merged(first, second)
    for grid, index in zip((above, below), indexes):
        if index == list(range(len(union))):
            continue
        for cell in grid.cells:
            col, end = index[cell.col], index[cell.col + cell.colspan]
            cell.col, cell.colspan = col, end - col
        grid.cols = len(union) - 1
        if grid.edges:
            grid.edges = list(union)
        grid._owners = None


def merged(first: list[float], second: list[float]) -> tuple[list[float], list[int], list[int]]:
    """All edges of two parts from left to right, and where each part's own stand among them; the outer ones are the
    same.

    Edges within `SAME_EDGE` of each other are one, but two of one part never are, however near they stand.
    """
    union, one, two = [first[0]], [0], [0]
    a, b = first[1:-1], second[1:-1]
    i = j = 0
    while i < len(a) or j < len(b):
        gap = a[i] - b[j] if i < len(a) and j < len(b) else None
        same = gap is not None and abs(gap) <= SAME_EDGE
        nearer_first = same and i + 1 < len(a) and abs(a[i + 1] - b[j]) < abs(a[i] - b[j])
        nearer_second = same and j + 1 < len(b) and abs(a[i] - b[j + 1]) < abs(a[i] - b[j])
        from_first = (
            gap is None and i < len(a) or same and not nearer_second or gap is not None and not same and gap < 0
        )
        from_second = (
            gap is None and j < len(b) or same and not nearer_first or gap is not None and not same and gap > 0
        )
        if not from_first and not from_second:  # each has one nearer to the other
            from_first = from_second = True
        at = len(union)
        union.append(a[i] if from_first else b[j])
        if from_first:
            one.append(at)
            i += 1
        if from_second:
            two.append(at)
            j += 1
    union.append(first[-1])
    return union, [*one, len(union) - 1], [*two, len(union) - 1]


def _edges(grid: Grid) -> list[float]:
    """Column edges from the cells' boxes; an edge that no box tells is put between its neighbours."""
    if grid.edges and len(grid.edges) == grid.cols + 1:
        return list(grid.edges)
    known: dict[int, float] = {}
    for cell in grid.cells:
        if cell.bbox is not None:
            known.setdefault(cell.col, cell.bbox[0])
            known.setdefault(cell.col + cell.colspan, cell.bbox[2])
            if len(known) > grid.cols:
                break
    assert grid.bbox is not None
    known[0], known[grid.cols] = grid.bbox[0], grid.bbox[2]
    edges: list[float] = []
    for i in range(grid.cols + 1):
        edges.append(known.get(i, edges[-1] + 0.01 if edges else 0.0))
    return edges
