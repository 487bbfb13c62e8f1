"""What stands under the table: opinions, notes, the people who sign."""

from __future__ import annotations

from bench.field_forms.draft import Draft
from bench.layout_grammar.canvas import Box, Line


def foot(draft: Draft) -> None:
    """Opinion rows, notes and the sign-off."""
    dice, facts = draft.dice, draft.facts
    if "self" in facts.kind and dice.chance("conclusion", 0.15):
        draft.rows.append(
            draft.frame.row(
                [
                    dice.option("conclusion text", ["评价结论", "自评结论"]),
                    (
                        f"{facts.project if facts.kind.startswith('project') else facts.department}预算执行总体较好，"
                        f"完成年度绩效目标。"
                    ),
                ],
                [1, 5.4],
            )
        )
    if "target" in facts.kind and dice.chance("opinion", 0.15):
        draft.rows.append(
            draft.frame.row(
                [dice.option("opinion text", ["主管部门审核意见", "财政部门审核意见"]), "（盖章）　　　年　月　日"],
                [1, 5.4],
            )
        )
    signoff(draft)
    if dice.chance("note line", 0.2):
        draft.after.append(
            Line(
                dice.option(
                    "note text",
                    ["注：1.各级指标应结合项目实际填写。", "说明：本表由项目实施单位填写，主管部门审核。"],
                    ["备注：绩效指标可选择填写。"],
                )
            )
        )


def signoff(draft: Draft) -> None:
    dice, facts = draft.dice, draft.facts
    people = facts.people
    items = [("preparer", people["preparer"]), ("phone", people["phone"])]
    how = dice.option("signoff", ["none", "none", "line", "line", "cells", "row"], ["two lines"])
    if how == "none":
        return
    year = facts.year + ("self" in facts.kind)
    month, day = people["day"].removesuffix("日").split("月")
    dated = {
        "cn": f"{year}年{month}月{day}日",
        "dots": f"{year}.{month}.{day}",
        "dash": f"{year}-{int(month):02d}-{int(day):02d}",
    }
    items.append(("filing_date", dated[dice.option("date style", ["cn", "cn", "dots"], ["dash"])]))
    items.append(("responsible", people["responsible"]))
    if dice.chance("short signoff", 0.25):
        items = [items[0], items[1]]
    if dice.chance("boss first", 0.3):
        items = [items[-1], *items[:-1]]
    for key, value in items:
        iso = f"{year}-{int(month):02d}-{int(day):02d}"
        draft.tell(
            "signoff", "responsible_person" if key == "responsible" else key, iso if key == "filing_date" else value
        )
    texts = [f"{dice.word(k)}：{v}" for k, v in items]
    if how == "line":
        draft.after.append(Line(dice.option("gap", ["　　", "   ", "    "]).join(texts)))
    elif how == "two lines":
        draft.after += (
            [Line("　　　".join(texts[:2])), Line("　　　".join(texts[2:]))]
            if len(texts) > 2
            else [Line(t) for t in texts]
        )
    elif how == "row":
        draft.rows.append([Box("　　".join(texts), 0, 720)])
    else:
        draft.pairs([(dice.word(k), v) for k, v in items], 2)
