"""Reads China's budget-performance filings into structured data with a data-quality report.

The public names, each loaded when first asked for:

    from extractor import extract
    extraction = extract("绩效目标表.docx")
    print(extraction.model_dump_json(indent=2))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Extraction", "Rules", "check", "extract", "ingest", "load_rules"]

if TYPE_CHECKING:
    from extractor.api import check, extract, ingest
    from extractor.flat.extraction import Extraction
    from extractor.rulebook import Rules, load_rules

_HOMES = {
    "extract": "extractor.api",
    "check": "extractor.api",
    "ingest": "extractor.api",
    "load_rules": "extractor.rulebook",
    "Rules": "extractor.rulebook",
    "Extraction": "extractor.flat.extraction",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
