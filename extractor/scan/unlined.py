"""Tables on scans without uprights, or without any ruling: borderless, three-line, ruled between the rows alone.

Tried only where words of a table's heads stand side by side outside any table. The pieces of lines are found by
smearing, read once with the fast model for the heads, and put into columns and rows by `layout.unruled`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.grid import Lattice
from extractor.layout.placed import OPEN, Rule, Unruled, Word
from extractor.layout.unruled import unruled
from extractor.scan import lines as cutting
from extractor.scan.habit import as_label
from extractor.scan.runs import Run

Gray = NDArray[Any]

SMEAR = 0.62
"""Ems of blank within a piece of a line: columns may stand as near as seven points."""
LOW, HIGH = 0.12, 1.75
"""Height of a piece of a line in ems (— is flat)."""
_HEADS = frozenset({"level1", "level2", "header"})


def pieces_of(mask: Gray, rules: Sequence[Run], em: float, scale: float) -> list[cutting.Strip]:
    """Pieces of lines wherever they stand, without the rulings.

    Args:
        mask: 0/1, the print of the straight page.
        em: height of a line of print, in pixels.
        scale: pixels per point.
    """
    rest = mask.copy()
    thick = max(2, round(1.2 * scale))
    for rule in rules:
        rest[max(0, round(rule.at) - thick) : round(rule.at) + thick + 1, round(rule.start) : round(rule.end) + 1] = 0
    smeared = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((1, max(3, round(SMEAR * em))), np.uint8))
    smeared = cv2.morphologyEx(smeared, cv2.MORPH_CLOSE, np.ones((max(1, round(0.16 * em)), 1), np.uint8))
    _count, _labels, stats, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    found: list[cutting.Strip] = []
    for x, y, w, h, area in stats[1:].tolist():
        if LOW * em <= h and w >= 0.25 * em and area > 0.02 * em * em and w * h < mask.size / 8:
            # Lines that stand close under each other hang together by a stroke.
            close = h > HIGH * em
            found += cutting.cut(rest, (x, y, x + w, y + h), em) if close else [cutting.Strip(x, y, x + w, y + h)]
    return _whole([s for s in found if LOW * em <= s.y1 - s.y0 <= HIGH * em], em)


def em_of(strips: Sequence[cutting.Strip], em: float) -> float:
    """Height of a line from its pieces: lines that stand half beside each other make one high band of the page."""
    high = [s.y1 - s.y0 for s in strips if s.x1 - s.x0 > 1.5 * (s.y1 - s.y0) > 0]
    return float(np.median(high)) if len(high) > 5 else em


def _whole(strips: list[cutting.Strip], em: float) -> list[cutting.Strip]:
    """Parts of one piece (the strokes of 二, a dot under it) put together."""
    out: list[cutting.Strip] = []
    for strip in sorted(strips, key=lambda s: s.x0):
        for kept in out:
            beside = min(strip.x1, kept.x1) - max(strip.x0, kept.x0) > -0.3 * em
            high = max(strip.y1, kept.y1) - min(strip.y0, kept.y0)
            if beside and high <= 1.25 * em and min(strip.y1 - strip.y0, kept.y1 - kept.y0) < 0.75 * em:
                kept.x0, kept.x1 = min(strip.x0, kept.x0), max(strip.x1, kept.x1)
                kept.y0, kept.y1 = min(strip.y0, kept.y0), max(strip.y1, kept.y1)
                break
        else:
            out.append(replace(strip))
    return out


def table_of(
    strips: Sequence[cutting.Strip], texts: Sequence[str], rules: Sequence[Run], em: float
) -> tuple[Lattice, list[list[cutting.Strip]], list[cutting.Strip]] | None:
    """The table that the pieces make: its lattice, the lines of each cell, and the pieces that stand outside it.

    Args:
        texts: what each strip was read as.
        em: height of a line of print, in pixels.
    """
    found = unruled(
        [_word(strip, text) for strip, text in zip(strips, texts)], [Rule(r.at, r.start, r.end) for r in rules], em
    )
    if found is None:
        return None
    inside = {number for cell in found.members for number in cell}
    return found.lattice, _lines(found, strips, em), [s for i, s in enumerate(strips) if i not in inside]


def _word(strip: cutting.Strip, text: str) -> Word:
    label = as_label("".join(text.split()))
    head = label is not None and label.kind in _HEADS
    level = "一级" in text or "二级" in text
    pair = re.match(r"[\u4e00-\u9fff（）() ]{2,12}[:：]", text) is not None
    figure = re.fullmatch(r"[≥≤≧≦><=]?\d[\d.,]*[%％]?", text.strip()) is not None
    is_open = text.rstrip().endswith(OPEN)
    return Word(strip.x0, strip.y0, strip.x1, strip.y1, head, level, pair, figure, is_open)


def _lines(found: Unruled, strips: Sequence[cutting.Strip], em: float) -> list[list[cutting.Strip]]:
    """The lines of each cell, top to bottom: pieces of one line are one strip."""
    out: list[list[cutting.Strip]] = []
    for members in found.members:
        lines: list[cutting.Strip] = []
        for strip in sorted((strips[i] for i in members), key=lambda s: (s.y0 + s.y1) / 2):
            last = lines[-1] if lines else None
            if last is not None and abs((strip.y0 + strip.y1) - (last.y0 + last.y1)) / 2 < 0.5 * em:
                last.x0, last.x1 = min(last.x0, strip.x0), max(last.x1, strip.x1)
                last.y0, last.y1 = min(last.y0, strip.y0), max(last.y1, strip.y1)
            else:
                lines.append(replace(strip))
        out.append(lines)
    return out
