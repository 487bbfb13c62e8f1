"""What LibreOffice would drop, put into the source before it converts: formulas of .odt, EQ fields of .rtf.

An .odt keeps a formula as an object of its own, which a LibreOffice without its Math part leaves out; an EQ field has
no result in the file. Both become the text that a person sees.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from extractor.errors import SourceError
from extractor.readers.container.package import ZIP_FAULTS, parse_xml
from extractor.readers.shown.formula import formula
from extractor.readers.word.fields import equation

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_EQUATION = re.compile(rb"\\fldinst", re.I)
_CODE = re.compile(rb"\\u(-?\d+) ?\??|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]+)(-?\d+)? ?|\\([^a-zA-Z])|([{}])|([^\\{}]+)")
MOST = 2_000
"""Fields of one file that are looked at."""


def with_formulas(data: bytes) -> bytes:
    """An .odt whose formula objects are text; unchanged where it has none or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if not any(re.fullmatch(r"(?:\./)?[^/]+/content\.xml", name) for name in names):
                return data
            root = parse_xml(package.read("content.xml"), "content.xml")
            if not sum([_put_text(package, frame) for frame in list(root.iter("{*}frame"))]):
                return data
            from lxml import etree

            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as mended:
                for info in package.infolist():
                    mended.writestr(
                        info, etree.tostring(root) if info.filename == "content.xml" else package.read(info)
                    )
            return out.getvalue()
    except (SourceError, *ZIP_FAULTS):
        return data


def _put_text(package: zipfile.ZipFile, frame: _Element) -> bool:
    """Put a formula's text in the place of its frame."""
    held = frame.find("{*}object")
    parent = frame.getparent()
    name = posixpath.normpath(str(held.get(_HREF) or "")) if held is not None else ""
    if not name or parent is None or f"{name}/content.xml" not in package.namelist():
        return False
    inner = parse_xml(package.read(f"{name}/content.xml"), name)
    if str(inner.tag).rpartition("}")[2] != "math":
        return False
    span = frame.makeelement(f"{_TEXT}span")
    span.text, span.tail = formula(inner), frame.tail
    parent.replace(frame, span)
    return True


def with_equations(data: bytes) -> bytes:
    """An .rtf whose EQ fields are the text they show."""
    found: list[tuple[int, int, bytes]] = []
    for match in _EQUATION.finditer(data):
        if len(found) >= MOST:
            break
        inner = data.rfind(b"{", 0, match.start())
        outer = data.rfind(b"{", 0, inner) if inner > 0 else -1
        end = _end_of(data, inner)
        if outer < 0 or end < 0 or not data.startswith(b"{\\field", outer):
            continue
        code = _plain(data[match.end() : end]).split(None, 1)
        if code and code[0].upper() == "EQ" and (close := _end_of(data, outer)) > 0:
            seen = equation(code[1] if len(code) > 1 else "")
            found.append((outer, close + 1, b"{" + b"".join(_written(char) for char in seen) + b"}"))
    for first, last, text in reversed(found):
        data = data[:first] + text + data[last:]
    return data


def holds_lost_formulas(data: bytes) -> bool:
    """Whether an .rtf holds formulas (moMath), which the conversion leaves out."""
    return b"\\moMath" in data


def _end_of(data: bytes, start: int) -> int:
    """Where the group that begins at `start` closes; -1 where it does not within reach."""
    depth = 0
    for match in re.finditer(rb"\\.|[{}]", data[start : start + 20_000], re.S):
        if match[0] == b"{":
            depth += 1
        elif match[0] == b"}":
            depth -= 1
            if depth == 0:
                return start + match.start()
    return -1


def _plain(group: bytes) -> str:
    """The text of a group: escapes resolved, control words left out."""
    pieces: list[str] = []
    raw = bytearray()
    for match in _CODE.finditer(group):
        if match[2]:
            raw += bytes.fromhex(match[2].decode())
            continue
        if raw:
            pieces.append(raw.decode("gb18030", "replace"))
            raw.clear()
        if match[1]:
            pieces.append(chr(int(match[1]) & 0xFFFF))
        elif match[5]:
            pieces.append(match[5].decode("latin-1"))
        elif match[7]:
            pieces.append(match[7].decode("gb18030", "replace").replace("\r", "").replace("\n", ""))
    if raw:
        pieces.append(raw.decode("gb18030", "replace"))
    return "".join(pieces)


def _written(char: str) -> bytes:
    if char in "\\{}":
        return b"\\" + char.encode()
    if char < "\x80":
        return char.encode()
    point = ord(char)
    return b"\\u%d?" % (point if point < 0x8000 else point - 0x10000) if point < 0x10000 else b"?"
