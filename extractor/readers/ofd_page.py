"""The objects of one OFD page -> characters and painted lines in points, origin top left.

GB/T 33190 §8 to §11: every object has a Boundary (mm, page space) and an optional CTM inside it; a TextObject places
its characters by X, Y and the DeltaX/DeltaY lists ("g n v" stands for n times v), HScale narrows them; a PathObject
writes its figure in abbreviated form (S, M, L, Q, B, A, C).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.layout.ink import Fill, Paint, Stroke
from extractor.layout.text import Glyph

if TYPE_CHECKING:
    from lxml.etree import _Element

POINTS = 72 / 25.4
ASCENT, DESCENT = 0.86, 0.14
MAX_DEPTH = 24
MAX_DELTAS = 100_000
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def local(element: _Element) -> str:
    """Tag name without its namespace (some writers use another one, or none)."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def child(element: _Element | None, name: str) -> _Element | None:
    return next(children(element, name), None) if element is not None else None


def children(element: _Element, name: str) -> Iterator[_Element]:
    return (sub for sub in element if local(sub) == name)


def numbers(text: str) -> list[float]:
    """The numbers of a list attribute; what is none is left out."""
    found = []
    for word in text.split():
        try:
            found.append(float(word))
        except ValueError:
            continue
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

    def read(self, root: _Element) -> None:
        for element in root.iter():
            kind = local(element)
            if kind == "DrawParam":
                self.draw_params[element.get("ID", "")] = element
            elif kind in ("CompositeGraphicUnit", "CompositeGraphicsUnit"):
                self.composites[element.get("ID", "")] = element


@dataclass(slots=True)
class PageInk:
    """What a page shows."""

    glyphs: list[Glyph] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)


def draw(root: _Element, ink: PageInk, resources: Resources) -> None:
    """Everything in a page's (or template's) Content, layer by layer."""
    content = child(root, "Content")
    if content is not None:
        _draw_block(content, ink, resources, IDENTITY, 0)


def _draw_block(block: _Element, ink: PageInk, resources: Resources, outer: Matrix, depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    for element in block:
        kind = local(element)
        if element.get("Visible") == "false":
            continue
        if kind in ("Layer", "PageBlock", "Content"):
            _draw_block(element, ink, resources, outer, depth + 1)
        elif kind == "TextObject":
            _draw_text(element, ink, outer)
        elif kind == "PathObject":
            _draw_path(element, ink, resources, outer)
        elif kind == "CompositeObject":
            unit = resources.composites.get(element.get("ResourceID", ""))
            if unit is not None:
                _draw_block(unit, ink, resources, _place(element, outer), depth + 1)
        elif kind == "ImageObject" and (box := box_of(element.get("Boundary", ""))) is not None:
            ink.images.append(box)


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


def _draw_text(element: _Element, ink: PageInk, outer: Matrix) -> None:
    size = (numbers(element.get("Size", "")) or [3.5])[0]
    scale = (numbers(element.get("HScale", "")) or [1.0])[0]
    direction = (numbers(element.get("CharDirection", "")) or [0.0])[0]
    matrix = _place(element, outer)
    angle = _turn(matrix, direction)
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = (numbers(code.get("X", "")) or [x])[0]
        y = (numbers(code.get("Y", "")) or [y])[0]
        dx, dy = deltas(code.get("DeltaX", "")), deltas(code.get("DeltaY", ""))
        px, py = x, y
        for n, char in enumerate((code.text or "").strip("\r\n")):
            width = size * scale * (1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5)
            if n < len(dx) and 0 < dx[n] < width:
                width = dx[n]
            if char.strip():
                corners = [_at(matrix, px, py - ASCENT * size), _at(matrix, px + width, py + DESCENT * size)]
                xs, ys = sorted(c[0] for c in corners), sorted(c[1] for c in corners)
                ink.glyphs.append(Glyph(char, xs[0], ys[0], xs[1], ys[1], angle))
            if not dx and not dy:
                px += width
            else:
                px += dx[n] if n < len(dx) else 0.0 if dx or dy else width
                py += dy[n] if n < len(dy) else 0.0


def _draw_path(element: _Element, ink: PageInk, resources: Resources, outer: Matrix) -> None:
    data = child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    param = resources.draw_params.get(element.get("DrawParam", ""))
    matrix = _place(element, outer)
    thickness = (numbers(element.get("LineWidth", "") or (param.get("LineWidth", "") if param is not None else "")) or [0.353])[0]
    stroked = element.get("Stroke", "true") != "false"
    filled = element.get("Fill", "false") == "true"
    for figure in _figures(data.text):
        points = [_at(matrix, x, y) for x, y in figure]
        if filled and (box := _upright(points)) is not None:
            ink.paints.append(Fill(*box, white=_white(element, param, "FillColor", default=False)))
        if stroked:
            white = _white(element, param, "StrokeColor", default=False)
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


def _white(element: _Element, param: _Element | None, name: str, *, default: bool) -> bool:
    color = child(element, name)
    if color is None and param is not None:
        color = child(param, name)
    if color is None:
        return default
    parts = color.get("Value", "").split()
    try:
        values = [int(p[1:], 16) if p.startswith("#") else int(float(p)) for p in parts]
    except ValueError:
        return default
    return len(values) == 3 and min(values) >= 250 or values == [255]
