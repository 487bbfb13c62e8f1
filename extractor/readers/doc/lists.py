"""Automatic numbers: the list tables (PlfLst, PlfLfo, [MS-DOC] 2.9.131, 2.9.203) and the number each paragraph shows."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from extractor.readers.doc.binary import DamagedError, cut, u8, u16, u32
from extractor.readers.doc.fib import LISTS, OVERRIDES, Fib

LEVELS = 9
MOST_LISTS = 4_000
_NO_NUMBER, _BULLET = 0xFF, 23


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
    at = u32(fib.main, 0x9A + 8 * LISTS) + 2 + 28 * u16(table, 0)  # the levels stand behind the part, in the table stream
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
    return Level(min(u32(head, 0), 32_767), kind, text, restart, bool(flags & 4), run), after + 2 + 2 * length


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
            elif flags & 16:
                found.overrides[n][2][number] = min(start, 32_767)


class Counter:
    """Counts paragraphs of lists in reading order."""

    def __init__(self, table: ListTable) -> None:
        self._table = table
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[int] = set()

    def number(self, override: int, level: int) -> tuple[Level, list[tuple[int, int]]] | None:
        """The level of a paragraph and what (kind, number) each level up to it shows; None where it shows no number."""
        if not 1 <= override <= len(self._table.overrides) or override == 0x7FF:
            return None
        name, levels, starts = self._table.overrides[override - 1]
        base = self._table.levels.get(name)
        if base is None:
            return None
        known = [levels.get(n, base[n]) for n in range(len(base))]
        level = min(level, len(known) - 1)
        known = [replace(found, start=starts[n]) if n in starts else found for n, found in enumerate(known)]
        counts = self._counts.setdefault(name, [None] * LEVELS)
        if override not in self._begun:
            self._begun.add(override)
            for n in (*levels, *starts):
                counts[n] = None
        counts[level] = known[level].start if counts[level] is None else (counts[level] or 0) + 1
        for n in range(level + 1, len(known)):
            limit = known[n].restart_after
            if limit is None or level < limit:
                counts[n] = None
        shown = [(known[n].kind, counts[n] if counts[n] is not None else known[n].start) for n in range(level + 1)]
        return known[level], [(kind, number or 0) for kind, number in shown]
