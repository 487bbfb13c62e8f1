"""How a clerk's hand changes a form without changing what it says: breaks, spaces, colons, the title in the table."""

from __future__ import annotations

import re

from bench.county_forms.dice import Dice, book
from bench.county_forms.draft import Draft
from bench.county_forms.page import Cell, Line, Table

_HEADS = (
    "department",
    "implementer",
    "project_name",
    "fund_name",
    "department_name",
    "period",
    "project_head",
    "phone",
)


def dress(dice: Dice, draft: Draft, *, alone: bool) -> None:
    """Change the print of one form; its truth stays. `alone`: its table holds no other form."""
    labels = {word for words in book("wordings").values() for word in words}
    heads = {word for key in _HEADS for word in book("wordings")[key]}
    way = dice.pick("label print", ["plain", "plain", "broken", "spaced", "plain", "upright"])
    colon = dice.pick("head colon", ["none", "none", "colon"]) == "colon"
    pad = dice.pick("padding", ["none", "none", "ideographic", "trailing", "both"])
    for table in (b for b in draft.blocks if isinstance(b, Table)):
        for row in table.rows:
            for cell in row:
                _label(dice, cell, way, cell.text in labels or cell.text.endswith("指标"), cell.text in heads and colon)
                if pad != "none" and cell.text and dice.random.random() < 0.2:
                    cell.text = ("　" if pad != "trailing" else "") + cell.text + (" " if pad != "ideographic" else "")
    if dice.pick("title place", ["above", "above", "in the table"]) == "in the table":
        _title_inside(draft)
    if alone and dice.pick("tables", ["one", "one", "cut"]) == "cut":
        _cut(draft)
    if dice.chance("note below", 0.2):
        draft.line(
            dice.some(
                ["说明：本表由项目单位填写，随部门预算一并报送。", "注：本表一式两份，单位和财政部门各留存一份。"]
            )
        )


def _label(dice: Dice, cell: Cell, way: str, known: bool, colon: bool) -> None:
    text = cell.text
    if not known or re.search(r"[\d（：\n ]", text):
        return
    if way == "broken" and len(text) > 3 and dice.random.random() < 0.6:
        at = dice.between(2, len(text) - 2)
        cell.text = text[:at] + "\n" + text[at:]
    elif way == "spaced" and len(text) == 4:
        cell.text = " ".join(text)
    elif way == "upright" and cell.down > 2 and cell.span == 1 and len(text) < 7:
        cell.text = "\n".join(text)
    if colon:
        cell.text += "："


def _title_inside(draft: Draft) -> None:
    """The lines from the title down to the first table become its first rows."""
    first = next((i for i, b in enumerate(draft.blocks) if isinstance(b, Table)), 0)
    lines = [b for b in draft.blocks[:first] if isinstance(b, Line)]
    titles = [i for i, b in enumerate(lines) if b.style == "title"]
    table = draft.blocks[first]
    if not titles or not isinstance(table, Table) or len(lines) - titles[0] > 4:
        return
    moved = lines[titles[0] :]
    draft.blocks[titles[0] : first] = []
    table.rows[:0] = [[Cell(line.text, table.width)] for line in moved]


def _cut(draft: Draft) -> None:
    """The longest table falls in two before its indicators."""
    tables = [(len(b.rows), i, b) for i, b in enumerate(draft.blocks) if isinstance(b, Table)]
    if not tables:
        return
    _, at, table = max(tables, key=lambda t: t[0])
    cuts, hanging = [], 0
    for y, row in enumerate(table.rows):
        if hanging == 0 and y > 1:
            cuts.append((max(c.down for c in row), y))
        hanging = max([hanging, *(c.down for c in row)]) - 1
    if not cuts or max(cuts)[0] < 6:
        return
    y = max(cuts)[1]
    below = Table(table.width, table.rows[y:])
    table.rows = table.rows[:y]
    draft.blocks[at + 1 : at + 1] = [Line(""), below]
