"""The text of a cell from what its strips were read as."""

from __future__ import annotations

import re

from extractor.model.document import Cell
from extractor.scan import lines as cutting
from extractor.scan.doubtful import DOUBTFUL
from extractor.scan.words import Piece

SPECK = 0.4
"""Ems up to which ink that nobody can read is a speck and no character."""
_NEW_ITEM = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.．、:：]|[①-⑳]|(?:目标|指标|任务)\d)")
_GROUPED = r"\d{1,3}(?:[,，]\d{3})+"
_BROKEN_FIGURE = re.compile(rf"(?!{_GROUPED}\n)(?=[\d,，]*\n)[\d,，\n]+(?:\.\d+)?|{_GROUPED}\n\.\d+")


def runs_on(text: str, following: str) -> bool:
    """A figure in groups of three that a narrow cell broke over two lines: 8,000,00 and 0.00."""
    if not re.search("[,，]", text):
        return False
    whole = re.fullmatch(_GROUPED + r"(?:\.\d+)?", text + following)
    return whole is not None and _BROKEN_FIGURE.fullmatch(f"{text}\n{following}") is not None


def fill(cell: Cell, strips: list[cutting.Strip], pieces: list[Piece], full: float, em: float) -> None:
    """Text, confidence and alternatives of a cell from its strips; ink that was not read leaves its doubt.

    Strips of one line are joined by blanks; a line that reaches `full` runs on in the next one, others end there.

    Args:
        full: where, from the left, a line fills the cell, in pixels.
        em: height of a line of print, in pixels.
    """
    text, other = "", ""
    last: cutting.Strip | None = None
    for strip, piece in zip(strips, pieces):
        if piece.noise:
            if not piece.text and max(strip.x1 - strip.x0, strip.y1 - strip.y0) < SPECK * em:
                continue
            cell.image = cell.image or piece.ink
            cell.confidence = min(piece.confidence, cell.confidence or 1.0)
            if piece.text and not piece.ink:
                cell.alternatives.append(piece.text)
            continue
        between = ""
        if last is not None:
            if strip.y0 == last.y0:
                between = "  "
            elif not runs_on(text, piece.text) and (last.x1 < full or _NEW_ITEM.match(piece.text)):
                between = "\n"
        text += between + piece.text
        other += between + (piece.other or piece.text)
        last = strip
        cell.confidence = piece.confidence if cell.confidence is None else min(cell.confidence, piece.confidence)
    cell.text = text
    cell.full = last is not None and last.x1 >= full
    if other != text and cell.confidence is not None and cell.confidence < DOUBTFUL:
        cell.alternatives.append(other)
