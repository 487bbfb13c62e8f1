"""What one column prints of an indicator."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from bench.office_forms.columns import REGIONS, TICKS
from bench.office_forms.draft import Draft
from bench.office_forms.figures import share, trim
from bench.office_forms.indicator import Indicator
from bench.office_forms.values import MEASURES, SIGNS

_TEXTS: dict[str, Callable[[Indicator], str]] = {
    "name": lambda row: row.name,
    "value": lambda row: row.raw,
    "weight": lambda row: trim(row.weight),
    "actual": lambda row: row.actual,
    "m_actual": lambda row: row.actual,
    "m_full": lambda row: row.forecast,
    "m_possible": lambda row: row.possible,
    "score": lambda row: trim(row.score),
    "reason": lambda row: row.reason,
    "standard": lambda row: row.standard,
    "note": lambda row: row.note,
}
_SOURCES = ["统计报表", "验收报告", "工作台账", "业务系统数据"]
_OFFICES = ["计财股", "业务科", "办公室", "项目办"]


def cell(draft: Draft, key: str, row: Indicator, serial: int) -> str:
    """The cell of a column that is not a level's."""
    if key == "seq":
        return str(serial)
    if row.empty:
        return ""
    if key in _TEXTS:
        return _TEXTS[key](row)
    if key == "half":
        return _half(row)
    if key in ("sign", "number", "unit"):
        return _part(draft, key, row)
    if key in REGIONS:
        return row.by_region[REGIONS.index(key)]
    if key in TICKS:
        return "√" if key == TICKS[0] else ""
    if key == "explain":
        about = f"反映{row.name.split('：')[-1].split('.')[-1]}的情况"
        return draft.dice.choice([about, "完成得满分，未完成按比例扣分", "按实际完成数与计划数之比计算"])
    if key == "source":
        return draft.dice.choice(_SOURCES)
    if key == "who":
        return draft.dice.choice(_OFFICES)
    assert key == "prior", key
    return _last_year(row)


def _half(row: Indicator) -> str:
    """The aim for the first half of the year."""
    if row.quality:
        return "持续发挥作用"
    if row.unit in ("%", "年") or row.operator != ">=" or Decimal(row.number) < 10:
        return row.raw
    return row.raw.replace(row.number, str(share(Decimal(row.number), 50)), 1)


def _part(draft: Draft, key: str, row: Indicator) -> str:
    if row.quality:
        unit = draft.keep("nounit", draft.dice.choice(["", "无", "/"]))
        return {"sign": "定性", "number": row.raw, "unit": unit}[key]
    return {"sign": _sign(draft, row), "number": row.number, "unit": row.unit}[key]


def _sign(draft: Draft, row: Indicator) -> str:
    return SIGNS.get(draft.option("op style"), SIGNS["sign"])[row.operator]


def _last_year(row: Indicator) -> str:
    if row.date:
        return "按期完成"
    if row.quality:
        return "良好"
    number = Decimal(row.number)
    steady = row.unit == "%" or row.operator != ">=" or number < 10
    return trim(number if steady else share(number, 90)) + row.unit


def split(draft: Draft, row: Indicator) -> None:
    """The truth of a value whose operator, number and unit have a column each."""
    if row.empty:
        return
    if row.quality:
        row.raw_alternatives = ["定性" + row.raw, row.raw]
        return
    sign, number, unit = _sign(draft, row), row.number, row.unit
    row.raw = sign + number + unit
    usual = SIGNS["sign"][row.operator]
    row.raw_alternatives = [number, number + unit, sign + number, usual + number + unit]
    row.target = {"value": number, "operator": row.operator}
    if unit != "个工作日":
        row.target["unit"] = unit
    if unit not in MEASURES:
        row.target["kind"] = "number"


def over_regions(row: Indicator) -> None:
    """The value of each region; an amount of things is shared out, anything else holds for each."""
    number = Decimal(row.number)
    if row.operator == ">=" and row.unit != "%" and number >= 30 and row.sort == "数量":
        step = Decimal("0.1") if "." in row.number else None
        first, second = (
            part.quantize(step) if step else Decimal(int(part))
            for part in (number * Decimal("0.4"), number * Decimal("0.35"))
        )
        numbers = [first, second, number - first - second]
    else:
        numbers = [number] * 3
    row.by_region = [row.raw.replace(row.number, trim(each), 1) for each in numbers]
    row.raw, row.target = "；".join(row.by_region), {"kind": "compound"}
