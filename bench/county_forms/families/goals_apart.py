"""Forms whose indicators hang on their goals, stand beside each other by kind, or run as plain text."""

from __future__ import annotations

from functools import partial

from bench.county_forms import explained
from bench.county_forms.columns import Column, counted, indicator_table, levels, text_of, truth_of, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, heading, money_block, pairs, parties, period, sign_off, start
from bench.county_forms.families.departments import department, money_row, named
from bench.county_forms.families.projects import NOUNS, goal, project
from bench.county_forms.page import Cell
from bench.county_forms.rows import Row, sample_rows
from bench.county_forms.subject import money, shared, subject


def goal_by_goal(dice: Dice) -> list[Draft]:
    """A department's goals of the year, each with an indicator block of its own and the two years before."""
    draft = department(dice)
    one = draft.subject
    table = draft.table(8)
    named(draft, table)
    money_row(draft, table)
    table.row((dice.word("duties"), 1), draft.text("duties", one.topic["duty"][0]))
    rows = sample_rows(dice, one, blanks=False)
    half = next((i for i, r in enumerate(rows) if r.level1.startswith("效益")), len(rows) // 2)
    texts = []
    heads = (f"{one.year - 2}年", f"{one.year - 1}年", dice.some(["当年预期实现值", "预期当年实现值"]))
    for at, part in enumerate((rows[:half], rows[half:]), 1):
        text = one.topic["goal"][at - 1]
        texts.append(text)
        table.row((f"年度绩效目标{at}", 1), text)
        past = [
            Column("other", h, partial(explained.history, share=s), "指标值") for h, s in zip(heads, ("0.8", "0.9"))
        ]
        columns = [*levels(draft), *past, Column("value", heads[2], group="指标值"),
            Column("other", dice.some(["指标值确定依据", "指标设定依据"]), lambda _: "计划标准")]  # fmt: skip
        indicator_table(draft, table, part, columns, dice.some(["年度绩效指标", f"年度绩效目标{at}的绩效指标"]))
    draft.text("annual_goal", "\n".join(texts))
    return [draft]


def kinds_beside(dice: Dice) -> list[Draft]:
    """A list of projects with the kinds of indicators beside each other, name and value for each."""
    first = subject(dice)
    ones = [first]
    while len(ones) < 3:
        more = subject(dice, first.year)
        if more.project not in {o.project for o in ones}:
            more.unit = first.unit
            ones.append(more)
    for one in ones:
        one.parts = shared(dice, money(dice, one.unit), ["fiscal_appropriation"])
    drafts = [start(dice, one, "project_target") for one in ones]
    cover = start(dice, first, "project_target")
    heading(
        cover,
        dice.pick("noun", ["部门预算项目绩效目标汇总表", "项目支出绩效目标汇总表", "预算项目绩效目标公开表"]),
        filer=False,
    )
    kinds = ["成本指标", "产出指标", "效益指标", "满意度指标"]
    table = cover.table(4 + 2 * len(kinds))
    table.row(
        ("序号", 1, 2),
        ("项目名称", 1, 2),
        (dice.word("total"), 1, 2),
        (dice.word("annual_goal"), 1, 2),
        *((k, 2) for k in kinds),
    )
    table.row(*((h, 1) for _ in kinds for h in ("三级指标", "指标值")))
    for at, (one, draft) in enumerate(zip(ones, drafts), 1):
        rows = sample_rows(dice, one, scheme="new", blanks=False)
        by_kind = {k: [r for r in rows if r.level1.startswith(k)] for k in kinds}
        high = max(map(len, by_kind.values()))
        draft.truth["project_name"] = one.project
        lead = [
            str(at),
            one.project,
            amount(draft, "total", one.total),
            draft.text("annual_goal", dice.some(one.topic["goal"])),
        ]
        for y in range(high):
            here = [by_kind[k][y] if y < len(by_kind[k]) else None for k in kinds]
            table.row(
                *([Cell(t, 1, high) for t in lead] if y == 0 else []),
                *((t, 1) for r in here for t in ((r.name, r.raw) if r else ("", ""))),
            )
        draft.truth["indicators"] = [
            {"level1": r.level1, "level3": r.name, "target_raw": r.raw, "target": counted(r.target)} for r in rows
        ]  # fmt: skip
    drafts[0].blocks = cover.blocks
    return drafts


def goal_column(dice: Dice) -> list[Draft]:
    """Tasks of a project down the left, each over the indicators that measure it."""
    draft, codes = project(dice)
    one = draft.subject
    rows = sample_rows(dice, one, blanks=False)
    columns = [*levels(draft), *value(draft)]
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    goal(draft, table)
    table.row(
        (dice.word("indicator_block"), 1, len(rows) + 1),
        (dice.pick("task column", ["分项任务", "工作任务", "子任务"]), 1),
        *((c.head, 1) for c in columns),
    )
    cut = [0, len(rows) // 2, len(rows)]
    for a, b, task in zip(cut, cut[1:], one.topic["task"]):
        for at in range(a, b):
            row = rows[at]
            left = [(task[0], 1, b - a)] if at == a else []
            table.row(*left, *((text_of(c, row, draft), 1) for c in columns))
            draft.truth["indicators"].append(truth_of(columns, row, draft))
    sign_off(draft)
    return [draft]


def in_prose(dice: Dice) -> list[Draft]:
    """No table at all: numbered lines, an indicator a line."""
    one = subject(dice)
    one.parts = shared(dice, money(dice, one.unit), ["fiscal_appropriation", "other_funds"])
    draft = start(dice, one, "project_target")
    heading(draft, dice.pick("noun", NOUNS), filer=False, unit=False)
    for number, (label, text) in zip("一二三", parties(draft)):
        draft.line(f"{number}、{label}：{text}")
    draft.line(f"四、{dice.word('total')}：{amount(draft, 'total', one.total)}{one.unit}")
    draft.line(f"五、{dice.word('annual_goal')}：{draft.text('annual_goal', dice.some(one.topic['goal']))}")
    draft.line("六、绩效指标")
    rows: list[Row] = [r for r in sample_rows(dice, one, blanks=False) if r.kind not in ("range", "empty")]
    last1 = last2 = ""
    ordinals = iter("一二三四五")
    for row in rows:
        if row.level1 != last1:
            draft.line(f"（{next(ordinals)}）{row.level1}")
        if row.level2 != last2 or row.level1 != last1:
            draft.line(f"{row.level2}：")
        last1, last2 = row.level1, row.level2
        draft.line(f"{row.name}：{row.raw}；")
        draft.truth["indicators"].append(truth_of([*levels(draft), *value(draft)], row, draft))
    return [draft]


def stages(dice: Dice) -> list[Draft]:
    """A project of several years: what each year is to reach, the current one among them."""
    draft, codes = project(dice, nouns=["跨年度项目绩效目标表", "项目支出绩效目标申报表", "中期财政规划项目绩效目标表"])
    one = draft.subject
    rows = [r for r in sample_rows(dice, one, blanks=False) if r.kind == "number"]
    table = draft.table(8)
    pairs(table, [*parties(draft), (dice.word("period"), period(draft))])
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    table.row((dice.word("period_goal"), 1), draft.text("period_goal", dice.some(one.topic["long"])))
    table.row((dice.word("annual_goal"), 1), draft.text("annual_goal", dice.some(one.topic["goal"])))
    columns = [*levels(draft), Column("other", "上年完成值", lambda r: explained.history(r, "0.9")),
        Column("value", dice.pick("this year", ["本年目标值", "当年目标值", "本年度目标值"])),
        Column("note", dice.word("note"))]  # fmt: skip
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    table.row((dice.word("review_opinion"), 1), draft.text("review_opinion", "同意列入项目库。"))
    sign_off(draft)
    return [draft]
