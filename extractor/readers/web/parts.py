"""What a web page shows and does not hold in its own text: frames, embedded documents, pictures.

The parts of a web archive (.mht) and what stands in the page itself (srcdoc, data:) are read; everything else is
another file, never fetched, and named (`unreadable-part`) where the page has no form of its own to show.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from extractor.errors import SourceError
from extractor.model.document import Document, Grid, Line, Note
from extractor.readers.container.embedded import Inlay
from extractor.readers.container.members import FORM_PIXELS, pixels_of, read_picture
from extractor.readers.web.parse import parse_page
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCUMENTS = re.compile(r"\.(?:pdf|docx?|xlsx?|ofd|wps|et|rtf|odt|ods)(?:$|[?#])", re.I)
_DATA = re.compile(r"data:(?P<type>[^;,]*)(?P<base>[^,]*),", re.I)
_WIDE = 400
"""Pixels: a picture that the page shows this wide may be a form."""
_DRAWN = re.compile(r"logo|banner|icon|qrcode|ewm|weixin|erweima|\.gif(?:$|\?)", re.I)
_MOST_FRAMES = 100
_NAMED = 5
"""So many missing parts are named."""


class Parts:
    """The further parts of one page."""

    def __init__(self, settings: Settings, archive: dict[str, tuple[str, bytes]] | None = None) -> None:
        self._settings = settings
        self._archive = archive or {}
        self._read: set[str] = set()
        self._missing: list[str] = []
        self._pictures: list[str] = []
        self._held: list[tuple[bytes, str]] = []
        """Documents that stand in the page or archive itself."""

    def framed(self, element: _Element) -> _Element | None:
        """The page in a frame, parsed; None where it is not at hand (then it is remembered) or was read before."""
        inline = element.get("srcdoc")
        source = (element.get("src") or element.get("data") or "").strip()
        if len(self._read) > _MOST_FRAMES:
            return None
        if inline is not None and inline not in self._read:
            self._read.add(inline)
            return _parsed(inline.encode())
        kind, content = self._content(source)
        if content is None:
            if source and not source.lower().startswith(("about:", "javascript:")):
                self._missing.append(source)
            return None
        if source in self._read:
            return None
        self._read.add(source)
        if kind == "text/html" or (kind == "" and b"<" in content[:1024]):
            return _parsed(content)
        self._held.append((content, posixpath.basename(urlsplit(source).path) or "附件"))
        return None

    def picture(self, element: _Element, document: Document) -> list[Line | Grid]:
        """The tables of a picture that is as large as a form; nothing for others."""
        source = (element.get("src") or element.get("data-src") or "").strip()
        kind, content = self._content(source)
        if content is not None:
            pixels = pixels_of(content)
            if source in self._read or pixels is None or pixels[0] < FORM_PIXELS[0] or pixels[1] < FORM_PIXELS[1]:
                return []
            self._read.add(source)
            return read_picture(content, _name(source, kind), document, self._settings)
        if source and not _DRAWN.search(source) and _width(element) >= _WIDE:
            self._pictures.append(source)
        return []

    def finish(self, document: Document) -> None:
        """Read the documents held, name what is missing."""
        inlay = Inlay(document, self._settings)
        for content, name in self._held:
            inlay.take(content, name)
        has_table = any(isinstance(item, Grid) for item in document.items)
        named = [source for source in dict.fromkeys(self._missing) if not has_table or _DOCUMENTS.search(source)]
        for source in named[:_NAMED]:
            message = f"网页里的框架或嵌入文件“{_short(source)}”是另一个文件，没有读取；请提交该文件"
            document.notes.append(Note("unreadable-part", message, observed=source[:200]))
        if not has_table and self._pictures:
            shown = "、".join(_short(source) for source in self._pictures[:_NAMED])
            message = f"网页的内容是图片（{shown}），图片不在文件里，没有读取；请提交原文件"
            document.notes.append(Note("unreadable-part", message, observed=self._pictures[0][:200]))

    def _content(self, source: str) -> tuple[str, bytes | None]:
        """(media type, bytes) of what a reference points to, None where it is not part of the source."""
        if (data := _DATA.match(source)) is not None:
            body = source[data.end() :]
            try:
                content = (
                    base64.b64decode(body, validate=False)
                    if "base64" in data["base"].lower()
                    else unquote_to_bytes(body)
                )
            except (binascii.Error, ValueError):
                return "", None
            return data["type"].lower(), content
        for key in keys_of(source):
            if key in self._archive:
                return self._archive[key]
        return "", None


def keys_of(location: str) -> list[str]:
    """What a part of an archive may be called by: its address, its last two steps, its name."""
    plain = unquote(location.strip().strip("<>")).replace("\\", "/")
    path = plain.removeprefix("cid:").split("#")[0].split("?")[0]
    steps = path.split("/")
    return [
        key
        for key in dict.fromkeys((plain.lower(), path.lower(), "/".join(steps[-2:]).lower(), steps[-1].lower()))
        if key
    ]


def _parsed(content: bytes) -> _Element | None:
    try:
        return parse_page(content)[0]
    except SourceError:
        return None


def _name(source: str, kind: str) -> str:
    return (
        f"图片.{kind.rpartition('/')[2] or 'png'}"
        if source.startswith("data:")
        else posixpath.basename(urlsplit(source).path) or "图片"
    )


def _short(source: str) -> str:
    return source if len(source) <= 60 else source[:20] + "…" + source[-38:]


def _width(element: _Element) -> float:
    """How wide the page shows a picture, in pixels; as wide as a form where it does not say."""
    found = re.search(r"(?:^|[;\s])width\s*:\s*([\d.]+)\s*(px|pt|%)?", element.get("style") or "")
    said = (
        (found[1], found[2])
        if found
        else ((element.get("width") or "").rstrip("px% "), "%" if "%" in (element.get("width") or "") else "px")
    )
    try:
        number = float(said[0])
    except ValueError:
        return _WIDE
    return number * {"%": 8.0, "pt": 1.33}.get(said[1] or "px", 1.0)
