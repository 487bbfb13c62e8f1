"""The piece of a page beside its finding: PDF files and pictures, framed in red, small."""

from __future__ import annotations

import io
import re

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from extractor.model.extraction import Extraction
from extractor.pipeline import extract_bytes
from extractor.report.pieces import MAX_BYTES, pack, pieces_of, unpack
from extractor.report.writers import write_check
from extractor.rulebook import load_rules
from extractor.settings import DEFAULTS
from tests import SAMPLES

RULES = load_rules(None)


def _pdf() -> tuple[bytes, Extraction]:
    data = (SAMPLES / "project-list.pdf").read_bytes()
    return data, extract_bytes(data, "project-list.pdf", rules=RULES)


def test_each_placed_finding_has_a_small_picture_with_a_red_frame() -> None:
    data, extraction = _pdf()
    pieces = pieces_of(data, extraction, DEFAULTS)
    assert set(pieces) == {f.id for f in extraction.findings if "bbox" in f.at} and pieces
    for piece in pieces.values():
        assert len(piece) <= MAX_BYTES
        picture = Image.open(io.BytesIO(piece)).convert("RGB")
        assert picture.width <= 780 and picture.height <= 290
        pixels = np.asarray(picture)
        assert ((pixels[:, :, 0] > 140) & (pixels[:, :, 1] < 90) & (pixels[:, :, 2] < 100)).sum() > 100


def test_noise_stays_below_the_limit() -> None:
    import random

    random.seed(1)
    noise = Image.frombytes("RGB", (900, 1273), random.randbytes(900 * 1273 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    _, extraction = _pdf()
    extraction.source.format = "image"
    for piece in pieces_of(out.getvalue(), extraction, DEFAULTS).values():
        assert len(piece) <= MAX_BYTES


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 cut"])
def test_a_file_that_changed_gives_none(data: bytes) -> None:
    _, extraction = _pdf()
    assert pieces_of(data, extraction, DEFAULTS) == {}
    extraction.source.format = "image"
    assert pieces_of(data, extraction, DEFAULTS) == {}


def test_places_outside_the_pages_give_none() -> None:
    data, extraction = _pdf()
    for number, finding in enumerate(extraction.findings):
        finding.at |= {"bbox": [5000.0, 5000.0, 5100.0, 5100.0]} if number else {"page": 99}
    assert pieces_of(data, extraction, DEFAULTS) == {}


def test_html_and_letter_show_them() -> None:
    data, extraction = _pdf()
    pieces = {extraction.source.path: pieces_of(data, extraction, DEFAULTS)}
    page = str(write_check([extraction], format="html", pieces=pieces, rules=RULES))
    assert page.count("data:image/webp;base64,") == len(extraction.findings)
    assert "<!--piece" not in page and "img-src data:" in page
    plain = str(write_check([extraction], format="html", rules=RULES))
    assert "data:image" not in plain and re.sub(r'<p class="piece">.*?</p>\n?', "", page).split() == plain.split()
    import docx

    letter = write_check([extraction], format="docx", pieces=pieces, rules=RULES)
    assert isinstance(letter, bytes)
    assert len(docx.Document(io.BytesIO(letter)).inline_shapes) == len(extraction.findings)
    assert letter == write_check([extraction], format="docx", pieces=pieces, rules=RULES)


def test_a_page_grows_to_its_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.report import html

    data, extraction = _pdf()
    pieces = {extraction.source.path: pieces_of(data, extraction, DEFAULTS)}
    monkeypatch.setattr(html, "MAX_PAGE", 10)
    assert "data:image" not in str(write_check([extraction], format="html", pieces=pieces, rules=RULES))


def test_payloads_come_back() -> None:
    assert unpack(pack(b'{"a":1}', {"x": b"\n\0"})) == (b'{"a":1}', {"x": b"\n\0"})
    assert unpack(pack(b'{"a":1}', {})) == (b'{"a":1}', {})


def test_large_pages_are_rendered_small() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14400, 14400)
    out = io.BytesIO()
    document.save(out)
    _, extraction = _pdf()
    assert len(pieces_of(out.getvalue(), extraction, DEFAULTS)) == len(extraction.findings)
