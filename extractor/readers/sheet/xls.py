"""Excel 97's .xls and WPS's .et (both BIFF8), and the older BIFF5, by xlrd.

xlrd is a parser of untrusted bytes that lets go of many exception types on a damaged file; they are caught here,
at the boundary, and nowhere else.
"""

from __future__ import annotations

import io
import re
import struct
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.errors import EncryptedError, UnreadableError
from extractor.model.document import Aside, Document, Note, Place
from extractor.readers.cells import SheetCells, add_sheet
from extractor.readers.container.package import OLE2_MAGIC
from extractor.readers.sheet.fonts import WHITE, Trait, dress, trait
from extractor.readers.sheet.headers import footer_lines, header_lines
from extractor.readers.sheet.numfmt import BUILTIN, NumberFormat, compiled
from extractor.readers.sheet.references import LETTERS
from extractor.readers.sheet.xls_drawn import read_drawn
from extractor.readers.sheet.xlsx import shown_number
from extractor.readers.shown.celltext import tidy
from extractor.settings import Settings

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlrd.sheet import Sheet

_FAULTS = (
    AssertionError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    TypeError,
    UnicodeError,
    ValueError,
    ZeroDivisionError,
    struct.error,
)
"""What xlrd 2.0 has been seen to let go of on damaged files, beside its own XLRDError."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_PICTURE = re.compile(r"=?(?:_xlfn\.)?DISPIMG\(", re.I)
_LOW, _NARROW = 20, 80
"""Twips of height and 256ths of a character under which a row or column shows nothing."""
_MAGICS = (OLE2_MAGIC, b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
"""OLE2, or a bare BIFF stream of versions 8 and 5, 4, 3, 2."""
_REMEDY = "请用 Excel 或 WPS 打开并另存为 xlsx 后重新提交"


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read a .xls or .et.

    Raises:
        UnreadableError, EncryptedError: the workbook cannot be read.
    """
    book, formatted = _open(data)
    document = Document("xls")
    for number in range(min(book.nsheets, settings.max_sheets)):
        sheet_name = str(book.sheet_names()[number])
        try:
            sheet = _sheet(book, book.sheet_by_index(number), formatted)
        except _faults() as fault:
            message = f"工作表“{sheet_name}”未能读取（{type(fault).__name__}: {fault}）"[:200]
            document.notes.append(Note("unreadable-part", message, Place(sheet=sheet_name)))
            continue
        finally:
            book.unload_sheet(number)
        boxes = read_drawn(book.mem, book._sh_abs_posn[number], sheet) if formatted and book.biff_version == 80 else []
        top = min((row for row, _ in sheet.cells), default=0)
        above = [line for line in boxes if line.ref is not None and int(line.ref.lstrip(LETTERS)) - 1 <= top]
        document.items += [*header_lines(sheet), *above]
        add_sheet(document, sheet, settings)
        document.items += [*(line for line in boxes if line not in above), *footer_lines(sheet)]
    if book.nsheets > settings.max_sheets:
        document.notes.append(Note("unreadable-part", f"工作表超过 {settings.max_sheets} 张，其余未读取"))
    if not document.items and document.notes:
        raise UnreadableError(document.notes[0].message, _REMEDY)
    return document


def _faults() -> tuple[type[Exception], ...]:
    import xlrd
    from xlrd.compdoc import CompDocError

    return (*_FAULTS, xlrd.XLRDError, CompDocError)


def _open(data: bytes) -> tuple[Book, bool]:
    """The workbook, with its formats where the file has usable ones (BIFF5 often has not)."""
    import xlrd

    if not data.startswith(_MAGICS):
        raise UnreadableError("文件不是 xls（97-2003）工作簿", _REMEDY)
    fault: Exception | None = None
    for formatted in (True, False):
        try:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=formatted, on_demand=True, logfile=io.StringIO(), ragged_rows=True
            )
            return book, formatted
        except _faults() as error:
            if "encrypted" in str(error).lower() or "password" in str(error).lower():
                raise EncryptedError("工作簿设有打开密码", "请去掉密码后重新提交") from error
            fault = fault or error
    raise UnreadableError(f"工作簿已损坏或不是 xls（{type(fault).__name__}: {fault}）"[:200], _REMEDY) from fault


def _sheet(book: Book, source: Sheet, formatted: bool) -> SheetCells:
    sheet = SheetCells(str(source.name), hidden=source.visibility != 0)
    looks = _looks(book) if formatted else []
    fonts = _Fonts(book, source) if formatted else None
    for row in range(source.nrows):
        types, values = source.row_types(row), source.row_values(row)
        styles = source._cell_xf_indexes[row] if formatted else None
        for col, kind in enumerate(types):
            if kind in (0, 6):  # empty, blank
                continue
            look = looks[styles[col]] if styles is not None and styles[col] < len(looks) else None
            shown = _shown(kind, values[col], look, book.datemode == 1)
            asides: tuple[Aside, ...] = ()
            if kind == 5:
                shown, asides = ("", None), (Aside(shown[0], "error"),)
            elif kind == 1 and _PICTURE.match(shown[0]):
                shown = ("", None)
                sheet.images.add((row, col))
            elif (
                shown[0]
                and fonts is not None
                and styles is not None
                and (styles[col] in fonts.odd or (row, col) in fonts.runs)
            ):
                shown, asides = fonts.dressed(
                    row, col, styles[col], str(values[col]) if kind == 1 else None, shown, look
                )
            elif not shown[0] and shown[1] not in (None, "0"):
                shown, asides = ("", None), (Aside(shown[1] or "", "hidden"),)
            if asides:
                sheet.asides[row, col] = asides
            if shown[0] or asides or (row, col) in sheet.images:
                sheet.cells[row, col] = shown
    for low_row, high_row, low_col, high_col in source.merged_cells:
        if high_row - low_row > 1 or high_col - low_col > 1:
            sheet.merges.append((low_row, low_col, high_row - 1, high_col - 1))
    if formatted:
        sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden or 0 <= info.height < _LOW}
        sheet.hidden_cols = [
            (col, col) for col, info in source.colinfo_map.items() if info.hidden or info.width < _NARROW
        ]
    return sheet


class _Fonts:
    """What the fonts of a sheet's cells and runs do to their texts."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._book = book
        self.runs: dict[tuple[int, int], list[tuple[int, int]]] = sheet.rich_text_runlist_map
        self._traits = [self._trait(font) for font in book.font_list]
        self.odd = {style for style, form in enumerate(book.xf_list) if self._of(form.font_index) is not None}
        """Cell styles whose font does something."""

    def _trait(self, font: Font) -> Trait | None:
        colour = self._book.colour_map.get(font.colour_index)
        return trait(
            struck=bool(font.struck_out), up=font.escapement == 1, size=font.height / 20, name=str(font.name),
            colour="{:02X}{:02X}{:02X}".format(*colour) if colour is not None else None,
        )  # fmt: skip

    def dressed(
        self, row: int, col: int, style: int, text: str | None, shown: tuple[str, str | None], look: NumberFormat | None
    ) -> tuple[tuple[str, str | None], tuple[Aside, ...]]:
        """A cell's shown text, and what of it is struck, hidden or a note's mark; `text` is None for numbers."""
        runs = self.runs.get((row, col), []) if text is not None else []
        if style >= len(self._book.xf_list) or style not in self.odd and not any(self._of(font) for _, font in runs):
            return shown, ()
        form = self._book.xf_list[style]
        whole = shown[0] if text is None else text
        starts = [(0, form.font_index), *runs, (len(whole), 0)]
        pieces = [(whole[at:end], self._of(font)) for (at, font), (end, _) in pairwise(starts)]
        ground = (
            self._book.colour_map.get(form.background.pattern_colour_index)
            if form.background.fill_pattern == 1
            else None
        )
        seen, asides = dress(pieces, "{:02X}{:02X}{:02X}".format(*ground) if ground is not None else WHITE)
        if text is not None and look is not None and seen:
            seen = look.show_text(seen)
        return (seen, None if asides else shown[1]), asides

    def _of(self, font: int) -> Trait | None:
        return self._traits[font] if font < len(self._traits) else None


def _looks(book: Book) -> list[NumberFormat | None]:
    """Number format by cell style; None is General."""
    looks: list[NumberFormat | None] = []
    for style in book.xf_list:
        found = book.format_map.get(style.format_key)
        own = found.format_str if found is not None else None
        code = BUILTIN.get(style.format_key) if style.format_key in _LOCAL_KEYS else own
        looks.append(compiled(code) if code and code != "General" else None)
    return looks


_LOCAL_KEYS = frozenset({14, 22, *range(27, 37), *range(50, 59)})
"""Built-in formats that a Chinese system shows its own way; xlrd gives the American ones."""


def _shown(kind: int, value: object, look: NumberFormat | None, date1904: bool) -> tuple[str, str | None]:
    if kind == 1:
        text = tidy(str(value).replace("\r\n", "\n").replace("\r", "\n"))
        return (look.show_text(text) if look else text), None
    if kind in (2, 3) and isinstance(value, float):
        return shown_number(repr(int(value)) if value.is_integer() else repr(value), look, date1904)
    if kind == 4:
        return ("TRUE" if value else "FALSE"), None
    return _ERRORS.get(value if isinstance(value, int) else -1, "#N/A"), None
