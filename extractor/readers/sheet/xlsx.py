"""Excel's .xlsx by our own pass over its XML.

The quick library for sheets knows no number formats, formulas or hidden rows, and aborts the process on a used
cell in the last corner of a sheet; this pass reads what is shown, keeps what is stored, and costs about the same.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.errors import SourceError, UnreadableError, UnsupportedError
from extractor.model.document import Aside, Document, Note, Place
from extractor.readers.cells import add_sheet
from extractor.readers.container.embedded import Inlay
from extractor.readers.container.package import Package
from extractor.readers.sheet.datefmt import iso_serial
from extractor.readers.sheet.drawing import read_drawings
from extractor.readers.sheet.fonts import WHITE, Dressed, Trait, dress
from extractor.readers.sheet.headers import footer_lines, header_lines
from extractor.readers.sheet.numfmt import BUILTIN, NumberFormat, compiled, parse_number
from extractor.readers.sheet.references import LETTERS
from extractor.readers.sheet.strings import Pieces, Strings, read_strings, unescaped
from extractor.readers.sheet.worksheet import Looks, read_sheet
from extractor.readers.sheet.xlsx_objects import read_objects
from extractor.readers.sheet.xlsx_styles import run_trait, style_fonts
from extractor.settings import Settings
from extractor.values.number import plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REL_NS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .xlsx (.xlsm, .et of the new kind).

    Raises:
        UnreadableError, EncryptedError, PolicyError, UnsupportedError: the workbook cannot be read.
    """
    package = Package(data, settings)
    document = Document("xlsx")
    book = _open_book(package, document)
    looks, inlay = book.looks(), Inlay(document, settings)
    for number, (sheet_name, part, hidden) in enumerate(book.sheets):
        if number >= settings.max_sheets:
            message = f"工作表超过 {settings.max_sheets} 张，其余未读取"
            document.notes.append(Note("unreadable-part", message, Place(sheet=sheet_name)))
            break
        try:
            sheet = read_sheet(package.read(part), part, sheet_name, book.strings, looks, settings.max_rows)
        except SourceError as fault:
            message = f"工作表“{sheet_name}”未能读取：{fault.cause}"
            document.notes.append(Note("unreadable-part", message, Place(sheet=sheet_name)))
            continue
        sheet.hidden = hidden
        drawn = read_drawings(package, part, sheet, document)
        boxes = drawn.lines
        top = min((row for row, _ in sheet.cells), default=0)
        above = [line for line in boxes if line.ref is not None and int(line.ref.lstrip(LETTERS)) - 1 <= top]
        document.items.extend(header_lines(sheet))
        document.items.extend(above)
        add_sheet(document, sheet, settings)
        document.items.extend(line for line in boxes if line not in above)
        document.items.extend(footer_lines(sheet))
        read_objects(package, part, drawn.pictures, inlay)
    if not document.items and any(note.code == "unreadable-part" for note in document.notes):
        raise UnreadableError(document.notes[0].message, "请用 Excel 或 WPS 打开并另存后重新提交")
    return document


def sheet_parts(package: Package) -> dict[str, str]:
    """Part of every worksheet by its name, in the workbook's order.

    Raises:
        UnreadableError, UnsupportedError: there is no workbook.
    """
    return {name: part for name, part, _ in _open_book(package, Document("xlsx")).sheets}


def part_of_kind(package: Package, part: str, kind: str) -> str | None:
    """The part that `part` refers to as `kind` ("styles", "comments"), None where there is none."""
    return next((target for said, target in _relations(package, part).values() if said == kind), None)


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    ns: str
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, part, hidden."""
    strings: Strings = field(default_factory=Strings)
    formats: list[NumberFormat | None] = field(default_factory=list)
    """By cell style; None is General."""
    fonts: list[Trait | None] = field(default_factory=list)
    """By cell style; None is a plain font."""
    grounds: dict[int, str] = field(default_factory=dict)
    """Cell style -> its fill as RRGGBB, where that is not white."""
    date1904: bool = False

    def looks(self) -> Looks:
        """How cells are shown, and the styles whose texts need a second look."""
        odd = {n for n, look in enumerate(self.formats) if look is not None and look.changes_text}
        odd |= {n for n, font in enumerate(self.fonts) if font is not None}
        return Looks(self.shown, self.dressed, frozenset(map(str, odd)), run_trait)

    def dressed(self, text: str | Pieces, style: str | None, number: bool) -> Dressed:
        """A cell's text or runs as the fonts show them and, but for a number, the format's section for texts."""
        at = int(style) if style and style.isdecimal() else -1
        own = self.fonts[at] if 0 <= at < len(self.fonts) else None
        pieces = (
            [(text, own)] if isinstance(text, str) else [(part, own if font is None else font) for part, font in text]
        )
        seen, asides = dress(pieces, self.grounds.get(at, WHITE), unescaped)
        look = self.formats[at] if 0 <= at < len(self.formats) else None
        if number or not seen or look is None or not look.changes_text:
            return seen, asides
        shown = look.show_text(seen)
        return shown, (*asides, *(() if shown else (Aside(seen, "hidden"),)))

    def shown(self, value: str, kind: str | None, style: str | None) -> tuple[str, str | None]:
        """Text as the sheet shows it, and the stored value where that differs."""
        formats = self.formats
        look = formats[int(style)] if style and style.isdecimal() and int(style) < len(formats) else None
        if kind is None or kind == "n" or kind == "d":
            return shown_number(value.strip(), look, self.date1904, iso=kind == "d")
        if kind == "b":
            return ("TRUE" if value.strip() in ("1", "true") else "FALSE"), None
        return unescaped(value), None


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
                book.strings = read_strings(package.read(part), part, run_trait)
            elif kind == "styles":
                styles = package.xml(part)
                book.formats = _formats(styles, ns)
                book.fonts, book.grounds = style_fonts(styles, ns)
        except SourceError as fault:
            what = "共享文字" if kind == "sharedStrings" else "数字格式"
            document.notes.append(Note("unreadable-part", f"工作簿的{what}未能读取：{fault.cause}"))
    return book


def _main_part(package: Package) -> str:
    part = package.main_part("xl/workbook.xml")
    if part is None:
        raise UnreadableError("压缩包里没有工作簿（xl/workbook.xml）", "请用 Excel 或 WPS 打开并另存为 xlsx 后重新提交")
    if part.endswith(".bin"):
        raise UnsupportedError("这是二进制工作簿（xlsb）", "请另存为 xlsx 后重新提交")
    return part


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


def shown_number(raw: str, look: NumberFormat | None, date1904: bool, iso: bool = False) -> tuple[str, str | None]:
    """A number as shown and, where that differs, as stored (15 significant digits).

    Args:
        raw: as the XML has it: digits, an exponent; with `iso` a date.
        date1904: days are counted from 1904-01-01 (Mac).
    """
    if look is None and raw.isdigit() and len(raw) <= 15 and raw[0] != "0":
        return raw, None
    number = iso_serial(raw) if iso else parse_number(raw.strip())
    if number is None:
        return raw, None
    text = (look or compiled("General")).show(number, date1904 and not iso)
    stored = raw if iso else plain(number)
    return text, None if text == stored else stored
