"""The amounts of a form, in 万元, which add up."""

from __future__ import annotations

from decimal import Decimal

from bench.office_forms.draft import Draft
from bench.office_forms.figures import share

_SOURCES = [
    ["fiscal", "other"],
    ["fiscal", "carry", "other"],
    ["central", "provincial", "local"],
    ["superior", "current", "other"],
    ["fiscal", "own"],
    ["superior", "current"],
]
_TRANSFER_SOURCES = [["central", "local"], ["central", "provincial", "local"]]


def amounts(draft: Draft) -> None:
    """Draw the total and its parts."""
    if draft.department:
        _of_department(draft)
    else:
        _of_project(draft)


def _of_department(draft: Draft) -> None:
    dice, known = draft.dice, draft.projects_sum
    project = known if known is not None else Decimal(dice.randint(6000, 90000)) / 100
    basic = Decimal(dice.randint(20000, 160000)) / 100
    if draft.habits.decimals == 0:
        basic, project = Decimal(int(basic)), project if known is not None else Decimal(int(project))
    total = basic + project
    other = share(total, dice.randint(1, 8))
    fund = Decimal(0) if dice.random() < 0.6 else share(total, dice.randint(2, 9))
    draft.amounts = {
        "total": total,
        "basic": basic,
        "project": project,
        "fund": fund,
        "other": other,
        "nontax": Decimal(0),
        "general": total - other - fund,
    }


def _of_project(draft: Draft) -> None:
    dice = draft.dice
    decimals = draft.habits.decimals
    total = Decimal(dice.randint(4000, 260000)) / 100 if decimals else Decimal(dice.randint(40, 2600))
    draft.amounts = {"total": total}
    draft.sources = dice.choice(_SOURCES)
    if draft.kind == "transfer_target":
        draft.sources = dice.choice(_TRANSFER_SOURCES)
    rest = total
    for source in draft.sources[1:]:
        part = share(total, dice.choice([0, 0, 5, 10, 15, 20]) if source != "local" else 15)
        draft.amounts[source] = part
        rest -= part
    draft.amounts[draft.sources[0]] = rest
