"""Work that takes longer than a request: one job after the other in a thread, each with a record that pages follow.

A record keeps its counts, its failures and the last few hundred lines: a hundred thousand sources are no burden, and
a page that joins late, or again, is told where things stand.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from extractor.errors import JixiaoError
from extractor.store.database import StoreError

State = Literal["waiting", "running", "done", "failed", "stopped"]
_LINES = 600
_JOBS = 30
_PATIENCE = 5.0
OVER = frozenset({"done", "failed", "stopped"})


class StoppedError(JixiaoError):
    """The clerk pressed stop; what was done stays."""


@dataclass(slots=True)
class Job:
    """One piece of work and what it has said so far. All access is through its methods: several threads look at it."""

    id: str
    title: str
    work: Callable[[Job], dict[str, Any]]
    kind: str = "read"
    """Which view shows it."""
    state: State = "waiting"
    _total: int | None = None
    _count: int = 0
    _said: int = 0
    _lines: deque[tuple[int, dict[str, Any]]] = field(default_factory=lambda: deque(maxlen=_LINES))
    _counts: dict[str, int] = field(default_factory=dict)
    _end: dict[str, Any] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def planned(self, total: int) -> None:
        """So many steps are ahead."""
        with self._lock:
            self._total = total

    def step(self, line: dict[str, Any], *counted: str) -> None:
        """A step is done: a line for the page, and what it counts under.

        Raises:
            StoppedError: the clerk pressed stop.
        """
        with self._lock:
            self._count += 1
            self._said += 1
            self._lines.append((self._said, line))
            for name in counted:
                self._counts[name] = self._counts.get(name, 0) + 1
        if self._stop.is_set():
            raise StoppedError("已停止，读完的都已入库", "再收一次即可接着读")

    def stop(self) -> None:
        """Ask it to end after the step at hand."""
        self._stop.set()
        with self._lock:
            if self.state == "waiting":
                self.state = "stopped"

    def run(self) -> None:
        """Do the work; whatever the program says no to becomes the job's end."""
        with self._lock:
            if self.state != "waiting":
                return
            self.state = "running"
        try:
            end = self.work(self)
            state: State = "done"
        except StoppedError as error:
            end, state = {"cause": error.cause, "remedy": error.remedy}, "stopped"
        except JixiaoError as error:
            kept = "，已写入的部分保留" if isinstance(error, StoreError) else ""
            end, state = {"cause": error.cause + kept, "remedy": error.remedy}, "failed"
        except OSError as error:
            end = {
                "cause": f"系统报错（{error.strerror or error}）",
                "remedy": "请检查磁盘空间和权限，再收一次即可接着读",
            }
            state = "failed"
        with self._lock:
            self._end, self.state = end, state

    def told(self) -> dict[str, Any]:
        """Where it stands."""
        with self._lock:
            return {
                "id": self.id, "title": self.title, "state": self.state, "total": self._total, "count": self._count,
                "counts": dict(self._counts), "end": dict(self._end), "said": self._said,
            }  # fmt: skip

    def since(self, number: int) -> list[tuple[int, dict[str, Any]]]:
        """Lines after `number`; the oldest may have been let go."""
        with self._lock:
            return [line for line in self._lines if line[0] > number]

    @property
    def over(self) -> bool:
        """True when nothing more will be said."""
        return self.state in OVER


class Jobs:
    """The jobs of a desk: done in turn, for two that read would only wait for each other's processors."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self, title: str, work: Callable[[Job], dict[str, Any]], kind: str = "read") -> Job:
        """Take on a job; it begins when the ones before it are over."""
        job = Job(secrets.token_hex(8), title, work, kind)
        with self._lock:
            self._jobs[job.id] = job
            for old in [key for key, known in self._jobs.items() if known.over][: max(0, len(self._jobs) - _JOBS)]:
                del self._jobs[old]
        thread = threading.Thread(target=self._run, args=(job,), daemon=True, name=f"job-{job.id}")
        self._threads = [*(t for t in self._threads if t.is_alive()), thread]
        thread.start()
        return job

    def _run(self, job: Job) -> None:
        with self._turn:
            job.run()

    def get(self, key: str) -> Job | None:
        """A job by its id."""
        with self._lock:
            return self._jobs.get(key)

    def all(self) -> list[Job]:
        """The latest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Ask all to stop, and wait a little for the source at hand: its children and files are then cleared away."""
        for job in self.all():
            job.stop()
        deadline = time.monotonic() + _PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
