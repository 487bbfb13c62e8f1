"""Which text of a page nobody sees: invisible modes, colours of the paper, layers switched off, boxes and pictures over
it.

`Looks` is filled while the page's objects are walked (`take`); `unseen` then tells for each character why it is no
text. Where the object alone does not tell (pale letters, layers), the page's picture decides.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as c

from extractor.characters.fonts import symbol_font
from extractor.layout.text import Glyph
from extractor.model.document import BBox

UNPAINTED = frozenset({3, 7})
"""Text render modes that paint nothing: invisible, clip only."""
STROKED = frozenset({1, 5})
TINY = 1.5
"""Height of a character (points) under which nobody can read it."""
SCALE = 2.0
CONTRAST = 36
"""Difference of grey within a character's box from which something shows."""
OPAQUE = 200
"""Alpha from which a picture hides what lies under it."""
PALE = 235
"""Each colour channel from here on may be swallowed by white paper."""
LEAST_COVER = 4.0
"""Points; what is narrower than this is a line, not a cover."""
_NAME = ctypes.create_string_buffer(256)


@dataclass(slots=True)
class Looks:
    """What the walk over a page's objects found out about its text objects."""

    unpainted: set[int] = field(default_factory=set)
    """Text objects (by address) that paint nothing themselves; a scan or letters drawn as outlines may stand there."""
    doubtful: set[int] = field(default_factory=set)
    """Those, and others that may not show: pale letters, content of a layer."""
    symbols: dict[int, str] = field(default_factory=dict)
    """Text objects in a symbol font, with its name."""
    order: dict[int, int] = field(default_factory=dict)
    covers: list[tuple[int, BBox, Any]] = field(default_factory=list)
    """(place in the painting order, box, the picture or None) of white boxes and pictures."""
    layers: bool = True
    """The document may have layers: marks of content are looked at."""
    _fonts: dict[int, str | None] = field(default_factory=dict)
    _count: int = 0

    def text(self, obj: Any, colour: Sequence[Any]) -> bool:
        """Take a text object; True where its characters need a look of their own."""
        self._count += 1
        at = address(obj)
        self.order[at] = self._count
        mode = c.FPDFTextObj_GetTextRenderMode(obj)
        odd = False
        if mode in UNPAINTED:
            self.unpainted.add(at)
            self.doubtful.add(at)
            odd = True
        elif _is_pale(obj, colour, stroked=mode in STROKED) or (self.layers and _in_layer(obj)):
            self.doubtful.add(at)
            odd = True
        name = self._symbol(c.FPDFTextObj_GetFont(obj))
        if name is not None:
            self.symbols[at] = name
            odd = True
        return odd

    def _symbol(self, font: Any) -> str | None:
        at = address(font)
        if at not in self._fonts:
            size = c.FPDFFont_GetBaseFontName(font, _NAME, len(_NAME)) if font else 0
            name = _NAME.raw[: max(min(size, len(_NAME)) - 1, 0)].decode("utf-8", "replace") if size else ""
            self._fonts[at] = name if symbol_font(name) else None
        return self._fonts[at]

    def cover(self, box: BBox, picture: Any = None) -> None:
        """Take a white box or a picture."""
        self._count += 1
        if self.order and min(box[2] - box[0], box[3] - box[1]) > LEAST_COVER:
            self.covers.append((self._count, box, picture))

    def unseen(
        self, glyphs: Sequence[Glyph], objects: Sequence[int], render: Callable[[float], Any],
        rendered: Callable[[Any], Any], *, pictures: Sequence[BBox],
    ) -> None:  # fmt: skip
        """Mark the characters that nobody sees.

        Args:
            pictures: the page's pictures: invisible text that lies on them is a scanner's and says what they show.
            objects: address of each character's text object, 0 where it was not asked for.
            render: the page's picture at a scale.
            rendered: a picture object's own pixels (BGRA), None where it has none.
        """
        picture = None
        layer = sum(at in self.unpainted for at in objects) * 2 > len(objects)
        for glyph, at in zip(glyphs, objects, strict=True):
            if (
                max(glyph.bottom - glyph.top, glyph.x1 - glyph.x0) < TINY
            ):  # a browser's box of 一 is as flat as its stroke
                glyph.why = "hidden"
            elif at in self.doubtful and not (layer and _within(glyph, pictures)) and not glyph.text.isspace():
                if picture is None:
                    picture = render(SCALE)
                if not _shows(picture, glyph):
                    glyph.why = "hidden"
        self._cover_up(glyphs, objects, rendered)

    def covered(self, glyphs: Sequence[Glyph]) -> list[int]:
        """Which characters lie under the box of a cover; which of the two was painted first is not looked at."""
        if not self.covers:
            return []
        order = sorted(range(len(glyphs)), key=lambda i: glyphs[i].middle)
        middles = [glyphs[i].middle for i in order]
        found: set[int] = set()
        for _, (x0, y0, x1, y1), _ in self.covers:
            inside = order[bisect_left(middles, y0) : bisect_right(middles, y1)]
            found.update(i for i in inside if x0 < (glyphs[i].x0 + glyphs[i].x1) / 2 < x1)
        return sorted(found)

    def _cover_up(self, glyphs: Sequence[Glyph], objects: Sequence[int], rendered: Callable[[Any], Any]) -> None:
        pixels: dict[int, Any] = {}
        for i in self.covered(glyphs):
            glyph = glyphs[i]
            own = self.order.get(objects[i], 0)
            x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
            for number, box, picture in self.covers:
                if not own or number < own or not (box[0] < x < box[2] and box[1] < y < box[3]):
                    continue
                if picture is not None and number not in pixels:
                    pixels[number] = rendered(picture)
                if picture is None or _is_opaque(pixels[number], box, x, y):
                    glyph.why = "hidden"


def address(obj: Any) -> int:
    """A pdfium handle as a number, 0 for none."""
    return ctypes.addressof(obj.contents) if obj else 0


def _is_pale(obj: Any, colour: Sequence[Any], *, stroked: bool) -> bool:
    get = c.FPDFPageObj_GetStrokeColor if stroked else c.FPDFPageObj_GetFillColor
    red, green, blue, alpha = colour
    if not get(obj, red, green, blue, alpha):
        return False
    return bool(alpha.value < 24 or (red.value >= PALE and green.value >= PALE and blue.value >= PALE))


def _in_layer(obj: Any) -> bool:
    """Whether an object is marked as a layer's content (/OC); a page's structure marks its text too, by other names."""
    for k in range(min(int(c.FPDFPageObj_CountMarks(obj)), 16)):
        size = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 16)()
        if (
            c.FPDFPageObjMark_GetName(c.FPDFPageObj_GetMark(obj, k), buffer, ctypes.sizeof(buffer), size)
            and bytes(buffer)[:4] == b"O\0C\0"
        ):
            return True
    return False


def _within(glyph: Glyph, boxes: Sequence[BBox]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
    return any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in boxes)


def _shows(picture: Any, glyph: Glyph) -> bool:
    """Whether a character's box holds more than one shade."""
    inset = 0.12 * (glyph.bottom - glyph.top)  # a cell's border may touch the box
    x0, y0 = max(int(glyph.x0 * SCALE), 0), max(int((glyph.top + inset) * SCALE), 0)
    crop = picture[y0 : int((glyph.bottom - inset) * SCALE) + 1, x0 : int(glyph.x1 * SCALE) + 1]
    if crop.size == 0:
        return False
    grey = crop.mean(axis=2)
    return bool(grey.max() - grey.min() >= CONTRAST)


def _is_opaque(pixels: Any, box: BBox, x: float, y: float) -> bool:
    """Whether a picture hides the point; a seal is seen through between its strokes."""
    if pixels is None:
        return False
    if pixels.ndim < 3 or pixels.shape[2] < 4:
        return True
    down = min(int((y - box[1]) / (box[3] - box[1]) * pixels.shape[0]), pixels.shape[0] - 1)
    across = min(int((x - box[0]) / (box[2] - box[0]) * pixels.shape[1]), pixels.shape[1] - 1)
    around = pixels[max(down - 2, 0) : down + 3, max(across - 2, 0) : across + 3, 3]
    return bool(around.mean() >= OPAQUE)
