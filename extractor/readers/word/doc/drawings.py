"""Drawn shapes: which text boxes, word art and pictures belong to the anchor that stands in the text.

Anchors (PlcSpa, [MS-DOC] 2.8.37) name a shape; the drawing data ([MS-ODRAW]) says which shapes a group holds, which
text art they show and whether they hold a picture; text boxes (PlcfTxbxTxt, 2.8.33) name the shape they lie in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.readers.word.doc.binary import DamagedError, plc, u16, u32
from extractor.readers.word.doc.fib import BOX_TEXTS, DRAWINGS, HEADER_BOX_TEXTS, HEADER_SHAPES, SHAPES, Fib

_GROUP, _SHAPE, _DRAWING, _FSP, _OPTIONS = 0xF003, 0xF004, 0xF002, 0xF00A, 0xF00B
_PICTURE, _ART = 0x0104, 0x00C0
MOST_RECORDS = 50_000
_MOST_DEPTH = 16


@dataclass(slots=True)
class Shape:
    """A shape, with what it shows of its own."""

    members: list[int] = field(default_factory=list)
    """Ids of the shapes in it, itself first."""
    art: list[str] = field(default_factory=list)
    """Text drawn as art."""
    pictures: list[int] = field(default_factory=list)
    """Numbers of the pictures it shows, from 1."""


@dataclass(slots=True)
class Drawings:
    """The shapes of one document: where they are anchored, and the text in them ([MS-DOC] 2.8.37, 2.8.38)."""

    anchors: dict[int, int] = field(default_factory=dict)
    """CP of an anchor (within its story) -> shape id."""
    shapes: dict[int, Shape] = field(default_factory=dict)
    boxes: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Shape id -> stretches of the story of text boxes."""


def drawings(fib: Fib, *, headers: bool = False) -> Drawings:
    """Shapes anchored in the body (in the headers)."""
    found = Drawings()
    if not fib.word6:
        limits, data = plc(fib.part(HEADER_SHAPES if headers else SHAPES), 26)
        found.anchors = {cp: u32(entry, 0) for cp, entry in zip(limits, data, strict=False)}
    limits, data = plc(fib.part(HEADER_BOX_TEXTS if headers else BOX_TEXTS), 22)
    for n, entry in enumerate(data):
        if limits[n] < limits[n + 1]:
            found.boxes.setdefault(u32(entry, 14), []).append((limits[n], limits[n + 1]))
    if found.anchors:
        try:
            found.shapes = _shapes(fib.part(DRAWINGS))
        except DamagedError:
            found.shapes = {}
    return found


def _shapes(data: bytes) -> dict[int, Shape]:
    """Every shape by its id: those directly on a drawing, groups with all they hold."""
    if not data:
        return {}
    found: dict[int, Shape] = {}
    budget = [MOST_RECORDS]
    at = 8 + u32(data, 4)  # behind the data of the drawing group: one byte, then a drawing, and so on
    while at + 9 <= len(data) and budget[0] > 0:
        kind, size = u16(data, at + 3), u32(data, at + 5)
        if kind == _DRAWING:
            for inner, start, length in _records(data, at + 9, min(at + 9 + size, len(data)), budget):
                if inner == _GROUP:
                    _patriarch(data, start, start + length, found, budget)
        at += 9 + size
    return found


def _records(data: bytes, at: int, end: int, budget: list[int]) -> Iterator[tuple[int, int, int]]:
    """(type, start, length) of the records side by side in a stretch."""
    while at + 8 <= end and budget[0] > 0:
        budget[0] -= 1
        size = min(u32(data, at + 4), end - at - 8)
        yield u16(data, at + 2), at + 8, size
        at += 8 + size


def _patriarch(data: bytes, at: int, end: int, found: dict[int, Shape], budget: list[int]) -> None:
    """The group of all shapes of a drawing: each of its members is on its own."""
    for kind, start, length in _records(data, at, end, budget):
        if kind in (_SHAPE, _GROUP):
            shape = Shape()
            _gather(data, kind, start, start + length, shape, budget, _MOST_DEPTH)
            if shape.members:
                found[shape.members[0]] = shape


def _gather(data: bytes, kind: int, at: int, end: int, shape: Shape, budget: list[int], depth: int) -> None:
    if kind == _GROUP:
        for inner, start, length in _records(data, at, end, budget):
            if inner in (_SHAPE, _GROUP) and depth:
                _gather(data, inner, start, start + length, shape, budget, depth - 1)
        return
    for inner, start, length in _records(data, at, end, budget):
        if inner == _FSP and length >= 4:
            shape.members.append(u32(data, start))
        elif inner == _OPTIONS:
            _options(data[start : start + length], u16(data, start - 8) >> 4, shape)


def _options(data: bytes, count: int, shape: Shape) -> None:
    """Properties: six bytes each, then the long ones' data in the same order."""
    after = 6 * count
    for n in range(min(count, len(data) // 6)):
        name, value = u16(data, 6 * n), u32(data, 6 * n + 2)
        if name & 0x3FFF == _PICTURE and value:
            shape.pictures.append(value)
        if name & 0x8000:
            if name & 0x3FFF == _ART:
                text = data[after : after + value].decode("utf-16-le", "replace").split("\0")[0]
                if text.strip():
                    shape.art.append(text)
            after += value
