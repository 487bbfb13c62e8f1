"""What a proposed layout does to other filings: which values are new, which are other than before, which read as
before.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.learning.corrected import facts_of, same
from extractor.learning.saving import save
from extractor.rulebook import Rules
from extractor.words.book import FormBook

Json = dict[str, Any]


@dataclass(slots=True)
class Effect:
    """One source with and without the proposal."""

    path: str
    gained: list[str] = field(default_factory=list)
    """Pointers that had no value and have one now."""
    changed: list[str] = field(default_factory=list)
    """Pointers whose value is another now."""
    lost: list[str] = field(default_factory=list)
    """Pointers that had a value and have none now."""
    verdicts: tuple[str | None, str | None] = (None, None)
    coverage: tuple[float, float] = (0.0, 0.0)
    """Share of the value-like text that found a place, the lowest of the source's forms."""

    @property
    def touched(self) -> bool:
        """The new layout changes something in this file."""
        return bool(self.gained or self.changed or self.lost)


def trial(book: FormBook, paths: Sequence[str], rules: Rules) -> list[Effect]:
    """Read every source below `paths` with and without the book, each in a child with the usual limits.

    Args:
        rules: the rule books in force; their directory is not touched.
    """
    with tempfile.TemporaryDirectory(prefix="jixiao-learn-") as scratch:
        directory = Path(scratch) / "rules"
        if rules.directory is not None:
            shutil.copytree(rules.directory, directory)
        save(book, directory)
        before = dict(_documents(paths, str(rules.directory) if rules.directory is not None else None))
        after = dict(_documents(paths, str(directory)))
    return [effect(path, before[path], after[path]) for path in before if path in after]


def _documents(paths: Sequence[str], directory: str | None) -> Iterator[tuple[str, Json]]:
    from extractor.batch.sources import sources
    from extractor.batch.work import Task
    from extractor.settings import DEFAULTS

    with sources(paths, Task(rules_dir=directory, ocr=False), DEFAULTS, None) as (found, crew):
        for _, outcome in crew.in_order(found) if found else ():
            document = json.loads(outcome.payload)
            yield document["source"]["path"], document


def effect(path: str, before: Json, after: Json) -> Effect:
    """How two readings of one source differ."""
    found = Effect(path)
    was, now = values_of(before), values_of(after)
    for pointer in dict.fromkeys((*was, *now)):
        old, new = was.get(pointer, ""), now.get(pointer, "")
        if not same(old, new):
            (found.gained if not old else found.changed if new else found.lost).append(pointer)
    found.verdicts = (before["quality"]["verdict"], after["quality"]["verdict"])
    found.coverage = (_coverage(before), _coverage(after))
    return found


def _coverage(document: Json) -> float:
    return min((form["reading"]["coverage"] for form in document["forms"]), default=0.0)


def values_of(document: Json) -> dict[str, str]:
    """Every value of a document by pointer."""
    found: dict[str, str] = {}
    for number, form in enumerate(document["forms"]):
        facts = facts_of(form)
        found |= {f"/forms/{number}{pointer}": text for pointer, text in facts.fields.items()}
        for name, entries in (("indicators", facts.rows), ("execution", facts.execution)):
            found |= {
                f"/forms/{number}/{name}/{at}/{key}": text
                for at, entry in enumerate(entries)
                for key, text in entry.items()
            }
    return found


__all__ = ["Effect", "effect", "trial", "values_of"]
