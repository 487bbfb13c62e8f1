"""What the form cannot do without and no label said: a label in words of its own and the text beside or under it.

自评项目 before a name, 主管 before an office, 年初想做的 before a sentence: their words alone say little, yet the form
lacks exactly one thing that the text can be. Each pair offers the missing fields with what its words and its text say;
the best pair for each field is taken, and where its words say hardly anything or another pair is as good, with a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import area, doubtful
from extractor.forms.draft import Candidate, Draft, Source, pointer_of
from extractor.forms.fields import FieldReader
from extractor.forms.slices import Slice
from extractor.forms.text_kinds import PLAIN, bare_label
from extractor.matching.book import LabelKind
from extractor.model.document import Cell
from extractor.values.looks import has_figure
from extractor.words.labelled import SHORT
from extractor.words.meaning import NEEDED, needed_as
from extractor.words.vocabulary import Vocabulary

SURE, APART = 0.8, 0.15
"""Score from which a pair, so far ahead of the others, is taken without a doubt."""
LONGEST = 12
_SAME: dict[str, tuple[str, ...]] = {
    "project_name": (),
    "department": ("budget_unit",),
    "implementer": (),
    "annual_goal": ("goal", "total_goal", "period_goal"),
    "achievement": (),
    "problems": (),
    "measures": (),
    "total": (),
    "preparer": ("person_and_phone", "contact"),
}
"""The fields that are asked for, and others that stand for them."""
_TEXTS = ("annual_goal", "achievement", "problems", "measures", "total")
"""Of these, what holds a colon; names hold none."""
_NO_VALUE = frozenset({"label", "head", "block", "level"})


_OF_REACHED = frozenset({"achievement", "problems", "measures"})


@dataclass(slots=True)
class _Pair:
    slice: Slice
    label: Cell
    value: Cell


def read_needed(slices: list[Slice], draft: Draft, fields: FieldReader, words: Vocabulary, *, whole: bool) -> None:
    """Give the missing fields of a form the texts that nobody took.

    Args:
        whole: a form of a whole department, which names no project.
    """
    missing = [name for name in _SAME if not _has(draft, name) and not (whole and name == "project_name")]
    evaluated = bool(draft.execution) or any(c.role in ("actual", "achieved_score") for c in draft.columns)
    missing = [name for name in missing if evaluated or name not in _OF_REACHED]
    for name in [each for each in missing if each not in _TEXTS]:
        if _read_labelled(name, slices, draft, words):
            missing.remove(name)
    pairs = list(_pairs(slices, draft, words)) if missing else []
    scored = sorted(
        (
            (score, -n, name)
            for n, pair in enumerate(pairs)
            for name in missing
            if (name in _TEXTS or ":" not in fold_text(pair.value.text))  # 拟用款总量：632 is no name
            and (score := needed_as(name, pair.label.text, pair.value.text, words)) >= NEEDED
        ),
        reverse=True,
    )
    used: set[int] = set()
    for score, n, name in scored:
        pair = pairs[-n]
        cells = {id(pair.label), id(pair.value)}
        if name not in missing or cells & used:
            continue
        used |= cells
        missing.remove(name)
        rival = max((s for s, m, other in scored if (m == n) != (other == name)), default=0.0)
        _take(pair, name, draft, fields, unsure=score < SURE or score - rival < APART)


def _read_labelled(name: str, slices: list[Slice], draft: Draft, words: Vocabulary) -> bool:
    """项目：某某改造 in a cell of its own, whose label no list holds, where the form lacks just that."""
    found = [
        (score, slice_, cell, said)
        for slice_ in slices
        for row in slice_.rows
        for cell in slice_.starting(row)
        if _open(cell, draft, words) and (said := SHORT.match(cell.text.strip())) is not None
        if (score := needed_as(name, said["label"], said["value"], words)) >= SURE
    ]
    if len(found) != 1:
        return False
    _, slice_, cell, said = found[0]
    place = slice_.grid.place(cell)
    draft.take_back(place)
    draft.account.entries.pop(id(cell), None)
    draft.take(cell, "value", pointer_of(name))
    draft.labels.append((squeeze(said["label"]), place))
    draft.fields.append(Candidate(name, squeeze(said["label"]), said["value"].strip(), Source(place, cell)))
    return True


def _has(draft: Draft, name: str) -> bool:
    if name == "total":
        return bool(draft.amounts or draft.execution or draft.aside)
    return any(c.identity in (name, *_SAME[name]) for c in draft.fields)


def _pairs(slices: list[Slice], draft: Draft, words: Vocabulary) -> Iterator[_Pair]:
    """Labels that nobody understood, each with the text beside it, else the one under it."""
    rows = {(at.get("table"), at.get("row")) for cells in draft.cells_at for at in cells.values()}
    for slice_ in slices:
        for row in slice_.rows:
            if (slice_.grid.table, row) in rows:
                continue
            for cell in slice_.starting(row):
                value = _value_of(slice_, cell, draft, words) if _may_label(cell, draft, words) else None
                if value is not None:
                    yield _Pair(slice_, cell, value)


def _may_label(cell: Cell, draft: Draft, words: Vocabulary) -> bool:
    folded = words.grammar.undated(fold_text(cell.text).rstrip(":"))
    if not 2 <= len(folded) <= LONGEST or has_figure(folded) or not PLAIN.fullmatch(folded):
        return False
    if draft.account.role(cell) not in ("unread", "label", "block") or words.amount(cell.text) is not None:
        return False
    listed = words.field(cell.text)  # 名称, 目标: of tables beside the form, of blocks, and of what the form lacks
    if listed is not None and not listed.startswith(("other_", "block_")):
        return False
    return not words.grammar.names_organisation(folded) or words.grammar.asks_for("department", folded) > 0  # 主管局


def _value_of(slice_: Slice, label: Cell, draft: Draft, words: Vocabulary) -> Cell | None:
    right, below = slice_.right_of(label), slice_.below(label)
    if right is not None and right.row == label.row and _open(right, draft, words):
        return right
    beside = right is None or draft.account.role(right) in _NO_VALUE
    same = below is not None and below.as_wide_as(label)
    return below if beside and same and below is not None and _open(below, draft, words) else None


def _open(cell: Cell, draft: Draft, words: Vocabulary) -> bool:
    return draft.account.role(cell) in ("unread", "further") and not words.grammar.asides.is_blank(cell.text)


def _take(pair: _Pair, name: str, draft: Draft, fields: FieldReader, *, unsure: bool) -> None:
    place = pair.slice.grid.place
    for cell in (pair.label, pair.value):
        draft.take_back(place(cell))
    label = bare_label(pair.label.text)
    draft.account.entries.pop(id(pair.value), None)
    draft.account.change(pair.label, "label")
    draft.labels.append((label, place(pair.label)))
    kind: LabelKind = "amount" if name == "total" else "field"
    fields.labels.values.put(pair.slice, kind, name, pair.label, pair.value)
    if unsure:
        what = fields.words.label_name(kind, name)
        why = f"“{label}”没有见过，表上别处没有“{what}”，按“{what}”读，请核对。"
        at = area(place(pair.value), [place(pair.label), place(pair.value)])
        pointer = "/amounts/total" if name == "total" else pointer_of(name)
        draft.doubts.append(doubtful(pointer, why, at, squeeze(pair.value.text)[:40], part="head"))
