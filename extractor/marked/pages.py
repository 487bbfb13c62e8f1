"""Into a PDF: highlights where findings stand, their words as pop-up text; pictures become a PDF of their pages first.

pdfium adds the annotations and saves them behind the file's own bytes (an incremental update), so nothing on the pages
is written anew.
"""

from __future__ import annotations

import ctypes
import io
import warnings
from collections import Counter
from contextlib import closing
from typing import Any

from extractor.errors import SourceError, UnreadableError
from extractor.marked.notes import AUTHOR, COLOUR, Remark
from extractor.model.document import Place
from extractor.settings import Settings

_FINE = 64
"""Steps per point in which places are turned from the page as shown to the page's own axes."""
_MARGIN = 1.0
"""Points a highlight stays inside its cell's rulings."""
_TAB = (18.0, 14.0)
"""Width and height in points of the mark at a page's top left for what stands at no place."""
_ALPHA = 140
_POINTS_A4 = 842.0
"""Long side of a page made from a picture."""
_QUALITY = 85


def mark_pdf(data: bytes, remarks: list[Remark]) -> bytes:
    """The file with a highlight for each remark.

    Raises:
        SourceError: it cannot be opened, or pdfium cannot save it.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("PDF 打不开", "请另存为 PDF 后再试") from error
    with closing(document):
        loose: Counter[int] = Counter()
        for remark in remarks:
            _mark(document, remark, loose)
        return _saved(document)


def mark_picture(data: bytes, remarks: list[Remark], settings: Settings) -> bytes:
    """A PDF of the picture's pages with a highlight for each remark; places are pixels of the upright picture.

    Raises:
        SourceError: the picture cannot be opened any more.
    """
    pages, scales = _pages_of(data, settings)
    scaled = [_scaled(remark, scales) for remark in remarks]
    return mark_pdf(pages, scaled)


def _mark(document: Any, remark: Remark, loose: Counter[int]) -> None:
    """One remark: the words at its first place, colour at the others."""
    own = [place for place in remark.places[: remark.own] if "bbox" in place and "page" in place]
    form = [place for place in remark.places[remark.own :] if "page" in place]
    if own:
        for number, place in enumerate(own):
            _highlight(document, place["page"], place["bbox"], remark, remark.said_at(True) if number == 0 else [])
        return
    place = next(iter([p for p in remark.places[: remark.own] if "page" in p] + form), Place(page=1))
    box = place.get("bbox")
    if box is None:
        shift = loose[place["page"]] * (_TAB[0] + 2)
        loose[place["page"]] += 1
        box = [8 + shift, 8, 8 + shift + _TAB[0], 8 + _TAB[1]]
    _highlight(document, place["page"], box, remark, remark.said_at(False))


def _highlight(document: Any, number: int, box: list[float], remark: Remark, said: list[str]) -> None:
    import pypdfium2.raw as pdfium

    if not 1 <= number <= len(document):
        return
    page = document[number - 1]
    with closing(page):
        annotation = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
        if not annotation:
            return
        try:
            left, bottom, right, top = _to_page(page, box)
            pdfium.FPDFAnnot_SetRect(annotation, pdfium.FS_RECTF(left, top, right, bottom))
            pdfium.FPDFAnnot_AppendAttachmentPoints(
                annotation, pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
            )
            colour = COLOUR[remark.severity]
            red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
            pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, red, green, blue, _ALPHA)
            pdfium.FPDFAnnot_SetFlags(annotation, pdfium.FPDF_ANNOT_FLAG_PRINT)
            for key, text in (("T", AUTHOR), ("NM", remark.id if said else ""), ("Contents", "\n".join(said))):
                if text:
                    pdfium.FPDFAnnot_SetStringValue(annotation, key.encode(), _wide(text))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _to_page(page: Any, box: list[float]) -> tuple[float, float, float, float]:
    """A box of the page as shown, origin top left, on the page's own axes: left, bottom, right, top."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    x, y = ctypes.c_double(), ctypes.c_double()
    corners = []
    for dx, dy in ((box[0] + _MARGIN, box[1] + _MARGIN), (box[2] - _MARGIN, box[3] - _MARGIN)):
        pdfium.FPDF_DeviceToPage(
            page, 0, 0, round(width * _FINE), round(height * _FINE), 0, round(dx * _FINE), round(dy * _FINE), x, y
        )
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _wide(text: str) -> Any:
    """Text as pdfium takes it: UTF-16LE with a zero at its end."""
    raw = text.encode("utf-16-le", "replace") + b"\0\0"
    return (ctypes.c_ushort * (len(raw) // 2)).from_buffer_copy(raw)


def _saved(document: Any) -> bytes:
    import pypdfium2
    import pypdfium2.raw as pdfium

    out = io.BytesIO()
    try:
        document.save(out, flags=pdfium.FPDF_INCREMENTAL)
    except pypdfium2.PdfiumError as error:
        raise SourceError("PDF 加上标注后存不下来", "请另存为 PDF 后再试", "unreadable") from error
    return out.getvalue()


def _pages_of(data: bytes, settings: Settings) -> tuple[bytes, dict[int, float]]:
    """A PDF of a picture's pages, upright, and points a pixel of each by its number from 1."""
    import pypdfium2
    from PIL import Image, ImageOps

    made = pypdfium2.PdfDocument.new()
    scales: dict[int, float] = {}
    try:
        with closing(made), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.MAX_IMAGE_PIXELS = None
            with Image.open(io.BytesIO(data)) as opened:
                for number in range(min(int(getattr(opened, "n_frames", 1)), settings.max_frames)):
                    opened.seek(number)
                    if opened.width * opened.height > settings.max_pixels:
                        raise UnreadableError("图像过大", "请降低分辨率后再试")
                    frame = ImageOps.exif_transpose(opened).convert("RGB")
                    scales[number + 1] = _POINTS_A4 / max(frame.size)
                    _add_page(made, frame, scales[number + 1])
            out = io.BytesIO()
            made.save(out)
    except (OSError, ValueError, EOFError, SyntaxError) as error:
        raise UnreadableError(f"图像打不开（{error}）", "请另存为 JPEG 或 PNG 后再试") from error
    return out.getvalue(), scales


def _add_page(made: Any, frame: Any, scale: float) -> None:
    import pypdfium2

    packed = io.BytesIO()
    frame.save(packed, "JPEG", quality=_QUALITY)
    width, height = frame.width * scale, frame.height * scale
    page = made.new_page(width, height)
    with closing(page):
        picture = pypdfium2.PdfImage.new(made)
        picture.load_jpeg(io.BytesIO(packed.getvalue()), inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page.insert_obj(picture)
        page.gen_content()


def _scaled(remark: Remark, scales: dict[int, float]) -> Remark:
    places = [_in_points(place, scales) for place in remark.places]
    return Remark(remark.id, remark.severity, remark.lines, places, remark.own, remark.where)


def _in_points(place: Place, scales: dict[int, float]) -> Place:
    page = place.get("page", 1)
    moved = Place(page=page)
    if "bbox" in place:
        moved["bbox"] = [value * scales.get(page, 1.0) for value in place["bbox"]]
    return moved
