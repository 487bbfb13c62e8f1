"""The choices of the command line: what an option with a fixed list of values may be."""

from __future__ import annotations

from enum import StrEnum


class ExtractFormat(StrEnum):
    """What `extract` writes."""

    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    xlsx = "xlsx"


class CheckFormat(StrEnum):
    """What `check` writes."""

    text = "text"
    json = "json"
    html = "html"
    xlsx = "xlsx"
    docx = "docx"
    marked = "marked"


class ExportFormat(StrEnum):
    """What `export` writes."""

    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"


class Stage(StrEnum):
    """What `extract --dump-stage` shows of the way: the document, its blocks, the account of its forms."""

    document = "document"
    blocks = "blocks"
    forms = "forms"


class FailOn(StrEnum):
    """From which severity on `check` ends with exit code 4."""

    error = "error"
    warning = "warning"


class Files(StrEnum):
    """How the machines of a cluster come by the files: sent to them, or at the same path on each."""

    ship = "ship"
    shared = "shared"


class Office(StrEnum):
    """Who reads Word, WPS and ODF files: this program, LibreOffice, or both and compared."""

    own = "own"
    libreoffice = "libreoffice"
    both = "both"


class MatchKind(StrEnum):
    """Kinds of names that `match` looks up."""

    field = "field"
    level1 = "level1"
    level2 = "level2"
    level3 = "level3"


class LineFormat(StrEnum):
    """How a command says what it did."""

    text = "text"
    json = "json"
