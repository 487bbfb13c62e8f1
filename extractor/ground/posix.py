"""Every POSIX call of the program: process groups, resource limits, parent-death. Elsewhere they degrade.

On Windows and macOS memory is watched by psutil alone and grandchildren are killed by walking the tree.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

POSIX = os.name == "posix"
LINUX = sys.platform == "linux"
_PR_SET_CHILD_SUBREAPER = 36


def settle_child(memory_bytes: int) -> None:
    """Called once in a child: memory limit, orphans come to us, and we die with our parent."""
    if POSIX:
        import resource

        # Data, not address space: onnxruntime and friends map far more than they use. Only the soft limit, so
        # that a converter started from here may ask for its own.
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, hard))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if LINUX:
        with contextlib.suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None, use_errno=True)
            libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    threading.Thread(target=_die_with_parent, args=(os.getppid(),), daemon=True).start()


def _die_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    # Not by PR_SET_PDEATHSIG: that would leave a converter in its own session running.
    for pid in descendants(os.getpid()):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM if not POSIX else signal.SIGKILL)
    if POSIX:
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def reap_strays() -> None:
    """In a child, after a file: end every process that the reading of it left behind."""
    if not POSIX:
        return
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return
    for pid in descendants(os.getpid()):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < deadline:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                time.sleep(0.01)


def descendants(pid: int) -> list[int]:
    """Process ids below `pid`, at this moment."""
    import psutil

    try:
        return [p.pid for p in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        return []


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a child, its process group and everything below it; returns when the child is gone."""
    below = descendants(process.pid) if process.poll() is None else []
    if POSIX:
        for pid in below:
            # A converter is a group of its own: ended whole, what it forks at this moment too.
            with contextlib.suppress(OSError):
                if os.getpgid(pid) == pid:
                    os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        process.kill()
    for pid in below:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGTERM if not POSIX else signal.SIGKILL)
    process.wait()


def give_back() -> None:
    """Return freed memory to the system (glibc keeps it): a page recognised leaves half a worker's resident memory
    behind.
    """
    if LINUX:
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


_PAGE = os.sysconf("SC_PAGE_SIZE") if POSIX else 4096


def resident(pid: int) -> int:
    """Resident bytes of one process, 0 when it is gone."""
    if LINUX:
        try:
            return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE
        except (OSError, IndexError, ValueError):
            return 0
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def resident_tree(pid: int) -> int:
    """Resident bytes of a process and all below it."""
    return resident(pid) + sum(resident(child) for child in descendants(pid))
