"""Workbooks: what is shown, what is stored, merges, hidden parts, stale formulas, hostile extents."""

from __future__ import annotations

import io

import pytest

from extractor.errors import SourceError
from extractor.layout.conservation import check
from extractor.model.document import Document, Grid
from extractor.readers import read
from extractor.settings import Settings
from tests import SAMPLES
from tests.make.filing import Span, Table, from_dump
from tests.make.odd_xlsx import STRICT, data, number, row, text, workbook
from tests.make.write_sheets import placed, xls, xlsx

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.txt"


def parse(book: bytes, settings: Settings | None = None) -> Document:
    return read(book, "x.xlsx", "xlsx", settings or Settings())


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids()
    return grid


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def shown(document: Document) -> dict[str | None, tuple[str, str | None]]:
    return {c.ref: (c.text, c.stored) for grid in document.grids() for c in grid.cells if c.text}


@pytest.mark.parametrize(("format", "write"), [("xlsx", xlsx), ("xls", xls)])
def test_the_sample_filing_keeps_its_spans(format: str, write: object) -> None:
    blocks = from_dump(SAMPLE.read_text(encoding="utf-8"))
    document = read(write(blocks), f"x.{format}", format)  # type: ignore[operator]
    want = sorted(placed(blocks), key=lambda cell: (cell.row, cell.col))
    grid = only_grid(document)
    table = Table(grid.cols, [Span(c.row, c.col, c.text, c.rowspan, c.colspan) for c in grid.cells])
    got = [table.owner(cell.row, cell.col) for cell in want]
    assert got == want
    assert grid.sheet == "绩效目标表"
    assert document.notes == []
    rest = [cell for cell in table.cells if cell not in got]
    assert all(not cell.text for cell in rest)  # right of the narrower table


def test_shown_and_stored_values() -> None:
    formats = ("0%", "#,##0.00", "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "0.0_ ")
    book = workbook(
        data(
            row(2, number("B2", "0.95", 1), number("C2", "10891.62", 2), number("D2", "45467", 3)),
            row(3, number("B3", "0.30000000000000004"), number("C3", "291.96999999999997"), number("D3", "3.84", 4)),
            row(4, '<c r="B4" t="b"><v>1</v></c>', '<c r="C4" t="e"><v>#DIV/0!</v></c>', number("D4", "12")),
        ),
        formats=formats,
    )
    assert shown(parse(book)) == {
        "B2": ("95%", "0.95"), "C2": ("10,891.62", "10891.62"), "D2": ("2024年6月24日", "45467"),
        "B3": ("0.3", None), "C3": ("291.97", None), "D3": ("3.8", "3.84"),
        "B4": ("TRUE", None), "D4": ("12", None),
    }  # fmt: skip


def test_xls_shows_the_same_as_xlsx() -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    cases = [(0.95, "0%"), (10891.62, "#,##0.00"), (45467, 'yyyy"年"m"月"d"日"'), (3.84, "0.0_ "), (12, "General")]
    for col, (value, code) in enumerate(cases):
        sheet.write(0, col, value, xlwt.easyxf(num_format_str=code))
    sheet.write(1, 0, True)
    sheet.row(1).hidden = True
    out = io.BytesIO()
    book.save(out)
    document = read(out.getvalue(), "x.xls", "xls")
    assert [c.text for c in only_grid(document).cells][:6] == ["95%", "10,891.62", "2024年6月24日", "3.8", "12", "TRUE"]
    assert [c.stored for c in only_grid(document).cells][:5] == ["0.95", "10891.62", "45467", "3.84", None]
    assert [note.code for note in document.notes] == ["hidden-content"]


def test_rich_text_without_its_reading_aids() -> None:
    strings = (
        "<si><r><t>数量</t></r><r><rPr><b/></rPr><t>指标</t></r><rPh sb='0' eb='1'><t>shu</t></rPh></si>"
        "<si><t>一_x000D_&#10;二</t></si>"
    )
    book = workbook(data(row(1, '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>')), strings=strings)
    assert [c.text for c in only_grid(parse(book)).cells] == ["数量指标", "一\n二"]


def test_cells_without_references_count_on() -> None:
    book = workbook("<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row></sheetData>")
    assert shape(only_grid(parse(book))) == [
        (0, 0, 1, 1, "1"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "3"), (1, 0, 1, 1, "4"), (1, 1, 1, 1, ""), (1, 2, 1, 1, ""),
    ]  # fmt: skip


def test_outer_blanks_are_trimmed_and_names_stay_true() -> None:
    sheet = data(row(5, text("C5", "甲"), number("D5", "1")), row(9, '<c r="F9" s="0"/>'))
    grid = only_grid(parse(workbook(sheet)))
    assert (grid.rows, grid.cols) == (1, 2)
    assert [c.ref for c in grid.cells] == ["C5", "D5"]


def test_a_merge_over_the_edge_widens_the_grid() -> None:
    sheet = (
        data(row(1, text("A1", "标题")), row(2, text("A2", "甲"))) + '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'
    )
    assert shape(only_grid(parse(workbook(sheet))))[0] == (0, 0, 1, 3, "标题")


def test_content_left_under_a_merge_is_said() -> None:
    sheet = data(row(1, text("A1", "甲"), text("B1", "乙"))) + '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    document = parse(workbook(sheet))
    assert shape(only_grid(document)) == [(0, 0, 1, 2, "甲")]
    assert [(note.code, note.at.get("cell")) for note in document.notes] == [("hidden-content", "B1")]


def test_overlapping_merges_still_tile() -> None:
    merges = '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    document = parse(workbook(data(row(1, text("A1", "甲")), row(3, text("C3", "乙"))) + merges))
    assert check(only_grid(document)) == []
    assert [note.code for note in document.notes] == ["unreadable-part"]


def test_a_formula_without_its_value_is_named() -> None:
    sheet = data(row(1, text("A1", "合计"), '<c r="B1"><f>SUM(C1:C9)</f></c>', '<c r="C1"><f>1+1</f><v>2</v></c>'))
    document = parse(workbook(sheet))
    assert [(note.code, note.at.get("cell")) for note in document.notes] == [("stale-formula", "B1")]
    assert [c.text for c in only_grid(document).cells] == ["合计", "", "2"]


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    first = '<cols><col min="2" max="2" hidden="1"/></cols>' + data(
        row(1, text("A1", "甲"), text("B1", "乙")), row(2, text("A2", "丙"), more='hidden="1"')
    )
    document = parse(workbook(first, data(row(1, text("A1", "丁"))), states=("visible", "veryHidden")))
    assert [[c.text for c in grid.cells] for grid in document.grids()] == [["甲", "乙", "丙", ""], ["丁"]]
    assert [note.code for note in document.notes] == ["hidden-content"] * 2
    assert "第 2 行" in document.notes[0].message
    assert "B 列" in document.notes[0].message


def test_nothing_hidden_nothing_said() -> None:
    first = '<cols><col min="5" max="16384" hidden="1"/></cols>' + data(
        row(1, text("A1", "甲")), row(2, more='hidden="1"')
    )
    assert parse(workbook(first)).notes == []


def test_strict_workbooks_and_their_dates() -> None:
    sheet = data(row(1, '<c r="A1" t="d" s="1"><v>2024-06-24</v></c>'))
    book = workbook(sheet, formats=("yyyy/m/d",), namespace=STRICT)
    assert shown(parse(book)) == {"A1": ("2024/6/24", "2024-06-24")}


def test_the_macintosh_calendar() -> None:
    sheet = data(row(1, number("A1", "44005", 1)))
    book = workbook(sheet, formats=("yyyy-mm-dd",), properties='<workbookPr date1904="1"/>')
    assert shown(parse(book))["A1"][0] == "2024-06-24"


def test_one_bad_sheet_costs_one_sheet() -> None:
    book = workbook(data(row(1, text("A1", "甲"))), "<sheetData><row>", data(row(1, text("A1", "乙"))))
    document = parse(book)
    assert [grid.cells[0].text for grid in document.grids()] == ["甲", "乙"]
    assert [(note.code, note.at.get("sheet")) for note in document.notes] == [("unreadable-part", "表2")]


def test_a_cell_in_the_last_corner_costs_that_cell() -> None:
    sheet = data(row(1, text("A1", "项目名称"), text("B1", "甲")), row(1048576, text("XFD1048576", "远")))
    document = parse(workbook(sheet))
    assert [c.text for c in only_grid(document).cells] == ["项目名称", "甲"]
    assert [(note.code, note.at.get("cell")) for note in document.notes] == [("unreadable-part", "XFD1048576")]


def test_a_hundred_thousand_merges_are_bounded() -> None:
    merges = "".join(f'<mergeCell ref="A{2 * i + 1}:B{2 * i + 2}"/>' for i in range(100_000))
    sheet = data(row(1, text("A1", "甲"), text("C1", "乙"))) + f"<mergeCells>{merges}</mergeCells>"
    document = parse(workbook(sheet))
    assert check(only_grid(document)) == []
    assert [note.code for note in document.notes] == ["unreadable-part"]


def test_a_sheet_of_too_many_slots_is_cut_and_said() -> None:
    sheet = data(*[row(i, number(f"A{i}", "1"), number(f"J{i}", "2")) for i in range(1, 51)])
    document = parse(workbook(sheet), Settings(max_slots=100))
    assert only_grid(document).rows == 10
    assert [note.code for note in document.notes] == ["unreadable-part"]


def test_pictures_mark_their_cells_and_text_boxes_are_lines() -> None:
    xdr = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="urn:a"'
    corner = "<xdr:from><xdr:col>{}</xdr:col><xdr:row>{}</xdr:row></xdr:from>"
    drawing = (
        f"<xdr:wsDr {xdr}><xdr:twoCellAnchor>{corner.format(1, 2)}<xdr:pic/></xdr:twoCellAnchor><xdr:twoCellAnchor>"
        f"{corner.format(0, 0)}<xdr:sp><xdr:txBody><a:p><a:r><a:t>绩效</a:t></a:r><a:r><a:t>目标表</a:t></a:r></a:p>"
        "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    relation = '<Relationship Id="r1" Type="http://x/drawing" Target="../drawings/drawing1.xml"/>'
    extra: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relation}</Relationships>',
        "xl/drawings/drawing1.xml": drawing,
    }
    sheet = data(row(1, text("A1", "项目名称"), text("B1", "甲")), row(3, text("A3", "负责人签字")))
    document = parse(workbook(sheet, extra=extra))
    assert [line.text for line in document.lines()] == ["绩效目标表"]
    assert document.items[0] is next(document.lines())
    assert [c.ref for c in only_grid(document).cells if c.image] == ["B3"]


def test_an_empty_workbook_holds_nothing() -> None:
    assert parse(workbook(data())).items == []


@pytest.mark.parametrize("bad", [b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"plain"])
@pytest.mark.parametrize("format", ["xlsx", "xls"])
def test_what_is_no_workbook_says_so(bad: bytes, format: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(bad, "x", format)
    assert caught.value.cause
    assert caught.value.remedy


@pytest.mark.parametrize("cut", [600, 1500, 3000, 5000])
def test_a_damaged_xls_never_escapes(cut: int) -> None:
    whole = xls(from_dump(SAMPLE.read_text(encoding="utf-8")))
    damaged = whole[:cut] + bytes(64) + whole[cut + 64 :]
    try:
        document = read(damaged, "x.xls", "xls")
    except SourceError as fault:
        assert fault.remedy
    else:
        assert all(check(grid) == [] for grid in document.grids())
