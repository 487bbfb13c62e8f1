"""Filings of the sample's family with other names, numbers, years, row orders and columns; the maker knows the
truth.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal

from tests.make.filing import Block, Para, Span, Table

_UNITS = ("宁乡市文学艺术界联合会", "蓝山县水利局", "青阳县民政局", "东山县档案馆", "河口区妇女联合会")
_PROJECTS = ("农田灌溉维护费", "下乡演出补助", "档案数字化经费", "孤儿生活补助", "妇女儿童之家建设", "河道清淤工程")
_ROWS = {
    ("产出指标", "数量指标"): (("新建泵站数量", "≥{n}座"), ("补助发放人数", "{n}人"), ("培训场次", "≥{n}场")),
    ("产出指标", "质量指标"): (("工程验收合格率", "100%"), ("补助标准执行率", "≥9{d}%")),
    ("产出指标", "时效指标"): (("补助发放及时率", "≥95%"), ("按期完工率", "100%")),
    ("产出指标", "成本指标"): (("项目总成本", "≤{m}万元"),),
    ("效益指标", "社会效益指标"): (("受益群众数量", "≥{n}户"),),
    ("效益指标", "生态效益指标"): (("", ""),),
    ("效益指标", "社会公众或服务对象满意度指标"): (("受益群众满意度", "≥9{d}%"),),
}
COLUMNS = ("三级指标", "指标值及单位", "绩效标准")


@dataclass(slots=True)
class Known:
    """What the maker put into one form."""

    kind: str
    unit: str
    year: int
    project: str | None = None
    amounts: dict[str, str] = field(default_factory=dict)
    goal: str = ""
    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    """level1, level2, level3, target, standard ("" in the department form)."""


def filing(seed: int, projects: int = 4) -> tuple[list[Block], list[Known]]:
    """A department form and its project forms, columns and rows in an order of the seed's own."""
    dice = random.Random(seed)
    unit, year = dice.choice(_UNITS), dice.randrange(2020, 2027)
    order = dice.sample(COLUMNS, len(COLUMNS))
    money = [Decimal(dice.randrange(100, 90000)) / 100 for _ in range(projects)]
    basic, other = Decimal(dice.randrange(5000, 90000)) / 100, Decimal(dice.randrange(100, 5000)) / 100
    blocks, known = _department(dice, unit, year, basic, sum(money, Decimal(0)), other)
    forms = [known]
    for name, amount in zip(dice.sample(_PROJECTS, projects), money, strict=True):
        more, truth = _project(dice, unit, year, name, amount, order)
        blocks += more
        forms.append(truth)
    return blocks, forms


def _rows(dice: random.Random, standard: str, money: Decimal) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for (level1, level2), choices in _ROWS.items():
        for name, value in dice.sample(choices, dice.randrange(1, len(choices) + 1)):
            target = value.format(n=dice.randrange(2, 400), d=dice.randrange(0, 10), m=money)
            rows.append((level1, level2, name, target, standard if name else ""))
    return rows


def _indicator_table(table: Table, top: int, rows: list[tuple[str, str, str, str, str]], heads: list[str]) -> None:
    """Heads and rows from column 1 on, levels merged down, the block's label in column 0."""
    table.cells.append(Span(top, 0, "年度绩效指标", len(rows) + 1))
    for col, head in enumerate(["一级指标", "二级指标", *heads], 1):
        table.cells.append(Span(top, col, head))
    for level in (0, 1):
        start = 0
        for n in range(1, len(rows) + 1):
            if n == len(rows) or rows[n][: level + 1] != rows[start][: level + 1]:
                table.cells.append(Span(top + 1 + start, 1 + level, rows[start][level], n - start))
                start = n
    place = {"三级指标": 2, "指标值及单位": 3, "绩效标准": 4}
    for n, row in enumerate(rows):
        for col, head in enumerate(heads, 3):
            table.cells.append(Span(top + 1 + n, col, row[place[head]]))
    table.cells.sort(key=lambda c: (c.row, c.col))


def _department(
    dice: random.Random, unit: str, year: int, basic: Decimal, project: Decimal, other: Decimal
) -> tuple[list[Block], Known]:
    total = basic + project
    table = Table(5)
    put = table.cells.append
    put(Span(0, 0, "部门名称"))
    put(Span(0, 1, unit, 1, 4))
    put(Span(1, 0, "年度预算申请\n（万元）", 4))
    put(Span(1, 1, f"资金总额：{total}", 1, 4))
    put(Span(2, 1, "按收入性质分：", 1, 2))
    put(Span(2, 3, "按支出性质分：", 1, 2))
    put(Span(3, 1, f"其中：  一般公共预算：{total - other}", 1, 2))
    put(Span(3, 3, f"其中： 基本支出：{basic}", 1, 2))
    put(Span(4, 1, f"其他资金：{other}", 1, 2))
    put(Span(4, 3, f"项目支出：{project}", 1, 2))
    goal = f"{year}年完成{dice.randrange(3, 30)}项重点工作。"
    put(Span(5, 0, "整体绩效目标"))
    put(Span(5, 1, goal, 1, 4))
    rows = _rows(dice, "", total)
    _indicator_table(table, 6, rows, ["三级指标", "指标值及单位"])
    blocks: list[Block] = [
        Para(f"{year}年部门整体支出绩效目标表", centred=True),
        Para(f"填报单位：{unit}（盖章）"),
        table,
    ]
    blocks.append(
        Para(
            f"填表人：王小明   联系电话：0731-8827{dice.randrange(1000, 9999)}  填报日期：{year - 1}年10月9日  "
            f"单位负责人签字：李大海"
        )
    )
    amounts = {"total": total, "general_public_budget": total - other, "other_funds": other, "basic_expenditure": basic,
        "project_expenditure": project}  # fmt: skip
    return blocks, Known("department_target", unit, year, None, {k: str(v) for k, v in amounts.items()}, goal, rows)


def _project(
    dice: random.Random, unit: str, year: int, name: str, money: Decimal, order: list[str]
) -> tuple[list[Block], Known]:
    table = Table(6)
    put = table.cells.append
    put(Span(0, 0, f"填报单位：{unit}（盖章）          单位：万元", 1, 6))
    for col, text, span in ((0, "项目支出名称", 1), (1, name, 2), (3, "预算部门", 1), (4, unit, 2)):
        put(Span(1, col, text, 1, span))
    for col, text, span in (
        (0, "年度本级\n预算金额", 1),
        (1, str(money), 2),
        (3, "该项目支出上级资金", 1),
        (4, "（分级填报）", 2),
    ):
        put(Span(2, col, text, 1, span))
    goal = f"{name}支付{dice.randrange(2, 90)}万元，惠及{dice.randrange(20, 900)}人。"
    for row, (label, text) in enumerate((("项目支出实施期", f"{year}年1月-12月"), ("本年度绩效目标", goal)), 3):
        put(Span(row, 0, label))
        put(Span(row, 1, text, 1, 5))
    rows = _rows(dice, "计划标准", money)
    _indicator_table(table, 5, rows, list(order))
    blocks: list[Block] = [Para(f"{year}年项目支出绩效目标表", centred=True), table]
    blocks.append(
        Para(f"填表人：王小明   联系电话：0731-88271234  填报日期：{year - 1}年10月9日  单位负责人签字：李大海")
    )
    return blocks, Known(
        "project_target", unit, year, name, {"current_level": str(money), "superior_funds": ""}, goal, rows
    )
