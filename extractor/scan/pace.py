"""Where the characters of a line stand: a hole tells a lost character, a crowd one that was read twice.

Print has an even pace, and the recogniser says where it saw each character. A page's own steps are the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from extractor.scan.recognise import Reading

FULL_HOLE, DIGIT_HOLE = 1.3, 1.5
"""Steps, against the usual one, between which a character was lost (of 18,000 right lines none and 0.1 % are over)."""
POINT = 1.2
"""The same for a decimal point between two digits; the ink decides."""
FULL_CROWD = 0.6
"""Step between two full characters below which one of them was read twice."""
END_FULL, END_HALF = 1.1, 1.03
"""Ems of print and margin before the first or after the last character from which another one was lost."""


END_USUAL, SIDE = 0.78, 0.25
"""Ems from the middle of a last full character to the end of its crop, and the paper in that (`lines.crop`)."""
BLANK = 0.75
"""Share of what a step is too long by that blank paper explains."""
Blank = Callable[[float, float], float]


@dataclass(slots=True)
class Step:
    """From one character to the next: its length, and both places as shares of the crop."""

    ems: float
    start: float
    end: float


@dataclass(slots=True)
class Pace:
    """A page's usual steps between two full characters and between two digits, in ems."""

    full: float = 1.0
    digit: float = 0.56


def is_full(mark: str) -> bool:
    """A Han character: as wide as the script's square."""
    return "\u3400" <= mark <= "\u9fff"


def _is_digit(mark: str) -> bool:
    return mark.isascii() and mark.isdigit()


def _steps(reading: Reading, ems: float) -> tuple[list[Step], list[Step]]:
    """Steps between neighbours that are both full, and both digits."""
    full: list[Step] = []
    digit: list[Step] = []
    for a, b in zip(reading.marks, reading.marks[1:]):
        if is_full(a.text) and is_full(b.text):
            full.append(Step((b.at - a.at) * ems, a.at, b.at))
        elif _is_digit(a.text) and _is_digit(b.text):
            digit.append(Step((b.at - a.at) * ems, a.at, b.at))
    return full, digit


def pace_of(lines: Iterable[tuple[Reading, float]]) -> Pace:
    """The usual steps of a page from its readings and the widths of their crops in ems."""
    full: list[float] = []
    digit: list[float] = []
    for reading, ems in lines:
        found = _steps(reading, ems)
        full += [step.ems for step in found[0]]
        digit += [step.ems for step in found[1]]
    usual = Pace()
    if len(full) >= 12:
        usual.full = float(np.median(full))
    if len(digit) >= 12:
        usual.digit = float(np.median(digit))
    return usual


def uneven(reading: Reading, ems: float, pace: Pace, blank: Blank | None = None) -> str:
    """ "hole", "crowd" or "end" where the reading does not fill its line evenly, else "".

    Args:
        ems: width of the crop.
        blank: the longest run without print between two places of the crop (0..1), in ems; None: none.
    """
    if not reading.marks:
        return ""
    full, digit = _steps(reading, ems)
    # A line in larger print keeps its own pace.
    own = float(np.median([step.ems for step in full])) if len(full) >= 3 else 0.0
    larger = max(1.0, own / pace.full)
    for steps, most, usual in ((full, FULL_HOLE, pace.full), (digit, DIGIT_HOLE, pace.digit)):
        for step in steps:
            over = step.ems - usual * larger
            if step.ems > most * usual * larger and (blank is None or blank(step.start, step.end) < BLANK * over):
                return "hole"
    if any(step.ems < FULL_CROWD * pace.full for step in full):
        return "crowd"
    first, last = reading.marks[0], reading.marks[-1]
    for mark, start, end in ((first, 0.0, first.at), (last, last.at, 1.0)):
        room = (end - start) * ems
        usual, most = (
            (END_USUAL, END_FULL) if is_full(mark.text) or mark.text in "%％" else (END_USUAL - 0.22, END_HALF)
        )
        if room <= most * larger:
            continue
        paper = blank(start, end) - SIDE if blank is not None else 0.0
        if paper < BLANK * (room - usual * larger):
            return "end"
    return ""


def wide_digits(reading: Reading, ems: float, pace: Pace) -> list[int]:
    """Numbers of the characters whose step to the next has room for a decimal point: both are digits."""
    return [
        i
        for i, (a, b) in enumerate(zip(reading.marks, reading.marks[1:]))
        if _is_digit(a.text) and _is_digit(b.text) and (b.at - a.at) * ems > POINT * pace.digit
    ]
