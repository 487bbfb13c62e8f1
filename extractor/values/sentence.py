"""A sentence that holds exactly one number: 年度预算220万元, 在规定时间结案率为95%, 每人每月530元.

Two numbers, an ordinal, a document number or a comparison with another year: None, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.values.number import ARABIC, CHINESE
from extractor.values.quantity import HAN_OPERATOR, OPERATOR, Context, Reading, read_number

_YEAR_NAMED = re.compile(r"(?:19|20)[0-9]{2}年度?(?![0-9底末内前])")
_NUMBERS = re.compile(r"[0-9][0-9,.]*")
_COUNTED = re.compile(r"[二两三四五六七八九十百千]+(?:个|次|人|名|场|项|家|户|台|套|辆|处|条|亩|公里|座|批|期|份|万|亿)|[百千]分之")
_SHARE = re.compile(rf"(?P<before>[^0-9]{{1,40}}?)(?P<body>(?:{OPERATOR})?[百千]分之(?:{ARABIC}|百|{CHINESE})[^0-9]{{0,12}})\Z")
_ONE = re.compile(
    rf"(?P<before>[^0-9]{{1,40}}?)(?P<body>(?:{OPERATOR})?(?:为|是|:)?(?:约为?|大约|(?<![附最靠远相])近|将近|接近)?[-]?(?:{ARABIC})[^0-9].*|(?:{OPERATOR}|:|为|达到?|是)[-]?(?:{ARABIC}))\Z"
)
_BAD_END = re.compile(r"(?:第|附件|附表?|表|图|条|款|号|[A-Za-z#]|前|后|星期|[一二三四五六七八九十百千零〇]|No\.?|“|\"|《|-|—|/|\+|\.|,)\Z")
_CLAUSE = re.compile(r"[;。!?\n](?=.)")
_PER_WORD = r"人|户|亩|月|年|天|日|周|季度|季|学期|学年|村|次|生|班|株|头|只|吨|公里|套|台|件|平方米|小时|课时|场|期|镇|乡|所|校|座|处|辆"
_PER = re.compile(rf"(?:按照?|标准为?|对)?(?P<per>(?:每个?(?:{_PER_WORD}))+)[^0-9每]{{0,8}}\Z")
_PER_PIECES = re.compile(rf"每个?({_PER_WORD})")
_AVERAGE = re.compile(r"(人|户|亩|生|村)均[^0-9]{0,6}\Z")


def read_sentence(text: str, ctx: Context, longest: int = 60) -> Reading | None:
    """The one number of a short sentence, with a unit the book knows; None otherwise."""
    if len(text) > longest or _CLAUSE.search(text.rstrip("。;")):
        return None
    masked = _YEAR_NAMED.sub("", text)
    if len(_NUMBERS.findall(masked)) != 1:
        match = _SHARE.match(masked)
        return _checked(match["before"], match["body"], ctx) if match and not _NUMBERS.search(masked) else None
    match = _ONE.match(masked)
    if match is None or _COUNTED.search(masked):
        return None
    return _checked(match["before"], match["body"], ctx)


def _checked(before: str, body: str, ctx: Context) -> Reading | None:
    if HAN_OPERATOR.search(before) or (_BAD_END.search(before) and not before.endswith(("二", ","))):
        return None
    found = read_number(re.sub(r"\A达到?", "", body), ctx)
    if found is None:
        return None
    if found.unit is None:
        return found if re.match(rf"(?:{OPERATOR}|:|为)", body) else None
    if ctx.units.family_of(found.unit) is None and found.unit != ctx.unit:
        return None
    return _per_unit(before, found)


def _per_unit(before: str, found: Reading) -> Reading | None:
    """每人每月530元 -> 元/人·月; another 每 in front of the number is not understood."""
    unit = found.unit or ""
    match = _PER.match(before)
    if match and "/" not in unit:
        return replace(found, unit=f"{unit}/{'·'.join(_PER_PIECES.findall(match['per']))}")
    if "每" in before:
        return None
    average = _AVERAGE.search(before)
    if average and unit.endswith("元"):
        return replace(found, unit=f"{unit}/{average[1]}")
    return found
