"""Reading the text of line crops: batches by width, equal crops once, a probability for every character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.characters.fold import fold_text
from extractor.scan.models import Model

Gray = NDArray[Any]
Floats = NDArray[np.float32]

HEIGHT = 48
"""Crop height that the models are trained on."""
LEAST, MOST = 48, 3200
BATCH_PIXELS = 2 * 640
"""Widths of one batch together: larger ones leave the processor's cache and take a third longer."""


@dataclass(slots=True)
class Mark:
    """One character read: its text, probability, the next best one, and where it starts in the crop (0..1)."""

    text: str
    chance: float
    second: str
    second_chance: float
    at: float


@dataclass(slots=True)
class Reading:
    """What one crop was read as."""

    marks: list[Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The characters read, left to right."""
        return "".join(mark.text for mark in self.marks)

    @property
    def worst(self) -> float:
        """Probability of the least certain character; 0 where nothing was read."""
        return min((mark.chance for mark in self.marks), default=0.0)

    @property
    def mean(self) -> float:
        """Mean chance of its characters, 0 to 1; 0 where there are none."""
        return sum(mark.chance for mark in self.marks) / len(self.marks) if self.marks else 0.0


def certainty(readings: list[Reading]) -> float:
    """Mean probability of all characters read; 0 where there are none."""
    marks = [mark.chance for reading in readings for mark in reading.marks]
    return sum(marks) / len(marks) if marks else 0.0


def read_crops(model: Model, crops: list[Gray]) -> list[Reading]:
    """The readings of grey crops, in their order."""
    keys: dict[bytes, int] = {}
    place: list[int] = []
    unique: list[Gray] = []
    for crop in crops:
        key = crop.shape[0].to_bytes(4, "little") + crop.tobytes()
        if key not in keys:
            keys[key] = len(unique)
            unique.append(crop)
        place.append(keys[key])
    readings = _read_unique(model, unique)
    return [readings[i] for i in place]


def _width(crop: Gray) -> int:
    return int(min(MOST, max(LEAST, np.ceil(crop.shape[1] * HEIGHT / crop.shape[0] / 8) * 8)))


def _read_unique(model: Model, crops: list[Gray]) -> list[Reading]:
    order = sorted(range(len(crops)), key=lambda i: _width(crops[i]))
    readings = [Reading()] * len(crops)
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and _width(crops[order[stop]]) * (stop + 1 - start) <= BATCH_PIXELS:
            stop += 1
        chosen = order[start:stop]
        wide = _width(crops[chosen[-1]])
        batch = np.zeros((len(chosen), 3, HEIGHT, wide), np.float32)
        shares = []
        for n, i in enumerate(chosen):
            own = _width(crops[i])
            image = cv2.resize(
                crops[i], (own, HEIGHT), interpolation=cv2.INTER_CUBIC if crops[i].shape[0] < HEIGHT else cv2.INTER_AREA
            )
            batch[n, :, :, :own] = (image.astype(np.float32) / 127.5 - 1.0)[None]
            shares.append(wide / own)
        for n, (i, chances) in enumerate(zip(chosen, model.run(batch))):
            readings[i] = _decode(chances, model.characters, shares[n])
        start = stop
    return readings


def _decode(chances: Floats, characters: list[str], share: float) -> Reading:
    """Best path of the frames: repeats and blanks dropped, the strongest frame of a run speaks for it."""
    best = chances.argmax(axis=1)
    marks: list[Mark] = []
    frames = len(best)
    i = 0
    while i < frames:
        j = i
        while j + 1 < frames and best[j + 1] == best[i]:
            j += 1
        if best[i] != 0:
            peak = i + int(chances[i : j + 1, best[i]].argmax())
            row = chances[peak]
            first = int(best[i])
            total = float(row[first])
            row[first] = -1.0
            second = int(row.argmax())
            row[first] = total
            if fold_text(characters[first]) == fold_text(characters[second]):
                # （ and ( are one character to whoever reads it: their chances are one chance.
                total += float(row[second])
            marks.append(
                Mark(
                    characters[first],
                    min(1.0, total),
                    characters[second],
                    float(row[second]),
                    min(1.0, peak / frames * share),
                )
            )
        i = j + 1
    return Reading(marks)
