"""What one walk over a web page has gathered so far, and how it looks at elements."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.model.document import Document, Grid, Line
from extractor.readers.shown.flow import Flow
from extractor.readers.web.chrome import reads_like_furniture
from extractor.readers.web.look import Ink, ink_of
from extractor.readers.web.parts import Parts
from extractor.readers.web.text import clean
from extractor.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

Items = list[Line | Grid]


class Gathered:
    """Lines and tables so far, and the text since the last of them."""

    def __init__(self, settings: Settings, document: Document, parts: Parts) -> None:
        self.settings = settings
        self.document = document
        self.parts = parts
        self.items: Items = []
        self.flow = Flow(clean)
        self.linked = 0
        """Characters of `flow` that stand in links."""
        self.hidden: list[str] = []
        """Tables that are read though they are hidden (a tab of the page that was not open)."""
        self.cut = 0
        self.ink: Callable[[_Element, Ink], Ink] = ink_of
        self.careful = True
        """Styles may change how things are shown: every element is looked at."""

    def flush(self, chrome: bool, centred: bool | None, heading: bool = False) -> None:
        """Make a line of the text gathered since the last block."""
        text, asides = self.flow.take()
        linked, self.linked = self.linked, 0
        if not text and not asides:
            return
        for line in text.split("\n"):
            if line or asides:
                furniture = chrome or reads_like_furniture(line) or linked >= 0.8 * len(text) > 0
                self.items.append(Line(line, centred=centred, heading=heading, chrome=furniture, asides=asides))
                asides = ()
