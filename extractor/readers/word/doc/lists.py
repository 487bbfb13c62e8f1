"""Automatic numbers: the list tables (PlfLst, PlfLfo, [MS-DOC] 2.9.131, 2.9.203) and the number
each paragraph shows.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.readers.shown.colour import WHITE
from extractor.readers.shown.counting import DECORATION, counted
from extractor.readers.word.doc.binary import DamagedError, cut, u8, u16, u32
from extractor.readers.word.doc.fib import LISTS, OVERRIDES, Fib
from extractor.readers.word.doc.properties import PLAIN, changed_run
from extractor.readers.word.doc.sprm import changes
from extractor.readers.word.look import look_of

LEVELS = 9
MOST_LISTS = 4_000
_NO_NUMBER, _BULLET, _NOTHING = 0xFF, 23, 2
_KINDS = dict(enumerate((
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText",
    "hex", "chicago",
    "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal",
    "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth",
    "decimalZero",
    "bullet", "ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen", "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle", "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
)))  # fmt: skip
"""Number formats (nfc) by the names that .docx has for them."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int
    kind: int
    """Number format (nfc, [MS-OSHARED] 2.2.1.3)."""
    text: str
    """What is shown; a character below U+0009 stands for the number of that level."""
    restart_after: int | None = None
    """Begins again after a paragraph of a level below this one; None = after any higher level."""
    legal: bool = False
    """All numbers are shown in figures."""
    follow: int = 0
    """What comes behind it: 0 a tab, 1 a blank, 2 nothing."""
    run: bytes = b""
    """Changes of the number's own run."""


@dataclass(slots=True)
class ListTable:
    """Levels of each list by its id, and what each override refers to."""

    levels: dict[int, list[Level]] = field(default_factory=dict)
    overrides: list[tuple[int, dict[int, Level], dict[int, int]]] = field(default_factory=list)
    """(list id, levels replaced, starts replaced) of each override, in order."""


def list_table(fib: Fib) -> ListTable:
    """The lists of a document; as far as they could be read where the table is damaged."""
    found = ListTable()
    if fib.word6:
        return found
    try:
        _read_lists(fib, found)
        _read_overrides(fib.part(OVERRIDES), found)
    except (DamagedError, struct.error):
        pass
    return found


def _read_lists(fib: Fib, found: ListTable) -> None:
    table = fib.part(LISTS)
    if not table:
        return
    count = min(u16(table, 0), MOST_LISTS)
    at = (
        u32(fib.main, 0x9A + 8 * LISTS) + 2 + 28 * u16(table, 0)
    )  # the levels stand behind the part, in the table stream
    for n in range(count):
        head = cut(table, 2 + 28 * n, 28)
        levels = []
        for _ in range(1 if head[26] & 1 else LEVELS):
            level, at = _level(fib.table, at)
            levels.append(level)
        found.levels[u32(head, 0)] = levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level ([MS-DOC] 2.9.150) and where the next one begins."""
    head = cut(table, at, 28)
    after = at + 28 + head[25]
    run = cut(table, after, head[24])
    after += head[24]
    length = u16(table, after)
    text = cut(table, after + 2, 2 * length).decode("utf-16-le", "replace")
    kind, flags = head[4], head[5]
    restart = head[26] if flags & 8 else None
    return Level(min(u32(head, 0), 32_767), kind, text, restart, bool(flags & 4), head[15], run), after + 2 + 2 * length


def _read_overrides(table: bytes, found: ListTable) -> None:
    if not table:
        return
    count = min(u32(table, 0), MOST_LISTS)
    at = 4 + 16 * count
    for n in range(count):
        head = cut(table, 4 + 16 * n, 16)
        found.overrides.append((u32(head, 0), {}, {}))
    for n in range(count):
        replaced = u8(table, 4 + 16 * n + 12)
        at += 4
        for _ in range(min(replaced, LEVELS)):
            start, flags = u32(table, at), u32(table, at + 4)
            at += 8
            number = min(flags & 15, LEVELS - 1)
            if flags & 32:
                level, at = _level(table, at)
                found.overrides[n][1][number] = level
                start = level.start
            if flags & 16:
                found.overrides[n][2][number] = min(start, 32_767)


class Numbers:
    """What automatic numbers stand before paragraphs, in reading order; the lists are read when first asked for."""

    def __init__(self, fib: Fib, fonts: Sequence[str]) -> None:
        self._fib, self._fonts = fib, fonts
        self._read: ListTable | None = None
        self._counts: dict[int, dict[int, int]] = {}
        self._begun: set[int] = set()

    def label(self, override: int, level: int) -> str:
        """What stands before the next paragraph of a list; "" where nothing or only decoration does.

        Args:
            override: number of the paragraph's list override, from 1.
        """
        if self._read is None:
            self._read = list_table(self._fib)
        if not 1 <= override <= len(self._read.overrides):
            return ""
        name, replaced, starts = self._read.overrides[override - 1]
        levels = self._read.levels.get(name, [])
        if level >= len(levels):
            return ""
        known = [replaced.get(n, own) for n, own in enumerate(levels)]
        counts = self._counts.setdefault(name, {})
        if override not in self._begun:
            self._begun.add(override)
            counts.update({n: start - 1 for n, start in starts.items()})
        own = known[level]
        for above in range(level):  # levels passed over count as begun
            counts.setdefault(above, known[above].start)
        counts[level] = counts.get(level, own.start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            limit = known[deeper].restart_after if deeper < len(known) else None
            if limit is None or level < limit:
                del counts[deeper]
        return self._written(known, level, counts)

    def _written(self, known: list[Level], level: int, counts: dict[int, int]) -> str:
        own = known[level]
        if own.kind == _NO_NUMBER:
            return ""
        if own.kind == _BULLET:
            run = changed_run(PLAIN, changes(own.run), PLAIN, lambda run, _: run)
            text = look_of(run.props(self._fonts), WHITE).shown(own.text).strip()
            return "" if not text or set(text) <= DECORATION else text
        text = "".join(self._digit(known, ord(char), own, counts) if ord(char) < LEVELS else char for char in own.text)
        return text + " " if own.follow != _NOTHING and text[-1:].isalnum() else text

    def _digit(self, known: list[Level], at: int, own: Level, counts: dict[int, int]) -> str:
        of = known[at] if at < len(known) else own
        return counted(counts.get(at, of.start), "decimal" if own.legal else _KINDS.get(of.kind, "decimal"))
