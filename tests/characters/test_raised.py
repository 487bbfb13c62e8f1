"""Raised signs: powers, units and note marks are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.characters.raised import raised

CASES = [
    ("95", "1", "", "1"), ("≥95", "①", "", "①"), ("120", "2", "", "2"), ("养护里程", "[1]", "", "[1]"),
    ("98%", "*", "", "*"),
    ("9.5×10", "3", "³", ""), ("10", "4", "⁴", ""), ("2x10", "-3", "⁻³", ""), ("500m", "2", "²", ""),
    ("500km", "2", "²", ""),
    ("平方米", "注1", "", "注1"), ("第1", "st", "st", ""), ("", "95", "95", ""), ("  ", "≥", "≥", ""),
    ("95", " ", " ", ""), ("210", "3", "", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "text", "kept", "mark"), CASES)
def test_raised_signs(before: str, text: str, kept: str, mark: str) -> None:
    assert raised(before, text) == (kept, mark)


@given(before=st.text(max_size=8), text=st.text(max_size=6))
def test_nothing_is_lost(before: str, text: str) -> None:
    kept, mark = raised(before, text)
    assert kept in (text, "") or mark == ""
    assert bool((kept + mark).strip()) == bool(text.strip())
