"""Handwriting on a line of signatures: not read, only noticed.

Beside 填表人： or 单位负责人签字： stands a name in print, or a signature. A signature is taller than the print of its
line, or its strokes run on over several characters, or the models make Latin letters of it, each others. Its place in
the text holds U+FFFC ("an object stands here"), so that the field is neither blank nor filled with an invented name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import cv2
import numpy as np

from extractor.layout.grid import Span
from extractor.model.document import OBJECT
from extractor.scan.crop import Crop
from extractor.scan.marks import DARK, Mark, rewrite, usual_width
from extractor.scan.words import SURE, Piece, TextReader

_SIGNED = re.compile(r"(?:填表|填报|制表|经办|审核|复核|负责|联系)人|签字|签名|签章")
_SCRAWL = re.compile(
    r"((?:(?:填表|填报|制表|经办|审核|复核|负责|联系)人|签字|签名|签章)[^：:\s]{0,6}[：:]\s*)([A-Za-z0-9.,'’~/\\"
    r"|√んへ-]{1,6})(?=\s|$)"
)
_FIRST_STROKE = re.compile(rf"([：:]\s*)[^：:\s{OBJECT}]{{1,3}}(?={OBJECT})")
"""What the models make of a signature's small beginning."""
TALL, WIDE, HIGH = 1.3, 1.6, 1.15
"""Ems: a stroke higher than TALL, or wider than WIDE and higher than HIGH, is no print; blurred print runs together,
but does not grow.
"""
NEAR = 0.6
"""Ems between strokes that belong to one signature."""


def settle(crops: Sequence[Crop], pieces: Sequence[Piece], lines: Sequence[int], em: float, reader: TextReader) -> None:
    """Mark the handwriting in free lines.

    Args:
        lines: how many crops each line has, from the top.
        em: line height of the page's print; a crop of a free line has its own.
    """
    usual = usual_width(crops, pieces)
    start = 0
    for count in lines:
        own = range(start, start + count)
        start += count
        if not _SIGNED.search("".join(pieces[i].text for i in own)):
            continue
        before = ""
        for i in own:
            _settle(crops[i], pieces[i], before, em, reader, usual)
            before += pieces[i].text if not pieces[i].noise else ""


def _settle(crop: Crop, piece: Piece, before: str, em: float, reader: TextReader, usual: float) -> None:
    """One strip of a line; `before` is what the line says left of it."""
    marks = find_hand(crop, em, piece.confidence >= SURE)
    if piece.noise:
        # Ink anywhere else (a fold, the edge of the sheet) is nobody's signature.
        if (piece.ink or marks) and before.rstrip().endswith(("：", ":")):
            piece.text, piece.other, piece.noise, piece.ink, piece.confidence = OBJECT, "", False, False, 0.9
        return
    if marks:
        rewrite(crop, piece, marks, reader, usual)
        lead = "：" if before.rstrip().endswith(("：", ":")) else ""
        piece.text, piece.why = _FIRST_STROKE.sub(r"\1", lead + piece.text).removeprefix(lead), "hand"
        return
    text = _SCRAWL.sub(
        lambda found: found[0] if len(found[2]) > 4 and found[2].isdigit() else found[1] + OBJECT, piece.text
    )
    if text != piece.text:
        piece.other, piece.text, piece.why = piece.text, text, "hand"


def settle_cells(
    spans: Sequence[Span], counts: Sequence[int], crops: Sequence[Crop], pieces: Sequence[Piece], em: float
) -> None:
    """Mark handwriting in the cells right of a signature's label: such a cell holds ink, and no text.

    Args:
        counts: how many crops each span has, in order.
        em: height of a line of print, in pixels.
    """
    texts: list[str] = []
    own: list[range] = []
    start = 0
    for count in counts:
        own.append(range(start, start + count))
        texts.append("".join(pieces[i].text for i in own[-1] if not pieces[i].noise))
        start += count
    labels = [span for span, text in zip(spans, texts) if len(text) <= 14 and _SIGNED.search(text)]
    for span, strips in zip(spans, own):
        if any(
            a.col + a.colspan == span.col and a.row < span.row + span.rowspan and span.row < a.row + a.rowspan
            for a in labels
        ):
            for i in strips:
                if find_hand(crops[i], em, pieces[i].confidence >= SURE):
                    pieces[i].noise = pieces[i].ink = True


def find_hand(crop: Crop, em: float, sure: bool = False) -> list[Mark]:
    """Signatures in a strip, from the left; where the models were `sure` of the text, wide strokes are print run
    together.
    """
    dark = (crop.ink > DARK).astype(np.uint8)
    if dark.shape[0] < HIGH * em:
        return []
    ruled = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, max(3, round(1.5 * em))), np.uint8))
    dark[ruled > 0] = 0
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    strokes = sorted((int(x), int(x + w), int(w), int(h)) for x, _, w, h, area in stats[1:] if area >= 0.01 * em * em)
    marks: list[Mark] = []
    for x0, x1, wide, high in strokes:
        if marks and x0 < marks[-1].x1 + NEAR * em:
            marks[-1].x1 = max(marks[-1].x1, x1)
        elif high > TALL * em or (not sure and wide > WIDE * em and high > HIGH * em):
            marks.append(Mark(x0, x1, OBJECT, 0.9))
    return marks
