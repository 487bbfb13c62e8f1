"""The bytes of a page -> its tree. Its own words for its encoding are not trusted: strict UTF-8 or plausible GB18030 is
read as such, whatever the label says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.readers.decoding import Decoded, common_share, decode
from extractor.readers.web.stylesheet import fold_sheets

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABEL = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.I)


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
