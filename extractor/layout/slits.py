"""Columns and rows too narrow for a character: the blank between the borders of two cells (a browser's `border=1`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.layout.grid import Lattice, Span
from extractor.layout.text import Glyph

SLIT = 5.5
"""Points; nobody prints a form in characters smaller than that."""
Held = list[list[Glyph]]


def without_slits(lattice: Lattice, held: Held) -> tuple[Lattice, Held]:
    """The lattice without columns and rows that are slits and hold nothing; what reaches over one is one narrower."""
    for axis in (0, 1):
        places = lattice.ys if axis else lattice.xs
        for at in reversed(range(len(places) - 1)):
            if len(places) > 2 and places[at + 1] - places[at] < SLIT:
                lattice, held = _without(lattice, held, axis, at)
                places = lattice.ys if axis else lattice.xs
    return lattice, held


def _without(lattice: Lattice, held: Held, axis: int, at: int) -> tuple[Lattice, Held]:
    inside = [_begin(span, axis) == at and _size(span, axis) == 1 for span in lattice.spans]
    if any(own for own, slit in zip(held, inside) if slit):
        return lattice, held
    places: Sequence[float] = lattice.ys if axis else lattice.xs
    first, last = at == 0, at == len(places) - 2
    middle = places[0] if first else places[-1] if last else (places[at] + places[at + 1]) / 2
    left = [*places[:at], middle, *places[at + 2 :]]
    spans = [_moved(span, axis, at) for span, slit in zip(lattice.spans, inside) if not slit]
    kept = [own for own, slit in zip(held, inside) if not slit]
    return (replace(lattice, ys=left, spans=spans) if axis else replace(lattice, xs=left, spans=spans)), kept


def _begin(span: Span, axis: int) -> int:
    return span.row if axis else span.col


def _size(span: Span, axis: int) -> int:
    return span.rowspan if axis else span.colspan


def _moved(span: Span, axis: int, at: int) -> Span:
    begin, size = _begin(span, axis), _size(span, axis)
    size -= begin <= at < begin + size
    begin -= begin > at
    return Span(begin, span.col, size, span.colspan) if axis else Span(span.row, begin, span.rowspan, size)
