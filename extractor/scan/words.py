"""From crops to words with a confidence that can be trusted: a fast model first, a slower one where it is unsure.

`Piece.confidence` is made so that below 0.8 a person ought to look; what the models disagree about is kept as the
other reading and never put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.scan.models import Model, load
from extractor.scan.recognise import Reading, read_crops

Gray = NDArray[Any]


@dataclass(slots=True)
class Piece:
    """A line of text as read."""

    text: str
    confidence: float
    other: str = ""
    """The other model's reading where it differs."""
    noise: bool = False
    """Not text: grain, a scribble, a picture."""
    ink: bool = False
    """With `noise`: there is ink that is not print (a signature)."""


class TextReader:
    """Reads crops with the models of this process."""

    def __init__(self, threads: int = 1) -> None:
        self.fast: Model = load("tiny", threads)
        self.slow: Model = load("small", threads)
        self.worth = 0.0

    def read(self, crops: list[Gray]) -> list[Piece]:
        """The pieces of the crops, in their order."""
        slow = read_crops(self.slow, crops)
        fast = read_crops(self.fast, crops)
        marks = [mark.chance for reading in slow for mark in reading.marks]
        self.worth = float(np.mean(marks)) if marks else 0.0
        return [_judge(a, b) for a, b in zip(slow, fast)]


def _judge(main: Reading, second: Reading) -> Piece:
    text, other = main.text, second.text
    if not text or (main.mean < 0.45 and len(text) <= 3):
        return Piece(text, main.worst, other, noise=True, ink=False)
    confidence = main.worst
    if text != other:
        confidence = min(confidence, 0.79) if main.worst < 0.9 else confidence
    return Piece(text, confidence, other if other != text else "")
