"""Put a value right: what a person says stands at a pointer goes into the form and into all that the rules look at.

Pure: a `Reading` in, the same `Reading` changed. Pointers are below the form ("/indicators/3/target"); values are
what stands in the source, as a person reads it, and are understood as the reader would have understood them.
"""

from __future__ import annotations

import re
from typing import Any, cast

from extractor.characters.fold import fold_label, fold_text, squeeze, tidy
from extractor.errors import JixiaoError
from extractor.forms.reading import Reading, Role
from extractor.model.document import Place
from extractor.model.filing import Amount, Corrected, Form, Indicator, Label, RunnerUp, Target
from extractor.report.words import KIND
from extractor.rulebook import Rules
from extractor.values.amount import parse_amount
from extractor.values.date import parse_date, parse_period
from extractor.values.target import parse_target

PARTIES = ("filer", "department", "implementer", "project_name", "project_code", "department_code", "title")
TEXTS = ("duties", "annual_goal", "period_goal", "achievement", "basis", "problems", "measures", "review_opinion")
PEOPLE = ("preparer", "phone", "filing_date", "responsible_person", "project_person", "finance_person", "contact")
LEVELS = ("level1", "level2", "level3")
COLUMNS = ("standard", "weight", "actual", "achieved_score", "deviation_reason", "note")
MONEY_COLUMNS = ("initial", "adjusted", "executed")
EXECUTION = ("item", *MONEY_COLUMNS, "rate", "weight", "score")
_UNITS = ("元", "千元", "万元", "亿元")
"""Units that a form may be in."""
_EDITABLE = re.compile(
    rf"/(?:{'|'.join((*PARTIES, 'fiscal_year', 'kind', 'currency_unit', 'period'))}"
    rf"|texts/(?:{'|'.join(TEXTS)})|signoff/(?:{'|'.join(PEOPLE)})|amounts/[a-z_]+"
    rf"|execution/\d+/(?:{'|'.join(EXECUTION)})"
    rf"|indicators/\d+/(?:target|{'|'.join((*LEVELS, *COLUMNS))}))\Z"
)


class NotEditableError(JixiaoError):
    """There is no value at this place that could be put right, or it is none that could stand there."""


def editable(pointer: str) -> bool:
    """Whether a value can be put right at a pointer below the form."""
    return bool(_EDITABLE.match(pointer))


def label_of(form: Form, pointer: str) -> str:
    """The name of the row a pointer speaks of, folded: a re-filed version has the same row elsewhere; "" for no row."""
    row = _row(pointer)
    return _name(form.indicators[row]) if row is not None and row < len(form.indicators) else ""


def locate(form: Form, pointer: str, label: str) -> str | None:
    """The pointer in this version of the form: the row of the same name; None where there is none, or several."""
    row = _row(pointer)
    if row is None:
        return pointer
    names = [_name(indicator) for indicator in form.indicators]
    if row < len(names) and names[row] == label:
        return pointer
    same = [number for number, name in enumerate(names) if name == label]
    if not label or len(same) != 1:
        return None
    return re.sub(r"\A/indicators/\d+", f"/indicators/{same[0]}", pointer)


def _row(pointer: str) -> int | None:
    found = re.match(r"/indicators/(\d+)(?:/|\Z)", pointer)
    return int(found[1]) if found else None


def _name(indicator: Indicator) -> str:
    label = indicator.level3 or indicator.level2 or indicator.level1
    return fold_label(squeeze(label.raw)) if label is not None else ""


def printed_at(reading: Reading, pointer: str) -> str | None:
    """What stands at a pointer as read ("" where blank); None where there is no such place."""
    form = reading.form
    steps = pointer.split("/")[1:]
    try:
        value = _value(form, steps)
    except (LookupError, AttributeError, ValueError):
        return None
    if value is None or value == "":
        entries = [entry.raw for entry in reading.printed if entry.field == pointer and not entry.blank]
        return entries[0] if entries else ""
    return str(value)


def _value(form: Form, steps: list[str]) -> object:
    head, rest = steps[0], steps[1:]
    if head == "indicators" and len(rest) == 1:  # a row: its name and its value
        row = form.indicators[int(rest[0])]
        return f"{row.level3.raw if row.level3 else ''}|{row.target.raw}"
    if head == "indicators" and len(rest) == 2:
        value = getattr(form.indicators[int(rest[0])], rest[1])
        return value.raw if isinstance(value, Label | Target) else value
    if head == "execution" and len(rest) == 2:
        return getattr(form.execution[int(rest[0])], rest[1])
    if head == "amounts" and len(rest) == 1:
        return form.amounts[rest[0]].raw if rest[0] in form.amounts else ""
    if head in ("texts", "signoff") and len(rest) == 1:
        return getattr(getattr(form, head), rest[0])
    if head == "period" and not rest:
        return form.period.raw if form.period is not None else ""
    if head == "unmapped" and len(rest) <= 2:
        return form.unmapped[int(rest[0])].text
    if rest:
        raise LookupError(head)
    return getattr(form, head)


def put_right(reading: Reading, pointer: str, new: str, rules: Rules) -> Corrected:
    """Put a value right.

    Args:
        pointer: below the form.
        new: what stands there; "" where it is blank.

    Raises:
        NotEditableError: no value can stand there, or not this one.
    """
    if not editable(pointer) or printed_at(reading, pointer) is None:
        raise NotEditableError("这个位置没有可以改的值", "请在右边的表上点要改的那一格")
    form = reading.form
    text = new.strip()
    steps = pointer.split("/")[1:]
    parsed: Amount | Target | Label | None = None
    if steps[0] == "indicators":
        parsed = _indicator(reading, int(steps[1]), steps[2], text, rules)
    elif steps[0] == "amounts":
        parsed = form.amounts[steps[1]] = _amount(text, form, form.amounts.get(steps[1]))
    elif steps[0] == "execution":
        _execution(form, int(steps[1]), steps[2], text)
    elif steps[0] == "texts":
        setattr(form.texts, steps[1], text or None)
    elif steps[0] == "signoff":
        value = parse_date(text).iso if steps[1] == "filing_date" else text or None
        setattr(form.signoff, steps[1], value)
    else:
        _head(reading, steps[0], text)
    for entry in reading.printed:
        if entry.field == pointer:
            entry.raw, entry.blank, entry.image = text, not text, False
    make_sure(reading, pointer)
    return Corrected(text, parsed)


def make_sure(reading: Reading, pointer: str) -> None:
    """Nothing at a pointer is in doubt any more: a person looked at it and said what stands there."""
    form = reading.form
    below = pointer + "/"

    def meant(other: str) -> bool:
        return other == pointer or other.startswith(below)

    for known in [p for p in form.ocr if meant(p)]:
        del form.ocr[known]
    reading.doubts[:] = [d for d in reading.doubts if not (d.code == "doubtful-reading" and meant(d.pointer))]
    form.reading.doubts[:] = [d for d in form.reading.doubts if not (d.code == "doubtful-reading" and meant(d.pointer))]
    for place in _places(reading, pointer):
        place.pop("ocr_confidence", None)
    if pointer == "/currency_unit":
        reading.unit_inferred = False


def _places(reading: Reading, pointer: str) -> list[Place]:
    form = reading.form
    steps = pointer.split("/")[1:]
    found = [entry.at for entry in reading.printed if entry.field == pointer]
    if pointer in form.places:
        found.append(form.places[pointer])
    if steps[0] == "amounts" and len(steps) == 2 and steps[1] in form.amounts:
        found.append(form.amounts[steps[1]].at)
    if steps[0] == "indicators" and len(steps) == 3:
        row, role = int(steps[1]), steps[2]
        found += [cells[r] for cells in reading.cells_at[row : row + 1] for r in _roles(role) if r in cells]
        if role == "target":
            found += reading.target_at[row : row + 1]
        if role == "level3":
            found.append(form.indicators[row].at)
    return found


def _roles(role: str) -> tuple[str, ...]:
    return ("target", "operator", "unit") if role == "target" else (role,)


def _head(reading: Reading, name: str, text: str) -> None:
    form = reading.form
    if name == "fiscal_year":
        year = re.fullmatch(r"((?:19|20)\d\d)年?度?", fold_text(text))
        if text and year is None:
            raise NotEditableError(f"“{text}”不是年度", "请写四位年份，例如 2024")
        form.fiscal_year = int(year[1]) if year else None
    elif name == "kind":
        kind = {word: kind for kind, word in KIND.items()}.get(text, text)
        if kind not in KIND:
            raise NotEditableError(f"没有“{text}”这种表", "请写：" + "、".join(KIND.values()))
        form.kind = cast(Any, kind)
    elif name == "currency_unit":
        if text and text not in _UNITS:
            raise NotEditableError(f"“{text}”不是金额单位", "请写：元、千元、万元、亿元")
        form.currency_unit = cast(Any, text or None)
        for code, amount in form.amounts.items():
            form.amounts[code] = _amount(amount.raw, form, amount)
    elif name == "period":
        form.period = parse_period(tidy(text), form.fiscal_year) if text else None
    else:
        setattr(form, name, text or None)


def _amount(text: str, form: Form, known: Amount | None) -> Amount:
    parsed = parse_amount(text, unit=form.currency_unit)
    at = known.at if known is not None else Place()
    if parsed.value is None:
        return Amount(text, None, None, None, at)
    return Amount(text, parsed.value, parsed.unit or form.currency_unit, parsed.yuan, at)


def _execution(form: Form, row: int, name: str, text: str) -> None:
    value: str | None = text or None
    if name in MONEY_COLUMNS and text:
        value = parse_amount(text, unit=form.currency_unit).value
        if value is None:
            raise NotEditableError(f"“{text}”不是金额", "请写数字，例如 291.97；表上空白的请清空")
    setattr(form.execution[row], name, value)


def _indicator(reading: Reading, row: int, role: str, text: str, rules: Rules) -> Label | Target | None:
    indicator = reading.form.indicators[row]
    cells: dict[Role, str] = reading.cells[row] if row < len(reading.cells) else {}
    made: Label | Target | None = None
    if role in LEVELS:
        made = match_label(squeeze(text), role, rules) if text else Label("")
        setattr(indicator, role, made)
    elif role == "target":
        made = indicator.target = _target(indicator, text, reading.form.fiscal_year, rules)
        if "unit" in cells and made.unit:
            cells["unit"] = made.unit
        if "operator" in cells:
            cells["operator"] = ""
    else:
        setattr(indicator, role, text)
    if role in cells:
        cells[role] = text
    return made


def _target(indicator: Indicator, text: str, year: int | None, rules: Rules) -> Target:
    second = indicator.level2
    return parse_target(
        text, label=indicator.level3.raw if indicator.level3 else None, year=year,
        level2=(second.canonical or second.raw) if second else None, units=rules.units.index,
    )  # fmt: skip


def match_label(raw: str, kind: str, rules: Rules) -> Label:
    """A level as the rule books know it."""
    found = rules.matcher.match(raw, cast(Any, kind))
    runner = RunnerUp(*found.runner_up) if found.runner_up else None
    if found.canonical is None:
        return Label(raw, None, None, 0.0, "none", runner)
    return Label(raw, found.canonical, found.code, round(found.score, 4), found.method, runner)
