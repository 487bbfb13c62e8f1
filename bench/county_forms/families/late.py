"""Families that only seeds from `LATE` on meet: what nobody could have built against before they were written."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms.columns import Column, counted, indicator_table, levels, truth_of, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, money_block, pairs, parties, period, sign_off
from bench.county_forms.families import monitoring, projects, reviews
from bench.county_forms.page import Cell, Json
from bench.county_forms.rows import Row, give_points, sample_rows
from bench.county_forms.spent import points_of, rate_of, spending_block
from bench.county_forms.subject import shared, written


def labels_over_values(dice: Dice) -> list[Draft]:
    """The parties and the money with the labels in one row and what they hold in the row below."""
    draft, codes = projects.project(dice)
    one = draft.subject
    table = draft.table(6)
    cells = [
        *parties(draft),
        (dice.word("total"), amount(draft, "total", one.total)),
        (dice.word("period"), period(draft)),
    ]
    cells.append((dice.word(codes[0]), amount(draft, codes[0], one.parts[codes[0]])))
    for line in zip(*cells):
        table.row(*((text, 1) for text in line))
    projects.goal(draft, table)
    rows = sample_rows(dice, one)
    indicator_table(draft, table, rows, [*levels(draft), *value(draft)], dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def pairs_of_indicators(dice: Dice) -> list[Draft]:
    """Two indicators of one kind in a row, name and value twice."""
    draft, codes = projects.project(dice)
    one = draft.subject
    table = draft.table(7)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    projects.goal(draft, table)
    rows = sample_rows(dice, one, scheme=dice.some(["old", "new"]), blanks=False)
    kinds: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        kinds.setdefault((row.level1, row.level2), []).append(row)
    lines = [(k, found[i : i + 2]) for k, found in kinds.items() for i in range(0, len(found), 2)]
    name, shown = dice.some(["三级指标", "指标名称"]), dice.some(["指标值", "目标值"])
    heads = ("一级指标", "二级指标", name, shown, name, shown)
    table.row((dice.word("indicator_block"), 1, len(lines) + 1), *((h, 1) for h in heads))
    if any(row.kind == "empty" for row in rows):
        draft.allowed.add("missing-target-value")
    for (level1, level2), found in lines:
        texts = [t for row in found for t in (row.name, row.raw)]
        table.row((level1, 1), (level2, 1), *((t, 1) for t in [*texts, "", ""][:4]))
        draft.truth["indicators"] += [
            {"level1": level1, "level2": level2, "level3": r.name, "target_raw": r.raw, "target": counted(r.target)}
            for r in found
        ]
    sign_off(draft)
    return [draft]


def three_scores(dice: Dice) -> list[Draft]:
    """The unit's own points beside those of the department and of the finance bureau."""
    draft, codes = reviews.review(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    give_points(dice, rows, 90)
    further = [Column("other", h, lambda r: r.score) for h in dice.some([("主管部门复核得分", "财政抽查得分"),
        ("部门审核得分", "财政复核得分")])]  # fmt: skip
    columns = [*levels(draft), *value(draft), Column("actual", "实际完成值"), Column("weight", "分值"),
        Column("achieved_score", "自评得分"), *further, Column("deviation_reason", dice.word("reason"))]  # fmt: skip
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), 1)
    spent = spending_block(draft, table, codes, ["initial", "adjusted", "executed", "weight", "rate", "score"])
    reviews.goals(draft, table)
    reviews.body(draft, table, columns, rows, spent, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def parts_of_a_project(dice: Dice) -> list[Draft]:
    """A review whose money stands by part of the project, each with its own rate."""
    draft, _ = reviews.review(dice)
    one = draft.subject
    table = draft.table(9)
    pairs(table, parties(draft), 1)
    whole = shared(dice, one.total, [t[0] for t in one.topic["task"]])
    share = dice.between(85, 100)
    lines = {k: {"adjusted": v, "executed": (v * share / 100).quantize(Decimal("0.01"))} for k, v in whole.items()}
    total = {k: sum((v[k] for v in lines.values()), Decimal(0)) for k in ("adjusted", "executed")}
    table.row(
        (f"资金使用情况（{one.unit}）", 1, len(lines) + 2),
        dice.some(["子项目名称", "实施内容"]),
        "全年预算数",
        "全年执行数",
        "执行率",
        "得分",
    )
    entries = []
    for name, line in {**lines, "合计": total}.items():
        texts = [written(dice, line["adjusted"]), written(dice, line["executed"]), rate_of(line, 2),
            points_of(line) if name == "合计" else ""]  # fmt: skip
        table.row(name, *texts)
        entry: Json = dict(zip(("adjusted", "executed", "rate", "score"), (t or None for t in texts)))
        entries.append({"item": name} | entry)
    draft.truth["execution"] = entries
    reviews.goals(draft, table)
    rows = sample_rows(dice, one, blanks=False)
    give_points(dice, rows, 90)
    reviews.body(
        draft,
        table,
        [*levels(draft), *reviews.results(draft)],
        rows,
        Decimal(points_of(total)),
        dice.word("indicator_block"),
    )
    sign_off(draft)
    return [draft]


def half_year_plan(dice: Dice) -> list[Draft]:
    """The year's value, what was planned and reached by the month, and the share of it."""
    draft, codes, month = monitoring.monitor(dice)
    rows = sample_rows(dice, draft.subject, blanks=False)
    for row in rows:
        row.actual = monitoring.so_far(row, month)
    columns = [*levels(draft), Column("value", "年度指标值"),
        Column("other", f"1-{month}月计划值", lambda r: monitoring.so_far(r, month)),
        Column("actual", f"1-{month}月完成值"), Column("other", "完成进度", lambda _: "100%"),
        Column("note", "备注")]  # fmt: skip
    table = draft.table(len(columns) + 1)
    pairs(table, parties(draft), 1)
    monitoring.spending(draft, table, codes, month, ("initial", "executed", "rate"))
    monitoring.goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def tables_by_kind(dice: Dice) -> list[Draft]:
    """A table for the head, then one for each kind of indicators under a caption of its own."""
    draft, codes = projects.project(dice)
    table = draft.table(6)
    pairs(table, [*parties(draft), (dice.word("period"), period(draft))])
    money_block(draft, table, codes, dice.some(["rows", "rows beside", "pairs"]))
    projects.goal(draft, table)
    rows = sample_rows(dice, draft.subject, scheme="old", blanks=False)
    columns = [*levels(draft, 2), *value(draft), Column("note", dice.word("note"))]
    for number, level1 in zip("一二三", dict.fromkeys(r.level1 for r in rows)):
        draft.line(f"（{number}）{level1}")
        indicator_table(draft, draft.table(4), [r for r in rows if r.level1 == level1], columns)
    sign_off(draft)
    return [draft]


def invested_by_year(dice: Dice) -> list[Draft]:
    """The investment year by year above the targets of this one; the heads are printed again half way."""
    draft, codes = projects.project(
        dice, nouns=["政府投资项目绩效目标表", "基本建设项目绩效目标申报表", "项目支出绩效目标表"]
    )
    one = draft.subject
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes, "rows beside")
    table.row((f"投资计划（{one.unit}）", 1, 2), "截至上年底累计完成投资", "本年计划投资", "以后年度计划投资")
    table.row(*(written(dice, v.quantize(Decimal("0.01"))) for v in (one.total * 2, one.total, one.total / 2)))
    projects.goal(draft, table)
    rows = sample_rows(dice, one, blanks=False)
    columns = [*levels(draft), *value(draft), Column("note", dice.word("note"))]
    half = len(rows) // 2
    for part in (rows[:half], rows[half:]):
        table.row(*((c.head, 2 if c.role == "level3" else 1) for c in columns))
        for row in part:
            table.row(
                *(Cell(t, 2 if i == 2 else 1) for i, t in enumerate((row.level1, row.level2, row.name, row.raw, "")))
            )
            draft.truth["indicators"].append(truth_of(columns, row, draft))
    sign_off(draft)
    return [draft]


FAMILIES = [
    labels_over_values, pairs_of_indicators, three_scores, parts_of_a_project, half_year_plan, tables_by_kind,
    invested_by_year,
]  # fmt: skip
