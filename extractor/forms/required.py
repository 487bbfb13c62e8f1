"""What every form of a kind has: whose it is, which project, how much; where it was neither read nor printed blank.

A label that is printed and left blank is the unit's own fault (`missing-field`, K25). One that is nowhere, in a form
that cannot do without it, was most likely not understood: a label that no rule book knows, a page that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.characters.fold import squeeze
from extractor.forms.account import Account, Doubt, Extent, Part, doubtful
from extractor.forms.reading import Reading
from extractor.forms.text_kinds import quoted
from extractor.model.document import Cell, Grid
from extractor.model.filing import Form
from extractor.values.looks import has_figure, is_sum
from extractor.words.vocabulary import Vocabulary

_PARTY = ("/department", "/implementer", "/filer")
_MONEY = ("/amounts/", "/execution")
_ASKED: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "project_": ((("/project_name",), "项目名称"), (_PARTY, "主管部门或实施单位"), (_MONEY, "资金总额")),
    "department_": ((_PARTY, "部门（单位）名称"), (_MONEY, "资金总额")),
}
"""By the kind of form: pointers of which one must be read or printed, and what a clerk calls them."""

_OPEN = frozenset({"unread", "block", "head"})


def required(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[Doubt]:
    """Fields that a form of this kind has and this one does not show, where a text is left that may be theirs."""
    form = reading.form
    asked = next((asked for start, asked in _ASKED.items() if form.kind.startswith(start)), ())
    lost = [
        (pointers, name)
        for pointers, name in asked
        if not any(_has(form, pointer) or _prints(reading, pointer) for pointer in pointers)
    ]
    if not lost:
        return
    strange = list(_strange(reading, account, extent, words))
    for pointers, name in lost:
        if pointers is _MONEY:
            found = [(g, c) for g, c in strange if _with_figure(g, c)]
        else:  # a head of several columns is no label of a name, nor is a year
            found = [(g, c) for g, c in strange if account.role(c) != "head" and not has_figure(c.text)]
        if not found:
            continue
        said = "、".join(f"{quoted(cell.text)}" for _, cell in found[:3])
        why = f"没有读到“{name}”，表上也没有留空的这一栏；{said}没有见过，可能就是这一栏，请对照原件核对。"
        at = [grid.place(cell) for grid, cell in found]
        pointer, observed = pointers[0].rstrip("/"), squeeze(found[0][1].text)
        part: Part = "money" if pointers is _MONEY else "head"
        yield doubtful(pointer, why, at, observed, expected=name, part=part)


def _strange(reading: Reading, account: Account, extent: Extent, words: Vocabulary) -> Iterator[tuple[Grid, Cell]]:
    """Cells outside the indicators taken for captions by their place, or for nothing, that say no word we know."""
    rows = reading.spots() | {(column.at.get("table"), column.at.get("row")) for column in reading.columns}
    for grid, cell in extent.cells():
        entry = account.entries.get(id(cell))
        if entry is None or entry.pointers or (grid.table, cell.row) in rows:
            continue
        named = entry.role == "label" and cell.rowspan > 1  # where no row was read: a project, for its money's label
        if not (entry.role in _OPEN if reading.form.indicators else named):
            continue
        if entry.role == "head" and squeeze(cell.text).isdigit():
            continue  # the number of a column
        if not words.is_word(cell.text) and not words.evidence.weigh("field", cell.text)[:1]:
            yield grid, cell


def _with_figure(grid: Grid, cell: Cell) -> bool:
    """A figure, or a label with one beside it or under it."""
    if has_figure(cell.text):
        return is_sum(cell.text)
    return any(has_figure(c.text) for c in (grid.right_of(cell), grid.below(cell)) if c is not None)


def _has(form: Form, pointer: str) -> bool:
    name = pointer.strip("/")
    return bool(getattr(form, name))


def _prints(reading: Reading, pointer: str) -> bool:
    return any(p.field == pointer or pointer.endswith("/") and p.field.startswith(pointer) for p in reading.printed)
