"""OFD (GB/T 33190-2016), the state's fixed-layout format: our own reader over zip and XML.

OFD.xml names the documents, a document its pages and templates, a page its layers of text, path, composite and image
objects. Lengths are millimetres; they become points here. Tables come out of the drawn lines by the same grid code as
in PDF. Annotations and signatures are noticed, never followed; nothing outside the package is opened.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.errors import EncryptedError, UnreadableError
from extractor.layout.conservation import check
from extractor.layout.grid import solve
from extractor.layout.ink import rulings
from extractor.layout.stitch import stitch
from extractor.layout.text import fill_all, free_lines
from extractor.model.document import Document, Grid, Line, Note, Place
from extractor.readers.ofd_page import POINTS, PageInk, Resources, box_of, child, children, draw, local
from extractor.readers.package import MissingPartError, Package, parse_xml
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

PRIVATE_SHARE = 0.15
"""Share of characters without a public meaning from which a page's text is not trusted."""


@dataclass(slots=True)
class _Book:
    """One document of the package while its pages are read."""

    root: str
    """Folder of its Document.xml."""
    resources: Resources = field(default_factory=Resources)
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Template id -> (part name, z-order)."""
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
    if not bodies:
        raise UnreadableError("OFD.xml 没有列出任何文档", "请重新导出该 OFD 文件")
    for body in bodies:
        root = child(body, "DocRoot")
        if root is None or not (root.text or "").strip():
            document.notes.append(Note("unreadable-part", "OFD 中有一个文档没有写明位置，没有读取"))
            continue
        _read_document(package, _resolve("", root.text or ""), document, settings)
        signatures = child(body, "Signatures")
        if signatures is not None and signatures.text:
            _read_seals(package, _resolve("", signatures.text), document)
    if document.pages == 0:
        raise UnreadableError("OFD 中没有可读的页面", "请重新导出该 OFD 文件")
    document.items = stitch(document.items)
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


def _read_document(package: Package, name: str, document: Document, settings: Settings) -> None:
    try:
        root = parse_xml(package.read(name), name)
    except UnreadableError as error:
        document.notes.append(Note("unreadable-part", f"OFD 的 {name} 无法读取：{error.cause}", observed=name))
        return
    book = _Book(posixpath.dirname(name))
    common = child(root, "CommonData")
    if common is not None:
        _read_common(package, common, book, document)
    pages = child(root, "Pages")
    for page in children(pages, "Page") if pages is not None else ():
        document.pages = (document.pages or 0) + 1
        if document.pages > settings.max_pages:
            document.notes.append(Note("unreadable-part", f"页数超过上限 {settings.max_pages}，其后的页没有读取"))
            return
        part = _resolve(book.root, page.get("BaseLoc", ""))
        try:
            _read_page(package, part, book, document)
        except UnreadableError as error:
            place: Place = {"page": document.pages}
            document.notes.append(Note("unreadable-part", f"第{document.pages}页无法读取：{error.cause}", place))
    annotations = child(root, "Annotations")
    if annotations is not None and annotations.text:
        document.notes.append(Note("hidden-content", "文件带有批注，批注内容没有读取", observed=annotations.text.strip()))


def _read_common(package: Package, common: _Element, book: _Book, document: Document) -> None:
    area = child(common, "PageArea")
    book.size = _page_size(area) or book.size
    for kind in ("PublicRes", "DocumentRes"):
        for entry in children(common, kind):
            part = _resolve(book.root, entry.text or "")
            try:
                book.resources.read(parse_xml(package.read(part), part))
            except UnreadableError as error:
                document.notes.append(Note("unreadable-part", f"OFD 的资源 {part} 无法读取：{error.cause}", observed=part))
    for entry in children(common, "TemplatePage"):
        book.templates[entry.get("ID", "")] = (_resolve(book.root, entry.get("BaseLoc", "")), entry.get("ZOrder", "Background"))


def _page_size(area: _Element | None) -> tuple[float, float] | None:
    box = box_of(child(area, "PhysicalBox").text or "") if area is not None and child(area, "PhysicalBox") is not None else None  # type: ignore[union-attr]
    return (box[2] * POINTS, box[3] * POINTS) if box is not None and box[2] > 0 and box[3] > 0 else None


def _read_page(package: Package, part: str, book: _Book, document: Document) -> None:
    """One page, its templates under or over it in their order."""
    number = document.pages or 1
    root = parse_xml(package.read(part), part)
    size = _page_size(child(root, "Area")) or book.size
    ink = PageInk()
    under: list[str] = []
    over: list[str] = []
    for entry in children(root, "Template"):
        where, order = book.templates.get(entry.get("TemplateID", ""), ("", ""))
        if where:
            (over if entry.get("ZOrder", order) == "Foreground" else under).append(where)
    for where in under:
        _draw_part(package, where, ink, book, document)
    draw(root, ink, book.resources)
    for where in over:
        _draw_part(package, where, ink, book, document)
    private = sum(1 for g in ink.glyphs if "\ue000" <= g.text <= "\uf8ff" or g.text == "\ufffd")
    place: Place = {"page": number}
    if ink.glyphs and private > PRIVATE_SHARE * len(ink.glyphs):
        document.notes.append(Note("unreadable-part", f"第{number}页的字体使用自定义编码，文字不可信，没有读取", place))
        return
    if not ink.glyphs and ink.images:
        document.notes.append(Note("unreadable-part", f"第{number}页只有图像，没有文字，需要转成 PDF 或图片后识别", place))
        return
    document.items.extend(_items(ink, number, size[0]))


def _draw_part(package: Package, part: str, ink: PageInk, book: _Book, document: Document) -> None:
    try:
        draw(parse_xml(package.read(part), part), ink, book.resources)
    except UnreadableError as error:
        document.notes.append(Note("unreadable-part", f"OFD 的模板页 {part} 无法读取：{error.cause}", observed=part))


def _items(ink: PageInk, number: int, width: float) -> list[Line | Grid]:
    lattices = [lattice for lattice in solve(rulings(ink.paints)) if len(lattice.spans) > 1]
    grids, left = fill_all(lattices, ink.glyphs, number)
    for grid in grids:
        grid.doubts += check(grid)
    filled = [grid for grid in grids if any(c.text.strip() for c in grid.cells)]
    items: list[Line | Grid] = [*free_lines(left, number, width), *filled]
    items.sort(key=lambda item: (item.bbox[1], item.bbox[0]) if item.bbox else (0.0, 0.0))
    return items


def _read_seals(package: Package, part: str, document: Document) -> None:
    """Where electronic seals stand; their content is not looked at."""
    for signature in _signature_parts(package, part):
        try:
            root = parse_xml(package.read(signature), signature)
        except UnreadableError:
            continue
        for stamp in root.iter():
            if local(stamp) == "StampAnnot" and (box := box_of(stamp.get("Boundary", ""))) is not None:
                x, y, w, h = (v * POINTS for v in box)
                document.seals.append({"page": 1, "bbox": [round(v, 2) for v in (x, y, x + w, y + h)]})


def _signature_parts(package: Package, part: str) -> Iterator[str]:
    try:
        root = parse_xml(package.read(part), part)
    except (MissingPartError, UnreadableError):
        return
    for entry in children(root, "Signature"):
        yield _resolve(posixpath.dirname(part), entry.get("BaseLoc", ""))
