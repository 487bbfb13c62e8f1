"""Which hierarchy a form uses: 财预〔2015〕88号 (成本 under 产出) or 财预〔2021〕101号 (成本 a 一级指标 of its own)."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.filing import Indicator, Label, Regime
from extractor.words.word_sets import RegimeWords


def regime_of(indicators: Sequence[Indicator], regimes: Sequence[RegimeWords]) -> Regime | None:
    """The first regime of the rule book whose levels the form shows; None where it shows none's."""
    pairs = {(_name(i.level1), _name(i.level2)) for i in indicators}
    return next((Regime(known.id, known.basis) for known in regimes if known.shows(pairs)), None)


def _name(label: Label | None) -> str:
    return (label.canonical or label.raw) if label is not None else ""
