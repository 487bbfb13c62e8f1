"""Which entries come into question for a label: few, found fast, none within reach missed.

Short keys stand in a delete-one index (one edit apart ⇒ a common key with at most one character deleted). Long keys
are cut into four pieces: two edits, a swap counted as one, leave a piece whole and nearly in its place (but for two
swaps that each break two pieces: such a key is not found).
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

LONG = 8
_PIECES = 4
_SHIFTS = ((0, (0, -1, 1)), (1, (0, 1)), (-1, (0, -1)), (2, (0, 1, 2)), (-2, (0, -1, -2)))
"""By how many characters the key is longer than the wanted one, and how far a whole piece can then have moved."""


def _cuts(length: int) -> list[tuple[int, int]]:
    """(start, end) of the four pieces of a key of this length."""
    edges = [length * n // _PIECES for n in range(_PIECES + 1)]
    return list(zip(edges, edges[1:]))


class NearIndex:
    """Keys by neighbourhood. `near` gives those within one edit (short) or two (eight characters and more)."""

    def __init__(self, keys: list[str]) -> None:
        self._deleted: dict[str, list[int]] = {}
        self._pieces: dict[int, list[tuple[int, int, dict[str, list[int]]]]] = {}
        self.keys = keys
        for number, key in enumerate(keys):
            if len(key) < LONG:
                self._add_short(number, key)
            else:
                self._add_long(number, key)

    def _add_short(self, number: int, key: str) -> None:
        for variant in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
            self._deleted.setdefault(variant, []).append(number)

    def _add_long(self, number: int, key: str) -> None:
        tables = self._pieces.get(len(key))
        if tables is None:
            tables = self._pieces[len(key)] = [(start, end, {}) for start, end in _cuts(len(key))]
        for start, end, table in tables:
            table.setdefault(key[start:end], []).append(number)

    def near(self, key: str) -> list[tuple[int, int]]:
        """(number of the key, edits apart) for every key in reach, nearest first."""
        found: set[int] = set()
        length = len(key)
        if length <= LONG:
            for variant in {key, *(key[:i] + key[i + 1 :] for i in range(length))}:
                found.update(self._deleted.get(variant, ()))
        if length >= LONG - 2:
            self._long(key, length, found)
        keys, distance = self.keys, OSA.distance
        reached = []
        for number in found:
            other = keys[number]
            limit = 2 if len(other) >= LONG else 1
            apart = distance(key, other, score_cutoff=limit)
            if apart <= limit:
                reached.append((apart, number))
        reached.sort()
        return [(number, apart) for apart, number in reached]

    def _long(self, key: str, length: int, found: set[int]) -> None:
        pieces = self._pieces
        for surplus, shifts in _SHIFTS:
            for start, end, table in pieces.get(length - surplus, ()):
                for shift in shifts:  # before the beginning there is nothing, which is no piece
                    numbers = table.get(key[start + shift : end + shift])
                    if numbers:
                        found.update(numbers)
