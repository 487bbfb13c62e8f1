""".doc files as LibreOffice saves them (tests/data/doc, made by tests/make/doc_samples.py), read without
LibreOffice.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.model.document import Document, Grid, Line
from extractor.readers import read
from extractor.readers.container.embedded import unwrapped
from extractor.readers.office import reader as office
from extractor.readers.word import doc, docx
from extractor.readers.word.doc.compare import compare
from extractor.readers.word.doc.document import read_own
from extractor.readers.word.doc.objects import compound, pool
from extractor.readers.word.doc.pictures import stored
from extractor.settings import DEFAULTS
from tests.make.doc_samples import FOLDER, SOURCES
from tests.make.odd_tables import drawn
from tests.make.package import zipped
from tests.make.write_doc import P, word
from tests.make.write_ole import ole


@pytest.fixture(autouse=True)
def without_libreoffice(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if not any(mark.name == "needs_libreoffice" for mark in request.node.iter_markers()):
        monkeypatch.setenv("JIXIAO_SOFFICE", "/nonexistent")


def sample(name: str) -> bytes:
    return (FOLDER / f"{name}.doc").read_bytes()


def seen(document: Document) -> list[tuple[str, ...]]:
    """Lines, and cells with what stands beside their text."""
    found: list[tuple[str, ...]] = []
    for item in document.items:
        if isinstance(item, Line):
            found.append((item.text, "chrome" if item.chrome else "line"))
        else:
            found += [(cell.text, *(f"{aside.why} {aside.text}" for aside in cell.asides)) for cell in item.cells]
    return found


@pytest.mark.parametrize("name", ["filing", "odd", "wide"])
def test_grids_are_those_of_the_docx(name: str) -> None:
    own, source = read_own(sample(name), DEFAULTS), docx.read(SOURCES[name](), "a.docx", DEFAULTS)
    assert own.doubts == []
    assert [drawn(g) for g in own.document.grids()] == [drawn(g) for g in source.grids()]
    assert [line.text for line in own.document.lines()] == [line.text for line in source.lines()]


def test_what_a_person_sees() -> None:
    document = read(sample("features"), "a.doc", "doc", DEFAULTS)
    assert seen(document) == [
        ("项目支出绩效目标表", "line"), ("填报单位：某县水利局", "line"), ("框里的字", "line"), ("见注", "line"),
        ("隐藏",), ("≥95%", "hidden 旧值"), ("划去",), ("90%", "struck 80%"), ("修订",), ("15万元",), ("符号",),
        ("☑是≥5",),
        ("勾选",), ("☑新增",), ("上标",), ("95公里", "mark 1"), ("嵌套",), ("外\n内 里\n后",), ("换行",),
        ("一\n二-三\n四",),
        ("目标",), ("目标1：完成养护\n目标2：改善出行",), ("内",), ("里",), ("填报人：某某", "line"),
        ("脚注的话", "chrome"),
    ]  # fmt: skip
    assert [grid.inner for grid in document.grids()] == [False, True]
    assert sorted(note.code for note in document.notes) == ["hidden-content", "hidden-content", "open-revisions"]


def test_a_signature_is_a_picture_in_its_cell() -> None:
    cells = next(read_own(sample("picture"), DEFAULTS).document.grids()).cells
    assert [(cell.text, cell.image) for cell in cells] == [("负责人签字", False), ("", True)]


def test_files_embedded_in_a_doc_are_read_as_files() -> None:
    body = word([P("正文\r")])
    workbook = zipped({"a.txt": "b"})
    streams = {
        ("ObjectPool", "_12", "Package"): workbook,
        ("ObjectPool", "_12", "\x01CompObj"): b"x",
        ("ObjectPool", "_3", "Equation Native"): b"e",
    }
    import olefile

    with olefile.OleFileIO(io.BytesIO(body)) as opened:
        own = {(name,): opened.openstream(name).read() for name in ("WordDocument", "1Table", "Data")}
    held = list(pool(ole(own | streams)))
    assert [name for _, name in held] == ["嵌入对象 12"], "formulas are no files"
    inside = unwrapped(*held[0])
    assert inside is not None and inside[0].rstrip(b"\0") == workbook.rstrip(b"\0")
    notes = read_own(ole(own | streams), DEFAULTS).document.notes
    assert [(note.code, note.observed) for note in notes] == [("unreadable-part", "嵌入对象 12")], (
        "an archive is named, not opened"
    )


def test_a_compound_file_holds_what_was_put_in() -> None:
    import olefile

    with olefile.OleFileIO(io.BytesIO(compound({"Workbook": b"w" * 70_000, "Small": b"s"}))) as made:
        assert made.openstream("Workbook").read() == b"w" * 70_000
        assert made.openstream("Small").read().rstrip(b"\0") == b"s"


def test_both_reports_differences(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(DEFAULTS, office="both")
    own = read_own(sample("odd"), DEFAULTS).document
    other = read_own(sample("odd"), DEFAULTS).document
    monkeypatch.setattr(office, "read", lambda data, name, settings: other)
    assert doc.read(sample("odd"), "a.doc", both).notes == []
    grid = next(other.grids())
    grid.cells[0].text += "别"
    next(item for item in other.items if isinstance(item, Line)).text = "另一行"
    notes = doc.read(sample("odd"), "a.doc", both).notes
    assert [note.code for note in notes] == ["reading-disputed", "reading-disputed"]
    other.items = [item for item in other.items if not isinstance(item, Grid)]
    assert len(compare(own, other)) == len(list(own.grids())) + 1


def test_libreoffice_reads_where_it_is_asked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "read", lambda data, name, settings: Document("docx"))
    assert doc.read(sample("odd"), "a.doc", replace(DEFAULTS, office="libreoffice")).items == []


@pytest.mark.parametrize("name", ["features", "odd", "filing"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_has_an_outcome(name: str, data: st.DataObject) -> None:
    """Bytes changed anywhere: a document or a typed error, never anything else. Thousands more: bench/hostile.py
    --doc.
    """
    hurt = bytearray(sample(name))
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(hurt) - 1), st.integers(0, 255)), min_size=1, max_size=30)
    ):
        hurt[at] = value
    try:
        assert read(bytes(hurt), "a.doc", "doc", DEFAULTS).items is not None
    except SourceError as error:
        assert error.category in ("unreadable", "encrypted", "missing-program")


@pytest.mark.needs_libreoffice
def test_libreoffice_says_the_same() -> None:
    for name in ("filing", "features"):
        notes = doc.read(sample(name), f"{name}.doc", replace(DEFAULTS, office="both")).notes
        assert "reading-disputed" not in [note.code for note in notes], name


def test_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in Path(FOLDER).iterdir()) < 200_000


def _png(width: int, height: int) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def _in_line(blip: bytes, kind: int, instance: int, twips: tuple[int, int]) -> bytes:
    """A picture of the data stream: PICF, an empty shape, a blip."""
    content = struct.pack("<HHI", 0xF, 0xF004, 0) + struct.pack("<HHI", instance << 4, kind, len(blip)) + blip
    picf = struct.pack("<IHH", 68 + len(content), 68, 0x64).ljust(28, b"\0") + struct.pack("<hhHH", *twips, 1000, 1000)
    return picf.ljust(68, b"\0") + content


def _with_picture(picture: bytes, text: str) -> bytes:
    place = struct.pack("<HI", 0x6A03, 8) + struct.pack("<HB", 0x0855, 1)
    at = text.index("\x01")
    return word([P(text, runs=[(at, at + 1, place)]), P("尾\r")], data=bytes(8) + picture)


@pytest.mark.parametrize(
    ("size", "twips", "read_as_scan"),
    [((800, 600), (9000, 6000), True), ((800, 600), (1200, 600), False), ((100, 40), (9000, 6000), False)],
    ids=["a form", "shown small", "few pixels"],
)
def test_a_picture_as_large_as_a_form_goes_to_the_scan_reader(
    size: tuple[int, int], twips: tuple[int, int], read_as_scan: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor.readers.word.doc import document

    asked: list[bytes] = []
    monkeypatch.setattr(document, "read_picture", lambda data, *_: asked.append(data) or [])
    png = _png(*size)
    picture = _in_line(bytes(17) + png, 0xF01E, 0x6E0, twips)
    read_own(_with_picture(picture, "\x01见图\r"), DEFAULTS)
    assert asked == ([png] if read_as_scan else [])
    asked.clear()
    read_own(_with_picture(picture, "\x13 EMBED Excel.Sheet.8 \x14\x01\x15见图\r"), DEFAULTS)
    assert asked == [], "the preview of an embedded object"


def test_a_large_drawing_of_strokes_is_named() -> None:
    picture = _in_line(bytes(60), 0xF01A, 0x3D4, (9000, 6000))
    notes = read_own(_with_picture(picture, "\x01见图\r"), DEFAULTS).document.notes
    assert [(note.code, note.observed) for note in notes] == [("unreadable-part", "图片1")]


def test_floating_pictures_lie_in_the_main_stream() -> None:
    png = _png(600, 400)
    blip = struct.pack("<HHI", 0x6E0 << 4, 0xF01E, 17 + len(png)) + bytes(17) + png
    entry = struct.pack("<HHI", 0x62, 0xF007, 36) + bytes(28) + struct.pack("<I", 16) + bytes(4)
    store = struct.pack("<HHI", 0x1F, 0xF001, len(entry)) + entry
    drawing = struct.pack("<HHI", 0xF, 0xF000, len(store)) + store
    assert stored(drawing, bytes(16) + blip) == [png]
    assert stored(drawing, bytes(8)) == [None]
    assert stored(drawing[:20], b"") == []
