"""The value of an indicator as it is printed, and what it says."""

from __future__ import annotations

from decimal import Decimal

from bench.office_forms.draft import Draft, Json
from bench.office_forms.figures import trim
from bench.office_forms.indicator import Indicator
from bench.office_forms.words import book

SIGNS = {
    "sign": {">=": "≥", "<=": "≤", "=": "="},
    "ascii": {">=": ">=", "<=": "<=", "=": "="},
    "wide": {">=": "≧", "<=": "≦", "=": "＝"},
    "words": {">=": "大于等于", "<=": "小于等于", "=": "等于"},
}
MEASURES = ("%", "年", "小时", "分钟", "个工作日")
"""Units that are not counted things."""
_LASTING = ["管护机制持续作用", "长效机制运行情况", "对事业发展的持续影响"]
_DATES = ["{y}年{m}月底前", "{y}年{m}月底", "{y}年{m}月前"]


def fill(draft: Draft, row: Indicator) -> None:
    """Name, printed value and truth of one indicator."""
    if row.empty:
        row.target = {"kind": "empty"}
        return
    row.name, row.operator, row.number, row.unit = row.spec.split("|")
    if row.number == "TOTAL":
        row.number = draft.told(draft.amounts["total"])
    if row.operator == "@":
        text = draft.keep("dfmt", draft.dice.choice(_DATES))
        if draft.option("value") not in ("split", "regions", "halfyear"):
            _deadline(draft, row, text)
            return
        row.operator, row.number, row.unit = "=", "100", "%"
        row.name = row.name.replace("完成时间", "按时完成率").replace("时间", "及时率")
    if row.sort == "可持续" and draft.dice.random() < 0.4 and draft.option("value") != "regions" and draft.target:
        _quality(draft, row)
        return
    _number(draft, row)


def _deadline(draft: Draft, row: Indicator, text: str) -> None:
    year, month = draft.bureau.year, int(row.number)
    row.date, row.raw = True, text.format(y=year, m=month)
    row.target = {"kind": "date", "operator": "<=", "date": f"{year}-{month:02d}"}


def _quality(draft: Draft, row: Indicator) -> None:
    """A value in words, which deserves a finding."""
    row.raw = draft.dice.choice(book("wordings")["qualities"])
    if draft.option("value") == "halfyear":
        row.raw = "持续发挥作用"
    row.name = draft.dice.choice([name for name in _LASTING if name not in draft.used])
    draft.used.add(row.name)
    row.target, row.quality = {"kind": "text"}, True
    draft.due.add("unquantified-target")


def _number(draft: Draft, row: Indicator) -> None:
    style = draft.option("op style")
    row.style = "sign" if style == "bracket" and draft.option("value") in ("split", "regions") else style
    row.raw, said = _printed(draft, row)
    bracketed = row.style == "bracket" and "/" not in row.unit
    if bracketed:
        row.name, row.raw = f"{row.name}（{row.unit}）", row.number
    row.target = {"value": row.number} if bracketed else measured(row.number, row.unit)
    if said:
        row.target["operator"] = row.operator


def measured(number: str, unit: str) -> Json:
    """What number and unit say: thousands are multiplied out where things are counted (3.2万人: 32000人)."""
    if unit[0] == "万" and unit[1:] in ("人次", "人", "亩", "平方米", "头", "册", "公斤", "立方米", "批次"):
        return {"kind": "number", "value": trim(Decimal(number) * 10000), "unit": unit[1:]}
    told = {"value": number}
    if unit not in MEASURES:
        told["kind"] = "number"
    return told if unit == "个工作日" else {**told, "unit": unit}


def _printed(draft: Draft, row: Indicator) -> tuple[str, bool]:
    """The value and whether it says its operator."""
    plain, operator = row.number + row.unit, row.operator
    if row.style == "sign":
        if operator == "=" and draft.dice.random() < 0.5:
            return plain, False
        return SIGNS["sign"][operator] + plain, True
    if row.style == "ascii":
        return operator + plain, True
    if row.style == "wide":
        return SIGNS["wide"][operator] + row.number + row.unit.replace("%", "％"), True
    if row.style == "words" and operator != "=":
        if draft.dice.random() < 0.5:
            return {">=": "不低于", "<=": "不超过"}[operator] + plain, True
        return plain + ("以上" if operator == ">=" else "以下" if row.unit == "%" else "以内"), True
    return plain, False
