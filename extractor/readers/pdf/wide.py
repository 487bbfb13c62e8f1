"""Sheets wider than their pages: a workbook printed at its own width, whose right columns come on pages of their own.

A text that stands across the edge (a title, a merged cell) is printed whole on both pages, each showing its part. Where
the hidden beginning on one page is what another page shows, letter for letter and at the same height, the two are
put side by side by it, and the sheet is read as one page. Cells keep the page and box they are printed at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from extractor.layout.ink import Fill, Paint, Stroke
from extractor.layout.text import Glyph
from extractor.model.document import Grid, Line
from extractor.readers.page.doubt import SecondReader
from extractor.readers.page.ink import Ink
from extractor.readers.page.reading import PageReading, read_ink

NEAR = 1.5
"""Points by which one character's places on two pages may differ."""
EDGE = 4.0
"""Points between a page's edge of print and its outermost rulings, or between the edges of two pages, at most."""
MOST, ROWS = 8, 4
"""Pages that one column of a sheet may take; borders of rows that two pages share from which they are one sheet's."""
VOTES = 2
"""Characters that must agree where a page goes."""


@dataclass(slots=True)
class Part:
    """A page of a wide sheet."""

    number: int
    ink: Ink
    at: int
    """How many items of the document stand before it."""
    speaks: bool = True
    """It would be read alone too."""
    shift: float = 0.0
    """Points from its own places to the sheet's."""
    index: dict[str, list[Glyph]] = field(default_factory=lambda: defaultdict(list))

    def edges(self) -> tuple[float, float]:
        """Left and right end of its rulings, in its own places."""
        xs = [x for paint in self.ink.paints for x in (paint.x0, paint.x1)]
        return min(xs), max(xs)

    def by_text(self) -> dict[str, list[Glyph]]:
        """Its glyphs by the text they show."""
        if not self.index:
            for glyph in self.ink.glyphs:
                self.index[glyph.text].append(glyph)
        return self.index


def is_part(ink: Ink) -> bool:
    """Whether a text is hidden beyond the left or right end of the page's rulings."""
    hidden = [glyph for glyph in ink.glyphs if _beside(glyph)]
    if not hidden or not ink.paints:
        return False
    left, right = min(min(p.x0, p.x1) for p in ink.paints), max(max(p.x0, p.x1) for p in ink.paints)
    return any(g.home is not None and (g.home[0] < left + EDGE or g.home[0] > right - EDGE) for g in hidden)


def sheets(parts: Iterable[Part]) -> list[list[Part]]:
    """The pages of each sheet from left to right; a page that goes with no other is a sheet of its own."""
    found: list[list[Part]] = []
    for part in parts:
        offers = [(votes, n, shift) for n, sheet in enumerate(found) for votes, shift in [_offset(sheet[-1], part)]]
        votes, number, shift = max(offers, default=(0, 0, 0.0))
        if votes < VOTES:
            found.append([part])
        else:
            part.shift = found[number][-1].shift + shift
            found[number].append(part)
    for sheet in [sheet for sheet in found if len(sheet) > 1]:
        _further_rows(sheet, found)
    return found


def _further_rows(sheet: list[Part], found: list[list[Part]]) -> None:
    """The pages below a sheet's, which no text needs to cross: printed in the same order, rulings at one height."""
    numbers = [part.number for part in sheet]
    step = numbers[1] - numbers[0]
    rows = range(1, step) if step > 1 else range(len(sheet), len(sheet) * len(found) + 1, len(sheet))
    for row in rows:
        heads = {one[0].number: one for one in found}
        left = heads.get(numbers[0] + row)
        if left is None:
            break
        for own, number in list(zip(sheet, numbers))[len(left) :]:
            right = heads.get(number + row)
            if len(left) > numbers.index(number):
                continue
            if right is None or not any(_same_rows(part, right[0]) for part in left):
                break
            for part in right:
                part.shift += own.shift
            left += right
            found.remove(right)


def _same_rows(left: Part, right: Part) -> bool:
    """Whether the level rulings of two pages stand at the same heights."""
    ours, theirs = (
        {round(p.y0) for p in part.ink.paints if abs(p.y1 - p.y0) < 1.0 < abs(p.x1 - p.x0)} for part in (left, right)
    )
    few, many = sorted((ours, theirs), key=len)
    near = sum(not many.isdisjoint((y - 1, y, y + 1)) for y in few)
    return bool(few) and near >= 0.8 * len(few)


def left_part(sheet: list[Part], items: Iterable[Line | Grid]) -> Grid | None:
    """A table on a page before a sheet of several whose rows all stand at the heights of the sheet's: its left columns,
    which no text crosses, so that nothing says where they go."""
    heights = {round(p.y0) for p in sheet[0].ink.paints if abs(p.y1 - p.y0) < 1.0 < abs(p.x1 - p.x0)}
    for item in items:
        if not isinstance(item, Grid) or item.page is None or not sheet[0].number - MOST < item.page < sheet[0].number:
            continue
        boxes = [cell.bbox for cell in item.cells if cell.bbox is not None and cell.page in (None, item.page)]
        rows = {round(y) for box in boxes for y in (box[1], box[3])}
        if len(rows) >= ROWS and all(not heights.isdisjoint((y - 1, y, y + 1)) for y in rows):
            return item
    return None


def read_sheet(sheet: list[Part]) -> PageReading:
    """The sheet read as one page: boxes are the sheet's (`put_back`), pages those where cells are printed."""
    reading = read_ink(_joined(sheet), sheet[0].number, _Nobody())
    for item in reading.items:
        for cell in item.cells if isinstance(item, Grid) else ():
            if cell.bbox is not None:
                cell.page = next(
                    (p for p in reversed(sheet) if cell.bbox[0] + EDGE >= p.shift + p.edges()[0]), sheet[0]
                ).number
    return reading


def put_back(items: Iterable[Line | Grid], parts: Iterable[Part]) -> None:
    """Boxes of cells in the frame of the page they are printed on, in place; once tables over breaks are joined."""
    shifts = {part.number: part.shift for part in parts if part.shift}
    for item in items if shifts else ():
        for cell in item.cells if isinstance(item, Grid) else ():
            if cell.bbox is not None and cell.page in shifts:
                x0, top, x1, bottom = cell.bbox
                cell.bbox = (x0 - shifts[cell.page], top, x1 - shifts[cell.page], bottom)
            for place in cell.parts:
                if "bbox" in place and (by := shifts.get(place.get("page", 0))):
                    x0, top, x1, bottom = place["bbox"]
                    place["bbox"] = [round(x0 - by, 2), top, round(x1 - by, 2), bottom]


class _Nobody:
    """A second reader that knows nothing of sheets over several pages."""

    def turned(self, angle: int) -> SecondReader:
        return self

    def grids(self, number: int) -> list[Grid] | None:
        return None

    def glyphs(self, number: int) -> list[Glyph] | None:
        return None


def _beside(glyph: Glyph) -> bool:
    """Whether a character is hidden to the left or right of what shows of its text."""
    return glyph.home is not None and abs(glyph.home[0] - (glyph.x0 + glyph.x1) / 2) > 1e-6


def _offset(left: Part, right: Part) -> tuple[int, float]:
    """How many hidden characters of a page the one to its left has at the same height, and how far apart they stand."""
    if not left.ink.paints or not right.ink.paints:
        return 0, 0.0
    begin, end = right.edges()[0], left.edges()[1]
    places: Counter[float] = Counter()
    known = left.by_text()
    for glyph in right.ink.glyphs:
        if glyph.home is None or glyph.home[0] > begin + EDGE or not _beside(glyph) or glyph.text.isspace():
            continue
        for other in known.get(glyph.text, ()):
            if abs(other.top - glyph.top) < NEAR and abs(other.x0 - glyph.x0 - (end - begin)) < EDGE:
                places[round(2 * (other.x0 - glyph.x0)) / 2] += 1
    if not places:
        return 0, 0.0
    best, _ = max(places.items(), key=lambda p: (p[1], -p[0]))
    return sum(places[best + step] for step in (-0.5, 0.0, 0.5)), best


def _joined(sheet: list[Part]) -> Ink:
    """All ink of the sheet in one frame; a character hidden on one page and shown on another stands once."""
    whole = replace(sheet[0].ink, glyphs=[], paints=[], images=[], stamps=[], slanted=[], lost=[])
    shown: dict[str, list[Glyph]] = defaultdict(list)
    hidden: list[Glyph] = []
    for part in sheet:
        own = [_shifted(glyph, part.shift) for glyph in part.ink.glyphs]
        new = [g for g in own if g.home is None and not _is_shown(g, shown[g.text])]
        for glyph in new:
            shown[glyph.text].append(glyph)
        whole.glyphs += new
        hidden += [g for g in own if g.home is not None]
    for glyph in hidden:
        if not _is_shown(glyph, shown[glyph.text]):
            shown[glyph.text].append(glyph)
            whole.glyphs.append(glyph)
    for part in sheet:
        whole.paints += [_moved(paint, part.shift) for paint in part.ink.paints]
        whole.images += [(a + part.shift, b, c + part.shift, d) for a, b, c, d in part.ink.images]
        whole.stamps += [(a + part.shift, b, c + part.shift, d) for a, b, c, d in part.ink.stamps]
        whole.lost += [(x + part.shift, y) for x, y in part.ink.lost]
        whole.width = max(whole.width, part.shift + part.ink.width)
    return whole


def _shifted(glyph: Glyph, by: float) -> Glyph:
    home = (glyph.home[0] + by, glyph.home[1]) if glyph.home else None
    return replace(glyph, x0=glyph.x0 + by, x1=glyph.x1 + by, home=home)


def _moved(paint: Paint, by: float) -> Fill | Stroke:
    return replace(paint, x0=paint.x0 + by, x1=paint.x1 + by)


def _is_shown(glyph: Glyph, others: list[Glyph]) -> bool:
    return any(abs(o.x0 - glyph.x0) < NEAR and abs(o.top - glyph.top) < NEAR for o in others)
