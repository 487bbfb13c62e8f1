"""pdfium's page objects and characters -> `Ink`: what stands on a page, as plain Python objects.

The lower half of `raw.py`: the two are the only modules that talk to pdfium. Path segments, clips, unicode-map
errors and annotations are only in its C interface (`pypdfium2.raw`), hence the ctypes calls.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as c

from extractor.characters.fonts import is_private
from extractor.characters.fonts import shown as meaning
from extractor.layout.ink import THIN, Fill, Stroke
from extractor.layout.marks import strike
from extractor.layout.text import Glyph, plain, without_shadows
from extractor.model.document import BBox
from extractor.readers.page.ink import Ink, Matrix
from extractor.readers.pdf.look import OPAQUE, TINY, Looks, address
from extractor.readers.pdf.notes import read_annotations

MAX_OBJECTS = 60_000
"""Page objects looked at on one page; a form has a few hundred."""
MAX_CHARS = 200_000
MAX_DEPTH = 12
"""Nesting of form XObjects."""
WHITE = 250
"""Each colour channel from here on counts as white."""
_JUNK = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})
"""Characters that show nothing."""
EDGE = 0.1
"""Points within a clip where its hidden characters are put."""
INVISIBLE = 3
"""Text render mode: neither filled nor stroked."""


@dataclass(slots=True)
class Source:
    """What the page is read from: pdfium's handles, and the pictures that are asked for where needed."""

    page: Any
    text: Any
    shown: Matrix
    """User space -> the page as shown."""
    form: Any
    """The document's form environment; None where it has no form."""
    layers: bool
    """The document may have layers."""
    render: Callable[[float], Any]
    """The page's pixels (BGR) at a scale."""
    rendered: Callable[[Any], Any]
    """A picture object's own pixels (BGRA)."""


def read(source: Source, ink: Ink) -> None:
    """Fill `ink` from a loaded page."""
    walk = _Walk(ink)
    walk.looks.layers = source.layers
    walk.page(source.page, source.shown)
    ink.turned = walk.odd_text
    objects: list[int] = []
    indexes = _read_chars(source.text, ink, source.shown, walk, objects)
    notes = read_annotations(source.page, source.form, source.shown)
    looks = walk.looks
    for box in notes.covers:
        looks.cover(box)
    for i in looks.covered(ink.glyphs):
        objects[i] = address(c.FPDFText_GetTextObject(source.text, indexes[i]))
    if looks.doubtful or looks.covers or any(g.bottom - g.top < TINY for g in ink.glyphs):
        looks.unseen(ink.glyphs, objects, source.render, source.rendered, pictures=ink.images)
    ink.paints = strike(ink.glyphs, ink.paints)
    for x0, y0, x1, y1 in notes.struck:
        for glyph in ink.glyphs:
            if x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and y0 <= glyph.middle <= y1:
                glyph.why = "struck"
    ink.glyphs = without_shadows(ink.glyphs) + notes.glyphs
    ink.stamps += notes.stamps
    ink.files += notes.files


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, cc, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i, a * h + b * j, cc * g + d * i, cc * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


class _Walk:
    """Collects paint and pictures from page objects, recursing into form XObjects."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.left = MAX_OBJECTS
        self.odd_text = False
        """Some text is turned, or painted invisibly: look at each character's own object."""
        self.looks = Looks()
        self.odd_look = False
        """Some text may not show, or has its meaning from its font: ask for each character's object."""
        self.clipped: dict[int, BBox] = {}
        """Text objects that reach beyond their clip, by address, with what the clip leaves visible."""
        self._matrix = c.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._fill_mode, self._stroke_mode = ctypes.c_int(), ctypes.c_int()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._width = ctypes.c_float()
        self._bounds = [ctypes.c_float() for _ in range(4)]

    def page(self, raw: Any, shown: Matrix) -> None:
        for i in range(max(int(c.FPDFPage_CountObjects(raw)), 0)):
            if not self._spend():
                return
            self._one(c.FPDFPage_GetObject(raw, i), shown, 0)

    def _spend(self) -> bool:
        self.left -= 1
        if self.left < 0:
            self.ink.truncated = True
        return self.left >= 0

    def _one(self, obj: Any, outer: Matrix, depth: int) -> None:
        kind = c.FPDFPageObj_GetType(obj)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            self._look_at_text(obj, outer)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            self._path(obj, _times(self._own(obj), outer))
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            box = _unit_box(_times(self._own(obj), outer))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                self.ink.paints.append(Fill(*box))  # a ruling drawn as a stretched picture
            else:
                self.ink.images.append(box)
                self.looks.cover(box, obj)
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = _times(self._own(obj), outer)
            for i in range(max(int(c.FPDFFormObj_CountObjects(obj)), 0)):
                if not self._spend():
                    return
                self._one(c.FPDFFormObj_GetObject(obj, i), inner, depth + 1)

    def _own(self, obj: Any) -> Matrix:
        m = self._matrix
        if not c.FPDFPageObj_GetMatrix(obj, m):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _look_at_text(self, obj: Any, outer: Matrix) -> None:
        left, bottom, right, top = self._bounds
        if c.FPDFPageObj_GetBounds(obj, left, bottom, right, top) and right.value - left.value < 0.001:
            if c.FPDFFont_GetIsEmbedded(c.FPDFTextObj_GetFont(obj)) == 0:
                self.ink.lost.append(_times(self._own(obj), outer)[4:])
            return
        if self.looks.text(obj, self._colour):
            self.odd_look = True
        clip = c.FPDFPageObj_GetClipPath(obj)
        if clip and c.FPDFClipPath_CountPaths(clip) > 0:
            self._look_at_clip(obj, clip, (left.value, bottom.value, right.value, top.value), outer)
        m = self._matrix
        if not self.odd_text and c.FPDFPageObj_GetMatrix(obj, m):
            across, down = m.a * outer[0] + m.b * outer[2], m.a * outer[1] + m.b * outer[3]
            odd = abs(down) > abs(across) * 0.1 or across < 0
            self.odd_text = odd or c.FPDFTextObj_GetTextRenderMode(obj) == INVISIBLE

    def _look_at_clip(self, obj: Any, clip: Any, bounds: BBox, outer: Matrix) -> None:
        """Spreadsheets print a text too long for its cell in full and clip it: its characters still belong there."""
        x0, y0, x1, y1 = -1e9, -1e9, 1e9, 1e9
        for k in range(min(int(c.FPDFClipPath_CountPaths(clip)), 8)):
            xs, ys = [], []
            for i in range(min(int(c.FPDFClipPath_CountPathSegments(clip, k)), 16)):
                c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, k, i), self._x, self._y)
                xs.append(self._x.value)
                ys.append(self._y.value)
            if xs:
                x0, y0, x1, y1 = max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))
        beyond = bounds[0] < x0 - 1 or bounds[2] > x1 + 1 or bounds[1] < y0 - 1 or bounds[3] > y1 + 1
        if x0 < x1 and y0 < y1 and beyond:
            a, b, cc, d, e, f = outer
            px, py, qx, qy = a * x0 + cc * y0 + e, b * x0 + d * y0 + f, a * x1 + cc * y1 + e, b * x1 + d * y1 + f
            self.clipped[address(obj)] = (min(px, qx), min(py, qy), max(px, qx), max(py, qy))

    def _is_white(self, get: Any, obj: Any) -> bool:
        red, green, blue, alpha = self._colour
        if not get(obj, red, green, blue, alpha):
            return False
        return alpha.value < 8 or (red.value >= WHITE and green.value >= WHITE and blue.value >= WHITE)

    def _path(self, obj: Any, matrix: Matrix) -> None:
        if not c.FPDFPath_GetDrawMode(obj, self._fill_mode, self._stroke_mode):
            return
        filled, stroked = self._fill_mode.value != c.FPDF_FILLMODE_NONE, bool(self._stroke_mode.value)
        if not filled and not stroked:
            return
        if filled:
            white = self._is_white(c.FPDFPageObj_GetFillColor, obj)
            for points in self._subpaths(obj, matrix):
                box = _upright_box(points)
                if None in points:
                    self.ink.curves += 1
                if box is not None:
                    self.ink.paints.append(Fill(*box, white=white))
                    if white and self._colour[3].value > OPAQUE:
                        self.looks.cover(box)
        if stroked:
            white = self._is_white(c.FPDFPageObj_GetStrokeColor, obj)
            c.FPDFPageObj_GetStrokeWidth(obj, self._width)
            scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
            thickness = self._width.value * scale
            for points in self._subpaths(obj, matrix):
                for start, end in zip(points, points[1:]):
                    if start is not None and end is not None:
                        self.ink.paints.append(Stroke(*start, *end, thickness, white))

    def _subpaths(self, obj: Any, matrix: Matrix) -> Iterator[list[tuple[float, float] | None]]:
        """Corner points of each subpath in display space; None stands for a curve."""
        a, b, cc, d, e, f = matrix
        x, y = self._x, self._y
        points: list[tuple[float, float] | None] = []
        count = min(int(c.FPDFPath_CountSegments(obj)), MAX_OBJECTS)
        self.left -= count // 8
        for i in range(count):
            segment = c.FPDFPath_GetPathSegment(obj, i)
            kind = c.FPDFPathSegment_GetType(segment)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            point = (a * x.value + cc * y.value + e, b * x.value + d * y.value + f)
            if kind == c.FPDF_SEGMENT_MOVETO and points:
                yield points
                points = []
            if kind == c.FPDF_SEGMENT_BEZIERTO:
                points.append(None)
            points.append(point)
            if c.FPDFPathSegment_GetClose(segment) and points[0] is not None:
                points.append(points[0])
        if points:
            yield points


def _unit_box(matrix: Matrix) -> BBox:
    """Where the unit square lands: a picture's box."""
    a, b, cc, d, e, f = matrix
    xs, ys = (e, e + a, e + cc, e + a + cc), (f, f + b, f + d, f + b + d)
    return (min(xs), min(ys), max(xs), max(ys))


def _upright_box(points: list[tuple[float, float] | None]) -> BBox | None:
    """The box of a closed four-cornered upright path, or of a thin bar with slanted ends; None for any other shape."""
    corners = [p for p in points if p is not None]
    if len(corners) != len(points) or not 4 <= len(corners) <= 6:
        return None
    x0, y0 = min(p[0] for p in corners), min(p[1] for p in corners)
    x1, y1 = max(p[0] for p in corners), max(p[1] for p in corners)
    thin = min(x1 - x0, y1 - y0)
    near = thin + 0.1 if 0.5 < thin <= THIN else 0.5  # a side of a frame with mitred corners
    for px, py in corners:
        if min(px - x0, x1 - px) > near or min(py - y0, y1 - py) > near:
            return None
    return (x0, y0, x1, y1)


def _read_chars(text: Any, ink: Ink, shown: Matrix, walk: _Walk, objects: list[int]) -> list[int]:
    """Characters with their boxes; blanks and line ends that pdfium itself makes up are left out.

    Gives each character's index in pdfium's own list; `objects` takes the address of its text object, where the walk
    over the page's objects found that it matters, else 0.
    """
    looked_at = bool(walk.odd_look or walk.clipped)
    indexes: list[int] = []
    a, b, cc, d, e, f = shown
    box = c.FS_RECTF()
    reference = ctypes.byref(box)
    loose, glyphs = c.FPDFText_GetLooseCharBox, ink.glyphs
    for i, char in _letters(text, ink):
        if not loose(text, i, reference):
            continue
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        px, py, qx, qy = a * x0 + cc * y0 + e, b * x0 + d * y0 + f, a * x1 + cc * y1 + e, b * x1 + d * y1 + f
        glyphs.append(Glyph(char, min(px, qx), min(py, qy), max(px, qx), max(py, qy)))
        if walk.odd_text and _mark_odd(text, i, glyphs, ink, shown):
            continue
        indexes.append(i)
        if looked_at:
            _look_at_object(address(c.FPDFText_GetTextObject(text, i)), glyphs[-1], ink, walk, objects)
    if not walk.odd_look:
        objects += [0] * len(glyphs)
    return indexes


def _letters(text: Any, ink: Ink) -> Iterator[tuple[int, str]]:
    """What is printed, each character with its index: what pdfium makes up left out, halves of a pair put together.

    Counted in `ink`: characters that the file's own map does not tell, and those of private fonts.
    """
    count = int(c.FPDFText_CountChars(text))
    ink.truncated = ink.truncated or count > MAX_CHARS
    unicode_of, map_error = c.FPDFText_GetUnicode, c.FPDFText_HasUnicodeMapError
    box = c.FS_RECTF()
    high = 0
    for i in range(min(count, MAX_CHARS)):
        code = unicode_of(text, i)
        if code <= 32 or code == 0xFFFE or code == 0xFFFF:
            if _is_made_up(text, i, code, box):
                continue
            if code == 2:
                code = 45  # pdfium's mark for a hyphen at a line end
        if map_error(text, i) == 1:
            ink.map_errors += 1
        if code in _JUNK:
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
        if 0xE000 <= code <= 0xF8FF or code >= 0xF0000 or code in (0, 0xFFFD, 0xFFFE, 0xFFFF):
            ink.private += 1
            if code == 0 or code >= 0x110000:
                code = 0xFFFD
        yield i, plain(chr(code)) if 0x2E80 <= code <= 0x2FDF else chr(code)


def _is_made_up(text: Any, index: int, code: int, box: Any) -> bool:
    """Whether pdfium put a blank, a line end or the mark of a broken word where the file has none."""
    if code in (9, 10, 13, 32):
        return bool(c.FPDFText_IsGenerated(text, index) == 1)
    return code == 2 and c.FPDFText_IsGenerated(text, index) == 1 and not _has_box(text, index, box)


def _look_at_object(at: int, glyph: Glyph, ink: Ink, walk: _Walk, objects: list[int]) -> None:
    """What the text object at this address says of a character of it: how it looks, its sign, what is seen of it."""
    if walk.odd_look:
        objects.append(at)
    if at in walk.looks.symbols:
        char = glyph.text
        glyph.text = meaning(char, walk.looks.symbols[at])
        ink.private -= is_private(char) and not is_private(glyph.text)
    visible = walk.clipped.get(at) if walk.clipped else None
    if visible is not None:
        _pull_in(glyph, visible)


def _pull_in(glyph: Glyph, visible: BBox) -> None:
    """A character that is hidden by its clip keeps its place; it belongs to the cell at the clip's edge.

    Above or below its clip: part of a merged cell over a page break, or of one too low for its text. What does not
    show at all there is text on the other page only.
    """
    x0, top, x1, bottom = visible
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
    if x0 <= x < x1 and top <= y <= bottom:
        return
    if glyph.bottom <= top or glyph.top >= bottom:
        glyph.why = "clipped"
    glyph.home = (min(max(x, x0 + EDGE), x1 - EDGE), min(max(y, top + EDGE), bottom - EDGE))


def _has_box(text: Any, index: int, box: Any) -> bool:
    return bool(c.FPDFText_GetLooseCharBox(text, index, box)) and box.right > box.left


def _mark_odd(text: Any, index: int, glyphs: list[Glyph], ink: Ink, shown: Matrix) -> bool:
    """Turn and visibility of the character just read; True where it is slanted and no text."""
    obj = c.FPDFText_GetTextObject(text, index)
    if obj and c.FPDFTextObj_GetTextRenderMode(obj) == INVISIBLE:
        ink.invisible += 1
    matrix = c.FS_MATRIX()
    if c.FPDFText_GetMatrix(text, index, matrix):
        across, down, _, _, _, _ = _times((matrix.a, matrix.b, matrix.c, matrix.d, 0.0, 0.0), shown)
        if min(abs(down), abs(across)) > 0.2 * max(abs(down), abs(across)):
            ink.slanted.append(glyphs.pop())
            return True
        if abs(down) > abs(across):
            glyphs[-1].angle = 90 if down > 0 else 270
        elif across < 0:
            glyphs[-1].angle = 180
    return False
