"""Make a filing's text harmless where it is going: a terminal, a spreadsheet cell, an XML part."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
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
