"""Self-evaluations of a project or a department at the year's end."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms import explained
from bench.county_forms.columns import Column, indicator_table, levels, split_value, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, heading, pairs, parties, sign_off, start
from bench.county_forms.families.departments import named
from bench.county_forms.page import Table
from bench.county_forms.rows import Row, give_points, give_results, sample_rows
from bench.county_forms.spent import spending_block
from bench.county_forms.subject import money, person, shared, subject, written

NOUNS = [
    "项目支出绩效自评表",
    "项目支出绩效自评情况表",
    "部门预算项目支出绩效自评表",
    "项目绩效自评表",
    "项目支出绩效目标自评表",
    "预算项目支出绩效自评结果表",
]
WHOLE = ["部门整体支出绩效自评表", "部门（单位）整体支出绩效自评表", "部门整体绩效自评表", "部门整体支出绩效自评结果表"]
PARTS = [
    ["fiscal_appropriation", "other_funds"],
    ["fiscal_appropriation", "carry_over", "other_funds"],
    ["fiscal_appropriation", "own_funds"],
]


def review(dice: Dice, kind: str = "project", *, filer: bool | None = None) -> tuple[Draft, list[str]]:
    """A review's form with its heading, and the codes of its money."""
    one = subject(dice)
    dice.targets = False
    codes = list(dice.pick("money parts", PARTS)) if kind == "project" else ["basic_expenditure", "project_expenditure"]
    one.parts = shared(dice, money(dice, one.unit), codes)
    draft = start(dice, one, f"{kind}_self_evaluation")
    heading(draft, dice.pick("noun", NOUNS if kind == "project" else WHOLE), filer=filer)
    return draft, codes


def goals(draft: Draft, table: Table) -> None:
    """What was expected beside what was reached."""
    dice, topic = draft.dice, draft.subject.topic
    goal = dice.some(topic["goal"])
    done = goal.replace("。", "") + "，" + dice.some(["全年任务已完成。", "各项工作按计划完成。", "目标基本实现。"])
    label = dice.pick("goal block", ["年度总体目标", "年度绩效目标", "总体目标完成情况"])
    table.row((label, 1, 2), dice.word("expected"), dice.word("achievement"))
    table.row(draft.text("annual_goal", goal), draft.text("achievement", done))


def last_row(draft: Draft, table: Table, columns: list[Column], spans: list[int], points: str, earned: Decimal) -> None:
    """The row of the totals, under the columns of points."""
    roles = [c.role for c in columns]
    first = next(i for i, r in enumerate(roles) if r in ("weight", "achieved_score"))
    texts = {"weight": points, "achieved_score": f"{earned.normalize():f}"}
    under = [(texts.get(r, ""), s) for r, s in zip(roles[first:], spans[first:])]
    table.row((draft.dice.word("total_points"), table.free() - sum(spans[first:])), *under)


def body(draft: Draft, table: Table, columns: list[Column], rows: list[Row], spent: Decimal, block: str | None) -> None:
    """Indicators with their results and the total row."""
    draft.dice.chosen["actual unit"] = draft.dice.some(["with", "without"])
    earned = give_results(draft.dice, rows) + spent
    spans = indicator_table(draft, table, rows, columns, block)
    if draft.dice.chance("total row", 0.85):
        whole = sum((Decimal(r.points) for r in rows if r.points), Decimal(0)) + (10 if spent else 0)
        last_row(draft, table, columns, spans, f"{whole}", earned)


def results(draft: Draft, *, points_first: bool = False) -> list[Column]:
    """Value, actual value, points and reason, in one of the two customary orders."""
    word = draft.dice.word
    one = [Column("weight", word("weight")), *value(draft), Column("actual", word("actual"))]
    two = [*one[1:], one[0]]
    return [
        *(one if points_first else two),
        Column("achieved_score", word("score")),
        Column("deviation_reason", word("reason")),
    ]


def central(dice: Dice) -> list[Draft]:
    """The ministry's review: money with points, goal beside result, points after the values."""
    draft, codes = review(dice)
    table = draft.table(9)
    cells = parties(draft)
    table.row(*cells[0])
    pairs(table, cells[1:])
    spent = spending_block(draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"])
    goals(draft, table)
    rows = sample_rows(dice, draft.subject)
    give_points(dice, rows, 90)
    body(draft, table, [*levels(draft), *results(draft)], rows, spent, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def fund_block(dice: Dice) -> list[Draft]:
    """Budget (A), spending (B) and B/A; points before the values."""
    draft, codes = review(dice)
    table = draft.table(9)
    pairs(table, [*parties(draft), (dice.word("project_head"), person(dice))])
    heads = {
        "adjusted": "全年预算数（A）",
        "executed": "全年执行数（B）",
        "rate": dice.some(["执行率（B/A）", "执行率(B÷A)"]),
    }
    spent = spending_block(draft, table, codes, ["adjusted", "executed", "weight", "rate", "score"], heads)
    goals(draft, table)
    rows = sample_rows(dice, draft.subject)
    give_points(dice, rows, 90)
    body(draft, table, [*levels(draft), *results(draft, points_first=True)], rows, spent, dice.word("indicator_block"))
    note = "注：1.得分一档最高不能超过该指标分值上限。2.定性指标根据完成情况分档打分。"
    draft.line(note)
    return [draft]


def system_export(dice: Dice) -> list[Draft]:
    """As a provincial system prints it: sign, value, unit, actual, points, and three texts at the end."""
    draft, codes = review(dice)
    dice.chosen["no unit"] = ""
    rows = sample_rows(dice, draft.subject, split=True, blanks=False)
    give_points(dice, rows, 90)
    columns = [*levels(draft), *split_value(draft), Column("actual", dice.word("actual")),
        Column("weight", dice.word("weight")), Column("achieved_score", dice.word("score")),
        Column("deviation_reason", dice.word("reason"))]  # fmt: skip
    table = draft.table(11)
    cells = parties(draft)
    table.row(*cells[0])
    pairs(table, cells[1:])
    goals(draft, table)
    spent = spending_block(draft, table, codes, ["initial", "adjusted", "executed", "rate", "weight", "score"])
    body(draft, table, columns, rows, spent, dice.word("indicator_block"))
    closing(draft, table)
    return [draft]


def closing(draft: Draft, table: Table) -> None:
    """Conclusion, problems and measures, each a row."""
    dice = draft.dice
    if dice.chance("conclusion", 0.6):
        table.row((dice.some(["评价结论", "自评结论"]), 1), "项目总体完成较好，资金使用规范。")
    table.row((dice.word("problems"), 1), draft.text("problems", "前期论证不够充分，支付进度不够均衡。"))
    table.row((dice.word("measures"), 1), draft.text("measures", "提早谋划项目，加快支出进度，强化过程跟踪。"))


def department(dice: Dice) -> list[Draft]:
    """A department's review, money by basic and project spending."""
    draft, codes = review(dice, "department")
    table = draft.table(9)
    named(draft, table)
    labels = {"total": dice.word("total"), "basic_expenditure": "其中：" + dice.word("basic_expenditure"),
        "project_expenditure": dice.word("project_expenditure")}  # fmt: skip
    spent = spending_block(
        draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"], labels=labels
    )
    goals(draft, table)
    rows = sample_rows(dice, draft.subject)
    give_points(dice, rows, 90)
    body(
        draft,
        table,
        [*levels(draft), *results(draft, points_first=dice.chance("points first", 0.5))],
        rows,
        spent,
        dice.word("indicator_block"),
    )
    sign_off(draft)
    return [draft]


def no_levels(dice: Dice) -> list[Draft]:
    """Budget and spending in two cells; names with sign, value, unit, points and actual, and how points are given."""
    draft, _ = review(dice)
    one = draft.subject
    dice.chosen["no unit"] = "无"
    rows = sample_rows(dice, one, split=True, blanks=False)
    give_points(dice, rows, 100)
    table = draft.table(9)
    pairs(table, [*parties(draft), (dice.word("project_head"), person(dice))])
    spent = (one.total * dice.between(85, 100) / 100).quantize(Decimal("0.01"))
    heads = dice.pick(
        "two heads",
        [("全年预算数（A）", "全年执行数（B）"), ("全年预算数", "全年执行数"), ("调整后预算数", "预算执行数")],
    )
    table.row((f"项目预算执行情况（{one.unit}）", 1, 2), *heads)
    table.row(written(dice, one.total), written(dice, spent))
    draft.truth["execution"] = [{"item": None, "adjusted": f"{one.total}", "executed": f"{spent}"}]
    goals(draft, table)
    columns = [Column("level3", dice.pick("name head", ["指标名称", "绩效指标名称"]), wide=2), *split_value(draft),
        Column("weight", dice.word("weight")), Column("actual", dice.word("actual")),
        Column("achieved_score", dice.word("score")),
        Column("other", dice.word("scoring"), explained.scoring)]  # fmt: skip
    body(draft, table, columns, rows, Decimal(0), None)
    sign_off(draft)
    return [draft]


def evidence(dice: Dice) -> list[Draft]:
    """Scoring, explanation and evidence columns, and a grade at the end."""
    draft, codes = review(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    give_points(dice, rows, 90)
    columns = [
        *levels(draft),
        Column("other", dice.word("scoring"), explained.scoring),
        *results(draft),
        Column("other", dice.word("source"), explained.source),
    ]
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), 3)
    spent = spending_block(draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"])
    goals(draft, table)
    body(draft, table, columns, rows, spent, dice.word("indicator_block"))
    table.row((dice.some(["自评等次", "评价等级"]), 2), dice.some(["优", "良"]))
    sign_off(draft)
    return [draft]


_PROCESS = {
    "项目决策": [("立项依据", "依据充分性", "充分"), ("绩效目标", "目标合理性", "合理")],
    "项目管理": [("投入管理", "资金到位率", "100%"), ("财务管理", "财务制度健全性", "健全")],
}


def _process(level1: str, level2: str, name: str, text: str) -> Row:
    if text.endswith("%"):
        target = {"value": text[:-1], "unit": "%", "operator": None}
        return Row(level1, level2, name, "number", "=", text[:-1], "%", text, target, part="过程")
    return Row(level1, level2, name, "text", "定性", text, "", text, {"kind": "text"}, part="过程")


def process_levels(dice: Dice) -> list[Draft]:
    """Decision and management levels before output and effect, points asked beside points given."""
    draft, codes = review(dice)
    table = draft.table(8)
    pairs(table, [*parties(draft), (dice.some(["财政审核评分", "财政复核得分"]), "")])
    spending_block(draft, table, codes, ["initial", "adjusted", "executed", "rate"])
    goals(draft, table)
    rows = [_process(level1, *row) for level1, seconds in _PROCESS.items() for row in seconds]
    found = sample_rows(dice, draft.subject, scheme="old", blanks=False)
    short = {"产出指标": "项目产出", "效益指标": "项目效益", "满意度指标": "项目效益"}
    for row in found:
        row.level1 = short[row.level1]
    rows += found
    give_points(dice, rows, 100)
    points = Column("weight", dice.pick("points head", ["分值", "考核分值", "标准分值"]))
    columns = [*levels(draft), points, *value(draft), Column("actual", dice.word("actual")),
        Column("achieved_score", dice.word("score")), Column("deviation_reason", dice.word("reason"))]  # fmt: skip
    body(draft, table, columns, rows, Decimal(0), None)
    return [draft]


def department_tasks(dice: Dice) -> list[Draft]:
    """A department's review with what became of each task."""
    draft, codes = review(dice, "department")
    one = draft.subject
    table = draft.table(9)
    named(draft, table)
    labels = {
        "total": dice.word("total"),
        "basic_expenditure": dice.word("basic_expenditure"),
        "project_expenditure": dice.word("project_expenditure"),
    }
    spent = spending_block(
        draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"], labels=labels
    )
    goals(draft, table)
    tasks = one.topic["task"]
    table.row(
        (dice.some(["年度主要任务", "年度主要工作任务完成情况"]), 1, len(tasks) + 1),
        ("任务名称", 2),
        ("主要内容", 3),
        ("完成情况", 3),
    )
    for task, content in tasks:
        table.row((task, 2), (content, 3), (dice.some(["已完成", "按计划完成", "全部完成"]), 3))
    rows = sample_rows(dice, one)
    give_points(dice, rows, 90)
    body(draft, table, [*levels(draft), *results(draft)], rows, spent, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def two_tier(dice: Dice) -> list[Draft]:
    """Sign, value and unit under one head; the grade beside the total."""
    draft, codes = review(dice)
    rows = sample_rows(dice, draft.subject, split=True)
    give_points(dice, rows, 90)
    columns = [*levels(draft), *split_value(draft, group=True), Column("actual", dice.word("actual")),
        Column("weight", "分值"), Column("achieved_score", "得分"),
        Column("deviation_reason", dice.word("reason"))]  # fmt: skip
    table = draft.table(11)
    pairs(table, parties(draft), 1)
    spent = spending_block(draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"])
    goals(draft, table)
    body(draft, table, columns, rows, spent, dice.word("indicator_block"))
    table.row((dice.some(["其他需要说明事项", "其他需要说明的事项"]), 2), dice.some(["无", "无其他需要说明的事项。"]))
    return [draft]


def closing_rows(dice: Dice) -> list[Draft]:
    """Boxes to tick above, and the reasons and the use of the results as rows below."""
    draft, codes = review(dice)
    table = draft.table(8)
    pairs(table, parties(draft), 1)
    table.row((dice.some(["项目类别", "项目类型"]), 1), "1.部门预算项目 ☑  2.专项资金 □  3.转移支付 □")
    table.row((dice.some(["项目属性", "项目性质"]), 1), "1.持续性项目 □  2.新增性项目 ☑")
    spending_block(draft, table, codes, ["adjusted", "executed", "rate"],
        {"adjusted": "预算数（A）", "executed": "执行数（B）", "rate": "执行率（B/A）"})  # fmt: skip
    rows = sample_rows(dice, draft.subject, blanks=False)
    give_points(dice, rows, 100)
    columns = [*levels(draft), Column("value", "年初目标值（A）"), Column("actual", "实际完成值（B）"),
        Column("weight", dice.word("weight")), Column("achieved_score", dice.word("score"))]  # fmt: skip
    body(draft, table, columns, rows, Decimal(0), dice.word("indicator_block"))
    table.row(("偏差大或目标未完成原因分析", 2), dice.some(["部分对象外出，核实工作有所滞后。", "无偏差。"]))
    table.row(("改进措施及结果应用方案", 2), "将自评结果作为下年度预算安排的依据。")
    sign_off(draft)
    return [draft]
