"""Targets of one project, whose structure lies in the indicator table."""

from __future__ import annotations

import re
from functools import partial

from bench.county_forms import explained
from bench.county_forms.columns import Column, counted, indicator_table, levels, split_value, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, heading, money_block, pairs, parties, period, sign_off, start
from bench.county_forms.page import Table
from bench.county_forms.rows import give_points, sample_rows
from bench.county_forms.subject import money, person, phone, shared, subject

NOUNS = [
    "项目支出绩效目标表",
    "项目支出绩效目标申报表",
    "项目绩效目标表",
    "部门预算项目支出绩效目标表",
    "项目绩效目标申报表",
    "预算项目绩效目标公开表",
]
PARTS = [
    ["fiscal_appropriation", "other_funds"], ["fiscal_appropriation", "carry_over", "other_funds"],
    ["fiscal_appropriation", "superior_funds", "own_funds"], ["fiscal_appropriation", "own_funds", "other_funds"],
]  # fmt: skip


def project(dice: Dice, *, filer: bool | None = None, nouns: list[str] = NOUNS) -> tuple[Draft, list[str]]:
    """A project's form with its heading, and the codes of its money."""
    one = subject(dice)
    dice.targets = True
    codes = list(dice.pick("money parts", PARTS))
    one.parts = shared(dice, money(dice, one.unit), codes)
    draft = start(dice, one, "project_target")
    heading(draft, dice.pick("noun", nouns), filer=filer)
    return draft, codes


def goal(draft: Draft, table: Table) -> None:
    """The one goal of the form."""
    dice = draft.dice
    label = dice.word(dice.some(["annual_goal", "goal"]))
    text = dice.some(draft.subject.topic["goal"])
    if dice.pick("goal marks", ["plain", "plain", "numbered"]) == "numbered":
        other = draft.subject.topic["task"][0][1]
        text = f"目标1：{text}\n目标2：{other}。"
    draft.text("annual_goal", text)
    table.row((label, 1), text)


def central(dice: Dice) -> list[Draft]:
    """The form of the ministry: parties, money, goal, four columns and the points of each row."""
    draft, codes = project(dice)
    table = draft.table(dice.pick("width", [6, 7, 8]))
    cells = parties(draft)
    table.row(*cells[0])
    pairs(table, cells[1:])
    money_block(draft, table, codes)
    goal(draft, table)
    rows = sample_rows(dice, draft.subject)
    columns = [*levels(draft), *value(draft)]
    if dice.chance("points", 0.6):
        give_points(dice, rows, 90)
        columns.append(Column("weight", dice.word("weight")))
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def two_goals(dice: Dice) -> list[Draft]:
    """Goals of the whole term and of the year, a term, a value with its unit and a standard."""
    draft, codes = project(dice, filer=True)
    one = draft.subject
    table = draft.table(6)
    draft.truth |= {"project_name": one.project, "department": one.bureau}
    table.row((dice.word("project_name"), 1), one.project, (dice.word("department"), 1), one.bureau)
    total = amount(draft, "total", one.total)
    first = codes[0]
    table.row((dice.word("total"), 1), total, (dice.word(first), 1), amount(draft, first, one.parts[first]))
    table.row((dice.word("period"), 1), period(draft))
    table.row((dice.word("period_goal"), 1), draft.text("period_goal", dice.some(one.topic["long"])))
    table.row((dice.word("annual_goal"), 1), draft.text("annual_goal", dice.some(one.topic["goal"])))
    rows = sample_rows(dice, one)
    standard = Column(
        "standard", dice.word("standard"), lambda row: "计划标准" if row.part != "成本" else "预算支出标准"
    )
    indicator_table(draft, table, rows, [*levels(draft), Column("value", dice.word("value_unit")), standard],
        dice.word("indicator_block"))  # fmt: skip
    for row, made in zip(rows, draft.truth["indicators"]):
        made["standard"] = "" if row.blank else ("计划标准" if row.part != "成本" else "预算支出标准")
    sign_off(draft)
    return [draft]


def split_columns(dice: Dice) -> list[Draft]:
    """Sign, value, unit, points and direction in columns of their own, as a budget system prints them."""
    draft, codes = project(dice)
    dice.chosen["no unit"] = dice.some(["", "-", "无"])
    rows = sample_rows(dice, draft.subject, split=True, blanks=False)
    give_points(dice, rows, dice.pick("points whole", [90, 100]))
    columns = [*levels(draft), *split_value(draft), Column("weight", dice.word("weight"))]
    if dice.chance("direction", 0.5):
        way = {"≥": "正向指标", "≤": "反向指标", "=": "正向指标", "定性": "定性指标"}
        columns.append(Column("other", dice.some(["指标方向性", "指标方向"]), lambda row: way[row.sign]))
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), dice.pick("pairs a row", [1, 3]))
    money_block(draft, table, codes)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def history(dice: Dice) -> list[Draft]:
    """The two years before beside this year's value."""
    draft, codes = project(dice)
    rows = sample_rows(dice, draft.subject)
    year = draft.subject.year
    heads = dice.pick("history heads",
        [("前年实际值", "上年预计值", "本年目标值"), (f"{year - 2}年实际值", f"{year - 1}年实际值", f"{year}年目标值"),
        ("前年完成值", "上年完成值", "当年目标值")])  # fmt: skip
    columns = [
        *levels(draft), Column("other", heads[0], lambda r: explained.history(r, "0.85")),
        Column("other", heads[1], lambda r: explained.history(r, "0.92")),
        Column("value", heads[2]),
    ]  # fmt: skip
    table = draft.table(7)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def grades(dice: Dice) -> list[Draft]:
    """A value and what counts as 优, 良, 中, 差 beside it."""
    draft, codes = project(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    group = dice.some(["评价标准", "评分等级"])
    marks = [
        Column("other", head, partial(explained.grade, share=share), group)
        for head, share in (("优", "1"), ("良", "0.9"), ("中", "0.8"), ("差", "0.7"))
    ]
    columns = [*levels(draft), Column("other", dice.word("explain"), explained.explain), *value(draft), *marks]
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def quarters(dice: Dice) -> list[Draft]:
    """The year's value with its plan by quarter."""
    draft, codes = project(dice)
    rows = [r for r in sample_rows(dice, draft.subject, blanks=False) if r.kind == "number"]
    plan = [("一季度", "25%"), ("二季度", "50%"), ("三季度", "75%"), ("四季度", "100%")]
    group = dice.some(["分季度计划进度", "季度目标（累计进度）"])
    steps = [Column("other", head, partial(explained.always, text=share), group) for head, share in plan]
    whole = Column("value", dice.pick("year head", ["全年目标值", "全年指标值", "年度指标值"]))
    columns = [*levels(draft), *([whole, *steps] if dice.chance("year first", 0.5) else [*steps, whole])]
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def lines_above(dice: Dice) -> list[Draft]:
    """Parties, money and goal as lines; the table holds the indicators alone."""
    one = subject(dice)
    one.parts = shared(dice, money(dice, one.unit), ["fiscal_appropriation", "other_funds"])
    draft = start(dice, one, "project_target")
    heading(draft, dice.pick("noun", NOUNS), filer=False, unit=False)
    for label, text in parties(draft):
        draft.line(f"{label}：{text}")
    shown = amount(draft, "total", one.total)
    draft.line(f"{dice.word('total')}：{shown}{one.unit}")
    draft.line(f"{dice.word('annual_goal')}：{draft.text('annual_goal', dice.some(one.topic['goal']))}")
    rows = sample_rows(dice, one)
    columns = [*levels(draft), *value(draft)]
    if dice.chance("explained", 0.5):
        columns.append(Column("other", dice.word("explain"), explained.explain))
    indicator_table(draft, draft.table(len(columns)), rows, columns)
    sign_off(draft)
    return [draft]


def kind_column(dice: Dice) -> list[Draft]:
    """The kind of an indicator in one column, its name, value and how it is worked out beside it."""
    draft, codes = project(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    kind = Column("level2", dice.pick("kind head", ["指标类型", "指标类别", "绩效指标类型"]))
    name = Column("level3", dice.pick("name head", ["指标名称", "绩效指标", "绩效指标名称"]))
    columns = [kind, name, Column("other", dice.word("explain"), explained.explain), *value(draft)]
    columns.append(Column("other", dice.word("source"), explained.source))
    table = draft.table(6)
    pairs(table, [*parties(draft), (dice.word("project_head"), person(dice))])
    number = phone(dice)
    draft.put("signoff", "phone", number)
    table.row((dice.word("phone"), 1), number)
    money_block(draft, table, codes)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    for made in draft.truth["indicators"]:
        if made["level2"].startswith("成本"):  # a word of the first level as well as of the second
            del made["level2"]
    return [draft]


def one_cell(dice: Dice) -> list[Draft]:
    """All indicators in one cell, a heading a kind and a line an indicator."""
    draft, codes = project(dice)
    table = draft.table(5)
    table.row(*parties(draft)[0])
    money_block(draft, table, codes, dice.some(["rows beside", "pairs"]))
    goal(draft, table)
    rows = [r for r in sample_rows(dice, draft.subject, blanks=False) if r.kind == "number"]
    lines: list[str] = []
    number = 0
    for row in rows:
        row.name = re.sub(r"^(?:★|指标\d：|\d\.)", "", row.name)
        head = f"【{row.level1}-{row.level2}】"
        number = 1 if head not in lines else number + 1
        lines += ([] if head in lines else [head]) + [f"指标{number}：{row.name}（{row.raw}）"]
        draft.truth["indicators"].append(
            {
                "level1": row.level1,
                "level2": row.level2,
                "level3": row.name,
                "target_raw": row.raw,
                "target": counted(row.target),
            }
        )
    table.row((dice.word("indicator_block"), 1), "\n".join(lines))
    draft.truth.pop("department", None), draft.truth.pop("implementer")
    sign_off(draft)
    return [draft]
