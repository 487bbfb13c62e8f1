"""Draft -> Form: which candidate wins, amounts in their unit, kind, sign-off, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractor.forms.account import Extent
from extractor.forms.candidates import choose, names_itself, part_goals, who_signs
from extractor.forms.doubts import settle
from extractor.forms.draft import Draft
from extractor.forms.form_block import FormBlock
from extractor.forms.form_fields import put_parties, put_period, put_signoff, put_texts
from extractor.forms.form_money import fold_execution, place_unit, put_amounts, put_unit
from extractor.forms.heading import Heading
from extractor.forms.reading import Reading
from extractor.forms.recognise import recognise
from extractor.forms.regime import regime_of
from extractor.model.document import Place
from extractor.model.filing import Form
from extractor.model.identity import form_key_of, months_of
from extractor.words.titles import KindWords
from extractor.words.vocabulary import Vocabulary
from extractor.words.years import year_in


def finish(
    draft: Draft,
    block: FormBlock,
    head: Heading,
    words: Vocabulary,
    sha256: str,
    index: int,
    *,
    wrapped: bool = False,
    seals: Sequence[Place] = (),
    extent: Extent | None = None,
) -> Reading:
    """The form that a draft amounts to.

    Args:
        sha256: of the source, hex; with `index` it makes the form's id.
        index: position of the form in the source, from 0.
        wrapped: lines of a text end where the page was full (PDF, OFD, pictures), not where a paragraph does.
        extent: the cells and lines the form answers for; None = all of the block.
    """
    form = Form(f"{sha256[:16]}-{index}", index, "unknown", head.title, head.year)
    reading = Reading(form)
    who_signs(draft, words)
    names_itself(draft, words)
    part_goals(draft, words)
    chosen = choose(draft, words)
    put_parties(form, reading, draft, chosen, words.grammar)
    if form.fiscal_year is None and form.project_name:
        form.fiscal_year = year_in(form.project_name)
    put_texts(form, reading, draft, chosen, words.grammar, wrapped=wrapped)
    put_signoff(form, reading, draft, chosen, words.grammar.asides)
    put_period(form, reading, draft, chosen, words.grammar.asides)
    put_unit(form, reading, draft)
    if form.currency_unit is not None and not reading.unit_inferred:
        place_unit(form, draft, block)
    put_amounts(form, reading, draft, words)
    _execution(form, draft)
    fold_execution(form, reading, draft)
    _heading_places(form, head)
    form.indicators = draft.indicators
    form.regime = regime_of(form.indicators, words.grammar.regimes)
    _name(form, reading, draft, block, words)
    form.at = head.at or _first_place(block)
    form.ocr = draft.ocr
    if seals:
        form.signoff.sealed = any(_same_page(at, form.at) for at in seals) or None
    _carry(reading, draft, block)
    settle(reading, draft, extent if extent is not None else extent_of(block), words)
    reading.lines = [free.line for free in block.lines() if free.line is not None]
    return reading


def _name(form: Form, reading: Reading, draft: Draft, block: FormBlock, words: Vocabulary) -> None:
    """Of which kind and layout the form is, of which months, and the key of all its versions."""
    labels = [label for label, _ in draft.labels]
    found = recognise(_kind(form, reading, draft, words.grammar.kinds), form.title, labels, words.rules.forms)
    form.kind, form.layout = found.kind, found.layout
    heads = (form.title, *(free.text for free in block.title_lines), *(column.header for column in draft.columns))
    if form.kind.endswith("_monitoring"):
        form.months = months_of((*heads, *labels)) or None
    form.form_key = form_key_of(form)


def _carry(reading: Reading, draft: Draft, block: FormBlock) -> None:
    """What the rules ask of a form besides its values: columns, cells, places, grids."""
    reading.columns, reading.totals, reading.labels = draft.columns, draft.totals, draft.labels
    reading.cells_at = draft.cells_at
    reading.cells = draft.cells  # type: ignore[assignment]
    reading.target_at = [cells.get("target", cells.get("level3", Place())) for cells in draft.cells_at]
    reading.grids = list({id(s.grid): s.grid for s in block.slices}.values())


def extent_of(block: FormBlock) -> Extent:
    """All rows and lines of a block."""
    cols = {id(s.grid): (s.left, s.end) for s in block.slices if s.left or s.right is not None}
    lines = block.lines()
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


def _execution(form: Form, draft: Draft) -> None:
    form.execution = draft.execution
    for number, places in enumerate(draft.execution_at):
        for role, source in places.items():
            form.places[f"/execution/{number}/{role}"] = source.at
        if places and form.execution[number].item is not None:
            form.places.setdefault(f"/execution/{number}/item", next(iter(places.values())).at)


def _kind(form: Form, reading: Reading, draft: Draft, words: KindWords) -> Any:
    roles = {c.role for c in draft.columns}
    evaluated = bool(roles & {"actual", "achieved_score"}) or any(e.executed is not None for e in form.execution)
    heads = " ".join(c.header for c in draft.columns)
    monitored = evaluated and words.speaks_of_part_of_year(heads + " ".join(label for label, _ in draft.labels))
    if form.title is None and not (form.project_name or form.department or form.filer or form.texts.annual_goal):
        return "unknown"
    department_form = (
        form.texts.duties is not None or {"basic_expenditure", "project_expenditure"} <= form.amounts.keys()
    )
    return words.of(
        form.title,
        government_levels="government_levels" in draft.flags,
        project_party=form.project_name is not None and any(p.field == "/implementer" for p in reading.printed),
        department_form=department_form and form.project_name is None,
        evaluated=evaluated,
        monitored=monitored,
    )
