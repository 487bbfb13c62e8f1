"""The gate before zipped formats: bombs, overlaps, lies, DOCTYPE, depth; and time and memory stay bounded."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from extractor.errors import EncryptedError, PolicyError, SourceError, UnreadableError, UnsupportedError
from extractor.readers import read
from extractor.readers.container.package import MissingPartError, Package, parse_xml
from extractor.readers.office import ole_objects, oletext
from extractor.readers.office import reader as office
from extractor.settings import DEFAULTS, Settings
from tests.make.hostile_zip import forged, overlapping
from tests.make.package import zipped
from tests.make.write_docx import package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "word/document.xml"


def docx_of(xml: str | bytes) -> bytes:
    return zipped({MAIN: xml})


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({MAIN: b"0" * 40_000_000})
    assert len(bomb) < 100_000
    tracemalloc.start()
    with pytest.raises(PolicyError) as caught:
        read(bomb, "x.docx", "docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000
    assert "压缩" in caught.value.cause


def test_the_total_and_the_single_part_are_limited() -> None:
    parts = {f"word/{n}.xml": bytes(1000) for n in range(20)}
    with pytest.raises(PolicyError):
        Package(zipped(parts), Settings(max_unpacked_bytes=10_000))
    with pytest.raises(PolicyError):
        Package(zipped(parts), Settings(max_part_bytes=999))
    with pytest.raises(PolicyError):
        Package(zipped(parts), Settings(max_members=19))
    assert len(Package(zipped(parts), DEFAULTS).parts) == 20


def test_overlapping_entries_are_refused() -> None:
    with pytest.raises(SourceError) as caught:
        read(overlapping([MAIN.encode(), b"b.xml", b"c.xml"], b"<a/>" * 100), "x.docx", "docx")
    assert caught.value.remedy


@pytest.mark.parametrize("claimed", [10, 100_000, 0])
def test_a_forged_size_is_found_out(claimed: int) -> None:
    data = forged(MAIN.encode(), b"<a>" + b"x" * 5000 + b"</a>", claimed)
    with pytest.raises(SourceError) as caught:
        read(data, "x.docx", "docx")
    assert caught.value.remedy


def test_zip_encryption_is_named() -> None:
    with pytest.raises(EncryptedError):
        read(forged(MAIN.encode(), b"<a/>", 4, flags=1), "x.docx", "docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused(encoding: str) -> None:
    entity = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>{entity}<w:document xmlns:w="{W}"><w:body>&b;</w:body></w:'
        f"document>"
    )
    with pytest.raises(UnreadableError) as caught:
        read(docx_of(xml.encode(encoding)), "x.docx", "docx")
    assert "DOCTYPE" in caught.value.cause


def test_a_doctype_after_much_white_space_is_refused() -> None:
    with pytest.raises(UnreadableError):
        parse_xml(b"<?xml version='1.0'?>" + b" " * 10_000 + b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.xml")


@pytest.mark.parametrize("depth", [300, 40_000])
def test_deep_xml_is_refused(depth: int) -> None:
    inner = "<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth
    start = time.monotonic()
    with pytest.raises(UnreadableError):
        read(package(inner), "x.docx", "docx")
    assert time.monotonic() - start < 10


def test_xml_as_deep_as_allowed_is_read() -> None:
    inner = "<w:sdt><w:sdtContent>" * 100 + "<w:p><w:r><w:t>深</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 100
    assert [line.text for line in read(package(inner), "x.docx", "docx").lines()] == ["深"]


def test_a_cell_of_absurd_spans_is_bounded() -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
    document = read(package(f"<w:tbl>{f'<w:tr>{cell * 50}</w:tr>' * 50}</w:tbl>"), "x.docx", "docx")
    assert any(note.code == "unreadable-part" for note in document.notes)


@pytest.mark.parametrize("relations", ["<broken", "<Relationships/>", None])
def test_a_damaged_relations_part_costs_nothing(relations: str | None) -> None:
    body = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
    parts: dict[str, str | bytes] = {MAIN: body}
    if relations is not None:
        parts["_rels/.rels"] = relations
    assert [line.text for line in read(zipped(parts), "x.docx", "docx").lines()] == ["甲"]


def test_a_binary_workbook_is_named_as_one() -> None:
    relation = '<Relationship Type="http://x/officeDocument" Target="xl/workbook.bin"/>'
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f"<Relationships>{relation}</Relationships>",
        "xl/workbook.bin": b"\0",
    }
    with pytest.raises(UnsupportedError):
        read(zipped(parts), "x.xlsx", "xlsx")


def test_parts_are_found_without_regard_to_case() -> None:
    box = Package(zipped({"Word\\Document.xml": "<a/>"}), DEFAULTS)
    assert box.read("word/document.xml") == b"<a/>"
    with pytest.raises(MissingPartError):
        box.read("word/none.xml")


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("cut", range(5, 100, 12))
def test_a_file_cut_anywhere_is_a_source_error(format: str, cut: int) -> None:
    data = package("<w:p/>")
    with pytest.raises(SourceError):
        read(data[: len(data) * cut // 100], "x", format)


@pytest.mark.parametrize("part", ["mimetype", "content.xml", "META-INF/manifest.xml", "Object 1/content.xml"])
def test_a_torn_part_of_an_odf_package_is_no_crash(part: str) -> None:
    """Deflated bytes that zlib refuses: what only looks into the package answers that it found nothing."""
    filler = "".join(chr(33 + i * 7 % 90) for i in range(3000))
    data = bytearray(zipped({part: filler}))
    start = data.index(part.encode()) + len(part)
    data[start : start + 40] = b"\xff" * 40
    torn = bytes(data)
    assert office._mimetype(torn) == b""
    assert oletext.is_locked(torn, "odt") is False
    assert oletext._odf_text(torn) is None
    assert ole_objects._in_odf(torn) == []
