"""完整性: values, standards, rows and head fields that are printed and left blank."""

from __future__ import annotations

import re

from extractor.characters.fold import fold_text, squeeze
from extractor.quality.case import KIND_NAMES, Case, is_residue
from extractor.quality.registry import Fault, Held, Says, Unsure, form_rule


@form_rule("target-blank", "missing-target-value")
def target_blank(case: Case) -> Says:
    """三级指标已经填写，指标值却是空的。

    为什么：没有指标值就无从考核，系统也不允许保存；只写了单位（“公里”）、只有符号（“≥ %”）或留着“**”都算没填。
    符号栏写“定性”的行不算空白；注明（选填）的行，一旦写了指标名称也要填值；一年的项目，整列没填的长期值不要求填。
    不合格：发放补助资金及时率 ｜ （空）
    合格：　发放补助资金及时率 ｜ 100%
    """
    if not case.reading.has_column("target"):
        yield Held("本表没有指标值栏，不适用")
        return
    for row in case.named:
        if row.blank and row.index not in case.unasked and not case.holds_unread(f"{row.pointer}/target"):
            left = row.target.raw.strip()
            shown = f"只有“{left}”，没有填数" if left else "没有填指标值"
            yield Fault(
                f"{row.called}{shown}，请补填。",
                f"{row.pointer}/target", observed=row.target.raw, expected="具体的指标值",
            )  # fmt: skip
    yield Held(f"查看了 {len(case.named)} 行已命名的指标", {"已命名指标行": str(len(case.named))})


@form_rule("standard-blank", "missing-standard")
def standard_blank(case: Case) -> Says:
    """表中有“绩效标准”栏，指标已填而标准空白。

    为什么：绩效标准（计划标准、历史标准、行业标准等）说明指标值是怎么定的，空着无法判断高低。
    不合格：发放补助资金及时率 ｜ 100% ｜ （空）
    合格：　发放补助资金及时率 ｜ 100% ｜ 计划标准
    """
    if not case.reading.has_column("standard"):
        yield Held("本表没有绩效标准栏，不适用")
        return
    for row in case.named:
        if row.indicator.standard is not None and not row.indicator.standard.strip() and row.index not in case.unasked:
            yield Fault(
                f"{row.called}没有填绩效标准，请补填（如计划标准、行业标准）。",
                f"{row.pointer}/standard", observed="", expected="绩效标准",
            )  # fmt: skip
    yield Held(f"查看了 {len(case.named)} 行已命名的指标")


@form_rule("row-empty", "empty-indicator", "core", "optional")
def row_empty(case: Case) -> Says:
    """印出的二级指标行没有填三级指标，也没有指标值。

    为什么：数量、质量、时效、满意度是每个项目都应有的指标，空着要补；经济、社会、生态效益和可持续影响
    可以没有，只作提示。
    不合格：时效指标 ｜ （空） ｜ （空）
    合格：　时效指标 ｜ 补助资金发放及时率 ｜ 100%
    """
    told: set[tuple[str, str, str]] = set()
    for row in case.rows:
        if row.named or not row.blank or not (row.level2 or row.level1) or row.index in case.unasked:
            continue
        if row.name in case.words.not_applicable or squeeze(row.target.raw) in ("无", "不涉及", "不适用"):
            continue  # said to be of no use here
        if is_residue(row.level2 or row.level1) or is_residue(row.name) or "*" in fold_text(row.target.raw + row.name):
            continue  # a row of the template: template-residue has it
        if case.beside_unread(row):
            yield Unsure(f"第{row.index + 1}行旁边有没有读懂的文字，可能就是指标")
            continue
        if any(case.is_doubtful(f"{row.pointer}/{key}") for key in ("level3", "target")):
            yield Unsure(f"第{row.index + 1}行有墨迹，没有认出文字，可能就是指标")
            continue
        key = (row.indicator.scope, row.level1, row.level2)
        if row.name and (
            key in told or any(o.named and o.level2 == row.level2 and o.level1 == row.level1 for o in case.rows)
        ):
            continue  # "……" or "指标2：" after rows that are filled
        told.add(key)
        label = row.level2 or row.level1
        core = row.kind in case.words.core_kinds and "选填" not in label
        advice = "请补填" if core else "如不适用可删去此行或注明"
        yield Fault(
            f"第{row.index + 1}行“{label}”没有填三级指标和指标值，{advice}。",
            row.pointer, observed=label, expected=f"{KIND_NAMES[row.kind]}的名称和值" if row.kind and core else None,
            grade="core" if core else "optional",
        )  # fmt: skip
    yield Held(f"查看了 {len(case.rows)} 行")


@form_rule("name-blank", "missing-indicator-name")
def name_blank(case: Case) -> Says:
    """有指标值，三级指标却没有名称。

    为什么：只有一个“96”，不知道考核什么。没有三级指标栏的表不适用；填“无”“不涉及”的行不算。
    不合格：数量指标 ｜ （空） ｜ 12
    合格：　数量指标 ｜ 新建泵站数量 ｜ 12座
    """
    looked = 0
    for row in case.rows:
        raw = squeeze(row.target.raw)
        if row.indicator.level3 is None or row.blank or not raw or {raw, row.name} & set(case.words.not_applicable):
            continue
        looked += 1
        if row.named:
            continue
        where = f"（{row.level2 or row.level1}）" if row.level2 or row.level1 else ""
        yield Fault(
            f"第{row.index + 1}行{where}填了指标值“{raw}”，却没有写三级指标的名称，请补填。",
            f"{row.pointer}/level3", observed=row.name, expected="三级指标的名称",
        )  # fmt: skip
    if looked:
        yield Held(f"查看了 {looked} 行有值的指标", {"有值的行": str(looked)})


@form_rule("field-blank", "missing-field")
def field_blank(case: Case) -> Says:
    """表头或落款印着的必填栏空白。

    为什么：填报单位、主管部门、项目名称、填表人、联系电话、填报日期和单位负责人签字是责任的落点；只有
    “（盖章）”也算空白。有签名图像、有手写、标明（选填）的不算，同一栏的另一处已填的也不算。
    不合格：填报单位：（盖章）
    合格：　填报单位：××局（盖章）
    """
    asked = 0
    for field in case.words.required_fields:
        printed = [
            p for p in case.printed(field.field)
            if p.kind != "amount" and not p.optional and any(re.search(x, p.label) for x in field.labels)
        ]  # fmt: skip
        asked += len(printed)
        if not printed or any(not p.blank or p.image for p in case.printed(field.field)):
            continue
        if _value_of(case, field.field) or case.holds_unread(field.field):
            continue
        first = printed[0]
        only = f"只有“{first.raw.strip()}”" if first.raw.strip() else "是空的"
        yield Fault(
            f"“{first.label}”一栏{only}，请填写{field.fill}。",
            field.field, observed=f"{first.label}：{first.raw.strip()}", expected=field.fill, at=first.at,
        )  # fmt: skip
    if asked:
        yield Held(f"查看了印出的 {asked} 个必填栏")
    elif not case.reading.printed:
        yield Unsure("不知道本表印了哪些栏目")


def _value_of(case: Case, pointer: str) -> str | None:
    holder: object = case.form
    for step in pointer.strip("/").split("/"):
        holder = getattr(holder, step, None)
    return holder if isinstance(holder, str) else None
