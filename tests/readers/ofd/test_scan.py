"""Pictures on OFD pages: recognised with their seals, or said where they stand."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.model.document import Document, Line
from extractor.readers import read
from extractor.settings import DEFAULTS, Settings
from tests.make.write_ofd import content, package, text


def _scanned(settings: Settings = DEFAULTS) -> Document:
    """A page that is one picture, 200 pixels wide over 200 mm, 5 mm from the left edge."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (200, 280), (10, 20, 30)).save(out, "PNG")
    page = content('<ofd:ImageObject Boundary="5 5 200 280" ResourceID="9"/>' + text("1", 100, 290, 4))
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:'
        "MultiMedia></ofd:MultiMedias>"
    )
    return read(
        package([page], resources=media, extra={"Doc_0/Res/scan.png": out.getvalue()}), "x.ofd", "ofd", settings
    )


def _lines(document: Document) -> list[str]:
    return [item.text for item in document.lines()]


def test_a_scanned_page_goes_to_the_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def read_page(image: Any, page: int, scale: float, settings: Settings) -> Any:
        asked.append((image.shape, image[0, 0].tolist(), image[100, 100].tolist(), page, round(scale, 3)))
        return SimpleNamespace(items=[Line("认出的文字", page=page)], notes=[], seals=[])

    monkeypatch.setitem(sys.modules, "extractor.readers.image", SimpleNamespace(read_page=read_page))
    document = _scanned()
    assert _lines(document) == ["认出的文字", "1"]
    assert (document.ocr_pages, document.notes) == (1, [])
    assert asked == [((297, 210, 3), [255, 255, 255], [30, 20, 10], 1, round(25.4 / 72, 3))]


def test_a_scanned_page_without_recogniser_is_said() -> None:
    document = _scanned(replace(DEFAULTS, ocr=False))
    assert [note.code for note in document.notes] == ["unreadable-part"]
    assert _lines(document) == ["1"]


def _with_a_form_pasted_in(settings: Settings) -> Document:
    """A page of text with a picture of a ruled table below it, 150 mm wide and high, 30 mm from the left edge."""
    from PIL import Image, ImageDraw

    picture, out = Image.new("RGB", (300, 300), "white"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    for at in range(10, 300, 40):
        pen.line((10, at, 290, at), "black", 2)
        pen.line((at, 10, at, 290), "black", 2)
    picture.save(out, "PNG")
    above = text("本表由各单位于每年十二月十五日以前填报并附有关说明材料一份", 20, 40, 5)
    pasted = content(above + '<ofd:ImageObject Boundary="30 100 150 150" ResourceID="9"/>')
    media = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>form.png</ofd:MediaFile></ofd:'
        "MultiMedia></ofd:MultiMedias>"
    )
    return read(
        package([pasted], resources=media, extra={"Doc_0/Res/form.png": out.getvalue()}), "x.ofd", "ofd", settings
    )


def test_a_form_pasted_in_as_a_picture_is_recognised_with_its_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    seal = {"page": 1, "bbox": [100.0, 300.0, 180.0, 380.0]}

    def read_page(image: Any, page: int, scale: float, settings: Settings) -> Any:
        return SimpleNamespace(items=[Line("认出的文字", page=page)], notes=[], seals=[seal])

    monkeypatch.setitem(sys.modules, "extractor.readers.image", SimpleNamespace(read_page=read_page))
    document = _with_a_form_pasted_in(DEFAULTS)
    assert [line[:5] for line in _lines(document)] == ["认出的文字", "本表由各单"]
    assert (document.ocr_pages, document.notes, document.seals) == (1, [], [seal])


def test_a_form_pasted_in_as_a_picture_and_not_read_is_said_with_its_place() -> None:
    document = _with_a_form_pasted_in(replace(DEFAULTS, ocr=False))
    (note,) = document.notes
    assert (note.code, note.at) == ("unreadable-part", {"page": 1, "bbox": [85.04, 283.46, 510.24, 708.66]})
    assert [line[:5] for line in _lines(document)] == ["本表由各单"]
