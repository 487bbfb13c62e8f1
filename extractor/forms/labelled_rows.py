"""Rows whose cells carry their heads themselves (三级指标：新建充电柜 | 指标值：≥460组), under no row of heads."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.band import FURTHER, LEVELS, key_of
from extractor.forms.draft import Draft
from extractor.forms.packed import label_of, name_of
from extractor.forms.reading import Column
from extractor.forms.row_target import joint_target
from extractor.forms.slices import Slice
from extractor.model.document import Cell, Place
from extractor.model.filing import Indicator, Label
from extractor.words.labelled import LABELLED
from extractor.words.vocabulary import Vocabulary

Said = dict[str, tuple[Cell, str, str]]
"""By role the cell, its label ("" where it has none) and its value."""


def said_in(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> Said:
    """What the cells of a row say by their labels; nothing where the row is none of an indicator.

    Args:
        row: of the grid, from 0.
    """
    said: Said = {}
    own = slice_.filled(row)
    if len(own) < 2 or any(draft.is_taken(c) for c in own):
        return {}
    for cell in own:
        found = _role_and_value(cell, words)
        if found is None or found[0] in said:
            return {}
        said[found[0]] = (cell, *found[1:])
    labelled = {role for role, (_, label, _) in said.items() if label}
    if "level3" not in labelled or not labelled & {"target", "actual"}:
        return {}
    for cell in _reaching(slice_, row):
        found = _role_and_value(cell, words)
        if found is not None and found[0] in ("level1", "level2"):
            said.setdefault(found[0], (cell, *found[1:]))
    return said


def _reaching(slice_: Slice, row: int) -> list[Cell]:
    """Cells that began above and reach down into the row."""
    found: list[Cell] = []
    for col in range(slice_.left, slice_.end):
        cell = slice_.owner(row, col)
        if cell is not None and cell.row < row and cell.text.strip() and cell not in found:
            found.append(cell)
    return found


def _role_and_value(cell: Cell, words: Vocabulary) -> tuple[str, str, str] | None:
    """Role, label and value of a cell: 二级指标：数量指标, or 产出指标 alone."""
    said = LABELLED.match(cell.text)
    if said is None:
        level = next((x for x in LEVELS[:2] if words.level_entry(x, cell.text) is not None), None)  # type: ignore[arg-type]
        return (level, "", squeeze(cell.text)) if level is not None else None
    label = said["label"]
    role = words.header(label) if words.field(label) is not None else words.likely_head(label)
    return (role, squeeze(label), tidy(said["value"])) if role is not None else None


def read_labelled_rows(slice_: Slice, row: int, draft: Draft, words: Vocabulary, year: int | None) -> int:
    """Read the rows from `row` on that are such; gives the first that is none (`row` itself where there is none)."""
    first = row
    last: dict[str, Label] = {}
    while row < slice_.bottom and (said := said_in(slice_, row, words, draft)):
        if row == first:
            _note_columns(slice_, said, draft)
        _read_row(slice_, said, last, draft, words, year)
        row += 1
    return row


def _note_columns(slice_: Slice, said: Said, draft: Draft) -> None:
    for role, (cell, label, _) in said.items():
        if not role.startswith("other"):
            draft.columns.append(Column(role, label, slice_.grid.place(cell)))  # type: ignore[arg-type]


def _read_row(
    slice_: Slice, said: Said, last: dict[str, Label], draft: Draft, words: Vocabulary, year: int | None
) -> None:
    place, number = slice_.grid.place, len(draft.indicators)
    texts = {role: value for role, (_, _, value) in said.items()}
    labels = _levels(said, last, words)
    name = texts["level3"]
    level2 = labels.get("level2")
    second = (level2.canonical or level2.raw) if level2 is not None else None
    target = joint_target(texts, name=name, level2=second, year=year, units=words.units)
    places: dict[str, Place] = {role: place(cell) for role, (cell, _, _) in said.items()}
    further = {role: texts.get(role) for role in FURTHER}
    indicator = Indicator(labels.get("level1"), level2, name_of(name, words), target, at=places["level3"], **further)  # type: ignore[arg-type]
    draft.add_indicator(indicator, places, {role: cell.text.strip() for role, (cell, _, _) in said.items()})
    for role, (cell, label, value) in said.items():
        if label and not draft.is_taken(cell):
            draft.labels.append((label, place(cell)))
        if role in LEVELS or role in FURTHER or key_of(role) == "target":
            draft.take(cell, "level" if role in LEVELS[:2] else "value", f"/indicators/{number}/{key_of(role)}")
        else:
            draft.take(cell, "further")
            draft.leave(label, value, place(cell), "further")


def _levels(said: Mapping[str, tuple[Cell, str, str]], last: dict[str, Label], words: Vocabulary) -> dict[str, Label]:
    """The level labels of a row; what it does not print is that of the row above."""
    for role in LEVELS[:2]:
        if role not in said or not fold_text(said[role][2]):
            continue
        label = label_of(said[role][2], role, words)
        if role == "level1" and (before := last.get("level1")) is not None and before.raw != label.raw:
            last.pop("level2", None)
        last[role] = label
    return dict(last)
