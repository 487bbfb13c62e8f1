"""One child as its parent sees it: start, hand over a source, watch its clock and memory, end it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict

from extractor.batch import frames
from extractor.batch.convert import Chunk
from extractor.batch.work import Task
from extractor.errors import SourceError
from extractor.ground import posix
from extractor.intake.discover import Located
from extractor.settings import Settings

TIMEOUT = SourceError("读取时间超过上限", "请拆分文件，或另存为 docx、xlsx 后再提交", "timeout")
MEMORY = SourceError("读取这个文件需要的内存超过上限", "请拆分文件或删去其中的大图后再提交", "memory")
CRASH = SourceError("读取这个文件时读取程序异常退出", "请在原程序中打开后另存一份再提交", "crash")
FLOODED = SourceError("读取结果超过上限", "请拆分文件后再提交", "policy")

_BOOT = "import json,sys; sys.path[:]=json.loads(sys.argv[1]); from extractor.batch.child import main; main()"
_TREE_EVERY = 0.5
HEAVY = 0.7
"""Share of its memory limit from which an idle child is replaced."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""There is a child for each core: the small matrices of a scan in as many threads again mostly wait for each other."""

Event = tuple["Member", bytes, bytes]


def _spared() -> dict[str, str]:
    """Our environment without what opens a cluster or a database: a child reads what strangers wrote."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH") and name != "PGPASSWORD"
    }


class Member:
    """A child process; frames it sends arrive in `events` as (member, kind, body)."""

    def __init__(self, task: Task, settings: Settings, events: queue.SimpleQueue[Event], room: str) -> None:
        self._settings = settings
        self.ready = False
        self.served = 0
        self.number: int | None = None
        """Which source it is reading; None = idle."""
        self.located: Located | None = None
        self.chunk: Chunk | None = None
        """Sources it is converting for later."""
        self.begun = False
        """The source has reached it; a child that died before that is not the source's fault."""
        self.lost = False
        """It is writing the failed document of a source that cost another child."""
        self._begun = self._deadline = self._next_tree = 0.0
        self._granted = 0.0
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**_ONE_THREAD, **_spared(), "PYTHONHASHSEED": "0", "TMPDIR": room, "TEMP": room, "TMP": room},
        )
        self._deadline = time.monotonic() + settings.start_seconds
        self._send(frames.SETUP, frames.dump({"task": asdict(task), "settings": asdict(settings)}))
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    @property
    def busy(self) -> bool:
        """It is reading a source."""
        return self.number is not None

    def _send(self, kind: bytes, body: bytes) -> None:
        assert self.process.stdin is not None
        # A child that is gone says so through its other pipe.
        with contextlib.suppress(OSError):
            frames.send(self.process.stdin, kind, body)

    def _listen(self, events: queue.SimpleQueue[Event]) -> None:
        assert self.process.stdout is not None
        kind = b""
        while kind not in (frames.GONE, frames.FLOOD):
            kind, body = frames.receive(self.process.stdout, self._settings.child_output_bytes)
            events.put((self, kind, body))

    def give(self, number: int, located: Located, error: SourceError | None = None) -> None:
        """Hand over a source; with `error`, only its failed document is wanted."""
        self.number, self.located, self.lost = number, located, error is not None
        self.served += 1
        self.begun = False
        if self.ready:
            self._start_clock()
        self._send(frames.JOB if error is None else frames.LOST, frames.located_out(located, error))

    def ask_unpack(self, file: str, kind: str, folder: str) -> None:
        """Have an archive unpacked; answered by a MEMBERS frame."""
        self.number = -1
        self._start_clock()
        self._send(frames.UNPACK, frames.dump({"file": file, "kind": kind, "folder": folder}))

    def ask_convert(self, chunk: Chunk) -> None:
        """Have a chunk converted; answered by a CONVERTED frame."""
        self.number, self.chunk = -1, chunk
        self._start_clock()
        self._send(
            frames.CONVERT, frames.dump([frames.located_out(source).decode("ascii") for source in chunk.sources])
        )

    def _start_clock(self) -> None:
        self._begun = time.monotonic()
        self._granted = 0.0
        self._deadline = self._begun + self._settings.file_seconds
        self._next_tree = self._begun + _TREE_EVERY

    def more_time(self, body: bytes) -> None:
        """The child asks for more: granted up to the cap, counted from what is left."""
        (seconds,) = struct.unpack(">d", body)
        room = self._settings.max_source_seconds - self._settings.file_seconds - self._granted
        granted = max(0.0, min(seconds, room))
        self._granted += granted
        self._deadline += granted

    def is_ready(self) -> None:
        """It has started; a source handed over before that has its time from now."""
        self.ready = True
        self._start_clock()

    def done(self) -> None:
        """Its job is over, whatever came of it."""
        if self.chunk is not None:
            self.chunk.done = True
        self.number = self.located = self.chunk = None
        self.lost = False

    def offence(self, now: float) -> SourceError | None:
        """What limit the child breaks at this moment; None = none."""
        if now > self._deadline and (self.busy or not self.ready):
            return TIMEOUT
        if not self.busy:
            return None
        limit = self._settings.child_memory_bytes
        if posix.resident(self.process.pid) > limit:
            return MEMORY
        if now > self._next_tree:
            self._next_tree = now + _TREE_EVERY
            if posix.resident_tree(self.process.pid) > limit:
                return MEMORY
        return None

    def is_heavy(self) -> bool:
        """It holds so much between two sources that the next one might be refused for what earlier ones left."""
        return posix.resident(self.process.pid) > HEAVY * self._settings.child_memory_bytes

    def end(self) -> None:
        """Kill it with everything below it and close its pipes."""
        posix.kill_tree(self.process)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
