"""The stories of a Word file, one behind the other in its text: body, footnotes, headers, comments, endnotes, text
boxes.

Each is cut into the stretches that belong together: a note, a header of a section, a comment.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.readers.word.doc import fib as parts
from extractor.readers.word.doc.binary import u32
from extractor.readers.word.doc.fib import Fib

BODY, NOTES, HEADERS, MACROS, COMMENTS, ENDNOTES, BOXES, HEADER_BOXES = range(8)
_SEPARATORS = 6
"""Stretches of the header story that only rule off notes."""


@dataclass(slots=True)
class Stories:
    """Where each story begins and ends (CP)."""

    starts: list[int]
    ends: list[int]

    def limits(self, number: int) -> tuple[int, int]:
        """First and one past the last character position of a story."""
        return self.starts[number], self.ends[number]


def stories(fib: Fib, length: int) -> Stories:
    """The stories, cut to the text there is."""
    starts, ends = [], []
    at = 0
    for size in fib.lengths:
        starts.append(min(at, length))
        at += size
        ends.append(min(at, length))
    return Stories(starts, ends)


def stretches(fib: Fib, known: Stories, number: int) -> list[tuple[int, int]]:
    """The stretches of one story, in order, empty ones left out; the whole story where its table is damaged."""
    first, last = known.limits(number)
    if first >= last:
        return []
    table = {
        NOTES: parts.NOTE_TEXTS,
        HEADERS: parts.HEADERS,
        COMMENTS: parts.COMMENT_TEXTS,
        ENDNOTES: parts.ENDNOTE_TEXTS,
    }.get(number)
    if table is None:
        return [(first, last)]
    raw = fib.part(table)
    limits = [u32(raw, 4 * n) for n in range(len(raw) // 4)]
    if number == HEADERS:
        limits = limits[_SEPARATORS:]
    ends = [first + cp for cp in limits if first + cp <= last]
    if len(ends) < 2 or ends != sorted(ends):
        return [(first, last)]
    return [(begin, end) for begin, end in zip(ends, ends[1:], strict=False) if begin < end]
