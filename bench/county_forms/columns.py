"""The indicator table: columns by what they hold, merged downward or repeated, with one or two rows of heads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from bench.county_forms.draft import Draft
from bench.county_forms.page import Cell, Json, Table, spread
from bench.county_forms.rows import Row

_TRUTHS = {"weight": "points", "actual": "actual", "achieved_score": "score", "deviation_reason": "reason"}


@dataclass(slots=True)
class Column:
    """`role` is a key of the truth (level1 … note), `value`, `sign`, `number`, `unit`, or `other` with its own
    `fill`.
    """

    role: str
    head: str
    fill: Callable[[Row], str] | None = None
    group: str = ""
    wide: int = 1


def levels(draft: Draft, count: int = 3) -> list[Column]:
    """The columns of names, the last `count` levels."""
    word = draft.dice.word
    made = [
        Column("level1", word("level1")),
        Column("level2", word("level2")),
        Column("level3", word("level3"), wide=2),
    ]
    if made[0].head == "一级" or made[1].head == "二级":
        made[0].head, made[1].head = "一级指标", "二级指标"
    return made[3 - count :]


def value(draft: Draft) -> list[Column]:
    """One column of values."""
    return [Column("value", draft.dice.word("value"))]


def split_value(draft: Draft, *, group: bool = False) -> list[Column]:
    """Sign, number and unit in columns of their own, in one of two orders."""
    word = draft.dice.word
    number, unit = Column("number", "指标值" if group else word("value")), Column("unit", word("unit"))
    order = draft.dice.pick("split order", ["sign first", "unit first"])
    made = [Column("sign", word("sign")), *([number, unit] if order == "sign first" else [unit, number])]
    head = word("value") if group else ""
    for column in made:
        column.group = head
    return made


def text_of(column: Column, row: Row, draft: Draft) -> str:
    """What the cell of this column prints."""
    if column.fill:
        return "" if row.blank else column.fill(row)
    if row.blank:
        return {"level1": row.level1, "level2": row.level2}.get(column.role, "")
    nothing = draft.dice.chosen.get("no unit", "")
    return {
        "level1": row.level1, "level2": row.level2, "level3": row.name, "value": row.raw, "sign": row.sign,
        "number": row.number,
        "unit": row.unit or nothing, "weight": row.points, "actual": row.actual, "achieved_score": row.score,
        "deviation_reason": row.reason, "note": "",
    }[column.role]  # fmt: skip


def counted(target: Json) -> Json:
    """A target of a value cell: 万 before a unit that is not money multiplies."""
    unit = target.get("unit") or ""
    if not unit.startswith("万") or unit.startswith("万元"):
        return target
    return target | {"value": f"{Decimal(target['value']) * 10000:f}", "unit": unit[1:]}


def truth_of(columns: list[Column], row: Row, draft: Draft) -> Json:
    """What a reader should note of this row, for the columns printed."""
    roles = {c.role for c in columns}
    made: Json = {k: text_of(c, row, draft) for c in columns for k in (c.role,) if k.startswith("level")}
    if "number" in roles:
        made["target_raw"] = row.sign + row.number + row.unit
        made["target_raw_alt"] = [row.number, row.number + row.unit]
    elif "value" in roles:
        made["target_raw"] = row.raw
    if row.kind == "empty":
        draft.allowed.add("missing-target-value")
    if ("number" in roles or "value" in roles) and not row.blank:
        made["target"] = dict(row.target)
        if "number" in roles and row.kind == "date":
            made["target"] = {"kind": "date", "date": row.target["date"]}
        elif "number" not in roles:
            made["target"] = counted(made["target"])
    for column in columns:
        if column.role in ("weight", "actual", "achieved_score", "deviation_reason", "note", "standard"):
            made[column.role] = text_of(column, row, draft)
    return made


def indicator_table(
    draft: Draft, table: Table, rows: list[Row], columns: list[Column], block: str | None = None
) -> list[int]:
    """Heads and rows on the grid of `table`; levels hang down over their rows or are repeated. Returns the spans."""
    hang = draft.way("levels", ["merged", "merged", "repeated"]) == "merged"
    if block is not None:
        place = draft.way("block place", ["left", "left", "left", "band", "none"])
        if place == "band":
            table.row((block, 0))
        block = block if place == "left" else None
        if block is None and table.width > len(columns) and draft.way("numbered rows", ["no", "yes", "no"]) == "yes":
            return _numbered(draft, table, rows, columns, hang)
    return _laid(draft, table, rows, columns, block, hang)


def _numbered(draft: Draft, table: Table, rows: list[Row], columns: list[Column], hang: bool) -> list[int]:
    """The same with a column of numbers before the levels."""
    counted_rows = {id(r): str(i) for i, r in enumerate(rows, 1)}
    number = Column("other", draft.dice.some(["序号", "编号"]), lambda r: counted_rows[id(r)])
    return _laid(draft, table, rows, [number, *columns], None, hang)[1:]


def _laid(
    draft: Draft, table: Table, rows: list[Row], columns: list[Column], block: str | None, hang: bool
) -> list[int]:
    """The table on its grid, `block` hanging at the left where there is one."""
    tiers = 2 if any(c.group for c in columns) else 1
    spans = spread(table.width - (block is not None), [c.wide for c in columns])
    first: list[Cell] = [] if block is None else [Cell(block, 1, tiers + len(rows))]
    for name, run in groupby(zip(columns, spans), key=lambda c: c[0].group or id(c[0])):
        under = list(run)
        if isinstance(name, str):
            first.append(Cell(name, sum(s for _, s in under)))
        else:
            first.append(Cell(under[0][0].head, under[0][1], tiers))
    table.row(*first)
    if tiers == 2:
        table.row(*(Cell(c.head, s) for c, s in zip(columns, spans) if c.group))
    for at, row in enumerate(rows):
        cells = []
        for column, span in zip(columns, spans):
            down = _down(column.role, rows, at) if hang else 1
            if down:
                cells.append(Cell(_shown(draft, column, row), span, down))
        table.row(*cells)
        draft.truth["indicators"].append(truth_of(columns, row, draft))
    return spans


def _shown(draft: Draft, column: Column, row: Row) -> str:
    text = text_of(column, row, draft)
    if column.role == "level1" and draft.dice.chosen.get("upright") == "yes":
        return "\n".join(text) if len(text) < 6 else text
    return text


def _down(role: str, rows: list[Row], at: int) -> int:
    """How many rows the level cell at this row covers; 0 where one above covers it."""

    def key(row: Row) -> tuple[str, ...]:
        return (row.level1,) if role == "level1" else (row.level1, row.level2)

    if role not in ("level1", "level2"):
        return 1
    if at and key(rows[at - 1]) == key(rows[at]):
        return 0
    return sum(1 for _ in next(iter([list(g) for _, g in groupby(rows[at:], key=key)])))
