"""What the converted file is held against its source for: lost text, passwords, objects inside, hair-wide columns."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from extractor.errors import EncryptedError
from extractor.model.document import Document, Grid
from extractor.pipeline import document_of
from extractor.readers.office import reader as office
from extractor.readers.office import soffice
from extractor.readers.office.ole_objects import embedded_objects
from extractor.readers.office.oletext import is_locked, text_of_source
from extractor.readers.word import docx as docx_reader
from extractor.readers.word.columns import merge_slivers
from extractor.settings import DEFAULTS
from tests.make.filing import Para
from tests.make.package import zipped
from tests.make.write_docx import docx, package
from tests.make.write_ole import ole

ROW = rb"\trowd\cellx2000\cellx4000\pard\intbl %s\cell %s\cell"
HEAD = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fnil \'cb\'ce\'cc\'e5;}}"


def _han(text: str) -> bytes:
    return "".join(f"\\u{ord(ch)}?" for ch in text).encode("ascii")


def _tables(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] for grid in document.grids()]


# ---- a table at the very end


def test_a_last_row_that_is_not_closed_is_closed() -> None:
    broken = HEAD + ROW % (b"A1", b"B1") + rb"\row" + ROW % (b"A2", b"B2") + b"}"
    mended = office.input_of(broken).data
    assert mended.endswith(rb"\cell\row\pard\plain\par}")
    closed = HEAD + ROW % (b"A1", b"B1") + rb"\row}"
    assert office.input_of(closed).data.endswith(rb"\row\pard\plain\par}")
    plain = HEAD + rb"\pard words\par}"
    assert office.input_of(plain).data == plain


@pytest.mark.needs_libreoffice
def test_the_table_at_the_end_is_read() -> None:
    source = HEAD + rb"\pard x\par" + ROW % (b"A1", b"B1") + rb"\row" + ROW % (_han("末行"), b"B2") + b"}"
    document = office.read(source, "a.rtf", DEFAULTS)
    assert [[cell[4] for cell in table] for table in _tables(document)] == [["A1", "B1", "末行", "B2"]]
    assert document.notes == []


def test_text_that_the_conversion_lost_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "convert", lambda item, seconds: docx([]))
    source = HEAD + rb"\pard " + _han("部门整体支出绩效目标表") * 3 + rb"\par}"
    notes = office.read(source, "a.rtf", DEFAULTS).notes
    assert [(note.code, note.expected, note.observed) for note in notes] == [("unreadable-part", "33", "0")]


def test_what_one_way_loses_the_other_may_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = docx([Para("部门整体支出绩效目标表")])
    asked = []

    def convert(item: soffice.Input, seconds: float) -> bytes:
        asked.append((item.ending, item.target))
        return b"odt" if item.target == "odt" else whole if item.data == b"odt" else docx([])

    monkeypatch.setattr(office, "convert", convert)
    source = HEAD + rb"\pard " + _han("部门整体支出绩效目标表") * 3 + rb"\par}"
    document = office.read(source, "a.rtf", DEFAULTS)
    assert asked == [("rtf", "docx"), ("rtf", "odt"), ("odt", "docx")]
    assert [line.text for line in document.lines()] == ["部门整体支出绩效目标表"], "the better of the two"
    assert [(note.code, note.observed) for note in document.notes] == [("unreadable-part", "11")], (
        "and what it lost is said"
    )


def test_deleted_text_is_not_lost_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A .doc with tracked changes: what was struck out is carried over and not read."""
    struck = package(
        "<w:p><w:del><w:r><w:delText>旧的绩效目标文字</w:delText></w:r></w:del><w:r><w:t>新</w:t></w:r></w:p>"
    )
    monkeypatch.setattr(office, "convert", lambda item, seconds: struck)
    document = office.read(
        HEAD + rb"\pard " + _han("旧的绩效目标文字新") * 1 + _han("。" * 20) + rb"\par}", "a.rtf", DEFAULTS
    )
    assert [line.text for line in document.lines()] == ["新"]
    assert [note.code for note in document.notes] == ["open-revisions"]


def test_flat_files_are_held_against_their_body() -> None:
    assert (
        text_of_source(
            "<x><dc:creator>某人</dc:creator><office:body><text:p>目标&#8805;1</text:p></x>".encode(), "fodt"
        )
        == "目标≥1"
    )
    assert text_of_source("<w:docPr>某</w:docPr><w:body><w:t>目标</w:t>".encode(), "xml") == "目标"


def test_rtf_text_leaves_out_fonts_styles_and_pictures() -> None:
    source = (
        HEAD + rb"{\stylesheet{\s0 \'d5\'fd\'ce\'c4;}}{\*\generator \'b0\'a1;}{\pict 00ff}\pard \'c4\'bf\'b1\'ea\par}"
    )
    assert text_of_source(source, "rtf") == "目标"


def test_word_text_is_read_by_its_pieces() -> None:
    """Two pieces, one of single bytes and one of UTF-16; what a field is told to do is not shown."""
    text = "绩效\x13 HYPERLINK x \x14目标\x15"
    word = bytearray(0x800)
    struct.pack_into("<HHHHHH", word, 0, 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0200)
    struct.pack_into("<I", word, 0x4C, 3 + len(text))
    word[0x400:0x403], raw = b"ABC", text.encode("utf-16-le")
    word[0x600 : 0x600 + len(raw)] = raw
    pieces = struct.pack("<III", 0, 3, 3 + len(text))
    pieces += struct.pack("<HIH", 0, 0x40000000 | 0x400 * 2, 0) + struct.pack("<HIH", 0, 0x600, 0)
    table = b"\2" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", word, 0x1A2, 0, len(table))
    assert text_of_source(ole({("WordDocument",): bytes(word), ("1Table",): table}), "doc") == "ABC绩效目标\x15"


# ---- passwords


def _word(flags: int) -> bytes:
    """The head of a Word file from before OLE2, [MS-DOC] FibBase: magic, version, flags."""
    return b"\xdb\xa5" + struct.pack("<HHHHHH", 0x2D, 0, 0x0804, 0, flags, 0) + bytes(500)


def test_a_document_with_a_password_is_encrypted_not_damaged() -> None:
    for flags, locked in ((0x0100, True), (0x0004, False)):
        data = ole({("WordDocument",): struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, flags)})
        assert is_locked(data, "doc") is locked
    with pytest.raises(EncryptedError):
        office.input_of(_word(0x0100))
    assert office.input_of(_word(0)).ending == "doc"
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    kind = "application/vnd.oasis.opendocument.text"
    with pytest.raises(EncryptedError):
        office.input_of(zipped({"mimetype": kind, "META-INF/manifest.xml": manifest}))
    assert office.input_of(zipped({"mimetype": kind})).ending == "odt"
    sheet = office.input_of(zipped({"x": "", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}))
    assert (sheet.ending, sheet.target) == ("ods", "xlsx")


# ---- documents inside documents


def test_embedded_documents_are_named() -> None:
    rtf = HEAD + rb"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 00}}{\object{\*\objclass Equation.3}}}"
    assert embedded_objects(rtf, "rtf") == ["Excel 工作簿 1"]
    odt = zipped(
        {
            "Object 1/content.xml": "<office:body><office:spreadsheet >",
            "Object 2/content.xml": "<math/>",
            "Object 3": b"\xd0",
        }
    )
    assert embedded_objects(odt, "odt") == ["OLE 对象 Object 3", "表格文件 Object 1"]
    assert embedded_objects(b"no ole at all", "doc") == []
    package = b"\0\0\0\0\2\0" + "附表.xls".encode("gb18030") + b"\0C:\\"
    word = ole(
        {
            ("WordDocument",): b"\xec\xa5", ("ObjectPool", "_1", "Workbook"): b"",
            ("ObjectPool", "_2", "\x01Ole10Native"): package,
            ("ObjectPool", "_2", "\x01CompObj"): b"OLE Package\0\0\x08\0\0\0Package\0",
            ("ObjectPool", "_3", "CONTENTS"): b"%PDF-1.4",
            ("ObjectPool", "_4", "\x01Ole10Native"): b"formula",
            ("ObjectPool", "_4", "\x01CompObj"): b"Microsoft Equation 3.0\0",
            ("ObjectPool", "_5", "CONTENTS"): b"a picture", ("ObjectPool", "_1", "Inner", "Book"): b"",
        }
    )  # fmt: skip
    assert embedded_objects(word, "doc") == ["Excel 工作簿 _1", "PDF 文件 _3", "附件 附表.xls"]


# ---- columns a hair wide


def _cell(width: int, text: str, span: int = 1) -> str:
    grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid_span}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r>'
        f"</w:p></w:tc>"
    )


def _table(grid: list[int], rows: list[str]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_a_column_a_hair_wide_is_none() -> None:
    """As LibreOffice writes rows whose edges differ by a twip: 605 | 1 | 901."""
    rows = [
        _cell(605, "a") + _cell(902, "b", 2) + _cell(900, "c"),
        _cell(606, "d", 2) + _cell(901, "e") + _cell(900, "f"),
        _cell(1507, "g", 3) + _cell(900, "h"),
    ]
    document = docx_reader.read(merge_slivers(package(_table([605, 1, 901, 900], rows))), "x", DEFAULTS)
    assert _tables(document) == [
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (0, 2, 1, 1, "c"), (1, 0, 1, 1, "d"), (1, 1, 1, 1, "e"),
        (1, 2, 1, 1, "f"),
         (2, 0, 1, 2, "g"), (2, 2, 1, 1, "h")]
    ]  # fmt: skip


def test_a_narrow_column_with_a_cell_of_its_own_stays() -> None:
    data = package(_table([600, 20, 900], [_cell(600, "a") + _cell(20, "|") + _cell(900, "b")]))
    assert merge_slivers(data) is data


def test_other_tables_and_files_stay_as_they_are() -> None:
    data = package(_table([600, 900], [_cell(600, "a") + _cell(900, "b")]))
    assert merge_slivers(data) is data
    nested = _table(
        [605, 1, 901],
        [
            _cell(605, "a") + _cell(902, "b", 2),
            f"<w:tc>{_table([30, 40], [_cell(30, 'x') + _cell(40, 'y')])}<w:p/></w:tc>" + _cell(902, "c", 2),
        ],
    )
    grids = [
        grid for grid in docx_reader.read(merge_slivers(package(nested)), "x", DEFAULTS).items if isinstance(grid, Grid)
    ]
    assert sorted(grid.cols for grid in grids) == [2, 2]


def test_the_profile_forbids_macros_links_and_updates() -> None:
    folder = soffice._profile()
    settings = (folder / "user" / "registrymodifications.xcu").read_text("utf-8")
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("MacroSecurityLevel", "3"),
    ):
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}<' in settings
    assert soffice._profile() == folder, "one profile serves one process"
    soffice._discard_profile()
    assert not folder.exists()


# ---- office documents that are one XML file

WORD = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>目标表</w:t></w:r></w:p>'
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>"
    "项目名称</w:t>"
    "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>道路维修</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:body></w:wordDocument>"
)
BOOK = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?><Workbook '
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="表"><Table><Row><Cell><Data ss:Type="String">项目名称</Data></Cell><Cell><Data ss:'
    'Type="String">道路维修'
    "</Data></Cell></Row></Table></Worksheet></Workbook>"
)


def _flat(kind: str, content: str) -> str:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" office:mimetype='
        f'"application/vnd.oasis.opendocument.{kind}"><office:body><office:{kind}>{content}</office:{kind}></office:body></office:document>'
    )


@pytest.mark.needs_libreoffice
def test_one_file_xml_documents_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Word 2003 and Excel 2003 wrote XML, often under the ending .doc or .xls; flat ODF is its sister."""
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("项目名称", "道路维修")
    )
    table = (
        f'<table:table table:name="表"><table:table-column table:number-columns-repeated="2"/><table:table-row>'
        f"{cells}</table:table-row></table:table>"
    )
    cases = {
        "wordml": ("a.doc", WORD), "sheetml": ("a.xls", BOOK),
        "fodt": ("a.fodt", _flat("text", table)), "fods": ("a.fods", _flat("spreadsheet", table)),
    }  # fmt: skip
    monkeypatch.setattr(soffice, "_ready", tmp_path)
    items = [office.input_of(text.encode()) for _, text in cases.values()]
    for target in ("docx", "xlsx"):
        assert all(soffice.prefetch([item for item in items if item.target == target], 60, lambda _: None))
    for format, (name, text) in cases.items():
        document = document_of(text.encode(), name)
        assert document.format == format
        assert [cell.text for grid in document.grids() for cell in grid.cells][-2:] == ["项目名称", "道路维修"], name
        assert {note.code for note in document.notes} <= {"format-mismatch"}
