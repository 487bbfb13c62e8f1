"""Opens PDFs and their pages with pdfium. With `ink.py` the only module that talks to it.

`open_pdf(data)` gives a `Pdf`; `Pdf.page(i)` a `Page` to be closed after use (both are context managers). A page
tells its plain text (`text`, one call, for the first pass) and its whole ink (`ink`): characters with boxes, painted
lines and boxes, pictures.

Coordinates are points from the top left of the page as shown: crop box and page rotation are applied.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import pypdfium2
import pypdfium2.raw as c

from extractor.errors import EncryptedError, UnreadableError, UnsupportedError
from extractor.readers.page.ink import Ink as Ink
from extractor.readers.page.ink import Matrix
from extractor.readers.pdf import ink as pdfium_ink
from extractor.readers.pdf.notes import attached_file

SAMPLE = 20
"""Characters, or objects, that tell enough of a page for a first impression."""
ENDS = 50
MOST_FILES = 500
_PICTURED = frozenset({c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM})
_DRAWN = _PICTURED | {c.FPDF_PAGEOBJ_PATH}


class Page:
    """One loaded page."""

    def __init__(self, page: Any, form: Any = None, layers: bool = True) -> None:
        self._page = page
        self._form = form
        self._layers = layers
        self._text: Any = c.FPDFText_LoadPage(page.raw)
        if not self._text:
            page.close()
            raise UnreadableError("页面的文字内容无法读取", "请重新导出该 PDF")
        box = c.FS_RECTF()
        if c.FPDF_GetPageBoundingBox(page.raw, box) and box.right > box.left and box.top > box.bottom:
            edges = (float(box.left), float(box.bottom), float(box.right), float(box.top))
        else:
            edges = (0.0, 0.0, 595.0, 842.0)
        turn = int(c.FPDFPage_GetRotation(page.raw))
        self._shown = _display_matrix(edges, turn)
        wide, high = edges[2] - edges[0], edges[3] - edges[1]
        self.width, self.height = (high, wide) if turn % 2 else (wide, high)

    def __enter__(self) -> Page:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the page; safe to call twice."""
        if self._text:
            c.FPDFText_ClosePage(self._text)
            self._text = None
            self._page.close()

    def char_count(self) -> int:
        """Characters of the text layer, generated blanks included."""
        return max(int(c.FPDFText_CountChars(self._text)), 0)

    def text(self) -> str:
        """Plain text in the file's own order."""
        count = min(self.char_count(), pdfium_ink.MAX_CHARS)
        if not count:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        got = c.FPDFText_GetText(self._text, 0, count, buffer)
        return bytes(buffer)[: max(got - 1, 0) * 2].decode("utf-16-le", errors="replace")

    def object_count(self) -> int:
        """Top-level page objects."""
        return max(int(c.FPDFPage_CountObjects(self._page.raw)), 0)

    def seems_unmapped(self) -> bool:
        """Whether many of a few characters taken across the page have no unicode value: their codes mean nothing."""
        count = self.char_count()
        places = range(0, count, max(count // SAMPLE, 1))
        errors = sum(c.FPDFText_HasUnicodeMapError(self._text, i) == 1 for i in places)
        return bool(errors * 5 > len(places))

    def seems_sparse(self) -> bool:
        """Whether there are so many objects for so few characters that pdfium may be leaving some out (`Ink.lost`)."""
        objects = self.object_count()
        return objects > SAMPLE and objects > 0.8 * self.char_count()

    def draws(self) -> bool:
        """Whether the page paints anything but text: lines, pictures, nested content."""
        return self._paints(_DRAWN, range(min(self.object_count(), pdfium_ink.MAX_OBJECTS)))

    def shows_pictures(self) -> bool:
        """Whether a picture, or nested content that may hold one, is among the first or last
        things painted: a scan is.
        """
        count = self.object_count()
        return self._paints(_PICTURED, [*range(min(count, ENDS)), *range(max(count - ENDS, ENDS), count)])

    def _paints(self, kinds: frozenset[int], places: Iterable[int]) -> bool:
        raw = self._page.raw
        kind, get = c.FPDFPageObj_GetType, c.FPDFPage_GetObject
        return any(kind(get(raw, i)) in kinds for i in places)

    def render(self, scale: float) -> Any:
        """The page as a numpy array of BGR pixels; `scale` is pixels per point."""
        return self._page.render(scale=scale, rev_byteorder=False, no_smoothtext=False).to_numpy()[:, :, :3]

    def render_part(self, scale: float, box: tuple[int, int, int, int]) -> Any:
        """A part of what `render` gives at this scale: the pixels from (left, top) to (right, bottom), exclusive.

        Some hundred times cheaper for a character than the whole page; None where the box lies outside.
        """
        across, down = (math.ceil(side * scale) for side in self._page.get_size())
        left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], across), min(box[3], down)
        if left >= right or top >= bottom:
            return None
        sides = (left, down - bottom, across - right, top)
        crop = tuple(max(side - 0.5, 0.0) / scale for side in sides)  # pypdfium2 rounds up
        picture = self._page.render(scale=scale, crop=crop, rev_byteorder=False, no_smoothtext=False)
        return picture.to_numpy()[:, :, :3]

    def ink(self) -> Ink:
        """Characters, paint and pictures, form XObjects and form fields included."""
        ink = Ink(self.width, self.height)
        source = pdfium_ink.Source(
            self._page.raw, self._text, self._shown, self._form, self._layers, self.render, self._rendered
        )
        pdfium_ink.read(source, ink)
        return ink

    def _rendered(self, picture: Any) -> Any:
        """A picture object's pixels with its mask, None where pdfium cannot tell."""
        bitmap = c.FPDFImageObj_GetRenderedBitmap(self._page.pdf.raw, self._page.raw, picture)
        return pypdfium2.PdfBitmap.from_raw(bitmap).to_numpy().copy() if bitmap else None


class Pdf:
    """An open PDF document."""

    def __init__(self, document: Any, layers: bool = True) -> None:
        self._document = document
        self._layers = layers
        self.pages = len(document)
        self._form: Any = None
        if c.FPDF_GetFormType(document.raw) != c.FORMTYPE_NONE:
            document.init_forms()
            self._form = document.formenv.raw if document.formenv else None

    def __enter__(self) -> Pdf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    @property
    def xfa(self) -> bool:
        """A dynamic XFA form: the pages hold only a "please wait" notice."""
        return bool(c.FPDF_GetFormType(self._document.raw) == c.FORMTYPE_XFA_FULL)

    def attachments(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of the files that the document carries; "" bytes where one cannot be taken out."""
        raw = self._document.raw
        for n in range(min(max(int(c.FPDFDoc_GetAttachmentCount(raw)), 0), MOST_FILES)):
            handle = c.FPDFDoc_GetAttachment(raw, n)
            if handle:
                yield attached_file(handle)

    def page(self, index: int) -> Page:
        """Load a page (from 0).

        Raises:
            UnreadableError: this page cannot be loaded.
        """
        try:
            return Page(self._document.get_page(index), self._form, self._layers)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(f"第{index + 1}页损坏，无法读取", "请重新导出该 PDF") from error


def open_pdf(data: bytes) -> Pdf:
    """Open a PDF held in memory; an empty password is tried.

    Raises:
        EncryptedError, UnsupportedError, UnreadableError
    """
    try:
        layers = b"/OCProperties" in data or b"/ObjStm" in data
        return Pdf(pypdfium2.PdfDocument(data), layers)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == c.FPDF_ERR_PASSWORD:
            raise EncryptedError("PDF 设有打开密码", "请去掉密码后重新提交") from error
        if code == c.FPDF_ERR_SECURITY:
            raise UnsupportedError("PDF 使用了不支持的加密方式", "请去掉加密或另存为普通 PDF 后重新提交") from error
        raise UnreadableError("PDF 文件已损坏，无法打开", "请重新导出或另存为 PDF 后提交") from error


def _display_matrix(edges: tuple[float, float, float, float], turn: int) -> Matrix:
    """User space to the page as shown, y downwards; `turn` is the page rotation in quarter turns clockwise."""
    left, bottom, right, top = edges
    if turn == 1:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left)
    if turn == 2:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom)
    if turn == 3:
        return (0.0, -1.0, -1.0, 0.0, top, right)
    return (1.0, 0.0, 0.0, -1.0, -left, top)
