"""Saved web pages, Word's filtered HTML and .mht: lxml parse, one walk (`page.py`), into lines and grids.

The page's own words for its encoding are not trusted: bytes that are strict UTF-8 or plausible GB18030 are read as
such, whatever the label says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.errors import PolicyError, UnreadableError
from extractor.model.document import Document
from extractor.readers.decoding import Decoded, common_share, decode
from extractor.readers.web.page import Page
from extractor.readers.web.parts import Parts
from extractor.readers.web.stylesheet import fold_sheets
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)
_MIME = (b"mime-version:", b"from:", b"content-type:", b"subject:", b"date:")


def read(data: bytes, name: str, settings: Settings) -> Document:
    """Read an HTML page or an MHTML archive.

    Raises:
        PolicyError: larger than `settings.max_text_bytes`.
        UnreadableError: empty, binary, or nothing HTML can be made of.
    """
    if len(data) > settings.max_text_bytes:
        raise PolicyError(f"网页有 {len(data)} 字节，超过上限 {settings.max_text_bytes}", "请拆分后重新提交")
    if not data.strip():
        raise UnreadableError("文件是空的", "请重新保存网页后提交")
    if data[:2048].lstrip().lower().startswith(_MIME):
        from extractor.readers.web import mht

        return mht.read(data.lstrip(), name, settings, strict=False)
    return read_page(data, settings, Parts(settings))


def read_page(data: bytes, settings: Settings, parts: Parts) -> Document:
    """Read one page with the further parts at hand.

    Raises:
        UnreadableError: nothing HTML can be made of.
    """
    root, decoded = parse_page(data)
    document = Document("html", notes=decoded.notes())
    page = Page(settings, document, parts)
    page.read(root, decoded.text)
    document.items = page.items
    document.notes.extend(page.notes())
    parts.finish(document)
    return document


def parse_page(data: bytes) -> tuple[_Element, Decoded]:
    """A page's tree, its own style sheets folded in, and how its bytes were decoded.

    Raises:
        UnreadableError: nothing HTML can be made of.
    """
    from lxml import etree

    decoded = decode_page(data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    clean_bytes = decoded.text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean_bytes, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableError(f"网页内容无法解析（{fault}）"[:200], "请用浏览器打开并另存后重新提交") from fault
    if root is None:
        raise UnreadableError("网页里没有任何内容", "请用浏览器打开并另存后重新提交")
    if next(root.iter("style"), None) is not None:
        fold_sheets(root)
    return root, decoded


def decode_page(data: bytes) -> Decoded:
    """Bytes of a page -> text: marks, strict trials, and only then the page's own label."""
    decoded = decode(data)
    if decoded.guessed is None:
        return decoded
    label = _LABEL.search(data, 0, 4096)
    if label is not None:
        codec = label.group(1).decode("ascii").lower()
        if not codec.startswith(("utf", "gb", "unicode", "idna", "punycode")):
            try:
                text = data.decode(codec)
            except (LookupError, UnicodeError):
                return decoded
            if isinstance(text, str) and (decoded.encoding != "gb18030" or common_share(decoded.text) < 0.85):
                return Decoded(text, codec)
    return decoded
