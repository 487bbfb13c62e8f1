"""What lies over a worksheet's cells: pictures (a signature, a seal) and text boxes."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.model.document import Document, Line, Note, Place
from extractor.readers.celltext import tidy
from extractor.readers.package import Package
from extractor.readers.sheet import SheetCells, cell_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_ANCHORS = 5_000


def read_drawings(package: Package, sheet_part: str, sheet: SheetCells, document: Document) -> list[Line]:
    """Mark the cells that pictures stand on; gives the text boxes as lines, top to bottom."""
    folder, base = posixpath.split(sheet_part)
    relations = posixpath.join(folder, "_rels", base + ".rels")
    if package.find(relations) is None:
        return []
    boxes: list[tuple[int, int, str]] = []
    try:
        for relation in package.xml(relations).iter("{*}Relationship"):
            if (relation.get("Type") or "").endswith("/drawing") and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                part = target.lstrip("/") if target[:1] == "/" else posixpath.normpath(posixpath.join(folder, target))
                boxes.extend(_anchors(package.xml(part), sheet))
    except SourceError as fault:
        message = f"工作表“{sheet.name}”上的图形未能读取：{fault.cause}"
        document.notes.append(Note("unreadable-part", message, Place(sheet=sheet.name)))
    return [Line(text, sheet=sheet.name, ref=cell_name(row, col)) for row, col, text in sorted(boxes)]


def _anchors(root: _Element, sheet: SheetCells) -> list[tuple[int, int, str]]:
    boxes = []
    for number, anchor in enumerate(root):
        if number >= _MAX_ANCHORS:
            break
        corner = anchor.find("{*}from")
        if corner is None:
            continue
        row, col = (_count(corner.find(f"{{*}}{name}")) for name in ("row", "col"))
        if next(anchor.iter("{*}pic"), None) is not None:
            sheet.images.add((row, col))
        paragraphs = ["".join(t.text or "" for t in p.iter("{*}t")) for p in anchor.iter("{*}p")]
        text = tidy("\n".join(paragraphs)).replace("\n", " ")
        if text:
            boxes.append((row, col, text))
    return boxes


def _count(element: _Element | None) -> int:
    text = (element.text or "").strip() if element is not None else ""
    return int(text[:7]) if text.isdecimal() else 0
