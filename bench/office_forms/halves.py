"""The indicators in two halves side by side: outputs and costs, benefits and contentment."""

from __future__ import annotations

from bench.office_forms.draft import Draft, Json
from bench.office_forms.indicator import Indicator, truth_of
from bench.office_forms.parts import Part, Row, singles
from bench.office_forms.table import beside, level, runs


def halves(draft: Draft, rows: list[Indicator]) -> Part:
    """The part; its rows may be read half by half or line by line."""
    left = [row for row in rows if row.group in ("产出", "成本")]
    right = [row for row in rows if row.group not in ("产出", "成本")]
    first = draft.keep("half1", draft.dice.random() < 0.6)
    heads = ["h1", "h2", "h3", "hv"] if first else ["h2", "h3", "hv"]
    drawn = [singles([draft.word(key) for key in heads * 2])]
    lines = range(max(len(left), len(right)))
    drawn += [_half(draft, left, at, first) + _half(draft, right, at, first) for at in lines]
    by_line = [row for at in lines for row in left[at : at + 1] + right[at : at + 1]]
    draft.truth["indicators"] = _truths(draft, left + right, first)
    draft.alternatives.append(_truths(draft, by_line, first))
    draft.layout.choices["head rows"] = "one"
    name = heads.index("h3")
    return beside(draft, Part(2 * len(heads), drawn, (name, len(heads) + name)))


def _half(draft: Draft, rows: list[Indicator], at: int, first: bool) -> Row:
    if at >= len(rows):
        return singles([""] * (3 + first))
    row, run, how = rows[at], runs(rows, at), draft.option("levels")
    levels = level(how, row.level1, run.first) if first else []
    return [*levels, *level(how, row.level2, run.second), *singles([row.name, row.raw])]


def _truths(draft: Draft, rows: list[Indicator], first: bool) -> list[Json]:
    told = [truth_of(draft, row) for row in rows]
    return told if first else [{key: value for key, value in row.items() if key != "level1"} for row in told]
