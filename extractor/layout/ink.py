"""What a page paints -> rulings and shaded boxes: the input of `grid.solve`.

Fixed-layout formats (PDF, OFD) draw a table border as a stroked line, as a thin filled rectangle, as two parallel
lines, as a chain of dots, or not at all: cells are then told apart by their shading. Programs also paint white
boxes over lines they want hidden. This module turns all that into `Segment`s; it knows no file format.

Units are points, origin top left of the page as shown, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.ground.groups import Groups

THIN = 4.5
"""A filled rectangle up to this thick (points) is a ruling, not a shaded box."""
STRAIGHT = 0.75
"""A line whose ends differ by less than this across its direction (points) is horizontal or vertical."""


@dataclass(slots=True, frozen=True)
class Segment:
    """A straight ruling along an axis: horizontal when `y0 == y1`, vertical when `x0 == x1`."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.0

    @property
    def horizontal(self) -> bool:
        """It runs level."""
        return self.y0 == self.y1


@dataclass(slots=True, frozen=True)
class Stroke:
    """A painted straight line, any direction."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float = 0.0
    white: bool = False


@dataclass(slots=True, frozen=True)
class Fill:
    """A painted upright rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float
    white: bool = False


Paint = Stroke | Fill
CROWDED = 6000
"""Paints on a page beyond which boxes are not compared with each other: a map or a chart, not a table."""


def rulings(paints: Sequence[Paint]) -> list[Segment]:
    """Rulings visible on the page, in the order painted.

    Thin rectangles count as lines. White paint is no ruling unless it divides a shaded box; a white box hides the
    lines under it. The edges of shaded boxes count where they continue the rulings, or where there are no rulings.
    """
    lines: list[Segment] = []
    shades: list[Fill] = []
    crowded = len(paints) > CROWDED
    for paint in paints:
        segment = _as_segment(paint)
        if segment is not None:
            if not paint.white or _on_shade(segment, shades):
                lines.append(segment)
                if isinstance(paint, Fill) and paint.x1 - paint.x0 <= THIN and paint.y1 - paint.y0 <= THIN:
                    x = (paint.x0 + paint.x1) / 2  # a dot may be part of a line in either direction
                    lines.append(Segment(x, paint.y0, x, paint.y1, paint.x1 - paint.x0))
        elif isinstance(paint, Fill) and not crowded:
            if paint.white:
                lines = _hide(paint, lines)
                shades = [s for s in shades if not _covers(paint, s)]
            else:
                shades.append(paint)
    return lines + _shade_edges(shades, lines)


def _as_segment(paint: Paint) -> Segment | None:
    """The ruling a paint stands for; None for boxes and slanted lines."""
    if isinstance(paint, Stroke):
        width, height = abs(paint.x1 - paint.x0), abs(paint.y1 - paint.y0)
        if height <= STRAIGHT and height <= width:
            y = (paint.y0 + paint.y1) / 2
            return Segment(min(paint.x0, paint.x1), y, max(paint.x0, paint.x1), y, paint.thickness)
        if width <= STRAIGHT:
            x = (paint.x0 + paint.x1) / 2
            return Segment(x, min(paint.y0, paint.y1), x, max(paint.y0, paint.y1), paint.thickness)
        return None
    width, height = paint.x1 - paint.x0, paint.y1 - paint.y0
    if height <= THIN and (height <= width or width <= THIN):
        y = (paint.y0 + paint.y1) / 2
        return Segment(paint.x0, y, paint.x1, y, height)
    if width <= THIN:
        x = (paint.x0 + paint.x1) / 2
        return Segment(x, paint.y0, x, paint.y1, width)
    return None


def _on_shade(segment: Segment, shades: Iterable[Fill]) -> bool:
    x, y = (segment.x0 + segment.x1) / 2, (segment.y0 + segment.y1) / 2
    return any(s.x0 < x < s.x1 and s.y0 < y < s.y1 for s in shades)


def _covers(box: Fill, other: Fill) -> bool:
    slack = 1.0
    return (
        box.x0 <= other.x0 + slack and box.y0 <= other.y0 + slack
        and box.x1 >= other.x1 - slack and box.y1 >= other.y1 - slack
    )  # fmt: skip


def _hide(box: Fill, lines: list[Segment]) -> list[Segment]:
    """Cut away what lies well inside a white box; lines on its own edge stay."""
    slack = 2.0
    left: list[Segment] = []
    for s in lines:
        if s.horizontal and box.y0 + slack < s.y0 < box.y1 - slack:
            left += [Segment(a, s.y0, b, s.y0, s.thickness) for a, b in _outside(s.x0, s.x1, box.x0, box.x1)]
        elif not s.horizontal and box.x0 + slack < s.x0 < box.x1 - slack:
            left += [Segment(s.x0, a, s.x0, b, s.thickness) for a, b in _outside(s.y0, s.y1, box.y0, box.y1)]
        else:
            left.append(s)
    return left


def _outside(start: float, end: float, low: float, high: float) -> list[tuple[float, float]]:
    """The parts of start..end that are not within low..high."""
    if high <= start or low >= end:
        return [(start, end)]
    return [(a, b) for a, b in ((start, low), (high, end)) if b - a > 0.5]


def _shade_edges(shades: list[Fill], lines: list[Segment]) -> list[Segment]:
    """Edges of shaded boxes that divide cells.

    Beside or within ruled tables only boxes that end on rulings at both sides count (a marker pen over some words
    does not); away from them at least four boxes that share edges make a table of their own.
    """
    slack = 3.0
    accepted: list[Fill] = []
    pending = [s for s in shades if s.x1 - s.x0 > THIN and s.y1 - s.y0 > THIN]
    if len(pending) > 5000:
        return []
    columns = [(s.x0, s.y0, s.y1) for s in lines if not s.horizontal]
    rows = [(s.y0, s.x0, s.x1) for s in lines if s.horizontal]
    alone: list[Fill] = []
    for box in pending:
        wide = _held(box.x0, box.y0, box.y1, columns, slack) and _held(box.x1, box.y0, box.y1, columns, slack)
        high = _held(box.y0, box.x0, box.x1, rows, slack) and _held(box.y1, box.x0, box.x1, rows, slack)
        if wide or high:
            accepted.append(box)
        elif not _within_rulings(box, columns, rows):
            alone.append(box)
    accepted += _tiled(alone, slack)
    return [edge for box in accepted for edge in _edges(box)]


def _held(at: float, low: float, high: float, lines: list[tuple[float, float, float]], slack: float) -> bool:
    """A ruling stands at `at` and touches the box's side."""
    return any(abs(p - at) <= slack and a <= high + slack and b >= low - slack for p, a, b in lines)


def _within_rulings(
    box: Fill, columns: list[tuple[float, float, float]], rows: list[tuple[float, float, float]]
) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return any(a <= y <= b for _, a, b in columns) and any(a <= x <= b for _, a, b in rows)


def _tiled(boxes: list[Fill], slack: float) -> list[Fill]:
    """Groups of four boxes or more that share edges, some side by side and some above each other."""
    if not 4 <= len(boxes) <= 600:
        return []
    together = Groups(len(boxes))

    pairs: list[tuple[int, bool]] = []
    for i, a in enumerate(boxes):
        for j in range(i):
            b = boxes[j]
            beside = min(abs(a.x0 - b.x1), abs(a.x1 - b.x0)) <= slack and min(a.y1, b.y1) - max(a.y0, b.y0) > slack
            stacked = min(abs(a.y0 - b.y1), abs(a.y1 - b.y0)) <= slack and min(a.x1, b.x1) - max(a.x0, b.x0) > slack
            if beside or stacked:
                together.join(i, j)
                pairs.append((i, beside))
    both_ways = {together.of(i) for i, beside in pairs if beside} & {
        together.of(i) for i, beside in pairs if not beside
    }
    sizes = [together.of(i) for i in range(len(boxes))]
    return [box for i, box in enumerate(boxes) if together.of(i) in both_ways and sizes.count(together.of(i)) >= 4]


def _edges(box: Fill) -> list[Segment]:
    return [
        Segment(box.x0, box.y0, box.x1, box.y0),
        Segment(box.x0, box.y1, box.x1, box.y1),
        Segment(box.x0, box.y0, box.x0, box.y1),
        Segment(box.x1, box.y0, box.x1, box.y1),
    ]
