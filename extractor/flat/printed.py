"""The document as it is printed and stored: JSON in UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.model.extraction import Extraction


def dumps(document: Extraction) -> bytes:
    """A document as compact JSON in UTF-8; lone surrogates (damaged UTF-16) become U+FFFD."""
    try:
        return document.model_dump_json().encode("utf-8")
    except ValueError:
        text = json.dumps(document.model_dump(), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode("utf-8")


def indented(payload: bytes) -> bytes:
    """The same JSON for a reader: two spaces a level, a line end at the end."""
    return (json.dumps(json.loads(payload), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
