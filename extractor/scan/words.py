"""From crops to words with a confidence that can be trusted.

Two models read; a sign that stands alone or leads a value is also told by its shape. `Piece.confidence` is made so
that below 0.8 a person ought to look. Where the readers disagree the other reading is kept beside the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractor.characters.fold import fold_text
from extractor.scan.crop import PRINT, Crop
from extractor.scan.habit import as_label, unbalanced
from extractor.scan.models import Model, load
from extractor.scan.pace import Pace, pace_of, uneven, wide_digits
from extractor.scan.recognise import Reading, read_crops
from extractor.scan.signs import COMPARISONS, shape_of

Gray = NDArray[Any]

ALIKE, APART = 0.88, 0.04
"""A shape is taken for a sign from this likeness on, and this far before the next."""
SURE = 0.9
"""Probability from which a character of the better model stands, and of the fast one in a word of the form."""
BOTH = 0.6
"""Probability that the other model too must have of every character where it was asked."""
ENOUGH = 0.97
"""Probability of every character from which the fast model's reading needs no second one."""
BRIEF = 14
"""Characters of a short text."""
_LONE = frozenset("≥≤≧≦/=")
_SCRAWL = re.compile(r"^(?=.*[A-Za-z])[A-Za-z0-9.,'’~-]{1,6}$")
"""What the models make of handwriting: a few Latin letters, each model others."""
_FOREIGN = re.compile(r"^[\u3040-\u30ff\uac00-\ud7af\u0370-\u052f]{1,3}$")
"""What they make of specks: kana, hangul, Greek and Cyrillic letters."""
_ODD = re.compile(r"(?<=[^<>＜＞])[\[\]{}|_~^#@&\\$`<>=]")
"""Marks that stand within no text of these forms but are made of specks and strokes."""
_BRIEF_ODD = re.compile(
    r"^[^\w%％(（《“\"≥≤≧≦><=＞＜＝/／□☑√■①-⑳【〔]|^[一二三=]$|[、，,.．·°'’\-—]$|[\d%％]。$"
    r"|元[人户亩天月年次个台套]$|(?:^|[2-9]\d)0[%％]$"
)
"""Short texts that begin or end in a speck, are no more than strokes, lack a thin one (元/人) or may have the 0 of a %
twice.
"""
GAP, HALF = 0.65, 0.6
"""Ems of blank between two characters that are a gap, and how much more where a mark of punctuation is half blank."""
_OPEN_RIGHT, _OPEN_LEFT = re.compile(r"[，。、；：！？）》】」”’.,;:)\]]"), re.compile(r"[（《【「“‘(\[]")
_LEADS = re.compile(r"^[≥≤≧≦><=＞＜＝⩾⩽]")


@dataclass(slots=True)
class Piece:
    """A line of text as read."""

    text: str
    confidence: float
    other: str = ""
    """Another reading where the readers differ."""
    noise: bool = False
    """Not text: grain, a scribble, a picture."""
    ink: bool = False
    """With `noise`: there is ink that is not print (a signature)."""
    why: str = ""


class TextReader:
    """Reads crops with the models of this process: all with the fast one, what it leaves open with the better one."""

    def __init__(self, threads: int = 1) -> None:
        self.fast: Model = load("tiny", threads)
        self.slow: Model = load("small", threads)

    def read_fast(self, crops: list[Crop]) -> list[Reading]:
        """What the small network reads on each crop."""
        return read_crops(self.fast, [crop.gray for crop in crops])

    def read_slow(self, crops: list[Crop]) -> list[Reading]:
        """What the large network reads on each crop."""
        return read_crops(self.slow, [crop.gray for crop in crops])

    def read(self, crops: list[Crop], fast: list[Reading] | None = None) -> list[Piece]:
        """The pieces of the crops, in their order; `fast`: what the fast model made of them,
        where it was asked before.
        """
        if fast is None:
            fast = self.read_fast(crops)
        pace = pace_of((reading, crop.ems) for crop, reading in zip(crops, fast))
        asked = [i for i, crop in enumerate(crops) if not settled(crop, fast[i], pace)]
        slow: dict[int, Reading] = dict(zip(asked, self.read_slow([crops[i] for i in asked])))
        pieces = [
            _judge(crop, slow.get(i, fast[i]), fast[i] if i in slow else None, pace) for i, crop in enumerate(crops)
        ]
        _check_widths(crops, pieces)
        for i, (crop, piece) in enumerate(zip(crops, pieces)):
            reading = slow.get(i, fast[i])
            if piece.text == reading.text:
                piece.text = spaced(crop, reading)
        return pieces


def spaced(crop: Crop, reading: Reading) -> str:
    """The text with two blanks where the paper shows a gap: between 甲单位 and 金额单位 there is no mark to tell them
    apart.
    """
    marks = [mark.text for mark in reading.marks]
    for place, ems in reversed(crop.gaps(GAP)):
        after = sum(mark.at <= place for mark in reading.marks)
        # A mark that is half blank may be seen in its blank half.
        if (
            after < len(marks)
            and _OPEN_RIGHT.match(marks[after])
            and (reading.marks[after].at - place) * crop.ems < 0.5
        ):
            after += 1
        elif after and _OPEN_LEFT.match(marks[after - 1]) and (place - reading.marks[after - 1].at) * crop.ems < 0.5:
            after -= 1
        if not 0 < after < len(marks):
            continue
        half = _OPEN_RIGHT.match(marks[after - 1]) or _OPEN_LEFT.match(marks[after])
        if ems >= GAP + (HALF if half else 0):
            marks.insert(after, "  ")
    return "".join(marks)


def settled(crop: Crop, reading: Reading, pace: Pace) -> bool:
    """What the fast model read can stand without a second reading."""
    text = reading.text
    if not text:
        return False
    if _lone_sign(crop, reading) is not None:
        return True
    label = as_label(text)
    if reading.worst < (SURE if label is not None and not label.typo else ENOUGH):
        return False
    if label is not None and label.typo:
        return False
    if _ODD.search(text) or (len(text) <= BRIEF and (_BRIEF_ODD.search(text) or unbalanced(text))):
        return False
    return not uneven(reading, crop.ems, pace, crop.blank) and not _with_point(crop, reading, pace)


def _with_point(crop: Crop, reading: Reading, pace: Pace) -> str:
    """The text with the decimal point that stands between two of its digits and was not read; "" where none does."""
    gaps = wide_digits(reading, crop.ems, pace)
    points = crop.points() if gaps else []
    for number in gaps:
        if any(reading.marks[number].at < place < reading.marks[number + 1].at for place in points):
            marks = [mark.text for mark in reading.marks]
            return "".join([*marks[: number + 1], ".", *marks[number + 1 :]])
    return ""


def _judge(crop: Crop, main: Reading, second: Reading | None, pace: Pace) -> Piece:
    lone = _lone_sign(crop, main)
    if lone is not None:
        return lone
    if second is not None and second.worst > main.worst + 0.25:
        main, second = second, main
    text, other = main.text, second.text if second is not None else main.text
    same = fold_text(text) == fold_text(other)
    # A character the better model is not nine tenths sure of is wrong often enough to be looked at.
    confidence = main.worst if main.worst >= SURE else min(main.worst, 0.79)
    if (
        not text
        or (main.mean < 0.45 and len(text) <= 3)
        or (not same and main.mean < 0.8 and (_SCRAWL.match(text) or _FOREIGN.match(text)))
    ):
        high, wide = crop.ink.shape
        return Piece(text, min(confidence, 0.3), other, noise=True, ink=high > 0.7 * crop.em and wide > 1.2 * crop.em)
    if not same or (second is not None and second.worst < BOTH):
        confidence = min(confidence, 0.75)
    piece = Piece(text, confidence, "" if same else other)
    if (
        second is not None
        and (why := uneven(main, crop.ems, pace, crop.blank))
        and uneven(second, crop.ems, pace, crop.blank)
    ):
        piece.confidence, piece.why = min(confidence, 0.7), why
    if pointed := _with_point(crop, main, pace):
        piece.confidence, piece.other, piece.why = min(confidence, 0.7), piece.other or pointed, "point"
    _check_lead(crop, piece)
    return piece


def _check_widths(crops: list[Crop], pieces: list[Piece]) -> None:
    """A short line that is wider than its text on this page's measure has lost a character."""
    widths = [(crop.ink.shape[1] / crop.em, ems_of(piece.text)) for crop, piece in zip(crops, pieces)]
    ratios = [wide / ems for wide, ems in widths if 3 <= ems <= 14]
    if len(ratios) < 8:
        return
    usual = float(np.median(ratios))
    for (wide, ems), piece in zip(widths, pieces):
        if 1 <= ems <= 14 and wide / usual - ems > 0.9 and " " not in piece.text.strip():
            piece.confidence = min(piece.confidence, 0.7)
            piece.why = piece.why or "width"


def ems_of(text: str) -> float:
    """Width of a text in ems: full characters one, others about half."""
    return sum(1.0 if ord(mark) >= 0x2E80 or mark in "“”…—" else 0.56 for mark in text if not mark.isspace())


def _lone_sign(crop: Crop, main: Reading) -> Piece | None:
    """A strip no wider than one glyph whose shape is a sign; None where the shape does not say so."""
    height, width = crop.ink.shape
    if width > 1.5 * crop.em or height > 1.6 * crop.em or len(main.marks) > 2:
        return None
    if crop.sign is None:
        crop.sign = _sign_of(crop.ink)
    sign, likeness, margin = crop.sign
    if sign not in _LONE or likeness < ALIKE or margin < APART:
        return None
    if fold_text(main.text) == fold_text(sign):
        return Piece(main.text if sign in "≧≦" else sign, max(main.worst, min(likeness, 0.97)))
    sure = likeness >= 0.93 and margin >= 0.06
    return Piece(sign, min(likeness, 0.95) if sure else 0.7, main.text, why="shape")


def _sign_of(ink: Gray) -> tuple[str, float, float]:
    """The sign a glyph is most like, how much, and how far before the next of another name (≥ and ≧ count as one)."""
    found = shape_of(ink)
    name, likeness = found[0]
    kin = {"≥": "≧", "≧": "≥", "≤": "≦", "≦": "≤", "=": "二", "二": "="}.get(name)
    rest = [value for other, value in found[1:] if other != kin]
    if name in ("=", "二"):
        name = _bars(ink) or name
    return name, likeness, likeness - rest[0]


def _bars(ink: Gray) -> str | None:
    """= or 二 by the widths of two bars."""
    dark = ink > PRINT
    rows = dark.any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], rows.astype(np.int8), [0]))))
    spans = list(zip(edges[::2], edges[1::2]))
    if len(spans) != 2:
        return None
    wide = [int(np.count_nonzero(dark[a:b].any(axis=0))) for a, b in spans]
    return "=" if wide[0] > 0.85 * wide[1] else "二"


def _check_lead(crop: Crop, piece: Piece) -> None:
    """Hold the first glyph of a value against its shape: ≥ read as 2, or dropped, is put in doubt."""
    if not re.search(r"\d", piece.text) or len(piece.text) > 14:
        return
    columns = crop.inked
    places = np.flatnonzero(columns)
    if len(places) == 0:
        return
    first = int(places[0])
    blank = np.flatnonzero(~columns[first:])
    end = first + (int(blank[0]) if len(blank) else len(columns) - first)
    if not 0.25 * crop.em < end - first < 1.2 * crop.em:
        return
    sign, likeness, margin = _sign_of(crop.ink[:, first:end])
    leads = bool(_LEADS.match(piece.text))
    if sign in "≧≦" and piece.text[0] in "≥≤" and likeness >= 0.8:
        # The models know one sign for both; the one with two bars means the same and is kept as printed.
        piece.text = {"≥": "≧", "≤": "≦"}[piece.text[0]] + piece.text[1:]
    if sign in COMPARISONS and sign != "=" and likeness >= 0.9 and margin >= 0.05 and not leads:
        piece.other = sign + piece.text
        piece.confidence = min(piece.confidence, 0.5)
        piece.why = "lead"
    elif leads and sign in "1275" and likeness >= 0.9 and margin >= 0.05:
        piece.confidence = min(piece.confidence, 0.6)
        piece.other = sign + piece.text[1:]
        piece.why = "lead"
