"""Points that add up only with a figure that nobody read accuse nobody: the rule cannot tell."""

from __future__ import annotations

import pytest

from extractor.forms.account import Doubt, Part
from extractor.forms.assemble import read_forms
from extractor.quality.engine import review
from extractor.rulebook import load_rules
from tests.make.sketch import draw

RULES = load_rules()
FORM = """#     2025年度项目支出绩效自评表
| 项目名称 | 泵站改造 | < | < | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 改造泵站 | ≥3座 | 3座 | 45 | 45 |
| 满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥90% | 92% | 40 | 40 |
| 总分 | < | < | < | < | 100 | 99 |
"""


def outcomes(*doubts: Doubt) -> dict[str, str]:
    [reading] = read_forms(draw(FORM), RULES, "0" * 64)
    reading.doubts += doubts
    said = review([reading], [], source_sha="0" * 64, rules=RULES)
    return {check.rule: check.outcome for check in said[1] if check.rule in ("points-total", "scores-total")}


def unread(observed: str, part: Part) -> Doubt:
    return Doubt("unread-text", "/unmapped/0", "没有读懂。", {"table": 0}, part=part, observed=observed)


def test_sums_without_anything_unread_are_faults() -> None:
    assert outcomes() == {"points-total": "fired", "scores-total": "fired"}


@pytest.mark.parametrize(
    ("observed", "part", "points", "scores"),
    [
        ("分值 15", "head", "cannot-tell", "fired"),
        ("得分 14", "head", "fired", "cannot-tell"),
        ("执行情况", "money", "cannot-tell", "cannot-tell"),
        ("12", "head", "fired", "fired"),
        ("150 1.5", "indicators", "fired", "fired"),
    ],
)
def test_what_nobody_read_may_be_what_is_missing(observed: str, part: Part, points: str, scores: str) -> None:
    assert outcomes(unread(observed, part)) == {"points-total": points, "scores-total": scores}
