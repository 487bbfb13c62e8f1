"""A source out of the database: its document and what the rules looked at besides."""

from __future__ import annotations

import copy
import zlib
from dataclasses import dataclass, field

import sqlalchemy as sa

from extractor.forms.reading import Reading
from extractor.model.extraction import Extraction
from extractor.quality.facts import load_facts
from extractor.store import schema


@dataclass(slots=True)
class Kept:
    """A source as it is stored."""

    sha256: str
    name: str
    document: Extraction
    facts: bytes | None
    settled: int | None
    _readings: list[Reading] = field(default_factory=list)

    def readings(self) -> list[Reading]:
        """Its forms as read, with the facts around them (bare forms where these are not at hand)."""
        if not self._readings:
            self._readings = self._made(self.document)
        return self._readings

    def fresh(self) -> list[Reading]:
        """A copy that may be changed."""
        return self._made(self.document.model_copy(update={"forms": copy.deepcopy(self.document.forms)}))

    def _made(self, document: Extraction) -> list[Reading]:
        if self.facts is None:
            return [Reading(form) for form in document.forms]
        return load_facts(self.facts, document.forms)[0]


def load_source(connection: sa.Connection, sha: str, *, lock: bool = False) -> Kept | None:
    """A source by its key; None where there is none.

    Args:
        lock: others who want to change it wait for the end of this transaction.
    """
    source = schema.source
    wanted = sa.select(source.c.name, source.c.document, source.c.facts, source.c.settled).where(source.c.sha256 == sha)
    row = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        return None
    document = Extraction.model_validate_json(zlib.decompress(row.document))
    facts = zlib.decompress(row.facts) if row.facts is not None else None
    return Kept(sha, row.name, document, facts, row.settled)
