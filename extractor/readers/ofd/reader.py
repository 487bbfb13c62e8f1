"""OFD (GB/T 33190-2016), the state's fixed-layout format: our own reader over zip and XML.

OFD.xml names the documents, a document its pages and templates, a page its layers of text, path, composite and image
objects. Lengths are millimetres; they become points here. Tables come out of the drawn lines by the same grid code as
in PDF. What annotations show (watermarks, stamps, typed remarks) is page furniture; of seals the place is kept.
Nothing outside the package is opened.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from extractor.errors import EncryptedError, SourceError, UnreadableError
from extractor.layout.furniture import mark_running_heads
from extractor.layout.marks import strike
from extractor.layout.stitch import stitch
from extractor.layout.text import Glyph, free_lines, without_shadows
from extractor.model.document import Document, Grid, Line, Note, Place
from extractor.readers.container.embedded import Inlay
from extractor.readers.container.package import MissingPartError, Package, parse_xml
from extractor.readers.ofd.look import hide_unseen
from extractor.readers.ofd.page import (
    POINTS,
    PageInk,
    Resources,
    box_of,
    child,
    children,
    draw,
    draw_block,
    local,
    shifted,
)
from extractor.readers.ofd.scan import recognise, small_pixels
from extractor.readers.page.ink import Ink
from extractor.readers.page.pictures import FEW, LEAST, looks_like_paper
from extractor.readers.page.reading import DISTRUST, FULL_PICTURE, needs_picture, picture_share, read_ink
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_CODELESS = "\ufffd\x00\xa4"
"""What stands for a character without a code: "¤" by the standard (§11.3)."""
_CURVES = 8
"""Curved segments that make up one shape of a character's outline, roughly."""


@dataclass(slots=True)
class _Book:
    """One document of the package while its pages are read."""

    package: Package
    root: str
    """Folder of its Document.xml."""
    settings: Settings
    resources: Resources = field(default_factory=Resources)
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Template id -> (part name, z-order)."""
    pages: dict[str, int] = field(default_factory=dict)
    """Page id -> page number."""
    size: tuple[float, float] = (210 * POINTS, 297 * POINTS)


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read an OFD file.

    Raises:
        EncryptedError, PolicyError, UnreadableError
    """
    package = Package(data, settings)
    document = Document("ofd", pages=0)
    entry = parse_xml(_part(package, "OFD.xml"), "OFD.xml")
    bodies = [body for body in entry if local(body) == "DocBody"]
    heights: dict[int, float] = {}
    attached = Document("ofd")
    inlay = Inlay(attached, settings)
    if not bodies:
        raise UnreadableError("OFD.xml 没有列出任何文档", "请重新导出该 OFD 文件")
    for body in bodies:
        root = child(body, "DocRoot")
        if root is None or not (root.text or "").strip():
            document.notes.append(Note("unreadable-part", "OFD 中有一个文档没有写明位置，没有读取"))
            continue
        pages = _read_document(package, _resolve("", root.text or ""), document, settings, heights, inlay)
        signatures = child(body, "Signatures")
        if signatures is not None and signatures.text:
            _read_seals(package, _resolve("", signatures.text), document, pages)
    if package.find("Encryptions.xml") is not None and not document.items:
        raise EncryptedError("OFD 文件已加密", "请用原软件解除加密后再提交")
    if document.pages == 0:
        raise UnreadableError("OFD 中没有可读的页面", "请重新导出该 OFD 文件")
    document.items = stitch(mark_running_heads(document.items, heights)) + attached.items
    document.notes += attached.notes
    document.ocr_pages += attached.ocr_pages
    return document


def _part(package: Package, name: str) -> bytes:
    found = package.find(name)
    if found is not None:
        return package.read(found)
    if package.find("Encryptions.xml") is not None:
        raise EncryptedError("OFD 文件已加密", "请用原软件解除加密后再提交")
    raise UnreadableError(f"OFD 中缺少 {name}", "请重新导出该 OFD 文件")


def _resolve(folder: str, location: str) -> str:
    """A location written in a file of `folder` as a part name of the package."""
    location = location.strip().replace("\\", "/")
    joined = location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location)
    return posixpath.normpath(joined)


def _read_document(
    package: Package, name: str, document: Document, settings: Settings, heights: dict[int, float], inlay: Inlay
) -> dict[str, int]:
    """Read one document of the package; gives its page numbers by page id."""
    try:
        root = parse_xml(package.read(name), name)
    except UnreadableError as error:
        document.notes.append(Note("unreadable-part", f"OFD 的 {name} 无法读取：{error.cause}", observed=name))
        return {}
    book = _Book(package, posixpath.dirname(name), settings)
    common = child(root, "CommonData")
    if common is not None:
        _read_common(package, common, book, document)
    remarks = _annotations(package, root, book, document)
    pages = child(root, "Pages")
    for page in children(pages, "Page") if pages is not None else ():
        document.pages = (document.pages or 0) + 1
        if document.pages > settings.max_pages:
            document.notes.append(Note("unreadable-part", f"页数超过上限 {settings.max_pages}，其后的页没有读取"))
            break
        book.pages[page.get("ID", "")] = document.pages
        part = _resolve(book.root, page.get("BaseLoc", ""))
        try:
            heights[document.pages] = _read_page(package, part, book, document, remarks.get(page.get("ID", ""), []))
        except UnreadableError as error:
            place: Place = {"page": document.pages}
            document.notes.append(Note("unreadable-part", f"第{document.pages}页无法读取：{error.cause}", place))
    _read_attachments(package, root, book, inlay)
    return book.pages


def _read_attachments(package: Package, root: _Element, book: _Book, inlay: Inlay) -> None:
    """Files carried along are read as an archive's members are."""
    where = child(root, "Attachments")
    part = _resolve(book.root, where.text or "") if where is not None and (where.text or "").strip() else ""
    if package.find(part) is None:
        return
    try:
        entries = list(children(parse_xml(package.read(part), part), "Attachment"))
    except UnreadableError:
        return
    for entry in entries:
        name = f"{entry.get('Name', '')}.{entry.get('Format', '')}".strip(".") or "附件"
        place = child(entry, "FileLoc")
        file = _resolve(posixpath.dirname(part), place.text or "") if place is not None else ""
        if package.find(file) is None:
            inlay.refuse(name, "文件里没有它的内容")
            continue
        try:
            inlay.take(package.read(file), name)
        except SourceError as error:
            inlay.refuse(name, error.cause)


def _annotations(package: Package, root: _Element, book: _Book, document: Document) -> dict[str, list[_Element]]:
    """The annotations of each page, by page id (GB/T 33190 §15.2: a list of pages, a file for each)."""
    found: dict[str, list[_Element]] = {}
    where = child(root, "Annotations")
    if where is None or not (where.text or "").strip():
        return found
    part = _resolve(book.root, where.text or "")
    try:
        entries = list(children(parse_xml(package.read(part), part), "Page"))
    except UnreadableError as error:
        document.notes.append(Note("unreadable-part", f"OFD 的批注无法读取：{error.cause}", observed=part))
        return found
    for entry in entries:
        location = child(entry, "FileLoc")
        name = _resolve(posixpath.dirname(part), (location.text or "") if location is not None else "")
        if package.find(name) is None:
            # Some writers count from the document's folder.
            name = _resolve(book.root, (location.text or "") if location is not None else "")
        try:
            page = parse_xml(package.read(name), name)
        except UnreadableError as error:
            document.notes.append(Note("unreadable-part", f"OFD 的批注无法读取：{error.cause}", observed=name))
            continue
        found.setdefault(entry.get("PageID", ""), []).extend(children(page, "Annot"))
    return found


def _read_common(package: Package, common: _Element, book: _Book, document: Document) -> None:
    area = child(common, "PageArea")
    book.size = _page_size(area) or book.size
    for kind in ("PublicRes", "DocumentRes"):
        for entry in children(common, kind):
            part = _resolve(book.root, entry.text or "")
            try:
                book.resources.read(parse_xml(package.read(part), part), posixpath.dirname(part))
            except UnreadableError as error:
                document.notes.append(
                    Note("unreadable-part", f"OFD 的资源 {part} 无法读取：{error.cause}", observed=part)
                )
    for entry in children(common, "TemplatePage"):
        book.templates[entry.get("ID", "")] = (
            _resolve(book.root, entry.get("BaseLoc", "")),
            entry.get("ZOrder", "Background"),
        )


def _page_size(area: _Element | None) -> tuple[float, float] | None:
    physical = child(area, "PhysicalBox") if area is not None else None
    box = box_of(physical.text or "") if physical is not None else None
    return (box[2] * POINTS, box[3] * POINTS) if box is not None and box[2] > 0 and box[3] > 0 else None


def _read_page(package: Package, part: str, book: _Book, document: Document, remarks: list[_Element]) -> float:
    """One page, its templates under or over it in their order, then its annotations; gives its height in points."""
    number = document.pages or 1
    root = parse_xml(package.read(part), part)
    size = _page_size(child(root, "Area")) or book.size
    drawn = PageInk()
    under: list[str] = []
    over: list[str] = []
    for entry in children(root, "Template"):
        where, order = book.templates.get(entry.get("TemplateID", ""), ("", ""))
        if where:
            (over if entry.get("ZOrder", order) == "Foreground" else under).append(where)
    for where in under:
        _draw_part(package, where, drawn, book, document)
    draw(root, drawn, book.resources)
    for where in over:
        _draw_part(package, where, drawn, book, document)
    for remark in remarks:
        _draw_remark(remark, drawn, book.resources)
    document.items.extend(_items(drawn, number, size, book, document))
    return size[1]


def _draw_remark(remark: _Element, drawn: PageInk, resources: Resources) -> None:
    """What an annotation shows: its words apart from the page's, its box where it is a stamp."""
    appearance = child(remark, "Appearance")
    box = box_of(appearance.get("Boundary", "")) if appearance is not None else None
    if appearance is None or box is None or remark.get("Visible") == "false":
        return
    own = PageInk()
    draw_block(appearance, own, resources, shifted(box))
    drawn.remarks += own.glyphs
    if remark.get("Type") == "Stamp":
        x, y, w, h = (v * POINTS for v in box)
        drawn.stamps.append((x, y, x + w, y + h))


def _draw_part(package: Package, part: str, ink: PageInk, book: _Book, document: Document) -> None:
    try:
        draw(parse_xml(package.read(part), part), ink, book.resources)
    except UnreadableError as error:
        document.notes.append(Note("unreadable-part", f"OFD 的模板页 {part} 无法读取：{error.cause}", observed=part))


def _items(
    drawn: PageInk, number: int, size: tuple[float, float], book: _Book, document: Document
) -> list[Line | Grid]:
    """A page's lines and grids, read by the same code as a PDF page; what is not text is recognised or said."""
    hide_unseen(drawn, partial(_picture, book))
    drawn.paints = strike(drawn.glyphs, drawn.paints)
    private = sum(1 for g in drawn.glyphs if "\ue000" <= g.text <= "\uf8ff" or g.text in _CODELESS)
    ink = Ink(
        *size, glyphs=without_shadows(drawn.glyphs), paints=drawn.paints, images=[box for box, _ in drawn.pictures],
        stamps=drawn.stamps, private=private, turned=any(g.angle for g in drawn.glyphs), curves=drawn.curves // _CURVES,
    )  # fmt: skip
    scan = _scanned(ink, drawn, number, book, document)
    if needs_picture(ink) and private > DISTRUST * len(drawn.glyphs):
        return scan
    page = read_ink(ink, number, _NoSecond())
    document.notes += page.notes
    document.seals += page.seals
    items = [*scan, *page.items]
    if scan:
        items.sort(key=lambda item: item.bbox[1] if item.bbox else 0.0)
    return [*items, *_remarks(drawn, number, ink.width, document)]


def _scanned(ink: Ink, drawn: PageInk, number: int, book: _Book, document: Document) -> list[Line | Grid]:
    """What is recognised of a page that is a picture, or holds one that may be a form; else the document says so."""
    whole = needs_picture(ink)
    unread = _unread(number, ink) if whole else _form_picture(ink, drawn, book, number)
    if unread is None:
        return []
    reading = None
    if not whole or picture_share(ink) >= FULL_PICTURE:
        reading = recognise(book.package, drawn, book.resources, number, (ink.width, ink.height), book.settings)
    if reading is None:
        document.notes.append(unread)
        return []
    document.notes += reading.notes
    document.seals += reading.seals
    document.ocr_pages += 1
    return reading.items


def _remarks(drawn: PageInk, number: int, width: float, document: Document) -> list[Line]:
    """The words of annotations and watermarks: lines that are none of the page's own, and said."""
    remarks = free_lines(drawn.remarks, number, width)
    for line in remarks:
        line.chrome = True
    if remarks:
        shown = "；".join(line.text for line in remarks)[:200]
        place: Place = {"page": number}
        document.notes.append(Note("hidden-content", f"第{number}页的批注或水印文字不计入表格", place, observed=shown))
    return remarks


def _picture(book: _Book, id_: str) -> bytes | None:
    """A picture's bytes by its resource id."""
    part = next((name for name in book.resources.media.get(id_, ()) if book.package.find(name) is not None), None)
    return book.package.read(part) if part is not None else None


def _form_picture(ink: Ink, drawn: PageInk, book: _Book, number: int) -> Note | None:
    """That the page's largest picture was not read, if it may be a form that the page's text does not hold."""
    area = ink.width * ink.height
    if not drawn.pictures or not area:
        return None
    box, id_ = max(drawn.pictures, key=lambda entry: (entry[0][2] - entry[0][0]) * (entry[0][3] - entry[0][1]))
    share = (box[2] - box[0]) * (box[3] - box[1]) / area
    on = sum(box[0] < (g.x0 + g.x1) / 2 < box[2] and box[1] < g.middle < box[3] for g in ink.glyphs)
    if share < LEAST or on > FEW or (pixels := small_pixels(_picture(book, id_))) is None:
        return None
    if not looks_like_paper(pixels, share):
        return None
    place: Place = {"page": number, "bbox": [round(v, 2) for v in box]}
    why = f"第{number}页上有一幅可能是表格的图片，没有读取；请转成 PDF 或图片后提交"
    return Note("unreadable-part", why, place)


def _unread(number: int, ink: Ink) -> Note:
    place: Place = {"page": number}
    if ink.private > DISTRUST * len(ink.glyphs):
        return Note("unreadable-part", f"第{number}页的字体使用自定义编码，文字不可信，没有读取", place)
    what = "图像" if ink.images else "图形"
    return Note("unreadable-part", f"第{number}页的内容是{what}，没有可读的文字；请转成 PDF 或图片后提交", place)


class _NoSecond:
    """There is no second reader for OFD: what is in doubt stays in doubt."""

    def turned(self, angle: int) -> _NoSecond:
        return self

    def grids(self, number: int) -> list[Grid] | None:
        return None

    def glyphs(self, number: int) -> list[Glyph] | None:
        return None


def _read_seals(package: Package, part: str, document: Document, pages: dict[str, int]) -> None:
    """Where electronic seals stand; their content is not looked at."""
    for signature in _signature_parts(package, part):
        try:
            root = parse_xml(package.read(signature), signature)
        except UnreadableError:
            continue
        for stamp in root.iter():
            if local(stamp) == "StampAnnot" and (box := box_of(stamp.get("Boundary", ""))) is not None:
                x, y, w, h = (v * POINTS for v in box)
                page = pages.get(stamp.get("PageRef", ""))
                place: Place = {"bbox": [round(v, 2) for v in (x, y, x + w, y + h)]}
                document.seals.append(place if page is None else {"page": page, **place})


def _signature_parts(package: Package, part: str) -> Iterator[str]:
    try:
        root = parse_xml(package.read(part), part)
    except (MissingPartError, UnreadableError):
        return
    for entry in children(root, "Signature"):
        yield _resolve(posixpath.dirname(part), entry.get("BaseLoc", ""))
