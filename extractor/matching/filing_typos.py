"""Slips found by comparing a filing with itself: a label met once beside a near-identical one met more often.

Needs no dictionary entry. Names of places and people differ by one character and are both right, so a difference
inside a name is never called a slip; nor is one that reads well (`typo.compare`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from extractor.characters.fold import fold_key
from extractor.matching.confusions import Confusions
from extractor.matching.index import NearIndex
from extractor.matching.mending import mend
from extractor.matching.names import inside_name
from extractor.matching.typo import Comparison, compare

SHORTEST = 6
"""Labels shorter than this are too easily two different ones."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that looks like a misspelling of another one of the same filing."""

    label: str
    like: str
    """The wording met more often."""
    count: int
    """How often it was met."""
    expected: str
    spans: tuple[tuple[int, int], ...]
    why: str


def filing_typos(labels: Mapping[str, int], reads_well: Container[str] = frozenset()) -> list[Suspect]:
    """Labels met once that are one slip away from a label met at least twice.

    Args:
        labels: label as printed -> how often it was met in the filing (indicator names, project names).
        reads_well: two-character strings known to make sense (`Matcher.reads_well`).
    """
    counts: dict[str, int] = {}
    printed: dict[str, str] = {}
    for label, count in labels.items():
        key = fold_key(label)
        counts[key] = counts.get(key, 0) + count
        printed.setdefault(key, label)
    usual = sorted(key for key, count in counts.items() if count >= 2 and len(key) >= SHORTEST)
    index = NearIndex(usual)
    found = []
    for key in sorted(key for key, count in counts.items() if count == 1 and len(key) >= SHORTEST - 1):
        near = [(index.keys[number], apart) for number, apart in index.near(key)]
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            continue
        like = near[0][0]
        comparison = compare(key, like, reads_well)
        if _one_sure_slip(comparison) and not inside_name(key, like, comparison.edits[0]):
            expected, spans = mend(printed[key], comparison.edits, printed[like])
            found.append(Suspect(printed[key], printed[like], counts[like], expected, spans, comparison.why))
    return found


def _one_sure_slip(comparison: Comparison) -> bool:
    return comparison.slip and len(comparison.edits) == 1


def prose_typos(text: str, lexicon: Confusions, names: Iterable[str] = ()) -> list[tuple[int, int, str, str, str]]:
    """(start, end, observed, expected, why) of each misspelt word in prose, in order.

    Args:
        text: prose as printed.
        lexicon: words known to be misspelt in filings.
        names: names the writer should know: the unit's own, the project's, the filing's indicators.
    """
    found = lexicon.prose_typos(text)
    taken = [(start, end) for start, end, *_ in found]
    for slip in name_slips(text, names):
        if all(slip[1] <= start or end <= slip[0] for start, end in taken):
            found.append(slip)
            taken.append(slip[:2])
    return sorted(found)


_NAME_KINDS = frozenset(("same-sound", "like-shape", "swapped"))


def name_slips(text: str, names: Iterable[str]) -> list[tuple[int, int, str, str, str]]:
    """Places of a text where one of the names stands with one character wrong or two swapped.

    Lost characters are not looked for (names are shortened on purpose), nor names under five characters. A window
    that is itself one of the names, or part of one, is right.
    """
    known = sorted({name for name in names if len(name) >= SHORTEST - 1}, key=lambda name: (-len(name), name))
    found: list[tuple[int, int, str, str, str]] = []
    for name in known:
        half = len(name) // 2
        starts = set(_occurrences(text, name[:half]))
        starts |= {at - half for at in _occurrences(text, name[half:]) if at >= half}
        for start in sorted(starts):
            window = text[start : start + len(name)]
            if len(window) < len(name) or window == name or any(window in other for other in known):
                continue
            comparison = compare(window, name, frozenset())
            edits = comparison.edits
            if not comparison.slip or len(edits) != 1 or edits[0].kind not in _NAME_KINDS:
                continue
            if all(end <= start or start + len(name) <= begin for begin, end, *_ in found):
                found.append((start, start + len(name), window, name, comparison.why))
    return sorted(found)


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def label_counts(labels: Iterable[str]) -> dict[str, int]:
    """How often each label was met, as `filing_typos` takes it."""
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return counts
