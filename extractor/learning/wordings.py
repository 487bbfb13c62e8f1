"""From corrected values to wordings: which printed label or head must mean what, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_label, fold_text, squeeze
from extractor.learning.columns import FoundTable, find_table, other_heads
from extractor.learning.corrected import BLANK, ROW, FormFacts
from extractor.learning.places import Source, Spot, above, is_label_like, is_money, pieces
from extractor.matching.book import LabelKind
from extractor.model.document import Cell, Grid
from extractor.words.vocabulary import Vocabulary

OTHER_COLUMN = "other_column"
_NO_LABEL = frozenset({"/kind", "/title", "/fiscal_year", "/currency_unit"})
_PERIOD = {
    "/period/start": ("period", "period_start"),
    "/period/end": ("period", "period_end"),
    "/period/raw": ("period",),
}
_ALSO = {
    "annual_goal": ("annual_goal", "goal"),
    "period_goal": ("period_goal", "total_goal"),
    "department": ("department", "budget_unit"),
}
_ORDER = {
    pointer: at
    for at, pointer in enumerate(("/filer", "/department", "/implementer", "/project_name", "/amounts/total"))
}
"""In this order the labels of one text are shared out, from the top of the form."""
_ITEMS = ("total", "fiscal_appropriation", "own_funds", "other_funds", "superior_funds", "current_level", "carry_over")


@dataclass(frozen=True, slots=True)
class Hint:
    """A wording that may mean `id`, and the pointer whose value says so."""

    kind: LabelKind
    id: str
    wording: str
    pointer: str
    rank: int = 0
    """0 the likeliest."""

    @property
    def key(self) -> tuple[LabelKind, str]:
        """Hints of the same key say the same."""
        return self.kind, fold_label(self.wording)


def hints_of(form: FormFacts, source: Source, words: Vocabulary) -> list[Hint]:
    """Every wording that a corrected form speaks for and the rule books do not have so."""
    table = find_table(form.rows, source) if form.rows else None
    values = _value_cells(form, source, table)
    found = [
        *_heads(form, table, words),
        *_fields(form, source, values, table, words),
        *_executed(form, source, values),
    ]
    kept: dict[tuple[LabelKind, str, str], Hint] = {}
    for hint in found:
        if hint.wording and not _known(hint, words):
            key = (*hint.key, hint.id)
            if key not in kept or hint.rank < kept[key].rank:
                kept[key] = hint
    return list(kept.values())


def _known(hint: Hint, words: Vocabulary) -> bool:
    look_up = {"field": words.field, "header": words.header, "amount": words.amount, "execution": words.execution}[
        hint.kind
    ]
    return look_up(hint.wording) == hint.id


def _value_cells(form: FormFacts, source: Source, table: FoundTable | None) -> set[int]:
    """Cells that hold corrected values."""
    texts = [*form.fields.values(), *(text for entry in form.execution for key, text in entry.items() if key != "item")]
    found = {
        id(spot.cell)
        for text in texts
        if text
        for spot in source.find(text)
        if spot.cell is not None and spot.inline is None
    }
    if table is not None:
        owners = table.grid.owners()
        found |= {id(owners[row][column.col]) for row in table.rows.values() for column in table.columns}
    return found


def _heads(form: FormFacts, table: FoundTable | None, words: Vocabulary) -> Iterator[Hint]:
    if table is None:
        return
    over: dict[int, list[str]] = {}
    for column in table.columns:
        if column.head is not None:
            over.setdefault(id(column.head), []).append(column.role)
    for column in table.columns:
        if column.head is None or column.role == "region":  # regions go by their values: another filing names others
            continue
        roles = over[id(column.head)]
        role = "target" if "target" in roles else column.role  # one head over sign, value and unit
        yield Hint("header", role, squeeze(column.head.text), f"/indicators/{role}")
        for cell in above(table.grid, column.head):
            if (
                role == "target"
                and cell.row >= column.head.row - 2
                and is_label_like(cell.text)
                and words.header(cell.text) is None
            ):
                yield Hint("header", role, squeeze(cell.text), f"/indicators/{role}", 2)
            break
    others = other_heads(table)
    blank = [cell for cell, empty in others if empty]
    roles = sorted(form.blank - {column.role for column in table.columns}, key=list(ROW).index)
    for role, cell in zip(roles, blank) if len(roles) == len(blank) else ():
        yield Hint("header", role, squeeze(cell.text), f"/indicators/{role}")
    for cell, empty in others:  # what is blank in this filing may hold a value in the next: nothing is said of it
        if not empty and words.header(cell.text) is None:
            yield Hint("header", OTHER_COLUMN, squeeze(cell.text), "/indicators")


def _fields(
    form: FormFacts, source: Source, values: set[int], table: FoundTable | None, words: Vocabulary
) -> Iterator[Hint]:
    body = _body(table)
    spots = {
        pointer: [spot for spot in _best_first(source.find(value)) if id(spot.cell) not in body]
        for pointer, value in form.fields.items()
        if pointer not in _NO_LABEL and value
    }
    blocks = source.blocks_among(spots, values)
    ranked = frozenset(id(cell) for cell in blocks)
    for cell in blocks:
        for at, identity in enumerate(("block_money", "block_goal")):
            yield Hint("field", identity, _wording(cell.text), "", 1 + at)
    labels = {
        pointer: [list(source.labels_of(spot, values, ranked)) for spot in found] for pointer, found in spots.items()
    }
    for pointer, found in _shared_out(labels, form.fields, words).items():
        kind = _kind(pointer)
        ids = _ids(pointer)
        for rank, label in enumerate(found):
            for at, identity in enumerate(ids):
                yield Hint(kind, identity, _wording(label), pointer, rank + at)
    yield from _printed_blank(form, source, spots, values | body, words)
    yield from _unclaimed(source, values | body, words)


def _printed_blank(
    form: FormFacts, source: Source, spots: dict[str, list[Spot]], values: set[int], words: Vocabulary
) -> Iterator[Hint]:
    """Amounts that the form prints and leaves blank: the labels without a figure among the labels of those that have
    one, where there are as many of the ones as of the others."""
    blank = [pointer for pointer, text in form.fields.items() if pointer.startswith("/amounts/") and not text]
    columns: set[tuple[int, int]] = set()
    claimed: set[str] = set()
    for spot in (spot for pointer, found in spots.items() if pointer.startswith("/amounts/") for spot in found):
        claimed.update(fold_label(label) for label in source.labels_of(spot, values))
        if spot.cell is not None:
            at = spot.cell if spot.inline is not None else next(source.label_cells(spot, values), spot.cell)
            columns.add((id(spot.grid), at.col))
    labels: dict[str, str] = {}
    for grid in source.grids if blank else ():
        for cell in grid.cells:
            for col, label in _without_figure(grid, cell, source, values):
                if (id(grid), col) in columns and words.amount(label) is None and fold_label(label) not in claimed:
                    labels.setdefault(fold_label(label), label)
    for pointer, label in zip(blank, labels.values()) if len(blank) == len(labels) else ():
        yield Hint("amount", pointer.rsplit("/", 1)[1], _wording(label), pointer)


def _without_figure(grid: Grid, cell: Cell, source: Source, values: set[int]) -> Iterator[tuple[int, str]]:
    """(column of the label, label) of what is printed and blank: a blank cell beside its label, "label：—" in one."""
    if id(cell) in values:
        return
    if fold_text(cell.text) in BLANK:
        label = next(source.label_cells(Spot(grid, cell, cell.text), values), None)
        if label is not None and label.row == cell.row:
            yield label.col, label.text
    for text, value in pieces(cell.text):
        if fold_text(value) in BLANK:
            yield cell.col, text


def _kind(pointer: str) -> LabelKind:
    return "amount" if pointer.startswith("/amounts/") else "field"


def _body(table: FoundTable | None) -> set[int]:
    """Cells of the indicator rows: no field stands there."""
    if table is None:
        return set()
    rows = set(table.rows.values())
    return {id(cell) for cell in table.grid.cells if rows & set(range(cell.row, cell.row + cell.rowspan))}


def _shared_out(labels: dict[str, list[list[str]]], fields: dict[str, str], words: Vocabulary) -> dict[str, list[str]]:
    """By pointer its labels, the likeliest first; where several fields hold the same text each
    gets a label of its own.
    """
    found: dict[str, list[str]] = {}
    taken: dict[str, set[str]] = {}
    for pointer, places in sorted(labels.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER))):
        used = taken.setdefault(fold_text(fields[pointer]), set())
        ordered = [label for at in range(2) for place in places for label in place[at : at + 1]]
        ordered.sort(key=lambda label: (-_speaks(label, pointer, words), _wording(label) in used))
        if ordered:
            used.add(_wording(ordered[0]))
        found[pointer] = list(dict.fromkeys(ordered))
    return found


def _speaks(label: str, pointer: str, words: Vocabulary) -> int:
    """1 where the label is known to mean this, -1 where it is known to mean something else."""
    look_up = words.amount if pointer.startswith("/amounts/") else words.field
    known = look_up(label)
    if known is None:
        return 0
    return 1 if known in _ids(pointer) else -1


def _ids(pointer: str) -> tuple[str, ...]:
    """Ids of the labels whose values go to a pointer, the usual one first."""
    last = pointer.rsplit("/", 1)[1]
    return _PERIOD[pointer] if pointer in _PERIOD else _ALSO.get(last, (last,))


def _unclaimed(source: Source, values: set[int], words: Vocabulary) -> Iterator[Hint]:
    """Labels of figures that no corrected value stands for: the total of several years beside that of one."""
    for grid in source.grids:
        for cell in grid.cells:
            if id(cell) not in values and is_money(cell.text):
                for label in source.label_cells(Spot(grid, cell, cell.text), values):
                    if words.amount(label.text) is None:
                        yield Hint("amount", "total_multi_year", _wording(label.text), "/amounts", 2)


def _best_first(spots: list[Spot]) -> list[Spot]:
    """Whole cells and labelled lines, in the source's order, before pieces of sentences."""
    return sorted(
        spots,
        key=lambda spot: (
            spot.inline is not None and spot.cell is not None and len(spot.cell.text) > 2 * len(spot.text) + 20
        ),
    )[:6]


def _wording(label: str) -> str:
    return squeeze(label).rstrip("：:")


def _executed(form: FormFacts, source: Source, values: set[int]) -> Iterator[Hint]:
    for at, entry in enumerate(form.execution):
        for key, value in entry.items():
            if key == "item" or not value:
                continue
            rank = 0
            for spot in source.find(value)[:6]:
                labels = list(source.labels_of(spot, values))
                for label in reversed(labels):  # heads stand above
                    yield Hint("execution", key, _wording(label), f"/execution/{at}/{key}", rank)
                    rank += 1
        if item := entry.get("item", ""):
            for rank, identity in (
                enumerate(_ITEMS[1:], 1) if at else ((0, "total"),)
            ):  # which source it is, no value tells
                yield Hint("amount", identity, _wording(item), f"/execution/{at}/item", rank)


__all__ = ["Hint", "OTHER_COLUMN", "hints_of"]
