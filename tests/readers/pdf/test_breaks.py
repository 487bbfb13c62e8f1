"""Tables over page breaks become one grid; two forms never do."""

from __future__ import annotations

import pytest

from extractor.layout.conservation import check
from extractor.layout.stitch import stitch
from extractor.model.document import Cell, Grid, Line
from extractor.readers import read
from tests.make.filing import Para, Span, Table
from tests.make.write_pdf import Sheet, document, draw, part, pdf

WIDTHS = [70.0, 90.0, 160.0, 100.0]


def fold(text: str) -> str:
    return "".join(text.split())


def shape(grid: Grid) -> set[tuple[int, int, int, int, str]]:
    return {(c.row, c.col, c.rowspan, c.colspan, fold(c.text)) for c in grid.cells}


def want(table: Table) -> set[tuple[int, int, int, int, str]]:
    return {(c.row, c.col, c.rowspan, c.colspan, fold(c.text)) for c in table.cells}


def indicators(rows: int, project: str = "职工服务专项") -> Table:
    cells = [
        Span(0, 0, "项目名称"), Span(0, 1, project, 1, 3),
        Span(1, 0, "绩效指标", rows + 1, 1), Span(1, 1, "二级指标"), Span(1, 2, "三级指标"), Span(1, 3, "指标值"),
        Span(2, 1, "数量指标", rows, 1),
    ]  # fmt: skip
    for i in range(rows):
        cells += [Span(2 + i, 2, f"服务第{i}类职工的人数"), Span(2 + i, 3, f"≥{i + 1}00人")]
    return Table(4, cells)


def two_pages(upper: Table, lower: Table, between: str = "", top: float = 80) -> bytes:
    """Two parts of a table at the end of one page and the start of the next, page numbers below."""
    first, second = Sheet(), Sheet()
    first.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(first, upper, 60, 90, WIDTHS[: upper.cols], [30.0] * upper.rows)
    first.text(290, 815, "1", 9)
    if between:
        second.text(60, 60, between, 10.5)
    draw(second, lower, 60, top, WIDTHS[: lower.cols], [30.0] * lower.rows)
    second.text(290, 815, "2", 9)
    return document([first, second])


def only_grid(data: bytes) -> Grid:
    (grid,) = read(data, "a.pdf", "pdf").grids()
    assert check(grid) == []
    return grid


def test_rows_over_a_break_with_merged_cells_going_on() -> None:
    table = indicators(10)
    grid = only_grid(two_pages(part(table, range(6)), part(table, range(6, 12))))
    assert shape(grid) == want(table)
    merged = next(c for c in grid.cells if c.text == "数量指标")
    assert merged.page == 1
    assert [(p["page"], p["bbox"]) for p in merged.parts] == [(2, [130.0, 80.0, 220.0, 260.0])]
    assert [c.page for c in grid.cells if c.col == 3 and c.row > 1] == [1] * 4 + [2] * 6


@pytest.mark.parametrize("between", ["", "续表", "（续表）", "续上表", "2024年项目支出绩效目标表（续）", "单位：万元"])
def test_a_repeated_header_goes(between: str) -> None:
    table = indicators(10)
    grid = only_grid(two_pages(part(table, range(6)), part(table, [1, *range(6, 12)]), between))
    assert shape(grid) == want(table)


def test_a_label_printed_again_after_the_break_is_the_same_cell() -> None:
    table = indicators(10)
    lower = part(table, [1, *range(6, 12)])
    for cell in lower.cells:
        if cell.col == 0:
            cell.text = "绩效指标"
        if cell.row == 1 and cell.col == 1:
            cell.text = "数量指标"
    assert shape(only_grid(two_pages(part(table, range(6)), lower, "续表"))) == want(table)


def test_a_prose_cell_cut_by_the_break() -> None:
    whole = "完成困难职工帮扶一千人次以上并做好台账登记工作，组织开展送清凉送温暖慰问活动，维护职工合法权益。"
    cut = 32
    upper = Table(
        4, [Span(0, 0, "项目名称"), Span(0, 1, "帮扶", 1, 3), Span(1, 0, "年度目标"), Span(1, 1, whole[:cut], 1, 3)]
    )
    lower = Table(
        4,
        [
            Span(0, 0, ""), Span(0, 1, whole[cut:], 1, 3),
            Span(1, 0, "绩效指标"), Span(1, 1, "二级指标"), Span(1, 2, "三级指标"), Span(1, 3, "指标值"),
        ],
    )  # fmt: skip
    first, second = Sheet(), Sheet()
    first.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(first, upper, 60, 90, WIDTHS, [24.0, 40.0])
    draw(second, lower, 60, 60, WIDTHS, [30.0, 24.0])
    grid = only_grid(document([first, second]))
    assert grid.rows == 3
    goal = next(c for c in grid.cells if c.text.startswith("完成困难职工"))
    assert goal.text == whole
    assert [p["page"] for p in goal.parts] == [2]


def test_a_new_row_after_the_break_is_not_joined() -> None:
    table = indicators(6)
    for cell in table.cells:
        if cell.col == 2 and cell.row > 1:
            cell.text = f"服务第{cell.row}类困难职工总人次"  # reaches the cell's edge
    assert shape(only_grid(two_pages(part(table, range(5)), part(table, range(5, 8))))) == want(table)


def test_columns_that_only_one_part_has() -> None:
    upper = Table(2, [Span(0, 0, "项目名称"), Span(0, 1, "道路维修"), Span(1, 0, "年度目标"), Span(1, 1, "完成维修。")])
    first, second = Sheet(), Sheet()
    first.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(first, upper, 60, 90, [70, 350], [24, 24])
    lower = Table(4, [Span(0, 0, "绩效指标"), Span(0, 1, "二级指标"), Span(0, 2, "三级指标"), Span(0, 3, "指标值")])
    draw(second, lower, 60, 60, WIDTHS, [24])
    grid = only_grid(document([first, second]))
    assert (grid.rows, grid.cols) == (3, 4)
    assert {(c.row, c.col, c.colspan) for c in grid.cells} == {
        (0, 0, 1),
        (0, 1, 3),
        (1, 0, 1),
        (1, 1, 3),
        (2, 0, 1),
        (2, 1, 1),
        (2, 2, 1),
        (2, 3, 1),
    }


def test_two_forms_are_never_joined() -> None:
    table = indicators(4)
    titled = read(two_pages(table, indicators(4), "2024年项目支出绩效目标表"), "a.pdf", "pdf")
    assert len(list(titled.grids())) == 2
    untitled = read(two_pages(table, indicators(4, "送温暖专项")), "b.pdf", "pdf")
    assert len(list(untitled.grids())) == 2
    elsewhere = two_pages(table, Table(3, [Span(0, 0, "绩效指标"), Span(0, 1, "甲"), Span(0, 2, "乙")]))
    assert len(list(read(elsewhere, "c.pdf", "pdf").grids())) == 2


def test_three_pages_of_one_table() -> None:
    table = indicators(110)
    doc = read(pdf([Para("2024年项目支出绩效目标表", centred=True), table]), "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert doc.pages == 3 and shape(grid) == want(table)
    again = read(pdf([Para("2024年项目支出绩效目标表", centred=True), table], repeat_header=2), "a.pdf", "pdf")
    (grid,) = again.grids()
    assert shape(grid) == want(table)


def test_the_rest_of_a_table_on_a_page_without_form_words() -> None:
    filler = [Sheet() for _ in range(10)]
    for sheet in filler:
        sheet.text(60, 100, "部门概况与主要职责", 10.5)
    table = Table(2, [Span(r, c, "绩效目标" if (r, c) == (0, 0) else f"{r}行{c}") for r in range(10) for c in range(2)])
    first, second = Sheet(), Sheet()
    draw(first, part(table, range(6)), 60, 90, [100, 200], [30] * 6)
    draw(second, part(table, range(6, 10)), 60, 60, [100, 200], [30] * 4)
    second.text(60, 230, "填表人：某某  联系电话：0000", 10.5)
    doc = read(document([*filler, first, second, *filler]), "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert shape(grid) == want(table)
    assert [fold(line.text) for line in doc.lines()] == ["填表人：某某联系电话：0000"]


def grid_at(page: int, texts: list[list[str]], x: float = 0.0) -> Grid:
    cells = [
        Cell(r, c, text=t, page=page, bbox=(x + 100 * c, 20.0 * r, x + 100 * c + 100, 20.0 * r + 20))
        for r, row in enumerate(texts)
        for c, t in enumerate(row)
    ]
    cols = len(texts[0])
    return Grid(cells, len(texts), cols, page=page, bbox=(x, 0.0, x + 100 * cols, 20.0 * len(texts)))


def test_only_neighbouring_pages_and_aligned_edges_join() -> None:
    rows = [["二级指标", "指标值"], ["数量指标", "≥5个"]]
    more = [["质量指标", "100%"]]
    assert len(stitch([grid_at(1, rows), grid_at(2, more)])) == 1
    assert len(stitch([grid_at(1, rows), grid_at(3, more)])) == 2
    assert len(stitch([grid_at(1, rows), grid_at(1, more)])) == 2
    assert len(stitch([grid_at(1, rows), grid_at(2, more, x=30)])) == 2
    assert len(stitch([grid_at(1, rows), Line("一、情况说明", page=2), grid_at(2, more)])) == 3
    chrome = Line("部门预算", page=2, chrome=True)
    joined = stitch([grid_at(1, rows), chrome, grid_at(2, more)])
    assert len(joined) == 2 and chrome in joined


def test_conservation_counts_survive_the_joining() -> None:
    rows = [["二级指标", "指标值"], ["数量指标", "≥5个"]]
    upper, lower = grid_at(1, rows), grid_at(2, [rows[0], ["质量指标", "100%"]])
    upper.seen, lower.seen = 14, 15
    (grid,) = stitch([upper, lower])
    assert isinstance(grid, Grid)
    assert grid.seen == sum(len(fold(c.text)) for c in grid.cells) == 22


def test_a_browsers_page_break_leaves_no_row_behind() -> None:
    """Merged cells reach the page's end, the others stop at their row: the space beside them is no row."""
    table = indicators(6)
    first, second = Sheet(), Sheet()
    first.text(200, 60, "2024年项目支出绩效目标表", 12)
    upper = part(table, range(5))
    open_edges = [("h", 5, 0), ("h", 5, 1)]
    draw(first, upper, 60, 90, WIDTHS, [30.0] * 5, skip=open_edges)
    for x in (60, 130, 220):
        first.line(x, 240, x, 262)
    draw(second, part(table, range(5, 8)), 60, 60, WIDTHS, [30.0] * 3, skip=[("h", 0, 0), ("h", 0, 1)])
    assert shape(only_grid(document([first, second]))) == want(table)


LONG = "保障退役士兵生活补助及时足额发放到位，维护退役军人合法权益，促进社会和谐"
CUT = [
    (["年度目标", LONG + "*"], ["", "稳定。"]),
    (["社会效益", "受益人数", "132人"], ["指标（必填）", "", ""]),
    (["一级", "指标名称", "指标值", "半年度*"], ["指标", "", "", "执行情况"]),
    (["预算规模及资金", "12", "其中：财政", "12", "其他资金", "0"], ["用途", "", "资金", "", "", ""]),
    (["项目支出实施*", "2024年1月-12月"], ["期", ""]),
    (["年度本级*", "", "该项目支出上*", ""], ["预算金额", "", "级资金", ""]),
    (["绩效指标", "指标性*", "指标*", "得分"], ["（90分）", "质", "值", ""]),
    (["其他需完成的任务（可*", "", ""], ["选填）", "", ""]),
    (["数量指标", "新增区级创业孵化基地", "≥", "1", "个"], ["", "数量", "", "", ""]),
    (["贴息资金", LONG + "。", "1140", LONG + "*"], ["", "二、有效落实贴息政策。", "", "业务，具有门槛低的特点"]),
    (["三级指标", "指标值"], ["", ""]),
    (["注", LONG + "1.按表填列。"], ["", "2.数据须真实。"]),
    (["成本指标", "法律援助案件*", "1530*", "8", "8"], ["", "补贴标准", "元/件", "", ""]),
    (["社会公众*", "林农满意度", "≥94%"], ["或服务对象满意度指标", "", ""]),
    (["总分合计", "10*", "", "97.*"], ["", "0", "", "2"]),
    (["项目资金", "年度预算资金总*", "8497.29", "849*", "100%"], ["", "额（万元）", "", "7.29", ""]),
]
NEW = [
    (["数量指标*", "服务职工人数*", "≥5人*"], ["", "服务农民工人数", "≥3人"]),
    (["社会效益指标*", "市民满意程度", "≥85%", "计划标准*"], ["生态效益指标", "", "", ""]),
    (["管理类指标*", "预算执行率*", "≥*", "90*", "%*"], ["", "资金使用合规性", "无", "合规", "无"]),
    (["单位资金", "0.00*", "/*"], ["其他资金", "0.00", "/"]),
    (["成本", "预算220万元*", "确定能"], ["社会效益", "开展遗产研究与保护工作", "确定能"]),
    (["偏差原因分析*", ""], ["相关建议或举措", ""]),
    (["参审补助支出*", LONG], ["绩效目标", "1.通过审判调解工作。"]),
    (["资金情况", "年度资金总额：16"], ["", "其中：上级资金"]),
    (["满意度指标", "群众满意度*", "≥75%"], ["", "就业服务满意度", "≥90%"]),
    (["经济效益", "新增产值*", "1530*", "8"], ["", "带动就业", "320", ""]),
    (["总分合计", "100", "97.2"], ["扣分说明", "0", "2"]),
]


def broken(upper: list[str], lower: list[str]) -> Grid:
    """Two one-row parts of a table after a head row; a star marks a text that reaches the edge of its line."""
    above = grid_at(1, [[f"甲{k}乙" for k in range(len(upper))], upper])
    for cell in above.cells:
        cell.full, cell.text = cell.text.endswith("*"), cell.text.rstrip("*")
    (grid,) = stitch([above, grid_at(2, [lower])])
    assert isinstance(grid, Grid) and check(grid) == []
    return grid


@pytest.mark.parametrize("upper, lower", CUT)
def test_the_rest_of_a_cut_row(upper: list[str], lower: list[str]) -> None:
    grid = broken(upper, lower)
    assert grid.rows == 2
    assert [fold(c.text) for c in grid.cells if c.row == 1] == [a.rstrip("*") + b for a, b in zip(upper, lower)]
    assert all([part["page"] for part in c.parts] == [2] for c in grid.cells if c.row == 1)


@pytest.mark.parametrize("upper, lower", NEW)
def test_a_row_of_its_own(upper: list[str], lower: list[str]) -> None:
    grid = broken(upper, lower)
    assert grid.rows == 3
    kept = [fold(c.text) for c in grid.cells]
    assert kept.count("".join(lower[-1].split())) >= 1
    assert [text for text in (fold(a.rstrip("*")) for a in upper) if text not in kept] == []


def _block(page: int, leading: list[str], rows: int, full: bool = True) -> Grid:
    """A list of projects: name, amount and goal over `rows` rows of indicators."""
    cells = [Cell(0, i, rows, 1, text, page=page, full=full) for i, text in enumerate(leading)]
    cells += [Cell(r, 3, text=f"指标{page}{r}", page=page) for r in range(rows)]
    return Grid(cells, rows, 4, page=page, bbox=(60, 90, 500, 700), edges=[0, 100, 200, 300, 440])


@pytest.mark.parametrize(
    ("below", "full", "joined"),
    [(["建设", "", "专科2个"], True, True), (["建设", "80", "专科2个"], True, False), (["建设", "", ""], True, False),
    (["建设", "", "专科2个"], False, False)],
)  # fmt: skip
def test_merged_cells_that_the_break_cut_in_a_word(below: list[str], full: bool, joined: bool) -> None:
    """A project whose name, goal and amount stand beside several indicators; the rest of the words is on the next
    page.
    """
    (grid,) = stitch([_block(1, ["重点专科", "120", "建成重点"], 1, full), _block(2, below, 2)])
    leading = [fold(c.text) for c in grid.cells if c.row == 0 and c.col < 3]
    assert leading == (["重点专科建设", "120", "建成重点专科2个"] if joined else ["重点专科", "120", "建成重点"])


def test_another_project_below_the_break() -> None:
    """A list of projects: an amount of its own below the break tells that the long name beside it is another's."""
    first, second = ["交通局*", "普通国省道安全设施完善经费*", "61.00"], ["公安局", "视频监控系统运维项目", "756.00"]
    above = _block(1, [text.rstrip("*") for text in first], 2)
    (grid,) = stitch([above, _block(2, second, 2)])
    assert [fold(c.text) for c in grid.cells if c.col == 1] == [first[1].rstrip("*"), second[1]]


@pytest.mark.parametrize(
    "upper, lower, whole",
    [
        ("年度预", "算执行情况", True),
        ("项目资", "金", True),
        ("产出", "效益指标", False),
        ("年度目标", "绩效指标", False),
        ("项目支出明细", "年度预期目标", False),
        ("财务管理", "数量指标", False),
        ("项目管理", "（14分）", True),
    ],
)
def test_a_label_beside_rows_that_the_break_cut(upper: str, lower: str, whole: bool) -> None:
    """The break falls between two rows; the label beside them is merged over both and goes on in the middle of a
    word.
    """
    above = grid_at(1, [["项目名称", "泵站"], [upper, "预算数"]])
    above.cells[-2].full = True
    (grid,) = stitch([above, grid_at(2, [[lower, "517"]])])
    assert isinstance(grid, Grid) and check(grid) == []
    texts = [fold(c.text) for c in grid.cells if c.col == 0]
    assert texts == (["项目名称", upper + lower] if whole else ["项目名称", upper, lower])


def test_heads_again_beside_a_label_that_goes_on() -> None:
    """A workbook's title rows on the next page: the label beside all rows stands over them there too."""
    table = indicators(6)
    lower = part(table, [1, *range(5, 8)])
    lower.cells[0].text = ""
    assert shape(only_grid(two_pages(part(table, range(5)), lower))) == want(table)


def test_a_sign_off_row_and_its_rest() -> None:
    """单位负 | 何丽娟 | 电话 | 07 and 责人签字 | | | 41-7307434: every text below goes on with one that fills its
    cell.
    """
    grid = broken(["单位负*", "何丽娟", "电话", "07*"], ["责人签字", "", "", "41-7307434"])
    assert [c.text for c in grid.cells if c.row == 1] == ["单位负责人签字", "何丽娟", "电话", "0741-7307434"]


def test_who_signs_below_the_break() -> None:
    """Labels of the sign-off at the foot of a page, what is filled in on the next, in the same cells."""
    labels, names = ["填报人", "电话", "填表日期"], ["郑晓燕", "0734-5563828", "2024年12月1日"]
    boxes = [(60.0, 700.0, 200.0, 720.0), (200.0, 700.0, 350.0, 720.0), (350.0, 700.0, 500.0, 720.0)]
    above, below = grid_at(1, [["满意度指标", "满意度", "95%"], labels]), grid_at(2, [names])
    for cell, box in zip([*above.cells[-3:], *below.cells], boxes * 2):
        cell.bbox = box
    assert len(stitch([above, below])) == 1
    below.cells[1].bbox = (220.0, 60.0, 350.0, 80.0)
    other = grid_at(1, [["满意度指标", "满意度", "95%"], labels])
    for cell, box in zip(other.cells[-3:], boxes):
        cell.bbox = box
    assert len(stitch([other, below])) == 2, "other cells: another table"


def test_texts_that_go_on_beside_a_name_that_does_not() -> None:
    """The points cut in two (1 and 0) would pass as two rows; a row of its own would have a name."""
    upper = ["企业创新能力", "持续增*", "1*", "反映企业创新能*", "达到目标值得满*"]
    grid = broken(upper, ["", "强", "0", "力的情况", "分，未达到的按比例扣分"])
    assert [c.text for c in grid.cells if c.row == 1] == [
        "企业创新能力", "持续增强", "10", "反映企业创新能力的情况", "达到目标值得满分，未达到的按比例扣分",
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["", "（2019年度）", "填报单位：安河县总工会    单位：元"])
def test_a_title_at_a_page_s_end_has_its_table_on_the_next(first: str) -> None:
    """A form's head with none of a form's words, under a title on the page before: the page was not read, silently."""
    upper, middle, lower = Sheet(), Sheet(), Sheet()
    upper.text(200, 60, "2019年项目支出绩效自评表", 12)
    draw(upper, indicators(4), 60, 90, WIDTHS, [30.0] * 6)
    upper.text(200, 760, "2019年项目支出绩效自评表", 12)
    head = [Span(0, 0, "专项名称"), Span(0, 1, "食品安全抽检", 1, 3), Span(1, 0, "主管部门"), Span(1, 1, "某局", 1, 3)]
    if first:
        middle.text(60, 60, first, 10.5)
    draw(middle, Table(4, head), 60, 90, WIDTHS, [30.0] * 2)
    draw(lower, indicators(4), 60, 60, WIDTHS, [30.0] * 6)
    doc = read(document([upper, middle, lower]), "a.pdf", "pdf")
    texts = [fold(cell.text) for grid in doc.grids() for cell in grid.cells]
    assert "食品安全抽检" in texts and "某局" in texts
    assert not first or fold(first) in {fold(line.text) for line in doc.lines()}
