"""What single texts are read as, one a line of `told.txt`.

`python -m tests.values.told` rewrites what stands behind the arrow; read the diff before you commit it.

    target ≥3个且≤5个                       -> range between 3..5 个
    target 12月底前 year=2024               -> date <= 2024-12-31
    amount 1,200.50 unit=万元               -> 1200.50 万元 12005000
    date · period · phone · number · unit · label (unit of a name's bracket) · signs (strange, lost, without notes)

`␣` stands for a blank, `/n` for a line break, `""` for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.model.filing import Target
from extractor.values.amount import parse_amount
from extractor.values.date import parse_date, parse_period, parse_phone
from extractor.values.number import fold_value, parse_number
from extractor.values.shipped import normalise_unit, shipped_units
from extractor.values.signs import lost_signs, unknown_signs, without_note_marks
from extractor.values.target import format_target, parse_target

KEPT = Path(__file__).with_name("told.txt")
_NUMBERS = frozenset(("year",))


def lines() -> list[tuple[str, str]]:
    """(question, answer) of every line."""
    kept = [line.partition(" -> ") for line in KEPT.read_text("utf-8").splitlines() if line]
    return [(question.rstrip(), answer) for question, _, answer in kept]


def told(question: str) -> str:
    """The answer to a question as it stands in the file."""
    kind, raw, *further = question.split()
    given: dict[str, Any] = {}
    for each in further:
        name, _, value = each.partition("=")
        given[name] = int(value) if name in _NUMBERS else _text(value)
    return _shown(_ASKED[kind](_text(raw), **given))


def _text(written: str) -> str:
    return "" if written == '""' else written.replace("␣", " ").replace("/n", "\n")


def _shown(*parts: object) -> str:
    return " ".join(str(part) for part in parts).replace("\n", "/n")


def _target(raw: str, **given: Any) -> str:
    target = parse_target(raw, units=shipped_units(), **given)
    again = format_target(target)
    return " ".join(
        [*_fields(target), *([f"[{target.raw}]"] if target.raw != raw else []), *([f"={again}"] if again else [])]
    )


def _fields(target: Target) -> list[str]:
    span = f"{target.low}..{target.high}" if target.low or target.high else None
    about = "about" if target.approximate else None
    parts = [f"<{' '.join(_fields(part))}>" for part in target.parts]
    return [x for x in (target.kind, target.operator, about, target.value, span, target.unit, target.date, *parts) if x]


def _amount(raw: str, **given: Any) -> str:
    found = parse_amount(raw, **given)
    return " ".join(
        str(x) for x in (found.value, found.unit, found.yuan, found.problem, *found.breakdown) if x is not None
    )


def _date(raw: str) -> str:
    found = parse_date(raw)
    return f"{found.iso} {found.problem or ''}".strip()


def _period(raw: str, year: int | None = None) -> str:
    found = parse_period(raw, year)
    return f"{found.start} {found.end}"


def _phone(raw: str) -> str:
    number, right = parse_phone(raw)
    return f"{number} {'right' if right else 'wrong'}"


def _unit(raw: str) -> str:
    found = normalise_unit(raw)
    return "None" if found is None else str(found)


def _label(raw: str) -> str:
    return str(shipped_units().of_label(raw))


def _signs(raw: str) -> str:
    folded = fold_value(raw)
    return f"{unknown_signs(folded) or '-'} {lost_signs(folded) or '-'} {without_note_marks(folded)}"


_ASKED: dict[str, Any] = {
    "target": _target, "amount": _amount, "date": _date, "period": _period, "phone": _phone, "number": parse_number,
    "unit": _unit, "label": _label, "signs": _signs,
}  # fmt: skip


def rewrite() -> None:
    """Ask every question again."""
    kept = lines()
    width = min(40, max(len(question) for question, _ in kept))
    KEPT.write_text("".join(f"{question:{width}} -> {told(question)}\n" for question, _ in kept), "utf-8")


if __name__ == "__main__":
    rewrite()
