"""Targets of a whole department."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms import explained
from bench.county_forms.columns import Column, indicator_table, levels, split_value, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, heading, pairs, sign_off, start
from bench.county_forms.page import Table
from bench.county_forms.rows import Row, give_points, sample_rows
from bench.county_forms.subject import money, shared, subject, written

NOUNS = [
    "部门整体支出绩效目标表",
    "部门整体绩效目标表",
    "部门整体支出绩效目标申报表",
    "部门（单位）整体支出绩效目标表",
    "部门预算整体绩效目标表",
    "整体支出绩效目标申报表",
]


def department(dice: Dice, *, filer: bool | None = None, unit: bool = True) -> Draft:
    """A department's form with its heading; its money is basic and project spending."""
    one = subject(dice)
    dice.targets = True
    one.parts = shared(dice, money(dice, one.unit), ["basic_expenditure", "project_expenditure"])
    draft = start(dice, one, "department_target")
    heading(draft, dice.pick("noun", NOUNS), filer=filer, unit=unit)
    return draft


def named(draft: Draft, table: Table) -> None:
    """The row of the department's name."""
    draft.truth["department"] = draft.subject.bureau
    table.row((draft.dice.word("department_name"), 1), draft.subject.bureau)


def goal(draft: Draft, table: Table, key: str = "") -> None:
    """The year's goal of the department."""
    dice, topic = draft.dice, draft.subject.topic
    lines = (
        [f"目标{i}：{t}" for i, t in enumerate(topic["goal"], 1)]
        if dice.chance("numbered goal", 0.6)
        else topic["goal"][:1]
    )
    table.row((dice.word(key or dice.some(["goal", "annual_goal"])), 1), draft.text("annual_goal", "\n".join(lines)))


def task_table(draft: Draft, table: Table) -> None:
    """The year's tasks with the money of each; the last row adds them up."""
    dice, one = draft.dice, draft.subject
    tasks = one.topic["task"]
    whole = shared(dice, one.total, [t[0] for t in tasks])
    other = {
        t[0]: (whole[t[0]] / 10).to_integral_value() if dice.chance(f"other {t[0]}", 0.4) else Decimal(0) for t in tasks
    }
    label = dice.pick("task label", ["年度主要任务", "年度重点工作任务", "年度主要工作任务"])
    heads = dice.pick("task heads", [("任务名称", "主要内容"), ("任务名称", "主要内容"), ("工作任务", "工作内容")])
    band = f"预算金额（{one.unit}）"
    names = ("总额", "财政拨款", "其他资金")
    rest = table.width - 4
    table.row((label, 1, len(tasks) + 3), (heads[0], 1, 2), (heads[1], rest - 1 if rest > 1 else 1, 2), (band, 0))
    table.row(*names)
    for task, content in tasks:
        table.row(
            (task, 1),
            (content, rest - 1 if rest > 1 else 1),
            *(written(dice, v, one.unit) for v in (whole[task], whole[task] - other[task], other[task])),
        )
    extra = sum(other.values(), Decimal(0))
    table.row(
        ("金额合计", rest if rest > 1 else 2),
        amount(draft, "total", one.total),
        written(dice, one.total - extra),
        written(dice, extra),
    )


def tasks(dice: Dice) -> list[Draft]:
    """The ministry's form: tasks with money, the goal, the indicators."""
    draft = department(dice)
    table = draft.table(dice.pick("width", [6, 7]))
    named(draft, table)
    task_table(draft, table)
    goal(draft, table)
    rows = sample_rows(dice, draft.subject)
    columns = [*levels(draft), *value(draft)]
    if dice.chance("points", 0.5):
        give_points(dice, rows, 100)
        columns.append(Column("weight", dice.word("weight")))
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def income_and_spending(dice: Dice) -> list[Draft]:
    """Money by source and by use, the amounts behind colons in the labels' own cells."""
    draft = department(dice, filer=True)
    one = draft.subject
    sources = shared(dice, one.total, ["general_public_budget", "government_fund", "other_funds"])
    table = draft.table(6)
    named(draft, table)
    block = dice.pick("apply", ["年度预算申请", "年度预算", "部门年度预算"]) + f"\n（{one.unit}）"
    table.row((block, 1, 5), (f"资金总额：{amount(draft, 'total', one.total)}", 0))
    table.row(("按收入性质分：", 3), ("按支出性质分：", 2))
    uses = [("basic_expenditure", "其中："), ("project_expenditure", "")]
    for at, (code, value_) in enumerate(sources.items()):
        left = f"{'其中：' if not at else ''}{dice.word(code)}：{amount(draft, code, value_)}"
        right = ""
        if at < 2:
            code = uses[at][0]
            right = f"{uses[at][1]}{dice.word(code)}：{amount(draft, code, one.parts[code])}"
        table.row((left, 3), (right, 2))
    table.row((dice.word("duties"), 1), draft.text("duties", one.topic["duty"][0]))
    goal(draft, table)
    rows = sample_rows(dice, one)
    indicator_table(
        draft,
        table,
        rows,
        [*levels(draft), Column("value", dice.word("value_unit"))],
        dice.some(["部门整体支出年度绩效指标", "年度绩效指标"]),
    )
    sign_off(draft)
    return [draft]


def weighted(dice: Dice) -> list[Draft]:
    """Points, scoring, explanation and source beside each value."""
    draft = department(dice)
    rows = sample_rows(dice, draft.subject)
    give_points(dice, rows, 100)
    columns = [*levels(draft), *value(draft), Column("weight", dice.word("weight")),
        Column("other", dice.word("explain"), explained.explain),
        Column("other", dice.word("scoring"), explained.scoring),
        Column("other", dice.word("source"), explained.source)]  # fmt: skip
    table = draft.table(len(columns) + 1)
    named(draft, table)
    money_row(draft, table)
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def money_row(draft: Draft, table: Table) -> None:
    """Total, basic and project spending in one row or in a small matrix."""
    dice, one = draft.dice, draft.subject
    codes = ["total", "basic_expenditure", "project_expenditure"]
    labels = [dice.word(c) for c in codes]
    shown = [amount(draft, c, one.total if c == "total" else one.parts[c]) for c in codes]
    if dice.pick("department money", ["pairs", "matrix"]) == "pairs" and table.width >= 6:
        table.row(*[text for pair in zip(labels, shown) for text in pair])
    else:
        table.row((f"部门预算\n（{one.unit}）", 1, 2), *labels)
        table.row(*shown)


def half_and_full_year(dice: Dice) -> list[Draft]:
    """A value for half the year and one for the whole of it."""
    draft = department(dice)
    rows = [r for r in sample_rows(dice, draft.subject, blanks=False) if r.kind != "date"]
    heads = dice.pick(
        "half heads",
        [("半年指标值", "全年指标值"), ("半年（程）目标值", "全年（程）目标值"), ("上半年目标值", "全年目标值")],
    )
    columns = [
        *levels(draft),
        Column("other", heads[0], lambda r: explained.history(r, "0.5")),
        Column("value", heads[1]),
    ]
    table = draft.table(6)
    named(draft, table)
    money_row(draft, table)
    table.row((dice.word("duties"), 1), draft.text("duties", draft.subject.topic["duty"][0]))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def duties_first(dice: Dice) -> list[Draft]:
    """Numbered sections: duties, staff, goal, tasks with their projects, split values with basis and source."""
    draft = department(dice)
    one = draft.subject
    rows = sample_rows(dice, one, split=True, blanks=False)
    columns = [*levels(draft), *split_value(draft),
        Column("other", dice.some(["绩效指标设定依据", "指标设定依据"]), lambda _: "年度工作计划"),
        Column("other", dice.word("source"), explained.source)]  # fmt: skip
    table = draft.table(len(columns))
    named(draft, table)
    pairs(table, [("编制人数", str(dice.between(20, 90))), ("实有人数", str(dice.between(12, 80)))])
    table.row((dice.some(["一、部门职责", "部门职责"]), 1), draft.text("duties", one.topic["duty"][0]))
    table.row((dice.some(["二、年度总体目标", "年度总体目标"]), 1), draft.text("annual_goal", one.topic["goal"][0]))
    table.row((dice.some(["三、部门年度重点工作任务", "部门年度重点工作任务"]), 0))
    table.row(("任务名称", 2), "主要内容", (f"预算金额（{one.unit}）", 2))
    whole = shared(dice, one.total, [t[0] for t in one.topic["task"]])
    for task, content in one.topic["task"]:
        table.row((task, 2), content, (written(dice, whole[task]), 2))
    table.row((dice.some(["四、部门整体支出绩效指标", "部门整体支出绩效指标"]), 0))
    indicator_table(draft, table, rows, columns)
    return [draft]


def county_list(dice: Dice) -> list[Draft]:
    """No levels at all: name, points, unit, sign and value, under the department's money and goal."""
    draft = department(dice)
    rows = sample_rows(dice, draft.subject, split=True, blanks=False)
    give_points(dice, rows, 100)
    columns = [Column("level3", dice.pick("name head", ["指标名称", "绩效指标名称", "指标"]), wide=2),
        Column("weight", dice.word("weight")), Column("unit", dice.word("unit")), Column("sign", dice.word("sign")),
        Column("number", dice.word("value"))]  # fmt: skip
    table = draft.table(7)
    draft.truth["department"] = draft.subject.bureau
    table.row(
        (dice.word("department_name"), 1),
        (draft.subject.bureau, 2),
        (dice.pick("spending", ["部门支出预算数", "部门支出预算总额", "部门预算总额"]), 2),
        (amount(draft, "total", draft.subject.total), 0),
    )
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


_MANAGED: dict[str, list[tuple[str, list[str]]]] = {
    "投入管理指标": [("工作目标管理", ["年度履职目标相关性|定|充分相关", "工作任务科学性|定|科学合理"]),
    ("预算和财务管理", ["预算编制完整性|定|完整", "预算执行率|≥|95|%", "政府采购执行率|≥|95|%"]),
    ("绩效管理", ["绩效监控完成率|=|100|%", "绩效自评完成率|=|100|%"])],
    "产出指标": [("重点工作任务完成", []), ("履职目标实现", ["年度工作目标完成率|≥|95|%"])],
    "效益指标": [("履职效益", []), ("满意度", [])],
}  # fmt: skip


def management_levels(dice: Dice) -> list[Draft]:
    """Levels of management beside output and effect; tasks without money; the budget by source and use."""
    draft = department(dice)
    one = draft.subject
    table = draft.table(6)
    named(draft, table)
    goal_label = dice.some(["年度履职目标", "年度总体目标"])
    table.row((goal_label, 1), draft.text("annual_goal", one.topic["goal"][0]))
    table.row(("年度主要任务", 1, 1 + len(one.topic["task"])), ("任务名称", 2), ("主要内容", 3))
    for task, content in one.topic["task"]:
        table.row((task, 2), (content, 3))
    table.row(("预算情况", 1, 3), (f"部门预算总额（{one.unit}）", 3), (amount(draft, "total", one.total), 2))
    for code, label in (("basic_expenditure", "（1）基本支出"), ("project_expenditure", "（2）项目支出")):
        table.row((label, 3), (amount(draft, code, one.parts[code]), 2))
    rows: list[Row] = []
    for level1, seconds in _MANAGED.items():
        for level2, specs in seconds:
            fills = [_managed(level1, level2, s) for s in specs]
            part = {"重点工作任务完成": "数量", "履职效益": "社会", "满意度": "满意度"}.get(level2, "")
            if part:
                found = [r for r in sample_rows(dice, one, scheme="old", blanks=False) if r.part == part]
                for row in found:
                    row.level1, row.level2 = level1, level2
                fills += found
            rows += fills
    columns = [*levels(draft), *value(draft), Column("other", dice.some(["指标值说明", "指标说明"]), explained.explain)]
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    return [draft]


def _managed(level1: str, level2: str, spec: str) -> Row:
    name, sign, number, *unit = spec.split("|")
    if sign == "定":
        return Row(level1, level2, name, "text", "定性", number, "", number, {"kind": "text"})
    operator = {"≥": ">=", "=": "="}[sign]
    return Row(level1, level2, name, "number", sign, number, unit[0], sign + number + unit[0],
        {"value": number, "unit": unit[0], "operator": operator})  # fmt: skip
