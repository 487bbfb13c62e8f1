"""Indicators written as text into cells: which cells hold them, and what of the row belongs to them."""

from __future__ import annotations

from extractor.characters.fold import squeeze, tidy
from extractor.forms.body_rows import SHORTEST_LIST, level_cells
from extractor.forms.draft import Candidate, Draft, Source
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label
from extractor.values.target import parse_target
from extractor.words.items import Items, items_of
from extractor.words.vocabulary import Vocabulary


def read_packed_cell(slice_: Slice, cell: Cell, draft: Draft, words: Vocabulary, year: int | None) -> bool:
    """Read the indicators packed into one cell; False where the cell holds none."""
    if len(cell.text) < SHORTEST_LIST:
        return False
    beside = [c for c in level_cells(slice_, cell.row, words) if c.col < cell.col]
    found = items_of(cell.text, words, beside_level=bool(beside))
    if found is None:
        return False
    place = slice_.grid.place(cell)
    levels: list[str | None] = [None, None]
    for level in beside:
        at = (
            0
            if words.level1(level.text) is not None and not (words.level2(level.text) is not None and levels[0])
            else 1
        )
        levels[at] = squeeze(level.text)
        if (both := words.joint(level.text)) is not None:
            levels = [*both]
        if not draft.is_taken(level):
            draft.label(slice_.grid, level, "level")
    if not beside and (over := _level_above(slice_, cell, draft, words)) is not None:
        levels[0] = squeeze(over.text)
        draft.label(slice_.grid, over, "level")
        draft.take_back(slice_.grid.place(over))
    since = draft.so_far()
    first = len(draft.indicators)
    put_items(found, Source(place, cell), draft, words, year, levels[0], levels[1])
    for number in range(first, len(draft.indicators)):
        draft.take(cell, "value", f"/indicators/{number}")
    for pointer in draft.fed(since):
        draft.take(cell, "value", pointer)
    return True


def _level_above(slice_: Slice, cell: Cell, draft: Draft, words: Vocabulary) -> Cell | None:
    """The row 一、产出指标 over rows of text that each hold indicators of it."""
    for row in range(cell.row - 1, slice_.top - 1, -1):
        above = slice_.owner(row, cell.col)
        if above is None or not above.as_wide_as(cell):
            return None
        if words.level_entry("level1", above.text) is not None:
            return above
        if not draft.account.feeds(above, "/indicators/"):
            return None
    return None


def put_items(
    found: Items,
    source: Source,
    draft: Draft,
    words: Vocabulary,
    year: int | None,
    level1: str | None,
    level2: str | None,
) -> None:
    """Put the indicators and labelled texts of one text into the draft.

    Args:
        year: the form's fiscal year, for dates without one.
        level1, level2: levels of items that name none.
    """
    for item in found.items:
        one, two = item.level1 or level1, item.level2 or level2
        levels = (label_of(one, "level1", words) if one else None, label_of(two, "level2", words) if two else None)
        put_item(squeeze(item.name), item.value, levels, source.at, draft, words, year)
    for label, text in found.labelled:
        identity = words.field(label)
        draft.labels.append((squeeze(label), source.at))
        if identity is None or identity.startswith(("other_", "block_")):
            draft.leave(label, text, source.at, "further")
        else:
            draft.fields.append(Candidate(identity, squeeze(label), text, source))
    for label in found.labels:
        draft.labels.append((label, source.at))
    for rest in found.left:
        draft.leave(None, rest, source.at)


def name_of(raw: str, words: Vocabulary) -> Label:
    """The name of an indicator as printed, with the entry that it matches best."""
    printed = squeeze(raw)
    match = words.rules.matcher.match(printed, "level3")
    return Label(printed, match.canonical, match.code, match.score, match.method)


def label_of(raw: str, kind: str, words: Vocabulary) -> Label:
    """A level word as printed, with its entry."""
    entry = words.level_entry(kind, raw)  # type: ignore[arg-type]
    printed = squeeze(raw)
    return (
        Label(printed)
        if entry is None
        else Label(printed, entry.canonical, entry.code, 1.0, "exact" if printed == entry.canonical else "alias")
    )


def put_item(
    name: str,
    value: str,
    levels: tuple[Label | None, Label | None],
    at: Place,
    draft: Draft,
    words: Vocabulary,
    year: int | None,
) -> None:
    """Put an indicator written as text into the draft. `levels`: its 一级 and 二级; `year`: the form's.

    Args:
        name, value: its 三级指标 and 指标值, as written.
    """
    second, said = levels[1], tidy(value)
    level2 = (second.canonical or second.raw) if second else None
    target = parse_target(said, label=name, year=year, level2=level2, units=words.units)
    places: dict[str, Place] = {"level3": at, "target": at}
    draft.add_indicator(
        Indicator(*levels, name_of(name, words), target, at=at), places, {"level3": name, "target": said}
    )
