"""The money block of reviews and monitoring: budget, spending, rate and points by source."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms.draft import Draft
from bench.county_forms.page import Json, Table
from bench.county_forms.subject import written

_HEADS = {
    "initial": "initial",
    "adjusted": "adjusted",
    "executed": "executed",
    "rate": "rate",
    "weight": "weight",
    "score": "score",
}


def plan_spending(draft: Draft, codes: list[str], share: tuple[int, int] = (82, 100)) -> dict[str, dict[str, Decimal]]:
    """Budget at the year's start, budget and spending for the total and each code."""
    dice, one = draft.dice, draft.subject
    part = dice.between(*share)
    grown = dice.chance("adjusted differs", 0.3)
    lines: dict[str, dict[str, Decimal]] = {}
    for at, code in enumerate(codes):
        adjusted = one.parts[code]
        initial = (adjusted * Decimal("0.9")).quantize(Decimal("0.01")) if grown and not at else adjusted
        executed = (adjusted * part / 100).quantize(Decimal("0.01"))
        lines[code] = {"initial": initial, "adjusted": adjusted, "executed": executed}
    whole = {k: sum((v[k] for v in lines.values()), Decimal(0)) for k in ("initial", "adjusted", "executed")}
    return {"total": whole, **lines}


def rate_of(line: dict[str, Decimal], places: int) -> str:
    """Spending over budget, as printed."""
    if not line["adjusted"]:
        return ""
    share = (line["executed"] / line["adjusted"] * 100).quantize(Decimal(1).scaleb(-places))
    return f"{share}%"


def points_of(line: dict[str, Decimal]) -> str:
    """Ten points by the rate, one decimal, as counted from the printed amounts."""
    share = (line["executed"] / line["adjusted"] * 10).quantize(Decimal("0.1"))
    return f"{share.normalize():f}"


def spending_block(
    draft: Draft, table: Table, codes: list[str], keys: list[str], heads: dict[str, str] | None = None, *,
    labels: dict[str, str] | None = None, share: tuple[int, int] = (82, 100)
) -> Decimal:  # fmt: skip
    """The block with a row a source. Returns the points of the total, 0 where it has none."""
    dice = draft.dice
    lines = plan_spending(draft, codes, share)
    shown_heads = {k: (heads or {}).get(k) or dice.word(_HEADS[k]) for k in keys}
    places = dice.some([0, 2])
    dash = dice.pick("no points", ["—", "-", "", "/"])
    block = dice.word("money_block") + dice.some([f"（{draft.subject.unit}）", f"\n（{draft.subject.unit}）"])
    corner = dice.some(["", "", "资金构成"])
    table.row((block, 1, 1 + len(lines)), corner, *shown_heads.values())
    names = labels or {"total": dice.word("total")} | {
        c: ("其中：" if at == 0 else "") + dice.word(c) for at, c in enumerate(codes)
    }
    entries: list[Json] = []
    for code, line in lines.items():
        texts = {k: written(dice, line[k], draft.subject.unit) for k in ("initial", "adjusted", "executed")}
        texts["rate"] = rate_of(line, places) or dash
        texts["weight"] = "10" if code == "total" else dash
        texts["score"] = points_of(line) if code == "total" else dash
        table.row(names[code], *(texts[k] for k in keys))
        entry: Json = {"item": names[code]}
        for key in keys:
            entry[key] = None if texts[key] in ("", "—", "-", "/") else texts[key].replace(",", "")
        entries.append(entry)
    draft.truth["execution"] = entries
    return Decimal(points_of(lines["total"])) if "score" in keys else Decimal(0)
