"""Dates, deadlines, periods and telephone numbers as filings write them.

ISO results are as precise as the filing: "2024-06-24", "2024-06" or "2024". An impossible date is no date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.model.filing import Period
from extractor.values.number import chinese_number, fold_value

_YEAR = r"(?:19|20)[0-9]{2}"
_CN_YEAR = re.compile(r"[二一][〇零○OoＯ0-9一二三四五六七八九]{3}(?=年)")
_CN_PART = re.compile(r"[一二三四五六七八九十]{1,3}(?=[月日号])")
_CN_DIGITS = str.maketrans("〇零○OoＯ一二三四五六七八九", "000000123456789")


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """`iso` as precise as written; `problem` is "blank" where only the form stands (年 月 日), "bad-date" where no date
    is.
    """

    iso: str | None
    problem: Literal["blank", "bad-date"] | None = None


def arabic_date(text: str) -> str:
    """Chinese numerals of a date as digits: 二〇二四年六月二十四日 -> 2024年6月24日."""
    text = _CN_YEAR.sub(lambda m: m[0].translate(_CN_DIGITS), text)

    def part(match: re.Match[str]) -> str:
        number = chinese_number(match[0])
        return match[0] if number is None else str(number)

    return _CN_PART.sub(part, text)


def iso_date(year: int, month: int, day: int | None = None) -> str | None:
    """ISO text of a month or a day; None where the calendar has no such one."""
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= day <= monthrange(year, month)[1] else None


def month_end(year: int, month: int) -> str:
    """Last day of a month, ISO."""
    return f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}"


_TIME_OF_DAY = r"(?:[T星(周][^0-9]{0,6})?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY = re.compile(
    rf"(?P<y>{_YEAR})(?:年度?|[-./])(?P<m>[0-9]{{1,2}})(?:(?:月份?"
    rf"|[-./])(?:(?P<d>[0-9]{{1,2}})[日号]?)?)?{_TIME_OF_DAY}\Z"
)
_COMPACT = re.compile(rf"(?P<y>{_YEAR})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})?\Z")
_ONLY_FORM = re.compile(r"[年月日:()/.\-—_*]*\Z")
_DATE_LABEL = re.compile(r"\A[^0-9:]{0,12}:")
_TIME_TAIL = re.compile(r"[\sT](?=[0-9]{1,2}:[0-9]{2})")


@lru_cache(maxsize=4096)
def parse_date(raw: str) -> ParsedDate:
    """A sign-off date (K23). The day's 日 may be missing; "2024年6月" gives "2024-06"; "2024年" alone is a bad date.

    "2024年13月1日" -> ParsedDate(None, "bad-date"); "年  月  日" -> ParsedDate(None, "blank").
    """
    text = _TIME_TAIL.split(raw.strip(), maxsplit=1)[0]
    folded = _DATE_LABEL.sub("", fold_value(text)).rstrip("。.,;")
    if _ONLY_FORM.match(folded):
        return ParsedDate(None, "blank")
    folded = arabic_date(folded)
    match = _DAY.match(folded) or _COMPACT.match(folded)
    iso = iso_date(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None) if match else None
    return ParsedDate(iso, None if iso else "bad-date")


# --- periods -----------------------------------------------------------------------------------------------

_SEP = r"(?:-{1,2}|—+|~+|至|到)"
_FULL = (
    rf"(?P<y@>{_YEAR})(?:年|[-./])(?:(?P<m@>[0-9]{{1,2}})(?:月份?|[-./](?=[0-9])"
    rf"|(?![0-9])))(?:(?P<d@>[0-9]{{1,2}})[日号]?)?(?P<end@>底|末)?"
)
_FULL_1, _FULL_2 = _FULL.replace("@", "1"), _FULL.replace("@", "2")
_YM = re.compile(rf"(?:自|从)?{_FULL_1}(?:起|开始)?{_SEP}{_FULL_2}(?:止|结束|完成|前)?\Z")
_SAME_YEAR = re.compile(
    rf"(?:自|从)?(?:(?P<y1>{_YEAR})(?:年度?|[-./]))?(?P<m1>[0-9]{{1,2}})(?:月份?"
    rf"|[.](?=[0-9]))?(?:(?P<d1>[0-9]{{1,2}})[日号]?)?(?:起|开始)?{_SEP}"
    rf"(?:(?:当年|同年|本年)?)(?P<m2>[0-9]{{1,2}})(?:月份?|[.](?=[0-9]))(?:(?P<d2>[0-9]{{1,2}})[日号]?)?(?P<end2>底"
    rf"|末)?(?:止|结束|完成)?\Z"
)
_YEARS = re.compile(
    rf"(?:自|从)?(?P<y1>{_YEAR})(?:年度?)?(?:初|起)?{_SEP}(?P<y2>{_YEAR})(?:年度?)?(?:底|末|年底|年末)?\Z"
)
_COMPACT_SPAN = re.compile(
    rf"(?P<y1>{_YEAR})(?P<m1>[01][0-9])(?P<d1>[0-3][0-9])?{_SEP}(?P<y2>{_YEAR})(?P<m2>[01][0-9])(?P<d2>[0-3][0-9])?\Z"
)
_ONE_YEAR = re.compile(rf"(?P<y>{_YEAR})(?:年度?|财年|会计年度|预算年度)?(?:全年|内|期间)?\Z")
_ONE_MONTH = re.compile(rf"(?P<y>{_YEAR})(?:年|[-./])(?P<m>[0-9]{{1,2}})月?(?:份)?\Z")
_FROM = re.compile(
    rf"(?:自|从)?(?P<y>{_YEAR})(?:年度?|[-./])(?:(?P<m>[0-9]{{1,2}})(?:月份?"
    rf"|[-./])?)?(?:(?P<d>[0-9]{{1,2}})[日号]?)?(?:起|开始|以后|至今|{_SEP}(?:长期|今|完工|竣工|完成)?)(?:长期|持续"
    rf"|实施|执行)*\Z"
)


def _end_iso(match: re.Match[str], side: str, year: int | None = None) -> str | None:
    groups = match.groupdict()
    y = groups.get(f"y{side}")
    chosen = int(y) if y else year
    month, day = groups.get(f"m{side}"), groups.get(f"d{side}")
    if chosen is None or month is None:
        return None
    return iso_date(chosen, int(month), int(day) if day else None)


def find_span(folded: str, year: int | None = None) -> tuple[str | None, str | None] | None:
    """Start and end of a span written from-to; None where the text is no span (or an impossible one).

    `folded` is `fold_value` text. Ends without a year take `year`; without one they are (None, None).
    """
    match = _YM.match(folded) or _COMPACT_SPAN.match(folded)
    if match:
        low, high = _end_iso(match, "1"), _end_iso(match, "2")
        if low is None or high is None:
            return None
        shared = min(len(low), len(high))  # a day and a month are compared by their months
        return (low, high) if low[:shared] <= high[:shared] else None
    match = _YEARS.match(folded)
    if match:
        return (f"{match['y1']}-01", f"{match['y2']}-12") if match["y1"] <= match["y2"] else None
    match = _SAME_YEAR.match(folded)
    if match:
        if not match["y1"] and "月" not in folded:
            return None
        own = int(match["y1"]) if match["y1"] else year
        if not 1 <= int(match["m1"]) <= int(match["m2"]) <= 12:
            return None
        if own is None:
            return (None, None)
        low, high = _end_iso(match, "1", own), _end_iso(match, "2", own)
        return (low, high) if low and high else None
    return None


_TRAILING_NOTE = re.compile(r"\([^()]*\)\Z")


@lru_cache(maxsize=4096)
def _period(folded: str, year: int | None) -> tuple[str | None, str | None]:
    text = arabic_date(_DATE_LABEL.sub("", folded)).rstrip("。.,;")
    text = _TRAILING_NOTE.sub("", text) or text
    span = find_span(text, year)
    if span is not None:
        return span
    match = _ONE_YEAR.match(text)
    if match:
        return f"{match['y']}-01", f"{match['y']}-12"
    match = _ONE_MONTH.match(text)
    if match:
        month = iso_date(int(match["y"]), int(match["m"]))
        return month, month
    match = _FROM.match(text)
    if match:
        if not match["m"]:
            return f"{match['y']}-01", None
        return iso_date(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None), None
    if text in ("全年", "当年", "本年", "本年度", "当年度", "年度", "1年", "一年", "一年期") and year is not None:
        return f"{year}-01", f"{year}-12"
    day = parse_date(text)
    return (day.iso, day.iso) if day.iso else (None, None)


def parse_period(raw: str, year: int | None = None) -> Period:
    """项目实施期, 起止时间 … (K14): `start`/`end` YYYY-MM or YYYY-MM-DD, null where open or not read; `raw` as written.

    `year` (the form's) stands in where the text names none: "1月-12月", 全年.
    """
    written = raw.strip()
    if not written:
        return Period(None, None, None)
    start, end = _period(fold_value(written), year)
    return Period(written, start, end)


# --- telephone ---------------------------------------------------------------------------------------------

_PHONE = re.compile(
    r"(?:\+?86-?)?1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}\Z"
    r"|1[3-9][0-9][0-9*]{8}\Z"
    r"|(?:\(?0[0-9]{2,3}\)?-*)?[2-9][0-9]{6,7}(?:(?:-|转|ext\.?|\*)[0-9]{1,6})?\Z"
    r"|[48]00-?[0-9]{3,4}-?[0-9]{3,4}\Z"
)
_PHONE_SPLIT = re.compile(r"[/、,，;；]|或|\s{2,}|\n")
_PHONE_NOISE = re.compile(r"^(?:联系)?(?:电话|手机|座机|办公电话|电话号码)+:?|\((?:手机|办公|座机)\)$")
_PHONE_BLANK = re.compile(r"[无/\-—_()电话号码]*\Z")


@lru_cache(maxsize=4096)
def parse_phone(raw: str) -> tuple[str | None, bool]:
    """Telephone numbers of a cell, blanks removed and several joined by "、", and whether every one is a number.

    A blank cell gives (None, True); "1380000" and words give (None, False). Mobiles, landlines with or without area
    code and extension, 400 numbers; masked ones ("138****1234") pass.
    """
    if _PHONE_BLANK.match(fold_value(raw)):
        return None, True
    parts = [_PHONE_NOISE.sub("", fold_value(p)).replace("—", "-") for p in _PHONE_SPLIT.split(raw.strip())]
    parts = [p for p in parts if p]
    if parts and all(len(p) <= 24 and _PHONE.match(p) for p in parts):
        return "、".join(parts), True
    whole = fold_value(raw).replace("—", "-")
    return (whole, True) if len(whole) <= 24 and _PHONE.match(whole) else (None, False)
