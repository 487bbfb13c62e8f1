"""Odd and hostile PDFs: a Document or a SourceError, whatever the file."""

from __future__ import annotations

import dataclasses
import importlib
import random
import sys
import types
import zlib
from typing import Any

import pytest

from extractor.errors import (
    EncryptedError,
    MissingProgramError,
    PolicyError,
    SourceError,
    UnreadableError,
    UnsupportedError,
)
from extractor.model.document import Line
from extractor.readers import read
from extractor.settings import DEFAULTS, Settings
from tests.make.filing import Span, Table
from tests.make.write_pdf import Sheet, assemble, document, draw


def form_page() -> Sheet:
    sheet = Sheet()
    sheet.text(200, 60, "2024年项目支出绩效目标表", 12)
    draw(sheet, Table(2, [Span(0, 0, "项目名称"), Span(0, 1, "道路维修")]), 60, 90, [100, 200], [24])
    return sheet


def picture_page(picture: bool = True, layer: int | None = None) -> bytes:
    """A page that is one grey picture, with a text layer in a render mode or none."""
    pixels = zlib.compress(bytes([200]) * 64)
    image = (
        f"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8 /ColorSpace /DeviceGray "
        f"/Filter /FlateDecode /Length {len(pixels)} >>\nstream\n".encode()
        + pixels
        + b"\nendstream"
    )
    sheet = Sheet()
    if layer is not None:
        sheet.text(60, 100, "年度绩效目标表第一页由扫描软件识别的文字层内容", 12, mode=layer)
        sheet.text(60, 130, "一级指标二级指标三级指标指标值", 12, mode=layer)
    data = document([sheet])
    content = f"q {595 if picture else 90} 0 0 {842 if picture else 90} 0 0 cm /Im0 Do Q\n".encode()
    start = data.index(b"10 0 obj\n") + 9
    end = data.index(b"endobj", start)
    packed = data[data.index(b"stream\n", start) + 7 : data.index(b"\nendstream", start)]
    both = zlib.compress(content + zlib.decompress(packed))
    stream = f"<< /Length {len(both)} /Filter /FlateDecode >>\nstream\n".encode() + both + b"\nendstream\n"
    body = data[:start] + stream + data[end:]
    body = body.replace(b"/XObject <<  >>", b"/XObject << /Im0 20 0 R >>")
    xref = body.index(b"xref\n0")
    return body[:xref] + b"20 0 obj\n" + image + b"\nendobj\n" + b"trailer\n<< /Root 1 0 R /Size 21 >>\n%%EOF\n"


@pytest.fixture
def no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.readers.pdf.reader._recogniser", lambda settings: None)


@pytest.mark.usefixtures("no_recogniser")
def test_pages_without_text_need_the_recogniser() -> None:
    with pytest.raises(MissingProgramError) as caught:
        read(picture_page(), "a.pdf", "pdf")
    assert "jixiao-extractor[ocr]" in caught.value.remedy


@pytest.mark.usefixtures("no_recogniser")
def test_an_invisible_layer_over_a_scan_is_not_trusted() -> None:
    with pytest.raises(MissingProgramError):
        read(picture_page(layer=3), "a.pdf", "pdf")
    shown = read(picture_page(layer=0), "a.pdf", "pdf")
    assert [line.text for line in shown.lines()][1] == "一级指标二级指标三级指标指标值"
    beside = read(picture_page(picture=False, layer=3), "a.pdf", "pdf")
    assert {note.code for note in beside.notes} == {"hidden-content"}  # nothing shows there: it is no text
    assert [(line.text, line.asides[0].why) for line in beside.lines()] == [("", "hidden")] * 2


def test_the_recogniser_gets_the_pages_that_need_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []

    @dataclasses.dataclass
    class Reading:
        items: list[Line]
        notes: list[Any]
        seals: list[Any] = dataclasses.field(default_factory=list)

    def recognise(image: Any, page: int, scale: float, settings: Settings) -> Reading:
        seen.append((image.shape, page, round(scale, 3)))
        return Reading([Line("识别的文字", page=page)], [])

    monkeypatch.setattr("extractor.readers.pdf.reader._recogniser", lambda settings: recognise)
    doc = read(picture_page(), "a.pdf", "pdf")
    assert doc.ocr_pages == 1 and [line.text for line in doc.lines()] == ["识别的文字"]
    ((shape, page, scale),) = seen
    assert shape[2] == 3 and page == 1 and scale == pytest.approx(200 / 72, abs=0.01)
    assert shape[0] == pytest.approx(842 * scale, abs=2)


def test_the_recogniser_is_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = importlib.import_module("extractor.readers.pdf.reader")
    module = types.ModuleType("extractor.readers.image")
    monkeypatch.setitem(sys.modules, "extractor.readers.image", module)
    assert pdf._recogniser(DEFAULTS) is None
    module.read_page = len  # type: ignore[attr-defined]
    assert pdf._recogniser(DEFAULTS) is len
    monkeypatch.setitem(sys.modules, "extractor.readers.image", None)
    assert pdf._recogniser(DEFAULTS) is None


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", b"not a pdf", b"%PDF-1.4\n" + bytes(500), document([Sheet()])[:300]]
)
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data, "a.pdf", "pdf")
    assert caught.value.remedy


def test_a_damaged_cross_reference_is_rebuilt() -> None:
    data = document([form_page()])
    for broken in (
        data.replace(b"startxref\n", b"startxref\n9"),
        data[: data.index(b"xref\n0")] + data[data.index(b"trailer") :],
        data.replace(b"0000000015 00000 n", b"0000009999 00000 n"),
    ):
        (grid,) = read(broken, "a.pdf", "pdf").grids()
        assert [c.text for c in grid.cells] == ["项目名称", "道路维修"]


def test_a_page_tree_cycle_ends() -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 3 /Kids [3 0 R 2 0 R] >>",
        b"<< /Type /Pages /Count 2 /Parent 2 0 R /Kids [2 0 R 3 0 R] >>",
    ]
    with pytest.raises(SourceError):
        read(assemble(objects), "a.pdf", "pdf")


def test_a_broken_page_costs_one_page() -> None:
    data = document([form_page(), Sheet(), form_page()])
    broken = data.replace(b"/Kids [9 0 R 11 0 R 13 0 R]", b"/Kids [9 0 R 99 0 R 13 0 R]")
    doc = read(broken, "a.pdf", "pdf")
    assert doc.pages == 3 and [grid.page for grid in doc.grids()] == [1, 3]
    assert [(note.code, note.at) for note in doc.notes] == [("unreadable-part", {"page": 2})]


def test_too_many_pages_are_refused() -> None:
    data = document([Sheet() for _ in range(6)])
    with pytest.raises(PolicyError):
        read(data, "a.pdf", "pdf", dataclasses.replace(DEFAULTS, max_pages=5))


def test_a_password_and_a_dynamic_form() -> None:
    locked = assemble(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>",
         b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + (
             b"28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453"
             b"697A"
         )
         + b"> /U <" + b"11" * 32 + b"> >>"],
        "/Encrypt 3 0 R /ID [<31323334353637383930313233343536> <31323334353637383930313233343536>]",
    )  # fmt: skip
    with pytest.raises(EncryptedError):
        read(locked, "a.pdf", "pdf")
    sheet = Sheet()
    sheet.text(60, 60, "Please wait...")
    dynamic = document([sheet]).replace(
        b"/Type /Catalog /Pages 2 0 R",
        b"/Type /Catalog /NeedsRendering true /AcroForm << /XFA (x) /Fields [] >> /Pages 2 0 R",
    )
    with pytest.raises(UnsupportedError):
        read(dynamic, "a.pdf", "pdf")


def test_a_page_of_many_operators_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.readers.pdf.ink.MAX_OBJECTS", 500)
    sheet = form_page()
    sheet.ops += ["0 0 m 9 9 l S"] * 3000
    doc = read(document([sheet]), "a.pdf", "pdf")
    assert [c.text for grid in doc.grids() for c in grid.cells] == ["项目名称", "道路维修"]
    assert [note.code for note in doc.notes] == ["unreadable-part"]


def test_random_damage_is_always_an_outcome() -> None:
    data = bytearray(document([form_page(), form_page()]))
    draw_from = random.Random(11)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(draw_from.randint(1, 12)):
            broken[draw_from.randrange(len(broken))] = draw_from.randrange(256)
        if draw_from.random() < 0.3:
            del broken[draw_from.randrange(len(broken)) :]
        try:
            doc = read(bytes(broken), "a.pdf", "pdf", dataclasses.replace(DEFAULTS, ocr=False))
        except SourceError as error:
            assert error.cause
        else:
            assert doc.pages
