"""What a text looks like by its figures alone, wherever it stands: a sum, a rate, points, a year, a date, a code.

Nothing is made of the text here: `amount`, `date` and `target` do that.
"""

from __future__ import annotations

import re

from extractor.characters.fold import fold_text

NUMERIC = re.compile(r"^[\s\d,.，．%％万亿千元/／—\-－–]*$")
"""A figure of money, a rate, a dash, or nothing."""
AMOUNT_TEXT = re.compile(r"^[\s\d,.，．万亿千元/／—\-－–￥¥+()（）]*$")
"""What stands where an amount is due, signs and brackets included; or nothing."""
FIGURE = re.compile(r"\d|[%％≥≤<>=]")
VALUE = re.compile(r"[\d≥≤＞＜><=%％]|\*\*")
"""A figure, a sign, or what hides one (**)."""
SIGNED = re.compile(r"\s*[≥≤<>=＜＞＝≦≧]")
BLANKS = frozenset({"", "-", "—", "/", "－", "–", "——", "--", "无"})
"""What stands in a cell of a figure where there is none."""
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
POINTS = re.compile(r"\d{1,3}(?:\.\d+)?分?")
RATE = re.compile(r"\d+(?:\.\d+)?[%％]")
LABELLED_FIGURE = re.compile(
    r"\s*(?P<label>[^\d:：]{2,}?(?:[:：][^\d:：]{2,}?)?)\s*[:：]?\s*"
    r"(?P<value>-?\d[\d,]*(?:\.\d+)?\s*(?P<unit>[亿万千]?元|[%％])?)\s*"
)
"""预算数：210.00万元, 其中：省级资金20.00: a label and its figure in one cell, where they fill it."""
OWN_UNIT = re.compile(r"\d[\d,]*(?:\.\d+)?(?P<unit>[千万亿]?元)$")
"""A sum that ends with its unit."""
MONEY_ALONE = re.compile(r"^(?!(?:19|20)\d\d年?$)\d[\d,]{2,}(?:\.\d+)?[万亿千]?元?$|^\d+\.\d{2,}[万亿千]?元?$")
"""Money by its figures alone: of many digits, or with cents; no year."""
YEARS = re.compile(r"20\d\d")
YEAR_WORD = re.compile(r"(20\d\d)年")
ONLY_YEAR = re.compile(r"20\d\d年?度?:?")
DATE = re.compile(r"^(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?$")
DAY_BEHIND = re.compile(r"^(?P<own>\S.*?)[\s,，;；]+(?P<day>20\d\d\s*[年.．/-].{3,10})$", re.S)
"""A day without a label behind another value."""
PHONE_WITHIN = re.compile(r"\d[\d\-－—\s]{5,}\d")
PHONE = re.compile(r"(?:\d{3,4}-)?\d{7,11}")
DIGITS = re.compile(r"[\d-]{7,}")
"""Digits alone, too many for a value: a phone, a code."""
PAGE_NUMBER = re.compile(r"-?\d{1,3}-?")
DOCUMENT_NUMBER = re.compile(r"\D{0,12}[\[(〔](?:19|20)\d\d[\])〕]\D{0,2}\d{1,4}号")
CODE_AND_NAME = re.compile(
    r"^(?![(（]?(?:19|20)\d\d[)）]?年)[\[［(（]?\d{3,}[\]］)）]?[-_－—]?[\u4e00-\u9fff（）()]{4,}$"
)
"""207101 某某局: a code and the name it stands for."""
PROJECT_CODE = re.compile(r"^(?P<code>\d{8}[A-Z]\d{12}|\d{16,21})\s*[-－—_]")
DEPARTMENT_CODE = re.compile(r"^[\[［]?(?P<code>\d{3,9})[\]］]?[-_－—]?(?=[\u4e00-\u9fff])")
"""Codes before a name."""
_SUM = re.compile(r"[￥¥]?-?\d[\d,]*(?:\.\d+)?[万亿千]?元?")
_MONEY_FIRST = re.compile(r"\s*[￥¥]?\s*\d")
_ENUMERATED = re.compile(r"(?<![\d.])\d{1,2}[、.．)）](?=[^\d\s])")
_COMPARED = re.compile(r"^(?:[≥≤<>=]+|不[低高少多超]于?过?)?-?\d[\d.,]*(?:[%‰]|[\u4e00-\u9fff]{0,3})$")
_A_YEAR = re.compile(r"^(?:19|20)\d\d年?度?$")


def has_figure(text: str) -> bool:
    """The text holds a number, per cent or sign, numbering (1、…) apart."""
    return FIGURE.search(_ENUMERATED.sub("", fold_text(text))) is not None


def is_sum(text: str) -> bool:
    """The text is a sum of money or a figure that may be one."""
    return _SUM.fullmatch(fold_text(text)) is not None


def begins_sum(text: str) -> bool:
    """The text begins with a figure, a sign of money before it perhaps."""
    return _MONEY_FIRST.match(text) is not None


def is_compared(folded: str) -> bool:
    """The text is a figure with its sign and unit (≥900人, 不低于95%), no year."""
    return _COMPARED.match(folded) is not None and _A_YEAR.match(folded) is None
