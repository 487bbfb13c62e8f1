"""Excel 97's .xls and WPS's .et (both BIFF8), and the older BIFF5, by xlrd.

xlrd is a parser of untrusted bytes that lets go of many exception types on a damaged file; they are caught here,
at the boundary, and nowhere else.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from extractor.errors import EncryptedError, UnreadableError
from extractor.model.document import Document, Note, Place
from extractor.readers.celltext import tidy
from extractor.readers.numfmt import BUILTIN, NumberFormat, compiled
from extractor.readers.package import OLE2_MAGIC
from extractor.readers.sheet import SheetCells, add_sheet
from extractor.readers.xlsx import shown_number
from extractor.settings import Settings

if TYPE_CHECKING:
    from xlrd.book import Book
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
        add_sheet(document, sheet, settings)
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
    for row in range(source.nrows):
        types, values = source.row_types(row), source.row_values(row)
        styles = source._cell_xf_indexes[row] if formatted else None
        for col, kind in enumerate(types):
            if kind in (0, 6):  # empty, blank
                continue
            look = looks[styles[col]] if styles is not None and styles[col] < len(looks) else None
            shown = _shown(kind, values[col], look, book.datemode == 1)
            if shown[0]:
                sheet.cells[row, col] = shown
    for low_row, high_row, low_col, high_col in source.merged_cells:
        if high_row - low_row > 1 or high_col - low_col > 1:
            sheet.merges.append((low_row, low_col, high_row - 1, high_col - 1))
    if formatted:
        sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
        sheet.hidden_cols = [(col, col) for col, info in source.colinfo_map.items() if info.hidden]
    return sheet


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
