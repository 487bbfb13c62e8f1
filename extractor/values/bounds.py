"""Two bounds and ratios: 90%-95%, ≥3个且≤5个, [90%,100%], ±5%, 1:20. Folded text in, `Reading` out."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractor.values.number import ARABIC, CHINESE, clean_digits, plain
from extractor.values.quantity import A_YEAR, APPROX, HEAD, SCALE, digits_of, unit_and_value, with_scale
from extractor.values.reading import OPERATOR, OPERATORS, Context, Reading
from extractor.values.tail import TAIL_OPERATOR, Tail, join_operators, read_tail

_TO = r"(?:-{1,2}|—{1,2}|~{1,2}|至|到)"
_RANGE = re.compile(
    rf"(?P<approx>{APPROX})?(?:在|介于)?(?P<a>-?(?:{ARABIC})|{CHINESE}(?=至|到|[^0-9]{{1,3}}[至到]))(?P<sa>{SCALE})?(?P<ua>[^0-9~—\-至到]{{0,8}}?)"
    rf"{_TO}(?P<b>-?(?:{ARABIC})|{CHINESE})(?P<sb>{SCALE})?(?P<rest>[^0-9]*)\Z"
)
_BOTH = re.compile(
    rf"(?P<op1>{OPERATOR})?(?P<a>-?(?:{ARABIC}))(?P<sa>{SCALE})?(?P<ra>[^0-9≥≤<>=且并,、;:]*?)(?:且|并且?|,|、|;|和|同时)*(?P<op2>{OPERATOR})?"
    rf"(?<![0-9.])(?<![0-9],)(?P<b>-?(?:{ARABIC}))(?P<sb>{SCALE})?(?P<rb>[^0-9≥≤<>=]*)\Z"
)
"""One number is never cut into two (≤90%以上: 9 and 0)."""
_CHAIN = re.compile(
    rf"(?P<a>-?(?:{ARABIC}))(?P<sa>{SCALE})?(?P<ua>[^0-9≥≤<>=]{{0,8}}?)(?:≤|<=?)[^0-9≥≤<>=]{{0,10}}(?:≤|<=?)(?P<b>-?(?:{ARABIC}))(?P<sb>{SCALE})?(?P<rest>[^0-9]*)\Z"
)
_INTERVAL = re.compile(
    rf"[\[(](?P<a>-?(?:{ARABIC}))(?P<sa>)(?P<ua>[^0-9,]{{0,6}}),(?P<b>-?(?:{ARABIC}))(?P<sb>)(?P<rest>[^0-9\])]{{0,6}})[\])]\Z"
)
_PLUS_MINUS = re.compile(rf"(?:±|\+/-|正负)(?P<b>{ARABIC})(?P<rest>[^0-9]*)\Z")
_AROUND = re.compile(
    rf"(?P<a>-?(?:{ARABIC}))(?P<sa>{SCALE})?(?P<ua>[^0-9±]{{0,8}}?)(?:±|\+/-|正负)(?P<b>{ARABIC})(?P<sb>{SCALE})?(?P<rest>[^0-9]*)\Z"
)
"""95±2公里."""
_RATIO = re.compile(
    rf"{HEAD}(?P<a>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)[:比](?P<b>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)(?P<tail>以上|以下|以内|左右)?[。.]?\Z"
)
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-4]):0[0-9]\Z|(?:0?[6-9]|1[0-9]|2[0-4]):(?:15|30|45)\Z")


def _ends(a: tuple[str, str | None, Tail], b: tuple[str, str | None, Tail], ctx: Context) -> Reading | None:
    """Two ends as one range; None where their units differ or the low one is the higher."""
    (low, scale_a, tail_a), (high, scale_b, tail_b) = a, b
    if tail_a.unit is None and scale_a is None:
        tail_a, scale_a = tail_b, scale_b
    elif tail_a.unit is None:
        tail_a = tail_b
    elif tail_b.unit is None and scale_b is None:
        tail_b, scale_b = tail_a, scale_a
    low, unit_a = unit_and_value(low, scale_a, tail_a, ctx)
    high, unit_b = unit_and_value(high, scale_b, tail_b, ctx)
    if unit_a != unit_b or Decimal(low) > Decimal(high):
        return None
    if unit_a and A_YEAR.match(low) and A_YEAR.match(high) and ctx.units.family_of(unit_a) == "time":
        return None
    return Reading("range", "between", low=low, high=high, unit=unit_a)


def read_range(text: str, ctx: Context) -> Reading | None:
    """Two bounds: 90%-95%, 3至5次, ≥3个且≤5个, 90%以上95%以下, 5%≤X≤10%, ±5%."""
    match = _PLUS_MINUS.match(text)
    if match:
        tail, digits = read_tail(match["rest"], ctx.units), clean_digits(match["b"])
        if tail is None or digits is None or tail.leftover:
            return None
        value, unit = unit_and_value(digits, None, tail, ctx)
        return Reading("range", "between", low=f"-{value}" if value.strip("0.") else value, high=value, unit=unit)
    match = _AROUND.match(text)
    if match:
        return _read_around(match, ctx)
    match = _RANGE.match(text) or _CHAIN.match(text) or _INTERVAL.match(text)
    if match:
        return _read_range(match, ctx)
    match = _BOTH.match(text)
    return _read_bounds(match, ctx) if match else None


def _read_around(match: re.Match[str], ctx: Context) -> Reading | None:
    """A value and how far it may be off: its two ends. Off by a share of something else (100人±5%): None."""
    tail, digits, off = read_tail(match["rest"], ctx.units), clean_digits(match["a"]), clean_digits(match["b"])
    own = read_tail(match["ua"], ctx.units)
    if tail is None or own is None or digits is None or off is None or tail.leftover or tail.operator or own.leftover:
        return None
    if own.unit is not None and (own.unit != tail.unit or own.family == "share"):
        return None  # 85%±5%: of the whole, or of the 85?
    scale = match["sb"]
    if scale is None:  # 1万±5人: the 5 is no 5万
        digits = with_scale(digits, match["sa"])
    elif match["sa"] not in (None, scale):
        return None
    low, high = Decimal(digits) - Decimal(off), Decimal(digits) + Decimal(off)
    (lower, unit), (upper, _) = (unit_and_value(plain(end), scale, tail, ctx) for end in (low, high))
    return Reading("range", "between", low=lower, high=upper, unit=unit)


def _read_range(match: re.Match[str], ctx: Context) -> Reading | None:
    a, b = digits_of(match["a"]), digits_of(match["b"])
    tail_a, tail_b = read_tail(match["ua"], ctx.units), read_tail(match["rest"], ctx.units)
    if a is None or b is None or tail_a is None or tail_b is None or tail_a.leftover or tail_a.operator:
        return None
    if tail_b.operator == ">=" or (tail_b.leftover and tail_b.unit is None):
        return None
    found = _ends((a[0], a[1] or match["sa"] or None, tail_a), (b[0], b[1] or match["sb"] or None, tail_b), ctx)
    approximate = bool(match.groupdict().get("approx")) or tail_b.approximate
    return replace(found, approximate=True) if found and approximate else found


def _read_bounds(match: re.Match[str], ctx: Context) -> Reading | None:
    tail_a, tail_b = read_tail(match["ra"], ctx.units), read_tail(match["rb"], ctx.units)
    a, b = clean_digits(match["a"]), clean_digits(match["b"])
    if tail_a is None or tail_b is None or a is None or b is None or tail_a.leftover or tail_b.leftover:
        return None
    fits_a, op_a = join_operators(OPERATORS.get(match["op1"] or ""), tail_a.operator)
    fits_b, op_b = join_operators(OPERATORS.get(match["op2"] or ""), tail_b.operator)
    if not (fits_a and fits_b and op_a and op_b) or "=" in (op_a, op_b) or op_a[0] == op_b[0]:
        return None
    low, high = (a, match["sa"], tail_a), (b, match["sb"], tail_b)
    return _ends(low, high, ctx) if op_a[0] == ">" else _ends(high, low, ctx)


def read_ratio(text: str, ctx: Context) -> Reading | None:
    """a:b (师生比 1:20); a time of day (8:30, 24:00) is none."""
    match = _RATIO.match(text)
    if match is None or _CLOCK.match(text):
        return None
    a, b = clean_digits(match["a"]), clean_digits(match["b"])
    fits, operator = join_operators(OPERATORS.get(match["op"] or ""), TAIL_OPERATOR.get(match["tail"] or ""))
    if a is None or b is None or not fits:
        return None
    approximate = bool(match["approx"]) or match["tail"] == "左右"
    return Reading("ratio", operator or ctx.operator, low=a, high=b, approximate=approximate)
