"""Damaged pages: a second reading, and a flag where a table is not to be trusted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extractor.layout.text import Glyph
from extractor.model.document import BBox, Document, Grid
from extractor.readers import read
from extractor.readers.page.doubt import Trigger, disputed_cells
from extractor.readers.page.ink import Ink
from extractor.readers.page.reading import PageReading, is_plain, needs_picture, read_ink
from extractor.readers.pdf.plumber import ASK_FOR_TABLES, MAX_ASKED, SecondReader
from extractor.readers.pdf.raw import open_pdf
from tests import ROOT
from tests.make.filing import Span, Table
from tests.make.write_pdf import Sheet, document, draw

WIDTHS, HEIGHTS = [80.0, 150.0, 110.0, 110.0], [26.0] * 6
LEFT, TOP = 60.0, 90.0


def table() -> Table:
    head = [Span(0, 0, "一级指标"), Span(0, 1, "三级指标"), Span(0, 2, "指标值"), Span(0, 3, "评分标准")]
    rows = [
        [Span(r, 1, f"维修第{r}条道路"), Span(r, 2, f"≥{r}2.5公里"), Span(r, 3, f"每少{r}公里扣5分")]
        for r in range(1, 6)
    ]
    return Table(4, [*head, Span(1, 0, "产出指标", 5, 1), *(cell for row in rows for cell in row)])


def page(skip: list[tuple[str, int, int]] | None = None) -> Sheet:
    sheet = Sheet()
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(sheet, table(), LEFT, TOP, WIDTHS, HEIGHTS, skip=skip or [])
    return sheet


def reading_of(data: bytes) -> PageReading:
    with open_pdf(data) as book, book.page(0) as first:
        return read_ink(first.ink(), 1, SecondReader(data))


def flags(doc: Document) -> set[str]:
    return {note.code for note in doc.notes}


def moved(sheet: Sheet, text: str, x: float, baseline: float) -> Sheet:
    """The run that prints `text` loses its last character, which is printed elsewhere."""
    code = "".join(f"{ord(ch):04X}" for ch in text)
    place = next(i for i, op in enumerate(sheet.ops) if f"<{code}>" in op)
    sheet.ops[place] = sheet.ops[place].replace(code, code[:-4])
    sheet.text(x, baseline, text[-1])
    return sheet


def lost_column() -> Sheet:
    return page([("v", 2, r) for r in range(6)])


def lost_row() -> Sheet:
    return page([("h", 3, c) for c in range(1, 4)])


def lost_corner() -> Sheet:
    return page([("v", 2, 2), ("h", 3, 1)])


def half_a_line() -> Sheet:
    sheet = page([("h", 3, 1)])
    sheet.line(LEFT + 80, TOP + 78, LEFT + 80 + 90, TOP + 78)
    return sheet


def beside_the_table() -> Sheet:
    return moved(page(), "维修第2条道路", LEFT + 460, TOP + 65)


def on_a_ruling() -> Sheet:
    return moved(page(), "维修第2条道路", LEFT + 225.5, TOP + 65)


def on_other_text() -> Sheet:
    return moved(page(), "维修第2条道路", LEFT + 80 + 5.4 + 2, TOP + 26 * 4 + 11.55)


DAMAGED: dict[str, tuple[Callable[[], Sheet], Trigger]] = {
    "a column ruling": (lost_column, Trigger.RULING_LOST),
    "a row ruling": (lost_row, Trigger.RULING_LOST),
    "two rulings at a corner": (lost_corner, Trigger.OPEN_CELLS),
    "half a ruling": (half_a_line, Trigger.OPEN_CELLS),
    "a character beside the table": (beside_the_table, Trigger.CHARACTERS_ASTRAY),
    "a character on a ruling": (on_a_ruling, Trigger.CHARACTERS_ASTRAY),
    "a character on another": (on_other_text, Trigger.CHARACTERS_ASTRAY),
}


def test_a_sound_page_is_read_once() -> None:
    reading = reading_of(document([page()]))
    assert reading.fired == {} and reading.notes == []


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_read_twice_and_flagged(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, trigger = DAMAGED[damage]
    asked: list[int] = []
    grids = SecondReader.grids
    monkeypatch.setattr(SecondReader, "grids", lambda self, number: asked.append(number) or grids(self, number))
    data = document([make()])
    assert trigger in reading_of(data).fired
    assert asked == [1]
    doc = read(data, "a.pdf", "pdf")
    assert flags(doc) & {"doubtful-table", "reading-disputed"}
    (grid,) = doc.grids()
    assert grid.doubts
    assert all(note.message.endswith("请核对原文") for note in doc.notes)


def test_nothing_is_lost_from_a_damaged_page() -> None:
    whole = sorted("".join(c.text for c in table().cells))
    for make, _ in DAMAGED.values():
        doc = read(document([make()]), "a.pdf", "pdf")
        kept = "".join(c.text for g in doc.grids() for c in g.cells) + "".join(ln.text for ln in doc.lines())
        assert not [ch for ch in whole if whole.count(ch) > kept.count(ch)]


def test_a_disputed_cell_names_both_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(self: SecondReader, number: int) -> list[Grid]:
        found = original(self, number)
        assert found is not None
        next(c for c in found[0].cells if c.text == "≥32.5公里").text = "≥325公里"
        return found

    original = SecondReader.grids
    monkeypatch.setattr(SecondReader, "grids", other)
    doc = read(document([beside_the_table()]), "a.pdf", "pdf")
    note = next(note for note in doc.notes if note.code == "reading-disputed")
    assert (note.observed, note.expected) == ("≥32.5公里", "≥325公里")
    assert (note.at["page"], note.at["row"], note.at["col"]) == (1, 3, 2)


def test_a_page_that_only_one_engine_can_read_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecondReader, "grids", lambda self, number: None)
    doc = read(document([half_a_line()]), "a.pdf", "pdf")
    assert flags(doc) == {"doubtful-table"}
    monkeypatch.setattr(SecondReader, "grids", lambda self, number: [])
    assert flags(read(document([half_a_line()]), "a.pdf", "pdf")) == {"reading-disputed"}


def test_second_readings_are_counted_not_timed() -> None:
    allowed = MAX_ASKED // ASK_FOR_TABLES
    data = document([page() for _ in range(allowed + 2)])
    second = SecondReader(data)
    answers = [second.grids(k) is not None and second.glyphs(k) is not None for k in range(1, allowed + 3)]
    assert answers == [True] * allowed + [False] * 2


def test_a_page_of_single_characters_in_a_font_that_is_not_there() -> None:
    """As some office programs write: one operator a character, the font not embedded. pdfium sees no text at all."""
    sheet = Sheet()
    rulings = [op for op in page().ops if not op.startswith("BT")]
    for op in page().ops:
        if op.startswith("BT"):
            head, code = op.split(" Tm <")
            *start, x, y = head.split(" ")
            codes = [code.split(">")[0][k : k + 4] for k in range(0, len(code.split(">")[0]), 4)]
            at = float(x)
            for one in codes:
                sheet.ops.append(f"{' '.join(start)} {at:.2f} {y} Tm <{one}> Tj ET")
                at += 10.5 * (0.5 if int(one, 16) < 127 else 1.0)
    sheet.ops += rulings
    data = document([Sheet() for _ in range(9)] + [sheet], embedded=False)
    doc = read(data, "a.pdf", "pdf")
    (grid,) = doc.grids()
    assert {c.text for c in grid.cells} == {c.text for c in table().cells}
    assert doc.notes == []


def test_the_second_engine_survives_damage() -> None:
    data = document([page()])
    for broken in (data[: len(data) // 2], data.replace(b"/Type /Page ", b"/Type /Pogo "), b"%PDF-1.5\n" + bytes(200)):
        second = SecondReader(broken)
        second.grids(1)
        assert second.grids(7) is None


def test_manual_line_breaks_in_a_header_are_no_lost_ruling() -> None:
    sheet = Sheet()
    heads = ["指标\n性质", "计量\n单位", "指标\n权重", "全年\n完成值"]
    rows = [[Span(r, c, t) for c, t in enumerate(["≥", "个", "15", "3"])] for r in range(1, 4)]
    cells = [Span(0, c, t) for c, t in enumerate(heads)] + [cell for row in rows for cell in row]
    draw(sheet, Table(4, cells), LEFT, TOP, [100.0] * 4, [34.0, 20, 20, 20])
    assert reading_of(document([sheet])).fired == {}


def test_labels_and_values_in_one_cell_are_no_lost_ruling() -> None:
    sheet = Sheet()
    cells = []
    for r, label in enumerate(["资金总额：", "财政拨款：", "其他资金：", "自有资金："]):
        cells += [Span(r, 0, "资金" if r == 0 else ""), Span(r, 1, "")]
        sheet.text(LEFT + 110, TOP + 30 * r + 18, label)
        sheet.text(LEFT + 230, TOP + 30 * r + 18, "12.50")
    draw(sheet, Table(2, cells), LEFT, TOP, [100.0, 250.0], [30.0] * 4)
    assert reading_of(document([sheet])).fired == {}


def test_disputes_do_not_count_white_space_or_width_forms() -> None:
    doc = read(document([page()]), "a.pdf", "pdf")
    (grid,) = doc.grids()
    (other,) = read(document([page()]), "b.pdf", "pdf").grids()
    other.cells[1].text = " 三 级\n指标"
    other.cells[2].text = "指标値".replace("値", "值")
    assert disputed_cells(grid, other) == []
    other.cells[1].rowspan = 2
    assert len(disputed_cells(grid, other)) == 2


def test_what_makes_a_text_layer_untrusted() -> None:
    glyphs = [Glyph("字", i, 2, i + 1, 3) for i in range(100)]
    scan: list[BBox] = [(0.0, 0.0, 100.0, 100.0)]
    assert not needs_picture(Ink(100, 100, glyphs=glyphs))
    assert needs_picture(Ink(100, 100, glyphs=glyphs, private=40))
    assert needs_picture(Ink(100, 100, glyphs=glyphs, map_errors=40))
    assert not needs_picture(Ink(100, 100, glyphs=glyphs, map_errors=2))
    assert needs_picture(Ink(100, 100, glyphs=glyphs, images=scan, invisible=100))
    assert not needs_picture(Ink(100, 100, glyphs=glyphs, images=scan))
    assert needs_picture(Ink(100, 100, glyphs=glyphs[:5], images=scan))
    assert needs_picture(Ink(100, 100, glyphs=glyphs[:5], curves=900))
    assert not needs_picture(Ink(100, 100, glyphs=glyphs, curves=900))
    assert needs_picture(Ink(100, 100, glyphs=glyphs, images=[(0, 20, 100, 100)]))  # a head above a scan
    assert not needs_picture(Ink(100, 100, glyphs=glyphs[:5], images=[(0, 0, 20, 20)]))
    assert is_plain("字" * 100) and not is_plain("字" * 9) and not is_plain("\ue123" * 40 + "字" * 60)


def test_text_without_a_unicode_map_is_not_taken_for_words() -> None:
    """A font without ToUnicode: pdfium gives the glyph numbers as if they were characters."""
    data = document([page()])
    bare = data.replace(b"/ToUnicode 6 0 R", b"                ")
    assert len(bare) == len(data)
    with open_pdf(bare) as book, book.page(0) as first:
        assert first.seems_unmapped() and needs_picture(first.ink())
    with open_pdf(data) as book, book.page(0) as first:
        assert not first.seems_unmapped()


def test_the_manual_names_every_trigger() -> None:
    manual = (ROOT / "docs" / "pdf.md").read_text(encoding="utf-8")
    assert [trigger.name for trigger in Trigger if f"`{trigger.name}`" not in manual] == []
