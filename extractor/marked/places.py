"""Where a finding's place lies in a document that is read again, or in a converted one: its cell or line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.marked.notes import Remark
from extractor.model.document import Cell, Document, Grid, Line, Place

_BLANK = re.compile(r"\s+")


@dataclass(slots=True)
class Spot:
    """Where a remark is written."""

    item: Cell | Line
    exact: bool
    """It is the finding's own place, not only its form's or the document's beginning."""


class Index:
    """The cells and lines of a document by place."""

    def __init__(self, document: Document) -> None:
        self.grids = {grid.table: grid for grid in document.grids() if grid.member is None}
        self.lines = {line.line: line for line in document.lines() if line.line is not None and line.member is None}
        self._items = document.items
        self._by_text: dict[str, list[tuple[int, Cell]]] | None = None

    def at(self, place: Place) -> Cell | Line | None:
        """What stands at a place of this document."""
        if "table" in place:
            return self._cell(place["table"], place.get("row", 0), place.get("col", 0))
        return self.lines.get(place["line"]) if "line" in place else None

    def _cell(self, table: int, row: int, col: int) -> Cell | None:
        grid = self.grids.get(table)
        if grid is None or not (0 <= row < grid.rows and 0 <= col < grid.cols):
            return None
        return grid.owners()[row][col]

    def twin(self, item: Cell | Line, place: Place) -> Cell | Line | None:
        """What stands here for an item of another reading of the same filing: same place or, else, same words."""
        same = self.at(place)
        words = _folded(item.text)
        if (
            same is not None
            and type(same) is type(item)
            and (_folded(same.text) == words or isinstance(item, Cell) and not words)
        ):
            return same
        if not words:
            return None
        if isinstance(item, Line):
            near = [line for line in self.lines.values() if words == _folded(line.text)]
            return min(near, key=lambda line: abs((line.line or 0) - place.get("line", 0)), default=None)
        if self._by_text is None:
            self._by_text = {}
            for table, grid in self.grids.items():
                for cell in grid.cells:
                    self._by_text.setdefault(_folded(cell.text), []).append((table, cell))
        found = self._by_text.get(words, [])
        wanted = (place.get("table", 0), place.get("row", 0), place.get("col", 0))
        nearest = min(
            found,
            key=lambda pair: (abs(pair[0] - wanted[0]), abs(pair[1].row - wanted[1]), abs(pair[1].col - wanted[2])),
            default=None,
        )
        return nearest[1] if nearest is not None else None

    def first(self) -> Cell | Line | None:
        """The first line with words or, where a table begins the document, its first cell."""
        for item in self._items:
            if isinstance(item, Line):
                if not item.chrome and item.member is None:
                    return item
            elif isinstance(item, Grid) and item.cells and item.member is None:
                return item.cells[0]
        return None


def spots_of(remark: Remark, source: Index, target: Index) -> list[Spot]:
    """The places of a remark in `target`, the first to write at, all to be coloured; empty in an empty document.

    Args:
        source: the reading the findings speak of.
        target: the document to write into; may be the same.
    """
    own: list[Cell | Line] = []
    for place in remark.places[: remark.own]:
        item = _located(place, source, target)
        if item is not None and all(item is not known for known in own):
            own.append(item)
    if own:
        return [Spot(item, True) for item in own]
    for place in remark.places[remark.own :]:
        item = _located(place, source, target)
        if item is not None:
            return [Spot(item, False)]
    first = target.first()
    return [Spot(first, False)] if first is not None else []


def _located(place: Place, source: Index, target: Index) -> Cell | Line | None:
    item = source.at(place)
    if item is None or source is target:
        return item
    return target.twin(item, place)


def _folded(text: str) -> str:
    return _BLANK.sub("", text)
