"""The money of a target form: where it comes from, as rows, sides, heads over values, or a sentence."""

from __future__ import annotations

from decimal import Decimal

from bench.layout_grammar.canvas import Frame, Row, under_label
from bench.layout_grammar.dice import Layout
from bench.layout_grammar.facts import Facts, money
from bench.layout_grammar.truth import Truth

SPENDING = ("basic_expenditure", "project_expenditure")
PARTS = {
    "project": {
        "fiscal, other": ["fiscal_appropriation", "other_funds"],
        "fiscal, own, other": ["fiscal_appropriation", "own_funds", "other_funds"],
        "levels": ["superior_funds", "current_level", "other_funds"],
        "total alone": [],
    },
    "transfer": {"central, local": ["central_funds", "local_funds"],
    "three levels": ["central_funds", "provincial_funds", "local_funds"]},
    "department": {
        "income and spending": ["general_public_budget", "government_fund", "other_funds", *SPENDING],
        "four incomes": ["general_public_budget", "government_fund", "special_account_nontax", "other_funds",
        *SPENDING],
        "spending": ["general_public_budget", *SPENDING],
    },
}  # fmt: skip
HELD_PARTS = {
    "project": {"carried over": ["fiscal_appropriation", "carry_over", "other_funds"],
    "by level": ["central_funds", "provincial_funds", "local_funds", "other_funds"]},
    "transfer": {"with other": ["central_funds", "local_funds", "other_funds"]},
    "department": {"incomes": ["general_public_budget", "other_funds", *SPENDING]},
}  # fmt: skip


def parts(layout: Layout, kind: str) -> list[str]:
    """The amounts this layout breaks its total into."""
    family = "transfer" if "transfer" in kind else kind.split("_", 1)[0]
    options, held = PARTS[family], HELD_PARTS[family]
    choice = layout.pick(f"money parts {family}", dict.fromkeys(options, 1.0), dict.fromkeys(held, 1.0))
    found = [*{**options, **held}[choice]]
    return found if "target" in kind or family != "department" else [p for p in found if p not in SPENDING]


class Purse:
    """Labels and values of one form's money, as the layout prints them; what is printed enters the truth."""

    def __init__(self, layout: Layout, facts: Facts, truth: Truth, unit_place: str) -> None:
        self.layout, self.facts, self.truth, self.unit_place = layout, facts, truth, unit_place
        self.truth["currency_unit"] = facts.needs.unit
        self.zero = layout.pick("zero amounts", {"0": 3, "blank": 1, "dash": 1}, {"slash": 1}, "0 dash")

    def label(self, code: str, prefix: str = "") -> str:
        """`其中：` before it where `prefix` says so; the unit behind a total where it stands in the label."""
        suffix = (
            f"（{self.facts.needs.unit}）" if self.unit_place == "label" and code in ("total", "multi_year") else ""
        )
        return prefix + self.layout.label("money", code, suffix)

    def colon(self, code: str, prefix: str = "") -> str:
        """Label and amount in one text."""
        return f"{self.label(code, prefix)}：{self.text(code)}".replace("\n", "")

    def block(self) -> str:
        """The block's label, with the unit where the layout puts it there."""
        return self.layout.label("money", "block", f"（{self.facts.needs.unit}）" if self.unit_place == "block" else "")

    def text(self, code: str, prose: bool = False) -> str:
        """The amount as printed, entered into the truth."""
        return self.figure(self.facts.amounts[code], prose, code)

    def figure(self, digits: str, prose: bool = False, code: str = "") -> str:
        """Digits as this layout prints them; with a code they are that amount's truth."""
        number = float(digits)
        blank = {"blank": "", "dash": "—", "slash": "/"}.get(self.zero) if number == 0 and not prose else None
        if code:
            self.truth.setdefault("amounts", {})[code] = digits if blank is None else None
        if blank is not None:
            return blank
        shown = f"{number:,.2f}" if self.facts.needs.style == "thousands" else digits
        return shown + (self.facts.needs.unit if prose or self.unit_place == "cell" else "")


def draw(layout: Layout, facts: Facts, frame: Frame, truth: Truth, unit_place: str) -> list[Row]:
    """The rows of the money block."""
    purse = Purse(layout, facts, truth, unit_place)
    codes = [c for c in facts.amounts if c != "total"]
    spending = [c for c in codes if c in SPENDING]
    sources = [c for c in codes if c not in SPENDING]
    if spending:
        style = layout.pick(
            "money of a department",
            {"two sides, colons": 2, "two sides, cells": 2, "list": 2, "list with colons": 1, "heads over values": 1},
            {"heads × rows": 2, "sentence": 1},
            "list sentence",
        )
    else:
        style = layout.pick(
            "money",
            {
                "list": 4,
                "one row": 2,
                "list with colons": 1,
                "heads over values": 2,
                "sentence": 1,
                "multi-year beside annual": 1.5,
            },
            {"past year beside": 1.5, "bracket": 1.5, "pairs under block": 1, "lines in one cell": 1},
            "list one sentence",
        )
    if layout.medium != "table" and style == "one":
        style = "one row"
    if style.startswith("two sides"):
        return _sides(purse, frame, sources, spending, "colons" in style)
    if style == "heads × rows":
        return _cross(purse, frame, sources)
    return _DRAW[style](purse, frame, [*sources, *spending])


def _of(purse: Purse, at: int) -> str:
    """The prefix of a part: the first alone, or all, or none, as the layout has it."""
    style = purse.layout.pick("其中", {"first": 3, "all": 1, "none": 1}, {"first, no colon": 1})
    if style == "none" or (at and style != "all"):
        return ""
    return "其中" if style == "first, no colon" else "其中："


def _list(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.2)
    rows = [inner.row([purse.label("total"), purse.text("total")], [1, 1.5])]
    rows += [inner.row([purse.label(c, _of(purse, i)), purse.text(c)], [1, 1.5]) for i, c in enumerate(codes)]
    return under_label(purse.block(), place, rows)


def _colons(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.2)
    rows = [inner.full(purse.colon("total"))]
    rows += [inner.full(purse.colon(c, _of(purse, i))) for i, c in enumerate(codes)]
    return under_label(purse.block(), place, rows)


def _one_row(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    texts = [purse.label("total"), purse.text("total")]
    texts += [t for i, c in enumerate(codes) for t in (purse.label(c, _of(purse, i)), purse.text(c))]
    return [frame.row(texts, [1.4, 1.0] * (len(texts) // 2))]


def _heads(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.2)
    every, even = ["total", *codes], [1.0] * (len(codes) + 1)
    return under_label(
        purse.block(),
        place,
        [inner.row([purse.label(c) for c in every], even), inner.row([purse.text(c) for c in every], even)],
    )


def _sentence(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    def said(some: list[str]) -> str:
        return "，".join(purse.layout.word("money", c) + purse.text(c, prose=True) for c in some)

    sources, spending = [c for c in codes if c not in SPENDING], [c for c in codes if c in SPENDING]
    text = f"{purse.layout.word('money', 'total')}{purse.text('total', prose=True)}"
    text += f"，其中：{said(sources)}。" if sources else "。"
    text += f"按支出性质分，{said(spending)}。" if spending else ""
    return [frame.row([purse.block(), text], [1, 4])]


def _bracket(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    words = [purse.layout.word("money", c) + purse.text(c, prose=True) for c in codes]
    value = purse.text("total", prose=True) + (f"（其中：{'，'.join(words)}）" if words else "")
    return [frame.row([purse.label("total"), value], [1, 4])]


def _multi_year(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.15)
    several = {code: purse.figure(digits) for code, digits in purse.facts.multi_year.items()}
    rows = [
        inner.row(
            [purse.label("multi_year"), several["total"], purse.label("total"), purse.text("total")], [1.2, 1, 1.2, 1]
        )
    ]
    for at, code in enumerate(codes):
        label = purse.label(code, _of(purse, at))
        rows.append(inner.row([label, several[code], label, purse.text(code)], [1.2, 1, 1.2, 1]))
    return under_label(purse.block(), place, rows)


def _past(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.15)
    year, even = purse.facts.year, [1.3, 1.0, 1.0]
    rows = [inner.row([purse.layout.dress("资金来源"), f"{year - 1}年执行数", f"{year}年预算数"], even)]
    for at, code in enumerate(["total", *codes]):
        past = purse.figure(f"{float(purse.facts.amounts[code]) * 0.75:.0f}")
        rows.append(inner.row([purse.label(code, _of(purse, at - 1) if at else ""), past, purse.text(code)], even))
    _past_total(purse, rows)
    return under_label(purse.block(), place, rows)


def _past_total(purse: Purse, rows: list[Row]) -> None:
    if len(rows) > 2:
        parts = [r[1].text.replace(",", "").removesuffix(purse.facts.needs.unit) for r in rows[2:]]
        rows[1][1].text = purse.figure(str(sum(int(float(p)) for p in parts if p.replace(".", "").isdigit())))


def _one_cell(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    lines = [purse.colon("total"), *(purse.colon(c, _of(purse, i)) for i, c in enumerate(codes))]
    return [frame.row([purse.block(), "\n".join(lines)], [1, 4])]


def _pairs(purse: Purse, frame: Frame, codes: list[str]) -> list[Row]:
    place, inner = frame.beside(0.15)
    texts = [(purse.label(c, _of(purse, i - 1) if i else ""), purse.text(c)) for i, c in enumerate(["total", *codes])]
    rows = []
    for at in range(0, len(texts), 2):
        some = texts[at : at + 2]
        rows.append(inner.row([t for pair in some for t in pair], [1.2, 1] * 2 if len(some) == 2 else [1.2, 3.2]))
    return under_label(purse.block(), place, rows)


def _sides(purse: Purse, frame: Frame, sources: list[str], spending: list[str], colons: bool) -> list[Row]:
    """Income at the left, spending at the right, the total above both."""
    place, inner = frame.beside(0.18)
    deep = max(len(sources), len(spending))

    def cells(codes: list[str], at: int) -> list[str]:
        if at >= len(codes):
            return [""] if colons else ["", ""]
        if colons:
            return [purse.colon(codes[at], _of(purse, at))]
        return [purse.label(codes[at], _of(purse, at)), purse.text(codes[at])]

    weights = [1.0, 1.0] if colons else [1.3, 1.0, 1.3, 1.0]
    rows = [
        inner.full(purse.colon("total"))
        if colons
        else inner.row([purse.label("total"), purse.text("total")], [1.3, 3.3])
    ]
    rows.append(
        inner.row([purse.layout.label("money", "by_income"), purse.layout.label("money", "by_spending")], [1, 1])
    )
    rows += [inner.row(cells(sources, at) + cells(spending, at), weights) for at in range(deep)]
    return under_label(purse.block(), place, rows)


def _cross(purse: Purse, frame: Frame, sources: list[str]) -> list[Row]:
    """Basic and project expenditure down, sources across, sums at the end of both."""
    place, inner = frame.beside(0.15)
    needs, amounts = purse.facts.needs, purse.facts.amounts
    weights = [1.2] + [1.0] * (len(sources) + 1)
    rows = [inner.row(["", *(purse.label(c) for c in sources), "合计"], weights)]
    basic = Decimal(amounts["basic_expenditure"])
    left, split = basic, []
    for code in sources:
        share = min(left, Decimal(amounts[code]))
        split.append(share)
        left -= share
    for code in SPENDING:
        shares = split if code == SPENDING[0] else [Decimal(amounts[c]) - s for c, s in zip(sources, split)]
        rows.append(
            inner.row([purse.label(code), *(purse.figure(money(s, needs)) for s in shares), purse.text(code)], weights)
        )
    rows.append(inner.row(["合计", *(purse.text(c) for c in sources), purse.text("total")], weights))
    return under_label(purse.block(), place, rows)


_DRAW = {
    "list": _list, "list with colons": _colons, "one row": _one_row, "heads over values": _heads, "sentence": _sentence,
    "bracket": _bracket, "multi-year beside annual": _multi_year, "past year beside": _past,
    "pairs under block": _pairs,
    "lines in one cell": _one_cell,
}  # fmt: skip
