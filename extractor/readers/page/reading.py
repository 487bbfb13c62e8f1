"""One PDF page's ink -> lines and grids in reading order, checked, and read a second time where in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from extractor.layout.conservation import check, check_text
from extractor.layout.grid import Lattice, solve
from extractor.layout.ink import Fill, Paint, Stroke, rulings
from extractor.layout.marks import mark_raised, settle_low
from extractor.layout.slits import without_slits
from extractor.layout.spilt import settle_spilt
from extractor.layout.text import Glyph, bbox_of, deal, free_lines, grid_of, trim_ragged, turn_back, turn_box
from extractor.model.document import BBox, Cell, Grid, Line, Note, Place
from extractor.readers.page.doubt import SecondReader, Trigger, recover, settle, triggers
from extractor.readers.page.ink import Ink
from extractor.readers.page.lineless import HEAD, said_of, tables_by_place

FULL_PICTURE = 0.5
"""A picture over this share of the page makes it a scan."""
FEW = 20
"""Characters of a text layer below which a page with a full picture is a scan."""
SIDE_CELLS = 8
"""Cells of a table from which it may be the table of a page of its own, beside another on one sheet."""
OUTLINES = 200
"""Curved shapes on a page without text from which they are taken for its words."""
DISTRUST = 0.15
"""Share of characters without a meaning from which the text layer is not used."""
_PAGE_NUMBER = re.compile(
    r"^[-—–－·\s]*(?:第\s*)?(?:\d{1,4}|[IVXivx]{1,5})(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*$"
)


@dataclass(slots=True)
class PageReading:
    """What one page gives."""

    items: list[Line | Grid] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seals: list[Place] = field(default_factory=list)
    height: float = 0.0
    fired: dict[Trigger, list[str]] = field(default_factory=dict)
    """Why the page was read a second time."""


def is_plain(text: str) -> bool:
    """Whether a page's text (without white space) is enough, and means something."""
    if len(text) <= FEW:
        return False
    strange = sum(1 for ch in text if "\ue000" <= ch <= "\uf8ff" or ch in "\ufffd\ufffe\x00" or ch >= "\U000f0000")
    return strange <= DISTRUST * len(text)


def needs_picture(ink: Ink) -> bool:
    """Whether the page's words must be taken from its image: none on it, drawn as outlines, meaningless, or an
    invisible layer over a scan. A running head over a scan does not make it text."""
    printed = [glyph for glyph in ink.glyphs if not glyph.text.isspace()]
    scan = picture_share(ink) >= FULL_PICTURE
    if scan and sum(_on_picture(glyph, ink) for glyph in printed) <= FEW:
        return True
    if len(printed) <= FEW and ink.curves >= OUTLINES:
        return True
    if max(ink.map_errors, ink.private) > DISTRUST * len(printed) > 0:
        return True
    return scan and max(ink.invisible, sum(glyph.why == "hidden" for glyph in printed)) * 2 > len(printed) > 0


def _on_picture(glyph: Glyph, ink: Ink) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
    return any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in ink.images)


def picture_share(ink: Ink) -> float:
    """Share of the page under its pictures (strips of one scan add up)."""
    area = ink.width * ink.height
    covered = sum(
        max(0.0, min(x1, ink.width) - max(x0, 0.0)) * max(0.0, min(y1, ink.height) - max(y0, 0.0))
        for x0, y0, x1, y1 in ink.images
    )
    return covered / area if area > 0 else 0.0


def read_ink(ink: Ink, number: int, second: SecondReader) -> PageReading:
    """Lines and grids of a page with a text layer. `number` counts from 1; `second` is asked where in doubt."""
    angle = text_angle(ink)
    if angle:
        return _read_turned(ink, angle, number, second)
    whole = not ink.lost or recover(ink, second, number)
    ink.glyphs = mark_raised(settle_low(ink.glyphs))
    lattices = _tables(solve(rulings(ink.paints)), ink)
    held, left = deal(lattices, ink.glyphs)
    for lattice, own in zip(lattices, held):
        left = settle_spilt(lattice, own, left)
    if not all(any(cells) for cells in held):
        lattices, held = _with_words(lattices, held, ink)
    for i, lattice in enumerate(lattices):
        lattice, held[i] = lattices[i], held[i] = without_slits(lattice, held[i])
        if lattice.open_top or lattice.open_bottom:
            lattices[i], held[i] = trim_ragged(lattice, held[i])
    by_place = tables_by_place(left, rulings(ink.paints)) if not _holds_heads(held) else None
    if by_place is not None:
        taken = {id(glyph) for own in by_place[1] for glyph in own}
        left = [glyph for glyph in left if id(glyph) not in taken]
    grids = [grid_of(lattice, own, number) for lattice, own in zip(lattices, held)]
    for grid in grids:
        grid.doubts += check(grid)
        if grid.seen is not None:
            grid.doubts += check_text(grid.seen, (cell.text for cell in grid.cells))
    middle = gutter(ink, lattices)
    lines = _lines(left, number, ink.width, middle)
    for line in lines:
        line.chrome = _is_page_number(line, ink.height)
    if ink.slanted:
        watermark = "".join(glyph.text for glyph in ink.slanted)
        lines.append(Line(watermark, page=number, bbox=bbox_of(ink.slanted), chrome=True))
    fired = triggers(ink, lattices, held, left, grids)
    if not whole:
        fired[Trigger.CHARACTERS_LOST] = [f"有 {len(ink.lost)} 个字符因字体未嵌入而无法读出"]
    notes: list[Note] = []
    if fired:
        grids, notes = settle(grids, fired, second, number)
    if by_place is not None:
        grid = grid_of(*by_place, number)
        grid.doubts += [*by_place[0].doubts, *check(grid)]
        grids.append(grid)
        notes.append(said_of(grid, number))
    if ink.truncated:
        notes.append(Note("unreadable-part", f"第{number}页图形或文字过多，只读了一部分，请核对原文", {"page": number}))
    _mark_pictures(grids, ink)
    items: list[Line | Grid] = [*lines, *grids]
    items.sort(key=_position if middle is None else partial(_half_position, middle))
    _centre_over_tables(items)
    seals: list[Place] = [{"page": number, "bbox": [round(v, 2) for v in box]} for box in ink.stamps if _is_seal(box)]
    return PageReading(items, notes, seals, ink.height, fired)


def _holds_heads(held: Sequence[Sequence[Sequence[Glyph]]]) -> bool:
    """Whether a ruled table holds the heads of a form's table."""
    return any(
        sum(HEAD.fullmatch("".join(g.text for g in cell if not g.text.isspace())) is not None for cell in cells) >= 3
        for cells in held
    )


def gutter(ink: Ink, lattices: Sequence[Lattice]) -> float | None:
    """Where a sheet that shows two pages side by side parts; None for one page.

    Tables of some size stand left and right of a strip that no character and no table crosses.
    """
    large = [lattice for lattice in lattices if len(lattice.spans) >= SIDE_CELLS]
    for one in large:
        for other in large:
            x0, x1 = one.xs[-1], other.xs[0]
            shared = min(one.ys[-1], other.ys[-1]) - max(one.ys[0], other.ys[0])
            if not (x0 < x1 and shared > 0.5 * min(one.ys[-1] - one.ys[0], other.ys[-1] - other.ys[0])):
                continue
            middle = (x0 + x1) / 2
            if abs(middle - ink.width / 2) < 0.1 * ink.width and not any(g.x0 < middle < g.x1 for g in ink.glyphs):
                return middle if not _spans_both(ink.glyphs, middle, x1 - x0) else None
    return None


def _spans_both(glyphs: Sequence[Glyph], middle: float, wide: float) -> bool:
    """Whether a printed line runs on over the strip: characters close to it on both sides, at one height."""
    left = [g for g in glyphs if middle - wide / 2 < g.x1 <= middle and not g.text.isspace()]
    right = [g for g in glyphs if middle <= g.x0 < middle + wide / 2 and not g.text.isspace()]
    return any(abs(a.middle - b.middle) < 2 and b.x0 - a.x1 < 1.5 * (a.bottom - a.top) for a in left for b in right)


def _lines(glyphs: Sequence[Glyph], number: int, width: float, middle: float | None) -> list[Line]:
    """The lines outside tables; of two pages on one sheet each page's own."""
    if middle is None:
        return free_lines(glyphs, number, width)
    lines = free_lines([g for g in glyphs if g.x0 < middle], number, middle)
    right = [replace(g, x0=g.x0 - middle, x1=g.x1 - middle) for g in glyphs if g.x0 >= middle]
    for line in free_lines(right, number, width - middle):
        if line.bbox is not None:
            x0, y0, x1, y1 = line.bbox
            line.bbox = (x0 + middle, y0, x1 + middle, y1)
        lines.append(line)
    return lines


def _half_position(middle: float, item: Line | Grid) -> tuple[bool, float, float]:
    box = item.bbox or (0.0, 0.0, 0.0, 0.0)
    return (box[0] >= middle, box[1], box[0])


def _is_seal(box: BBox) -> bool:
    """A stamp as large and as square as a seal: 42 mm for an office, less for a person."""
    width, height = box[2] - box[0], box[3] - box[1]
    return 30 < width < 260 and 0.6 < height / width < 1.6


def text_angle(ink: Ink) -> int:
    """How most of the page's text is turned: 0, 90, 180 or 270 degrees clockwise."""
    if not ink.turned:
        return 0
    turns = Counter(glyph.angle for glyph in ink.glyphs)
    return turns.most_common(1)[0][0] if turns else 0


def _read_turned(ink: Ink, angle: int, number: int, second: SecondReader) -> PageReading:
    """A page whose text lies on its side is read upright; places come back in the page as shown."""
    upright = turn_ink(ink, angle)
    reading = read_ink(upright, number, second.turned(angle))
    second.turned(0)
    reading.seals = [{"page": number, "bbox": [round(v, 2) for v in box]} for box in ink.stamps if _is_seal(box)]
    for item in reading.items:
        boxed: list[Grid | Line | Cell] = [item, *item.cells] if isinstance(item, Grid) else [item]
        for part in boxed:
            if part.bbox is not None:
                part.bbox = turn_back(part.bbox, angle, ink.width, ink.height)
    return reading


def turn_ink(ink: Ink, angle: int) -> Ink:
    """The page's ink turned so that text of this angle is upright."""
    width, height = (ink.height, ink.width) if angle in (90, 270) else (ink.width, ink.height)

    def turn(x0: float, y0: float, x1: float, y1: float) -> BBox:
        return turn_box((x0, y0, x1, y1), angle, ink.width, ink.height)

    glyphs = [
        Glyph(
            g.text,
            *turn(g.x0, g.top, g.x1, g.bottom),
            (g.angle - angle) % 360,
            g.why,
            turn(*g.home, *g.home)[:2] if g.home else None,
        )
        for g in ink.glyphs
    ]
    paints: list[Paint] = []
    for p in ink.paints:
        x0, y0, x1, y1 = turn(p.x0, p.y0, p.x1, p.y1)
        paints.append(
            Fill(x0, y0, x1, y1, p.white) if isinstance(p, Fill) else Stroke(x0, y0, x1, y1, p.thickness, p.white)
        )
    lost = [turn(x, y, x, y)[:2] for x, y in ink.lost]
    images, stamps = [turn(*box) for box in ink.images], [turn(*box) for box in ink.stamps]
    return replace(
        ink, width=width, height=height, glyphs=glyphs, paints=paints, images=images, stamps=stamps, lost=lost
    )


def _tables(lattices: list[Lattice], ink: Ink) -> list[Lattice]:
    """Without frames: a single cell around other tables or around most of the page."""
    area = ink.width * ink.height
    kept = []
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.bbox
        if len(lattice.spans) == 1 and ((x1 - x0) * (y1 - y0) > 0.6 * area or _holds_another(lattice, lattices)):
            continue
        kept.append(lattice)
    return kept


def _with_words(
    lattices: list[Lattice], held: list[list[list[Glyph]]], ink: Ink
) -> tuple[list[Lattice], list[list[list[Glyph]]]]:
    """Without lattices that hold no character and are narrow: drawings, charts, rulers of a letterhead.

    A wide one may be a table's blank rest after a page break.
    """
    kept = [
        (lattice, own)
        for lattice, own in zip(lattices, held)
        if any(own) or lattice.xs[-1] - lattice.xs[0] > 0.5 * ink.width
    ]
    return [lattice for lattice, _ in kept], [own for _, own in kept]


def _holds_another(lattice: Lattice, others: list[Lattice]) -> bool:
    x0, y0, x1, y1 = lattice.bbox
    return any(
        o is not lattice and x0 <= o.xs[0] and y0 <= o.ys[0] and o.xs[-1] <= x1 and o.ys[-1] <= y1 for o in others
    )


def _position(item: Line | Grid) -> tuple[float, float]:
    box = item.bbox or (0.0, 0.0, 0.0, 0.0)
    return (box[1], box[0])


def _centre_over_tables(items: list[Line | Grid]) -> None:
    """A title may be centred over its table and not on the page."""
    below: Grid | None = None
    for item in reversed(items):
        if isinstance(item, Grid):
            below = item
        elif below is not None and below.bbox and item.bbox and not item.centred and not item.chrome:
            left, right = item.bbox[0] - below.bbox[0], below.bbox[2] - item.bbox[2]
            width = below.bbox[2] - below.bbox[0]
            item.centred = min(left, right) > 0.1 * width and abs(left - right) <= 0.05 * width


def _is_page_number(line: Line, height: float) -> bool:
    box = line.bbox
    if box is None or not (box[1] < 0.09 * height or box[3] > 0.9 * height):
        return False
    return _PAGE_NUMBER.match(line.text) is not None


def _mark_pictures(grids: list[Grid], ink: Ink) -> None:
    """A small picture in a cell is a signature or a seal."""
    area = ink.width * ink.height
    for x0, y0, x1, y1 in ink.images:
        if (x1 - x0) * (y1 - y0) > 0.25 * area:
            continue
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for grid in grids:
            for cell in grid.cells:
                if cell.bbox and cell.bbox[0] <= x < cell.bbox[2] and cell.bbox[1] <= y < cell.bbox[3]:
                    cell.image = True
