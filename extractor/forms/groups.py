"""Groups of columns side by side: long-term and annual (K20), two halves of one table, two
values for the same names.
"""

from __future__ import annotations

from extractor.forms.band import LEVELS, REPEATABLE, Band, Head, Level
from extractor.forms.roles import OTHER
from extractor.forms.scopes import scoped_groups
from extractor.forms.slices import Slice
from extractor.forms.value_groups import keep_together
from extractor.model.document import Cell
from extractor.model.filing import Scope
from extractor.words.vocabulary import Vocabulary

_SHARED = frozenset({"weight", "standard", "note"})
"""Columns right of two values for the same names that are said of both."""


def groups_of(band: Band, slice_: Slice, row: int, words: Vocabulary) -> list[tuple[Scope, dict[str, Head]]]:
    """Side by side groups: a repeated 三级指标 or 指标值 begins the next one (K20).

    Args:
        row: the heads', of the grid, from 0.
    """
    groups: list[dict[str, Head]] = [{}]
    halves = band.halves
    shared: list[tuple[dict[str, Head], dict[str, Head]]] = []
    for head in sorted(band.heads, key=lambda h: h.col):
        if head.role in (OTHER, "region", "grade") or head.role.startswith(("field:", "amount:")):
            continue
        group = groups[-1]
        again = halves and head.role in group and head.role in LEVELS and "target" in group
        if _names_the_value(head, groups, band):
            group.pop("level3")
        elif again or head.role == "level1" and _begins_half(head, group, band):
            group = {}
            groups.append(group)
        elif head.role in group and head.role in REPEATABLE and "target" in group:
            group = {role: h for role, h in group.items() if role in LEVELS and role < head.role}
            if head.role == "target":  # the same names: what stands beside them is said of both
                group = {role: h for role, h in groups[-1].items() if role not in ("target", "operator", "unit")}
                shared.append((groups[-1], group))
            groups.append(group)
        group.setdefault(head.role, head)
        for one, other in shared if head.role in _SHARED else ():
            if other is group:
                one.setdefault(head.role, head)
    keep_together(slice_, band, groups)
    return scoped_groups(groups, slice_, row, words, halves=band.halves)


def _names_the_value(head: Head, groups: list[dict[str, Head]], band: Band) -> bool:
    """三级指标（年度） right of its own value, the last of the table: names that the value before it has as its own."""
    if head.role != "level3" or len(groups) < 2 or "level3" not in groups[-1]:
        return False
    borrowed = groups[-1]["level3"] is groups[-2].get("level3")
    return borrowed and not any(h.role == "target" and h.col > head.col for h in band.heads)


def _begins_half(head: Head, group: dict[str, Head], band: Band) -> bool:
    """一级指标 behind the value of a half that has only 二级 of its own, before names and values of its own."""
    behind = {h.role for h in band.heads if h.col > head.col}
    return "level1" not in group and {"level2", "level3", "target"} <= group.keys() and {"level3", "target"} <= behind


def levels_over(slice_: Slice, band: Band, group: dict[str, Head], words: Vocabulary) -> dict[Level, Cell]:
    """The level words in the cells over the names of a group that has no columns of levels."""
    found: dict[Level, Cell] = {}
    name = group.get("level3")
    for row in range(band.data_row - 1, slice_.top - 1, -1) if name is not None else ():
        cell = slice_.owner(row, name.col) if name is not None else None
        if cell is None or name is None or cell is name.cell:
            continue
        level = next(
            (x for x in LEVELS[:2] if (words.level1, words.level2)[x == "level2"](cell.text) is not None), None
        )
        if level is None or cell.colspan == 1 or level in found or level in group:
            break
        found[level] = cell
    return found
