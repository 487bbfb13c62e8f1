"""What was reached of an indicator: by the year's end, or so far."""

from __future__ import annotations

from decimal import Decimal

from bench.office_forms.draft import Draft
from bench.office_forms.figures import cents, share, trim
from bench.office_forms.indicator import Indicator

_DISCONTENT = ["个别对象反映办理环节偏多，下年简化流程", "沟通回访不够，今后定期走访"]
_LATE = ["受连续降雨影响进度略慢，下年加快推进", "实际需求少于年初测算，今后据实编列", "部分采购流程较长，明年提前启动"]


def achieve(draft: Draft, row: Indicator) -> None:
    """Actual, score and, of what fell short, the reason."""
    dice = draft.dice
    row.reason = draft.keep("noreason", dice.choice(["", "无", ""]))
    row.score = row.weight
    if row.date:
        row.actual = f"{draft.bureau.year}年{max(1, int(row.number) - 1)}月"
        return
    if row.quality:
        row.actual = row.raw
        return
    number = Decimal(row.number)
    large = row.operator == ">=" and number > 20 and row.unit != "年"
    short = large and dice.random() < 0.12 and "TOTAL" not in row.spec
    actual = _actual(draft, row, number, short)
    row.actual = _with_unit(draft, row, trim(actual))
    if short:
        if "weight" in draft.layout.extras:
            row.score = cents(row.weight * actual / number)
        row.reason = dice.choice(_DISCONTENT if row.sort == "满意" else _LATE)


def _actual(draft: Draft, row: Indicator, number: Decimal, short: bool) -> Decimal:
    if "TOTAL" in row.spec:
        return draft.executed * (10000 if draft.habits.unit == "元" else 1)
    if row.operator != ">=":
        return number
    reached = number * draft.dice.randint(*((88, 96) if short else (100, 106))) / 100
    reached = reached.quantize(Decimal("0.1")) if "." in row.number else Decimal(int(reached))
    if short:
        return reached
    reached = max(reached, number)
    return min(reached, Decimal(100)) if row.unit == "%" else reached


def _with_unit(draft: Draft, row: Indicator, number: str) -> str:
    """An actual as the form writes it: bare where the unit stands elsewhere in the row."""
    bracketed = row.style == "bracket" and "/" not in row.unit
    if draft.option("value") == "split" or bracketed:
        bare = draft.keep("bare", draft.dice.random() < 0.6)
        return number if bare or row.style == "bracket" else number + row.unit
    return number + row.unit


def progress(draft: Draft, row: Indicator) -> None:
    """What was reached so far, what is expected by the year's end, and whether it can be."""
    if row.date:
        row.actual, row.forecast = "正在推进", row.raw
    elif row.quality:
        row.actual, row.forecast = "良好", row.raw
    else:
        number = Decimal(row.number)
        steady = row.unit in ("%", "年") or row.operator != ">=" or number < 10
        reached = number if steady else share(number, draft.dice.randint(50, 75))
        row.actual = _with_unit(draft, row, trim(reached))
        row.forecast = _with_unit(draft, row, trim(number))
    row.possible = "确定能"
    row.reason = draft.keep("mreason", draft.dice.choice(["", "无偏差", "无"]))
