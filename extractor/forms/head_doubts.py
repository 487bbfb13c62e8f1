"""Columns that may be others: what of a table's heads is told, so that someone looks."""

from __future__ import annotations

from itertools import pairwise

from extractor.characters.fold import fold_text, squeeze
from extractor.forms.account import Account, Doubt, area, doubtful
from extractor.forms.band import Band, Head
from extractor.forms.roles import OTHER, SURE
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import BLANKS
from extractor.words.vocabulary import Vocabulary

_KEPT = frozenset({OTHER, "definition", "direction"})
"""No key takes these: which of them a column is changes nothing."""


_ADJUSTED = "other_adjusted"
"""What the rule book calls 调整指标值."""


def head_doubts(slice_: Slice, band: Band, words: Vocabulary) -> list[Doubt]:
    """Columns that could as well be read otherwise, heads over the wrong cells, names without values."""
    found = [_column_doubt(slice_, words, head) for head in _doubtful(band, words)]
    if len(band.against) > 1 or band.widened is not None:
        found.append(_shifted_doubt(slice_, band, min(h.col for h in band.heads)))
    valueless = [*band.nameless, *_behind_values(band)]
    return [*found, *_shared_doubts(slice_, band), *(_nameless_doubt(slice_, head) for head in valueless)]


def _behind_values(band: Band) -> list[Head]:
    """A last column of names with no values, and the names before it have two: the second may be its own
    (指标值（年度）| 三级指标（年度）).
    """
    names = [group["level3"].col for _, group in band.groups if "level3" in group and "target" in group]
    return [
        group["level3"]
        for _, group in band.groups
        if "level3" in group and "target" not in group and len(names) > len(set(names))
    ]


def _shared_doubts(slice_: Slice, band: Band) -> list[Doubt]:
    """Two columns of values under one head, for the same names: the second may hold anything (按进度)."""
    targets = [group["target"] for _, group in band.groups if "target" in group]
    shared = [(one, two) for one, two in pairwise(targets) if one.cell is two.cell and one.col != two.col]
    return [
        doubtful(
            "/indicators",
            f"“{one.text}”下面不止一列，都读成了指标值，其中可能有别的内容，请对照原件核对。",
            slice_.grid.place(one.cell),
            one.text,
            margin=0.2,
        )
        for one, two in shared[:1]
    ]


def _doubtful(band: Band, words: Vocabulary) -> list[Head]:
    """Columns whose reading has a rival nearly as good, or that were told by content alone."""
    decided = [
        (h, h.decision)
        for h in band.heads
        if h.decision is not None and h.role != OTHER and not (h.role in _KEPT and h.decision.rival in _KEPT)
    ]
    sure = {
        (h.role, fold_text(h.cell.text)) for h, d in decided if h.text and (d.plain or h.exact and d.margin >= SURE)
    }
    return [
        h
        for h, d in decided
        if not d.plain
        and (h.role, fold_text(h.cell.text)) not in sure  # the same head over another group
        and (d.margin < SURE or d.why.startswith("内容") and h.text and words.header(h.cell.text) is None)
    ]


def _column_doubt(slice_: Slice, words: Vocabulary, head: Head) -> Doubt:
    """A column that could as well be read otherwise."""
    decision = head.decision
    assert decision is not None
    chosen, rival = words.role_name(head.role), words.role_name(decision.rival or OTHER)
    name = f"“{head.text}”一列" if head.text else f"第{head.col + 1}列（没有列名）"
    why = f"{name}按“{chosen}”读，也可能是“{rival}”，请核对这一列"
    margin = round(max(0.0, min(1.0, decision.margin / (2 * SURE))), 2)
    return doubtful(
        "/indicators",
        why,
        slice_.grid.place(head.cell),
        head.text or squeeze(head.cell.text)[:20] or None,
        runner_up=rival,
        margin=margin,
    )


def _shifted_doubt(slice_: Slice, band: Band, first_col: int) -> Doubt:
    """Heads that do not stand over what they name."""
    if (wide := band.widened) is not None:
        why = f"列名比列少一个，按“{wide.text}”占两列读，各列与列名才对得上，请对照原件核对。"
        return doubtful("/indicators", why, slice_.grid.place(wide.cell), wide.text, margin=0.5)
    names = "、".join(f"“{h.text}”" for h in band.against)
    rows = range(band.row, slice_.bottom)
    place = slice_.grid.place
    cells = [c for row in rows for c in slice_.filled(row) if c.col >= first_col]
    at = area(place(band.against[0].cell), map(place, cells))
    why = f"{names}各列的内容与列名对不上，列可能错位，请对照原件逐列核对。"
    return doubtful("/indicators", why, at, names, margin=0.1, grave=True)


def _nameless_doubt(slice_: Slice, head: Head) -> Doubt:
    """A column of names whose values stand in no column that was understood."""
    why = f"“{head.text}”一列是指标名称，没有找到与它对应的指标值一列，这些指标没有读出，请对照原件核对。"
    return doubtful("/indicators", why, slice_.grid.place(head.cell), head.text, margin=0.2, grave=True)


def adjusted_doubts(
    slice_: Slice, band: Band, head: Head, cell: Cell, account: Account, words: Vocabulary
) -> list[Doubt]:
    """A cell of 调整指标值 that says another value than 年初指标值: which one counts is the filer's to say."""
    target = band.head("target")
    own = slice_.owner(cell.row, target.col) if target is not None else None
    pointers = account.pointers(own)
    said, adjusted = squeeze(own.text) if own is not None else "", squeeze(cell.text)
    named = words.header(head.cell.text) or next(
        (w.identity for w in words.evidence.weigh("header", head.text)[:1]), ""
    )
    if named != _ADJUSTED or own is None or not pointers:
        return []
    if adjusted in BLANKS or adjusted == said:
        return []
    why = f"年初的指标值是“{said}”，“{squeeze(head.text)}”是“{adjusted}”，按前一个读，请核对以哪一个为准。"
    at = [slice_.grid.place(own), slice_.grid.place(cell)]
    return [doubtful(pointers[0], why, at, said, runner_up=adjusted, part="indicators")]
