"""指标值 as people write them, and what each of them means by the contract (K21)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bench.field_forms.dice import Dice

Json = dict[str, object]
_SPEC = re.compile(r"([≥≤=]?)([\d.]+)(?:-([\d.]+))? (\S+)")
_OPERATORS = {"≥": ">=", "≤": "<=", "=": "=", "": None}
_SIGNS = {
    "plain": {"≥": "≥", "≤": "≤", "=": "="},
    "ascii": {"≥": ">=", "≤": "<=", "=": "="},
    "wide": {"≥": "≧", "≤": "≦", "=": "＝"},
    "bare": {"≥": "", "≤": "", "=": ""},
}


@dataclass(frozen=True, slots=True)
class Value:
    """A target: sign, number and unit, or a text where `number` is empty."""

    sign: str = ""
    number: str = ""
    unit: str = ""
    text: str = ""


def draw(spec: str, dice: Dice, year: int, budget: str) -> Value:
    """A value from the notation of content.yaml."""
    if spec.endswith("$"):
        return Value(spec[0], budget, "万元")
    found = _SPEC.fullmatch(spec)
    if not found:
        return Value(text=dice.pick(spec.split("/")).replace("{y}", str(year)))
    sign, low, high, unit = found.groups()
    return Value(sign, _between(low, high or low, dice), unit)


def _between(low: str, high: str, dice: Dice) -> str:
    places = max(len(t.partition(".")[2]) for t in (low, high))
    scale = 10**places
    one, two = int(Decimal(low) * scale), int(Decimal(high) * scale)
    number = dice.number(one, two)
    if places == 0 and number > 100:
        number -= number % (10 if number > 1000 else 5)
    return f"{Decimal(number) / scale:.{places}f}"


def cell(value: Value, style: str, percent: str = "%") -> str:
    """The value written in one cell."""
    if not value.number:
        return value.text
    unit = percent if value.unit == "%" else value.unit
    if style == "words":
        if value.sign == "≥":
            return f"{value.number}{unit}以上" if value.unit in ("%", "人", "次") else f"不少于{value.number}{unit}"
        return f"不超过{value.number}{unit}" if value.sign == "≤" else f"{value.number}{unit}"
    return f"{_SIGNS[style].get(value.sign, '')}{value.number}{unit}"


def meaning(value: Value, style: str, unit_column: bool = False) -> Json:
    """The keys of TARGET that a careful reader would insist on."""
    if not value.number:
        dated = re.fullmatch(r"\d{4}年(\d+)月(?:\d+日|底)前", value.text)
        if dated:
            return {"kind": "date", "operator": "<="}
        return {} if re.search(r"\d|季度|汛期", value.text) else {"kind": "text"}
    operator = _OPERATORS[value.sign]
    if style in ("bare", "words") and (style == "bare" or value.sign == "="):
        operator = None
    number, unit = value.number, value.unit
    many = re.fullmatch(r"([万亿])(?!元)(.+)", unit)
    if many and not unit_column:
        number, unit = str(Decimal(number) * {"万": 10**4, "亿": 10**8}[many[1]]), many[2]
        number = number.rstrip("0").rstrip(".") if "." in number else number
    found: Json = {"value": number} if "（" in unit else {"value": number, "unit": unit}  # 件（套）: 件 is as good
    return found | ({"operator": operator} if operator else {})


def reached(value: Value, dice: Dice, with_unit: bool) -> tuple[str, Decimal]:
    """An actual value, and the share of what was promised that it makes, at most 1."""
    if not value.number:
        if re.search(r"\d", value.text):
            return dice.pick(["已完成", "按期完成"]), Decimal(1)
        return (value.text if dice.happens(0.6) else "达成预期指标"), Decimal(1)
    good = dice.happens(0.88) or value.sign == "="
    number, places = Decimal(value.number), len(value.number.partition(".")[2])
    step = Decimal(dice.number(1, 6)) / 100
    up = (value.sign == "≥") == good
    moved = number if value.sign == "=" or dice.happens(0.4) and good else number * (1 + step if up else 1 - step)
    if value.unit == "%":
        moved = min(moved, Decimal(100)) if good else moved
    shown = f"{moved:.{places}f}"
    share = Decimal(shown) / number if value.sign == "≥" else number / Decimal(shown) if Decimal(shown) else Decimal(1)
    printed = shown + (value.unit if with_unit or value.unit == "%" and dice.happens(0.8) else "")
    return printed, min(share, Decimal(1)) if value.sign != "=" else Decimal(1)
