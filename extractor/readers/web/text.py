"""White space of web pages as a browser shows it, and an element's whole text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.readers.shown.celltext import tidy

if TYPE_CHECKING:
    from lxml.etree import _Element

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_WRAPPED = re.compile(f"(?<=[{_HAN}])[ \t]*\r?\n[ \t\r\n]*(?=[{_HAN}])")
_BLANKS = re.compile("[ \t\r\n\f]+")


def all_text(element: _Element) -> str:
    """All text inside an element, as it stands in the source."""
    return "".join(map(str, element.itertext()))


def clean(text: str) -> str:
    """White space as a browser shows it; "\\n\\v" stands for a true line break, as source line breaks show as blanks.

    A source line break between two Han characters shows as nothing.
    """
    if text.isprintable() and "  " not in text:  # the usual cell: no break, tab, odd blank or zero-width mark
        return text.strip()
    if "\n" not in text and "\t" not in text and "  " not in text:
        return tidy(text.replace("\xa0", " ") if "\xa0" in text else text)
    lines = []
    for part in text.split("\n\v"):
        if "\n" in part or "\t" in part or "  " in part:
            part = _BLANKS.sub(" ", _WRAPPED.sub("", part))
        if part and not part.isspace():
            lines.append(part)
    return tidy("\n".join(lines).replace("\xa0", " "))
