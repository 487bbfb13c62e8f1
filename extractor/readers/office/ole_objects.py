"""Documents inside documents: what is embedded in a .doc, .rtf or .odt, by name. Nothing of it is opened or read."""

from __future__ import annotations

import io
import re
import zipfile

import olefile

from extractor.ground.damage import BROKEN_OLE
from extractor.readers.container.package import ZIP_FAULTS

_STREAMS = {
    "Workbook": "Excel 工作簿",
    "Book": "Excel 工作簿",
    "WordDocument": "Word 文档",
    "PowerPoint Document": "演示文稿",
    "Package": "Office 文件",
}
_CLASSES = {"Excel": "Excel 工作簿", "Word": "Word 文档", "PowerPoint": "演示文稿", "Package": "附件",
    "AcroExch": "PDF 文件",
            "Acrobat": "PDF 文件", "WPS": "WPS 文档", "ET": "WPS 表格", "Ket": "WPS 表格"}  # fmt: skip
_ODF = {"spreadsheet": "表格文件", "text": "文字文件", "presentation": "演示文稿"}
MOST = 50
"""Names said of one file at the most."""


def embedded_objects(data: bytes, kind: str) -> list[str]:
    """Names of the documents embedded in a file, sorted; empty where there are none. Formulas
    and charts do not count.
    """
    if kind == "rtf":
        found = _in_rtf(data)
    elif kind in ("odt", "ods"):
        found = _in_odf(data)
    else:
        found = _in_ole(data)
    return sorted(set(found))[:MOST]


def _in_ole(data: bytes) -> list[str]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            found = []
            for entry in ole.listdir():
                if len(entry) < 3 or entry[0] != "ObjectPool":
                    continue
                head = ole.openstream(entry).read(4096) if entry[-1] in ("CONTENTS", "\x01Ole10Native") else b""
                if len(entry) == 3 and entry[-1] in _STREAMS:
                    found.append(f"{_STREAMS[entry[-1]]} {entry[1]}")
                elif head.startswith(b"%PDF"):
                    found.append(f"PDF 文件 {entry[1]}")
                elif entry[-1] == "\x01Ole10Native" and _is_package(ole, entry):
                    found.append(_packaged_name(head) or f"附件 {entry[1]}")
            return found
    except BROKEN_OLE:
        return []


def _is_package(ole: olefile.OleFileIO, entry: list[str]) -> bool:
    """A whole file put in by the packager; formulas and drawings keep their data in a stream of the same name."""
    kind = [*entry[:2], "\x01CompObj"]
    return bool(ole.exists(kind)) and b"Package\0" in ole.openstream(kind).read(4096)


def _packaged_name(head: bytes) -> str | None:
    """The label of an OLE Package ([MS-OLEDS] 2.3.6: size, flags, then the label up to a zero)."""
    label = head[6:].split(b"\0", 1)[0]
    if not 0 < len(label) < 260:
        return None
    name = label.decode("gb18030", "replace")
    return f"附件 {name}" if name.isprintable() else None


def _in_rtf(data: bytes) -> list[str]:
    found: list[str] = []
    for match in re.finditer(rb"\\objclass\s?([A-Za-z]+)[^}\\]*", data):
        word = match[1].decode("ascii")
        named = next((shown for begin, shown in _CLASSES.items() if word.startswith(begin)), None)
        if named is not None:
            found.append(f"{named} {len(found) + 1}")
    return found


def _in_odf(data: bytes) -> list[str]:
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for info in package.infolist():
                name = info.filename.removeprefix("./")
                if re.fullmatch(r"Object \d+", name):
                    found.append(f"OLE 对象 {name}")
                elif re.fullmatch(r"Object \d+/content\.xml", name) and info.file_size < 64 << 20:
                    with package.open(info) as opened:
                        body = re.search(rb"<office:(spreadsheet|text|presentation)[ >]", opened.read(1 << 20))
                    if body is not None:
                        found.append(f"{_ODF[body[1].decode('ascii')]} {name.split('/')[0]}")
    except ZIP_FAULTS:
        return []
    return found
