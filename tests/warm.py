"""Commands run in processes of their own that need not import the program first: forked off one that has.

What a command does from its options on is the same: its own process, working folder, environment, pipes and exit code.
What starting costs (a second of imports and of rule books) is paid once. Tests of the start itself (`--help` is light,
an odd locale, a broken installation) start a Python of their own.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_MOTHER = """
import json, os, signal, sys
import extractor.batch.ingest, extractor.cli.checking, extractor.cli.run, extractor.pipeline, extractor.report.writers
from extractor.cli import main
from extractor.rulebook import load_rules
load_rules()  # the shipped ones; a command that is given others loads those itself
for line in sys.stdin.buffer.raw:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        for standard, (path, how) in enumerate(order["standard"]):
            os.dup2(os.open(path, how), standard)
        sys.stdin = open(0, closefd=False)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["env"])
        sys.argv = ["jixiao", *order["args"]]
        if order["script"]:
            exec(order["script"])
            sys.exit()
        main()
    os.write(1, b"%d\\n" % child)
    os.write(1, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class Mother:
    """Starts commands one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _MOTHER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.pid = 0

    def start(
        self, args: list[str], *, script: str = "", cwd: str = "", out: tuple[str, str, str] | None = None
    ) -> None:
        """Start a command, or a script with `args` as its `sys.argv[1:]`; `out`: files for its standard pipes."""
        standard = zip(out or (os.devnull,) * 3, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY))
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        order = {"args": args, "script": script, "cwd": cwd or str(Path.cwd()), "env": env, "standard": list(standard)}
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
        self.pid = int(self._process.stdout.readline())

    def ended(self) -> bool:
        """Whether the command is over; `code` gives its exit code without waiting."""
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def code(self, seconds: float = 120) -> int:
        """Wait for the exit code, negative where a signal ended it.

        Raises:
            TimeoutError: it took longer; the command is killed.
        """
        deadline = time.monotonic() + seconds
        late = not select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]
        if late:
            os.kill(self.pid, signal.SIGKILL)
        assert self._process.stdout is not None
        code = int(self._process.stdout.readline())
        if late:
            raise TimeoutError(f"not over after {seconds} s")
        return code

    def end(self) -> None:
        """No further command."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


_mother: list[Mother] = []


def mother() -> Mother:
    """The one of this test process; `conftest` ends it."""
    if not _mother:
        _mother.append(Mother())
    return _mother[0]


def end() -> None:
    """Nothing is left behind."""
    while _mother:
        _mother.pop().end()


def run(args: list[str], *, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """`jixiao` with these arguments: exit code and what it printed."""
    with tempfile.TemporaryDirectory(prefix="warm-") as room:
        files = [Path(room) / name for name in ("in", "out", "err")]
        for file, content in zip(files, (stdin, b"", b"")):
            file.write_bytes(content)
        first = mother()
        first.start(args, cwd=str(cwd or ""), out=(str(files[0]), str(files[1]), str(files[2])))
        code = first.code()
        return subprocess.CompletedProcess(["jixiao", *args], code, files[1].read_bytes(), files[2].read_bytes())
