"""`jixiao desk --shortcut`: a file that starts the desk by a double click."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from extractor.desk.home import Home
from extractor.errors import UsageError

NAME = "绩效工作台"


def write_shortcut(home: Home, system: str = sys.platform, folder: Path | None = None) -> Path:
    """Write it to the desktop (or `folder`); the user's home where there is no desktop.

    Linux: a .desktop file. Windows: a .bat file. macOS: a .command file. Each runs this very Python.

    Raises:
        UsageError: it cannot be written.
    """
    where = folder or desktop()
    path, text = _windows(where) if system == "win32" else _mac(where) if system == "darwin" else _linux(where, home)
    try:
        path.write_bytes(text)
        path.chmod(0o755)
    except OSError as error:
        raise UsageError(f"快捷方式写不了（{error.strerror or error}）：{path}", "请检查权限") from error
    return path


def desktop() -> Path:
    """The user's desktop, whatever it is called."""
    for name in ("Desktop", "桌面"):
        if (Path.home() / name).is_dir():
            return Path.home() / name
    return Path.home()


def _linux(where: Path, home: Home) -> tuple[Path, bytes]:
    icon = Path(__file__).parent / "static" / "icon.svg"
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={NAME}",
        "Comment=收件、核对、发出预算绩效填报表",
        f"Exec={_quoted(sys.executable)} -m extractor desk",
        f"Icon={icon}",
        f"Path={home.folder}",
        "Terminal=true",
        "Categories=Office;",
    ]
    return where / f"{NAME}.desktop", ("\n".join(lines) + "\n").encode()


def _quoted(argument: str) -> str:
    """As the desktop entry specification quotes: reserved characters escaped, %% for %."""
    escaped = "".join(f"\\\\{c}" if c in '"`$\\' else c for c in argument).replace("%", "%%")
    return f'"{escaped}"'


def _windows(where: Path) -> tuple[Path, bytes]:
    command = subprocess.list2cmdline([sys.executable, "-m", "extractor", "desk"]).replace("%", "%%")
    # chcp: the window shows Chinese whatever the system's code page is.
    text = f"@echo off\r\nchcp 65001 >nul\r\ntitle {NAME}\r\n{command}\r\nif errorlevel 1 pause\r\n"
    return where / f"{NAME}.bat", text.encode()


def _mac(where: Path) -> tuple[Path, bytes]:
    import shlex

    return where / f"{NAME}.command", f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -m extractor desk\n".encode()
