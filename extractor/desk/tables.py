"""A source as it was read, for the page that shows it: its tables and the lines around them."""

from __future__ import annotations

from typing import Any

from extractor.settings import Settings

_CUT = 1_500
"""Rows of one table that are shown."""


def tables(data: bytes, name: str, settings: Settings) -> dict[str, Any]:
    """The source as it was read, where it has no pages: its tables and the lines around them."""
    from extractor.pipeline import document_of

    content = document_of(data, name.rsplit("/", 1)[-1], settings=settings, ocr=False).dump()
    for table in content["tables"]:
        table["cut"] = table["rows"] > _CUT
        table["cells"] = [cell for cell in table["cells"] if cell["row"] < _CUT]
    return dict(content)
