"""A flat list of projects: a row an indicator, unit, project, amount and goal merged down; one form each project
(K4).
"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import groupby

from bench.layout_grammar import facts as content
from bench.layout_grammar import plan as planning
from bench.layout_grammar import rows
from bench.layout_grammar.canvas import Block, Box, Frame, Line, Row, finish
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.truth import Truth

_LEADS = {"unit": 1.2, "project": 1.6, "amount": 0.9, "goal": 2.4}


def draw(layout: Layout, rng: random.Random) -> tuple[list[Block], list[Truth]]:
    """The list, and a truth for each of its projects."""
    layout.chosen["kind"] = "project_target"
    unit = layout.pick("unit", {"万元": 6, "元": 2}, {"千元": 0.5})
    style = layout.pick("amount style", {"trim": 3, "fixed": 2, "thousands": 1}, {"integer": 1})
    needs = content.Needs("project_target", "old", [], unit, style, deadlines=False, rich=False)
    needs = replace(needs, system=layout.pick("system of levels", {"old": 4, "new": 3}))
    year, found = layout.rng("year").randint(2021, 2025), list[Facts]()
    for _ in range(layout.rng("projects").choice([2, 3, 4])):
        found.append(content.make(needs, rng, layout.split, year, found))
    plan = planning.Plan("table", values=planning.values_of(layout, "list"), levels=planning.levels_of(layout))
    plan.columns = planning.columns(layout, found[0], plan)
    title = f"{year}年{layout.word('title', 'project_target')}"
    stated = layout.word("page", "unit").format(u=unit)
    table = _table(layout, plan, found)
    blocks: list[Block] = [Line(title, "center", True), Line(stated, "right"), finish(table)]
    return blocks, [_true(layout, plan, f, title, year) for f in found]


def _table(layout: Layout, plan: planning.Plan, found: list[Facts]) -> list[Row]:
    leads = ["unit", "project", "amount", "goal"]
    style = layout.pick("list", {"merged down": 3, "repeated": 1}, {"sum rows": 1, "blank below": 1})
    frame = Frame()
    cuts = frame.cut(*(_LEADS[k] for k in leads), *(c.width for c in plan.columns))
    inner, cells = cuts[: len(leads)], cuts[len(leads) :]
    heads = [
        layout.dress("单位名称"),
        layout.label("field", "project_name"),
        layout.label("money", "total"),
        layout.label("goal", "annual_goal"),
    ]
    drawn = [[Box(t, a, b, 1, "center") for t, (a, b) in zip([*heads, *(c.head for c in plan.columns)], cuts)]]
    if style == "sum rows":
        whole = sum(float(f.amounts["total"].replace(",", "")) for f in found)
        drawn.append(
            [
                Box(t, a, b)
                for t, (a, b) in zip([found[0].department, "", f"{whole:.2f}", *[""] * (len(cuts) - 3)], cuts)
            ]
        )
    for facts in found:
        body: list[Row] = []
        for _, some in groupby(facts.indicators, key=lambda i: i.level1):
            body += rows.group(layout, plan, list(some), len(body), cells)
        texts = [facts.implementer, facts.project, _amount(facts), "".join(facts.goals)]
        for at, row in enumerate(body):
            if style == "repeated":
                body[at] = [*(Box(t, a, b) for t, (a, b) in zip(texts, inner)), *row]
            elif style == "blank below":
                body[at] = [*(Box(t if at == 0 else "", a, b) for t, (a, b) in zip(texts, inner)), *row]
            elif at == 0:
                body[at] = [*(Box(t, a, b, len(body)) for t, (a, b) in zip(texts, inner)), *row]
        drawn += body
    return drawn


def _amount(facts: Facts) -> str:
    total = facts.amounts["total"]
    return f"{float(total):,.2f}" if facts.needs.style == "thousands" else total


def _true(layout: Layout, plan: planning.Plan, facts: Facts, title: str, year: int) -> Truth:
    return {
        "kind": "project_target", "title": title, "fiscal_year": year, "project_name": facts.project,
        "currency_unit": facts.needs.unit, "amounts": {"total": facts.amounts["total"]},
        "texts": {"annual_goal": "".join(facts.goals)},
        "indicators": [t for at, i in enumerate(facts.indicators) for t in rows.true(layout, plan, i, at)],
    }  # fmt: skip
