"""Amounts as they are printed and told."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def cents(number: Decimal) -> Decimal:
    """A number with two decimals."""
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def trim(number: Decimal) -> str:
    """A number without exponent and without zeros at the end of its decimals."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(number: Decimal, per_cent: int) -> Decimal:
    """So many per cent of a number, cut to a whole one."""
    return Decimal(int(number * per_cent / 100))
