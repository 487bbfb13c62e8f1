"""Elements of a web page by what they do to the text: blocks, parts, controls, what is dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
])  # fmt: skip
"""Elements that stand on lines of their own."""
DROPPED = frozenset(
    ["script", "style", "template", "noscript", "noframes", "head", "audio", "video", "canvas", "datalist", "rp"]
)
PARTS = frozenset(["iframe", "frame", "object", "embed"])
CONTROLS = frozenset(["input", "textarea", "select", "math", "svg", "rt", "img", "br"])
MAX_DEPTH = 200
"""Elements in elements: what stands deeper is text only."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CENTRED = re.compile(r"text-align\s*:\s*(-\w+-)?center", re.I)
_LEFT = re.compile(r"text-align\s*:\s*(left|right|justify|start|end)", re.I)


def centring(element: _Element, inherited: bool | None) -> bool | None:
    """Whether an element's text is centred: its own word, else that of the element around it."""
    align, style = element.get("align"), element.get("style")
    if element.tag == "center" or (align and align.lower() in ("center", "middle")):
        return True
    if style:
        if _CENTRED.search(style):
            return True
        if _LEFT.search(style):
            return False
    return False if align else inherited
