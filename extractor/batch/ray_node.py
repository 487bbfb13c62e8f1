"""What runs on a node of the cluster: an actor that owns one limited child and hands it sources one by one.

The child is the same as on one machine, with the same limits; when it is killed, that is one outcome and the actor goes
on with a new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.batch.crew import Crew
from extractor.batch.handshake import Facts, facts
from extractor.batch.ray_parcels import Parcel, RuleFiles
from extractor.batch.work import Outcome, Task
from extractor.errors import SourceError
from extractor.intake.discover import read_located
from extractor.settings import Settings

_ROOM = "jixiao-node-"
_FORGOTTEN = 7200.0
"""Seconds without a new source after which a dead actor's room is removed: longer than any source may take."""


def _sweep() -> None:
    """Remove what actors left that were killed: filings should not lie about on a node."""
    import psutil

    for room in Path(tempfile.gettempdir()).glob(f"{_ROOM}[0-9]*-*"):
        owner = room.name.removeprefix(_ROOM).split("-")[0]
        with contextlib.suppress(OSError):
            # Age too: an actor in another container that shares the folder has a process id of its own kind.
            if (
                owner.isdigit()
                and not psutil.pid_exists(int(owner))
                and time.time() - room.stat().st_mtime > _FORGOTTEN
            ):
                shutil.rmtree(room, ignore_errors=True)


class Reader:
    """One CPU slot of a node."""

    def __init__(self, task: Task, limits: Settings, rules: RuleFiles | None) -> None:
        _sweep()
        self._room = Path(tempfile.mkdtemp(prefix=f"{_ROOM}{os.getpid()}-"))
        tempfile.tempdir = str(self._room)  # the child's room too
        if rules is not None:
            for name, content in rules.items():
                target = self._room / "rules" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            task = replace(task, rules_dir=str(self._room / "rules"))
        self._task, self._limits = task, limits
        self._crew = self._started()

    def _started(self) -> Crew:
        crew = Crew(self._task, self._limits)
        crew.start(1)
        return crew

    def close(self) -> None:
        """The run is over: nothing of it stays on this node."""
        self._crew.__exit__(None, None, None)
        shutil.rmtree(self._room, ignore_errors=True)

    def hello(self) -> tuple[str, str, Facts]:
        """Which node this is, its name for a reader, and what decides how it reads."""
        import ray

        node = ray.get_runtime_context().get_node_id()
        return node, f"{platform.node()}/{node[:6]}", facts(self._task.rules_dir)

    def read(self, parcels: Sequence[Parcel], limits: Settings) -> Iterator[tuple[int, Outcome | None]]:
        """Each source as it is finished; None where this node has other bytes at its path, or none."""
        if limits != self._limits:
            self._crew.__exit__(None, None, None)
            self._limits = limits
            self._crew = self._started()
        here: list[Parcel] = []
        for parcel in parcels:
            data = parcel.data if parcel.data is not None else self._own(parcel)
            if data is None:
                yield parcel.number, None
                continue
            file = self._room / str(parcel.number)
            file.write_bytes(data)
            here.append(replace(parcel, located=replace(parcel.located, file=str(file), members=()), data=None))
        for number, located, outcome in self._crew.as_completed([parcel.located for parcel in here]):
            yield here[number].number, outcome
            Path(located.file).unlink(missing_ok=True)

    def _own(self, parcel: Parcel) -> bytes | None:
        try:
            data = read_located(parcel.located, self._limits)
        except SourceError:
            return None
        return data if hashlib.sha256(data).hexdigest() == parcel.sha256 else None
