"""The sources of a run and the crew that reads them, for every command that reads files."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.batch.crew import Crew, default_workers
from extractor.batch.work import Task
from extractor.ground.say import say
from extractor.intake.discover import Located, discover
from extractor.settings import Settings


@contextlib.contextmanager
def sources(
    paths: Sequence[str], task: Task, settings: Settings, workers: int | None
) -> Iterator[tuple[list[Located], Crew]]:
    """The sources below PATH... and a crew of children that reads them; cleans up after both.

    Args:
        paths: files, folders, archives; "-" = standard input, spooled to a file.
        workers: children; None = by the number of sources and CPUs.

    Raises:
        RuleBookError: a rule file is wrong; before any document is read.
    """
    spool = tempfile.mkdtemp(prefix="jixiao-")
    try:
        with Crew(task, settings) as crew:
            crew.start(1)
            stdin_file = _spool_stdin(spool, settings) if "-" in paths else None
            crew.ready()
            found = discover(paths, settings, stdin_file=stdin_file, unpack=crew.unpacker(spool), say=say)
            crew.grow(min(workers or default_workers(len(found)), max(len(found), 1)))
            yield found, crew
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def _spool_stdin(spool: str, settings: Settings) -> str:
    """Standard input as a file (bounded: one byte over the limit is enough for the refusal)."""
    target = Path(spool) / "stdin"
    left = settings.max_file_bytes + 1
    with target.open("wb") as opened:
        while left > 0 and (chunk := sys.stdin.buffer.read(min(left, 1 << 20))):
            opened.write(chunk)
            left -= len(chunk)
    return os.fspath(target)
