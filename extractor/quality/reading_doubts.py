"""Doubts of our own reading, never of the filer: what was not read, recognised cells, an inferred currency unit."""

from __future__ import annotations

from extractor.characters.fold import squeeze
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
        what = (
            f"“{_brief(doubt.raw)}”是从图像识别的，把握不大{f'，也可能是{others}' if others else ''}"
            if doubt.raw.strip()
            else f"这一格有墨迹，没有认出文字{f'，可能是{others}' if others else ''}"
        )
        yield Fault(
            f"{what}，请对照原件核对。",
            pointer, observed=doubt.raw, expected=doubt.alternatives[0] if doubt.alternatives else None, at=at,
        )  # fmt: skip
    if not case.form.ocr:
        yield Held("没有存疑的识别结果")


def _doubts(case: Case, code: str) -> Says:
    """One fault for each doubt that the reading itself has."""
    for doubt in case.reading.doubts:
        if doubt.code == code:
            yield Fault(
                doubt.why, doubt.pointer, observed=doubt.observed, expected=doubt.expected, at=doubt.at,
                grade="grave" if doubt.grave and code != "no-indicators" else None, confidence=doubt.margin,
            )  # fmt: skip


@form_rule("text-unread", "unread-text", "grave")
def text_unread(case: Case) -> Says:
    """表里有的格子或文字没有读懂：不是任何栏目的值，也不是认得的栏名、注、提示。

    为什么：没有读懂的内容不会参加核查，不说出来就等于漏审。每一片连着的格子报一条，写明第几行第几列；在指标表、资金栏里
    的，或带有数字、百分比、金额、日期的，是错误，本表“未能审核”。不是填报单位的过失，不扣分；请对照原件人工核对，本地常用的
    栏名、列名补入规则库后即可读懂。
    不合格：指标表多出一列“甲乙丙”，各行填有 7座、98%
    合格：　每一格都归入一个栏目
    """
    yield from _doubts(case, "unread-text")
    yield Held("每一格、每一行文字都有归属")


@form_rule("rows-none", "no-indicators")
def rows_none(case: Case) -> Says:
    """整张表没有读到一行指标。

    为什么：绩效表的主体是指标；没有指标的表无从核查，不能算通过。可能是指标表缺页、另附，或版式没有见过。
    不合格：只有表头和落款，没有指标表
    合格：　产出指标 ｜ 数量指标 ｜ 除险加固座数 ｜ ≥6座
    """
    yield from _doubts(case, "no-indicators")
    yield Held(f"读到 {len(case.rows)} 行指标")


@form_rule("column-missing", "missing-column", "grave")
def column_missing(case: Case) -> Says:
    """指标表没有这类表应有的列：目标表没有指标值，自评表没有完成值或得分。

    为什么：没有这一列，相应的核查都不能做；可能表样本来就没有，也可能列名没有见过。不扣分。
    不合格：自评表只有 三级指标 ｜ 年度指标值 ｜ 分值
    合格：　三级指标 ｜ 年度指标值 ｜ 实际完成值 ｜ 分值 ｜ 得分
    """
    yield from _doubts(case, "missing-column")
    yield Held("应有的列都在")


@form_rule("reading-doubted", "doubtful-reading", "grave")
def reading_doubted(case: Case) -> Says:
    """一处有两种读法，相差不多：两种都写出来，请对照原件。

    为什么：读成哪一种，后面的核查结果就不同；程序选了较可能的一种，另一种也要说出来。不扣分。
    不合格：标题写 2023 年，标题下一行写（2024年度）
    合格：　标题与年度行一致
    """
    yield from _doubts(case, "doubtful-reading")
    yield Held("没有相持不下的读法")


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
