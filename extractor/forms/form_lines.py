"""Lines around a form's tables that are its own: title and heading above, notes and sign-off below."""

from __future__ import annotations

from dataclasses import replace

from extractor.characters.fold import fold_text
from extractor.forms.labelled_text import TEXT_FIELDS
from extractor.forms.likeness import SIGNOFF, names_project
from extractor.forms.slices import LONGEST_HEADING, Free, Slice
from extractor.forms.text_kinds import NUMBERED
from extractor.words.inline import currency_of, pairs_of
from extractor.words.labelled import is_labelled, parts_in_brackets
from extractor.words.meaning import meant
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import year_in

MAX_HEADINGS = 4
_LONGEST_SIGNOFF, _LONGEST_PAGE_HEADING, _LONGEST_FIELD = 160, 40, 80
_STOPS, _INNER = frozenset("。；;"), frozenset("。；;,:")
_SIGNS = SIGNOFF - {"review_opinion"}
_CONTACTS = frozenset({"phone", "contact", "project_person", "person_and_phone"})
_PAGE = frozenset({"filer", "unit_in_head", "currency", "department"})


def title_among(pending: list[Free], words: Vocabulary) -> int | None:
    """Index of the line that is the form's title: the centred one next above the table."""
    found = [(n, words.title_of(free.text)) for n, free in enumerate(pending)]
    titles = [(n, t) for n, t in found if t is not None]
    if not titles:
        return None
    plain = [n for n, t in titles if not t.numbered]
    centred = [n for n in plain if _centred(pending[n])]
    return (centred or plain or [n for n, _ in titles])[-1]


def dates_what_follows(text: str, words: Vocabulary) -> bool:
    """A heading that names the year of what stands under it: 某局2023年部门预算公开."""
    folded = fold_text(text)
    return (
        len(folded) <= _LONGEST_PAGE_HEADING
        and year_in(text) is not None
        and words.grammar.heads_pages(folded)
        and _INNER.isdisjoint(folded)
    )


def fields_in_title(title: Free, words: Vocabulary) -> list[Free]:
    """What the brackets of a title give with a label: 项目支出绩效自评表（填报单位：某局）; no units of money."""
    inside = parts_in_brackets(title.text)
    return [replace(title, text=part) for part in inside if currency_of(part) is None and pairs_of(part, words)]


def labels_text(line: Free, slice_: Slice, words: Vocabulary) -> bool:
    """A line that is the label of the one cell under it: 二、年度绩效目标 over a table that is a box for the text."""
    cells = slice_.cells()
    return words.field(line.text) in TEXT_FIELDS and len(cells) == 1 and not pairs_of(cells[0].text, words)


def gathered(free: Free, words: Vocabulary) -> bool:
    """A title of a list of sums or indicators (…汇总表, …明细表)."""
    title = words.title_of(free.text)
    return title is not None and title.gathered


def _centred(free: Free) -> bool:
    if free.centred is not None:
        return free.centred
    return len(free.text) - len(free.text.lstrip()) >= 4


def fields_above(above: list[Free], words: Vocabulary) -> int:
    """Where the lines "label：value" next above a title begin; a label that nobody knows may stand among known ones."""
    since = at = len(above)
    while at and (held := _holds_fields(above[at - 1].text, words)) is not None:
        at -= 1
        since = at if held else since
    return since


def _holds_fields(text: str, words: Vocabulary) -> bool | None:
    """A line above a title that gives fields of the form below: a project, a party, a period; no sign-off of another.
    False where it looks like one and its label is unknown, or says whom to ask; None where it is none."""
    if len(text) > _LONGEST_FIELD or words.title_of(text) is not None:
        return None
    identities = [meant(pair.label, pair.value, words) for pair in pairs_of(text, words)]
    if identities and _CONTACTS.issuperset(identities):
        return False  # 项目联系人：X, 联系电话：Y below the project's name
    if _is_signoff(text, words):
        return None
    if not identities:
        return False if is_labelled(text) else None
    if "unit_in_head" in identities or "currency" in identities:
        return None
    return None not in identities


def headings_above(above: list[Free]) -> list[Free]:
    """The short lines standing directly above a title."""
    kept: list[Free] = []
    for free in reversed(above):
        if (
            free.foreign
            or len(kept) == MAX_HEADINGS
            or len(fold_text(free.text)) > LONGEST_HEADING
            or not _STOPS.isdisjoint(free.text)
        ):
            break
        kept.append(free)
    return kept[::-1]


def own_below(pending: list[Free], member: str | None, words: Vocabulary, *, opening: bool) -> int:
    """How many of the lines under a form's last table are its own: notes and sign-off.

    Args:
        member: the part of an archive or book that the form stands in.
        opening: another form begins below them, whose filer may stand over it.
    """
    taken = 0
    in_note = False
    for number, free in enumerate(pending):
        folded = fold_text(free.text)
        if free.line is not None and free.line.member != member:
            break
        if words.title_of(free.text) is not None or names_project(free.text, words):
            break
        begins = words.grammar.asides.opens_notes(folded)
        in_note = in_note or begins
        if begins or in_note and NUMBERED.match(folded) or _is_signoff(free.text, words):
            taken = number + 1
    while opening and taken and _heads_page(pending[taken - 1].text, words):
        taken -= 1  # 填报单位（盖章）：X of the form that begins here
    return taken


def _heads_page(text: str, words: Vocabulary) -> bool:
    """A line next above a table that says who files it, or in which unit, and nothing of who signs."""
    identities = {meant(p.label, p.value, words) for p in pairs_of(text, words)}
    return bool(identities & _PAGE) and not identities & _SIGNS


def _is_signoff(text: str, words: Vocabulary) -> bool:
    folded = fold_text(text)
    if len(folded) > _LONGEST_SIGNOFF:
        return False
    return words.grammar.signs(folded) or any(
        (meant(pair.label, pair.value, words) or "") in _SIGNS for pair in pairs_of(text, words)
    )
