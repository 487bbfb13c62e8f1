"""The objects of one OFD page -> characters and painted lines in points, origin top left.

GB/T 33190 §8 to §11: every object has a Boundary (mm, page space) and an optional CTM inside it; a TextObject places
its characters by X, Y and the DeltaX/DeltaY lists ("g n v" stands for n times v), HScale narrows them; a PathObject
writes its figure in abbreviated form (S, M, L, Q, B, A, C).
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.characters.fonts import shown, symbol_font
from extractor.layout.ink import Fill, Paint, Stroke
from extractor.layout.text import Glyph

if TYPE_CHECKING:
    from lxml.etree import _Element

POINTS = 72 / 25.4
ASCENT, DESCENT = 0.86, 0.14
PALE, FAINT = 240, 24
"""Least channel of letters that white paper swallows; alpha under which nothing shows."""
MAX_DEPTH = 24
TINY, LEAST_COVER = 1.5, 4.0
"""Points: height of a character that nobody can read; side of a box from which it hides text."""
MAX_DELTAS = 100_000
MAX_NUMBER = 1e9
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def local(element: _Element) -> str:
    """Tag name without its namespace (some writers use another one, or none)."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of this name, whatever its namespace; None where there is none."""
    return next(children(element, name), None) if element is not None else None


def children(element: _Element, name: str) -> Iterator[_Element]:
    """The children of this name, whatever their namespace."""
    return (sub for sub in element if local(sub) == name)


def numbers(text: str) -> list[float]:
    """The numbers of a list attribute; what is none, or no length on paper (nan, inf, 1e300), is left out."""
    found = []
    for word in text.split():
        try:
            value = float(word)
        except ValueError:
            continue
        if abs(value) <= MAX_NUMBER:
            found.append(value)
    return found


def box_of(text: str) -> Box | None:
    """ "x y w h" in mm."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def deltas(text: str) -> list[float]:
    """A DeltaX or DeltaY list with its "g n v" runs written out."""
    words = text.split()
    out: list[float] = []
    at = 0
    while at < len(words) and len(out) < MAX_DELTAS:
        if words[at] == "g" and at + 2 < len(words):
            pair = numbers(f"{words[at + 1]} {words[at + 2]}")
            if len(pair) == 2:
                out.extend([pair[1]] * min(int(max(pair[0], 0)), MAX_DELTAS - len(out)))
            at += 3
            continue
        out.extend(numbers(words[at]))
        at += 1
    return out


@dataclass(slots=True)
class Resources:
    """What PublicRes.xml and DocumentRes.xml define: drawing parameters and composite graphics."""

    draw_params: dict[str, _Element] = field(default_factory=dict)
    composites: dict[str, _Element] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    """Font id -> name, of symbol fonts only."""
    media: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Picture id -> part names it may have (writers count from the resource folder or from the document's)."""

    def style(self, *ids: str) -> list[_Element]:
        """Drawing parameters in force, nearest first: the object's, what it is relative to, then the layer's."""
        found: list[_Element] = []
        for id_ in ids:
            while (param := self.draw_params.get(id_)) is not None and param not in found and len(found) < MAX_DEPTH:
                found.append(param)
                id_ = param.get("Relative", "")
        return found

    def read(self, root: _Element, folder: str = "") -> None:
        """Take in a resource file that lies in `folder`."""
        base = posixpath.join(folder, root.get("BaseLoc", ""))
        for element in root.iter():
            kind = local(element)
            if kind == "Font":
                names = (element.get("FontName"), element.get("FamilyName"))
                self.fonts.update({element.get("ID", ""): name for name in names if name and symbol_font(name)})
            elif kind == "DrawParam":
                self.draw_params[element.get("ID", "")] = element
            elif kind in ("CompositeGraphicUnit", "CompositeGraphicsUnit"):
                self.composites[element.get("ID", "")] = element
            elif kind == "MultiMedia" and (media := child(element, "MediaFile")) is not None:
                name = (media.text or "").strip().replace("\\", "/")
                tries = (posixpath.join(base, name), posixpath.join(folder, name), name)
                self.media[element.get("ID", "")] = tuple(posixpath.normpath(one).lstrip("/") for one in tries)


@dataclass(slots=True)
class PageInk:
    """What a page shows."""

    glyphs: list[Glyph] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    """Boxes of pictures in points, and their resource ids."""
    orders: list[int] = field(default_factory=list)
    """When each character was painted, counted in objects."""
    covers: list[tuple[int, Box, str | None]] = field(default_factory=list)
    """(when, box, resource id) of white boxes and pictures, which hide what was painted before; None: a box."""
    grounds: list[tuple[int, Box]] = field(default_factory=list)
    """Boxes that are not white: pale letters show on them."""
    pale: list[int] = field(default_factory=list)
    """Characters (by number) in the colour of white paper."""
    painted: int = 0
    curves: int = 0
    """Curved segments: text drawn as outlines has thousands, a table none."""
    remarks: list[Glyph] = field(default_factory=list)
    """Characters of annotations."""
    stamps: list[Box] = field(default_factory=list)
    """Boxes of stamp annotations, in points."""


def draw(root: _Element, ink: PageInk, resources: Resources) -> None:
    """Everything in a page's (or template's) Content, layer by layer."""
    content = child(root, "Content")
    if content is not None:
        draw_block(content, ink, resources)


def draw_block(
    block: _Element, ink: PageInk, resources: Resources, outer: Matrix = IDENTITY, layer: str = "", depth: int = 0,
    hidden: bool = False,
) -> None:  # fmt: skip
    """The objects below an element.

    Args:
        outer: what places the block on the page.
        layer: the DrawParam of the layer around it.
        depth: how many elements this one stands in; beyond `MAX_DEPTH` nothing is drawn.
        hidden: nothing of it shows; its words are kept apart.
    """
    if depth > MAX_DEPTH:
        return
    for element in block:
        kind = local(element)
        unseen = hidden or element.get("Visible") == "false" or element.get("Alpha") == "0"
        ink.painted += 1
        if kind in ("Layer", "PageBlock", "Content"):
            draw_block(element, ink, resources, outer, element.get("DrawParam", layer), depth + 1, unseen)
        elif kind == "TextObject":
            style = resources.style(element.get("DrawParam", ""), layer)
            _draw_text(element, ink, outer, resources.fonts.get(element.get("Font", "")), style, unseen)
        elif unseen and kind != "CompositeObject":
            continue
        elif kind == "PathObject":
            _draw_path(element, ink, resources.style(element.get("DrawParam", ""), layer), outer)
        elif kind == "CompositeObject":
            unit = resources.composites.get(element.get("ResourceID", ""))
            if unit is not None:
                draw_block(unit, ink, resources, _place(element, outer), layer, depth + 1, unseen)
        elif kind == "ImageObject" and (box := box_of(element.get("Boundary", ""))) is not None:
            ink.pictures.append((_placed(box, outer), element.get("ResourceID", "")))
            ink.covers.append((ink.painted, ink.pictures[-1][0], ink.pictures[-1][1]))


def shifted(box: Box) -> Matrix:
    """What puts a block at the corner of a box."""
    return (1.0, 0.0, 0.0, 1.0, box[0], box[1])


def _placed(box: Box, outer: Matrix) -> Box:
    one, two = _at(outer, box[0], box[1]), _at(outer, box[0] + box[2], box[1] + box[3])
    return (min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))


def _times(one: Matrix, two: Matrix) -> Matrix:
    """First `one`, then `two`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = two
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _place(element: _Element, outer: Matrix) -> Matrix:
    """Object space to page space: the CTM, then the boundary's corner, then what stands around."""
    found = numbers(element.get("CTM", ""))
    ctm: Matrix = (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) >= 6 else IDENTITY
    box = box_of(element.get("Boundary", "")) or (0.0, 0.0, 0.0, 0.0)
    return _times(_times(ctm, (1, 0, 0, 1, box[0], box[1])), outer)


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINTS, (b * x + d * y + f) * POINTS


def _turn(matrix: Matrix, direction: float) -> int:
    """Degrees clockwise that text is turned by: 0, 90, 180 or 270."""
    a, b = matrix[0], matrix[1]
    own = 0 if abs(a) >= abs(b) and a >= 0 else 180 if abs(a) >= abs(b) else 90 if b > 0 else 270
    return (own + int(direction)) % 360


def _unpainted(element: _Element, style: list[_Element]) -> tuple[bool, bool]:
    """(nothing of a text shows; it is as white as paper)."""
    filled, stroked = element.get("Fill", "true") != "false", element.get("Stroke", "false") == "true"
    fill = _colour(element, style, "FillColor", "0 0 0") if filled else None
    stroke = _colour(element, style, "StrokeColor", "0 0 0") if stroked else None
    shown = [value for value in (fill, stroke) if value is not None]
    return not shown, bool(shown) and all(_white(value, PALE) for value in shown)


def _draw_text(
    element: _Element, ink: PageInk, outer: Matrix, symbols: str | None, style: list[_Element], hidden: bool
) -> None:
    unpainted, pale = _unpainted(element, style)
    size = (numbers(element.get("Size", "")) or [3.5])[0]
    scale = (numbers(element.get("HScale", "")) or [1.0])[0]
    direction = (numbers(element.get("CharDirection", "")) or [0.0])[0]
    reading = int((numbers(element.get("ReadDirection", "")) or [0.0])[0]) % 360
    matrix = _place(element, outer)
    angle = _turn(matrix, direction)
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        dx, dy = deltas(code.get("DeltaX", "")), deltas(code.get("DeltaY", ""))
        if not any(dx) and not any(dy):
            # None, or nothing but noughts (an invoice writer's DeltaY): the characters follow each other.
            dx = dy = []
        px, py = x, y
        for n, char in enumerate((code.text or "").strip("\r\n")):
            # "≥" and its like are ambiguous: as wide as their advance says.
            width = size * scale * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5)
            if dx and 0 < (advance := dx[min(n, len(dx) - 1)]) < width:
                width = advance
            if char.strip():
                corners = [_at(matrix, px, py - ASCENT * size), _at(matrix, px + width, py + DESCENT * size)]
                xs, ys = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
                unseen = hidden or unpainted or ys[1] - ys[0] < TINY
                ink.pale += [len(ink.glyphs)] if pale else []
                ink.orders.append(ink.painted)
                ink.glyphs.append(
                    Glyph(shown(char, symbols), xs[0], ys[0], xs[1], ys[1], angle, "hidden" if unseen else None)
                )
            step = _step(reading, width, size)
            # A list too short goes on with its last value: invoices write one for the whole run.
            px += dx[min(n, len(dx) - 1)] if dx else 0.0 if dy else step[0]
            py += dy[min(n, len(dy) - 1)] if dy else 0.0 if dx else step[1]


def _step(reading: int, width: float, size: float) -> tuple[float, float]:
    """Where the next character stands when no delta says so."""
    return {0: (width, 0.0), 90: (0.0, size), 180: (-width, 0.0), 270: (0.0, -size)}.get(reading, (width, 0.0))


def _draw_path(element: _Element, ink: PageInk, style: list[_Element], outer: Matrix) -> None:
    data = child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    matrix = _place(element, outer)
    widths = [numbers(source.get("LineWidth", "")) for source in (element, *style)]
    thickness = next((found[0] for found in widths if found), 0.353)
    stroke = _colour(element, style, "StrokeColor", "0 0 0") if element.get("Stroke", "true") != "false" else None
    fill = _colour(element, style, "FillColor", None) if element.get("Fill", "false") == "true" else None
    ink.curves += sum(data.text.count(operator) for operator in "QBA")
    for figure in _figures(data.text):
        points = [_at(matrix, x, y) for x, y in figure]
        if fill is not None and (box := _upright(points)) is not None:
            white = _white(fill)
            ink.paints.append(Fill(*box, white=white))
            if min(box[2] - box[0], box[3] - box[1]) > LEAST_COVER:
                if white:
                    ink.covers.append((ink.painted, box, None))
                else:
                    ink.grounds.append((ink.painted, box))
        if stroke is not None:
            white = _white(stroke)
            for (x0, y0), (x1, y1) in pairwise(points):
                ink.paints.append(Stroke(x0, y0, x1, y1, thickness * POINTS, white))


def _figures(text: str) -> list[list[tuple[float, float]]]:
    """Sub-paths as points; curves become their end points (a table has none)."""
    words = text.split()
    figures: list[list[tuple[float, float]]] = []
    at = 0
    while at < len(words):
        operator = words[at]
        count = _ARGUMENTS.get(operator)
        at += 1
        if count is None:
            continue
        values = numbers(" ".join(words[at : at + count]))
        if len(values) < count:
            break
        at += count
        if operator in "SM":
            figures.append([(values[0], values[1])])
        elif operator == "C":
            if figures and figures[-1]:
                figures[-1].append(figures[-1][0])
        elif figures:
            figures[-1].append((values[-2], values[-1]))
    return [figure for figure in figures if len(figure) > 1]


def _upright(points: list[tuple[float, float]]) -> Box | None:
    """The rectangle a figure fills, None where it is none."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if not 4 <= len(points) <= 6:
        return None
    corners = all(min(abs(x - x0), abs(x - x1)) < 0.1 and min(abs(y - y0), abs(y - y1)) < 0.1 for x, y in points)
    return (x0, y0, x1, y1) if corners else None


def _colour(element: _Element, style: list[_Element], name: str, default: str | None) -> str | None:
    """A colour's value, the default where none is named, None where it paints nothing (transparent)."""
    color = next((found for source in (element, *style) if (found := child(source, name)) is not None), None)
    if color is None:
        return default
    alpha = numbers(color.get("Alpha", ""))
    return None if alpha and alpha[0] < FAINT else color.get("Value", "0 0 0")


def _white(value: str, least: int = 250) -> bool:
    try:
        values = [int(p[1:], 16) if p.startswith("#") else int(float(p)) for p in value.split()]
    except (ValueError, OverflowError):
        return False
    return len(values) in (1, 3) and min(values) >= least or (len(values) == 4 and max(values) <= 255 - least)
