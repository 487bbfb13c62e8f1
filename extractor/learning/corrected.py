"""A corrected filing as facts, and how a reading differs from it.

What a corrected JSON does not hold is not judged, so that it may be the program's whole document, put right by a
person, or a few pointers only. Labels, levels and values count as equal as a person would say: white space, width of
the characters, printed points of a level and a money unit are no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.characters.fold import fold_text

Json = dict[str, Any]
HEAD = (
    "kind",
    "title",
    "fiscal_year",
    "filer",
    "department",
    "implementer",
    "project_name",
    "project_code",
    "department_code",
    "currency_unit",
)
LEVELS = ("level1", "level2", "level3")
ROW = (*LEVELS, "target", "standard", "weight", "actual", "achieved_score", "deviation_reason", "note", "scope")
MONEY = ("initial", "adjusted", "executed", "rate", "weight", "score")
NEAR = 0.5
"""So alike two indicators must be to be the same row."""
_POINTS = re.compile(r"\([^()]*(?:\)分?|$)|^\d+[.、]|^\([一二三四五]\)|指标$")
_NATURE = re.compile(r"^(?:定性|定量)(?=.)")
"""A sign column that says 定性 may be left out of the value."""
BLANK = frozenset({"", "-", "—", "/", "无"})


@dataclass(frozen=True, slots=True)
class Miss:
    """A value that the reading does not have as corrected. `pointer` is below the corrected form ("/filer",
    "/indicators/3/weight").
    """

    form: int
    pointer: str
    want: str
    got: str


@dataclass(slots=True)
class FormFacts:
    """What a person says of one form: `fields` by pointer, `rows` of indicators by key."""

    fields: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)
    execution: list[dict[str, str]] = field(default_factory=list)
    blank: frozenset[str] = frozenset()
    """Columns that the form prints and leaves blank throughout ("" in every row; null says there is no such column)."""
    whole: bool = True
    """The rows are all rows of the form; false for a few pointers."""


def text_of(value: Any) -> str:
    """A value of the JSON document as text: of an amount its value, of a label or target its raw text."""
    if isinstance(value, dict):
        value = (
            value.get("value")
            if value.get("value") is not None and "raw" not in value
            else value.get("raw", value.get("value"))
        )
    return "" if value is None else str(value)


def facts_of(form: Json) -> FormFacts:
    """The facts of one form of a JSON document. A null says that the form does not print the value."""
    found = FormFacts()
    for key in HEAD:
        if key in form:
            found.fields["/" + key] = text_of(form[key])
    for code, amount in (form.get("amounts") or {}).items():
        found.fields[f"/amounts/{code}"] = text_of(
            amount.get("value", amount.get("raw")) if isinstance(amount, dict) else amount
        )
    for group in ("texts", "signoff", "period"):
        for key, value in (form.get(group) or {}).items():
            if not isinstance(value, bool):
                found.fields[f"/{group}/{key}"] = text_of(value)
    found.execution = [
        {key: text_of(entry[key]) for key in ("item", *MONEY) if key in entry} for entry in form.get("execution") or []
    ]
    found.rows = [{key: text_of(row[key]) for key in ROW if key in row} for row in form.get("indicators") or []]
    found.blank = frozenset(key for key in ROW if found.rows and all(row.get(key) == "" for row in form["indicators"]))
    found.whole = "indicators" in form
    return found


def from_pointers(pairs: dict[str, str]) -> FormFacts:
    """Facts of a few pointers below a form ("/filer", "/indicators/0/weight")."""
    found = FormFacts(whole=False)
    for pointer, text in pairs.items():
        steps = pointer.strip("/").split("/")
        listed = {"indicators": found.rows, "execution": found.execution}.get(steps[0])
        if listed is None:
            found.fields["/" + "/".join(steps)] = text
            continue
        while len(listed) <= int(steps[1]):
            listed.append({})
        listed[int(steps[1])][steps[2]] = text
    return found


def same(want: str, got: str) -> bool:
    """Equal after folding, or as numbers; blanks of any kind are equal."""
    one, two = fold_text(want), fold_text(got)
    if one == two or one in BLANK and two in BLANK:
        return True
    if one.endswith("%") != two.endswith("%"):
        return False
    return (number := decimal_of(one)) is not None and number == decimal_of(two)


def decimal_of(text: str) -> Decimal | None:
    """A bare number, None for anything else."""
    try:
        return Decimal(text.rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None


def same_level(want: str, got: Any) -> bool:
    """Equal as printed or as the canonical word; printed points and the word 指标 at the end are no difference."""
    shown = [text_of(got), str(got.get("canonical") or "")] if isinstance(got, dict) else [text_of(got)]
    return _core(want) in {_core(text) for text in shown}


def _core(text: str) -> str:
    folded = fold_text(text)
    return _POINTS.sub("", folded) or folded


def misses(want: list[FormFacts], got: list[Json]) -> list[Miss]:
    """Where the forms that were read differ from the corrected ones, which stand in the same order."""
    found: list[Miss] = []
    for number, form in enumerate(want):
        found.extend(_form_misses(number, form, got[number] if number < len(got) else {}))
    if all(form.whole for form in want):
        found.extend(
            Miss(number, "", "", text_of(form.get("title")) or "一张表")
            for number, form in enumerate(got[len(want) :], len(want))
        )
    return found


def _form_misses(number: int, want: FormFacts, form: Json) -> Iterator[Miss]:
    have = facts_of(form).fields if form else {}
    for pointer, text in want.fields.items():
        if not same(text, have.get(pointer, "")):
            yield Miss(number, pointer, text, have.get(pointer, ""))
    yield from _execution_misses(number, want.execution, form.get("execution") or [])
    rows = form.get("indicators") or []
    pairs = pair_rows(want.rows, rows) if want.whole else {i: i for i in range(min(len(rows), len(want.rows)))}
    for at, row in enumerate(want.rows):
        read = rows[pairs[at]] if at in pairs else {}
        for key, text in row.items():
            if not _cell(key, text, read):
                yield Miss(number, f"/indicators/{at}/{key}", text, text_of(read.get(key)))
    if want.whole:
        for extra in set(range(len(rows))) - set(pairs.values()):
            if text_of(rows[extra].get("level3")) or text_of(rows[extra].get("target")):
                yield Miss(number, f"/indicators/+{extra}", "", text_of(rows[extra].get("level3")))


def _execution_misses(number: int, want: list[dict[str, str]], have: list[Json]) -> Iterator[Miss]:
    for at, entry in enumerate(want):
        item = _item(entry.get("item", ""))
        read = next(
            (e for e in have if item and _item(text_of(e.get("item"))) == item), have[at] if at < len(have) else {}
        )
        for key, text in entry.items():
            if key != "item" and not same(text, text_of(read.get(key))):
                yield Miss(number, f"/execution/{at}/{key}", text, text_of(read.get(key)))


def _item(text: str) -> str:
    return re.sub(r"^其中:?|\(.*?(?:\)|$)|:", "", fold_text(text))


def _cell(key: str, want: str, row: Json) -> bool:
    if key in LEVELS:
        return same_level(want, row.get(key))
    read = text_of(row.get(key))
    return same(want, read) or key == "target" and same(_NATURE.sub("", want), _NATURE.sub("", read))


def pair_rows(want: list[dict[str, str]], have: list[Json]) -> dict[int, int]:
    """Each corrected row with at most one of the reading: the most alike first, earlier ones before later."""
    ranked = sorted(
        ((_closeness(w, r), -abs(i - j), i, j) for i, w in enumerate(want) for j, r in enumerate(have)), reverse=True
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for close, _, i, j in ranked:
        if close >= NEAR and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _closeness(want: dict[str, str], row: Json) -> float:
    name = want.get("level3", "")
    alike = 3.0 if name and same_level(name, row.get("level3")) else 0.0
    return alike + sum(_cell(key, text, row) for key, text in want.items()) / max(1, len(want)) * (
        1.0 if alike else 0.6
    )


__all__ = [
    "FormFacts",
    "Json",
    "Miss",
    "decimal_of",
    "facts_of",
    "from_pointers",
    "misses",
    "same",
    "same_level",
    "text_of",
]
