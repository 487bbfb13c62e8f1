"""Where on this machine a source's own file lies: what was dropped lies in the desk's folder, what was named where it
was.

The database knows a source by its hash, its folder's name and its path in it; `folders.json` knows which folders of
that name were taken in here. Whether the file is still the same is for the hash to say, when it is opened.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from extractor.desk.home import Home
from extractor.ground.files import write_whole
from extractor.store import schema


@dataclass(frozen=True, slots=True)
class Original:
    """A file that should hold a source: itself, or the archive in which it lies at `inside`."""

    sha256: str
    file: str
    inside: str
    """Path as `discover` tells it when given the file: its name, and below an archive the member's path."""


def note_folder(home: Home, path: Path) -> None:
    """Remember a folder (or file) that was taken in."""
    known = _folders(home)
    here = path.absolute()
    folder = here if here.is_dir() else here.parent
    paths = known.setdefault(folder.name, [])
    if str(folder) not in paths:
        paths.insert(0, str(folder))
        write_whole(home.folders, json.dumps(known, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape"))


def _folders(home: Home) -> dict[str, list[str]]:
    try:
        content = json.loads(home.folders.read_bytes().decode("utf-8", "surrogateescape"))
    except (OSError, ValueError):
        return {}
    return {str(k): [str(p) for p in v] for k, v in content.items()} if isinstance(content, dict) else {}


def originals_of(connection: sa.Connection, home: Home, sha256: str) -> list[Original]:
    """Files that may hold the source, the likeliest first; [] where none is on this machine."""
    names = schema.source_name
    wanted = sa.select(names.c.root, names.c.path).where(names.c.sha256 == sha256)
    known = _folders(home)
    found = []
    for row in connection.execute(wanted.order_by(names.c.present.desc(), names.c.root, names.c.path)):
        for folder in [home.inbox / row.root, *(Path(p) for p in known.get(row.root, ()))]:
            placed = _within(folder, row.path)
            if placed is not None:
                found.append(Original(sha256, *placed))
    return found


def _within(folder: Path, path: str) -> tuple[str, str] | None:
    """(file, path inside it) of a source path below a folder: the first part that is a file is an archive's name."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts:
        return None
    for count in range(1, len(parts) + 1):
        file = folder.joinpath(*parts[:count])
        if file.is_file():
            return str(file), "/".join(parts[count - 1 :])
        if not file.is_dir():
            return None
    return None
