"""What a form says, whatever its layout: parties, money that adds up, goals, indicators that fit their levels.

The content of a clean form: a reviewer finds nothing to demand. Points sum, rates are executed over budget, every
number has its unit, dates lie in the year.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bench.layout_grammar.dice import book

CENT = Decimal("0.01")
OLD = {
    "产出指标": ["数量指标", "质量指标", "时效指标", "成本指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
    "满意度指标": ["服务对象满意度指标"],
}
NEW = {
    "成本指标": ["经济成本指标"],
    "产出指标": ["数量指标", "质量指标", "时效指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标"],
    "满意度指标": ["服务对象满意度指标"],
}
UNDER = {
    "产出指标": OLD["产出指标"],
    "效益指标": [*OLD["效益指标"], "社会公众或服务对象满意度指标"],
}
SYSTEMS = {"old": OLD, "new": NEW, "satisfaction under benefit": UNDER}
_SOURCE = {
    "数量": "数量",
    "质量": "质量",
    "成本": "成本",
    "经济成本": "成本",
    "经济效益": "经济",
    "社会效益": "社会",
    "生态效益": "生态",
}
_TIMELY = ["资金拨付及时率", "任务按期完成率", "项目按时完工率", "工作计划按期完成率"]
_SIGNS = {"≥": ">=", "≤": "<=", "=": "="}


@dataclass(slots=True)
class Indicator:
    """One row: `number` and `unit`, or `words` for a quality, or `date` (ISO) with its `words`."""

    level1: str
    level2: str
    name: str
    sign: str = ""
    number: str = ""
    unit: str = ""
    words: str = ""
    date: str = ""
    weight: str = ""
    actual: str = ""
    score: str = ""
    reason: str = ""

    def target(self) -> dict[str, str]:
        """What of the TARGET a reader cannot doubt."""
        if not self.name:
            return {"kind": "empty"}
        if self.date:
            return {"kind": "date", "operator": "<=", "date": self.date}
        if not self.number:
            return {"kind": "text"}
        return {"operator": _SIGNS[self.sign], "value": self.number, "unit": self.unit}


@dataclass(slots=True)
class Needs:
    """What the layout asks of the content."""

    kind: str
    system: str
    parts: list[str]
    unit: str = "万元"
    style: str = "trim"
    weights: bool = False
    points: int = 100
    execution_points: bool = False
    reasons: bool = True
    deadlines: bool = True
    short: bool = False
    empty: bool = False
    projects: str = ""
    """Of a department: what its projects' forms sum up to, where they stand in the same file."""
    rich: bool = True


@dataclass(slots=True)
class Facts:
    """The content of one form; money in `needs.unit`, as decimals without separators."""

    needs: Needs
    year: int
    place: str
    words: dict[str, Any]
    department: str
    implementer: str
    project: str
    leader: str
    phone: str
    preparer: str
    responsible: str
    filed: str
    code: str
    start: str
    end: str
    words_project: str
    amounts: dict[str, str] = field(default_factory=dict)
    multi_year: dict[str, str] = field(default_factory=dict)
    execution: list[dict[str, str]] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    period_goals: list[str] = field(default_factory=list)
    achievement: str = ""
    tasks: list[tuple[str, str, str]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def evaluates(self) -> bool:
        return "target" not in self.needs.kind

    @property
    def of_department(self) -> bool:
        return self.needs.kind.startswith("department")


def make(needs: Needs, rng: random.Random, split: str, year: int, before: list[Facts]) -> Facts:
    """Facts of a form; those `before` it in the file are the same unit's, of other projects."""
    content = book("content")
    fields = [f for f, v in content["fields"].items() if split == "judge" or not v.get("held")]
    words = before[0].words if before else content["fields"][rng.choice(fields)]
    used = {b.words_project for b in before}
    place, town = rng.choice(content["places"]), rng.choice(content["towns"])
    names = rng.sample(content["names"], 3)
    plain = project = next(
        (p for p in rng.sample(words["projects"], 3) if p not in used),
        f"{town}{rng.choice(words['projects'])}",
    )
    if rng.random() < 0.4 and not project.startswith(town):
        project = rng.choice([f"{place}{project}", f"{town}{project}", f"{year}年{project}"])
    first = rng.choice([1, 1, 1, 3])
    made = Facts(
        needs, year, place, words, f"{place}{words['department']}", f"{place}{rng.choice(words['units'])}", project,
        names[0], _phone(rng), names[1], names[2], _filed(needs.kind, year, rng),
        f"{rng.randint(4, 6)}{rng.randint(1000, 9999)}{year % 100}{rng.randint(1000000, 9999999)}",
        f"{year}-{first:02d}", f"{year}-12", plain,
    )  # fmt: skip
    if before:
        same = before[0]
        made.place, made.department, made.implementer = same.place, same.department, same.implementer
        made.preparer, made.responsible, made.phone, made.filed = (
            same.preparer,
            same.responsible,
            same.phone,
            same.filed,
        )
        made.project = f"{same.place}{plain}" if project.startswith(place) else project
    _money(made, rng)
    _indicators(made, rng)
    _goals(made, rng)
    return made


def money(value: Decimal, needs: Needs) -> str:
    """An amount as this form prints its digits, without separators."""
    return f"{value:.2f}" if needs.style in ("fixed", "thousands") else f"{value.normalize():f}"


def _phone(rng: random.Random) -> str:
    return rng.choice(
        [f"07{rng.randint(30, 46)}-{rng.randint(2000000, 8999999)}", f"138{rng.randint(10000000, 99999999)}"]
    )


def _filed(kind: str, year: int, rng: random.Random) -> str:
    if "target" in kind:
        return f"{year - 1}-{rng.choice([11, 12])}-{rng.randint(1, 30):02d}"
    if "monitoring" in kind:
        return f"{year}-{10:02d}-{rng.randint(8, 28):02d}"
    return f"{year + 1}-{rng.randint(1, 3):02d}-{rng.randint(1, 28):02d}"


def _money(made: Facts, rng: random.Random) -> None:
    """Amounts that add up, and for evaluations what was executed of them."""
    needs = made.needs
    scale = Decimal(10000 if needs.unit == "元" else 1)
    grain = Decimal(1) if needs.style == "integer" else Decimal("0.1") if needs.style == "trim" else CENT
    parts = [p for p in needs.parts if p not in ("basic_expenditure", "project_expenditure")]
    values = {}
    for at, code in enumerate(parts):
        empty = at > 0 and (bool(needs.projects) or rng.random() < 0.35)
        top = 900 if at == 0 else 200
        values[code] = (
            Decimal(0) if empty else (Decimal(rng.randint(20, top)) + rng.randint(0, 99) * CENT).quantize(grain)
        )
    total = sum(values.values(), Decimal(0)) if parts else Decimal(rng.randint(20, 900))
    made.amounts = {"total": money(total * scale, needs), **{c: money(v * scale, needs) for c, v in values.items()}}
    if needs.projects and parts:
        basic = Decimal(rng.randint(60, 400))
        values[parts[0]] += Decimal(needs.projects) / scale + basic - total
        total = Decimal(needs.projects) / scale + basic
        made.amounts = {"total": money(total * scale, needs), **{c: money(v * scale, needs) for c, v in values.items()}}
        made.amounts |= {
            "basic_expenditure": money(basic * scale, needs),
            "project_expenditure": money((total - basic) * scale, needs),
        }
    elif "basic_expenditure" in needs.parts:
        basic = (total * rng.randint(40, 75) / 100).quantize(grain)
        made.amounts["basic_expenditure"] = money(basic * scale, needs)
        made.amounts["project_expenditure"] = money((total - basic) * scale, needs)
    times, more = rng.choice([2, 3]), Decimal(rng.randint(5, 60))
    made.multi_year = {"total": money((total * times + more) * scale, needs)}
    for at, (code, value) in enumerate(values.items()):
        made.multi_year[code] = money((value * times + (0 if at else more)) * scale, needs)
    if not made.evaluates:
        return
    low = (48, 70) if "monitoring" in needs.kind else (91, 100)
    rows, spent_all = list[tuple[str, Decimal, Decimal]](), Decimal(0)
    for code, value in values.items():
        budget = value * scale
        spent = (budget * rng.randint(*low) / 100).quantize(CENT if grain != 1 else Decimal(1), ROUND_HALF_UP)
        spent_all += spent
        rows.append((code, budget, spent))
    whole = total * scale
    for code, budget, spent in [("total", whole, spent_all if parts else whole), *rows]:
        rate = (spent / budget * 100).quantize(CENT, ROUND_HALF_UP) if budget else None
        entry = {
            "initial": money(budget, needs),
            "adjusted": money(budget, needs),
            "executed": money(spent, needs),
            "code": code,
        }
        entry |= {"rate": "" if rate is None else f"{rate.normalize():f}%", "weight": "", "score": ""}
        if code == "total" and needs.execution_points and rate is not None:
            entry |= {"weight": "10", "score": f"{(rate / 10).quantize(CENT, ROUND_HALF_UP).normalize():f}"}
        made.execution.append(entry)


def _indicators(made: Facts, rng: random.Random) -> None:
    needs, made_rows = made.needs, made.indicators
    for level1, seconds in SYSTEMS[needs.system].items():
        keep = [
            s for s in seconds if level1 != "效益指标" or "满意" in s or rng.random() < (0.45 if needs.short else 0.7)
        ]
        for level2 in seconds if needs.empty else keep or [seconds[1]]:
            if level2 not in keep and level2 in ("经济效益指标", "生态效益指标") and not needs.weights:
                made_rows.append(Indicator(level1, level2, ""))
                continue
            many = (
                1 if needs.short or not needs.rich else rng.choice([1, 1, 2, 3] if level2 == "数量指标" else [1, 1, 2])
            )
            made_rows += _rows(made, level1, level2, many, rng)
    if needs.weights:
        _points(made, rng)
    if made.evaluates:
        _actuals(made, rng)


def _rows(made: Facts, level1: str, level2: str, many: int, rng: random.Random) -> list[Indicator]:
    words, kind = made.words, level2.removesuffix("指标")
    if "满意" in kind:
        return [
            Indicator(level1, level2, n, "≥", str(rng.choice([85, 88, 90, 92, 95, 96])), "%")
            for n in rng.sample(words["满意"], min(many, 2))
        ]
    if kind == "质量":
        return [
            Indicator(level1, level2, n, "≥", str(rng.randint(90, 99)), "%")
            for n in rng.sample(words["质量"], min(many, 3))
        ]
    if kind == "时效":
        rows = [
            Indicator(level1, level2, n, "≥", str(rng.randint(90, 99)), "%") for n in rng.sample(_TIMELY, min(many, 2))
        ]
        if made.needs.deadlines and rng.random() < 0.4:
            month, day = rng.choice([(12, 31), (11, 30), (10, 31)])
            shown = rng.choice([f"{made.year}年{month}月{day}日前", f"{made.year}年{month}月底前"])
            rows[-1] = Indicator(level1, level2, "项目完成时间", words=shown, date=f"{made.year}-{month:02d}-{day:02d}")
        return rows
    if kind == "可持续影响":
        return [_one(level1, level2, text, rng) for text in rng.sample(words["影响"], min(many, len(words["影响"])))]
    source = [t for t in words[_SOURCE[kind]] if made.needs.unit == "万元" or "|万元" not in t]
    return [_one(level1, level2, text, rng) for text in rng.sample(source, min(many, len(source)))]


def _one(level1: str, level2: str, text: str, rng: random.Random) -> Indicator:
    """`name|low-high|unit|sign`, or `name|words`."""
    name, what, *rest = text.split("|")
    if not rest:
        return Indicator(level1, level2, name, words=what)
    low, high = (Decimal(x) for x in what.split("-"))
    if "." in what:
        number = f"{(low + (high - low) * rng.randint(0, 10) / 10).normalize():f}"
    else:
        value = rng.randint(int(low), int(high))
        number = str(value if high < 1000 else value // 10 * 10)
    return Indicator(level1, level2, name, rest[1], number, rest[0])


def _points(made: Facts, rng: random.Random) -> None:
    """Whole points that sum to `needs.points`; no row without one."""
    rows, left = made.indicators, made.needs.points
    for at, row in enumerate(rows):
        even = left // (len(rows) - at)
        share = even if at == len(rows) - 1 else max(2, even + rng.choice([-1, 0, 0, 1]))
        row.weight, left = str(share), left - share
    rows[-1].weight = str(int(rows[-1].weight) + left)


def _actuals(made: Facts, rng: random.Random) -> None:
    for row in made.indicators:
        row.score = row.weight
        if not row.number:
            row.actual = row.words.removesuffix("前") if row.date else row.words
            continue
        number = Decimal(row.number)
        if row.unit == "%" or row.sign != "≥" or number < 20:
            better = (
                min(Decimal(100), number + rng.choice([0, 0, 1, 2])) if row.unit == "%" and row.sign == "≥" else number
            )
            row.actual = f"{better:f}"
        elif "monitoring" in made.needs.kind:
            row.actual = str(int(number) * rng.randint(55, 85) // 100)
        elif made.needs.weights and made.needs.reasons and rng.random() < 0.12:
            row.actual = str(int(number) * 9 // 10)
            points = (Decimal(row.weight) * Decimal(row.actual) / number).quantize(CENT, ROUND_HALF_UP)
            row.score = f"{points.normalize():f}"
            row.reason = rng.choice(
                [
                    "受汛期影响开工较晚，已督促加快进度",
                    "申报对象少于预期，下年度据实调整目标",
                    "部分设备到货推迟，现已补齐",
                ]
            )
        else:
            row.actual = str(int(number) + rng.choice([0, 0, 1, 5]))


def _goals(made: Facts, rng: random.Random) -> None:
    counted = [i for i in made.indicators if i.number and i.unit != "%" and "成本" not in i.level2]
    rated = [i for i in made.indicators if i.unit == "%"]
    what = made.words["duty"].split("，")[0] if made.of_department else f"实施{made.project}"
    aims = [f"{i.name}{'不低于' if i.sign == '≥' else '控制在'}{i.number}{i.unit}" for i in counted[:2]]
    lasting = rng.choice(made.words["影响"]).split("|")
    made.goals = [
        f"{what}，{'，'.join(aims) or '完成各项既定任务'}。",
        f"{rated[0].name}达到{rated[0].number}%以上，{made.words['department']}服务能力进一步增强。"
        if rated
        else "服务能力进一步增强。",
    ]
    if len(made.words["影响"]) > 1 and len(lasting) == 2:
        made.goals.append(f"{lasting[0]}{lasting[1]}，{made.place}群众从中受益。")
    made.period_goals = [
        f"{made.year}年至{made.year + 2}年，{what}，分年推进，三年内全面完成规划任务。",
        f"形成{made.words['department']}长效管理机制。",
    ]
    done = [f"{i.name}{i.actual}{i.unit}" for i in counted[:2]]
    made.achievement = (
        f"已{'履行' if made.of_department else '推进'}{what.removeprefix('实施')}，"
        f"{'，'.join(done) or '各项任务完成'}，资金使用规范。"
    )
    total, shares = Decimal(made.amounts["total"]), list[Decimal]()
    count = rng.choice([2, 3])
    for at in range(count):
        shares.append((total / count).quantize(Decimal(1)) if at < count - 1 else total - sum(shares, Decimal(0)))
    for project, share in zip(rng.sample(made.words["projects"], count), shares):
        made.tasks.append((project, f"按计划组织实施{project}，年底前完成验收", money(share, made.needs)))
