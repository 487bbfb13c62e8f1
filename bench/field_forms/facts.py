"""What a form says before it has a layout: who, what project, how much, which indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from bench.field_forms.dice import Dice, book
from bench.field_forms.values import Value, draw, reached

_OLD = [
    ("产出指标", "数量指标", "quantity"), ("产出指标", "质量指标", "quality"), ("产出指标", "时效指标", "time"),
    ("产出指标", "成本指标", "cost"),
    ("效益指标", "经济效益指标", "economic"), ("效益指标", "社会效益指标", "social"),
    ("效益指标", "生态效益指标", "ecological"),
    ("效益指标", "可持续影响指标", "lasting"), ("满意度指标", "服务对象满意度指标", "satisfaction"),
]  # fmt: skip
_NEW = [
    ("成本指标", "经济成本指标", "cost"), ("成本指标", "社会成本指标", ""), ("成本指标", "生态环境成本指标", ""),
    ("产出指标", "数量指标", "quantity"), ("产出指标", "质量指标", "quality"), ("产出指标", "时效指标", "time"),
    ("效益指标", "经济效益指标", "economic"), ("效益指标", "社会效益指标", "social"),
    ("效益指标", "生态效益指标", "ecological"),
    ("满意度指标", "服务对象满意度指标", "satisfaction"),
]  # fmt: skip
_POINTS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
_NEW_POINTS = {"成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10}
LEVELS = ["three"] * 8 + ["no second"]
REASONS = [
    "受疫情影响部分工作推迟，下一步加快进度",
    "项目招标流标一次，已督促施工单位抢抓工期",
    "年中政策调整，核定人数减少",
    "资金下达较晚，将提前谋划项目",
]


@dataclass(slots=True)
class Row:
    """One indicator; `value` None for a printed 二级 with nothing filled in."""

    level1: str
    level2: str
    level3: str = ""
    value: Value | None = None
    weight: str = ""
    actual: str = ""
    score: str = ""
    reason: str = ""
    note: str = ""
    kind: str = ""


@dataclass(slots=True)
class Facts:
    """One form's content."""

    kind: str
    year: int
    department: str
    unit: str
    domain: dict[str, object]
    project: str
    goal: str
    done: str
    rows: list[Row] = field(default_factory=list)
    money: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(slots=True)
class County:
    """What all forms of a filing share."""

    place: str
    domain: dict[str, object]
    department: str
    year: int
    people: dict[str, str]


def county(dice: Dice) -> County:
    """The filing's place, department, year and people."""
    content = book("content")
    domain = dice.pick(content["fields"])
    place = dice.pick(content["places"])
    names = [dice.pick(content["surnames"]) + dice.pick(content["given"]) for _ in range(3)]
    year = dice.number(2019, 2026)
    day = f"{dice.number(2, 12)}月{dice.number(1, 28)}日"
    phone = dice.pick(["0731-8{:07d}", "138{:08d}", "6{:06d}", "0852-2{:06d}", "159{:08d}"]).format(
        dice.number(1000, 999999)
    )
    people = {"preparer": names[0], "responsible": names[1], "leader": names[2], "phone": phone, "day": day}
    return County(place, domain, place.removesuffix("镇") + dice.pick(domain["departments"]), year, people)


def facts(dice: Dice, place: County, kind: str, used: set[str]) -> Facts:
    """One form of this kind; `used` holds the projects already filed."""
    domain = place.domain
    projects = [p for p in domain["projects"] if p[0] not in used] or domain["projects"]  # type: ignore[attr-defined]
    name, goal, done = dice.pick(projects)
    used.add(name)
    project = (f"{place.year}年" if dice.happens(0.15) else "") + name
    unit = place.department if dice.happens(0.35) else place.place + dice.pick(domain["units"])  # type: ignore[call-overload]
    found = Facts(
        kind, place.year, place.department, unit, domain, project, goal, done, people=place.people, place=place.place
    )
    if kind.startswith("department"):
        found.unit = place.department
        found.goal = f"1.保障机关正常运转；2.{goal}3.完成{place.place}党委政府交办的其他工作。"
    found.money = _money(dice)
    found.rows = rows(dice, found)
    return found


def _money(dice: Dice) -> dict[str, str]:
    """Total and parts in 万元: `one` + `two` + `three` make it; executed and initial for what was spent."""
    places = dice.pick([0, 0, 1, 2, 2])
    one = Decimal(dice.number(500, 900000)) / 100
    two, three = (Decimal(dice.number(100, 90000)) / 100 if dice.happens(s) else Decimal(0) for s in (0.4, 0.25))
    one, two, three = (Decimal(round(x * 10**places)) / 10**places if x else Decimal(0) for x in (one, two, three))
    one = one or Decimal(5)
    return {"one": _plain(one), "two": _plain(two), "three": _plain(three), "total": _plain(one + two + three)}


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def execution_row(rate: str | None) -> Row:
    """预算执行率 as a row of the table, where the money block carries no points."""
    done = Decimal((rate or "100%").rstrip("%"))
    score = _plain((done / 10).quantize(Decimal("0.01"), ROUND_HALF_UP))
    reason = "部分款项按合同约定下年支付" if done < 100 else ""
    return Row(
        "预算执行率",
        "预算执行率",
        "预算执行率",
        Value("=", "100", "%"),
        "10",
        f"{_plain(done)}%",
        score,
        reason,
        kind="execution",
    )


def agree(department: Facts, projects: list[Facts]) -> None:
    """The department's project spending is what its projects' forms say."""
    spent = sum((Decimal(p.money["total"]) for p in projects), Decimal(0))
    basic = (spent * Decimal("1.5")).quantize(Decimal("0.01"))
    department.money = {"one": _plain(basic + spent), "two": "0", "three": "0", "total": _plain(basic + spent)}
    department.money |= {"basic": _plain(basic), "project": _plain(spent)}
    for row in department.rows:
        if row.value and row.value.unit == "万元" and row.level3 in ("部门整体支出",):
            row.value = Value(row.value.sign, department.money["total"], "万元")


def rows(dice: Dice, facts: Facts) -> list[Row]:
    """The indicators, in the regime the county keeps to."""
    regime = dice.option("regime", ["old", "old", "new"])
    under = regime == "old" and dice.option("satisfaction", ["own", "own", "under benefit"]) == "under benefit"
    printed = dice.option("empty rows", ["left out", "left out", "printed"])
    domain = dict(facts.domain)
    if facts.kind.startswith("department"):
        domain |= {k: [*v, *dice.some(domain.get(k, []), 1)] for k, v in book("content")["department_rows"].items()}  # type: ignore[call-overload]
    found: list[Row] = []
    for level1, level2, key in _OLD if regime == "old" else _NEW:
        level1 = "效益指标" if under and level1 == "满意度指标" else level1
        specs = dice.some(
            domain.get(key, []),
            dice.pick([1, 1, 2, 2, 3] if key in ("quantity", "quality", "social") else [1, 1, 1, 2]),
        )  # type: ignore[arg-type]
        if key in ("economic", "ecological", "lasting") and dice.happens(0.25):
            specs = []
        if not specs and printed == "printed" and dice.option("levels", LEVELS, ["no first"]) != "no second":
            found.append(Row(level1, level2, kind=key))
        for spec in specs:
            name, _, value = spec.partition(" | ")
            note = dice.pick(["上级下达任务", "按合同约定", "新增"]) if dice.happens(0.15) else ""
            found.append(
                Row(level1, level2, name, draw(value, dice, facts.year, facts.money["total"]), note=note, kind=key)
            )
    points = _NEW_POINTS if regime == "new" else {"产出指标": 50, "效益指标": 40} if under else _POINTS
    _weigh(dice, found, points)
    return found


def _weigh(dice: Dice, found: list[Row], points: dict[str, int]) -> None:
    filled = [r for r in found if r.value]
    for level1 in dict.fromkeys(r.level1 for r in filled):
        mine, left = [r for r in filled if r.level1 == level1], points[level1]
        for at, row in enumerate(mine):
            share = left // (len(mine) - at)
            row.weight, left = str(share), left - share
    missing = sum(points.values()) - sum(int(r.weight) for r in filled)
    filled[0].weight = str(int(filled[0].weight) + missing)


def evaluate(dice: Dice, found: list[Row], with_unit: bool) -> None:
    """Actual values, points and reasons: full points where the promise is kept."""
    for row in found:
        if row.value is None:
            continue
        row.actual, share = reached(row.value, dice, with_unit)
        row.score = row.weight
        if share < 1:
            row.reason = dice.pick(REASONS)
            row.score = _plain((Decimal(row.weight) * share).quantize(Decimal("0.01"), ROUND_HALF_UP))
