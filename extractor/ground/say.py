"""Where words go: data to standard output in UTF-8, messages to standard error."""

from __future__ import annotations

import sys
from typing import TextIO


def say(message: str) -> None:
    """One message on standard error; control characters of file names made visible."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    _write(sys.stderr, (text + "\n").encode("utf-8", "backslashreplace"))


def complain(subject: str, cause: str, remedy: str) -> None:
    """What went wrong with `subject`, and what to do."""
    lead = f"{subject}：" if subject else ""
    say(f"{lead}{cause}" + (f"。{remedy}" if remedy else ""))


def put(data: bytes) -> None:
    """Data to standard output, UTF-8 whatever the locale says."""
    _write(sys.stdout, data)


def _write(stream: TextIO, data: bytes) -> None:
    """As bytes; as text where the stream takes nothing else."""
    raw = getattr(stream, "buffer", None)
    if raw is None:
        stream.write(data.decode("utf-8"))
        return
    stream.flush()
    raw.write(data)
    raw.flush()
