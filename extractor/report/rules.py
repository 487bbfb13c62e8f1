"""What the reports ask of the rule books in force. `extractor.rulebook.Rules` is one of these."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Rules(Protocol):
    """Where the texts of the reports are, and what is printed of the rule books."""

    @property
    def version(self) -> str: ...
    @property
    def own_in_general(self) -> list[str]: ...
    def path(self, name: str) -> Path:
        """The file in force for `name` (as "letter.yaml")."""
