"""`check --format marked`: which way a source's marked copy is made, and what its file is called.

The original is only read. Word and Excel files are changed part by part, PDF files get highlights behind their own
bytes, pictures a PDF of their pages; what LibreOffice can turn into .docx or .xlsx is turned and said so; the rest
becomes a .docx of what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.errors import MissingProgramError, SourceError
from extractor.ground.allowance import extend
from extractor.marked.notes import Remark, remarks_of
from extractor.model.document import Document
from extractor.model.extraction import Extraction
from extractor.report.model import Waivers
from extractor.report.rules import Rules
from extractor.settings import Settings

_WORD = frozenset({".docx", ".docm", ".dotx", ".dotm"})
_SHEET = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_PICTURES = frozenset({"image", "jpg", "png", "tiff", "bmp", "webp", "gif"})
_TO_DOCX = frozenset({"doc", "wps", "rtf", "odt", "works", "wordml", "fodt"})
_TO_XLSX = frozenset({"xls", "et", "ods", "sheetml", "fods"})
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What no file system should get as a name, and what turns a name around on the screen."""
_LONGEST = 180
"""Bytes of a name before its mark and ending."""
MARK = ".标注"


@dataclass(frozen=True, slots=True)
class Copy:
    """A marked copy."""

    content: bytes
    suffix: str
    """Its ending, with the dot."""
    said: str = ""
    """What the clerk must know: that it was converted, that it is not the unit's own file; "" = nothing."""


class CopyNames:
    """Where copies go below the output folder, each name once (names are compared as Windows does, without case)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def place(self, path: str, suffix: str) -> str:
        """`科室/a.doc` -> `科室/a.标注.docx`; where that is taken `科室/a.doc.标注.docx`, then `科室/a~2.标注.docx`.

        Args:
            path: the source's path, with /.
            suffix: the copy's ending, with the dot.
        """
        *folders, name = (_UNSAFE.sub("_", part) for part in path.split("/"))
        stem, dot, ending = name.rpartition(".")
        stem = stem if dot and stem and len(ending) <= 5 else name
        number = 1
        said = "/".join([*folders, _short(stem) + MARK + suffix])
        while said.casefold() in self._taken:
            wanted = _short(name) if number == 1 else f"{_short(stem)}~{number}"
            said = "/".join([*folders, wanted + MARK + suffix])
            number += 1
        self._taken.add(said.casefold())
        return said


def _short(name: str) -> str:
    return name.encode("utf-8", "replace")[:_LONGEST].decode("utf-8", "ignore")


def marked_copy(
    data: bytes,
    name: str,
    extraction: Extraction,
    rules: Rules,
    settings: Settings,
    waived: Waivers | None = None,
    shown: Extraction | None = None,
) -> Copy:
    """The copy of one source that was read.

    Args:
        name: the source's file name: its ending becomes the copy's where the format allows.
        waived: finding id -> reason; such findings are not marked.
        shown: the document with names masked, for the notes' words.

    Raises:
        SourceError: no copy can be made; carries cause and remedy.
        RuleBookError: `advice.yaml` is wrong.
    """
    from extractor.intake.sniff import sniff

    remarks = remarks_of(extraction, rules, waived, shown)
    format = sniff(data, name, settings).format or ""
    own = _ending(name)
    if format == "docx":
        from extractor.marked.word import mark_docx

        return Copy(mark_docx(data, remarks, settings) if remarks else data, own if own in _WORD else ".docx")
    if format == "xlsx":
        from extractor.marked.sheet import mark_xlsx

        return Copy(mark_xlsx(data, remarks, settings) if remarks else data, own if own in _SHEET else ".xlsx")
    if format == "pdf":
        from extractor.marked.pages import mark_pdf

        return Copy(mark_pdf(data, remarks) if remarks else data, ".pdf")
    if format in _PICTURES:
        from extractor.marked.pages import mark_picture

        return Copy(mark_picture(data, remarks, settings), ".pdf", "图片装进了 PDF，一页一张，标注在 PDF 上")
    if format in _TO_DOCX | _TO_XLSX:
        try:
            return _converted(data, name, format, remarks, settings)
        except MissingProgramError:
            return _made(data, name, format, remarks, settings, "本机没有 LibreOffice，不能转换原件，")
    return _made(data, name, format, remarks, settings)


def _ending(name: str) -> str:
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


def _converted(data: bytes, name: str, format: str, remarks: list[Remark], settings: Settings) -> Copy:
    """By way of LibreOffice."""
    from extractor.readers.office.reader import input_of
    from extractor.readers.office.soffice import Input, convert

    extend(settings.convert_seconds)
    item = Input(data, "xls", "xlsx") if format in ("xls", "et") else input_of(data)
    made = convert(item, settings.convert_seconds)
    if made is None:
        raise SourceError(
            "LibreOffice 没有转换成功", "请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx 后再试", "unreadable"
        )
    said = f"由 LibreOffice 从 {_ending(name) or format} 转换而来，版式可能与原件略有不同"
    if item.target == "xlsx":
        from extractor.marked.sheet import mark_xlsx

        return Copy(mark_xlsx(made, remarks, settings), ".xlsx", said)
    from extractor.marked.word import mark_docx

    return Copy(mark_docx(made, remarks, settings, _read(data, name, format, settings)), ".docx", said)


def _made(data: bytes, name: str, format: str, remarks: list[Remark], settings: Settings, why: str = "") -> Copy:
    """From what was read."""
    from extractor.marked.made import docx_of
    from extractor.marked.word import mark_docx

    document = _read(data, name, format, settings)
    return Copy(
        mark_docx(docx_of(document), remarks, settings, document),
        ".docx",
        f"{why}按读取的内容制成 Word 文件，不是原件本身",
    )


def _read(data: bytes, name: str, format: str, settings: Settings) -> Document:
    from extractor import readers

    return readers.read(data, name, format, settings)
