"""PDF -> Document: find the pages that can hold a form, read only these, join tables over page breaks.

A first pass takes each page's plain text (a hundred pages in a tenth of a second). A page that speaks of 绩效目标,
一级指标 … and draws something is read in full, and so is the page after it while a table runs on. Other pages do
not count. Pages are closed as they go, so a book costs no more memory than its longest page.

Two engines: pdfium reads first; where one of the triggers in `page.doubt.Trigger` fires, pdfplumber reads the page
again, and what the two still dispute becomes `reading-disputed`. A text layer that cannot be trusted, or none, sends
the page to the recogniser (`readers.image`), if it is installed; what such a layer does say is held against it
(`layer.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

from extractor.errors import MissingProgramError, PolicyError, SourceError, UnreadableError, UnsupportedError
from extractor.ground.allowance import page_begun
from extractor.layout.furniture import mark_running_heads
from extractor.layout.stitch import stitch
from extractor.model.document import Aside, BBox, Document, Grid, Line, Note, Place
from extractor.readers.container.embedded import Inlay
from extractor.readers.page.doubt import recover
from extractor.readers.page.reading import FEW, PageReading, is_plain, needs_picture, read_ink
from extractor.readers.pdf.clipped import cut_off, tell_clipped
from extractor.readers.pdf.digits import SCALE, doubtful, suspects
from extractor.readers.pdf.layer import compare
from extractor.readers.pdf.page_words import (
    FORM_WORDS,
    LEAST_HEADS,
    SIGN_OFF,
    SPACE,
    heads_in,
    is_foot,
    is_title,
    look_at,
)
from extractor.readers.pdf.pictures import form_pictures, shifted
from extractor.readers.pdf.plumber import SecondReader
from extractor.readers.pdf.raw import Page, Pdf, open_pdf
from extractor.readers.pdf.wide import Part, is_part, left_part, put_back, read_sheet, sheets
from extractor.settings import Settings

Recogniser = Callable[[Any, int, float, Settings], Any]
"""`readers.image.read_page`: BGR pixels, page, pixels per point, settings -> an object with `items` and `notes`."""
SMALL = 8
"""A file of up to so many pages is read whole where no page names a form."""
MOST_UNDER = 4
"""Lines from a form's title to its table: the title, its year, its filer and unit."""
LOST = 5
"""Characters that pdfium leaves out from which a page's words are taken from the second engine."""


@dataclass(slots=True)
class _Book:
    """What the pass over the pages has gathered so far."""

    items: list[Line | Grid] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    seals: list[Place] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    """Pages (from 1) whose text must be recognised from their image."""
    with_text: int = 0
    broken: list[int] = field(default_factory=list)
    runs_on: bool = False
    """The page before was read and ended with a table, or with lines that sign it."""
    skipped: list[int] = field(default_factory=list)
    parts: list[tuple[int, BBox]] = field(default_factory=list)
    """(page, box) of pictures on pages with text that may be forms."""
    headed: set[int] = field(default_factory=set)
    """Pages on which the heads of a form's table stand as words of their own, and no table yet that holds them."""
    suspects: frozenset[str] = frozenset()
    """Digits whose character tables look wrong."""
    can_recognise: bool = False
    wide: list[Part] = field(default_factory=list)
    """Pages that may be parts of sheets wider than a page."""
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    """Files attached to places on the pages."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a PDF.

    Raises:
        EncryptedError, UnsupportedError, PolicyError, UnreadableError, MissingProgramError
    """
    second = SecondReader(data)
    with open_pdf(data) as pdf:
        if pdf.pages == 0:
            raise UnreadableError("PDF 中没有可读的页面", "请重新导出该 PDF")
        if pdf.pages > settings.max_pages:
            raise PolicyError(f"PDF 有 {pdf.pages} 页，超过上限 {settings.max_pages} 页", "请拆分后分别提交")
        book = _Book(suspects=suspects(data), can_recognise=_recogniser(settings) is not None)
        for number in range(1, pdf.pages + 1):
            _first_pass(pdf, number, book, second)
        _take_wide(book, second)
        if not book.items and pdf.pages <= SMALL:
            for number in book.skipped:
                with pdf.page(number - 1) as page:
                    _take(book, read_ink(page.ink(), number, second), number)
        if len(book.broken) == pdf.pages:
            raise UnreadableError("PDF 的页面全部损坏，无法读取", "请重新导出该 PDF")
        if pdf.xfa and not any(isinstance(item, Grid) for item in book.items):
            raise UnsupportedError(
                "这是动态 XFA 表单，页面中没有可读的内容", "请在 Adobe Reader 中打印为普通 PDF 后提交"
            )
        book.headed.difference_update(book.pictures, (number for number, _ in book.parts))
        document = Document("pdf", pages=pdf.pages)
        attached = _attached(pdf, book, settings)
        _recognise_parts(pdf, book, document, settings)
        _recognise(pdf, book, document, settings, held=bool(attached.items))
    tell_clipped(book.items)
    document.items = stitch(mark_running_heads(book.items, book.heights)) + attached.items
    put_back(document.items, book.wide)
    document.notes += cut_off(document.items)
    document.notes += book.notes + attached.notes
    document.ocr_pages += attached.ocr_pages
    document.seals += book.seals
    document.notes += [
        _unread(n, "有绩效表的栏目，但表格没有画线，读不出各格，请转成有表格线的文件后重新提交")
        for n in sorted(book.headed)
    ]
    if book.broken:
        document.notes += [_unread(n, "页面损坏，无法读取") for n in book.broken]
    return document


def _first_pass(pdf: Pdf, number: int, book: _Book, second: SecondReader) -> None:
    """Look at one page's text; read the page in full where it can belong to a form."""
    try:
        page = pdf.page(number - 1)
    except UnreadableError:
        book.broken.append(number)
        book.runs_on = False
        return
    with page:
        beside = bool(book.wide) and book.wide[-1].number == number - 1
        look = look_at(page, runs_on=book.runs_on, beside=beside)
        book.headed |= {number} if look.headed else set()
        book.with_text += bool(look.text)
        if look.is_other and is_plain(look.text) and _is_trusted(page):
            book.skipped.append(number)
            book.runs_on = False
            return
        ink = page.ink()
        forms = form_pictures(page, ink) if ink.images and not needs_picture(ink) else []
        lying = (
            doubtful(ink.glyphs, book.suspects, partial(page.render_part, SCALE))
            if book.suspects and look.speaks
            else frozenset()
        )
    book.attached += ink.files
    book.parts += [(number, box) for box in forms]
    if not look.speaks and len(ink.lost) > LOST and recover(ink, second, number):
        look.speaks = FORM_WORDS.search("".join(glyph.text for glyph in ink.glyphs)) is not None
        book.with_text += not look.text
    if needs_picture(ink) or look.garbled or (lying and book.can_recognise):
        book.with_text -= bool(look.text)
        book.pictures.append(number)
        book.runs_on = False
    elif look.beside or ((look.speaks or look.rest) and is_part(ink)):
        book.wide.append(Part(number, ink, len(book.items), look.speaks))
        book.runs_on = True
    elif look.speaks or forms:
        _take(book, read_ink(ink, number, second), number)
        if lying:
            _doubt_digits(book.items, number, lying)
    elif look.rest:
        _take_rest(book, read_ink(ink, number, second), number)
    else:
        book.skipped.append(number)
        book.runs_on = False


def _take_wide(book: _Book, second: SecondReader) -> None:
    """Read the pages of sheets wider than a page, each sheet as one; one that is none as any other page."""
    kept, added = book.items, 0
    for sheet in sheets(book.wide):
        first, book.items = sheet[0], []
        if len(sheet) > 1:
            _take(book, read_sheet(sheet), first.number)
            if (left := left_part(sheet, kept)) is not None and left.page is not None:
                why = f"第{first.number}页的表格像是它右边的几列，没有接上"
                book.notes.append(_unread(left.page, why, left.bbox))
            if first.number not in book.headed:
                book.headed.difference_update(part.number for part in sheet)
        elif first.speaks:
            _take(book, read_ink(first.ink, first.number, second), first.number)
        elif book.runs_on:
            _take_rest(book, read_ink(first.ink, first.number, second), first.number)
        kept[first.at + added : first.at + added] = book.items
        added += len(book.items)
    book.items = kept


def _doubt_digits(items: Iterable[Line | Grid], number: int, digits: frozenset[str]) -> None:
    """Put the cells of a page in doubt that hold a digit which does not look like itself."""
    for item in items:
        if isinstance(item, Grid) and item.page == number:
            for cell in item.cells:
                if held := [char for char in cell.text if char in digits]:
                    cell.asides = (*cell.asides, Aside("".join(dict.fromkeys(held)), "glyph"))


def _is_trusted(page: Page) -> bool:
    """Nothing hints that the page's plain text is not what it shows."""
    return not page.shows_pictures() and not page.seems_unmapped() and not page.seems_sparse()


def _take(book: _Book, reading: PageReading, number: int) -> None:
    if _are_read(reading.items):
        book.headed.discard(number)
    book.items += reading.items
    book.notes += reading.notes
    book.seals += reading.seals
    book.heights[number] = reading.height
    book.runs_on = _ends_with_table(reading.items)


def _are_read(items: Iterable[Line | Grid]) -> bool:
    """Whether a table of the page holds the heads, or all the words of its tables' rows stand in cells of tables."""
    grids = [item for item in items if isinstance(item, Grid)]
    lines = [word for item in items if isinstance(item, Line) for word in SPACE.split(item.text)]
    return bool(grids) and (
        any(heads_in(SPACE.sub("", cell.text) for cell in grid.cells) >= LEAST_HEADS - 1 for grid in grids)
        or heads_in(lines) == 0
    )


def _take_rest(book: _Book, reading: PageReading, number: int) -> None:
    """A page without a form's words after one that ended with a table: the table's rest, or nothing of ours."""
    first = next((item for item in reading.items if not (isinstance(item, Line) and item.chrome)), None)
    if isinstance(first, Grid):
        above = [item for item in book.items if isinstance(item, Grid)]
        _take(book, reading, number)
        book.runs_on = book.runs_on and bool(above)
    elif first is not None and (is_foot(first.text) or _ends_with_title(book.items)):
        _take(book, reading, number)
        book.runs_on = book.runs_on and any(isinstance(item, Grid) for item in reading.items)
    else:
        book.skipped.append(number)
        book.runs_on = False


def _ends_with_table(items: Iterable[Line | Grid]) -> bool:
    last = None
    for item in items:
        if isinstance(item, Grid) or not item.chrome:
            last = item
    signed = isinstance(last, Line) and SIGN_OFF.search(last.text) is not None
    return isinstance(last, Grid) or signed or _ends_with_title(items)


def _ends_with_title(items: Iterable[Line | Grid]) -> bool:
    """Whether the last lines are a form's title and what stands under it: its table begins on the next page."""
    tail: list[str] = []
    for item in reversed(list(items)):
        if isinstance(item, Grid) or len(tail) == MOST_UNDER:
            break
        tail += [] if item.chrome else [item.text]
    return any(map(is_title, tail))


def _attached(pdf: Pdf, book: _Book, settings: Settings) -> Document:
    """What the files attached to the PDF hold (a portfolio holds nothing else), read as an archive's members."""
    held = Document("pdf")
    inlay = Inlay(held, settings)
    for name, data in dict.fromkeys([*pdf.attachments(), *book.attached]):
        inlay.take(data, name)
    return held


def _recognise_parts(pdf: Pdf, book: _Book, document: Document, settings: Settings) -> None:
    """Pictures that may be forms on pages with text: recognised and put in their place, or named as unread."""
    recognise = _recogniser(settings) if book.parts else None
    pages: set[int] = set()
    for done, (number, box) in enumerate(book.parts, start=1):
        if recognise is None:
            document.notes.append(_unread(number, "页面上有一幅可能是表格的图片，需要从图像识别", box))
            continue
        page_begun(done, len(book.parts))
        try:
            with pdf.page(number - 1) as page:
                scale = _scale(page, settings)
                x0, y0, x1, y1 = (int(v * scale) for v in box)
                reading = recognise(page.render(scale)[y0:y1, x0:x1].copy(), number, scale, settings)
        except SourceError as error:
            document.notes.append(_unread(number, error.cause, box))
            continue
        book.items += shifted(reading.items, x0 / scale, y0 / scale)
        book.notes += reading.notes
        pages.add(number)
    if pages:
        document.ocr_pages += len(pages)
        book.items.sort(key=lambda item: (item.page or 0, item.bbox[1] if item.bbox and (item.page in pages) else 0.0))


def _recognise(pdf: Pdf, book: _Book, document: Document, settings: Settings, *, held: bool = False) -> None:
    """Pages without a trustworthy text layer: recognised from their image, or noted as unread."""
    if not book.pictures:
        return
    recognise = _recogniser(settings)
    refused: SourceError = MissingProgramError(
        "PDF 的页面都是图像，没有可用的文字，" + ("识别组件未安装" if settings.ocr else "识别已关闭（--no-ocr）"),
        '请安装识别组件：pip install "jixiao-extractor[ocr]"' if settings.ocr else "去掉 --no-ocr 后重新运行",
    )
    for done, number in enumerate(book.pictures, start=1):
        if recognise is None:
            document.notes.append(_unread(number, "页面没有可靠的文字，需要从图像识别"))
            continue
        page_begun(done, len(book.pictures))
        try:
            with pdf.page(number - 1) as page:
                scale = _scale(page, settings)
                reading = recognise(page.render(scale), number, scale, settings)
                if page.char_count() > FEW:
                    book.notes += compare(reading.items, page.ink(), number)
        except SourceError as error:
            refused = error
            document.notes.append(_unread(number, error.cause))
            continue
        book.items += reading.items
        book.notes += reading.notes
        document.seals += reading.seals
        document.ocr_pages += 1
    if not book.with_text and not document.ocr_pages and not held:
        raise refused
    book.items.sort(key=lambda item: item.page or 0)


def _scale(page: Page, settings: Settings) -> float:
    """Pixels per point: 200 dpi, less for sheets larger than A3, never beyond the pixel limit."""
    area = max(page.width * page.height, 1.0)
    wanted = min(200 / 72, 3600 / max(page.width, page.height, 1.0))
    return max(min(wanted, math.sqrt(settings.max_pixels / area)), 0.05)


def _recogniser(settings: Settings) -> Recogniser | None:
    """The recogniser's page reader, None where the `ocr` extra is not installed or recognition is off."""
    if not settings.ocr:
        return None
    try:
        image = import_module("extractor.readers.image")
    except ImportError:
        return None
    reader = getattr(image, "read_page", None)
    return reader if callable(reader) else None


def _unread(number: int, why: str, box: BBox | None = None) -> Note:
    at: Place = {"page": number}
    if box is not None:
        at["bbox"] = [round(v, 2) for v in box]
    return Note("unreadable-part", f"第{number}页未能读取：{why}，请核对原文", at)
