"""Title and year in force for a block."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.document import Place


@dataclass(slots=True)
class Heading:
    """Title and year in force for a block."""

    title: str | None
    year: int | None
    at: Place | None
    """Of the block's own title; None where the title is that of a form before it (K3)."""
    title_at: Place | None = None
    year_at: Place | None = None
    rival_year: int | None = None
    """The year of the title where the year line under it says another (K35)."""
