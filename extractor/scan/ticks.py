"""Tick boxes told by their shape: the models read □ and √ well and drop ☑ or make 又, 凶 or 0 of it.

A box is two upright strokes with a stroke from one to the other above and below, about a character wide. What stands
inside says whether it is empty □, ticked or crossed ☑, or black ■. Only lines that the models were not sure of, that
hold a box sign already, or that are one box alone are looked at; what the models take for a framed character (日, 国)
by itself is no box. The text between the boxes is read again without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.crop import Crop
from extractor.scan.marks import DARK, Mark, part, rewrite, usual_width
from extractor.scan.words import Piece, TextReader

Gray = NDArray[Any]

SIDES = (0.6, 1.12)
"""Sides of a box in ems."""
EMPTY, TICKED, BLACK = 0.07, 0.12, 0.8
"""Share of dark pixels inside: up to EMPTY a box is empty, from TICKED ticked, from BLACK black; between, in doubt."""
BOXES = "□☐☑☒■"
_READ_AS = {
    "□": frozenset("□☐0OoD"),
    "■": frozenset("■□●"),
    "☑": frozenset("☑☒□☐■√✓✔区凶又図冈网V v0OQZMNxX".replace(" ", "")),
}
"""What the models make of a box that stands alone; anything else is a character that looks like a box (日, 电, 口)."""
_UNSURE = 0.6


def settle(crops: Sequence[Crop], pieces: list[Piece], reader: TextReader) -> None:
    """Put the signs of tick boxes into the pieces that hold some; all other pieces stay as they are."""
    usual = usual_width(crops, pieces)
    for crop, piece in zip(crops, pieces):
        if piece.confidence >= 0.8 and not set(piece.text) & set(BOXES) and crop.ink.shape[1] > 1.4 * crop.em:
            continue
        boxes = find_boxes(crop.ink, crop.em)
        if boxes:
            _rewrite(crop, piece, boxes, reader, usual)


def find_boxes(ink: Gray, em: float) -> list[Mark]:
    """Boxes in the darkness of a strip, from the left."""
    dark = (ink > DARK).astype(np.uint8)
    least = max(4, round(SIDES[0] * em))
    if min(dark.shape) < least:
        return []
    found: list[Mark] = []
    uprights = _uprights(dark, least)
    slack = max(1.5, 0.13 * em)
    for i, (left, top, bottom) in enumerate(uprights):
        if found and left < found[-1].x1:
            continue
        for right, other_top, other_bottom in uprights[i + 1 :]:
            wide, high = right - left, bottom - top
            if wide > SIDES[1] * em:
                break
            if (
                wide < least
                or not 0.82 <= wide / high <= 1.22
                or abs(top - other_top) > slack
                or abs(bottom - other_bottom) > slack
            ):
                continue
            if _closed(dark, left, right, top, round(slack)) and _closed(dark, left, right, bottom, round(slack)):
                box = _judged(dark, left, right, top, bottom)
                if _around(dark, left, right, top, bottom, round(slack)) <= (0.25 if box.sign == "☑" else 0.06):
                    found.append(box)
                    break
    return found


def _uprights(dark: Gray, least: int) -> list[tuple[int, int, int]]:
    """Upright strokes: (column, top, bottom), from the left; strokes side by side within a thickness are one."""
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((least, 1), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    out: list[tuple[int, int, int]] = []
    for number in range(1, count):
        x, y, w, h, _area = (int(v) for v in stats[number])
        if w <= 0.45 * h:
            out.append((x + w // 2, y, y + h))
        elif w >= 0.8 * h:
            # A black box is one block: its two sides.
            out += [(x, y, y + h), (x + w - 1, y, y + h)]
    return sorted(out)


def _closed(dark: Gray, left: int, right: int, level: int, reach: int) -> bool:
    """Whether a stroke runs from side to side at about this height."""
    band = dark[max(0, level - reach - 1) : level + reach + 1, left : right + 1]
    return (
        band.size > 0
        and float(band.max(axis=1).max()) > 0
        and float(band.any(axis=0).mean()) >= 0.95
        and float(band.mean(axis=1).max()) >= 0.8
    )


def _around(dark: Gray, left: int, right: int, top: int, bottom: int, reach: int) -> float:
    """Share of dark pixels above and below: a tick may stand out of its box, but the lower half of 否 is none."""
    outside = np.concatenate([dark[: max(0, top - reach), left : right + 1], dark[bottom + reach :, left : right + 1]])
    return float(outside.mean()) if outside.size else 0.0


def _judged(dark: Gray, left: int, right: int, top: int, bottom: int) -> Mark:
    """What stands in the box; its columns take in the thickness of its sides."""
    inset = max(2, round(0.22 * (right - left)))
    inside = dark[top + inset : bottom - inset, left + inset : right - inset + 1]
    share = float(inside.mean()) if inside.size else 0.0
    side = max(2, round(0.12 * (right - left)))
    x0, x1 = max(0, left - side), min(dark.shape[1], right + side + 1)
    if share <= EMPTY:
        return Mark(x0, x1, "□", 0.95)
    if share >= BLACK:
        return Mark(x0, x1, "■", 0.9)
    return Mark(x0, x1, "☑", 0.9 if share >= TICKED else 0.5)


def _rewrite(crop: Crop, piece: Piece, boxes: list[Mark], reader: TextReader, usual: float) -> None:
    """The piece read in parts: a sign a box, the text between them by the models."""
    alone = reader.read([part(crop, box.x0, box.x1) for box in boxes])
    kept: list[Mark] = []
    for box, read in zip(boxes, alone):
        text = read.text.strip()
        if text and (len(text) > 1 or text not in _READ_AS[box.sign]):
            if read.confidence < _UNSURE:
                piece.confidence = min(piece.confidence, _UNSURE)
            continue
        kept.append(box)
    if not kept:
        return
    rewrite(crop, piece, kept, reader, usual)
    piece.why = "box"
