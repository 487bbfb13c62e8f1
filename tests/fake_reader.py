"""A text reader that misbehaves where the text asks for it ("MOCK hang", "MOCK exit" …); else the real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from extractor.ground.allowance import extend, page_begun
from extractor.model.document import Document
from extractor.readers.text import reader as text
from extractor.settings import Settings

_HOARD: list[bytearray] = []


def read(data: bytes, name: str, settings: Settings) -> Document:
    words = data[:200].decode("utf-8", "replace").split()
    if words[:1] == ["MOCK"]:
        _misbehave(words[1], words[2:])
    else:
        extend(30)  # honest sources are not in the way of a short limit on a busy machine
    return text.read(data, name, settings)


def _misbehave(what: str, rest: list[str]) -> None:  # noqa: C901 - a plain list of misdeeds
    if what == "hang":
        while True:
            time.sleep(1)
    elif what == "spin":
        while True:
            pass
    elif what == "exit":
        os._exit(0)
    elif what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "raise":
        raise ZeroDivisionError("a fault of ours")
    elif what == "flood":
        for stream in (sys.stdout, sys.stderr):
            stream.write("x" * 5_000_000)
            stream.flush()
        os.write(1, b"D\0\0\0\0\0\0\0\4junk")
    elif what == "allocate":
        hoard = []
        while True:
            hoard.append(bytearray(16 * 1024 * 1024))
    elif what == "grandchild":
        # One in a session of its own, that outlives its reader and hoards the pipes.
        started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
        Path(rest[0]).write_text(str(started.pid))
        if rest[1:] == ["hang"]:
            time.sleep(600)
    elif what == "once":
        # Dies the first time, is read the second.
        marker = Path(rest[0])
        if not marker.exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    elif what == "parent":
        # Takes its parent along: on a cluster that is the actor, as when a node goes; "once" a marker: the first time
        # only.
        marker = Path(rest[0])
        if rest[1:] != ["once"] or not marker.exists():
            marker.touch()
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
    elif what == "litter":
        tempfile.mkdtemp()
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "hoard":
        # Keeps what it read: a leak.
        _HOARD.append(bytearray(int(rest[0]) * 1024 * 1024))
    elif what == "pages":
        for page in range(1, int(rest[0]) + 1):
            page_begun(page, int(rest[0]))
    elif what == "slow":
        extend(10)
        time.sleep(float(rest[0]))
