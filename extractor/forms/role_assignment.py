"""Which column plays which role: one best joint assignment over words, content and the grammar of the forms.

Each column offers its likely roles with a score and the reasons; a beam search picks the assignment that is best as a
whole (a form has one column of points, names stand left of values, a form needs a value). The margin of a column is
how much the whole loses when that column alone is read otherwise.
"""

from __future__ import annotations

from extractor.forms.role_content import FULL
from extractor.forms.role_offers import offer_roles
from extractor.forms.role_order import fits, gain_of_whole
from extractor.forms.roles import EXACT, HELD, OTHER, ColumnCase, Decision, Offer
from extractor.words.vocabulary import Vocabulary

UNWORDED = 0.5
"""Margin of a value column whose head does not speak of values: told as a doubt."""
_GIVEN = frozenset({"weight", "achieved_score"})
_NEARLY_ALL = 0.9
BEAM = 60
"""So many assignments of the columns so far are carried on."""


def assign(
    cases: list[ColumnCase], words: Vocabulary, *, regions: bool = False, banded: bool = False
) -> list[Decision]:
    """The best joint assignment of roles to columns, left to right.

    Args:
        regions: the values stand in columns of their own.
        banded: bands of 二级 words part the rows, and no column holds any.
    """
    offer_roles(cases, words)
    for case in cases if banded else ():  # 师生满意度 names a row, whatever word of a 二级 it is
        named = any(offer.role == "level3" for offer in case.offers)
        for offer in case.offers:
            offer.role = "level3" if offer.role == "level2" and not named else offer.role
        case.offers = [offer for offer in case.offers if offer.role != "level2"]
    ranked = _ranked(cases, regions)
    return [_decided(cases, ranked, number) for number in range(len(cases))]


def _ranked(cases: list[ColumnCase], regions: bool) -> list[tuple[float, tuple[Offer, ...]]]:
    """Assignments of a role to every column with their scores, the best first."""
    beam: list[tuple[float, tuple[Offer, ...]]] = [(0.0, ())]
    for number, case in enumerate(cases):
        grown: list[tuple[float, tuple[Offer, ...]]] = []
        for score, chosen in beam:
            before = [given.role for given in chosen]
            grown += [
                (score + offer.score + fits(cases, before, number, offer), (*chosen, offer)) for offer in case.offers
            ]
        grown.sort(key=lambda item: -item[0])
        beam = grown[:BEAM]
    return sorted(
        ((score + gain_of_whole(cases, chosen, regions), chosen) for score, chosen in beam), key=lambda item: -item[0]
    )


def _decided(cases: list[ColumnCase], ranked: list[tuple[float, tuple[Offer, ...]]], number: int) -> Decision:
    """The role of one column in the best assignment, and how far behind the best one is that reads it otherwise."""
    best_score, best = ranked[0]
    offer, content = best[number], cases[number].content
    rival = next(((s, c[number].role) for s, c in ranked if c[number].role != offer.role), None)
    margin = best_score - rival[0] if rival is not None else EXACT
    if offer.role in ("target", "actual", "deviation_reason") and not offer.worded and cases[number].text:
        margin = min(margin, UNWORDED)
    worded = next((o.role for o in cases[number].offers if o.worded and o.role != OTHER), None)
    plain = _plain(cases, best, number)
    if offer.role in _GIVEN and not offer.worded and worded in _GIVEN:
        rival, margin, plain = (0.0, worded), UNWORDED, False  # 得分 that is read as the points there are
    understood = offer.role == OTHER and (
        offer.worded or content.serial or max(content.tick, content.nature) > _NEARLY_ALL or content.further > HELD
    )
    rival_role = rival[1] if rival is not None else None
    return Decision(offer.role, round(margin, 2), rival_role, offer.why, understood, plain)


def _stands_between(chosen: tuple[Offer, ...], number: int) -> bool:
    """The column stands right behind a level and right before the value: what is right of it names nothing."""
    roles = [offer.role for offer in chosen]
    return roles[max(number - 1, 0)] in ("level1", "level2") and roles[number + 1 : number + 2] == ["target"]


def _plain(cases: list[ColumnCase], chosen: tuple[Offer, ...], number: int) -> bool:
    """The cells of a column can be nothing else: level words, signs, units; points that sum up; the only values of the
    table, unless their head says plainly that they are something else (完成时限 over 12月底).
    """
    role, content = chosen[number].role, cases[number].content
    if role == "target":
        said_other = any(offer.role == OTHER and offer.worded for offer in cases[number].offers)
        return (
            (chosen[number].worded or not said_other)
            and content.value > 0.5
            and sum(o.role == "target" for o in chosen) == 1
            and not any(
                offer.role == OTHER and case.exact is None and max(case.content.value, case.content.number) > 1 - HELD
                for case, offer in zip(cases, chosen)
            )
        )
    if role == "weight":
        return content.points > HELD and content.total in FULL
    if role == "level3":  # the only names of the table, or those between the levels and the values
        end = number if _stands_between(chosen, number) else len(cases)
        return content.name > HELD and not any(
            case.text != cases[number].text
            and offer.role in ("level3", OTHER)
            and not offer.worded
            and case.content.name > 1 - HELD
            for case, offer in zip(cases[:end], chosen)
        )
    if role == "operator":
        return content.sign > 1 - HELD and content.sign + content.nature > HELD
    shares = {"level1": content.level1, "level2": content.level2, "unit": content.unit}
    return shares.get(role, 0.0) > HELD
