"""指标值 -> Target (contract K19, K21): what is not understood stays `text`, never a guessed number.

`parse_target("≥1次")` -> number, >=, 1, 次. `format_target` writes a Target so that parsing it again gives the same
but for `raw`. Pure and cached: one parse costs some microseconds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.characters.fold import tidy
from extractor.model.filing import Operator, Target
from extractor.values.cell import LEADING_OPERATOR, read_cell
from extractor.values.number import fold_value
from extractor.values.reading import OPERATORS, Context, Reading
from extractor.values.shipped import shipped_units
from extractor.values.unit import UnitIndex

_SIGN_NOTE = re.compile(r"\([^()]*\)|[:;,.。]")
_MONEY_LABEL = re.compile(r"成本|金额|资金|投资|预算|经费|补助|补贴|收入|产值|支出|费用|造价|税收|利润|投入|价格")
_COUNT_LABEL = re.compile(r"(?:数量?|面积|率|比例|次|里程|覆盖面|户|规模)(?:\([^()]*\))?\Z")
_DURATION_LABEL = re.compile(r"时限|期限|工期|周期|时长|年限|月数|月份数|多少月|\(月\)|个月")
_TIMELY_LABEL = re.compile(r"时间|日期|时点|截止|节点|时限|完成期|何时")


# --- columns ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _sign(sign: str | None) -> tuple[str, Operator | None]:
    """What of the sign cell belongs to `raw`, and its operator; 无, "-", "/" and words that are
    no sign give nothing.
    """
    folded = fold_value(sign) if sign else ""
    operator = OPERATORS.get(folded) or OPERATORS.get(_SIGN_NOTE.sub("", folded))
    return (sign or "").strip() if operator or folded == "定性" else "", operator


@lru_cache(maxsize=16384)
def _label_hints(label: str | None, level2: str | None, units: UnitIndex) -> tuple[str | None, bool, bool, bool]:
    """(unit in the name's bracket, money row, asks for a length of time, asks for a date)."""
    name = fold_value(label) if label else ""
    second = fold_value(level2) if level2 else ""
    unit = units.of_label(label) if label else None
    cost = "成本" in second and not second.startswith(("社会", "生态"))
    money = cost or bool(_MONEY_LABEL.search(name) and not _COUNT_LABEL.search(name))
    timely = "时效" in second or bool(_TIMELY_LABEL.search(name))
    return unit, money, bool(_DURATION_LABEL.search(name)), timely


def _joined_raw(cell: str, sign: str, unit: str | None, units: UnitIndex) -> str:
    """Sign + value + unit (K21), nothing printed twice, 无, "-" and "/" left out."""
    folded = fold_value(cell)
    before = (
        ""
        if LEADING_OPERATOR.match(folded) and OPERATORS.get(sign) or (sign and folded.startswith(fold_value(sign)))
        else sign
    )
    word = fold_value(unit) if unit and units.normalise(unit) else ""
    after = "" if not word or folded.endswith(word) else (unit or "").strip()
    if word[:1] in ("万", "亿") and folded.endswith(word[:1]):
        after = after[1:]
    return f"{before}{cell}{after}"


def _target(reading: Reading, raw: str) -> Target:
    parts = [_target(p, p.written) for p in reading.parts]
    return Target(
        raw, reading.kind, reading.operator, reading.value, reading.low, reading.high, reading.unit, reading.date,
        reading.approximate, parts,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _context(
    operator: Operator | None,
    unit: str | None,
    label: str | None,
    level2: str | None,
    year: int | None,
    units: UnitIndex,
) -> Context:
    label_unit, money, duration, timely = _label_hints(label, level2, units)
    known = units.normalise(unit) if unit else None
    return Context(
        units=units,
        unit=known.text if known else None,
        label_unit=label_unit if unit is None else None,
        operator=operator,
        proportion=bool(unit) and fold_value(unit or "") == "比例",
        money=money,
        duration=duration,
        timely=timely,
        year=year,
    )


def parse_target(
    raw: str,
    *,
    sign: str | None = None,
    unit: str | None = None,
    label: str | None = None,
    year: int | None = None,
    level2: str | None = None,
    units: UnitIndex | None = None,
) -> Target:
    """One 指标值.

    Args:
        raw: the value cell as written; a sheet cell as shown ("95%").
        sign, unit: the cells of separate 指标性质 and 度量单位 columns; None = the form has no such column, "" = blank.
        label: the 三级指标; a unit in its end bracket is taken from there where no unit column stands.
        year: the form's fiscal year, for deadlines that name none.
        level2: the 二级指标; 250万 in a 成本 row is 250 万元.
        units: the unit book in force; None = the shipped one.
    """
    book = units or shipped_units()
    sign_text, operator = _sign(sign)
    cell = raw.strip()
    reading, by_line = read_cell(cell, _context(operator, unit, label, level2, year, book))
    written = "\n".join(tidy(line) for line in cell.splitlines() if line.strip()) if by_line else tidy(cell)
    if reading.kind == "empty":
        if fold_value(sign or "").startswith("定性") and not fold_value(cell):
            return Target("", "text")
        return _target(reading, written)
    joined = written if sign is None and unit is None else _joined_raw(written, sign_text, unit, book)
    if reading.kind == "text":  # a text is what its raw says without the row's other cells, or it would not read back
        reading = read_cell(joined, _context(None, None, None, None, None, book))[0]
    return _target(reading, joined)


# --- writing ------------------------------------------------------------------------------------------------


def _written(reading: Reading, unit: str) -> str:
    sign = reading.operator or ""
    about = "约" if reading.approximate else ""
    match reading.kind:
        case "number":
            return f"{sign}{about}{reading.value}{unit}"
        case "range":
            return f"{about}{reading.low}~{reading.high}{unit}"
        case "ratio":
            return f"{sign}{about}{reading.low}:{reading.high}"
        case "date":
            return f"{sign}{about}{reading.date or '年底'}"
        case "period":
            return f"{reading.low}至{reading.high}" if reading.low else "全年"
        case "empty":
            return f"{sign}**{unit}" if sign or unit else ""
        case "compound":
            return "；".join(format_reading(p) for p in reading.parts)
        case _:
            return ""


@lru_cache(maxsize=8192)
def format_reading(reading: Reading) -> str:
    """A reading as text that reads back the same; a unit that would be misread stands in square brackets."""
    if reading.unit is None:
        return _written(reading, "")
    short = _written(reading, reading.unit)
    if read_cell(short, Context(shipped_units()))[0] == reading:
        return short
    return _written(reading, f"[{reading.unit}]")


def _reading(target: Target) -> Reading:
    return Reading(
        target.kind, target.operator, target.value, target.low, target.high, target.unit, target.date,
        target.approximate,
        tuple(_reading(p) for p in target.parts),
    )  # fmt: skip


def format_target(target: Target) -> str:
    """A Target as text; `parse_target(format_target(t)) == t` but for `raw` (and `region`, which only columns give)."""
    if target.kind == "text":
        return target.raw or "定性"
    return format_reading(_reading(target))
