"""Lines of a dirty page that are in doubt, read once more with the specks between their strokes smoothed away.

A median over three pixels takes out specks and leaves strokes, but wears thin ones: it is no preparation for a whole
page. Where the better model is sure of what is left, its reading stands instead; that one line was read in two ways
stays a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.characters.fold import fold_text
from extractor.scan.crop import Crop
from extractor.scan.doubtful import DOUBTFUL
from extractor.scan.words import SURE, Piece, TextReader, spaced

LEAST = 2
"""Characters of a text that may stand where nothing could be read before: one is what is left of a speck."""


def read_cleaned(crops: Sequence[Crop], pieces: Sequence[Piece], reader: TextReader) -> None:
    """Put the surer reading into the pieces in doubt; all others stay as they are."""
    asked = [i for i, piece in enumerate(pieces) if piece.confidence < DOUBTFUL and not piece.ink]
    cleaned = [
        Crop(np.asarray(cv2.medianBlur(np.ascontiguousarray(crops[i].gray), 3)), crops[i].ink, crops[i].em)
        for i in asked
    ]
    for crop, reading, piece in zip(cleaned, reader.read_slow(cleaned), (pieces[i] for i in asked)):
        if reading.worst < SURE or (piece.noise and len(reading.text) < LEAST):
            continue
        if fold_text(reading.text) == fold_text(piece.text):
            continue
        piece.other, piece.text = piece.text, spaced(crop, reading)
        piece.confidence, piece.noise, piece.why = max(min(piece.confidence, 0.75), 0.5), False, "cleaned"
