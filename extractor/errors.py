"""Exit codes (public API) and the exceptions that cost one file.

Every exception carries the cause and the remedy in Chinese, because a clerk reads both.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

Category = Literal["timeout", "memory", "crash", "unreadable", "encrypted", "unsupported", "policy", "missing-program"]


class ExitCode(IntEnum):
    """`jixiao`'s exit codes; see the contract's command line section."""

    OK = 0
    SOME_UNREAD = 1
    USAGE = 2
    NOTHING_READ = 3
    FAIL_ON = 4
    INTERRUPTED = 130


class JixiaoError(Exception):
    """Anything the program says no to; `cause` says why, `remedy` what to do."""

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy


class SourceError(JixiaoError):
    """This one file cannot be read; the run goes on."""

    category: Category = "unreadable"

    def __init__(self, cause: str, remedy: str = "", category: Category | None = None) -> None:
        super().__init__(cause, remedy)
        if category is not None:
            self.category = category


class UnreadableError(SourceError):
    """The bytes are damaged, empty, or not what they should be."""

    category = "unreadable"


class EncryptedError(SourceError):
    """The file asks for a password."""

    category = "encrypted"


class UnsupportedError(SourceError):
    """A format that is not read."""

    category = "unsupported"


class PolicyError(SourceError):
    """A limit of `settings.py` forbids it."""

    category = "policy"


class MissingProgramError(SourceError):
    """An optional library or external program is needed and not installed."""

    category = "missing-program"


class RuleBookError(JixiaoError):
    """A rule file is wrong; stops the run before any document is read. `cause` names file, line and fault."""


class UsageError(JixiaoError):
    """Wrong options or a path that does not exist."""
