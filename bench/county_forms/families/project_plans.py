"""Applications for a project: what it is, why, how it is carried out and paid, beside its targets."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms import explained
from bench.county_forms.columns import Column, indicator_table, levels, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, amount, heading, money_block, pairs, parties, period, sign_off, start
from bench.county_forms.families.projects import goal, project
from bench.county_forms.page import Table
from bench.county_forms.rows import sample_rows
from bench.county_forms.subject import TOWNS, money, person, phone, shared, subject, written

NOUNS = ["项目支出绩效目标申报表", "财政支出项目绩效目标申报表", "项目申报及绩效目标表", "部门项目支出绩效目标申报表"]
_BASIS = ["依据上级有关文件精神和县政府常务会议纪要实施。", "根据行业发展规划及年度工作要点，经集体研究立项。"]
_WHY = "基层反映强烈，现有条件不能满足工作需要，有必要安排专项资金解决。"


def _targets(draft: Draft, table: Table, *more: Column) -> None:
    dice = draft.dice
    rows = sample_rows(dice, draft.subject)
    indicator_table(draft, table, rows, [*levels(draft), *value(draft), *more], dice.word("indicator_block"))


def _plan(draft: Draft, table: Table, label: str) -> None:
    """Steps with their beginning and end."""
    year = draft.subject.year
    steps = [("前期准备及方案编制", 1, 3), ("组织实施", 4, 10), ("验收及资金结算", 11, 12)]
    edge = table.width - 1
    table.row((label, 1, len(steps) + 1), ("实施内容", edge - 2), ("开始时间", 1), ("完成时间", 1))
    for text, first, last in steps:
        table.row((text, edge - 2), (f"{year}年{first}月", 1), (f"{year}年{last}月", 1))


def application(dice: Dice) -> list[Draft]:
    """Overview, basis, feasibility, need and a plan of steps before the goal."""
    draft, codes = project(dice, nouns=NOUNS)
    one = draft.subject
    table = draft.table(6)
    number, head = phone(dice), person(dice)
    cells = [
        *parties(draft),
        (dice.word("project_head"), head),
        (dice.word("phone"), number),
        (dice.word("period"), period(draft)),
    ]
    draft.put("signoff", "phone", number)
    pairs(table, cells)
    money_block(draft, table, codes)
    table.row(
        (dice.some(["项目概况", "项目基本概况"]), 1), f"本项目由{one.body}承担，主要内容为{one.topic['task'][0][1]}。"
    )
    table.row((dice.word("basis"), 1), draft.text("basis", dice.some(_BASIS)))
    table.row((dice.some(["项目实施的必要性", "立项必要性"]), 1), _WHY)
    if dice.chance("feasible", 0.5):
        table.row((dice.some(["项目实施的可行性", "可行性分析"]), 1), "技术成熟，人员和场地已经落实。")
    _plan(draft, table, dice.some(["项目实施进度计划", "项目实施计划"]))
    goal(draft, table)
    _targets(draft, table, Column("note", dice.word("note")))
    table.row((dice.some(["其他需要说明的问题", "其他说明的问题"]), 1), dice.some(["无", ""]))
    sign_off(draft)
    return [draft]


def sources_and_costs(dice: Dice) -> list[Draft]:
    """Money by source, what it is spent on by item, and how that is reckoned."""
    draft, codes = project(dice, nouns=NOUNS)
    one = draft.subject
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    table.row(
        (dice.some(["项目类别", "项目类型"]), 1),
        dice.some(["新增项目 □    延续项目 ☑", "☑常年性项目  □延续性项目  □一次性项目"]),
    )
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    items = shared(dice, one.total, ["设备材料购置", "劳务及委托业务", "其他费用"])
    label = dice.some(["支出明细预算", "项目支出明细"])
    table.row((label, 1, len(items) + 2), ("支出内容", 2), (f"金额（{one.unit}）", 1), ("测算依据及说明", 2))
    for item, cost in items.items():
        table.row((item, 2), (written(dice, cost), 1), ("按市场询价及历年标准测算", 2))
    table.row(("小计", 2), (written(dice, one.total), 1), ("", 2))
    goal(draft, table)
    _targets(draft, table)
    sign_off(draft)
    return [draft]


def town_money(dice: Dice) -> list[Draft]:
    """What each town gets and for what, above the project's indicators."""
    draft, codes = project(dice)
    one = draft.subject
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes, dice.some(["rows", "rows beside", "inline"]))
    towns = dice.random.sample(TOWNS, dice.between(2, 4))
    each = shared(dice, one.total, towns)
    table.row(
        (dice.some(["资金分配明细", "资金安排明细"]), 1, len(towns) + 1),
        ("实施地点", 1),
        (f"安排资金（{one.unit}）", 1),
        ("建设内容", 3),
    )
    for town in towns:
        table.row((town, 1), (written(dice, each[town]), 1), (dice.some(one.topic["task"])[1], 3))
    goal(draft, table)
    _targets(draft, table, Column("other", dice.word("source"), explained.source))
    sign_off(draft)
    return [draft]


def opinions(dice: Dice) -> list[Draft]:
    """The opinion of the reviewing department in a box at the end."""
    draft, codes = project(
        dice, nouns=["项目支出绩效目标审批表", "项目支出绩效目标申报表", "项目支出绩效目标申报审核表"]
    )
    table = draft.table(6)
    cells = parties(draft)
    table.row(*cells[0])
    pairs(table, cells[1:])
    money_block(draft, table, codes)
    goal(draft, table)
    _targets(draft, table, Column("note", dice.word("note")))
    opinion = dice.some(["绩效目标明确、指标量化，同意申报。", "资料齐全，与预算匹配，审核通过。"])
    table.row((dice.word("review_opinion"), 1), draft.text("review_opinion", opinion))
    sign_off(draft)
    return [draft]


def city_application(dice: Dice) -> list[Draft]:
    """A city's form: total and this year's request, begin and end days, kind and nature, measures that secure the
    goal.
    """
    draft, _ = project(dice, nouns=["财政项目支出绩效目标申报表", "项目支出绩效目标申报表"])
    one = draft.subject
    table = draft.table(6)
    draft.truth |= {"project_name": one.project, "department": one.bureau, "implementer": one.body}
    table.row((dice.word("project_name"), 1), one.project)
    pairs(table, [("主管部门", one.bureau), ("实施单位", one.body)])
    year = one.year
    draft.truth["period"] = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    pairs(
        table,
        [
            ("计划开始日期", f"{year}-01-01"),
            ("计划完成日期", f"{year}-12-31"),
            ("项目类型", dice.some(["一次性项目", "经常性项目"])),
            ("是否含有政府购买服务", "否"),
        ],
    )
    pairs(
        table,
        [
            (f"年度资金申请总额（{one.unit}）", amount(draft, "total", one.total)),
            (f"其中：财政资金（{one.unit}）", amount(draft, "fiscal_appropriation", one.total)),
        ],
    )
    table.row((dice.word("basis"), 1), draft.text("basis", dice.some(_BASIS)))
    table.row(("项目设立的必要性", 1), _WHY)
    table.row((dice.some(["保证项目实施的制度、措施", "保障措施"]), 1), "按照项目管理办法和财务制度执行。")
    table.row((dice.some(["项目实施计划", "实施计划"]), 1), "上半年完成采购，下半年组织实施并验收。")
    goal(draft, table)
    _targets(draft, table)
    return [draft]


def bond(dice: Dice) -> list[Draft]:
    """A project paid by special bonds: investment, bond money, terms of building and running."""
    one = subject(dice)
    one.project = one.place + dice.some(
        ["产业园区标准厂房建设项目", "城区停车场建设项目", "第二人民医院迁建项目", "供水管网改造工程"]
    )
    one.parts = shared(dice, money(dice, one.unit) * 10, ["专项债券资金", "资本金"])
    draft = start(dice, one, "project_target")
    heading(
        draft,
        dice.pick(
            "noun", ["专项债券项目绩效目标表", "地方政府专项债券项目绩效目标申报表", "新增专项债券项目绩效目标表"]
        ),
    )
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    table.row(
        (dice.some(["资金筹措（" + one.unit + "）", "项目投资（" + one.unit + "）"]), 1, 3),
        ("项目总投资", 0),
        (amount(draft, "total", one.total), 0),
    )
    for label, share in one.parts.items():
        table.row((("其中：" if label == "专项债券资金" else "") + label, 0), (written(dice, share), 0))
    pairs(table, [("建设期", f"{dice.between(1, 3)}年"), ("债券期限", f"{dice.some([10, 15, 20])}年")])
    goal(draft, table)
    rows = [r for r in sample_rows(dice, one, scheme="new") if r.part != "成本"]
    indicator_table(draft, table, rows, [*levels(draft), *value(draft)], dice.word("indicator_block"))
    sign_off(draft)
    return [draft]


def surveyed(dice: Dice) -> list[Draft]:
    """Satisfaction in a table of its own: whom one asks, how, and what is to be reached."""
    draft, codes = project(dice)
    one = draft.subject
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    goal(draft, table)
    rows = sample_rows(dice, one, scheme=dice.pick("scheme of two", ["old", "new"]))
    asked = [r for r in rows if r.part == "满意度"]
    columns = [*levels(draft), *value(draft), Column("note", dice.word("note"))]
    indicator_table(draft, table, [r for r in rows if r.part != "满意度"], columns, dice.word("indicator_block"))
    last = [
        Column("other", "调查对象", lambda r: r.name.removesuffix("满意度")),
        Column("level3", dice.pick("asked head", ["三级指标", "指标名称", "满意度指标"])),
        Column("value", columns[3].head),
        Column("other", "调查方式", lambda _: "问卷调查"), Column("other", "样本量", lambda _: "不少于100份"),
    ]  # fmt: skip
    indicator_table(draft, table, asked, last, dice.some(["满意度指标", "服务对象满意度"]))
    sign_off(draft)
    return [draft]


def policy(dice: Dice) -> list[Draft]:
    """A policy's money over several years with the target of the first."""
    draft, codes = project(
        dice, nouns=["政策和项目绩效目标申报表", "政策（项目）绩效目标表", "财政政策和项目绩效目标表"]
    )
    one = draft.subject
    table = draft.table(6)
    pairs(table, parties(draft), 1)
    table.row((dice.word("basis"), 1), draft.text("basis", dice.some(_BASIS)))
    table.row(
        (dice.some(["政策主要内容", "政策（项目）主要内容"]), 1),
        f"{one.topic['task'][0][1]}；{one.topic['task'][1][1]}。",
    )
    money_block(draft, table, codes, dice.some(["rows", "rows beside"]))
    later = [(one.total * Decimal(f)).quantize(Decimal("0.01")) for f in ("1.05", "1.1")]
    table.row((f"以后年度资金计划（{one.unit}）", 1, 2), f"{one.year + 1}年", f"{one.year + 2}年")
    table.row(*(written(dice, v) for v in later))
    table.row((dice.word("period_goal"), 1), draft.text("period_goal", dice.some(one.topic["long"])))
    goal(draft, table)
    _targets(draft, table)
    sign_off(draft)
    return [draft]
