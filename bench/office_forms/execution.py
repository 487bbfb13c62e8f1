"""The budget's execution in a self evaluation or a monitoring form."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bench.office_forms.draft import Draft, Json
from bench.office_forms.figures import cents, trim
from bench.office_forms.parts import Part

_MONEY = {"x_initial": "initial", "x_adjusted": "adjusted", "x_executed": "executed", "m_executed": "executed"}


@dataclass(slots=True)
class Line:
    """A row: its item and cells as printed, and what they say."""

    item: str
    cells: dict[str, str]
    truth: Json


def execution(draft: Draft) -> Part:
    """The part in the layout's way, with what it says in the truth."""
    how = draft.option("money")
    points = draft.evaluation and "score" in draft.layout.extras
    draft.points_of_execution = points and how in ("grid", "side")
    executed, cols = _executed_by(draft), _columns(draft)
    spent = {key: cents(draft.amounts[key] * executed) for _, key in _items(draft)[1:]}
    spent["total"] = draft.executed = sum(spent.values(), Decimal(0))
    percent = draft.keep("pct", draft.dice.random() < 0.75)
    lines = _lines(draft, cols, spent, percent)
    block = draft.word("x_block")
    if draft.option("unit place") == "block":
        block = draft.with_unit(block)
    if how == "pairs":
        cols = [col for col in cols if col not in ("x_weight", "x_score")]
    only = {key: value for key, value in lines[0].truth.items() if key != "item"}
    if how == "pairs":
        draft.truth["execution"] = [{k: v for k, v in only.items() if k not in ("weight", "score")}]
        part = Part(1 + 2 * len(cols), wide=tuple(2 + 2 * n for n in range(len(cols))))
        part.add(block, *[x for col in cols for x in (_head(draft, col, percent), lines[0].cells[col])])
    elif how == "side":  # heads over the values of the total alone
        draft.truth["execution"] = [only]
        part = Part(1 + len(cols), wide=(1, 2))
        part.add((block, 2, 1), *[_head(draft, col, percent) for col in cols])
        part.add(*[lines[0].cells[col] for col in cols])
    else:
        draft.truth["execution"] = [line.truth for line in lines]
        part = Part(2 + len(cols), wide=(1,))
        corner = draft.dice.choice(["", "", "资金构成", "项目"])
        part.add((block, 1 + len(lines), 1), corner, *[_head(draft, col, percent) for col in cols])
        for line in lines:
            part.add(line.item, *[line.cells[col] for col in cols])
    return part


def _executed_by(draft: Draft) -> Decimal:
    """The share of the budget that is spent."""
    dice = draft.dice
    found = Decimal(dice.randint(9200, 10000)) / 10000
    if dice.random() < 0.3:
        found = Decimal(1)
    return Decimal(dice.randint(4500, 7200)) / 10000 if draft.monitoring else found


def _items(draft: Draft) -> list[tuple[str, str]]:
    """Wording and amount of each row."""
    parts = ["basic", "project"] if draft.department else draft.sources
    return [("x_total", "total"), *[(part, part) for part in parts]]


def _columns(draft: Draft) -> list[str]:
    dice = draft.dice
    if draft.evaluation:
        all_three = dice.random() < 0.75
        cols = ["x_initial", "x_adjusted", "x_executed"] if all_three else ["x_adjusted", "x_executed"]
    else:
        forecast = dice.random() < 0.6
        cols = ["x_initial", "m_executed", "m_forecast"] if forecast else ["x_initial", "x_adjusted", "m_executed"]
    cols = draft.keep("xcols", cols)
    if not draft.points_of_execution:
        return [*cols, "x_rate"]
    rate_first = draft.keep("xo", dice.random() < 0.7)
    return [*cols, *(["x_rate", "x_weight", "x_score"] if rate_first else ["x_weight", "x_rate", "x_score"])]


def _lines(draft: Draft, cols: list[str], spent: dict[str, Decimal], percent: bool) -> list[Line]:
    part_of = draft.keep("qz", draft.dice.random() < 0.6)
    draft.dice.choice(["0", "—"])  # nothing uses it any more; without it every seed would give another form
    lines = []
    for number, (word, key) in enumerate(_items(draft)):
        item = draft.word(word)
        if number == 1 and part_of:
            item = "其中：" + item.replace("\n", "")
        line = Line(item, {}, {"item": item.replace("\n", "")})
        for col in cols:
            _fill(draft, line, col, key, spent)
            if col == "x_rate":
                _fill_rate(draft, line, key, spent, percent)
        lines.append(line)
    return lines


def _fill(draft: Draft, line: Line, col: str, key: str, spent: dict[str, Decimal]) -> None:
    """A cell of money or points."""
    if col in _MONEY or col == "m_forecast":
        amount = spent[key] if col.endswith("_executed") else draft.amounts[key]
        line.cells[col] = draft.cell(amount)
        if col in _MONEY:
            line.truth[_MONEY[col]] = draft.told(amount)
    elif col in ("x_weight", "x_score"):
        reached = cents(min(Decimal(1), spent["total"] / draft.amounts["total"]) * 10)
        if col == "x_score":
            draft.score_of_execution = reached
        told = ("10" if col == "x_weight" else trim(reached)) if key == "total" else None
        line.cells[col], line.truth[col.removeprefix("x_")] = told or "—", told


def _fill_rate(draft: Draft, line: Line, key: str, spent: dict[str, Decimal], percent: bool) -> None:
    budget = draft.amounts[key]
    rate = trim(cents(spent[key] * 100 / budget)) + "%" * percent if budget else None
    line.cells["x_rate"], line.truth["rate"] = rate or "—", rate


def _head(draft: Draft, col: str, percent: bool) -> str:
    text = draft.word(col)
    if draft.option("unit place") == "label" and (col in _MONEY or col == "m_forecast"):
        text = draft.with_unit(text)
    return text.replace("\n", "") + "（%）" if col == "x_rate" and not percent else text
