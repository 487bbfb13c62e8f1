"""A Ray cluster as an engine: one actor a CPU slot, each with one limited child of its own.

Sources go out in chunks and come back one by one, so a node that is lost costs only what it had not answered. What a
child or a node was lost over is read once more, alone; what costs a second node is `crash`. Nodes get bytes and rule
files and give documents: they never learn of a database.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from extractor.batch.cluster import connected
from extractor.batch.engine import Engine, Finished, NobodyReadsError, in_order
from extractor.batch.member import CRASH
from extractor.batch.plan import Placed
from extractor.batch.ray_parcels import CHUNK, Packing
from extractor.batch.ray_slots import Slot, Slots, last_line
from extractor.batch.work import Task, failure
from extractor.intake.discover import Located
from extractor.settings import Settings

_AHEAD = 2
"""Chunks a slot has at once: the next one is there when the one before has been read."""
_TICK = 1.0


@contextlib.contextmanager
def on_cluster(
    address: str, task: Task, limits: Settings, home: Engine, *, slots: int | None = None,
    insecure: bool = False, shared: Callable[[Located], bool] = lambda _: False,
) -> Iterator[RayEngine]:  # fmt: skip
    """Connect to the cluster (`local`: start one here), start its actors and hold every node against this machine.

    Args:
        address: host:port, or `local`.
        home: reads here what does not travel: sources refused before they are read.
        slots: actors at the most; None = one a CPU.
        insecure: a cluster without a token will do.
        shared: whether every node has this source at the same path; else its bytes travel.

    Raises:
        UsageError: the cluster cannot be had, or a node differs from this machine (with a table).
    """
    with connected(address, insecure=insecure, slots=slots) as ray:
        engine = RayEngine(ray, task, limits, home, shared)
        engine.actors.start(slots)
        try:
            yield engine
        finally:
            engine.actors.end()


class RayEngine:
    """Reads on the nodes of a cluster."""

    def __init__(self, ray: Any, task: Task, limits: Settings, home: Engine, shared: Callable[[Located], bool]) -> None:
        self._ray, self._task, self._home = ray, task, home
        self.actors = Slots(ray, task, limits)
        self._streams: dict[Any, Slot] = {}
        self._packing = Packing(shared)
        self.tell: Callable[[str], None] = lambda message: None
        """Told what went otherwise than planned and costs only time."""

    @property
    def slots(self) -> int:
        """How many sources the cluster reads at a time."""
        return self.actors.count

    def run(self, jobs: Sequence[Placed], limits: Settings) -> Iterator[Finished]:
        """Outcomes of the jobs as they come; refused ones are settled here, lost ones read again, alone."""
        self._packing.staying = [job for job in jobs if job.located.refusal is not None]
        travelling = [job for job in jobs if job.located.refusal is None]
        again = yield from self._spread(travelling, limits, alone=False)
        lost = yield from self._spread(in_order(again), limits, alone=True)
        yield from self._home.run(self._packing.staying, limits)
        if lost:
            from extractor.rulebook import load_rules

            rules = load_rules(self._task.rules_dir)
            yield from ((job, failure(job.located, CRASH, self._task, rules, limits, lost=True)) for job in lost)

    def _spread(
        self, jobs: Sequence[Placed], limits: Settings, *, alone: bool
    ) -> Generator[Finished, None, list[Placed]]:
        """Have `jobs` read; returned are those to be read again (`alone`: those that are lost for good)."""
        waiting, again = deque(jobs), list[Placed]()
        while waiting or self._streams:
            self._employ(waiting, limits, alone)
            for stream in self._answering():
                slot = self._streams.pop(stream)
                try:
                    number, outcome = self._ray.get(next(stream))
                except StopIteration:
                    again += slot.streams.pop(stream).values()
                    continue
                except self._ray.exceptions.RayTaskError as error:
                    raise NobodyReadsError(
                        f"{slot.name} 上不能读取：{last_line(error)}", "改正后重新运行即可继续"
                    ) from error
                except self._ray.exceptions.RayError:
                    again += self._lose(slot, waiting)
                    continue
                self._streams[stream] = slot  # at the end: who answers much does not hold up the others
                job = slot.streams[stream].pop(number)
                if outcome is None:
                    self._packing.send_bytes_of(job)
                    self.tell(f"{job.located.path}：{slot.name} 上的文件与本机不同，改为传送过去")
                    waiting.appendleft(job)
                elif outcome.killed and not alone:
                    again.append(job)
                else:
                    yield job, outcome
        return again

    def _employ(self, waiting: deque[Placed], limits: Settings, alone: bool) -> None:
        # Smaller chunks near the end, so that all slots end together.
        size = 1 if alone else max(1, min(CHUNK, len(waiting) // (_AHEAD * max(1, self.slots))))
        ready = list({slot.node: slot for slot in self.actors.ready}.values()) if alone else self.actors.ready
        for ahead in range(1 if alone else _AHEAD):
            for slot in ready:
                if waiting and len(slot.streams) <= ahead:
                    parcels, pending = self._packing.chunk(waiting, size, limits)
                    stream = slot.actor.read.options(num_returns="streaming").remote(parcels, limits)
                    slot.streams[stream], self._streams[stream] = pending, slot

    def _answering(self) -> list[Any]:
        """A stream that has an answer, if one comes soon."""
        self.actors.look()
        if not self._streams:
            time.sleep(_TICK)
            return []
        return list(self._ray.wait(list(self._streams), num_returns=1, timeout=_TICK)[0])

    def _lose(self, slot: Slot, waiting: deque[Placed]) -> list[Placed]:
        """A slot is gone: what it was at is read again, what still lay before it only waits again."""
        for stream in slot.streams:
            self._streams.pop(stream, None)
        at, *ahead = [list(pending.values()) for pending in slot.streams.values()]
        waiting.extend(job for jobs in ahead for job in jobs)
        self.actors.lose(slot)
        self.tell(f"{slot.name} 失去联系，或读取进程在那里被结束；正在读的 {len(at)} 个来源会重读")
        return at
