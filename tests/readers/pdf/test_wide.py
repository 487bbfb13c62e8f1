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
