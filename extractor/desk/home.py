"""Where the desk keeps its things: the embedded database, what was dropped on the page, the bureau's own rules.

One folder of the user's data folder, by the custom of the system; `JIXIAO_HOME` names another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError


@dataclass(frozen=True, slots=True)
class Home:
    """The desk's folder and what lies where in it; nothing is made before `make`."""

    folder: Path

    @property
    def database(self) -> str:
        """URL of the embedded database."""
        return f"sqlite:///{(self.folder / 'jixiao.db').as_posix()}"

    @property
    def inbox(self) -> Path:
        """Files dropped on the page, one folder a batch: kept, for the page shows them beside what was read."""
        return self.folder / "filings"

    @property
    def outbox(self) -> Path:
        """What was made to be sent, one folder and one zip a lot."""
        return self.folder / "outbox"

    @property
    def rules(self) -> Path:
        """The bureau's own rule books, where `--rules` names no other folder."""
        return self.folder / "rules"

    @property
    def folders(self) -> Path:
        """Which folders were named on this machine (JSON: name → paths)."""
        return self.folder / "folders.json"

    @property
    def log(self) -> Path:
        """Faults of the program, for the maintainer."""
        return self.folder / "desk.log"

    def make(self) -> Home:
        """Make the folder, for this user alone.

        Raises:
            UsageError: it cannot be made or written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.inbox.mkdir(exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"数据文件夹建立不了（{error.strerror or error}）：{self.folder}",
                "请检查权限，或用环境变量 JIXIAO_HOME 指定另一个文件夹",
            ) from error
        return self


def home_of_user(environ: Mapping[str, str] = os.environ, system: str = sys.platform) -> Home:
    """The folder of this user on this system: XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows."""
    named = environ.get("JIXIAO_HOME")
    if named:
        return Home(Path(named).expanduser())
    if system == "win32":
        base = environ.get("LOCALAPPDATA")
        return Home((Path(base) if base else Path.home() / "AppData" / "Local") / "jixiao")
    if system == "darwin":
        return Home(Path.home() / "Library" / "Application Support" / "jixiao")
    base = environ.get("XDG_DATA_HOME")
    # The custom asks that a relative one be ignored.
    return Home((Path(base) if base and Path(base).is_absolute() else Path.home() / ".local" / "share") / "jixiao")
