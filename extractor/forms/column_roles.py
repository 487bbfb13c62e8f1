"""Which role each column plays: words, content and the grammar of the forms decide together."""

from __future__ import annotations

from dataclasses import replace

from extractor.forms.band import LEVELS, Band, Head
from extractor.forms.body_rows import band_levels, body_row, level_cells
from extractor.forms.column_heads import role_of
from extractor.forms.role_assignment import assign
from extractor.forms.role_content import speaks_against
from extractor.forms.roles import EXACT, HELD, OTHER, ColumnCase
from extractor.forms.slices import Slice
from extractor.words.content import content_of
from extractor.words.vocabulary import Vocabulary

_FIRM = frozenset({"level1", "level2", "level3", "target", "weight", "actual", "achieved_score", "note"})
"""Roles whose cells must be of their kind; signs and directions, definitions and standards are printed under each
other's heads.
"""


def _twin(head: Head, before: list[Head]) -> int | None:
    """Which of the columns before has a head of the same words."""
    alike = (n for n, other in enumerate(before) if other.text == head.text and other.cell is not head.cell)
    return next(alike, None) if head.text else None


def _labels_block(slice_: Slice, head: Head, body: list[int]) -> bool:
    """One cell reaches down the whole column, under no head that a list holds."""
    cell = slice_.owner(body[0], head.col) if body and not head.exact else None
    return cell is not None and cell.rowspan > 1 and cell is slice_.owner(body[-1], head.col)


def decide(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """Every column's role by words, content and the grammar of the forms together.

    Args:
        body: rows of indicators, of the grid, from 0.
    """
    first = min((h.col for h in band.heads if h.exact and h.role in LEVELS), default=0)
    found = [cells for row in body if (cells := level_cells(slice_, row, words))]
    lead = next((level_cells(slice_, row, words) for row in body if body_row(slice_, row, words)), None)
    if lead is None and found and len(found[0]) > 2:
        lead = found[0]  # two halves
    first = min(first, lead[0].col) if lead else first
    open_ = [
        h
        for h in band.heads
        if not h.role.startswith(("field:", "amount:"))
        and h.role not in ("region", "grade")
        and not h.settled
        and (h.exact or h.col >= first)
        and not _beside_bands(slice_, band, h, words)
    ]
    cases: list[ColumnCase] = []
    contents = [content_of(slice_.texts(head.col, body), words, words.units) for head in open_]
    rows = range(band.data_row, body[-1] if body else band.data_row)
    banded = any((levels := band_levels(slice_, row, words)) is not None and levels[1] for row in rows)
    for at, (head, content) in enumerate(zip(open_, contents)):
        if _labels_block(slice_, head, body) and (banded or any(c.level1 > HELD for c in contents[at + 1 :])):
            content = content_of([], words, words.units)  # 产出与效果指标 beside all of 产出指标, 效益指标
        signs = head.role == OTHER and content.sign > 1 - HELD and words.header(head.cell.text) is None
        exact = head.role if (head.exact or head.role != OTHER) and not signs else None  # 判断符: its cells tell
        scoped = bool(words.grammar.scope_words(head.text))
        cases.append(
            ColumnCase(head.col, head.text, head.path, content, scoped, exact, _twin(head, open_[: len(cases)]))
        )
    if not cases:
        return
    band.against = []
    bands = (
        (band_levels(slice_, row, words) for row in range(band.data_row, body[-1])) if band.headless and body else ()
    )
    banded = any(levels is not None and levels[2] is not None for levels in bands)
    for head, case, decision in zip(open_, cases, assign(cases, words, regions=bool(band.regions), banded=banded)):
        if (
            case.exact in _FIRM
            and case.exact is not None
            and case.content.filled > 1
            and (decision.role != case.exact or speaks_against(case.exact, case.content))
        ):
            band.against.append(head)
        head.role = decision.role
        head.decision = decision if case.content.filled else None
    _say_level_by_entry(slice_, band, body, open_, words)


def _beside_bands(slice_: Slice, band: Band, head: Head, words: Vocabulary) -> bool:
    """产出与效果指标 down the left edge of rows that bands of 一级 words part: no level of theirs."""
    cell = slice_.owner(band.data_row, head.col)
    if head.text or cell is None or cell.rowspan == 1:
        return False
    found = (
        band_levels(slice_, row, words) for row in range(band.data_row, min(cell.row + cell.rowspan, slice_.bottom))
    )
    return any(levels is not None and levels[1] is not None and levels[0] is not cell for levels in found)


def _say_level_by_entry(slice_: Slice, band: Band, body: list[int], open_: list[Head], words: Vocabulary) -> None:
    """A single column of levels is in no doubt which it is: each entry says so (K18), or says both (产出—数量)."""
    levels = {h.role for h in band.heads} & {"level1", "level2"}
    for head in open_:
        decided = head.decision
        if decided is None or len(levels) > 1 or {head.role, decided.rival} != {"level1", "level2"}:
            continue
        texts = [text for text in slice_.texts(head.col, body) if text and text.strip()]
        joint = sum(words.joint(text) is not None for text in texts) * 2 > len(texts)
        if joint or head.exact and head.role == "level1":
            decided.margin, decided.plain = EXACT, decided.plain or joint


def realign(slice_: Slice, band: Band, body: list[int], words: Vocabulary) -> None:
    """One head too few for the columns (a dump of a table whose head spanned two): the one place where all agree, if
    there is one.

    Args:
        body: rows of indicators, of the grid, from 0.
    """
    width, printed = slice_.end, {h.col: role_of(h.cell.text, words) for h in band.heads}
    last = max(printed)
    beyond = slice_.owner(band.row, last + 1)
    if (
        band.flat
        or band.regions
        or last + 1 >= width
        or beyond is not None
        and beyond is not slice_.owner(band.row, last)
    ):
        return
    found: list[Band] = []
    for doubled in band.heads:
        heads = [
            replace(
                h, col=h.col + (h.col > doubled.col), role=printed[h.col][0], exact=printed[h.col][1], decision=None
            )
            for h in band.heads
        ]
        heads.append(replace(doubled, col=doubled.col + 1, role=OTHER, exact=False, decision=None))
        trial = replace(band, heads=sorted(heads, key=lambda h: h.col))
        decide(slice_, trial, body, words)
        if not trial.against:
            trial.widened = doubled
            found.append(trial)
    if len(found) == 1:
        band.heads, band.against, band.widened = found[0].heads, [], found[0].widened
