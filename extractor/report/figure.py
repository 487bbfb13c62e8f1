"""How money, shares and counts are printed in reports."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def money(value: Any) -> Decimal | None:
    """An exact amount from a decimal string or a database's number; None for none."""
    return None if value is None else Decimal(str(value))


def wan(yuan: Decimal | None) -> str:
    """万元 with two decimals and thousands commas; "" for none."""
    return "" if yuan is None else f"{(yuan / 10_000).quantize(Decimal('0.01')):,}"


def share(part: int, whole: int) -> str:
    """Percent with one decimal; "—" of nothing."""
    return "—" if not whole else f"{(Decimal(100) * part / whole).quantize(Decimal('0.1'))}%"
