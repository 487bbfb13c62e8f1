"""The supervisor: children that read sources, each replaced when it dies, hangs, grows or is worn out.

Own, not pebble or ProcessPoolExecutor: those leave grandchildren behind (docs/decisions.md).

    with Crew(Task(), DEFAULTS) as crew:
        crew.start(2)
        for located, outcome in crew.in_order(found): ...
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import struct
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from extractor.batch import frames
from extractor.batch.convert import Chunk, Lineup
from extractor.batch.member import CRASH, FLOODED, TIMEOUT, Event, Member
from extractor.batch.work import Outcome, Task, failure
from extractor.errors import JixiaoError, RuleBookError, SourceError
from extractor.intake.archive import Unpacker
from extractor.intake.discover import Located
from extractor.settings import Settings

_TICK = 0.05
_WINDOW = 256
_STILLBORN = 3
"""So many children in a row may fail to start, once one has started."""
_SMALL_RUN = 24
"""Up to so many sources, starting further children costs more than they save."""


class CrewError(JixiaoError):
    """The children cannot start at all (a broken installation)."""


def default_workers(sources: int) -> int:
    """Children for a run of so many sources, where nobody said."""
    return 1 if sources <= _SMALL_RUN else os.cpu_count() or 1


class Crew:
    """Children of one run. All of them do the same task under the same limits."""

    def __init__(self, task: Task, settings: Settings) -> None:
        self._task, self._settings = task, settings
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._members: list[Member] = []
        self._room = tempfile.mkdtemp(prefix="jixiao-crew-")
        """Temporary files of the children: what a killed one leaves goes with it."""
        self._last_look = 0.0
        self._again: set[int] = set()
        self._stillborn = 0
        self._proven = False
        self.versions = ("", "")
        """Program and rules version, as the children have them; known once `ready`."""
        self.started = 0
        self.on_page: Callable[[Located, int, int], None] = lambda located, page, pages: None
        """Told when a child takes up a page to recognise: its source, the page from 1, of how many."""

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self._members:
            member.end()
        self._members.clear()
        shutil.rmtree(self._room, ignore_errors=True)

    def start(self, workers: int) -> None:
        """Start so many children; they get ready in the background."""
        while len(self._members) < workers:
            self._hire()

    grow = start

    def _hire(self) -> None:
        self._members.append(Member(self._task, self._settings, self._events, self._room))
        self.started += 1

    def ready(self) -> None:
        """Wait for the first child.

        Raises:
            RuleBookError: a rule file is wrong.
            CrewError: no child can start.
        """
        while not any(member.ready for member in self._members):
            self._take(self._next_event())

    def _next_event(self) -> Event | None:
        try:
            return self._events.get(timeout=_TICK)
        except queue.Empty:
            return None

    def _take(self, event: Event | None) -> tuple[int, Located, Outcome] | None:
        """Deal with one event; a finished source is returned."""
        finished = None
        if event is not None and event[0] in self._members:
            finished = self._hear(*event)
        now = time.monotonic()
        if finished is None and now - self._last_look >= _TICK:
            self._last_look = now
            for member in self._members:
                offence = member.offence(now)
                if offence is not None:
                    return self._lose(member, offence)
        return finished

    def _hear(self, member: Member, kind: bytes, body: bytes) -> tuple[int, Located, Outcome] | None:
        if kind == frames.READY:
            member.is_ready()
            program, rules = json.loads(body)
            self.versions = (program, rules)
            self._stillborn = 0
            self._proven = True
        elif kind == frames.FAULT:
            content = json.loads(body)
            if content["rule"]:
                raise RuleBookError(content["cause"], content["remedy"])
            raise CrewError(f"读取进程不能启动：{content['cause']}", "请运行 jixiao doctor 检查安装")
        elif kind == frames.MORE_TIME:
            member.more_time(body)
        elif kind == frames.PAGE and member.located is not None:
            self.on_page(member.located, *struct.unpack(">II", body))
        elif kind == frames.BEGUN:
            member.begun = True
        elif kind == frames.CONVERTED:
            member.done()
        elif kind in (frames.DONE, frames.LAST) and member.number is not None and member.located is not None:
            number, located = member.number, member.located
            outcome = frames.outcome_in(body, killed=member.lost)
            member.done()
            if kind == frames.LAST or member.served >= self._settings.files_per_child or member.is_heavy():
                self._replace(member)
            return number, located, outcome
        elif kind in (frames.GONE, frames.FLOOD):
            return self._lose(member, CRASH if kind == frames.GONE else FLOODED)
        return None

    def _replace(self, member: Member) -> Member:
        self._members.remove(member)
        member.end()
        self._hire()
        return self._members[-1]

    def _lose(self, member: Member, error: SourceError) -> tuple[int, Located, Outcome] | None:
        """A child died or had to be ended: a new one writes the failed document of its source."""
        if not member.ready:
            self._stillborn += 1
        if self._stillborn > (_STILLBORN if self._proven else 0):
            raise CrewError("读取进程不能启动", "请运行 jixiao doctor 检查安装")
        number, located, lost, begun = member.number, member.located, member.lost, member.begun
        member.done()
        fresh = self._replace(member)
        if number is None or located is None:
            return None
        if not begun and not lost and number not in self._again:
            # The child had died before: the source is handed over once more.
            self._again.add(number)
            fresh.give(number, located)
            return None
        if lost:
            # Even reading its bytes for the hash kills: the document goes without them.
            return number, located, self._bare(located, error)
        fresh.give(number, located, error)
        return None

    def _bare(self, located: Located, error: SourceError) -> Outcome:
        from dataclasses import replace

        from extractor.rulebook import load_rules

        gone = Located(located.name, located.path, os.devnull, members=located.members)
        outcome = failure(gone, error, self._task, load_rules(self._task.rules_dir), self._settings, lost=False)
        return replace(outcome, killed=True)

    def as_completed(
        self, items: Iterable[Located], may_start: Callable[[int], bool] = lambda _: True
    ) -> Iterator[tuple[int, Located, Outcome]]:
        """(number, source, outcome) as they are finished; `may_start(number)` False = wait with that one."""
        lineup = Lineup(items, may_start, self._settings.office)
        while lineup or any(member.busy for member in self._members):
            self._employ(lineup)
            finished = self._take(self._next_event())
            if finished is not None:
                # The child gets its next source before the caller works on this one.
                self._employ(lineup)
                yield finished

    def _employ(self, lineup: Lineup) -> None:
        for member in self._members:
            if member.ready and not member.busy:
                job = lineup.next()
                if job is None:
                    return
                if isinstance(job, Chunk):
                    member.ask_convert(job)
                else:
                    member.give(*job)

    def in_order(self, items: Sequence[Located]) -> Iterator[tuple[Located, Outcome]]:
        """(source, outcome) in the order of `items`; at most a window of them is held back."""
        done: dict[int, tuple[Located, Outcome]] = {}
        low = [0]
        for number, located, outcome in self.as_completed(items, lambda n: n < low[0] + _WINDOW):
            done[number] = (located, outcome)
            while low[0] in done:
                pair = done.pop(low[0])
                low[0] += 1
                yield pair

    def unpacker(self, folder: str) -> Unpacker:
        """A function that unpacks 7z and rar below `folder`, in a child."""
        counter = iter(range(1 << 30))

        def unpack(file: str, kind: str) -> list[tuple[str, str, int]]:
            return self._unpack(file, kind, os.fspath(Path(folder) / f"archive-{next(counter)}"))

        return unpack

    def _unpack(self, file: str, kind: str, folder: str) -> list[tuple[str, str, int]]:
        self.ready()
        member = next(m for m in self._members if m.ready and not m.busy)
        member.ask_unpack(file, kind, folder)
        others: deque[Event] = deque()
        try:
            while True:
                event = self._next_event()
                if event is not None and event[0] is not member:
                    others.append(event)
                elif event is not None and event[1] == frames.MORE_TIME:
                    member.more_time(event[2])
                elif event is not None and event[1] == frames.MEMBERS:
                    member.done()
                    return _members(event[2])
                elif event is not None:
                    self._replace(member)
                    raise CRASH
                else:
                    offence = member.offence(time.monotonic())
                    if offence is not None:
                        self._replace(member)
                        raise (
                            offence
                            if offence is not TIMEOUT
                            else SourceError("展开压缩包的时间超过上限", "请改用 zip", "timeout")
                        )
        finally:
            for event in others:
                self._events.put(event)


def _members(body: bytes) -> list[tuple[str, str, int]]:
    content = json.loads(body)
    if "why" in content:
        category, cause, remedy = content["why"]
        raise SourceError(cause, remedy, category)
    return [(name, file, size) for name, file, size in content["members"]]
