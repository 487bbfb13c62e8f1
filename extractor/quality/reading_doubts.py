"""Doubts of our own reading, never of the filer: recognised cells, an inferred currency unit."""

from __future__ import annotations

from extractor.matching.fold import squeeze
from extractor.quality.case import Case
from extractor.quality.registry import Fault, Held, Says, form_rule


@form_rule("cell-doubtful", "low-ocr-confidence")
def cell_doubtful(case: Case) -> Says:
    """从图像识别的单元格存疑，每格一条，请对照原件。

    为什么：识别会把 ≥ 认成 2、丢掉等号；存疑的值照录，不作改动，也不算填报单位的过失。
    """
    for pointer, doubt in case.form.ocr.items():
        at = case.place(pointer)
        others = "、".join(f"“{_brief(text)}”" for text in doubt.alternatives[:3])
        yield Fault(
            f"“{_brief(doubt.raw)}”是从图像识别的，把握不大{f'，也可能是{others}' if others else ''}，请对照原件核对。",
            pointer, observed=doubt.raw, expected=doubt.alternatives[0] if doubt.alternatives else None, at=at,
        )  # fmt: skip
    if not case.form.ocr:
        yield Held("没有存疑的识别结果")


LONGEST_QUOTE = 30


def _brief(text: str) -> str:
    """The beginning of a long text: a message quotes, `observed` has it whole."""
    one = squeeze(text)
    return one if len(one) <= LONGEST_QUOTE else one[: LONGEST_QUOTE - 1] + "…"


@form_rule("unit-inferred", "inferred-unit")
def unit_inferred(case: Case) -> Says:
    """表上没有写金额单位，单位是推断的。

    为什么：页首、栏名、金额格里都没有写元还是万元，只能由文字、成本指标或数量级推断；请在表上写明。
    不合格：年度资金总额 550（表上没有单位）
    合格：　金额单位：万元
    """
    if case.reading.unit_inferred and case.form.currency_unit:
        yield Fault(
            f"表上没有写明金额单位，按“{case.form.currency_unit}”理解，请在表头写明单位。",
            "/currency_unit", observed=None, expected=case.form.currency_unit,
        )  # fmt: skip
