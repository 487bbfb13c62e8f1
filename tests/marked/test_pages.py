"""Highlights in PDF files and in the PDF made of a picture."""

from __future__ import annotations

import ctypes
import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from extractor.errors import SourceError
from extractor.marked.copy import marked_copy
from extractor.marked.notes import Remark
from extractor.marked.pages import mark_pdf, mark_picture
from extractor.pipeline import extract_bytes
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests import SAMPLES

SAMPLE = SAMPLES / "project-list.pdf"


def _annotations(data: bytes) -> list[tuple[int, str, tuple[float, float, float, float]]]:
    """(page from 1, words, left bottom right top) of every annotation."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAnnot_GetStringValue(
                annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(annotation, rect)
            found.append(
                (number, buffer.raw.decode("utf-16-le").rstrip("\0"), (rect.left, rect.bottom, rect.right, rect.top))
            )
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _remark(**at: object) -> Remark:
    return Remark("id1", "error", ["【错误】甲", "(a)\\ <b> %", "编号：id1"], [at] if at else [], bool(at), "整份文件")  # type: ignore[list-item]


def test_findings_of_a_pdf_are_highlights_behind_its_own_bytes() -> None:
    data = SAMPLE.read_bytes()
    rules = load_rules(None)
    extraction = extract_bytes(data, SAMPLE.name, rules=rules)
    copy = marked_copy(data, SAMPLE.name, extraction, rules, DEFAULTS)
    assert copy.suffix == ".pdf" and copy.content.startswith(data)
    found = {words.rsplit("编号：", 1)[1]: (page, box) for page, words, box in _annotations(copy.content)}
    assert set(found) == {f.id for f in extraction.findings} and found
    height = pypdfium2.PdfDocument(data)[0].get_height()
    for finding in extraction.findings:
        page, (left, bottom, right, top) = found[finding.id]
        x0, y0, x1, y1 = finding.at["bbox"]
        assert page == finding.at["page"]
        assert x0 <= left < right <= x1 and y0 <= height - top < height - bottom <= y1
    again = extract_bytes(copy.content, SAMPLE.name, rules=rules)
    assert again.forms == extraction.forms or [f.indicators for f in again.forms] == [
        f.indicators for f in extraction.forms
    ]


@pytest.mark.parametrize("turned, corner", [(0, (10, 190)), (90, (10, 10)), (180, (290, 10)), (270, (290, 190))])
def test_a_turned_page_is_marked_where_it_is_seen(turned: int, corner: tuple[float, float]) -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(300, 200)
    page.set_rotation(turned)
    out = io.BytesIO()
    document.save(out)
    ((_, words, (left, bottom, right, top)),) = _annotations(
        mark_pdf(out.getvalue(), [_remark(page=1, bbox=[8.0, 8.0, 12.0, 12.0])])
    )
    assert ((left + right) / 2, (bottom + top) / 2) == pytest.approx(corner, abs=0.1)
    assert words.splitlines() == ["【错误】甲", "(a)\\ <b> %", "编号：id1"]


def test_what_has_no_place_stands_at_the_first_page_with_its_place_in_words() -> None:
    ((page, words, _),) = _annotations(mark_pdf(SAMPLE.read_bytes(), [_remark()]))
    assert page == 1 and "位置：整份文件" in words


def test_a_picture_becomes_a_page_with_highlights() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1000, 2000), "white").save(out, "PNG")
    made = mark_picture(out.getvalue(), [_remark(page=1, bbox=[100.0, 200.0, 300.0, 400.0])], DEFAULTS)
    ((_, _, (left, bottom, right, top)),) = _annotations(made)
    page = pypdfium2.PdfDocument(made)[0]
    width, height = page.get_size()
    assert height == pytest.approx(842, abs=1) and height / width == pytest.approx(2, abs=0.01)
    assert (left / width, right / width) == pytest.approx((0.1, 0.3), abs=0.01)
    assert (1 - top / height, 1 - bottom / height) == pytest.approx((0.1, 0.2), abs=0.01)
    red, green, _blue = page.render(scale=1).to_numpy()[int(height * 0.15), int(width * 0.2)][:3][::-1]
    assert int(red) > int(green)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"\x89PNG broken"])
def test_a_damaged_file_is_said(data: bytes) -> None:
    with pytest.raises(SourceError):
        mark_pdf(data, [_remark()])
    with pytest.raises(SourceError):
        mark_picture(data, [_remark()], DEFAULTS)
