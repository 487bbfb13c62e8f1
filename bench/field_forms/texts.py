"""The prose of a form: duties, basis, goals, what was achieved, the tasks of a department."""

from __future__ import annotations

from decimal import Decimal

from bench.field_forms.draft import Draft, times
from bench.field_forms.money import Money
from bench.layout_grammar.canvas import Box


def prose(draft: Draft) -> None:
    """Duties of a department, or the basis and an overview of a project."""
    dice, facts = draft.dice, draft.facts
    if facts.kind == "department_target" and dice.chance("duties", 0.6):
        text = str(facts.domain["duties"])
        draft.tell("texts", "duties", text)
        draft.rows.append(draft.frame.row([dice.word("duties"), text], [1, 5.4]))
    if facts.kind == "project_target" and dice.chance("basis", 0.3):
        text = f"《{facts.year - 1}年{facts.department}工作要点》及有关政策文件"
        draft.tell("texts", "basis", text)
        draft.rows.append(draft.frame.row([dice.word("basis"), text], [1, 5.4]))
    if facts.kind == "project_target" and dice.chance("overview", 0.25):
        draft.rows.append(
            draft.frame.row(
                [dice.word("overview"), f"{facts.project}由{facts.department}组织实施，按年度计划推进。"], [1, 5.4]
            )
        )


def goals(draft: Draft) -> None:
    """The goals of target and monitoring forms."""
    dice, facts = draft.dice, draft.facts
    if "self" in facts.kind:
        evaluated(draft)
        return
    styles = (
        ["one", "one", "numbered"]
        if facts.kind != "project_target"
        else ["one", "one", "stacked", "beside", "numbered"]
    )
    held = [] if facts.kind != "project_target" else ["three deep", "numbered rows"]
    how = dice.option(f"goals {facts.kind}", styles, held)
    year = f"{facts.year}年，{facts.goal}" if dice.happens(0.5) else facts.goal
    longer = f"通过三年持续实施，{facts.goal}形成长效机制。"
    if how in ("one", "numbered", "numbered rows"):
        if how != "one":
            year = f"目标1：{facts.goal}\n目标2：加强资金管理，确保专款专用。"
        draft.tell("texts", "annual_goal", year)
        label = dice.word("goal")
        if how == "numbered rows":
            draft.block(label, [draft.inner.full(part) for part in year.split("\n")])
        else:
            draft.rows.append(draft.frame.row([label, year], [1, 5.4]))
        return
    draft.tell("texts", "annual_goal", year)
    draft.tell("texts", "period_goal", longer)
    if how == "stacked":
        draft.rows += [
            draft.frame.row([dice.word(k), t], [1, 5.4]) for k, t in (("goal_period", longer), ("goal_year", year))
        ]
    elif how == "beside":
        heads = [dice.word("goal_period") + _years(draft, 3), dice.word("goal_year")]
        draft.block(
            dice.option("goals block", ["总体\n目标", "绩效目标", "项目绩效目标"]),
            [draft.inner.row(heads, [1, 1]), draft.inner.row([longer, year], [1, 1])],
        )
    else:
        rows = [draft.inner.row([dice.word(k), t], [1, 5]) for k, t in (("goal_period", longer), ("goal_year", year))]
        draft.block(dice.option("goals block", ["总体\n目标", "绩效目标", "项目绩效目标"]), rows)


def _years(draft: Draft, count: int) -> str:
    year = draft.facts.year
    return f"（{year}年—{year + count - 1}年）" if draft.dice.chance("goal years", 0.5) else ""


def evaluated(draft: Draft) -> None:
    """Expected beside achieved, as heads over the texts, as rows, or in one row."""
    dice, facts = draft.dice, draft.facts
    how = dice.option("evaluated goals", ["heads", "heads", "rows", "one row"], ["stacked heads"])
    draft.tell("texts", "annual_goal", facts.goal)
    draft.tell("texts", "achievement", facts.done)
    heads, texts = [dice.word("expected"), dice.word("achieved")], [facts.goal, facts.done]
    block = dice.option("evaluated block", ["年度总体目标", "年度\n总体\n目标", "总体目标完成情况", "年度绩效目标"])
    if how == "heads":
        draft.block(block, [draft.inner.row(heads, [1, 1]), draft.inner.row(texts, [1, 1])])
    elif how == "stacked heads":
        draft.block(block, [draft.inner.row([h, t], [1, 5]) for h, t in zip(heads, texts)])
    elif how == "rows":
        draft.rows += [draft.frame.row([h, t], [1, 5.4]) for h, t in zip([dice.word("goal"), heads[1]], texts)]
    else:
        draft.rows.append(draft.frame.row([heads[0], texts[0], heads[1], texts[1]], [1, 2.2, 1, 2.2]))


def tasks(draft: Draft, money: Money) -> None:
    """年度主要任务 of a department, with amounts that make its total."""
    dice, facts = draft.dice, draft.facts
    if facts.kind != "department_target" or not dice.chance("tasks", 0.4):
        return
    names = [str(p[0]) for p in facts.domain["projects"]]  # type: ignore[attr-defined]
    left, amounts = Decimal(facts.money["total"]), list[str]()
    for at in range(len(names)):
        share = left if at == len(names) - 1 else (left * Decimal("0.4")).quantize(Decimal("0.01"))
        amounts.append(times(str(share), 1))
        left -= share
    frame, rows = draft.inner, list[list[Box]]()
    spread = dice.option("task money", ["one", "one", "three"])
    top = (
        money.label(dice.option("task amount", ["预算金额", "金额", "拟投入的资金"]))
        if money.where != "block"
        else f"预算金额（{money.unit}）"
    )
    if spread == "one":
        rows.append(frame.row([dice.word("task_name"), dice.word("task_text"), top], [2, 3, 1]))
        rows += [frame.row([n, f"做好{n}的组织实施", money.amount(a)], [2, 3, 1]) for n, a in zip(names, amounts)]
    else:
        cut = frame.cut(2, 2, 1, 1, 1)
        rows.append(
            [
                Box(dice.word("task_name"), *cut[0], 2),
                Box(dice.word("task_text"), *cut[1], 2),
                Box(top, cut[2][0], cut[4][1]),
            ]
        )
        rows.append([Box(t, *c) for t, c in zip(["总额", "财政拨款", "其他资金"], cut[2:])])
        rows += [
            frame.row([n, f"做好{n}的组织实施", money.amount(a), money.amount(a), money.amount("0")], [2, 2, 1, 1, 1])
            for n, a in zip(names, amounts)
        ]
    if dice.chance("task total", 0.4):
        total = money.amount(facts.money["total"])
        rows.append(
            frame.row(["金额合计", "", total], [2, 3, 1])
            if spread == "one"
            else frame.row(["金额合计", "", total, total, money.amount("0")], [2, 2, 1, 1, 1])
        )
    draft.block(dice.option("task block", ["年度\n主要\n任务", "年度主要任务", "年度重点工作任务"]), rows)
