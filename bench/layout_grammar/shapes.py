"""Indicator blocks that are no table with one row each: bands, halves, one packed cell, sentences, a lying table."""

from __future__ import annotations

from itertools import groupby

from bench.layout_grammar import plan as planning
from bench.layout_grammar.canvas import Frame, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts, Indicator
from bench.layout_grammar.plan import Plan
from bench.layout_grammar.truth import Truth


def draw(layout: Layout, facts: Facts, plan: Plan, frame: Frame, truth: Truth) -> list[Row]:
    """The rows of the block, whatever its shape."""
    found = [_true(layout, plan, i) for i in facts.indicators]
    truth["indicators"] = found
    return _DRAW[plan.form](layout, facts, frame, found)


def _true(layout: Layout, plan: Plan, indicator: Indicator) -> dict[str, object]:
    row: dict[str, object] = {"level1": indicator.level1, "level2": indicator.level2, "level3": indicator.name}
    return row | planning.truth_of(layout, plan, indicator)


def _groups(facts: Facts) -> list[tuple[str, list[tuple[str, list[Indicator]]]]]:
    found = []
    for level1, some in groupby(facts.indicators, key=lambda i: i.level1):
        found.append((level1, [(k, list(v)) for k, v in groupby(some, key=lambda i: i.level2)]))
    return found


def _bands(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """A level over the whole width, its rows under it."""
    style = layout.pick("bands", {"一级 over 二级, 三级, value": 3, "with heads": 2}, {"一级 and 二级 bands": 1})
    rows: list[Row] = []
    if style == "with heads":
        rows.append(frame.row([layout.label("column", c) for c in ("level2", "level3", "target")], [1, 2, 1.2]))
    for level1, seconds in _groups(facts):
        rows.append(frame.full(level1, "center"))
        for level2, some in seconds:
            if style == "一级 and 二级 bands":
                rows.append(frame.full(level2))
                rows += [frame.row([i.name, planning.whole(layout, i)], [2, 1]) for i in some]
            else:
                rows += [frame.row([level2, i.name, planning.whole(layout, i)], [1, 2, 1.2]) for i in some]
    return rows


def _halves(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """Two halves side by side, the second going on where the first ends."""
    heads = [layout.label("column", c) for c in ("level1", "level2", "level3", "target")]
    weights = [0.9, 1.0, 1.8, 1.0]
    cells = [[i.level1, i.level2, i.name, planning.whole(layout, i)] for i in facts.indicators]
    half = (len(cells) + 1) // 2
    rows = [frame.row([*heads, *heads], weights * 2)]
    for at in range(half):
        right = cells[half + at] if half + at < len(cells) else ["", "", "", ""]
        rows.append(frame.row([*cells[at], *right], weights * 2))
    return rows


def _packed(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """All indicators in one cell."""
    style = layout.pick("packed", {"【一级-二级】": 2, "二级：name value；": 2}, {"numbered lines": 1})
    lines = []
    for level1, seconds in _groups(facts):
        for level2, some in seconds:
            if style == "【一级-二级】":
                lines.append(f"【{level1}-{level2}】")
                lines += [f"指标{n + 1}：{i.name}（{planning.whole(layout, i)}）" for n, i in enumerate(some)]
            elif style == "numbered lines":
                lines += [f"{level1}—{level2}—{i.name}：{planning.whole(layout, i)}" for i in some]
            else:
                lines.append(
                    f"{level2}：" + "；".join(f"{i.name}{planning.whole(layout, i)}" for i in some if i.number) + "。"
                )
                lines[-1] = (
                    lines[-1]
                    if any(i.number for i in some)
                    else f"{level2}：" + "；".join(f"{i.name}：{i.words}" for i in some) + "。"
                )
    if style == "二级：name value；":
        _drop_mixed(facts, found)
    lines = [f"{n + 1}.{t}" for n, t in enumerate(lines)] if style == "numbered lines" else lines
    return [frame.row([layout.label("column", "block"), "\n".join(lines)], [1, 5])]


def _drop_mixed(facts: Facts, found: list[dict[str, object]]) -> None:
    """No 一级 stands there; rows without a number beside others with one are not printed."""
    for some in (rows for _, seconds in _groups(facts) for _, rows in seconds):
        if any(i.number for i in some):
            gone = [i.name for i in some if not i.number]
            found[:] = [f for f in found if f["level3"] not in gone]
    for row in found:
        row.pop("level1")


def _sentences(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """A row of prose for each 一级 or 二级."""
    by_second = layout.pick("sentences", {"a row each 二级": 2, "a row each 一级": 1}) == "a row each 二级"
    place, inner = frame.beside(0.15)
    rows: list[Row] = []

    def said(some: list[Indicator]) -> str:
        return "；".join(f"{i.name}：{planning.whole(layout, i)}" for i in some)

    for level1, seconds in _groups(facts):
        if by_second:
            drawn = [inner.row([level2, said(some)], [1, 4]) for level2, some in seconds]
            rows += under_label(level1, place, drawn)
        else:
            text = "\n".join(f"{level2}：{said(some)}。" for level2, some in seconds)
            rows.append(frame.row([level1, text], [0.15, 0.85]))
    return rows


def _horizontal(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """Indicators as columns, five beside each other."""
    heads = [layout.label("column", c) for c in ("level1", "level2", "level3", "target")]
    rows: list[Row] = []
    for at in range(0, len(facts.indicators), 5):
        some = facts.indicators[at : at + 5]
        weights = [1.0] + [1.3] * 5
        weights = weights[: len(some)] + [weights[len(some)] + 1.3 * (5 - len(some))]
        rows.append(frame.row([heads[0], *(i.level1 for i in some)], weights))
        rows.append(frame.row([heads[1], *(i.level2 for i in some)], weights))
        rows.append(frame.row([heads[2], *(i.name for i in some)], weights))
        rows.append(frame.row([heads[3], *(planning.whole(layout, i) for i in some)], weights))
    return rows


def _two_blocks(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """Long-term indicators, and under them those of the year, each with its heads."""
    plan = Plan("table", levels=layout.pick("levels", {"merged": 6, "repeated": 2}))
    later = [planning.longer(i) for i in facts.indicators]
    found[:0] = [_true(layout, plan, i) | {"scope": "period"} for i in later]
    for row in found[len(later) :]:
        row["scope"] = "annual"
    rows: list[Row] = []
    for concept, indicators in (("long_block", later), ("annual_block", facts.indicators)):
        place, inner = frame.beside(0.12)
        weights = [1.0, 1.2, 2.6, 1.6]
        drawn = [inner.row([layout.label("column", c) for c in ("level1", "level2", "level3", "target")], weights)]
        for level1, some in groupby(indicators, key=lambda i: i.level1):
            body = [inner.row([level1, i.level2, i.name, planning.whole(layout, i)], weights) for i in some]
            if plan.levels == "merged":
                body[0][0].rows = len(body)
                body[1:] = [r[1:] for r in body[1:]]
            drawn += body
        rows += under_label(layout.label("column", concept), place, drawn)
    return rows


def _terms(layout: Layout, facts: Facts, frame: Frame, found: list[dict[str, object]]) -> list[Row]:
    """Names and values of the long term beside names and values of the year."""
    heads = [layout.label("column", c) for c in ("level1", "level2", "level3", "target")]
    long, short = layout.rng("terms").choice([("（长期）", "（年度）"), ("（中期）", "（当年）")])
    weights, later = [0.9, 1.1, 2.0, 1.2, 2.0, 1.2], [planning.longer(i) for i in facts.indicators]
    plan = Plan("table")
    found[:] = [
        row
        for i, wider in zip(facts.indicators, later)
        for row in (_true(layout, plan, wider) | {"scope": "period"}, _true(layout, plan, i) | {"scope": "annual"})
    ]
    rows = [frame.row([*heads[:2], heads[2] + long, heads[3] + long, heads[2] + short, heads[3] + short], weights)]
    for indicator, longer in zip(facts.indicators, later):
        pair = [longer.name, planning.whole(layout, longer), indicator.name, planning.whole(layout, indicator)]
        rows.append(frame.row([indicator.level1, indicator.level2, *pair], weights))
    return rows


_DRAW = {
    "two blocks": _two_blocks, "terms side by side": _terms,
    "bands": _bands, "halves": _halves, "packed": _packed, "sentences": _sentences, "horizontal": _horizontal,
}  # fmt: skip
