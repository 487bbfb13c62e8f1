"""Indicators of a whole period beside those of the year, or over them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bench.office_forms.draft import Draft
from bench.office_forms.figures import trim
from bench.office_forms.indicator import Indicator, truth_of
from bench.office_forms.parts import Part, Row, singles
from bench.office_forms.table import beside, level, runs, table

_STACKED = [
    ("长期绩效指标", "年度绩效指标"),
    ("实施期绩效指标", "年度绩效指标"),
    ("中期\n指标", "年度\n指标"),
]
_VALUES = [("实施期指标值", "年度指标值"), ("长期目标值", "年度目标值"), ("中期指标值", "当年指标值")]
_SIDES = [("长期", "年度"), ("实施期", "年度"), ("中期目标", "年度目标")]


def scopes(draft: Draft, rows: list[Indicator], form: str) -> Part:
    """The part: two blocks under `scope_stacked`, else each row with both its values."""
    period = [_of_period(draft, row) for row in rows]
    draft.layout.choices["head rows"] = "one"
    if form == "scope_stacked":
        return _stacked(draft, period, rows)
    part = _with_both(draft, period, rows, form == "scope_side")
    told = [truth_of(draft, row, "period") for row in period]
    annual = [truth_of(draft, row, "annual") for row in rows]
    draft.truth["indicators"] = [row for pair in zip(told, annual, strict=True) for row in pair]
    draft.alternatives.append(told + annual)
    return part


def _of_period(draft: Draft, row: Indicator) -> Indicator:
    """The same indicator for three years."""
    found = replace(row)
    counted = row.operator == ">=" and row.unit not in ("%", "年") and not row.quality and row.sort == "数量"
    if row.date:
        year = draft.bureau.year
        found.raw = row.raw.replace(str(year), str(year + 2))
        found.target = {**row.target, "date": row.target["date"].replace(str(year), str(year + 2))}
    elif counted or "TOTAL" in row.spec:
        found.number = trim(Decimal(row.number) * 3)
        found.raw = row.raw.replace(row.number, found.number, 1)
        found.target = {**row.target, "value": trim(Decimal(row.target["value"]) * 3)}
    return found


def _stacked(draft: Draft, period: list[Indicator], annual: list[Indicator]) -> Part:
    """Two blocks, each with a label at its side; the second may stand under the heads of the first."""
    first, second = draft.keep("sclab", draft.dice.choice(_STACKED))
    over = table(draft, period, labelled=False)
    under = table(draft, annual, labelled=False)
    over, under = beside(draft, over, first), beside(draft, under, second)
    rows = under.rows
    if draft.keep("nohead2", draft.dice.random() < 0.35) and len(rows[0]) == under.cols:
        rows = rows[1:]
        rows[0] = [(second, len(rows), 1), *rows[0]]
    draft.truth["indicators"] = [truth_of(draft, row, "period") for row in period]
    draft.truth["indicators"] += [truth_of(draft, row, "annual") for row in annual]
    return Part(over.cols, over.rows + rows, over.wide)


def _with_both(draft: Draft, period: list[Indicator], annual: list[Indicator], named_twice: bool) -> Part:
    drawn = _side_heads(draft) if named_twice else _value_heads(draft)
    how = draft.option("levels")
    for at, (long, row) in enumerate(zip(period, annual, strict=True)):
        run = runs(annual, at)
        levels = [*level(how, row.level1, run.first), *level(how, row.level2, run.second)]
        again = [row.name] if named_twice else []
        drawn.append([*levels, *singles([row.name, long.raw, *again, row.raw])])
    return beside(draft, Part(6 if named_twice else 5, drawn, (2,)))


def _value_heads(draft: Draft) -> list[Row]:
    heads = draft.keep("schead", draft.dice.choice(_VALUES))
    return [singles([*[draft.word(key) for key in ("h1", "h2", "h3")], *heads])]


def _side_heads(draft: Draft) -> list[Row]:
    """One row of heads that say the scope, or two with the scopes above."""
    scopes = draft.keep("scg", draft.dice.choice(_SIDES))
    name = draft.keep("sch3", draft.dice.choice(["三级指标", "指标名称", "指标内容"]))
    one_row = draft.dice.random() < 0.5
    levels = [draft.word("h1"), draft.word("h2")]
    if one_row:
        return [singles([*levels, *[f"{head}（{scope}）" for scope in scopes for head in (name, "指标值")]])]
    over: Row = [(scope + ("" if "目标" in scope else "绩效指标"), 1, 2) for scope in scopes]
    return [[*[(text, 2, 1) for text in levels], *over], singles([name, "指标值"] * 2)]
