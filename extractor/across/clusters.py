"""Near-duplicate texts without comparing all with all.

Exact groups by hash first; their representatives become signatures of 128 minima over 2-grams (MinHash), banded so
that pairs above a similarity of about a half meet; each meeting is verified by rapidfuzz's ratio. Union-find joins
them, and each member is held against its cluster's representative at the end, so that chains do not drift.
A kept library exists (datasketch) but brings scipy, 100 MB, for forty lines of numpy (docs/across.md).
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

PERMUTATIONS = 128
ROWS = 4
"""Rows a band: pairs of a 2-gram similarity of 0.6 meet with probability 0.99, of 0.3 with 0.23."""
_PRIME = (1 << 31) - 1
_SHORT = 12
"""Below so many characters only equal skeletons count."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that say the same; the first is the representative, `ratio` the lowest likeness to it (100 = equal)."""

    members: tuple[int, ...]
    ratio: float


def grams(text: str) -> list[str]:
    """2-grams; a shorter text is its own one gram."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def clusters(texts: Sequence[str], cutoff: float = 85.0) -> list[Cluster]:
    """Clusters of two and more among `texts`, in the order of their first members."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        groups[text].append(number)
    unique = sorted(groups, key=lambda t: groups[t][0])
    pairs = _verified(unique, cutoff)
    parent = _join(len(unique), pairs)
    gathered: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(len(unique)):
        gathered[_root(parent, n)].append(n)
    return sorted(_settled(unique, groups, gathered.values(), cutoff), key=lambda c: c.members[0])


def _settled(
    unique: list[str], groups: dict[str, list[int]], gathered: Iterable[list[int]], cutoff: float
) -> Iterator[Cluster]:
    for found in gathered:
        head = max(found, key=lambda n: (len(groups[unique[n]]), -n))
        kept, lowest = list(groups[unique[head]]), 100.0
        for n in found:
            if n == head:
                continue
            ratio = fuzz.ratio(unique[head], unique[n])
            if ratio >= cutoff:
                kept += groups[unique[n]]
                lowest = min(lowest, ratio)
            elif len(groups[unique[n]]) > 1:
                yield Cluster(tuple(sorted(groups[unique[n]])), 100.0)
        if len(kept) > 1:
            first = groups[unique[head]][0]
            yield Cluster((first, *sorted(k for k in kept if k != first)), round(lowest, 1))


def _verified(unique: list[str], cutoff: float) -> Iterator[tuple[int, int]]:
    """Pairs of different texts that are alike enough."""
    long = [n for n, text in enumerate(unique) if len(text) >= _SHORT]
    for a, b in candidates([grams(unique[n]) for n in long]):
        one, two = unique[long[a]], unique[long[b]]
        short, tall = sorted((len(one), len(two)))
        if short >= tall * cutoff / (200 - cutoff) and fuzz.ratio(one, two, score_cutoff=cutoff):
            yield long[a], long[b]


def candidates(sets: Sequence[Sequence[Hashable]]) -> Iterator[tuple[int, int]]:
    """Pairs of sets that share a band of their signatures; each bucket is a chain, not all its pairs."""
    if len(sets) < 2:
        return
    signatures = np.stack([_signature(items) for items in sets])
    seen: set[tuple[int, int]] = set()
    for band in range(PERMUTATIONS // ROWS):
        buckets: defaultdict[bytes, list[int]] = defaultdict(list)
        block = signatures[:, band * ROWS : (band + 1) * ROWS]
        for n in range(len(sets)):
            buckets[block[n].tobytes()].append(n)
        for bucket in buckets.values():
            for a, b in _pairs(bucket):
                if (a, b) not in seen:
                    seen.add((a, b))
                    yield a, b


def _pairs(bucket: list[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a small bucket; of a large one each member with its neighbours and with the first."""
    if len(bucket) <= 30:
        for i, a in enumerate(bucket):
            for b in bucket[i + 1 :]:
                yield a, b
        return
    for i, a in enumerate(bucket):
        for b in bucket[i + 1 : i + 11]:
            yield a, b
        if i > 10:
            yield bucket[0], a


def _coefficients() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    return (
        random.integers(1, _PRIME, PERMUTATIONS, dtype=np.int64)[:, None],
        random.integers(0, _PRIME, PERMUTATIONS, dtype=np.int64)[:, None],
    )


_A, _B = _coefficients()


def _signature(items: Sequence[Hashable]) -> np.ndarray:
    hashes = np.fromiter((zlib.crc32(str(x).encode()) & 0x3FFFFFFF for x in set(items)), dtype=np.int64)
    minima: np.ndarray = ((hashes[None, :] * _A + _B) % _PRIME).min(axis=1)
    return minima


def _join(count: int, pairs: Iterator[tuple[int, int]]) -> list[int]:
    parent = list(range(count))
    for a, b in pairs:
        one, two = _root(parent, a), _root(parent, b)
        if one != two:
            parent[max(one, two)] = min(one, two)
    return parent


def _root(parent: list[int], n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n
