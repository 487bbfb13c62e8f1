"""Columns of a converted .docx that are nothing but rounding: two edges a hair apart are one.

LibreOffice computes w:gridSpan from twips. Rows of a .rtf or .doc whose cell edges differ by a few twips come out with
a grid column a hair wide between them, and every cell beside it one column further. Only for converted files: a
column that narrow cannot hold a character.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.readers.container.package import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

NARROW = 29
"""Twips (0.5 mm): a grid column up to this wide is none."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"


def merge_slivers(data: bytes) -> bytes:
    """The package with columns up to `NARROW` twips taken out of its tables; unchanged where there are none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if _MAIN not in package.namelist():
            return data
        try:
            root = parse_xml(package.read(_MAIN), _MAIN)
        except UnreadableError:
            return data
        mended_tables = sum(_mend(table) for table in root.iter(f"{_W}tbl"))
        if not mended_tables:
            return data
        from lxml import etree

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as mended:
            for info in package.infolist():
                content = etree.tostring(root) if info.filename == _MAIN else package.read(info)
                mended.writestr(info, content)
        return out.getvalue()


def _mend(table: _Element) -> bool:
    """Take the slivers out of one table's rows; False = it has none."""
    grid = table.find(f"{_W}tblGrid")
    widths = [_count(col, "w", 0) for col in grid] if grid is not None else []
    narrow = [0 < width <= NARROW for width in widths]
    if grid is None or not any(narrow):
        return False
    kept = [0]
    """Column edges before each grid column, slivers not counted."""
    for sliver in narrow:
        kept.append(kept[-1] + (not sliver))
    rows = [list(_spans(row)) for row in table.iter(f"{_W}tr") if next(row.iterancestors(f"{_W}tbl")) is table]
    if any(row and row[-1][2] > len(widths) for row in rows):
        return False
    for row in rows:
        for properties, start, end in row:
            span = kept[end] - kept[start]
            if span == 0 and not _is_gap(properties):
                return False
    for row in rows:
        for properties, start, end in row:
            _set(properties, kept[end] - kept[start])
    for column, sliver in zip(list(grid), narrow, strict=True):
        if sliver:
            grid.remove(column)
    return True


def _spans(row: _Element) -> list[tuple[_Element, int, int]]:
    """(element that carries the span, first grid column, column after the last) of a row's gaps and cells."""
    found: list[tuple[_Element, int, int]] = []
    at = 0
    properties = row.find(f"{_W}trPr")
    before = properties.find(f"{_W}gridBefore") if properties is not None else None
    after = properties.find(f"{_W}gridAfter") if properties is not None else None
    if before is not None:
        found.append((before, 0, at := _count(before, "val", 0)))
    for cell in row.iterfind(f"{_W}tc"):
        own = cell.find(f"{_W}tcPr")
        span = own.find(f"{_W}gridSpan") if own is not None else None
        wide = _count(span, "val", 1) if span is not None else 1
        found.append((cell, at, at + wide))
        at += wide
    if after is not None:
        found.append((after, at, at + _count(after, "val", 0)))
    return found


def _is_gap(element: _Element) -> bool:
    return element.tag != f"{_W}tc"


def _set(element: _Element, span: int) -> None:
    if _is_gap(element):
        element.set(f"{_W}val", str(span))
        return
    own = element.find(f"{_W}tcPr")
    mark = own.find(f"{_W}gridSpan") if own is not None else None
    if mark is not None:
        mark.set(f"{_W}val", str(span))


def _count(element: _Element, name: str, fault: int) -> int:
    value = element.get(f"{_W}{name}") or ""
    return int(value[:6]) if value.isdecimal() else fault
