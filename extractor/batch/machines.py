"""Who takes part in an ingest: this machine alone, a part of the year, machines that share a database, a cluster."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.batch.claim import check_claimable
from extractor.batch.cluster import check_cluster
from extractor.batch.crew import Crew
from extractor.batch.engine import Engine, LocalEngine
from extractor.batch.shard import parse_shard
from extractor.batch.work import Task
from extractor.errors import UsageError
from extractor.ground.say import say
from extractor.intake.discover import Located
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Machines:
    """Who takes part in a run beside this process."""

    shard: str | None = None
    """`2/4`: the second of four parts (`shard.py`)."""
    claim: bool = False
    """Share the year with other machines through the database (`claim.py`)."""
    cluster: str | None = None
    """A Ray cluster that reads, or `local` (`ray_engine.py`)."""
    insecure: bool = False
    """A cluster without a token will do."""
    files: str = "ship"
    """How nodes get the bytes: `ship` sends them, `shared` where every node has the folder at the same path."""

    def check(self, db: str, *, retry_failed: bool) -> None:
        """Raises:
        UsageError: what was asked for cannot be.
        """
        if self.shard is not None:
            parse_shard(self.shard)
        if self.claim:
            check_claimable(db)
        if self.claim and retry_failed:
            raise UsageError("--claim 与 --retry-failed 不能同用", "重读失败的来源请在一台机器上运行，不加 --claim")
        if self.cluster is not None:
            check_cluster(self.cluster, insecure=self.insecure)


ALONE = Machines()


@contextlib.contextmanager
def engine_of(
    crew: Crew,
    task: Task,
    settings: Settings,
    machines: Machines,
    paths: Sequence[str],
    workers: int | None,
    *,
    tell: bool,
    dry_run: bool,
) -> Iterator[Engine]:
    """Who reads: children of this machine, or a cluster, which is compared with this machine before any work.

    Args:
        paths: what the command was given: with shared files, what lies below them is not sent.
        workers: children here, or on the cluster; None = one a CPU.
        tell: say on standard error when a node is lost or gets the bytes after all.
        dry_run: nothing will be read: no cluster is asked.
    """
    if machines.cluster is None or dry_run:
        yield LocalEngine(crew, task, workers or os.cpu_count() or 1)
        return
    from extractor.batch.ray_engine import on_cluster

    roots = tuple(os.path.abspath(path) for path in paths)  # noqa: PTH100  (resolve() would follow links)

    def shared(located: Located) -> bool:
        file = os.path.abspath(located.file)  # noqa: PTH100
        return machines.files == "shared" and any(file == root or file.startswith(root + os.sep) for root in roots)

    home = LocalEngine(crew, task, 1)
    with on_cluster(
        machines.cluster, task, settings, home, slots=workers, insecure=machines.insecure, shared=shared
    ) as engine:
        if tell:
            engine.tell = say
        yield engine
