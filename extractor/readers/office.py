""".doc, .wps, .rtf, .odt, .ods and old Word: LibreOffice makes a .docx or .xlsx, our own readers read it.

The text before and after is compared: what the conversion lost is said (`unreadable-part`), never passed over.
"""

from __future__ import annotations

import re

from extractor.errors import UnreadableError
from extractor.model.document import Document, Note
from extractor.readers import docx, xlsx
from extractor.readers.oletext import embedded_objects, text_of_source
from extractor.readers.soffice import Input, convert
from extractor.settings import Settings

_SHEETS = frozenset({"ods"})
_HAN = re.compile(r"[\u3400-\u9fff]")
LOST_SHARE = 0.02
"""Share of the source's Han characters that may be missing (fields, hidden text) before it is reported."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Convert and read.

    Raises:
        MissingProgramError: LibreOffice is not installed.
        UnreadableError: it made nothing of the file.
    """
    kind = _kind(data)
    target = "xlsx" if kind in _SHEETS else "docx"
    made = convert([Input(data, kind)], target, settings.convert_seconds)[0]
    if made is None:
        raise UnreadableError("LibreOffice 打不开这个文件，可能已损坏或被加密", "请用 Word 或 WPS 打开后另存为 .docx 再提交")
    document: Document = xlsx.read(made, name, settings) if target == "xlsx" else docx.read(made, name, settings)
    document.format = kind if not name.lower().endswith(".wps") else "wps"
    document.notes.extend(_missing(data, kind, document))
    document.notes.extend(
        Note("unreadable-part", f"文件里嵌入了对象“{inner}”，没有读取；请单独提交其内容", observed=inner) for inner in embedded_objects(data)
    )
    return document


def _kind(data: bytes) -> str:
    """The ending LibreOffice should see."""
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if data.startswith(b"PK"):
        return "ods" if b"opendocument.spreadsheet" in data[:200] else "odt"
    return "doc"


def _missing(data: bytes, kind: str, document: Document) -> list[Note]:
    """What stands in the source's own text and not in the converted document."""
    before = text_of_source(data, kind)
    if before is None:
        return []
    after = "".join([*(c.text for g in document.grids() for c in g.cells), *(ln.text for ln in document.lines())])
    want, got = len(_HAN.findall(before)), len(_HAN.findall(after))
    if want and got < want * (1 - LOST_SHARE):
        message = f"转换后少了约 {want - got} 个汉字（原文 {want} 个），可能丢了末尾的表格；请用 Word 另存为 .docx 后重新提交"
        return [Note("unreadable-part", message, observed=str(got), expected=str(want))]
    return []
