"""Targets of one project over several years: goals and indicators of the whole term and of the year."""

from __future__ import annotations

from dataclasses import replace

from bench.county_forms.columns import Column, indicator_table, levels, truth_of, value
from bench.county_forms.dice import Dice
from bench.county_forms.draft import Draft, money_block, pairs, parties, period, sign_off
from bench.county_forms.families.projects import project
from bench.county_forms.page import Table
from bench.county_forms.rows import Row, sample_rows


def _scoped(draft: Draft, rows: list[Row], scope: str) -> list[Row]:
    """Rows for the other scope: the same names, of the whole term larger numbers."""
    made = []
    for row in rows:
        if scope == "period" and row.part == "数量" and row.kind == "number":
            number = str(int(row.number) * 3) if "." not in row.number else row.number
            raw = row.raw.replace(",", "").replace(row.number, number)
            row = replace(row, number=number, raw=raw, target=row.target | {"value": number})
        made.append(row)
    return made


def _top(draft: Draft, table: Table, codes: list[str]) -> None:
    one, dice = draft.subject, draft.dice
    cells = parties(draft)
    pairs(table, [*cells, (dice.word("period"), period(draft))])
    money_block(draft, table, codes, dice.pick("money shape of two", ["rows", "rows beside", "pairs"]))
    texts = (
        draft.text("period_goal", dice.some(one.topic["long"])),
        draft.text("annual_goal", dice.some(one.topic["goal"])),
    )
    label = dice.some(["总体目标", "绩效目标", "项目绩效目标"])
    if dice.pick("goals", ["side by side", "one under the other"]) == "side by side":
        table.row((label, 1, 2), dice.word("period_goal"), dice.word("annual_goal"))
        table.row(*texts)
    else:
        table.row((dice.word("period_goal"), 1), texts[0])
        table.row((dice.word("annual_goal"), 1), texts[1])


def long_beside_annual(dice: Dice) -> list[Draft]:
    """Indicators of the whole term on the left, of the year on the right."""
    draft, codes = project(dice, nouns=["项目支出绩效目标申报表", "财政支出绩效目标申报表", "项目支出绩效目标表"])
    table = draft.table(9)
    _top(draft, table, codes)
    annual = sample_rows(dice, draft.subject, blanks=False)
    word = dice.pick("long word", ["长期", "实施期", "中期"])
    left = [replace(c, group=f"{word}绩效指标") for c in [*levels(draft), Column("value", "指标值")]]
    right = [replace(c, group="年度绩效指标") for c in left]
    both = _scoped(draft, annual, "period")
    _side_by_side(draft, table, both, annual, left, right)
    sign_off(draft)
    return [draft]


def _side_by_side(
    draft: Draft, table: Table, long: list[Row], year: list[Row], left: list[Column], right: list[Column]
) -> None:
    """Two halves of one table; the block label hangs before both."""
    table.row((draft.dice.word("indicator_block"), 1, 2 + len(year)), (left[0].group, 4), (right[0].group, 4))
    table.row(*((c.head, 1) for c in (*left, *right)))
    for one, two in zip(long, year):
        table.row(*((text, 1) for row in (one, two) for text in (row.level1, row.level2, row.name, row.raw)))
        draft.truth["indicators"] += [
            truth_of(left, one, draft) | {"scope": "period"}, truth_of(right, two, draft) | {"scope": "annual"}
        ]  # fmt: skip


def long_below(dice: Dice) -> list[Draft]:
    """A block of long-term indicators above the block of the year, each with its heads."""
    draft, codes = project(dice, nouns=["财政支出项目绩效目标申报表", "项目支出绩效目标申报表"])
    table = draft.table(6)
    _top(draft, table, codes)
    annual = sample_rows(dice, draft.subject, blanks=False)
    columns = [*levels(draft, 3), *value(draft), Column("note", dice.word("note"))]
    columns[2].head = dice.some(["指标内容", "三级指标"])
    word = dice.pick("long word", ["长期", "实施期", "中期"])
    for scope, label, rows in (
        ("period", f"{word}绩效指标", _scoped(draft, annual, "period")),
        ("annual", "年度绩效指标", annual),
    ):
        before = len(draft.truth["indicators"])
        indicator_table(draft, table, rows, columns, label)
        for made in draft.truth["indicators"][before:]:
            made["scope"] = scope
    sign_off(draft)
    return [draft]


def two_value_columns(dice: Dice) -> list[Draft]:
    """One name, a value of the whole term and a value of the year."""
    draft, codes = project(dice)
    table = draft.table(6)
    _top(draft, table, codes)
    rows = sample_rows(dice, draft.subject, blanks=False)
    long = {id(r): p for r, p in zip(rows, _scoped(draft, rows, "period"))}
    word = dice.pick("long word", ["实施期", "中期", "长期"])
    heads = [f"{word}指标值", dice.some(["年度指标值", "本年度指标值"])]
    columns = [*levels(draft), Column("other", heads[0], lambda row: long[id(row)].raw), Column("value", heads[1])]
    indicator_table(draft, table, rows, columns, dice.word("indicator_block"))
    made = draft.truth["indicators"]
    draft.truth["indicators"] = [
        r for row, m in zip(rows, made) for r in (truth_of(columns, long[id(row)], draft) | {"scope": "period"},
        m | {"scope": "annual"})
    ]  # fmt: skip
    sign_off(draft)
    return [draft]
