"""Which indicators a form has, their wordings and points."""

from __future__ import annotations

from decimal import Decimal

from bench.office_forms.draft import Draft, Json
from bench.office_forms.indicator import Indicator
from bench.office_forms.results import achieve, progress
from bench.office_forms.values import fill
from bench.office_forms.words import book

_BENEFITS = [("经济", "economic"), ("社会", "social"), ("生态", "ecological"), ("可持续", "lasting")]
_COSTS = ["项目总成本", "总投入控制数", "资金支出总额"]
_NOTES = ["", "", "核心指标", "据实填列", "以统计数据为准"]


def indicators(draft: Draft) -> list[Indicator]:
    """The rows with everything that a column may print of them."""
    dice, book_of = draft.dice, book("wordings")
    rows = _chosen(draft)
    for row in rows:
        fill(draft, row)
        row.level1 = draft.keep("L1" + row.group, dice.choice(book_of["level1"][row.group]))
        row.level2 = draft.keep("L2" + row.sort, dice.choice(book_of["level2"][row.sort]))
    if "weight" in draft.layout.extras:
        _points(draft, rows)
    if draft.option("numbered names") == "yes":
        _number(draft, rows)
    for row in rows:
        if draft.evaluation:
            achieve(draft, row)
        if draft.monitoring:
            progress(draft, row)
    if "standard" in draft.layout.extras:
        for row in rows:
            row.standard = "" if row.empty else dice.choice(book_of["standards"])
    if "note" in draft.layout.extras:
        for row in rows:
            row.note = "" if row.empty else dice.choice(_NOTES)
    return rows


def _chosen(draft: Draft) -> list[Indicator]:
    """The rows before their values: costs before or among the outputs, some benefits, who is content."""
    costs_first = draft.keep("new", draft.dice.random() < 0.4)
    projects: list[Json] = draft.bureau.field["projects"][:2] if draft.department else [draft.project]
    found: list[Indicator] = []

    def add(group: str, sort: str, specs: list[str]) -> None:
        found.extend(Indicator(group, sort, spec) for spec in specs)

    costs = _costs(draft, _of(projects, "cost"))
    if costs_first:
        add("成本", "经济成本", costs)
    add("产出", "数量", _of(projects, "quantity"))
    add("产出", "质量", _of(projects, "quality"))
    add("产出", "时效", _of(projects, "time"))
    if not costs_first:
        add("产出", "成本", costs)
    for sort, key in [b for b in _BENEFITS if draft.dice.random() < 0.65] or _BENEFITS[1:2]:
        specs = _in_one_unit(draft, _of(projects, key))
        add("效益", sort, specs if draft.department else specs[:1])
    if not any(row.group == "效益" for row in found):
        add("效益", "社会", _of(projects, "social")[:1])
    empty = _empty(draft, found)
    found += empty
    draft.layout.choices["empty rows"] = "yes" if empty else "no"
    served = dict.fromkeys(project["served"] for project in projects)
    add("满意", "满意", [f"{who}满意度|>=|{draft.dice.choice([85, 90, 92, 95])}|%" for who in served])
    return found


def _of(projects: list[Json], key: str) -> list[str]:
    return [spec for project in projects for spec in project[key]]


def _in_one_unit(draft: Draft, specs: list[str]) -> list[str]:
    """Without 万元 where the form counts in 元: one unit of money in a form."""
    return [spec for spec in specs if "万元" not in spec] if draft.habits.unit == "元" else specs


def _costs(draft: Draft, specs: list[str]) -> list[str]:
    dice, regions = draft.dice, draft.option("value") == "regions"
    whole = f"|<=|TOTAL|{draft.habits.unit}"
    if not draft.department:
        specs = [*specs, dice.choice(_COSTS) + whole]
        specs = dice.sample(specs, dice.choice([1, 2]))
        if regions:  # a whole cost is not each region's
            specs = [spec for spec in specs if "TOTAL" not in spec]
    left = _in_one_unit(draft, specs)
    if draft.habits.unit == "元" and not left and not regions and not draft.department:
        left = ["项目总成本" + whole]
    return left


def _empty(draft: Draft, rows: list[Indicator]) -> list[Indicator]:
    """Now and then a benefit printed with nothing filled in."""
    plain = draft.target and draft.option("indicators") == "table" and "weight" not in draft.layout.extras
    if plain and draft.option("value") in ("one", "split") and draft.dice.random() < 0.2:
        missing = [s for s, _ in _BENEFITS if s != "社会" and not any(row.sort == s for row in rows)]
        return [Indicator("效益", sort, "||||", empty=True) for sort in missing[:1]]
    return []


def _points(draft: Draft, rows: list[Indicator]) -> None:
    """A hundred points, ten of them the execution's where they stand in its table."""
    groups: dict[str, list[Indicator]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    old = {"产出": 50, "效益": 30, "满意": 10}
    points = {"成本": 20, "产出": 40, "效益": 20, "满意": 10} if "成本" in groups else old
    if not draft.points_of_execution:
        points["产出"] += 10
    for group, members in groups.items():
        each, rest = divmod(points[group], len(members))
        for number, row in enumerate(members):
            row.weight = Decimal(each + (number < rest))
    draft.group_points = points


def _number(draft: Draft, rows: list[Indicator]) -> None:
    """Names with a number within their 二级指标."""
    number, last = 0, ""
    for row in rows:
        if row.empty:
            continue
        number = number + 1 if row.sort == last else 1
        last, row.bare_name = row.sort, row.name
        worded = draft.keep("numf", draft.dice.random() < 0.6)
        row.name = f"指标{number}：{row.name}" if worded else f"{number}.{row.name}"
