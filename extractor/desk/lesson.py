"""What one filing teaches, worked out in the limited child: the file is hostile here too.

Without pairs: the source's tables and what each cell was taken for. With pairs (`learning.pointed`): the layout they
propose and what the whole filing reads with it, beside what it read before.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.desk.tables import tables
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.rulebook import Rules
    from extractor.words.book import FormBook

Json = dict[str, Any]


def lesson(data: bytes, asked: Json, settings: Settings) -> Json:
    """Answer one request.

    Args:
        asked: `inside` (the file's name), `rules` (the rule folder in force or None), `pairs`, `name`.

    Raises:
        SourceError: the file cannot be read.
        UsageError: a pair names no cell or no key.
    """
    from extractor.rulebook import load_rules

    load_rules.cache_clear()  # the folder may have changed since this child was last asked
    rules = load_rules(asked["rules"])
    name = str(asked["inside"]).rsplit("/", 1)[-1]
    if not asked["pairs"]:
        return tables(data, name, settings) | {"cells": _cells(data, name, rules, settings)}
    return _taught(data, name, asked, rules, settings)


def _cells(data: bytes, name: str, rules: Rules, settings: Settings) -> Json:
    """Place of a cell ("t0r1c3") → its role and the pointers it feeds."""
    from extractor.pipeline import document_of, readings_of

    document = document_of(data, name, settings=settings, ocr=False)
    found: Json = {}
    for number, reading in enumerate(readings_of(document, rules, hashlib.sha256(data).hexdigest())):
        for entry in reading.dump():
            at = entry["at"]
            if "row" in at:
                place = f"t{at.get('table', 0)}r{at['row']}c{at.get('col', 0)}"
                found[place] = {"role": entry["role"], "pointers": entry["pointers"], "form": number}
    return found


def _taught(data: bytes, name: str, asked: Json, rules: Rules, settings: Settings) -> Json:
    from extractor.learning import difference, pointed, propose
    from extractor.pipeline import document_of

    document = document_of(data, name, settings=settings, ocr=False)
    found = pointed(asked["pairs"], document, rules)
    proposal = propose(document, rules, found.truth, name=asked["name"] or "", certain=found.heads)
    told: Json = {
        "book": proposal.book.model_dump(mode="json") if proposal.book is not None else None,
        "remarks": proposal.remarks,
        "still": [{"pointer": f"/forms/{m.form}{m.pointer}", "want": m.want, "got": m.got} for m in proposal.after],
        "difference": "", "gained": [], "changed": [], "lost": [], "coverage": None, "verdicts": None,
    }  # fmt: skip
    if proposal.book is not None:
        told["difference"] = difference(proposal.book, rules.directory)
        told |= _effect(data, name, proposal.book, rules, settings)
    return told


def _effect(data: bytes, name: str, book: FormBook, rules: Rules, settings: Settings) -> Json:
    """Every value of the filing that reads otherwise with the book."""
    from extractor.learning import save
    from extractor.learning.trial import effect, values_of
    from extractor.rulebook import load_rules

    with tempfile.TemporaryDirectory(prefix="jixiao-lesson-") as scratch:
        directory = Path(scratch) / "rules"
        if rules.directory is not None:
            shutil.copytree(rules.directory, directory)
        save(book, directory)
        before = _document(data, name, rules, settings)
        after = _document(data, name, load_rules(str(directory)), settings)
    load_rules.cache_clear()
    was, now = values_of(before), values_of(after)
    found = effect(name, before, after)
    listed = {
        kind: [{"pointer": p, "was": was.get(p, ""), "now": now.get(p, "")} for p in getattr(found, kind)]
        for kind in ("gained", "changed", "lost")
    }
    return {**listed, "coverage": list(found.coverage), "verdicts": list(found.verdicts)}


def _document(data: bytes, name: str, rules: Rules, settings: Settings) -> Json:
    from extractor.flat.printed import dumps
    from extractor.pipeline import extract_bytes

    content: Json = json.loads(dumps(extract_bytes(data, name, rules=rules, settings=settings, ocr=False)))
    return content
