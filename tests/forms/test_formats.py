"""The same layout written as Word, Excel, web page and text dump gives the same form."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff

import pytest

from extractor import readers
from extractor.forms.assemble import read_forms
from extractor.model.document import Grid
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make import layouts
from tests.make.filing import Block, Para, Span, Table
from tests.make.sketch import draw
from tests.make.write_docx import docx
from tests.make.write_sheets import xls, xlsx
from tests.make.write_text import html_page, text_dump

WRITERS: dict[str, Callable[[list[Block]], bytes]] = {
    "docx": docx,
    "html": html_page,
    "txt": text_dump,
    "xls": xls,
    "xlsx": xlsx,
}
SPANLESS = {("mof-z-review", "txt"), ("department-tasks", "txt")}
"""The text dump does not carry spans: here another neighbour names what no field takes."""

UNTOLD = {
    ("merged-values", "txt"), ("monitoring-five-causes", "txt"), ("two-forms-side-by-side", "txt"),
    ("whole-disclosure", "txt"), ("whole-disclosure", "xls"), ("whole-disclosure", "xlsx"),
}  # fmt: skip
"""Values merged over rows, three head rows or a second one under two of the heads, and two forms beside each other: a
dump without spans does not tell where they stand. All tables of a budget in one sheet: no filing has that."""


def _blocks(name: str) -> list[Block]:
    blocks: list[Block] = []
    for item in draw((layouts.FOLDER / f"{name}.sketch").read_text("utf-8")).items:
        if isinstance(item, Grid):
            blocks.append(Table(item.cols, [Span(c.row, c.col, c.text, c.rowspan, c.colspan) for c in item.cells]))
        else:
            blocks.append(Para(item.text, centred=bool(item.centred)))
    return blocks


@pytest.mark.parametrize("format", sorted(WRITERS))
@pytest.mark.parametrize("name", layouts.names())
def test_every_format_gives_the_same_form(name: str, format: str) -> None:
    if (name, format) in UNTOLD:
        pytest.skip("the text dump does not carry spans")
    data = WRITERS[format](_blocks(name))
    document = readers.read(data, f"layout.{format}", format)
    got = layouts.summary(read_forms(document, load_rules(), "0" * 64))
    expected = (layouts.FOLDER / f"{name}.expected").read_text("utf-8")
    if (name, format) in layouts.known_gaps("formats"):
        right = _ordered(got, (name, format)) == _ordered(expected, (name, format))
        assert not right, "it comes right now: take it off tests/layouts/known-gaps.yaml"
    else:
        assert _ordered(got, (name, format)) == _ordered(expected, (name, format)), _difference(expected, got)


def _difference(expected: str, got: str) -> str:
    """What this format gives otherwise than the sketch, fact by fact: "-" as kept in .expected, "+" as read here."""
    return "\n" + "\n".join(unified_diff(expected.split("\n"), got.split("\n"), "sketch", "read", lineterm="", n=0))


def _ordered(summary: str, case: tuple[str, str]) -> list[str]:
    """Facts in order, what no field takes as a set: free lines and sheet rows stand in different places."""
    facts = [line for line in summary.split("\n") if not line.startswith("unmapped")]
    rest = sorted(line for line in summary.split("\n") if line.startswith("unmapped"))
    return facts if case in SPANLESS else facts + rest


def test_a_second_form_without_a_title_begins_with_its_lines() -> None:
    """项目名称：X on a line, the money in a table of its own, after a form with indicators: both were lost."""

    def form(project: str, total: str) -> str:
        rows = [
            ("项目资金", "年度资金总额（万元）", total),
            ("", "其中：财政拨款", total),
            ("年度目标", f"完成{project}。", ""),
        ]
        money = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows)
        heads = ["一级指标", "二级指标", "三级指标", "指标值"]
        cells = [
            heads,
            ["产出指标", "数量指标", "改造泵站", "≥3座"],
            ["效益指标", "社会效益指标", "受益人口", "≥900人"],
        ]
        table = "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in cells)
        return f"<p>项目名称：{project}</p><p>主管部门：某县水利局</p><table>{money}</table><table>{table}</table>"

    html = f"<h2>2024年项目支出绩效目标表</h2>{form('泵站改造', '80')}{form('渠道清淤', '60')}"
    document = extract_bytes(f"<meta charset=utf-8>{html}".encode(), "1.html", rules=load_rules())
    assert [(f.project_name, f.amounts["total"].value, len(f.indicators)) for f in document.forms] == [
        ("泵站改造", "80", 2),
        ("渠道清淤", "60", 2),
    ]


@pytest.mark.parametrize(
    "annex", ["附件1：2024年度预算绩效管理有关表格", "附件：2024年度绩效自评材料", "2024年度绩效自评表格"]
)
@pytest.mark.parametrize("format", ["docx", "html", "xlsx"])
def test_the_year_of_a_heading_above_the_title_is_the_forms(annex: str, format: str) -> None:
    sketch = f"""
| {annex} | < | < | < | < |
| 项目支出绩效自评表 | < | < | < | < |
| 项目名称 | 空气站运维 | < | < | < |
| 主管部门 | 青禾县生态局 | < | < | < |
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 |
| 产出指标 | 数量指标 | 运维站点 | 11个 | 11个 |
| 满意度指标 | 服务对象满意度指标 | 公众满意度 | ≥85% | 89% |
"""
    [table] = [item for item in draw(sketch).items if isinstance(item, Grid)]
    blocks: list[Block] = [Table(table.cols, [Span(c.row, c.col, c.text, c.rowspan, c.colspan) for c in table.cells])]
    document = readers.read(WRITERS[format](blocks), f"a.{format}", format)
    [reading] = read_forms(document, load_rules(), "0" * 64)
    form = reading.form
    assert (form.fiscal_year, form.title) == (2024, "项目支出绩效自评表")
