"""Colour and darkness that lie under print or make up the table, and are neither a stamp's ink nor text.

Highlighter and shaded cells, heads filled dark with light print, rulings in red or blue: told by their shape, so that
the ink of stamps and pens can be taken away without them.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.levels import pieces

Gray = NDArray[Any]
Picture = NDArray[Any]
Place = tuple[slice, slice]
"""Rows and columns of a part of a picture."""

TINTED, LEAST_TINT = 35, 0.0005
"""Levels between a pixel's lightest and darkest channel from which it is coloured; share of a page that has to be."""
WIDE = 9.0
"""Points across that a fill has at least in both directions."""
STRAIGHT, PIECE = 80.0, 10.0
"""Points of a straight line that no stamp has; of the pieces that are taken for rulings once a page has such lines."""
STAMP, NEAR = 3.0, 12.0
"""Points across of a piece that a stamp or a pen has; of the blank up to its smaller ones."""
THIN, DASH_GAP = 3.5, 7.0
"""Points across a coloured dash at most, and of blank between two."""
RULED = 2.0
"""Widths of the page that its coloured straight lines have together where it is ruled in colour."""
FAR = 240.0
"""Points across up to which a block of fills is told from dark paper."""
LARGEST = 24.0
"""Points of a character in a fill."""
PRINTED = (0.3, 0.75)
"""Share of a fill's grey up to which a pixel is all print, and from which it is none."""
LEANING, SQUARE = 0.14, 0.85
"""Slope up to which an edge of a fill is level or upright on a page that is not yet straight; share of an outline that
is, from which it is that of cells."""
MOST_FILLS = 400
"""Fills beyond which a page is a photograph."""


def highlighted(blue: Gray, green: Gray, red: Gray, scale: float) -> Gray | None:
    """Mask (0/1) of light coloured fills, under print or not, from a picture's channels; None where there are none.

    Args:
        scale: pixels per point.
    """
    light = cv2.max(cv2.max(blue, green), red)
    least = cv2.min(cv2.min(blue, green), red)
    spread = cv2.subtract(light, least)
    coloured = spread > TINTED
    if np.count_nonzero(coloured) < LEAST_TINT * spread.size:
        return None
    # Whole numbers: against a fraction numpy would compare each pixel as a float.
    paper = float(np.percentile(light[::7, ::5], 70))
    yellow = cv2.min(green, red) > int(0.7 * paper)
    tinted = coloured & (light > int(0.72 * paper)) & ((least > int(0.42 * paper)) | yellow)
    if np.count_nonzero(tinted) < LEAST_TINT * tinted.size:
        return None
    factor = max(1.0, scale)
    small = cv2.resize(tinted.astype(np.uint8) * 255, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    whole = cv2.morphologyEx((small > 110).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    side = max(3, round(WIDE * scale / factor))
    solid = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not solid.any():
        return None
    deep = cv2.resize(
        ((spread > 3 * TINTED) & (least < ceil(0.42 * paper)) & ~yellow).astype(np.uint8) * 255,
        (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA,
    )  # fmt: skip
    solid = _without_stamps(solid, small, deep)
    if not solid.any():
        return None
    grown = cv2.dilate(solid, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(grown, (tinted.shape[1], tinted.shape[0]), interpolation=cv2.INTER_NEAREST))


def _without_stamps(solid: Gray, tint: Gray, deep: Gray) -> Gray:
    """Fills alone: most of a fill is tint, next to none of it the deep colour of a stamp's ink."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
    areas = np.maximum(stats[:, 4], 1)
    share = np.bincount(labels.ravel(), tint.ravel(), count) / 255 / areas
    ink = np.bincount(labels.ravel(), deep.ravel(), count) / 255 / areas
    kept = (share > 0.6) & (ink < 0.06)
    kept[0] = False
    return np.asarray(kept[labels].astype(np.uint8))


def without_shreds(mask: Gray, scale: float) -> Gray:
    """A mask (0/1) of coloured ink without small pieces far from any larger one: those of a thin coloured ruling whose
    rest is too pale to be seen as coloured, not those of a stamp or a pen.
    """
    count, labels, stats, _ = pieces(mask)
    large = stats[:, 4] >= (STAMP * scale) ** 2
    large[0] = False
    if large.sum() == count - 1:
        return mask
    side = 2 * round(NEAR * scale) + 1
    near = cv2.dilate(large.astype(np.uint8)[labels], np.ones((side, side), np.uint8))
    return np.asarray(cv2.min(mask, near))


def rulings_in(mask: Gray, scale: float, width: int) -> Gray | None:
    """What of a mask (0/1) of coloured ink is rulings: straight level and upright lines; None where the page, `width`
    pixels wide, has none.
    """
    for ink in (mask, _dashes_of(mask, scale)):
        long = [_straight(ink, STRAIGHT * scale, upright) for upright in (False, True)]
        thin = max(1.0, 1.5 * scale)
        if sum(int(np.count_nonzero(part)) for part in long) / thin >= RULED * width:
            pieces = cv2.max(*(_straight(ink, PIECE * scale, upright) for upright in (False, True)))
            return np.asarray(cv2.dilate(pieces, np.ones((3, 3), np.uint8)))
    return None


def _dashes_of(mask: Gray, scale: float) -> Gray:
    """What of a mask (0/1) is thin and short, with the blanks between two such pieces filled: dashed rulings."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    thin = stats[:, 2:4].min(axis=1) <= THIN * scale
    crossing = (stats[:, 2:4].max(axis=1) <= PIECE * scale) & (stats[:, 4] < 0.6 * stats[:, 2] * stats[:, 3])
    thin[0] = crossing[0] = False
    dashes = (thin | crossing)[labels].astype(np.uint8)
    blank = round(DASH_GAP * scale)
    level = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, np.ones((1, blank), np.uint8))
    upright = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, np.ones((blank, 1), np.uint8))
    return np.asarray(cv2.max(level, upright))


def _straight(mask: Gray, length: float, upright: bool) -> Gray:
    """The parts of a mask that run level (or upright) for so many pixels, a little askew or not."""
    across, along = ((1, 3), (round(length), 1)) if upright else ((3, 1), (1, round(length)))
    thick = cv2.dilate(mask, np.ones(across, np.uint8))
    return np.asarray(
        cv2.min(
            mask,
            cv2.dilate(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(along, np.uint8)), np.ones((3, 3), np.uint8)),
        )
    )


def even_fills(gray: Gray, scale: float) -> tuple[Gray, Gray | None]:
    """A grey picture with its filled cells as paper: shaded ones lightened, dark ones turned, print in them dark.

    What borders a dark fill stays as a ruling. The picture itself where nothing is filled. Beside it where the dark
    fills stood (0/255), for a ruling within may be as dark as they were; None where there is none.
    """
    factor = max(1.0, scale)
    small = cv2.resize(gray, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    side = max(3, round(WIDE * scale / factor))
    near = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    far = _paper_of(small)
    out = gray
    turned: Gray | None = None
    dark_parts = _dark(gray, far, factor)
    shaded = cv2.min(_shaded(near, far, side), 1 - cv2.dilate(dark_parts, np.ones((9, 9), np.uint8)))
    for number, (place, shape, dark) in enumerate([*_parts(dark_parts, True), *_parts(shaded, False)]):
        if number == 0:
            out = gray.copy()
        paper = float(np.median(far[place][shape > 0]))
        if dark:
            whole = np.zeros_like(small)
            whole[place] = shape
            part = cv2.resize(whole, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST)
            _turn(out, part, paper, scale)
            own = part * np.uint8(255)
            turned = own if turned is None else np.asarray(cv2.max(turned, own), np.uint8)
        else:
            level = max(1.0, float(np.median(near[place][shape > 0])))
            _lighten(out, place, shape, small.shape, level, paper / level)
    return out, turned


def _lighten(gray: Gray, place: Place, shape: Gray, small: tuple[int, ...], level: float, gain: float) -> None:
    """Make a shaded fill as light as paper, in place; `place`, `shape`: the fill on a picture as large as `small`,
    `level`: its grey. Print in it stays as dark as it is: rulings along its edge would grow pale.
    """
    spans, inner = [], []
    for own, length, short in zip(place, gray.shape, small):
        first, last = ceil(own.start * length / short), ceil(own.stop * length / short)
        spans.append(slice(first, last))
        inner.append(np.minimum(np.arange(first, last) * short // length, own.stop - 1) - own.start)
    cut, inside = gray[spans[0], spans[1]], shape[np.ix_(*inner)] > 0
    levels = np.arange(256, dtype=np.float32)
    share = np.clip((levels / level - PRINTED[0]) / (PRINTED[1] - PRINTED[0]), 0, 1)
    cut[inside] = cv2.LUT(cut, np.minimum(levels * (1 + (gain - 1) * share), 255).astype(np.uint8))[inside]


def _paper_of(small: Gray) -> Gray:
    """The paper's grey around every point (a pixel a point), over fills of up to FAR points."""
    height, width = small.shape
    coarse = cv2.resize(small, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    light = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((round(FAR / 4), round(FAR / 4)), np.uint8))
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR))


_HALF = np.ceil(np.float32(0.55) * np.arange(256, dtype=np.float32)).astype(np.uint8)
"""For each grey of paper the first grey that is not much darker."""


def _dark(gray: Gray, far: Gray, factor: float) -> Gray:
    """Where the picture is mostly much darker than paper: fills with light print in them, not print itself."""
    paper = cv2.resize(far, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink = cv2.compare(gray, cv2.LUT(paper, _HALF), cv2.CMP_LT)
    share = cv2.resize(ink, (far.shape[1], far.shape[0]), interpolation=cv2.INTER_AREA)
    if int(np.count_nonzero(share > 250)) < 40:
        return np.zeros_like(share)
    most = (cv2.blur(share, (7, 7)) > 0.55 * 255).astype(np.uint8)
    full = cv2.morphologyEx((share > 235).astype(np.uint8), cv2.MORPH_OPEN, np.ones((4, 4), np.uint8))
    region = cv2.morphologyEx(cv2.max(most, full), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    region = cv2.morphologyEx(region, cv2.MORPH_OPEN, np.ones((8, 12), np.uint8))
    if not region.any():
        return np.zeros_like(share)
    # Light characters let the full dark show around them; dense print nowhere does.
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region, connectivity=4)
    kept = np.zeros(count, np.uint8)
    for number in range(1, count):
        own = labels == number
        kept[number] = bool(full[own].mean() > 0.2)
    # The blur shrank the corners: what is fully dark beside a fill belongs to it.
    found = kept[labels]
    return np.asarray(
        cv2.max(found, cv2.min(cv2.dilate(found, np.ones((7, 7), np.uint8)), (share > 128).astype(np.uint8)))
    )


def _shaded(near: Gray, far: Gray, side: int) -> Gray:
    """Where paper itself is evenly darker, with sharp borders: a shadow's are soft."""
    darker = (near.astype(np.float32) < 0.9 * far) & (near.astype(np.float32) > 0.45 * far)
    solid = cv2.morphologyEx(darker.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray(solid)


def _parts(mask: Gray, dark: bool) -> list[tuple[Place, Gray, bool]]:
    """The single fills of a mask that are rectangles within the page: where each stands, and its mask there."""
    if not mask.any():
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    out: list[tuple[Place, Gray, bool]] = []
    if count > MOST_FILLS:
        return out
    for number in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[number])
        rim = x == 0 or y == 0 or x + w == mask.shape[1] or y + h == mask.shape[0]
        if rim or area <= 60 or min(w, h) < 6:
            continue
        place = (slice(y, y + h), slice(x, x + w))
        shape = (labels[place] == number).astype(np.uint8)
        if dark or area > 0.6 * w * h or _is_of_cells(shape):
            out.append((place, shape, dark))
    return out


def _is_of_cells(shape: Gray) -> bool:
    """Whether a mask (0/1) has the outline of several cells that touch: nearly all of it level or upright."""
    contours, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    corners = cv2.approxPolyDP(max(contours, key=cv2.contourArea), 1.5, True)[:, 0].astype(np.float64)
    sides = np.abs(corners - np.roll(corners, 1, axis=0))
    lengths = np.hypot(*sides.T)
    square = sides.min(axis=1) <= LEANING * sides.max(axis=1)
    return bool(lengths[square].sum() >= SQUARE * lengths.sum())


def _turn(gray: Gray, part: Gray, paper: float, scale: float) -> None:
    """Make a dark fill paper and what stands out of it print, in place: light print, and rulings darker than it."""
    core = cv2.erode(part, np.ones((3, 3), np.uint8), iterations=max(1, round(scale)))
    level = float(np.percentile(gray[(core if core.any() else part) > 0], 35))
    x, y, w, h = cv2.boundingRect(part)
    room = round(3 * scale)
    place = np.s_[max(0, y - room) : y + h + room, max(0, x - room) : x + w + room]
    cut, inside = gray[place], _whole_fill(gray[place], part[place], (level + paper) / 2, scale)
    light = np.where(inside, cut.astype(np.float32) - level, 0)
    gain = 0.85 * paper / max(float(np.percentile(np.abs(light[inside]), 98)), 30.0)
    drawn = np.maximum(np.maximum(light, 0) * gain, _rulings_of(-light, paper / max(level, 40.0), scale))
    edge = 2 * max(1, round(scale / 2)) + 1
    border = inside & (cv2.erode(inside.astype(np.uint8), np.ones((edge, edge), np.uint8)) == 0)
    cut[inside] = np.clip(paper - drawn[inside], 0, paper).astype(np.uint8)
    cut[border] = 10


def _whole_fill(gray: Gray, part: Gray, between: float, scale: float) -> NDArray[np.bool_]:
    """The fill to the pixel, from its mask that is right to a few points: what is darker than `between` at its rim."""
    reach = np.ones((2 * round(2 * scale) + 1,) * 2, np.uint8)
    solid = cv2.max(cv2.min(cv2.dilate(part, reach), (gray < between).astype(np.uint8)), cv2.erode(part, reach))
    # Rulings that run on outside are thinner than any fill.
    thick = max(3, round(2.5 * scale))
    solid = cv2.morphologyEx(solid, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    # Dense light print leaves holes no larger than a character.
    _count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - solid, connectivity=4)
    hole = np.asarray(stats[:, 2:4].max(axis=1) <= LARGEST * scale, np.bool_)
    hole[0] = False
    return np.asarray((solid > 0) | hole[labels], np.bool_)


def _rulings_of(darker: NDArray[np.float32], gain: float, scale: float) -> NDArray[np.float32]:
    """How dark rulings in a fill would be on paper; `darker`: than the fill, negative where lighter. Grain and the dark
    rims that packing leaves around light print are no rulings."""
    noise = float(np.median(darker[darker > 0])) if (darker > 0).any() else 0.0
    ink = np.maximum(darker - noise, 0).astype(np.float32)
    long = round(PIECE * scale)
    straight = [_long_parts(ink, (1, long), (3, 1)), _long_parts(ink, (long, 1), (1, 3))]
    return np.asarray(np.minimum(np.maximum(*straight), ink) * gain, np.float32)


def _long_parts(ink: NDArray[np.float32], along: tuple[int, int], across: tuple[int, int]) -> NDArray[np.float32]:
    """What of the ink is long in one direction, a little askew or not."""
    thick = cv2.dilate(cv2.blur(ink, (along[1] // 3 | 1, along[0] // 3 | 1)), np.ones(across, np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    return np.asarray(opened, np.float32)
