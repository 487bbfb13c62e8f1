"""Which of several candidates for a field wins, and what of the printed place is noted (K8, K25)."""

from __future__ import annotations

from typing import Any

from extractor.characters.fold import fold_label, squeeze
from extractor.forms.draft import DOUBT_BELOW, HANDWRITTEN, AmountCandidate, Candidate, Draft
from extractor.forms.reading import Printed, Reading
from extractor.forms.text_kinds import says_something
from extractor.model.document import OBJECT, Place
from extractor.model.filing import OcrDoubt
from extractor.words.asides import AsideWords
from extractor.words.vocabulary import Vocabulary

_SIGNS_BESIDE = frozenset({"preparer", "filing_date", "finance_person"})
_ROWS_OF_SIGNOFF = 2


def who_signs(draft: Draft, words: Vocabulary) -> None:
    """负责人 says of what only by its place: beside 填表人 and 填报日期 it is the unit's, in a form that prints no
    other.
    """
    if any(candidate.identity == "responsible_person" for candidate in draft.fields):
        return
    signed = [candidate.source.at for candidate in draft.fields if candidate.identity in _SIGNS_BESIDE]
    for candidate in draft.fields:
        beside = candidate.identity == "project_person" and any(_beside(candidate.source.at, at) for at in signed)
        if beside and words.field(f"单位{candidate.label}") == "responsible_person":
            candidate.identity = "responsible_person"


def names_itself(draft: Draft, words: Vocabulary) -> None:
    """单位名称 in the table of a department's form, under a line 填报单位: the department's own name (K8)."""
    if any(c.identity in ("department", "budget_unit", "project_name") for c in draft.fields):
        return
    filers = [c for c in draft.fields if c.identity == "filer" and c.label]
    own = [c for c in filers if words.grammar.names_unit(fold_label(c.label))]
    if own and len(own) < len(filers):
        own[0].identity = "department"


def _beside(one: Place, other: Place) -> bool:
    """On one line or row, or on the next ones."""
    same = all(one.get(key) == other.get(key) for key in ("page", "table", "sheet"))
    if any(abs(one[key] - other[key]) <= _ROWS_OF_SIGNOFF for key in ("row", "line") if key in one and key in other):
        return same
    return same and "row" not in one and "row" not in other and _near(one.get("bbox"), other.get("bbox"))


def _near(one: list[float] | None, other: list[float] | None) -> bool:
    """Lines of a page: within so many of their heights."""
    if one is None or other is None:
        return False
    return abs(one[1] - other[1]) <= 2 * _ROWS_OF_SIGNOFF * max(one[3] - one[1], other[3] - other[1])


_GOALS = frozenset({"annual_goal", "period_goal", "goal", "total_goal"})


def part_goals(draft: Draft, words: Vocabulary) -> None:
    """Of two annual goals in one form the one whose label says 年度 is it (年度绩效目标 below 预期总体绩效目标);
    年度目标1, 年度目标2, each with a label of its own, are the paragraphs of one.
    """
    is_blank, goal_of = words.grammar.asides.is_blank, words.grammar.numbered_goal
    annual = [c for c in draft.fields if c.identity == "annual_goal" and not is_blank(c.raw)]
    said = [c for c in annual if "annual" in words.grammar.scope_words(c.label)]
    if said and len({squeeze(c.raw) for c in annual}) > 1:
        for candidate in annual:
            if candidate not in said and "period" in words.grammar.scope_words(candidate.label):
                candidate.identity = "period_goal"  # 预期目标（三年）
            elif candidate not in said and words.grammar.of_whole(candidate.label):
                candidate.identity = "goal"  # what it says of is K12's to tell
    for identity in ("annual_goal", "goal", "period_goal"):
        _join_rows([c for c in draft.fields if c.identity == identity and not is_blank(c.raw)], draft)
        numbered = [
            (name, c)
            for c in draft.fields
            if c.identity == identity and (name := goal_of(squeeze(c.label))) and not is_blank(c.raw)
        ]
        first = numbered[0] if numbered else None
        for name, candidate in numbered[1:]:
            if first is not None and name == first[0]:
                first[1].raw += "\n" + candidate.raw
                draft.fields.remove(candidate)


def _join_rows(goals: list[Candidate], draft: Draft) -> None:
    """A goal's parts under one label that is printed again on rows further down, each above its indicators (K13)."""
    for at, first in enumerate(goals):
        for other in goals[at + 1 :]:
            row, next_row = first.source.at.get("row"), other.source.at.get("row")
            if (
                other in draft.fields
                and squeeze(other.label) == squeeze(first.label) != ""
                and row is not None
                and next_row is not None
                and row < next_row
                and first.source.at.get("col") == other.source.at.get("col")
                and first.source.at.get("table") == other.source.at.get("table")
                and squeeze(other.raw) not in squeeze(first.raw)
            ):
                first.raw += "\n" + other.raw
                draft.fields.remove(other)


def choose(draft: Draft, words: Vocabulary) -> dict[str, Candidate]:
    """For each field the candidate that wins: a filled one before a blank one, then the better wording (K8)."""
    is_blank = words.grammar.asides.is_blank
    chosen: dict[str, Candidate] = {}
    for candidate in sorted(draft.fields, key=lambda c: (is_blank(c.raw), c.priority)):
        chosen.setdefault(candidate.identity, candidate)
    for candidate in draft.fields:
        winner = chosen[candidate.identity]
        if candidate is not winner and not is_blank(candidate.raw) and squeeze(candidate.raw) != squeeze(winner.raw):
            lost = candidate.identity in _GOALS and says_something(candidate.raw) and not _said_by(candidate, chosen)
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "unread" if lost else "further")
    return chosen


def _said_by(goal: Candidate, chosen: dict[str, Candidate]) -> bool:
    """Every line of a goal stands in one that was chosen too (目标1：… in a cell with the others)."""
    told = [squeeze(chosen[identity].raw) for identity in _GOALS & chosen.keys()]
    return all(any(squeeze(line) in text for text in told) for line in goal.raw.splitlines())


def _holds_image(candidate: Candidate | AmountCandidate) -> bool:
    return (candidate.source.cell is not None and candidate.source.cell.image) or OBJECT in candidate.raw


def note_doubt(draft: Draft, pointer: str, candidate: Candidate | AmountCandidate, asides: AsideWords) -> None:
    """What recognition leaves open: a value it is not sure of, or ink that is no print (K25).

    Args:
        pointer: where the value goes below the form ("/filer").
    """
    blank = asides.is_blank(candidate.raw)
    if _holds_image(candidate) and blank:
        draft.leave(candidate.label, HANDWRITTEN, candidate.source.at, "signoff")
    elif candidate.source.cell is not None:
        draft.doubt(pointer, candidate.source.cell)
    elif candidate.source.at.get("ocr_confidence", 1.0) < DOUBT_BELOW and not blank:
        draft.ocr[pointer] = OcrDoubt(candidate.raw.replace(OBJECT, "").strip())


def note_printed(reading: Reading, pointer: str, candidate: Candidate, asides: AsideWords, kind: Any = "field") -> None:
    """Note that the form prints a label, what stands there, and where.

    Args:
        pointer: where the value goes below the form ("/filer"); kind: a `Printed.kind`.
    """
    image = _holds_image(candidate)
    blank = asides.is_blank(candidate.raw) and not image
    reading.printed.append(
        Printed(
            pointer,
            candidate.label,
            candidate.raw.replace(OBJECT, "").strip(),
            blank,
            candidate.source.at,
            kind,
            asides.may_stay_blank(candidate.label),
            image,
        )
    )
    if candidate.label or not blank:
        reading.form.places.setdefault(pointer, candidate.source.at)
