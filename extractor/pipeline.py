"""One source, bytes to `Extraction`: read like a table of contents."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractor import readers
from extractor.errors import SourceError
from extractor.forms.assemble import read_forms
from extractor.forms.reading import Reading
from extractor.matching.loading import in_force as dictionary_in_force
from extractor.model.document import Document
from extractor.model.extraction import Extraction, Seen
from extractor.model.finding import Quality
from extractor.model.source import Failure, Source
from extractor.quality.engine import review
from extractor.rulebook import Rules
from extractor.settings import DEFAULTS, Settings
from extractor.version import VERSION

if TYPE_CHECKING:
    from extractor.model.finding import Check, Finding


def extract_bytes(
    data: bytes,
    name: str,
    *,
    rules: Rules,
    path: str | None = None,
    format: str | None = None,
    settings: Settings = DEFAULTS,
    ocr: bool = True,
) -> Extraction:
    """Everything one source holds. A file that cannot be read gives a `failed` document, never an exception.

    Args:
        data: the file's bytes.
        name: its name, for `source.name`.
        path: path relative to the PATH argument, with "/"; default `name`.
        format: as `intake.sniff` names it; None = sniff.
        ocr: False refuses to recognise images (`--no-ocr`).
    """
    try:
        document = document_of(data, name, rules=rules, format=format, settings=settings, ocr=ocr)
        sha256 = hashlib.sha256(data).hexdigest()
        readings = readings_of(document, rules, sha256)
        findings, checks, quality = review(readings, document.notes, source_sha=sha256, rules=rules)
    except SourceError as error:
        return failed(name, path, data, error, rules, format=format or _known_format(data, name, settings))
    return _extraction(data, name, path, sha256, document, readings, findings, checks, quality, rules)


def _known_format(data: bytes, name: str, settings: Settings) -> str | None:
    """What a file that could not be read is, where that can be told."""
    from extractor.intake.sniff import sniff

    try:
        return sniff(data, name, settings).format
    except SourceError:
        return None


def document_of(
    data: bytes,
    name: str,
    *,
    rules: Rules | None = None,
    format: str | None = None,
    settings: Settings = DEFAULTS,
    ocr: bool = True,
) -> Document:
    """The lines and grids of a source (`--dump-stage document`).

    Args:
        name: the file's name: its ending helps to tell the format, messages say it.
        rules: whose dictionary tells a reader of pictures the words of a form; None = the shipped one.
        format: one of `READERS`; None = told by the bytes.
        ocr: recognise the text of pictures and scanned pages.

    Raises:
        SourceError: it cannot be read; carries category, cause and remedy.
    """
    from extractor.intake.sniff import sniff

    settings = settings if ocr else replace(settings, ocr=False)
    mismatch = None
    if format is None:
        sniffed = sniff(data, name, settings)
        format, mismatch = sniffed.format, sniffed.note()
    with nullcontext() if rules is None else dictionary_in_force(rules.matcher):
        document = readers.read(data, name, format, settings)
    if mismatch is not None:
        document.notes.insert(0, mismatch)
    return document


def readings_of(document: Document, rules: Rules, sha256: str) -> list[Reading]:
    """The forms of a document with the facts around them."""
    return read_forms(document, rules, sha256)


def accounts_of(
    data: bytes, name: str, *, rules: Rules, settings: Settings = DEFAULTS, ocr: bool = True
) -> list[list[dict[str, Any]]]:
    """What every cell and line of each form was taken for (`--dump-stage forms`).

    Args:
        name: the file's name.
        ocr: recognise the text of pictures and scanned pages.

    Raises:
        SourceError: it cannot be read.
    """
    document = document_of(data, name, rules=rules, settings=settings, ocr=ocr)
    return [reading.dump() for reading in readings_of(document, rules, hashlib.sha256(data).hexdigest())]


def _extraction(
    data: bytes,
    name: str,
    path: str | None,
    sha256: str,
    document: Document,
    readings: list[Reading],
    findings: list[Finding],
    checks: list[Check],
    quality: Quality,
    rules: Rules,
) -> Extraction:
    broken = any(note.code == "unreadable-part" for note in document.notes)
    source = Source(
        name, path or name, document.format, sha256, len(data), document.pages, document.ocr_pages,
        VERSION, rules.version, "partial" if broken else "ok",
    )  # fmt: skip
    made = Extraction.model_construct(
        schema_version="1",
        source=source,
        forms=[reading.form for reading in readings],
        findings=findings,
        checks=checks,
        quality=quality,
    )
    made._seen = Seen(readings, document.notes, whole=True)
    return made


def failed(
    name: str, path: str | None, data: bytes | None, error: SourceError, rules: Rules, *, format: str | None = None
) -> Extraction:
    """The document of a source that could not be read.

    Args:
        name, path: the file's name, and its path below the PATH argument (None = the name).
        data: its bytes, for size and hash; None where they could not be had.
        format: where it was told before the reading failed.
    """
    source = Source(
        name, path or name, format, hashlib.sha256(data).hexdigest() if data is not None else None,
        len(data) if data is not None else None, None, 0, VERSION, rules.version, "failed",
        Failure(error.category, error.cause, error.remedy),
    )  # fmt: skip
    return Extraction(source=source, quality=Quality(None, None))
