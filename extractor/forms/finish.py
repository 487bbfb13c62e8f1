"""Draft -> Form: which candidate wins, amounts in their unit, kind, sign-off, and what is left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from extractor.characters.fold import fold_text, squeeze, tidy
from extractor.forms.account import Doubt, Extent
from extractor.forms.doubts import settle
from extractor.forms.draft import DOUBT_BELOW, HANDWRITTEN, AmountCandidate, Candidate, Draft
from extractor.forms.reading import Printed, Reading
from extractor.forms.recognise import recognise
from extractor.forms.regime import regime_of
from extractor.forms.segment import FormBlock
from extractor.model.document import OBJECT, Place
from extractor.model.filing import Amount, Form, OcrDoubt, Period
from extractor.model.identity import form_key_of, months_of
from extractor.values.amount import parse_amount
from extractor.values.date import parse_date, parse_period, parse_phone
from extractor.words.inline import bracket_currency, currency_of
from extractor.words.titles import kind_of, year_in
from extractor.words.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from extractor.words.rules import Rules

HINT = re.compile(
    r"字以内|请在此处|请简要|简要说明|请填写|请说明|对照年度目标|结合自评情况|针对项目自评|此处填写|填写说明"
)
_SEAL = re.compile(
    r"[（(]\s*(?:单位)?(?:盖章|公章|签章|加盖公章|签字|签名|章)\s*[）)]|(?:[（(]\s*)?签字(?:盖章)?[:：]?\s*$"
)
_OPTIONAL = re.compile(r"选填")
_PROJECT_CODE = re.compile(r"^(?P<code>\d{8}[A-Z]\d{12}|\d{16,21})\s*[-－—_]")
_DEPARTMENT_CODE = re.compile(r"^[\[［]?(?P<code>\d{3,9})[\]］]?[-_－—]?(?=[\u4e00-\u9fff])")
_PLAIN = ("preparer", "responsible_person", "project_person", "finance_person", "contact")
_PEOPLE = {p: f"/signoff/{p}" for p in _PLAIN}
UNITS = ("元", "千元", "万元", "亿元")
_OWN_LEVEL = re.compile(r"^(?:其中:?)?(?:县|区|市|旗|乡|镇)[(（]?[市县区]?[)）]?级(?!.*配套)")
_TEXTS = ("duties", "period_goal", "annual_goal", "achievement", "basis", "problems", "measures", "review_opinion")
_SENTENCE_END = re.compile(r"[。；;！!？?：:]$")
_PARAGRAPH = re.compile(
    r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）]?[.、．]|[(（][\d一二三四五六七八九十]{1,3}[)）]|目标\s*\d|[①-⑳])"
)


@dataclass(slots=True)
class Heading:
    """Title and year in force for a block."""

    title: str | None
    year: int | None
    at: Place | None
    """Of the block's own title; None where the title is that of a form before it (K3)."""
    title_at: Place | None = None
    year_at: Place | None = None
    rival_year: int | None = None
    """The year of the title where the year line under it says another (K35)."""


def finish(
    draft: Draft,
    block: FormBlock,
    head: Heading,
    rules: Rules,
    sha256: str,
    index: int,
    *,
    wrapped: bool = False,
    seals: Sequence[Place] = (),
    extent: Extent | None = None,
) -> Reading:
    """The form that a draft amounts to.

    Args:
        extent: the cells and lines the form answers for; None = all of the block.
    """
    form = Form(f"{sha256[:16]}-{index}", index, "unknown", head.title, head.year)
    reading = Reading(form)
    _who_signs(draft, vocabulary(rules))
    chosen = _choose(draft, form)
    _parties(form, reading, draft, chosen)
    if form.fiscal_year is None and form.project_name:
        form.fiscal_year = year_in(form.project_name)
    _texts(form, reading, draft, chosen, wrapped=wrapped)
    _signoff(form, reading, draft, chosen)
    _period(form, reading, draft, chosen)
    _unit(form, reading, draft)
    if form.currency_unit is not None and not reading.unit_inferred:
        _unit_place(form, draft, block)
    _amounts(form, reading, draft)
    _execution(form, draft)
    _heading_places(form, head)
    form.indicators = draft.indicators
    form.regime = regime_of(form.indicators)
    found = recognise(_kind(form, reading, draft), form.title, [label for label, _ in draft.labels], rules.forms)
    form.kind, form.layout = found.kind, found.layout
    heads = (form.title, *(free.text for free in block.title_lines), *(column.header for column in draft.columns))
    if form.kind.endswith("_monitoring"):
        form.months = months_of((*heads, *(label for label, _ in draft.labels))) or None
    form.form_key = form_key_of(form)
    form.at = head.at or _first_place(block)
    form.ocr = draft.ocr
    if seals:
        form.signoff.sealed = any(_same_page(at, form.at) for at in seals) or None
    reading.columns, reading.totals, reading.labels = draft.columns, draft.totals, draft.labels
    reading.cells_at = draft.cells_at
    reading.cells = draft.cells  # type: ignore[assignment]
    reading.target_at = [cells.get("target", cells.get("level3", Place())) for cells in draft.cells_at]
    grids = {id(s.grid): s.grid for s in block.slices}
    reading.grids = list(grids.values())
    settle(reading, draft, extent if extent is not None else extent_of(block), vocabulary(rules))
    reading.lines = [
        free.line
        for free in (*block.headings, *block.title_lines, *block.before, *block.after)
        if free.line is not None
    ]
    return reading


def extent_of(block: FormBlock) -> Extent:
    """All rows and lines of a block."""
    cols = {id(s.grid): (s.left, s.right or s.grid.cols) for s in block.slices if s.left or s.right is not None}
    lines = [*block.headings, *block.title_lines, *block.before, *block.after]
    return Extent([(s.grid, s.top, s.bottom) for s in block.slices], lines, cols)


def _first_place(block: FormBlock) -> Place:
    if block.slices:
        grid = block.slices[0].grid
        return grid.place(grid.cells[0])
    return block.after[0].at if block.after else Place()


def _heading_places(form: Form, head: Heading) -> None:
    """Title, year and the codes cut from a name: each stands where it was printed."""
    names = form.places
    at = {
        "/title": head.title_at or head.at,
        "/fiscal_year": head.year_at or head.title_at or head.at
        if head.year is not None
        else names.get("/project_name"),
        "/project_code": names.get("/project_name"),
        "/department_code": names.get("/department", names.get("/filer")),
    }
    for pointer, place in at.items():
        if place and getattr(form, pointer[1:]) is not None:
            names.setdefault(pointer, place)


def _same_page(seal: Place, form: Place) -> bool:
    return seal.get("page") == form.get("page") or form.get("page") is None


_SIGNS_BESIDE = frozenset({"preparer", "filing_date", "finance_person"})
_ROWS_OF_SIGNOFF = 2


def _who_signs(draft: Draft, words: Vocabulary) -> None:
    """负责人 says of what only by its place: beside 填表人 and 填报日期 it is the unit's, in a form that prints no other."""
    if any(candidate.identity == "responsible_person" for candidate in draft.fields):
        return
    signed = [candidate.source.at for candidate in draft.fields if candidate.identity in _SIGNS_BESIDE]
    for candidate in draft.fields:
        beside = candidate.identity == "project_person" and any(_beside(candidate.source.at, at) for at in signed)
        if beside and words.field(f"单位{candidate.label}") == "responsible_person":
            candidate.identity = "responsible_person"


def _beside(one: Place, other: Place) -> bool:
    """On one line or row, or on the next ones."""
    same = all(one.get(key) == other.get(key) for key in ("page", "table", "sheet"))
    return same and any(
        abs(one[key] - other[key]) <= _ROWS_OF_SIGNOFF for key in ("row", "line") if key in one and key in other
    )


def _choose(draft: Draft, form: Form) -> dict[str, Candidate]:
    """For each field the candidate that wins: a filled one before a blank one, then the better wording (K8)."""
    chosen: dict[str, Candidate] = {}
    for candidate in draft.fields:
        rival = chosen.get(candidate.identity)
        if rival is None or _rank(candidate) < _rank(rival):
            chosen[candidate.identity] = candidate
    for candidate in draft.fields:
        winner = chosen[candidate.identity]
        if candidate is not winner and not _blank(candidate.raw) and squeeze(candidate.raw) != squeeze(winner.raw):
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "further")
    return chosen


def _rank(candidate: Candidate) -> tuple[bool, int]:
    return _blank(candidate.raw), candidate.priority


def _blank(raw: str) -> bool:
    return not _SEAL.sub("", raw).strip(" \t\n\u3000:：/／-—－_" + OBJECT)


def _clean(raw: str) -> str | None:
    text = tidy(_SEAL.sub(" ", raw.replace(OBJECT, " "))).strip("：: ")
    return None if _blank(text) else text


def _holds_image(candidate: Candidate | AmountCandidate) -> bool:
    return (candidate.source.cell is not None and candidate.source.cell.image) or OBJECT in candidate.raw


def _doubt(draft: Draft, pointer: str, candidate: Candidate | AmountCandidate) -> None:
    """What recognition leaves open: a value it is not sure of, or ink that is no print (K25)."""
    if _holds_image(candidate) and _blank(candidate.raw):
        draft.leave(candidate.label, HANDWRITTEN, candidate.source.at, "signoff")
    elif candidate.source.cell is not None:
        draft.doubt(pointer, candidate.source.cell)
    elif candidate.source.at.get("ocr_confidence", 1.0) < DOUBT_BELOW and not _blank(candidate.raw):
        draft.ocr[pointer] = OcrDoubt(candidate.raw.replace(OBJECT, "").strip())


def _note(reading: Reading, pointer: str, candidate: Candidate, kind: Any = "field") -> None:
    image = _holds_image(candidate)
    blank = _blank(candidate.raw) and not image
    reading.printed.append(
        Printed(
            pointer,
            candidate.label,
            candidate.raw.replace(OBJECT, "").strip(),
            blank,
            candidate.source.at,
            kind,
            bool(_OPTIONAL.search(candidate.label)),
            image,
        )
    )
    if candidate.label or not blank:
        reading.form.places.setdefault(pointer, candidate.source.at)


def _parties(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate]) -> None:
    if (unit := chosen.pop("budget_unit", None)) is not None:  # K9
        identity = "department" if "department" not in chosen or _blank(chosen["department"].raw) else "filer"
        if identity in chosen and not _blank(chosen[identity].raw):
            draft.leave(unit.label, unit.raw, unit.source.at, "further")
        else:
            chosen[identity] = unit
    for name in ("filer", "department", "implementer", "project_name", "project_code", "department_code"):
        candidate = chosen.get(name)
        if candidate is None:
            continue
        setattr(form, name, _clean(candidate.raw))
        _note(reading, "/" + name, candidate)
        _doubt(draft, "/" + name, candidate)
    if form.project_code is None and form.project_name and (found := _PROJECT_CODE.match(form.project_name)):
        form.project_code = found["code"]
    for party in (form.department, form.filer):
        if form.department_code is None and party and (found := _DEPARTMENT_CODE.match(party)):
            form.department_code = found["code"]
    if any(
        label and re.search(r"(?:省|市|区|县|中央|地方)(?:级|（[^）]*）)?.{0,4}(?:财政部门|主管部门)", label)
        for label, _ in draft.labels
    ):
        draft.flags.add("government_levels")
    if any(
        e.label and re.search(r"(?:省|市|区|县|中央|地方)级?.{0,4}(?:财政部门|主管部门)", e.label)
        for e in (left.entry for left in draft.left)
    ):
        draft.flags.add("government_levels")


def _texts(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate], *, wrapped: bool) -> None:
    total = chosen.pop("total_goal", None)
    undivided = chosen.pop("goal", None)
    if total is not None:
        chosen.setdefault("period_goal" if "annual_goal" in chosen else "annual_goal", total)
    if undivided is not None:
        if "annual_goal" not in chosen or _blank(chosen["annual_goal"].raw):
            chosen["annual_goal"] = undivided
        elif "period_goal" not in chosen:
            chosen["period_goal"] = undivided  # 总体目标 beside 年度目标
        else:
            draft.leave(undivided.label, undivided.raw, undivided.source.at, "further")
    for name in _TEXTS:
        candidate = chosen.get(name)
        if candidate is None:
            continue
        pointer = "/texts/" + name
        _note(reading, pointer, candidate, "text")
        text = paragraphs(candidate.raw, wrapped=wrapped)
        if text and HINT.search(fold_text(text)) and len(fold_text(text)) < 120:  # K13: a printed hint is not the text
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "hint")
            continue
        setattr(form.texts, name, text or None)
        _doubt(draft, pointer, candidate)


def paragraphs(raw: str, *, wrapped: bool) -> str:
    """One paragraph a line, outer white space off; lines broken by the printer joined again."""
    lines = [line.strip(" \t\u3000\xa0") for line in raw.splitlines()]
    lines = [line for line in lines if line]
    if not wrapped:
        return "\n".join(lines)
    joined: list[str] = []
    for line in lines:
        if (
            joined
            and not _SENTENCE_END.search(joined[-1])
            and not _PARAGRAPH.match(line)
            or joined
            and _SENTENCE_END.search(joined[-1])
            and not _PARAGRAPH.match(line)
            and not _PARAGRAPH.match(joined[0])
        ):
            joined[-1] += line
        else:
            joined.append(line)
    return "\n".join(joined)


def _signoff(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate]) -> None:
    signoff = form.signoff
    both = chosen.get("person_and_phone")
    if both is not None:  # K24
        digits = re.search(r"\d[\d\-－—\s]{5,}\d", both.raw)
        if digits:
            person = _clean(both.raw.replace(digits[0], " ").strip(" \t\n\u3000/／、,，;；"))
            signoff.phone = parse_phone(digits[0])[0] or digits[0].strip()
            signoff.responsible_person = person
            form.places["/signoff/phone"] = form.places["/signoff/responsible_person"] = both.source.at
        else:
            draft.leave(both.label, both.raw, both.source.at, "further")
    for name in _PLAIN:
        candidate = chosen.get(name)
        if candidate is None:
            continue
        if (value := _clean(candidate.raw)) is not None or getattr(signoff, name) is None:
            setattr(signoff, name, value)
        _note(reading, _PEOPLE[name], candidate, "signoff")
        _doubt(draft, _PEOPLE[name], candidate)
    phone = chosen.get("phone")
    if phone is not None:
        value = _clean(phone.raw)
        if value is not None or signoff.phone is None:
            signoff.phone = value
        _note(reading, "/signoff/phone", phone, "signoff")
        _doubt(draft, "/signoff/phone", phone)
    date = chosen.get("filing_date")
    if date is not None:
        parsed = parse_date(date.raw)
        signoff.filing_date = parsed.iso
        _note(reading, "/signoff/filing_date", date, "signoff")
        if parsed.problem == "blank":
            reading.printed[-1].blank = True
        elif parsed.iso is None:
            draft.leave(date.label, date.raw, date.source.at, "further")
        _doubt(draft, "/signoff/filing_date", date)


def _period(form: Form, reading: Reading, draft: Draft, chosen: dict[str, Candidate]) -> None:
    whole = chosen.get("period")
    if whole is not None:
        form.period = parse_period(tidy(whole.raw), form.fiscal_year)
        _note(reading, "/period", whole)
        _doubt(draft, "/period", whole)
    start, end = chosen.get("period_start"), chosen.get("period_end")
    if start is None and end is None:
        return
    period = form.period or Period()
    if start is not None:
        period.start = period.start or parse_date(start.raw).iso
        form.places["/period/start"] = start.source.at
        if parse_date(start.raw).iso is None:
            draft.leave(start.label, start.raw, start.source.at, "further")
    if end is not None:
        period.end = period.end or parse_date(end.raw).iso
        form.places["/period/end"] = end.source.at
        if parse_date(end.raw).iso is None:
            draft.leave(end.label, end.raw, end.source.at, "further")
    form.period = period


def _unit(form: Form, reading: Reading, draft: Draft) -> None:
    """K5: stated in page head, block label or amount cells; else inferred."""
    stated = [u for u in (*draft.units, *(a.unit_hint for a in draft.amounts), *draft.units_aside) if u in UNITS]
    if not stated:
        stated = [u for a in draft.amounts if (u := _written_unit(a.raw)) is not None]
    if stated:
        form.currency_unit = "万元" if "万元" in stated and stated[0] == "亿元" else stated[0]  # type: ignore[assignment]
        return
    figures = [p.value for a in draft.amounts if (p := parse_amount(a.raw, stored=a.stored)).value is not None]
    executed = (e.adjusted or e.initial or "" for e in draft.execution)
    figures += [figure for figure in executed if figure.replace(".", "").isdigit()]
    if not figures:
        return
    prose = " ".join([c.raw for c in draft.fields] + [i.target.raw for i in draft.indicators])
    reading.unit_inferred = True
    if any(f"{figure}{unit}" in fold_text(prose) for figure in figures for unit in ("万元", "万")):
        form.currency_unit = "万元"
    elif any(f"{figure}元" in fold_text(prose) for figure in figures):
        form.currency_unit = "元"
    else:
        form.currency_unit = (
            "元"
            if _plausibly_yuan([Decimal(f) for f in figures if f], project=form.project_name is not None)
            else "万元"
        )


def _plausibly_yuan(figures: list[Decimal], *, project: bool) -> bool:
    """Figures of no stated unit are 元 from a million on; those of one project, where all are whole hundreds, from a
    hundred thousand on (as 万元 a project of a thousand million)."""
    most = max(figures)
    return most >= 1_000_000 or project and most >= 100_000 and all(figure % 100 == 0 for figure in figures)


def _unit_place(form: Form, draft: Draft, block: FormBlock) -> None:
    """Where the unit is stated: the page head, else a label's bracket, else an amount."""
    heads = ((free.text, free.at) for free in (*block.title_lines, *block.before))
    stated = [at for text, at in heads if currency_of(text) == form.currency_unit]
    stated += [at for label, at in draft.labels if bracket_currency(label) == form.currency_unit]
    stated += [a.source.at for a in draft.amounts if form.currency_unit is not None and form.currency_unit in a.raw]
    if stated:
        form.places["/currency_unit"] = stated[0]


def _written_unit(raw: str) -> str | None:
    parsed = parse_amount(raw)
    return parsed.unit if parsed.value is not None else None


def _amounts(form: Form, reading: Reading, draft: Draft) -> None:
    _own_level(draft)
    multi_year = _multi_year(draft)
    for candidate in draft.amounts:
        if id(candidate) in multi_year or _of_other_year(candidate, draft, form.fiscal_year):
            draft.leave(candidate.label, candidate.raw, candidate.source.at, "further")
            continue
        code = "total" if candidate.code == "total_multi_year" else candidate.code
        amount = _amount(candidate, form)
        old = form.amounts.get(code)
        pointer = f"/amounts/{code}"
        if old is not None and (old.value is not None or amount.value is None):
            if candidate.raw.strip() and squeeze(candidate.raw) != squeeze(old.raw):
                draft.leave(candidate.label, candidate.raw, candidate.source.at, "further")
                _rival(draft, pointer, old, amount, candidate)
            continue
        form.amounts[code] = amount
        reading.printed.append(
            Printed(
                pointer,
                candidate.label,
                candidate.raw.strip(),
                not candidate.raw.strip(),
                candidate.source.at,
                "amount",
            )
        )
        _doubt(draft, pointer, candidate)


def _own_level(draft: Draft) -> None:
    """县级财政资金 beside 上级资金 is the level of the form itself, where no other line is (K6)."""
    codes = {a.code for a in draft.amounts}
    if "superior_funds" not in codes or codes & {"current_level", "central_funds", "provincial_funds"}:
        return
    for candidate in draft.amounts:
        if candidate.code == "local_funds" and _OWN_LEVEL.search(fold_text(candidate.label)):
            candidate.code = "current_level"


def _rival(draft: Draft, pointer: str, chosen: Amount, other: Amount, candidate: AmountCandidate) -> None:
    """Two figures under one name, and nothing says of which year or level each is."""
    if chosen.yuan is None or other.yuan is None or Decimal(chosen.yuan) == Decimal(other.yuan):
        return
    why = f"“{candidate.label}”印了两个不同的数：{chosen.raw.strip()} 和 {other.raw.strip()}，按前一个读，请核对是哪一年、哪一项的数。"
    at: Place = {**chosen.at, "parts": [chosen.at, other.at]}
    draft.doubts.append(
        Doubt(
            "doubtful-reading",
            pointer,
            why,
            at,
            runner_up=other.raw.strip(),
            margin=0.3,
            part="money",
            observed=chosen.raw.strip(),
        )
    )


def _of_other_year(candidate: AmountCandidate, draft: Draft, year: int | None) -> bool:
    """ "2023年预算数" beside "2024年预算数" in a form of 2024."""
    own = year_in(candidate.label)
    if year is None or own is None or own == year:
        return False
    return any(other.code == candidate.code and year_in(other.label) in (None, year) for other in draft.amounts)


def _multi_year(draft: Draft) -> set[int]:
    """Candidates that belong to a multi-year total printed beside or above an annual one (K6: the annual one counts).

    The lines under a multi-year total, in its column, are its parts until an annual total begins there.
    """
    codes = {a.code for a in draft.amounts if a.raw.strip()}
    if not {"total", "total_multi_year"} <= codes:
        return set()
    multi: set[int] = set()
    in_multi: dict[int | None, bool] = {}
    for candidate in draft.amounts:
        if candidate.code in ("total", "total_multi_year"):
            in_multi[candidate.label_col] = candidate.code == "total_multi_year"
        if in_multi.get(candidate.label_col, False):
            multi.add(id(candidate))
    return multi


def _amount(candidate: AmountCandidate, form: Form) -> Amount:
    unit = candidate.unit_hint if candidate.unit_hint in UNITS else form.currency_unit
    parsed = parse_amount(candidate.raw, unit=unit, stored=candidate.stored)
    if parsed.value is None:
        return Amount(candidate.raw.strip(), None, None, None, candidate.source.at)
    return Amount(candidate.raw.strip(), parsed.value, parsed.unit or unit, parsed.yuan, candidate.source.at)


def _execution(form: Form, draft: Draft) -> None:
    form.execution = draft.execution
    for number, places in enumerate(draft.execution_at):
        for role, source in places.items():
            form.places[f"/execution/{number}/{role}"] = source.at
        if places and form.execution[number].item is not None:
            form.places.setdefault(f"/execution/{number}/item", next(iter(places.values())).at)


def _kind(form: Form, reading: Reading, draft: Draft) -> Any:
    roles = {c.role for c in draft.columns}
    evaluated = bool(roles & {"actual", "achieved_score"}) or any(e.executed is not None for e in form.execution)
    heads = " ".join(c.header for c in draft.columns)
    monitored = evaluated and bool(
        re.search(r"半年|监控|1[-－—至]\d{1,2}月|可能性", heads + " ".join(label for label, _ in draft.labels))
    )
    if form.title is None and not (form.project_name or form.department or form.filer or form.texts.annual_goal):
        return "unknown"
    department_form = (
        form.texts.duties is not None or {"basic_expenditure", "project_expenditure"} <= form.amounts.keys()
    )
    return kind_of(
        form.title,
        government_levels="government_levels" in draft.flags,
        project_party=form.project_name is not None and any(p.field == "/implementer" for p in reading.printed),
        department_form=department_form and form.project_name is None,
        evaluated=evaluated,
        monitored=monitored,
    )


__all__ = ["HINT", "Heading", "finish", "paragraphs"]
