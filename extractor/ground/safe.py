"""Make a filing's text harmless where it is going: a terminal, a spreadsheet cell, an XML part."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?\Z")


def visible(text: str) -> str:
    """`text` without what moves a cursor, turns the reading direction or cannot stand in XML; tab and newline stay.

    Removed characters leave U+FFFD so that nobody takes the text for whole.
    """
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`visible`, white space folded to single blanks."""
    return _BLANKS.sub(" ", visible(text)).strip()


def formula_like(text: str) -> bool:
    """Whether a spreadsheet program might run `text`: a leading = + - @ tab CR LF or a full-width twin of one.

    Also behind blanks, which some programs strip. A plain number ("-5") is a number.
    Source: OWASP "CSV injection"; the full-width twins are folded by Chinese and Japanese Excel.
    """
    bare = text.lstrip(" \u3000\u00a0\ufeff\u200b")
    return bare.startswith(_FORMULA) and not _PLAIN_NUMBER.match(bare)


def csv_text(text: str) -> str:
    """A text for a CSV cell: an apostrophe before what a spreadsheet program might run."""
    return "'" + sheet_text(text) if formula_like(text) else sheet_text(text)


def sheet_text(text: str) -> str:
    """`visible`, line ends folded to newline, and at most what one sheet cell holds (32,767 characters)."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= 32_000 else text[:31_980] + "…（以下从略）"


def width(text: str) -> int:
    """Columns `text` takes on a terminal (a CJK character takes two)."""
    total = 0
    for char in text:
        if unicodedata.combining(char):
            continue
        total += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return total


def clip(text: str, room: int) -> str:
    """`text` in at most `room` columns, with … where it was cut."""
    if width(text) <= room:
        return text
    kept, used = [], 0
    for char in text:
        step = width(char)
        if used + step > room - 1:
            break
        kept.append(char)
        used += step
    return "".join(kept) + "…"


_CLOSING = frozenset("，。；：、！？）》」】”’〕％%,.;:!?)]}…")
"""What may not begin a line."""
_OPENING = frozenset("（《「【“‘〔([{")
"""What may not end a line."""


def wrapped(parts: Iterable[tuple[str, str]], room: int) -> list[list[tuple[str, str]]]:
    """Styled parts as lines of at most `room` columns, broken as Chinese text is.

    Breaks stand between characters, but not before closing and not after opening punctuation, nor inside a word or
    number of Latin letters or a short name in 「」 (unless it fills a line).
    """
    room = max(room, 8)
    units = [(unit, style) for text, style in parts for unit in _UNIT.findall(text)]
    lines: list[list[tuple[str, str]]] = []
    line: list[tuple[str, str]] = []
    used = 0
    for unit, style in units:
        pieces = [unit] if width(unit) <= room else list(unit)
        for piece in pieces:
            if used + width(piece) > room and line:
                carried = _carried(line, piece)
                if width(piece) + sum(width(text) for text, _ in line[len(line) - carried :]) > room:
                    carried = 0
                lines.append(_trimmed(line[: len(line) - carried]))
                line = line[len(line) - carried :]
                used = sum(width(text) for text, _ in line)
            if line or piece != " " or not lines:
                line.append((piece, style))
                used += width(piece)
    if line:
        lines.append(line)
    return [_joined(one) for one in lines]


_UNIT = re.compile(r"「[^「」]{1,20}」|[!-~]+|.", re.DOTALL)
"""What stays together where a line can hold it: a short name in 「」, a Latin word or number, else one character."""


def _carried(line: list[tuple[str, str]], coming: str) -> int:
    """How many units at the end of `line` must go down with `coming`."""
    count = 0
    first = coming
    while (
        count < len(line) - 1 and count < 4 and (first[0] in _CLOSING or line[len(line) - count - 1][0][-1] in _OPENING)
    ):
        count += 1
        first = line[len(line) - count][0]
    return count


def _trimmed(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    while line and line[-1][0] == " ":
        line = line[:-1]
    return line


def _joined(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one style as one part."""
    merged: list[tuple[str, str]] = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1] = (merged[-1][0] + text, style)
        else:
            merged.append((text, style))
    return merged
