"""LibreOffice as an external program: probed, a throwaway hardened profile, killed whole when it hangs.

It runs in a session of its own under a shell that ends the whole process group when LibreOffice is done, when we ask
for it, or when we are gone (the pipe to us closes): none is left behind. Macros, links, recovery and network updates
are off. The profile serves one process of ours (a fresh one costs a third more time) and is thrown away after a hang.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import MissingProgramError, SourceError

REMEDY = (
    "请安装 LibreOffice（Debian/Ubuntu：apt-get install libreoffice-writer-nogui libreoffice-calc-nogui），"
    "或把文件另存为 .docx 后再提交"
)
_TICK = 0.25
_WATCHED = '("$@" </dev/null; kill -KILL 0) & read _; kill -KILL 0'
"""Started as a session's leader: the converter beside a shell that waits for our end of the pipe to close."""
_NAMES = ("soffice", "libreoffice")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Writer/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Office.Calc/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Office.Recovery/RecoveryInfo">
  <prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
 <item oor:path="/org.openoffice.Office.Recovery/AutoSave">
  <prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings">
  <prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings">
  <prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings">
  <prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Misc">
  <prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to convert: its bytes, the ending that tells LibreOffice its kind, and "docx" or "xlsx"."""

    data: bytes
    ending: str
    target: str = "docx"

    @property
    def key(self) -> str:
        """Name of the converted file, by content."""
        return f"{hashlib.sha256(self.data).hexdigest()}.{self.ending}.{self.target}"


def program() -> str | None:
    """Path of the LibreOffice in force (`JIXIAO_SOFFICE` first), None where there is none."""
    named = os.environ.get("JIXIAO_SOFFICE")
    if named is not None:
        return shutil.which(named)
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def convert(item: Input, seconds: float) -> bytes | None:
    """Convert one file; None where LibreOffice makes nothing of it. What `prefetch` made is taken from there.

    Raises:
        MissingProgramError: no LibreOffice on this machine.
        SourceError: category `timeout` where the call did not end within `seconds`.
    """
    ready = _ready / item.key if _ready is not None else None
    if ready is not None and ready.is_file():
        made = ready.read_bytes()
        ready.unlink()
        return made
    results, hung = convert_all([item], seconds)
    if hung and results[0] is None:
        raise SourceError(
            f"LibreOffice 在 {seconds:.0f} 秒内没有转换完", "请用 Word 或 WPS 打开后另存为 .docx 再提交", "timeout"
        )
    return results[0]


_ready: Path | None = None


def look_in(folder: str) -> None:
    """Where the children of one run put converted files for each other."""
    global _ready
    _ready = Path(folder)
    _ready.mkdir(exist_ok=True)


def prefetch(items: Sequence[Input], seconds: float, progress: Callable[[float], None]) -> list[bool]:
    """Convert a chunk of files of one target in one call and leave them for `convert`; says which were made.

    Raises:
        MissingProgramError: no LibreOffice on this machine.
    """
    if _ready is None:
        return [True] * len(items)
    results, _ = convert_all(items, seconds, progress)
    for item, made in zip(items, results, strict=True):
        if made is not None:
            partial = _ready / f"{item.key}.{os.getpid()}"
            partial.write_bytes(made)
            partial.replace(_ready / item.key)
    return [made is not None for made in results]


def convert_all(
    items: Sequence[Input], seconds: float, progress: Callable[[float], None] = lambda _: None
) -> tuple[list[bytes | None], bool]:
    """Convert files of one target in one call of LibreOffice.

    Args:
        seconds: longest time without a newly converted file.
        progress: told `seconds` at the start and after each file, for a deadline to be moved.

    Returns:
        The converted bytes in order (None for a file that gave nothing), and whether the call had to be ended.

    Raises:
        MissingProgramError: no LibreOffice on this machine.
    """
    command = program()
    if command is None:
        raise MissingProgramError("本机没有 LibreOffice，无法读取此格式", REMEDY)
    with tempfile.TemporaryDirectory(prefix="jixiao-lo-") as folder:
        room = Path(folder)
        (room / "in").mkdir()
        (room / "out").mkdir()
        sources = [room / "in" / f"{number:03d}.{item.ending}" for number, item in enumerate(items)]
        for source, item in zip(sources, items, strict=True):
            source.write_bytes(item.data)
        target = items[0].target
        hung = _run([command, *_options(_profile(), room, target), *map(str, sources)], room, seconds, progress)
        if hung:
            _discard_profile()
        return [_whole(room / "out" / f"{number:03d}.{target}") for number in range(len(items))], hung


def _whole(made: Path) -> bytes | None:
    """A converted file, None where it is missing or was cut short."""
    if not made.is_file() or not zipfile.is_zipfile(made):
        return None
    return made.read_bytes()


_own: Path | None = None


def _profile() -> Path:
    """This process's profile, made when first needed."""
    global _own
    if _own is None or not _own.is_dir():
        _own = Path(tempfile.mkdtemp(prefix="jixiao-profile-"))
        (_own / "user").mkdir()
        (_own / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        atexit.register(_discard_profile)
    return _own


def _discard_profile() -> None:
    global _own
    if _own is not None:
        shutil.rmtree(_own, ignore_errors=True)
        _own = None


def _options(profile: Path, room: Path, target: str) -> list[str]:
    return [
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck",
        "--convert-to", target, "--outdir", str(room / "out"),
    ]  # fmt: skip


def _run(command: list[str], room: Path, seconds: float, progress: Callable[[float], None]) -> bool:
    """Run LibreOffice to its end; True where it stood still for `seconds` and was ended."""
    environment = {
        "HOME": str(room), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(room),
        "SAL_USE_VCLPLUGIN": "svp", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    }  # fmt: skip
    posix = hasattr(os, "killpg")
    process = subprocess.Popen(
        ["/bin/sh", "-c", _WATCHED, "sh", *command] if posix else command,
        cwd=room, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        return not _ends(process, room / "out", seconds, progress)
    finally:
        _end_group(process)


def _ends(process: subprocess.Popen[bytes], out: Path, seconds: float, progress: Callable[[float], None]) -> bool:
    made, deadline = 0, time.monotonic() + seconds
    progress(seconds)
    while time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_TICK)
            return True
        count = sum(1 for _ in out.iterdir())
        if count > made:
            made, deadline = count, time.monotonic() + seconds
            progress(seconds)
    return False


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End soffice and everything it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
