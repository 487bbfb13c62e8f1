"""One quantity of a target cell: operator, number, unit, and the words around them. Folded text in, `Reading` out.

Everything returns None where it is not sure; `values.target` then keeps the cell as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractor.model.filing import Operator, TargetKind
from extractor.values.number import ARABIC, CHINESE, EXACT, chinese_number, clean_digits, plain
from extractor.values.unit import UnitIndex


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell, or one piece of it, says; the fields of TARGET. `written` is a piece's own text, not compared."""

    kind: TargetKind
    operator: Operator | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    date: str | None = None
    approximate: bool = False
    parts: tuple[Reading, ...] = ()
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """What the row's other cells say about a value.

    `unit`: the unit column's; `label_unit`: the name's bracket's; `proportion`: the unit is 比例 (0.97 = 97 %);
    `money`: a cost row, so 250万 is 250万元; `duration`: the name asks for a length of time, so 12月 is no date;
    `timely`: the name asks for a date; `year`: the form's.
    """

    units: UnitIndex
    unit: str | None = None
    label_unit: str | None = None
    operator: Operator | None = None
    proportion: bool = False
    money: bool = False
    duration: bool = False
    timely: bool = False
    year: int | None = None


_OPERATOR_WORDS: dict[Operator, str] = {
    ">=": "≥ >= => 不低于 不少于 不小于 不得低于 不得少于 不得小于 大于等于 大于或等于 高于等于 高于或等于 多于或等于 多于等于 至少 最少 最低 达到或超过 不能低于 不应低于 应不低于",
    "<=": "≤ <= =< 不超过 不高于 不大于 不多于 不得超过 不得高于 不得大于 不得多于 不突破 不超出 不能超过 小于等于 小于或等于 低于等于 低于或等于 少于等于 少于或等于 至多 最多 最高 未超过 不超",
    ">": "> 大于 高于 超过 多于 超出",
    "<": "< 小于 低于 少于 不足 不到 不满",
    "=": "= == 等于",
}
OPERATORS: dict[str, Operator] = {word: op for op, words in _OPERATOR_WORDS.items() for word in words.split()}
OPERATOR = "|".join(re.escape(w) for w in sorted(OPERATORS, key=len, reverse=True))
HAN_OPERATOR = re.compile("|".join(w for w in sorted(OPERATORS, key=len, reverse=True) if w[0] > "\u3000"))
_APPROX = r"(?<![节合契条特履违预制签公集邀])约为?|大约为?|大概|(?<![附最靠远相临邻])近|将近|接近|≈|~"
_SCALE = r"[十百千]?(?:万亿|[万亿])"
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_CHINESE_SCALED = re.compile(r"(.*?)(万亿|[万亿])?\Z")

_NUMBER = rf"(?P<num>[-+]?(?:{ARABIC}))"
_HEAD = rf"(?P<op>{OPERATOR})?(?:为|是|:)?(?P<approx>{_APPROX})?"
_SIMPLE = re.compile(rf"{_HEAD}{_NUMBER}(?P<more>余|多)?(?P<scale>{_SCALE})?(?P<more2>余|多)?(?P<rest>[^0-9]*)\Z")
_CHINESE = re.compile(rf"{_HEAD}(?P<num>{CHINESE}|半(?=年|个|天|小时|学))(?P<more>余|多)?(?P<more2>)(?P<rest>[^0-9]*)\Z")
_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_ORDINAL_UNITS = frozenset("类期届档线楼层部科组队区站道门号")
_SHARE = re.compile(rf"{_HEAD}(?P<share>[百千])分之(?P<num>{ARABIC}|百(?![分])|{CHINESE})(?P<rest>[^0-9]*)\Z")

_REMARK = re.compile(r"\(([^()]*)\)")
_TAIL = re.compile(r"(?:及其?|含|\(含\))?(以上|之上|以下|之下|以内|之内|之间|左右|上下|内(?![部容设外科陆涝]))")
_TAIL_OPERATOR: dict[str, Operator] = {"以上": ">=", "之上": ">=", "以下": "<=", "之下": "<=", "以内": "<=", "之内": "<=", "内": "<="}
_UNKNOWN_UNIT = re.compile(r"[\u4e00-\u9fff](?:[次数人户个件项台套辆])?\Z|[A-Za-zμΩ°]{2,4}\Z")
_UNKNOWN_PER = re.compile(r"(/(?:[\u4e00-\u9fff]{1,3}|[A-Za-z]{1,4}))(?![A-Za-z])")
_NO_UNIT_CHARS = re.compile(
    r"[级号届第完成达到标合格率上下内外前后的了为是不有无与和及等以可年月日季点多余各每共全总已未需应并或且对向把被让按由从]"
)
_GLUED = re.compile(
    r"年级|年制|年期|次性|人均|户均|户籍|户口|月度|家庭|天然|分之|号|级|等奖|届|楼|层级|度假|日常|日均|年均|月均|代|后|前|[gG]网|[gG]基站"
    r"|名列|名次|点[0-9]|人大|人民|人才|人工|本级|本地|位一体|网一|码|秒杀|维|线城|[A-Za-z]级|项目库|期工程|期项目|[A-Z]类"
)
_LEFTOVER = re.compile(r"[^0-9<>≤≥=*×%;:\[\]/]{0,30}\Z")


def with_scale(digits: str, scale: str | None) -> str:
    """Digits times a scale word, exact: ("5.5", "万") -> "55000"; ("3", "百万") -> "3000000"."""
    return plain(Decimal(digits).scaleb(sum(_POWERS[c] for c in scale), EXACT)) if scale else digits


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number: unit, operator word, whether approximate, and the words left over."""

    unit: str | None = None
    operator: Operator | None = None
    approximate: bool = False
    leftover: str = ""
    proportion: bool = False
    family: str | None = None


def _bracket_words(rest: str, units: UnitIndex) -> tuple[str, str | None, Operator | None]:
    """Remarks in brackets taken out of `rest`; a bracket that is a unit (as printed), or says 不含, is reported."""
    unit: str | None = None
    operator: Operator | None = None
    for inner in _REMARK.findall(rest):
        known = units.lookup(inner)
        if known is not None:
            unit = inner
        elif inner.startswith("不含"):
            operator = ">"
    return _REMARK.sub("", rest), unit, operator


def read_tail(rest: str, units: UnitIndex) -> Tail | None:
    """Unit and words behind a number; None where what stands there is not understood (3级, 5G, 2届)."""
    if not rest:
        return Tail()
    known = units.lookup(rest)
    if known is not None:
        return Tail(known.text, family="money per" if known.per and known.family == "money" else known.family, proportion=rest == "比例")
    return _read_words(rest.rstrip("。.,;、!:"), units)


def _read_words(rest: str, units: UnitIndex) -> Tail | None:
    split = units.split_prefix(rest) if rest else None
    bracket_unit: str | None = None
    exclusive: Operator | None = None
    if "(" in rest:
        inside = split is not None and split[0].text in rest and "(" in split[0].text
        body = split[1] if split and inside else rest
        body, bracket_unit, exclusive = _bracket_words(body, units)
        if not inside:
            rest = body
            split = units.split_prefix(rest) if rest else None
        elif split:
            split = (split[0], body)
    if rest and _GLUED.match(rest):
        return None
    named = units.lookup(bracket_unit) if bracket_unit else None
    unit, family, after = named.text if named else None, None, rest
    proportion = bracket_unit == "比例"
    if split is not None:
        unit, after = split[0].text, split[1]
        family = "money per" if split[0].per and split[0].family == "money" else split[0].family
        proportion = rest.startswith("比例")
    per = _UNKNOWN_PER.match(after) if unit and "/" not in unit and family != "share" else None
    if per and not _NO_UNIT_CHARS.search(per[1].replace("年", "").replace("月", "")):
        unit, after = f"{unit}{per[1]}", after[per.end() :]
        family = "money per" if family == "money" else family
    tail = _TAIL.match(after)
    operator: Operator | None = None
    approximate = False
    if tail:
        operator = _TAIL_OPERATOR.get(tail[1])
        approximate = tail[1] in ("左右", "上下")
        after = after[tail.end() :]
    if after and unit is None and not tail:
        return _unknown_unit(after)
    if not _LEFTOVER.match(after) or _GLUED.match(after) or (unit is None and after):
        return None
    if exclusive and operator == ">=":
        operator = ">"
    elif exclusive and operator == "<=":
        operator = "<"
    return Tail(unit, operator, approximate, after, proportion, family)


def _unknown_unit(text: str) -> Tail | None:
    """A short word that the book does not know, taken for the unit as written ("5座次"), else None."""
    tail = re.search(r"(以上|以下|以内|左右)\Z", text)
    word = text[: tail.start()] if tail else text
    if not _UNKNOWN_UNIT.match(word) or _NO_UNIT_CHARS.search(word):
        return None
    return Tail(word, _TAIL_OPERATOR.get(tail[1]) if tail else None, bool(tail and tail[1] == "左右"))


def join_operators(head: Operator | None, tail: Operator | None) -> tuple[bool, Operator | None]:
    """Operator of "不低于90%以上" and the like; (False, None) where the two contradict each other."""
    if head is None or tail is None:
        return True, head or tail
    if head == "=":
        return True, tail
    return (True, head if "=" not in tail else tail if head in (">", "<") else head) if head[0] == tail[0] else (False, None)


def unit_and_value(digits: str, scale: str | None, tail: Tail, ctx: Context) -> tuple[str, str | None]:
    """Value and unit by K21: 万 multiplies before a unit that is not money, money keeps 万元/亿元."""
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
    if tail.unit is None and unit[0] in "万亿" and unit[0] == big:
        return with_scale(digits, extra or None), unit
    if family in ("money", "money per"):
        bare = "元" if bare == "人民币" else bare
        bare = f"元{bare}" if bare.startswith("/") else bare
        return with_scale(digits, extra or None), f"{big}{bare}"
    return with_scale(digits, scale), unit


def _digits_of(written: str) -> tuple[str, str | None] | None:
    """(digits, scale) of an Arabic or Chinese number: 五千三百万 -> ("5300", "万")."""
    if written == "半":
        return "0.5", None
    digits = clean_digits(written)
    if digits is not None:
        return digits, None
    head, scale = _CHINESE_SCALED.match(written).groups()  # type: ignore[union-attr]
    number = chinese_number(head)
    if number is None:
        number, scale = chinese_number(written), None
    return None if number is None else (plain(number), scale)


def _finish(match: re.Match[str], digits: str, scale: str | None, ctx: Context) -> Reading | None:
    rest = match["rest"]
    if scale is None and rest[:1] in ("百", "千") and ctx.units.split_prefix(rest) is None:
        scale, rest = rest[0], rest[1:]
    tail = read_tail(rest, ctx.units)
    if tail is None:
        return None
    fits, operator = join_operators(OPERATORS.get(match["op"] or ""), tail.operator)
    if not fits:
        return None
    value, unit = unit_and_value(digits, scale, tail, ctx)
    if unit == "年" and tail.unit and operator is None and _A_YEAR.match(value):
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
    number = _digits_of(match["num"])
    reading = _finish(match, number[0], number[1], ctx) if number else None
    if reading is None or match["num"] == text == "一":
        return None
    tail = read_tail(match["rest"], ctx.units)
    if tail is None or tail.leftover or tail.unit in _ORDINAL_UNITS:
        return None
    if tail.unit is None and ctx.unit is None and not (text == "零" or re.search("[十百千万亿].|.[十百千万亿]", match["num"])):
        return None
    return None if tail.unit and ctx.units.family_of(tail.unit) is None else reading


def _share_digits(written: str) -> str | None:
    if written == "百":
        return "100"
    found = _digits_of(written)
    return with_scale(*found) if found else None


# --- ranges and ratios --------------------------------------------------------------------------------------

_TO = r"(?:-{1,2}|—{1,2}|~{1,2}|至|到)"
_RANGE = re.compile(
    rf"(?P<approx>{_APPROX})?(?:在|介于)?(?P<a>-?(?:{ARABIC})|{CHINESE}(?=至|到|[^0-9]{{1,3}}[至到]))(?P<sa>{_SCALE})?(?P<ua>[^0-9~—\-至到]{{0,8}}?)"
    rf"{_TO}(?P<b>-?(?:{ARABIC})|{CHINESE})(?P<sb>{_SCALE})?(?P<rest>[^0-9]*)\Z"
)
_BOTH = re.compile(
    rf"(?P<op1>{OPERATOR})?(?P<a>-?(?:{ARABIC}))(?P<sa>{_SCALE})?(?P<ra>[^0-9≥≤<>=且并,、;]*?)(?:且|并且?|,|、|;|和|同时)*(?P<op2>{OPERATOR})?"
    rf"(?P<b>-?(?:{ARABIC}))(?P<sb>{_SCALE})?(?P<rb>[^0-9≥≤<>=]*)\Z"
)
_CHAIN = re.compile(
    rf"(?P<a>-?(?:{ARABIC}))(?P<sa>{_SCALE})?(?P<ua>[^0-9≥≤<>=]{{0,8}}?)(?:≤|<=?)[^0-9≥≤<>=]{{0,10}}(?:≤|<=?)(?P<b>-?(?:{ARABIC}))(?P<sb>{_SCALE})?(?P<rest>[^0-9]*)\Z"
)
_INTERVAL = re.compile(rf"[\[(](?P<a>-?(?:{ARABIC}))(?P<sa>)(?P<ua>[^0-9,]{{0,6}}),(?P<b>-?(?:{ARABIC}))(?P<sb>)(?P<rest>[^0-9\])]{{0,6}})[\])]\Z")
_PLUS_MINUS = re.compile(rf"(?:±|\+/-|正负)(?P<b>{ARABIC})(?P<rest>[^0-9]*)\Z")
_RATIO = re.compile(rf"{_HEAD}(?P<a>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)[:比](?P<b>[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?)(?P<tail>以上|以下|以内|左右)?[。.]?\Z")
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
    if unit_a and _A_YEAR.match(low) and _A_YEAR.match(high) and ctx.units.family_of(unit_a) == "time":
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
    match = _RANGE.match(text) or _CHAIN.match(text) or _INTERVAL.match(text)
    if match:
        return _read_range(match, ctx)
    match = _BOTH.match(text)
    return _read_bounds(match, ctx) if match else None


def _read_range(match: re.Match[str], ctx: Context) -> Reading | None:
    a, b = _digits_of(match["a"]), _digits_of(match["b"])
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
    fits, operator = join_operators(OPERATORS.get(match["op"] or ""), _TAIL_OPERATOR.get(match["tail"] or ""))
    if a is None or b is None or not fits:
        return None
    approximate = bool(match["approx"]) or match["tail"] == "左右"
    return Reading("ratio", operator or ctx.operator, low=a, high=b, approximate=approximate)
