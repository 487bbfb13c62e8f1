"""Execution told in a sentence: 全年预算数386.00万元，全年执行数366.70万元，执行率95.00%。"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Source
from extractor.forms.money import MONEY_HEADS
from extractor.model.filing import Execution
from extractor.values.amount import parse_amount
from extractor.words.inline import bracket_currency

if TYPE_CHECKING:
    from extractor.forms.draft import Draft
    from extractor.forms.slices import Slice
    from extractor.model.document import Cell
    from extractor.words.vocabulary import Vocabulary

_LONGEST = 200
_FIGURE = re.compile(
    r"(?P<name>[^，。；;、,\d()（）\n]{2,20}?)[\s:：]*"
    r"(?P<value>\d[\d,]*(?:\.\d+)?\s*(?:[亿万千]?元|[%％]|分)?)(?=[，。；;、,()（）\n\s]|$)"
)
_UNIT = re.compile(r"[亿万千]?元$")
_LITTLE = 12
"""So many characters besides figures and their names a sentence of nothing else may hold."""


@dataclass(slots=True)
class Told:
    """The sentence as read: by measure the figure as written, and the names of all."""

    cell: Cell
    figures: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    further: list[tuple[str, str]] = field(default_factory=list)
    """Figures that name no measure."""


def find_told(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> Told | None:
    """The sentence that a cell of the row holds, None where none does."""
    for cell in slice_.starting(row):
        if not draft.is_taken(cell) and (told := _told(cell, words)) is not None:
            return told
    return None


def _told(cell: Cell, words: Vocabulary) -> Told | None:
    text = cell.text.strip()
    if not 12 <= len(text) <= _LONGEST or text.count("元") + text.count("%") + text.count("％") < 2:
        return None
    told, rest = Told(cell), text
    for found in _FIGURE.finditer(text):
        name = words.grammar.bare_money_name(fold_text(found["name"]))
        measure = _measure(name, words)
        rest = rest.replace(found[0], "", 1)
        told.names.append(squeeze(found["name"]))
        if measure is None or not _is_of(measure, found["value"]) or measure in told.figures:
            told.further.append((squeeze(found["name"]), found["value"].strip()))
        else:
            told.figures[measure] = found["value"].strip()
    money = told.figures.keys() & MONEY_HEADS
    enough = (
        "executed" in money and (len(money) > 1 or "rate" in told.figures) and len(told.further) < len(told.figures)
    )
    return told if enough and len(re.sub(r"[\W]", "", rest)) <= _LITTLE else None


def _measure(name: str, words: Vocabulary) -> str | None:
    measure = words.execution(name)
    if measure is None and (likely := words.evidence.likely("execution", name)) is not None:
        measure = likely.identity
        if measure == "executed" and words.grammar.names_budget(name):
            return None  # 年度支出预算 is what may be spent
    return measure if measure in (*MONEY_HEADS, "rate", "weight", "score") else None


def _is_of(measure: str, value: str) -> bool:
    """Money where a sum is named, a per cent where a rate is."""
    value = value.strip()
    if measure in MONEY_HEADS:
        return value[-1] not in "%％分"
    return value[-1] in "%％" if measure == "rate" else _UNIT.search(value) is None


def read_told(slice_: Slice, told: Told, draft: Draft) -> None:
    """Read it into the draft, with the label beside it."""
    place, number = slice_.grid.place(told.cell), len(draft.execution)
    label = slice_.owner(told.cell.row, told.cell.col - 1) if told.cell.col > slice_.left else None
    if label is not None and label.text.strip() and not draft.is_taken(label):
        draft.take(label, "block")
        draft.labels.append((squeeze(label.text), slice_.grid.place(label)))
        if (unit := bracket_currency(label.text)) is not None:
            draft.units.append(unit)
    entry = Execution(item="总额")
    places: dict[str, Source] = {}
    for measure, value in told.figures.items():
        parsed = parse_amount(value)
        setattr(entry, measure, (parsed.value or value) if measure in MONEY_HEADS else fold_text(value).rstrip("分"))
        if measure in MONEY_HEADS and parsed.unit is not None and _UNIT.search(value):
            draft.units.append(parsed.unit)
        draft.take(told.cell, "value", f"/execution/{number}/{measure}")
        draft.doubt(f"/execution/{number}/{measure}", told.cell)
        places[measure] = Source(place, told.cell)
    draft.labels.extend((name, place) for name in told.names)
    for name, value in told.further:
        draft.leave(name, value, place)
    draft.leave(None, told.cell.text, place, "further")  # what it says besides the figures and their names
    draft.execution.append(entry)
    draft.execution_at.append(places)


__all__ = ["Told", "find_told", "read_told"]
