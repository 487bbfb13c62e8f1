"""The file a document was read from, and why it could not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Failure:
    """Why a file was not read. `category`: timeout memory crash unreadable encrypted unsupported policy
    missing-program.
    """

    category: str
    """timeout, memory, crash, unreadable, encrypted, unsupported, policy or missing-program."""
    cause: str
    """In a clerk's words."""
    remedy: str
    """What to do."""


@dataclass(slots=True)
class Source:
    """The file that was read: path, bytes, format, who read it."""

    name: str
    """File name."""
    path: str
    """Relative to the PATH argument, with /."""
    format: str | None
    """As its bytes say; null where that cannot be told."""
    sha256: str | None
    """Of the bytes; null where there were none to be had."""
    size_bytes: int | None
    """Bytes."""
    pages: int | None
    """Pages; null where the format has none."""
    ocr_pages: int
    """Pages that were recognised."""
    program_version: str
    """Version of jixiao."""
    rules_version: str
    """Content hash of the rule books in force."""
    status: Literal["ok", "partial", "failed"]
    """ok, partial (a part could not be read), failed."""
    failure: Failure | None = None
    """Why it could not be read."""
