"""Deadlines and spans as target values: 2024年12月底前, 第四季度, 12月底到位, 2023.07-2024.01, 全年. Folded text in."""

from __future__ import annotations

import re

from extractor.model.filing import Operator
from extractor.values.date import arabic_date, find_span, iso_date, month_end
from extractor.values.reading import OPERATOR, OPERATORS, Context, Reading
from extractor.values.tail import read_tail

_YEAR = r"(?:19|20)[0-9]{2}"
_HINT = frozenset("年月日号底末季旬-./期内")
_BEFORE = rf"(?P<op>{OPERATOR})?(?P<before>[^0-9≥≤<>=]{{0,12}}?)"
_AFTER = r"(?P<after>(?:以前|之前|前|以内|之内|内|止|截止|起|后|开始)?[^0-9≥≤<>=;]{0,16})\Z"
_WHICH_YEAR = rf"(?:(?P<y>{_YEAR})年度?|(?:当年|本年|本年度|当年度|次年|每年)度?的?)?"
_DAY = re.compile(
    rf"{_BEFORE}(?:(?P<y>{_YEAR})(?:年度?|[-./])|当年|本年|每年)?(?P<m>1[0-9]|0?[1-9])(?:月份?(?:的)?(?:(?P<d>[0-9]{{1,2}})[日号]?)?|[-/.](?P<d2>[0-9]{{1,2}})[日号]?)"
    rf"(?P<end>底|末|上旬|中旬|下旬)?{_AFTER}"
)
_MONTH = re.compile(rf"{_BEFORE}(?P<y>{_YEAR})[-/.](?P<m>1[0-2]|0[1-9])月?(?P<end>底|末)?{_AFTER}")
_NOT_COUNTED = r"(?<![半一二两三四五六七八九十几数多每])(?<![半一二两三四五六七八九十几数多每]年)"
_YEAR_END = re.compile(
    rf"{_BEFORE}{_NOT_COUNTED}(?:(?P<y>{_YEAR})年?|当年|本年度?)?(?:年度?)?(?P<end>年?底|年?末){_AFTER}"
)
_QUARTER = re.compile(rf"{_BEFORE}{_WHICH_YEAR}第?(?P<q>[一二三四1-4])季度(?P<end>底|末)?{_AFTER}")
_HALF = re.compile(rf"{_BEFORE}{_WHICH_YEAR}(?P<half>上半年|下半年)(?P<end>底|末)?{_AFTER}")
_WITHIN = re.compile(
    rf"{_BEFORE}{_NOT_COUNTED}(?:(?P<y>{_YEAR})年年?度?|当年度?|本年度?|年度?)(?P<end>内|以内|之内|前完成|完成){_AFTER}"
)
_RECURRING = re.compile(
    r"(?:每个?(?:月|季度?|年|周|半年)|(?=[0-9]{1,2}日(?:以|之)?前))(?:[0-9]{1,2}月)?(?:底|末|初|[0-9]{1,2}[日号]|结束后?[0-9]{1,2}[日天]内?)(?:以前|之前|前|内)?[^0-9]{0,12}\Z"
)
_RELATIVE = re.compile(
    r"(?:在|于|按)?(?:项目)?(?:计划|规定|合同|约定|要求|预定|既定|预期|协议)+的?(?:完成|实施|建设|竣工)?(?:的)?(?:时间节点|时间|期限|工期|时限|日期)(?:内|之内|以内|前)(?:[全按]?[部时]?完成|办结|完工|到位|支付|拨付)?\Z"
)
_CHINESE_DATE = re.compile(r"[〇零○一二三四五六七八九十](?:月|日|号)|[〇零○一二三四五六七八九]{4}年")
_TO = r"(?:-|—|~|至|到)"
_QUARTERS = re.compile(rf"{_WHICH_YEAR}第?(?P<a>[一二三四1-4])(?:季度)?{_TO}第?(?P<b>[一二三四1-4])季度(?:末|底)?\Z")
_SPAN_AFTER = re.compile(r"[-—]|至(?![今少多])|.*~")
"""A span whose end is missing or strange (3月至, 3月~底) is no deadline."""
_SPAN_BEFORE = re.compile(r"(?:(?<!截)(?<!\A)[至到]|[-—~])\Z")
"""至 with nothing before it is 截至."""
_COMPARED = re.compile(
    r"次(?!年)|每|较|相比|比[上去前]|与[上去前]|同比|同期|距|增长|增加|下降|提高|降低|上年|基准|高于|低于|超过|水平|持平|第|不少于|不低于"
)
_NEXT_YEAR = re.compile(r"[次翌]年|下一?年度?")
_FROM = re.compile(r"起|后|开始|以来|启动|开工")
_FULL_YEAR = re.compile(
    rf"(?:(?P<y>{_YEAR})(?:年度?|预算年度)?(?:全年度?)?|全年度?|整年|年度内?|本年度|当年度|当年|本年)\Z"
)
_SOME_YEAR = re.compile(rf"{_YEAR}(?:年度?|预算年度)?(?:全年度?)?(?<=[年度])\Z")
_COMPACT_DAY = re.compile(r"20[0-9]{2}[01][0-9][0-3][0-9]\Z")
_MONTHS = {"上旬": 10, "中旬": 20}


def read_when(text: str, ctx: Context) -> Reading | None:
    """A span (`period`) or a day or deadline (`date`, operator <=); None where the text is neither."""
    if _HINT.isdisjoint(text) and not text.startswith(("19", "20")):
        return None
    if len(text) > 48:
        return None
    text = arabic_date(text) if _CHINESE_DATE.search(text) else text
    return _read_span(text, ctx) or _read_deadline(text, ctx)


def _read_span(text: str, ctx: Context) -> Reading | None:
    if (
        (ctx.unit == "年" or (ctx.timely and ctx.unit is None))
        and ctx.operator in (None, "=")
        and re.fullmatch("20[0-4][0-9]", text)
    ):
        return Reading("period", "between", low=f"{text}-01", high=f"{text}-12")
    body = re.sub(r"(?:内|期间|完成|实施|全部完成|按期完成)+\Z", "", text)
    if ctx.unit is None or ctx.unit in ("年", "月", "日"):
        span = find_span(body, ctx.year)
        if span is not None:
            return Reading("period", "between", low=span[0], high=span[1])
    match = _QUARTERS.match(text)
    if match:
        return _quarter_span(match, _year_of(match, ctx))
    match = _FULL_YEAR.match(text)
    if match is None or (match["y"] and not _SOME_YEAR.match(text)):
        return None
    year = match["y"] or ctx.year
    return Reading("period", "between", low=f"{year}-01" if year else None, high=f"{year}-12" if year else None)


def _quarter_span(match: re.Match[str], year: int | None) -> Reading | None:
    first, last = ("一二三四".find(match[side]) + 1 or int(match[side]) for side in ("a", "b"))
    if first > last:
        return None
    ends = (f"{year}-{3 * first - 2:02d}", f"{year}-{3 * last:02d}") if year else (None, None)
    return Reading("period", "between", low=ends[0], high=ends[1])


def _due(match: re.Match[str], iso: str | None, ctx: Context) -> Reading | None:
    words = match["before"] + match["after"]
    if _COMPARED.search(words) or _SPAN_BEFORE.search(match["before"]) or _SPAN_AFTER.match(match["after"]):
        return None
    about = match["before"].endswith("约") or "左右" in match["after"]
    written: Operator | None = OPERATORS.get(match["op"] or "") or ctx.operator
    return Reading("date", written or (">=" if _FROM.search(words) else "<="), date=iso, approximate=about)


def _year_of(match: re.Match[str], ctx: Context) -> int | None:
    """The year a deadline names, or the form's; 次年 is the year after."""
    if match["y"]:
        return int(match["y"])
    if ctx.year is None:
        return None
    return ctx.year + 1 if _NEXT_YEAR.search(match[0]) else ctx.year


def _day_iso(match: re.Match[str], year: int | None) -> tuple[bool, str | None]:
    """(possible, ISO) of a month or day; ISO None without a year."""
    month = int(match["m"])
    end = match["end"]
    groups = match.groupdict()
    day = groups.get("d") or groups.get("d2")
    if month > 12 or (day and iso_date(year or 2024, month, int(day)) is None):
        return False, None
    if year is None:
        return True, None
    if day:
        return True, iso_date(year, month, int(day))
    if end in _MONTHS:
        return True, iso_date(year, month, _MONTHS[end])
    return True, month_end(year, month) if end else iso_date(year, month)


def _read_deadline(text: str, ctx: Context) -> Reading | None:
    if _RECURRING.match(text) or _RELATIVE.match(text):
        return Reading("date", ctx.operator or "<=")
    if ctx.timely and _COMPACT_DAY.match(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    match = _DAY.match(text)
    if match:
        if not _is_day(match, text, ctx):
            return None
        possible, iso = _day_iso(match, _year_of(match, ctx))
        return _due(match, iso, ctx) if possible else None
    match = _MONTH.match(text)
    if match:
        if "." in text and "月" not in text and not match["end"] and _is_number(match["after"], ctx):
            return None
        possible, iso = _day_iso(match, int(match["y"]))
        return _due(match, iso, ctx) if possible else None
    return _read_part_of_year(text, ctx)


def _is_number(after: str, ctx: Context) -> bool:
    """2023.03 alone outside a row of deadlines, or before a unit (2023.03万元): no month of a year."""
    if not after:
        return not ctx.timely
    tail = read_tail(after, ctx.units)
    return tail is not None and tail.family not in (None, "time") and tail.unit != "份"  # 2023.12份 is one of 月份


def _is_day(match: re.Match[str], text: str, ctx: Context) -> bool:
    """Whether a month or day is meant as a date: 12月 may be twelve months, 3.15 a number, 5/6 anything."""
    if "月" not in text or (match["d2"] and match["y"] is None):
        told = match["after"].startswith(("前", "之前", "以前")) or (ctx.timely and len(match["d2"] or "") == 2)
        return match["y"] is not None or told
    bare_month = match["y"] is None and not match["before"] and not (match["d"] or match["d2"] or match["end"])
    counted = bool(
        match["op"] or ctx.operator or ctx.duration or ctx.unit == "月"
    )  # 12月 in a column of 月 is a length
    if bare_month and not match["after"] and counted:
        return False
    return not (bare_month and match["after"].startswith(("以上", "以内", "左右", "以下")))


def _read_part_of_year(text: str, ctx: Context) -> Reading | None:
    match = _QUARTER.match(text)
    if match:
        month = 3 * ("一二三四".find(match["q"]) + 1 or int(match["q"]))
        year = _year_of(match, ctx)
        return _due(match, month_end(year, month) if year else None, ctx)
    match = _HALF.match(text)
    if match:
        year = _year_of(match, ctx)
        return _due(match, month_end(year, 6 if match["half"] == "上半年" else 12) if year else None, ctx)
    match = _YEAR_END.match(text) or _WITHIN.match(text)
    if match and ("年" in text or match["y"]):
        year = _year_of(match, ctx)
        return _due(match, f"{year}-12-31" if year else None, ctx)
    return None
