"""What of a page may be read wrong: stamps and specks in the text, columns and tables whose rulings are lost."""

from __future__ import annotations

import re
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice, Span
from extractor.model.document import Note
from extractor.scan import lines as cutting
from extractor.scan.cleanup import Page
from extractor.scan.creases import ALONG
from extractor.scan.crop import PRINT
from extractor.scan.cuts import Cuts
from extractor.scan.words import BRIEF, Piece

Gray = NDArray[Any]

DOUBTFUL = 0.8
"""Confidence under which a value is reported as doubtful (`forms.draft.DOUBT_BELOW`)."""
PARTED = 4
"""Lines of a cell that wide blanks part from which they are columns."""
HIDDEN = 0.2
"""Share of a ruling's length under coloured ink from which it may be hidden."""
STAMPED = 0.7
"""Share of a strip's ink under coloured ink from which it may be the stamp's."""
_POINTED = re.compile(
    r"\d\s*[.．:：,，·'`]\s*\d|\S\s{2,}\S|^[^\w（(《“\"≥≤≧≦><=＞＜＝%％—/□☑√■]"
    r"|[^\w）)》”\"%％—/□☑√■≥≤≧≦><=＞＜＝℃]$|[.．·,，、'’`\-][（(]"
)
"""What specks make of a short text: a point within a figure, a gap where a mark stood, a mark at its beginning or end,
one before a bracket."""
_TWICE = re.compile(r"[。！？；][^\w\s）)》」”’\"]+$|^[（(]?\d{1,2}[:：;；,，]\D")
"""What they make of a long one: a second mark at its end, another one than the point after an item's number."""
_GRAVE = re.compile(
    r"不闭合|不能由文字|有 (?:[3-9]|\d\d+) 处框线断缺|外框不完整|以外还有框线|分成几栏|旁边还有文字"
    r"|深浅不一|细框线可能缺失"
)
"""Doubts with which cells may stand in other rows and columns than they were given."""
COVERED, COVERED_RULING = 0.65, "文字被盖住的地方可能缺少框线"
"""Confidence below which something lies over a text, and what is said of the table."""
BESIDE = 2
"""Lines of print beside a table, at its height, from which a column of it may be lost."""


def doubt_stamped(cuts: Cuts, red: Gray, read: list[Piece]) -> None:
    """What is read where nearly all ink is coloured may be the stamp's own lettering."""
    cells = [strip for table in cuts.strips for strips in table for strip in strips]
    for strip, crop, piece in zip([*cells, *(s for strips in cuts.free for s in strips)], cuts.crops, read):
        dark = crop.ink > PRINT
        under = red[strip.y0 : strip.y1, strip.x0 : strip.x1] > 0
        if int(np.count_nonzero(dark & under)) > STAMPED * max(1, int(np.count_nonzero(dark))):
            piece.confidence = min(piece.confidence, 0.6)


def doubt_fading(cuts: Cuts, read: list[Piece]) -> None:
    """Where print grows too faint for its end to be seen, what was read may be a part of it."""
    for strip, piece in zip((strip for table in cuts.strips for strips in table for strip in strips), read):
        if strip.fading:
            piece.confidence = min(piece.confidence, 0.75)
            piece.why = piece.why or "fading"


def doubt_points(read: list[Piece]) -> None:
    """On a dirty page a speck may be the point of a figure, and a point may have gone with the specks."""
    for piece in read:
        if _TWICE.search(piece.text) or (len(piece.text) <= BRIEF and _POINTED.search(piece.text)):
            piece.confidence = min(piece.confidence, 0.75)
            piece.why = piece.why or "speck"


def doubt_columns(table: Lattice, cells: list[list[cutting.Strip]], red: Gray | None) -> None:
    """Text that wide blanks part may stand in columns whose rulings are lost.

    Many such lines one under the other say so; one does where a stamp lies on the place of a column between its parts.
    """
    for span, strips in zip(table.spans, cells):
        parted = [(a, b) for a, b in zip(strips, strips[1:]) if a.y0 == b.y0]
        if len({a.y0 for a, _ in parted}) >= PARTED:
            table.doubts.append("单元格内文字分成几栏，可能缺少框线")
            return
        top, bottom = round(table.ys[span.row]), round(table.ys[span.row + span.rowspan])
        for x in map(round, table.xs[span.col + 1 : span.col + span.colspan] if red is not None else []):
            between = any(a.x1 < x < b.x0 for a, b in parted)
            if between and red is not None and (red[top:bottom, max(0, x - 2) : x + 3] > 0).any(axis=1).mean() > HIDDEN:
                table.doubts.append("印章下可能缺少框线")
                return


def doubt_covered(table: Lattice, span: Span, strips: list[cutting.Strip], confidence: float | None, em: float) -> None:
    """Text badly read in a cell of several columns, with a blank about where one of them begins: what covers the text
    (a stamp copied in black) may cover a ruling.

    Args:
        confidence: of the cell's reading, 0..1; None = nothing was read.
        em: height of a line of print, in pixels.
    """
    if confidence is None or confidence >= COVERED or COVERED_RULING in table.doubts:
        return
    places = table.xs[span.col + 1 : span.col + span.colspan]
    parted = [(a, b) for a, b in zip(strips, strips[1:]) if a.y0 == b.y0]
    if any(a.x1 - em < x < b.x0 + em for a, b in parted for x in places):
        table.doubts.append(COVERED_RULING)


def doubt_creases(table: Lattice, creased: Gray | None, scale: float) -> None:
    """A crease that hid a ruling, and no ruling of the table on it: the ruling may be lost.

    Args:
        creased: such creases (0/255) on the straight page; None where there are none.
        scale: pixels per point.
    """
    if creased is None:
        return
    x0, y0, x1, y1 = (round(v) for v in table.bbox)
    part = np.ascontiguousarray(creased[y0 : y1 + 1, x0 : x1 + 1])
    _count, _labels, stats, middles = cv2.connectedComponentsWithStats(part, connectivity=8)
    for (_x, _y, wide, high, _area), (across, down) in zip(stats[1:].tolist(), middles[1:].tolist()):
        places, at = (table.ys, y0 + down) if wide > high else (table.xs, x0 + across)
        if all(abs(place - at) > ALONG * scale for place in places):
            table.doubts.append("折痕上可能有框线")
            return


def notes_on(table: Lattice, page: Page, number: int, unit: float) -> list[Note]:
    """What is said of a table in doubt; where its columns or rows may be others, the page was not read.

    Args:
        number: of the page, from 1.
        unit: what one pixel is in the box given back.
    """
    if not table.doubts:
        return []
    where = [round(v * unit, 2) for v in page.warp.box_to_picture(table.bbox)]
    grave = any(_GRAVE.search(doubt) for doubt in table.doubts)
    return [
        Note(
            "unreadable-part" if grave else "doubtful-table",
            f"第{number}页的表格{'行列不能确定' if grave else '存疑'}：{'；'.join(table.doubts)}，"
            + ("请换清楚、平整的扫描件，或对照原件逐格核对" if grave else "请核对原文"),
            {"page": number, "bbox": where},
        )
    ]


def doubt_sides(cuts: Cuts, read: list[Piece]) -> None:
    """Print close beside a table, at the height of its rows, may be a column whose border was lost."""
    strips = [strip for line in cuts.free for strip in line]
    words = [s for s, p in zip(strips, read[len(read) - len(strips) :]) if len(p.text) > 1 and p.confidence >= DOUBTFUL]
    reach = 8 * cuts.em
    for table in cuts.tables:
        x0, y0, x1, y1 = table.bbox
        beside = [
            strip
            for strip in words
            if y0 < (strip.y0 + strip.y1) / 2 < y1
            and (x0 - reach < strip.x1 <= x0 + cuts.em or x1 - cuts.em <= strip.x0 < x1 + reach)
        ]
        if len(beside) >= BESIDE:
            table.doubts.append("表格旁边还有文字，可能缺了一栏")
