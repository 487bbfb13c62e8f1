"""What a reading of a value is made of: the parsed fields, the row around it, and the words for ≥, ≤, >, <, =."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.model.filing import Operator, TargetKind
from extractor.values.unit import UnitIndex


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell, or one piece of it, says; the fields of TARGET. `written` is a piece's own text, not compared."""

    kind: TargetKind
    operator: Operator | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    date: str | None = None
    approximate: bool = False
    parts: tuple[Reading, ...] = ()
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Context:
    """What the row's other cells say about a value.

    `unit`: the unit column's; `label_unit`: the name's bracket's; `proportion`: the unit is 比例 (0.97 = 97 %);
    `money`: a cost row, so 250万 is 250万元; `duration`: the name asks for a length of time, so 12月 is no date;
    `timely`: the name asks for a date; `year`: the form's.
    """

    units: UnitIndex
    unit: str | None = None
    label_unit: str | None = None
    operator: Operator | None = None
    proportion: bool = False
    money: bool = False
    duration: bool = False
    timely: bool = False
    year: int | None = None


_OPERATOR_WORDS: dict[Operator, str] = {
    ">=": (
        "≥ >= => 不低于 不少于 不小于 不得低于 不得少于 不得小于 大于等于 大于或等于 高于等于 高于或等于 多于或等于 "
        "多于等于 至少 最少 最低 达到或超过 不能低于 不应低于 应不低于"
    ),
    "<=": (
        "≤ <= =< 不超过 不高于 不大于 不多于 不得超过 不得高于 不得大于 不得多于 不突破 不超出 不能超过 小于等于 "
        "小于或等于 低于等于 低于或等于 少于等于 少于或等于 至多 最多 最高 未超过 不超"
    ),
    ">": "> 大于 高于 超过 多于 超出",
    "<": "< 小于 低于 少于 不足 不到 不满",
    "=": "= == 等于",
}
OPERATORS: dict[str, Operator] = {word: op for op, words in _OPERATOR_WORDS.items() for word in words.split()}
OPERATOR = "|".join(re.escape(w) for w in sorted(OPERATORS, key=len, reverse=True))
HAN_OPERATOR = re.compile("|".join(w for w in sorted(OPERATORS, key=len, reverse=True) if w[0] > "\u3000"))
