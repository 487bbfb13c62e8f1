"""LibreOffice as an external program: probed, a throwaway hardened profile, killed whole when it hangs.

It runs in a session of its own, so that the process group can be ended; macros, links, recovery and network updates
are off; the profile lives and dies with the call.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import MissingProgramError, SourceError

REMEDY = "请安装 LibreOffice（Debian/Ubuntu：apt-get install libreoffice-writer-nogui libreoffice-calc-nogui），或把文件另存为 .docx 后再提交"
CHUNK = 20
"""Files per call at the most."""
_NAMES = ("soffice", "libreoffice")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Office.Recovery/RecoveryInfo"><prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
 <item oor:path="/org.openoffice.Office.Recovery/AutoSave"><prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
 <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Input:
    """One file to convert: its bytes and the ending that tells LibreOffice its kind."""

    data: bytes
    ending: str


def program() -> str | None:
    """Path of the LibreOffice in force (`JIXIAO_SOFFICE` first), None where there is none."""
    named = os.environ.get("JIXIAO_SOFFICE")
    if named is not None:
        return shutil.which(named)
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def convert(inputs: Sequence[Input], target: str, seconds: float) -> list[bytes | None]:
    """Convert files to `target` ("docx", "xlsx") in one call; None for each that gave nothing.

    Raises:
        MissingProgramError: no LibreOffice on this machine.
        SourceError: category `timeout` where the call did not end within `seconds`.
    """
    command = program()
    if command is None:
        raise MissingProgramError("本机没有 LibreOffice，无法读取此格式", REMEDY)
    with tempfile.TemporaryDirectory(prefix="jixiao-lo-") as folder:
        room = Path(folder)
        (room / "profile" / "user").mkdir(parents=True)
        (room / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        (room / "in").mkdir()
        sources = []
        for number, item in enumerate(inputs):
            source = room / "in" / f"{number:03d}.{item.ending}"
            source.write_bytes(item.data)
            sources.append(source)
        _run([command, *_options(room, target), *map(str, sources)], room, seconds)
        results: list[bytes | None] = []
        for number in range(len(inputs)):
            made = room / "out" / f"{number:03d}.{target}"
            results.append(made.read_bytes() if made.is_file() else None)
        return results


def _options(room: Path, target: str) -> list[str]:
    return [
        f"-env:UserInstallation=file://{room / 'profile'}",
        "--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard", "--nolockcheck",
        "--convert-to", target, "--outdir", str(room / "out"),
    ]  # fmt: skip


def _run(command: list[str], room: Path, seconds: float) -> None:
    environment = {
        "HOME": str(room), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "TMPDIR": str(room),
        "SAL_USE_VCLPLUGIN": "svp", "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    }  # fmt: skip
    process = subprocess.Popen(
        command, cwd=room, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"LibreOffice 在 {seconds:.0f} 秒内没有转换完", "请用 Word 或 WPS 打开后另存为 .docx 再提交", "timeout") from error
    finally:
        _end_group(process)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End soffice and everything it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=10)
