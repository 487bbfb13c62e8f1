"""Fields ([MS-DOC] 2.8.25): what is told to do is not shown, its result is; form fields show what was chosen.

A field is a begin mark, its code, a separator, its result, an end mark. `hidden_parts` gives the stretches that are not
shown and what stands there instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.readers.word.doc.binary import DamagedError, cut, u16, u32

BEGIN, SEPARATOR, END = "\x13", "\x14", "\x15"
MARKS = re.compile("[\x13\x14\x15]")
MOST_NESTED = 64
Instead: TypeAlias = "Callable[[str, int, int, int], tuple[str, str] | None]"
TICKED, EMPTY = "☑", "□"
_TICK, _LIST = 1, 2
_DEFAULT = 25
"""A form field's result that says: as by default."""


@dataclass(slots=True)
class Part:
    """Characters `first` to `last` are not shown; `instead` is."""

    first: int
    last: int
    instead: str = ""
    aid: str = ""
    """A reading aid over what stands instead."""


@dataclass(slots=True)
class _Open:
    begin: int
    separator: int | None = None
    inner: list[Part] = field(default_factory=list)


def hidden_parts(text: str, first: int, last: int, instead: Instead) -> list[Part]:
    """The stretches of one story that its fields keep from being shown, in reading order, none within another.

    Args:
        text: the text of the whole document; the story is `first` to `last`.
        instead: what a field without a result of its own shows and the reading aid over it, by its code, where the code
            begins and ends and where the field ends; None = its result.
    """
    open_fields: list[_Open] = []
    done: list[Part] = []
    for match in MARKS.finditer(text, first, last):
        at, mark = match.start(), match[0]
        if mark == BEGIN:
            if len(open_fields) < MOST_NESTED:
                open_fields.append(_Open(at))
        elif not open_fields:
            done.append(Part(at, at + 1))
        elif mark == SEPARATOR:
            if open_fields[-1].separator is None:
                open_fields[-1].separator = at
        else:
            closed = open_fields.pop()
            made = _closed(text, closed, at, instead)
            (open_fields[-1].inner if open_fields else done).extend(made)
    for lost in open_fields:  # begun and never ended: only the marks are taken out
        done.extend([Part(lost.begin, lost.begin + 1), *lost.inner])
        if lost.separator is not None:
            done.append(Part(lost.separator, lost.separator + 1))
    return sorted(done, key=lambda part: part.first)


def _closed(text: str, closed: _Open, end: int, instead: Instead) -> list[Part]:
    code_end = closed.separator if closed.separator is not None else end
    shown = instead(text[closed.begin + 1 : code_end], closed.begin + 1, code_end, end)
    if shown is not None:
        return [Part(closed.begin, end + 1, *shown)]
    if closed.separator is None:
        return [Part(closed.begin, end + 1)]
    result = [part for part in closed.inner if part.first > closed.separator]
    return [Part(closed.begin, closed.separator + 1), *result, Part(end, end + 1)]


_INNER = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")


_SWITCH = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
_AID = re.compile(r"\\o(?:\\a[cdlr]*)?\s*\(\s*\\s\\up\s*\d*\s*\(([^()]*)\)\s*[,，;；]", re.I)


def plain_code(code: str) -> tuple[str, str]:
    """A field's code with the results of fields in it in their place, without general switches;
    its reading aids apart.
    """
    for _ in range(4):
        code = _INNER.sub(lambda match: match[1] or "", code)
    code = _SWITCH.sub("", MARKS.sub("", code))
    return _AID.sub(r"\\o(", code), "".join(_AID.findall(code))


def form_choice(data: bytes, at: int) -> str | None:
    """What a tick box or a drop-down shows (NilPICFAndBinData with FFData, [MS-DOC] 2.9.78); None for a text field.

    Args:
        data: the data stream.
        at: where the run's picture location points.
    """
    try:
        block = cut(data, at + u16(data, at + 4), u32(data, at) - u16(data, at + 4))
        bits = u16(block, 4)
        kind, chosen = bits & 3, bits >> 2 & 31
        if kind not in (_TICK, _LIST):
            return None
        strings = _after_name(block, 10)
        default = u16(block, strings)
        value = default if chosen == _DEFAULT else chosen
        if kind == _TICK:
            return TICKED if value == 1 else EMPTY
        choices = list(_choices(block, strings + 2))
        return choices[value] if value < len(choices) else ""
    except DamagedError:
        return None


def _after_name(block: bytes, at: int) -> int:
    """Where the string that begins at `at` (length, characters, zero) ends."""
    return at + 2 * u16(block, at) + 4


def _choices(block: bytes, at: int) -> Iterator[str]:
    """The items of a drop-down, behind the five strings of format, help, status and macros."""
    for _ in range(5):
        at = _after_name(block, at)
    if u16(block, at) == 0xFFFF:
        at += 2
    count, extra = u16(block, at), u16(block, at + 2)
    at += 4
    for _ in range(min(count, 256)):
        size = u16(block, at)
        yield cut(block, at + 2, 2 * size).decode("utf-16-le", "replace")
        at += 2 + 2 * size + extra


def picture_place(text: str, first: int, last: int) -> int | None:
    """Where a field's code holds the character that its data hangs on."""
    at = text.find("\x01", first, last)
    return at if at >= 0 else None
