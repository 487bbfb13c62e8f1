"""Monitoring of a project or a department in the course of the year."""

from __future__ import annotations

from functools import partial

from bench.county_forms import explained
from bench.county_forms.columns import Column, indicator_table, levels, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, heading, pairs, parties, sign_off, start
from bench.county_forms.families.departments import named
from bench.county_forms.page import Table
from bench.county_forms.rows import Row, sample_rows
from bench.county_forms.spent import plan_spending, rate_of
from bench.county_forms.subject import money, shared, subject, written

NOUNS = [
    "项目支出绩效监控表",
    "项目支出绩效运行监控表",
    "项目支出绩效目标执行监控表",
    "预算项目绩效运行监控表",
    "项目支出绩效目标运行监控表",
]
WHOLE = ["部门整体支出绩效运行监控表", "部门整体支出绩效监控表", "部门（单位）整体支出绩效运行监控表"]


def monitor(dice: Dice, kind: str = "project") -> tuple[Draft, list[str], int]:
    """A monitoring form with its heading, the codes of its money and the month it looks back from."""
    one = subject(dice)
    dice.targets = False
    codes = (
        ["fiscal_appropriation", "other_funds"] if kind == "project" else ["basic_expenditure", "project_expenditure"]
    )
    one.parts = shared(dice, money(dice, one.unit), codes)
    draft = start(dice, one, f"{kind}_monitoring")
    heading(draft, dice.pick("noun", NOUNS if kind == "project" else WHOLE))
    return draft, codes, dice.pick("month", [6, 7, 8, 9])


def spending(draft: Draft, table: Table, codes: list[str], month: int, keys: tuple[str, ...]) -> None:
    """Budget, spending to the month, its rate and what the year is expected to spend."""
    dice, one = draft.dice, draft.subject
    lines = plan_spending(draft, codes, (35, 70))
    heads = {
        "initial": dice.word("initial"),
        "executed": f"1-{month}月执行数",
        "rate": f"1-{month}月执行率",
        "expected": "全年预计执行数",
    }
    block = dice.word("money_block") + f"（{one.unit}）"
    table.row((block, 1, 1 + len(lines)), "", *(heads[k] for k in keys))
    draft.truth["execution"] = []
    for at, (code, line) in enumerate(lines.items()):
        line["adjusted"] = line["initial"]
        label = ("其中：" if at == 1 else "") + dice.word(code)
        texts = {"initial": written(dice, line["initial"]), "executed": written(dice, line["executed"]),
            "rate": rate_of(line, 2) or "—", "expected": written(dice, line["initial"])}  # fmt: skip
        table.row(label, *(texts[k] for k in keys))
        entry = {k: None if texts[k] == "—" else texts[k] for k in keys if k != "expected"}
        draft.truth["execution"].append({"item": label} | entry)


def so_far(row: Row, month: int) -> str:
    """The value reached by the month."""
    if row.kind == "number" and row.unit != "%" and row.part == "数量" and "." not in row.number:
        return str(max(1, int(row.number) * month // 12)) + row.unit
    return row.number + row.unit if row.kind == "number" else "正在推进"


def goal(draft: Draft, table: Table) -> None:
    """The year's goal."""
    dice = draft.dice
    table.row((dice.word("annual_goal"), 1), draft.text("annual_goal", dice.some(draft.subject.topic["goal"])))


def central(dice: Dice) -> list[Draft]:
    """The ministry's form: five causes of deviation and three chances of reaching the goal."""
    draft, codes, month = monitor(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    for row in rows:
        row.actual = so_far(row, month)
    mark = dice.some(["√", "✓"])
    causes = [
        Column("other", head, lambda _: "", "偏差原因分析")
        for head in ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明")
    ]
    chances = [
        Column("other", head, partial(explained.always, text=m), "完成目标可能性")
        for head, m in (("确定能", mark), ("有可能", ""), ("完全不可能", ""))
    ]
    columns = [*levels(draft), Column("value", dice.some(["年度指标值", "指标值"])),
        Column("actual", f"1-{month}月完成情况"), Column("other", "全年预计完成情况", lambda r: r.number + r.unit),
        *causes, *chances, Column("note", "备注")]  # fmt: skip
    table = draft.table(len(columns) + 1)
    cells = parties(draft)
    table.row(*cells[0])
    pairs(table, cells[1:])
    spending(draft, table, codes, month, ("initial", "executed", "rate", "expected"))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.some(["绩效指标", "年度绩效指标"]))
    for made in draft.truth["indicators"]:
        made.pop("actual")
    sign_off(draft)
    return [draft]


def half_year(dice: Dice) -> list[Draft]:
    """Half the year's result, the chance of reaching the goal, reasons and proposals as rows."""
    draft, codes, _ = monitor(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    for row in rows:
        row.actual = so_far(row, 6)
    columns = [*levels(draft), *value(draft), Column("actual", "半年度指标执行情况"),
        Column("other", "完成目标可能性", lambda _: "确定能"), Column("note", dice.word("note"))]  # fmt: skip
    table = draft.table(8)
    pairs(table, parties(draft), 1)
    spending(draft, table, codes, 6, ("initial", "executed", "expected"))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    table.row(
        (dice.some(["偏差或不能完成目标原因分析", "偏差原因分析"]), 2),
        dice.some(["无偏差。", "受前期手续办理影响，进度略有滞后。"]),
    )
    table.row((dice.some(["相关建议或举措", "下一步工作建议"]), 2), "加快实施进度，确保年底前完成。")
    sign_off(draft)
    return [draft]


def department(dice: Dice) -> list[Draft]:
    """A whole department in the course of the year."""
    draft, codes, month = monitor(dice, "department")
    rows = sample_rows(dice, draft.subject, blanks=False)
    for row in rows:
        row.actual = so_far(row, month)
    columns = [*levels(draft), *value(draft), Column("actual", dice.some(["完成值", "实际完成值"])),
        Column("deviation_reason", dice.some(["偏差原因分析", "未完成原因分析"]))]  # fmt: skip
    table = draft.table(7)
    named(draft, table)
    spending(draft, table, codes, month, ("initial", "executed", "rate"))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def traffic_light(dice: Dice) -> list[Draft]:
    """Progress and a warning light beside each value; the span looked at stands in the head."""
    draft, codes, month = monitor(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    columns = [*levels(draft), *value(draft), Column("other", f"截至{month}月底完成情况", lambda r: so_far(r, month)),
        Column("other", "预警等级", lambda _: dice.some(["绿灯", "绿灯", "黄灯"])),
        Column("other", "数据来源", explained.source)]  # fmt: skip
    table = draft.table(8)
    pairs(table, [*parties(draft), (dice.some(["监控期间", "监控时段"]), f"1-{month}月")])
    spending(draft, table, codes, month, ("initial", "executed", "rate"))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    table.row((dice.some(["监控结论", "监控意见"]), 2), "总体进展正常，继续执行。")
    return [draft]
