"""Points against what is printed: totals of 分值 and 得分, points in the names of levels, full points (K27, K34)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.characters.fold import squeeze
from extractor.forms.reading import PrintedTotal
from extractor.model.document import Place
from extractor.quality.case import Case, Row
from extractor.quality.numbers import HUNDRED, exact, half_digit
from extractor.quality.points import (
    Column,
    Points,
    block_points,
    execution_points,
    label_points,
    points_of,
    unscored_points,
    weights,
)
from extractor.quality.points_levels import blocks_of, gap_of_block, level_gaps, told_by_second
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.values.number import plain

_TOTAL_IN_TEXT = re.compile(
    r"(?:总分值?|满分|分值合计|合计分值|合计|总计)[:：为]?\s*(?:[(（])?(\d{2,3}(?:\.\d+)?)\s*分?(?:[)）])?[。;；]?$"
)
_SCORE_IN_TEXT = re.compile(
    r"(?:自评得分|得分合计|合计得分|总得分|自评总分)[:：为]?\s*(\d{1,3}(?:\.\d+)?)\s*分?[。;；]?$"
)
_OF_ALL = re.compile(r"总")
_BONUS = re.compile(r"加分|附加|扣分")


@form_rule("points-total", "sum-mismatch", "beyond", "rounding")
def points_total(case: Case) -> Says:
    """各指标分值（权重）之和，加上预算执行率的分值，应等于印出的总分；满分是 100 分。

    为什么：权重合计不是 100，得分就没有可比性；不设执行率分值的表，指标合计 90 分也可以。执行率另有分值的，要加在
    一起算：指标 100 分、执行率 10 分，实际是 110 分，总分印作 100 就不平，印作 110 就超过满分。
    不合格：指标分值合计 100，另有执行率 10 分，总分印作 100
    合格：　指标分值合计 90，执行率 10 分，总分 100
    """
    column = points_of(case, "weight")
    if not any(points is not None for _, points in column.rows):
        return
    if column.gaps:
        yield Unsure(f"{column.gaps[0].called}的分值是空的或读不出来")
        return
    found = _sum_of(case, column)
    each = _by_scope(column.rows)
    if each and all(points + (found.extra or 0) in (found.full, found.short) for points in each.values()):
        yield Held(f"实施期、年度指标各自分值合计 {'、'.join(map(plain, each.values()))}", found.inputs)
        return
    printed = [
        (t, v) for t, v in printed_totals(case, "weight") if v in (found.both, found.full) or v not in _score_sums(case)
    ]
    if printed:
        total, wanted = printed[-1]
        said = _against_printed(case, found, total, wanted)
        at, name = total.at, f"印出的{total.label or '合计'} {plain(wanted)}"
    else:
        said, wanted = _against_full(case, found), found.full
        at, name = case.place("/indicators/0/weight"), f"满分 {plain(wanted)}"
    yield said or _uneven(case, column, found, wanted, at, name)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What the 分值 add up to, in points."""

    own: Decimal
    """Of the indicators."""
    extra: Decimal | None
    """Of the money block (执行率), where it has points that are not an indicator's too."""
    full: Decimal
    short: Decimal
    """Full points, and what the indicators have where 执行率 has the rest."""
    inputs: dict[str, str]

    @property
    def both(self) -> Decimal:
        return self.own + (self.extra or 0)


def _sum_of(case: Case, column: Points) -> _Sum:
    extra = _extra_points(case, "weight")
    inputs = {"指标分值合计": plain(column.own), "执行率分值": plain(extra) if extra is not None else "无"}
    full, short = Decimal(case.limits.full_points), Decimal(case.limits.points_without_execution)
    return _Sum(column.own, extra, full, short, inputs)


def _by_scope(rows: list[tuple[Row, Decimal | None]]) -> dict[str, Decimal]:
    """The points of the long-term and of the annual indicators, each by themselves; {} where there is one scope."""
    found: dict[str, Decimal] = {}
    for row, points in rows:
        if points is not None:
            found[row.indicator.scope] = found.get(row.indicator.scope, Decimal(0)) + points
    return found if len(found) > 1 else {}


def _against_printed(case: Case, found: _Sum, total: PrintedTotal, wanted: Decimal) -> Fault | Held | None:
    """The sum against the printed total; None where they differ and nothing explains it."""
    own, both, inputs = found.own, found.both, found.inputs
    inputs["印出的合计"] = plain(wanted)
    if both == wanted > found.full and not any(_BONUS.search(row.name + row.level1 + row.level2) for row in case.rows):
        return Fault(
            f"分值合计 {plain(both)} 分，印出的{total.label or '合计'}也是 {plain(wanted)} 分，超过满分 "
            f"{plain(found.full)} 分，请重新分配分值。",
            "/indicators/0/weight", observed=plain(both), expected=plain(found.full), at=total.at, grade="beyond",
            inputs=inputs,
        )  # fmt: skip
    # a total row may close the indicators alone, when they and the money block make up the full points
    if wanted == both or (wanted == own and both == found.full):
        return Held(f"分值合计 {plain(wanted)}，与印出的合计相符", inputs)
    if found.extra is None and own == found.short and wanted == found.full and case.form.execution:
        return Held("指标合计 90 分，执行率一栏没有印分值", inputs)
    return _with_label(case, found, wanted)


def _with_label(case: Case, found: _Sum, wanted: Decimal) -> Held | None:
    """Points that only a label of the money block prints (预算执行情况（20分）): they can acquit, never accuse."""
    said = block_points(case) if found.extra is None else None
    if said is None or found.own + said != wanted:
        return None
    return Held(
        f"指标合计 {plain(found.own)} 分，预算执行 {plain(said)} 分", found.inputs | {"执行率分值": plain(said)}
    )


def _against_full(case: Case, found: _Sum) -> Held | None:
    """The sum against the full points, as points or as shares, where no total is printed in a row."""
    both, full, short = found.both, found.full, found.short
    accepted = {full, Decimal(1)} if found.extra is not None else {full, short, Decimal(1), short / HUNDRED}
    # such a total may be that of the scores: it can acquit, never accuse
    if both in accepted or (both <= full and any(both == value for _, value, _ in _said(case, _TOTAL_IN_TEXT))):
        return Held(f"分值合计 {plain(both)}", found.inputs)
    return _with_label(case, found, full)


def _uneven(case: Case, column: Points, found: _Sum, wanted: Decimal, at: Place, name: str) -> Fault | Unsure:
    """The sum is not what it should be: a fault, unless a term may be missing or it is told elsewhere."""
    own, extra, both, inputs = found.own, found.extra, found.both, found.inputs
    if column.unowned:
        return Unsure("有的指标行没有自己的分值格，合计不了", inputs)
    values = [points for _, points in column.rows if points is not None]
    slack = (
        sum((half_digit(v) for v in values), Decimal(0)) if any(v != v.to_integral() for v in values) else Decimal(0)
    )
    gap = both - wanted
    level = next((label for label, gaps in level_gaps(case) if gap == sum(gaps, Decimal(0))), None)
    if level is not None:
        return Unsure(f"与“{level}”下的分值合计是同一处不平，已在那里报过", inputs)
    if extra is None and _lies_unread(case, wanted - both):
        return Unsure("资金执行的分值可能在没有读懂的地方，合计不了", inputs)
    plus = f"，加执行率 {plain(extra)} 分共 {plain(both)} 分" if extra is not None else ""
    return Fault(
        f"各指标分值合计 {plain(own)} 分{plus}，与{name} 分不符，请核对分值。",
        "/indicators/0/weight", observed=plain(both), expected=plain(wanted), at=at,
        grade="rounding" if abs(gap) <= slack else "beyond", inputs=inputs,
    )  # fmt: skip


@form_rule("points-of-level", "sum-mismatch", "beyond", "rounding")
def points_of_level(case: Case) -> Says:
    """级别名称里印的分数（产出指标（50分））应等于它下面各行分值之和。

    不合格：产出指标（50分），其下各行分值合计 45
    合格：　产出指标（50分），其下各行分值合计 50；成本指标（0-20）分，合计在 0 与 20 之间
    """
    rows = weights(case)
    for level in ("level1", "level2"):
        for block in blocks_of(rows, level):
            row = block[0][0]
            label: str = getattr(row, level)
            bounds = label_points(label)
            if bounds is None or all(points is None for _, points in block):
                continue
            if any(points is None for _, points in block):
                yield Unsure(f"“{label}”下有分值空白或读不出来的行")
                continue
            own = sum((points for _, points in block if points is not None), Decimal(0))
            inputs = {label: plain(own)}
            if bounds[0] <= own <= bounds[1]:
                yield Held(f"“{label}”下各行分值合计 {plain(own)}", inputs)
                continue
            gap = gap_of_block(block, level) or Decimal(0)
            under = told_by_second(case, [row for row, _ in block], gap) if level == "level1" else None
            if under is not None:
                yield Unsure(f"与“{under}”下的分值合计是同一处不平，已在那里报过", inputs)
                continue
            yield Fault(
                f"“{label}”下各行分值合计 {plain(own)} 分，与名称里印的分数不符，请核对。",
                f"{row.pointer}/{level}", observed=label, expected=f"{plain(own)}分", grade="beyond", inputs=inputs,
            )  # fmt: skip


@form_rule("scores-total", "sum-mismatch", "beyond", "rounding")
def scores_total(case: Case) -> Says:
    """自评得分：各指标得分加执行率得分，应等于印出的总得分。

    不合格：各项得分合计 98，总分栏填 100
    合格：　各项得分合计 98，总分栏填 98
    """
    printed = printed_totals(case, "score")
    column = points_of(case, "achieved_score")
    if not printed or not column.rows:
        return
    if column.gaps:
        yield Unsure("有的指标得分是空的或读不出来")
        return
    own, (total, wanted) = column.own, printed[-1]
    extra = _extra_points(case, "achieved_score")
    both = own + (extra or 0)
    inputs = {
        "指标得分合计": plain(own),
        "执行率得分": plain(extra) if extra is not None else "无",
        "印出的总分": plain(wanted),
    }
    if wanted != both and _is_of_weights(case, total, wanted):
        yield Held("印出的总分是分值的合计", inputs)
        return
    if wanted == both or (wanted == own and _closes_indicators_only(case, total)):
        yield Held(f"得分合计 {plain(wanted)}，与印出的总分相符", inputs)
        return
    if column.unowned:
        yield Unsure("有的指标行没有自己的得分格，合计不了", inputs)
        return
    points = unscored_points(case) if extra is None else None
    if points is not None and Decimal(0) <= wanted - own <= points:
        rest = plain(wanted - own)
        held = wanted - own == points
        said = f"预算执行的分值是 {plain(points)}，没有印得分，印出的总分含它的 {rest} 分"
        yield Held(said, inputs) if held else Unsure(said, inputs)
        return
    if both - wanted == _gap_of_weights(case):
        yield Unsure("与分值合计是同一处不平，已在分值里报过", inputs)
        return
    if extra is None and _lies_unread(case, wanted - both):
        yield Unsure("资金执行的得分可能在没有读懂的地方，合计不了", inputs)
        return
    known = [v for _, v in column.rows if v is not None]
    slack = half_digit(wanted) if any(v != v.to_integral() for v in known) else Decimal(0)
    yield Fault(
        f"各指标得分加执行率得分合计 {plain(both)} 分，与印出的{total.label or '总分'} {plain(wanted)} 分不符，"
        f"请核对。",
        f"{column.rows[0][0].pointer}/achieved_score", observed=plain(wanted), expected=plain(both), at=total.at,
        grade="rounding" if abs(both - wanted) <= slack else "beyond", inputs=inputs,
    )  # fmt: skip


def _lies_unread(case: Case, lost: Decimal) -> bool:
    """What the sum lacks may stand where nothing was read: in the money block, or as that very figure anywhere."""
    unread = [doubt for doubt in case.reading.doubts if doubt.code == "unread-text"]
    figures = {exact(text) for doubt in unread for text in (doubt.observed or "").split()}
    return lost > 0 and (lost in figures or any(doubt.part == "money" for doubt in unread))


def _score_sums(case: Case) -> set[Decimal]:
    """What the 得分 add up to, with and without the money block: such a total under 分值 only slipped a column."""
    column = points_of(case, "achieved_score")
    if not column.rows or column.gaps or not column.own:
        return set()
    return {column.own, column.own + (execution_points(case, "score") or 0)}


def _gap_of_weights(case: Case) -> Decimal | None:
    """By how much the 分值 exceed their printed total; None where none is printed."""
    printed = printed_totals(case, "weight")
    return points_of(case, "weight").own + (execution_points(case) or 0) - printed[-1][1] if printed else None


def _is_of_weights(case: Case, total: PrintedTotal, wanted: Decimal) -> bool:
    """A total said in one cell (总分：100) that adds up the 分值."""
    said = any(t.at == total.at for t, _ in printed_totals(case, "weight"))
    return said and wanted == points_of(case, "weight").own + (execution_points(case) or 0)


def _closes_indicators_only(case: Case, total: PrintedTotal) -> bool:
    """The total row adds up the indicators without the money block: its own 分值 says so, else its name."""
    weight = printed_totals(case, "weight")
    if weight:
        own = points_of(case, "weight").own
        return weight[-1][1] == own and own + (execution_points(case) or 0) == case.limits.full_points
    return _OF_ALL.search(total.label) is None


def _extra_points(case: Case, column: Column) -> Decimal | None:
    """Points of the money block; None where 预算执行率 is printed once more as an indicator with the same points:
    they must not count twice.
    """
    extra = execution_points(case, "weight" if column == "weight" else "score")
    if any("执行率" in row.name and exact(getattr(row.indicator, column)) == extra for row in case.rows):
        return None
    return extra


def printed_totals(case: Case, what: Literal["weight", "score"]) -> list[tuple[PrintedTotal, Decimal]]:
    """The printed 总分 or 总得分: the table's own total row, else a 总得分 in a line or a cell of its own."""
    rows = [(t, v) for t in case.reading.totals if t.what == what and (v := exact(t.raw)) is not None]
    if rows or what == "weight" or not case.reading.has_column("achieved_score"):
        return rows
    said = [(PrintedTotal(what, raw, "总得分", at), v) for raw, v, at in _said(case, _SCORE_IN_TEXT)]
    return said if len({v for _, v in said}) == 1 else []


def _said(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[str, Decimal, Place]]:
    """Totals that stand in a line or a cell of their own (总分：83)."""
    places = [(squeeze(f"{item.label or ''}{item.text}"), item.at) for item in case.form.unmapped]
    places += [(squeeze(text), at) for text, at in case.reading.labels]
    for text, at in places:
        if (found := pattern.search(text)) and (value := exact(found[1])) is not None:
            yield found[1], value, at
