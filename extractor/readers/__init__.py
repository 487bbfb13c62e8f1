"""One module per format: bytes -> Document.

Contract of a reader module: a function `read(data: bytes, name: str, settings: Settings) -> Document`.
It raises a `SourceError` with cause and remedy where the file cannot be read at all; a part that cannot be
read (one page, one table, one sheet) becomes a `Note("unreadable-part", …)` and the rest is read.
It never opens files, follows links or starts programs (the converters in `readers/office/reader.py` are the
exception). Registry: format name (from `intake.sniff`) -> module name, imported when first used.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from extractor.errors import UnsupportedError
from extractor.ground.allowance import extend
from extractor.layout.conservation import check_document
from extractor.model.document import Document
from extractor.readers.shown.asides import note_asides
from extractor.settings import DEFAULTS, Settings

READERS: dict[str, str] = {
    "txt": "extractor.readers.text.reader",
    "docx": "extractor.readers.word.docx",
    "xlsx": "extractor.readers.sheet.xlsx",
    "xls": "extractor.readers.sheet.xls",
    "csv": "extractor.readers.text.csv",
    "html": "extractor.readers.web.html",
    "pdf": "extractor.readers.pdf.reader",
    "ofd": "extractor.readers.ofd.reader",
    "image": "extractor.readers.image",
    "doc": "extractor.readers.word.doc",
    "rtf": "extractor.readers.office.reader",
    "odt": "extractor.readers.office.reader",
    "ods": "extractor.readers.office.reader",
    "works": "extractor.readers.office.reader",
    "wordml": "extractor.readers.office.reader",
    "sheetml": "extractor.readers.office.reader",
    "fodt": "extractor.readers.office.reader",
    "fods": "extractor.readers.office.reader",
    # the user's own names for what the readers above read
    "wps": "extractor.readers.word.doc",
    "et": "extractor.readers.sheet.xls",
    "mht": "extractor.readers.web.mht",
    "jpg": "extractor.readers.image",
    "png": "extractor.readers.image",
    "tiff": "extractor.readers.image",
    "bmp": "extractor.readers.image",
    "webp": "extractor.readers.image",
    "gif": "extractor.readers.image",
}
CONVERTED = "extractor.readers.office.reader"
_RECOGNISED = "extractor.readers.image"


def read(data: bytes, name: str, format: str, settings: Settings = DEFAULTS, *, ocr: bool = True) -> Document:
    """Read one source of a known format into a Document.

    Args:
        name: the file's name, for messages.
        format: a key of `READERS`.
        ocr: recognise the text of pictures and scanned pages.

    Raises:
        SourceError: the file cannot be read; carries category, cause and remedy.
    """
    document = read_unfinished(data, name, format, settings if ocr else replace(settings, ocr=False))
    document.number_tables()
    note_asides(document)
    check_document(document)
    return document


def read_unfinished(data: bytes, name: str, format: str, settings: Settings) -> Document:
    """What the format's reader makes of it, not yet numbered and checked: a file embedded in another is so read.

    Args:
        name: the file's name, for messages.
        format: a key of `READERS`.

    Raises:
        SourceError: the file cannot be read; carries category, cause and remedy.
    """
    module = READERS.get(format)
    if module is None:
        raise UnsupportedError(f"不支持的文件格式：{format}", "请另存为 docx、xlsx、pdf、html 或 txt 后再提交")
    # Slow readers earn more time from whoever watches the clock; a reader asks for its further pages itself.
    if module == CONVERTED:
        extend(settings.convert_seconds)
    elif module == _RECOGNISED:
        extend(settings.ocr_page_seconds)
    document: Document = import_module(module).read(data, name, settings)
    document.format = format
    return document


def converted(data: bytes, name: str, settings: Settings) -> Document:
    """What LibreOffice makes of a source, read by the reader of what it makes.

    Raises:
        SourceError: it cannot be converted or read; carries category, cause and remedy.
    """
    extend(settings.convert_seconds)
    document: Document = import_module(CONVERTED).read(data, name, settings)
    return document
