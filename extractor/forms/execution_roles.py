"""Heads of an execution block that stand in no list: which measure each is, by words and figures together.

自评分值 may be points or points reached; beside 赋分 over 10 it is what was reached, since 9.43 stands under it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.characters.fold import fold_text
from extractor.forms.slices import Slice
from extractor.model.document import Cell
from extractor.values.looks import NUMBER
from extractor.words.vocabulary import Vocabulary

MEASURES = ("initial", "adjusted", "executed", "rate", "weight", "score")
MONEY_HEADS = frozenset(MEASURES[:3])
_FAINT, LEAST, CLEAR = 0.25, 0.6, 0.12
"""Likeness that counts at all; what a head must reach; how far ahead of the next reading it must be."""
_POINTS = 0.3
"""Likeness of a head to one of points over the indicators that counts: its last character alone is not enough."""
AS_HEADS = {"weight": "weight", "achieved_score": "score"}
_ROUNDED = Decimal("0.5")
"""A rate printed without decimals."""


@dataclass(slots=True)
class _Column:
    cell: Cell
    first: Decimal | None
    """The figure of the first row, the total."""
    per_cent: bool
    said: dict[str, float]
    """Likeness of the words by measure."""


def likely_measures(
    slice_: Slice, heads: Mapping[str, Cell], open_: Sequence[Cell], words: Vocabulary
) -> dict[str, Cell]:
    """Measures for the heads in `open_`, of those that `heads` leaves free; a head that stays in doubt gets none."""
    known = {role: _column(slice_, cell, words) for role, cell in heads.items()}
    columns = [c for c in (_column(slice_, cell, words) for cell in open_) if c.said or c.first is not None]
    free = [role for role in MEASURES if role not in heads]
    ranked = sorted(_readings(columns, free, known), key=lambda item: -item[0])
    best_score, best = ranked[0]
    found: dict[str, Cell] = {}
    for at, role in enumerate(best):
        if role is None:
            continue
        rival = next((score for score, other in ranked if other[at] != role), 0.0)
        if (
            _alone(columns[at], role) + _reckoned(role, _placed(columns, best, known)) >= LEAST
            and best_score - rival >= CLEAR
        ):
            found[role] = columns[at].cell
    return found


_RIVALS = {"adjusted": "initial", "initial": "adjusted"}


def rival_by_figures(head: Cell, role: str, taken: Collection[str], words: Vocabulary) -> str | None:
    """The budget that a head might as well mean, where its figures alone said which one it is.

    Both budgets make up the rate alike; only words tell the first from the changed one.

    Args:
        role: a key of `Execution` that the head was given.
        taken: keys that other heads have.
    """
    rival = _RIVALS.get(role)
    if rival is None or rival in taken or words.execution(head.text) is not None:
        return None
    said = _said(head, words)
    return rival if said.get(role, 0.0) - said.get(rival, 0.0) < CLEAR else None


def _readings(
    columns: Sequence[_Column], free: Sequence[str], known: Mapping[str, _Column]
) -> list[tuple[float, tuple[str | None, ...]]]:
    """Every way of giving the free measures to the columns, with what it is worth."""
    beam: list[tuple[float, tuple[str | None, ...]]] = [(0.0, ())]
    for column in columns:
        beam = [
            (score + worth, (*chosen, role))
            for score, chosen in beam
            for role, worth in ((None, 0.0), *((r, _alone(column, r) - 0.4) for r in free if r not in chosen))
        ]
        beam = sorted(beam, key=lambda item: -item[0])[:200]
    return [(score + _together(columns, chosen, known), chosen) for score, chosen in beam]


def _alone(column: _Column, role: str) -> float:
    """Words and figures of one column for a measure."""
    score = column.said.get(role, 0.0)
    if role == "rate":
        return score + (0.4 if column.per_cent else 0.0 if column.first is None else -0.3)
    if column.per_cent:
        return score - 0.8
    if column.first is None:
        return score
    if role in MONEY_HEADS:
        return score
    return score + (0.4 if column.first <= 100 else -1.0)


def _placed(
    columns: Sequence[_Column], chosen: Sequence[str | None], known: Mapping[str, _Column]
) -> dict[str, _Column]:
    """The column of each measure."""
    return {**known, **{role: column for role, column in zip(chosen, columns) if role is not None}}


def _reckoned(role: str, placed: Mapping[str, _Column]) -> float:
    """Money that makes up the printed rate with that beside it; a budget between the first one and what was spent."""
    spent, rate = placed.get("executed"), placed.get("rate")
    if role not in MONEY_HEADS or spent is None:
        return 0.0
    if rate is not None and rate.first and spent.first:
        budget = _budget_of(rate.first, spent, placed)
        return 0.7 if budget is not None and role in (budget, "executed") else 0.0
    early, late = placed.get("initial"), placed.get("adjusted")
    if role == "initial" or early is None or late is None:
        return 0.0
    return 0.3 if early.cell.col < late.cell.col < spent.cell.col else 0.0


def _budget_of(rate: Decimal, spent: _Column, placed: Mapping[str, _Column]) -> str | None:
    """Which budget makes up the rate; the first one (年初安排数) where its own words say that it is."""
    for role in ("adjusted", "initial"):
        budget = placed.get(role)
        if budget is None or not budget.first or not spent.first or budget.cell.col > spent.cell.col:
            continue
        said = role == "adjusted" or _alone(budget, role) >= LEAST
        if said and abs(spent.first * 100 / budget.first - rate) <= _ROUNDED:
            return role
    return None


def _together(columns: Sequence[_Column], chosen: Sequence[str | None], known: Mapping[str, _Column]) -> float:
    """What the measures say of each other: points reached are no more than the points, they stand behind them."""
    placed = _placed(columns, chosen, known)
    score = sum(_reckoned(role, placed) for role in chosen if role is not None)
    if (points := placed.get("weight")) is not None and (reached := placed.get("score")) is not None:
        if points.first is not None and reached.first is not None:
            score += 0.3 if reached.first <= points.first else -1.5
        score += 0.1 if points.cell.col < reached.cell.col else -0.1
    budget, spent = placed.get("adjusted") or placed.get("initial"), placed.get("executed")
    if budget is not None and spent is not None:
        score += 0.2 if budget.cell.col < spent.cell.col else -0.2
    if spent is not None:  # small budgets look like points, which stand behind the money
        score -= 0.6 * sum(role in placed and placed[role].cell.col < spent.cell.col for role in ("weight", "score"))
    if (early := placed.get("initial")) is not None and (late := placed.get("adjusted")) is not None:
        score += 0.1 if early.cell.col < late.cell.col else -0.3
    return score


def _said(cell: Cell, words: Vocabulary) -> dict[str, float]:
    """Likeness of a head's words to those of each measure."""
    said = {w.identity: w.score for w in words.evidence.weigh("execution", cell.text) if w.score >= _FAINT}
    least = max([_POINTS, *(said.get(role, 0.0) for role in MONEY_HEADS)])  # 支付数 is money, though 分数 is like it
    for weighed in words.evidence.weigh("header", cell.text):  # points are called as they are over the indicators
        if (role := AS_HEADS.get(weighed.identity)) is not None and weighed.score >= max(least, said.get(role, 0.0)):
            said[role] = weighed.score
    return said


def _column(slice_: Slice, cell: Cell, words: Vocabulary) -> _Column:
    row = cell.row + cell.rowspan
    below = slice_.owner(row, cell.col)
    text = fold_text(below.text) if below is not None and below.col == cell.col else ""
    return _Column(cell, _figure(text), text.endswith("%"), _said(cell, words))


def _figure(text: str) -> Decimal | None:
    found = NUMBER.match(text)
    return Decimal(found[0].replace(",", "")) if found else None


def shares_out(slice_: Slice, money: Cell, rate: Cell) -> bool:
    """A column of per cents says what part of the whole each line of money is (占比): no rate of execution.

    The first line is the whole, and every line below it makes up its own per cent of that.
    """
    parts: list[bool] = []
    whole: Decimal | None = None
    for row in range(max(money.row + money.rowspan, rate.row + rate.rowspan), slice_.bottom):
        pair = [slice_.owner(row, head.col) for head in (money, rate)]
        sum_, part = (_figure(fold_text(c.text)) if c is not None and c.row == row else None for c in pair)
        if sum_ is None or part is None or pair[0] is pair[1]:
            break  # no line of money any more: a goal over the whole width
        if whole is None:
            if abs(part - 100) > _ROUNDED or not sum_:
                return False
            whole = sum_
            continue
        parts.append(abs(sum_ * 100 / whole - part) <= _ROUNDED)
    return len(parts) > 1 and all(parts)
