"""What the columns beside the values say: explanation, scoring, source, evidence, history."""

from __future__ import annotations

from decimal import Decimal

from bench.county_forms.rows import Row


def explain(row: Row) -> str:
    """What the indicator measures."""
    return f"反映{row.name}的情况" if row.kind != "number" else f"考核{row.name}，以年末统计数为准"


def scoring(row: Row) -> str:
    """How points are given."""
    return "按期完成得满分，每逾期一个月扣1分" if row.kind == "date" else "达到目标值得满分，未达到的按比例扣分"


def source(row: Row) -> str:
    """Where the figure comes from."""
    return {"满意度": "问卷调查", "成本": "财务账簿", "时效": "工作台账", "质量": "验收资料"}.get(row.part, "统计报表")


def history(row: Row, share: str) -> str:
    """An earlier year's figure, a little below this year's."""
    if row.kind != "number":
        return "较好" if row.kind == "text" else "已完成"
    past = Decimal(row.number) * Decimal(share)
    return f"{past.to_integral_value() if '.' not in row.number else past.quantize(Decimal('0.1')):f}{row.unit}"


def grade(row: Row, share: str) -> str:
    """A threshold of one of the four grades."""
    if row.kind != "number":
        return {"1": "好", "0.9": "较好", "0.8": "一般", "0.7": "差"}[share]
    return f"{(Decimal(row.number) * Decimal(share)).to_integral_value():f}{row.unit}"


def always(row: Row, text: str) -> str:
    """The same words in every row."""
    return text
