"""What travels to the nodes of a cluster: sources in chunks with their bytes, and the bureau's own rule files."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.batch.plan import Placed
from extractor.errors import SourceError
from extractor.intake.discover import Located, read_located
from extractor.settings import Settings

CHUNK = 20
"""Sources that travel together at the most."""
_CHUNK_BYTES = 32 * 1024 * 1024
Jobs = dict[int, Placed]
RuleFiles = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A source on its way to a node: its bytes, or the hash that they must have where the node has them itself."""

    number: int
    located: Located
    data: bytes | None
    sha256: str | None


def rule_files(directory: str | None) -> RuleFiles | None:
    """The bureau's own rule files by their path below `directory`; None = the shipped ones alone."""
    if directory is None:
        return None
    home = Path(directory)
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*.yaml"))}


class Packing:
    """Makes chunks; what cannot be read here is put aside in `staying`."""

    def __init__(self, shared: Callable[[Located], bool]) -> None:
        """`shared`: whether every node has this source at the same path."""
        self._shared = shared
        self._numbers = itertools.count()
        self._stale: set[Placed] = set()
        self.staying: list[Placed] = []

    def send_bytes_of(self, job: Placed) -> None:
        """A node does not have the same bytes at that path."""
        self._stale.add(job)

    def chunk(self, waiting: deque[Placed], size: int, limits: Settings) -> tuple[list[Parcel], Jobs]:
        """The next of `waiting`: at most `size`, and few where they are large."""
        parcels, jobs, room = list[Parcel](), Jobs(), _CHUNK_BYTES
        while waiting and len(parcels) < size and room > 0:
            job, data = waiting.popleft(), None
            try:
                if job in self._stale or not self._shared(job.located):
                    data = read_located(job.located, limits)
            except SourceError:
                self.staying.append(job)
                continue
            located = replace(job.located, file=os.path.abspath(job.located.file))  # noqa: PTH100  (follows no links)
            parcels.append(Parcel(next(self._numbers), located, data, job.sha256))
            jobs[parcels[-1].number] = job
            room -= len(data or b"")
        return parcels, jobs
