"""Who reads: one protocol for the children of this machine, a Ray cluster (`ray_engine.py`) and claims (`claim.py`).

    for job, outcome in engine.run(plan.work, settings):
        load(job, outcome)

An engine only reads. Whoever calls `run` is the one that writes: documents, ledger, database.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from extractor.batch.crew import Crew
from extractor.batch.plan import Placed
from extractor.batch.work import Outcome, Task
from extractor.errors import JixiaoError
from extractor.settings import Settings

Finished = tuple[Placed, Outcome]


class NobodyReadsError(JixiaoError):
    """In the midst of a run there is nothing left to read with. What was given stays good; a second run goes on."""


class Engine(Protocol):
    """Reads sources somewhere."""

    @property
    def slots(self) -> int:
        """How many sources are read at once."""

    def run(self, jobs: Sequence[Placed], limits: Settings) -> Iterator[Finished]:
        """Each job with its outcome, exactly once, in whatever order they are finished.

        A job whose child was lost is read once more, alone, before its outcome is given. When the iterator is asked
        for the next outcome, the one before has been dealt with.

        Raises:
            JixiaoError: nothing can be read any more (no child starts, no node is left); what was given stays good.
        """


class LocalEngine:
    """Children of this machine."""

    def __init__(self, crew: Crew, task: Task, slots: int) -> None:
        """`crew`: started already, under the limits of the run; it is grown to `slots` children."""
        self._crew, self._task, self.slots = crew, task, slots

    def run(self, jobs: Sequence[Placed], limits: Settings) -> Iterator[Finished]:
        """Outcomes of the jobs as they come; one whose child was killed is read again, alone."""
        self._crew.grow(max(1, min(self.slots, len(jobs))))
        killed: list[Placed] = []
        for number, _, outcome in self._crew.as_completed([job.located for job in jobs]):
            if outcome.killed:
                killed.append(jobs[number])
            else:
                yield jobs[number], outcome
        if killed:
            killed = in_order(killed)
            with Crew(self._task, limits) as alone:
                alone.start(1)
                for number, _, outcome in alone.as_completed([job.located for job in killed]):
                    yield killed[number], outcome


def in_order(jobs: Sequence[Placed]) -> list[Placed]:
    """By path: what is read again does not depend on who was lost first."""
    return sorted(jobs, key=lambda job: (job.located.path, job.root))
