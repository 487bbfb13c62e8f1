"""A cheap scan of the text of .doc, .rtf and .odt, to hold against what a conversion made of it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from html import unescape

import olefile

from extractor.ground.damage import BROKEN_OLE
from extractor.readers.container.package import ZIP_FAULTS

_FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*[\x14\x15]")
"""A field's instructions, which are not shown (its result is)."""
_TAGS = re.compile(rb"<[^>]*>")
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_RTF_UNICODE = re.compile(rb"\\u(-?\d+)")
_RTF_BRACE = re.compile(rb"\\[\\{}]|[{}]")
_RTF_SILENT = re.compile(
    rb"\s*\\(?:\*|fonttbl|colortbl|stylesheet|info|pict|object|header[lrf]?|footer[lrf]?|listtable|fldinst)(?![a-z])"
)
_RTF_HEX = re.compile(rb"(?:\\'[0-9a-fA-F]{2}\s?)+")


def text_of_source(data: bytes, kind: str) -> str | None:
    """The text a source holds, roughly; None where it cannot be told cheaply."""
    if kind == "doc":
        return _doc_text(data)
    if kind == "rtf":
        return _rtf_text(data)
    if kind in ("odt", "ods"):
        return _odf_text(data)
    if kind in ("fodt", "xml"):
        body = data.find(b"<office:body" if kind == "fodt" else b"<w:body")
        return None if body < 0 else unescape(_TAGS.sub(b"", data[body:]).decode("utf-8", "replace"))
    return None


def is_locked(data: bytes, kind: str) -> bool:
    """Whether a .doc or .odt needs a password (the fEncrypted bit, [MS-DOC] 2.5.2; the manifest's encryption data)."""
    if kind == "doc":
        word = _word_stream(data)
        return word is not None and len(word) > 12 and bool(struct.unpack_from("<H", word, 10)[0] & 0x0100)
    if kind in ("odt", "ods"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return b"encryption-data" in package.read("META-INF/manifest.xml")
        except ZIP_FAULTS:
            return False
    return False


def _word_stream(data: bytes) -> bytes | None:
    """The main stream of a Word file; before Word 6 the file itself."""
    if data.startswith((b"\xdb\xa5", b"\x31\xbe\x00\x00")):
        return data
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bytes(ole.openstream("WordDocument").read())
    except BROKEN_OLE:
        return None


def _doc_text(data: bytes) -> str | None:
    """Text pieces of a Word 97 document, by its piece table ([MS-DOC] 2.8.35, 2.9.38)."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            word = ole.openstream("WordDocument").read()
            if len(word) < 0x1AA or struct.unpack_from("<H", word, 0)[0] != 0xA5EC:
                return None
            flags, version = struct.unpack_from("<H", word, 10)[0], struct.unpack_from("<H", word, 2)[0]
            if version < 0xC1:
                return None
            table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
    except BROKEN_OLE:
        return None
    body = struct.unpack_from("<I", word, 0x4C)[0]
    start, size = struct.unpack_from("<II", word, 0x1A2)
    return _pieces(word, table[start : start + size], body)


def _pieces(word: bytes, clx: bytes, characters: int) -> str | None:
    at = 0
    while at < len(clx) and clx[at] == 1:
        if at + 3 > len(clx):
            return None
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        return None
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    text = []
    for n in range(count):
        first, last = struct.unpack_from("<II", plc, 4 * n)
        if first >= characters:
            break
        last = min(last, characters)
        offset = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * n + 2)[0]
        if offset & 0x40000000:
            begin = (offset & 0x3FFFFFFF) // 2
            text.append(word[begin : begin + last - first].decode("cp1252", "replace"))
        else:
            text.append(word[offset : offset + 2 * (last - first)].decode("utf-16-le", "replace"))
    whole = "".join(text)
    for _ in range(3):
        whole = _FIELD_CODE.sub("", whole)
    return whole


def _rtf_text(data: bytes) -> str:
    body = _rtf_body(data)
    text = [chr(int(m[1]) & 0xFFFF) for m in _RTF_UNICODE.finditer(body)]
    if len(text) > 20:
        return "".join(text)
    runs = [bytes.fromhex(re.sub(rb"[\\'\s]", b"", m[0]).decode("ascii")) for m in _RTF_HEX.finditer(body)]
    return b"".join(runs).decode("gb18030", "ignore")


def _rtf_body(data: bytes) -> bytes:
    """The file without the groups that print nothing: fonts, styles, pictures, and what begins with \\*."""
    parts: list[bytes] = []
    depth, hidden, start = 0, 0, 0
    for match in _RTF_BRACE.finditer(data):
        if match[0] == b"{":
            depth += 1
            if not hidden and _RTF_SILENT.match(data, match.end()):
                hidden = depth
                parts.append(data[start : match.start()])
        elif match[0] == b"}":
            if hidden == depth:
                hidden, start = 0, match.end()
            depth -= 1
    if not hidden:
        parts.append(data[start:])
    return b"".join(parts)


def _odf_text(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return unescape(_TAGS.sub(b"", package.read("content.xml")).decode("utf-8", "replace"))
    except ZIP_FAULTS:
        return None


def text_of_docx(data: bytes) -> str:
    """All text of a converted .docx, deleted and hidden text and notes included: what the conversion carried over."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(name) for name in package.namelist() if _TEXT_PART.fullmatch(name)]
    return unescape(_TAGS.sub(b"", b"".join(parts)).decode("utf-8", "replace"))
