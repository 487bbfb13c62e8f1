"""Text by look: html, mht, Office-2003 XML, csv, plain text, or binary noise."""

from __future__ import annotations

import csv
import io
import re

from extractor.errors import PolicyError, UnsupportedError
from extractor.settings import Settings

_HEAD = 256 * 1024
_TAG = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|table|meta|div|title|script|p|tr|td|span|center|font)\b", re.I
)
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd\ue000-\uf8ff]")


def sniff_text(data: bytes, ending: str, settings: Settings) -> str:
    """`html`, `mht`, `csv`, `txt`, or an office document in one XML file (`wordml`, `sheetml`, `fodt`, `fods`).

    Raises:
        UnsupportedError: binary noise, or an XML dialect nobody reads.
        PolicyError: larger than a text may be.
    """
    text = head_text(data)
    start = text.lstrip("\ufeff \t\r\n")
    if start[:400].lower().startswith("mime-version:") or re.match(
        r"from:.*\n(?:.*\n){0,8}mime-version:", start[:2000], re.I
    ):
        return "mht"
    if start.startswith("<") and (office := _office_xml(start[:8192])) is not None:
        return _sized(office, data, settings)
    noisy = len(_NOISE.findall(text)) > max(3, len(text) // 50)
    tags = _TAG.findall(text[: 64 * 1024])
    if tags and "\0" not in text and (start.startswith("<") or len(tags) >= 3):
        return _sized("html", data, settings)
    if start.startswith("<?xml"):
        raise UnsupportedError("这是普通 XML 数据文件，不是填报文件", "请另存为 docx、xlsx、pdf、html 或 txt 后再提交")
    if noisy:
        raise UnsupportedError(
            "不认识的二进制文件，不是可读取的填报文件", "请另存为 docx、xlsx、pdf、html 或 txt 后再提交"
        )
    return _sized("csv" if _delimited(text, ending) else "txt", data, settings)


def _sized(format: str, data: bytes, settings: Settings) -> str:
    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"文本超过上限 {settings.max_text_bytes // 1024 // 1024} MiB", "请拆分后再提交")
    return format


def head_text(data: bytes) -> str:
    """The beginning of a text, decoded well enough to look at (never for reading)."""
    head = data[:_HEAD]
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "replace").removesuffix("\ufffd")
    if b"\0" in head:
        return head.decode(_wide(head), "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4 and len(data) > len(head):
                return head[: error.start].decode(encoding)
    return head.decode("gb18030", "replace")


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of spaces, line ends and digits all stand on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else "latin-1"


def _office_xml(start: str) -> str | None:
    """The office formats that are one XML file; None for anything else."""
    flat = start.lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in flat and "<html" not in flat:
        return "sheetml"
    if "schemas.microsoft.com/office/word/2003/wordml" in flat:
        return "wordml"
    if "schemas.microsoft.com/office/2006/xmlpackage" in flat:
        raise UnsupportedError("这是 Word XML 文档", "请用 Word 或 WPS 打开后另存为 docx 再提交")
    if "urn:oasis:names:tc:opendocument" in flat:
        return "fods" if "opendocument.spreadsheet" in flat else "fodt"
    return None


def _delimited(text: str, ending: str) -> bool:
    """True where a text is clearly a delimited table; its ending lowers the bar."""
    if "\t" in text and ending not in ("csv", "tsv"):
        return False
    marks = ",;\t" if ending in ("csv", "tsv") else ","
    sample = text[: 64 * 1024]
    for mark in marks:
        if mark not in sample:
            continue
        if ending in ("csv", "tsv"):
            return True
        try:
            rows = [row for row in csv.reader(io.StringIO(sample), delimiter=mark) if row][:200]
        except csv.Error:
            return False
        widths = [len(row) for row in rows]
        if len(rows) >= 3 and max(widths) >= 3 and widths.count(max(widths)) >= 0.8 * len(rows):
            return True
    return False
