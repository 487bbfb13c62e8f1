"""Goals in prose, and the table of the year's tasks."""

from __future__ import annotations

from bench.layout_grammar.canvas import Frame, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts
from bench.layout_grammar.truth import Truth, put


def prose(layout: Layout, sentences: list[str], name: str) -> str:
    """Sentences as one text, numbered where the layout numbers them."""
    style = layout.pick("goal text", {"running": 3, "目标1：": 2, "1.": 2}, {"（1）": 1, "目标一：": 1}, "running")
    if style == "running" or len(sentences) < 2:
        return "".join(sentences)
    marks = {"目标1：": "目标{n}：", "1.": "{n}.", "（1）": "（{n}）", "目标一：": "目标{h}："}[style]
    return "\n".join(marks.format(n=i + 1, h="一二三四五"[i]) + s for i, s in enumerate(sentences))


def draw(layout: Layout, facts: Facts, frame: Frame, truth: Truth) -> list[Row]:
    """The rows of the goals, evaluations with what was reached beside or under them."""
    rows: list[Row] = []
    if facts.of_department and layout.chance("duties", 0.6):
        duties = f"{facts.words['duty']}；完成{facts.place}交办的其他任务。"
        rows.append(frame.row([layout.label("field", "duties"), duties], [1, 4]))
        put(truth, "texts", "duties", duties)
    elif not facts.of_department and layout.chance("basis", 0.25):
        basis = f"根据{facts.place}人民政府关于{facts.words['projects'][0]}的批复设立。"
        rows.append(frame.row([layout.label("field", "basis"), basis], [1, 4]))
        put(truth, "texts", "basis", basis)
    return rows + (_reached(layout, facts, frame, truth) if facts.evaluates else _aimed(layout, facts, frame, truth))


def _aimed(layout: Layout, facts: Facts, frame: Frame, truth: Truth) -> list[Row]:
    style = layout.pick(
        "goals",
        {"one": 5, "label above": 1, "long-term and annual stacked": 2, "side by side": 2, "label over each side": 1},
        {"block label, stacked": 1.5, "one row each": 1.5, "annual first": 1},
        "one long-term",
    )
    if layout.medium != "table" and style == "long-term":
        style = "long-term and annual stacked"
    year = prose(layout, facts.goals, "annual")
    if style in ("one", "label above", "one row each"):
        concept = "undivided_goal" if layout.chance("goal undivided", 0.4) else "annual_goal"
        label = layout.label("goal", concept)
        if style == "one row each":
            texts = [f"目标{i + 1}：{g}" for i, g in enumerate(facts.goals)]
            put(truth, "texts", "annual_goal", "\n".join(texts))
            place, inner = frame.beside(0.2)
            return under_label(label, place, [inner.full(t) for t in texts])
        put(truth, "texts", "annual_goal", year)
        return (
            [frame.full(label, "center"), frame.full(year)]
            if style == "label above"
            else [frame.row([label, year], [1, 4])]
        )
    long = prose(layout, facts.period_goals, "period")
    put(truth, "texts", "annual_goal", year)
    put(truth, "texts", "period_goal", long)
    labels = layout.label("goal", "period_goal"), layout.label("goal", "annual_goal")
    if style == "side by side":
        return [frame.row([labels[0], long, labels[1], year], [1, 2.4, 1, 2.4])]
    if style == "label over each side":
        place, inner = frame.beside(0.15)
        return under_label(
            layout.label("goal", "block"), place, [inner.row(labels, [1, 1]), inner.row([long, year], [1, 1])]
        )
    if style == "block label, stacked":
        place, inner = frame.beside(0.12)
        pair = [inner.row([labels[0], long], [1, 4]), inner.row([labels[1], year], [1, 4])]
        return under_label(layout.label("goal", "block"), place, pair)
    stacked = [frame.row([labels[0], long], [1, 4]), frame.row([labels[1], year], [1, 4])]
    return stacked[::-1] if style == "annual first" else stacked


def _reached(layout: Layout, facts: Facts, frame: Frame, truth: Truth) -> list[Row]:
    style = layout.pick(
        "goals reached",
        {"heads over both": 5, "stacked": 2, "label, text, label, text": 1},
        {"heads over both, no block": 1.5, "stacked under a block": 1},
        "stacked",
    )
    year = prose(layout, facts.goals, "annual")
    put(truth, "texts", "annual_goal", year)
    put(truth, "texts", "achievement", facts.achievement)
    labels = [layout.label("goal", "expected"), layout.label("goal", "achievement")]
    if style == "heads over both":
        place, inner = frame.beside(0.14)
        rows = [inner.row(labels, [1, 1]), inner.row([year, facts.achievement], [1, 1])]
        return under_label(layout.label("goal", "block"), place, rows)
    if style == "heads over both, no block":
        return [frame.row(labels, [1, 1]), frame.row([year, facts.achievement], [1, 1])]
    if style == "label, text, label, text":
        return [frame.row([labels[0], year, labels[1], facts.achievement], [1, 2.4, 1, 2.4])]
    if style == "stacked":
        return [frame.row([labels[0], year], [1, 4]), frame.row([labels[1], facts.achievement], [1, 4])]
    place, inner = frame.beside(0.12)
    pair = [inner.row([labels[0], year], [1, 4]), inner.row([labels[1], facts.achievement], [1, 4])]
    return under_label(layout.label("goal", "block"), place, pair)


def tasks(layout: Layout, facts: Facts, frame: Frame, unit_place: str) -> list[Row]:
    """The table of tasks before the indicators; its figures belong to no field, but add up to the total."""
    style = layout.pick(
        "tasks",
        {"none": 3, "three columns": 1, "with a sum row": 1} if facts.of_department else {"none": 1},
        {"amount divided": 1, "numbered": 1} if facts.of_department else None,
        "none",
    )
    if style == "none":
        return []
    unit = f"（{facts.needs.unit}）" if unit_place in ("block", "label") else ""
    heads = [layout.label("task", "name"), layout.label("task", "content"), layout.label("task", "amount", unit)]
    weights, rows = (
        [1.3, 2.6, 1.0],
        [[n, c, a + (facts.needs.unit if unit_place == "cell" else "")] for n, c, a in facts.tasks],
    )
    place, inner = frame.beside(0.12)
    if style == "amount divided":
        heads, weights = [*heads, "其中：财政拨款"], [1.3, 2.2, 1.0, 1.0]
        rows = [[*r, r[2]] for r in rows]
    if style == "numbered":
        rows = [[f"任务{i + 1}：{r[0]}", *r[1:]] for i, r in enumerate(rows)]
    drawn = [inner.row(heads, weights), *(inner.row(r, weights) for r in rows)]
    if style == "with a sum row":
        whole = facts.amounts["total"] + (facts.needs.unit if unit_place == "cell" else "")
        drawn.append(inner.row(["金额合计", whole], [3.9, 1.0]))
    return under_label(layout.label("task", "block"), place, drawn)
