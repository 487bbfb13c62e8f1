"""Thresholds of the values room, each at its edge."""

from __future__ import annotations

import pytest

from extractor.values.amount import parse_amount
from extractor.values.cell import MAX_LENGTH
from extractor.values.number import clean_digits, parse_number
from extractor.values.shipped import normalise_unit
from extractor.values.target import parse_target


@pytest.mark.parametrize(("raw", "value"), [("零", "0"), ("零元", "0"), ("零星", None), ("零点", None), ("〇", None)])
def test_nothing_as_an_amount(raw: str, value: str | None) -> None:
    found = parse_amount(raw, unit="万元")
    assert found.value == value
    assert found.yuan == (None if value is None else "0")


@pytest.mark.parametrize(("digits", "read"), [(40, True), (41, False)])
def test_a_number_has_a_length(digits: int, read: bool) -> None:
    assert (clean_digits("1" * digits) is not None) == read
    assert (parse_number("一" + "千" * 0 + "二" * (digits - 1)) is not None) == (read and digits >= 4)


@pytest.mark.parametrize(("length", "unit"), [(20, True), (21, False)])
def test_a_unit_is_short(length: int, unit: bool) -> None:
    assert (normalise_unit("亩" * length) is not None) == unit


@pytest.mark.parametrize(("length", "kind"), [(400, "number"), (401, "text")])
def test_a_value_is_looked_for_in_a_short_text(length: int, kind: str) -> None:
    assert MAX_LENGTH == 400
    assert parse_target("≥95%" + "。" * (length - 4)).kind == kind
