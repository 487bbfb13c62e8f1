"""The indicator block drawn as a table, with its heads, captions, notes and sums, and the truth of its rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from bench.layout_grammar import plan as planning
from bench.layout_grammar.canvas import Box, Frame, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import SYSTEMS, Facts, Indicator
from bench.layout_grammar.plan import Column, Plan
from bench.layout_grammar.truth import Truth

_CELLS = {
    "weight": "weight",
    "actual": "actual",
    "score": "achieved_score",
    "reason": "deviation_reason",
    "note": "note",
    "standard": "standard",
}


def heads_of(layout: Layout, plan: Plan) -> str:
    """How the heads are built."""
    options = {
        "one row": 5.0,
        "caption row above": 1.5,
        "block label at the left": 2,
        "levels under a head": 1.5,
        "repeated": 0.7,
    }
    if plan.values in (
        "sign, number, unit",
        "nature, number, unit",
        "per region",
        "grades",
        "past, past, expected",
        "quarters, full",
        "years",
    ):
        options["value parts under a head"] = 4
    return (
        layout.pick(
            "heads", options, {"three rows": 1.5, "caption and block label": 1, "numbers under the heads": 1}, "one"
        )
        if layout.medium == "table"
        else "one row"
    )


def frame_bounds(plan: Plan, share: float) -> list[int]:
    """The column edges of the table, for other sections to keep to."""
    frame = Frame().beside(share)[1] if share else Frame()
    return sorted({e for pair in frame.cut(*(c.width for c in plan.columns)) for e in pair} | {0})


def draw(layout: Layout, facts: Facts, plan: Plan, frame: Frame, truth: Truth) -> list[Row]:
    """All rows of the block."""
    heads = heads_of(layout, plan)
    block = heads in ("block label at the left", "caption and block label")
    place, inner = frame.beside(0.1) if block else ((0, 0), frame)
    cuts = inner.cut(*(c.width for c in plan.columns))
    head, body = _heads(layout, plan, heads, cuts), _body(layout, facts, plan, heads, cuts, inner)
    truth["indicators"] = [t for at, i in enumerate(facts.indicators) for t in true(layout, plan, i, at)]
    rows = [*head, *body]
    if block:
        rows = under_label(layout.label("column", "block"), place, rows)
    if heads in ("caption row above", "caption and block label"):
        rows = [frame.full(layout.label("column", "block"), "center"), *rows]
    return rows


def _heads(layout: Layout, plan: Plan, heads: str, cuts: list[tuple[int, int]]) -> list[Row]:
    def groups() -> dict[int, str]:
        found = {}
        for at, column in enumerate(plan.columns):
            if column.role in ("level1", "level2", "level3") and heads in ("levels under a head", "three rows"):
                found[at] = layout.label("column", "block")
            if column.role in ("sign", "nature", "number", "unit", "part", "past", "year") and heads in (
                "value parts under a head",
                "three rows",
            ):
                found[at] = layout.label("column", "target")
        return found

    over = groups()
    if not over:
        single = [[Box(c.head, a, b, 1, "center") for c, (a, b) in zip(plan.columns, cuts)]]
        if heads == "numbers under the heads":
            single.append([Box(str(n + 1), a, b, 1, "center") for n, (a, b) in enumerate(cuts)])
        return single
    top: Row = []
    low: Row = []
    for at, (column, (left, right)) in enumerate(zip(plan.columns, cuts)):
        if at not in over:
            top.append(Box(column.head, left, right, 2, "center"))
            continue
        low.append(Box(column.head, left, right, 1, "center"))
        if at and over.get(at - 1) == over[at]:
            top[-1].right = right
        else:
            top.append(Box(over[at], left, right, 1, "center"))
    if heads != "three rows":
        return [top, low]
    return [[Box(layout.dress("年度绩效指标情况"), cuts[0][0], cuts[-1][1], 1, "center")], top, low]


def _body(layout: Layout, facts: Facts, plan: Plan, heads: str, cuts: list[tuple[int, int]], frame: Frame) -> list[Row]:
    between = layout.pick("between the rows", {"nothing": 8, "note": 0.7}, {"caption": 0.7}, "nothing")
    rows: list[Row] = []
    at = 0
    for number, (_, rows_of) in enumerate(groupby(facts.indicators, key=lambda i: i.level1)):
        some = list(rows_of)
        if number == 1 and between == "note":
            rows.append(frame.full("注：以下指标由项目单位结合实际填写"))
        if number == 1 and between == "caption":
            rows.append(frame.full("以下指标按年度任务分解", "center"))
        if number and heads == "repeated" and number == 1:
            rows.append([Box(c.head, a, b, 1, "center") for c, (a, b) in zip(plan.columns, cuts)])
        rows += group(layout, plan, some, at, cuts)
        at += len(some)
    if facts.needs.weights and layout.pick("sum row", {"none": 2, "at the end": 3}, None, "none at") != "none":
        rows.append(_sum(layout, facts, plan, cuts))
    return rows


def group(layout: Layout, plan: Plan, some: list[Indicator], start: int, cuts: list[tuple[int, int]]) -> list[Row]:
    """The rows of one 一级指标."""
    rows: list[Row] = []
    for at, indicator in enumerate(some):
        row: Row = []
        for column, (left, right) in zip(plan.columns, cuts):
            named = indicator.name or column.role in ("level1", "level2", "serial", "weight")
            text = column.prints(indicator, start + at) if named else ""
            deep = 1
            if column.role in ("level1", "level2"):
                text = adorn(layout, plan, column.role, text, some)
                first, deep = _span(layout, plan, column, some, at)
                if not first:
                    if deep == 0:
                        continue
                    text = ""
            row.append(Box(text, left, right, deep, "center" if column.role.startswith("level") else "left"))
        rows.append(row)
    return rows


def _span(layout: Layout, plan: Plan, column: Column, group: list[Indicator], at: int) -> tuple[bool, int]:
    """Whether a level is printed in this row, and how deep its cell is (0: covered from above)."""
    same = [i.level1 if column.role == "level1" else i.level2 for i in group]
    first = at == 0 or same[at - 1] != same[at]
    deep = next((n for n in range(1, len(group) - at) if same[at + n] != same[at]), len(group) - at)
    if plan.levels == "repeated" or (plan.levels == "一级 repeated, 二级 merged" and column.role == "level1"):
        return True, 1
    if plan.levels == "blank below":
        return first, 1
    return first, deep if first else 0


def adorn(layout: Layout, plan: Plan, role: str, text: str, group: list[Indicator]) -> str:
    """Points or numbers at a level's word."""
    if (
        role == "level1"
        and group[0].weight
        and layout.pick("points in 一级", {"no": 4, "yes": 1}, {"on a new line": 1}) != "no"
    ):
        points = sum(int(i.weight) for i in group)
        return text + ("\n" if layout.chosen["points in 一级"] == "on a new line" else "") + f"（{points}分）"
    if layout.chosen.get("level words") == "numbered" and role == "level1":
        order = list(SYSTEMS[layout.chosen["system of levels"]])
        return f"{order.index(group[0].level1) + 1}.{text}"
    return text


def true(layout: Layout, plan: Plan, indicator: Indicator, at: int) -> list[dict[str, object]]:
    """The INDICATORs of one printed row: one, or two where two scopes stand side by side."""
    found: dict[str, object] = {"level3": indicator.name}
    if plan.levels != "二级 alone":
        found["level1"] = indicator.level1
    if plan.levels != "一级 alone":
        found["level2"] = indicator.level2
    if plan.values in ("per region", "grades"):
        texts = [planning.part(layout, plan, indicator, n) for n in range(len(planning.parts(layout, plan)))]
        found |= {"target_raw": "；".join(texts), "target_raw_alt": ["/".join(texts)], "target": {"kind": "compound"}}
    else:
        found |= planning.truth_of(layout, plan, indicator)
    for column in plan.columns:
        if column.role in _CELLS and indicator.name:
            found[_CELLS[column.role]] = column.prints(indicator, at)
    if plan.values != "long, annual":
        return [found]
    later = planning.longer(indicator)
    one_cell = replace(plan, values="one cell")
    long = {k: v for k, v in found.items() if not k.startswith("target")} | planning.truth_of(layout, one_cell, later)
    short = found | planning.truth_of(layout, one_cell, indicator)
    for key in ("note", "weight", "standard"):
        long.pop(key, None)
        short.pop(key, None)
    return [long | {"scope": "period"}, short | {"scope": "annual"}]


def _sum(layout: Layout, facts: Facts, plan: Plan, cuts: list[tuple[int, int]]) -> Row:
    """A row of totals: points, and the score with that of the execution block."""
    label = layout.label("column", "total")
    roles = [c.role for c in plan.columns]
    until = roles.index("weight")
    scored = sum(float(i.score or 0) for i in facts.indicators) + sum(float(e["score"] or 0) for e in facts.execution)
    row = [Box(label, cuts[0][0], cuts[until - 1][1] if until else cuts[0][1], 1, "center")]
    for role, (left, right) in list(zip(roles, cuts))[until:]:
        text = "100" if role == "weight" else f"{scored:.2f}".rstrip("0").rstrip(".") if role == "score" else ""
        row.append(Box(text, left, right, 1, "left"))
    return row
