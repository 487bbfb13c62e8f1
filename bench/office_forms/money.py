"""The money of a form of targets: total and sources, in each of the ways they are set out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bench.office_forms.draft import Draft
from bench.office_forms.figures import cents, share
from bench.office_forms.parts import Part, Row, singles

_CODES = {
    "total": "total",
    "fiscal": "fiscal_appropriation",
    "central": "central_funds",
    "provincial": "provincial_funds",
    "local": "local_funds",
    "superior": "superior_funds",
    "current": "current_level",
    "carry": "carry_over",
    "own": "own_funds",
    "other": "other_funds",
    "general": "general_public_budget",
    "fund": "government_fund",
    "nontax": "special_account_nontax",
    "basic": "basic_expenditure",
    "project": "project_expenditure",
}
_BLANK = {"blank": "", "dash": "—"}


@dataclass(slots=True)
class Purse:
    """Labels and amounts of one form; what is printed is told in the truth."""

    draft: Draft
    keys: list[str]
    zero: str = field(init=False)
    block: str = field(init=False)

    def __post_init__(self) -> None:
        draft = self.draft
        draft.truth["amounts"] = {}
        self.zero = draft.keep("zero", draft.dice.choice(["0", "blank", "dash", "0"]))
        block = draft.word("dept_money_block" if draft.department else "money_block")
        place = draft.option("unit place")
        alone = place == "block" or (place == "label" and draft.option("money") == "sentence")
        self.block = draft.with_unit(block) if alone else block

    @property
    def labelled(self) -> bool:
        """The unit stands in each label."""
        return self.draft.option("unit place") == "label"

    @property
    def led(self) -> bool:
        """The unit stands in the block's label, which is then needed."""
        return self.draft.option("unit place") == "block"

    def value(self, key: str) -> str:
        """The amount as printed."""
        amount = self.draft.amounts[key]
        empty = amount == 0 and self.zero != "0" and key != "total"
        self.draft.truth["amounts"][_CODES[key]] = None if empty else self.draft.told(amount)
        return _BLANK[self.zero] if empty else self.draft.cell(amount)

    def wording(self, key: str) -> str:
        """The label's words alone."""
        total = "dept_total" if self.draft.department else "total"
        return self.draft.word(total if key == "total" else key)

    def label(self, key: str, part_of: bool = True) -> str:
        """The label with its unit; the first part of a total may say that it is one."""
        draft, text = self.draft, self.wording(key)
        if part_of and key == self.keys[1] and draft.keep("qz", draft.dice.random() < 0.6):
            text = "其中：" + text.replace("\n", "")
        return draft.with_unit(text) if self.labelled else text


def project_money(draft: Draft) -> Part:
    """The money of a project's targets."""
    makers: dict[str, Callable[[Purse], Part]] = {
        "rows": _rows,
        "colon": _colons,
        "list": _list,
        "heads": _heads,
        "sources": _sources,
        "multi": _years,
        "sentence": _sentence,
    }
    return makers[draft.option("money")](Purse(draft, ["total", *draft.sources]))


def _rows(purse: Purse) -> Part:
    part = Part(3, wide=(2,))
    part.add((purse.block, len(purse.keys), 1), purse.label("total"), purse.value("total"))
    for key in purse.keys[1:]:
        part.add(purse.label(key), purse.value(key))
    return part


def _colons(purse: Purse) -> Part:
    cells = [f"{purse.label(key)}：{purse.value(key)}".replace("\n", "") for key in purse.keys]
    rows = [singles([cell]) for cell in cells]
    rows[0] = [(purse.block, len(cells), 1), *rows[0]]
    return Part(2, rows, wide=(1,))


def _list(purse: Purse) -> Part:
    """All in one row."""
    lead = int(purse.draft.dice.random() < 0.6 or purse.led)
    part = Part(2 * len(purse.keys) + lead, wide=tuple(lead + 2 * n + 1 for n in range(len(purse.keys))))
    part.add(*[purse.block] * lead, *[x for key in purse.keys for x in (purse.label(key), purse.value(key))])
    return part


def _heads(purse: Purse) -> Part:
    """Labels over amounts."""
    lead = int(purse.draft.dice.random() < 0.7 or purse.led)
    part = Part(len(purse.keys) + lead, wide=tuple(range(lead, len(purse.keys) + lead)))
    part.add(*[(purse.block, 2, 1)] * lead, *[purse.label(key, False) for key in purse.keys])
    part.add(*[purse.value(key) for key in purse.keys])
    return part


def _sources(purse: Purse) -> Part:
    """A small table with heads, perhaps with the shares or last year's amounts."""
    draft, keys = purse.draft, purse.keys
    more = draft.dice.choice(["", "share", "share", "prior"])
    corner = draft.dice.choice(["资金来源", "来源渠道", "资金类别"])
    heads = [draft.dice.choice(["金额", "预算金额", "本年金额"])]
    if more == "prior":
        this = draft.keep("thisyear", draft.dice.choice(["本年预算数", "本年安排数", "当年预算"]))
        heads = [draft.keep("lastyear", draft.dice.choice(["上年预算数", "上年安排数", "上年执行数"])), this]
    if purse.labelled:
        heads = [draft.with_unit(head) for head in heads]
    if more == "share":
        heads.append(draft.dice.choice(["占比", "所占比例"]))
    part = Part(2 + len(heads), wide=(2,))
    part.add((purse.block, len(keys) + 1, 1), corner, *heads)
    last_year = {key: share(draft.amounts[key], 90) for key in keys[1:]}
    last_year["total"] = sum(last_year.values(), start=last_year[keys[1]] * 0)
    for key in keys:
        cells = [purse.wording(key), purse.value(key)]
        if more == "share":
            cells.append(f"{cents(draft.amounts[key] * 100 / draft.amounts['total'])}%")
        if more == "prior":
            cells.insert(1, draft.cell(last_year[key]))
        part.add(*cells)
    return part


def _years(purse: Purse) -> Part:
    """The three years' money beside this year's."""
    draft = purse.draft
    total = draft.word("multi_total")
    part = Part(5, wide=(2, 4))
    for key in purse.keys:
        row: Row = []
        if key == "total":
            row.append((purse.block, len(purse.keys), 1))
            label = draft.with_unit(total) if purse.labelled else total
        else:
            label = purse.wording(key) + "（三年）"
        row += singles([label, draft.cell(draft.amounts[key] * 3), purse.label(key), purse.value(key)])
        part.rows.append(row)
    return part


def _sentence(purse: Purse) -> Part:
    draft, unit = purse.draft, purse.draft.habits.unit
    said = []
    for key in purse.keys:
        draft.truth["amounts"][_CODES[key]] = draft.told(draft.amounts[key])
        name = purse.wording(key).replace("\n", "").replace(" ", "").replace("\u3000", "")
        said.append(f"{name}{draft.money(draft.amounts[key])}{unit}")
    part = Part(2, wide=(1,))
    part.add(purse.block, f"{said[0]}，其中：" + "，".join(said[1:]) + "。")
    return part
