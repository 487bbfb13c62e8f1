"""Word files: true spans, everything once, nothing deleted."""

from __future__ import annotations

import pytest

from extractor.errors import EncryptedError, SourceError, UnreadableError
from extractor.model.document import Document, Grid
from extractor.readers import read
from extractor.readers.word import docx as docx_reader
from extractor.readers.word import walk as docx_walk
from extractor.readers.word.names import STRICT
from extractor.readers.word.table import OddContentError
from extractor.settings import DEFAULTS
from tests import SAMPLES
from tests.make.filing import Para, Table, from_dump
from tests.make.package import zipped
from tests.make.write_docx import docx, package, run

SAMPLE = SAMPLES / "yuanjiang-zonggonghui-2024.docx"


def cell(body: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body if body.startswith('<') else f'<w:p>{run(body)}</w:p>'}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def parse(body: str, **more: object) -> Document:
    return read(package(body, **more), "x.docx", "docx")  # type: ignore[arg-type]


def shape(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells]


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids()
    return grid


def test_the_sample_is_what_its_generator_makes() -> None:
    blocks = from_dump((SAMPLES / "yuanjiang-zonggonghui-2024.txt").read_text(encoding="utf-8"))
    assert SAMPLE.read_bytes() == docx(blocks)


def test_the_sample_has_its_spans_and_lines() -> None:
    blocks = from_dump((SAMPLES / "yuanjiang-zonggonghui-2024.txt").read_text(encoding="utf-8"))
    document = read(SAMPLE.read_bytes(), "x.docx", "docx")
    assert [shape(grid) for grid in document.grids()] == [b.tuples() for b in blocks if isinstance(b, Table)]
    assert [line.text for line in document.lines()] == [b.text for b in blocks if isinstance(b, Para)]
    assert [line.centred for line in document.lines()] == [b.centred for b in blocks if isinstance(b, Para)]
    assert document.notes == []


def test_quick_and_careful_walk_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = read(SAMPLE.read_bytes(), "x.docx", "docx")

    def refuse(*_: object) -> Grid:
        raise OddContentError

    monkeypatch.setattr(docx_walk, "read_plain", refuse)
    careful = read(SAMPLE.read_bytes(), "x.docx", "docx")
    assert [shape(grid) for grid in careful.grids()] == [shape(grid) for grid in quick.grids()]


def test_grid_before_and_after_leave_empty_cells() -> None:
    first = '<w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="2"/></w:trPr>' + cell("甲")
    grid = only_grid(parse(table(first, cell("1") + cell("2") + cell("3") + cell("4"))))
    assert shape(grid)[:3] == [(0, 0, 1, 1, ""), (0, 1, 1, 1, "甲"), (0, 2, 1, 2, "")]
    assert grid.doubts == []


def test_a_short_row_is_filled() -> None:
    grid = only_grid(parse(table(cell("1") + cell("2") + cell("3"), cell("4"))))
    assert shape(grid)[3:] == [(1, 0, 1, 1, "4"), (1, 1, 1, 2, "")]


def test_text_left_in_a_merged_away_cell_is_said() -> None:
    body = table(cell("上", '<w:vMerge w:val="restart"/>') + cell("1"), cell("残留", "<w:vMerge/>") + cell("2"))
    document = parse(body)
    assert shape(only_grid(document))[0] == (0, 0, 2, 1, "上")
    assert [(note.code, note.observed) for note in document.notes] == [("hidden-content", "残留")]


def test_a_continued_merge_without_a_start_keeps_its_text() -> None:
    assert shape(only_grid(parse(table(cell("甲", "<w:vMerge/>") + cell("乙")))))[0] == (0, 0, 1, 1, "甲")


def test_merged_cells_of_the_old_way() -> None:
    body = table(cell("标题", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>"), cell("1") + cell("2"))
    assert shape(only_grid(parse(body)))[0] == (0, 0, 1, 2, "标题")


def test_a_nested_table_is_text_of_its_cell_and_a_table_of_its_own() -> None:
    inner = table(cell("内1") + cell("内2"))
    document = parse(table(cell("外1") + cell(f"<w:p>{run('外2')}</w:p>{inner}<w:p/>")))
    assert [[c.text for c in grid.cells] for grid in document.grids()] == [["外1", "外2\n内1 内2"], ["内1", "内2"]]
    assert [grid.inner for grid in document.grids()] == [False, True]


def test_a_frame_of_one_cell_around_a_table_is_no_table() -> None:
    document = parse(table(cell(table(cell("项目名称") + cell("甲")) + "<w:p/>")))
    assert [[c.text for c in grid.cells] for grid in document.grids()] == [["项目名称", "甲"]]


def test_revisions_keep_what_is_in_and_leave_what_is_out() -> None:
    body = (
        f"<w:p>{run('甲')}<w:ins>{run('乙')}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('丁')}</w:moveFrom><w:moveTo>{run('戊')}</w:moveTo></w:p>"
    )
    assert [line.text for line in parse(body).lines()] == ["甲乙戊"]
    assert shape(only_grid(parse(table(cell(body)))))[0][4] == "甲乙戊"


def test_a_deleted_row_is_left_out() -> None:
    document = parse(table("<w:trPr><w:del/></w:trPr>" + cell("删"), cell("留")))
    assert shape(only_grid(document)) == [(0, 0, 1, 1, "留")]


def test_content_controls_and_smart_tags_are_looked_into() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt>"
    tagged = cell(f"<w:p><w:smartTag>{run('乙')}</w:smartTag></w:p>")
    row = f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{tagged}"
    document = parse(wrapped + table(row))
    assert [line.text for line in document.lines()] == ["控件"]
    assert [c.text for c in only_grid(document).cells] == ["甲", "乙"]


def test_alternate_content_is_taken_once() -> None:
    box = f"<w:txbxContent><w:p>{run('框内')}</w:p>{table(cell('1') + cell('2'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
    )
    document = parse(f"<w:p>{run('正文')}<w:r>{both}</mc:Fallback></mc:AlternateContent></w:r></w:p>")
    assert [line.text for line in document.lines()] == ["正文", "框内"]
    assert len(list(document.grids())) == 1


def test_breaks_tabs_and_symbols() -> None:
    parts = '<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    stops = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
    assert shape(only_grid(parse(table(cell(f"<w:p>{stops}{parts}</w:p>")))))[0][4] == "甲\n乙\t丙☑"


def test_hidden_text_is_left_out_and_said() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    document = parse(f"<w:p>{run('明')}{hidden}</w:p>")
    assert [line.text for line in document.lines()] == ["明"]
    assert [note.code for note in document.notes] == ["hidden-content"]


def test_field_codes_are_not_text() -> None:
    body = f'<w:p><w:r><w:instrText>DATE \\@ "yyyy"</w:instrText></w:r>{run("2024年")}</w:p>'
    assert [line.text for line in parse(body).lines()] == ["2024年"]


def test_a_picture_in_a_cell_is_seen_and_a_drawn_slash_is_not() -> None:
    picture = '<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r></w:p>'
    slash = "<w:p><w:r><w:pict/></w:r></w:p>"
    assert [c.image for c in only_grid(parse(table(cell(picture) + cell(slash)))).cells] == [True, False]


def test_headings_and_centring_come_from_the_style() -> None:
    document = parse(f'<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr>{run("目标表")}</w:p><w:p>{run("正文")}</w:p>')
    assert [(line.heading, line.centred) for line in document.lines()] == [(True, True), (False, False)]


def test_headers_and_notes_come_after_the_body() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>'
        for kind in ("header", "footnotes", "footer")
    )
    parts: dict[str, str | bytes] = {
        "word/header.xml": f"<w:hdr {w}>{table(cell('页眉表') + cell('1'))}</w:hdr>",
        "word/footnotes.xml": f"<w:footnotes {w}><w:footnote><w:p>{run('脚注')}</w:p></w:footnote></w:footnotes>",
    }
    document = parse(f"<w:p>{run('正文')}</w:p>", extra=parts, relations=relations)
    assert [getattr(item, "text", None) or shape(item)[0][4] for item in document.items] == ["正文", "页眉表", "脚注"]  # type: ignore[arg-type]
    assert [note.code for note in document.notes] == ["unreadable-part"]  # the footer that is not there


def test_what_word_embeds_from_elsewhere_is_named() -> None:
    document = parse('<w:altChunk r:id="rId9"/>')
    assert [note.code for note in document.notes] == ["unreadable-part"]


def test_strict_ooxml_reads_the_same() -> None:
    body = table(cell("甲", '<w:gridSpan w:val="2"/>'), cell("1") + cell("2"))
    assert shape(only_grid(read(package(body, namespace=STRICT), "x", "docx"))) == shape(only_grid(parse(body)))


@pytest.mark.parametrize(
    ("data", "category"),
    [
        (b"", "unreadable"),
        (b"PK\3\4cut short", "unreadable"),
        (b"plain words", "unreadable"),
        (zipped({"a.txt": "no word here"}), "unreadable"),
        (zipped({"word/document.xml": "<broken"}), "unreadable"),
        (zipped({"word/document.xml": "<root/>"}), "unreadable"),
        (SAMPLE.read_bytes()[:4000], "unreadable"),
    ],
)
def test_what_is_no_docx_says_why_and_what_to_do(data: bytes, category: str) -> None:
    with pytest.raises(SourceError) as caught:
        docx_reader.read(data, "x.docx", DEFAULTS)
    assert caught.value.category == category
    assert caught.value.cause
    assert caught.value.remedy


def test_an_encrypted_file_is_named_as_one() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(EncryptedError):
        docx_reader.read(data, "x.docx", DEFAULTS)


def test_an_old_doc_is_not_taken_for_an_encrypted_one() -> None:
    with pytest.raises(UnreadableError):
        docx_reader.read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "x.docx", DEFAULTS)
