"""The work on one source, the same in a child and in process: bytes in, one JSON document out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import SourceError
from extractor.flat.printed import dumps
from extractor.intake.discover import Located, read_located
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.model.extraction import Extraction
    from extractor.rulebook import Rules

Stage = Literal["document", "blocks", "forms"]


@dataclass(frozen=True, slots=True)
class Task:
    """What to do with every source of a run. `readers` replaces entries of the reader registry (tests)."""

    rules_dir: str | None = None
    ocr: bool = True
    redact: bool = False
    stage: str | None = None
    parcel: bool = False
    """Make the document ready for a database (`store/parcel.py`) instead of plain JSON."""
    marked: bool = False
    """Add the source's own file with its findings marked (`marked/bundle.py`); `redact` masks its notes."""
    pieces: bool = False
    """Add pictures of the places that findings speak of (`report/pieces.py`)."""
    waivers: str | None = None
    """Text of the waiver file: what it covers is not marked."""
    readers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: its document as compact UTF-8 JSON, and what the run must say of it."""

    payload: bytes
    status: str
    category: str | None = None
    cause: str = ""
    remedy: str = ""
    killed: bool = False
    """The child was lost over it: worth one retry alone."""


def document_of_source(located: Located, rules: Rules, settings: Settings, *, ocr: bool = True) -> Extraction:
    """Read a source into its document; a `SourceError` becomes a failed one.

    Args:
        ocr: recognise the text of pictures and scanned pages.
    """
    from extractor.pipeline import extract_bytes, failed

    try:
        data = read_located(located, settings)
    except SourceError as error:
        return failed(located.name, located.path, None, error, rules)
    return extract_bytes(data, located.name, path=located.path, rules=rules, settings=settings, ocr=ocr)


def perform(located: Located, task: Task, rules: Rules, settings: Settings) -> Outcome:
    """One source to its outcome; raises nothing a file can cause but MemoryError and RecursionError."""
    if task.stage is not None and located.refusal is None:
        return _stage(located, task, rules, settings)
    if task.marked:
        return _marked(located, task, rules, settings)
    if task.pieces:
        return _with_pieces(located, task, rules, settings)
    return _outcome(document_of_source(located, rules, settings, ocr=task.ocr), task)


def _with_pieces(located: Located, task: Task, rules: Rules, settings: Settings) -> Outcome:
    """The document and pictures of its findings' places."""
    from extractor.report.pieces import pack, pieces_of

    document = document_of_source(located, rules, settings, ocr=task.ocr)
    outcome = _outcome(document, task)
    if not any("bbox" in finding.at for finding in document.findings):
        return outcome
    try:
        data = read_located(located, settings)
    except SourceError:  # gone since it was read
        return outcome
    return replace(outcome, payload=pack(outcome.payload, pieces_of(data, document, settings)))


def _marked(located: Located, task: Task, rules: Rules, settings: Settings) -> Outcome:
    """The document and the marked copy; a source whose copy cannot be made is read all the same."""
    from extractor.marked import bundle
    from extractor.marked.copy import marked_copy
    from extractor.pipeline import extract_bytes, failed
    from extractor.quality.waivers import apply_waivers
    from extractor.report.redact import redacted

    try:
        data = read_located(located, settings)
    except SourceError as error:
        return _outcome(failed(located.name, located.path, None, error, rules), task)
    document = extract_bytes(data, located.name, path=located.path, rules=rules, settings=settings, ocr=task.ocr)
    if document.source.failure is not None:
        return _outcome(document, task)
    waived = apply_waivers([document], task.waivers, rules)[1] if task.waivers is not None else None
    copy, why = None, ""
    try:
        shown = redacted(document) if task.redact else None
        copy = marked_copy(
            data, located.name, document, rules, replace(settings, ocr=task.ocr and settings.ocr), waived, shown
        )
    except SourceError as error:
        why = f"{error.cause}；{error.remedy}"
    return Outcome(bundle.pack(dumps(document), copy, why), document.source.status)


def failure(
    located: Located, error: SourceError, task: Task, rules: Rules, settings: Settings, *, lost: bool
) -> Outcome:
    """The outcome of a source that was refused before reading, or lost (timed out, crashed) while it was read.

    Args:
        lost: it was given to a reader that died or ran out of time, so that its bytes may be read for the hash.
    """
    from extractor.pipeline import failed

    data: bytes | None = None
    if lost:
        try:
            data = read_located(located, settings)
        except SourceError:
            data = None
    if task.stage is not None:
        return _stage_failed(located, task.stage, error)
    document = failed(located.name, located.path, data, error, rules)
    if data is None and not located.members:
        document.source.sha256, document.source.size_bytes = _streamed_hash(located.file, settings)
    return _outcome(document, task)


def _streamed_hash(file: str, settings: Settings) -> tuple[str | None, int | None]:
    """Hash and size of a refused file, so that it can be told again; (None, None) where it is no plain file."""
    import hashlib

    path = Path(file)
    digest, size = hashlib.sha256(), 0
    try:
        if not path.is_file() or path.stat().st_size > settings.max_unpacked_bytes:
            return None, None
        with path.open("rb") as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
                size += len(chunk)
    except (OSError, ValueError):
        return None, None
    return digest.hexdigest(), size


def _as_wanted(document: Extraction, task: Task) -> Extraction:
    if not task.redact:
        return document
    from extractor.report.redact import redacted

    return redacted(document)


def _outcome(document: Extraction, task: Task) -> Outcome:
    document = _as_wanted(document, task)
    why = document.source.failure
    payload = dumps(document)
    if task.parcel:
        from extractor.quality.facts import dump_facts
        from extractor.store.parcel import pack

        payload = pack(payload, dump_facts(seen.readings, seen.notes) if (seen := document._seen).whole else None)
    if task.marked:
        from extractor.marked import bundle

        payload = bundle.pack(payload, None)
    if why is None:
        return Outcome(payload, document.source.status)
    return Outcome(payload, document.source.status, why.category, why.cause, why.remedy)


def _stage(located: Located, task: Task, rules: Rules, settings: Settings) -> Outcome:
    from extractor import pipeline

    stage = task.stage or ""
    try:
        data = read_located(located, settings)
        content: dict[str, Any]
        if stage == "document":
            content = pipeline.document_of(data, located.name, rules=rules, settings=settings, ocr=task.ocr).dump()
        elif stage == "blocks":
            from extractor.forms.segment import segment
            from extractor.forms.taught import in_force
            from extractor.words.vocabulary import vocabulary

            document = pipeline.document_of(data, located.name, rules=rules, settings=settings, ocr=task.ocr)
            content = {"blocks": [block.dump() for block in segment(document, vocabulary(in_force(document, rules)))]}
        else:
            whole = document_of_source(located, rules, settings, ocr=task.ocr)
            if whole.source.failure is not None:
                why = whole.source.failure
                raise SourceError(why.cause, why.remedy, why.category)  # type: ignore[arg-type]
            accounts: dict[str, Any] = {
                "accounts": pipeline.accounts_of(data, located.name, rules=rules, settings=settings, ocr=task.ocr)
            }
            if task.redact:
                from extractor.report.redact import redacted_stage

                accounts = redacted_stage(accounts, whole)
            forms = _as_wanted(whole, task).model_dump(mode="json")["forms"]
            content = {
                "forms": [
                    {**form, "account": account} for form, account in zip(forms, accounts["accounts"], strict=True)
                ]
            }
        if task.redact and stage != "forms":
            from extractor.report.redact import redacted_stage

            content = redacted_stage(content, document_of_source(located, rules, settings, ocr=task.ocr))
    except SourceError as error:
        return _stage_failed(located, stage, error)
    return Outcome(_plain({**content, "source": located.path, "failure": None}), "ok")


def _stage_failed(located: Located, stage: str, error: SourceError) -> Outcome:
    empty: dict[str, Any] = {"document": {"tables": [], "lines": []}, "blocks": {"blocks": []}}.get(
        stage, {"forms": []}
    )
    why = {"category": error.category, "cause": error.cause, "remedy": error.remedy}
    payload = _plain({**empty, "source": located.path, "failure": why})
    return Outcome(payload, "failed", error.category, error.cause, error.remedy)


def _plain(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
