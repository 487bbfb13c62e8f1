"""The roles that columns may play, and one column before and after it is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.words.content import Content

OTHER = "other"
USUAL = (
    "level1", "level2", "level3", "operator", "target", "unit", "standard", "weight", "actual", "achieved_score",
    "deviation_reason", "note",
)  # fmt: skip
"""Roles in the order that forms usually print them."""
SINGLE = frozenset({*USUAL, "direction"})
LEVELS = frozenset({"level1", "level2", "level3"})
EXACT = 6.0
"""A wording of the rule book outweighs what content and order say, unless all of it speaks against the wording."""
SURE = 1.0
TWINS = 2.5
"""What it counts that two heads of the same words stand over the same kind of cells."""
HELD = 0.8
"""Share of its cells that tells what a column is."""


@dataclass(slots=True)
class Offer:
    """One role that a column may play."""

    role: str
    score: float
    why: str
    worded: bool = False
    """The words of the head speak for it."""


@dataclass(slots=True)
class ColumnCase:
    """One column before it is decided: its words, its content, and the role of an exact wording."""

    col: int
    text: str
    """The lowest head cell over it, white space folded; "" where there is none."""
    path: tuple[str, ...]
    content: Content
    scoped: bool = False
    """The head names a scope (半年, 中期): a further value column for the same names."""
    exact: str | None = None
    """Role that the rule book's wording or the heads above give it."""
    twin: int | None = None
    """Which of the columns before it has a head of the same words."""
    offers: list[Offer] = field(default_factory=list)


@dataclass(slots=True)
class Decision:
    """One column as decided."""

    role: str
    margin: float
    rival: str | None
    why: str
    understood: bool = False
    """No key takes the column, and its head or content says what it is all the same."""
    plain: bool = False
    """Its content leaves no other reading, whatever its head says."""
