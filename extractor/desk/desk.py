"""What every view works with: the database, the user, the folders; one object a running desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request

from extractor.desk.home import Home
from extractor.rulebook import Rules, load_rules
from extractor.store.database import Database

if TYPE_CHECKING:
    from extractor.desk.door import Door


class Closing(Protocol):
    """Something that ends with the desk."""

    def close(self) -> None:
        """End it; more than once does no harm."""


@dataclass(slots=True)
class Desk:
    """A running desk."""

    database: Database
    url: str
    """Of the database, as `ingest` takes it."""
    home: Home
    user: str
    """Who decides: written into each correction."""
    door: Door
    rules_given: Path | None = None
    """`--rules`."""
    departments: str | None = None
    """`--departments`: the register of units."""
    sample: float = 0.0
    """Share (0 to 1) of unflagged cells that go into the queue (`--sample`)."""
    ocr: bool = True
    version: int = 0
    """Counts what this desk changed in the database; part of the key of anything kept."""
    parts: dict[str, Closing] = field(default_factory=dict)
    """What a view keeps for the life of the desk, by the view's name."""

    @property
    def rules_home(self) -> Path:
        """The folder into which taught layouts and the bureau's own words are saved."""
        return self.rules_given or self.home.rules

    @property
    def rules_dir(self) -> str | None:
        """The rule folder in force; None = the shipped books alone."""
        return str(self.rules_home) if self.rules_home.is_dir() else None

    def rules(self) -> Rules:
        """The rule books in force now."""
        return load_rules(self.rules_dir)

    def changed(self) -> None:
        """Filings were read in: what views worked out from the database holds no longer."""
        self.version += 1

    def close_parts(self) -> None:
        """End what the views keep: children, jobs."""
        for part in self.parts.values():
            part.close()


def desk_of(request: Request) -> Desk:
    """The desk that a request is put to."""
    found: Desk = request.app.state.desk
    return found
