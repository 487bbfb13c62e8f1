"""The real format by magic bytes and inner structure, never by the ending."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.intake.sniff import sniff
from extractor.settings import DEFAULTS


def package(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in members.items():
            opened.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)  # no time of day: it names the cases
    return out.getvalue()


WORD = package(
    {"[Content_Types].xml": '<Override ContentType="…wordprocessingml.document.main+xml"/>', "word/document.xml": ""}
)
EXCEL = package(
    {"[Content_Types].xml": '<Override ContentType="…spreadsheetml.sheet.main+xml"/>', "xl/workbook.xml": ""}
)
SLIDES = package(
    {"[Content_Types].xml": '<Override ContentType="…presentationml.presentation.main+xml"/>', "ppt/x.xml": ""}
)
HTML = "<html><body><table><tr><td>填报单位</td></tr></table></body></html>"
TABS = "填报单位：某单位\n\n\t数量指标\t2022年，≥1次\n\n\t质量指标\t100%\n"


@pytest.mark.parametrize(
    ("data", "name", "format", "lying"),
    [
        (WORD, "a.docx", "docx", None),
        (WORD, "a.doc", "docx", "doc"),
        (WORD, "a", "docx", None),
        (EXCEL, "a.xls", "xlsx", "xls"),
        (package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), "a.odt", "odt", None),
        (package({"OFD.xml": "", "Doc_0/Document.xml": ""}), "a.ofd", "ofd", None),
        (package({"1.docx": "x"}), "a.zip", "zip", None),
        (b"{\\rtf1\\ansi}", "a.doc", "rtf", "doc"),
        (b"junk\n%PDF-1.4", "a.pdf", "pdf", None),
        (HTML.encode("gbk"), "a.doc", "html", "doc"),
        (HTML.encode("utf-16"), "a.html", "html", None),
        (b"\xef\xbb\xbf" + HTML.encode(), "a.xls", "html", "xls"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "a.mht", "mht", None),
        (TABS.encode("gb18030"), "a.txt", "txt", None),
        (TABS.encode("utf-16"), "a.txt", "txt", None),
        (TABS.encode("utf-16-le"), "a.txt", "txt", None),
        ("指标,值,单位\n数量,1,次\n质量,100,%\n".encode(), "a.csv", "csv", None),
        ("指标,值,单位\n数量,1,次\n质量,100,%\n".encode("gbk"), "-", "csv", None),
        (("一句话, 两句\n" * 5).encode(), "a.txt", "txt", None),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", "png", "jpg"),
        (b"\xff\xd8\xff\xe0", "a.jpeg", "jpg", None),
        (b"II*\0", "a.tif", "tiff", None),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "webp", None),
    ],
)
def test_formats(data: bytes, name: str, format: str, lying: str | None) -> None:
    found = sniff(data, name)
    assert (found.format, found.lying) == (format, lying)
    note = found.note()
    assert (note.code if note else None) == ("format-mismatch" if lying else None)


@pytest.mark.parametrize(
    ("data", "category"),
    [
        (b"", "unreadable"),
        (SLIDES, "unsupported"),
        (package({"[Content_Types].xml": "<Types/>"}), "unreadable"),
        (b"PK\x03\x04broken", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unreadable"),
        (b"MZ\x90\0" + bytes(range(256)), "unsupported"),
        (bytes(range(256)) * 8, "unsupported"),
        (
            b"<?xml version='1.0'?><p:package xmlns:p='http://schemas.microsoft.com/office/2006/xmlPackage'/>",
            "unsupported",
        ),
        (b"<?xml version='1.0'?><a><b/></a>", "unsupported"),
        (b"SQLite format 3\0....", "unsupported"),
    ],
)
def test_what_nobody_reads_has_a_category_and_a_remedy(data: bytes, category: str) -> None:
    with pytest.raises(SourceError) as caught:
        sniff(data, "a.doc")
    assert caught.value.category == category
    assert caught.value.remedy


def test_a_package_over_the_limits_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        sniff(package({"word/document.xml": "x" * 20_000_000}), "a.docx")
    assert caught.value.category == "policy"
    with pytest.raises(SourceError):
        sniff(WORD, "a.docx", replace(DEFAULTS, max_members=1))
    with pytest.raises(SourceError):
        sniff(b"x" * 11, "a.txt", replace(DEFAULTS, max_file_bytes=10))


@given(st.binary(max_size=400), st.sampled_from(["a.doc", "a.csv", "-", "a.wps"]))
def test_any_bytes_give_a_format_or_a_source_error(data: bytes, name: str) -> None:
    try:
        assert sniff(data, name).format
    except SourceError as error:
        assert error.cause
