"""Ink in a line that no recogniser reads (a tick box, a signature): a sign in its place, the text around read without
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan.crop import Crop
from extractor.scan.words import Piece, TextReader, ems_of

Gray = NDArray[Any]

DARK = 56
"""Darkness from which a pixel belongs to a stroke."""
LOST = 0.55
"""Characters that a text between two marks may be narrower than its ink: more, and something was not read."""


@dataclass(slots=True)
class Mark:
    """A mark in a strip: its columns, and its sign with how sure that is."""

    x0: int
    x1: int
    sign: str
    confidence: float


def usual_width(crops: Sequence[Crop], pieces: Sequence[Piece]) -> float:
    """How wide a character is on this page, in ems of its line height."""
    widths = [
        (crop.ink.shape[1] / crop.em, ems_of(piece.text))
        for crop, piece in zip(crops, pieces)
        if piece.confidence >= 0.8
    ]
    ratios = [wide / ems for wide, ems in widths if 3 <= ems <= 14]
    return float(np.median(ratios)) if ratios else 1.0


def rewrite(crop: Crop, piece: Piece, marks: Sequence[Mark], reader: TextReader, usual: float) -> None:
    """The piece read again in parts: a sign for each mark, from the left, and the text between by the models.

    Args:
        usual: width of a character on this page, in ems (`usual_width`).
    """
    edges = [0, *(at for mark in marks for at in (mark.x0, mark.x1)), crop.ink.shape[1]]
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2])]
    spans = [_inked(crop, a, b) for a, b in gaps]
    read_again = iter(reader.read([part(crop, *span) for span in spans if span is not None]))
    text, confidence = "", 1.0
    for number, span in enumerate(spans):
        if span is not None:
            between = next(read_again)
            text += between.text.strip()
            confidence = min(confidence, between.confidence)
            if (span[1] - span[0]) / crop.em / usual - ems_of(between.text) > LOST:
                confidence = min(confidence, 0.6)
        if number < len(marks):
            before = marks[number].x0 - (span[1] if span is not None else gaps[number][0])
            text += (" " if text and before > 0.5 * crop.em else "") + marks[number].sign
            confidence = min(confidence, marks[number].confidence)
    if text != piece.text:
        piece.other = piece.other or piece.text
    piece.text, piece.confidence, piece.noise, piece.ink = text, confidence, False, False


def _inked(crop: Crop, start: int, stop: int) -> tuple[int, int] | None:
    """The columns with text between two marks, None where there is none."""
    columns = np.flatnonzero((crop.ink[:, start:stop] > DARK).any(axis=0))
    if len(columns) < 3 or columns[-1] - columns[0] < 0.15 * crop.em:
        return None
    return start + int(columns[0]), start + int(columns[-1]) + 1


def part(crop: Crop, start: int, stop: int) -> Crop:
    """A part of a strip as a crop of its own, paper at both ends."""
    side = (crop.gray.shape[1] - crop.ink.shape[1]) // 2
    paper = int(np.percentile(crop.gray, 90))
    top, bottom = _rows(crop, start, stop)
    inner = crop.gray[top:bottom, max(0, start + side - 1) : stop + side + 1]
    margin = max(2, round(0.25 * crop.em))
    gray = cv2.copyMakeBorder(inner, 0, 0, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    return Crop(np.asarray(gray, np.uint8), crop.ink[:, start:stop], crop.em)


def _rows(crop: Crop, start: int, stop: int) -> tuple[int, int]:
    """Rows of the grey crop that a part needs: fewer where a signature made the line high, all where the part is flat
    (一).
    """
    rows = np.flatnonzero((crop.ink[:, start:stop] > DARK).any(axis=1))
    whole = crop.gray.shape[0]
    if len(rows) == 0 or not 0.4 <= (rows[-1] + 1 - rows[0]) / crop.ink.shape[0] <= 0.75:
        return 0, whole
    lead = (whole - crop.ink.shape[0]) // 2
    pad = round(0.12 * (rows[-1] + 1 - rows[0]))
    return max(0, int(rows[0]) + lead - pad), min(whole, int(rows[-1]) + 1 + lead + pad)
