"""One small project form as .docx and as a web page, with the places where a feature is put left to the test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make.write_docx import package, run

RULES = load_rules()
TITLE, YEAR = "项目支出绩效目标表", "（2024年度）"
HEAD = "填报单位：某市交通局　　　　单位：万元"
FOOT = "填表人：张三　　联系电话：0737-2720000　　填报日期：2023年12月1日　　单位负责人签字：李四"
GOAL = "完成农村道路日常养护95公里，改善群众出行条件。"
WIDTHS = (1300, 1900, 1900, 2100, 1900)


def p(content: str = "", properties: str = "") -> str:
    """A Word paragraph of text or runs."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A Word run with properties."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, span: int = 1, width: int = 0, properties: str = "") -> str:
    """A Word cell; `content` is text or block-level XML."""
    more = (f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else "") + (
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    )
    body = content if content.startswith(("<w:p", "<w:tbl", "<mc:", "<w:sdt")) else p(content)
    return f"<w:tc><w:tcPr>{more}{properties}</w:tcPr>{body}</w:tc>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    grid = f"<w:tblGrid>{columns}</w:tblGrid>" if widths else ""
    return f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


@dataclass
class Slots:
    """What stands at the places that features concern; Word: block XML or text, web: HTML or text."""

    title: str = ""
    head: str = HEAD
    value: str = "≥95公里"
    second: str = "≥98%"
    name: str = "养护里程"
    project: str = "农村道路养护"
    amount: str = "120.00"
    goal: str = GOAL
    foot: str = FOOT
    last: str = ""
    """The last row, where it is built otherwise."""
    cell: str = ""
    """Properties of the value's cell."""


def word(slots: Slots, extra: dict[str, str | bytes] | None = None, relations: str = "", after: str = "") -> bytes:
    """The form as .docx."""

    def block(content: str) -> str:
        return content if content.startswith(("<w:p>", "<w:tbl")) else p(content)

    title = slots.title or p(TITLE, '<w:jc w:val="center"/>') + p(YEAR, '<w:jc w:val="center"/>')
    table = tbl(
        tc("项目名称") + tc(slots.project, 4),
        tc("主管部门") + tc("某市交通局") + tc("实施单位") + tc("某市公路养护中心", 2),
        tc("项目资金（万元）") + tc("年度资金总额") + tc(slots.amount, 3),
        tc("年度绩效目标") + tc(slots.goal, 4),
        tc("一级指标") + tc("二级指标") + tc("三级指标", 2) + tc("指标值"),
        tc("产出指标") + tc("数量指标") + tc(slots.name, 2) + tc(slots.value, properties=slots.cell),
        tc("产出指标") + tc("质量指标") + tc("养护合格率", 2) + tc(slots.second),
        tc("产出指标") + tc("时效指标") + tc("完成时间", 2) + tc("2024年12月底前"),
        tc("产出指标") + tc("成本指标") + tc("项目总成本", 2) + tc("≤120万元"),
        slots.last or tc("满意度指标") + tc("服务对象满意度指标") + tc("群众满意度", 2) + tc("≥90%"),
        widths=WIDTHS,
    )
    return package(title + block(slots.head) + table + block(slots.foot) + after, extra, relations)


def web(slots: Slots, head: str = "", row: str = "") -> bytes:
    """The form as a web page; `row` stands between the rows of the indicators."""
    title = slots.title or f'<p style="text-align:center">{TITLE}</p><p style="text-align:center">{YEAR}</p>'
    rows = (
        ("项目名称", (slots.project, 4)), ("主管部门", "某市交通局", "实施单位", ("某市公路养护中心", 2)),
        ("项目资金（万元）", "年度资金总额", (slots.amount, 3)), ("年度绩效目标", (slots.goal, 4)),
        ("一级指标", "二级指标", ("三级指标", 2), "指标值"), ("产出指标", "数量指标", (slots.name, 2), slots.value),
    )  # fmt: skip
    below = (
        ("产出指标", "质量指标", ("养护合格率", 2), slots.second),
        ("产出指标", "时效指标", ("完成时间", 2), "2024年12月底前"),
        ("产出指标", "成本指标", ("项目总成本", 2), "≤120万元"),
        ("满意度指标", "服务对象满意度指标", ("群众满意度", 2), "≥90%"),
    )  # fmt: skip
    table = f"<table border=1>{''.join(map(_row, rows))}{row}{''.join(map(_row, below))}</table>"
    blocks = [part if part.startswith("<") else f"<p>{part}</p>" for part in (slots.head, table, slots.foot)]
    return f'<html><head><meta charset="utf-8">{head}</head><body>{title}{"".join(blocks)}</body></html>'.encode()


def _row(cells: tuple[Any, ...]) -> str:
    made = [cell if isinstance(cell, tuple) else (cell, 1) for cell in cells]
    return "<tr>" + "".join(f"<td colspan={span}>{text}</td>" for text, span in made) + "</tr>"


def read(data: bytes, name: str) -> dict[str, Any]:
    """The JSON document of a file."""
    return extract_bytes(data, name, rules=RULES).model_dump(mode="json")


def target(document: dict[str, Any], row: int = 0) -> tuple[str | None, str | None]:
    """(operator, value) of an indicator."""
    found = document["forms"][0]["indicators"][row]["target"]
    return found["operator"], found["value"]


def told(document: dict[str, Any], code: str) -> list[str | None]:
    """Pointers of the findings of one code."""
    return [finding["field"] for finding in document["findings"] if finding["code"] == code]


def left(document: dict[str, Any]) -> list[str]:
    """Texts of the first form's `unmapped`."""
    return [entry["text"] for entry in document["forms"][0]["unmapped"]]


SIGNED = {"preparer": "张三", "phone": "0737-2720000", "filing_date": "2023-12-01", "responsible_person": "李四"}


def signed(document: dict[str, Any]) -> dict[str, str | None]:
    """What of the sign-off `SIGNED` names."""
    return {key: document["forms"][0]["signoff"][key] for key in SIGNED}
