"""Where the characters of a line stand: a hole tells a lost character, a crowd one that was read twice.

Print has an even pace, and the recogniser says where it saw each character. A page's own steps are the measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from extractor.scan.recognise import Reading

FULL_HOLE, DIGIT_HOLE = 1.3, 1.5
"""Steps, against the usual one, between which a character was lost (of 18,000 right lines none and 0.1 % are over)."""
FULL_CROWD = 0.6
"""Step between two full characters below which one of them was read twice."""
END_FULL, END_HALF = 1.1, 1.03
"""Ems of print and margin before the first or after the last character from which another one was lost."""


@dataclass(slots=True)
class Pace:
    """A page's usual steps between two full characters and between two digits, in ems."""

    full: float = 1.0
    digit: float = 0.56


def is_full(mark: str) -> bool:
    return "\u3400" <= mark <= "\u9fff"


def _is_digit(mark: str) -> bool:
    return mark.isascii() and mark.isdigit()


def _steps(reading: Reading, ems: float) -> tuple[list[float], list[float]]:
    """Steps between neighbours that are both full, and both digits."""
    full: list[float] = []
    digit: list[float] = []
    for a, b in zip(reading.marks, reading.marks[1:]):
        if is_full(a.text) and is_full(b.text):
            full.append((b.at - a.at) * ems)
        elif _is_digit(a.text) and _is_digit(b.text):
            digit.append((b.at - a.at) * ems)
    return full, digit


def pace_of(lines: Iterable[tuple[Reading, float]]) -> Pace:
    """The usual steps of a page from its readings and the widths of their crops in ems."""
    full: list[float] = []
    digit: list[float] = []
    for reading, ems in lines:
        found = _steps(reading, ems)
        full += found[0]
        digit += found[1]
    usual = Pace()
    if len(full) >= 12:
        usual.full = float(np.median(full))
    if len(digit) >= 12:
        usual.digit = float(np.median(digit))
    return usual


def uneven(reading: Reading, ems: float, pace: Pace) -> str:
    """ "hole", "crowd" or "end" where the reading does not fill its line evenly, else ""; `ems`: width of the crop."""
    if not reading.marks:
        return ""
    full, digit = _steps(reading, ems)
    # A line in larger print keeps its own pace.
    own = float(np.median(full)) if len(full) >= 3 else 0.0
    if full and max(full) > FULL_HOLE * max(pace.full, own):
        return "hole"
    larger = max(1.0, own / pace.full)
    if digit and max(digit) > DIGIT_HOLE * pace.digit * larger:
        return "hole"
    if full and min(full) < FULL_CROWD * pace.full:
        return "crowd"
    for mark, room in ((reading.marks[0], reading.marks[0].at * ems), (reading.marks[-1], (1 - reading.marks[-1].at) * ems)):
        if room > (END_FULL if is_full(mark.text) or mark.text in "%％" else END_HALF) * larger:
            return "end"
    return ""
