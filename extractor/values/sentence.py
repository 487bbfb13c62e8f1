"""A sentence that holds exactly one number: 年度预算220万元, 在规定时间结案率为95%, 每人每月530元.

Two numbers, an ordinal, a document number or a comparison with another year: None, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.values.number import ARABIC, CHINESE
from extractor.values.quantity import APPROX, read_number
from extractor.values.reading import HAN_OPERATOR, OPERATOR, OPERATORS, Context, Reading

_YEAR_NAMED = re.compile(r"(?:19|20)[0-9]{2}年度?(?![0-9底末内前])")
_NUMBERS = re.compile(r"[0-9][0-9,.]*")
_COUNTED = re.compile(
    r"[一二三四五六七八九十]月|[二两三四五六七八九十百千]+(?:个|次|人|名|场|项|家|户|台|套|辆|处|条|亩|公里|座|批|期"
    r"|份|万|亿)|[百千]分之"
)
_SHARE = re.compile(
    rf"(?P<before>[^0-9]{{1,40}}?)(?P<body>(?:{OPERATOR})?[百千]分之(?:{ARABIC}|百|{CHINESE})[^0-9]{{0,12}})\Z"
)
_ONE = re.compile(
    rf"(?P<before>[^0-9]{{1,40}}?)(?P<body>(?:{OPERATOR})?(?:为|是|:)?(?:{APPROX})?[-]?(?:{ARABIC})[^0-9].*"
    rf"|(?:{OPERATOR}|:|为|达到?|是)?[-]?(?:{ARABIC}))\Z"
)
_BAD_END = re.compile(
    r"(?:零下|负|第|附件|附表?|表|图|条|款|号|[A-Za-z#]|前|±|星期|[一二三四五六七八九十百千零〇]|No\.?|“|\"|《|-|—|/"
    r"|\+|\.|,)\Z"
)
_CLAUSE = re.compile(r"[;。!?\n](?=.)")
_PER_WORD = (
    r"半年|人|户|亩|月|年|天|日|周|季度|季|学期|学年|村|次|生|班|株|头|只|吨|公里|套|台|件|平方米|小时|课时|场|期|镇"
    r"|乡|所|校|座|处|辆"
)
_PER = re.compile(rf"(?:按照?|标准为?|对)?(?P<per>(?:每个?(?:{_PER_WORD}))+)[^0-9每]{{0,8}}\Z")
_PER_PIECES = re.compile(rf"每个?({_PER_WORD})")
_FREQUENCY = re.compile(
    rf"(?P<op>{OPERATOR})?(?:每个?(?P<per>{_PER_WORD})|一个?(?P<one>年|季度|月|周|天|学期)"
    rf"|(?P<half>半年))(?P<verb>[^0-9一二两三四五六七八九十每至到]{{0,6}}?)"
    rf"(?P<body>(?:{OPERATOR})?(?:{ARABIC}|{CHINESE})(?:次|期|场|轮|批|篇|份)[^0-9]{{0,8}})\Z"
)
_PARTICLES = re.compile(r"PM(?:2\.5|10|1\.0)")
_BUDGET_OP = re.compile(
    rf"\A(?P<op>{HAN_OPERATOR.pattern})(?:年度|项目|总)?(?:预算数?|概算|限额|总额|标准|定额|金额)(?:金额|的|为)?\Z"
)
_SIGNS = re.compile(r"[≥≤<>=]")
_NEGATED = ("不", "未", "非", "没")
_MEASURE = re.compile(r"(?:率|比例|占比|满意度|得分|数量|[人次户]数)\Z")
_BOUND = re.compile(r"以[上下内]\Z")
_AVERAGE = re.compile(r"(人|户|亩|生|村)均[^0-9]{0,6}\Z")


def read_sentence(text: str, ctx: Context, longest: int = 60) -> Reading | None:
    """The one number of a short sentence, with a unit the book knows; None otherwise."""
    if len(text) > longest or _CLAUSE.search(text.rstrip("。;")):
        return None
    often = _read_frequency(text, ctx)
    if often is not None:
        return often
    masked = _PARTICLES.sub("PM", _YEAR_NAMED.sub("", text))
    alone = read_number(masked, ctx) if masked != text and masked else None
    if alone is not None:
        return alone
    if len(_NUMBERS.findall(masked)) != 1:
        match = _SHARE.match(masked)
        return _checked(match["before"], match["body"], ctx) if match and not _NUMBERS.search(masked) else None
    match = _ONE.match(masked)
    if match is None or _COUNTED.search(masked):
        return None
    return _checked(match["before"], match["body"], ctx)


def _read_frequency(text: str, ctx: Context) -> Reading | None:
    """每季度一次, 一年两次, 半年1次 -> 次/季度, 次/年, 次/半年."""
    match = _FREQUENCY.match(text)
    found = read_number(f"{match['op'] or ''}{match['body']}", ctx) if match else None
    if match is None or found is None or found.unit is None or "/" in found.unit:
        return None
    return replace(found, unit=f"{found.unit}/{match['per'] or match['one'] or match['half']}")


def _checked(before: str, body: str, ctx: Context) -> Reading | None:
    signed = re.match(OPERATOR, body) is not None
    if not signed and _BAD_END.search(before) and not before.endswith(("二", ",")):
        return None
    if signed and before.endswith(_NEGATED):  # 不低于90%以下 says nothing; 低于90%以下 is its opposite
        return None
    found = read_number(re.sub(r"\A达到?", "", body), ctx)
    if found is None:
        return None
    within = _BUDGET_OP.match(before)
    if within and not signed:
        found = replace(found, operator=OPERATORS[within["op"]])
    elif HAN_OPERATOR.search(before) or (_SIGNS.search(before) and OPERATORS.get(before, "") != found.operator):
        return None
    if found.unit is None:
        return found if signed or re.match(":|为", body) or _BOUND.search(body) or _MEASURE.search(before) else None
    if not any(map(ctx.units.family_of, (found.unit, found.unit.partition("/")[0]))) and found.unit != ctx.unit:
        return None
    return _per_unit(before, found)


def _per_unit(before: str, found: Reading) -> Reading | None:
    """每人每月530元 -> 元/人·月; another 每 in front of the number is not understood."""
    unit = found.unit or ""
    match = _PER.match(before)
    if match and unit in ("%", "‰", "百分点", "个百分点"):
        return found
    if match and "/" not in unit:
        return replace(found, unit=f"{unit}/{'·'.join(_PER_PIECES.findall(match['per']))}")
    if "每" in before:
        return None
    average = _AVERAGE.search(before)
    if average and unit.endswith("元"):
        return replace(found, unit=f"{unit}/{average[1]}")
    if average and "元/" in unit and unit.count("/") == 1:
        return replace(found, unit=unit.replace("/", f"/{average[1]}·"))
    return found
