"""What follows the indicators: problems, notes, the people who sign."""

from __future__ import annotations

from bench.office_forms.draft import Draft
from bench.office_forms.parts import Part, singles
from bench.provinces.sheet import Line

_NOTES = [
    "注：本表一式两份，财政部门和主管部门各留存一份。",
    "注：1.定量指标以统计数据为准。\n2.定性指标以群众评议结果为准。",
    "说明：本表随部门预算一并公开。",
    "备注：本表数据截至填报之日。",
]
_PROBLEMS = "部分任务推进节奏前松后紧，资金支出集中在四季度。"
_MEASURES = "提前做好前期工作，按月通报进度，均衡支出。"
_SIGNED = [
    ["preparer", "phone", "date", "boss"],
    ["preparer", "phone", "date"],
    ["boss", "preparer", "phone", "date"],
    ["preparer", "boss", "date"],
]


def tail(draft: Draft) -> list[Part]:
    """What stands in the table under the indicators."""
    parts = []
    if draft.evaluation and draft.dice.random() < 0.25:
        part = Part(2, wide=(1,))
        part.add(draft.word("problems"), _PROBLEMS)
        part.add(draft.word("measures"), _MEASURES)
        draft.truth["texts"] |= {"problems": _PROBLEMS, "measures": _MEASURES}
        parts.append(part)
    if draft.option("note") == "row":
        parts.append(Part(1, [singles([draft.dice.choice(_NOTES)])]))
    how = draft.option("sign-off")
    if how in ("row", "cells"):
        signed = _signed(draft)
        if how == "row":
            part = Part(2 * len(signed), wide=tuple(range(1, 2 * len(signed), 2)))
            part.add(*[text for pair in signed for text in pair])
        else:
            part = Part(len(signed), wide=tuple(range(len(signed))))
            part.add(*[f"{label}：{value}" for label, value in signed])
        parts.append(part)
    return parts


def after(draft: Draft) -> None:
    """The lines under the table: the note before or after those who sign."""
    dice = draft.dice
    signed: list[Line] = []
    note = [Line(dice.choice(_NOTES).replace("\n", " "))] if draft.option("note") == "line" else []
    note_first = bool(note) and dice.random() < 0.5
    if draft.option("sign-off") == "line":
        pairs = _signed(draft)
        gap = dice.choice(["    ", "\u3000\u3000", "        "])
        signed = [Line(gap.join(f"{label}：{value}" for label, value in pairs))]
    elif draft.option("sign-off") == "lines":
        signed = [Line(f"{label}：{value}") for label, value in _signed(draft)]
    draft.blocks += [*note, *signed] if note_first else [*signed, *note]


def _signed(draft: Draft) -> list[tuple[str, str]]:
    """Labels and values, and the truth of them."""
    year, habits = draft.bureau.year, draft.habits
    if draft.target:
        date = (year - 1, 12, habits.day)
    elif draft.evaluation:
        date = (year + 1, 2, habits.day)
    else:
        date = (year, habits.month + 1, habits.day)
    style = draft.keep("sdate", draft.dice.choice(["{}年{}月{}日", "{}-{:02d}-{:02d}", "{}.{}.{}"]))
    keys = draft.keep("signkeys", draft.dice.choice(_SIGNED))
    values = {
        "preparer": ("preparer", habits.names[0], habits.names[0]),
        "phone": ("phone", habits.phone, habits.phone),
        "date": ("filing_date", style.format(*date), "{}-{:02d}-{:02d}".format(*date)),
        "boss": ("responsible_person", habits.names[1], habits.names[1]),
    }
    draft.truth["signoff"] = {values[key][0]: values[key][2] for key in keys}
    return [(draft.plain(key), values[key][1]) for key in keys]
