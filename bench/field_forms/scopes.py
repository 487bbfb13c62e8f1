"""Target tables with a long-term and an annual half: side by side, or one under the other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bench.field_forms.draft import LEFT, Draft, times
from bench.field_forms.facts import Row as Fact
from bench.field_forms.table import Column, heads, row_boxes, told
from bench.layout_grammar.canvas import WIDTH, Box, Row


def longer(rows: list[Fact]) -> list[Fact]:
    """The same indicators over three years: amounts grow, rates stay."""
    found = []
    for row in rows:
        value = row.value
        if value and value.number and value.unit not in ("%", "‰", "万元") and row.kind == "quantity":
            value = replace(value, number=times(value.number, 3))
        if value and value.number and value.unit == "%" and Decimal(value.number) < 97:
            value = replace(value, number=times(str(Decimal(value.number) + 1), 1))
        found.append(replace(row, value=value))
    return found


def halves(draft: Draft) -> None:
    """一级 | 二级 三级 指标值 | 二级 三级 指标值, each half under its own head."""
    dice = draft.dice
    widths, keys = [50, 55, 120, 80, 55, 120, 80], ["level1"] + ["level2", "level3", "value"] * 2
    scale, at, columns = (WIDTH - LEFT) / sum(widths), float(LEFT), list[Column]()
    long_head = dice.option("half words", ["中期指标", "长期绩效指标", "中期绩效指标"], ["实施期指标"])
    year_head = dice.option("half year words", ["年度指标", "年度绩效指标"], ["当年指标"])
    banner = dice.chance("half banner", 0.6)
    for i, (key, width) in enumerate(zip(keys, widths)):
        left, at = round(at), at + width * scale
        group = "" if i == 0 or not banner else long_head if i < 4 else year_head
        columns.append(Column(key, dice.word(key), group, left, round(at)))
    if not banner:
        columns[3].head, columns[6].head = "中期指标值", "年度指标值"
    rows, long_rows = draft.facts.rows, longer(draft.facts.rows)
    body: list[Row] = []
    for i in range(len(rows)):
        boxes = [*row_boxes(draft, columns[:4], long_rows, i), *row_boxes(draft, columns[4:], rows, i)]
        body.append(boxes)
    draft.block(dice.word("block"), heads(columns) + body)
    draft.truth["indicators"] = [t | {"scope": "period"} for r in long_rows for t in told(draft, columns[:4], r)]
    draft.truth["indicators"] += [
        t | {"scope": "annual"} for r in rows for t in told(draft, [columns[0], *columns[4:]], r)
    ]


def stacked(draft: Draft, columns: list[Column]) -> None:
    """长期绩效指标 with its own heads, then 年度绩效指标 with its own."""
    dice = draft.dice
    words = dice.option(
        "stack words", ["长期绩效指标|年度绩效指标", "实施期绩效指标|本年度绩效指标"], ["中长期绩效指标|当年绩效指标"]
    ).split("|")
    left = columns[0].left
    truth = []
    for word, rows, scope in zip(words, (longer(draft.facts.rows), draft.facts.rows), ("period", "annual")):
        body = heads(columns) + [row_boxes(draft, columns, rows, i) for i in range(len(rows))]
        if left == LEFT:
            draft.block(word, body)
        else:
            draft.rows += [[Box(word, 0, WIDTH, 1, "center")], *body]
        truth += [t | {"scope": scope} for r in rows for t in told(draft, columns, r)]
    draft.truth["indicators"] = truth
