"""The columns of an indicator table: which there are, in which order, what each prints of an indicator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts, Indicator

Print = Callable[[Indicator, int], str]
"""Of an indicator and its number from 0: the text of its cell."""

UNMAPPED = ("explanation", "method", "evidence", "office", "direction", "serial", "likelihood")
_WIDTHS = {
    "number": 1.2, "actual": 1.3, "level1": 1.0, "level2": 1.2, "level12": 1.3, "level3": 2.6, "target": 1.6,
    "serial": 0.5, "weight": 0.8, "score": 0.8,
    "sign": 0.7, "nature": 0.9, "unit": 1.0, "reason": 1.8, "explanation": 2.0, "method": 2.2,
}  # fmt: skip
_WORDS = {"≥": "不低于", "≤": "不超过", "=": ""}
_AFTER = {"≥": "以上", "≤": "以内", "=": ""}


@dataclass(slots=True)
class Column:
    """`role` is the indicator key it fills, or a name of plan.UNMAPPED; `group` a head above it."""

    role: str
    head: str
    prints: Print
    group: str = ""
    width: float = 1.0


@dataclass(slots=True)
class Plan:
    """Everything about the indicator block that is decided before it is drawn."""

    form: str
    columns: list[Column] = field(default_factory=list)
    values: str = "one cell"
    levels: str = "merged"
    heads: str = "one row"


def make(layout: Layout, facts: Facts) -> Plan:
    """The plan of this layout for a form of this kind."""
    plan = Plan(form_of(layout, facts.needs.kind))
    plan.levels = levels_of(layout)
    plan.values = values_of(layout, facts.needs.kind) if plan.form == "table" else "one cell"
    plan.columns = columns(layout, facts, plan)
    return plan


def columns(layout: Layout, facts: Facts, plan: Plan) -> list[Column]:
    """The columns in their order, with their widths."""
    needed = [*_levels(layout, plan), *_values(layout, facts, plan), *_evaluation(layout, facts)]
    found = _ordered(layout, needed, _extras(layout, facts))
    for column in found:
        column.width = _WIDTHS.get(column.role, 1.1)
    return found


def form_of(layout: Layout, kind: str) -> str:
    """How the block is built; evaluations are tables."""
    if "target" not in kind:
        return layout.pick("indicators", {"table": 1}, None, "table")
    return layout.pick(
        "indicators",
        {"table": 10, "bands": 1, "packed": 0.7, "sentences": 0.7, "two blocks": 0.7},
        {"halves": 1, "horizontal": 1, "terms side by side": 0.7},
        "table sentences",
    )


def levels_of(layout: Layout) -> str:
    return layout.pick(
        "levels",
        {"merged": 6, "repeated": 2, "blank below": 1, "二级 alone": 1},
        {"split over lines": 1, "一级 alone": 1, "一级 repeated, 二级 merged": 1},
        "repeated" if layout.medium == "lines" else "merged repeated",
    )


def values_of(layout: Layout, kind: str) -> str:
    """How a target is divided into columns."""
    if kind == "transfer_target" and layout.medium == "table" and layout.chance("regional", 0.35):
        return layout.pick("values by region", {"per region": 1})
    apart: dict[str, float] = {"one cell": 6, "sign, number, unit": 2, "nature, number, unit": 2, "value, unit": 1}
    held: dict[str, float] = {"number, unit, sign": 1, "定量, value, unit": 1}
    if "target" in kind:
        apart |= {"past, expected": 0.8, "half, full": 0.5, "long, annual": 0.7}
        held |= {"past, past, expected": 1, "grades": 0.7, "quarters, full": 0.5, "years": 0.5}
    return layout.pick("values", apart, held, "one") if layout.medium == "table" else _dumped(layout)


def _dumped(layout: Layout) -> str:
    return layout.pick("values", {"one cell": 4, "sign, number, unit": 1}, {"value, unit": 1})


def sign_of(layout: Layout, indicator: Indicator) -> str:
    style = layout.pick("sign", {"≥": 6, "≧": 1, ">=": 1})
    return {"≥": {"≧": "≧", ">=": ">="}, "≤": {"≧": "≦", ">=": "<="}}.get(indicator.sign, {}).get(style, indicator.sign)


def _signed(layout: Layout) -> str:
    return layout.pick("target in one cell", {"sign": 7, "bare": 1}, {"in words": 1, "以上 after": 1})


def whole(layout: Layout, indicator: Indicator) -> str:
    """A target in one cell."""
    if not indicator.number:
        return indicator.words
    style = _signed(layout)
    shown = indicator.number + indicator.unit
    if style == "bare":
        return shown
    if style == "in words":
        return _WORDS[indicator.sign] + shown
    if style == "以上 after":
        return shown + _AFTER[indicator.sign]
    return sign_of(layout, indicator) + shown


def truth_of(layout: Layout, plan: Plan, indicator: Indicator) -> dict[str, object]:
    """`target_raw` and `target` of a row, for every way of dividing but scopes, regions and grades."""
    target: dict[str, str] = indicator.target()
    if plan.values in ("one cell", "past, expected", "past, past, expected", "half, full", "quarters, full"):
        if _signed(layout) == "bare" or (indicator.sign == "=" and _signed(layout) != "sign"):
            target.pop("operator", None)
        return {"target_raw": whole(layout, indicator), "target": target}
    if plan.values == "years":
        texts = [whole(layout, indicator), *(by_year(layout, indicator, n) for n in (1, 2))]
        return {"target_raw": texts[0], "target_raw_alt": ["；".join(texts)]}
    if not indicator.number:
        return {"target_raw": indicator.words, "target_raw_alt": [f"定性{indicator.words}"], "target": {"kind": "text"}}
    full = sign_of(layout, indicator) + indicator.number + indicator.unit
    return {
        "target_raw": full,
        "target_raw_alt": [indicator.number, sign_of(layout, indicator) + indicator.number],
        "target": target,
    }


def _levels(layout: Layout, plan: Plan) -> list[Column]:
    one = Column("level1", layout.label("column", "level1"), lambda i, _: level_text(layout, plan, i.level1))
    two = Column("level2", layout.label("column", "level2"), lambda i, _: level_text(layout, plan, i.level2))
    three = Column("level3", layout.label("column", "level3"), lambda i, _: i.name)
    if plan.levels == "二级 alone":
        two.head = layout.label("column", "level12")
        return [two, three]
    if plan.levels == "一级 alone":
        return [one, three]
    return [one, two, three]


def level_text(layout: Layout, plan: Plan, level: str) -> str:
    """A level as printed; points and numbers are added where rows are drawn."""
    style = layout.pick("level words", {"full": 8, "short": 1}, {"numbered": 1})
    text = level.removesuffix("指标") if style == "short" else level
    if plan.levels == "split over lines":
        return "\n".join(text[at : at + 2] for at in range(0, len(text), 2))
    return layout.dress(text)


def _values(layout: Layout, facts: Facts, plan: Plan) -> list[Column]:
    def column(role: str, concept: str, prints: Print, group: str = "") -> Column:
        head = layout.label("column", concept, y=facts.year).replace("{y-1}", str(facts.year - 1))
        return Column(role, head, prints, group)

    def past(back: int) -> Column:
        concept = f"past{back}"
        wording = (
            layout.word("column", concept).replace("{y-1}", str(facts.year - 1)).replace("{y-2}", str(facts.year - 2))
        )
        return Column("past", wording, lambda i, _: _earlier(layout, i, back))

    blank = layout.rng("no unit").choice(["", "无", "/", "-"])
    number = column("number", "number", lambda i, _: i.number or i.words)
    unit = column("unit", "unit", lambda i, _: i.unit or blank)
    sign = column("sign", "sign", lambda i, _: sign_of(layout, i) if i.number else "定性")
    value = column("target", "target", lambda i, _: whole(layout, i))
    if plan.values == "sign, number, unit":
        return [sign, number, unit]
    if plan.values == "nature, number, unit":
        return [column("nature", "nature", sign.prints), number, unit]
    if plan.values == "number, unit, sign":
        return [number, unit, sign]
    if plan.values == "定量, value, unit":
        signed = column("number", "number", lambda i, _: sign_of(layout, i) + i.number if i.number else i.words)
        return [column("nature", "nature", lambda i, _: "定量" if i.number else "定性"), signed, unit]
    if plan.values == "value, unit":
        return [column("number", "target", lambda i, _: sign_of(layout, i) + i.number if i.number else i.words), unit]
    if plan.values in ("past, expected", "past, past, expected"):
        wording = layout.word("column", "expected").format(y=facts.year)
        return [
            *(past(b) for b in ((2, 1) if "past, past" in plan.values else (1,))),
            Column("target", wording, value.prints),
        ]
    if plan.values == "half, full":
        return [column("half", "half", lambda i, _: _earlier(layout, i, 1)), column("target", "full", value.prints)]
    if plan.values == "years":
        step = [Column("year", f"{facts.year + n}年目标值", partial(_numbered, by_year, layout, n)) for n in (1, 2)]
        return [Column("target", f"{facts.year}年目标值", value.prints), *step]
    if plan.values == "quarters, full":
        quarters = [
            Column("past", f"{q}季度", partial(_numbered, _by_quarter, layout, n)) for n, q in enumerate("一二三四")
        ]
        return [*quarters, column("target", "full", value.prints)]
    if plan.values == "long, annual":
        return [
            column("long", "long_value", lambda i, _: whole(layout, longer(i))),
            column("target", "annual_value", value.prints),
        ]
    if plan.values in ("per region", "grades"):
        return [Column("part", h, partial(_parted, layout, plan, at)) for at, h in enumerate(parts(layout, plan))]
    return [value]


def parts(layout: Layout, plan: Plan) -> list[str]:
    """The heads of value columns that stand for regions or grades."""
    if plan.values == "grades":
        return ["优", "良", "中", "差"]
    return layout.rng("regions").sample(["新罗区", "永定区", "上杭县", "武平县", "连城县", "漳平市"], 3)


def part(layout: Layout, plan: Plan, indicator: Indicator, at: int) -> str:
    """The value of one region or grade."""
    if not indicator.number:
        return indicator.words
    step = {"%": max(1, int(float(indicator.number)) // 20)}.get(indicator.unit, 0) if plan.values == "grades" else at
    number = float(indicator.number)
    moved = (
        number - at * step
        if plan.values == "grades"
        else number
        if indicator.unit == "%"
        else number + at * max(1, number // 9)
    )
    return whole(
        layout,
        Indicator(indicator.level1, indicator.level2, indicator.name, indicator.sign, f"{moved:g}", indicator.unit),
    )


def longer(indicator: Indicator) -> Indicator:
    """The target of three years beside that of one."""
    if not indicator.number or indicator.unit in ("%", "‰") or indicator.sign != "≥":
        return indicator
    number = (
        f"{float(indicator.number) * 3:g}"
        if float(indicator.number) * 3 < 100000
        else str(int(float(indicator.number)) * 3)
    )
    return Indicator(indicator.level1, indicator.level2, indicator.name, indicator.sign, number, indicator.unit)


def _earlier(layout: Layout, indicator: Indicator, back: int) -> str:
    """What stood there a year or half a year ago: less, and without a sign."""
    if not indicator.number:
        return indicator.words
    number = float(indicator.number) * (1 - 0.05 * back)
    return f"{number:.0f}{indicator.unit}" if number >= 10 else f"{indicator.number}{indicator.unit}"


def _numbered(
    prints: Callable[[Layout, Indicator, int], str], layout: Layout, n: int, indicator: Indicator, _: int
) -> str:
    return prints(layout, indicator, n)


def _parted(layout: Layout, plan: Plan, n: int, indicator: Indicator, _: int) -> str:
    return part(layout, plan, indicator, n)


def by_year(layout: Layout, indicator: Indicator, at: int) -> str:
    """The target of a later year."""
    if not indicator.number or indicator.unit in ("%", "‰") or indicator.sign != "≥":
        return whole(layout, indicator)
    more = f"{float(indicator.number) * (1 + at / 10):.0f}"
    return whole(
        layout, Indicator(indicator.level1, indicator.level2, indicator.name, indicator.sign, more, indicator.unit)
    )


def _by_quarter(layout: Layout, indicator: Indicator, at: int) -> str:
    """What is reached by the end of a quarter."""
    if not indicator.number or indicator.unit == "%" or float(indicator.number) < 20:
        return indicator.words if not indicator.number else whole(layout, indicator)
    return f"{int(float(indicator.number)) * (at + 1) // 4}{indicator.unit}"


def _evaluation(layout: Layout, facts: Facts) -> list[Column]:
    if not facts.evaluates:
        return []
    unit_too = layout.pick("actual", {"with unit": 2, "number alone": 1}) == "with unit"
    concept = "actual_part" if "monitoring" in facts.needs.kind else "actual"

    def actual(i: Indicator, _: int) -> str:
        return i.actual + (i.unit if i.number and (unit_too or i.unit == "%") else "")

    found = [Column("actual", layout.label("column", concept), actual)]
    if facts.needs.weights:
        found += [
            Column("weight", layout.label("column", "weight"), lambda i, _: i.weight),
            Column("score", layout.label("column", "score"), lambda i, _: i.score),
        ]
    if "monitoring" in facts.needs.kind:
        found.append(Column("likelihood", layout.label("column", "likelihood"), lambda i, _: "确定能"))
    elif facts.needs.reasons:
        found.append(Column("reason", layout.label("column", "reason"), lambda i, _: i.reason))
    return found


def _extras(layout: Layout, facts: Facts) -> list[Column]:
    """Further columns; some of them no rule book knows."""
    wanted = layout.pick(
        "further columns",
        {"none": 5, "note": 2, "explanation": 1, "standard": 1, "note, method": 1, "serial": 1, "evidence": 0.7},
        {"office": 1, "direction": 1, "serial, method, evidence": 1, "explanation, office, note": 1},
        "none serial",
    ) if not facts.evaluates else layout.pick("further columns", {"none": 5, "note": 1, "serial": 1},
        {"evidence": 1, "method": 1}, "none serial")  # fmt: skip
    prints: dict[str, Print] = {
        "note": lambda i, n: ["", "省级重点任务", "", "按季度统计"][(n + len(i.name)) % 4],
        "explanation": lambda i, _: f"反映{i.name}的情况",
        "standard": lambda i, _: "计划标准" if "成本" not in i.level2 else "预算支出标准",
        "method": lambda i, _: "达到目标值得满分，未达到按比例扣分",
        "serial": lambda _, n: str(n + 1),
        "evidence": lambda i, _: "验收资料" if "质量" in i.level2 else "工作台账",
        "office": lambda i, _: "计财股" if "成本" in i.level2 else "业务股",
        "direction": lambda i, _: "反向" if i.sign == "≤" else "正向",
    }
    found = [Column(r, layout.label("column", r), prints[r]) for r in wanted.split(", ") if r != "none"]
    if facts.needs.weights and not facts.evaluates:
        found.insert(0, Column("weight", layout.label("column", "weight"), lambda i, _: i.weight))
    return found


def _ordered(layout: Layout, columns: list[Column], extras: list[Column]) -> list[Column]:
    """The usual order, points first, or extras anywhere behind the names."""
    order = layout.pick("column order", {"usual": 4, "weight before value": 1, "extras first": 1}, {"mixed": 1})
    first = [c for c in extras if c.role == "serial"]
    extras = [c for c in extras if c.role != "serial"]
    at = next(i for i, c in enumerate(columns) if c.role == "level3") + 1
    levels, rest = columns[:at], columns[at:]
    if order == "weight before value":
        weight = [c for c in [*rest, *extras] if c.role == "weight"]
        rest, extras = [*weight, *(c for c in rest if c.role != "weight")], [c for c in extras if c.role != "weight"]
        return [*first, *levels, *rest, *extras]
    if order == "extras first":
        return [*first, *levels, *extras, *rest]
    if order == "mixed":
        mixed = list(extras)
        layout.rng("mixed").shuffle(mixed)
        half = len(mixed) // 2
        return [*first, *levels, *mixed[:half], *rest, *mixed[half:]]
    return [*first, *levels, *rest, *extras]
