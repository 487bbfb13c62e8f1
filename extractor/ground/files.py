"""Files written whole or not at all, and names that are safe to write under."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is wholly old or wholly new, whenever the program is stopped."""
    handle, temporary = tempfile.mkstemp(prefix=".jixiao-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    finally:  # gone where it was put in place, else swept up
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e]')


def file_name(unit: str, taken: set[str]) -> str:
    """A file name for a unit: no path tricks, at most 80 characters, unique among `taken` (to which it is added)."""
    name = _UNSAFE.sub("_", unit).strip(" .")[:80] or "单位"
    if name in taken:
        name += "-" + hashlib.sha256(unit.encode()).hexdigest()[:6]
    taken.add(name)
    return name
