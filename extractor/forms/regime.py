"""Which hierarchy a form uses: 财预〔2015〕88号 (成本 under 产出) or 财预〔2021〕101号 (成本 a 一级指标 of its own)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.filing import Indicator, Label, Regime

_NEW_COSTS = frozenset({"经济成本指标", "社会成本指标", "生态环境成本指标"})


def _name(label: Label | None) -> str:
    return (label.canonical or label.raw) if label is not None else ""


def regime_of(indicators: Sequence[Indicator]) -> Regime | None:
    """The regime by where cost and lasting influence stand; None where the form shows neither."""
    pairs = {(_name(i.level1), _name(i.level2)) for i in indicators}
    if any(one == "成本指标" for one, _ in pairs):
        return Regime("2021-101", "成本指标单列为一级指标")
    if any(one == "产出指标" and two == "成本指标" for one, two in pairs):
        return Regime("2015-88", "成本指标列在产出指标之下")
    if any(two in _NEW_COSTS for _, two in pairs):
        return Regime("2021-101", "二级指标为经济成本、社会成本或生态环境成本指标")
    if any(one == "效益指标" and two == "可持续影响指标" for one, two in pairs):
        return Regime("2015-88", "效益指标下列有可持续影响指标")
    if any(one in ("产出指标", "效益指标", "满意度指标") for one, _ in pairs):
        return Regime("2015-88", "只有产出、效益、满意度指标，未见成本一级指标")
    return None
