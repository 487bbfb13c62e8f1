""".doc, .wps, .rtf, .odt, .ods, Works and old Word: LibreOffice makes a .docx or .xlsx, our own readers read it.

The text before and after is compared: what the conversion lost is said (`unreadable-part`), never passed over.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter

from extractor.errors import EncryptedError, SourceError, UnreadableError
from extractor.ground.allowance import extend
from extractor.model.document import Document, Note
from extractor.readers.container.package import ZIP_FAULTS
from extractor.readers.office.mend import holds_lost_formulas, with_equations, with_formulas
from extractor.readers.office.ole_objects import embedded_objects
from extractor.readers.office.oletext import is_locked, text_of_docx, text_of_source
from extractor.readers.office.soffice import Input, convert
from extractor.readers.sheet import xlsx
from extractor.readers.word import docx
from extractor.readers.word.columns import merge_slivers
from extractor.settings import Settings

_SHEETS = frozenset({"ods", "fods", "xls"})
_HAN = re.compile(r"[\u3400-\u9fff]")
LOST_SHARE = 0.01
"""Share of the source's Han characters that may be missing (fields, hidden text) before it is reported."""
LOST_FEW = 3
"""So many may always be missing."""


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Convert and read.

    Raises:
        EncryptedError: it needs a password.
        MissingProgramError: LibreOffice is not installed.
        UnreadableError: it made nothing of the file.
    """
    item = input_of(data)
    made = convert(item, settings.convert_seconds)
    if made is None:
        raise UnreadableError(
            "LibreOffice 打不开这个文件，可能已损坏或被加密", "请用 Word 或 WPS 打开后另存为 .docx 再提交"
        )
    document = _read_made(made, item, name, settings)
    lost = _missing(data, item, made, document)
    if lost and item.target == "docx":
        document, lost = _second_way(data, item, name, settings, document, lost)
    document.format = item.ending if not name.lower().endswith(".wps") else "wps"
    document.notes.extend(lost)
    if item.ending == "rtf" and holds_lost_formulas(data):
        document.notes.append(
            Note("unreadable-part", "文件里有公式，转换时没有带出，请对照原文补录；或用 Word 另存为 .docx 后提交")
        )
    taken = len(
        {held.member for held in document.items if held.member}
    )  # what the conversion carried over and was read
    document.notes.extend(
        Note("unreadable-part", f"文件里嵌入了对象“{inner}”，没有读取；请单独提交其内容", observed=inner)
        for inner in embedded_objects(data, item.ending)[taken:]
    )
    return document


def _read_made(made: bytes, item: Input, name: str, settings: Settings) -> Document:
    if item.target == "xlsx":
        return xlsx.read(made, name, settings)
    return docx.read(merge_slivers(made), name, settings)


def _second_way(
    data: bytes, item: Input, name: str, settings: Settings, first: Document, lost: list[Note]
) -> tuple[Document, list[Note]]:
    """Text is missing: go by way of .odt, and take the reading that lost less."""
    extend(2 * settings.convert_seconds)
    try:
        between = convert(Input(item.data, item.ending, "odt"), settings.convert_seconds)
        made = convert(Input(between, "odt"), settings.convert_seconds) if between is not None else None
        if made is None:
            return first, lost
        second = _read_made(made, item, name, settings)
    except SourceError:
        return first, lost
    still = _missing(data, item, made, second)
    if still and int(still[0].observed or 0) <= int(lost[0].observed or 0):
        return first, lost
    return second, still


def input_of(data: bytes) -> Input:
    """What LibreOffice is given: the file, mended where LibreOffice is known to lose a part of it.

    Raises:
        EncryptedError: it needs a password.
    """
    kind = _kind(data)
    if is_locked(data, kind):
        raise EncryptedError("文件设有打开密码", "请去掉密码后重新提交")
    if kind == "rtf":
        data = with_equations(_closed_rtf(data))
    elif kind == "odt":
        data = with_formulas(data)
    return Input(data, kind, "xlsx" if kind in _SHEETS else "docx")


def _kind(data: bytes) -> str:
    """The ending LibreOffice should see."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:5] == b"{\\rtf":
        return "rtf"
    if (kind := _xml_kind(data)) is not None:
        return kind
    if data.startswith(b"PK"):
        return "ods" if _mimetype(data).startswith(b"application/vnd.oasis.opendocument.spreadsheet") else "odt"
    return "doc"


def _xml_kind(data: bytes) -> str | None:
    """Office documents that are one XML file; the ending sends LibreOffice the right way."""
    from extractor.intake.plain import head_text

    start = head_text(data[:16384]).lstrip("\ufeff \t\r\n")[:8192].lower()
    if not start.startswith("<"):
        return None
    if "urn:oasis:names:tc:opendocument" in start:
        return "fods" if "opendocument.spreadsheet" in start else "fodt"
    return "xls" if "office:spreadsheet" in start else "xml"


def _mimetype(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("mimetype") as opened:
            return opened.read(200).strip()
    except ZIP_FAULTS:
        return b""


def _closed_rtf(data: bytes) -> bytes:
    r"""LibreOffice 7.4 drops a last table row without `\row`, and what ends right after a table: both are closed."""
    end = data.rstrip(b"\0\r\n\t ").rfind(b"}")
    if end < 0:
        return data
    tail = data[max(0, end - 200_000) : end]
    last_cell = max((m.end() for m in re.finditer(rb"\\cell(?![a-z])", tail)), default=-1)
    last_row = max((m.end() for m in re.finditer(rb"\\row(?![a-z])", tail)), default=-1)
    if last_cell < 0 and last_row < 0:
        return data
    close = rb"\row" if last_cell > last_row else b""
    return data[:end] + close + rb"\pard\plain\par" + data[end:]


def _missing(data: bytes, item: Input, made: bytes, document: Document) -> list[Note]:
    """What stands in the source's own text and not in the converted file."""
    before = text_of_source(data, item.ending)
    if before is None:
        return []
    if item.target == "docx":
        after = text_of_docx(made)
    else:
        after = "".join([*(c.text for g in document.grids() for c in g.cells), *(ln.text for ln in document.lines())])
    want, got = Counter(_HAN.findall(before)), Counter(_HAN.findall(after))
    lost, total = (want - got).total(), want.total()
    if lost <= max(LOST_FEW, total * LOST_SHARE):
        return []
    message = f"转换后少了约 {lost} 个汉字（原文 {total} 个），可能丢了末尾的表格；请用 Word 另存为 .docx 后重新提交"
    return [Note("unreadable-part", message, observed=str(total - lost), expected=str(total))]
