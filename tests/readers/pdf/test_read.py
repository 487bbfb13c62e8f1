"""PDF pages -> grids: every kind of table, both engines, and the pages of a book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.layout.conservation import check
from extractor.model.document import Cell, Document, Grid, Line
from extractor.readers import read
from extractor.readers.page.doubt import disputed_cells
from extractor.readers.page.reading import read_ink
from extractor.readers.pdf.plumber import SecondReader
from extractor.readers.pdf.raw import open_pdf
from tests.make.filing import Block, Para, Span, Table, from_dump
from tests.make.write_pdf import A4, Sheet, document, draw, pdf

Key = tuple[int, int, int, int, str]


def fold(text: str) -> str:
    return "".join(text.split())


def keys(cells: list[Cell] | list[Span]) -> set[Key]:
    return {(c.row, c.col, c.rowspan, c.colspan, fold(c.text)) for c in cells}


def grids(doc: Document) -> list[Grid]:
    return list(doc.grids())


def texts(doc: Document) -> list[str]:
    return [fold(line.text) for line in doc.lines()]


def form(title: str = "2024年项目支出绩效目标表", rows: int = 3) -> list[Block]:
    """A small form: head, merged label column, indicator rows."""
    cells = [
        Span(0, 0, "项目名称", 1, 2), Span(0, 2, "职工服务专项", 1, 2),
        Span(1, 0, "绩\n效\n指\n标", rows + 1, 1), Span(1, 1, "一级指标"), Span(1, 2, "三级指标"), Span(1, 3, "指标值"),
    ]  # fmt: skip
    cells += [Span(2, 1, "产出指标", rows, 1)]
    for i in range(rows):
        cells += [Span(2 + i, 2, f"第{i}项服务的职工人数"), Span(2 + i, 3, f"≥{i + 1}00人")]
    return [Para(title, centred=True), Table(4, cells)]


MIXED = Table(
    3,
    [
        Span(0, 0, "项目名称"), Span(0, 1, "道路维修", 1, 2),
        Span(1, 0, "绩效指标", 3, 1), Span(1, 1, "三级指标"), Span(1, 2, "指标值"),
        Span(2, 1, "维修里程"), Span(2, 2, "≥12.5公里"),
        Span(3, 1, "验收合格率"), Span(3, 2, "100%"),
    ],
)  # fmt: skip
WIDTHS, HEIGHTS = [90.0, 150.0, 150.0], [24.0] * 4


def on_page(*, rotate: int = 0, size: tuple[float, float] = A4) -> Sheet:
    sheet = Sheet(*size, rotate=rotate)
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(sheet, MIXED, 60, 90, WIDTHS, HEIGHTS)
    return sheet


def side_by_side() -> Sheet:
    sheet = Sheet(842, 595)
    sheet.text(300, 60, "绩效目标表", 12)
    draw(sheet, MIXED, 30, 90, WIDTHS, HEIGHTS)
    draw(sheet, MIXED, 440, 90, WIDTHS, HEIGHTS)
    return sheet


def nested() -> Sheet:
    sheet = Sheet()
    sheet.text(200, 60, "绩效目标表", 12)
    outer = Table(2, [Span(0, 0, "项目名称"), Span(0, 1, "道路维修"), Span(1, 0, "资金"), Span(1, 1, "")])
    draw(sheet, outer, 60, 90, [100, 300], [24, 80])
    inner = Table(2, [Span(0, 0, "财政拨款"), Span(0, 1, "12.5"), Span(1, 0, "其他资金"), Span(1, 1, "3")])
    draw(sheet, inner, 180, 125, [100, 80], [20, 20])
    return sheet


def one_row() -> Sheet:
    sheet = Sheet()
    sheet.text(200, 60, "绩效目标表", 12)
    draw(sheet, Table(3, [Span(0, 0, "项目名称"), Span(0, 1, "道路维修"), Span(0, 2, "100%")]), 60, 90, WIDTHS, [24])
    return sheet


def no_frame() -> Sheet:
    sheet = Sheet()
    sheet.text(200, 60, "绩效目标表", 12)
    outer = [("h", r, c) for r in (0, 4) for c in range(3)] + [("v", c, r) for c in (0, 3) for r in range(4)]
    draw(sheet, MIXED, 60, 90, WIDTHS, HEIGHTS, skip=outer)
    return sheet


def turned_content(turn: int) -> Sheet:
    """The page of `on_page`, every coordinate turned: as a landscape table on a portrait page."""
    sheet = Sheet()
    inner = on_page(size=(A4[1], A4[0]))
    matrix = f"0 1 -1 0 {A4[0]} 0 cm" if turn == 90 else f"0 -1 1 0 0 {A4[1]} cm"
    sheet.ops = [f"q {matrix}", *inner.ops, "Q"]
    return sheet


def in_a_form_object() -> Sheet:
    sheet = on_page()
    sheet.forms, sheet.ops = ["\n".join(sheet.ops)], []
    return sheet


PAGES: dict[str, Callable[[], Sheet]] = {
    "plain": on_page,
    "content turned 90": lambda: turned_content(90),
    "content turned 270": lambda: turned_content(270),
    "form object": in_a_form_object,
}


@pytest.mark.parametrize("page", PAGES)
def test_spans_and_texts_are_exact(page: str) -> None:
    doc = read(document([PAGES[page]()]), "a.pdf", "pdf")
    (grid,) = grids(doc)
    assert keys(grid.cells) == keys(MIXED.cells)
    assert texts(doc) == ["2024年项目支出绩效目标表"]
    assert doc.notes == [] and grid.doubts == []


def test_the_sample_comes_back_whole(sample: Path) -> None:
    blocks = from_dump(sample.read_text(encoding="utf-8"))
    tables = [block for block in blocks if isinstance(block, Table)]
    for embedded in (True, False):
        doc = read(pdf(blocks, embedded=embedded), "a.pdf", "pdf")
        assert [keys(grid.cells) for grid in grids(doc)] == [keys(table.cells) for table in tables], embedded
        assert doc.notes == []
        paragraphs = {fold(block.text) for block in blocks if isinstance(block, Para) and block.text.strip()}
        assert paragraphs <= set(texts(doc))


def test_tables_side_by_side() -> None:
    doc = read(document([side_by_side()]), "a.pdf", "pdf")
    assert [keys(grid.cells) for grid in grids(doc)] == [keys(MIXED.cells)] * 2


def test_a_table_in_a_cell_keeps_its_own_text() -> None:
    outer, inner = grids(read(document([nested()]), "a.pdf", "pdf"))
    assert keys(outer.cells) == {
        (0, 0, 1, 1, "项目名称"),
        (0, 1, 1, 1, "道路维修"),
        (1, 0, 1, 1, "资金"),
        (1, 1, 1, 1, ""),
    }
    assert {c.text for c in inner.cells} == {"财政拨款", "12.5", "其他资金", "3"}


def test_one_row_and_no_outer_frame() -> None:
    (row,) = grids(read(document([one_row()]), "a.pdf", "pdf"))
    assert [c.text for c in row.cells] == ["项目名称", "道路维修", "100%"]
    (open_sided,) = grids(read(document([no_frame()]), "a.pdf", "pdf"))
    assert keys(open_sided.cells) == keys(MIXED.cells)


def test_vertical_labels_read_as_one_word() -> None:
    sheet = Sheet()
    table = Table(2, [Span(0, 0, "产\n出\n指\n标"), Span(0, 1, "维修里程\n（公里）")])
    draw(sheet, table, 60, 90, [22, 200], [80])
    (grid,) = grids(read(document([sheet]), "a.pdf", "pdf"))
    assert [c.text for c in grid.cells] == ["产出指标", "维修里程\n（公里）"]


def test_text_turned_on_its_side_in_a_cell() -> None:
    sheet = on_page()
    sheet.ops = [op for op in sheet.ops if "7EE9" not in op or "4E8C" in op]
    doc_before = grids(read(document([sheet]), "a.pdf", "pdf"))[0]
    assert next(c for c in doc_before.cells if c.rowspan == 3).text == ""
    sheet.text(110, 180, "绩效指标", 10.5, turn=90)
    (grid,) = grids(read(document([sheet]), "a.pdf", "pdf"))
    assert next(c for c in grid.cells if c.rowspan == 3).text == "绩效指标"


@pytest.mark.parametrize(
    "make",
    [on_page, side_by_side, one_row, in_a_form_object, lambda: turned_content(90), lambda: turned_content(270)],
)
def test_both_engines_give_the_same_grids(make: Callable[[], Sheet]) -> None:
    compare_engines(document([make()]))


def test_both_engines_agree_on_the_sample(sample: Path) -> None:
    compare_engines(pdf(from_dump(sample.read_text(encoding="utf-8"))))


def compare_engines(data: bytes) -> None:
    second = SecondReader(data)
    with open_pdf(data) as book:
        for number in range(1, book.pages + 1):
            with book.page(number - 1) as page:
                ink = page.ink()
            reading = read_ink(ink, number, second)
            first = [item for item in reading.items if isinstance(item, Grid)]
            assert reading.fired == {}
            angle = ink.glyphs[0].angle
            others = second.turned(angle).grids(number)
            second.turned(0)
            assert others is not None and len(others) == len(first) > 0
            for grid, other in zip(first, sorted(others, key=lambda g: g.bbox[1::-1] if g.bbox else ())):
                assert disputed_cells(grid, other) == []
                assert check(grid) == []


def filler(number: int) -> Sheet:
    """A page of a budget book: prose that speaks of 绩效 but holds no form, or a money table."""
    sheet = Sheet()
    sheet.text(60, 40, "某某局2024年部门预算", 9)
    sheet.text(280, 815, f"- {number} -", 9)
    if number % 3:
        for k in range(20):
            sheet.text(60, 100 + 20 * k, "按照预算管理要求推进各项重点工作，优化支出结构。", 10.5)
    else:
        table = Table(
            3, [Span(r, c, "绩效工资" if (r, c) == (1, 0) else f"{r}{c}.00") for r in range(9) for c in range(3)]
        )
        draw(sheet, table, 60, 100, WIDTHS, [24.0] * 9)
    return sheet


def numbered(sheet: Sheet, number: int) -> Sheet:
    sheet.text(60, 40, "某某局2024年部门预算", 9)
    sheet.text(280, 815, f"- {number} -", 9)
    return sheet


def test_a_book_gives_its_form_pages_alone() -> None:
    sheets = [filler(n) for n in range(1, 31)]
    sheets[17] = numbered(on_page(), 18)
    sheets[18] = numbered(on_page(), 19)
    doc = read(document(sheets), "book.pdf", "pdf")
    assert doc.pages == 30
    assert [grid.page for grid in doc.grids()] == [18, 19]
    assert {line.page for line in doc.lines()} == {18, 19}
    assert {line.text for line in doc.lines() if line.chrome} == {"某某局2024年部门预算", "- 18 -", "- 19 -"}
    assert [fold(line.text) for line in doc.lines() if not line.chrome] == ["2024年项目支出绩效目标表"] * 2


def test_a_repeated_title_is_no_running_head() -> None:
    sheets = []
    for _ in range(3):
        sheet = Sheet()
        sheet.text(200, 40, "2024年项目支出绩效目标表", 12)
        draw(sheet, MIXED, 60, 90, WIDTHS, HEIGHTS)
        sheets.append(sheet)
    doc = read(document(sheets), "a.pdf", "pdf")
    assert [line.chrome for line in doc.lines()] == [False] * 3


def test_a_small_file_without_form_words_is_read_whole() -> None:
    doc = read(document([filler(1), filler(3)]), "a.pdf", "pdf")
    assert len(grids(doc)) == 1 and len(list(doc.lines())) > 15
    long = read(document([filler(n) for n in range(1, 12)]), "b.pdf", "pdf")
    assert long.items == [] and long.pages == 11


def test_titles_are_centred_and_boxes_stand_where_printed() -> None:
    doc = read(pdf(form()), "a.pdf", "pdf")
    title = next(item for item in doc.items if isinstance(item, Line))
    assert title.centred and title.page == 1
    (grid,) = grids(doc)
    assert grid.bbox == pytest.approx((60, 82, 535, 82 + grid.bbox[3] - grid.bbox[1]), abs=0.5)  # type: ignore[index]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages(rotate: int) -> None:
    """/Rotate turns the page as shown; a producer draws the content turned the other way so that it reads upright."""
    size = (A4[1], A4[0]) if rotate != 180 else A4
    inner = on_page(size=size)
    matrix = {
        90: f"0 1 -1 0 {size[1]} 0 cm",
        180: f"-1 0 0 -1 {size[0]} {size[1]} cm",
        270: f"0 -1 1 0 0 {size[0]} cm",
    }[rotate]
    page = Sheet(*(size if rotate == 180 else (size[1], size[0])), rotate=rotate)
    page.ops = [f"q {matrix}", *inner.ops, "Q"]
    data = document([page])
    (grid,) = grids(read(data, "a.pdf", "pdf"))
    assert keys(grid.cells) == keys(MIXED.cells)
    assert grid.bbox == pytest.approx((60, 90, 450, 186), abs=0.5)
    compare_engines(data)


def test_bold_printed_twice_is_read_once() -> None:
    sheet = on_page()
    words = [op for op in sheet.ops if op.startswith("BT")]
    sheet.ops += words
    sheet.ops += [f"q 1 0 0 1 0.35 0.2 cm {op} Q" for op in words]
    (grid,) = grids(read(document([sheet]), "a.pdf", "pdf"))
    assert keys(grid.cells) == keys(MIXED.cells)


def test_repeated_characters_are_all_kept() -> None:
    sheet = Sheet()
    sheet.text(60, 60, "绩效目标表1111.11人人人户户——……", 10.5)
    draw(sheet, MIXED, 60, 90, WIDTHS, HEIGHTS)
    doc = read(document([sheet]), "a.pdf", "pdf")
    assert texts(doc) == ["绩效目标表1111.11人人人户户——……"]


def test_form_fields_and_seals() -> None:
    sheet = Sheet()
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    blank = Table(
        3, [Span(c.row, c.col, "" if c.text == "≥12.5公里" else c.text, c.rowspan, c.colspan) for c in MIXED.cells]
    )
    draw(sheet, blank, 60, 90, WIDTHS, HEIGHTS)
    sheet.field_value(305, 142, 445, 158, "≥12.5公里")
    sheet.stamp(300, 300, 420, 420)
    sheet.stamp(100, 300, 220, 420, signature=True)
    sheet.stamp(100, 500, 400, 510)
    doc = read(document([sheet]), "a.pdf", "pdf")
    (grid,) = grids(doc)
    assert keys(grid.cells) == keys(MIXED.cells)
    assert doc.seals == [{"page": 1, "bbox": [300, 300, 420, 420]}, {"page": 1, "bbox": [100, 300, 220, 420]}]


@pytest.mark.parametrize("in_form_object", [False, True])
def test_text_clipped_at_its_cell_stays_in_its_cell(in_form_object: bool) -> None:
    """As a spreadsheet prints a name too long for its cell: in full, clipped, over the next cell's text."""
    sheet = Sheet()
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    cells = [
        Span(0, 0, "项目名称"),
        Span(0, 1, ""),
        Span(0, 2, "其他资金"),
        Span(1, 0, "单位"),
        Span(1, 1, "甲"),
        Span(1, 2, "乙"),
    ]
    draw(sheet, Table(3, cells), 60, 90, [90.0, 100.0, 150.0], [24.0, 24.0])
    long = Sheet()
    long.text(155, 105, "城乡道路维修养护及附属设施改造工程")
    sheet.ops.append(f"q 150 {842 - 114} 100 24 re W n {long.ops[0]} Q")
    if in_form_object:
        sheet.forms, sheet.ops = ["\n".join(sheet.ops)], []
    doc = read(document([sheet]), "a.pdf", "pdf")
    (grid,) = grids(doc)
    assert [fold(c.text) for c in grid.cells] == [
        "项目名称",
        "城乡道路维修养护及附属设施改造工程",
        "其他资金",
        "单位",
        "甲",
        "乙",
    ]
    assert doc.notes == []


def test_a_watermark_across_the_page_is_furniture() -> None:
    sheet = on_page()
    sheet.text(100, 300, "内部资料征求意见稿", 40, turn=45)
    doc = read(document([sheet]), "a.pdf", "pdf")
    (grid,) = grids(doc)
    assert keys(grid.cells) == keys(MIXED.cells)
    assert ("内部资料征求意见稿", True) in [(line.text, line.chrome) for line in doc.lines()]


def test_radicals_in_a_font_map_are_the_ideographs_meant() -> None:
    sheet = Sheet()
    sheet.text(200, 60, "2024年项⽬⽀出绩效⽬标表", 12)
    draw(sheet, Table(2, [Span(0, 0, "部⻔名称"), Span(0, 1, "⺠政局")]), 60, 90, [100, 200], [24])
    fillers = [filler(n) for n in range(1, 12)]
    doc = read(document([*fillers, sheet]), "a.pdf", "pdf")
    (grid,) = grids(doc)
    assert [c.text for c in grid.cells] == ["部门名称", "民政局"]
    assert texts(doc) == ["2024年项目支出绩效目标表"]


def test_a_title_centred_over_a_table_at_the_side_of_the_page() -> None:
    sheet = Sheet(842, 595)
    sheet.text(183, 60, "2024年项目支出绩效目标表", 12)
    sheet.text(60, 80, "填报单位：某某局（盖章）", 10.5)
    draw(sheet, MIXED, 60, 90, WIDTHS, HEIGHTS)
    doc = read(document([sheet]), "a.pdf", "pdf")
    assert [line.centred for line in doc.lines()] == [True, False]
