"""Tables that lie on their side: each indicator a column, its levels and values in the rows (K19 for several value
rows).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.characters.fold import squeeze, tidy
from extractor.forms.account import area
from extractor.forms.band import FURTHER, LEVELS, key_of
from extractor.forms.draft import Draft
from extractor.forms.heads import behind_caption
from extractor.forms.packed import label_of, name_of
from extractor.forms.reading import Column
from extractor.forms.roles import OTHER
from extractor.forms.row_target import joined_target, joint_target
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label, Target
from extractor.words.vocabulary import Vocabulary

_LONGEST_WORD = 20
_LONGEST = 12
"""Rows that one such table may take."""


@dataclass(slots=True)
class Side:
    """A table on its side: its rows by role, and the rows of values of several places."""

    top: int
    bottom: int
    first_col: int
    rows: dict[str, int] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    heads: list[Cell] = field(default_factory=list)


def find_side(slice_: Slice, row: int, words: Vocabulary) -> Side | None:
    """A table on its side that begins at `row`."""
    return _with_heads(slice_, row, words) or _without_heads(slice_, row, words)


def _level_words(slice_: Slice, row: int, first: int, words: Vocabulary, kind: str | None) -> int:
    look_up = words.level1 if kind == "level1" else words.level2
    return sum(
        bool(c.text) and len(c.text) <= _LONGEST_WORD and look_up(c.text) is not None
        for c in slice_.starting(row)
        if c.col >= first
    )


def _with_heads(slice_: Slice, row: int, words: Vocabulary) -> Side | None:
    cells = slice_.filled(row)
    while (
        len(cells) > 1
        and cells[0].rowspan > 1
        and words.likely_head(cells[0].text) not in ("level1", "level2")
        and not words.names_level(cells[0].text)
    ):
        cells = cells[1:]  # a block label beside the whole table
    lead = cells[0] if cells else None
    if lead is None:
        return None
    first = lead.col + lead.colspan
    level = words.likely_head(lead.text)
    few = _level_words(slice_, row, first, words, level) if level in ("level1", "level2") else 0
    if not few:
        return None
    side, at = Side(row, row, first), row
    while at < min(slice_.bottom, row + _LONGEST):
        at = behind_caption(slice_, at, words)
        head = slice_.owner(at, lead.col)
        role = (
            words.likely_head(head.text)
            if head is not None and head.row == at and head.text.strip() and head.colspan == lead.colspan
            else None
        )
        if head is None or role is None or role in side.rows:
            break
        side.rows["other" if role.startswith("other") else role] = at
        side.heads.append(head)
        at += head.rowspan
    side.bottom = at
    if few < 2 and not {"level1", "level2", "level3", "target"} <= side.rows.keys():
        return None  # one column alone, with all its heads in order under each other
    return side if "level3" in side.rows and ("target" in side.rows or "actual" in side.rows) else None


def _without_heads(slice_: Slice, row: int, words: Vocabulary) -> Side | None:
    first = slice_.left + 1
    if row + 3 >= slice_.bottom:
        return None
    side = Side(row, row, first)
    at = row
    if (
        _level_words(slice_, row, first, words, "level1") >= 2
        and _level_words(slice_, row + 1, first, words, "level2") >= 2
    ):
        side.rows["level1"] = at
        at += 1
    elif _level_words(slice_, row, first, words, "level2") < 2:
        return None
    side.rows["level2"] = at
    side.rows["level3"] = at + 1
    names = [c for c in slice_.filled(at + 1) if c.col >= first]
    if len(names) < 2 or any(words.names_level(c.text) for c in names):
        return None
    places = []
    for below in range(at + 2, slice_.bottom):
        lead = slice_.owner(below, slice_.left)
        cells = [c for c in slice_.filled(below) if c.col >= first]
        if lead is None or lead.row != below or words.known(lead.text) or len(cells) * 2 < len(names):
            break
        places.append(below)
    if not places:
        return None
    side.bottom = places[-1] + 1
    if len(places) == 1:
        side.rows["target"] = places[0]
    else:
        side.places = places
    side.heads = [c for r in range(row, at + 2) if (c := slice_.owner(r, slice_.left)) is not None and c.text.strip()]
    return side


def read_side(slice_: Slice, side: Side, draft: Draft, words: Vocabulary, year: int | None) -> int:
    """Read it into the draft; gives the first row below it."""
    place = slice_.grid.place
    for head in side.heads:
        draft.label(slice_.grid, head, "head")
        role = words.likely_head(head.text)
        if role is not None and not role.startswith("other"):
            draft.columns.append(Column(role, squeeze(head.text), place(head)))  # type: ignore[arg-type]
    if side.places:
        draft.columns.append(Column("target", "", place(slice_.starting(side.places[0])[0])))
    seen: set[int] = set()
    for col in range(side.first_col, slice_.end):
        cells = {
            role: c for role, row in side.rows.items() if (c := _cell_of(slice_, role, row, col, side)) is not None
        }
        name = cells.get("level3")
        if (
            name is None
            or name.col != col
            or id(name) in seen
            or not any(c.text.strip() for r, c in cells.items() if r not in ("level1", "level2"))
        ):
            continue
        seen.add(id(name))
        _read_column(slice_, side, col, cells, draft, words, year)
    for row in side.places:
        if (lead := slice_.owner(row, slice_.left)) is not None:
            draft.take(lead, "further")
    return side.bottom


def _cell_of(slice_: Slice, role: str, row: int, col: int, side: Side) -> Cell | None:
    """The cell of a column; of a level that is blank there in a table that tells no spans the one before it."""
    cell = slice_.owner(row, col)
    while cell is not None and role in ("level1", "level2") and not cell.text.strip() and cell.col > side.first_col:
        cell = slice_.owner(row, cell.col - 1)
    return cell


def _read_column(
    slice_: Slice,
    side: Side,
    col: int,
    cells: dict[str, Cell],
    draft: Draft,
    words: Vocabulary,
    year: int | None,
) -> None:
    place, number = slice_.grid.place, len(draft.indicators)
    texts = {role: tidy(cell.text) for role, cell in cells.items()}
    labels: dict[str, Label | None] = {
        role: label_of(texts[role], role, words) if role in cells else None for role in ("level1", "level2")
    }
    printed = squeeze(texts["level3"])
    level3 = name_of(printed, words)
    second = labels["level2"].canonical if labels["level2"] else None
    if side.places:
        target = _of_places(slice_, side, col, printed, second, year, words)
    else:
        target = joint_target(texts, name=printed, level2=second, year=year, units=words.units)
    further = {role: texts.get(role) for role in FURTHER}
    places: dict[str, Place] = {role: place(cell) for role, cell in cells.items()}
    indicator = Indicator(labels["level1"], labels["level2"], level3, target, at=places["level3"], **further)  # type: ignore[arg-type]
    draft.add_indicator(indicator, places, {role: cell.text.strip() for role, cell in cells.items()})
    for role, cell in cells.items():
        if role in (OTHER, "definition", "direction"):
            draft.set_aside(slice_.grid, cell, squeeze(slice_.owner(side.rows[role], slice_.left).text))  # type: ignore[union-attr]
            continue
        draft.take(cell, "level" if role in LEVELS[:2] else "value", f"/indicators/{number}/{key_of(role)}")
    held = [found for row in side.places if (found := slice_.owner(row, col)) is not None]
    for cell in held:
        draft.take(cell, "value", f"/indicators/{number}/target")
    if held:
        places["target"] = area(place(held[0]), map(place, held))


def _of_places(
    slice_: Slice, side: Side, col: int, name: str, level2: str | None, year: int | None, words: Vocabulary
) -> Target:
    texts = []
    for row in side.places:
        cell, lead = slice_.owner(row, col), slice_.owner(row, slice_.left)
        texts.append((cell.text if cell else "", squeeze(lead.text) if lead is not None else None))
    return joined_target(texts, "；", name=name, level2=level2, year=year, units=words.units)
