"""The place itself: the piece of a page that a finding speaks of, with a red frame, for PDF files and pictures.

Rendered in the child that read the file, within its limits; the report only carries the small pictures.
"""

from __future__ import annotations

import base64
import io
import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

from extractor.ground.allowance import extend
from extractor.model.finding import Finding

if TYPE_CHECKING:
    from extractor.model.extraction import Extraction
    from extractor.report.model import Report
    from extractor.settings import Settings

WORST = 200
"""So many findings have their piece, the worst first; of one source and of a whole report."""
MAX_BYTES = 25_000
"""Of one picture."""
_SCALE = 1.5
"""Pixels a point of a rendered page: 108 dpi, in which printed 小五号 is legible."""
_MAX_PAGE = 20_000_000
"""Pixels of a rendered page."""
_AROUND = (150.0, 26.0)
"""Points shown left and right of a cell, and above and below it."""
_LARGEST = (520.0, 190.0)
"""Points of a piece at the most; of a larger cell its beginning is shown."""
_POINTS_A4 = 842.0
_QUALITIES = (50, 35, 20, 8)
_RED = (200, 16, 32)
_RANK = {"error": 0, "warning": 1, "info": 2}
_PICTURES = frozenset({"image", "jpg", "png", "tiff", "bmp", "webp", "gif"})
Pieces = Mapping[str, bytes]
"""Finding id → its picture (WebP)."""


def pieces_of(data: bytes, extraction: Extraction, settings: Settings) -> dict[str, bytes]:
    """The pieces of a source's worst findings; {} where its format has no pages, or they cannot be shown any more."""
    format = extraction.source.format
    if format != "pdf" and format not in _PICTURES:
        return {}
    wanted: dict[int, list[Finding]] = {}
    ranked = sorted(extraction.findings, key=lambda finding: _RANK[finding.severity])
    for finding in [f for f in ranked if "bbox" in f.at and "page" in f.at][:WORST]:
        wanted.setdefault(finding.at["page"], []).append(finding)
    made: dict[str, bytes] = {}
    pages = _pdf_pages(data, wanted) if format == "pdf" else _picture_pages(data, wanted, settings)
    for number, picture, scale, unit in pages:
        for finding in wanted[number]:
            piece = _piece(picture, [value * unit for value in finding.at["bbox"]], scale)
            if piece is not None:
                made[finding.id] = piece
    return made


def attach(report: Report, pieces: Mapping[str, Pieces]) -> None:
    """Give the report's worst findings their pieces.

    Args:
        pieces: source path → its pieces.
    """
    entries = [
        entry for source in report.sources for entry in source.entries if entry.finding.id in pieces.get(entry.path, {})
    ]
    for entry in sorted(entries, key=lambda entry: _RANK[entry.finding.severity])[:WORST]:
        entry.piece = pieces[entry.path][entry.finding.id]


def pack(document: bytes, pieces: Pieces) -> bytes:
    """A document's compact JSON (one line) and, on a second one, its pieces."""
    if not pieces:
        return document
    coded = {key: base64.b64encode(piece).decode("ascii") for key, piece in pieces.items()}
    return document + b"\n" + json.dumps(coded).encode("ascii")


def unpack(payload: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Back from `pack`."""
    document, _, coded = payload.partition(b"\n")
    return document, {key: base64.b64decode(piece) for key, piece in json.loads(coded).items()} if coded.strip() else {}


def _pdf_pages(data: bytes, wanted: Mapping[int, Any]) -> Iterator[tuple[int, Any, float, float]]:
    """(page, picture, pixels a point, points a unit of the boxes) of the pages wanted."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    with closing(document):
        for number in sorted(wanted):
            if not 1 <= number <= len(document):
                continue
            extend(1.0)
            try:
                with closing(document[number - 1]) as page:
                    width, height = page.get_size()
                    scale = min(_SCALE, (_MAX_PAGE / max(width * height, 1.0)) ** 0.5)
                    picture = page.render(scale=scale).to_pil().convert("RGB")
            except (pypdfium2.PdfiumError, ValueError):
                continue
            yield number, picture, scale, 1.0


def _picture_pages(
    data: bytes, wanted: Mapping[int, Any], settings: Settings
) -> Iterator[tuple[int, Any, float, float]]:
    """As `_pdf_pages`, of a picture file: its boxes are pixels of the upright picture."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(io.BytesIO(data)) as opened:
                for number in sorted(wanted):
                    opened.seek(number - 1)
                    if opened.width * opened.height > settings.max_pixels:
                        return
                    extend(1.0)
                    frame = ImageOps.exif_transpose(opened).convert("RGB")
                    unit = _POINTS_A4 / max(frame.size)
                    size = (max(1, round(frame.width * unit * _SCALE)), max(1, round(frame.height * unit * _SCALE)))
                    yield number, frame.resize(size), _SCALE, unit
    except (OSError, ValueError, EOFError, SyntaxError):
        return


def _piece(picture: Any, box: list[float], scale: float) -> bytes | None:
    """The part of a page around a box in points, framed in red; None where the box lies outside the page."""
    from PIL import ImageDraw

    x0, y0, x1, y1 = box
    left, top = max(0.0, x0 - _AROUND[0]), max(0.0, y0 - _AROUND[1])
    left = max(left, x0 - max(6.0, _LARGEST[0] - (x1 - x0)) / 2)
    right, bottom = min(x1 + _AROUND[0], left + _LARGEST[0]), min(y1 + _AROUND[1], top + _LARGEST[1])
    pixels = [
        round(value * scale)
        for value in (left, top, min(right, picture.width / scale), min(bottom, picture.height / scale))
    ]
    if pixels[2] - pixels[0] < 4 or pixels[3] - pixels[1] < 4:
        return None
    part = picture.crop(tuple(pixels))
    frame = [(x0 - left) * scale - 2, (y0 - top) * scale - 2, (x1 - left) * scale + 2, (y1 - top) * scale + 2]
    ImageDraw.Draw(part).rectangle(frame, outline=_RED, width=3)
    for quality in _QUALITIES:
        out = io.BytesIO()
        part.save(out, "WEBP", quality=quality, method=4)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    return None
