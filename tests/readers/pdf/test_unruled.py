"""Text PDFs whose tables have no full rulings: never passed over in silence, and never a page too many told."""

from __future__ import annotations

import pytest

from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from tests.make.write_pdf import Sheet, document

RULES = load_rules()
COLUMNS = (60.0, 150.0, 250.0, 400.0)
HEADS = ["一级指标", "二级指标", "指标内容", "预期值"]
ROWS = [
    ["产出指标", "数量指标", "维修泵站", "3座"],
    ["产出指标", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "受益人口", "1200人"],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥95%"],
]


def _page(heads: list[str], rules: list[float]) -> bytes:
    sheet = Sheet()
    sheet.text(200, 80, "项目支出绩效目标表", 14)
    for n, row in enumerate([heads, *ROWS]):
        for x, text in zip(COLUMNS, row):
            sheet.text(x, 130 + 24 * n, text, 9)
    for y in rules:
        sheet.line(55, y, 500, y)
    return document([sheet])


@pytest.mark.parametrize("heads", [HEADS, ["级别", "类别", "内容", "预期"]], ids=["known heads", "others"])
@pytest.mark.parametrize("rules", [[], [115.0, 137.0, 235.0]], ids=["borderless", "three lines"])
def test_a_table_without_full_rulings_never_passes_unread(heads: list[str], rules: list[float]) -> None:
    document = extract_bytes(_page(heads, rules), "1.pdf", rules=RULES)
    read = [i.level3.raw for form in document.forms for i in form.indicators if i.level3]
    told = {f.code for f in document.findings} & {"unreadable-part", "unread-text", "doubtful-table"}
    assert told and document.quality.verdict != "通过"
    assert document.quality.verdict == "未能审核" or len(read) == len(ROWS)


def test_a_page_that_speaks_of_indicators_is_no_table() -> None:
    sheet = Sheet()
    for n, text in enumerate(["本部门设置了数量指标、质量指标和社会效益指标", "各项指标均按年度目标值完成。"]):
        sheet.text(60, 100 + 20 * n, text, 10)
    found = extract_bytes(document([sheet]), "1.pdf", rules=RULES)
    assert not any(f.code == "unreadable-part" for f in found.findings)


def test_the_last_page_that_only_signs_is_read() -> None:
    first, last = Sheet(), Sheet()
    first.text(200, 60, "项目支出绩效目标表", 14)
    xs = [60.0, 150.0, 260.0, 400.0, 500.0]
    grid = [HEADS, *ROWS]
    for n, row in enumerate(grid):
        for x0, x1, text in zip(xs, xs[1:], row):
            first.frame(x0, 80 + 24 * n, x1, 104 + 24 * n)
            first.put((x0, 80 + 24 * n, x1, 104 + 24 * n), text, 9)
    first.text(60, 220, "制表人：王立明", 10)
    last.text(60, 60, "电话：0731-4400000", 10)
    last.text(60, 80, "填制日期：2024年3月5日", 10)
    (form,) = extract_bytes(document([first, last]), "1.pdf", rules=RULES).forms
    assert form.signoff.phone == "0731-4400000"
    assert str(form.signoff.filing_date) == "2024-03-05"


def test_what_stands_in_columns_is_read_and_told() -> None:
    found = extract_bytes(_page(HEADS, [115.0, 137.0, 235.0]), "1.pdf", rules=RULES)
    (form,) = found.forms
    assert [(i.level2.raw, i.level3.raw, i.target.raw) for i in form.indicators if i.level2 and i.level3] == [
        (row[1], row[2], row[3]) for row in ROWS
    ]
    assert found.quality.verdict == "未能审核" and found.quality.score is None
    assert any(f.code == "unreadable-part" and "框线" in f.message for f in found.findings)


def test_kinds_of_rows_in_the_cells_of_a_ruled_page_are_read() -> None:
    """The second page of a table, whose cells break their labels over lines: nothing of it is unread."""
    sheet = Sheet()
    sheet.text(200, 60, "项目支出绩效目标表", 14)
    for y in (80, 140, 200, 260):
        sheet.line(55, y, 400, y)
    for x in (55, 120, 220, 400):
        sheet.line(x, 80, x, 260)
    for n, (level, name) in enumerate([("可持续影响", "非遗传承"), ("社会公众", "公众获得"), ("服务对象", "群众")]):
        sheet.text(60, 100 + 60 * n, level, 9)
        sheet.text(60, 115 + 60 * n, "产出指标" if n else "效益指标", 9)
        sheet.text(130, 100 + 60 * n, name, 9)
        sheet.text(130, 115 + 60 * n, ["数量指标", "质量指标", "满意度指标"][n], 9)
        sheet.text(230, 100 + 60 * n, "≥90%", 9)
    found = extract_bytes(document([sheet]), "a.pdf", rules=RULES)
    assert not any(f.code == "unreadable-part" for f in found.findings)


LABELS = [
    "项目名称　职工服务专项",
    "主管部门　市总工会",
    "年度资金总额　120",
    "年度目标　帮扶困难职工。",
    "绩效指标　服务职工≥300人",
]


@pytest.mark.parametrize(("title", "told"), [("项目支出绩效目标表", True), ("附件：项目支出绩效目标表……12", False)])
def test_a_titled_form_without_heads_and_rulings_is_told(title: str, told: bool) -> None:
    """Its indicators stand in one text: no heads, no rulings, and yet no page to pass over in silence."""
    sheet = Sheet()
    sheet.text(200, 60, title, 14)
    for n, text in enumerate(LABELS):
        sheet.text(60, 100 + 20 * n, text, 10)
    found = extract_bytes(document([sheet]), "a.pdf", rules=RULES)
    assert any(f.code == "unreadable-part" for f in found.findings) == told
