"""One number of a target cell with its sign, scale and unit. Folded text in, `Reading` out.

None where it is not sure; `values.target` then keeps the cell as text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.values.number import ARABIC, CHINESE, EXACT, chinese_number, clean_digits, plain
from extractor.values.reading import OPERATOR, OPERATORS, Context, Reading
from extractor.values.tail import Tail, join_operators, read_tail

APPROX = r"(?<![节合契条特履违预制签公集邀])约为?|大约为?|大概|(?<![附最靠远相临邻])近|将近|接近|≈|~"
SCALE = r"[十百千]?(?:万亿|[万亿])"
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_BIG = re.compile("[万亿]")
_CHINESE_SCALED = re.compile(r"(.*?)(万亿|[万亿])?\Z")

_NUMBER = rf"(?P<num>[-+]?(?:{ARABIC}))"
HEAD = rf"(?P<op>{OPERATOR})?(?:为|是|:)?(?P<approx>{APPROX})?"
_SIMPLE = re.compile(rf"{HEAD}{_NUMBER}(?P<more>余|多)?(?P<scale>{SCALE})?(?P<more2>余|多)?(?P<rest>[^0-9]*)\Z")
_CHINESE = re.compile(rf"{HEAD}(?P<num>{CHINESE}|半(?=年|个|天|小时|学))(?P<more>余|多)?(?P<more2>)(?P<rest>[^0-9]*)\Z")
A_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_ORDINAL_UNITS = frozenset("类期届档线楼层部科组队区站道门号")
_SHARE = re.compile(rf"{HEAD}(?P<share>[百千])分之(?P<num>{ARABIC}|百(?![分])|{CHINESE})(?P<rest>[^0-9]*)\Z")


def with_scale(digits: str, scale: str | None) -> str:
    """Digits times a scale word, exact: ("5.5", "万") -> "55000"; ("3", "百万") -> "3000000"."""
    return plain(Decimal(digits).scaleb(sum(_POWERS[c] for c in scale), EXACT)) if scale else digits


def unit_and_value(digits: str, scale: str | None, tail: Tail, ctx: Context) -> tuple[str, str | None]:
    """Value and unit by K21: 万 multiplies before a unit that is not money, money keeps 万元/亿元.

    Args:
        digits: the number without separators ("1200.5").
        scale: 万, 亿, 百万 … as written behind it; None = none.
    """
    unit = tail.unit
    own = unit is not None
    if unit is None:
        unit = ctx.unit or ctx.label_unit
    elif unit.startswith("/") and ctx.label_unit and ctx.label_unit.endswith(unit):
        unit = ctx.label_unit
    if (tail.proportion or (ctx.proportion and not own)) and abs(Decimal(digits)) <= 1:
        digits = plain(Decimal(digits).scaleb(2, EXACT))
    if unit == "成" and own:
        return plain(Decimal(with_scale(digits, scale)).scaleb(1, EXACT)), "%"
    if scale is None:
        return digits, unit
    return _scaled_value(digits, scale, unit, tail, ctx)


def _scaled_value(digits: str, scale: str, unit: str | None, tail: Tail, ctx: Context) -> tuple[str, str | None]:
    if scale in ("百", "千"):
        return with_scale(digits, scale), unit
    big, extra = scale[-1], scale[:-1]
    bare = (unit or "").removeprefix("万").removeprefix("亿")
    family = tail.family or (ctx.units.family_of(bare) if unit else None)
    if unit is None:
        if not ctx.money:
            return with_scale(digits, scale), None
        return with_scale(digits, extra or None), f"{big}元"
    if tail.unit is None and unit[0] == big:
        return with_scale(digits, extra or None), unit
    if family in ("money", "money per"):
        bare = "元" if bare == "人民币" else bare
        bare = f"元{bare}" if bare.startswith("/") else bare
        return with_scale(digits, extra or None), f"{big}{bare}"
    return with_scale(digits, scale), unit


def digits_of(written: str) -> tuple[str, str | None] | None:
    """(digits, scale) of a number: 五千三百万 -> ("5300", "万"); 一亿三千万 is one number: ("130000000", None)."""
    if written == "半":
        return "0.5", None
    digits = clean_digits(written)
    if digits is not None:
        return digits, None
    head, scale = _CHINESE_SCALED.match(written).groups()  # type: ignore[union-attr]
    number = None if scale and _BIG.search(head) else chinese_number(head)  # 万 after 亿 counts its own part alone
    if number is None:
        number, scale = chinese_number(written), None
    return None if number is None else (plain(number), scale)


def _finish(match: re.Match[str], digits: str, scale: str | None, ctx: Context) -> Reading | None:
    rest = match["rest"]
    if scale is None and rest[:1] in ("百", "千") and ctx.units.split_prefix(rest) is None:
        scale, rest = rest[0], rest[1:]
    tail = read_tail(rest, ctx.units, signed=bool(match["op"]))
    if tail is None:
        return None
    fits, operator = join_operators(OPERATORS.get(match["op"] or ""), tail.operator)
    if not fits:
        return None
    value, unit = unit_and_value(digits, scale, tail, ctx)
    if unit == "年" and tail.unit and operator is None and A_YEAR.match(value):
        return None
    more = bool(match["approx"] or match["more"] or match["more2"])
    return Reading("number", operator or ctx.operator, value, unit=unit, approximate=more or tail.approximate)


def read_number(text: str, ctx: Context) -> Reading | None:
    """A whole text that is one number: "≥1次", "约5.5万人次", "95%以上", "三次", "百分之九十五"."""
    match = _SIMPLE.match(text)
    if match:
        digits = clean_digits(match["num"])
        return None if digits is None else _finish(match, digits, match["scale"], ctx)
    return _read_chinese(text, ctx)


def _read_chinese(text: str, ctx: Context) -> Reading | None:
    match = _SHARE.match(text.replace("百分百", "百分之百"))
    if match:
        found = _share_digits(match["num"])
        groups = read_tail(f"%{match['rest']}", ctx.units)
        if found is None or groups is None or groups.unit != "%":
            return None
        fits, operator = join_operators(OPERATORS.get(match["op"] or ""), groups.operator)
        unit = "%" if match["share"] == "百" else "‰"
        approximate = bool(match["approx"]) or groups.approximate
        return Reading("number", operator or ctx.operator, found, unit=unit, approximate=approximate) if fits else None
    match = _CHINESE.match(text)
    if match is None:
        return None
    number = digits_of(match["num"])
    reading = _finish(match, number[0], number[1], ctx) if number else None
    if reading is None or match["num"] == text == "一":
        return None
    tail = read_tail(match["rest"], ctx.units)
    if tail is None or tail.leftover or tail.unit in _ORDINAL_UNITS:
        return None
    if (
        tail.unit is None
        and ctx.unit is None
        and not (text == "零" or re.search("[十百千万亿].|.[十百千万亿]", match["num"]))
    ):
        return None
    return None if tail.unit and ctx.units.family_of(tail.unit) is None else reading


def _share_digits(written: str) -> str | None:
    if written == "百":
        return "100"
    found = digits_of(written)
    return with_scale(*found) if found else None
