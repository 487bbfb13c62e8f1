"""The money of a department's targets: the total by income and by spending."""

from __future__ import annotations

from collections.abc import Callable

from bench.office_forms.draft import Draft
from bench.office_forms.money import Purse
from bench.office_forms.parts import Part, singles

_INCOME = ["general", "fund", "nontax", "other"]
_SPENDING = ["basic", "project"]


def department_money(draft: Draft) -> Part:
    """The part in the layout's way."""
    makers: dict[str, Callable[[Purse], Part]] = {"colon": _colons, "rows": _rows, "two": _two, "heads": _heads}
    return makers[draft.option("money")](Purse(draft, ["total", *_INCOME, *_SPENDING]))


def _colons(purse: Purse) -> Part:
    draft = purse.draft
    cells = []
    for key in ["total", *_INCOME, *_SPENDING]:
        label = purse.wording(key).replace("\n", "")
        first = "其中：" if key in (_INCOME[0], _SPENDING[0]) else ""
        cells.append(f"{first}{draft.with_unit(label) if purse.labelled else label}：{purse.value(key)}")
    rows = [singles([cell]) for cell in cells]
    rows[0] = [(purse.block, len(cells), 1), *rows[0]]
    return Part(2, rows, wide=(1,))


def _rows(purse: Purse) -> Part:
    part = Part(4, wide=(3,))
    part.add((purse.block, 7, 1), (purse.label("total"), 1, 2), purse.value("total"))
    for head, keys in (("by_income", _INCOME), ("by_spend", _SPENDING)):
        lead = (purse.draft.word(head), len(keys), 1)
        part.add(lead, purse.label(keys[0], False), purse.value(keys[0]))
        for key in keys[1:]:
            part.add(purse.label(key, False), purse.value(key))
    return part


def _two(purse: Purse) -> Part:
    """Income at the left, spending at the right."""
    part = Part(5, wide=(2, 4))
    part.add((purse.block, 6, 1), purse.label("total"), (purse.value("total"), 1, 3))
    part.add((purse.draft.word("by_income"), 1, 2), (purse.draft.word("by_spend"), 1, 2))
    right = [(purse.label(key, False), purse.value(key)) for key in _SPENDING] + [("", "")] * 2
    for key, beside in zip(_INCOME, right, strict=True):
        part.add(purse.label(key, False), purse.value(key), *beside)
    return part


def _heads(purse: Purse) -> Part:
    """Two rows of heads over one row of amounts. The total's label reaches over both."""
    part = Part(8, wide=(1, 2))
    part.add(
        (purse.block, 3, 1),
        (purse.label("total", False), 2, 1),
        (purse.draft.word("by_income"), 1, 4),
        (purse.draft.word("by_spend"), 1, 2),
    )
    part.add(*[purse.label(key, False) for key in _INCOME + _SPENDING])
    part.add(*[purse.value(key) for key in ["total", *_INCOME, *_SPENDING]])
    return part
