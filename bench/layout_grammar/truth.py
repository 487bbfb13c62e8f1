"""The truth of a form, gathered while it is drawn: only what is printed is asserted."""

from __future__ import annotations

from typing import Any

Truth = dict[str, Any]
"""One form: kind, title, fiscal_year, filer …, amounts, execution, texts, period, signoff, indicators. A '|' parts alternatives."""


def put(truth: Truth, group: str, key: str, value: object) -> None:
    """`truth[group][key] = value`, the first filled value staying."""
    slot = truth.setdefault(group, {})
    if slot.get(key) in (None, ""):
        slot[key] = value
