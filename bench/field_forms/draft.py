"""A form while it is drawn: its lines, its rows on the ruler, and its truth beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bench.field_forms.dice import Dice
from bench.field_forms.facts import Facts
from bench.layout_grammar.canvas import WIDTH, Box, Frame, Line, Row

Json = dict[str, Any]
LEFT = 60
"""Where the column of block labels ends."""


@dataclass(slots=True)
class Draft:
    """One form. `allowed` are error codes that a right reading of it may bring."""

    dice: Dice
    facts: Facts
    bounds: list[int]
    before: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    truth: Json = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)

    @property
    def frame(self) -> Frame:
        return Frame(0, WIDTH, self.bounds)

    @property
    def inner(self) -> Frame:
        """Right of the block labels."""
        return Frame(LEFT, WIDTH, self.bounds)

    def tell(self, group: str, key: str, value: str | None) -> None:
        """A value of a group of the truth, such as texts/annual_goal."""
        self.truth.setdefault(group, {})[key] = value

    def pairs(self, items: Sequence[tuple[str, str]], per_row: int) -> None:
        """Labels and values, so many pairs a row; the last one takes what is left."""
        for at in range(0, len(items), per_row):
            some = items[at : at + per_row]
            texts = [t for pair in some for t in pair]
            weights = [1.0, 2.2] * len(some) if per_row > 1 else [1.0, 5.4]
            if len(some) < per_row:
                weights = [1.0] + [2.2] * (2 * len(some) - 2) + [2.2 + 3.2 * (per_row - len(some))]
            self.rows.append(self.frame.row(texts, weights))

    def block(self, label: str, rows: list[Row]) -> None:
        """Rows with their label merged down at the left."""
        first = Box(label, 0, LEFT, len(rows), "center")
        self.rows += [[first, *rows[0]], *rows[1:]]


def times(amount: str, factor: int) -> str:
    """The amount in another unit, without noise."""
    text = f"{Decimal(amount) * factor:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
