"""How roles go together: their usual order, two of a kind, and what a table as a whole gains."""

from __future__ import annotations

from extractor.forms.roles import OTHER, SINGLE, TWINS, ColumnCase, Offer
from extractor.words.content import at_most

ORDER = ("level1", "level2", "level3", "target")
_AFTER = {role: frozenset(ORDER[number + 1 :]) for number, role in enumerate(ORDER)}
_AHEAD = {role: frozenset(ORDER[:number]) for number, role in enumerate(ORDER)}
_NEIGHBOURS = frozenset({
    ("level1", "level2"), ("level2", "level3"), ("level3", "target"), ("level3", "operator"), ("level3", "definition"),
    ("operator", "target"), ("target", "unit"), ("target", "actual"), ("unit", "actual"), ("unit", "weight"),
    ("weight", "achieved_score"), ("achieved_score", "deviation_reason"),
})  # fmt: skip
"""Roles that stand next to each other in most forms."""


def fits(cases: list[ColumnCase], before: list[str], number: int, offer: Offer) -> float:
    """How the role goes with those already given to the columns on the left.

    Args:
        before: roles of the columns on the left, in order.
        number: of the column in `cases`, from 0.
    """
    role = offer.role
    case = cases[number]
    if role == OTHER:
        return TWINS if case.twin is not None and case.exact is None and before[case.twin] == OTHER else 0.0
    score = 0.0
    if case.twin is not None and case.exact is None:
        score += TWINS if before[case.twin] == role else -TWINS
    group = role in before and _begins_group(cases, before, number, role)
    if role in SINGLE and role in before:
        first = cases[before.index(role)]
        if role == "target" == case.exact != first.exact and not first.scoped and not group:
            score -= 1.0  # a value by its likeness, before the one that says so
        else:
            score -= 0.5 if case.exact == role or group or role == "target" and case.scoped and offer.worded else 5.0
    if role in _AFTER and not group:
        score -= 1.5 * sum(map(_AFTER[role].__contains__, before))
        score += 0.4 * (not _AHEAD[role].isdisjoint(before))
    if before and (before[-1], role) in _NEIGHBOURS:
        score += 0.7
    if role == "achieved_score":
        if "weight" in before:
            share = at_most(case.content, cases[before.index("weight")].content)
            score += 1.5 * share - 3 * (1 - share) * (share > 0)
        else:
            score -= 0.8
    if role == "actual" and not any(other.exact == "target" for other in cases[number + 1 :]):
        score += 0.8 if "target" in before else -0.8
    return score


def _begins_group(cases: list[ColumnCase], before: list[str], number: int, role: str) -> bool:
    """The next of two groups side by side: a name behind a value, where a value stands right of it by its wording; its
    value.
    """
    since = before[len(before) - before[::-1].index(role) :]
    if role == "target":
        return "level3" in since
    return (
        role in ("level1", "level2", "level3")
        and "target" in since
        and any(case.exact == "target" for case in cases[number + 1 :])
    )


def gain_of_whole(cases: list[ColumnCase], chosen: tuple[Offer, ...], regions: bool) -> float:
    """What the table as a whole gains: it has a name and a value, signs and units stand beside a value."""
    roles = [offer.role for offer in chosen]
    score = 0.0
    if regions:
        score -= 3.0 * ("target" in roles)
    elif "target" in roles:
        told = any(o.role == "level3" and c.content.paired > 0.5 for c, o in zip(cases, chosen))  # 平台数量≥1个
        score += -1.0 if told and not any(o.role == "target" and o.worded for o in chosen) else 2.5
    elif {"operator", "unit"} & set(roles):
        score -= 2.0
    if "level3" in roles:
        score += 2.0
    worded = {offer.worded for offer in chosen if offer.role == "target"}
    if len(worded) > 1 and roles.count("target") > roles.count("level3"):
        score -= 2.0  # a value by its content alone, beside one whose head says so
    if (
        "achieved_score" in roles
        and "weight" not in roles
        and any(case.content.points > 0.9 and offer.role == OTHER for case, offer in zip(cases, chosen))
    ):
        score -= 0.5
    return score
