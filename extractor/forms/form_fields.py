"""The fields of a form from the candidates that won: parties, texts, sign-off, period."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.characters.fold import fold_text, tidy
from extractor.forms.candidates import note_doubt, note_printed
from extractor.forms.draft import Candidate, Draft
from extractor.forms.reading import Reading
from extractor.model.filing import Form, Period
from extractor.values.date import parse_date, parse_period, parse_phone
from extractor.values.looks import DAY_BEHIND, DEPARTMENT_CODE, PHONE_WITHIN, PROJECT_CODE
from extractor.words.asides import AsideWords
from extractor.words.grammar import Grammar

_PLAIN = ("preparer", "responsible_person", "project_person", "finance_person", "contact")
_TEXTS = ("duties", "period_goal", "annual_goal", "achievement", "basis", "problems", "measures", "review_opinion")
_LONGEST_HINT = 120
_SENTENCE_END = tuple("。；;！!？?：:")
_PARAGRAPH = re.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[.、．]|[(（][\d一二三四五六七八九十]{1,3}[)）]|目标\s*\d|[①-⑳])"
)


def put_parties(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate], grammar: Grammar) -> None:
    """Who files and what for: unit, department, implementer, project, and the codes before their names (K9)."""
    if (unit := chosen.pop("budget_unit", None)) is not None:  # K9
        filled = {name for name, candidate in chosen.items() if not grammar.asides.is_blank(candidate.raw)}
        identity = "filer" if "department" in filled else "department"
        if identity in filled:
            draft.leave(unit.label, unit.raw, unit.source.at, "further")
        else:
            chosen[identity] = unit
            entry = draft.account.entries.get(id(unit.source.cell))
            if entry is not None:
                entry.pointers = tuple("/" + identity if p == "/department" else p for p in entry.pointers)
    for name in ("filer", "department", "implementer", "project_name", "project_code", "department_code"):
        candidate = chosen.get(name)
        if candidate is None:
            continue
        setattr(form, name, grammar.asides.clean(candidate.raw))
        note_printed(reading, "/" + name, candidate, grammar.asides)
        note_doubt(draft, "/" + name, candidate, grammar.asides)
    if form.project_code is None and form.project_name and (found := PROJECT_CODE.match(form.project_name)):
        form.project_code = found["code"]
    for party in (form.department, form.filer):
        if form.department_code is None and party and (found := DEPARTMENT_CODE.match(party)):
            form.department_code = found["code"]
    labels = (*(label for label, _ in draft.labels), *(left.entry.label for left in draft.left))
    if any(label and grammar.names_government(label) for label in labels):
        draft.flags.add("government_levels")


def put_texts(
    form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate], grammar: Grammar, *, wrapped: bool
) -> None:
    """The long texts: duties, goals (K12), what was reached; a printed hint is none (K13).

    Args:
        wrapped: lines of a text end where the page was full (PDF, OFD, pictures), not where a paragraph does.
    """
    total = chosen.pop("total_goal", None)
    undivided = chosen.pop("goal", None)
    if total is not None:
        chosen.setdefault("period_goal" if "annual_goal" in chosen else "annual_goal", total)
    if undivided is not None:
        if "annual_goal" not in chosen or grammar.asides.is_blank(chosen["annual_goal"].raw):
            chosen["annual_goal"] = undivided
        elif "period_goal" not in chosen:
            chosen["period_goal"] = undivided  # 总体目标 beside 年度目标
        else:
            draft.leave(undivided.label, undivided.raw, undivided.source.at)
    for name in _TEXTS:
        candidate = chosen.get(name)
        if candidate is None:
            continue
        pointer = "/texts/" + name
        note_printed(reading, pointer, candidate, grammar.asides, "text")
        text = paragraphs(candidate.raw, wrapped=wrapped)
        folded = fold_text(text)
        if len(folded) < _LONGEST_HINT and grammar.asides.holds_hint(folded):  # K13: a printed hint is not the text
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "hint")
            continue
        setattr(form.texts, name, text or None)
        note_doubt(draft, pointer, candidate, grammar.asides)


def paragraphs(raw: str, *, wrapped: bool) -> str:
    """One paragraph a line, outer white space off; lines broken by the printer joined again."""
    lines = [line.strip(" \t\u3000\xa0") for line in raw.splitlines()]
    lines = [line for line in lines if line]
    if not wrapped:
        return "\n".join(lines)
    joined: list[str] = []
    for line in lines:
        begins = not joined or _PARAGRAPH.match(line)
        if begins or joined[-1].endswith(_SENTENCE_END) and _PARAGRAPH.match(joined[0]):
            joined.append(line)
        else:
            joined[-1] += line
    return "\n".join(joined)


def put_signoff(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate], asides: AsideWords) -> None:
    """Who signed, the phone, and the day; a name and a phone in one cell are parted (K24)."""
    signoff, chosen = form.signoff, _date_apart(chosen)
    both = chosen.get("person_and_phone")
    if both is not None:  # K24
        digits = PHONE_WITHIN.search(both.raw)
        if digits:
            person = asides.clean(both.raw.replace(digits[0], " ").strip(" \t\n\u3000/／、,，;；"))
            signoff.phone = parse_phone(digits[0])[0] or digits[0].strip()
            signoff.responsible_person = person
            form.places["/signoff/phone"] = form.places["/signoff/responsible_person"] = both.source.at
        else:
            draft.leave(both.label, both.raw, both.source.at, "further")
    for name in (*_PLAIN, "phone"):
        candidate = chosen.get(name)
        if candidate is None:
            continue
        if (value := asides.clean(candidate.raw)) is not None or getattr(signoff, name) is None:
            setattr(signoff, name, value)
        note_printed(reading, f"/signoff/{name}", candidate, asides, "signoff")
        note_doubt(draft, f"/signoff/{name}", candidate, asides)
    date = chosen.get("filing_date")
    if date is not None:
        parsed = parse_date(date.raw)
        signoff.filing_date = parsed.iso
        note_printed(reading, "/signoff/filing_date", date, asides, "signoff")
        if parsed.problem == "blank":
            reading.printed[-1].blank = True
        elif parsed.iso is None:
            draft.leave(date.label, date.raw, date.source.at, "further")
        note_doubt(draft, "/signoff/filing_date", date, asides)


def _date_apart(chosen: dict[str, Candidate]) -> dict[str, Candidate]:
    """The day that stands without a label behind the last person or phone (电话：0915-7202148　2026年1月20日)."""
    if "filing_date" in chosen:
        return chosen
    for name in ("phone", *_PLAIN):
        said = DAY_BEHIND.match(chosen[name].raw.strip()) if name in chosen else None
        if said is not None and parse_date(said["day"]).iso is not None:
            own, day = replace(chosen[name], raw=said["own"]), replace(chosen[name], raw=said["day"])
            return {**chosen, name: own, "filing_date": day}
    return chosen


def put_period(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate], asides: AsideWords) -> None:
    """The project's period, of one cell or of a start and an end."""
    whole = chosen.get("period")
    if whole is not None:
        form.period = parse_period(tidy(whole.raw), form.fiscal_year)
        note_printed(reading, "/period", whole, asides)
        note_doubt(draft, "/period", whole, asides)
    start, end = chosen.get("period_start"), chosen.get("period_end")
    if start is None and end is None:
        return
    period = form.period or Period()
    for name, day in (("start", start), ("end", end)):
        if day is None:
            continue
        iso = parse_date(day.raw).iso
        setattr(period, name, getattr(period, name) or iso)
        form.places[f"/period/{name}"] = day.source.at
        if iso is None:
            draft.leave(day.label, day.raw, day.source.at, "further")
    form.period = period
