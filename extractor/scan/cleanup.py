"""A photographed or scanned page made even: ink colours apart, light flattened, turned straight.

`tidy_page(bgr, scale)` is the door. Lengths inside are pixels; `scale` is pixels per point (1/72 inch).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.bleed import without_bleed
from extractor.scan.contrast import darken
from extractor.scan.creases import without_creases
from extractor.scan.descreen import descreen
from extractor.scan.fills import even_fills, highlighted, rulings_in, without_shreds
from extractor.scan.levels import percentile, smaller
from extractor.scan.outline import corners_of, from_above
from extractor.scan.warp import Warp, straighten

Gray = NDArray[Any]
Picture = NDArray[Any]

PAPER = 235
"""Grey level that blank paper is brought to."""
COLOURED, LEAST_COLOUR = 24, 150
"""Levels over the others from which a channel is ink of its colour; pixels of it that are worth a look."""
RIM = 12
"""Pixels around coloured ink that are looked at with it."""


@dataclass(slots=True)
class Page:
    """A page ready for the line finder and the recogniser."""

    gray: Gray
    """Straight page, paper at PAPER, coloured ink removed."""
    red: Gray | None
    """Where red ink stood (0/255), in the straight page; None where there is none."""
    scale: float
    """Pixels per point."""
    warp: Warp
    """From the straight page back to the picture."""
    screened: bool = False
    """The picture is a half-tone, whose thin lines may be lost."""
    dirty: bool = False
    """Specks lay all over it: one may pass for a point."""
    dark: Gray | None = None
    """Where cells were filled dark (0/255), in the straight page: rulings in them may be lost; None where none was."""
    creased: Gray | None = None
    """Creases along which a ruling may lie (0/255), in the straight page; None where there are none."""
    bled: bool = False
    """Print of the other side showed through and was taken out."""


def separate_ink(
    bgr: Picture, scale: float = 200 / 72, gray: Gray | None = None
) -> tuple[Gray, Gray | None, Gray | None]:
    """Grey picture without coloured ink, and masks of the red and the blue ink (None where there is little).

    Rulings in colour stay, highlighter goes. `gray`: the picture in grey, where it is known; it stays as it is.

    In the channel of its own colour a stamp is almost as light as paper while black text stays dark; what is
    left of it is taken away by adding a share of its saturation, measured on the stamp itself.
    """
    blue, green, red = cv2.split(bgr)
    gray = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY) if gray is None else gray
    spread = cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))
    # A pixel of colour lifts at most the 25 around it over the measure.
    if 25 * np.count_nonzero(spread > COLOURED) < LEAST_COLOUR:
        return gray, None, None
    filled = highlighted(blue, green, red, scale)
    if filled is not None:
        gray = np.where(filled > 0, cv2.max(cv2.max(blue, green), red), gray).astype(np.uint8)
    else:
        gray = gray.copy()
    masks: list[Gray | None] = []
    for own, others in ((red, cv2.max(green, blue)), (blue, cv2.max(green, red))):
        colour = cv2.subtract(own, others)
        cast = float(np.median(colour[::8, ::8]))
        even = cv2.blur(colour, (5, 5))
        mask = (even > int(cast + COLOURED)).astype(np.uint8)
        if filled is not None:
            mask[filled > 0] = 0
        if cv2.countNonZero(mask) >= LEAST_COLOUR:
            mask = without_shreds(mask, scale)
        if cv2.countNonZero(mask) < LEAST_COLOUR:
            masks.append(None)
            continue
        # Most colour is a stamp: only the part of the page around it is worked on.
        x, y, wide, high = cv2.boundingRect(mask)
        part = np.s_[max(0, y - RIM) : y + high + RIM, max(0, x - RIM) : x + wide + RIM]
        ruled = rulings_in(mask[part], scale, mask.shape[1])
        if ruled is not None:
            mask[part][ruled > 0] = 0
            even[part][ruled > 0] = 0
        if cv2.countNonZero(mask) < LEAST_COLOUR:
            masks.append(None)
            continue
        _lift(gray[part], own[part], colour[part], even[part], mask[part], cast)
        masks.append(mask * np.uint8(255))
    return gray, masks[0], masks[1]


def _lift(gray: Gray, own: Gray, colour: Gray, even: Gray, mask: Gray, cast: float) -> None:
    """Take the ink of one colour out of the grey picture, in place.

    Args:
        own: the channel in which the ink is light; `colour`: how far it stands over the others, `even`: the same
            averaged, `cast`: that of the page.
        mask: where the ink is (0/1).
    """
    wide = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    ring = (cv2.dilate(wide, np.ones((9, 9), np.uint8)) - wide) > 0
    paper = percentile(own[ring], 75) if ring.any() else percentile(own, 90)
    core = even > int(cast + 60)
    share = 0.25
    if int(core.sum()) > 50:
        own_core = float(np.median(own[core]))
        share = min(0.6, max(0.0, (paper - own_core) / max(1.0, float(np.median(even[core])))))
    lifted = cv2.addWeighted(own, 1.0, colour, share, 0.0)
    lifted = cv2.min(lifted, np.full_like(lifted, min(255, round(paper + 6))))
    np.copyto(gray, cv2.max(gray, lifted), where=wide > 0)


def flatten(gray: Gray, scale: float) -> Gray:
    """Uneven light and shadows divided out; blank paper comes to PAPER."""
    factor = max(2, round(3 * scale))
    height, width = gray.shape
    small = smaller(gray, factor, (max(1, width // factor), max(1, height // factor)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    light = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (0, 0), 3)
    light = np.maximum(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), 1)
    return np.asarray(cv2.divide(gray, light, scale=PAPER), np.uint8)


def beside_paper(gray: Gray, scale: float) -> Gray | None:
    """Mask (0/255) of what is not the sheet: the desk around a photographed page. None where the sheet fills the
    picture.
    """
    factor = max(2.0, 2.5 * scale)
    small = cv2.GaussianBlur(smaller(gray, factor), (0, 0), 1.0)
    ring = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    middle = float(
        np.percentile(small[small.shape[0] // 4 : -small.shape[0] // 4, small.shape[1] // 4 : -small.shape[1] // 4], 80)
    )
    if float(np.median(ring)) > 0.8 * middle:
        return None
    _level, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, 4]))
    contours, _ = cv2.findContours((labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    area = cv2.contourArea(hull)
    # A corner lost to shade would make five sides of the four: then nothing is cut away.
    if not 0.25 < area / small.size < 0.99 or not _has_four_sides(hull, area):
        return None
    sheet = np.zeros_like(small)
    cv2.fillConvexPoly(sheet, hull, 255)
    sheet = cv2.erode(sheet, np.ones((5, 5), np.uint8), borderValue=0)
    return np.asarray(255 - cv2.resize(sheet, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_NEAREST))


def _has_four_sides(hull: Gray, area: float) -> bool:
    """Whether some simplification of the outline has four corners and leaves its area as it is."""
    length = cv2.arcLength(hull, True)
    for share in (0.005, 0.01, 0.015, 0.02, 0.03):
        corners = cv2.approxPolyDP(hull, share * length, True)
        if len(corners) == 4 and abs(cv2.contourArea(corners) / area - 1) <= 0.02:
            return True
    return False


def ink_of(gray: Gray) -> Gray:
    """Darkness of a flattened page: 0 on paper."""
    paper: Any = PAPER - 4.0  # a number stands for a whole picture, which its types do not know
    return np.asarray(cv2.subtract(paper, gray), np.uint8)


def estimate_skew(gray: Gray, scale: float, limit: float = 6.0) -> float:
    """Angle in degrees by which lines and rulings fall to the right (positive: clockwise).

    Rows of the sheared page are summed; the angle with the sharpest rows wins. Runs on about 72 dpi.
    """
    small = smaller(gray, max(1.0, scale))
    dark = ink_of(small).astype(np.float32)
    dark -= cv2.blur(dark, (1, 9))
    ys, xs = np.nonzero(dark > max(6.0, float(np.percentile(dark[::2, ::2], 88))))
    if len(xs) < 50:
        return 0.0
    weight = np.minimum(dark[ys, xs], 60)
    if len(xs) > 60_000:
        pick = np.linspace(0, len(xs) - 1, 60_000).astype(int)
        xs, ys, weight = xs[pick], ys[pick], weight[pick]
    middle = xs - small.shape[1] / 2

    def sharpness(angle: float, stride: int) -> float:
        rows = ys[::stride] - middle[::stride] * np.tan(np.radians(angle))
        bins = np.round(rows).astype(np.int64)
        sums = np.bincount(bins - bins.min(), weights=weight[::stride])
        return float(np.sum(sums * sums))

    best = 0.0
    # The first look, over all angles, needs no more than a quarter of a page's ink.
    for span, step, stride in ((limit, 0.5, 4 if len(xs) > 20_000 else 1), (0.5, 0.1, 1), (0.1, 0.025, 1)):
        angles = np.arange(best - span, best + span + step / 2, step)
        best = float(angles[int(np.argmax([sharpness(a, stride) for a in angles]))])
    return best


def _seen_from_above(bgr: Picture, gray: Gray, scale: float) -> tuple[Picture, NDArray[np.float64] | None]:
    """The picture as if taken from above, and the way back; as it came where the sheet's outline does not say how."""
    corners = corners_of(gray, scale)
    matrix = None if corners is None else from_above(corners, bgr.shape)
    if matrix is None:
        return bgr, None
    desk = tuple(float(v) for v in np.median(bgr[0], axis=0))
    size = (bgr.shape[1], bgr.shape[0])
    above = cv2.warpPerspective(
        bgr, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=desk
    )
    return np.asarray(above, np.uint8), np.asarray(np.linalg.inv(matrix), np.float64)


def tidy_page(bgr: Picture, scale: float, seen: Gray | None = None) -> Page:
    """The page straight and even, with the way back to the picture; `seen`: the picture in grey, where it is known."""
    seen = cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY) if seen is None else seen
    plain = descreen(bgr, seen)
    screened = plain is not bgr
    if screened:
        seen = cv2.extractChannel(plain, 0)
    bgr, back = _seen_from_above(plain, seen, scale)
    gray, red, _blue = separate_ink(bgr, scale, None if back is not None else seen)
    even, dark = even_fills(gray, scale)
    flat = flatten(even, scale)
    beside = beside_paper(gray, scale)
    if beside is not None:
        flat[beside > 0] = PAPER
    flat, bled = without_bleed(flat, PAPER, scale)
    plain, creased = without_creases(flat, PAPER, scale)
    flat = darken(plain, PAPER, scale)
    if flat is not plain:
        # A shade too faint to be seen before has been darkened with the print.
        flat, again = without_creases(flat, PAPER, scale)
        creased = again if creased is None else creased
    warp = straighten(ink_of(flat), scale, estimate_skew(flat, scale))
    straight = warp.apply(flat, PAPER)
    warp.back = back
    stamped = None if red is None else warp.apply(red, 0)
    turned = None if dark is None else warp.apply(dark, 0)
    lines = None if creased is None else warp.apply(creased, 0)
    warp.forget()
    return Page(straight, stamped, scale, warp, screened, dark=turned, creased=lines, bled=bled)
