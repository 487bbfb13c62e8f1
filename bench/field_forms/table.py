"""The indicator table: which columns in which order under which heads, and its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bench.field_forms.dice import Dice
from bench.field_forms.draft import LEFT, Draft, times
from bench.field_forms.facts import LEVELS
from bench.field_forms.facts import Row as Fact
from bench.field_forms.values import cell, meaning
from bench.layout_grammar.canvas import WIDTH, Box, Row

_WIDTHS = {
    "level1": 50,
    "level2": 60,
    "level3": 150,
    "explain": 90,
    "reason": 95,
    "note": 60,
    "criterion": 90,
    "actual": 75,
    "value": 80,
}
_GROUPS = {"sign": "value", "number": "value", "measure": "value"}
_CAUSES = ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"]
_CHANCES = ["确定能", "有可能", "完全不可能"]


@dataclass(slots=True)
class Column:
    """`key` says what it holds, `group` the head above it, "" for none."""

    key: str
    head: str
    group: str = ""
    left: int = 0
    right: int = 0


def plan(dice: Dice, kind: str) -> list[Column]:
    """The columns of this kind's table, placed on the ruler."""
    keys = _keys(dice, kind)
    columns = [Column(k, _head(dice, k)) for k in keys]
    grouped = dice.chance("value group", 0.25)
    for column in columns:
        if grouped and column.key in _GROUPS:
            column.group = dice.option("value group text", ["指标值", "年度指标值"], ["绩效指标值"])
        if column.key.startswith("cause"):
            column.group = dice.option("cause text", ["偏差原因分析", "偏差原因"])
        if column.key.startswith("chance"):
            column.group = dice.word("possible")
    if dice.option("level group", ["none"], ["none", "over levels"]) == "over levels":
        for column in columns:
            if column.key.startswith("level"):
                column.group = "绩效指标"
    if banded(dice):
        columns = [c for c in columns if c.key != "level1"]
    left = LEFT if block_style(dice) in ("left", "left with heads") else 0
    widths = [_WIDTHS.get(c.key, 45) for c in columns]
    scale, at = (WIDTH - left) / sum(widths), float(left)
    for column, width in zip(columns, widths):
        column.left, at = round(at), at + width * scale
        column.right = round(at)
    return columns


def banded(dice: Dice) -> bool:
    """Whether each 一级 is a row of its own over the whole width."""
    return (
        dice.option("bands", ["no"] * 12 + ["yes"], ["yes", "no", "no"]) == "yes" and dice.chosen["levels"] == "three"
    )


def block_style(dice: Dice) -> str:
    """Where 绩效指标 stands."""
    return dice.option("block", ["left", "left", "left", "none", "caption"], ["left with heads"])


def _keys(dice: Dice, kind: str) -> list[str]:
    levels = {
        "three": ["level1", "level2", "level3"],
        "no second": ["level1", "level3"],
        "no first": ["level2", "level3"],
    }
    found = list(levels[dice.option("levels", LEVELS, ["no first"])])
    style = value_style(dice)
    values = {
        "one": ["value"],
        "split": ["sign", "number", "measure"],
        "unit apart": ["number", "measure"],
        "split last": ["sign", "number", "measure"],
    }[style]
    if "target" in kind:
        two = (
            dice.option(
                "values",
                ["one"] * 9 + ["period and annual", "stacked", "halves"],
                ["half and full", "past and present"],
            )
            if style == "one"
            else "one"
        )
        values = {
            "period and annual": ["period", "value"],
            "half and full": ["half", "value"],
            "past and present": ["past", "value"],
        }.get(two, values)
        extra = {
            "none": [],
            "note": ["note"],
            "standard": ["standard"],
            "criterion": ["criterion"],
            "weight": ["weight"],
            "weight note": ["weight", "note"],
        }
        after = extra[
            dice.option(
                "target extra", ["none", "none", "none", "note", "standard", "weight"], ["criterion", "weight note"]
            )
        ]
        before = {"none": [], "explain": ["explain"], "weight first": ["weight"]}[
            dice.option("target between", ["none"] * 5 + ["explain"], ["weight first"])
        ]
        if "weight" in after and "weight" in before:
            before = []
        return [*found, *before, *values, *after]
    if "monitoring" in kind:
        shape = dice.option("monitoring", ["plain", "causes", "chances", "simple"], ["forecast"])
        middle = ["half_actual"] if shape in ("plain", "simple", "chances") else ["half_actual", "full_forecast"]
        tail = {
            "plain": ["reason", "note"],
            "simple": ["note"],
            "forecast": ["reason"],
            "chances": [f"chance{i}" for i in range(3)] + ["note"],
        }
        return [
            *found,
            *values,
            *middle,
            *tail.get(shape, [f"cause{i}" for i in range(6)] + [f"chance{i}" for i in range(3)] + ["note"]),
        ]
    order = dice.option(
        "evaluation order",
        [
            "value actual weight score reason",
            "weight value actual score reason",
            "value weight actual score reason",
            "value actual weight score reason",
        ],
        ["value actual score weight note", "weight value actual reason score", "value actual criterion weight score"],
    )
    return [*found, *(k for part in order.split() for k in (values if part == "value" else [part]))]


def value_style(dice: Dice) -> str:
    return dice.option("value style", ["one"] * 4 + ["split", "unit apart"], ["split last"])


def sign_style(dice: Dice) -> str:
    return dice.option("signs", ["plain", "plain", "plain", "ascii", "wide"], ["words", "bare"])


def _head(dice: Dice, key: str) -> str:
    if key.startswith("cause"):
        return _CAUSES[int(key[-1])]
    if key.startswith("chance"):
        return _CHANCES[int(key[-1])]
    if key == "period":
        return dice.option(
            "period head", ["实施周期指标值", "中期指标值", "总体指标值"], ["实施期指标值", "长期目标值"]
        )
    if key == "half":
        return dice.option("half head", [], ["半年目标值", "半年（程）指标值"])
    if key == "past":
        return dice.option("past head", ["上年实际值", "上年度完成值"])
    if (
        key == "value"
        and "values" in dice.chosen
        and dice.chosen["values"] in ("period and annual", "half and full", "past and present")
    ):
        return dice.option(
            "annual head",
            ["年度指标值"],
            ["全年目标值", "全年指标值"] if dice.chosen["values"] == "half and full" else ["当年指标值"],
        )
    return dice.word(key)


def heads(columns: list[Column]) -> list[Row]:
    """The head in one row, or in two where heads stand over others."""
    if not any(c.group for c in columns):
        return [[Box(c.head, c.left, c.right, 1, "center") for c in columns]]
    top, under, at = list[Box](), list[Box](), 0
    while at < len(columns):
        column = columns[at]
        many = [c for c in columns[at:] if c.group == column.group] if column.group else [column]
        if column.group:
            top.append(Box(column.group, column.left, many[-1].right, 1, "center"))
            under += [Box(c.head, c.left, c.right, 1, "center") for c in many]
        else:
            top.append(Box(column.head, column.left, column.right, 2, "center"))
        at += len(many)
    return [top, under]


def indicators(draft: Draft, columns: list[Column], points: str) -> None:
    """Heads and rows of the table, and the truth of every row."""
    dice, facts = draft.dice, draft.facts
    drawn = heads(columns)
    body = list[Row]()
    for at in range(len(facts.rows)):
        if banded(dice) and (at == 0 or facts.rows[at].level1 != facts.rows[at - 1].level1):
            body.append([Box(shown(draft, "level1", facts.rows[at]).replace("\n", ""), columns[0].left, WIDTH)])
        body.append(row_boxes(draft, columns, facts.rows, at))
    style, block = block_style(dice), dice.word("block")
    total = _total(draft, columns, points)
    if style == "left":
        draft.block(block, drawn + body)
        if total:
            draft.rows.append([Box(total[0].text, 0, total[0].right), *total[1:]])
    elif style == "left with heads":
        label = [Box("", 0, LEFT, len(drawn)), *drawn[0]]
        draft.rows += [label, *drawn[1:]]
        draft.block(block, body)
    else:
        if style == "caption":
            draft.rows.append(
                [
                    Box(
                        dice.option(
                            "caption",
                            ["绩效指标", "年度绩效指标", "二、绩效指标"],
                            ["绩效指标完成情况"] if "self" in facts.kind else ["绩效目标分解指标"],
                        ),
                        0,
                        WIDTH,
                        1,
                        "center",
                    )
                ]
            )
        draft.rows += drawn + body
        if total:
            draft.rows.append(total)
    draft.truth["indicators"] = [t for row in facts.rows for t in told(draft, columns, row)]


def row_boxes(draft: Draft, columns: list[Column], rows: list[Fact], at: int) -> Row:
    found = list[Box]()
    levels = draft.dice.option("level print", ["merged", "merged", "merged", "repeated"], ["first only"])
    for column in columns:
        text = shown(draft, column.key, rows[at])
        if column.key in ("level1", "level2"):
            start = _starts(rows, at, column.key)
            if levels == "merged":
                if start:
                    depth = next((i for i in range(at + 1, len(rows)) if _starts(rows, i, column.key)), len(rows)) - at
                    found.append(Box(text, column.left, column.right, depth, "center"))
                continue
            text = text if start or levels == "repeated" else ""
        found.append(Box(text, column.left, column.right))
    return found


def _starts(rows: list[Fact], at: int, key: str) -> bool:
    if at == 0 or rows[at].level1 != rows[at - 1].level1:
        return True
    return key == "level2" and rows[at].level2 != rows[at - 1].level2


def shown(draft: Draft, key: str, row: Fact) -> str:
    """What this cell says."""
    dice, value = draft.dice, row.value
    plain = {"level1": _level1(draft, row), "level2": _level2(dice, row), "level3": _level3(draft, row),
        "weight": row.weight,
             "actual": row.actual, "half_actual": row.actual, "score": row.score, "reason": row.reason,
             "note": row.note}  # fmt: skip
    if key in plain:
        return plain[key]
    if value is None:
        return ""
    percent = dice.option("percent", ["%", "%", "%", "%", "百分比"])
    if key in ("half", "past") and value.number and value.unit != "%" and row.kind == "quantity":
        value = replace(value, number=times(value.number, 1) if key == "past" else _half(value.number))
    if key in ("value", "full_forecast", "half", "past", "period"):
        return cell(value, sign_style(dice), percent)
    if key == "number":
        return value.number or value.text
    if key == "sign":
        return {"≥": "≥", "≤": "≤", "=": "="}[value.sign] if value.number else "定性"
    if key == "measure":
        return value.unit if value.number else dice.option("no unit", ["", "无", "/"], ["—"])
    if key == "standard":
        return dice.option("standard text", ["计划标准", "历史标准", "行业标准", "基本标准"])
    if key == "explain":
        return f"反映{row.level3}情况"
    if key == "criterion":
        return "达到指标值得满分，未达到按比例扣分"
    if key.startswith("chance"):
        return "√" if key == "chance0" else ""
    return ""


def _half(number: str) -> str:
    return f"{Decimal(number) / 2:.{len(number.partition('.')[2])}f}"


def _level1(draft: Draft, row: Fact) -> str:
    style = draft.dice.option(
        "level1 words", ["plain"] * 5 + ["points", "completed"], ["points under", "numbered", "short"]
    )
    if style.startswith("points"):
        mine = sum(int(r.weight or 0) for r in draft.facts.rows if r.level1 == row.level1)
        return f"{row.level1}{chr(10) if style == 'points under' else ''}（{mine}分）"
    if style == "completed":
        return {"产出指标": "项目完成指标", "效益指标": "项目效益指标"}.get(row.level1, row.level1)
    if style == "short":
        return row.level1.removesuffix("指标")
    order = list(dict.fromkeys(r.level1 for r in draft.facts.rows)).index(row.level1)
    return f"{'一二三四五六七八九'[order]}、{row.level1}" if style == "numbered" else row.level1


def _level2(dice: Dice, row: Fact) -> str:
    style = dice.option("level2 words", ["plain"] * 6 + ["short", "must"], ["broken", "effect"])
    word = row.level2
    if row.kind == "satisfaction":
        word = dice.option(
            "satisfied",
            [
                "服务对象满意度指标",
                "服务对象满意度指标",
                "社会公众或服务对象满意度指标",
                "满意度指标",
                "服务对象满意度",
            ],
            ["社会公众满意度指标", "服务对象满意度指标等"],
        )
    if row.kind == "ecological" and dice.chance("environment", 0.15):
        word = "环境效益指标"
    if style == "short":
        return word.removesuffix("指标")
    if style == "must":
        return word + (
            "（必填）" if row.kind in ("quantity", "quality", "time", "cost", "satisfaction") else "（选填）"
        )
    if style == "broken":
        return word[:2] + "\n" + word[2:]
    return word


def _level3(draft: Draft, row: Fact) -> str:
    style = draft.dice.option("level3 words", ["plain"] * 6 + ["numbered"], ["star"])
    if not row.level3:
        return ""
    if style == "numbered":
        mine = [r.level3 for r in draft.facts.rows if (r.level1, r.level2) == (row.level1, row.level2)]
        return f"指标{mine.index(row.level3) + 1}：{row.level3}"
    return ("★" if style == "star" and row.kind == "quantity" else "") + row.level3


def told(draft: Draft, columns: list[Column], row: Fact) -> list[dict[str, Any]]:
    """The truth of one printed row: two indicators where it has two scopes."""
    keys = {c.key for c in columns} | (
        {"level1"} if "level2" in {c.key for c in columns} and banded(draft.dice) else set()
    )
    truth: dict[str, Any] = {
        k: shown(draft, k, row).replace("\n", "") for k in ("level1", "level2", "level3") if k in keys
    }
    style = sign_style(draft.dice)
    truth |= targets(draft, row, style, "value" in keys, "sign" in keys)
    names = {
        "weight": "weight",
        "actual": "actual",
        "half_actual": "actual",
        "score": "achieved_score",
        "reason": "deviation_reason",
        "note": "note",
        "standard": "standard",
    }
    truth |= {name: shown(draft, key, row) for key, name in names.items() if key in keys}
    if "period" not in keys:
        return [truth]
    return [truth | {"scope": "period"}, truth | {"scope": "annual"}]


def targets(draft: Draft, row: Fact, style: str, one_cell: bool, signed: bool) -> dict[str, Any]:
    """raw, its other spellings, and the parsed target."""
    value = row.value
    if value is None:
        return {"target_raw": ""}
    if one_cell:
        return {"target_raw": shown(draft, "value", row), "target": meaning(value, style)}
    unit = value.unit
    if not value.number:
        return {
            "target_raw": value.text,
            "target_raw_alt": [f"定性{value.text}"],
            "target": {} if re.search(r"\d", value.text) else meaning(value, "plain"),
        }
    sign = {"≥": "≥", "≤": "≤", "=": "="}[value.sign] if signed else ""
    return {"target_raw": f"{sign}{value.number}{unit}", "target": meaning(value, "plain" if signed else "bare", True)}


def _total(draft: Draft, columns: list[Column], points: str) -> Row | None:
    """总分 with the sum of points and of what was scored."""
    keys = [c.key for c in columns]
    dice = draft.dice
    if "score" not in keys or not dice.chance("total row", 0.7):
        return None
    rest = [
        c
        for c in columns
        if c.key in ("weight", "score") or c.left >= min(c.left for c in columns if c.key in ("weight", "score"))
    ]
    first = min(c.left for c in rest)
    gained = sum((Decimal(r.score) for r in draft.facts.rows if r.score), Decimal("0"))
    execution = draft.truth.get("execution") or [{}]
    weight = sum(int(r.weight or 0) for r in draft.facts.rows) + int(points or 0)
    gained += Decimal(execution[0].get("score") or "0") if points else Decimal("0")
    text = {"weight": str(weight), "score": f"{gained:f}"}
    left = columns[0].left
    return [
        Box(dice.word("total_points"), left, first, 1, "center"),
        *(Box(text.get(c.key, ""), c.left, c.right) for c in rest),
    ]
