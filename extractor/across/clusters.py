"""Near-duplicate texts without comparing all with all.

Exact groups by hash first; their representatives become signatures of 128 minima over 2-grams (MinHash), banded so
that pairs above a similarity of about a half meet; each meeting is verified by rapidfuzz's ratio. Union-find joins
them, and each member is held against its cluster's representative at the end, so that chains do not drift.
A kept library exists (datasketch) but brings scipy, 100 MB, for forty lines of numpy (docs/across.md).
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from extractor.ground.groups import Groups

PERMUTATIONS = 128
ROWS = 4
"""Rows a band: pairs of a 2-gram similarity of 0.6 meet with probability 0.99, of 0.3 with 0.23."""
_PRIME = (1 << 31) - 1
_SHORT = 12
"""Below so many characters only equal skeletons count."""
_OWN_TIMES = 5
"""A clause that two texts share is the template's when more different texts than these have it."""
_OWN_CUTOFF = 75.0
"""Likeness of what is left without the template's clauses: an edited copy of a clause passes, another matter does not
(lower than for whole texts, for edits weigh more in a shorter one)."""
_ROUNDS = 50
_FLOOR = 0.35
"""Share of equal minima below which two sets are too far apart: a ratio of 85 leaves 0.54 of the 2-grams in common,
and 128 minima tell that to within 0.05."""
_ALL_PAIRS, _NEXT = 30, 10
_AT_ONCE, _BLOCK, _SETS_AT_ONCE = 4_000_000, 65_536, 256


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that say the same; the first is the representative, `ratio` the lowest likeness to it (100 = equal)."""

    members: tuple[int, ...]
    ratio: float


def grams(text: str) -> list[str]:
    """2-grams; a shorter text is its own one gram."""
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def clusters(
    texts: Sequence[str], cutoff: float = 85.0, clauses: Sequence[Sequence[str]] | None = None
) -> list[Cluster]:
    """Clusters of two and more among `texts`, in the order of their first members.

    Args:
        cutoff: lowest likeness (0 to 100) of a member to its representative.
        clauses: the clauses of each text; those that many different texts share are the template's and do not make
            two texts alike. None: texts are not looked into.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        groups[text].append(number)
    unique = sorted(groups, key=lambda t: groups[t][0])
    parts = None if clauses is None else [clauses[groups[text][0]] for text in unique]
    pairs = _verified(unique, cutoff)
    together = Groups(len(unique))
    for one, other in pairs:
        together.join(one, other)
    gathered: defaultdict[int, list[int]] = defaultdict(list)
    for n in range(len(unique)):
        gathered[together.of(n)].append(n)
    alike = _Likeness(unique, parts, cutoff)
    found = (cluster for members in gathered.values() for cluster in _settled(alike, groups, members))
    return sorted(found, key=lambda c: c.members[0])


class _Likeness:
    """How alike two of the unique texts are, the template's words left out."""

    def __init__(self, unique: list[str], parts: list[Sequence[str]] | None, cutoff: float) -> None:
        self.unique, self._parts, self._cutoff = unique, parts, cutoff
        self._times = Counter(clause for one in parts or () for clause in set(one))

    def of(self, one: int, other: int) -> float | None:
        """The ratio, or None where they are not alike."""
        ratio = fuzz.ratio(self.unique[one], self.unique[other])
        if ratio < self._cutoff or self._parts is None:
            return ratio if ratio >= self._cutoff else None
        a, b = self._parts[one], self._parts[other]
        # A clause that stands twice in one text and once in the other is shared once.
        common = {c: n for c, n in (Counter(a) & Counter(b)).items() if self._times[c] > _OWN_TIMES}
        own = ["".join(_without(part, dict(common))) for part in (a, b)]
        return ratio if own[0] == own[1] or fuzz.ratio(*own) >= _OWN_CUTOFF or _only_letters(*own) else None


def _without(clauses: Sequence[str], common: dict[str, int]) -> Iterator[str]:
    for clause in clauses:
        if common.get(clause, 0):
            common[clause] -= 1
        else:
            yield clause


def _only_letters(one: str, other: str) -> bool:
    """Nothing but single characters differ: an edited copy, not another matter."""
    steps = [step for step in Indel.opcodes(one, other) if step.tag != "equal"]
    return all(step.src_end - step.src_start <= 1 and step.dest_end - step.dest_start <= 1 for step in steps)


def _settled(alike: _Likeness, groups: dict[str, list[int]], found: list[int]) -> Iterator[Cluster]:
    """Clusters around representatives: what is not like the first one is gathered around the next."""
    for _ in range(_ROUNDS):
        if not found:
            return
        head = max(found, key=lambda n: (len(groups[alike.unique[n]]), -n))
        kept, lowest, left = list(groups[alike.unique[head]]), 100.0, []
        for n in found:
            if n == head:
                continue
            ratio = alike.of(head, n)
            if ratio is None:
                left.append(n)
            else:
                kept += groups[alike.unique[n]]
                lowest = min(lowest, ratio)
        if len(kept) > 1:
            first = groups[alike.unique[head]][0]
            yield Cluster((first, *sorted(k for k in kept if k != first)), round(lowest, 1))
        found = left
    for n in found:
        if len(groups[alike.unique[n]]) > 1:
            yield Cluster(tuple(groups[alike.unique[n]]), 100.0)


def _verified(unique: list[str], cutoff: float) -> Iterator[tuple[int, int]]:
    """Pairs of different texts that are alike enough."""
    long = [n for n, text in enumerate(unique) if len(text) >= _SHORT]
    for a, b in candidates([grams(unique[n]) for n in long]):
        one, two = unique[long[a]], unique[long[b]]
        short, tall = sorted((len(one), len(two)))
        if short >= tall * cutoff / (200 - cutoff) and fuzz.ratio(one, two, score_cutoff=cutoff):
            yield long[a], long[b]


def candidates(sets: Sequence[Sequence[Hashable]]) -> Iterator[tuple[int, int]]:
    """Pairs of sets that share a band of their signatures, in order; each large bucket is a
    chain, not all its pairs.
    """
    if len(sets) < 2:
        return
    signatures = _signatures(sets)
    found: list[np.ndarray] = []
    waiting = 0
    for band in range(PERMUTATIONS // ROWS):
        keys = np.zeros(len(sets), dtype=np.uint64)
        for column in range(band * ROWS, (band + 1) * ROWS):
            # Overflow is welcome: equal rows stay equal, and a chance meeting of unequal ones is verified away.
            keys = keys * np.uint64(0x9E3779B97F4A7C15) + signatures[:, column].astype(np.uint64)
        found += _alike(_band_pairs(keys), signatures, len(sets))
        waiting += len(found[-1]) if found else 0
        if waiting > _AT_ONCE:
            found, waiting = [np.unique(np.concatenate(found))], 0
    if found:
        first, second = np.divmod(np.unique(np.concatenate(found)), len(sets))
        yield from zip(first.tolist(), second.tolist(), strict=True)


def _alike(pairs: list[tuple[np.ndarray, np.ndarray]], signatures: np.ndarray, count: int) -> list[np.ndarray]:
    """Pairs as one number each, those left out whose signatures tell that they are far apart."""
    kept = []
    for first, second in pairs:
        for start in range(0, len(first), _BLOCK):
            a, b = first[start : start + _BLOCK], second[start : start + _BLOCK]
            near = (signatures[a] == signatures[b]).mean(axis=1) >= _FLOOR
            kept.append(a[near] * count + b[near])
    return kept


def _band_pairs(keys: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """All pairs of equal keys in small buckets; in a large one each member with its next ten and with the first."""
    order = np.argsort(keys, kind="stable")
    ranked = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    sizes = np.diff(np.append(starts, len(ranked)))
    large = np.repeat(sizes > _ALL_PAIRS, sizes)
    pairs = []
    for step in range(1, _ALL_PAIRS):
        meet = ranked[:-step] == ranked[step:]
        if step > _NEXT:
            meet &= ~large[:-step]
        if not meet.any():
            break
        at = np.flatnonzero(meet)
        pairs.append((order[at], order[at + step]))
    for start, size in zip(starts[sizes > _ALL_PAIRS], sizes[sizes > _ALL_PAIRS], strict=True):
        rest = order[start + _NEXT + 1 : start + size]
        pairs.append((np.full(len(rest), order[start]), rest))
    return pairs


def _coefficients() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    return (
        random.integers(1, _PRIME, PERMUTATIONS, dtype=np.int64)[:, None],
        random.integers(0, _PRIME, PERMUTATIONS, dtype=np.int64)[:, None],
    )


_A, _B = _coefficients()


def _signatures(sets: Sequence[Sequence[Hashable]]) -> np.ndarray:
    """128 minima a set, one row each; an empty set is the set of one empty item."""
    known: dict[Hashable, int] = {}
    out = np.empty((len(sets), PERMUTATIONS), dtype=np.int32)
    for start in range(0, len(sets), _SETS_AT_ONCE):
        block = [set(items) or {""} for items in sets[start : start + _SETS_AT_ONCE]]
        hashes = np.fromiter((_hash(item, known) for items in block for item in items), dtype=np.int64)
        starts = np.cumsum([0, *(len(items) for items in block[:-1])])
        out[start : start + len(block)] = np.minimum.reduceat((hashes[None, :] * _A + _B) % _PRIME, starts, axis=1).T
    return out


def _hash(item: Hashable, known: dict[Hashable, int]) -> int:
    value = known.get(item)
    if value is None:
        value = known[item] = zlib.crc32(str(item).encode("utf-8", "replace")) & 0x3FFFFFFF
    return value
