"""A printed label with its slips put right in place, everything else as printed."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.matching.fold import key_places
from extractor.matching.typo import Edit


def mend(text: str, edits: Iterable[Edit], wording: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """(`text` corrected, [start, end) of what differs in `text`).

    A lost character has no place of its own: the span is the character before the gap.
    Where the places cannot be told, the whole wording stands for the text.
    """
    places = key_places(text)
    if places is None:
        return wording, ((0, len(text)),)
    mended, spans, last = [], [], 0
    for edit in edits:
        if edit.kind == "lost":
            gap = places[edit.at - 1] + 1 if edit.at else (places[0] if places else 0)
            mended += [text[last:gap], edit.wanted]
            last = gap
            spans.append((gap - 1, gap) if gap else (0, min(1, len(text))))
            continue
        start, end = places[edit.at], places[edit.end - 1] + 1
        mended += [text[last:start], edit.wanted]
        last = end
        spans.append((start, end))
    mended.append(text[last:])
    return "".join(mended), tuple(spans)
