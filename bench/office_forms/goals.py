"""Duties, goals, and what of them was reached."""

from __future__ import annotations

from bench.office_forms.draft import Draft
from bench.office_forms.parts import Part


def goals(draft: Draft) -> list[Part]:
    """The parts, with their texts in the truth."""
    dice = draft.dice
    texts: dict[str, str] = {}
    draft.truth["texts"] = texts
    parts = []
    goal: str = draft.project["goal"]
    if draft.department:
        goal = "；".join(p["goal"].rstrip("。") for p in draft.bureau.field["projects"][:2]) + "。"
        if draft.target and dice.random() < 0.8:
            texts["duties"] = draft.bureau.field["duties"]
            part = Part(2, wide=(1,))
            part.add(draft.word("duties"), texts["duties"])
            parts.append(part)
    if dice.random() < 0.25:
        bits = goal.rstrip("。").replace("；", "，").split("，")
        goal = "\n".join(f"{n}.{bit}；" for n, bit in enumerate(bits, 1))
    texts["annual_goal"] = goal
    parts.append(_wanted(draft, goal) if draft.target else _reached(draft, goal))
    return parts


def _wanted(draft: Draft, goal: str) -> Part:
    """The year's goal, alone or with that of the period."""
    how, texts = draft.option("goals"), draft.truth["texts"]
    if how == "one" or (draft.department and how == "side"):
        part = Part(2, wide=(1,))
        part.add(draft.word(draft.dice.choice(["annual", "goal"])), goal)
        return part
    texts["period_goal"] = long = draft.project["period_goal"]
    if how == "stacked":
        side = int(draft.keep("gside", draft.dice.random() < 0.4))
        part = Part(2 + side, wide=(1 + side,))
        lead = [(draft.word("goal_block"), 2, 1)] if side else []
        part.add(*lead, draft.word("long"), long)
        part.add(draft.word("annual"), goal)
        return part
    part = Part(3, wide=(1, 2))
    part.add((draft.word("goal_block"), 2, 1), draft.word("long"), draft.word("annual"))
    part.add(long, goal)
    return part


def _reached(draft: Draft, goal: str) -> Part:
    """The goal and what was done."""
    draft.truth["texts"]["achievement"] = done = _done(draft)
    head = draft.word("achieved" if draft.evaluation else "m_achieved")
    if draft.option("goals") == "beside":
        part = Part(3, wide=(1, 2))
        part.add((draft.word("goal_block"), 2, 1), draft.word("expected"), head)
        part.add(goal, done)
        return part
    part = Part(2, wide=(1,))
    part.add(draft.word("expected"), goal)
    part.add(head, done)
    return part


def _done(draft: Draft) -> str:
    name = draft.project["name"]
    if draft.evaluation:
        begin = draft.dice.choice(["全年各项任务已按计划完成，", "年度任务如期完成，"])
        spent = draft.money(draft.amounts["total"], True)
        return f"{begin}{name}投入{spent}，{draft.project['period_goal']}"
    return f"截至{draft.habits.month}月底，{name}已完成主要工程量的六成以上，后续工作正按计划推进。"
