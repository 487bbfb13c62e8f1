"""Where in the source a corrected value stands, and what is printed beside and above it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_text
from extractor.learning.corrected import decimal_of
from extractor.model.document import Cell, Document, Grid
from extractor.values.date import parse_date, parse_period

LONGEST_LABEL = 40
_COLON = re.compile(r"[:：]")
_MONEY = re.compile(r"^[￥¥]?(-?[\d,]+(?:\.\d+)?)(?:[百千万亿]*元)?$")
_GLUED = re.compile(
    r"(?:^|[，,；;。、：:（(\s中])(?P<label>[\u4e00-\u9fff]{2,14}?)(?:为|共)?(?P<value>[\d,]+(?:\.\d+)?[千万亿]?元)"
)
_FIGURE = re.compile(r"^[\d.,%％≥≤<>=+\-—/年月日万千亿元分()（）√]*$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, or a piece of a text behind a colon. `inline` is the label before the colon."""

    grid: Grid | None
    cell: Cell | None
    text: str
    inline: str | None = None


class Source:
    """All cells and labelled pieces of a document, found by what they say."""

    def __init__(self, document: Document) -> None:
        self.grids = [item for item in document.items if isinstance(item, Grid)]
        self._by_text: dict[str, list[Spot]] = defaultdict(list)
        self._by_number: dict[str, list[Spot]] = defaultdict(list)
        self.spots: list[Spot] = []
        for item in document.items:
            if isinstance(item, Grid):
                for cell in item.cells:
                    self._add(Spot(item, cell, cell.text))
                    for label, value in (*pieces(cell.text), *glued(cell.text)):
                        self._add(Spot(item, cell, value, label))
            else:
                for label, value in pieces(item.text):
                    self._add(Spot(None, None, value, label))

    def _add(self, spot: Spot) -> None:
        folded = fold_text(spot.text)
        if not folded:
            return
        self.spots.append(spot)
        self._by_text[folded].append(spot)
        if (money := _MONEY.match(folded)) is not None and (number := decimal_of(money[1])) is not None:
            self._by_number[str(number.normalize())].append(spot)

    def find(self, value: str) -> list[Spot]:
        """Where a value stands: the same text, the same number, the same day or span."""
        folded = fold_text(value)
        if not folded:
            return []
        found = list(self._by_text.get(folded, ()))
        if (number := decimal_of(folded)) is not None and not folded.endswith("%"):
            found += [spot for spot in self._by_number.get(str(number.normalize()), ()) if spot not in found]
        if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", folded):
            found += [spot for spot in self.spots if spot not in found and _dated(spot.text, folded)]
        return found

    def labels_of(self, spot: Spot, values: set[int], blocks: frozenset[int] = frozenset()) -> Iterator[str]:
        """What may be the value's label, the likeliest first: before its colon, at its left, above it.

        Args:
            values: ids of the cells that hold corrected values: never labels.
            blocks: ids of the cells that head a block of several values: never a label of one.
        """
        if spot.inline is not None:
            yield spot.inline
            return
        for label in self.label_cells(spot, values):
            if id(label) not in blocks:
                yield label.text

    def label_cells(self, spot: Spot, values: set[int]) -> Iterator[Cell]:
        """The nearest cell of words at the left, and the nearest above."""
        if spot.grid is None or spot.cell is None:
            return
        for cells in (left_of(spot.grid, spot.cell), above(spot.grid, spot.cell)):
            label = next((c for c in cells if id(c) not in values and is_label_like(c.text)), None)
            if label is not None:
                yield label

    def blocks_among(self, spots: dict[str, list[Spot]], values: set[int]) -> list[Cell]:
        """Cells that stand nearest at the left of the values of several pointers: a block's label (资金, 绩效目标)."""
        beside: dict[int, set[tuple[str, int]]] = defaultdict(set)
        cells: dict[int, Cell] = {}
        inline: set[int] = set()
        for pointer, spot in ((pointer, spot) for pointer, found in spots.items() for spot in found):
            label = next(self.label_cells(spot, values), None)
            if label is None or spot.cell is None or label.row > spot.cell.row:
                continue
            cells[id(label)] = label
            if spot.inline is not None:
                inline.add(id(label))  # 资金 beside a sentence with labels of its own
            else:
                beside[id(label)].add((pointer, id(spot.cell)))
        several = {
            key for key, held in beside.items() if len({p for p, _ in held}) > 1 and len({c for _, c in held}) > 1
        }
        return [cell for key, cell in cells.items() if key in several or key in inline and key not in beside]


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """(label, value) of every "label：value" in a text, as far as blanks and colons tell."""
    if len(text) > 600:
        return
    parts = _COLON.split(text)
    for before, after in zip(parts, parts[1:]):
        words = before.split()
        if words and len(words[-1]) <= LONGEST_LABEL:
            rest = after.split()
            yield words[-1], rest[0] if len(rest) > 1 and after is not parts[-1] else after.strip()
            if len(rest) > 1:
                yield words[-1], " ".join(rest[:-1])


def glued(text: str) -> Iterator[tuple[str, str]]:
    """(label, value) of every amount of a sentence: 总额609万元，其中：财政拨款509万元."""
    if len(text) <= 400 and "元" in text:
        yield from ((match["label"], match["value"]) for match in _GLUED.finditer(text))


def _dated(text: str, iso: str) -> bool:
    if len(text) > 40 or not any(ch.isdigit() for ch in text):
        return False
    period = parse_period(text)
    ends = [end for end in (parse_date(text).iso, period.start, period.end) if end]
    return any(end[:7] == iso[:7] and (len(iso) == 7 or end.startswith(iso) or iso.startswith(end)) for end in ends)


def left_of(grid: Grid, cell: Cell) -> Iterator[Cell]:
    """Cells at the left in the same row, the nearest first."""
    yield from _walk(grid, cell, 0, -1)


def above(grid: Grid, cell: Cell) -> Iterator[Cell]:
    """Cells above in the same column, the nearest first."""
    yield from _walk(grid, cell, -1, 0)


def _walk(grid: Grid, cell: Cell, down: int, right: int) -> Iterator[Cell]:
    row, col, owners, last = cell.row + down, cell.col + right, grid.owners(), cell
    while row >= 0 and col >= 0:
        owner = owners[row][col]
        if owner is not None and owner is not last:
            yield owner
            last = owner
        row, col = row + down, col + right


def is_money(text: str) -> bool:
    """A bare figure, with a money unit or none."""
    return _MONEY.match(fold_text(text)) is not None


def is_label_like(text: str) -> bool:
    """Short words that are no figure."""
    folded = fold_text(text)
    return 1 < len(folded) <= LONGEST_LABEL and not _FIGURE.match(folded)


__all__ = ["Source", "Spot", "above", "is_label_like", "is_money", "left_of", "pieces"]
