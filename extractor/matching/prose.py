"""Misspelt words in prose: those known to be misspelt, and names the writer should know with one character wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.matching.confusions import Confusions
from extractor.matching.typo import compare

SHORTEST = 5
"""Names shorter than this are too easily two different ones."""


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
    known = sorted({name for name in names if len(name) >= SHORTEST}, key=lambda name: (-len(name), name))
    found: list[tuple[int, int, str, str, str]] = []
    for name in known:
        half = len(name) // 2
        starts = set(_occurrences(text, name[:half]))
        starts |= {at - half for at in _occurrences(text, name[half:]) if at >= half}
        for start in sorted(starts):
            window = text[start : start + len(name)]
            if any(window in other for other in known):  # the name itself is one of them
                continue
            comparison = compare(window, name, frozenset())  # at the end of the text a character is lost: no kind of it
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
