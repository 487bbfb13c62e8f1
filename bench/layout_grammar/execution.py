"""The money block of self-evaluations and monitoring: budget, what was executed of it, rate and points."""

from __future__ import annotations

from bench.layout_grammar.canvas import Frame, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.truth import Truth


def columns(layout: Layout, kind: str, points: bool) -> list[str]:
    """The measures this layout prints, in its order."""
    choice = layout.pick(
        "execution columns",
        {"initial, adjusted, executed": 4, "adjusted, executed": 2},
        {"initial, executed": 1},
    )
    found = [*choice.split(", "), "rate"]
    if points:
        found = (
            [*found[:-1], "weight", "rate", "score"]
            if layout.chance("points before rate", 0.6)
            else [*found, "weight", "score"]
        )
    return found


def draw(layout: Layout, facts: Facts, frame: Frame, truth: Truth, unit_place: str) -> list[Row]:
    """The rows of the block, its entries in `truth["execution"]`."""
    truth["currency_unit"] = facts.needs.unit
    measures = columns(layout, facts.needs.kind, facts.needs.execution_points)
    style = layout.pick(
        "execution block",
        {"heads × rows": 6, "total alone": 1, "no row labels": 1},
        {"pairs": 2, "block above": 1},
        "heads total",
    )
    if layout.medium != "table" and style in ("heads", "total"):
        style = "heads × rows" if style == "heads" else "total alone"
    entries = facts.execution if style in ("heads × rows", "block above") else facts.execution[:1]
    heads = {m: _head(layout, facts, m, unit_place) for m in measures}
    truth["execution"] = [_true(layout, e, measures, labelled=style not in ("no row labels", "pairs")) for e in entries]
    block = layout.label("execution", "block", f"（{facts.needs.unit}）" if unit_place == "block" else "")
    if style == "pairs":
        place, inner = frame.beside(0.15)
        flat = [(heads[m], _shown(layout, facts, entries[0], m, unit_place)) for m in measures]
        rows = []
        for at in range(0, len(flat), 2):
            some = flat[at : at + 2]
            rows.append(inner.row([t for pair in some for t in pair], [1, 1] * 2 if len(some) == 2 else [1, 3]))
        return under_label(block, place, rows)
    lead = [] if style == "no row labels" else [layout.rng("corner").choice(["", "", "资金类别", "项目"])]
    place, inner = (frame.cut(1)[0], frame) if style == "block above" else frame.beside(0.14)
    weights = [1.5] * len(lead) + [1.0] * len(measures)
    rows = [inner.row([*lead, *(heads[m] for m in measures)], weights)]
    for entry in entries:
        label = [_item(layout, entry)] if lead else []
        rows.append(inner.row([*label, *(_shown(layout, facts, entry, m, unit_place) for m in measures)], weights))
    return [frame.full(block, "center"), *rows] if style == "block above" else under_label(block, place, rows)


def _head(layout: Layout, facts: Facts, measure: str, unit_place: str) -> str:
    concept = "executed_part" if measure == "executed" and "monitoring" in facts.needs.kind else measure
    unit = f"（{facts.needs.unit}）" if unit_place == "label" and measure in ("initial", "adjusted", "executed") else ""
    return layout.label("execution", concept, unit)


def _item(layout: Layout, entry: dict[str, str]) -> str:
    if entry["code"] == "total":
        return layout.label("money", "total")
    prefix = layout.pick("其中 executed", {"其中：": 3, "": 2}, {"其中:": 1})
    return prefix + layout.label("money", entry["code"])


def _shown(layout: Layout, facts: Facts, entry: dict[str, str], measure: str, unit_place: str) -> str:
    value = entry[measure]
    if measure in ("weight", "score") and not value or measure == "rate" and not value:
        return layout.rng("no points").choice(["—", "—", "-", ""])
    if measure in ("rate", "weight", "score"):
        return value
    shown = f"{float(value):,.2f}" if facts.needs.style == "thousands" else value
    return shown + (facts.needs.unit if unit_place == "cell" else "")


def _true(layout: Layout, entry: dict[str, str], measures: list[str], labelled: bool) -> dict[str, object]:
    found: dict[str, object] = {m: entry[m] or None for m in measures}
    if labelled:
        found["item"] = _item(layout, entry).replace("\n", "")
    return found
