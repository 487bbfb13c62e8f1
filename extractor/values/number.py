"""Numbers as written in filings: full width, thousands separators, Chinese numerals. Exact, never a float.

`parse_number` says None where it is not sure; nothing here guesses.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

EXACT = Context(prec=80)
MAX_DIGITS = 40

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LOOK_ALIKES = {
    "≧": "≥", "⩾": "≥", "≥": "≥", "≮": "≥", "⋝": "≥", "≦": "≤", "⩽": "≤", "≯": "≤", "⋜": "≤", "﹥": ">", "﹤": "<",
    "〉": ">", "〈": "<", "＝": "=", "═": "=",
    "﹦": "=", "﹪": "%", "–": "—", "―": "—", "‐": "-", "‑": "-", "−": "-", "〜": "~", "∼": "~", "∽": "~", "≒": "≈",
    "≅": "≈", "∶": ":", "︰": ":",
    "﹣": "-", "﹢": "+", "•": "·", "∙": "·", "・": "·", "‧": "·", "⋅": "·", "●": "·", "〔": "(", "〕": ")", "【": "(",
    "】": ")",
    "﹙": "(", "﹚": ")", "﹡": "*", "∗": "*", "⁄": "/", "∕": "/", "﹐": ",", "，": ",",
}  # fmt: skip
_SPACES = dict.fromkeys(
    [
        *range(0x21),
        *range(0x7F, 0xA1),
        0x1680,
        *range(0x2000, 0x2010),
        *range(0x2028, 0x2030),
        0x205F,
        0x2060,
        0x3000,
        0xFEFF,
    ]
)
_FOLD = {**_FULL_WIDTH, **{ord(k): ord(v) for k, v in _LOOK_ALIKES.items()}, **_SPACES}
_DIGIT_GAP = re.compile(r"(?<=[0-9０-９])\s+(?=[0-9０-９])")

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
_ARABIC_ONLY = re.compile(rf"[-+]?(?:{ARABIC})\Z")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億貳參陸圆", "一二三四五六七八九十百千万亿二三六元")
_SMALL = {"十": 10, "百": 100, "千": 1000}


def fold_value(text: str) -> str:
    """A value cell without white space, look-alike signs unified, full width made half; length-changing folds are left
    out.
    """
    return text.translate(_FOLD)


def has_digit_gap(text: str) -> bool:
    """Whether blanks part two digits: "88 100" may be two values or one, so nobody may join them."""
    return _DIGIT_GAP.search(text) is not None


def plain(number: Decimal) -> str:
    """A decimal as digits, no exponent, no superfluous zeros behind the point: Decimal("5.50E+4") -> "55000"."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=16384)
def clean_digits(text: str) -> str | None:
    """Digits as written, without thousands separators, sign + and leading zeros; None where that is no number.

    "8,827,620.53" -> "8827620.53"; "28.40" -> "28.40"; ".5" -> "0.5"; "1,2" and "7,00.0,77" -> None.
    """
    if not _ARABIC_ONLY.match(text) or len(text) > MAX_DIGITS:
        return None
    sign = "-" if text[0] == "-" else ""
    whole, point, fraction = text.lstrip("+-").replace(",", "").partition(".")
    whole = whole.lstrip("0") or "0"
    return f"{sign if (whole + fraction).strip('0') else ''}{whole}{point}{fraction}"


def _small_section(text: str) -> int | None:
    """一千二百三十, 十五, 一百零二 -> int below 10000; None where it is not well formed (一百二 is left alone)."""
    total, digit, last = 0, None, 10000
    zero = True  # before any unit, and behind 零, 十 needs no digit
    for char in text:
        if char in _SMALL:
            unit = _SMALL[char]
            if unit >= last or (digit is None and not (unit == 10 and zero)):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last, zero = None, unit, False
        elif digit is not None:
            return None
        elif _DIGITS[char] == 0:
            zero = True
        else:
            digit = _DIGITS[char]
    if digit is None:
        return None if zero and total else total
    if last > 10 and total and not zero:
        return None
    return total + digit


def _whole(text: str) -> int | None:
    if all(c in _DIGITS for c in text):
        if len(text) > 1 and "两" in text:
            return None
        return (
            int("".join(str(_DIGITS[c]) for c in text))
            if len(text) == 1 or len(text) >= 4 or text[0] in "零〇"
            else None
        )
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in text:
            head, _, tail = text.rpartition(mark)
            left = _whole(head) if head else None
            right = _whole(tail.lstrip("零〇")) if tail.strip("零〇") else 0
            if left is None or right is None or right >= size or (tail and len(tail) == 1):
                return None
            return left * size + right
    return _small_section(text)


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> Decimal | None:
    """A Chinese numeral: 三, 一百二十, 五千三百万, 二〇二四, 三点五, 伍拾; None where it is not one (一百二, 三五)."""
    text = text.translate(_CAPITALS)
    if len(text) > MAX_DIGITS or not re.fullmatch(CHINESE, text):
        return None
    whole, point, fraction = text.partition("点")
    value = _whole(whole) if whole else None
    if value is None:
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}") if point else Decimal(value)


_NUMBER = re.compile(
    rf"(?:[≥≤<>=≈~约]|>=|<=)?(?P<share>百分之|千分之)?(?P<num>[-+]?(?:{ARABIC})|百(?=\Z)|{CHINESE})(?P<scale>万亿"
    rf"|[万亿])?(?P<rest>[^0-9]{{0,12}})\Z"
)
_SCALE = {"万": 4, "亿": 8, "万亿": 12, None: 0}


def parse_number(text: str) -> Decimal | None:
    """The one number of a short text, its unit dropped; None where there is none, several, or a damaged one.

    "三次" -> 3; "百分之九十五" -> 95; "５.5万人" -> 55000; "1,2" -> None.
    """
    if has_digit_gap(text):
        return None
    match = _NUMBER.match(fold_value(text).translate(_CAPITALS))
    if match is None or match["rest"][:1] in (",", "."):
        return None
    written = match["num"]
    if written == "百":
        return Decimal(100) if match["share"] else None
    digits = clean_digits(written)
    number = Decimal(digits) if digits is not None else chinese_number(written)
    return None if number is None else Decimal(plain(number.scaleb(_SCALE[match["scale"]], EXACT)))
