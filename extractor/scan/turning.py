"""Pages that lie on their side or stand on their head: noticed because nothing on them can be read.

A small classifier says at once which way up a page lies, and a trial on a few lines with the fast model says whether it
is right. Otherwise a page is read as it comes; only where the recogniser is unsure of nearly everything are the other
three turns tried.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.scan import lines as cutting
from extractor.scan.cleanup import Page, ink_of, tidy_page
from extractor.scan.cuts import PageReading
from extractor.scan.page import cut_page, read_picture, read_through
from extractor.scan.recognise import certainty, read_crops
from extractor.scan.upright import turns_of
from extractor.scan.words import TextReader

Picture = NDArray[Any]

READABLE = 0.94
"""Mean probability of a page's characters from which it stands upright."""
CLEARER = 0.05
"""By how much more surely a page has to read in another position."""
_TURNS = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}


def read_any_way_up(bgr: Picture, number: int, scale: float, unit: float, reader: TextReader) -> PageReading:
    """The page read upright, however it lies; boxes are places of the upright page.

    Args:
        number: of the page, from 1.
        scale: pixels per point.
        unit: what one pixel is in the boxes given back.
    """
    if told := turns_of(bgr):
        turned = np.ascontiguousarray(cv2.rotate(bgr, _TURNS[told]))
        if _legible(turned, scale, reader) >= _legible(bgr, scale, reader) + CLEARER:
            return read_picture(turned, number, scale, unit, reader)
    cuts = cut_page(bgr, scale)
    fast = reader.read_fast(cuts.crops)
    # Looked at before the better model is asked: on a turned page it would be asked about every line.
    turn = 0 if not cuts.crops or certainty(fast) >= READABLE else _best_turn(bgr, cuts.page, scale, reader)
    if turn:
        return read_picture(np.ascontiguousarray(cv2.rotate(bgr, _TURNS[turn])), number, scale, unit, reader)
    return read_through(cuts, reader, number, unit, fast)


def _best_turn(bgr: Picture, page: Page, scale: float, reader: TextReader) -> int:
    """Quarter turns clockwise that make the page legible; 0 where none is clearly better than as it lies (`page`)."""
    here = _legible_as(page, scale, reader)
    if here + CLEARER > 1:
        return 0  # lines that stand half beside each other, not a page on its side: pieces of them read well
    scores = {turn: _legible(cv2.rotate(bgr, code), scale, reader) for turn, code in _TURNS.items()}
    best = max(scores, key=lambda turn: scores[turn])
    return best if scores[best] >= here + CLEARER else 0


def _legible(bgr: Picture, scale: float, reader: TextReader) -> float:
    """How surely the fast model reads pieces of lines of a page in this position."""
    return _legible_as(tidy_page(bgr, scale), scale, reader)


def _legible_as(page: Page, scale: float, reader: TextReader, lines: int = 24) -> float:
    """The same of a page that is straight already."""
    mask = cutting.text_mask(ink_of(page.gray))
    em = 10.0 * scale
    strips = [s for line in cutting.free(mask, em) for s in line if 2 * em < s.x1 - s.x0]
    if len(strips) < 3:
        strips += cutting.blocks(mask, em)
    if not strips:
        return 0.0
    strips = [
        cutting.Strip(s.x0, s.y0, min(s.x1, s.x0 + round(12 * em)), s.y1)
        for s in strips[:: max(1, len(strips) // lines)]
    ]
    return certainty(read_crops(reader.fast, [cutting.crop(page.gray, s, em) for s in strips]))
