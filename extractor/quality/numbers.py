"""Printed numbers as exact decimals, for the arithmetic of the rules. Never floats."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from extractor.values.unit import MONEY_YUAN

_NUMBER = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$|^[-+]?\.\d+$")
_FIRST = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_TAIL = re.compile(r"(?:%|‰|分|百分比)$")
HUNDRED = Decimal(100)
MONEY = {unit: Decimal(10) ** power for unit, power in MONEY_YUAN.items() if unit.endswith("元")}
"""Money units -> 元."""


def yuan_per(unit: str | None) -> Decimal:
    """How many 元 a unit of money is; 1 where none is written or it is no such unit."""
    return MONEY.get(unit or "元", Decimal(1))


@lru_cache(maxsize=16384)
def exact(text: str | None) -> Decimal | None:
    """The number a whole string stands for ("1,200.50", "10分", "88%"); None where it is not one number."""
    if text is None:
        return None
    folded = _TAIL.sub("", unicodedata.normalize("NFKC", text).strip().replace(" ", ""))
    return Decimal(folded.replace(",", "")) if _NUMBER.match(folded) else None


@lru_cache(maxsize=16384)
def first_number(text: str | None) -> Decimal | None:
    """The only number of a text ("21980人", "约 40%"); None where there is none or more than one."""
    if not text:
        return None
    found = _FIRST.findall(unicodedata.normalize("NFKC", text))
    return Decimal(found[0].replace(",", "")) if len(found) == 1 else None


def half_digit(number: Decimal) -> Decimal:
    """Half of the last printed digit: 0.005 for 12.34, 0.5 for 96."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1)
