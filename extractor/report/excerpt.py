"""The small grid around a finding, rebuilt from the JSON alone, with the cell in question marked.

Rows of an indicator finding: the row, the one above and the one below. A head, sign-off or text finding: the
label and its value. Money: every printed amount of the form. Text in a cell is kept to a window around what is
observed, so that an excerpt stays an excerpt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.ground.safe import one_line
from extractor.model.filing import Execution, Form, Indicator, Label
from extractor.model.finding import Finding
from extractor.report import words

WINDOW = 60
"""Characters of a long text that an excerpt shows."""


@dataclass(slots=True)
class ExcerptCell:
    """One cell: its text, whether it is the one the finding is about, and what in it differs."""

    text: str
    marked: bool = False
    spans: list[tuple[int, int]] = field(default_factory=list)
    """[start, end) within `text`."""


@dataclass(slots=True)
class ExcerptRow:
    """A row of the filing as a report shows it; `hit`: a finding points into it."""

    cells: list[ExcerptCell]
    number: int | None = None
    """Indicator row of the form, from 1."""
    hit: bool = False


@dataclass(slots=True)
class Excerpt:
    """The part of a form's table that a report shows around what it points at."""

    heads: list[str]
    rows: list[ExcerptRow]

    def marked(self) -> list[ExcerptCell]:
        """The cells that the finding is about."""
        return [cell for row in self.rows for cell in row.cells if cell.marked]


def pointer_parts(pointer: str | None) -> list[str]:
    """The steps of a JSON pointer, unescaped; [] for none."""
    if not pointer or not pointer.startswith("/"):
        return []
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def form_steps(finding: Finding) -> list[str]:
    """Steps of the finding's pointer below its form ("indicators", "3", "target"); [] for the form itself."""
    steps = pointer_parts(finding.field)
    return steps[2:] if len(steps) >= 2 and steps[0] == "forms" else []


def row_of(finding: Finding) -> int | None:
    """Index of the indicator the finding is about."""
    steps = form_steps(finding)
    return int(steps[1]) if len(steps) > 1 and steps[0] == "indicators" and steps[1].isdigit() else None


def excerpt_of(finding: Finding, form: Form | None) -> Excerpt | None:
    """The excerpt of one finding; None where it concerns no cell (a whole form, the source)."""
    if form is None:
        return None
    steps = form_steps(finding)
    if not steps:
        return _whole_form(finding, form)
    builders: dict[str, Callable[[list[str], Finding, Form], Excerpt | None]] = {
        "indicators": _indicator,
        "amounts": _amounts,
        "execution": _execution,
    }
    builder = builders.get(steps[0])
    return builder(steps[1:], finding, form) if builder is not None else _field(steps, finding, form)


# -- indicators -------------------------------------------------------------------------------------------------


def _label(label: Label | None) -> str:
    return label.raw if label is not None else ""


_COLUMNS: dict[str, Callable[[Indicator], str | None]] = {
    "level1": lambda row: _label(row.level1),
    "level2": lambda row: _label(row.level2),
    "level3": lambda row: _label(row.level3),
    "target": lambda row: row.target.raw,
    "standard": lambda row: row.standard,
    "weight": lambda row: row.weight,
    "actual": lambda row: row.actual,
    "achieved_score": lambda row: row.achieved_score,
    "deviation_reason": lambda row: row.deviation_reason,
    "note": lambda row: row.note,
}
_ALWAYS = ("level1", "level2", "level3", "target")
_BY_CODE = {
    "missing-target-value": "target",
    "missing-unit": "target",
    "unquantified-target": "target",
    "implausible-value": "target",
    "direction-mismatch": "target",
    "unit-clash": "target",
    "missing-standard": "standard",
    "missing-indicator-name": "level3",
    "missing-reason": "deviation_reason",
    "points-mismatch": "achieved_score",
    "not-applicable-scored": "weight",
    "empty-indicator": "level3",
    "misplaced-indicator": "level3",
    "duplicate-indicator": "level3",
}


def _indicator(steps: list[str], finding: Finding, form: Form) -> Excerpt | None:
    index = int(steps[0]) if steps and steps[0].isdigit() else -1
    if not 0 <= index < len(form.indicators):
        return None
    marked = _column_of(steps[1:], finding, form.indicators[index])
    near = range(max(0, index - 1), min(len(form.indicators), index + 2))
    shown = [
        name
        for name, get in _COLUMNS.items()
        if name in _ALWAYS or name == marked or any(get(form.indicators[i]) is not None for i in near)
    ]
    rows = []
    for i in near:
        cells = [ExcerptCell(_window(_COLUMNS[name](form.indicators[i]) or "")) for name in shown]
        if i == index:
            for name, cell in zip(shown, cells):
                if name == marked or marked is None:
                    _mark(cell, finding, _COLUMNS[name](form.indicators[i]) or "")
        rows.append(ExcerptRow(cells, number=i + 1, hit=i == index))
    return Excerpt([words.INDICATOR[name] for name in shown], rows)


def _column_of(steps: list[str], finding: Finding, row: Indicator) -> str | None:
    """The column the finding is about: by pointer, by the text observed, by code; None = the whole row."""
    if steps and steps[0] in _COLUMNS:
        return steps[0]
    if finding.observed:
        seen = one_line(finding.observed)
        by_code = _BY_CODE.get(finding.code)
        order = [by_code] if by_code else []
        order += [name for name in ("level3", "level2", "level1", *_COLUMNS) if name != by_code]
        for name in order:
            if one_line(_COLUMNS[name](row) or "") == seen:
                return name
    return _BY_CODE.get(finding.code)


# -- money ------------------------------------------------------------------------------------------------------


def _amounts(steps: list[str], finding: Finding, form: Form) -> Excerpt | None:
    heads = ["资金项目", "表中所填", f"金额（{form.currency_unit or '单位未注明'}）"]
    marked = steps[0] if steps else None
    sides = {
        steps[1]
        for other in finding.related
        if len(steps := _below_form(other.field, form)) > 1 and steps[0] == "amounts"
    }
    rows = []
    for code, amount in form.amounts.items():
        number = _in_form_unit(amount.value, amount.unit, form.currency_unit)
        cells = [ExcerptCell(words.AMOUNT.get(code, code)), ExcerptCell(_window(amount.raw)), ExcerptCell(number)]
        hit = code == marked or (marked is None and not sides)
        if hit:
            _mark(cells[1], finding, amount.raw)
            cells[2].marked = True
        elif code in sides:
            cells[2].marked = True
        rows.append(ExcerptRow(cells, hit=hit))
    return Excerpt(heads, rows) if rows else None


def _below_form(pointer: str | None, form: Form) -> list[str]:
    steps = pointer_parts(pointer)
    return steps[2:] if steps[:2] == ["forms", str(form.index)] else []


def _in_form_unit(value: str | None, unit: str | None, form_unit: str | None) -> str:
    if value is None:
        return ""
    return value if unit in (None, form_unit) else f"{value} {unit}"


def _execution(steps: list[str], finding: Finding, form: Form) -> Excerpt | None:
    index = int(steps[0]) if steps and steps[0].isdigit() else None
    marked = steps[1] if len(steps) > 1 else None
    keys = [k for k in words.EXECUTION if k == "item" or any(getattr(row, k) is not None for row in form.execution)]
    rows = []
    for number, entry in enumerate(form.execution):
        hit = index is None or number == index
        cells = [ExcerptCell(_window(_execution_text(entry, key))) for key in keys]
        if hit:
            for key, cell in zip(keys, cells):
                if key == marked or (marked is None and key != "item"):
                    cell.marked = True
        rows.append(ExcerptRow(cells, hit=hit))
    return Excerpt([words.EXECUTION[key] for key in keys], rows) if rows else None


def _execution_text(entry: Execution, key: str) -> str:
    return getattr(entry, key) or ""


# -- single fields ----------------------------------------------------------------------------------------------


def _field(steps: list[str], finding: Finding, form: Form) -> Excerpt | None:
    label, value = field_words(steps, form)
    if label is None:
        return None
    text = value if value is not None else (finding.observed or "")
    cell = ExcerptCell("")
    _mark(cell, finding, text)
    return Excerpt(["栏目", "所填内容"], [ExcerptRow([ExcerptCell(label), cell], hit=True)])


def _whole_form(finding: Finding, form: Form) -> Excerpt | None:
    """A finding on the form itself: the cell that no field took and that holds what was seen, where there is one."""
    seen = one_line(finding.observed or "")
    for number, entry in enumerate(form.unmapped):
        if len(seen) >= 2 and seen in one_line(entry.text):
            return _field(["unmapped", str(number)], finding, form)
    return None


def field_words(steps: list[str], form: Form) -> tuple[str | None, str | None]:
    """A field's name in the clerk's words and its value as text, for steps such as ["signoff", "phone"]."""
    first, rest = steps[0], steps[1:]
    if first in words.HEAD:
        value = getattr(form, first, None)
        if first == "kind":
            value = words.KIND.get(form.kind, form.kind)
        elif first == "regime":
            value = form.regime.id if form.regime else None
        return words.HEAD[first], None if value is None else str(value)
    if first == "texts" and rest:
        return words.TEXT.get(rest[0], rest[0]), getattr(form.texts, rest[0], None)
    if first == "signoff" and rest:
        value = getattr(form.signoff, rest[0], None)
        return words.SIGNOFF.get(rest[0], rest[0]), None if value is None or isinstance(value, bool) else str(value)
    if first == "period":
        return "实施期", form.period.raw if form.period else None
    if first == "unmapped" and rest and rest[0].isdigit() and int(rest[0]) < len(form.unmapped):
        entry = form.unmapped[int(rest[0])]
        return entry.label or "其他内容", entry.text
    return None, None


# -- text -------------------------------------------------------------------------------------------------------


def _window(text: str, around: int = 0) -> str:
    """At most `WINDOW` characters of `text` on one line, from a little before `around`."""
    return _cut(one_line(text), around)[0]


def _cut(text: str, around: int) -> tuple[str, int]:
    """The window and how far its characters are shifted against `text`."""
    if len(text) <= WINDOW:
        return text, 0
    start = 0 if around < WINDOW - 10 else min(around - 15, len(text) - WINDOW)
    end = min(len(text), start + WINDOW)
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    return before + text[start:end] + after, len(before) - start


def _mark(cell: ExcerptCell, finding: Finding, text: str) -> None:
    """Mark `cell`, show the window of `text` in which the finding lies, and carry the spans over."""
    cell.marked = True
    text = one_line(text)
    observed = one_line(finding.observed or "")
    offset = text.find(observed) if observed else -1
    exact = observed == (finding.observed or "")
    spans = [(offset + s[0], offset + s[1]) for s in finding.spans if len(s) == 2] if offset >= 0 and exact else []
    if not spans and offset >= 0 and observed != text:
        spans = [(offset, offset + len(observed))]
    cell.text, shift = _cut(text, spans[0][0] if spans else max(offset, 0))
    room = len(cell.text)
    cell.spans = [(max(0, a + shift), min(room, b + shift)) for a, b in spans if a + shift < room and b + shift > 0]
