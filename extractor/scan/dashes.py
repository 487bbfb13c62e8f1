"""Dashed, dotted and broken rulings drawn out, so that the line finder sees what a person sees.

A dash is a thin piece of ink that touches nothing; several of them in one row, with short blanks between, are a line.
Strokes of print hang together with others of their character. What is drawn has the darkness of the dashes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[Any]

DARK = 30
"""Darkness from which a pixel belongs to a dash."""
THICK, SHORT, LONG = 2.9, 0.9, 16.0
"""Points: a dash is at most so thick, at least so long and at most so long."""
GAP, SERIES, BRIEF = 13.0, 18.0, 8.0
"""Points: blanks between two dashes at most (one or two may be lost), length of a row of them at least, and of one that
ends at others."""
LEAN = 3.5
"""Times its breadth that a dash is long where it may fill less of its box."""
DASHES, LEAST = 4, 40
"""Dashes that make a line; pieces of a page that look like one, below which it has no dashed lines."""
ALIKE, FULL = 0.6, 0.97
"""Share of a line's dashes that are about as long as the others; share of ink from which it needs no drawing."""
THIN = 0.3
"""Share of its box that a longer piece fills at most to which dashes are joined."""
INKED, SPARSE = 0.4, 0.3
"""Share of a short line that its dashes cover, and of a long one."""
REACH, FAR_REACH, MOST_REACH, AT = 1.5, 2.3, 9.0, 0.4
"""Usual dashes of blank between the end of a line and the one it ends at; those of a sure line, and points of them: its
last dash may hang together with that one. Usual dashes up to which it stands there already."""
PROVEN, BESIDE, PRINTED = 60.0, (1.4, 5.0), 0.25
"""Points of a line from which it needs no blank beside it; where a shorter one is looked at beside it, in points; share
of its length with ink there from which print stands there."""
SURE, UNSURE, SOLID = 1, 2, 3
DASH, FILL = 1, 2
"""In a mask: a dash; ink that belongs to the line and is none (a longer piece, a crossing)."""
PIECE = 36.0
"""Points of a line that are drawn level: a longer one may still lean a little."""


@dataclass(slots=True)
class _Line:
    """A level line (an upright one laid level): its ends, its middle row, and the pieces to draw of it."""

    start: int
    end: int
    row: int
    kind: int
    """SURE, UNSURE, or SOLID (needs no drawing)."""
    pieces: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(row, start, thickness, darkness), each up to the next."""


def drawn_out(gray: Gray, paper: int, scale: float) -> Gray:
    """A straight page with its dashed lines solid; the same page where it has none.

    Args:
        gray: the flattened page with its paper at `paper`; `scale`: pixels per point.
    """
    ink = cv2.subtract(np.full_like(gray, paper), gray)
    _count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > DARK).astype(np.uint8), connectivity=8)
    kinds = [_dashes(stats, scale, turned) for turned in (False, True)]
    if max(np.count_nonzero(kind == DASH) for kind in kinds) < LEAST:
        return gray
    masks = [np.take(kind, np.asarray(labels)) for kind in kinds]
    _add_crossings(masks, labels, stats, (kinds[0] > 0) | (kinds[1] > 0), scale)
    usual = float(np.median(np.concatenate([stats[kinds[0] == DASH, 2], stats[kinds[1] == DASH, 3]])))
    found = (
        _lines(masks[0], ink, scale, usual),
        _lines(np.ascontiguousarray(masks[1].T), np.ascontiguousarray(ink.T), scale, usual),
    )
    if not any(line.kind == SURE for lines in found for line in lines):
        return gray
    out = gray.copy()
    for turned, lines in enumerate(_reaching(*found, usual, scale)):
        for line in lines:
            for (row, start, thick, dark), end in zip(line.pieces, [*(p[1] for p in line.pieces[1:]), line.end]):
                part = out[start:end, row : row + thick] if turned else out[row : row + thick, start:end]
                np.minimum(part, max(0, paper - dark), out=part)
    return out


def _reaching(level: list[_Line], upright: list[_Line], usual: float, scale: float) -> tuple[list[_Line], list[_Line]]:
    """The lines to draw, each to the one it ends at: there may be a blank between; a short one has to end at others."""
    near = REACH * usual
    far = max(near, min(FAR_REACH * usual, MOST_REACH * scale))
    kept = [[line for line in lines if line.kind != UNSURE] for lines in (level, upright)]
    for own, other in ((0, 1), (1, 0)):
        for line in (level, upright)[own]:
            reach = far if line.kind == SURE else near
            stops = [o.row for o in kept[other] if o.start - reach <= line.row <= o.end + reach]
            first, last = (_stop(stops, end, out, reach, AT * usual) for end, out in ((line.start, -1), (line.end, 1)))
            if line.kind == UNSURE and first is not None and last is not None and first != last:
                kept[own].append(line)
            line.start, line.end = min(line.start, first or line.start), max(line.end, last or line.end)
            if line.pieces:
                line.pieces[0] = (line.pieces[0][0], line.start, *line.pieces[0][2:])
    return kept[0], kept[1]


def _stop(stops: list[int], end: int, outward: int, reach: float, at: float) -> int | None:
    """Where a line ends: at the stop it stands at, else at the outermost one within reach; `outward` -1 or 1."""
    near = [x for x in stops if abs(x - end) <= at] or [x for x in stops if abs(x - end) <= reach]
    return max(near, key=lambda x: x * outward, default=None)


def _dashes(stats: Gray, scale: float, turned: bool) -> Gray:
    """Which pieces of ink are level (`turned`: upright) dashes: DASH, FILL where too long for one, else 0."""
    along, across, area = stats[:, 3 if turned else 2], stats[:, 2 if turned else 3], stats[:, 4]
    # A hair line that leans fills little of its box.
    full = (area > 0.55 * along * across) | ((along >= LEAN * across) & (area > 0.9 * along))
    thin = (across <= max(3, round(THICK * scale))) & (along >= 0.8 * across) & full
    thin &= along >= max(2, round(SHORT * scale))
    thin[0] = False
    return np.where(thin, np.where(along <= LONG * scale, DASH, FILL), 0).astype(np.uint8)


def _add_crossings(masks: list[Gray], labels: Gray, stats: Gray, known: NDArray[np.bool_], scale: float) -> None:
    """Where a level and an upright dash meet: their bars put into the masks of dashes, in place."""
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    least, most, thick = 1.2 * scale, LONG * scale, max(3, round(THICK * scale))
    small = ~known & (wide <= most) & (high <= most) & (np.minimum(wide, high) >= least) & (area < 0.7 * wide * high)
    small[0] = False
    for number in np.flatnonzero(small).tolist():
        x, y, w, h, area_of = stats[number].tolist()
        own = labels[y : y + h, x : x + w] == number
        rows, columns = own.mean(axis=1) > 0.6, own.mean(axis=0) > 0.6
        if not (1 <= rows.sum() <= thick and 1 <= columns.sum() <= thick):
            continue
        rest = own & ~rows[:, None] & ~columns[None, :]
        # The rim of a bar that lies between two pixels belongs to it.
        beside = [np.convolve(bar, (1, 1, 1), "same") > 0 for bar in (rows, columns)]
        whole = rest & ~beside[0][:, None] & ~beside[1][None, :]
        if np.count_nonzero(whole) <= 0.05 * area_of and np.count_nonzero(rest) <= 0.25 * area_of:
            masks[0][y : y + h, x : x + w][own & rows[:, None]] = FILL
            masks[1][y : y + h, x : x + w][own & columns[None, :]] = FILL
    for number in np.flatnonzero(~known & (np.maximum(wide, high) > most) & (area < THIN * wide * high)).tolist():
        if number:
            _part_joints(masks, labels, stats[number].tolist(), number, thick)


def _part_joints(masks: list[Gray], labels: Gray, box: list[int], number: int, thick: int) -> None:
    """A longer piece of a ruling to which dashes are joined: its level and upright bars put into the masks."""
    x, y, w, h, area = box
    own = (labels[y : y + h, x : x + w] == number).astype(np.uint8)
    bars = [
        cv2.morphologyEx(cv2.dilate(own, across), cv2.MORPH_OPEN, along) & own
        for across, along in (
            (np.ones((2, 1), np.uint8), np.ones((1, thick), np.uint8)),
            (np.ones((1, 2), np.uint8), np.ones((thick, 1), np.uint8)),
        )
    ]
    is_thin = not any(
        cv2.erode(bar, np.ones(shape, np.uint8), borderValue=0).any()
        for bar, shape in zip(bars, ((thick + 1, 1), (1, thick + 1)))
    )
    if is_thin and np.count_nonzero(own & ~(bars[0] | bars[1])) <= 0.15 * area:
        for mask, bar in zip(masks, bars):
            mask[y : y + h, x : x + w][bar > 0] = FILL


def _lines(dashes: Gray, ink: Gray, scale: float, usual: float) -> list[_Line]:
    """Level lines: dashed ones, those that are short for it, and solid ones."""
    thick = cv2.dilate((dashes > 0).astype(np.uint8), np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, round(GAP * scale)), np.uint8))
    series = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, round(BRIEF * scale)), np.uint8))
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(series, connectivity=8)
    out: list[_Line] = []
    step = round(PIECE * scale)
    for number, (x, y, w, h, _area) in enumerate(stats[1:].tolist(), start=1):
        part = np.where(labels[y : y + h, x : x + w] == number, dashes[y : y + h, x : x + w], 0)
        kind = _kind_of(np.any(part == DASH, axis=0), np.any(part > 0, axis=0), usual, SERIES * scale)
        if kind == 0 or (kind != SOLID and w < PROVEN * scale and _in_print(ink, y + h // 2, x, x + w, scale)):
            continue
        line = _Line(x, x + w, y + h // 2, kind)
        out.append(line)
        if kind == SOLID:
            continue
        dark = np.where(part > 0, ink[y : y + h, x : x + w], 0).astype(np.float32)
        level = round(float(np.median(dark.max(axis=0)[dark.max(axis=0) > 0])))
        wide = max(1, round(float(np.median((part > 0).sum(axis=0)[(part > 0).any(axis=0)]))) - 1)
        for start in range(0, w, step):
            weights = dark[:, start : start + step].sum(axis=1)
            if weights.any():
                row = y + round(float(weights @ np.arange(h) / weights.sum()) - (wide - 1) / 2)
                line.pieces.append((row, x + start, wide, level))
    return out


def _in_print(ink: Gray, row: int, start: int, end: int, scale: float) -> bool:
    """Whether print stands close on both sides of a level line: it goes through characters."""
    near, far = (round(points * scale) for points in BESIDE)
    sides = (ink[max(0, row - far) : max(0, row - near), start:end], ink[row + near + 1 : row + far + 1, start:end])
    return all(side.size > 0 and float((side > DARK).any(axis=0).mean()) > PRINTED for side in sides)


def _kind_of(dashed: Gray, inked: Gray, usual: float, long: float) -> int:
    """SURE with enough dashes, most of them as long as the page's usual ones, UNSURE with two or three of them, SOLID
    without blanks, else 0; `inked`: where any ink is."""
    lengths, pieces = _lengths(dashed), _lengths(inked)
    if inked.mean() > FULL:
        return SOLID if len(inked) >= long else 0
    if len(lengths) >= DASHES and len(inked) >= long:
        # The rings of % in rows under each other stand farther apart than any dashes or dots.
        is_line = float(np.mean(_alike(lengths, usual))) >= ALIKE and bool(inked.mean() >= SPARSE)
        return SURE if is_line else 0
    # Of a short one a dash may be joined to the line it ends at.
    is_short = len(pieces) >= 2 and len(lengths) >= 1 and bool(_alike(pieces, usual).all())
    return UNSURE if is_short and bool(inked.mean() >= INKED) else 0


def _lengths(where: Gray) -> Gray:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], where.astype(np.int8), [0]))))
    return np.asarray(edges[1::2] - edges[::2])


def _alike(lengths: Gray, usual: float) -> Gray:
    return np.asarray((lengths > 0.5 * usual - 1) & (lengths < 1.7 * usual + 1))
