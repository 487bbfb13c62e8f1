"""Lists with a form per project: the flat list of the integrated system, and goals across with indicators as columns.
And indicators packed into one cell."""

from __future__ import annotations

from typing import Any

from bench.field_forms.dice import Dice
from bench.field_forms.draft import Draft, times
from bench.field_forms.facts import Row as Fact
from bench.field_forms.money import Money
from bench.field_forms.table import Column, heads, shown, sign_style, targets, told
from bench.field_forms.values import cell, meaning
from bench.layout_grammar.canvas import WIDTH, Box, Row

_WIDTHS = {"unit": 70, "project": 80, "amount": 55, "goal": 110, "level3": 100, "explain": 80, "number": 60, "note": 60}


def front(dice: Dice) -> list[str]:
    """The columns before the indicators."""
    found = {
        "unit project": ["unit", "project", "amount", "goal"],
        "project": ["project", "amount", "goal"],
        "no amount": ["unit", "project", "goal"],
        "project only": ["project", "goal"],
    }
    return found[dice.option("list front", ["unit project", "project", "no amount"], ["project only"])]


def columns(dice: Dice, evaluated: bool) -> list[Column]:
    """The columns of a flat list."""
    keys = list(front(dice))
    keys += ["level1", "level2", "level3", "sign", "number", "measure"]
    if evaluated:
        keys += ["actual", "weight", "score"]
    else:
        tails = {
            "weight direction": ["weight", "direction"],
            "nature explain": ["nature", "explain"],
            "plain": [],
            "note": ["note"],
        }
        keys += tails[dice.option("list tail", ["weight direction", "nature explain", "plain"], ["note"])]
    words = {
        "unit": dice.option("list unit", ["单位名称", "预算单位"], ["项目单位"]),
        "project": dice.word("project_name"),
        "amount": dice.option("list amount", ["预算数", "项目金额", "资金总额"], ["预算安排金额"]),
        "goal": dice.option("list goal", ["年度目标", "年度绩效目标", "项目年度绩效目标"], ["项目绩效目标"]),
    }
    found = [Column(k, words.get(k) or dice.word(k)) for k in keys]
    widths = [_WIDTHS.get(k, 45) for k in keys]
    at, scale = 0.0, WIDTH / sum(widths)
    for column, width in zip(found, widths):
        column.left, at = round(at), at + width * scale
        column.right = round(at)
    return found


def flat(drafts: list[Draft], money: list[Money], plan: list[Column]) -> list[Row]:
    """One table for all these forms; their truths are told on the way."""
    dice, drawn = drafts[0].dice, heads(plan)
    down = dice.option("list down", ["merged", "merged", "repeated"])
    for draft, purse in zip(drafts, money):
        front = _front(draft, purse, plan)
        rows = draft.facts.rows
        for at, row in enumerate(rows):
            boxes = list[Box]()
            for column in plan:
                if column.key in front:
                    if at == 0 or down == "repeated":
                        boxes.append(
                            Box(front[column.key], column.left, column.right, len(rows) if down == "merged" else 1)
                        )
                else:
                    boxes.append(Box(_cell(draft, column.key, row), column.left, column.right))
            drawn.append(boxes)
        draft.truth["indicators"] = [t for r in rows for t in told(draft, plan, r)]
    return drawn


def _cell(draft: Draft, key: str, row: Fact) -> str:
    if key == "direction":
        return "反向指标" if row.value and row.value.sign == "≤" else "正向指标"
    if key == "nature":
        return "定量指标" if row.value and row.value.number else "定性指标"
    return shown(draft, key, row)


def _front(draft: Draft, money: Money, plan: list[Column]) -> dict[str, str]:
    facts, keys = draft.facts, {c.key for c in plan}
    draft.truth["project_name"] = facts.project
    draft.tell("texts", "annual_goal", facts.goal)
    if "amount" in keys:
        money.tell("total", facts.money["total"])
    unit = next((c.head for c in plan if c.key == "unit"), "")
    if unit:
        draft.truth[{"项目单位": "implementer", "单位名称": "filer", "预算单位": "department"}[unit]] = facts.unit
    amount = times(facts.money["total"], money.factor)
    filled = {"unit": facts.unit, "project": facts.project, "amount": amount, "goal": facts.goal}
    return {k: v for k, v in filled.items() if k in keys}


def packed(draft: Draft) -> list[Row]:
    """All indicators in one cell, one a line."""
    dice, facts = draft.dice, draft.facts
    how = dice.option("packed", ["brackets", "sentences"], ["arrows"])
    lines, rows = list[str](), [r for r in facts.rows if r.value]
    style = sign_style(dice)
    for at, row in enumerate(rows):
        assert row.value is not None
        text = cell(row.value, style)
        first = at == 0 or (row.level1, row.level2) != (rows[at - 1].level1, rows[at - 1].level2)
        if how == "brackets":
            lines += [f"【{row.level1}-{row.level2}】"] if first else []
            lines.append(f"{row.level3}（{text}）")
        elif how == "sentences":
            lines.append(f"{at + 1}.{row.level2}：{row.level3}：{text}")
        else:
            lines.append(f"{row.level1}→{row.level2}→{row.level3}→{text}")
    draft.truth["indicators"] = [_packed_truth(draft, r, how, style) for r in rows]
    return [draft.frame.row([dice.word("block").replace("\n", ""), "\n".join(lines)], [1, 5.4])]


def _packed_truth(draft: Draft, row: Fact, how: str, style: str) -> dict[str, Any]:
    found: dict[str, Any] = {"level1": row.level1, "level2": row.level2, "level3": row.level3}
    if how == "sentences":
        del found["level1"]
    assert row.value is not None
    return found | {"target_raw": cell(row.value, style), "target": meaning(row.value, style)}


def across(draft: Draft, money: Money) -> list[Row]:
    """Henan's way: a pair of columns 三级指标|指标值 under each 一级指标, filled downward."""
    dice, facts = draft.dice, draft.facts
    groups = list(dict.fromkeys(r.level1 for r in facts.rows if r.value))
    front = [
        (dice.word("project_name"), facts.project),
        (dice.option("list amount", ["预算数", "资金总额"]), times(facts.money["total"], money.factor)),
        ("绩效目标", facts.goal),
    ]
    draft.truth["project_name"] = facts.project
    draft.tell("texts", "annual_goal", facts.goal)
    money.tell("total", facts.money["total"])
    mine = {g: [r for r in facts.rows if r.level1 == g and r.value] for g in groups}
    depth = max(len(v) for v in mine.values())
    edges = [round(WIDTH * x / (len(front) + 2 * len(groups))) for x in range(len(front) + 2 * len(groups) + 1)]
    cut = list(zip(edges, edges[1:]))
    top = [Box(t, *cut[i], 2, "center") for i, (t, _) in enumerate(front)]
    under, name, value = list[Box](), dice.word("level3"), dice.option("across value", ["指标值"])
    for at, group in enumerate(groups):
        left, right = cut[len(front) + 2 * at], cut[len(front) + 2 * at + 1]
        top.append(Box(group, left[0], right[1], 1, "center"))
        under += [Box(name, *left), Box(value, *right)]
    rows, style = [top, under], sign_style(dice)
    for line in range(depth):
        boxes = [Box(v, *cut[i], depth) for i, (_, v) in enumerate(front)] if line == 0 else []
        for at, group in enumerate(groups):
            row = mine[group][line] if line < len(mine[group]) else None
            texts = [row.level3, cell(row.value, style)] if row and row.value else ["", ""]
            boxes += [Box(t, *c) for t, c in zip(texts, cut[len(front) + 2 * at :])]
        rows.append(boxes)
    draft.truth["indicators"] = [
        {
            "level1": r.level1,
            "level3": r.level3,
            **targets(draft, r, style, False, True),
            "target_raw": cell(r.value, style),
            "target": meaning(r.value, style),
        }
        for g in groups
        for r in mine[g]
        if r.value
    ]
    for truth in draft.truth["indicators"]:
        truth.pop("target_raw_alt", None)
    return rows
