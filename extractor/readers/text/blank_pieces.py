"""A page of text -> pieces between blanks, each with its place, and stretches between blank lines that may be tables"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_PIECE = re.compile(r"\S+(?:[ \u3000]\S+)*")
_PAIR = re.compile(r"[^：:]{1,16}[：:].*")


@dataclass(slots=True)
class Piece:
    """Texts between gaps: one printed line of a cell. `x0`, `x1` in columns of the page."""

    text: str
    x0: int
    x1: int
    line: int


def _half_widths(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def pieces_of(text: str, number: int, width: Callable[[str], int]) -> Iterator[Piece]:
    """The texts of a line that blanks part; `number`: the line's, `width`: what a text takes of the page."""
    for found in _PIECE.finditer(text.replace("\t", "    ")):
        x0 = width(text[: found.start()])
        yield Piece(found[0], x0, x0 + width(found[0]), number)


def metric_of(lines: list[str]) -> Callable[[str], int]:
    """What lets more texts begin together: half widths, or characters."""
    counts = []
    for width in (_half_widths, len):
        starts = Counter(p.x0 for n, text in enumerate(lines) for p in list(pieces_of(text, n, width))[1:])
        counts.append(len(starts))
    return _half_widths if counts[0] <= counts[1] else len


def snapped_begins(lines: list[list[Piece]]) -> Counter[int]:
    """How many lines have a text that begins at a place; a text one off such a place is moved to it.

    Programs differ in the width of signs like ≥, and round.
    """
    begins = Counter(x for line in lines for x in {p.x0 for p in line})
    for line in lines:
        taken = {p.x0 for p in line}
        for piece in line[1:]:
            near = max((piece.x0 - 1, piece.x0 + 1), key=lambda x: begins[x])
            if begins[near] > 2 * begins[piece.x0] and near not in taken:
                piece.x0 = near
    return Counter(x for line in lines for x in {p.x0 for p in line})


def jitter_of(lines: list[list[Piece]], begins: Counter[int]) -> float:
    """Share of texts that begin nearly, and not quite, where one of the line above begins: cells centred, or places
    rounded.

    A place where more than two lines have a text is a column of another block.
    """
    laid = [[p.x0 for p in line] for line in lines if len(line) > 1]
    off = sum(
        any(0 < abs(x - y) <= 3 for y in above) and x not in above and begins[x] <= 2
        for above, line in zip(laid, laid[1:])
        for x in line
    )
    return off / max(1, sum(map(len, laid)))


def stretches_of(lines: list[list[Piece]]) -> Iterator[list[list[Piece]]]:
    """Lines between two blank lines together, or centred ones standing alone after a blank line; without blank lines at
    their ends.
    """
    stretch: list[list[Piece]] = []
    for line in lines:
        alone = len(line) == 1 and stretch and not stretch[-1] and _centred(line[0], lines)
        if (not line and stretch and not stretch[-1]) or alone:
            yield _stripped(stretch)
            stretch = []
        if line or stretch:
            stretch.append(line)
    if stretch:
        yield _stripped(stretch)


def _centred(piece: Piece, lines: list[list[Piece]]) -> bool:
    """In the middle of the page, and no other line begins there."""
    if piece.x0 < 6 or sum(any(p.x0 == piece.x0 for p in line) for line in lines) > 1:
        return False
    right = max(line[-1].x1 for line in lines if line)
    return abs(piece.x0 + piece.x1 - right) <= max(8, right // 5)


def _stripped(stretch: list[list[Piece]]) -> list[list[Piece]]:
    while stretch and not stretch[-1]:
        stretch.pop()
    return stretch


def table_within(stretch: list[list[Piece]]) -> tuple[int, int]:
    """Where the table begins and ends: without single texts and "label：value" lines above and below."""
    top, bottom = 0, len(stretch)
    while top < bottom and _is_free(stretch[top]):
        top += 1
    while bottom > top and _is_free(stretch[bottom - 1]) and not _goes_on(stretch, bottom - 1):
        bottom -= 1
    return top, bottom


def _is_free(line: list[Piece]) -> bool:
    return len(line) < 2 or all(_PAIR.fullmatch(piece.text) for piece in line)


def _goes_on(stretch: list[list[Piece]], at: int) -> bool:
    """Whether this single text stands under the same place of the line above, without a blank line between."""
    line, above = stretch[at], stretch[at - 1] if at else []
    while at > 1 and len(line) == len(above) == 1 and line[0].x0 == above[0].x0:
        at -= 1
        above = stretch[at - 1]
    return len(line) == 1 and len(above) > 1 and line[0].x0 in {piece.x0 for piece in above}
