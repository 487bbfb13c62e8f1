"""The walk of a command over its sources: progress, failures, Ctrl-C, the exit code."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.batch.bar import Bar
from extractor.batch.crew import Crew
from extractor.batch.sources import sources
from extractor.batch.work import Outcome, Task
from extractor.errors import ExitCode
from extractor.ground.say import complain, say
from extractor.intake.discover import Located
from extractor.settings import DEFAULTS


class Tally:
    """What was read and what was not; gives the exit code."""

    def __init__(self) -> None:
        self.failed = 0
        self.done = 0
        self.interrupted = False

    def add(self, located: Located, outcome: Outcome) -> None:
        """Count one source; a failure is said at once."""
        self.done += 1
        if outcome.status == "failed":
            self.failed += 1
            complain(f"无法读取 {located.path}", outcome.cause, outcome.remedy)

    def code(self, total: int, *, fail_on: bool = False) -> ExitCode:
        """The exit code for so many sources; `fail_on`: there are findings as bad as `--fail-on` says."""
        if self.interrupted:
            say("已中断，已完成的部分保留")
            return ExitCode.INTERRUPTED
        if total == 0:
            say("没有找到可读取的文件：所给路径下没有文件，或都是隐藏、临时文件。请核对路径")
            return ExitCode.NOTHING_READ
        if self.failed == total:
            return ExitCode.NOTHING_READ
        if self.failed:
            return ExitCode.SOME_UNREAD
        return ExitCode.FAIL_ON if fail_on else ExitCode.OK


@dataclass(frozen=True, slots=True)
class Walk:
    """Which sources a command reads, and how."""

    paths: list[str]
    office: str
    workers: int | None
    quiet: bool

    @contextlib.contextmanager
    def over(self, task: Task, tally: Tally) -> Iterator[tuple[list[Located], Iterator[tuple[Located, Outcome]]]]:
        """The sources, and what becomes of each, in their order.

        Raises:
            RuleBookError: a rule file is wrong; before any document is read.
        """
        with sources(self.paths, task, replace(DEFAULTS, office=self.office), self.workers) as (found, crew):
            yield found, _watched(found, crew, tally, self.quiet)


def _watched(found: list[Located], crew: Crew, tally: Tally, quiet: bool) -> Iterator[tuple[Located, Outcome]]:
    """Outcomes in order; Ctrl-C ends them, so that what was done still reaches the output (exit code 130)."""
    bar = Bar(len(found), quiet=quiet)
    crew.on_page = lambda located, page, pages: bar.page(page, pages)
    try:
        for located, outcome in crew.in_order(found):
            if outcome.status == "failed":
                bar.clear()
            tally.add(located, outcome)
            bar.step(failed=outcome.status == "failed")
            yield located, outcome
    except KeyboardInterrupt:
        tally.interrupted = True
    bar.clear()
