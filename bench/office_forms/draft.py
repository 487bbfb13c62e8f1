"""What the makers of one form share: the dice, the layout, what is filled in, and what is drawn so far."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from bench.office_forms.figures import trim
from bench.office_forms.layout import Layout
from bench.office_forms.words import book, pick
from bench.provinces.sheet import Block

T = TypeVar("T")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bureau:
    """Who files: the place, the field of government and its department, the year."""

    place: str
    field: Json
    department: str
    year: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What all forms of a filing share: unit, people, the month watched to, decimals, separators."""

    unit: str
    names: list[str]
    phone: str
    month: int
    day: int
    decimals: int
    separated: bool


def habits(dice: random.Random) -> Habits:
    """The habits of one filing."""
    unit = pick(dice, 万元=82, 元=18)
    names = dice.sample(book("content")["names"], 4)
    phone = f"0{dice.randint(710, 799)}-{dice.randint(2200000, 8899999)}"
    month, day = dice.choice([6, 7, 8, 9]), dice.randint(3, 22)
    dice.choice([True, True, False])  # nothing uses it any more; without it every seed would give another filing
    decimals = dice.choice([0, 2, 2])
    return Habits(unit, names, phone, month, day, decimals, dice.random() < 0.4)


@dataclass(slots=True)
class Draft:
    """One form in the making; `truth` is what a person reads in it, `alternatives` other orders of its rows."""

    dice: random.Random
    bureau: Bureau
    habits: Habits
    kind: str
    project: Json
    layout: Layout
    projects_sum: Decimal | None = None
    """Of a department among its projects' forms: what its 项目支出 comes to, in 万元."""
    blocks: list[Block] = field(default_factory=list)
    truth: Json = field(default_factory=dict)
    alternatives: list[list[Json]] = field(default_factory=list)
    due: set[str] = field(default_factory=set)
    """Codes of findings that the form deserves."""
    amounts: dict[str, Decimal] = field(default_factory=dict)
    """In 万元; `total` and its parts."""
    sources: list[str] = field(default_factory=list)
    executed: Decimal = Decimal(0)
    points_of_execution: bool = False
    """The budget's execution has points in its own table; `score_of_execution` are those reached."""
    score_of_execution: Decimal = Decimal(0)
    group_points: dict[str, int] = field(default_factory=dict)
    bands: dict[str, int] = field(default_factory=dict)
    band: str = ""
    """The 一级 that stand over their rows, numbered, and the text of the last."""
    used: set[str] = field(default_factory=set)
    """Names of indicators that are used up."""

    def __post_init__(self) -> None:
        self.truth |= {
            "kind": self.kind,
            "fiscal_year": self.bureau.year,
            "currency_unit": self.habits.unit,
        }

    @property
    def department(self) -> bool:
        """A form of a department, not of a project."""
        return self.kind.startswith("department")

    @property
    def target(self) -> bool:
        """A form of targets."""
        return self.kind.endswith("target")

    @property
    def evaluation(self) -> bool:
        """A self evaluation."""
        return self.kind.endswith("evaluation")

    @property
    def monitoring(self) -> bool:
        """A form of monitoring."""
        return self.kind.endswith("monitoring")

    def option(self, name: str) -> str:
        """The option of a structural choice."""
        return self.layout.choices[name]

    def keep(self, name: str, value: T) -> T:
        """The value kept in the layout under this name; the first one told is kept. The dice are cast each time."""
        found: T = self.layout.kept.setdefault(name, value)
        return found

    def word(self, key: str) -> str:
        """The layout's wording of a label or head, with the white space that the layout puts into labels."""
        if key not in self.layout.kept:
            entry = book("wordings")["wordings"][key]
            text = self.dice.choice(entry["own"] if self.dice.random() < 0.35 else entry["usual"])
            self.layout.kept[key] = text.replace("{m}", str(self.habits.month))
        return self.spaced(self.layout.kept[key])

    def plain(self, key: str) -> str:
        """The wording on one line."""
        return self.word(key).replace("\n", "")

    def spaced(self, text: str) -> str:
        """A label, now and then with a line break or blanks in it."""
        kind = self.option("white space")
        if kind == "none" or self.dice.random() < 0.4 or any(sign.isdigit() for sign in text):
            return text
        if kind == "breaks" and len(text) >= 4 and "（" not in text:
            at = 2 if len(text) < 6 else len(text) // 2
            return text[:at] + "\n" + text[at:]
        if kind == "spaces" and len(text) <= 6:
            return " ".join(text)
        if kind == "ideographic" and len(text) <= 4:
            return "\u3000".join(text)
        return text

    def with_unit(self, label: str) -> str:
        """A label with the unit of money in brackets."""
        return f"{label}（{self.habits.unit}）"

    def money(self, amount: Decimal, unit: bool = False) -> str:
        """An amount of 万元 as the form prints it."""
        if self.habits.unit == "元":
            amount = amount * 10000
            if self.habits.separated:
                text = f"{amount:,.2f}"
            else:
                text = f"{amount:.2f}" if self.habits.decimals else trim(amount)
        else:
            text = f"{amount:.2f}" if self.habits.decimals else trim(amount)
        return text + (self.habits.unit if unit else "")

    def cell(self, amount: Decimal) -> str:
        """An amount of 万元 in a cell, with its unit where the layout says so."""
        return self.money(amount, self.option("unit place") == "cell")

    def told(self, amount: Decimal) -> str:
        """An amount of 万元 in the form's unit, bare."""
        return trim(amount * 10000 if self.habits.unit == "元" else amount)

    def truths(self) -> list[Json]:
        """The truth, and once more with the rows in each other order in which they may be read."""
        return [self.truth, *[{**self.truth, "indicators": rows} for rows in self.alternatives]]
