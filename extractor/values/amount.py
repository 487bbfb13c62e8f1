"""Amounts of money: cell text -> value in its own unit and the exact product in 元. Never raises, never guesses.

`parse_amount` reads one cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

from extractor.values.number import (
    ARABIC,
    EXACT,
    chinese_number,
    clean_digits,
    fold_value,
    has_digit_gap,
    plain,
)
from extractor.values.unit import MONEY_YUAN

AmountProblem = Literal["blank", "hint", "bad-number", "text"]


@dataclass(slots=True)
class ParsedAmount:
    """`value` in `unit` as written, digits without separators; `yuan` exact. `problem` says why `value` is None.

    "blank": nothing, a dash, 无. "hint": a printed hint or placeholder. "bad-number": a damaged or doubled number.
    "text": words in place of an amount. `breakdown`: the parts of a bracket behind the amount, as written.
    """

    value: str | None = None
    unit: str | None = None
    yuan: str | None = None
    problem: AmountProblem | None = None
    breakdown: list[str] = field(default_factory=list)


_UNIT = r"万亿元|百万元|千万元|万元|亿元|千元|元|万|亿"
_AMOUNT = re.compile(
    rf"(?:约|共计?|合计|总计|人民币|RMB|CNY|[￥¥$])*(?P<sign>[-△▲])?(?:[￥¥$])?(?P<num>{ARABIC})\(?(?P<unit>{_UNIT})?"
    rf"\)?(?:人民币|整|左右)?[。.;,、]?\Z"
)
_CHINESE_AMOUNT = re.compile(
    rf"(?:人民币)?(?P<num>[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億]+?)(?P<unit>{_UNIT}|圆)整?\Z"
)
_YUAN_SIGN = re.compile(r"[^0-9]*[￥¥]")
"""A cell that carries it is in 元 where nothing else is stated."""
_SIMPLIFIED = {"萬": "万", "億": "亿"}
_ACCOUNTING = re.compile(rf"\((?P<num>{ARABIC})\)(?P<unit>{_UNIT})?\Z")
_BRACKET = re.compile(r"\(([^()]*)\)")
_OPEN_BRACKET = re.compile(r"(?<=[0-9万亿元])\((?P<rest>[^()]*)\Z")
"""A bracket behind the amount that was never closed, or was cut off with the cell."""
_OTHER_BRACKETS = str.maketrans("[]{}〈〉", "()()()")
_BREAKDOWN = re.compile(
    r"(?<=[0-9万亿元])[,;。:]?(?:(?:其中|包括|包含|内含|分别[为是]|含|由)[:,]?(?P<rest>.*[0-9].*)"
    r"|:(?P<named>[^0-9]{2,}[0-9].*))\Z",
    re.S,
)
"""Its parts said without a bracket: 36万元，其中设备30万元; 36万元：中央20万元，省级16万元."""
_LABEL = re.compile(r"\A[^0-9:]{1,24}:(?=.)")
_SAID = re.compile(
    rf"\A[^0-9:每均]{{0,10}}(?:预算|资金|金额|投资|拨款|安排|下达|申请|总额|合计|补助)(?:为|共"
    rf"|约)?(?=[0-9.,]+(?:{_UNIT})整?\Z)"
)
_BLANK = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "———",
        "/",
        "//",
        "\\",
        "无",
        "空",
        "_",
        "__",
        "___",
        "无金额",
        "不涉及",
        "N/A",
        "n/a",
        ":",
    }
)
_ONLY_UNIT = re.compile(rf"(?:{_UNIT})\Z")
_PLACEHOLDER = re.compile(r"[*×xX_.…□]{2,}|[*×xX](?=[万亿元]|\Z)")
_HINT = re.compile(r"填|盖章|签[字章名]|选项|勾选|下同|此处|请")
_NOISE = re.compile(rf"[0-9.,:()\-—+*/￥¥$%、;。·\s]|{_UNIT}")
_PART_SPLIT = re.compile(r"[,，、;；。\n]")


def to_yuan(value: str, unit: str | None) -> str | None:
    """Exact 元 of a decimal string in a money unit; None without a unit or for one that is not money."""
    shift = MONEY_YUAN.get(unit) if unit else None
    return None if shift is None else plain(Decimal(value).scaleb(shift, EXACT))


def _stored_digits(stored: str | None) -> str | None:
    if stored is None:
        return None
    try:
        number = Decimal(stored.strip())
    except InvalidOperation:
        return None
    return (
        plain(number)
        if number.is_finite() and abs(number.adjusted()) < 40 and len(number.as_tuple().digits) < 60
        else None
    )


def is_rounding(shown: str, exact: str) -> bool:
    """Whether a shown number is the exact one, rounded to the decimals it shows."""
    off = abs(Decimal(shown) - Decimal(exact))
    return off <= Decimal(5).scaleb(-len(shown.partition(".")[2]) - 1)


def _amount(digits: str, written_unit: str | None, unit: str | None) -> ParsedAmount:
    own = {"万": "万元", "亿": "亿元", "圆": "元"}.get(written_unit or "", written_unit) or unit
    return ParsedAmount(digits, own, to_yuan(digits, own))


def _read(text: str, unit: str | None) -> ParsedAmount | None:
    """One amount, whole text; None where it is not one."""
    match = _AMOUNT.match(text)
    if match:
        digits = clean_digits(match["num"])
        if digits is None:
            return None
        yuan = "元" if unit is None and _YUAN_SIGN.match(text) else unit
        return _amount(f"-{digits}" if match["sign"] and digits.strip("0.") else digits, match["unit"], yuan)
    match = _ACCOUNTING.match(text)
    if match:
        digits = clean_digits(match["num"])
        return None if digits is None else _amount(f"-{digits}" if digits.strip("0.") else digits, match["unit"], unit)
    match = _CHINESE_AMOUNT.match(text)
    if match:
        number, own = _chinese_amount(match["num"], match["unit"])
        return None if number is None else _amount(plain(number), own, unit)
    return ParsedAmount("0", unit, to_yuan("0", unit)) if text == "零" else None


def _chinese_amount(written: str, unit: str) -> tuple[Decimal | None, str]:
    """Number and unit: 三百 | 万元; a scale word behind a number that has one of its own belongs to the number."""
    scale, yuan = unit.rstrip("元圆"), unit[len(unit.rstrip("元圆")) :]
    count = written + scale
    big = count[-1] if count[-1] in "万亿萬億" and not re.search("[万亿萬億]", count[:-1]) else ""
    return chinese_number(count.removesuffix(big)), f"{_SIMPLIFIED.get(big, big)}元" if big else yuan or "元"


def _why_not(folded: str, outside: str) -> AmountProblem:
    """Why a text that is no amount is none."""
    if not re.search("[0-9]", folded):
        if _PLACEHOLDER.search(folded) or _HINT.search(folded) or not outside:
            return "hint"
        return "text"
    if not outside:
        return "hint"
    left = _NOISE.sub("", outside)
    return "text" if left else "bad-number"


def _without_breakdown(folded: str) -> tuple[str, list[str]]:
    """The text without its brackets and the breakdown behind its amount, and what those said."""
    outside, parts = folded.translate(_OTHER_BRACKETS), []
    while found := _BRACKET.findall(outside):
        parts += found
        outside = _BRACKET.sub("", outside)
    for pattern in (_OPEN_BRACKET, _BREAKDOWN):
        if match := pattern.search(outside):
            parts.append(next(group for group in match.groups() if group is not None))
            outside = outside[: match.start()]
    return outside, parts


@lru_cache(maxsize=8192)
def _parse(raw: str, unit: str | None) -> ParsedAmount:
    folded = fold_value(raw)
    if folded in _BLANK or _ONLY_UNIT.match(folded):
        return ParsedAmount(unit=unit, problem="blank")
    if has_digit_gap(raw):
        return ParsedAmount(unit=unit, problem="bad-number")
    read = _read(folded, unit)
    if read is not None:
        return read
    outside, brackets = _without_breakdown(folded)
    for text in dict.fromkeys((outside, _LABEL.sub("", outside), _SAID.sub("", outside))):
        if text in _BLANK or _ONLY_UNIT.match(text):
            return ParsedAmount(unit=unit, problem="hint" if brackets and not outside else "blank")
        read = _read(text, unit)
        if read is not None:
            read.breakdown = [p for b in brackets for p in _PART_SPLIT.split(b) if re.search("[0-9]", p)]
            return read
    return ParsedAmount(unit=unit, problem=_why_not(folded, outside))


def parse_amount(raw: str, *, unit: str | None = None, stored: str | None = None) -> ParsedAmount:
    """One amount cell (K5, K7).

    Args:
        raw: the cell as written; a sheet cell as shown.
        unit: the form's currency unit in force where the cell names none (元, 万元, 亿元); None = not known.
        stored: a sheet cell's exact stored number; it wins over the shown one where that is its rounding. A number
            format may show something else (1200000 as 120.0000 万元): then what is shown is the amount.
    """
    found = _parse(raw, unit)
    exact = _stored_digits(stored)
    if exact is not None and found.value is not None and not is_rounding(found.value, exact):
        exact = None
    if exact is not None and (found.problem is None or found.problem == "blank" or set(raw.strip()) == {"#"}):
        return ParsedAmount(exact, found.unit, to_yuan(exact, found.unit), None, list(found.breakdown))
    return ParsedAmount(found.value, found.unit, found.yuan, found.problem, list(found.breakdown))
