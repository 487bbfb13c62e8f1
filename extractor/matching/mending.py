"""A printed label with its slips put right in place, everything else as printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.characters.fold import key_places
from extractor.matching.plausible import Edit


def mend(text: str, edits: Iterable[Edit], wording: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """(`text` corrected, [start, end) of what differs in `text`).

    A lost character has no place of its own: the span is the character before the gap.
    Where the places cannot be told, the whole wording stands for the text.
    """
    places = key_places(text)
    if not places:
        return wording, ((0, len(text)),)
    mended: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for edit in edits:
        if edit.kind == "lost":
            gap = _gap(edit, places, wording)
            mended += [text[last:gap], edit.wanted]
            last = gap
            spans.append((gap - 1, gap) if gap else (0, 1))
        else:
            start, end = places[edit.at], places[edit.end - 1] + 1
            mended += [text[last:start], _put(text[start:end], edit)]
            last = end
            spans.append((start, end))
    mended.append(text[last:])
    return "".join(mended), tuple(spans)


def _gap(edit: Edit, places: Sequence[int], wording: str) -> int:
    """Where in the text the lost character belongs: on the side of a bracket or comma where the wording has it."""
    if edit.at == 0:
        return places[0]
    after_previous = places[edit.at - 1] + 1
    model = key_places(wording) or ()
    if model and edit.at < len(places) and model[edit.where] > model[edit.where - 1] + 1:
        return places[edit.at]
    return after_previous


def _put(raw: str, edit: Edit) -> str:
    """The right characters in place of `raw`; what stands between two swapped ones stays between them."""
    if edit.kind == "swapped":
        return edit.wanted[0] + raw[1:-1] + edit.wanted[1]
    return edit.wanted
