"""The roles that a column offers, with score and reasons: the words of its head, its content, the columns beside it."""

from __future__ import annotations

from collections import Counter

from extractor.forms.role_content import FULL, by_content
from extractor.forms.roles import EXACT, HELD, OTHER, SINGLE, TWINS, USUAL, ColumnCase, Offer
from extractor.words.content import Content
from extractor.words.evidence import Evidence
from extractor.words.vocabulary import Vocabulary

WORDS = 2.2
"""What a score 1 of `Evidence` counts."""
FAINT = 0.4
"""Likeness below this says nothing."""
TELLING = 0.7
"""Likeness from which a head says that its column holds something no key takes."""
NOTHING = 0.9
"""What a column that no key takes counts: less than any role with real evidence."""
REACH = 5.5
"""What the neighbours of a column can make of a difference: a role further behind is out of the question."""
_BY_WORDS = frozenset({"actual", "achieved_score", "standard", "note", "definition", "deviation_reason"})
"""Roles that a head must speak for: other columns hold the like."""
_REACHED = frozenset({"actual", "achieved_score"})
_OF_REACHED = frozenset({"achieved_score", "deviation_reason"})
_FORESEEN = "other_likelihood"
_GIVEN = frozenset({"achieved_score", "weight"})
SPARSE = 0.3
"""Share of blank cells from which a column says something of a few rows only."""
HALF = 0.5
"""What the words of a head say of others at least."""
_SILENT = (0.0, "")
"""Score and reason of a role that the words of a head do not speak for."""
_HEAD_ROLES = (*USUAL, "definition", "direction")
"""Roles that a head may give, in the order of `USUAL`."""


def offer_roles(cases: list[ColumnCase], words: Vocabulary) -> None:
    """Give every column its `offers`."""
    for case in cases:
        case.offers = _offers(case, words)
        if case.exact is None and "forecast" in words.grammar.scope_words(case.text):
            case.offers = [o for o in case.offers if o.role != "actual"]  # 预计全年完成情况 was not reached yet
    for case in cases:
        if case.twin is not None and case.exact is None:
            _as_twin(case, cases[case.twin])
    _leave_spoken_for(cases, words)
    _offer_reached(cases, words)
    _offer_reason(cases)


def _offer_reached(cases: list[ColumnCase], words: Vocabulary) -> None:
    """Where points were given, a shortfall is explained or the end of the year is foreseen, one column of values says
    what was reached, whatever its head is called.
    """
    said = {case.exact for case in cases} | {o.role for case in cases for o in case.offers if o.worded}
    foreseen = [_foresees(case, words) for case in cases]
    if "actual" in said or not (said & _OF_REACHED or any(foreseen)):
        return
    for case in (c for c, further in zip(cases, foreseen) if not further):
        if case.exact is None and case.text and case.content.value > HELD and not any(o.worded for o in case.offers):
            case.offers.append(Offer("actual", NOTHING, f"内容 {NOTHING:+.1f}"))


def _offer_reason(cases: list[ColumnCase]) -> None:
    """Right of what was reached, a column of sentences beside a few rows says why less was, whatever its head is
    called.
    """
    said = [{case.exact, *(o.role for o in case.offers if o.worded)} for case in cases]
    if any("deviation_reason" in roles for roles in said):
        return
    first = next((at for at, roles in enumerate(said) if roles & _REACHED), len(cases))
    for case, roles in zip(cases[first + 1 :], said[first + 1 :]):
        content = case.content
        if roles == {None} and case.text and content.sentence >= HALF and content.blank >= SPARSE:
            case.offers.append(Offer("deviation_reason", NOTHING + 0.1, f"内容 {NOTHING + 0.1:+.1f}"))


def _foresees(case: ColumnCase, words: Vocabulary) -> bool:
    """全年预计完成情况, 能否完成全年目标: what the rest of the year will bring."""
    if case.exact not in (None, OTHER) or not case.text:
        return False
    listed = words.header(case.text)
    if listed is not None:
        return listed == _FORESEEN
    likely = words.evidence.weigh("header", case.text)[:1]
    return any(w.identity == _FORESEEN and w.score >= HALF for w in likely)


def _as_twin(case: ColumnCase, twin: ColumnCase) -> None:
    """A column may be what the one under the same words is, though its few cells look otherwise (社会公众满意度 as a
    name).
    """
    roles = {offer.role for offer in case.offers}
    for offer in twin.offers:
        if offer.role not in roles:
            held = max(by_content(offer.role, case.content), -TWINS / 2)
            case.offers.append(Offer(offer.role, held, "与同名的列一样", offer.worded))


def _leave_spoken_for(cases: list[ColumnCase], words: Vocabulary) -> None:
    """A role that a wording of the rule book has elsewhere is not offered to a column by its content alone, unless the
    table names things more often than it has that role (two groups side by side)."""
    exact = Counter(case.exact for case in cases)
    taken = {role for role in SINGLE & exact.keys() if role is not None and exact[role] >= max(exact["level3"], 1)}
    for case in cases:
        if not case.text and taken & {"level1", "level2"}:  # the caption of all rows, left of their 一级
            case.offers = [o for o in case.offers if o.role not in ("level1", "level2") or o.role not in taken]
        if case.text and case.exact is None:
            spoken = taken if _says_others(case, words) else frozenset()
            case.offers = [
                o
                for o in case.offers
                if (o.worded or o.role not in taken) and (o.role not in _GIVEN or o.role not in spoken)
            ]


def _says_others(case: ColumnCase, words: Vocabulary) -> bool:
    """复核得分 beside 自评得分: points, and the words say that others gave them."""
    return any(w.identity.startswith("other") and w.score >= HALF for w in words.evidence.weigh("header", case.text))


def _offers(case: ColumnCase, words: Vocabulary) -> list[Offer]:
    by_words = _by_words(case, words.evidence)
    told_apart, of_other = by_words.get(OTHER, _SILENT)
    if told_apart >= TELLING * WORDS:  # 全年预计完成数: that it is a little like 全年预期目标值 says nothing then
        by_words = {role: said for role, said in by_words.items() if role == OTHER or said[0] * 2 >= told_apart}
    offers: dict[str, Offer] = {}
    for role in _HEAD_ROLES:
        said, why = by_words.get(role, _SILENT)
        if case.exact == role:
            said, why = EXACT, f"表头“{case.text}”"
        held = by_content(role, case.content)
        if case.text and said == 0:
            held = _unworded(role, held, case.content)
        elif role in _BY_WORDS and held > 0 and case.exact != role:
            held *= min(1.0, said / (WORDS * 0.8))
        if said + held > 0:
            told = "，".join(w for w in (why, f"内容 {held:+.1f}" if held else "") if w)
            offers[role] = Offer(role, said + held, told, said > 0)
    nothing = EXACT - 1 if case.exact == OTHER else max(NOTHING, told_apart)
    offers[OTHER] = Offer(OTHER, nothing, of_other or "没有更有力的证据", told_apart >= TELLING * WORDS)
    ranked = sorted(offers.values(), key=lambda o: -o.score)
    kept = [o for o in ranked if o.score >= ranked[0].score - REACH][:6]
    if len(kept) == 1 or offers[OTHER] in kept:
        return kept  # of one alone: nothing that its neighbours say can change it
    return [*kept, offers[OTHER]]


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
            role = OTHER if weighed.identity.startswith("other") else weighed.identity
            score = weighed.score * WORDS * share
            if weighed.score >= FAINT and (role not in found or score > found[role][0]):
                found[role] = (score, f"“{text}”{weighed.why}")
    return found
