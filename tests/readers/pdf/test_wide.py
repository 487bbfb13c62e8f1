"""A workbook's sheet printed wider than its pages: the right columns on pages of their own, read as one table."""

from __future__ import annotations

import pytest

from extractor.readers import read
from tests.make.write_pdf import Sheet, document

LEFT, CUT, RIGHT = 60.0, 300.0, 540.0
XS = [LEFT, 160, CUT, 420, RIGHT]
ROWS = [
    ["项目名称", "泵站及渠道维修养护工程", "", ""],
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "维修泵站", "3座"],
    ["产出指标", "质量指标", "验收合格率", "100%"],
    ["效益指标", "社会效益指标", "受益人口", "800人"],
    ["满意度指标", "服务对象满意度", "群众满意度", "95%"],
]
TITLE = "二〇二四年度项目支出绩效目标申报表"


def _sheet(rows: list[list[str]], begin: float, end: float, *, titled: bool) -> Sheet:
    """What stands between two places of the wide sheet, on a page with the same margin; texts are cut at the edges."""
    page, by = Sheet(), LEFT - begin

    def clipped(x: float, y: float, text: str) -> None:
        run = Sheet()
        run.text(x + by, y, text, 10)
        page.ops.append(f"q {LEFT} {page.height - 700} {end - begin} 660 re W n {run.ops[0]} Q")

    if titled:
        clipped(CUT - 70, 60, TITLE)
    for n, row in enumerate(rows):
        top = 90 + 24.0 * n
        merged = row[2:] == ["", ""]
        for k, text in enumerate(row):
            x = CUT - 40 if merged and k == 1 else XS[k] + 4
            if text and (merged and k == 1 or begin <= XS[k] < end):
                clipped(x, top + 16, text)
        for x in [XS[0], XS[1], XS[-1]] if merged else XS:
            if begin <= x <= end and not (x == CUT and end == CUT):
                page.line(x + by, top, x + by, top + 24)
    for n in range(len(rows) + 1):
        page.line(begin + by, 90 + 24 * n, end + by, 90 + 24 * n)
    return page


@pytest.mark.parametrize("across", [False, True])
def test_the_pages_of_a_wide_sheet_are_one_table(across: bool) -> None:
    """Its pages down and then over, or over and then down; nothing crosses the edge on the lower ones."""
    upper = [_sheet(ROWS[:4], a, b, titled=True) for a, b in ((LEFT, CUT), (CUT, RIGHT))]
    lower = [_sheet(ROWS[4:], a, b, titled=False) for a, b in ((LEFT, CUT), (CUT, RIGHT))]
    pages = [*upper, *lower] if across else [upper[0], lower[0], upper[1], lower[1]]
    doc = read(document(pages), "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert [[c.text for c in grid.cells if c.row == r] for r in range(6)] == [ROWS[0][:2], *ROWS[1:]]
    assert [line.text for line in doc.lines()] == [TITLE] and doc.notes == []
    right = {(c.row, c.page, c.bbox and c.bbox[0]) for c in grid.cells if c.text in ("3座", "800人")}
    assert right == {(2, 2 if across else 3, 180.0), (4, 4, 180.0)}


def test_what_only_hangs_over_is_read_page_by_page() -> None:
    """A title wider than its table is clipped too; the next page is the rest of the table, below and not beside it."""
    first = _sheet(ROWS[1:4], LEFT, CUT, titled=True)
    rest = _sheet(ROWS[4:], LEFT, CUT, titled=False)
    (grid,) = read(document([first, rest]), "a.pdf", "pdf").grids()
    assert [c.text for c in grid.cells if c.col == 1] == [
        "二级指标",
        "数量指标",
        "质量指标",
        "社会效益指标",
        "服务对象满意度",
    ]
    assert [c.page for c in grid.cells if c.col == 1] == [1, 1, 1, 2, 2]


def test_the_left_columns_that_no_text_crosses_are_told() -> None:
    """No title, no merged cell over the edge of the first two pages: nothing says that they stand side by side."""
    across = [_sheet(ROWS[:4], a, b, titled=True) for a, b in ((CUT, 420), (420, RIGHT))]
    left = [["一级指标", "二级指标", "", ""], *ROWS[1:4]]
    alone = _sheet([[*row[:2], "", "."] for row in left], LEFT, CUT, titled=False)
    doc = read(document([alone, *across]), "a.pdf", "pdf")
    assert len(list(doc.grids())) == 2
    (note,) = [note for note in doc.notes if note.code == "unreadable-part"]
    assert note.at.get("page") == 1 and "第2页" in note.message


def test_a_table_of_other_rows_before_a_sheet_is_no_part_of_it() -> None:
    """Its rows stand at other heights: two tables, and nothing to tell."""
    across = [_sheet(ROWS[:4], a, b, titled=True) for a, b in ((LEFT, CUT), (CUT, RIGHT))]
    other = Sheet()
    for y in (300, 331, 362, 393, 424, 455):
        other.line(LEFT, y, CUT, y)
    for x in (LEFT, 160.0, CUT):
        other.line(x, 300, x, 455)
    for n, row in enumerate([*ROWS[1:], ROWS[1]]):
        other.text(LEFT + 4, 316 + 31 * n, row[0], 10)
        other.text(164, 316 + 31 * n, row[1], 10)
    assert read(document([other, *across]), "a.pdf", "pdf").notes == []


@pytest.mark.parametrize(
    "foot", ["联系方式：0731-7144883   填写日期：2025年9月24日", "分管领导：徐丽华   校对：黄秀英"]
)
def test_a_foot_alone_on_a_page_is_read(foot: str) -> None:
    """The last line of a sheet came on a page of its own, without a ruling: its phone and date were lost silently."""
    pages = [_sheet(ROWS, a, b, titled=True) for a, b in ((LEFT, CUT), (CUT, RIGHT))]
    last = Sheet()
    last.text(LEFT, 60, foot, 10)
    doc = read(document([*pages, last]), "a.pdf", "pdf")
    assert "".join(list(doc.lines())[-1].text.split()) == "".join(foot.split())


def test_a_page_of_prose_after_a_form_is_not_read() -> None:
    """What begins with a label but goes on as a text belongs to no form."""
    pages = [_sheet(ROWS, a, b, titled=True) for a, b in ((LEFT, CUT), (CUT, RIGHT))]
    last = Sheet()
    last.text(LEFT, 60, "名词解释：一般公共预算是以税收为主体的财政收入，安排用于保障和改善民生。", 10)
    assert [line.text for line in read(document([*pages, last]), "a.pdf", "pdf").lines()] == [TITLE]
