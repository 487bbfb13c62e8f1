"""Cell references of a sheet: "BC12", "A1:C3"."""

from __future__ import annotations

from functools import lru_cache

from extractor.readers.cells import Range

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@lru_cache(maxsize=20_000)
def column_of_letters(letters: str) -> int:
    """ "BC" -> 54; -1 where they are no column."""
    if not 0 < len(letters) <= 3:
        return -1
    col = 0
    for char in letters:
        if not "A" <= char <= "Z":
            return -1
        col = col * 26 + ord(char) - 64
    return col - 1 if col <= 16_384 else -1


def column_of(reference: str) -> int:
    """ "BC12" -> 54; -1 where it is none."""
    return column_of_letters(reference.rstrip(DIGITS))


def parse_range(reference: str) -> Range | None:
    """ "A1:C3" -> (0, 0, 2, 2); None where it is none or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    left, right = column_of(first), column_of(last)
    top, bottom = first.lstrip(LETTERS), last.lstrip(LETTERS)
    if left < 0 or right < 0 or not (top.isdecimal() and bottom.isdecimal()) or len(top) > 7 or len(bottom) > 7:
        return None
    row1, row2 = int(top) - 1, int(bottom) - 1
    if row1 > row2 or left > right:
        row1, row2, left, right = min(row1, row2), max(row1, row2), min(left, right), max(left, right)
    return None if row1 < 0 or (row1 == row2 and left == right) else (row1, left, row2, right)
