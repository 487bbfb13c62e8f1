"""The actors of a run: started one a CPU, held against this machine before they get work,
replaced when they are lost.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

from extractor.batch.engine import NobodyReadsError
from extractor.batch.handshake import Facts, differences, facts
from extractor.batch.ray_node import Reader
from extractor.batch.ray_parcels import Jobs, rule_files
from extractor.batch.work import Task
from extractor.errors import UsageError
from extractor.settings import Settings

_GOODBYE = 3.0
_SETTLED = 20.0
"""Seconds without a further actor after which a run begins with those that are there."""


@dataclass(eq=False)
class Slot:
    """An actor as the driver sees it, and what it has not answered, by stream of answers, oldest first."""

    actor: Any
    node: str = ""
    name: str = ""
    """Of the node, for a reader."""
    streams: dict[Any, Jobs] = field(default_factory=dict)


class Slots:
    """`ready` are those that may be given work; further ones come when the cluster has room for them."""

    def __init__(self, ray: Any, task: Task, limits: Settings) -> None:
        self._ray, self._given = ray, (task, limits, rule_files(task.rules_dir))
        self._actor = ray.remote(num_cpus=1, max_restarts=0)(Reader)
        self._here, self._patience = facts(task.rules_dir), limits.start_seconds
        self._coming: dict[Any, Slot] = {}
        self._unfit = ""
        self._alive = time.monotonic()
        self.ready: list[Slot] = []

    def start(self, most: int | None) -> None:
        """One a CPU of the cluster, and every node the same as this machine.

        Raises:
            UsageError: a node differs (with a table) or cannot read, or none has a CPU to spare.
        """
        cores = sum(self._cores().values())
        for _ in range(min(most or cores, cores)):
            self._add()
        begun = last = time.monotonic()
        while self._coming and not self._unfit and time.monotonic() - begun < self._patience:
            came = self._greet()
            last = time.monotonic() if came else last
            # Where every node has answered, further slots of theirs may come late (a node with other work: not at all).
            if self._cores().keys() <= {slot.node for slot in self.ready} or (
                self.ready and time.monotonic() - last > _SETTLED
            ):
                break
            self._ray.wait(list(self._coming), timeout=1.0)
        if self._unfit or not self.ready:
            why = self._unfit or "没有空闲的 CPU"
            raise UsageError(f"集群里有机器不能用来读取：{why}", "请把各台机器装成一样的，并核对它们已加入集群")

    @property
    def count(self) -> int:
        """Those that read, and those that are on their way."""
        return len(self.ready) + len(self._coming)

    def _cores(self) -> dict[str, int]:
        """CPUs by node, of those alive."""
        nodes = {node["NodeID"]: int(node["Resources"].get("CPU", 0)) for node in self._ray.nodes() if node["Alive"]}
        return {node: cores for node, cores in nodes.items() if cores}

    def _add(self) -> None:
        slot = Slot(self._actor.remote(*self._given))
        self._coming[slot.actor.hello.remote()] = slot

    def _greet(self) -> int:
        """Take in the actors that have started, but none of a node that differs; returns how many came."""
        told: dict[Slot, Facts] = {}
        for ref in self._ray.wait(list(self._coming), num_returns=len(self._coming), timeout=0)[0]:
            slot = self._coming.pop(ref)
            try:
                slot.node, slot.name, told[slot] = self._ray.get(ref)
            except self._ray.exceptions.RayError as error:
                self._unfit = last_line(error)
        table = differences(self._here, {slot.name: each for slot, each in told.items()})
        if table is not None:
            self._unfit = f"与本机不一致，读出的会不同\n{table}\n"
        self.ready += [slot for slot, each in told.items() if differences(self._here, {"": each}) is None]
        return len(told)

    def look(self) -> None:
        """Take in who has come.

        Raises:
            NobodyReadsError: there has been nobody for so long that nobody will come.
        """
        if self._coming:
            self._greet()
        now = time.monotonic()
        self._alive = now if self.ready else self._alive
        if now - self._alive > self._patience:
            raise NobodyReadsError("集群里没有能用的机器了", "已读的都已入库；集群恢复后重新运行即可继续")

    def end(self) -> None:
        """Have every actor tidy up; who is in the midst of something is ended as it is."""
        with contextlib.suppress(self._ray.exceptions.RayError):
            self._ray.get([slot.actor.close.remote() for slot in self.ready], timeout=_GOODBYE)

    def lose(self, slot: Slot) -> None:
        """It is gone; another one is asked for."""
        self.ready.remove(slot)
        self._ray.kill(slot.actor)
        self._add()


def last_line(error: BaseException) -> str:
    """Of what Ray says: the exception on the node."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__
