"""A form as the page shows it: its values by name, each with its pointer and what a person put right; and the value a
finding is about. Knows only the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extractor.forms.reading import Reading
from extractor.model.document import Place
from extractor.model.filing import Form, Label
from extractor.report import words
from extractor.review.settle import split_pointer
from extractor.review.values import EXECUTION, LEVELS, TEXTS, editable, printed_at

Json = dict[str, Any]
_ROW_VALUE = {
    "missing-standard": "standard", "missing-indicator-name": "level3", "missing-reason": "deviation_reason",
    "points-mismatch": "achieved_score", "not-applicable-scored": "weight", "empty-indicator": "level3",
    "misplaced-indicator": "level3", "duplicate-indicator": "level3", "label-typo": "level3",
}  # fmt: skip
"""Which cell a finding about a whole row is put right in; else the value."""
_PEOPLE = {**words.SIGNOFF, "project_person": "项目负责人"}


def shown_form(form: Form) -> Json:
    """Sections of (label, value) and the tables of money and indicators."""
    return {
        "index": form.index,
        "title": form.title or words.KIND.get(form.kind, ""),
        "kind": words.KIND.get(form.kind, form.kind),
        "sections": [
            {"title": title, "values": values}
            for title, values in (
                ("表头", list(_head(form))),
                ("资金", list(_amounts(form))),
                ("文字", list(_texts(form))),
                ("落款", list(_people(form))),
            )
            if values
        ],
        "execution": _execution(form),
        "indicators": _indicators(form),
    }


def _value(form: Form, label: str, pointer: str, text: str | None) -> Json:
    right = form.corrected.get(pointer)
    return {
        "label": label,
        "pointer": f"/forms/{form.index}{pointer}",
        "text": text or "",
        "corrected": right.raw if right is not None else None,
        "editable": editable(pointer),
        "at": place_of(form, pointer),
    }


def _head(form: Form) -> Iterator[Json]:
    for name, label in words.HEAD.items():
        value: object = getattr(form, name, None)
        if name == "kind":
            value = words.KIND.get(form.kind, form.kind)
        elif name == "regime":
            continue
        if value is not None or name in ("filer", "department", "project_name") and name in _printed(form):
            yield _value(form, label, f"/{name}", None if value is None else str(value))
    if form.period is not None:
        ends = " 至 ".join(end for end in (form.period.start, form.period.end) if end)
        yield _value(form, "实施期", "/period", form.period.raw or ends)


def _printed(form: Form) -> set[str]:
    """Names of the head that the form prints, filled or blank, or that were put right."""
    return {pointer[1:] for pointer in (*form.places, *form.corrected) if pointer.count("/") == 1}


def _amounts(form: Form) -> Iterator[Json]:
    for code, amount in form.amounts.items():
        shown = amount.raw if amount.unit is None or amount.unit in amount.raw else f"{amount.raw} {amount.unit}"
        yield _value(form, words.AMOUNT.get(code, code), f"/amounts/{code}", amount.raw) | {"shown": shown}


def _texts(form: Form) -> Iterator[Json]:
    for name in TEXTS:
        if (text := getattr(form.texts, name)) is not None or f"/texts/{name}" in (*form.places, *form.corrected):
            yield _value(form, words.TEXT[name], f"/texts/{name}", text)


def _people(form: Form) -> Iterator[Json]:
    for name, label in _PEOPLE.items():
        value = getattr(form.signoff, name)
        known = f"/signoff/{name}" in (*form.places, *form.corrected)
        if name != "sealed" and (value is not None or known):
            yield _value(form, label, f"/signoff/{name}", value)


def _execution(form: Form) -> Json | None:
    names = [n for n in EXECUTION if n == "item" or any(getattr(entry, n) is not None for entry in form.execution)]
    if not form.execution:
        return None
    rows = [
        [_value(form, words.EXECUTION[n], f"/execution/{at}/{n}", getattr(entry, n)) for n in names]
        for at, entry in enumerate(form.execution)
    ]
    return {"heads": [words.EXECUTION[n] for n in names], "rows": rows}


def _indicators(form: Form) -> Json | None:
    if not form.indicators:
        return None
    right = {pointer.split("/")[3] for pointer in form.corrected if pointer.startswith("/indicators/")}
    names = [
        n for n in words.INDICATOR
        if n in ("level3", "target") or n in right or any(getattr(row, n) is not None for row in form.indicators)
    ]  # fmt: skip
    rows = []
    for at, row in enumerate(form.indicators):
        cells = []
        for n in names:
            value = getattr(row, n)
            text = row.target.raw if n == "target" else value.raw if isinstance(value, Label) else value
            cells.append(_value(form, words.INDICATOR[n], f"/indicators/{at}/{n}", text))
        rows.append(cells)
    return {"heads": [words.INDICATOR[n] for n in names], "rows": rows}


def place_of(form: Form, pointer: str) -> Place | None:
    """Where a pointer below the form stands, the nearest known place; None for the form as a whole."""
    steps = pointer.split("/")[1:]
    if pointer in form.places:
        return form.places[pointer]
    if steps[0] == "amounts" and len(steps) > 1 and steps[1] in form.amounts:
        return form.amounts[steps[1]].at
    if steps[0] == "indicators" and len(steps) > 1 and int(steps[1]) < len(form.indicators):
        return form.indicators[int(steps[1])].at
    return None


def value_at_stake(forms: list[Form], finding: Json) -> Json | None:
    """The value that a finding is put right in: its own cell, or the likeliest of its row; None where there is none."""
    split = split_pointer(finding.get("field"))
    if split is None or split[0] >= len(forms):
        return None
    form, below = forms[split[0]], split[1]
    steps = below.split("/")[1:]
    if steps and steps[0] == "indicators" and len(steps) == 2:
        below = f"{below}/{_ROW_VALUE.get(str(finding.get('code')), 'target')}"
    if not editable(below):
        return None
    text = printed_at(Reading(form), below)
    if text is None:
        return None
    return _value(form, label_of(form, below), below, text)


def label_of(form: Form, pointer: str) -> str:
    """What a clerk calls the value at a pointer below the form: 第3行“养护里程”的指标值."""
    steps = pointer.split("/")[1:]
    if steps[0] == "indicators" and len(steps) > 2:
        row = form.indicators[int(steps[1])]
        name = row.level3.raw if row.level3 is not None else ""
        said = f"“{name}”" if name and steps[2] not in LEVELS else ""
        return f"第 {int(steps[1]) + 1} 行{said}的{words.INDICATOR.get(steps[2], steps[2])}"
    if steps[0] == "amounts":
        return words.AMOUNT.get(steps[1], steps[1])
    if steps[0] == "execution" and len(steps) > 2:
        return f"资金第 {int(steps[1]) + 1} 行的{words.EXECUTION.get(steps[2], steps[2])}"
    if steps[0] == "texts":
        return words.TEXT.get(steps[1], steps[1])
    if steps[0] == "signoff":
        return _PEOPLE.get(steps[1], steps[1])
    return {**words.HEAD, "period": "实施期"}.get(steps[0], steps[0])


def frames_of(finding: Json) -> list[Json]:
    """The places to frame: the finding's own first, then the other sides of a reconciliation."""
    found = [{"role": "", "at": finding.get("at") or {}}]
    found += [{"role": other["role"], "at": other.get("at") or {}} for other in finding.get("related") or []]
    return [frame for frame in found if frame["at"]]
