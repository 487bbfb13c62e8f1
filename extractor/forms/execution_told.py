"""Execution told in a sentence: 全年预算数386.00万元，全年执行数366.70万元，执行率95.00%。"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.draft import Draft, Source
from extractor.forms.execution_roles import MEASURES, MONEY_HEADS
from extractor.forms.slices import Free, Slice
from extractor.model.document import Cell
from extractor.model.filing import Execution
from extractor.values.amount import parse_amount
from extractor.words.labelled import BEFORE_SENTENCE
from extractor.words.vocabulary import Vocabulary

_SHORTEST, _LONGEST = 12, 200
_FIGURE = re.compile(
    r"(?P<name>[^，。；;、,\d()（）\n]{2,20}?)[\s:：]*"
    r"(?P<value>\d[\d,]*(?:\.\d+)?\s*(?:[亿万千]?元|[%％]|分)?)(?=[，。；;、,()（）\n\s]|$)"
)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_LITTLE = 12
"""So many characters besides figures and their names a sentence of nothing else may hold."""


@dataclass(slots=True)
class Told:
    """The sentence as read: by measure the figure as written, and the names of all."""

    figures: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    further: list[tuple[str, str]] = field(default_factory=list)
    """Figures that name no measure."""


def find_told(slice_: Slice, row: int, words: Vocabulary, draft: Draft) -> tuple[Cell, Told] | None:
    """The cell of the row that holds such a sentence, with what it tells; None where none does.

    Args:
        row: of the grid, from 0.
    """
    for cell in slice_.starting(row):
        if not draft.is_taken(cell) and (told := told_in(cell.text, words)) is not None:
            return cell, told
    return None


def told_in(text: str, words: Vocabulary) -> Told | None:
    """What a text tells of the execution of a budget where that is all it tells."""
    text = text.strip()
    if not _SHORTEST <= len(text) <= _LONGEST or len(_DIGITS.findall(text)) < 2:
        return None
    told, rest = Told(), text
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
    return told if enough and sum(ch.isalnum() or ch == "_" for ch in rest) <= _LITTLE else None


def _measure(name: str, words: Vocabulary) -> str | None:
    listed, measure = words.execution(name), words.likely_measure(name)
    if listed is None and words.amount(name) is not None:
        return None  # 基本支出 and 部门预算总额 are parts and whole of a budget
    if listed is None and measure == "executed" and words.grammar.names_budget(name):
        return None  # 年度支出预算 is what may be spent
    return measure if measure in MEASURES else None


def _is_of(measure: str, value: str) -> bool:
    """Money where a sum is named, a per cent where a rate is."""
    value = value.strip()
    if measure in MONEY_HEADS:
        return value[-1] not in "%％分"
    return value[-1] in "%％" if measure == "rate" else not value.endswith("元")


def read_told(slice_: Slice, cell: Cell, told: Told, draft: Draft) -> None:
    """Read the sentence of a cell into the draft, with the label beside it."""
    place, number = slice_.grid.place(cell), len(draft.execution)
    label = slice_.left_of(cell)
    if label is not None and label.text.strip() and not draft.is_taken(label):
        draft.money_label(slice_.grid, label, "block")
    for measure in told.figures:
        draft.take(cell, "value", f"/execution/{number}/{measure}")
        draft.doubt(f"/execution/{number}/{measure}", cell)
    _put(told, cell.text, Source(place, cell), draft)


def read_told_line(free: Free, words: Vocabulary, draft: Draft) -> bool:
    """Read a line that is such a sentence, behind a label perhaps (预算执行情况：…); False where it is none."""
    said = BEFORE_SENTENCE.match(free.text)
    told = told_in(free.text[said.end() :] if said is not None else free.text, words)
    if told is None:
        return False
    if said is not None:
        draft.labels.append((squeeze(said["label"]), free.at))
    for measure in told.figures:
        draft.take_line(free, "value", f"/execution/{len(draft.execution)}/{measure}")
    _put(told, free.text, Source(free.at), draft)
    return True


def _put(told: Told, text: str, source: Source, draft: Draft) -> None:
    entry = Execution(item="总额")
    for measure, value in told.figures.items():
        parsed = parse_amount(value)
        setattr(entry, measure, (parsed.value or value) if measure in MONEY_HEADS else fold_text(value).rstrip("分"))
        if measure in MONEY_HEADS and parsed.unit is not None and value.endswith("元"):
            draft.units.append(parsed.unit)
    draft.labels.extend((name, source.at) for name in told.names)
    for name, value in told.further:
        draft.leave(name, value, source.at)
    draft.leave(None, text, source.at, "further")  # what it says besides the figures and their names
    draft.add_entry(entry, dict.fromkeys(told.figures, source))
