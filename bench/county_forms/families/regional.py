"""Transfers and funds of a region, and lists of many projects in one table."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms.columns import Column, indicator_table, levels, split_value, text_of, truth_of, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, heading, money_block, pairs, sign_off, start
from bench.county_forms.families.projects import goal
from bench.county_forms.families.reviews import goals
from bench.county_forms.page import Cell, Table
from bench.county_forms.rows import Row, sample_rows
from bench.county_forms.spent import spending_block
from bench.county_forms.subject import TOWNS, Subject, money, shared, subject, written

_MINISTRY = {"教育": "教育部", "卫生健康": "国家卫生健康委", "农业农村": "农业农村部", "交通运输": "交通运输部",
    "水利": "水利部", "文化旅游": "文化和旅游部"}  # fmt: skip


def fund(
    dice: Dice, noun: str, *, kind: str = "transfer_target", codes: tuple[str, ...] = ("central_funds", "local_funds")
) -> Draft:
    """A fund's form with its heading."""
    one = subject(dice)
    dice.targets = False
    one.project = one.project.removesuffix("项目").removesuffix("经费") + "资金"
    one.parts = shared(dice, money(dice, one.unit), list(codes))
    draft = start(dice, one, kind)
    heading(draft, noun, filer=False)
    return draft


def above(draft: Draft, table: Table) -> None:
    """The fund and the departments of each level; the lowest is the form's own."""
    dice, one = draft.dice, draft.subject
    ministry = _MINISTRY.get(one.topic["field"], "财政部")
    draft.truth |= {"project_name": one.project, "department": one.bureau}
    table.row((dice.word("fund_name"), 1), one.project)
    lowest = dice.pick("lowest", ["县级主管部门", "市县主管部门", "地方主管部门", "区县主管部门"])
    pairs(
        table,
        [
            ("中央主管部门", ministry),
            ("省级财政部门", "省财政厅"),
            ("省级主管部门", "省级行业主管厅局"),
            (lowest, one.bureau),
        ],
    )


def central(dice: Dice) -> list[Draft]:
    """A region's target for a transfer from above."""
    draft = fund(dice, dice.pick("noun", ["转移支付区域绩效目标表", "区域绩效目标表", "专项转移支付区域绩效目标表"]),
        codes=("central_funds", "provincial_funds", "local_funds"))  # fmt: skip
    table = draft.table(dice.pick("width", [5, 6]))
    above(draft, table)
    money_block(
        draft, table, ["central_funds", "provincial_funds", "local_funds"], dice.some(["rows beside", "rows", "inline"])
    )
    goal(draft, table)
    rows = sample_rows(dice, draft.subject)
    indicator_table(draft, table, rows, [*levels(draft), *value(draft)], dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def columns_per_town(dice: Dice) -> list[Draft]:
    """A value a town."""
    draft = fund(dice, dice.pick("noun", ["专项转移支付区域绩效目标表", "转移支付分区域绩效目标表", "区域绩效目标表"]))
    one = draft.subject
    towns = dice.random.sample(TOWNS, dice.between(2, 5))
    rows = [r for r in sample_rows(dice, one, blanks=False) if r.kind == "number"]
    cells = {id(r): [r.raw.replace(r.number, _share(dice, r, len(towns))) for _ in towns] for r in rows}
    group = dice.pick("town head", ["", "区域目标值", "各乡镇指标值"])

    def column(at: int, town: str) -> Column:
        return Column("other", town, lambda r: cells[id(r)][at], group)

    per = [column(at, town) for at, town in enumerate(towns)]
    columns = [*levels(draft), *per]
    table = draft.table(max(6, len(columns) + 1))
    draft.truth |= {"project_name": one.project, "department": one.bureau}
    table.row((dice.word("fund_name"), 1), one.project)
    table.row((dice.word("department"), 1), one.bureau)
    money_block(draft, table, ["central_funds", "local_funds"], dice.some(["rows beside", "rows", "inline"]))
    goal(draft, table)
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    for row, made in zip(rows, draft.truth["indicators"]):
        made["target_raw"] = "；".join(cells[id(row)])
        made["target"] = {"kind": "compound"}
    sign_off(draft)
    return [draft]


def _share(dice: Dice, row: Row, towns: int) -> str:
    number = Decimal(row.number)
    if row.part != "数量" or "." in row.number or number < towns * 4:
        return row.number
    return str(int(number) // towns + dice.between(0, int(number) // (towns * 4)))


def levels_of_government(dice: Dice) -> list[Draft]:
    """A fund's target whose head names the finance and line departments of two levels."""
    draft = fund(dice, dice.pick("noun",
        ["省级专项资金绩效目标表", "财政衔接推进乡村振兴补助资金绩效目标表", "专项资金绩效目标表"]),
        codes=("provincial_funds", "other_funds"))  # fmt: skip
    one = draft.subject
    table = draft.table(6)
    draft.truth |= {"project_name": one.project, "department": one.bureau}
    table.row((dice.word("fund_name"), 1), one.project)
    low = dice.some(["县级", "区县级"])
    pairs(
        table,
        [
            ("市级财政部门", "市财政局"),
            ("市级主管部门", "市级行业主管局"),
            (f"{low}财政部门", f"{one.place}财政局"),
            (f"{low}主管部门", one.bureau),
        ],
    )
    money_block(draft, table, ["provincial_funds", "other_funds"], dice.some(["rows beside", "rows"]))
    goal(draft, table)
    rows = sample_rows(dice, one)
    columns = [*levels(draft), *value(draft), Column("note", dice.word("note"))]
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


_MANAGEMENT = ["分配科学性", "下达及时性", "拨付合规性", "使用规范性", "执行准确性", "预算绩效管理情况"]


def regional_review(dice: Dice) -> list[Draft]:
    """A region's review of a transfer, with how the money was managed."""
    draft = fund(
        dice,
        dice.pick("noun", ["转移支付区域（项目）绩效自评表", "转移支付绩效自评表", "转移支付区域绩效自评表"]),
        kind="project_self_evaluation",
    )
    one = draft.subject
    table = draft.table(8)
    draft.truth |= {"project_name": one.project, "department": one.bureau}
    table.row((dice.word("fund_name"), 1), one.project)
    ministry = _MINISTRY.get(one.topic["field"], "财政部")
    pairs(table, [("中央主管部门", ministry), ("地方主管部门", one.bureau)])
    heads = {"adjusted": "全年预算数（A）", "executed": "全年执行数（B）", "rate": "预算执行率（B/A×100%）"}
    labels = {"total": "年度资金总额", "central_funds": "其中：中央财政资金", "local_funds": "地方资金"}
    spending_block(
        draft, table, ["central_funds", "local_funds"], ["adjusted", "executed", "rate"], heads, labels=labels
    )
    table.row(("资金管理情况", 1, len(_MANAGEMENT) + 1), ("", 2), ("情况说明", 3), ("存在问题和改进措施", 2))
    for item in _MANAGEMENT:
        table.row((item, 2), ("符合规定，管理规范", 3), ("无", 2))
    goals(draft, table)
    rows = sample_rows(dice, one)
    for row in rows:
        row.actual = "" if row.blank else row.number + row.unit if row.kind == "number" else row.number
    columns = [
        *levels(draft),
        *value(draft),
        Column("actual", "全年实际完成值"),
        Column("deviation_reason", "未完成原因和改进措施"),
    ]
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    table.row(
        ("说明", 1),
        dice.some(["无", "请在此处简要说明各级审计和财政监督检查中发现的问题及其所涉及的金额，如没有请填无。无。"]),
    )
    return [draft]


def allocation(dice: Dice) -> list[Draft]:
    """A transfer's target with the money of each town in a table of its own."""
    draft = fund(dice, dice.pick("noun", ["转移支付资金分配及绩效目标表", "转移支付区域绩效目标表"]))
    one = draft.subject
    table = draft.table(6)
    above(draft, table)
    towns = dice.random.sample(TOWNS, dice.between(3, 5))
    each = shared(dice, one.total, towns)
    table.row(
        (dice.some(["资金分配情况", "资金分配方案"]), 1, len(towns) + 2),
        ("序号", 1),
        ("补助地区", 2),
        (f"分配金额（{one.unit}）", 2),
    )
    for at, town in enumerate(towns, 1):
        table.row((str(at), 1), (town, 2), (written(dice, each[town]), 2))
    table.row(("合计", 3), (amount(draft, "total", one.total), 2))
    goal(draft, table)
    rows = sample_rows(dice, one)
    indicator_table(draft, table, rows, [*levels(draft), *value(draft)], dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def _projects(dice: Dice, count: int) -> list[Subject]:
    """Several projects of one year, of different fields."""
    first = subject(dice)
    made: list[Subject] = []
    while len(made) < count:
        one = subject(dice, first.year)
        one.unit = first.unit
        one.parts = shared(dice, money(dice, one.unit), ["fiscal_appropriation"])
        if one.project not in {m.project for m in made}:
            made.append(one)
    return made


def flat_list(dice: Dice) -> list[Draft]:
    """One row an indicator; unit, project, money and goal hang down over the rows of a project."""
    ones = _projects(dice, dice.between(2, 4))
    cover = start(dice, ones[0], "project_target")
    heading(
        cover,
        dice.pick("noun", ["部门预算项目支出绩效目标表", "项目支出绩效目标汇总表", "项目支出绩效目标公开表"]),
        filer=False,
    )
    split = dice.chance("split list", 0.5)
    drafts = [start(dice, one, "project_target") for one in ones]
    names = levels(cover, dice.pick("list levels", [3, 3, 2]))
    values = split_value(cover) if split else value(cover)
    heads = [
        dice.some(["单位名称", "预算单位"]),
        dice.some(["项目名称", "项目支出名称"]),
        dice.pick("list money", ["预算数", "年度资金总额", "预算金额"]),
        dice.word("annual_goal"),
    ]
    table = cover.table(len(heads) + len(names) + len(values))
    table.row(*((h, 1) for h in heads), *((c.head, 1) for c in (*names, *values)))
    for one, draft in zip(ones, drafts):
        rows = sample_rows(dice, one, split=split, blanks=False)
        _list_rows(draft, table, rows, [*names, *values], [one.bureau, one.project])
    drafts[0].blocks = cover.blocks
    return drafts


def _list_rows(draft: Draft, table: Table, rows: list[Row], columns: list[Column], before: list[str]) -> None:
    one, dice = draft.subject, draft.dice
    draft.truth["project_name"] = one.project
    lead = [*before, amount(draft, "total", one.total), draft.text("annual_goal", dice.some(one.topic["goal"]))]
    for at, row in enumerate(rows):
        left = [Cell(text, 1, len(rows)) for text in lead] if at == 0 else []
        table.row(*left, *((text_of(c, row, draft), 1) for c in columns))
        draft.truth["indicators"].append(truth_of(columns, row, draft))


def disclosure_list(dice: Dice) -> list[Draft]:
    """Numbered projects with sums of each unit between them and the points of each row."""
    ones = _projects(dice, 3)
    for one in ones[1:]:
        one.bureau, one.place = ones[0].bureau, ones[0].place
    cover = start(dice, ones[0], "project_target")
    heading(
        cover,
        dice.pick("noun", ["项目支出绩效目标表", "项目支出绩效目标批复表", "项目支出绩效目标公开表"]),
        filer=False,
    )
    drafts = [start(dice, one, "project_target") for one in ones]
    columns = [*levels(cover), *value(cover), Column("note", cover.dice.word("note"))]
    table = cover.table(4 + len(columns))
    table.row(
        ("序号", 1),
        ("项目名称", 1),
        (dice.word("total"), 1),
        (dice.word("annual_goal"), 1),
        *((c.head, 1) for c in columns),
    )
    whole = sum((o.total for o in ones), Decimal(0))
    table.row(("", 1), (ones[0].bureau, 1), (written(dice, whole), 1), ("", 1), *(("", 1) for _ in columns))
    for at, (one, draft) in enumerate(zip(ones, drafts), 1):
        _list_rows(draft, table, sample_rows(dice, one, blanks=False), columns, [str(at), one.project])
    drafts[0].blocks = cover.blocks
    return drafts
