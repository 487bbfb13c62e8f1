"""Where words go: data to standard output in UTF-8, messages to standard error."""

from __future__ import annotations

import sys


def say(message: str) -> None:
    """One message on standard error; control characters of file names made visible."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    data = (text + "\n").encode("utf-8", "backslashreplace")
    stream = getattr(sys.stderr, "buffer", None)
    if stream is None:
        sys.stderr.write(data.decode("utf-8"))
    else:
        sys.stderr.flush()
        stream.write(data)
        stream.flush()


def complain(subject: str, cause: str, remedy: str) -> None:
    """What went wrong with `subject`, and what to do."""
    lead = f"{subject}：" if subject else ""
    say(f"{lead}{cause}" + (f"。{remedy}" if remedy else ""))


def put(data: bytes) -> None:
    """Data to standard output, UTF-8 whatever the locale says."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        sys.stdout.flush()
        stream.write(data)
        stream.flush()
