"""Points: 分值 and 得分 of the indicators and of the money block against their printed totals (K27, K34)."""

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
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule
from extractor.values.number import plain

_POINTS = re.compile(r"[（(]\s*(\d+(?:\.\d+)?)\s*(?:[-－~～—至]\s*(\d+(?:\.\d+)?))?\s*[）)]?\s*分\s*[）)]?")


@dataclass(slots=True)
class Points:
    """One column of points (分值 or 得分) over the rows."""

    rows: list[tuple[Row, Decimal | None]]
    """Rows with a cell of their own; None where it is blank or unreadable. A cell merged over rows counts once."""
    unowned: bool = False
    """Some named row has no cell in this column, and no merged one above either: the sum may lack a term."""

    @property
    def own(self) -> Decimal:
        return sum((points for _, points in self.rows if points is not None), Decimal(0))

    @property
    def gaps(self) -> list[Row]:
        return [row for row, points in self.rows if points is None]


Column = Literal["weight", "achieved_score"]
COLUMNS: tuple[Column, ...] = ("weight", "achieved_score")


def points_of(case: Case, column: Column) -> Points:
    """The points printed in one column (K34: a merged cell belongs to its first row)."""
    seen: set[tuple[object, ...]] = set()
    found = Points([])
    for row in case.rows:
        raw: str | None = getattr(row.indicator, column)
        at = case.place(f"{row.pointer}/{column}")
        own_cell = at.get("col") is not None and at != row.indicator.at
        key = (at.get("page"), at.get("table"), at.get("sheet"), at.get("row"), at.get("col"), at.get("cell"))
        if own_cell and key in seen:
            continue  # merged with the cell above
        text = (raw or "").strip()
        if not text or text in "—-/":
            if raw is None and row.named and found.rows:
                found.unowned = True
            elif row.named:
                found.rows.append((row, None))
            continue
        seen.add(key)
        found.rows.append((row, exact(text)))
    return found


def weights(case: Case) -> list[tuple[Row, Decimal | None]]:
    """分值 of the rows that carry some; a cell merged over several rows counts once."""
    return points_of(case, "weight").rows


def shared_points(case: Case) -> frozenset[int]:
    """Indexes of rows whose 分值 or 得分 cell is merged over several rows: the points are not theirs alone (K34)."""
    shared: set[int] = set()
    for column in COLUMNS:
        if not case.reading.has_column(column):
            continue
        owners = {row.index for row, _ in points_of(case, column).rows}
        last: int | None = None
        for row in case.rows:
            if row.index in owners:
                last = row.index
            elif row.named and last is not None:
                shared |= {last, row.index}
    return frozenset(shared)


def execution_points(case: Case, column: Literal["weight", "score"] = "weight") -> Decimal | None:
    """Points of the money block: those of its total row, else those of its parts together."""
    rows = [(row, p) for row in case.form.execution if (p := exact(getattr(row, column))) is not None]
    if not rows:
        return None
    first = rows[0][0]
    if first is case.form.execution[0] or len(rows) == 1:
        return rows[0][1]
    return sum((p for _, p in rows), Decimal(0))


_TOTAL_IN_TEXT = re.compile(
    r"(?:总分值?|满分|分值合计|合计分值|合计|总计)[:：为]?\s*(?:[(（])?(\d{2,3}(?:\.\d+)?)\s*分?(?:[)）])?[。;；]?$"
)
_SCORE_IN_TEXT = re.compile(
    r"(?:自评得分|得分合计|合计得分|总得分|自评总分)[:：为]?\s*(\d{1,3}(?:\.\d+)?)\s*分?[。;；]?$"
)
_OF_ALL = re.compile(r"总")


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


def _execution_is_a_row(case: Case, extra: Decimal, column: Column) -> bool:
    """预算执行率 is printed once more as an indicator, with the same points: they must not count twice."""
    return any("执行率" in row.name and exact(getattr(row.indicator, column)) == extra for row in case.rows)


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
    own, extra = column.own, execution_points(case)
    if extra is not None and _execution_is_a_row(case, extra, "weight"):
        extra = None
    inputs = {"指标分值合计": plain(own), "执行率分值": plain(extra) if extra is not None else "无"}
    both = own + (extra or 0)
    full, short = Decimal(case.limits.full_points), Decimal(case.limits.points_without_execution)
    if (each := _by_scope(column.rows)) and all(points + (extra or 0) in (full, short) for points in each.values()):
        yield Held(f"实施期、年度指标各自分值合计 {'、'.join(map(plain, each.values()))}", inputs)
        return
    printed = [(t, v) for t, v in printed_totals(case, "weight") if v in (both, full) or v not in _score_sums(case)]
    if printed:
        total, wanted = printed[-1]
        inputs["印出的合计"] = plain(wanted)
        if both == wanted > full and not any(_BONUS.search(row.name + row.level1 + row.level2) for row in case.rows):
            yield Fault(
                f"分值合计 {plain(both)} 分，印出的{total.label or '合计'}也是 {plain(wanted)} 分，超过满分 "
                f"{plain(full)} 分，请重新分配分值。",
                "/indicators/0/weight", observed=plain(both), expected=plain(full), at=total.at, grade="beyond",
                inputs=inputs,
            )  # fmt: skip
            return
        # a total row may close the indicators alone, when they and the money block make up the full points
        if wanted == both or (wanted == own and both == full):
            yield Held(f"分值合计 {plain(wanted)}，与印出的合计相符", inputs)
            return
        if extra is None and own == short and wanted == full and case.form.execution:
            yield Held("指标合计 90 分，执行率一栏没有印分值", inputs)
            return
        at, name = total.at, f"印出的{total.label or '合计'} {plain(wanted)}"
    else:
        accepted = {full, Decimal(1)} if extra is not None else {full, short, Decimal(1), short / HUNDRED}
        # such a total may be that of the scores: it can acquit, never accuse
        if both in accepted or (both <= full and any(both == value for _, value, _ in _said(case, _TOTAL_IN_TEXT))):
            yield Held(f"分值合计 {plain(both)}", inputs)
            return
        wanted, at, name = full, case.place("/indicators/0/weight"), f"满分 {plain(full)}"
    if column.unowned:
        yield Unsure("有的指标行没有自己的分值格，合计不了", inputs)
        return
    values = [points for _, points in column.rows if points is not None]
    slack = (
        sum((half_digit(v) for v in values), Decimal(0)) if any(v != v.to_integral() for v in values) else Decimal(0)
    )
    within = abs(both - wanted) <= slack
    gap = both - wanted
    level = next((label for label, gaps in _level_gaps(case) if gap == sum(gaps, Decimal(0))), None)
    if level is not None:
        yield Unsure(f"与“{level}”下的分值合计是同一处不平，已在那里报过", inputs)
        return
    plus = f"，加执行率 {plain(extra)} 分共 {plain(both)} 分" if extra is not None else ""
    yield Fault(
        f"各指标分值合计 {plain(own)} 分{plus}，与{name} 分不符，请核对分值。",
        "/indicators/0/weight", observed=plain(both), expected=plain(wanted), at=at,
        grade="rounding" if within else "beyond", inputs=inputs,
    )  # fmt: skip


def _by_scope(rows: list[tuple[Row, Decimal | None]]) -> dict[str, Decimal]:
    """The points of the long-term and of the annual indicators, each by themselves; {} where there is one scope."""
    found: dict[str, Decimal] = {}
    for row, points in rows:
        scope = row.indicator.scope
        found[scope] = found.get(scope, Decimal(0)) + (points or 0)
    return found if len(found) > 1 else {}


def _label_points(raw: str) -> tuple[Decimal, Decimal] | None:
    found = _POINTS.search(raw)
    if found is None:
        return None
    low = Decimal(found[1])
    return low, Decimal(found[2]) if found[2] else low


def _blocks(rows: list[tuple[Row, Decimal | None]], level: str) -> Iterator[list[tuple[Row, Decimal | None]]]:
    """Runs of rows under one printed level label."""
    run: list[tuple[Row, Decimal | None]] = []
    for row, points in rows:
        if run and (getattr(run[-1][0], level), run[-1][0].level1) != (getattr(row, level), row.level1):
            yield run
            run = []
        run.append((row, points))
    if run:
        yield run


def _level_gaps(case: Case) -> Iterator[tuple[str, list[Decimal]]]:
    """For 一级 and 二级: the first label its rows do not add up to, and by how much the rows of each exceed it."""
    rows = weights(case)
    for level in ("level1", "level2"):
        wrong = [
            (getattr(block[0][0], level), gap)
            for block in _blocks(rows, level)
            if (gap := _gap_of_block(block, level)) not in (None, Decimal(0))
        ]
        if wrong:
            yield wrong[0][0], [gap for _, gap in wrong if gap is not None]


def _gap_of_block(block: list[tuple[Row, Decimal | None]], level: str) -> Decimal | None:
    """By how much the rows exceed the points in their label; None where it prints none or a row's are not there."""
    bounds = _label_points(getattr(block[0][0], level))
    if bounds is None or any(points is None for _, points in block):
        return None
    own = sum((points for _, points in block if points is not None), Decimal(0))
    return own - bounds[1] if own > bounds[1] else own - bounds[0] if own < bounds[0] else Decimal(0)


def _told_by_second(case: Case, rows: list[Row], gap: Decimal) -> str | None:
    """The 二级 label under a 一级 one whose rows are wrong by the same figure: the fault is told there."""
    own = {row.index for row in rows}
    blocks = [b for b in _blocks(weights(case), "level2") if {row.index for row, _ in b} <= own]
    wrong = [(b, g) for b in blocks if (g := _gap_of_block(b, "level2"))]
    return wrong[0][0][0][0].level2 if wrong and sum((g for _, g in wrong), Decimal(0)) == gap else None


@form_rule("points-of-level", "sum-mismatch", "beyond", "rounding")
def points_of_level(case: Case) -> Says:
    """级别名称里印的分数（产出指标（50分））应等于它下面各行分值之和。

    不合格：产出指标（50分），其下各行分值合计 45
    合格：　产出指标（50分），其下各行分值合计 50；成本指标（0-20）分，合计在 0 与 20 之间
    """
    rows = weights(case)
    for level in ("level1", "level2"):
        for block in _blocks(rows, level):
            row = block[0][0]
            label: str = getattr(row, level)
            bounds = _label_points(label)
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
            gap = _gap_of_block(block, level) or Decimal(0)
            under = _told_by_second(case, [row for row, _ in block], gap) if level == "level1" else None
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
    extra = execution_points(case, "score")
    if extra is not None and _execution_is_a_row(case, extra, "achieved_score"):
        extra = None
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
    if both - wanted == _gap_of_weights(case):
        yield Unsure("与分值合计是同一处不平，已在分值里报过", inputs)
        return
    known = [v for _, v in column.rows if v is not None]
    slack = half_digit(wanted) if any(v != v.to_integral() for v in known) else Decimal(0)
    yield Fault(
        f"各指标得分加执行率得分合计 {plain(both)} 分，与印出的{total.label or '总分'} {plain(wanted)} 分不符，"
        f"请核对。",
        f"{column.rows[0][0].pointer}/achieved_score", observed=plain(wanted), expected=plain(both), at=total.at,
        grade="rounding" if abs(both - wanted) <= slack else "beyond", inputs=inputs,
    )  # fmt: skip


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
