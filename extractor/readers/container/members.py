"""Documents inside a document: workbooks and documents embedded in a .docx, its chunks and subdocuments, pictures of
forms.

What cannot be read is named (`unreadable-part`). Pictures are only looked into where they are as large as a form; the
extra `ocr` reads them.
"""

from __future__ import annotations

import posixpath
import re
import struct
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.ground.allowance import extend
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.container.embedded import Inlay, unwrapped
from extractor.readers.container.package import Package
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

Items = list[Line | Grid]
_EMU_PER_POINT = 12_700
FORM_WIDTH, FORM_HEIGHT = 240.0, 120.0
"""Points: a picture at least this large on the page may show a form; a seal or a signature is smaller."""
FORM_PIXELS = (500, 250)
"""Where the page does not say how large it is shown."""
MOST_PICTURES = 20
"""Large pictures of one document that are recognised."""
_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?", re.I)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_DRAWN = (".emf", ".wmf", ".emz", ".wmz", ".svg")
"""Pictures made of strokes: the scan reader cannot read them."""


class Members:
    """The members of one package."""

    def __init__(self, package: Package, document: Document, settings: Settings) -> None:
        self._package, self._document, self._settings = package, document, settings
        self._inlay = Inlay(document, settings)
        self._read: set[str] = set()
        self._pictures = 0

    def chunk(self, part: str) -> bool:
        """Read a part that is a document of its own in its place; False where it is not in the package."""
        if self._package.find(part) is None:
            return False
        self.embedded(part)
        return True

    def embedded(self, part: str) -> None:
        """Read an embedded workbook, document or packaged file; formulas and drawings hold none."""
        name = posixpath.basename(part)
        if part in self._read:
            return
        self._read.add(part)
        try:
            found = unwrapped(self._package.read(part), name)
        except SourceError as fault:
            self._inlay.refuse(name, fault.cause)
            return
        if found is not None:
            self._inlay.take(*found)

    def pictures(self, element: _Element, targets: dict[str, str]) -> Items:
        """The tables of the pictures in a paragraph that are as large as a form."""
        items: Items = []
        for picture, width, height in _shown_pictures(element):
            part = targets.get(picture)
            if part is None or part in self._read or self._package.find(part) is None:
                continue
            if (width and width < FORM_WIDTH) or (height and height < FORM_HEIGHT):
                continue
            self._read.add(part)
            items.extend(self._picture(part, sized=bool(width and height)))
        return items

    def _picture(self, part: str, *, sized: bool) -> Items:
        name = posixpath.basename(part)
        try:
            data = self._package.read(part)
        except SourceError as fault:
            self._inlay.refuse(name, fault.cause)
            return []
        pixels = pixels_of(data)
        if pixels is None or pixels[0] < FORM_PIXELS[0] or pixels[1] < FORM_PIXELS[1]:
            if sized and part.lower().endswith(_DRAWN):
                self._inlay.refuse(name, "图形，不是文字")
            return []
        self._pictures += 1
        if self._pictures > MOST_PICTURES:
            if self._pictures == MOST_PICTURES + 1:
                self._inlay.refuse(name, f"图片超过 {MOST_PICTURES} 幅，其余的不再识别")
            return []
        return read_picture(data, name, self._document, self._settings)


def read_picture(data: bytes, name: str, document: Document, settings: Settings) -> Items:
    """A picture of a page: its tables with the lines around them; without a table it is a photo or a drawing, and
    furniture.

    Args:
        name: of the picture, as messages call it.
        document: takes the notes, seals and recognised pages.
    """
    from extractor.readers import image

    extend(settings.ocr_page_seconds)
    try:
        inner = image.read(data, name, settings)
    except SourceError as fault:
        document.notes.append(
            Note("unreadable-part", f"图片“{name}”可能是表格，没有读取（{fault.cause}）；请提交原文件", observed=name)
        )
        return []
    document.ocr_pages += inner.ocr_pages
    if not any(isinstance(item, Grid) for item in inner.items):
        for item in inner.items:
            if isinstance(item, Line):
                item.chrome = True
    else:
        document.notes.extend(inner.notes)
        document.seals.extend(inner.seals)
    return inner.items


def _shown_pictures(element: _Element) -> list[tuple[str, float, float]]:
    """(relation id, width, height in points) of pictures; 0 where the size is not said. Previews of objects do not
    count.
    """
    found = []
    for blip in element.iter("{*}blip"):
        extent = next(
            (e for up in blip.iterancestors("{*}inline", "{*}anchor") for e in up.iterfind("{*}extent")), None
        )
        size = [_emu(extent.get(key)) if extent is not None else 0.0 for key in ("cx", "cy")]
        found.append((_relation(blip, "embed"), size[0], size[1]))
    for data in element.iter("{*}imagedata"):
        if next(data.iterancestors("{*}object"), None) is not None:
            continue
        shape = data.getparent()
        lengths = (
            {m[0].lower(): float(m[1]) * _POINTS[m[2].lower()] for m in _LENGTH.findall(shape.get("style") or "")}
            if shape is not None
            else {}
        )
        found.append((_relation(data, "id"), lengths.get("width", 0.0), lengths.get("height", 0.0)))
    return found


def _relation(element: _Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + name)), "")


def _emu(value: str | None) -> float:
    return int(value[:12]) / _EMU_PER_POINT if value and value.isdecimal() else 0.0


def pixels_of(data: bytes) -> tuple[int, int] | None:
    """Width and height of a picture by its first bytes; None for what no scan reader reads."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:2] == b"BM" and len(data) >= 26:
        width, height = struct.unpack("<ii", data[18:26])
        return abs(width), abs(height)
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:3] == b"\xff\xd8\xff":
        return _jpeg_pixels(data)
    if data[:4] in (b"II*\0", b"MM\0*") or data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FORM_PIXELS  # large enough until it is opened
    return None


def _jpeg_pixels(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + (struct.unpack(">H", data[at + 2 : at + 4])[0] if kind not in range(0xD0, 0xD9) else 0)
    return None
