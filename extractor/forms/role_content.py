"""What the cells of a column say for or against a role, whatever its head is called."""

from __future__ import annotations

from collections.abc import Callable

from extractor.words.content import Content

AGAINST = -1.5
"""Content from which a column contradicts the wording over it."""
FULL = frozenset({100, 90, 80, 110, 60, 50})
"""Sums of points that a whole form has."""


def by_content(role: str, c: Content) -> float:
    """What the cells say for (+) or against (-) a role."""
    if not c.filled:
        return {"note": 0.3, "deviation_reason": 0.3}.get(role, 0.0)
    judged = _JUDGES.get(role)
    return round(judged(c), 2) if judged is not None else 0.0


def speaks_against(role: str, content: Content) -> bool:
    """The cells are not what a head of this role stands over."""
    return by_content(role, content) <= AGAINST


def _level(own: float, other: float) -> float:
    return 5 * own - 2.5 * (1 - own) * (1 - other)


def _target(c: Content) -> float:
    against = (
        5 * c.sign
        + 4 * c.nature
        + 4 * c.unit
        + 4 * max(c.level1, c.level2)
        + 3 * c.sentence
        + 4 * c.direction
        + 3 * c.standard
        + 2 * c.tick
    )
    return 3 * c.value + (0.6 if c.value == 0 and c.name > 0.5 else 0.0) - against - (4 if c.serial else 0)


def _actual(c: Content) -> float:
    return (
        2 * c.value
        - 1.5 * c.name
        - 4 * c.nature
        - 4 * c.sign
        - 4 * c.unit
        - 4 * max(c.level1, c.level2)
        - 2 * c.sentence
        - 3 * c.standard
        - 2 * c.tick
    )


def _points(c: Content) -> float:
    whole = c.total is not None and c.total in FULL
    return 2 * c.points * (c.number or 0.3) + (2.5 if whole else 0) - 5 * (1 - c.points) - (3 if c.serial else 0)


_JUDGES: dict[str, Callable[[Content], float]] = {
    "level1": lambda c: _level(c.level1, c.level2) - 4 * c.value - 3 * c.sentence,
    "level2": lambda c: _level(c.level2, c.level1) - 4 * c.value - 3 * c.sentence,
    "level3": lambda c: (
        2 * c.name * min(1.0, c.distinct + 0.3)
        - 7 * max(0.0, max(c.level1, c.level2) - 0.3)
        - 5 * c.value
        - 5 * c.sign
        - 3 * c.standard
        - 2 * c.sentence
        - 4 * c.tick
    ),
    "operator": lambda c: 6 * c.sign - 5 * (1 - c.sign - c.nature),
    "target": _target,
    "unit": lambda c: 5 * c.unit - 3 * (1 - c.unit),
    "standard": lambda c: 1.5 * c.standard - 4 * c.unit - 4 * c.sign - 4 * max(c.level1, c.level2),
    "weight": _points,
    "achieved_score": _points,
    "actual": _actual,
    "deviation_reason": lambda c: (
        0.8 * c.sentence
        + 0.4 * c.blank
        - 3 * c.value
        - 3 * c.sign
        - 3 * c.unit
        - 3 * max(c.level1, c.level2)
        - 3 * c.tick
    ),
    "note": lambda c: 0.5 * c.blank - 2 * c.value - 3 * max(c.level1, c.level2),
    "definition": lambda c: (
        2 * c.sentence
        - 2 * c.value
        - 4 * c.unit
        - 4 * c.sign
        - 4 * max(c.level1, c.level2)
        - 3 * max(0.0, c.blank - 0.4)  # said of every row, where reasons are given for a few
    ),
    "direction": lambda c: 6 * c.direction - 5 * (1 - c.direction),
}
