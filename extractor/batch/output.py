"""Where documents go: standard output, one file, or a folder that mirrors the sources; files whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from extractor.errors import UsageError
from extractor.ground.files import write_whole

_LONGEST = 240


def is_folder_target(out: str, sources: int) -> bool:
    """The contract's rule for `-o OUT`: an existing folder, a name ending in `/`, or several sources."""
    return out.endswith(("/", os.sep)) or Path(out).is_dir() or sources > 1


class Folder:
    """A folder of one output file a source, named after the whole source name, its path mirrored."""

    def __init__(self, out: str, suffix: str, say: Callable[[str], None]) -> None:
        self._top = Path(out)
        self._suffix = suffix
        self._say = say
        self._taken: set[str] = set()
        if self._top.exists() and not self._top.is_dir():
            raise UsageError(f"{out} 是文件；有多个来源时 -o 要给文件夹", "请换一个名字")
        try:
            self._top.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"不能建立输出文件夹 {out}（{error.strerror}）", "请检查路径和权限") from error

    def place(self, source_path: str) -> Path:
        """The file for a source; a second source of the same path gets a number, said once."""
        name = mirrored(source_path) + self._suffix
        number = 1
        while name in self._taken:
            number += 1
            name = f"{mirrored(source_path)}~{number}{self._suffix}"
        if number > 1:
            self._say(f"{source_path} 有同名来源，结果写入 {name}")
        self._taken.add(name)
        return self._top / name

    def write(self, source_path: str, data: bytes) -> None:
        """Write one source's output, whole or not at all, where `place` says."""
        target = self.place(source_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)


def mirrored(source_path: str) -> str:
    """A source's path as a path below the output folder: no part too long, none that leaves the folder."""
    parts = [part for part in source_path.split("/") if part not in ("", ".")]
    return "/".join("__" if part == ".." else _short(part.replace("\0", "_")) for part in parts) or "_"


def _short(part: str) -> str:
    raw = part.encode("utf-8", "replace")
    if len(raw) <= _LONGEST - 10:
        return raw.decode("utf-8")
    stem = raw[: _LONGEST - 30].decode("utf-8", "ignore")
    return f"{stem}~{hashlib.sha256(raw).hexdigest()[:8]}"
