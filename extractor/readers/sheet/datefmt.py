"""Date and time codes of a number format: a serial number -> what the sheet shows.

Serials count days from 1899-12-30 (from 1904-01-01 in workbooks of the Mac); 29 February 1900, which never was,
is Excel's day 60.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

Token = tuple[str, str]
_LETTERS = "ymdhs"
_AMPM = re.compile(r"^(AM/PM|A/P|上午/下午)", re.I)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HAN = "〇一二三四五六七八九"
_LONG_DATE: tuple[Token, ...] = (
    ("other", "yyyy"), ("text", "年"), ("other", "m"), ("text", "月"), ("other", "d"), ("text", "日"),
)  # fmt: skip
_LONG_TIME: tuple[Token, ...] = (
    ("other", "h"), ("text", ":"), ("other", "mm"), ("text", ":"), ("other", "ss"),
)  # fmt: skip
LAST_SERIAL = 2_958_466
"""The day after 9999-12-31."""


def is_date_code(tokens: Sequence[Token]) -> bool:
    """Whether a section shows a date or a time."""
    if any(kind in ("elapsed", "system") for kind, _ in tokens):
        return True
    if any(kind in ("digit", "general") for kind, _ in tokens) and not any(
        kind == "other" and text.lower() in "yds" for kind, text in tokens
    ):
        return False
    return any(kind == "other" and text.lower() in _LETTERS for kind, text in tokens)


def show_date(value: Decimal, tokens: Sequence[Token], date1904: bool, native: bool) -> str | None:
    """The shown text, None where the serial is no date (Excel shows ####).

    Args:
        value: the serial: days, the time of day as the fraction.
        date1904: days are counted from 1904-01-01 (Mac), else from 1900.
        native: digits are Chinese numerals, as the section asks.
    """
    serial = value + 1462 if date1904 else value
    if not 0 <= serial < LAST_SERIAL:
        return None
    groups = _groups(_expanded(tokens))
    decimals = max((len(text) - 1 for kind, text in groups if kind == "fraction"), default=0)
    unit = Decimal(1).scaleb(-decimals)
    seconds = (serial * 86_400).quantize(unit, rounding=ROUND_HALF_UP)
    days, rest = divmod(seconds, 86_400)
    moment = _moment(int(days)) + timedelta(seconds=int(rest))
    half = any(kind == "ampm" for kind, _ in groups)
    return "".join(_part(kind, text, moment, seconds, half, native) for kind, text in groups).strip()


def iso_serial(text: str) -> Decimal | None:
    """ISO date or date-time (cells of type "d" in strict workbooks) -> serial."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", ""))
    except ValueError:
        return None
    gone = moment.replace(tzinfo=None) - datetime(1899, 12, 30)
    return Decimal(gone.days) + Decimal(gone.seconds) / 86_400


def _moment(days: int) -> datetime:
    if days < 60:  # before the day that never was
        days += 1
    return datetime(1899, 12, 30) + timedelta(days=days)


def _expanded(tokens: Sequence[Token]) -> Sequence[Token]:
    for kind, text in tokens:
        if kind == "system":
            return _LONG_DATE if text == "F800" else _LONG_TIME
    return tokens


def _groups(tokens: Sequence[Token]) -> list[Token]:
    """Runs of one letter joined, AM/PM found, m after h or before s made minutes."""
    text = [(kind, part) for kind, part in tokens]
    groups: list[Token] = []
    at = 0
    while at < len(text):
        kind, part = text[at]
        rest = "".join(p for k, p in text[at : at + 5] if k in ("other", "mark"))
        found = _AMPM.match(rest) if kind == "other" else None
        if found:
            groups.append(("ampm", found.group(1)))
            at += len(found.group(1))
            continue
        letter = part.lower()
        if kind == "other" and (letter in _LETTERS or letter in "abeg"):
            run = at
            while run < len(text) and text[run][0] == "other" and text[run][1].lower() == letter[0]:
                run += 1
            length = (run - at) if len(letter) == 1 else len(letter)
            groups.append((letter[0], letter[0] * length))
            at = run if len(letter) == 1 else at + 1
            continue
        if kind == "other" and len(part) > 1:  # a ready-made group (the system's long date)
            groups.append((letter[0], letter))
        elif (kind, part) == ("mark", ".") and at + 1 < len(text) and text[at + 1][0] == "digit":
            run = at + 1
            while run < len(text) and text[run][0] == "digit":
                run += 1
            groups.append(("fraction", "." + "0" * (run - at - 1)))
            at = run
            continue
        else:
            groups.append((kind if kind == "elapsed" else "text", part))
        at += 1
    return _minutes(groups)


def _minutes(groups: list[Token]) -> list[Token]:
    coded = [i for i, (kind, _) in enumerate(groups) if kind in ("y", "m", "d", "h", "s", "elapsed")]
    for place, i in enumerate(coded):
        if groups[i][0] != "m" or len(groups[i][1]) > 2:
            continue
        before = groups[coded[place - 1]] if place else ("", "")
        after = groups[coded[place + 1]] if place + 1 < len(coded) else ("", "")
        if before[0] == "h" or before == ("elapsed", "h") or before == ("elapsed", "hh") or after[0] == "s":
            groups[i] = ("minute", groups[i][1])
    return groups


def _part(kind: str, text: str, moment: datetime, seconds: Decimal, half: bool, native: bool) -> str:
    width = len(text)
    if kind == "y":
        year = f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
        return "".join(_HAN[int(digit)] for digit in year) if native else year
    if kind == "e":  # the era year, which the Gregorian calendar has none of
        return f"{moment.year:04d}"
    if kind == "m" and width >= 3:
        name = _MONTHS[moment.month - 1]
        return name[:3] if width == 3 else name if width == 4 else name[0]
    if kind == "d" and width >= 3:
        name = _DAYS[moment.weekday()]
        return name[:3] if width == 3 else name
    if kind == "a":
        return ("周" if width == 3 else "星期") + "一二三四五六日"[moment.weekday()] if width >= 3 else text
    if kind == "ampm":
        return ("上午", "下午")[moment.hour >= 12] if "上" in text else text.split("/")[moment.hour >= 12]
    if kind == "fraction":
        return "." + f"{seconds % 1:.{width - 1}f}"[2:]
    if kind == "elapsed":
        per = {"h": 3600, "m": 60, "s": 1}[text[0]]
        return str(int(seconds // per)).zfill(width)
    numbers = {"m": moment.month, "d": moment.day, "minute": moment.minute, "s": moment.second}
    if kind == "h":
        hour = moment.hour % 12 or 12 if half else moment.hour
        return _count(hour, width, native)
    return _count(numbers[kind], width, native) if kind in numbers else text


def _count(number: int, width: int, native: bool) -> str:
    if not native:
        return str(number).zfill(min(width, 2))
    if number < 10:
        return _HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
