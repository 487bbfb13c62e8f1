"""Indicator rows: levels after one of several schemes, names and values as written, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from bench.county_forms.dice import Dice
from bench.county_forms.page import Json
from bench.county_forms.subject import Subject

_NEW = [
    ("成本指标", [("经济成本指标", "成本"), ("社会成本指标", ""), ("生态环境成本指标", "")]),
    ("产出指标", [("数量指标", "数量"), ("质量指标", "质量"), ("时效指标", "时效")]),
    ("效益指标", [("经济效益指标", "经济"), ("社会效益指标", "社会"), ("生态效益指标", "生态")]),
    ("满意度指标", [("服务对象满意度指标", "满意度")]),
]
_OLD = [
    ("产出指标", [("数量指标", "数量"), ("质量指标", "质量"), ("时效指标", "时效"), ("成本指标", "成本")]),
    ("效益指标", [("经济效益指标", "经济"), ("社会效益指标", "社会"), ("生态效益指标", "生态"),
    ("可持续影响指标", "可持续")]),
    ("满意度指标", [("服务对象满意度指标", "满意度")]),
]  # fmt: skip
_UNDER = [
    ("产出指标", [("数量指标", "数量"), ("质量指标", "质量"), ("成本指标", "成本"), ("时效指标", "时效")]),
    ("效益指标", [("经济效益指标", "经济"), ("社会效益指标", "社会"), ("生态效益指标", "生态"),
    ("可持续影响指标", "可持续"), ("社会公众或服务对象满意度指标", "满意度")]),
]  # fmt: skip
_LEAD = [_NEW[1], _NEW[2], _NEW[3], _NEW[0]]
SCHEMES = {"old": _OLD, "new": _NEW, "under": _UNDER, "cost last": _LEAD}


@dataclass(slots=True)
class Row:
    """One indicator: its levels as printed, its value and, for reviews, what became of it."""

    level1: str
    level2: str
    name: str
    kind: str = "number"
    sign: str = ""
    number: str = ""
    unit: str = ""
    raw: str = ""
    target: Json = field(default_factory=dict)
    points: str = ""
    actual: str = ""
    score: str = ""
    reason: str = ""
    part: str = ""
    """The key of its 二级 in the content, for explanations."""

    @property
    def blank(self) -> bool:
        """A printed 二级 with nothing filled in."""
        return not self.name


def sample_rows(
    dice: Dice, subject: Subject, *, split: bool = False, scheme: str = "", blanks: bool = True
) -> list[Row]:
    """Rows of one form. `split`: sign and unit get columns of their own."""
    scheme = scheme or dice.pick("scheme", ["old", "new", "under", "cost last"])
    dice.chosen["scheme"] = scheme
    dice.pick("number print", ["plain", "plain", "comma", "plain", "spaced", "wide"])
    short = dice.pick("level2 wording", ["whole", "whole", "short"]) == "short"
    signs = dice.pick("signs", ["≥", "≥", "none", ">=", "≧", "words"])
    empty = blanks and dice.chance("blank rows", 0.5)
    prefix = dice.pick("name prefix", ["", "", "", "★", "指标{}：", "{}."])
    mark = dice.pick("level2 mark", ["", "", "", "", "（必填）", "（选填）"])
    rows: list[Row] = []
    for level1, seconds in SCHEMES[scheme]:
        for level2, part in seconds:
            shown = level2.removesuffix("指标") if short and part and part != "满意度" else level2
            pool = list(subject.topic["rows"].get(part, []))
            most = {"数量": 3, "质量": 2, "时效": 2, "成本": 2, "社会": 2}.get(part, 1)
            count = min(len(pool), dice.between(1, most))
            optional = part in ("", "生态", "可持续", "经济")
            if optional and (not part or dice.random.random() < 0.35):
                if empty:
                    rows.append(Row(level1, shown + mark, "", part=part))
                continue
            for at, spec in enumerate(sorted(dice.random.sample(pool, count), key=pool.index), 1):
                name = prefix.format(at) + spec.split("|")[0]
                rows.append(_row(dice, subject, Row(level1, shown + mark, name, part=part), spec, signs, split))
    return rows


def _row(dice: Dice, subject: Subject, row: Row, spec: str, signs: str, split: bool) -> Row:
    _, unit, *bounds = spec.split("|")
    if unit == "定":
        row.kind, row.number = "text", dice.some(bounds[0].split("/"))
        row.raw, row.target = row.number, {"kind": "text"}
        row.sign = "定性"
        return row
    if unit == "日":
        return _day(dice, subject, row, split)
    cost = row.part == "成本"
    if unit == "总":
        unit, number = subject.unit, f"{subject.total.normalize():f}"
    else:
        number = _number(dice, bounds[0], bounds[1])
    sign = "<=" if cost or bounds[2:] == ["<="] else "=" if number == "100" and dice.random.random() < 0.4 else ">="
    row.number, row.unit = number, unit
    row.sign = {">=": "≥", "<=": "≤", "=": "="}[sign]
    row.target = {"value": number, "unit": unit, "operator": sign}
    if dice.targets and not split and dice.random.random() < 0.015:
        row.kind, row.number, row.unit, row.target = "empty", "", "", {"kind": "empty"}
        return row
    if (
        dice.targets
        and not split
        and row.unit == "%"
        and sign == ">="
        and number.isdigit()
        and int(number) < 95
        and dice.random.random() < 0.1
    ):
        row.kind, row.number, row.unit = "range", f"{number}%-{int(number) + 4}%", ""
        row.raw, row.target = row.number, {"kind": "range", "low": number, "high": str(int(number) + 4), "unit": "%"}
        return row
    _write(row, sign, signs if not split else "≥", "plain" if split else dice.chosen["number print"])
    return row


def _write(row: Row, sign: str, signs: str, style: str) -> None:
    body = row.number + row.unit
    if signs == "none":
        row.raw, row.target["operator"] = body, None
    elif signs == "words":
        after = {">=": "以上", "<=": "以内"}
        before = {">=": "不低于", "<=": "不超过", "=": ""}
        plain = len(row.number) % 2 == 0 and sign in after
        row.raw = body + after[sign] if plain else before[sign] + body
        if sign == "=":
            row.target["operator"] = None
    else:
        shown = {">=": {"≧": "≧", ">=": ">="}.get(signs, "≥"), "<=": {">=": "<="}.get(signs, "≤"), "=": "="}[sign]
        row.raw = shown + body
    if style == "comma" and len(row.number) > 3 and "." not in row.number:
        row.raw = row.raw.replace(row.number, f"{int(row.number):,}")
    elif style == "spaced" and row.raw[0] in "≥≤":
        row.raw = f"{row.raw[0]} {row.number} {row.unit}"
    elif style == "wide" and row.unit == "%":
        row.raw = row.raw.replace("%", "％")


def _number(dice: Dice, low: str, high: str) -> str:
    if "." in low + high:
        return f"{dice.random.uniform(float(low), float(high)):.1f}"
    number = dice.between(int(low), int(high))
    if number > 1000:
        number = number // 10 * 10
    return str(number)


def _day(dice: Dice, subject: Subject, row: Row, split: bool) -> Row:
    month = dice.between(9, 12)
    last = 30 if month in (9, 11) else 31
    style = dice.some(dice.kept(["{y}年{m}月底前", "{y}年{m}月{d}日前", "{y}年{m}月底前完成", "{y}年{m}月底"]))
    row.kind, row.sign = "date", "定性" if split else ""
    row.number = row.raw = style.format(y=subject.year, m=month, d=last)
    row.target = {"kind": "date", "operator": "<=", "date": f"{subject.year}-{month:02d}"}
    return row


def give_points(dice: Dice, rows: list[Row], whole: int) -> None:
    """Points over the filled rows, adding up to `whole`; now and then the level names say their own sum."""
    filled = [r for r in rows if not r.blank]
    each, over = divmod(whole, len(filled))
    for at, row in enumerate(filled):
        row.points = str(each + (at < over))
    if dice.chance("points in levels", 0.3):
        sums = {r.level1: sum(int(q.points or 0) for q in rows if q.level1 == r.level1) for r in rows}
        for row in rows:
            row.level1 += f"（{sums[row.level1]}分）"


def give_results(dice: Dice, rows: list[Row], *, whole_points: bool = True) -> Decimal:
    """What became of each row at the year's end, in line with points and reasons. Returns the points earned."""
    earned = Decimal(0)
    for row in rows:
        if row.blank:
            continue
        short = dice.random.random() < 0.15 and row.sign in ("≥", "=") and row.kind == "number"
        row.actual, full = _actual(dice, row, short)
        points = Decimal(row.points or "0")
        lost = Decimal(0) if full else max(Decimal(1), (points / 10).to_integral_value())
        row.score = str(points - min(lost, points - 1)) if row.points else ""
        row.reason = (
            "" if full else dice.some(["受天气影响进度滞后，下年度加快实施。", "部分对象外出未能核实，将加强摸底。"])
        )
        earned += Decimal(row.score or "0")
    return earned


def _actual(dice: Dice, row: Row, short: bool) -> tuple[str, bool]:
    if row.kind != "number":
        return (row.number.removesuffix("前").removesuffix("底") if row.kind == "date" else row.number), True
    value = Decimal(row.number)
    if short and value > 20:
        got = (value * Decimal("0.9")).to_integral_value()
    elif row.sign == "≥" and row.unit != "%" and value > 20 and "." not in row.number:
        got = value + dice.between(0, int(value) // 20)
    else:
        got = value
    with_unit = dice.chosen.get("actual unit") == "with" or row.unit.startswith("万")
    return f"{got.normalize():f}" + (row.unit if with_unit else ""), got >= value or row.sign == "≤"
