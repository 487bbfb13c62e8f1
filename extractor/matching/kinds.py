"""The entries of one kind of label, and the candidates a key finds among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.characters.fold import cut_level_word, fold_key
from extractor.matching.index import NearIndex
from extractor.matching.typo import Comparison, compare

_QUALIFIER = re.compile(r"^(?:全[国省市县区乡镇年]|本[省市县区年级]|当年|年度|20\d\d年度?|其中|预计|实现|累计)+")
_SHORTEST_OPEN, _SHORTEST_CLOSED = 5, 4
"""Names shorter than this are matched only as they stand: one edit in a short name is another name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One canonical label with its wordings."""

    canonical: str
    code: str | None
    id: str
    wordings: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()


@dataclass(slots=True)
class Candidate:
    """One wording in reach of a key."""

    entry: int
    canonical: str
    wording: str
    """The wording compared, as the book has it."""
    score: float
    comparison: Comparison


class KindIndex:
    """Index over the entries of one kind.

    Args:
        level: the word 指标 at the end does not count.
        closed: a fixed set of labels (fields, heads); an open one (三级指标) needs longer names and more care.
    """

    def __init__(self, entries: Sequence[Entry], level: bool, closed: bool) -> None:
        self.entries = entries
        self._closed = closed
        self.exact: dict[str, tuple[int, bool]] = {}
        self._wordings: dict[str, int] = {}
        self._printed: dict[str, str] = {}
        self._names = [fold_key(entry.canonical) for entry in entries]
        for number, name in enumerate(self._names):
            self.exact.setdefault(name, (number, True))
            self._wordings.setdefault(name, number)
            self._printed.setdefault(name, entries[number].canonical)
        for number, entry in enumerate(entries):
            for wording in entry.wordings:
                key = fold_key(wording)
                self.exact.setdefault(key, (number, False))
                self._wordings.setdefault(key, number)
                self._printed.setdefault(key, wording)
        if level:
            for key, (number, own) in list(self.exact.items()):
                self.exact.setdefault(cut_level_word(key), (number, own))

    def is_name(self, number: int, key: str) -> bool:
        """Whether the key is the entry's own name, the word 指标 included."""
        return self._names[number] == key

    @cached_property
    def _near(self) -> tuple[NearIndex, list[int]]:
        shortest = _SHORTEST_CLOSED if self._closed else _SHORTEST_OPEN
        keys = [key for key in self._wordings if len(key) >= shortest]
        return NearIndex(keys), [self._wordings[key] for key in keys]

    @cached_property
    def reads_well(self) -> frozenset[str]:
        """All two-character strings of good wordings, ends marked, and their beginnings with two characters."""
        pairs = {f"^{key}$"[i : i + 2] for key in self._wordings for i in range(len(key) + 1)}
        return frozenset(pairs | {f"^{key[:2]}" for key in self._wordings})

    @cached_property
    def _guarded(self) -> frozenset[tuple[int, str]]:
        """(entry, key) that the book says are not to be confused."""
        return frozenset((n, fold_key(name)) for n, entry in enumerate(self.entries) for name in entry.look_alikes)

    def candidates(self, key: str) -> list[Candidate]:
        """Wordings in reach of `key` other than itself, cheapest first."""
        index, owners = self._near
        guarded, reads_well, lax = self._guarded, self.reads_well, self._closed
        found = []
        for number, apart in index.near(key):
            wanted = index.keys[number]
            entry = owners[number]
            if apart == 0 or (entry, key) in guarded:
                continue
            comparison = compare(key, wanted, reads_well, lax)
            score = round(1 - comparison.cost / len(wanted), 4)
            found.append(Candidate(entry, self.entries[entry].canonical, self._printed[wanted], score, comparison))
        return sorted(found, key=lambda c: (c.comparison.cost, c.wording != c.canonical, c.wording))

    def far_candidates(self, key: str) -> list[Candidate]:
        """The nearest wordings wherever they are; slow, for explanations only."""
        from rapidfuzz import fuzz, process

        if not key:
            return []
        near = process.extract(key, list(self._wordings), scorer=fuzz.ratio, limit=5)
        found = []
        for wanted, _, _ in near:
            if wanted != key:
                entry = self._wordings[wanted]
                comparison = compare(key, wanted, self.reads_well, lax=self._closed)
                printed = self._printed[wanted]
                score = round(max(0.0, 1 - comparison.cost / max(len(wanted), len(key))), 4)
                found.append(Candidate(entry, self.entries[entry].canonical, printed, score, comparison))
        return sorted(found, key=lambda c: -c.score)

    def without_qualifier(self, key: str) -> str | None:
        """The key without leading words of place or time, where what is left is a known wording."""
        rest = _QUALIFIER.sub("", key)
        return rest if rest != key and len(rest) >= _SHORTEST_CLOSED and rest in self.exact else None
