"""Where a finding stands, in a clerk's words: the form, the row or field, the place in the file."""

from __future__ import annotations

from extractor.ground.safe import one_line
from extractor.model.document import Place
from extractor.model.filing import Form
from extractor.model.finding import Finding
from extractor.report import words
from extractor.report.excerpt import field_words, form_steps, row_of


def form_name(form: Form) -> str:
    """ "第3张表 2024年项目支出绩效目标表「乡镇工会组织工作经费」" """
    title = one_line(form.title or "") or words.KIND.get(form.kind, form.kind)
    subject = one_line(form.project_name or "") or one_line(form.department or form.filer or "")
    return f"第{form.index + 1}张表 {title}" + (f"「{subject}」" if subject else "")


def row_or_field(finding: Finding, form: Form | None) -> str:
    """The row or field in words; "" for the whole form."""
    steps = form_steps(finding)
    if form is None or not steps:
        return ""
    row = row_of(finding)
    if row is not None:
        level3, level2 = "", ""
        if row < len(form.indicators):
            labels = form.indicators[row]
            level3 = one_line(labels.level3.raw) if labels.level3 else ""
            level2 = one_line(labels.level2.raw) if labels.level2 else ""
        return f"指标第{row + 1}行「{level3 or level2 or '未命名'}」"
    if steps[0] == "amounts":
        return "金额" + (f"「{words.AMOUNT.get(steps[1], steps[1])}」" if len(steps) > 1 else "")
    if steps[0] == "execution":
        return "预算执行情况" + (f"第{int(steps[1]) + 1}行" if len(steps) > 1 and steps[1].isdigit() else "")
    label, _ = field_words(steps, form)
    return f"「{label}」栏" if label else ""


def place_words(at: Place) -> str:
    """A place in words: page, sheet cell, line, table row and column counted from 1."""
    said = []
    if "page" in at:
        said.append(f"第{at['page']}页")
    if "sheet" in at:
        said.append(f"工作表「{at['sheet']}」")
    if "cell" in at:
        said.append(f"单元格 {at['cell']}")
    if "line" in at:
        said.append(f"文本第{at['line']}行")
    if "table" in at and "cell" not in at:
        said.append(f"第{at['table'] + 1}个表格" + _row_col(at))
    return " ".join(said)


def _row_col(at: Place) -> str:
    row = f"第{at['row'] + 1}行" if "row" in at else ""
    return row + (f"第{at['col'] + 1}列" if "col" in at else "")
