"""Text that a page prints in full and shows in part: merged cells over a page break, rows too low for their text."""

from __future__ import annotations

import pytest

from extractor.model.document import Cell, Grid
from extractor.readers import read
from extractor.readers.pdf.clipped import cut_off
from tests.make.filing import Span, Table
from tests.make.write_pdf import Sheet, document, draw

WIDTHS, HIGH = [90.0, 90.0, 150.0, 90.0], 24.0
HEADS = [Span(0, k, text) for k, text in enumerate(["一级指标", "二级指标", "三级指标", "指标值"])]


def _clipped(sheet: Sheet, box: tuple[float, float, float, float], x: float, y: float, text: str) -> None:
    """As a spreadsheet prints: the whole text, of which a box shows a part."""
    run = Sheet()
    run.text(x, y, text, 10)
    x0, y0, x1, y1 = box
    sheet.ops.append(f"q {x0} {sheet.height - y1} {x1 - x0} {y1 - y0} re W n {run.ops[0]} Q")


def _page(rows: list[list[str]], left: list[tuple[int, str]]) -> Sheet:
    """A part of the table. `left`: how many rows each cell of the first column holds for, and its text."""
    cells, at = list(HEADS), 1
    for count, text in left:
        cells.append(Span(at, 0, text, count, 1))
        at += count
    cells += [Span(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)]
    sheet = Sheet()
    draw(sheet, Table(4, cells), 60, 90, WIDTHS, [HIGH] * (len(rows) + 1))
    return sheet


OUTPUT = [["数量指标", "维修泵站", "3座"], ["质量指标", "验收合格率", "100%"]]
BENEFIT = [["社会效益指标", "受益人口", "800人"], ["生态效益指标", "水质达标", "95%"]]


def test_a_merged_cell_over_the_break_has_its_text_on_both_pages() -> None:
    """The middle of 效益指标 lies on the second page; the first one prints it too, below all that it shows."""
    first, second = _page([*OUTPUT, BENEFIT[0]], [(2, "产出指标"), (1, "")]), _page(BENEFIT[1:], [(1, "")])
    first.text(200, 60, "2024年项目支出绩效目标表", 12)
    end = 90 + 4 * HIGH
    _clipped(first, (60, end - HIGH, 150, end), 70, end + 14, "效益指标")
    _clipped(second, (60, 90 + HIGH, 150, 90 + 2 * HIGH), 70, 90 + HIGH + 5, "效益指标")
    doc = read(document([first, second]), "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert isinstance(grid, Grid) and doc.notes == []
    assert [(c.row, c.rowspan, c.text) for c in grid.cells if c.col == 0] == [
        (0, 1, "一级指标"), (1, 2, "产出指标"), (3, 2, "效益指标"),
    ]  # fmt: skip


def test_a_line_that_no_page_shows_is_said_and_in_no_other_cell() -> None:
    sheet = _page(OUTPUT, [(2, "产出指标")])
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    box = (240.0, 90 + HIGH, 390.0, 90 + 2 * HIGH)
    _clipped(sheet, box, 310, 105 + HIGH, "及其附属设施")
    _clipped(sheet, box, 245, 128 + HIGH, "完成竣工验收")
    doc = read(document([sheet]), "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert [c.text for c in grid.cells if c.row == 2] == ["质量指标", "验收合格率", "100%"]
    assert [(n.code, n.observed) for n in doc.notes] == [("hidden-content", "完成竣工验收")]


@pytest.mark.parametrize(("end", "told"), [("，群众从中受", True), ("，群众从中受益。", False)])
def test_prose_that_stops_in_a_sentence_at_the_break_is_told(end: str, told: bool) -> None:
    """LibreOffice prints nowhere what does not fit into a merged cell above the break."""
    text = "完成泵站维修三座，灌溉保证率稳定提高。农业综合生产能力稳步提升" + end
    cell = Cell(0, 0, 2, 1, text, page=1, bbox=(0.0, 0.0, 100.0, 50.0), full=True, parts=[{"page": 2}])
    notes = cut_off([Grid([cell], 2, 1, page=1, bbox=(0.0, 0.0, 100.0, 50.0))])
    assert [(n.code, n.at["row"]) for n in notes] == ([("doubtful-table", 0)] if told else [])


@pytest.mark.parametrize(("level", "told"), [("社会公众或服务对象满", True), ("社会公众或服务对象满意度", False)])
def test_a_level_that_stops_in_its_word_at_the_break_is_told(level: str, told: bool) -> None:
    cell = Cell(0, 0, 2, 1, level, page=1, bbox=(0.0, 0.0, 100.0, 50.0), full=True, parts=[{"page": 2}])
    notes = cut_off([Grid([cell], 2, 1, page=1, bbox=(0.0, 0.0, 100.0, 50.0))])
    assert [n.code for n in notes] == (["doubtful-table"] if told else [])
