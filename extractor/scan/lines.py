"""Cutting a cell or a free strip of page into lines of text by projection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import pieces

Gray = NDArray[Any]
DARK, FAINT = 48, 34
"""Darkness from which a pixel, averaged with its neighbours, is text."""
PALE, TRACE, TIP = 100, 18, 0.6
"""Darkness that the last TIP ems of a line do not reach where its print fails, and of what may be left beyond."""


@dataclass(slots=True)
class Strip:
    """One line of text: its box in the straight page (pixels)."""

    x0: int
    y0: int
    x1: int
    y1: int
    fading: bool = False
    """Its print grows too faint to be sure of its end."""


def text_mask(ink: Gray) -> Gray:
    """0/1 where text is: dark after a small average that quiets the grain."""
    return (evened(ink) > DARK).astype(np.uint8)


def bands(rows: NDArray[np.int64], least: int) -> list[tuple[int, int]]:
    """Runs of rows with at least `least` text pixels: (start, end)."""
    on = np.concatenate(([0], (rows >= least).astype(np.int8), [0]))
    edges = np.flatnonzero(np.diff(on))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2])]


def line_height(mask: Gray, boxes: list[tuple[int, int, int, int]], scale: float) -> float:
    """The page's usual height of a line of text in pixels (about one em), weighted by width."""
    heights: list[float] = []
    weights: list[float] = []
    for x0, y0, x1, y1 in boxes:
        part = mask[y0:y1, x0:x1]
        if part.size == 0:
            continue
        for a, b in bands(part.sum(axis=1).astype(np.int64), 2):
            if 5 * scale <= b - a <= 22 * scale:
                heights.append(b - a)
                weights.append(float(np.count_nonzero(part[a:b].any(axis=0))))
    if not heights:
        return 10.5 * scale
    order = np.argsort(heights)
    total = np.cumsum(np.array(weights)[order])
    return float(np.array(heights)[order][int(np.searchsorted(total, total[-1] / 2))])


def faint_mask(ink: Gray) -> Gray:
    """0/1 where even faint print is: finds the ends of a line (its last 。) once the line is known."""
    return (evened(ink) > FAINT).astype(np.uint8)


def evened(ink: Gray) -> Gray:
    """Darkness averaged with its neighbours, which quiets the grain."""
    return np.asarray(cv2.blur(ink, (3, 3)), np.uint8)


def widen(strips: list[Strip], faint: Gray, box: tuple[int, int, int, int], em: float) -> None:
    """Let each strip reach over faint marks that stand less than an em beside it.

    Args:
        faint: mask (0/1) of faint print on the straight page.
        box: of the cell, inside its rulings: left, top, right, bottom, in pixels.
        em: height of a line of print, in pixels.
    """
    for strip in strips:
        columns = faint[strip.y0 : strip.y1, box[0] : box[2]].sum(axis=0) >= 2
        marked = np.flatnonzero(columns) + box[0]
        while True:
            right = marked[(marked >= strip.x1) & (marked < strip.x1 + 0.9 * em)]
            left = marked[(marked < strip.x0) & (marked >= strip.x0 - 0.9 * em)]
            if len(right):
                strip.x1 = int(right.max()) + 1
            if len(left):
                strip.x0 = int(left.min())
            if not len(right) and not len(left):
                break


def follow(strips: list[Strip], even: Gray, box: tuple[int, int, int, int], em: float) -> None:
    """Let each strip whose print grows faint reach over the traces of print beside it, and mark it.

    Args:
        even: darkness averaged with its neighbours.
        box: of the cell, inside its rulings: left, top, right, bottom, in pixels.
        em: height of a line of print, in pixels.
    """
    tip, least = round(TIP * em), LEAST_CHARACTER * em
    for strip in strips:
        rows = even[strip.y0 : strip.y1]
        traces: NDArray[np.intp] | None = None
        for right in (True, False):
            end = rows[:, max(strip.x0, strip.x1 - tip) : strip.x1] if right else rows[:, strip.x0 : strip.x0 + tip]
            if end.size == 0 or int(end.max()) >= PALE:
                continue
            if traces is None:
                traces = np.flatnonzero((rows[:, box[0] : box[2]] > TRACE).sum(axis=0) >= 2) + box[0]
            reached = _reached(traces, strip.x1 if right else strip.x0, 0.9 * em, right)
            if abs(reached - (strip.x1 if right else strip.x0)) >= least:
                strip.x0, strip.x1 = (strip.x0, reached) if right else (reached, strip.x1)
                strip.fading = True


def _reached(marked: NDArray[np.intp], at: int, step: float, right: bool) -> int:
    """How far marked columns go on from a place, with blanks narrower than a step."""
    while True:
        near = marked[(marked >= at) & (marked < at + step)] if right else marked[(marked < at) & (marked >= at - step)]
        if not len(near):
            return at
        at = int(near.max()) + 1 if right else int(near.min())


LEAST_CHARACTER = 0.35
"""Ems that the longer side of a character has at least (1 and — in the one direction or the other)."""


def overlooked(faint: Gray, box: tuple[int, int, int, int], em: float) -> bool:
    """Whether faint ink that could be a character stands in a box in which no line of text was found.

    What touches the box's border is the edge of a ruling.
    """
    x0, y0, x1, y1 = box
    part = faint[y0:y1, x0:x1]
    if part.size == 0 or not part.any():
        return False
    height, width = part.shape
    _count, _labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    for x, y, w, h, area in stats[1:].tolist():
        inside = x > 0 and y > 0 and x + w < width and y + h < height
        if inside and max(w, h) >= LEAST_CHARACTER * em and area >= 0.02 * em * em:
            return True
    return False


def cut(mask: Gray, box: tuple[int, int, int, int], em: float) -> list[Strip]:
    """Lines of text within a box, top to bottom; a wide blank in a line parts it into strips, left to right."""
    x0, y0, x1, y1 = box
    part = mask[y0:y1, x0:x1]
    if part.size == 0:
        return []
    found = _split(_merge(bands(part.sum(axis=1).astype(np.int64), 2), em), part, em)
    strips: list[Strip] = []
    for a, b in found:
        columns = np.asarray(part[a:b].any(axis=0))
        if int(part[a:b].sum()) < max(4, 0.02 * em * em):
            continue
        for left, right in _pieces(columns, 3.0 * em):
            strips.append(Strip(x0 + left, y0 + a, x0 + right, y0 + b))
    return strips


def _merge(found: list[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Bands that are parts of one line (the strokes of 二, the dots of ：) put together."""
    out: list[tuple[int, int]] = []
    for a, b in found:
        if out:
            top, bottom = out[-1]
            small = min(b - a, bottom - top) < 0.6 * em
            if small and b - top <= 1.25 * em and a - bottom < 0.5 * em:
                out[-1] = (top, b)
                continue
        out.append((a, b))
    return out


def _split(found: list[tuple[int, int]], part: Gray, em: float) -> list[tuple[int, int]]:
    """Bands as tall as two lines or more cut at their emptiest rows, where those are nearly empty."""
    out: list[tuple[int, int]] = []
    for a, b in found:
        count = round((b - a) / (1.2 * em)) if b - a > 1.65 * em else 1
        if count < 2:
            out.append((a, b))
            continue
        profile = np.convolve(part[a:b].sum(axis=1), np.ones(3) / 3, "same")
        usual = float(np.percentile(profile, 70)) if len(profile) else 0.0
        start = 0
        for n in range(1, count):
            middle = round(n * (b - a) / count)
            reach = max(1, round(0.35 * em))
            low, high = max(start + 1, middle - reach), min(b - a - 1, middle + reach)
            if high <= low:
                continue
            place = low + int(np.argmin(profile[low:high]))
            if profile[place] <= 0.3 * usual:
                out.append((a + start, a + place))
                start = place
        out.append((a + start, b))
    return out


def _pieces(columns: NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """Runs of columns with text, parted where `gap` or more columns are blank."""
    places = np.flatnonzero(columns)
    if len(places) == 0:
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [int(places[0]), *(int(places[i + 1]) for i in breaks)]
    ends = [*(int(places[i]) + 1 for i in breaks), int(places[-1]) + 1]
    return list(zip(starts, ends))


def crop(gray: Gray, strip: Strip, em: float) -> Gray:
    """The picture of a line for the recogniser: as high as a full character, with a little paper around."""
    height = strip.y1 - strip.y0
    pad = max(1.0, 0.12 * em)
    if height < 0.85 * em:
        pad = max(pad, (1.1 * em - height) / 2)
    side = max(2, round(0.25 * em))
    top, bottom = max(0, round(strip.y0 - pad)), min(gray.shape[0], round(strip.y1 + pad))
    return gray[top:bottom, max(0, strip.x0 - side) : min(gray.shape[1], strip.x1 + side)]


def free(mask: Gray, em: float) -> list[list[Strip]]:
    """Lines of text in a mask without tables, top to bottom: titles may be twice as high as the text."""
    out: list[list[Strip]] = []
    for a, b in _merge(bands(mask.sum(axis=1).astype(np.int64), max(3, round(0.25 * em))), em):
        if b - a < 0.3 * em:
            continue
        parts = _split([(a, b)], mask, em) if b - a > 2.7 * em else [(a, b)]
        for top, bottom in parts:
            columns = mask[top:bottom].sum(axis=0) > 0
            strips = [Strip(left, top, right, bottom) for left, right in _pieces(columns, 3.0 * em)]
            dense = [
                s for s in strips if int(mask[s.y0 : s.y1, s.x0 : s.x1].sum()) > 0.06 * (s.x1 - s.x0) * (s.y1 - s.y0)
            ]
            if dense:
                out.append(dense)
    return out


def in_lines(strips: list[Strip], em: float) -> list[list[Strip]]:
    """Pieces side by side put into one line, near ones joined; top to bottom."""
    out: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda s: (s.y0 + s.y1, s.x0)):
        if out and strip.y0 + strip.y1 - (out[-1][0].y0 + out[-1][0].y1) < em:
            out[-1].append(strip)
        else:
            out.append([strip])
    lines: list[list[Strip]] = []
    for line in out:
        lines.append([])
        for strip in sorted(line, key=lambda s: s.x0):
            last = lines[-1][-1] if lines[-1] else None
            if last is not None and strip.x0 - last.x1 < 3.0 * em:
                last.x1 = max(last.x1, strip.x1)
                last.y0, last.y1 = min(last.y0, strip.y0), max(last.y1, strip.y1)
            else:
                lines[-1].append(strip)
    return lines


def drop_tall(mask: Gray, most: float) -> None:
    """Take out, in place, what hangs together over more than `most` pixels of height: it would
    join all lines into one.
    """
    inked = mask.max(axis=1).astype(np.int64)
    if all(b - a <= most for a, b in bands(inked, 1)):
        return
    _count, labels, stats, _ = pieces(mask)
    tall = np.flatnonzero(stats[:, 3] > most)
    for number in tall[tall > 0]:
        x, y, w, h = (int(v) for v in stats[number, :4])
        mask[y : y + h, x : x + w][labels[y : y + h, x : x + w] == number] = 0


def blocks(mask: Gray, em: float) -> list[Strip]:
    """Pieces of lines wherever they stand, found by smearing: for a page whose tables are not known yet."""
    smeared = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, max(3, round(0.8 * em))), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    found: list[Strip] = []
    for number in range(1, count):
        x, y, w, h, _area = (int(v) for v in stats[number])
        if 0.5 * em <= h <= 1.8 * em and w > 2 * em:
            found.append(Strip(x, y, x + w, y + h))
    return found
