"""Which column plays which role: one best joint assignment over words, content and the grammar of the forms.

Each column offers its likely roles with a score and the reasons; a beam search picks the assignment that is best as a
whole (a form has one column of points, names stand left of values, a form needs a value). The margin of a column is
how much the whole loses when that column alone is read otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.words.content import Content, at_most

if TYPE_CHECKING:
    from extractor.words.evidence import Evidence
    from extractor.words.vocabulary import Vocabulary

EXACT = 6.0
"""A wording of the rule book outweighs what content and order say, unless all of it speaks against the wording."""
WORDS = 2.2
"""What a score 1 of `Evidence` counts."""
FAINT = 0.4
"""Likeness below this says nothing."""
TELLING = 0.7
"""Likeness from which a head says that its column holds something no key takes."""
NOTHING = 0.9
"""What a column that no key takes counts: less than any role with real evidence."""
TWINS = 2.5
"""What it counts that two heads of the same words stand over the same kind of cells."""
SURE = 1.0
UNWORDED = 0.5
"""Margin of a value column whose head does not speak of values: told as a doubt."""
REACH = 5.5
"""What the neighbours of a column can make of a difference: a role further behind is out of the question."""
HELD = 0.8
"""Share of its cells that tells what a column is."""
AGAINST = -1.5
"""Content from which a column contradicts the wording over it."""
BEAM = 60
USUAL = (
    "level1", "level2", "level3", "operator", "target", "unit", "standard", "weight", "actual", "achieved_score",
    "deviation_reason", "note",
)  # fmt: skip
"""Roles in the order that forms usually print them."""
SINGLE = frozenset({*USUAL, "direction"})
ORDER = ("level1", "level2", "level3", "target")
OTHER = "other"
_BY_WORDS = frozenset({"actual", "achieved_score", "standard", "note", "definition", "deviation_reason"})
"""Roles that a head must speak for: other columns hold the like."""
_HEAD_ROLES = ("level1", "level2", "level3", "operator", "target", "unit", "standard", "weight", "actual",
    "achieved_score",
               "deviation_reason", "note", "definition", "direction")  # fmt: skip


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


def assign(cases: list[ColumnCase], words: Vocabulary, *, regions: bool = False) -> list[Decision]:
    """The best joint assignment of roles to columns, left to right. `regions`: the values stand in columns of their
    own.
    """
    for case in cases:
        case.offers = _offers(case, words)
    for case in cases:
        if case.twin is not None and case.exact is None:
            _as_twin(case, cases[case.twin])
    _spoken_for(cases)
    beam: list[tuple[float, tuple[Offer, ...]]] = [(0.0, ())]
    for number, case in enumerate(cases):
        grown: list[tuple[float, tuple[Offer, ...]]] = []
        for score, chosen in beam:
            before = [given.role for given in chosen]
            grown += [
                (score + offer.score + _fits(cases, before, number, offer), (*chosen, offer)) for offer in case.offers
            ]
        grown.sort(key=lambda item: -item[0])
        beam = grown[:BEAM]
    ranked = sorted(
        ((score + _whole(cases, chosen, regions), chosen) for score, chosen in beam), key=lambda item: -item[0]
    )
    best_score, best = ranked[0]
    decisions = []
    for number, offer in enumerate(best):
        rival = next(((s, c[number].role) for s, c in ranked if c[number].role != offer.role), None)
        margin = best_score - rival[0] if rival is not None else EXACT
        if offer.role == "target" and not offer.worded and cases[number].text:
            margin = min(margin, UNWORDED)
        understood = offer.role == OTHER and (
            offer.worded
            or cases[number].content.serial
            or cases[number].content.tick > 0.9
            or cases[number].content.nature > 0.9
            or cases[number].content.further > HELD
        )
        rival_role = rival[1] if rival is not None else None
        plain = _plain(cases, best, number)
        decisions.append(Decision(offer.role, round(margin, 2), rival_role, offer.why, understood, plain))
    return decisions


def _as_twin(case: ColumnCase, twin: ColumnCase) -> None:
    """A column may be what the one under the same words is, though its few cells look otherwise (社会公众满意度 as a
    name).
    """
    roles = {offer.role for offer in case.offers}
    for offer in twin.offers:
        if offer.role not in roles:
            held = max(_by_content(offer.role, case.content), -TWINS / 2)
            case.offers.append(Offer(offer.role, held, "与同名的列一样", offer.worded))


def _plain(cases: list[ColumnCase], chosen: tuple[Offer, ...], number: int) -> bool:
    """The cells of a column can be nothing else: level words, signs, units; points that sum up; the only values of the
    table.
    """
    role, content = chosen[number].role, cases[number].content
    if role == "target":
        return (
            content.value > 0.5
            and sum(o.role == "target" for o in chosen) == 1
            and not any(
                offer.role == OTHER and case.exact is None and max(case.content.value, case.content.number) > 1 - HELD
                for case, offer in zip(cases, chosen)
            )
        )
    if role == "weight":
        return content.points > HELD and content.total in FULL
    if role == "level3":  # the only names of the table
        return content.name > HELD and not any(
            case.text != cases[number].text
            and offer.role in ("level3", OTHER)
            and not offer.worded
            and case.content.name > 1 - HELD
            for case, offer in zip(cases, chosen)
        )
    if role == "operator":
        return content.sign > 1 - HELD and content.sign + content.nature > HELD
    shares = {"level1": content.level1, "level2": content.level2, "operator": content.sign, "unit": content.unit}
    return shares.get(role, 0.0) > HELD


def _spoken_for(cases: list[ColumnCase]) -> None:
    """A role that a wording of the rule book has elsewhere is not offered to a column by its content alone, unless the
    table names things more often than it has that role (two groups side by side)."""
    exact = Counter(case.exact for case in cases)
    taken = {role for role in SINGLE & exact.keys() if role is not None and exact[role] >= max(exact["level3"], 1)}
    for case in cases:
        if case.text and case.exact is None:
            case.offers = [offer for offer in case.offers if offer.worded or offer.role not in taken]


def _offers(case: ColumnCase, words: Vocabulary) -> list[Offer]:
    by_words = _by_words(case, words.evidence)
    told_apart = by_words.get(OTHER, (0.0, ""))[0]
    if told_apart >= TELLING * WORDS:  # 全年预计完成数: that it is a little like 全年预期目标值 says nothing then
        by_words = {role: said for role, said in by_words.items() if role == OTHER or said[0] * 2 >= told_apart}
    offers: dict[str, Offer] = {}
    for role in _HEAD_ROLES:
        said, why = by_words.get(role, (0.0, ""))
        if case.exact == role:
            said, why = EXACT, f"表头“{case.text}”"
        held = _by_content(role, case.content)
        if case.text and said == 0 and held > 0:
            held = _unworded(role, held, case.content)
        elif role in _BY_WORDS and held > 0 and case.exact != role:
            held *= min(1.0, said / (WORDS * 0.8))
        if said + held > 0:
            told = "，".join(w for w in (why, f"内容 {held:+.1f}" if held else "") if w)
            offers[role] = Offer(role, said + held, told, said > 0)
    left = by_words.get(OTHER, (0.0, ""))
    nothing = EXACT - 1 if case.exact == OTHER else max(NOTHING, left[0])
    offers[OTHER] = Offer(OTHER, nothing, left[1] or "没有更有力的证据", left[0] >= TELLING * WORDS)
    ranked = sorted(offers.values(), key=lambda o: -o.score)
    if ranked[0].score - REACH > ranked[1].score if len(ranked) > 1 else True:
        return ranked[:1]  # nothing that its neighbours say can change it
    ranked = [o for o in ranked if o.score >= ranked[0].score - REACH or o.role == OTHER]
    return ranked[:6] if any(o.role == OTHER for o in ranked[:6]) else [*ranked[:6], offers[OTHER]]


def _unworded(role: str, held: float, content: Content) -> float:
    """What content counts for a role that the words of the head do not speak for at all: signs, units and level words
    tell by themselves, points by their sum; a column of values is a target only where there is no better one."""
    if role in _BY_WORDS or role == "weight" and content.total not in FULL:
        return 0.0
    return min(held, 1.2) if role == "target" else held


def _by_words(case: ColumnCase, evidence: Evidence) -> dict[str, tuple[float, str]]:
    """Role -> score and reason, of a head that no list holds; `other` for meanings that no key takes."""
    if case.exact is not None or not case.text:
        return {}
    found: dict[str, tuple[float, str]] = {}
    for text, share in (
        ((case.path[-1], 1.0), (case.text, 0.9), ("".join(case.path), 0.6))
        if len(case.path) > 1
        else ((case.text, 1.0),)
    ):
        for weighed in evidence.weigh("header", text):
            if weighed.score < FAINT:
                continue
            role = OTHER if weighed.identity.startswith("other") else weighed.identity
            score = weighed.score * WORDS * share
            if score > found.get(role, (0.0, ""))[0]:
                found[role] = (score, f"“{text}”{weighed.why}")
    return found


def _by_content(role: str, c: Content) -> float:
    """What the cells say for (+) or against (-) a role."""
    if not c.filled:
        return {"note": 0.3, "deviation_reason": 0.3}.get(role, 0.0)
    judged = _JUDGES.get(role)
    return round(judged(c), 2) if judged is not None else 0.0


def speaks_against(role: str, content: Content) -> bool:
    """The cells are not what a head of this role stands over."""
    return _by_content(role, content) <= AGAINST


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


FULL = frozenset({100, 90, 80, 110, 60, 50})
"""Sums of points that a whole form has."""
LEVELS = frozenset({"level1", "level2", "level3"})
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


def _fits(cases: list[ColumnCase], before: list[str], number: int, offer: Offer) -> float:
    """How the role goes with those already given to the columns on the left."""
    role = offer.role
    case = cases[number]
    if role == OTHER:
        return TWINS if case.twin is not None and case.exact is None and before[case.twin] == OTHER else 0.0
    score = 0.0
    if case.twin is not None and case.exact is None:
        score += TWINS if before[case.twin] == role else -TWINS
    group = role in before and _begins_group(cases, before, number, role)
    if role in SINGLE and role in before:
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
    if role == "actual":
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


_AFTER = {role: frozenset(ORDER[number + 1 :]) for number, role in enumerate(ORDER)}
_AHEAD = {role: frozenset(ORDER[:number]) for number, role in enumerate(ORDER)}
_NEIGHBOURS = frozenset(
    {("level1", "level2"), ("level2", "level3"), ("level3", "target"), ("level3", "operator"), ("operator", "target"),
    ("target", "unit"),
     ("target", "actual"), ("unit", "actual"), ("weight", "achieved_score"), ("unit", "weight"), ("achieved_score",
     "deviation_reason"), ("level3", "definition")}
)  # fmt: skip


def _whole(cases: list[ColumnCase], chosen: tuple[Offer, ...], regions: bool) -> float:
    """What the table as a whole gains: it has a name and a value, signs and units stand beside a value."""
    roles = [offer.role for offer in chosen]
    score = 0.0
    if regions:
        score -= 3.0 * ("target" in roles)
    elif "target" in roles:
        score += 2.5
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


__all__ = ["ColumnCase", "Decision", "EXACT", "FULL", "HELD", "OTHER", "SURE", "assign", "speaks_against"]
