"""One form put together: title and year, head, money, goals, tasks, indicators, sign-off, and its truth."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.layout_grammar import execution, foot, goals, head, money, rows, shapes
from bench.layout_grammar import facts as content
from bench.layout_grammar import plan as planning
from bench.layout_grammar.canvas import WIDTH, Block, Box, Frame, Line, Row, finish
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts, Needs
from bench.layout_grammar.truth import Truth

KINDS = {
    "project_target": 9,
    "department_target": 4,
    "transfer_target": 2,
    "project_self_evaluation": 5,
    "project_monitoring": 1.5,
}
HELD_KINDS = {"department_self_evaluation": 2, "department_monitoring": 1}


@dataclass(slots=True)
class Drawn:
    """A form's blocks in reading order, and its truth."""

    blocks: list[Block]
    truth: Truth
    facts: Facts


def needs_of(layout: Layout) -> Needs:
    """What the layout asks of the content: kind, levels, unit, points."""
    kind = layout.pick("kind", KINDS, HELD_KINDS)
    target = "target" in kind
    values = planning.values_of(layout, kind)
    shape = planning.form_of(layout, kind)
    unit = layout.pick("unit", {"万元": 6, "元": 2}, {"千元": 0.5})
    points = (
        layout.pick("points", {"none": 5, "points": 1} if target else {"points": 1}) == "points"
        and "monitoring" not in kind
    )
    executed = not target and points and layout.pick("execution points", {"10": 3, "none": 1}) == "10"
    style = layout.pick("amount style", {"trim": 3, "fixed": 2, "thousands": 1}, {"integer": 1})
    return Needs(
        kind, layout.pick("system of levels", {"old": 4, "new": 3, "satisfaction under benefit": 1}),
        money.parts(layout, kind),
        unit, style, points and shape == "table", 90 if executed else 100, executed,
        reasons=not target and layout.chance("reason column", 0.8),
        deadlines=values in ("one cell", "past, expected", "half, full"),
        empty=target and shape == "table" and values == "one cell" and planning.levels_of(layout) != (
            "一级 alon"
            "e"
        ) and layout.medium == (
            "tabl"
            "e"
        ) and layout.pick((
            "empty "
            "rows"
        ), {"none": 7, "printed": 1}) == "printed",
        short=shape in ("horizontal", "packed", "sentences") or "lines" in layout.medium,
    )  # fmt: skip


def draw(layout: Layout, rng: random.Random, before: list[Facts], projects: str = "") -> Drawn:
    """A form of this layout with content from `rng`; `before`: facts of other forms in the file, `projects`: their
    sum.
    """
    needs = needs_of(layout)
    needs.projects = projects
    year = before[0].year if before else layout.rng("year").randint(2021, 2025)
    facts = content.make(needs, rng, layout.split, year, before)
    truth: Truth = {"kind": needs.kind}
    above, title_rows, year_shown = _title(layout, facts, truth, bool(before))
    unit_place = _unit_place(layout, facts)
    plan = planning.make(layout, facts)
    frame = _frame(layout, plan)
    lines, head_rows = head.draw(layout, facts, frame, truth)
    page, page_rows = _page_line(layout, facts, frame, truth, unit_place)
    draw_money = execution.draw if facts.evaluates else money.draw
    middle = [draw_money(layout, facts, frame, truth, unit_place), goals.draw(layout, facts, frame, truth)]
    if layout.pick("order of sections", {"money, goals": 3, "goals, money": 1}) == "goals, money":
        middle.reverse()
    middle.append(goals.tasks(layout, facts, frame, unit_place))
    block = (rows if plan.form == "table" else shapes).draw(layout, facts, plan, frame, truth)
    end_rows, end_lines = foot.draw(layout, facts, frame, truth)
    if year_shown is not None or needs.kind.startswith("project") and f"{year}年" in facts.project:
        truth["fiscal_year"] = year
    blocks = _tables(layout, [title_rows + page_rows + head_rows, *middle, block, end_rows])
    return Drawn([*above, *page, *lines, *blocks, *end_lines], truth, facts)


def _title(layout: Layout, facts: Facts, truth: Truth, later: bool) -> tuple[list[Line], list[Row], int | None]:
    """Lines above the form, title rows in its table, and the year where one is shown."""
    name = layout.word("title", facts.needs.kind)
    place = layout.pick(
        "year", {"in the title": 5, "line under": 3, "heading above": 1}, {"in the project name": 1, "nowhere": 0.5}
    )
    where = layout.pick("title place", {"line": 6, "first row": 1.5}, None, "line")
    headed = place in ("in the title", "line under", "heading above")
    if place == "in the project name" and not facts.of_department:
        facts.project = facts.project.replace(f"{facts.year}年", "")
        facts.project = f"{facts.year}年{facts.project}"
    if place == "nowhere":
        facts.project = facts.project.replace(f"{facts.year}年", "")
    if later and layout.pick("title of later forms", {"printed": 3}, {"none": 1}) == "none":
        return [], [], facts.year if headed else None
    above: list[Line] = []
    if place == "in the title":
        name = f"{facts.year}{layout.rng('年').choice(['年', '年度'])}{name}"
        name = facts.place + name if layout.chance("place in the title", 0.15) else name
    if place == "heading above":
        above.append(Line(f"{facts.department}{facts.year}年部门预算绩效公开", "center", True))
    truth["title"] = name
    drawn: list[Row] = []
    if where == "first row":
        drawn.append([Box(name, 0, WIDTH, 1, "center")])
    else:
        above.append(Line(name, "center", True))
    if place == "line under":
        line = f"（{facts.year}{layout.rng('年').choice(['年', '年度'])}）"
        if where == "first row":
            drawn.append([Box(line, 0, WIDTH, 1, "center")])
        else:
            above.append(Line(line, "center"))
    shown = headed or (place == "in the project name" and not facts.of_department)
    return above, drawn, facts.year if shown else None


def _unit_place(layout: Layout, facts: Facts) -> str:
    place = layout.pick("unit place", {"page": 3, "block": 3, "label": 2, "cell": 1}, {"nowhere": 0.7})
    style = {layout.chosen.get("money"), layout.chosen.get("execution block")}
    if place == "nowhere":
        if facts.needs.unit != "万元" or facts.evaluates:
            return "page"
        facts.goals[0] = f"安排资金{facts.amounts['total']}万元，" + facts.goals[0]
    return "page" if place in ("block", "label") and style & {"one row", "bracket"} else place


def _page_line(
    layout: Layout, facts: Facts, frame: Frame, truth: Truth, unit_place: str
) -> tuple[list[Line], list[Row]]:
    """The line between title and table: who files, in which unit."""
    filer = layout.chance("filer in the line", 0.65)
    unit = _unit_line(layout).format(u=facts.needs.unit)
    left = ""
    if filer:
        left = f"{layout.word('field', 'filer')}：{facts.department}"
        truth["filer"] = facts.department
    right = unit if unit_place == "page" else ""
    if not left and not right:
        return [], []
    style = layout.pick("page line", {"one line": 4, "row": 1}, {"two lines": 1}, "one two")
    if style == "row" or layout.chosen.get("title place") == "first row":
        return [], [frame.row([left, right], [2, 1])] if left and right else [frame.full(left or right)]
    if style == "two lines":
        return [line for line in (Line(left), Line(right, "right")) if line.text], []
    return [Line("          ".join(t for t in (left, right) if t), "left" if left else "right")], []


def _unit_line(layout: Layout) -> str:
    return layout.word("page", "unit")


def _frame(layout: Layout, plan: planning.Plan) -> Frame:
    """The ruler: other sections keep to the indicator columns, as in Excel, or stand freely, as in Word."""
    if (
        plan.form != "table"
        or layout.pick("columns of the sections", {"own": 1, "those of the indicators": 1}) == "own"
    ):
        return Frame()
    block = rows.heads_of(layout, plan) in ("block label at the left", "caption and block label")
    return Frame(0, WIDTH, rows.frame_bounds(plan, 0.1 if block else 0))


def _tables(layout: Layout, sections: list[list[Row]]) -> list[Block]:
    """The sections in one table or in several."""
    filled = [s for s in sections if s]
    style = layout.pick("tables", {"one": 5, "indicators apart": 1}, {"each section apart": 0.6})
    if style == "one":
        return [finish([r for s in filled for r in s])]
    if style == "each section apart":
        found: list[Block] = []
        for section in filled:
            found += [finish(section), Line("")]
        return found[:-1]
    last = len(sections) - 2
    before, after = [r for s in sections[:last] for r in s], [r for s in sections[last:] for r in s]
    return [finish(before), Line(""), finish(after)]
