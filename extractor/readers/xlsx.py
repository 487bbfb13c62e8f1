"""Excel's .xlsx by our own pass over its XML.

The quick library for sheets knows no number formats, formulas or hidden rows, and aborts the process on a used
cell in the last corner of a sheet; this pass reads what is shown, keeps what is stored, and costs about the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from extractor.errors import SourceError, UnreadableError, UnsupportedError
from extractor.model.document import Document, Note, Place
from extractor.readers.celltext import tidy
from extractor.readers.datefmt import iso_serial
from extractor.readers.numfmt import BUILTIN, NumberFormat, compiled, parse_number, plain
from extractor.readers.package import Package, check_prolog, parse_xml
from extractor.readers.sheet import Range, SheetCells, add_sheet
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REL_NS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
BIG_PART = 16 * 1024 * 1024
"""Above this a sheet's rows are read one by one and dropped; a whole tree would take ten times its size."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .xlsx (.xlsm, .et of the new kind).

    Raises:
        UnreadableError, EncryptedError, PolicyError, UnsupportedError: the workbook cannot be read.
    """
    package = Package(data, settings)
    document = Document("xlsx")
    book = _open_book(package, document)
    for number, (sheet_name, part, hidden) in enumerate(book.sheets):
        if number >= settings.max_sheets:
            message = f"工作表超过 {settings.max_sheets} 张，其余未读取"
            document.notes.append(Note("unreadable-part", message, Place(sheet=sheet_name)))
            break
        try:
            sheet = _read_sheet(package, book, part, sheet_name)
        except SourceError as fault:
            message = f"工作表“{sheet_name}”未能读取：{fault.cause}"
            document.notes.append(Note("unreadable-part", message, Place(sheet=sheet_name)))
            continue
        sheet.hidden = hidden
        add_sheet(document, sheet, settings)
    if not document.items and any(note.code == "unreadable-part" for note in document.notes):
        raise UnreadableError(document.notes[0].message, "请用 Excel 或 WPS 打开并另存后重新提交")
    return document


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    ns: str
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, part, hidden."""
    strings: list[str] = field(default_factory=list)
    formats: list[NumberFormat | None] = field(default_factory=list)
    """By cell style; None is General."""
    date1904: bool = False


def _open_book(package: Package, document: Document) -> _Book:
    main = _main_part(package)
    root = package.xml(main)
    ns = "{" + (_STRICT if str(root.tag).startswith("{" + _STRICT) else _TRANSITIONAL) + "}"
    book = _Book(ns)
    targets = _relations(package, main)
    settings = root.find(ns + "workbookPr")
    book.date1904 = settings is not None and settings.get("date1904") in ("1", "true")
    for sheet in root.iter(ns + "sheet"):
        relation = next((sheet.get(key) for key in _REL_NS if sheet.get(key)), "") or ""
        kind, part = targets.get(relation, ("", ""))
        name = sheet.get("name") or ""
        if kind == "worksheet" or (not kind and part):
            book.sheets.append((name, part, sheet.get("state", "visible") != "visible"))
        elif not kind:
            document.notes.append(Note("unreadable-part", f"工作表“{name}”的内容缺失", Place(sheet=name)))
    for kind, part in targets.values():
        try:
            if kind == "sharedStrings":
                book.strings = _shared_strings(package, part, ns)
            elif kind == "styles":
                book.formats = _formats(package.xml(part), ns)
        except SourceError as fault:
            what = "共享文字" if kind == "sharedStrings" else "数字格式"
            document.notes.append(Note("unreadable-part", f"工作簿的{what}未能读取：{fault.cause}"))
    return book


def _main_part(package: Package) -> str:
    if package.find("_rels/.rels") is not None:
        for relation in package.xml("_rels/.rels").iter(_RELATION):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith("/officeDocument") and package.find(target) is not None:
                if target.endswith(".bin"):
                    raise UnsupportedError("这是二进制工作簿（xlsb）", "请另存为 xlsx 后重新提交")
                return target
    if package.find("xl/workbook.xml") is None:
        raise UnreadableError("压缩包里没有工作簿（xl/workbook.xml）", "请用 Excel 或 WPS 打开并另存为 xlsx 后重新提交")
    return "xl/workbook.xml"


def _relations(package: Package, main: str) -> dict[str, tuple[str, str]]:
    """Relation id -> (kind, part), inside the package only."""
    folder, base = posixpath.split(main)
    found: dict[str, tuple[str, str]] = {}
    part = posixpath.join(folder, "_rels", base + ".rels")
    if package.find(part) is None:
        return found
    for relation in package.xml(part).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = ((relation.get("Type") or "").rsplit("/", 1)[-1], target)
    return found


def _elements(data: bytes, part: str, tags: tuple[str, ...]) -> Iterator[_Element]:
    """The part's elements of these names in document order, each whole; big parts without keeping the tree."""
    if len(data) <= BIG_PART:
        yield from parse_xml(data, part).iter(*tags)
        return
    from lxml import etree

    check_prolog(data, part)
    events = etree.iterparse(
        BytesIO(data), tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError as fault:
        raise UnreadableError(f"文件内部的 {part} 不是完好的 XML（{fault}）"[:200], "请另存后重新提交") from fault


def _shared_strings(package: Package, part: str, ns: str) -> list[str]:
    return [_rich_text(item, ns) for item in _elements(package.read(part), part, (ns + "si",))]


def _rich_text(item: _Element, ns: str) -> str:
    """Plain or rich text; the phonetic runs (rPh) are reading aids and left out."""
    first = item[0] if len(item) else None
    if first is None:
        return ""
    if len(item) == 1 and first.tag == ns + "t":
        text = first.text or ""
    else:
        text = "".join(
            t.text or "" for t in item.iter(ns + "t") if (p := t.getparent()) is not None and p.tag != ns + "rPh"
        )
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), text)
    return tidy(text.replace("\r\n", "\n").replace("\r", "\n"))


def _formats(root: _Element, ns: str) -> list[NumberFormat | None]:
    codes = {
        int(element.get("numFmtId", "0")): element.get("formatCode") or ""
        for element in root.iter(ns + "numFmt")
        if (element.get("numFmtId") or "").isdecimal()
    }
    styles = root.find(ns + "cellXfs")
    if styles is None:
        return []
    formats: list[NumberFormat | None] = []
    for style in styles.iter(ns + "xf"):
        number = style.get("numFmtId") or "0"
        code = codes.get(int(number)) or BUILTIN.get(int(number)) if number.isdecimal() else None
        formats.append(compiled(code) if code and code != "General" else None)
    return formats


def _read_sheet(package: Package, book: _Book, part: str, name: str) -> SheetCells:
    """One pass over rows, values, formulas, merges and columns, in document order; empty cells are not looked at."""
    ns = book.ns
    sheet = SheetCells(name)
    value_tag, inline_tag, row_tag, formula_tag, merge_tag = (ns + t for t in ("v", "is", "row", "f", "mergeCell"))
    cells, place = sheet.cells, _Places(ns)
    row = -1
    for element in _marks(package.read(part), part, ns):
        tag = element.tag
        if tag == value_tag:
            cell = element.getparent()
            value = element.text
            if value is None or cell is None:
                continue
            shown = _shown(value, cell.get("t", "n"), cell.get("s"), book)
            if shown[0] and (col := place.column(cell)) >= 0:
                cells[row, col] = shown
        elif tag == row_tag:
            given = element.get("r")
            row = int(given) - 1 if given and given.isdecimal() else row + 1
            if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
                sheet.hidden_rows.add(row)
        elif tag == inline_tag:
            cell = element.getparent()
            if cell is not None and (text := _rich_text(element, ns)) and (col := place.column(cell)) >= 0:
                cells[row, col] = (text, None)
        elif tag == merge_tag:
            area = parse_range(element.get("ref") or "")
            if area is not None:
                sheet.merges.append(area)
        elif tag == formula_tag:
            cell = element.getparent()
            value_element = cell.find(value_tag) if cell is not None else None
            if cell is not None and cell.get("t") != "str" and (value_element is None or not value_element.text):
                sheet.stale.append((row, max(place.column(cell), 0)))
        elif element.get("hidden") in ("1", "true"):
            low, high = element.get("min") or "", element.get("max") or ""
            if low.isdecimal() and high.isdecimal():
                sheet.hidden_cols.append((int(low) - 1, int(high) - 1))
    return sheet


class _Places:
    """Columns of cells; those without a reference stand right of the one before."""

    def __init__(self, ns: str) -> None:
        self._tag = ns + "c"
        self._last: tuple[_Element, int] | None = None

    def column(self, cell: _Element) -> int:
        reference = cell.get("r")
        if reference is not None:
            return column_of(reference)
        steps = 0
        base = -1
        before: _Element | None = cell
        while (before := before.getprevious() if before is not None else None) is not None:
            steps += 1
            if self._last is not None and before is self._last[0]:
                base = self._last[1]
                break
            if before.get("r") is not None:
                base = column_of(before.get("r") or "")
                break
        self._last = (cell, base + steps if before is not None else steps)
        return self._last[1]


def _marks(data: bytes, part: str, ns: str) -> Iterator[_Element]:
    inner = tuple(ns + tag for tag in ("row", "v", "f", "is", "mergeCell", "col"))
    if len(data) <= BIG_PART:
        return parse_xml(data, part).iter(*inner)
    outer = _elements(data, part, (ns + "row", ns + "mergeCell", ns + "col"))
    return (element for whole in outer for element in whole.iter(*inner))


def _shown(value: str, kind: str, style: str | None, book: _Book) -> tuple[str, str | None]:
    """Text as the sheet shows it, and the stored value where that differs."""
    look = book.formats[int(style)] if style and style.isdecimal() and int(style) < len(book.formats) else None
    if kind == "s":
        text = book.strings[int(value)] if value.isdecimal() and int(value) < len(book.strings) else ""
        return (look.show_text(text) if look else text), None
    if kind == "str" or kind == "inlineStr":
        return tidy(_ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), value)), None
    if kind == "b":
        return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), None
    if kind == "e":
        return value, None
    return shown_number(value, look, book.date1904, iso=kind == "d")


def shown_number(raw: str, look: NumberFormat | None, date1904: bool, iso: bool = False) -> tuple[str, str | None]:
    """A number as shown and, where that differs, as stored (15 significant digits)."""
    if look is None and raw.isdigit() and len(raw) <= 15 and raw[0] != "0":
        return raw, None
    number = iso_serial(raw) if iso else parse_number(raw.strip())
    if number is None:
        return raw, None
    text = (look or compiled("General")).show(number, date1904 and not iso)
    stored = raw if iso else plain(number)
    return text, None if text == stored else stored


@cache
def _column(letters: str) -> int:
    col = 0
    for char in letters:
        if not "A" <= char <= "Z":
            return -1
        col = col * 26 + ord(char) - 64
    return col - 1 if 0 < col <= 16_384 else -1


def column_of(reference: str) -> int:
    """"BC12" -> 54; -1 where it is none."""
    letters = reference.rstrip("0123456789")
    return _column(letters) if len(letters) <= 3 else -1


def parse_range(reference: str) -> Range | None:
    """"A1:C3" -> (0, 0, 2, 2); None where it is none or a single cell."""
    first, _, last = reference.replace("$", "").partition(":")
    left, right = column_of(first), column_of(last)
    top, bottom = first.lstrip(_LETTERS), last.lstrip(_LETTERS)
    if left < 0 or right < 0 or not (top.isdecimal() and bottom.isdecimal()) or len(top) > 7 or len(bottom) > 7:
        return None
    row1, row2 = int(top) - 1, int(bottom) - 1
    if row1 > row2 or left > right:
        row1, row2, left, right = min(row1, row2), max(row1, row2), min(left, right), max(left, right)
    return None if row1 < 0 or (row1 == row2 and left == right) else (row1, left, row2, right)
