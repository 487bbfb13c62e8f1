"""Clean filings of all kinds, as paragraphs and tables, with the address of every cell a clerk could get wrong.

Nothing here knows the rules: a form is written as a careful clerk would, and `Sheet.at` tells where each thing stands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from tests.make.filing import Block, Para, Span, Table

UNITS = (
    "宁乡市文学艺术界联合会",
    "蓝山县水利局",
    "青阳县民政局",
    "东山县档案馆",
    "河口区妇女联合会",
    "平江县教育局",
    "安仁县林业局",
)
PROJECTS = (
    "农田灌溉维护费", "下乡演出补助", "档案数字化经费", "孤儿生活补助", "妇女儿童之家建设", "河道清淤工程",
    "校舍维修改造",
    "森林防火经费", "城乡环境整治", "基层文化建设", "老年食堂补助", "公共卫生服务",
)  # fmt: skip
GOALS = (
    "新建泵站{a}座，改善灌溉面积{b}亩，保障沿线农户春灌用水。", "组织送戏下乡{a}场，惠及群众{b}人，丰富农村文化生活。",
    "完成档案数字化{b}卷，缩短查档等候时间，方便群众办事。", "为{b}名孤儿发放基本生活补助，保障其生活和就学。",
    "整治河道{a}公里，清运淤泥{b}立方米，恢复行洪能力。", "维修校舍{a}栋，消除安全隐患{b}处，改善办学条件。",
)  # fmt: skip
DUTIES = (
    "1.贯彻执行国家有关法律法规和方针政策；2.负责全县{what}的规划、建设和日常管理；3.承担{what}统计和信息公开；4.承办县委、县政府交办的其他事项。",
    "负责拟订全县{what}发展规划并组织实施，监督检查{what}资金的使用，指导各乡镇开展{what}，开展业务培训和宣传。",
)
POOL: dict[tuple[str, str], tuple[tuple[str, str, str], ...]] = {
    ("产出指标", "数量指标"): (
        ("补助发放人数", "≥", "人"), ("新建泵站数量", "≥", "座"), ("培训场次", "≥", "场"), ("受理申请户数", "≥", "户"),
        ("整治河道长度", "≥", "公里"), ("维修校舍面积", "≥", "平方米"), ("巡查次数", "≥", "次"),
        ("印制宣传手册数量", "≥", "册"),
        ("购置图书数量", "≥", "本"), ("建设农家书屋", "≥", "个"), ("植树数量", "≥", "株"), ("安装路灯数量", "≥", "盏"),
        ("组织文艺演出", "≥", "场"), ("服务老年人数", "≥", "人"), ("慰问困难家庭户数", "≥", "户"),
    ),
    ("产出指标", "质量指标"): (("工程验收合格率", "≥", "%"), ("补助对象认定准确率", "≥", "%"),
    ("档案扫描合格率", "≥", "%"), ("设备完好率", "≥", "%")),
    ("产出指标", "时效指标"): (("补助资金发放及时率", "≥", "%"), ("工程按期完工率", "≥", "%"),
    ("隐患整改及时率", "≥", "%")),
    ("产出指标", "成本指标"): (("项目总成本", "≤", "万元"),),
    ("效益指标", "经济效益指标"): (("带动就业人数", "≥", "人"), ("减少经济损失", "≥", "万元")),
    ("效益指标", "社会效益指标"): (("受益群众人数", "≥", "人"), ("政策知晓率", "≥", "%"), ("服务半径覆盖率", "≥", "%")),
    ("效益指标", "生态效益指标"): (("新增绿化面积", "≥", "平方米"), ("污水处理率", "≥", "%")),
    ("效益指标", "可持续影响指标"): (("设施正常使用年限", "≥", "年"),),
    ("满意度指标", "服务对象满意度指标"): (("受益群众满意度", "≥", "%"), ("补助对象满意度", "≥", "%")),
}  # fmt: skip


@dataclass(slots=True)
class Row:
    """One indicator as written, and its cells by role."""

    level1: str
    level2: str
    name: str
    sign: str
    number: str
    unit: str
    cells: dict[str, Span] = field(default_factory=dict)
    level2_first: bool = True
    """The row that carries its merged 二级 label."""


@dataclass(slots=True)
class Sheet:
    """One form: its kind, its blocks, its addresses."""

    kind: str
    unit: str
    year: int
    project: str | None
    money: Decimal
    blocks: list[Block]
    rows: list[Row]
    at: dict[str, Span | Para] = field(default_factory=dict)
    joined: bool = False
    """Sign, number and unit in one cell (指标值及单位); else each has a column."""


@dataclass(slots=True)
class Filing:
    sheets: list[Sheet]

    @property
    def blocks(self) -> list[Block]:
        return [block for sheet in self.sheets for block in sheet.blocks]


def table(rows: list[list[str]]) -> tuple[Table, dict[tuple[int, int], Span]]:
    """A table from a full grid of texts, "<" joining the cell at the left and "^" the one above."""
    found: dict[tuple[int, int], Span] = {}
    owner: dict[tuple[int, int], Span] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                span = owner[r, c - 1]
                span.colspan = max(span.colspan, c - span.col + 1)
            elif text == "^":
                span = owner[r - 1, c]
                span.rowspan = max(span.rowspan, r - span.row + 1)
            else:
                span = found[r, c] = Span(r, c, text)
            owner[r, c] = span
    return Table(len(rows[0]), list(found.values())), found


def pick(dice: random.Random, money: Decimal, levels: list[tuple[str, str]], many: int = 3) -> list[Row]:
    """Indicators of these levels, names drawn from the pool, values as a clerk would set them."""
    rows = []
    for level in levels:
        pool = POOL[level]
        for name, sign, unit in dice.sample(pool, dice.randrange(1, min(many, len(pool)) + 1)):
            number = str(dice.randrange(85, 100)) if unit == "%" else str(dice.randrange(3, 900))
            if unit == "年":
                number = str(dice.randrange(3, 20))
            if level[1] == "成本指标":
                number = str(money)
            rows.append(Row(*level, name, sign, number, unit, level2_first=not rows or rows[-1].level2 != level[1]))
    return rows


def _body(rows: list[Row], cells: Callable[[Row, int], list[str]], lead: str | None) -> list[list[str]]:
    """Indicator rows with merged levels; `lead` is the block label of the first column, None where there is none."""
    out = []
    for n, row in enumerate(rows):
        first1 = n == 0 or rows[n - 1].level1 != row.level1
        before = [] if lead is None else ["^"]
        level2 = row.level2 if row.level2_first else "^"
        out.append([*before, row.level1 if first1 else "^", level2, *cells(row, n)])
    return out


def _hold(rows: list[Row], spans: dict[tuple[int, int], Span], top: int, roles: dict[str, int]) -> None:
    """Give every row its cells; level cells belong to the first row of their merge."""
    for n, row in enumerate(rows):
        for role, col in roles.items():
            if (top + n, col) in spans:
                row.cells[role] = spans[top + n, col]


def _phone(dice: random.Random) -> str:
    return f"1{dice.choice('35789')}{dice.randrange(10**8, 10**9)}"


def _signoff(dice: random.Random, sheet: Sheet) -> None:
    """The foot line, each part of it an address of its own text."""
    foot = Para(
        f"填表人：{dice.choice(('王小明', '李大海', '赵青'))}   联系电话：{_phone(dice)}   "
        f"填报日期：{sheet.year - 1}年{dice.randrange(9, 13)}月{dice.randrange(1, 29)}日   单位负责人签字："
        f"{dice.choice(('陈石', '周平'))}"
    )
    sheet.blocks.append(foot)
    sheet.at["foot"] = foot


def department(dice: random.Random, unit: str, year: int, projects: list[Decimal]) -> Sheet:
    """部门整体支出绩效目标表: money by source and by use, values with their units in one cell."""
    basic, other, used = (
        Decimal(dice.randrange(5000, 90000)) / 100,
        Decimal(dice.randrange(100, 900)) / 100,
        sum(projects, Decimal(0)),
    )
    total = basic + used
    rows = pick(
        dice,
        total,
        [
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("产出指标", "时效指标"),
            ("产出指标", "成本指标"),
            ("效益指标", "社会效益指标"),
            ("满意度指标", "服务对象满意度指标"),
        ],
    )
    goal = dice.choice(GOALS).format(a=dice.randrange(2, 30), b=dice.randrange(30, 900))
    duties = dice.choice(DUTIES).format(
        what=dice.choice(("水利工程", "群众文化工作", "社会救助", "档案工作", "妇女儿童工作"))
    )
    head = [
        ["部门名称", unit, "<", "<", "<"],
        ["年度预算申请\n（万元）", f"资金总额：{total}", "<", "<", "<"],
        ["^", "按收入性质分：", "<", "按支出性质分：", "<"],
        ["^", f"其中：  一般公共预算：{total - other}", "<", f"其中： 基本支出：{basic}", "<"],
        ["^", f"其他资金：{other}", "<", f"项目支出：{used}", "<"],
        ["部门职能职责概述", duties, "<", "<", "<"],
        ["整体绩效目标", goal, "<", "<", "<"],
        ["部门整体支出\n年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位"],
    ]
    built, spans = table(head + _body(rows, lambda r, _: [r.name, f"{r.sign}{r.number}{r.unit}"], "^"))
    _hold(rows, spans, len(head), {"level1": 1, "level2": 2, "level3": 3, "target": 4})
    title, filer = Para(f"{year}年部门整体支出绩效目标表", True), Para(f"填报单位：{unit}（盖章）")
    sheet = Sheet("department_target", unit, year, None, total, [title, filer, built], rows, joined=True)
    sheet.at |= {
        "title": title,
        "filer": filer,
        "total": spans[1, 1],
        "general": spans[3, 1],
        "uses": spans[4, 3],
        "duties": spans[5, 1],
        "goal": spans[6, 1],
        "department": spans[0, 1],
    }
    _signoff(dice, sheet)
    return sheet


def project(dice: random.Random, unit: str, year: int, name: str, money: Decimal, many: int = 3) -> Sheet:
    """项目支出绩效目标表 with 绩效标准, values with their units in one cell, 满意度 a level of its own."""
    rows = pick(
        dice,
        money,
        [
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("产出指标", "时效指标"),
            ("产出指标", "成本指标"),
            ("效益指标", "社会效益指标"),
            ("效益指标", "生态效益指标"),
            ("满意度指标", "服务对象满意度指标"),
        ],
        many,
    )
    goals = [g.format(a=dice.randrange(2, 30), b=dice.randrange(30, 900)) for g in dice.sample(GOALS, 2)]
    head = [
        [f"填报单位：{unit}（盖章）          单位：万元", "<", "<", "<", "<", "<"],
        ["项目支出名称", name, "<", "预算部门", unit, "<"],
        ["年度本级\n预算金额", str(money), "<", "该项目支出上级资金", "（分级填报）", "<"],
        ["项目支出实施期", f"{year}年1月-12月", "<", "<", "<", "<"],
        ["实施期绩效目标", f"{name}：{goals[0]}", "<", "<", "<", "<"],
        ["本年度绩效目标", f"{name}：{goals[1]}", "<", "<", "<", "<"],
        ["本年度\n绩效指标", "一级指标", "二级指标", "三级指标", "指标值及单位", "绩效标准"],
    ]
    built, spans = table(head + _body(rows, lambda r, _: [r.name, f"{r.sign}{r.number}{r.unit}", "计划标准"], "^"))
    _hold(rows, spans, len(head), {"level1": 1, "level2": 2, "level3": 3, "target": 4, "standard": 5})
    title = Para(f"{year}年项目支出绩效目标表", True)
    sheet = Sheet("project_target", unit, year, name, money, [title, built], rows, joined=True)
    sheet.at |= {
        "title": title,
        "filer": spans[0, 0],
        "budget": spans[2, 1],
        "period": spans[3, 1],
        "goal": spans[5, 1],
        "project": spans[1, 1],
        "department": spans[1, 4],
    }
    _signoff(dice, sheet)
    return sheet


def declared(dice: random.Random, unit: str, year: int, name: str, money: Decimal) -> Sheet:
    """项目支出绩效目标申报表: 财政拨款 and 其他资金, sign, value and unit in columns of their own."""
    own = (money / 4).quantize(Decimal("0.01"))
    rows = pick(
        dice,
        money,
        [
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("产出指标", "时效指标"),
            ("产出指标", "成本指标"),
            ("效益指标", "经济效益指标"),
            ("效益指标", "可持续影响指标"),
            ("满意度指标", "服务对象满意度指标"),
        ],
    )
    goal = dice.choice(GOALS).format(a=dice.randrange(2, 30), b=dice.randrange(30, 900))
    head = [
        ["项目名称", name, "<", "<", "<", "<", "<"],
        ["主管部门", unit, "<", "实施单位", f"{unit}机关", "<", "<"],
        ["项目资金\n（万元）", "年度资金总额：", "<", "<", str(money), "<", "<"],
        ["^", "其中：财政拨款", "<", "<", str(money - own), "<", "<"],
        ["^", "其他资金", "<", "<", str(own), "<", "<"],
        ["年度目标", f"{name}：{goal}", "<", "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
    ]
    built, spans = table(head + _body(rows, lambda r, _: [r.name, r.sign, r.number, r.unit], "^"))
    _hold(rows, spans, len(head), {"level1": 1, "level2": 2, "level3": 3, "sign": 4, "target": 5, "unit": 6})
    title, years = Para("项目支出绩效目标申报表", True), Para(f"（{year}年度）", True)
    sheet = Sheet("project_target", unit, year, name, money, [title, years, built], rows)
    sheet.at |= {
        "title": years,
        "total": spans[2, 4],
        "fiscal": spans[3, 4],
        "goal": spans[5, 1],
        "project": spans[0, 1],
        "department": spans[1, 1],
        "implementer": spans[1, 4],
    }
    return sheet


def transfer(dice: random.Random, unit: str, year: int, name: str, money: Decimal) -> Sheet:
    """转移支付区域绩效目标表: money by level of government, values with units in one cell."""
    central = (money * 3 / 5).quantize(Decimal("0.01"))
    rows = pick(
        dice,
        money,
        [
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("产出指标", "时效指标"),
            ("效益指标", "社会效益指标"),
            ("满意度指标", "服务对象满意度指标"),
        ],
    )
    goal = dice.choice(GOALS).format(a=dice.randrange(2, 30), b=dice.randrange(30, 900))
    head = [
        ["专项名称", f"{name}专项资金", "<", "<", "<"],
        ["省级主管部门", "省水利厅", "<", "市级主管部门", unit],
        ["资金情况\n（万元）", "年度金额：", "<", "<", str(money)],
        ["^", "其中：中央补助", "<", "<", str(central)],
        ["^", "地方资金", "<", "<", str(money - central)],
        ["年度目标", goal, "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    built, spans = table(head + _body(rows, lambda r, _: [r.name, f"{r.sign}{r.number}{r.unit}"], "^"))
    _hold(rows, spans, len(head), {"level1": 1, "level2": 2, "level3": 3, "target": 4})
    title, years = Para("转移支付区域绩效目标表", True), Para(f"（{year}年度）", True)
    sheet = Sheet("transfer_target", unit, year, name, money, [title, years, built], rows, joined=True)
    sheet.at |= {"title": years, "total": spans[2, 4], "central": spans[3, 4], "goal": spans[5, 1]}
    return sheet


def _share(points: int, count: int) -> list[int]:
    low = points // count
    return [low] * (count - 1) + [points - low * (count - 1)]


def evaluation(dice: random.Random, unit: str, year: int, name: str, money: Decimal, whole: bool) -> Sheet:
    """绩效自评表 of a project or of the department (`whole`): execution, points, actual values, reasons."""
    levels = [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "社会效益指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]
    rows = pick(dice, money, levels, 2)
    points: list[int] = []
    for head_name, share in (("产出指标", 50), ("效益指标", 30), ("满意度指标", 10)):
        points += _share(share, sum(row.level1 == head_name for row in rows))
    spent = (money * dice.randrange(92, 100) / 100).quantize(Decimal("0.01"))
    rate = spent / money * 100
    score = (rate / 10).quantize(Decimal("0.01"))
    goal = dice.choice(GOALS).format(a=dice.randrange(2, 30), b=dice.randrange(30, 900))
    head = [
        ["部门名称" if whole else "项目名称", unit if whole else name, "<", "<", "<", "<", "<", "<"],
        ["主管部门", unit, "<", "<", "实施单位", f"{unit}机关", "<", "<"],
        ["预算执行\n（万元）", "", "<", "年初预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "<", str(money), str(spent), "10", f"{rate:.2f}%", str(score)],
        ["^", "其中：财政拨款", "<", str(money), str(spent), "—", f"{rate:.2f}%", "—"],
        ["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"],
        ["^", goal, "<", "<", f"已全部完成：{goal}", "<", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ]
    if whole:
        head.pop(1)

    def cells(r, n):
        return [
            r.name,
            f"{r.sign}{r.number}{r.unit}",
            f"{r.number}{r.unit}",
            str(points[n]),
            str(points[n]),
            "",
        ]  # noqa: E731

    body = _body(rows, cells, None)
    final = Decimal(90) + score
    built, spans = table([*head, *body, ["总分", "<", "<", "<", "<", "100", str(final), ""]])
    _hold(
        rows,
        spans,
        len(head),
        {"level1": 0, "level2": 1, "level3": 2, "target": 3, "actual": 4, "weight": 5, "score": 6, "reason": 7},
    )
    kind = "部门整体支出绩效自评表" if whole else "项目支出绩效自评表"
    title, years = Para(kind, True), Para(f"（{year}年度）", True)
    top, last = len(head) - 5, len(head) + len(body)
    sheet = Sheet(
        "department_self_evaluation" if whole else "project_self_evaluation",
        unit,
        year,
        None if whole else name,
        money,
        [title, years, built],
        rows,
        joined=True,
    )
    sheet.at |= {
        "title": years,
        "goal": spans[top + 3, 1],
        "achievement": spans[top + 3, 4],
        "rate": spans[top, 6],
        "executed_part": spans[top + 1, 4],
        "points": spans[last, 5],
        "score": spans[last, 6],
    }
    return sheet


def monitoring(dice: random.Random, unit: str, year: int, name: str, money: Decimal) -> Sheet:
    """项目支出绩效运行监控表: half-year execution and half-year values."""
    rows = pick(
        dice,
        money,
        [
            ("产出指标", "数量指标"),
            ("产出指标", "质量指标"),
            ("效益指标", "社会效益指标"),
            ("满意度指标", "服务对象满意度指标"),
        ],
        2,
    )
    spent = (money * dice.randrange(30, 60) / 100).quantize(Decimal("0.01"))
    goal = dice.choice(GOALS).format(a=dice.randrange(2, 30), b=dice.randrange(30, 900))
    head = [
        ["项目名称", name, "<", "<", "<", "<"],
        ["主管部门", unit, "<", "实施单位", f"{unit}机关", "<"],
        ["项目资金\n（万元）", "", "<", "年初预算数", "1-6月执行数", "执行率"],
        ["^", "年度资金总额：", "<", str(money), str(spent), f"{spent / money * 100:.2f}%"],
        ["年度总体目标", goal, "<", "<", "<", "<"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "1-6月执行情况"],
    ]
    built, spans = table(head + _body(rows, lambda r, _: [r.name, f"{r.sign}{r.number}{r.unit}", "按进度推进"], "^"))
    _hold(rows, spans, len(head), {"level1": 1, "level2": 2, "level3": 3, "target": 4, "actual": 5})
    title, years = Para("项目支出绩效运行监控表", True), Para(f"（{year}年度）", True)
    sheet = Sheet("project_monitoring", unit, year, name, money, [title, years, built], rows, joined=True)
    sheet.at |= {"title": years, "goal": spans[4, 1], "rate": spans[3, 5]}
    return sheet


def _money(dice: random.Random) -> Decimal:
    return Decimal(dice.randrange(300, 90000)) / 100


def filing(seed: int, crowded: bool = False) -> Filing:
    """One clean filing; the seed decides on its kind. `crowded`: the single 项目 form may list too many outputs."""
    dice = random.Random(seed)
    unit, year, name = dice.choice(UNITS), dice.randrange(2019, 2027), dice.choice(PROJECTS)
    single: list[Callable[[], Sheet]] = [
        lambda: declared(dice, unit, year, name, _money(dice)),
        lambda: transfer(dice, unit, year, name, _money(dice)),
        lambda: evaluation(dice, unit, year, name, _money(dice), whole=False),
        lambda: evaluation(dice, unit, year, name, _money(dice), whole=True),
        lambda: monitoring(dice, unit, year, name, _money(dice)),
        lambda: project(dice, unit, year, name, _money(dice), many=14 if crowded else 6),
    ]
    kind = seed % (len(single) + 3)
    if kind < len(single):
        return Filing([single[kind]()])
    names = dice.sample(PROJECTS, dice.randrange(2, 4))
    money = [_money(dice) for _ in names]
    return Filing(
        [
            department(dice, unit, year, money),
            *(project(dice, unit, year, n, m) for n, m in zip(names, money, strict=True)),
        ]
    )


def all_rows(made: Filing) -> Iterator[tuple[int, int, Sheet, Row]]:
    """(form, row, sheet, row) of every indicator."""
    for form, sheet in enumerate(made.sheets):
        for number, row in enumerate(sheet.rows):
            yield form, number, sheet, row
