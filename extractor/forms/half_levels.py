"""The 一级 of a half that prints none: 一级 | 二级 | 三级 | 值 beside 二级 | 三级 | 值 (K18).

The second half goes on under the first one's 一级 where its own 二级 words may stand there; where they cannot, each
says itself which 一级 it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.forms.band import Band, Head
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.words.vocabulary import Vocabulary

ALSO = {"cost": {"output"}, "satisfaction": {"benefit"}}
"""二级 that may stand under a further 一级 than their own."""
JOINT = re.compile(r"[和及与、]")
"""Between two 一级 that one label names (产出与效果指标)."""


def halves_of_their_own(slice_: Slice, band: Band, rows: Sequence[int], words: Vocabulary) -> frozenset[int]:
    """Numbers of the groups whose 二级 words tell the 一级, not the column beside another group.

    Args:
        rows: those of the band's table, of the grid, from 0.
    """
    groups = [group for _, group in band.groups]
    if len(groups) < 2 or not any("level1" in group for group in groups):
        return frozenset()
    found = set()
    for number, group in enumerate(groups):
        second = group.get("level2")
        shared = second is not None and any(other.get("level2") is second for other in groups if other is not group)
        if second is None or shared or not _borrows(number, groups):
            continue
        if "level1" not in group or any(not fits for fits in _fits(slice_, group, rows, words)):
            found.add(number)
    return frozenset(found)


def are_halves(slice_: Slice, band: Band, rows: Sequence[int], words: Vocabulary) -> bool:
    """Two groups whose rows name different 二级: one list in two halves, no long-term beside an annual one (K20).

    Args:
        rows: those of the band's table, of the grid, from 0.
    """
    if len(band.groups) != 2:
        return False
    seconds = [group.get("level2") for _, group in band.groups]
    if seconds[0] is None or seconds[1] is None or seconds[0] is seconds[1]:
        return False
    told = []
    for row in rows:
        cells = [slice_.owner(row, head.col) for head in seconds if head is not None]
        entries = [words.level_entry("level2", c.text) for c in cells if c is not None]
        if len(entries) == 2 and entries[0] is not None and entries[1] is not None:
            told.append(entries[0].id != entries[1].id)
    return len(told) > 1 and sum(told) == len(told)


def _borrows(number: int, groups: Sequence[dict[str, Head]]) -> bool:
    """The group has no 一级 of its own: none, or the one beside another group."""
    first = groups[number].get("level1")
    return first is None or any(other.get("level1") is first for n, other in enumerate(groups) if n < number)


def _fits(slice_: Slice, group: dict[str, Head], rows: Sequence[int], words: Vocabulary) -> Iterator[bool]:
    """Of each row of a group whether its 二级 may stand under the 一级 beside it; nothing where one is not known."""
    for row in rows:
        first, second = slice_.owner(row, group["level1"].col), slice_.owner(row, group["level2"].col)
        if first is None or second is None:
            continue
        over, own = words.level_entry("level1", first.text), words.level_entry("level2", second.text)
        if over is not None and own is not None and own.parent:
            also = ALSO.get(own.parent, set()) | ALSO.get(own.id, set())
            yield over.id in (own.parent, own.id) or over.id in also


def parent_of(level2: str, words: Vocabulary) -> str | None:
    """The usual wording of the 一级 that a 二级 word belongs to; None where it does not tell."""
    entry = words.level_entry("level2", level2)
    return words.label_name("level1", entry.parent) or None if entry is not None and entry.parent else None


def captions_of_halves(slice_: Slice, band: Band, words: Vocabulary) -> list[Cell]:
    """产出与成本 | 效益与满意度 over two halves: they say what the rows say."""
    if len(band.groups) < 2 or band.row <= slice_.top:
        return []
    cells = slice_.filled(band.row - 1)
    if len(cells) < 2 or any(c.colspan < 2 or not _names_levels(c.text, words) for c in cells):
        return []
    return cells


def _names_levels(text: str, words: Vocabulary) -> bool:
    parts = JOINT.split(text.strip())
    return all(words.is_level(part) for part in parts)
