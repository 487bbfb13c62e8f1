"""One page with the further parts at hand -> Document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Document
from extractor.readers.web.page import Page
from extractor.readers.web.parts import Parts
from extractor.settings import Settings

if TYPE_CHECKING:
    pass
from extractor.readers.web.parse import parse_page


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
